package guidance

import (
	_ "embed"
	"strings"
	"sync"
)

//go:embed hotlines.tsv
var hotlineLines string

// Hotline is a number that helps at once, with where it was taken from.
type Hotline struct {
	Number string // as to be dialled
	Name   string
	NameEn string
	For    string // in few words
	ForEn  string
	Source string
}

// Hotlines lists the numbers that stand beside every card and before the form of a
// sealed case.
var Hotlines = sync.OnceValue(func() []Hotline {
	var all []Hotline
	for line := range strings.Lines(hotlineLines) {
		cells := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) < 6 {
			continue
		}
		all = append(all, Hotline{cells[0], cells[1], cells[2], cells[3], cells[4], cells[5]})
	}
	return all
})
