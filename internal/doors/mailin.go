package doors

import (
	"context"
	"net"
	"strconv"
	"strings"
	"sync"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/mail"
	"dorgora/internal/postbox/postboxdb"
)

// polls remembers when this process last looked into each mailbox.
type polls struct {
	mu   sync.Mutex
	last map[string]time.Time
}

// due reports whether a mailbox is to be looked into now, and notes that it was.
func (p *polls) due(g gateway.Gateway, now time.Time) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	seconds, err := strconv.Atoi(g.Value("seconds"))
	key := g.Office + "/" + g.ID
	if last, known := p.last[key]; known && err == nil && now.Sub(last) < time.Duration(seconds)*time.Second && !now.Before(last) {
		return false
	}
	p.last[key] = now
	return true
}

// poll looks into the mailboxes whose turn it is. One that cannot be reached does not
// keep the others waiting.
func (d mailDoor) poll(ctx context.Context) error {
	all, err := d.gateways.All(ctx)
	if err != nil {
		return err
	}
	for _, g := range all {
		if g.Kind != "imap" || !g.Active || !d.polls.due(g, d.house.Now()) {
			continue
		}
		if err := d.pollOne(ctx, g); err != nil {
			d.house.Logger.Warn("a mailbox was not read to its end", "office", g.Office, "gateway", g.ID, "error", err)
		}
	}
	return nil
}

func (d mailDoor) pollOne(ctx context.Context, g gateway.Gateway) error {
	from, err := d.store.Mark(ctx, g.Office, g.ID)
	if err != nil {
		return err
	}
	to, err := mail.Poll(ctx, g.All(), mail.Mark(from), func(ctx context.Context, raw mail.Raw) error {
		return d.take(ctx, g, "imap", raw)
	})
	if next := postboxdb.Mark(to); next != from {
		if kept := d.store.SetMark(context.WithoutCancel(ctx), g.Office, g.ID, next); kept != nil {
			return kept
		}
	}
	return err
}

// reread is how often the listeners are compared with the gateways.
const reread = 5 * time.Second

// listen keeps a listener open for each gateway of the kind lmtp until the context
// ends, and follows their settings.
func (d mailDoor) listen(ctx context.Context) {
	open := map[string]context.CancelFunc{}
	var running sync.WaitGroup
	defer running.Wait()
	ticker := time.NewTicker(reread)
	defer ticker.Stop()
	for {
		d.compare(ctx, open, &running)
		select {
		case <-ctx.Done():
			return
		case <-ticker.C:
		}
	}
}

// compare opens the listeners that are missing and closes those that are too many.
func (d mailDoor) compare(ctx context.Context, open map[string]context.CancelFunc, running *sync.WaitGroup) {
	all, err := d.gateways.All(ctx)
	if err != nil {
		d.house.Logger.Warn("gateways cannot be read", "error", err)
		return
	}
	wanted := map[string]gateway.Gateway{}
	for _, g := range all {
		if g.Kind == "lmtp" && g.Active {
			wanted[g.Office+"/"+g.ID+"/"+strconv.Itoa(g.Revision)] = g
		}
	}
	for key, end := range open {
		if _, still := wanted[key]; !still {
			end()
			delete(open, key)
		}
	}
	for key, g := range wanted {
		if _, known := open[key]; known {
			continue
		}
		on, err := loopback(ctx, g.Value("listen"))
		if err != nil {
			d.house.Logger.Warn("mail is not listened for", "office", g.Office, "gateway", g.ID, "error", err)
			continue
		}
		inner, end := context.WithCancel(ctx)
		open[key] = end
		running.Go(func() { d.serve(inner, g, on) })
	}
}

func (d mailDoor) serve(ctx context.Context, g gateway.Gateway, on net.Listener) {
	smtp := strings.HasPrefix(g.Value("listen"), "smtp:")
	door := "lmtp"
	if smtp {
		door = "smtp"
	}
	err := mail.Listener{
		Domain: g.Value("domain"), SMTP: smtp, Logger: d.house.Logger,
		Knows: func(ctx context.Context, recipient string) error {
			_, known, err := d.officeOf(ctx, g, recipient)
			if err == nil && !known {
				err = fault.New(fault.NotFound, "record.missing")
			}
			return err
		},
		Take: func(ctx context.Context, raw mail.Raw) error { return d.take(ctx, g, door, raw) },
	}.Serve(ctx, on)
	if err != nil {
		d.house.Logger.Error("a listener for mail ended", "office", g.Office, "gateway", g.ID, "error", err)
	}
}

// loopback listens at an address of this machine itself, and at no other:
// "127.0.0.1:2424", for SMTP "smtp:127.0.0.1:2525".
func loopback(ctx context.Context, address string) (net.Listener, error) {
	address = strings.TrimPrefix(strings.TrimPrefix(address, "smtp:"), "lmtp:")
	host, _, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return nil, fault.InField("listen", "mail.settings.wrong")
	}
	var config net.ListenConfig
	return config.Listen(ctx, "tcp", address)
}
