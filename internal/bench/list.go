package bench

import (
	"context"
	"fmt"
	"net/http"
	"regexp"
	"time"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
)

// listRows is how many cases the officer's list shows on a page.
const listRows = 25

// officer is a visitor signed in as the head of the first office.
func officer(at *stage.Stage, program *stage.Program, headers ...string) *crowd.Visitor {
	return crowd.NewVisitor(program.Address, append(headers, "Cookie: "+at.Cookie)...)
}

func listPath(at *stage.Stage) string { return "/" + at.Offices[0] + "/desk" }

// list is bar 5: the officer's list in the large installation against the same in
// one of a thousand cases.
func (b *bench) list(ctx context.Context) ([]Row, error) {
	large, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	small, err := b.smallStage(ctx)
	if err != nil {
		return nil, err
	}
	var waits pair
	err = b.serving(ctx, large, func(full *stage.Program) error {
		return b.serving(ctx, small, func(empty *stage.Program) error {
			if err := settled(ctx, officer(large, full), officer(small, empty), listPath(large)); err != nil {
				return err
			}
			value := b.median(reading(officer(large, full), always(listPath(large))))
			waits, err = b.byTurns(ctx, value, b.median(reading(officer(small, empty), always(listPath(small)))))
			return err
		})
	})
	row := Row{Bar: "5", Name: fmt.Sprintf("officer's list of %d, p50 / at %d cases", listRows, smallCases), Unit: "ms"}
	return []Row{compared(row, waits, atMost(1.25))}, err
}

// median measures the median time of an act.
func (b *bench) median(act crowd.Act) gauge {
	return func(ctx context.Context) (float64, error) {
		sample, err := b.drive(ctx, []crowd.Act{act})
		return sample.Quantile(0.5), err
	}
}

// repeated is the median of the rounds of the median time of an act.
func (b *bench) repeated(ctx context.Context, act crowd.Act) (float64, error) {
	var each []float64
	for range max(b.Rounds, 1) {
		one, err := b.median(act)(ctx)
		if err != nil {
			return 0, err
		}
		each = append(each, one)
	}
	return median(each), nil
}

var caseLink = regexp.MustCompile(`/desk/cases/([0-9]{11})`)

// settled waits until both lists show the same number of cases: a program that has
// just begun moves cases whose moment has come, and a list read meanwhile may lack
// one.
func settled(ctx context.Context, full, empty *crowd.Visitor, path string) (err error) {
	const tries, pause = 100, 100 * time.Millisecond
	for range tries {
		if err = sameRows(ctx, full, empty, path); err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
	return err
}

// sameRows refuses to compare lists that do not show the same number of cases.
func sameRows(ctx context.Context, full, empty *crowd.Visitor, path string) error {
	var shown [2]int
	for i, visitor := range []*crowd.Visitor{full, empty} {
		answer, err := visitor.Get(ctx, path)
		if err != nil {
			return err
		}
		if answer.Status != http.StatusOK {
			return fmt.Errorf("the officer's list is answered with %d", answer.Status)
		}
		shown[i] = casesIn(answer.Body)
	}
	if shown[0] != listRows || shown[1] != listRows {
		return fmt.Errorf("the lists show %d and %d cases, not %d each", shown[0], shown[1], listRows)
	}
	return nil
}

// casesIn counts the cases that a page leads to.
func casesIn(page []byte) int {
	seen := map[string]bool{}
	for _, found := range caseLink.FindAllSubmatch(page, -1) {
		seen[string(found[1])] = true
	}
	return len(seen)
}
