package catalogue

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"dorgora/bangla"
)

//go:embed national.tsv
var nationalTable string

// Template is what is known about a service that many offices print in the same
// words. English texts are drafts that no serving officer has checked.
type Template struct {
	Name      string // as most charters print it
	Slug      string // English words for the address
	Short     string // plain short name
	NameEn    string
	Summary   string
	SummaryEn string
	Synonyms  []string
	Kind      string
}

// Facts finds templates by the search fold of the printed name.
type Facts map[string]Template

// National returns the templates that come with the program.
var National = sync.OnceValue(func() Facts {
	facts, err := ParseFacts(nationalTable)
	if err != nil {
		panic(err) // the table is part of the program; its test reads it
	}
	return facts
})

// ParseFacts reads a table of templates: tab-separated, comments with #, the
// first row names the columns.
func ParseFacts(table string) (Facts, error) {
	facts := Facts{}
	header := false
	for number, line := range strings.Split(table, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		if !header {
			header = true
			continue
		}
		cells := strings.Split(line, "\t")
		if len(cells) != 8 {
			return nil, fmt.Errorf("catalogue: templates line %d has %d cells, not 8", number+1, len(cells))
		}
		facts[bangla.Fold(cells[0])] = Template{
			Name: cells[0], Slug: cells[1], Short: cells[2], NameEn: cells[3], Summary: cells[4],
			SummaryEn: cells[5], Synonyms: strings.Split(cells[6], "|"), Kind: cells[7],
		}
	}
	return facts, nil
}

// Find returns the template of a printed name.
func (f Facts) Find(name string) (Template, bool) {
	found, ok := f[bangla.Fold(name)]
	return found, ok
}
