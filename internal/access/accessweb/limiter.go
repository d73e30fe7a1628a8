package accessweb

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"dorgora/internal/fault"

	"golang.org/x/time/rate"
)

// Limiter holds back those who try passwords from one network address, and
// bounds how many passwords are hashed at once: each takes 19 MiB.
type Limiter struct {
	now     func() time.Time
	mu      sync.Mutex
	known   map[netip.Prefix]*rate.Limiter
	hashing chan struct{}
}

// The limits of one address. A whole office may sit behind one, so the burst is
// that of people coming to work; the locks of single logins are stricter.
const (
	burst      = 20
	oneIn      = 10 * time.Second
	mostKnown  = 20000
	mostHashes = 3
)

// NewLimiter returns a limiter for one process.
func NewLimiter(now func() time.Time) *Limiter {
	return &Limiter{now: now, known: map[netip.Prefix]*rate.Limiter{}, hashing: make(chan struct{}, mostHashes)}
}

// Allow counts an attempt from the address of r and refuses it with TooMany when
// there were too many.
func (l *Limiter) Allow(r *http.Request) error {
	now := l.now()
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.known) >= mostKnown {
		l.forget(now)
	}
	address := network(r.RemoteAddr)
	one, ok := l.known[address]
	if !ok {
		one = rate.NewLimiter(rate.Every(oneIn), burst)
		l.known[address] = one
	}
	if !one.AllowN(now, 1) {
		return fault.New(fault.TooMany, "access.address.limit")
	}
	return nil
}

// forget drops the addresses that have had time to fill up again, or all.
func (l *Limiter) forget(now time.Time) {
	for address, one := range l.known {
		if one.TokensAt(now) >= burst {
			delete(l.known, address)
		}
	}
	if len(l.known) >= mostKnown {
		clear(l.known)
	}
}

// network is an IPv4 address, or the /64 that one IPv6 customer has.
func network(remote string) netip.Prefix {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	address, err := netip.ParseAddr(host)
	if err != nil {
		return netip.Prefix{}
	}
	address = address.Unmap().WithZone("")
	bits := 64
	if address.Is4() {
		bits = 32
	}
	prefix, err := address.Prefix(bits)
	if err != nil {
		return netip.Prefix{}
	}
	return prefix
}

// Enter waits until a password may be hashed; leave must be called after.
func (l *Limiter) Enter(ctx context.Context) (leave func(), err error) {
	select {
	case l.hashing <- struct{}{}:
		return func() { <-l.hashing }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}
