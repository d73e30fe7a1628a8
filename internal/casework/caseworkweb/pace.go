package caseworkweb

import (
	_ "embed"
	"net/http"
	"net/netip"
	"strconv"
	"strings"
	"sync"
	"time"

	"dorgora/internal/fault"

	"golang.org/x/time/rate"
)

// paceTable says how much of what one address may do in an hour.
//
//go:embed pace.tsv
var paceTable string

// The acts that are paced, as the table names them.
const (
	paceDrafts = "drafts"
	paceFiles  = "files"
)

// anHour is how much of each act one address may do in an hour.
var anHour = sync.OnceValue(func() map[string]int {
	limits := map[string]int{}
	for line := range strings.Lines(paceTable) {
		cells := strings.Split(line, "\t")
		if strings.HasPrefix(line, "#") || cells[0] == "act" {
			continue
		}
		n, err := strconv.Atoi(cells[1])
		if err != nil {
			panic(err) // the table is part of the program
		}
		limits[cells[0]] = n
	}
	return limits
})

// Pace holds one address back that begins very many applications or sends very many
// files, so that nobody fills the disk. It keeps addresses in memory for as long as
// they count. nil holds nobody back.
type Pace struct {
	mu    sync.Mutex
	known map[string]*rate.Limiter
}

// NewPace returns the pace of one process.
func NewPace() *Pace { return &Pace{known: map[string]*rate.Limiter{}} }

// take counts so many of an act from a visitor's address; too many are TooMany. The
// machine itself is not held back: behind a proxy that was not told of, all visitors
// seem to come from it.
func (p *Pace) take(act, visitor string, many int, now time.Time) error {
	if address, err := netip.ParseAddr(visitor); p == nil || many == 0 || err == nil && address.Unmap().IsLoopback() {
		return nil
	}
	limit := anHour()[act]
	p.mu.Lock()
	defer p.mu.Unlock()
	name := act + " " + network(visitor)
	limiter, known := p.known[name]
	if !known {
		p.makeRoom(now)
		limiter = rate.NewLimiter(rate.Every(time.Hour/time.Duration(limit)), limit)
		p.known[name] = limiter
	}
	if !limiter.AllowN(now, many) {
		return fault.New(fault.TooMany, "casework.pace."+act, "limit", limit)
	}
	return nil
}

// makeRoom forgets addresses that have used nothing, and all when that is not enough.
func (p *Pace) makeRoom(now time.Time) {
	if len(p.known) < mostVisitors {
		return
	}
	for name, limiter := range p.known {
		if limiter.TokensAt(now) >= float64(limiter.Burst()) {
			delete(p.known, name)
		}
	}
	if len(p.known) >= mostVisitors {
		clear(p.known)
	}
}

// pacedFiles counts the files of a form that was read.
func (p Pages) pacedFiles(r *http.Request) error {
	if r.MultipartForm == nil {
		return nil
	}
	many := 0
	for _, files := range r.MultipartForm.File {
		for _, file := range files {
			if file.Size > 0 {
				many++
			}
		}
	}
	return p.Pace.take(paceFiles, p.visitor(r), many, p.Desk.Now())
}
