// Package guidance keeps the texts that an office has agreed to give out: answers
// to what people ask, cards of advice on cyber security, cures of known faults,
// neutral specifications and templates of replies. It decides who may write,
// approve and withdraw them, which of them fit a question, and who has to be told
// when one of them was wrong. It knows no page, no table and no case: cases are
// named by their numbers.
package guidance

import (
	"time"

	"dorgora/workday"
)

// Sort is the purpose of a guide.
type Sort string

// The sorts.
const (
	Answer        Sort = "answer"        // question of the public with its answer
	Card          Sort = "card"          // advice on cyber security, to be handed out
	KnownFault    Sort = "fault"         // fault that comes back, with its cure
	Specification Sort = "specification" // what to ask for when buying, without a brand
	Template      Sort = "template"      // reply with placeholders
)

// Sorts lists the sorts in the order in which pages show them.
func Sorts() []Sort { return []Sort{Answer, Card, KnownFault, Specification, Template} }

// State is where a version stands between being written and being over.
type State string

// The states. Only an approved version may be given out.
const (
	Draft      State = "draft"
	Approved   State = "approved"
	Superseded State = "superseded" // a later version was approved
	Withdrawn  State = "withdrawn"  // with a reason
)

// Source is the document from which a guide was written.
type Source struct {
	Document string
	Version  string // edition, memo number or clause; may be empty
	Date     workday.Date
}

// Text is a guide in one language.
type Text struct {
	Title string // for an answer the question
	Body  string
}

// Price is one source of a price, as it was seen on a day. It is no offer.
type Price struct {
	Where string
	Text  string // amount as printed at the source
	Date  workday.Date
}

// Content is what a person writes.
type Content struct {
	Sort        Sort
	Topic       string   // few words under which guides and questions are counted
	Services    []string // keys of the services for which it is offered first
	Bn          Text
	En          Text // empty when nobody has translated it
	EnChecked   bool // false: the translation is a draft, the Bangla rules
	Source      Source
	ReviewBy    workday.Date // last day on which it is offered without having been looked at again
	Public      bool         // answers and cards only: shown to everybody
	Prices      []Price      // specifications only
	BrandReason string       // why a specification names a brand
	Case        string       // number of the case from whose answer it was drawn
}

// Signature says who did something, and when.
type Signature struct {
	Person string
	Name   string
	At     time.Time
}

// Known reports whether somebody signed.
func (s Signature) Known() bool { return !s.At.IsZero() }

// Version is one wording of a guide.
type Version struct {
	Content
	Office   string
	Guide    string
	Number   int // from 1
	State    State
	Writers  []Signature // everybody who wrote on it; the latest last
	Approver Signature
	Ended    Signature // when it was superseded or withdrawn
	Reason   string    // of the withdrawal
}

// Written is the latest writing.
func (v Version) Written() Signature {
	if len(v.Writers) == 0 {
		return Signature{}
	}
	return v.Writers[len(v.Writers)-1]
}

// Changed is when anything last happened to the version.
func (v Version) Changed() time.Time {
	at := v.Written().At
	for _, one := range []Signature{v.Approver, v.Ended} {
		if one.At.After(at) {
			at = one.At
		}
	}
	return at
}

// Expired reports whether the version should have been looked at again before the day.
func (v Version) Expired(today workday.Date) bool { return v.ReviewBy.Before(today) }

// Offered reports whether the version may be suggested on the day.
func (v Version) Offered(today workday.Date) bool { return v.State == Approved && !v.Expired(today) }

// Shown reports whether everybody may read the version: also past its review, for
// people hold its address, but then with a warning.
func (v Version) Shown() bool { return v.State == Approved && v.Public }

// Guide is a text with its history.
type Guide struct {
	Office   string
	ID       string
	Revision int64     // grows with every act; a stale one is refused
	Versions []Version // the first first; never empty once written
}

// InForce is the approved version.
func (g Guide) InForce() (Version, bool) { return g.find(Approved) }

// Open is the draft that is being written.
func (g Guide) Open() (Version, bool) { return g.find(Draft) }

// Latest is the version written last.
func (g Guide) Latest() Version {
	if len(g.Versions) == 0 {
		return Version{}
	}
	return g.Versions[len(g.Versions)-1]
}

func (g Guide) find(state State) (Version, bool) {
	for _, v := range g.Versions {
		if v.State == state {
			return v, true
		}
	}
	return Version{}, false
}

// Use is a guide given to the applicant of a case.
type Use struct {
	Office  string
	Guide   string
	Version int
	Case    string // number
	By      Signature
	Sealed  bool      // of a sealed case, whose number is not shown beside the guide
	Told    time.Time // when the applicant was told that it is over; zero: not
}

// Recipient is how the applicant of a case can be told something.
type Recipient struct {
	Case    string // number
	Channel string // as in notice.Channel
	Address string // the safe one that the applicant chose
	Lang    string
	Sealed  bool // nothing that is sent may say what the case is about
}
