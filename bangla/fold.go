package bangla

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Fold returns the search fold of s: spellings that readers confuse become one
// key. It is for indexes and queries only, never for showing, and it merges
// too much by design; rank an exact hit before a folded one.
//
// The key is lower case, without joiners, nukta, chandrabindu, visarga and
// apostrophes; ী is ি, ূ is ু, শ and ষ are স, ণ and ঞ are ন, ৎ is ত, ঙ is ং, য
// is জ, ঢ is ড, ৃ is রি; a ya-phala or ba-phala after a consonant falls away, a
// conjunct counts as its letters (দ্ধ and its like as the second alone) and a
// doubled consonant as one; Bangla digits are ASCII, Latin letters have no
// accents. Words are parted by exactly one space, all punctuation is such a
// boundary, so the key can be split at spaces. Fold is idempotent.
func Fold(s string) string {
	s = foldLetters(Line(s))
	for range 8 { // dropped marks can bring vowel signs together that then compose
		if norm.NFC.IsNormalString(s) {
			break
		}
		s = foldLetters(Line(s))
	}
	return s
}

// Words returns the words of Fold(s).
func Words(s string) []string { return strings.Fields(Fold(s)) }

// rephFree turns a ra with ya-phala into a plain ra before joiners are dropped;
// without its joiner it could not be told from a reph over য.
var rephFree = strings.NewReplacer("র\u200D\u09CD\u09AF", "র", "র\u200C\u09CD\u09AF", "র")

// foldTo holds the letters that the fold writes otherwise; "" drops one.
var foldTo = map[rune]string{
	'ী': "ি", 'ঈ': "ই", 'ূ': "ু", 'ঊ': "উ", 'ৈ': "ই", 'ঐ': "ওই", 'ৌ': "উ", 'ঔ': "ওউ",
	'ৃ': "রি", 'ঋ': "রি", 'শ': "স", 'ষ': "স", 'ণ': "ন", 'ঞ': "ন", 'ৎ': "ত", 'ঙ': "ং",
	'য': "জ", 'ঢ': "ড", 'ঁ': "", 'ঃ': "", 'ঽ': "", nukta: "", zwj: "", zwnj: "",
	'\'': "", '’': "", '‘': "", 'ʼ': "",
}

// folder collects the letters of a key.
type folder struct{ out []rune }

// add appends r, except that a consonant is never doubled and a space never
// stands first or beside another.
func (f *folder) add(r rune) {
	last := ' '
	if len(f.out) > 0 {
		last = f.out[len(f.out)-1]
	}
	if last == r && (r == ' ' || r >= 'ক' && r <= 'হ') {
		return
	}
	f.out = append(f.out, r)
}

func foldLetters(s string) string {
	in := make([]rune, 0, len(s))
	for _, r := range rephFree.Replace(strings.ToLower(s)) {
		if r != zwj && r != zwnj && r != nukta {
			in = append(in, r)
		}
	}
	f := folder{out: make([]rune, 0, len(in))}
	for i := 0; i < len(in); i++ {
		r := in[i]
		switch {
		case r == hasanta:
			if i > 0 && i+1 < len(in) && silentPhala(in[:i], in[i+1]) {
				i++
			}
		case i+2 < len(in) && in[i+1] == hasanta && aspirates(r, in[i+2]):
			i++ // দ্ধ is read, and often written, as ধ
		default:
			f.letter(r)
		}
	}
	return strings.TrimSuffix(string(f.out), " ")
}

// letter adds what r becomes in the key.
func (f *folder) letter(r rune) {
	if to, ok := foldTo[r]; ok {
		for _, t := range to {
			f.add(t)
		}
		return
	}
	switch {
	case r >= zeroDigit && r <= nineDigit:
		f.add('0' + r - zeroDigit)
	case r >= 0x0300 && r <= 0x036F: // accents
	case r > 0x7F && unicode.Is(unicode.Latin, r):
		for _, d := range norm.NFD.String(string(r)) {
			if !unicode.Is(unicode.Mn, d) {
				f.add(d)
			}
		}
	case unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r):
		f.add(r)
	default:
		f.add(' ')
	}
}

// silentPhala reports whether next, joined to the last letter of before, is a
// ya-phala or a ba-phala. Under a reph both are real letters.
func silentPhala(before []rune, next rune) bool {
	base := before[len(before)-1]
	return (next == 'য' || next == 'ব') && isConsonant(base) && !reph(before)
}

// reph reports whether before ends in a র that will stand as a reph over what
// is joined to it, not one that is itself joined below another letter.
func reph(before []rune) bool {
	n := len(before)
	return before[n-1] == 'র' && (n == 1 || before[n-2] != hasanta)
}

// aspirates reports whether second is the aspirated partner of first.
func aspirates(first, second rune) bool {
	return second == first+1 && strings.ContainsRune("কগচজটডতদপব", first)
}
