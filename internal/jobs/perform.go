package jobs

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"time"
)

// Outcome is how one attempt at a job ended.
type Outcome string

// The outcomes.
const (
	Done      Outcome = "done"
	Failed    Outcome = "failed"
	Buried    Outcome = "dead"
	GivenBack Outcome = "given_back" // the process ends, or does not know the kind
	Overtaken Outcome = "overtaken"  // the lease had gone to another process
)

const (
	unknownPause = time.Minute // until a process that knows the kind may take it
	settleTries  = 20
)

var (
	errUnknown = errors.New("this version of the program knows no such job")
	errLost    = errors.New("the lease went to another process")
)

// handler is what does one job: do is nil when this process does not know it.
type handler struct {
	name     string // kind, or name of the schedule
	do       func(ctx context.Context, w Work) error
	limit    time.Duration
	schedule *Schedule // nil for a job
}

func (r *Runner) handlerOf(w Work) handler {
	if w.Kind == scheduleKind {
		for i, one := range r.Schedules {
			if one.Name == w.Key {
				do := func(ctx context.Context, _ Work) error { return one.Do(ctx) }
				return handler{one.Name, do, or(one.Limit, usualLimit), &r.Schedules[i]}
			}
		}
		return handler{name: w.Key}
	}
	for _, one := range r.Kinds {
		if one.Name == w.Kind {
			return handler{one.Name, one.Do, or(one.Limit, usualLimit), nil}
		}
	}
	return handler{name: w.Kind}
}

// perform carries out one job and writes down how it ended.
func (r *Runner) perform(ctx context.Context, w Work) error {
	began, h := time.Now(), r.handlerOf(w)
	var err error
	switch {
	case h.do == nil:
		err = errUnknown
	case w.lost >= mostLost:
		err = fmt.Errorf("%d processes ended while they did this job", w.lost)
	default:
		err = r.hold(ctx, w, h)
	}
	outcome := r.conclude(ctx, w, h, err)
	if r.Observe != nil {
		r.Observe(h.name, outcome, time.Since(began))
	}
	if err != nil {
		r.Logger.Warn("job", "kind", h.name, "office", w.Office, "key", w.Key, "failures", w.Failures,
			"outcome", string(outcome), "error", err)
	}
	return err
}

// hold runs the handler and keeps the lease while it works.
func (r *Runner) hold(ctx context.Context, w Work, h handler) error {
	inside, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	inside, stop := context.WithTimeout(inside, h.limit)
	defer stop()
	ended, quiet := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(quiet)
		r.keepLease(inside, w, ended, cancel)
	}()
	err := r.guarded(inside, w, h)
	close(ended)
	<-quiet
	if cause := context.Cause(inside); err != nil && cause != nil {
		return cause
	}
	return err
}

// keepLease renews the lease until ended; a handler that lost it is stopped. When
// storage does not answer it stops a second early: stored moments have no fractions.
func (r *Runner) keepLease(ctx context.Context, w Work, ended <-chan struct{}, cancel context.CancelCauseFunc) {
	kept := time.Now()
	for {
		select {
		case <-ended:
			return
		case <-time.After(r.lease() / 3):
		}
		asked := time.Now()
		held, err := r.renew(context.WithoutCancel(ctx), w)
		switch {
		case err == nil && held:
			kept = asked
		case err == nil, time.Since(kept) > r.lease()-time.Second:
			cancel(errLost)
			return
		}
	}
}

func (r *Runner) guarded(ctx context.Context, w Work, h handler) (err error) {
	defer func() {
		if cause := recover(); cause != nil {
			r.Logger.Error("panic", "job", h.name, "stack", string(debug.Stack()))
			err = fmt.Errorf("panic: %v", cause)
		}
	}()
	return h.do(ctx, w)
}

// ending is how a job ends, and what writes it down; held is false when somebody
// else has the job by then.
type ending struct {
	outcome Outcome
	write   func(ctx context.Context) (held bool, err error)
}

func (r *Runner) endingOf(w Work, h handler, cause error) ending {
	later := func(pause time.Duration, why string) func(context.Context) (bool, error) {
		return func(ctx context.Context) (bool, error) { return r.later(ctx, w, r.Now().Add(pause), why) }
	}
	fail := func(ctx context.Context) (bool, error) { return r.fail(ctx, w, cause) }
	bury := func(ctx context.Context) (bool, error) { return r.bury(ctx, w, shorten(cause.Error())) }
	settle := func(ctx context.Context) (bool, error) { return r.settle(ctx, w, *h.schedule, cause) }
	switch {
	case errors.Is(cause, errStopping), errors.Is(cause, context.Canceled):
		return ending{GivenBack, later(0, "")}
	case errors.Is(cause, errUnknown):
		return ending{GivenBack, later(unknownPause, cause.Error())}
	case h.schedule != nil && cause == nil:
		return ending{Done, settle}
	case h.schedule != nil:
		return ending{Failed, settle}
	case cause == nil:
		return ending{Done, func(ctx context.Context) (bool, error) { return r.done(ctx, w) }}
	case w.lost >= mostLost, w.Failures+1 >= mostFailures:
		return ending{Buried, bury}
	}
	return ending{Failed, fail}
}

// conclude writes down how a job ended, trying for a while when storage does not
// answer; when it never does, the lease runs out.
func (r *Runner) conclude(ctx context.Context, w Work, h handler, cause error) Outcome {
	if errors.Is(cause, errLost) {
		return Overtaken
	}
	ctx, end := context.WithoutCancel(ctx), r.endingOf(w, h, cause)
	for try := 1; ; try++ {
		held, err := end.write(ctx)
		switch {
		case err == nil && !held:
			return Overtaken
		case err == nil:
			return end.outcome
		case !unreachable(err) || try == settleTries:
			r.Logger.Warn("the end of a job cannot be written", "kind", h.name, "error", err)
			return end.outcome
		}
		time.Sleep(or(r.Poll, usualPoll))
	}
}
