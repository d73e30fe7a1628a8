// Package casework is the request desk: it receives applications, keeps the
// promise clock, asks for what is missing and closes cases with an outcome. It
// decides; it does not know HTTP, SQL, sign-in or how a notice travels.
package casework

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Status is where a case stands.
type Status string

// The statuses.
const (
	Received   Status = "received"    // নতুন
	InProgress Status = "in_progress" // চলমান
	Waiting    Status = "waiting"     // আবেদনকারীর অপেক্ষায়; the clock is paused
	Closed     Status = "closed"      // নিষ্পন্ন
)

// Outcome is how a case ended.
type Outcome string

// The outcomes; Open while the case runs.
const (
	Open      Outcome = ""
	Delivered Outcome = "delivered" // সেবা দেওয়া হয়েছে
	Advised   Outcome = "advised"   // পরামর্শ দেওয়া হয়েছে
	PassedOn  Outcome = "referred"  // অন্য দপ্তরে পাঠানো ও গৃহীত
	Refused   Outcome = "refused"   // প্রত্যাখ্যাত, with reason and way of appeal
	Withdrawn Outcome = "withdrawn" // প্রত্যাহার, by the applicant
	Unreached Outcome = "unreached" // যোগাযোগ করা যায়নি, after the attempts that the rules ask for
)

// Case is the handling of one application for one promised service.
type Case struct {
	Office      string
	Number      string // eleven digits, see package number
	Service     ServiceRef
	Application Application
	Channel     charter.Channel // the door it came through
	Post        string          // the post that answers for it
	Status      Status
	Outcome     Outcome
	Sentence    string // what the applicant was told at the end
	Received    time.Time
	Promise     workday.Promise
	Due         time.Time // the promised moment; zero when the office set none
	Pauses      []workday.Pause
	Missing     []string // papers asked for and not yet answered
	Rounds      int      // how often something was asked for; a second round is flagged
	FirstReply  time.Time
	Closed      time.Time
	Revision    int // grows with every act; a stale one is refused
	Handling
}

// Handling is what the office does with a case beyond its clock.
type Handling struct {
	Kind      string            `json:"kind"`     // of the service at receipt
	Sealed    bool              `json:"sealed"`   // only who handles it and the superior see it
	Topic     string            `json:"topic"`    // folded value of the kind's field by which a fault is known again
	Follows   string            `json:"follows"`  // number of the earlier case that this one continues
	ReplyBy   time.Time         `json:"reply_by"` // promised moment of the first answer; zero: none
	Stage     Stage             `json:"stage"`
	Wake      time.Time         `json:"wake"` // when the clock itself acts next; zero: never
	Extension Extension         `json:"extension"`
	Referral  Referral          `json:"referral"`
	Outside   []Outside         `json:"outside"`
	Tasks     []Task            `json:"tasks"`
	Orders    []Order           `json:"orders"`
	Tries     []Try             `json:"tries"`
	Record    map[string]string `json:"record"` // the kind's fields, as recorded by the office
	Papers    map[string]Judged `json:"papers"` // what became of the papers that came, by the ID of the file
	Issued    []Issue           `json:"issued"`
	Declared  []string          `json:"declared"` // people who declared that they have no interest in the matter
	Barred    []string          `json:"barred"`   // people who may not act in the matter
	Solved    Solved            `json:"solved"`
	Reopened  int               `json:"reopened"` // how often
	Into      string            `json:"into"`     // number of the case into which this one was merged
	Incident  string            `json:"incident"` // ID of the incident of which this case is a part
	Took      int               `json:"took"`     // working days that the office had it, once it has ended
}

// ServiceRef names the service as it was promised at receipt.
type ServiceRef struct {
	Key     string // "citizen-2"
	Version int    // charter version in force at receipt
	Name    string
}

// Ended reports whether the case is closed.
func (c Case) Ended() bool { return c.Status == Closed }

// Served reports whether the case ended with the service or advice given.
func (c Case) Served() bool { return c.Outcome == Delivered || c.Outcome == Advised }

// Clock is the promise clock of the case.
func (c Case) Clock() workday.Clock {
	return workday.Clock{Received: c.Received, Promise: c.Promise, Pauses: c.Pauses}
}

// Late reports whether the promised moment passed without an end, or the end
// came after it. A case without a promised moment is never late, nor is one while
// it waits for the applicant; when it ends so, its clock stood still since the
// office asked.
func (c Case) Late(now time.Time) bool {
	if c.Due.IsZero() || c.Status == Waiting {
		return false
	}
	if c.Ended() {
		now = ran(c.Pauses, c.Closed)
	}
	return now.After(c.Due)
}

// ran is the moment up to which the clock of a case ran that ended at the moment
// given: the beginning of the last pause when the end ended that too.
func ran(pauses []workday.Pause, end time.Time) time.Time {
	if n := len(pauses); n > 0 && pauses[n-1].To.Equal(end) {
		return pauses[n-1].From
	}
	return end
}

// Digest is the SHA-256 of the case as it stands, in hex. Each act's commitment
// covers it, so that no field of a stored case can be changed unseen.
func (c Case) Digest() string {
	text, _ := json.Marshal(c) // a Case holds nothing that cannot be marshalled
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Ladder are those who answer for the case now, the nearest first, and whoever may not
// act in it left out. A post that the chart does not hold is that of the head.
func (c Case) Ladder(chart office.Chart, now time.Time) []office.Answerable {
	post := c.Post
	if _, known := chart.Post(c.Office, post); !known {
		post = chart.HeadOf(c.Office).ID
	}
	return chart.Ladder(c.Office, post, now, c.Barred...)
}

// KnownTo reports whether somebody of the offices may know of the case now. A sealed
// one is known to who handles it and to the superior; as it climbs, to whoever was
// told.
func (c Case) KnownTo(who access.Identity, chart office.Chart, now time.Time) bool {
	switch {
	case !c.Sealed:
		return true
	case !who.Known() || slices.Contains(c.Barred, who.Person):
		return false
	case who.Holds(c.Office, c.Post):
		return true
	}
	ladder, told := c.Ladder(chart, now), max(1, int(c.Stage-Breached)+1)
	return slices.ContainsFunc(ladder[:min(len(ladder), told+1)], func(one office.Answerable) bool { return one.Person.ID == who.Person })
}

// Subject is the name of the case in the ledger and the outbox.
func (c Case) Subject() string { return "case/" + c.Number }
