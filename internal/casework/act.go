package casework

import (
	"encoding/json"
	"time"

	"dorgora/internal/document"
	"dorgora/internal/ledger"
	"dorgora/internal/notice"
)

// Deed names what was done in an act.
type Deed string

// The deeds.
const (
	DeedReceived  Deed = "received"
	DeedTaken     Deed = "taken" // the officer began to work on it
	DeedReplied   Deed = "replied"
	DeedAsked     Deed = "asked"     // for what is missing; the clock pauses
	DeedAnswered  Deed = "answered"  // by the applicant; the clock goes on
	DeedHandedIn  Deed = "handed_in" // papers that the applicant had promised for later
	DeedResumed   Deed = "resumed"   // by the officer, as when a paper came by hand
	DeedAssigned  Deed = "assigned"  // to another post
	DeedNoted     Deed = "noted"     // internal
	DeedRecounted Deed = "recounted" // the calendar changed
	DeedClosed    Deed = "closed"
	DeedWithdrawn Deed = "withdrawn"
)

// Actor is who acts: a person in a post, or the applicant.
type Actor struct {
	Post   string // empty for the applicant
	Person string
	Name   string
}

// Applicant is the actor who applied.
var Applicant = Actor{}

// ledgerName is how the actor is named in the ledger: never by person.
func (a Actor) ledgerName() string {
	if a.Post == "" {
		return "applicant"
	}
	return "post/" + a.Post
}

// Act is one line of a case's timeline. Its text may hold personal matter, so the
// ledger carries only a commitment to it.
type Act struct {
	Office string    `json:"office"`
	Number string    `json:"number"` // of the case
	Place  int       `json:"place"`  // 1, 2, 3 … within the case
	Deed   Deed      `json:"deed"`
	Actor  Actor     `json:"actor"`
	At     time.Time `json:"at"`
	Public bool      `json:"public"` // the applicant sees it
	Text   string    `json:"text"`
	Due    time.Time `json:"due"` // the promised moment after the act
	Salt   string    `json:"-"`   // of the commitment in the ledger
}

// Content is what the act's commitment covers.
func (a Act) Content() string {
	a.At, a.Due = a.At.UTC().Truncate(time.Second), a.Due.UTC().Truncate(time.Second)
	text, _ := json.Marshal(a) // an Act holds nothing that cannot be marshalled
	return string(text)
}

// Change is everything that one act alters. A Store writes it whole or not at all.
type Change struct {
	Case     Case
	Acts     []Act
	Entries  []ledger.Entry
	Notices  []notice.Notice
	Evidence []document.Evidence
}

// Stamp is what an act needs from outside: who, when, and fresh randomness.
type Stamp struct {
	Actor Actor
	Now   time.Time
	Salt  string // 128 random bits, hex; blinds the commitment and names the notices
}

// act appends one act with its ledger entry to a change of the case.
func (c Case) act(deed Deed, stamp Stamp, public bool, text string) Change {
	c.Revision++
	act := Act{
		Office: c.Office, Number: c.Number, Place: c.Revision, Deed: deed, Actor: stamp.Actor,
		At: stamp.Now, Public: public, Text: text, Due: c.Due, Salt: stamp.Salt,
	}
	entry := ledger.Entry{
		Office: c.Office, Subject: c.Subject(), Act: string(deed), Actor: stamp.Actor.ledgerName(),
		At: stamp.Now, Commitment: ledger.Commit(ledger.Salt(stamp.Salt), act.Content()),
	}
	return Change{Case: c, Acts: []Act{act}, Entries: []ledger.Entry{entry}}
}

// then is both changes as one write. What is said of the first is left out: the
// second says more.
func (ch Change) then(next Change) Change {
	next.Acts = append(ch.Acts, next.Acts...)
	next.Entries = append(ch.Entries, next.Entries...)
	next.Evidence = append(ch.Evidence, next.Evidence...)
	return next
}

// tell adds a notice to the applicant.
func (ch Change) tell(stamp Stamp, key string, args ...string) Change {
	app := ch.Case.Application
	n := notice.Notice{
		Office: ch.Case.Office, ID: stamp.Salt + "-applicant", Subject: ch.Case.Subject(), To: notice.Applicant,
		Channel: notice.SMS, Address: app.Mobile, Lang: app.Lang, Key: key, At: stamp.Now, Status: notice.Waiting,
		Args: append([]string{"number", ch.Case.Number}, args...),
	}
	if app.Hear == ByMail && app.Mail != "" {
		n.Channel, n.Address = notice.Mail, app.Mail
	}
	if n.Address == "" { // who left no number hears at the counter
		return ch
	}
	ch.Notices = append(ch.Notices, n)
	return ch
}
