// Package heading knows the words over the columns and sections of a Citizen's
// Charter: it gives a header a meaning whatever its spelling, order or language,
// and tells the titles of sections from prose. It sees single lines and rows
// only, never a whole document.
package heading

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"dorgora/bangla"
)

// maxHeader is the most letters that a header cell has; the longest of the
// field form has about 130.
const maxHeader = 250

// form is a text ready for comparison.
type form struct {
	padded   string // words, each between single spaces
	squeezed string // without spaces, which writers set as they like
	serial   bool   // ক্র, ক্রঃ নং and the like; folded, they read as কর (tax)
}

var serialShort = regexp.MustCompile(`^ক্র(?:ম|মিক)?\s*[.:ঃ।-]*\s*(?:নং|নম্বর|সংখ্যা)?\s*[.:ঃ।-]*$`)

func formOf(text string) form {
	folded := bangla.Fold(text)
	var words strings.Builder
	space := true
	words.WriteByte(' ')
	for _, r := range folded {
		if unicode.In(r, unicode.L, unicode.M, unicode.Nd) {
			words.WriteRune(r)
			space = false
		} else if !space {
			words.WriteByte(' ')
			space = true
		}
	}
	if !space {
		words.WriteByte(' ')
	}
	padded := words.String()
	return form{padded, strings.ReplaceAll(padded, " ", ""), serialShort.MatchString(strings.TrimSpace(text))}
}

// has reports whether the phrase stands in the text exactly.
func (f form) has(p phrase) bool {
	if p.words {
		return strings.Contains(f.padded, " "+p.key+" ")
	}
	return strings.Contains(f.squeezed, p.key)
}

func (f form) hasAny(phrases []phrase) bool {
	for _, p := range phrases {
		if f.has(p) {
			return true
		}
	}
	return false
}

// meaningOf gives the meaning of one header and its weight. With near, a phrase
// that differs by a letter or two counts half, and only when none is exact.
func meaningOf(f form, near bool) (meaning string, weight int) {
	if f.serial {
		return serial, 6
	}
	for _, p := range columnPhrases {
		if p.weight > weight && f.has(p) {
			meaning, weight = p.meaning, p.weight
		}
	}
	if weight >= 3 || !near {
		return meaning, weight
	}
	for _, p := range columnPhrases {
		if p.edits > 0 && p.weight/2 > weight && within(f.squeezed, p.key, p.edits) {
			meaning, weight = p.meaning, p.weight/2
		}
	}
	return meaning, weight
}

// within reports whether some stretch of text differs from key by at most
// limit letters (Sellers' algorithm).
func within(text, key string, limit int) bool {
	letters := []rune(key)
	column := make([]int, len(letters)+1)
	for i := range column {
		column[i] = i
	}
	for _, r := range text {
		diagonal := 0
		for i, letter := range letters {
			cost := diagonal
			if letter != r {
				cost = min(diagonal, column[i], column[i+1]) + 1
			}
			diagonal, column[i+1] = column[i+1], cost
		}
		if column[len(letters)] <= limit {
			return true
		}
	}
	return false
}

// numbered is a cell that begins with a row number.
var numbered = regexp.MustCompile(`^[\s(]*[0-9০-৯]`)

// Header reports whether a row is the header of a table of services: a serial
// number or the name of the service is among its columns, and most cells have a
// meaning. A row in which some cells begin with a number is data.
func Header(texts []string) bool {
	if !mayBeHeader(texts) {
		return false
	}
	filled, matched, found, near := 0, 0, map[string]int{}, []form{}
	for _, text := range texts {
		if text == "" {
			continue
		}
		filled++
		f := formOf(text)
		meaning, weight := meaningOf(f, false)
		if weight < 3 {
			near = append(near, f)
			continue
		}
		matched++
		found[meaning] = max(found[meaning], weight)
	}
	if len(found) < 2 {
		return false
	}
	for _, f := range near {
		if meaning, weight := meaningOf(f, true); weight >= 2 {
			matched++
			found[meaning] = max(found[meaning], weight)
		}
	}
	if found[serial] == 0 && found[name] < 4 {
		return false
	}
	return matched*10 >= filled*6 && (len(found) >= 3 || filled <= 3)
}

// mayBeHeader rules out rows at little cost: those with long cells, and those
// in which some cells begin with a number and some do not.
func mayBeHeader(texts []string) bool {
	filled, numbers := 0, 0
	for _, text := range texts {
		if text == "" {
			continue
		}
		if len(text) > 3*maxHeader || utf8.RuneCountInString(text) > maxHeader {
			return false
		}
		filled++
		if numbered.MatchString(text) {
			numbers++
		}
	}
	return filled >= 2 && (numbers == 0 || numbers == filled)
}

// GrievanceHeader reports whether a row is the header of the table of section 4.
func GrievanceHeader(texts []string) bool { return rowHas(texts, grievancePhrases) }

// ExpectationHeader reports whether a row is the header of the table of section 3.
func ExpectationHeader(texts []string) bool { return rowHas(texts, expectationPhrases) }

func rowHas(texts []string, phrases []phrase) bool {
	if !mayBeHeader(texts) {
		return false
	}
	for _, text := range texts {
		if formOf(text).hasAny(phrases) {
			return true
		}
	}
	return false
}

// candidate is one column while the row is being resolved.
type candidate struct {
	meaning string
	weight  int
	papers  bool // speaks of papers
	from    bool // speaks of where they are to be had
}

// Columns gives the meaning of each column of a header row, empty where none
// is known.
func Columns(texts []string) []string {
	all := make([]candidate, len(texts))
	for i, text := range texts {
		if text == "" {
			continue
		}
		f := formOf(text)
		c := &all[i]
		c.meaning, c.weight = meaningOf(f, true)
		c.from = f.hasAny(fromPhrases)
		c.papers = c.meaning == papers
		switch {
		case c.papers || !c.from || c.weight > 5:
		case f.hasAny(formPhrases):
			c.meaning = papersFrom
		default:
			c.meaning = place
		}
	}
	splitPapers(all)
	keepBest(all, serial)
	keepBest(all, name)
	meanings := make([]string, len(all))
	for i, c := range all {
		meanings[i] = c.meaning
	}
	return meanings
}

// splitPapers tells the column of papers from the column of where to get them:
// a header that names both is about the place only when another column is
// about the papers alone.
func splitPapers(all []candidate) {
	plain, both := 0, 0
	for _, c := range all {
		if c.papers && c.from {
			both++
		} else if c.papers {
			plain++
		}
	}
	first := true
	for i := range all {
		if !all[i].papers || !all[i].from {
			continue
		}
		if plain > 0 || (both > 1 && !first) {
			all[i].meaning = papersFrom
		}
		first = false
	}
}

// keepBest leaves a meaning that a table has once to its surest column.
func keepBest(all []candidate, meaning string) {
	best := -1
	for i, c := range all {
		if c.meaning == meaning && (best < 0 || c.weight > all[best].weight) {
			best = i
		}
	}
	for i := range all {
		if all[i].meaning == meaning && i != best {
			all[i].meaning = ""
		}
	}
}
