package casework

import (
	"encoding/json"
	"slices"
	"strings"
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
	DeedLapsed    Deed = "lapsed"    // the applicant's time to answer is over; the clock goes on
	DeedAssigned  Deed = "assigned"  // to another post
	DeedNoted     Deed = "noted"     // internal
	DeedAttached  Deed = "attached"  // a file of the office's own
	DeedJudged    Deed = "judged"    // a paper that came was checked, or returned
	DeedRecounted Deed = "recounted" // the calendar changed
	DeedExtended  Deed = "extended"  // once, with a reason
	DeedReferred  Deed = "referred"  // to another office; our clock runs on
	DeedDeclined  Deed = "declined"  // by the other office
	DeedCalled    Deed = "called"    // a third party was asked, as a vendor
	DeedCame      Deed = "came"      // what a third party owed
	DeedTried     Deed = "tried"     // to reach the applicant
	DeedTask      Deed = "task"      // laid out
	DeedDone      Deed = "done"      // a task
	DeedOrdered   Deed = "ordered"   // an instruction of a superior
	DeedObeyed    Deed = "obeyed"    // an instruction was answered
	DeedDeclared  Deed = "declared"  // no interest in the matter
	DeedRecused   Deed = "recused"   // an interest: somebody else must act
	DeedIssued    Deed = "issued"    // a numbered paper
	DeedAlarmed   Deed = "alarmed"   // a serious matter was reported to the superior
	DeedWarned    Deed = "warned"    // the promised moment comes near
	DeedBreached  Deed = "breached"  // the promised moment passed
	DeedEscalated Deed = "escalated" // to the next rung
	DeedMerged    Deed = "merged"    // into another case
	DeedGrouped   Deed = "grouped"   // into an incident, or out of it
	DeedClosed    Deed = "closed"
	DeedWithdrawn Deed = "withdrawn"
	DeedRated     Deed = "rated"    // the applicant says whether it is solved
	DeedReopened  Deed = "reopened" // the clock goes on
	DeedUndone    Deed = "undone"   // the act before was taken back
)

// Actor is who acts: a person in a post, or the applicant.
type Actor struct {
	Post   string // empty for the applicant
	Person string
	Name   string
}

// Applicant is the actor who applied; TheClock is the program itself, when time
// alone makes something happen.
var (
	Applicant = Actor{}
	TheClock  = Actor{Post: "clock"}
)

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
	Key    string    `json:"key,omitempty"`   // text of an act that the clock itself did
	Due    time.Time `json:"due"`             // the promised moment after the act
	Files  []string  `json:"files,omitempty"` // id:hash of the files that came with it
	Digest string    `json:"digest"`          // of the case after the write that the act belongs to
	Salt   string    `json:"-"`               // of the commitment in the ledger
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
	Before   *Case // as it was read, when the act may be taken back
	Acts     []Act
	Entries  []ledger.Entry
	Notices  []notice.Notice
	Evidence []document.Evidence
	Unsaid   []string // notices that are not to leave after all, by ID
	Given    []Given  // approved texts from which the words of the act were taken
	Undone   *Act     // that was taken back
	Key      string   // of the form that asked for the act; one key acts once

	book Handbook
}

// Given names an approved text that an applicant received, so that whoever received
// it can be told when it was wrong; see package guidance.
type Given struct {
	Guide   string
	Version int
}

// Stamp is what an act needs from outside: who, when, and fresh randomness.
type Stamp struct {
	Actor Actor
	Now   time.Time
	Salt  string        // 128 random bits, hex; blinds the commitment and names the notices
	Book  Handbook      // what is looked up
	Hold  time.Duration // how long notices wait, so that the act can be taken back
}

