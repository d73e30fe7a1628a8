package bench

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/casework"
)

// The sizes of recall: how many people are looked for, and how many finds are read
// for one of them.
const (
	soughtPeople = 200
	readFinds    = 100
)

// slips are ways in which a name is spelled otherwise.
var slips = []struct {
	name    string
	replace *strings.Replacer
}{
	{"ি/ী", strings.NewReplacer("ি", "ী", "ী", "ি")},
	{"ু/ূ", strings.NewReplacer("ু", "ূ", "ূ", "ু")},
	{"শ/ষ/স", strings.NewReplacer("শ", "স", "ষ", "শ", "স", "শ")},
	{"ণ/ন", strings.NewReplacer("ণ", "ন", "ন", "ণ")},
	{"য়", strings.NewReplacer("\u09af\u09bc", "\u09df")},
	{"ZWJ", strings.NewReplacer("\u09cd", "\u09cd\u200d")},
}

// recall is bar 8: of people looked for under another spelling, how many are found.
func (b *bench) recall(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	sought, found, missed := 0, 0, []string{}
	err = opened(ctx, at, func(program *app.Program) error {
		for _, one := range people(at.Corpus) {
			for _, typed := range spellings(one) {
				page, err := program.Cases.Page(ctx, searched(typed, readFinds))
				if err != nil {
					return err
				}
				sought++
				if slices.ContainsFunc(page.Rows, func(r casework.Row) bool { return r.Number == one.Number }) {
					found++
				} else {
					missed = append(missed, one.Name+" as "+typed)
				}
			}
		}
		return nil
	})
	if sought == 0 {
		return nil, fmt.Errorf("nobody is there to be looked for: %w", err)
	}
	for _, one := range missed[:min(len(missed), 5)] {
		b.say("recall: not found: %s", one)
	}
	row := Row{Bar: "8", Name: fmt.Sprintf("people found under %d other spellings", sought), Unit: "%"}
	return []Row{absolute(row, 100*float64(found)/float64(sought), atLeast(99))}, err
}

// people are ended cases of the first office.
func people(c corpus.Corpus) []corpus.Case {
	var list []corpus.Case
	for place := 0; place < c.Cases && len(list) < soughtPeople; place++ {
		if one := c.Case(place); one.Office == 0 && one.Ended() {
			list = append(list, one)
		}
	}
	return list
}

// spellings are other ways to write the name of a case, that in Latin letters last.
func spellings(one corpus.Case) []string {
	var list []string
	for _, slip := range slips {
		if other := slip.replace.Replace(one.Name); other != one.Name {
			list = append(list, other)
		}
	}
	return append(list, one.Latin)
}
