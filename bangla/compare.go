package bangla

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

// Distance returns how many letters must be added, dropped or exchanged to
// turn a into b. A letter is what a reader sees as one: a consonant or
// conjunct with its signs, so রূপসা and রুপসা are one apart, and so are বুপসা
// and রুপসা. Both are brought into normal form first.
func Distance(a, b string) int {
	x, y := letters(Line(a)), letters(Line(b))
	return distance(x, y, max(len(x), len(y)))
}

// Near reports whether Distance(a, b) is at most limit. It gives up early, so
// it may be asked for many pairs.
func Near(a, b string, limit int) bool {
	return limit >= 0 && distance(letters(Line(a)), letters(Line(b)), limit) <= limit
}

// distance is Levenshtein's, row by row inside a band of 2*limit+1; it returns
// limit+1 as soon as the distance must be greater than limit.
func distance(x, y []string, limit int) int {
	if len(x)-len(y) > limit || len(y)-len(x) > limit {
		return limit + 1
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := 1; i <= len(x); i++ {
		from, to := max(1, i-limit), min(len(y), i+limit)
		diagonal := row[from-1]
		row[from-1] = limit + 1
		if from == 1 {
			row[0] = i
		}
		best := row[from-1]
		for j := from; j <= to; j++ {
			cost := diagonal
			if x[i-1] != y[j-1] {
				cost = min(diagonal, row[j-1], above(row, j, i+limit, limit)) + 1
			}
			diagonal, row[j] = row[j], cost
			best = min(best, cost)
		}
		if best > limit {
			return limit + 1
		}
	}
	return min(row[len(y)], limit+1)
}

// above returns the value over column j, which lies outside the band when j is
// the band's last column.
func above(row []int, j, last, limit int) int {
	if j == last {
		return limit + 1
	}
	return row[j]
}

// letters splits normal text into what a reader sees as letters: a base with
// all its signs, joined to the next consonant by a hasanta.
func letters(s string) []string {
	var out []string
	start, joined := 0, false
	var last rune
	for i, r := range s {
		sign := r == hasanta || r == nukta || isVowelSign(r) || r >= '\u0980' && r <= '\u0983' || r == zwj || r == zwnj || r >= 0x0300 && r <= 0x036F
		if i > 0 && !sign && !(joined && isConsonant(r)) {
			out = append(out, s[start:i])
			start = i
		}
		joined = r == hasanta || (r == zwj || r == zwnj) && last == hasanta
		last = r
	}
	if start < len(s) {
		out = append(out, s[start:])
	}
	return out
}

// collators keeps collators for reuse; one collator must not serve two
// goroutines at once.
var collators = sync.Pool{New: func() any {
	return collate.New(language.Bengali, collate.Numeric)
}}

// SortKey returns a key whose bytes sort as Bangla readers expect (CLDR order
// for bn): compare keys with bytes.Compare or store them beside the text,
// since databases sort bytes. Numbers inside the text sort by value in either
// digit set, so ২ comes before ১০.
func SortKey(s string) []byte {
	c := collators.Get().(*collate.Collator)
	defer collators.Put(c)
	var buffer collate.Buffer
	return append([]byte(nil), c.KeyFromString(&buffer, ASCII(Line(s)))...)
}
