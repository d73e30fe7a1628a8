package bangla

import (
	"iter"
	"regexp"
	"strings"
	"unicode/utf8"
)

// FromBijoy turns text typed for a Bijoy font (SutonnyMJ and its family) into
// Unicode in normal form. The whole of s is taken as Bijoy, so ask LooksBijoy
// first, or use ConvertMixed; only mail and web addresses and a few English
// words and abbreviations of offices are kept in Latin letters. The raw text
// must come in, before Normal: a soft hyphen is a letter here, and C1 controls
// are read as their Windows-1252 twins.
//
// Glyphs become letters; ি ে ৈ, typed before a cluster, move behind it; reph,
// typed behind, moves before it; ে with া or ৗ becomes ো or ৌ; digits become
// Bangla digits and | a danda, without the space typed before it (a text whose
// cells are parted by | must be split first). Bijoy's t is ঃ after a letter and a colon
// elsewhere. What is no glyph, or cannot be one where it stands (quotation
// marks, dashes, a lone ©), stays as it is.
func FromBijoy(s string) string {
	s = twins(s)
	var out strings.Builder
	last := 0
	for at := range tokens(s) {
		if !staysLatin(s[at[0]:at[1]]) {
			continue
		}
		out.WriteString(convertGlyphs(s[last:at[0]]))
		out.WriteString(s[at[0]:at[1]])
		last = at[1]
	}
	out.WriteString(convertGlyphs(s[last:]))
	return Normal(out.String())
}

// twins reads C1 controls as the Windows-1252 characters whose bytes they
// carry, and the Greek mu that some programs put for the micro sign.
func twins(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 0x80 && r <= 0x9F && windows1252[r-0x80] != 0 {
			return windows1252[r-0x80]
		}
		if r == 'μ' {
			return 'µ'
		}
		return r
	}, s)
}

// address is a mail or web address.
const address = `(?i:mailto:)?[\w.+-]+@[\w-]+(?:\.[\w-]+)+|(?i:https?://|www\.)[^\s|]+|` +
	`[A-Za-z][\w-]*(?:\.[\w-]+)*\.(?:gov|com|org|net|edu|info|bd)(?:\.bd)?(?:/[^\s|]*)?`

var mailOrWeb = regexp.MustCompile(`^(?:` + address + `)\.?$`)

// isAddress reports whether token is a mail or web address.
func isAddress(token string) bool {
	return strings.Contains(token, ".") && mailOrWeb.MatchString(token)
}

// tokens yields where the words of s begin and end: parted by white space and
// brackets, and by / and : too unless they belong to an address.
func tokens(s string) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		for at := range pieces(s, 0, " \t\n\r\u00A0|,;()[]") {
			if isAddress(s[at[0]:at[1]]) {
				if !yield(at) {
					return
				}
				continue
			}
			for part := range pieces(s[at[0]:at[1]], at[0], "/:") {
				if !yield(part) {
					return
				}
			}
		}
	}
}

// pieces yields the parts of s between separators, moved by offset.
func pieces(s string, offset int, separators string) iter.Seq[[2]int] {
	return func(yield func([2]int) bool) {
		for start := 0; start < len(s); {
			end := strings.IndexAny(s[start:], separators)
			if end < 0 {
				end = len(s) - start
			}
			if end > 0 && !yield([2]int{offset + start, offset + start + end}) {
				return
			}
			start += end
			if start < len(s) {
				_, size := utf8.DecodeRuneInString(s[start:])
				start += size
			}
		}
	}
}

// englishWords are words in Latin letters that offices put among Bijoy text.
var englishWords = map[string]bool{
	"email": true, "e-mail": true, "mail": true, "online": true, "website": true, "gmail": true, "computer": true,
	"internet": true, "facebook": true, "google": true, "microsoft": true, "word": true, "excel": true, "office": true, "windows": true,
	"SMS": true, "GPMS": true, "LGED": true, "GRS": true, "MS": true, "SSC": true, "HSC": true, "NTMC": true, "RTI": true, "APA": true,
	"wi-fi": true, "wifi": true, "login": true, "password": true, "software": true, "hardware": true, "laptop": true, "union": true,
}

