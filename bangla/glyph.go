package bangla

import (
	"strings"
	"unicode"
)

// glyphKind says how a Bijoy glyph takes part in a cluster: the letters,
// conjuncts and signs that a reader sees as one.
type glyphKind uint8

const (
	glyphLetter  glyphKind = iota + 1 // a letter or closed conjunct; begins a cluster, or ends a half form
	glyphHalf                         // the first part of a conjunct; joins the glyph that follows
	glyphBelow                        // the last part of a conjunct; joins the cluster before it
	glyphBefore                       // ি ে ৈ: typed before the cluster they belong to
	glyphSign                         // every other vowel sign, typed behind
	glyphReph                         // র over the cluster, typed behind it
	glyphMark                         // ঁ ং ঃ
	glyphHasanta                      // a hasanta that is seen
	glyphPlain                        // punctuation and digits
)

// glyph is one character of the SutonnyMJ font: its letters in Unicode and,
// for ligatures with a vowel sign, that sign.
type glyph struct {
	kind glyphKind
	text string
	sign string
}

// glyphs is the SutonnyMJ font, by the Windows-1252 character at which a glyph
// is kept. Several positions hold the same letters in another shape (wide and
// narrow, joined high and low). Where a character is also ordinary
// punctuation, the converter asks whether it can be a letter where it stands.
var glyphs = glyphTable()

func glyphTable() map[rune]glyph {
	table := make(map[rune]glyph, 220)
	put := func(kind glyphKind, pairs map[rune]string) {
		for r, text := range pairs {
			table[r] = glyph{kind: kind, text: text}
		}
	}
	put(glyphLetter, glyphLetters)
	put(glyphLetter, glyphConjuncts)
	put(glyphHalf, map[rune]string{
		'¤': "ম্", '®': "ষ্", '¯': "স্", 'š': "ন্", '›': "ন্", '•': "ঙ্", '”': "চ্", '˜': "দ্", '™': "দ্",
	})
	put(glyphBelow, map[rune]string{
		'¨': "্য", 'ª': "্র", '«': "্র", 'Ö': "্র", '¡': "্ব", '^': "্ব", 'Ÿ': "্ব", '¦': "্ব",
		'¥': "্ম", '§': "্ম", 'œ': "্ন", 'è': "্ন", '¬': "্ল", '\u00AD': "্ল", 'ø': "্ল", 'ú': "্প",
		'¢': "্ভ", '£': "্ভ্র", '‹': "্ক", 'Œ': "্ক্র", 'Í': "্ত", '—': "্ত", '’': "্থ", '¿': "্ত্র",
	})
	put(glyphBefore, map[rune]string{'w': "ি", '†': "ে", '‡': "ে", 'ˆ': "ৈ", '‰': "ৈ"})
	put(glyphSign, map[rune]string{
		'v': "া", 'x': "ী", 'y': "ু", 'z': "ু", '“': "ু", '–': "ু", 'æ': "ু", '~': "ূ", 'ƒ': "ূ", '‚': "ূ",
		'„': "ৃ", '…': "ৃ", 'Š': "ৗ",
	})
	put(glyphMark, map[rune]string{'s': "ং", 't': "ঃ", 'u': "ঁ"})
	put(glyphReph, map[rune]string{'©': "র্"})
	put(glyphHasanta, map[rune]string{'&': "্"})
	put(glyphPlain, map[rune]string{'|': "।", 'Ò': "“", 'Ó': "”", 'Ô': "‘", 'Õ': "’", 'Ð': "–", 'Ñ': "—", '$': "৳"})
	for d := '0'; d <= '9'; d++ {
		table[d] = glyph{kind: glyphPlain, text: Digits(string(d))}
	}
	for r, g := range map[rune]glyph{
		'¸': {glyphLetter, "গ", "ু"}, 'ï': {glyphLetter, "শ", "ু"}, 'û': {glyphLetter, "হ", "ু"},
		'ü': {glyphLetter, "হ", "ৃ"}, '‘': {glyphBelow, "্ত", "ু"},
	} {
		table[r] = g
	}
	return table
}

// glyphLetters are the simple letters.
var glyphLetters = map[rune]string{
	'A': "অ", 'B': "ই", 'C': "ঈ", 'D': "উ", 'E': "ঊ", 'F': "ঋ", 'G': "এ", 'H': "ঐ", 'I': "ও", 'J': "ঔ",
	'K': "ক", 'L': "খ", 'M': "গ", 'N': "ঘ", 'O': "ঙ", 'P': "চ", 'Q': "ছ", 'R': "জ", 'S': "ঝ", 'T': "ঞ",
	'U': "ট", 'V': "ঠ", 'W': "ড", 'X': "ঢ", 'Y': "ণ", 'Z': "ত", '_': "থ", '`': "দ", 'a': "ধ", 'b': "ন",
	'c': "প", 'd': "ফ", 'e': "ব", 'f': "ভ", 'g': "ম", 'h': "য", 'i': "র", 'j': "ল", 'k': "শ", 'l': "ষ",
	'm': "স", 'n': "হ", 'o': "ড়", 'p': "ঢ়", 'q': "য়", 'r': "ৎ",
}