// act appends one act with its ledger entry to a change of the case.
func (c Case) act(deed Deed, stamp Stamp, public bool, text string) Change {
	c.Revision++
	act := Act{
		Office: c.Office, Number: c.Number, Place: c.Revision, Deed: deed, Actor: stamp.Actor,
		At: stamp.Now, Public: public, Text: text, Due: c.Due, Salt: stamp.Salt,
	}
	entry := ledger.Entry{
		Office: c.Office, Subject: c.Subject(), Act: string(deed), Actor: stamp.Actor.ledgerName(), At: stamp.Now,
	}
	return Change{Case: c, Acts: []Act{act}, Entries: []ledger.Entry{entry}, book: stamp.Book}.Seal()
}

// Seal commits the acts of a change to their content, to the files that came with
// them and to the case as it stands after all of them. It is called again by
// whoever adds to a change.
func (ch Change) Seal() Change {
	digest, files := ch.Case.Digest(), []string(nil)
	for _, e := range ch.Evidence {
		files = append(files, e.ID+":"+e.Hash)
	}
	ch.Acts, ch.Entries = slices.Clone(ch.Acts), slices.Clone(ch.Entries)
	for i := range ch.Acts {
		ch.Acts[i].Digest = digest
		if i == 0 {
			ch.Acts[i].Files = files
		}
		ch.Entries[i].Commitment = ledger.Commit(ledger.Salt(ch.Acts[i].Salt), ch.Acts[i].Content())
	}
	return ch
}

// wound is the change with the clock of its case wound up anew.
func (ch Change) wound() Change {
	ch.Case = ch.Case.Wind(ch.book)
	return ch.Seal()
}

// then is both changes as one write. What is said of the first is left out: the
// second says more.
func (ch Change) then(next Change) Change {
	next.Acts = append(ch.Acts, next.Acts...)
	next.Entries = append(ch.Entries, next.Entries...)
	next.Evidence = append(ch.Evidence, next.Evidence...)
	return next.Seal()
}

// tellOfficer adds a notice to somebody of the offices. Who has left neither mobile
// nor mail address sees it on the desk.
func (ch Change) tellOfficer(stamp Stamp, to Contact, key string, args ...string) Change {
	n := notice.Notice{
		Office: ch.Case.Office, ID: stamp.Salt + "-" + to.Person, Subject: ch.Case.Subject(), To: notice.Officer,
		Channel: notice.SMS, Address: to.Mobile, Lang: "bn", Key: key, At: stamp.Now, Leaves: stamp.Now, Status: notice.Waiting,
		Args: append([]string{"number", ch.Case.Number}, args...),
	}
	if n.Address == "" {
		n.Channel, n.Address = notice.Mail, to.Mail
	}
	if n.Address != "" {
		ch.Notices = append(ch.Notices, n)
	}
	return ch
}

// answers reports whether a notice brings the applicant words of the office, which go
// back through the applicant's own door; the rest are signs of the clock.
func answers(key string) bool {
	return key == "casework.notice.asked" || key == "casework.notice.replied" || strings.HasPrefix(key, "casework.notice.closed.")
}

// tell adds a notice to the applicant, on the way in which the applicant wishes to
// hear.
func (ch Change) tell(stamp Stamp, key string, args ...string) Change {
	app := ch.Case.Application
	n := notice.Notice{
		Office: ch.Case.Office, ID: stamp.Salt + "-applicant", Subject: ch.Case.Subject(), To: notice.Applicant,
		Channel: notice.SMS, Address: app.Mobile, Lang: app.Lang, Key: key, At: stamp.Now, Leaves: stamp.Now.Add(stamp.Hold), Status: notice.Waiting,
		Args: append([]string{"number", ch.Case.Number}, args...),
	}
	switch {
	case app.Hear == ByMail && app.Mail != "", n.Address == "" && app.Mail != "":
		n.Channel, n.Address = notice.Mail, app.Mail
	case app.Hear == ByLetter && (answers(key) || n.Address == ""):
		n.Channel, n.Address = notice.Post, app.Address
	case app.Hear == ByPhone && answers(key):
		n.Channel = notice.Call
	}
	if n.Address == "" { // who left no number hears at the counter
		return ch
	}
	ch.Notices = append(ch.Notices, n)
	return ch
}
