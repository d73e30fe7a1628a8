// Package notice decides what is said to whom when something happens: a key of a
// text with its values, a person, a channel. How it travels is not known here;
// until a channel is set up, notices wait in the outbox where staff see them.
package notice

import "time"

// Channel is the way in which a notice should travel.
type Channel string

// The channels. Calls and letters are done by a person, who marks them as done.
const (
	SMS  Channel = "sms"
	Mail Channel = "mail"
	Call Channel = "call" // an officer telephones
	Post Channel = "post" // an officer writes a letter
)

// Status is the fate of a notice.
type Status string

// The fates. A waiting notice has not left this machine.
const (
	Waiting   Status = "waiting"
	Sending   Status = "sending"   // a gateway is being spoken to
	Sent      Status = "sent"      // a gateway has it, or a person has done it
	Delivered Status = "delivered" // the receiver has it, as the gateway says
	Failed    Status = "failed"    // refused for good, or tried too often
	Uncertain Status = "uncertain" // the gateway may have it; it is not repeated unasked
	Expired   Status = "expired"   // too late to be of use
	Muted     Status = "muted"     // the receiver wants no messages
	Unsaid    Status = "unsaid"    // the act was taken back before it left
)

// Audience says in which part the receiver stands.
type Audience string

// The audiences.
const (
	Applicant Audience = "applicant"
	Officer   Audience = "officer"
)

// Notice is one message to one person on one channel.
type Notice struct {
	Office  string
	ID      string
	Subject string // "case/48210935716"
	To      Audience
	Channel Channel
	Address string   // mobile in +880 form, mail address, or postal address
	Lang    string   // "bn" or "en"
	Key     string   // text key
	Args    []string // name, value pairs of the text
	At      time.Time
	Leaves  time.Time // not before this moment: until then the act may be taken back
	Status  Status
	Next    time.Time // when it is tried next; of one being sent the end of its lease
	Tries   int
	Round   int    // how often a person let it leave anew
	Words   string // as they were handed to a gateway; empty before
}

// Cursor names the notice's place in a list that is ordered by moment and ID.
func (n Notice) Cursor() string { return n.At.UTC().Format(time.RFC3339) + "|" + n.ID }
