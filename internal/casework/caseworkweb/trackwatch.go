package caseworkweb

import (
	"context"
	"log/slog"
	"net/netip"
	"sync"
	"time"

	"golang.org/x/time/rate"
)

// Watch limits how often one visitor may look for numbers that do not exist or try
// wrong codes, and warns when many do so together. It keeps visitors in memory for
// as long as they count, and logs none of them.
type Watch struct {
	logger *slog.Logger

	mu       sync.Mutex
	visitors map[string]*rate.Limiter
	since    time.Time
	misses   int
}

// The limits of a visitor, and the number of misses in an hour, of all visitors
// together, from which somebody should look.
const (
	missBurst    = 10
	missEvery    = time.Minute
	manyMisses   = 200
	mostVisitors = 20_000
)

// NewWatch watches and warns on the logger.
func NewWatch(logger *slog.Logger) *Watch {
	return &Watch{logger: logger, visitors: map[string]*rate.Limiter{}}
}

// May reports whether the visitor may look for another number now.
func (w *Watch) May(visitor string, now time.Time) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	limiter, known := w.visitors[network(visitor)]
	return !known || limiter.TokensAt(now) >= 1
}

// Miss counts a number that does not exist or a wrong code.
func (w *Watch) Miss(ctx context.Context, visitor string, now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	name := network(visitor)
	limiter, known := w.visitors[name]
	if !known {
		w.makeRoom(now)
		limiter = rate.NewLimiter(rate.Every(missEvery), missBurst)
		w.visitors[name] = limiter
	}
	limiter.AllowN(now, 1)
	if now.Sub(w.since) >= time.Hour {
		w.since, w.misses = now, 0
	}
	if w.misses++; w.misses == manyMisses {
		w.logger.WarnContext(ctx, "many wrong tracking numbers or codes within an hour", "misses", w.misses)
	}
}

// makeRoom forgets visitors whose misses no longer count; when that is not enough
// it forgets all, for the codes of each case have a limit of their own.
func (w *Watch) makeRoom(now time.Time) {
	if len(w.visitors) < mostVisitors {
		return
	}
	for name, limiter := range w.visitors {
		if limiter.TokensAt(now) >= missBurst {
			delete(w.visitors, name)
		}
	}
	if len(w.visitors) >= mostVisitors {
		clear(w.visitors)
	}
}

// network is the visitor's address, of IPv6 the network that one subscriber has.
func network(visitor string) string {
	address, err := netip.ParseAddr(visitor)
	if err != nil || address.Unmap().Is4() {
		return visitor
	}
	prefix, err := address.WithZone("").Prefix(64)
	if err != nil {
		return visitor
	}
	return prefix.String()
}