// staysLatin reports whether a word among Bijoy text is Latin on purpose: an
// address, a known English word, or an abbreviation in capitals that would
// make no Bangla word (vowel letters inside it, or a lone ঙ or ঞ).
func staysLatin(token string) bool {
	if isAddress(token) {
		return true
	}
	word := strings.Trim(token, ".:-/'\"")
	if englishWords[word] || englishWords[strings.ToLower(word)] && len(word) > 3 {
		return true
	}
	if len(word) < 2 || len(word) > 6 {
		return false
	}
	odd := false
	for i, r := range word {
		if r < 'A' || r > 'Z' {
			return false
		}
		odd = odd || r == 'O' || r == 'T' || r == 'A' && i > 0 || i > 0 && strings.ContainsRune("CEFHJ", r)
	}
	return odd
}

// cluster is what a reader sees as one letter while it is being put together.
type cluster struct {
	letters string // consonants with their hasantas, or one independent vowel
	sign    string // vowel sign
	marks   string
	reph    bool
	open    bool // ends in a half form and waits for its second part
}

// converter walks over Bijoy text.
type converter struct {
	out     strings.Builder
	in      []rune
	at      int
	now     cluster
	pending string // sign typed before its cluster
}

func convertGlyphs(s string) string {
	c := &converter{in: []rune(s)}
	for c.at = 0; c.at < len(c.in); c.at++ {
		c.take(c.in[c.at])
	}
	c.flush()
	return beforeDanda.ReplaceAllString(c.out.String(), "$1।")
}

// beforeDanda is the space that typists put before a danda in Bijoy fonts,
// where its glyph stands too close.
var beforeDanda = regexp.MustCompile(`(\S) +।`)

// take puts the next character in its place.
func (c *converter) take(r rune) {
	g, known := glyphs[r]
	if !known || !c.possible(r, g) {
		if r == 't' {
			r = ':' // a visarga with no letter before it was typed for a colon
		}
		c.plain(string(r))
		return
	}
	switch g.kind {
	case glyphLetter:
		c.letter(g)
	case glyphHalf:
		c.letter(g)
		c.now.open = true
	case glyphBelow:
		c.below(g)
	case glyphBefore:
		c.flush()
		c.pending = g.text
	case glyphSign:
		c.sign(g.text)
	case glyphReph:
		c.now.reph = true
	case glyphMark:
		c.now.marks += g.text
	case glyphHasanta:
		c.now.letters += g.text
		c.flush()
	case glyphPlain:
		c.plain(g.text)
	}
}

// letter begins a cluster or ends the half form before it.
func (c *converter) letter(g glyph) {
	if !c.now.open {
		sign := c.pending
		c.pending = ""
		c.flush()
		if strings.HasSuffix(c.out.String(), string(hasanta)) {
			c.out.WriteRune(zwnj) // typed to be seen, so it must not join
		}
		c.now.sign = sign
	}
	c.now.letters += g.text
	c.now.open = false
	c.sign(g.sign)
}

// below joins a letter to the cluster; a ya-phala under a bare র needs a
// joiner, or it would be read as a reph over য.
func (c *converter) below(g glyph) {
	if c.now.letters == "র" && g.text == "্য" {
		c.now.letters += string(zwj)
	}
	c.now.letters = strings.TrimSuffix(c.now.letters, string(hasanta)) + g.text
	c.now.open = false
	c.sign(g.sign)
}

// sign adds a vowel sign to the cluster.
func (c *converter) sign(sign string) {
	switch {
	case sign == "":
	case c.now.letters == "অ" && sign == "া":
		c.now.letters = "আ"
	case c.now.sign == "ে" && sign == "া":
		c.now.sign = "ো"
	case c.now.sign == "ে" && sign == "ৗ":
		c.now.sign = "ৌ"
	default:
		c.now.sign += sign
	}
}

// plain ends the cluster and writes text that is no letter.
func (c *converter) plain(text string) {
	c.flush()
	c.out.WriteString(text)
}

// flush writes the cluster in reading order.
func (c *converter) flush() {
	if c.now.letters == "" {
		c.out.WriteString(c.pending) // a sign whose cluster never came
	}
	if c.now.reph {
		c.out.WriteString("র্")
	}
	c.out.WriteString(c.now.letters + c.now.sign + c.now.marks)
	c.now, c.pending = cluster{}, ""
}
