package bangla

import (
	"fmt"
	"strings"
	"unicode"
)

// slugLength is the longest slug in characters; addresses stay readable on
// paper and within every mail client's line.
const slugLength = 60

// Slug returns an ASCII name for addresses and file names, made of lower-case
// letters and digits with single hyphens between words, at most 60 characters:
// Slug("আইসিটি অধিদপ্তর") is "aisiti-odhidoptor". Bangla is romanised by ear,
// not reversibly; letters of other scripts become their code points. A text
// without any letter or digit gives "". Slugs need not be unique.
func Slug(s string) string {
	words := make([]string, 0, 8)
	for _, word := range slugWords(s) {
		if roman := romanise([]rune(word)); roman != "" {
			words = append(words, roman)
		}
	}
	slug := strings.Join(words, "-")
	if len(slug) <= slugLength {
		return slug
	}
	cut := slug[:slugLength]
	if at := strings.LastIndexByte(cut, '-'); at > slugLength/3 && slug[slugLength] != '-' {
		cut = cut[:at] // whole words, as long as the first is not very long
	}
	return strings.TrimSuffix(cut, "-")
}

// slugWords splits s at everything that is no letter, mark or number;
// apostrophes do not part a word.
func slugWords(s string) []string {
	s = strings.NewReplacer("'", "", "’", "", "‘", "").Replace(Line(s))
	words := soundWords(s)
	for i, word := range words {
		if !strings.ContainsFunc(word, isBangla) {
			word = Fold(word) // takes accents off Latin letters
		}
		words[i] = ASCII(oneLetter.Replace(word))
	}
	return words
}

var romanLetters = map[rune]string{
	'ক': "k", 'খ': "kh", 'গ': "g", 'ঘ': "gh", 'ঙ': "ng", 'চ': "ch", 'ছ': "chh", 'জ': "j", 'ঝ': "jh", 'ঞ': "n",
	'ট': "t", 'ঠ': "th", 'ড': "d", 'ঢ': "dh", 'ণ': "n", 'ত': "t", 'থ': "th", 'দ': "d", 'ধ': "dh", 'ন': "n",
	'প': "p", 'ফ': "f", 'ব': "b", 'ভ': "bh", 'ম': "m", 'য': "j", 'র': "r", 'ল': "l", 'শ': "sh", 'ষ': "sh",
	'স': "s", 'হ': "h", '\u09DC': "r", '\u09DD': "rh", '\u09DF': "y",
	'ৎ': "t", 'ং': "ng", 'ঃ': "", 'ঁ': "", hasanta: "",
	'অ': "o", 'আ': "a", 'ই': "i", 'ঈ': "i", 'উ': "u", 'ঊ': "u", 'ঋ': "ri", 'এ': "e", 'ঐ': "oi", 'ও': "o", 'ঔ': "ou",
	'া': "a", 'ি': "i", 'ী': "i", 'ু': "u", 'ূ': "u", 'ৃ': "ri", 'ে': "e", 'ৈ': "oi", 'ো': "o", 'ৌ': "ou",
}

// romanise writes one word in ASCII letters and digits.
func romanise(word []rune) string {
	var out strings.Builder
	for i, r := range word {
		roman, known := romanLetters[r]
		joined := i > 1 && word[i-1] == hasanta
		switch {
		case joined:
			out.WriteString(romanJoined(word[:i-1], r))
		case known:
			out.WriteString(roman)
		case r < 0x80:
			out.WriteRune(r)
		case unicode.IsLetter(r):
			fmt.Fprintf(&out, "u%04x", r)
		}
		if isConsonant(r) && inherentVowel(word, i, joined) {
			out.WriteByte('o')
		}
	}
	return out.String()
}

// romanJoined writes a consonant joined to the last letter of before.
func romanJoined(before []rune, r rune) string {
	base := before[len(before)-1]
	switch {
	case r == 'য' && !reph(before):
		return "y"
	case r == 'ব' && silentSound(before, r):
		return ""
	case base == 'ক' && r == 'ষ':
		return "h" // ক্ষ is kh
	case base == 'জ' && r == 'ঞ':
		return "n"
	}
	return romanLetters[r]
}

// inherentVowel reports whether the vowel that is not written is heard after
// the consonant at i: not before a sign or a hasanta, and at the end of a word
// only after a conjunct.
func inherentVowel(word []rune, i int, joined bool) bool {
	if i+1 == len(word) {
		return joined
	}
	return word[i+1] != hasanta && !isVowelSign(word[i+1])
}
