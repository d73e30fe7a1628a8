package mail

import (
	"encoding/base64"
	"errors"
	"io"
	"mime/quotedprintable"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Address is one mailbox with the name that was given to it.
type Address struct {
	Name string
	Mail string // its domain in small letters
}

// Domain is what stands behind the at sign.
func (a Address) Domain() string { return a.Mail[strings.LastIndexByte(a.Mail, '@')+1:] }

// Local is what stands before the at sign.
func (a Address) Local() string { return a.Mail[:max(0, strings.LastIndexByte(a.Mail, '@'))] }

var errAddress = errors.New("this is no mail address")

// ParseAddress reads "address", "<address>" or "name <address>".
func ParseAddress(s string) (Address, error) {
	if strings.ContainsAny(s, "\r\n\x00") {
		return Address{}, errAddress
	}
	list := addresses(s)
	if len(list) != 1 {
		return Address{}, errAddress
	}
	return list[0], nil
}

// addresses reads a list of addresses as generously as can be done without guessing:
// what is no address is left out.
func addresses(s string) []Address {
	var list []Address
	for _, one := range splitList(s) {
		a := Address{Mail: one}
		if open := strings.LastIndexByte(one, '<'); open >= 0 {
			inside, _, _ := strings.Cut(one[open+1:], ">")
			a.Mail = inside
			a.Name = unquote(strings.TrimSpace(one[:open]))
		}
		a.Mail = strings.TrimSpace(a.Mail)
		at := strings.LastIndexByte(a.Mail, '@')
		if at <= 0 || at == len(a.Mail)-1 || len(a.Mail) > 254 || strings.ContainsFunc(a.Mail, stray) || strings.Count(a.Mail, "@") != 1 {
			continue
		}
		a.Mail = a.Mail[:at] + strings.ToLower(a.Mail[at:])
		a.Name = line(decodeWords(a.Name))
		if list = append(list, a); len(list) == mostAdrs {
			break
		}
	}
	return list
}

// stray reports whether a letter can stand in no address without quotes.
func stray(r rune) bool {
	return r <= ' ' || r >= 0x7f && r < 0xa0 || r == utf8.RuneError || strings.ContainsRune(`,;:<>()[]\"`, r)
}

// splitList cuts at commas that stand outside quotes and angles; groups lose their
// names.
func splitList(s string) []string {
	var list []string
	quoted, angle, start := false, false, 0
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '\\' && quoted:
			i++
		case c == '"':
			quoted = !quoted
		case quoted:
		case c == '<':
			angle = true
		case c == '>':
			angle = false
		case (c == ',' || c == ';' || c == ':') && !angle:
			if c != ':' {
				list = append(list, s[start:i])
			}
			start = i + 1
		}
	}
	return append(list, s[min(start, len(s)):])
}

var encodedWord = regexp.MustCompile(`=\?([^?*\s]+)(?:\*[^?\s]*)?\?([bBqQ])\?([^?]*)\?=`)

// decodeWords reads the encoded words of a header (RFC 2047). Neighbours of one
// charset are joined before they are read, because mailers cut letters in two.
func decodeWords(s string) string {
	var out strings.Builder
	var held []byte
	charset, last := "", 0
	flush := func() {
		if len(held) > 0 {
			out.WriteString(decode(held, charset))
			held = nil
		}
	}
	for _, at := range encodedWord.FindAllStringSubmatchIndex(s, -1) {
		between := s[last:at[0]]
		name := strings.ToLower(s[at[2]:at[3]])
		if last == 0 || strings.TrimSpace(between) != "" || name != charset {
			flush()
		}
		if last == 0 || strings.TrimSpace(between) != "" {
			out.WriteString(decode([]byte(between), ""))
		}
		content, err := wordBytes(s[at[4]:at[5]], s[at[6]:at[7]])
		if err != nil {
			content = []byte(s[at[6]:at[7]])
		}
		held, charset, last = append(held, content...), name, at[1]
	}
	flush()
	out.WriteString(decode([]byte(s[last:]), ""))
	return out.String()
}

func wordBytes(encoding, text string) ([]byte, error) {
	if strings.EqualFold(encoding, "b") {
		return base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.ReplaceAll(text, " ", ""), "="))
	}
	text = strings.ReplaceAll(text, "_", "=20")
	return io.ReadAll(quotedprintable.NewReader(strings.NewReader(text)))
}

// media reads a header such as Content-Type: its value in small letters and its
// parameters, those of RFC 2231 joined and read in their charset. What is malformed is
// left out.
func media(s string) (value string, params map[string]string) {
	pieces := splitParams(s)
	value, params = strings.ToLower(strings.TrimSpace(pieces[0])), map[string]string{}
	type section struct {
		place   int
		encoded bool
		text    string
	}
	long := map[string][]section{}
	for _, piece := range pieces[1:] {
		name, text, found := strings.Cut(piece, "=")
		name = strings.ToLower(strings.TrimSpace(name))
		if text = unquote(strings.TrimSpace(text)); !found || name == "" {
			continue
		}
		base, rest, starred := strings.Cut(name, "*")
		if !starred {
			params[name] = decodeWords(text)
			continue
		}
		digits, encoded := strings.CutSuffix(rest, "*")
		encoded = encoded || rest == ""
		place, _ := strconv.Atoi(digits)
		long[base] = append(long[base], section{place, encoded, text})
	}
	for name, sections := range long {
		slices.SortStableFunc(sections, func(a, b section) int { return a.place - b.place })
		charset, raw := "", []byte(nil)
		for i, one := range sections {
			if parts := strings.SplitN(one.text, "'", 3); i == 0 && one.encoded && len(parts) == 3 {
				charset, one.text = parts[0], parts[2]
			}
			if plain, err := url.PathUnescape(one.text); err == nil && one.encoded {
				one.text = plain
			}
			raw = append(raw, one.text...)
		}
		params[name] = decode(raw, charset)
	}
	return value, params
}

func unquote(s string) string {
	if len(s) < 2 || s[0] != '"' {
		return s
	}
	s = strings.TrimSuffix(s[1:], `"`)
	return strings.NewReplacer(`\"`, `"`, `\\`, `\`).Replace(s)
}

// splitParams cuts at semicolons outside quotes.
func splitParams(s string) []string {
	var list []string
	quoted, start := false, 0
	for i := 0; i < len(s); i++ {
		switch {
		case s[i] == '\\' && quoted:
			i++
		case s[i] == '"':
			quoted = !quoted
		case s[i] == ';' && !quoted:
			list, start = append(list, s[start:i]), i+1
		}
	}
	return append(list, s[min(start, len(s)):])
}

var messageID = regexp.MustCompile(`<[^<>\s@]{1,200}@[^<>\s@]{1,200}>`)

// messageIDs reads the Message-IDs of a header, 50 at most.
func messageIDs(s string) []string { return messageID.FindAllString(s, 50) }
