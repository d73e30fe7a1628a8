package jobs

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"
)

// Runner does jobs in one process. It may not be copied.
type Runner struct {
	Queue
	Node      string // name of the process, for those who look
	Kinds     []Kind
	Schedules []Schedule
	Logger    *slog.Logger
	Workers   int           // how many jobs at a time; 4 when 0
	Poll      time.Duration // how often to look for jobs; a second when 0
	Grace     time.Duration // what running jobs get at the end; ten seconds when 0
	// Observe is told how each attempt ended; it may be nil. Schedules have their name
	// for a kind.
	Observe func(kind string, outcome Outcome, took time.Duration)

	sequence atomic.Int64
	wake     chan struct{}
	once     sync.Once
}

const (
	usualWorkers = 4
	usualPoll    = time.Second
	usualGrace   = 10 * time.Second
)

func or[T comparable](value, usual T) T {
	var zero T
	if value == zero {
		return usual
	}
	return value
}

func (r *Runner) bell() chan struct{} {
	r.once.Do(func() { r.wake = make(chan struct{}, 1) })
	return r.wake
}

// Wake lets the runner look for jobs at once.
func (r *Runner) Wake() {
	select {
	case r.bell() <- struct{}{}:
	default:
	}
}

// owner names a take, so that what was taken twice can be told apart.
func (r *Runner) owner() string { return fmt.Sprintf("%s #%d", r.Node, r.sequence.Add(1)) }

var errStopping = errors.New("the process ends")

// Run does jobs until ctx ends, and returns when those that ran then have ended or
// were given back.
func (r *Runner) Run(ctx context.Context) {
	turns := make(chan struct{}, or(r.Workers, usualWorkers))
	var running sync.WaitGroup
	// What has begun may finish: handlers do not end with ctx but some time after it.
	work, stop := context.WithCancelCause(context.WithoutCancel(ctx))
	defer stop(nil)
	r.handOut(ctx, turns, func(w Work) {
		running.Go(func() {
			defer func() { <-turns }()
			_ = r.perform(work, w) // it is written down and logged
		})
	})
	ended := make(chan struct{})
	go func() { running.Wait(); close(ended) }()
	for range 2 {
		select {
		case <-ended:
			return
		case <-time.After(or(r.Grace, usualGrace)):
			stop(errStopping)
		}
	}
	r.Logger.Warn("jobs do not end; their leases will")
}

// handOut begins jobs as they come due and turns come free, until ctx ends.
func (r *Runner) handOut(ctx context.Context, turns chan struct{}, begin func(Work)) {
	planned, broken := false, false
	for ctx.Err() == nil {
		full, err := false, error(nil)
		if !planned {
			err = r.plan(ctx, r.Schedules)
			planned = err == nil
		}
		if err == nil {
			full, err = r.fill(ctx, turns, begin)
		}
		if err != nil && ctx.Err() == nil && !broken {
			r.Logger.Warn("jobs cannot be taken", "error", err)
		}
		broken = err != nil
		if full {
			continue
		}
		select {
		case <-ctx.Done():
		case <-r.bell():
		case <-time.After(or(r.Poll, usualPoll)):
		}
	}
}

// fill waits for a free turn when something is due and fills all that are free;
// full says that there may be more to do.
func (r *Runner) fill(ctx context.Context, turns chan struct{}, begin func(Work)) (full bool, err error) {
	waiting, err := r.due(ctx)
	if err != nil || !waiting {
		return false, err
	}
	select {
	case turns <- struct{}{}:
	case <-ctx.Done():
		return false, nil
	}
	most := 1
	for free := true; free; {
		select {
		case turns <- struct{}{}:
			most++
		default:
			free = false
		}
	}
	taken, err := r.take(ctx, r.owner(), pick{most: most})
	for range most - len(taken) {
		<-turns
	}
	for _, w := range taken {
		begin(w)
	}
	return len(taken) == most, err
}

// Drain does at once, in the calling goroutine, what is due of a kind in an office;
// empty words are any kind and any office. It returns how many jobs it took and the
// first failure; what failed is tried again later.
func (r *Runner) Drain(ctx context.Context, kind, office string) (n int, failure error) {
	if kind == "" {
		if err := r.plan(ctx, r.Schedules); err != nil {
			return 0, err
		}
	}
	for {
		taken, err := r.take(ctx, r.owner(), pick{kind, office, 1})
		if err != nil || len(taken) == 0 {
			return n, errors.Join(failure, err)
		}
		n++
		if err := r.perform(ctx, taken[0]); err != nil && failure == nil {
			failure = err
		}
	}
}
