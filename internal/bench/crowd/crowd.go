// Package crowd is many clients at once and what they wait for: it drives any act
// at full speed for a while and says how many were done and how long each took.
package crowd

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"
)

// Sample is what a crowd saw.
type Sample struct {
	Took time.Duration
	Each []time.Duration // how long each act took, the shortest first
}

// Rate is acts per second.
func (s Sample) Rate() float64 { return float64(len(s.Each)) / s.Took.Seconds() }

// Quantile is the time within which so great a share of the acts were done, in
// milliseconds: 0.5 is the median.
func (s Sample) Quantile(share float64) float64 {
	if len(s.Each) == 0 {
		return 0
	}
	at := int(share * float64(len(s.Each)))
	return s.Each[min(at, len(s.Each)-1)].Seconds() * 1000
}

// Act is one client's act; it is called again and again, never by two at once.
type Act func(ctx context.Context) error

// Drive lets each of the acts run in a client of its own, over and over, until the
// time is up; every act that has begun is waited for and counts. The first error
// ends it.
func Drive(ctx context.Context, acts []Act, span time.Duration) (Sample, error) {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	var (
		all   sync.WaitGroup
		each  = make([][]time.Duration, len(acts))
		wrong = make([]error, len(acts))
		began = time.Now()
		until = began.Add(span)
	)
	for i, act := range acts {
		all.Go(func() {
			// Each acts once at least: a span may be over before a busy machine
			// lets somebody begin.
			for at := time.Now(); (len(each[i]) == 0 || at.Before(until)) && ctx.Err() == nil; {
				if wrong[i] = act(ctx); wrong[i] != nil {
					stop()
					return
				}
				now := time.Now()
				each[i], at = append(each[i], now.Sub(at)), now
			}
		})
	}
	all.Wait()
	sample := Sample{Took: time.Since(began), Each: slices.Concat(each...)}
	slices.Sort(sample.Each)
	if err := errors.Join(wrong...); err != nil {
		return sample, err
	}
	if len(sample.Each) == 0 { // ended before anybody began
		return sample, ctx.Err()
	}
	return sample, nil
}
