package dialogue

import (
	_ "embed"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"dorgora/bangla"
)

//go:embed words.tsv
var wordTable string

// The languages of the table of words, and the mark of greetings in it.
const (
	inEnglish = "en"
	greeting  = "hi"
)

// little is the command of words that say nothing by themselves.
const little Command = "little"

// form is one way to say a command.
type form struct {
	command Command
	lang    string
	weight  int
	words   []token
}

// lexicon is the table of words, read.
type lexicon struct {
	forms  []form
	little []form
}

var words = sync.OnceValue(func() lexicon {
	var l lexicon
	for line := range strings.Lines(wordTable) {
		line = strings.TrimSpace(line)
		cells := strings.Split(line, "\t")
		if line == "" || strings.HasPrefix(line, "#") || len(cells) < 4 {
			continue
		}
		weight, err := strconv.Atoi(cells[2])
		if err != nil {
			panic("dialogue: words.tsv: " + line)
		}
		for text := range strings.SplitSeq(cells[3], "|") {
			one := form{command: Command(cells[0]), lang: cells[1], weight: weight, words: tokenise(text)}
			if one.command == little {
				l.little = append(l.little, one)
			} else {
				l.forms = append(l.forms, one)
			}
		}
	}
	slices.SortStableFunc(l.forms, func(a, b form) int { return b.weight - a.weight })
	return l
})

// token is one word or one run of digits of a message.
type token struct {
	text   string
	fold   string   // search fold; of Latin letters as they are commonly simplified
	keys   []string // how it may sound
	sound  string   // how it sounds most likely
	digits bool
	latin  bool
	taken  bool // it is part of a tracking number
}

// tokenise cuts a text into words and runs of digits; letters and digits that were
// typed without a space between them are parted.
func tokenise(text string) []token {
	var tokens []token
	var run strings.Builder
	var sort rune
	end := func() {
		if run.Len() > 0 && len(tokens) < mostTokens {
			tokens = append(tokens, tokenOf(run.String()))
		}
		run.Reset()
	}
	for _, r := range text {
		next := sortOf(r)
		if next != sort && (next != joins || sort == digit || sort == 0) {
			end()
		}
		if next == 0 || next == joins && run.Len() == 0 {
			sort = 0
			continue
		}
		if next != joins {
			sort = next
		}
		run.WriteRune(r)
	}
	end()
	return tokens
}

// The sorts of letters; zero parts words.
const (
	digit rune = iota + 1
	latin
	other
	joins // a sign that belongs to the letter before
)

func sortOf(r rune) rune {
	switch {
	case isDigit(r):
		return digit
	case unicode.Is(unicode.Latin, r):
		return latin
	case unicode.IsLetter(r):
		return other
	case unicode.IsMark(r) || r == '\u200c' || r == '\u200d' || r == '\'':
		return joins
	}
	return 0
}

func tokenOf(text string) token {
	t := token{text: text}
	first, _ := utf8.DecodeRuneInString(text)
	switch sortOf(first) {
	case digit:
		t.digits, t.fold = true, bangla.ASCII(text)
	case latin:
		t.latin = true
		t.fold = squash(text)
		t.keys = bangla.Phonetic(text)
	default:
		t.fold = strings.ReplaceAll(bangla.Fold(text), " ", "")
		t.keys = []string{bangla.Sound(text)}
	}
	if len(t.keys) > 0 {
		t.sound = t.keys[0]
	}
	return t
}

// simpler brings the usual ways to write one sound of Bangla in Latin letters
// together; longer ones stand first.
var simpler = strings.NewReplacer(
	"chh", "c", "kkh", "k", "sh", "s", "ch", "c", "kh", "k", "gh", "g", "th", "t", "dh", "d", "bh", "b", "ph", "f", "jh", "j",
	"z", "j", "v", "b", "w", "o", "ee", "i", "oo", "u", "aa", "a", "ii", "i", "uu", "u", "x", "ks", "q", "k", "'", "",
)

// squash is a Latin word with doubled letters and usual variants as one.
func squash(s string) string {
	s = simpler.Replace(strings.ToLower(s))
	var b strings.Builder
	var last rune
	for _, r := range s {
		if r != last {
			b.WriteRune(r)
		}
		last = r
	}
	return b.String()
}

// Lengths from which a likeness counts: shorter words are alike by chance.
const (
	shortestSound  = 3
	shortestPrefix = 4
	shortestSlip   = 5
	longWord       = 8
)

// fits reports whether a word of a message is meant as a word of the table.
func (t token) fits(w token) bool {
	if t.digits || w.digits {
		return t.digits == w.digits && t.fold == w.fold
	}
	if t.latin == w.latin {
		return t.alike(w)
	}
	if utf8.RuneCountInString(w.sound) < shortestSound {
		return false
	}
	return slices.Contains(t.keys, w.sound)
}

// alike compares words of one script.
func (t token) alike(w token) bool {
	if t.fold == w.fold {
		return true
	}
	long, length := utf8.RuneCountInString(t.fold), utf8.RuneCountInString(w.fold)
	if length < shortestPrefix || long == 0 {
		return false
	}
	if strings.HasPrefix(t.fold, w.fold) && long-length <= 3 {
		return true
	}
	if t.latin && len(w.sound) >= shortestPrefix && slices.Contains(t.keys, w.sound) {
		return true
	}
	limit := 0
	switch {
	case length >= longWord:
		limit = 2
	case length >= shortestSlip:
		limit = 1
	}
	a, _ := utf8.DecodeRuneInString(t.fold)
	b, _ := utf8.DecodeRuneInString(w.fold)
	return limit > 0 && a == b && max(long-length, length-long) <= limit && bangla.Near(t.fold, w.fold, limit)
}

// littleWord is the language of a word that says nothing by itself, empty for others.
func littleWord(t token) string {
	for _, f := range words().little {
		if t.digits == f.words[0].digits && t.latin == f.words[0].latin && t.fold == f.words[0].fold {
			return f.lang
		}
	}
	return ""
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' || '০' <= r && r <= '৯' }

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !isDigit(r) }) < 0
}

func hasDigit(s string) bool { return strings.IndexFunc(s, isDigit) >= 0 }
