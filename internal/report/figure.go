package report

import (
	"context"
	_ "embed"
	"slices"
	"strings"
	"sync"
	"time"

	"dorgora/internal/fault"
)

//go:embed figures.tsv
var figureLines string

// Split says by what a figure is taken apart.
type Split string

// The splits; Whole: the figure is one number.
const (
	Whole     Split = ""
	ByService Split = "service"
	ByChannel Split = "channel"
	ByUnion   Split = "union"
)

// Figure is one line of the catalogue of figures.
type Figure struct {
	Key          string
	Name, NameEn string
	Unit, UnitEn string
	Query        string // how it is counted: "cases.received"
	AtEnd        bool   // what stands when the period ends, not what happened in it
	Splits       []Split
	OneService   bool // it can be asked for one service
}

// Figures is the catalogue in its order.
var Figures = sync.OnceValue(func() []Figure {
	var all []Figure
	for line := range strings.Lines(figureLines) {
		cells := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if strings.HasPrefix(line, "#") || len(cells) != 8 || cells[0] == "key" {
			continue
		}
		f := Figure{Key: cells[0], Name: cells[1], NameEn: cells[2], Unit: cells[3], UnitEn: cells[4], Query: cells[5], AtEnd: cells[6] == "end"}
		for _, split := range strings.Fields(cells[7]) {
			f.Splits = append(f.Splits, Split(split))
		}
		f.OneService = slices.Contains(f.Splits, ByService)
		all = append(all, f)
	}
	return all
})

// FigureOf finds a figure of the catalogue.
func FigureOf(key string) (Figure, bool) {
	all := Figures()
	i := slices.IndexFunc(all, func(f Figure) bool { return f.Key == key })
	if i < 0 {
		return Figure{}, false
	}
	return all[i], true
}

// Query asks for one figure.
type Query struct {
	Office  string
	Name    string // as in the catalogue: "cases.received"
	Period  Period
	Service string // key; empty: of all services
	By      Split
	AsOf    time.Time // the moment of asking: nothing later is counted
}

// Until is the moment up to which is counted: the end of the period, or the moment of
// asking while it runs.
func (q Query) Until() time.Time {
	if end := q.Period.End(); end.Before(q.AsOf) {
		return end
	}
	return q.AsOf
}

// Cell is one part of a figure that was taken apart.
type Cell struct {
	Key    string `json:"key"`  // of the service, the channel or the union; may be empty
	Name   string `json:"name"` // of the service or the union as it is kept
	Number int    `json:"number"`
}

// Count is a figure as it was counted.
type Count struct {
	Number int    `json:"number"`
	Cases  int    `json:"cases"` // behind a number of days: over how many cases
	None   bool   `json:"none"`  // nothing to count a number of days from
	Cells  []Cell `json:"cells,omitempty"`
}

// Behind is one line of the list behind a figure.
type Behind struct {
	Number  string // of the case
	Service string // name
	At      time.Time
	Sealed  bool // nothing more of it may be shown
}

// Source counts the figures whose query begins with a name of its own.
type Source interface {
	// Count counts; a query that it does not know is NotFound.
	Count(ctx context.Context, q Query) (Count, error)
}

// Lister lists what stands behind a figure, at most so many lines, in order.
type Lister interface {
	List(ctx context.Context, q Query, most int) ([]Behind, error)
}

// Sources are the places from which figures come, by the first word of their query.
type Sources map[string]Source

func (s Sources) of(query string) (Source, bool) {
	family, _, _ := strings.Cut(query, ".")
	source, found := s[family]
	return source, found
}

// Offered is the catalogue without what cannot be counted here.
func (s Sources) Offered() []Figure {
	return slices.DeleteFunc(slices.Clone(Figures()), func(f Figure) bool {
		_, found := s.of(f.Query)
		return !found
	})
}

// Count counts a figure. One that comes from nowhere is NotFound.
func (s Sources) Count(ctx context.Context, q Query) (Count, error) {
	source, found := s.of(q.Name)
	if !found {
		return Count{}, fault.New(fault.NotFound, "report.figure.unknown")
	}
	return source.Count(ctx, q)
}

// List lists what stands behind a figure; nothing when its source keeps no list.
func (s Sources) List(ctx context.Context, q Query, most int) ([]Behind, error) {
	source, _ := s.of(q.Name)
	if lister, lists := source.(Lister); lists {
		return lister.List(ctx, q, most)
	}
	return nil, nil
}
