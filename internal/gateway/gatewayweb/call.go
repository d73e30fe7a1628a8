package gatewayweb

import (
	"net/http"
	"sync"

	"golang.org/x/time/rate"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/office"
	"dorgora/internal/sms"
)

// A gateway may call so often in the long run, a second, and so often at once. A
// district's whole traffic is far below.
const (
	callsPerSecond = 20
	callsAtOnce    = 200
)

// Floods holds gateways back that call without end. It keeps only gateways whose token
// was right. nil holds nobody back.
type Floods struct {
	mu    sync.Mutex
	known map[string]*rate.Limiter
}

// NewFloods returns the limits of one process.
func NewFloods() *Floods { return &Floods{known: map[string]*rate.Limiter{}} }

// allow counts a call of a gateway and reports whether it may be heard now.
func (f *Floods) allow(p Pages, g gateway.Gateway) bool {
	if f == nil {
		return true
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	limiter, known := f.known[g.Office+"/"+g.ID]
	if !known {
		limiter = rate.NewLimiter(callsPerSecond, callsAtOnce)
		f.known[g.Office+"/"+g.ID] = limiter
	}
	return limiter.AllowN(p.Now(), 1)
}

// Come takes a message that a gateway hands over:
// GET and POST /{office}/gateways/{gateway}/{secret}/incoming.
func (p Pages) Come(w http.ResponseWriter, r *http.Request) {
	p.heard(w, r, func(c call) error {
		in, err := sms.ReadIncoming(c.g.Kind, c.g.All(), c.values, p.Now())
		if err != nil {
			return err
		}
		return p.Incoming(r.Context(), c.g, in)
	})
}

// Report hears of the fate of a message:
// GET and POST /{office}/gateways/{gateway}/{secret}/report.
func (p Pages) Report(w http.ResponseWriter, r *http.Request) {
	p.heard(w, r, func(c call) error {
		report, known := sms.ReadReport(c.g.Kind, c.g.All(), c.values, p.Now())
		if !known {
			return fault.New(fault.Invalid, "sms.incoming.wrong")
		}
		return p.Reported(r.Context(), c.g, report)
	})
}

// call is what a gateway tells.
type call struct {
	g      gateway.Gateway
	values map[string][]string
}

// answers says by HTTP status what becomes of a call; a gateway repeats those from
// 429 on. Nothing else is said: Kannel would send it to the telephone.
var answers = map[fault.Kind]int{
	fault.Invalid: http.StatusBadRequest, fault.NotFound: http.StatusNotFound, fault.TooMany: http.StatusTooManyRequests,
	fault.TooLarge: http.StatusRequestEntityTooLarge, fault.Conflict: http.StatusOK,
}

// heard lets a gateway that knows its token tell something. A call that tells nothing
// is answered as well, so that an address can be tried out.
func (p Pages) heard(w http.ResponseWriter, r *http.Request, tell func(call) error) {
	g, err := p.Store.Gateway(r.Context(), office.From(r.Context()).ID, r.PathValue("gateway"))
	if err == nil && (!g.Knows(r.PathValue("secret")) || !g.Calls() || !g.Active) {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err == nil && !p.Floods.allow(p, g) {
		err = fault.New(fault.TooMany, "sms.later")
	}
	if err != nil {
		p.tell(w, err)
		return
	}
	values, err := sms.ValuesOf(r)
	if err == nil && len(values) > 0 {
		err = tell(call{g, values})
	}
	p.tell(w, err)
}

func (p Pages) tell(w http.ResponseWriter, err error) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.Header().Set("Cache-Control", "no-store")
	status, known := answers[fault.KindOf(err)]
	switch {
	case err == nil:
		status = http.StatusOK
	case !known:
		status = http.StatusServiceUnavailable // the gateway tells it again
	}
	w.WriteHeader(status)
}
