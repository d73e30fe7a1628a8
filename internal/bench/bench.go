// Package bench measures the program against the bars of its quality paper: it
// fills an installation with invented cases, drives the real program over loopback,
// and holds each figure against a bare limit of the same machine that is measured
// in the same rounds, by turns. Every bar is a count or a ratio.
package bench

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
)

// Plan says what to measure and how long.
type Plan struct {
	Bars     []string      // names from Names; empty: all
	Cases    int           // of the large installation
	Offices  int           // of both installations
	Rounds   int           // a figure is the median of so many
	Span     time.Duration // of one measurement in a round
	Binary   string        // the program
	Folder   string        // for the installations; what an earlier run filled is used again
	Postgres string        // postgres:// address of a server that flushes; empty: bar 15 is not measured
	Say      func(string)  // told what is being done; may be nil
}

// The figures of quality.md's scene: the small installation of comparisons, and the
// clients of every measurement of many.
const (
	smallCases = 1000
	clients    = 32
)

// bar is one measurement, which may give several rows.
type bar struct {
	name    string
	number  string // as quality.md counts it
	measure func(*bench, context.Context) ([]Row, error)
}

// bars lists all measurements: those that only read come first, so that they find
// the installation as it was filled.
func bars() []bar {
	return []bar{
		{"size", "11", (*bench).size}, {"bytes", "16", (*bench).bytes}, {"page", "4", (*bench).page}, {"list", "5", (*bench).list},
		{"tracking", "6", (*bench).tracking}, {"search", "7", (*bench).search}, {"recall", "8", (*bench).recall},
		{"figures", "13", (*bench).figures}, {"memory", "9", (*bench).memory}, {"apply", "1", (*bench).apply},
		{"client", "2", (*bench).client}, {"flush", "3", (*bench).flush}, {"start", "10", (*bench).start},
		{"postgres", "15", (*bench).postgres},
	}
}

// Names returns the names of all bars.
func Names() []string {
	var names []string
	for _, one := range bars() {
		names = append(names, one.name)
	}
	return names
}

// bench is a run of measurements.
type bench struct {
	Plan
	large, small *stage.Stage
}

// Run measures. A bar that cannot be measured says so in its row; only a plan that
// cannot be carried out at all is an error.
func Run(ctx context.Context, plan Plan) (Report, error) {
	b := &bench{Plan: plan}
	report := Report{
		Commit: commit(), Began: time.Now().UTC().Format(time.RFC3339), Version: app.Version(), Cores: cores(),
		Cases: plan.Cases, Offices: plan.Offices, Rounds: plan.Rounds, Span: plan.Span.Seconds(), LoadBefore: loadAverage(),
	}
	if err := os.MkdirAll(plan.Folder, 0o700); err != nil {
		return report, err
	}
	for _, one := range bars() {
		if len(plan.Bars) > 0 && !slices.Contains(plan.Bars, one.name) {
			continue
		}
		b.say("%s", one.name)
		rows, err := one.measure(b, ctx)
		if ctx.Err() != nil {
			return report, ctx.Err()
		}
		if err != nil {
			rows = []Row{{Bar: one.number, Name: one.name, Why: err.Error()}}
		}
		report.Rows = append(report.Rows, rows...)
	}
	if b.large != nil {
		report.Filled = b.large.Filled.Seconds()
	}
	report.LoadAfter = loadAverage()
	slices.SortStableFunc(report.Rows, func(a, b Row) int { return a.place() - b.place() })
	return report, nil
}

func (b *bench) say(format string, args ...any) {
	if b.Say != nil {
		b.Say(fmt.Sprintf(format, args...))
	}
}

// largeStage is the installation of all cases, filled when it is first needed.
func (b *bench) largeStage(ctx context.Context) (*stage.Stage, error) {
	return b.set(ctx, &b.large, "large", b.Cases)
}

// smallStage is the installation that large figures are held against.
func (b *bench) smallStage(ctx context.Context) (*stage.Stage, error) {
	return b.set(ctx, &b.small, "small", min(smallCases, b.Cases))
}

func (b *bench) set(ctx context.Context, known **stage.Stage, name string, cases int) (*stage.Stage, error) {
	if *known != nil {
		return *known, nil
	}
	made, err := stage.Set(ctx, stage.Plan{
		Folder: filepath.Join(b.Folder, name), Corpus: corpus.Corpus{Cases: cases, Offices: b.Offices}, Progress: b.counting(name),
	})
	*known = made
	return made, err
}

// counting tells of progress at every tenth part of a million cases.
func (b *bench) counting(name string) func(int) {
	const often = 100_000
	told := 0
	return func(done int) {
		if done/often > told {
			told = done / often
			b.say("%s: %d cases written", name, done)
		}
	}
}

// serving runs work with the program serving a stage, and ends it.
func (b *bench) serving(ctx context.Context, s *stage.Stage, work func(*stage.Program) error) error {
	program, err := s.Start(ctx, b.Binary)
	if err != nil {
		return err
	}
	err = work(program)
	if ended := program.Stop(); err == nil {
		err = ended
	}
	return err
}

// static runs work with a bare page of so many bytes being served: limit S.
func (b *bench) static(ctx context.Context, size int, work func(*stage.Program) error) error {
	program, err := stage.Launch(ctx, b.Folder, b.Binary, "bench-limit", "page", "--bytes", fmt.Sprint(size))
	if err != nil {
		return err
	}
	err = work(program)
	if ended := program.Stop(); err == nil {
		err = ended
	}
	return err
}

// drive lets the acts run over and over, first for a short while that does not
// count.
func (b *bench) drive(ctx context.Context, acts []crowd.Act) (crowd.Sample, error) {
	if sample, err := crowd.Drive(ctx, acts, b.Span/10); err != nil {
		return sample, err
	}
	return crowd.Drive(ctx, acts, b.Span)
}
