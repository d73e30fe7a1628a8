package caseworkdb

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/number"
)

// heard stands before the sound of a word, bare before that of a word of a name
// without the vowels within, so that no spelling is taken for one.
const heard, bare = "~", "-"

// wordLimit is how many letters of a word are indexed and searched for: no word
// that people search for is longer, and PostgreSQL indexes none of 2 KB.
const wordLimit = 40

// shortestEnding is how many digits at the end of a number still find it by
// themselves; longestEnding, from how many on a number has endings.
const (
	shortestEnding = 4
	longestEnding  = 6
)

// wordsOf is what a search finds a case by: every word folded, so that spelling
// slips and either digit set find it, the endings of its numbers, and the sound of
// each word, so that Latin letters do. Names, which everybody writes in a way of
// their own, are found by their consonants as well.
func wordsOf(c casework.Case) string {
	a := c.Application
	list := wordList{seen: map[string]bool{}}
	list.spell(c.Number, local(a.Mobile), local(a.HelperPhone), a.Name, a.Helper, a.Body, a.EIIN, a.Memo, a.Mail, a.Union, a.Need, c.Service.Name)
	list.hear(a.Name, a.Helper, a.Body, a.Union, a.Need, c.Service.Name)
	for _, name := range []string{a.Name, a.Helper, a.Body, a.Union} {
		for _, sound := range bangla.Sounds(name) {
			if !digits(sound) {
				list.add(bare + consonants(sound))
			}
		}
	}
	return list.String()
}

// consonants is a sound without the vowels within it; a vowel at its beginning is
// one like any other, and the sound of ছ, written for স in many names, is that of স.
func consonants(sound string) string {
	first := ""
	if strings.HasPrefix(sound, "a") || strings.HasPrefix(sound, "i") {
		first = "a"
	}
	return first + onlyConsonants.Replace(sound)
}

var onlyConsonants = strings.NewReplacer("a", "", "i", "", "c", "s")

// local is a mobile number as people type it.
func local(mobile string) string {
	if rest, home := strings.CutPrefix(mobile, "+880"); home {
		return "0" + rest
	}
	return mobile
}

// spell adds the words of texts, folded.
func (l *wordList) spell(texts ...string) {
	for _, text := range texts {
		words := bangla.Words(text)
		for i, word := range words {
			l.add(word)
			if i+1 < len(words) && oneLetter(word) {
				l.add(word + words[i+1]) // ই-মেইল is written ইমেইল, too
			}
			if digits(word) && len(word) >= longestEnding {
				for at := 1; at <= len(word)-shortestEnding; at++ {
					l.add(word[at:])
				}
			}
		}
	}
}

// hear adds how the words of texts sound.
func (l *wordList) hear(texts ...string) {
	for _, text := range texts {
		for _, sound := range bangla.Sounds(text) {
			if !digits(sound) {
				l.add(heard + sound)
			}
		}
	}
}

// wordList gathers words, each once.
type wordList struct {
	seen map[string]bool
	text strings.Builder
}

// String returns the words with a space before and after each.
func (l *wordList) String() string { return l.text.String() + " " }

func (l *wordList) add(word string) {
	word = cut(word)
	if !l.seen[word] {
		l.seen[word] = true
		l.text.WriteString(" " + word)
	}
}

// cut keeps the first letters of a very long word.
func cut(word string) string {
	n := 0
	for at := range word {
		if n++; n > wordLimit {
			return word[:at]
		}
	}
	return word
}

func oneLetter(word string) bool { return utf8.RuneCountInString(word) == 1 && !digits(word) }

func digits(word string) bool {
	return strings.Trim(word, "0123456789") == ""
}

// wanted is one word of a search: any of its keys finds a case.
type wanted []key

// key is what an indexed word must be, or how it must begin.
type key struct {
	text  string
	whole bool
}

// mostWords bounds how many words a search looks for.
const mostWords = 12

// spelt returns what a search looks for by spelling: words that begin with each
// word of it, or with some of them written as one. One in Latin letters is looked
// for by its sound as well.
func spelt(search string) []wanted {
	if mobile, err := number.ParseMobile(search); err == nil {
		search = local(mobile)
	}
	words := bangla.Words(search)
	for i := 0; i+1 < len(words); i++ {
		if oneLetter(words[i]) {
			words = slices.Replace(words, i, i+2, words[i]+words[i+1])
		}
	}
	words = words[:min(len(words), mostWords)]
	var all []wanted
	for i, word := range words {
		one := wanted{{text: cut(word)}}
		for _, together := range [][]string{words[max(0, i-1) : i+1], words[i:min(i+2, len(words))], words[:min(len(words), mostJoined)]} {
			if joined := strings.Join(together, ""); len(together) > 1 && !digits(joined) && slices.Contains(together, word) {
				one = append(one, key{text: cut(joined)})
			}
		}
		if strings.ContainsFunc(word, latin) {
			one = append(one, sounds(word, soundPrefix)...)
		}
		all = append(all, one.shortest())
	}
	return all
}

// mostJoined is how many words people write apart that others write as one, as in
// টি এস বি for টিএসবি.
const mostJoined = 3

// sounding returns what a search looks for by its sound alone, more freely than
// spelt does, or nothing when it has no words to hear.
func sounding(search string) []wanted {
	var all []wanted
	ear := false
	for _, word := range strings.FieldsFunc(bangla.Line(search), func(r rune) bool {
		return r != zwj && r != zwnj && !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsNumber(r)
	}) {
		one := sounds(word, freeSoundPrefix)
		for _, sound := range bangla.Phonetic(word) {
			if name := consonants(sound); len(name) > 1 {
				one = append(one, key{cut(bare + name), len(name) < soundPrefix})
			}
		}
		if folded := bangla.Fold(word); digits(folded) {
			one = wanted{{text: cut(folded)}}
		} else {
			ear = ear || len(one) > 0
		}
		if len(one) > 0 && len(all) < mostWords {
			all = append(all, one.shortest())
		}
	}
	if !ear {
		return nil
	}
	return all
}

const zwj, zwnj = '\u200D', '\u200C'

func latin(r rune) bool { return r >= 'a' && r <= 'z' }

// soundPrefix is how long a sound must be to find the words that begin with it:
// endings such as -এর and -কে follow the word. When nothing is found otherwise,
// freeSoundPrefix is enough.
const soundPrefix, freeSoundPrefix = 3, 2

// sounds returns the sounds that a word may stand for.
func sounds(word string, prefix int) wanted {
	var all wanted
	for _, sound := range bangla.Phonetic(word) {
		if sound != "" {
			all = append(all, key{cut(heard + sound), len(sound) < prefix})
		}
	}
	return all.shortest()
}

// shortest leaves out the keys that find nothing but what another key finds.
func (w wanted) shortest() wanted {
	slices.SortStableFunc(w, func(a, b key) int { return len(a.text) - len(b.text) })
	var all wanted
	for _, one := range w {
		if !slices.ContainsFunc(all, func(k key) bool { return k.text == one.text || !k.whole && strings.HasPrefix(one.text, k.text) }) {
			all = append(all, one)
		}
	}
	return all
}
