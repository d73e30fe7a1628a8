package bench

import (
	"context"
	"time"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/stage"
)

// The pauses of memory: how long a program is left alone before it counts as idle,
// and how often a working one is looked at.
const (
	restTime = 2 * time.Second
	lookTime = 50 * time.Millisecond
)

const megabyte = 1 << 20

// memory is bar 9: the proportional set size of the program at rest, while people
// apply, and while everything is read in the large installation.
func (b *bench) memory(ctx context.Context) ([]Row, error) {
	large, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	small, err := b.smallStage(ctx)
	if err != nil {
		return nil, err
	}
	var rest, applying, reading float64
	err = b.serving(ctx, small, func(program *stage.Program) error {
		time.Sleep(min(restTime, b.Span))
		bytes, err := program.Memory()
		rest = float64(bytes) / megabyte
		return err
	})
	if err != nil {
		return nil, err
	}
	err = b.serving(ctx, large, func(program *stage.Program) (err error) {
		reading, err = b.peak(ctx, program, b.everything(large, program))
		return err
	})
	if err != nil {
		return nil, err
	}
	err = b.serving(ctx, large, func(program *stage.Program) error {
		people, err := newApplicants(ctx, large, program.Address)
		if err != nil {
			return err
		}
		applying, err = b.peak(ctx, program, people.acts(clients, program.Address))
		return err
	})
	return []Row{
		absolute(Row{Bar: "9", Name: "memory at rest", Unit: "MB"}, rest, atMost(25)),
		absolute(Row{Bar: "9", Name: "memory, 32 clients applying", Unit: "MB"}, applying, atMost(80)),
		absolute(Row{Bar: "9", Name: "memory, serving all cases", Unit: "MB"}, reading, atMost(60)),
	}, err
}

// everything is clients who look up numbers, read pages of services, and one
// officer who reads the list.
func (b *bench) everything(at *stage.Stage, program *stage.Program) []crowd.Act {
	path := "/" + at.Offices[0] + "/services/" + at.Services[0]
	acts := append(readers(clients/2, program.Address, trackingPaths(at)), readers(clients/2-1, program.Address, always(path))...)
	return append(acts, reading(officer(at, program, crowd.Zipped), always(listPath(at))))
}

// peak is the largest size in MB while the acts are done.
func (b *bench) peak(ctx context.Context, program *stage.Program, acts []crowd.Act) (float64, error) {
	watching, stop := context.WithCancel(ctx)
	seen := make(chan int64, 1)
	go func() {
		most := int64(0)
		for watching.Err() == nil {
			if now, err := program.Memory(); err == nil {
				most = max(most, now)
			}
			time.Sleep(lookTime)
		}
		seen <- most
	}()
	_, err := b.drive(ctx, acts)
	stop()
	return float64(<-seen) / megabyte, err
}