// glyphConjuncts are the conjuncts with a shape of their own.
var glyphConjuncts = map[rune]string{
	'°': "ক্ক", '±': "ক্ট", '³': "ক্ত", '´': "ক্ম", 'µ': "ক্র", '¶': "ক্ষ", 'ÿ': "ক্ষ", '²': "ক্ষ্ম", '·': "ক্স",
	'º': "গ্গ", '»': "গ্ধ", '¼': "ঙ্ক", '½': "ঙ্গ", '¾': "জ্জ", 'À': "জ্ঝ", 'Á': "জ্ঞ",
	'Â': "ঞ্চ", 'Ã': "ঞ্ছ", 'Ä': "ঞ্জ", 'Å': "ঞ্ঝ", 'Æ': "ট্ট", 'Ç': "ড্ড", 'È': "ণ্ট", 'É': "ণ্ঠ", 'Ê': "ণ্ড",
	'Ë': "ত্ত", 'Ì': "ত্থ", 'Î': "ত্র", 'Ï': "দ্দ", '×': "দ্ধ", 'Ø': "দ্ব", 'Ù': "দ্ম", 'Ú': "ন্ঠ", 'Û': "ন্ড",
	'Ü': "ন্ধ", 'Ý': "ন্স", 'Þ': "প্ট", 'ß': "প্ত", 'à': "প্প", 'á': "প্স", 'â': "ব্জ", 'ã': "ব্দ", 'ä': "ব্ধ",
	'å': "ভ্র", 'ç': "ম্ফ", 'é': "ল্ক", 'ê': "ল্গ", 'ë': "ল্ট", 'ì': "ল্ড", 'í': "ল্প", 'î': "ল্ফ",
	'ð': "শ্চ", 'ñ': "শ্ছ", 'ò': "ষ্ণ", 'ó': "ষ্ট", 'ô': "ষ্ঠ", 'õ': "ষ্ফ", 'ö': "স্খ", '÷': "স্ট", 'ù': "স্ফ",
	'ý': "হ্ন", 'þ': "হ্ম",
}

// halfPartners names the glyphs that may follow a half form whose character is
// also common punctuation; beside anything else it is that punctuation.
var halfPartners = map[rune]string{
	'•': "KLMNg¶ÿ", '”': "PQT", '˜': "MNefg¡¢Ÿ", '™': "MNefg¡¢Ÿ", '›': "UVW`_Ø",
}

// belowHalf are the lower parts that stand only under a half form, and
// otherwise are quotation marks, dashes and the like.
const belowHalf = "‘’—‹Œ¿Í"

// longestCluster bounds a cluster in bytes; real ones have less than half of it.
const longestCluster = 60

// possible reports whether r can be the glyph g where it stands; if not, it is
// ordinary punctuation.
func (c *converter) possible(r rune, g glyph) bool {
	has := c.now.letters != "" && len(c.now.letters)+len(c.now.sign)+len(c.now.marks) < longestCluster
	signless := has && c.now.sign == ""
	switch g.kind {
	case glyphHalf:
		return !c.now.open && c.joins(r)
	case glyphBelow:
		return has && (c.now.open || !strings.ContainsRune(belowHalf, r))
	case glyphSign:
		if r == '“' || r == '–' {
			return signless && strings.HasSuffix(c.now.letters, "র")
		}
		return has && (signless || !strings.ContainsRune("…„‚~", r))
	case glyphHasanta:
		return signless
	case glyphReph, glyphMark:
		return has
	case glyphLetter:
		if r == '_' {
			return !c.amongThree(r) // three or more are a line to write on
		}
		return !strings.ContainsRune("°±²³´·º¼½¾×", r) || c.besideGlyph(r)
	}
	return true
}

// near returns the character at a distance from the present one, 0 beyond the
// text.
func (c *converter) near(distance int) rune {
	if i := c.at + distance; i >= 0 && i < len(c.in) {
		return c.in[i]
	}
	return 0
}

// amongThree reports whether r stands in a row of at least three like it.
func (c *converter) amongThree(r rune) bool {
	row := 1
	for _, step := range []int{-1, 1} {
		for distance := step; row < 3 && c.near(distance) == r; distance += step {
			row++
		}
	}
	return row >= 3
}

// joins reports whether the half form r is followed by something to join.
func (c *converter) joins(r rune) bool {
	next := c.near(1)
	if partners, punctuation := halfPartners[r]; punctuation {
		return strings.ContainsRune(partners, next)
	}
	kind := glyphs[next].kind
	return kind == glyphLetter || kind == glyphBelow
}

// besideGlyph tells a conjunct from a lone sign such as ±, ×, ½ or °.
func (c *converter) besideGlyph(r rune) bool {
	before, after := glyphs[c.near(-1)].kind, glyphs[c.near(1)].kind
	if r == '°' && unicode.IsDigit(c.near(-1)) {
		return false
	}
	return c.now.open || before != 0 && before != glyphPlain || after != 0 && after != glyphPlain
}
