// Package former knows the names of systems, frameworks, laboratories and posts
// that charters still print although they have been replaced.
package former

import (
	_ "embed"
	"regexp"
	"strings"
	"sync"
)

// table holds old and new name in both languages, the date of the change
// (empty where it is not known), a word that must stand beside the name, how
// sure the change is, and its source.
//
//go:embed names.tsv
var table string

// Name is a name that has been replaced.
type Name struct {
	Old, New     string
	OldEn, NewEn string
	From         string // date of the change, YYYY-MM-DD, empty when not known
	Certain      bool   // false while offices still differ or no order was found

	beside  string         // word that must stand in the same cell
	last    string         // last word of the name, looked for before the pattern is tried
	pattern *regexp.Regexp // the name at the start of a word, with or without hyphens
}

var names = sync.OnceValue(func() []Name {
	var list []Name
	gap := regexp.MustCompile(`[\s-]+`)
	for i, line := range strings.Split(strings.TrimSpace(table), "\n") {
		if i == 0 {
			continue
		}
		cell := strings.Split(line, "\t")
		words := gap.Split(cell[0], -1)
		loose := gap.ReplaceAllString(regexp.QuoteMeta(cell[0]), `\s?-?\s?`)
		list = append(list, Name{Old: cell[0], New: cell[1], OldEn: cell[2], NewEn: cell[3], From: cell[4],
			beside: cell[5], Certain: cell[6] == "certain", last: words[len(words)-1],
			pattern: regexp.MustCompile(`(?:^|[^\p{L}\p{M}])` + loose)})
	}
	return list
})

// In returns the former names that a cell in normal form (bangla.Normal) prints.
func In(cell string) []Name {
	var found []Name
	line := strings.Join(strings.Fields(cell), " ")
	for _, name := range names() {
		if strings.Contains(line, name.last) && strings.Contains(line, name.beside) && name.pattern.MatchString(line) {
			found = append(found, name)
		}
	}
	return found
}
