package catalogue

import (
	"strings"
	"sync"
	"unicode"

	"dorgora/bangla"
)

// term is one word in the forms under which it may be met.
type term struct {
	plain string // lower case, NFC
	fold  string
	stem  string // fold without a case ending
	sound string // coarse key of the pronunciation, the same for Bangla and Latin letters
	count bool   // digits only
	runes int    // of fold
	of    string // the chunk of text that it was read from
}

// How well two words agree, from the same letters down to a slip of the pen. Only
// the order and rough distances matter.
const (
	gradeExact  = 1.0
	gradeFold   = 0.9
	gradeStem   = 0.8
	gradePrefix = 0.65
	gradeSound  = 0.55
	gradeNear   = 0.4
	gradeNone   = 0.0
)

// termsOf splits a text into words. Words whose fold is empty are left out.
func termsOf(text string) []term {
	var terms []term
	for _, chunk := range chunksOf(text) {
		if !chunk.word {
			continue
		}
		terms = append(terms, wordTerms(chunk.text)...)
	}
	return terms
}

// wordTerms gives the terms of one chunk, mostly one.
func wordTerms(chunk string) []term {
	plain := strings.ToLower(bangla.Normal(chunk))
	folds := bangla.Words(chunk)
	terms := make([]term, 0, len(folds))
	for _, fold := range folds {
		one := term{plain: plain, fold: fold, stem: stemOf(fold), count: isCount(fold), runes: runes(fold), of: chunk}
		if !one.count {
			one.sound = bangla.Sound(chunk)
		}
		if len(folds) > 1 {
			one.plain, one.sound = fold, bangla.Sound(fold)
		}
		terms = append(terms, one)
	}
	return terms
}

// chunk is a run of word letters or a run of anything else.
type chunk struct {
	text string
	word bool
}

func chunksOf(text string) []chunk {
	var chunks []chunk
	start := 0
	var inWord bool
	for i, r := range text {
		word := unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) || r == '\u200c' || r == '\u200d'
		if i > 0 && word != inWord {
			chunks = append(chunks, chunk{text[start:i], inWord})
			start = i
		}
		inWord = word
	}
	if start < len(text) {
		chunks = append(chunks, chunk{text[start:], inWord})
	}
	return chunks
}

func isCount(fold string) bool {
	return strings.IndexFunc(fold, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// endings are the case endings and particles of Bangla nouns, longest first.
var endings = sync.OnceValue(func() []string {
	var folded []string
	for _, one := range []string{"গুলোকে", "গুলোর", "গুলির", "সমূহের", "গুলো", "গুলি", "সমূহ", "দেরকে", "দের", "টির", "টিকে", "েরা", "ের", "টি", "টা", "কে", "তে", "রা", "য়", "ে", "র"} {
		folded = append(folded, bangla.Fold(one))
	}
	return folded
})

// shortestStem is the number of runes that a stem keeps: shorter ones agree with
// too much.
const shortestStem = 3

func stemOf(fold string) string {
	for _, ending := range endings() {
		if ending == "" {
			continue
		}
		if stem, found := strings.CutSuffix(fold, ending); found && runes(stem) >= shortestStem {
			return stem
		}
	}
	if stem, found := strings.CutSuffix(fold, "s"); found && runes(stem) >= shortestStem {
		return stem
	}
	return fold
}

func runes(s string) int { return len([]rune(s)) }

// grade tells how well the word asked for agrees with a word of the index.
func (t term) grade(other term) float64 {
	switch {
	case t.plain == other.plain:
		return gradeExact
	case t.fold == other.fold:
		return gradeFold
	case t.count || other.count:
		return t.gradeCount(other)
	case t.stem == other.stem:
		return gradeStem
	case strings.HasPrefix(other.fold, t.stem) && runes(t.stem) >= shortestStem:
		return gradePrefix
	case soundsAlike(t.sound, other.sound):
		return gradeSound
	case t.near(other):
		return gradeNear
	}
	return gradeNone
}

// gradeCount lets a part of a phone number find the number.
func (t term) gradeCount(other term) float64 {
	const shortestPart = 5
	if t.count && other.count && len(t.fold) >= shortestPart && strings.Contains(other.fold, t.fold) {
		return gradePrefix
	}
	return gradeNone
}

func soundsAlike(a, b string) bool {
	const shortestSound = 2
	return len(a) >= shortestSound && a == b
}

// near allows one slip in a word of five letters and two in a word of nine.
func (t term) near(other term) bool {
	const one, two = 5, 9
	limit := 0
	switch letters := min(t.runes, other.runes); {
	case letters >= two:
		limit = 2
	case letters >= one:
		limit = 1
	}
	return limit > 0 && akin(t.fold, other.fold, limit) && bangla.Near(t.fold, other.fold, limit)
}

// akin is a quick look before the slow one: words within so many slips of each
// other begin or end with the same letters, for slips leave one of the ends or the
// middle whole, and the middle of a short word is no use to anybody.
func akin(a, b string, limit int) bool {
	const letter = 3 // bytes of a Bangla letter
	if diff := len(a) - len(b); diff > 2*letter*limit || -diff > 2*letter*limit {
		return false
	}
	n := min(len(a), len(b), letter)
	return a[:n] == b[:n] || a[len(a)-n:] == b[len(b)-n:]
}

// littleWords are words of a question that say nothing about the service.
var littleWords = sync.OnceValue(func() map[string]bool {
	little := map[string]bool{}
	for _, one := range strings.Fields("ও এর এবং আর বা কি কী কে কোন কোথায় কখন কবে কেন কিভাবে কীভাবে কেমন আমি আমার আমাদের আপনার চাই চান করতে করব করবো করা হবে হয় হলে লাগে লাগবে দরকার জন্য থেকে হতে দিয়ে সেবা সেবার the a an of for to in on and or is how what where i my me we want need do can get service services ki kivabe ami amar chai lagbe korte jonno seba") {
		for _, fold := range bangla.Words(one) {
			little[fold] = true
		}
	}
	return little
})
