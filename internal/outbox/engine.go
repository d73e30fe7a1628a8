// Package outbox delivers notices: it takes those that are due, asks what the limits
// of their gateway allow, writes each attempt down before it speaks to the gateway,
// and what became of it afterwards. What a gateway may have is never sent again
// unasked, unless the gateway knows a repeated message by its mark.
package outbox

import (
	"context"
	_ "embed"
	"errors"
	"log/slog"
	"slices"
	"sync"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/mail"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office"
	"dorgora/internal/sms"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what mails say around a notice, and the outbox's own notices.
var Texts = message.Set{Name: "outbox", Bn: bn, En: en}

// Parcel is a notice ready for a gateway.
type Parcel struct {
	ID         string // the same however often it is handed over
	To         string
	Text       string
	Subject    string // of a mail
	ReplyTo    string // of a mail; may be empty
	InReplyTo  string // of a mail: the Message-ID that it answers; may be empty
	References []string
	Files      []mail.File // of a mail
}

// Carrier hands parcels to one gateway. The kinds of its errors are those of package
// sms: Unavailable, it was certainly not taken; Invalid, it was refused for good;
// anything else, the gateway may have it.
type Carrier interface {
	Carry(ctx context.Context, p Parcel) (ref string, err error)
}

// Offices tells who stands above an office, and who answers in it.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Chain(ctx context.Context, officeID string) ([]office.Office, error)
}

// Gateways reads the gateways of the installation.
type Gateways interface {
	All(ctx context.Context) ([]gateway.Gateway, error)
}

// Engine delivers. It may not be copied.
type Engine struct {
	Store    noticedb.Store
	Gateways Gateways
	Offices  Offices
	Open     func(g gateway.Gateway) (Carrier, error)
	Say      notice.Speaker // the program's texts
	Address  string         // of the program, without a slash at the end
	// ReplyAddress gives the address for answers to a mail about a subject; it may be nil.
	ReplyAddress func(ctx context.Context, office, subject, address string) (string, error)
	// LastMail gives the Message-ID of the receiver's last mail about the subject; it may
	// be nil, and what it gives empty.
	LastMail func(ctx context.Context, office, subject, address string) (string, error)
	// Enclose gives the files that go with a mail; it may be nil.
	Enclose func(ctx context.Context, n notice.Notice) ([]mail.File, error)
	// Observe is told the fate of each attempt; it may be nil.
	Observe func(channel notice.Channel, fate notice.Status)
	Now     func() time.Time
	Logger  *slog.Logger

	mu    sync.Mutex
	rests map[string]rest
}

// rest is how a gateway fared lately.
type rest struct {
	misses int       // in a row
	until  time.Time // it is left alone until then
	last   string    // office that was served last
}

// The measures of a turn.
const (
	turnMost  = 25               // messages of one gateway: five a second, so that no storm follows a silence
	turnTime  = 20 * time.Second // after which no further message is begun
	carryTime = 45 * time.Second // the longest that a gateway may take for one
	leaseTime = 3 * time.Minute  // after which the process that sends is taken for dead
	anOffice  = 10               // messages of one office before another's turn comes
	mostMiss  = 3                // messages missed in a row before the gateway gets a rest
	longRest  = 5 * time.Minute
)

// Turn delivers what is due on a channel, each gateway on a lane of its own. What
// fails is written down; the error is of what could not even be tried.
func (e *Engine) Turn(ctx context.Context, channel notice.Channel) error {
	all, err := e.Gateways.All(ctx)
	if err != nil {
		return err
	}
	if !slices.ContainsFunc(all, func(g gateway.Gateway) bool { return g.Sends() && g.Channel() == channel }) {
		return nil
	}
	due, err := e.Store.OfficesDue(ctx, channel, e.Now())
	if err != nil {
		return err
	}
	lanes := map[string]*lane{}
	for _, id := range due {
		chain, err := e.Offices.Chain(ctx, id)
		if err != nil {
			return err
		}
		g, found := gateway.For(chain, all, channel)
		if !found {
			continue
		}
		name := g.Office + "/" + g.ID
		if lanes[name] == nil {
			lanes[name] = &lane{Engine: e, gateway: g, name: name, channel: channel, limits: LimitsOf(g)}
		}
		lanes[name].offices = append(lanes[name].offices, destination{id, chain})
	}
	return e.run(ctx, lanes)
}

func (e *Engine) run(ctx context.Context, lanes map[string]*lane) error {
	var running sync.WaitGroup
	faults := make(chan error, len(lanes))
	for _, l := range lanes {
		running.Go(func() { faults <- l.run(ctx) })
	}
	running.Wait()
	close(faults)
	var err error
	for one := range faults {
		err = errors.Join(err, one)
	}
	return err
}

// Reported gives a notice the fate that a gateway tells; news of what this
// installation did not send are only logged.
func (e *Engine) Reported(ctx context.Context, g gateway.Gateway, r sms.Report) error {
	news := noticedb.News{Keeper: g.Office, Gateway: g.ID, Mark: r.ID, Ref: r.Ref, Detail: r.Detail, At: e.Now(), Fate: notice.Sent}
	switch r.State {
	case sms.Delivered:
		news.Fate = notice.Delivered
	case sms.Failed:
		news.Fate = notice.Failed
	}
	err := e.Store.Heard(ctx, news)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		e.Logger.Warn("a gateway reports what was never sent", "office", g.Office, "gateway", g.ID)
		return nil
	}
	if err == nil {
		e.observe(g.Channel(), news.Fate)
	}
	return err
}

func (e *Engine) observe(channel notice.Channel, fate notice.Status) {
	if e.Observe != nil {
		e.Observe(channel, fate)
	}
}

// rested reports whether the gateway may be spoken to, and after which office it goes
// on.
func (e *Engine) rested(name string) (last string, may bool) {
	e.mu.Lock()
	defer e.mu.Unlock()
	r := e.rests[name]
	// A clock that was set back must not let a gateway rest for longer than it may.
	return r.last, !r.until.After(e.Now()) || r.until.Sub(e.Now()) > longRest
}

// fared notes how an attempt went; it reports whether the gateway needs a rest.
func (e *Engine) fared(name, office string, missed bool) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.rests == nil {
		e.rests = map[string]rest{}
	}
	r := rest{last: office}
	if missed {
		r.misses = e.rests[name].misses + 1
		if r.misses >= mostMiss {
			r.until = e.Now().Add(min(5*time.Second<<min(r.misses-mostMiss, 10), longRest))
		}
	}
	e.rests[name] = r
	return !r.until.IsZero()
}
