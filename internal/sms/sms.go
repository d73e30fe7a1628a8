// Package sms speaks to SMS gateways: Kannel, a modem under Gammu SMSD, and the HTTP
// interface of an aggregator that is described by a template. It knows how a message
// is handed over, how its fate is told and how one comes in; it knows neither what
// messages say nor whom they are for.
//
// An error of Send tells by its kind what is certain: fault.Unavailable, the gateway
// does not have the message and may be tried again; fault.Invalid, it refused the
// message for good. After any other error the gateway may have the message.
package sms

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"dorgora/internal/fault"
)

// Message is one message on its way out.
type Message struct {
	ID   string // ours; the same message always has the same
	From string // sender name or number; may be empty
	To   string // +8801XXXXXXXXX
	Text string
}

// Gateway hands messages over.
type Gateway interface {
	// Send hands a message over and returns the gateway's reference to it.
	Send(ctx context.Context, m Message) (ref string, err error)
}

// State is the fate of a message as the gateway tells it.
type State string

// The fates.
const (
	Delivered State = "delivered" // the telephone has it
	Failed    State = "failed"    // it will not arrive
	Accepted  State = "accepted"  // the network has it
)

// Report is news of a message.
type Report struct {
	ID     string // ours, when the gateway tells it
	Ref    string // the gateway's own, when it tells that
	State  State
	Detail string
	At     time.Time
}

// Incoming is a message that came in.
type Incoming struct {
	Key  string // the same for the same message, however often it is told
	From string // as the gateway writes it
	To   string
	Text string
	At   time.Time
}

// Open returns the gateway of a kind ("kannel", "gammu", "http") with its settings,
// see package gateway.
func Open(kind string, settings map[string]string) (Gateway, error) {
	switch kind {
	case "kannel":
		return kannel(settings), nil
	case "gammu":
		return Modem{Folder: settings["folder"]}, nil
	case "http":
		return aggregator{settings, client(settings["url"])}, nil
	}
	return nil, fault.New(fault.Invalid, "gateway.kind.unknown")
}

// waits is how long a gateway may take to answer.
const waits = 20 * time.Second

// client calls one host and no other: what a gateway answers leads nowhere else, and
// the addresses of this machine's own network are not dialled for a name outside it.
func client(address string) *http.Client {
	dialer := &net.Dialer{Timeout: 5 * time.Second}
	own := false
	if u, err := url.Parse(address); err == nil {
		ip := net.ParseIP(u.Hostname())
		own = u.Hostname() == "localhost" || ip != nil && ip.IsLoopback()
	}
	dialer.ControlContext = func(_ context.Context, _, dialled string, _ rawConn) error {
		host, _, err := net.SplitHostPort(dialled)
		if err != nil {
			return err
		}
		if ip := net.ParseIP(host); ip.IsLinkLocalUnicast() || ip.IsUnspecified() || ip.IsMulticast() || ip.IsLoopback() && !own {
			return fmt.Errorf("%s is no address of a gateway", host)
		}
		return nil
	}
	return &http.Client{
		Timeout: waits,
		// No connection is used twice: on one that was, the transport would send a GET again
		// by itself when it breaks, and the message with it.
		Transport:     &http.Transport{DialContext: dialer.DialContext, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}
