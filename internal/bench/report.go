package bench

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"text/tabwriter"
)

// Row is one figure and the bar it is to pass.
type Row struct {
	Bar   string  `json:"bar"` // as quality.md counts them
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
	Limit float64 `json:"limit"` // what the value is held against, in the same unit; 0: nothing
	Ratio float64 `json:"ratio"` // median of value/limit of each round; 0 without a limit
	Must  string  `json:"must"`
	Met   bool    `json:"met"`
	Why   string  `json:"why,omitempty"` // the bar was not measured, and why
}

// place orders rows by their bars.
func (r Row) place() int {
	digits := strings.TrimRight(r.Bar, "abcdefghijklmnopqrstuvwxyz")
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 1 << 10
	}
	return n
}

// Report is all rows and what the figures depend on.
type Report struct {
	Commit     string  `json:"commit"`
	Version    string  `json:"version"`
	Began      string  `json:"began"` // RFC 3339, UTC
	Cores      int     `json:"cores"`
	Cases      int     `json:"cases"`
	Offices    int     `json:"offices"`
	Rounds     int     `json:"rounds"`
	Span       float64 `json:"span"`        // seconds of one measurement
	Filled     float64 `json:"filled"`      // seconds that writing the cases took, in this run or an earlier one
	LoadBefore float64 `json:"load_before"` // load average of one minute
	LoadAfter  float64 `json:"load_after"`
	Rows       []Row   `json:"rows"`
}

// Missed is how many bars were measured and not met.
func (r Report) Missed() int {
	n := 0
	for _, row := range r.Rows {
		if !row.Met && row.Why == "" {
			n++
		}
	}
	return n
}

// Print writes the table.
func (r Report) Print(w io.Writer) error {
	fmt.Fprintf(w, "%s  commit %s  %d cores  %d cases of %d offices (filled in %.0f s)  %d rounds of %.1f s  load %.2f before, %.2f after\n\n",
		r.Began, r.Commit, r.Cores, r.Cases, r.Offices, r.Filled, r.Rounds, r.Span, r.LoadBefore, r.LoadAfter)
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "bar\tname\tvalue\tlimit\tratio\tmust\tmet")
	for _, row := range r.Rows {
		if row.Why != "" {
			fmt.Fprintf(table, "%s\t%s\t\t\t\t%s\tnot measured: %s\n", row.Bar, row.Name, row.Must, row.Why)
			continue
		}
		met := "no"
		if row.Met {
			met = "yes"
		}
		fmt.Fprintf(table, "%s\t%s\t%s %s\t%s\t%s\t%s\t%s\n", row.Bar, row.Name, figure(row.Value), row.Unit,
			figure(row.Limit), figure(row.Ratio), row.Must, met)
	}
	return table.Flush()
}

// figure shows three digits that count.
func figure(value float64) string {
	switch {
	case value == 0:
		return "-"
	case value >= 100:
		return strconv.FormatFloat(value, 'f', 0, 64)
	}
	return strconv.FormatFloat(value, 'g', 3, 64)
}

// must is a bound that a figure may not pass.
type must struct {
	least bool
	bound float64
	unit  string
}

func atLeast(bound float64) must         { return must{least: true, bound: bound} }
func atMost(bound float64) must          { return must{bound: bound} }
func (m must) in(unit string) must       { m.unit = unit; return m }
func (m must) holds(figure float64) bool { return m.least == (figure >= m.bound) || figure == m.bound }
func (m must) String() string {
	return strings.TrimSpace(m.sign() + " " + figureOf(m.bound) + " " + m.unit)
}
func figureOf(bound float64) string { return strconv.FormatFloat(bound, 'g', -1, 64) }

func (m must) sign() string {
	if m.least {
		return "≥"
	}
	return "≤"
}

// compared is a row whose ratio is bounded.
func compared(r Row, p pair, m must) Row {
	r.Value, r.Limit, r.Ratio, r.Must, r.Met = p.value, p.limit, p.ratio, m.String(), m.holds(p.ratio)
	return r
}

// absolute is a row whose value itself is bounded.
func absolute(r Row, value float64, m must) Row {
	r.Value, r.Must, r.Met = value, m.in(r.Unit).String(), m.holds(value)
	return r
}

// unmeasured is a row that says why there is no figure.
func unmeasured(r Row, m must, why string) Row {
	r.Must, r.Why = m.in(r.Unit).String(), why
	return r
}

// pair is a figure and its limit: the medians of all rounds, and the median of
// their ratios.
type pair struct{ value, limit, ratio float64 }

// gauge measures one figure once.
type gauge func(context.Context) (float64, error)

// byTurns measures a figure and its limit in every round, each first in every
// second one.
func (b *bench) byTurns(ctx context.Context, value, limit gauge) (pair, error) {
	var values, limits []float64
	for round := range max(b.Rounds, 1) {
		order := []gauge{limit, value}
		if round%2 == 1 {
			slices.Reverse(order)
		}
		var got [2]float64
		for i, one := range order {
			figure, err := one(ctx)
			if err != nil {
				return pair{}, err
			}
			got[(i+round)%2] = figure
		}
		limits, values = append(limits, got[0]), append(values, got[1])
	}
	return pairOf(values, limits), nil
}

// pairOf compares the figures of each round with the limits of the same round.
func pairOf(values, limits []float64) pair {
	ratios := make([]float64, len(values))
	for i := range ratios {
		ratios[i] = values[i] / limits[i]
	}
	return pair{median(values), median(limits), median(ratios)}
}

// median of figures, of which there is at least one.
func median(figures []float64) float64 {
	sorted := slices.Clone(figures)
	slices.SortFunc(sorted, cmp.Compare)
	return sorted[len(sorted)/2]
}

func cores() int { return runtime.NumCPU() }

// loadAverage is that of the last minute (Linux), 0 where nobody tells.
func loadAverage() float64 {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return 0
	}
	value, _ := strconv.ParseFloat(strings.Fields(string(text))[0], 64)
	return value
}

// commit is what the build recorded, with a plus when files were changed since.
func commit() string {
	about, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	revision, changed := "unknown", ""
	for _, one := range about.Settings {
		switch {
		case one.Key == "vcs.revision":
			revision = one.Value[:min(len(one.Value), 12)]
		case one.Key == "vcs.modified" && one.Value == "true":
			changed = "+"
		}
	}
	return revision + changed
}
