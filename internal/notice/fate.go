package notice

import (
	"slices"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/money"
)

// Delivery is one attempt to hand a notice to a gateway. It is written down before
// the gateway is spoken to.
type Delivery struct {
	Office  string
	Notice  string
	Try     int    // 1, 2, 3 …
	Keeper  string // office of the gateway
	Gateway string
	Address string
	Cost    money.Paisa
	Words   string
	Began   time.Time
	Ended   time.Time // zero: nobody knows how it ended
	Fate    Status
	Ref     string // the gateway's
	Detail  string
}

// most is how often a notice is tried before a person must look.
const most = 60

// Pause is how long a notice waits after so many tries that certainly failed: from
// half a minute to an hour.
func Pause(tries int) time.Duration {
	return min(30*time.Second<<min(max(tries-1, 0), 10), time.Hour)
}

// Missed is the fate of a notice that a gateway certainly did not take for now: it
// waits, until it was tried too often.
func (n Notice) Missed() Status {
	if n.Tries >= most*(n.Round+1) {
		return Failed
	}
	return Waiting
}

// After is the fate of a notice once news came of it: Sent, Delivered, Failed or
// Uncertain. News come in any order and late: what the receiver has stays delivered,
// what a person took in hand again waits until its next attempt tells.
func (s Status) After(news Status) Status {
	open := []Status{Sending, Uncertain, Sent}
	switch news {
	case Delivered:
		if slices.Contains([]Status{Sending, Uncertain, Sent, Waiting, Failed, Expired}, s) {
			return Delivered
		}
	case Sent:
		if s == Sending || s == Uncertain {
			return Sent
		}
	case Failed:
		if slices.Contains(open, s) {
			return Failed
		}
	case Uncertain:
		if s == Sending {
			return Uncertain
		}
	}
	return s
}

// Mark is the notice's name at gateways: the same however often it is tried, another
// one when a person lets it leave anew, so that a gateway that knows repeated messages
// takes it.
func (n Notice) Mark() string {
	if n.Round == 0 {
		return n.ID
	}
	return n.ID + "." + strconv.Itoa(n.Round)
}

// Marked is the ID of the notice that has the mark.
func Marked(mark string) string {
	id, _, _ := strings.Cut(mark, ".")
	return id
}

// Troubled reports whether a person should look at the notice.
func (s Status) Troubled() bool { return s == Failed || s == Uncertain || s == Expired }

// What a person decided about a notice.
const (
	Again   = "again"   // it is tried anew
	Another = "another" // it goes on another channel
	LeftAs  = "left"    // nothing more is done
)

// Ruling is what a person decided about a notice that did not arrive.
type Ruling struct {
	Office  string
	ID      string // makes a ruling that is sent twice act once
	Notice  string
	What    string
	Channel Channel // of Another
	Address string  // of Another
	Note    string
	Person  string
	Name    string
	At      time.Time
}

// Ruled is the notice as it stands after a ruling, and whether the ruling fits it: a
// notice that is on its way or has arrived is not touched.
func (n Notice) Ruled(r Ruling) (Notice, bool) {
	switch {
	case r.What == LeftAs && n.Status.Troubled():
		return n, true
	case r.What == Again && n.Status.Troubled(), r.What == Another && (n.Status.Troubled() || n.Status == Muted) && r.Address != "":
		n.Status, n.Next, n.Leaves, n.Words, n.Round = Waiting, r.At, r.At, "", n.Round+1
		if r.What == Another {
			n.Channel, n.Address = r.Channel, r.Address
		}
		return n, true
	}
	return n, false
}
