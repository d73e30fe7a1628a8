package bangla

import (
	"sync"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
)

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
