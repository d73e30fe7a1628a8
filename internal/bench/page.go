package bench

import (
	"context"
	"fmt"
	"net/http"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
)

// reading fetches the paths that next names, one after another, and minds that
// each is answered with 200.
func reading(visitor *crowd.Visitor, next func() string) crowd.Act {
	return func(ctx context.Context) error {
		path := next()
		answer, err := visitor.Get(ctx, path)
		if err == nil && answer.Status != http.StatusOK {
			err = fmt.Errorf("%s is answered with %d", path, answer.Status)
		}
		return err
	}
}

// readers are so many clients who read, as browsers that welcome gzip do.
func readers(count int, address string, next func() string) []crowd.Act {
	acts := make([]crowd.Act, count)
	for i := range acts {
		acts[i] = reading(crowd.NewVisitor(address, crowd.Zipped), next)
	}
	return acts
}

// sizeOf is how many bytes a page has as it travels.
func sizeOf(ctx context.Context, program *stage.Program, path string) (int, error) {
	visitor := crowd.NewVisitor(program.Address, crowd.Zipped)
	defer visitor.Close()
	answer, err := visitor.Get(ctx, path)
	if err == nil && answer.Status != http.StatusOK {
		err = fmt.Errorf("%s is answered with %d", path, answer.Status)
	}
	return len(answer.Body), err
}

// always names one path.
func always(path string) func() string { return func() string { return path } }

// page is bar 4: the page of a service against a bare page of the same size (S).
func (b *bench) page(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	path := "/" + at.Offices[0] + "/services/" + at.Services[0]
	var rates pair
	err = b.serving(ctx, at, func(program *stage.Program) error {
		size, err := sizeOf(ctx, program, path)
		if err != nil {
			return err
		}
		return b.static(ctx, size, func(bare *stage.Program) error {
			value := b.rate(readers(clients, program.Address, always(path)))
			rates, err = b.byTurns(ctx, value, b.rate(readers(clients, bare.Address, always(path))))
			return err
		})
	})
	return []Row{compared(Row{Bar: "4", Name: "public service page, 32 clients / S", Unit: "/s"}, rates, atLeast(0.85))}, err
}
