package sheet

import (
	"encoding/json"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf16"
)

var (
	escapedRune = regexp.MustCompile(`\\u[0-9A-Fa-f]{4}`)
	escapes     = regexp.MustCompile(`(?:\\u[0-9A-Fa-f]{4})+|\\[nrt"/\\]`)
)

// unescape undoes JSON, in which some portals hand out the body of a page: a
// whole JSON value, or a piece of one in the middle of other text. Three
// escaped letters prove a piece; fewer may be a file path.
func unescape(text string) string {
	if start := strings.TrimSpace(text); start != "" && strings.ContainsAny(start[:1], `{["`) {
		if content, ok := jsonTexts(text); ok {
			return content
		}
	}
	if len(escapedRune.FindAllStringIndex(text, 3)) < 3 && !strings.Contains(text, `<\/`) {
		return text
	}
	return escapes.ReplaceAllStringFunc(text, unescapeOne)
}

func unescapeOne(code string) string {
	switch code[1] {
	case 'n':
		return "\n"
	case 'r':
		return "\r"
	case 't':
		return "\t"
	case 'u':
		var units []uint16
		for ; len(code) >= 6; code = code[6:] {
			unit, _ := strconv.ParseUint(code[2:6], 16, 16) // the pattern admits hex digits only
			units = append(units, uint16(unit))
		}
		return string(utf16.Decode(units))
	}
	return code[1:]
}

// jsonTexts gives the texts of a JSON value, each on lines of its own: those
// with tags, spaces or letters beyond ASCII. Keys, codes and dates are dropped.
func jsonTexts(text string) (string, bool) {
	if !json.Valid([]byte(text)) {
		return "", false
	}
	var content strings.Builder
	decoder := json.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	for {
		token, err := decoder.Token()
		if err != nil {
			break
		}
		one, ok := token.(string)
		if !ok || !strings.ContainsFunc(one, func(r rune) bool { return r == '<' || r == ' ' || r > 0x7E }) {
			continue
		}
		content.WriteString(one + "\n<p>\n")
	}
	found := content.String()
	if !markup.MatchString(strings.ReplaceAll(found, "<p>", "")) {
		found = strings.ReplaceAll(found, "<p>", "")
	}
	return found, strings.TrimSpace(found) != ""
}
