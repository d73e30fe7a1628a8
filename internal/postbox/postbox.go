// Package postbox decides what becomes of a mail that came in: a new request, a reply
// that belongs to a case, or one that a person must look at. It knows neither how
// mail travels nor how it is stored.
package postbox

import (
	_ "embed"
	"time"

	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what is written beside a mail, and what its sender is told.
var Texts = message.Set{Name: "postbox", Bn: bn, En: en}

// Mail is a mail as it was read. Everything in it was written by whoever sent it.
type Mail struct {
	MessageID string
	Answers   []string // Message-IDs of the mails that it answers
	From      string   // address; empty when it names nobody
	Name      string   // by which the sender goes
	To        []string // addresses, those of the envelope first
	Subject   string
	Text      string
	Date      time.Time
	Machine   string // why a machine seems to have written it; empty: a person
	Forged    bool   // a server on its way found that the sender is another
	Spam      bool   // a server on its way took it for spam
	Report    *Report
	Files     []File
	Left      []string // names of parts that could not be taken
}

// File is a file that came with a mail.
type File struct {
	Name   string
	Bytes  []byte
	Inline bool // shown within the text, as the picture of a signature
}

// Report is what a server tells of the fate of a mail of ours.
type Report struct {
	MessageID string // of ours
	Failed    bool   // it will not arrive
	Detail    string
}

// Sort says what a mail is.
type Sort string

// The sorts. A fresh mail has none yet.
const (
	Request   Sort = "request"   // a new matter
	Reply     Sort = "reply"     // belongs to a case
	Stranger  Sort = "stranger"  // names a case that is not the sender's
	Automatic Sort = "automatic" // a machine wrote it: never answered
	Returned  Sort = "returned"  // tells the fate of a mail of ours
	Broken    Sort = "broken"    // cannot be read
)

// State is where a mail stands.
type State string

// The states.
const (
	Fresh      State = "fresh"      // kept, and not yet looked at
	ToSort     State = "sort"       // a person decides what it is
	Quarantine State = "quarantine" // a person decides whether to trust it
	Filed      State = "filed"      // nothing need be done
	Taken      State = "taken"      // became, or joined, a case
	Declined   State = "declined"   // not for this office, and its sender was told
	Spam       State = "spam"
)

// Open reports whether somebody must still look at a mail.
func (s State) Open() bool { return s == Fresh || s == ToSort || s == Quarantine }

// Letter is one mail as it is kept.
type Letter struct {
	Office    string
	ID        string // 64 hex digits, the same however often and by whichever way it comes
	Raw       string // hash of the mail as it came
	Door      string // imap, lmtp, smtp
	MessageID string
	From      string
	Name      string
	To        string // the address of ours that it came to
	Subject   string
	Text      string
	At        time.Time // when it came
	Sort      Sort
	State     State
	Why       string // key of a text, when a person must know more
	Service   string // slug, of a request
	Number    string // of the case that it became, joined or names
	Files     []Kept
	By        string // person who decided; empty: the program
	ByName    string
	Settled   time.Time
	Revision  int
}

// Kept is a file of a mail: made safe and kept, or left out.
type Kept struct {
	Name   string
	Type   string
	Hash   string // empty: it was left out
	Size   int64
	Reason string // text key why it was left out
}

// Cursor names the letter's place in a list that is ordered by moment and ID.
func (l Letter) Cursor() string { return l.At.UTC().Format(time.RFC3339) + "|" + l.ID }
