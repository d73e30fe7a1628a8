package bench

import (
	"context"
	"sync/atomic"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
)

// tracked is how many different cases are looked up.
const tracked = 20_000

// trackingPaths are the addresses of cases from all over the installation.
func trackingPaths(at *stage.Stage) func() string {
	count := min(tracked, at.Corpus.Cases)
	paths := make([]string, count)
	for i := range paths {
		one := at.Corpus.Case(i * at.Corpus.Cases / count)
		paths[i] = "/" + at.Offices[one.Office] + "/track/" + one.Number
	}
	// A step without a common factor leads through all of them far from each other.
	var turn atomic.Int64
	return func() string { return paths[int(turn.Add(7919))%count] }
}

// tracking is bar 6: looking up any number against a bare page of the same size (S).
func (b *bench) tracking(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	next := trackingPaths(at)
	var rates, slow pair
	err = b.serving(ctx, at, func(program *stage.Program) error {
		size, err := sizeOf(ctx, program, next())
		if err != nil {
			return err
		}
		return b.static(ctx, size, func(bare *stage.Program) error {
			people, bareReaders := readers(clients, program.Address, next), readers(clients, bare.Address, always("/"))
			rates, slow, err = b.rates(ctx, people, bareReaders)
			return err
		})
	})
	return []Row{
		compared(Row{Bar: "6", Name: "tracking look-up, 32 clients, p99 / S p99", Unit: "ms"}, slow, atMost(3)),
		compared(Row{Bar: "6", Name: "tracking look-up, 32 clients / S", Unit: "/s"}, rates, atLeast(0.40)),
	}, err
}

// rates measures two crowds by turns and compares how many acts a second they do,
// and the slowest hundredth.
func (b *bench) rates(ctx context.Context, value, limit []crowd.Act) (rates, slow pair, err error) {
	var late [2][]float64
	rate := func(i int, acts []crowd.Act) gauge {
		return func(ctx context.Context) (float64, error) {
			sample, err := b.drive(ctx, acts)
			late[i] = append(late[i], sample.Quantile(0.99))
			return sample.Rate(), err
		}
	}
	if rates, err = b.byTurns(ctx, rate(0, value), rate(1, limit)); err != nil {
		return rates, slow, err
	}
	return rates, pairOf(late[0], late[1]), nil
}
