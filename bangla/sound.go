package bangla

import (
	"strings"
	"unicode"
)

// Sound returns a coarse key of how one word sounds, the same for Bangla
// letters and for the Latin letters people type instead: Sound("প্রশিক্ষণ") and
// Sound("proshikkhon") are both "prsikn". The key is made of the ASCII letters
// of consonant classes (aspirates and the three s-letters merged), i for every
// front vowel, a for another vowel at the start, and digits; all other vowels
// and silent letters are left out.
//
// The index stores Sounds of its texts. A query in Latin letters asks with the
// keys of Phonetic, which knows the readings that Latin leaves open; Sound
// gives only the first of them. A stored key fits when it equals a query key,
// or begins with it and the query key has at least three letters (endings like
// -এর and -কে follow the word). SoundsLike does all this for short texts.
func Sound(word string) string {
	var key strings.Builder
	for _, run := range scripts(word) {
		if run.latin {
			key.WriteString(latinKeys(run.text, 1)[0])
		} else {
			key.WriteString(banglaSound([]rune(run.text)))
		}
	}
	return key.String()
}

// Sounds returns the sound key of every word of a text, for an index. A word
// of one letter is also joined to the next, so that "enothi" finds ই-নথি.
func Sounds(text string) []string {
	words := soundWords(text)
	keys := make([]string, 0, len(words))
	for i, word := range words {
		if key := Sound(word); key != "" {
			keys = append(keys, key)
		}
		if i+1 < len(words) && len([]rune(word)) == 1 {
			keys = append(keys, Sound(word+words[i+1]))
		}
	}
	return keys
}

// maxReadings bounds the keys that Phonetic returns for one word.
const maxReadings = 32

// Phonetic returns the sound keys that one Latin word of a query may stand
// for, the most likely first, at most 32. Split a query by Words and ask for
// each word alone. A word with no Latin letter has the one key Sound(word).
func Phonetic(latin string) []string {
	keys := []string{""}
	for _, run := range scripts(latin) {
		tails := []string{banglaSound([]rune(run.text))}
		if run.latin {
			tails = latinKeys(run.text, maxReadings/len(keys))
		}
		joined := make([]string, 0, len(keys)*len(tails))
		for _, head := range keys {
			for _, tail := range tails {
				joined = append(joined, head+tail)
			}
		}
		keys = joined
	}
	if keys[0] == "" {
		return nil
	}
	return keys
}

// SoundsLike reports whether every word of query, in Latin or Bangla letters,
// sounds like a word of text or like the beginning of one.
func SoundsLike(query, text string) bool {
	words, keys := soundWords(query), Sounds(text)
	for _, word := range words {
		if !anySoundsLike(Phonetic(word), keys) {
			return false
		}
	}
	return len(words) > 0
}

func anySoundsLike(wanted, keys []string) bool {
	for _, want := range wanted {
		for _, key := range keys {
			if key == want || len(want) >= 3 && strings.HasPrefix(key, want) {
				return true
			}
		}
	}
	return false
}

func soundWords(text string) []string {
	return strings.FieldsFunc(strings.ToLower(Line(text)), func(r rune) bool {
		joiner := r == zwj || r == zwnj
		return !joiner && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r)
	})
}

// run is a part of a word in one script.
type run struct {
	text  string
	latin bool
}

// scripts splits a word into its Latin runs, without accents, and the rest.
func scripts(word string) []run {
	var runs []run
	start, latin := 0, false
	text := ASCII(strings.ToLower(Line(word)))
	if !strings.ContainsFunc(text, isBangla) {
		text = Fold(word) // takes the accents off; on Bangla it would merge too much
	}
	for i, r := range text {
		is := r >= 'a' && r <= 'z'
		if i > start && is != latin {
			runs = append(runs, run{text[start:i], latin})
			start = i
		}
		latin = is
	}
	if start < len(text) {
		runs = append(runs, run{text[start:], latin})
	}
	return runs
}

// squeeze ends a key: letters that stand side by side twice become one, then
// the dots, which mark vowels without a letter of their own, fall away.
func squeeze(s string) string {
	out := make([]byte, 0, len(s))
	var last byte
	for i := range len(s) {
		if s[i] != last && s[i] != '.' {
			out = append(out, s[i])
		}
		if s[i] != last {
			last = s[i]
		}
	}
	return string(out)
}

