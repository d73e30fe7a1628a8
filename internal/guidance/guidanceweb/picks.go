package guidanceweb

import (
	"crypto/sha256"
	"net"
	"sync"

	"dorgora/workday"
)

// mostPicks bounds the memory of a day.
const mostPicks = 50000

// Picks remembers for a day who said that a guide helped, so that one reader
// counts once. It keeps a hash of the address, and forgets all of them at midnight.
type Picks struct {
	mu   sync.Mutex
	day  workday.Date
	seen map[[16]byte]bool
}

// NewPicks returns an empty memory for one process.
func NewPicks() *Picks { return &Picks{seen: map[[16]byte]bool{}} }

// First notes a pick and reports whether it is the address's first of the guide
// today. When too many are remembered nothing more is counted.
func (p *Picks) First(remote, guide string, today workday.Date) bool {
	host, _, err := net.SplitHostPort(remote)
	if err != nil {
		host = remote
	}
	sum := sha256.Sum256([]byte(host + "|" + guide))
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.day != today {
		p.day, p.seen = today, map[[16]byte]bool{}
	}
	key := [16]byte(sum[:16])
	if p.seen[key] || len(p.seen) >= mostPicks {
		return false
	}
	p.seen[key] = true
	return true
}