// consonantSound gives each consonant its class.
var consonantSound = map[rune]string{
	'ক': "k", 'খ': "k", 'গ': "g", 'ঘ': "g", 'ঙ': "n", 'চ': "c", 'ছ': "c", 'জ': "j", 'ঝ': "j",
	'ঞ': "n", 'ট': "t", 'ঠ': "t", 'ড': "d", 'ঢ': "d", 'ণ': "n", 'ত': "t", 'থ': "t", 'ৎ': "t",
	'দ': "d", 'ধ': "d", 'ন': "n", 'প': "p", 'ফ': "f", 'ব': "b", 'ভ': "b", 'ম': "m", 'য': "j",
	'র': "r", 'ল': "l", 'শ': "s", 'ষ': "s", 'স': "s", 'হ': "h", 'ং': "n",
	'\u09DC': "r", '\u09DD': "r", '\u09DF': "", // ড় ঢ় য়
}

// vowelSound gives vowels and signs their letters inside a word.
var vowelSound = map[rune]string{
	'অ': ".", 'আ': ".", 'উ': ".", 'ঊ': ".", 'ও': ".", 'ঔ': ".", 'া': ".", 'ু': ".", 'ূ': ".", 'ো': ".", 'ৌ': ".",
	'ই': "i", 'ঈ': "i", 'এ': "i", 'ঐ': "i", 'ি': "i", 'ী': "i", 'ে': "i", 'ৈ': "i", 'ৃ': "ri", 'ঋ': "ri",
}

// oneLetter writes ড়, ঢ়, য় as single code points, so that one rune is one
// letter, and marks the ya-phala of র, which differs from a reph over য.
var oneLetter = strings.NewReplacer(
	"\u09A1\u09BC", "\u09DC", "\u09A2\u09BC", "\u09DD", "\u09AF\u09BC", "\u09DF",
	"র\u200D\u09CD\u09AF", "র", "র\u200C\u09CD\u09AF", "র",
)

func banglaSound(word []rune) string {
	word = []rune(oneLetter.Replace(string(word)))
	var key strings.Builder
	for i := 0; i < len(word); i++ {
		r := word[i]
		var next rune
		if i+1 < len(word) {
			next = word[i+1]
		}
		switch sound, consonant := consonantSound[r]; {
		case consonant && i > 0 && word[i-1] == hasanta && silentSound(word[:i-1], r):
			sound = ""
			fallthrough
		case consonant:
			if i > 1 && word[i-1] == hasanta && merged(word[i-2], r) {
				sound = ""
			}
			if r == 'ং' && (next == 'গ' || next == 'ঘ') {
				i++ // সংগঠন is said and typed with one ng
				next = 0
			}
			if r == 'জ' && next == hasanta && i+2 < len(word) && word[i+2] == 'ঞ' {
				sound = "g"
			}
			key.WriteString(sound)
			if _, sign := vowelSound[next]; next != hasanta && !sign {
				key.WriteByte('.') // the vowel that is not written
			}
		case r >= '0' && r <= '9':
			key.WriteRune(r)
		default:
			key.WriteString(vowelAt(r, key.Len() == 0))
		}
	}
	return squeeze(key.String())
}

// vowelAt returns the letters of a vowel; at the start of a word it is heard.
func vowelAt(r rune, first bool) string {
	sound := vowelSound[r]
	if first && r == 'ঐ' {
		return "ai"
	}
	if first && sound == "." {
		return "a"
	}
	return sound
}

// silentSound reports whether r, joined below the last letter of before, is
// not heard: ya-phala after anything but র, ba-phala except after ম, র, ব and
// in the prefix উদ্.
func silentSound(before []rune, r rune) bool {
	if len(before) == 0 {
		return false
	}
	base := before[len(before)-1]
	switch r {
	case 'য':
		return !reph(before)
	case 'ব':
		prefix := base == 'দ' && len(before) == 2 && before[0] == 'উ'
		return !prefix && base != 'ম' && base != 'র' && base != 'ব'
	}
	return false
}

// merged reports whether second is heard together with the first letter of its
// conjunct: ক্ষ as kh, জ্ঞ as g, ঙ্গ as ng.
func merged(first, second rune) bool {
	switch first {
	case 'ক':
		return second == 'ষ'
	case 'জ':
		return second == 'ঞ'
	case 'ঙ', 'ন', 'ঞ':
		return second == 'গ' || second == 'ঘ'
	}
	return false
}
