// Package report is what other offices ask for and what goes to them at fixed times
// (charter row ২.২ (১)): a demand with its questions and its date, the draft filled
// from live data, the approval, what was sent with each figure's query and moment,
// the correction of what was wrong, and the recurring returns. It decides; it does
// not know SQL, pages, nor how letters are numbered.
package report

import (
	"slices"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// State is where a demand stands.
type State string

// The states.
const (
	Open     State = "open"     // questions are collected, figures filled
	Approved State = "approved" // by the head; nothing changes any more
	Sent     State = "sent"
	Void     State = "void" // entered wrongly, or the return is no longer asked for
)

// Signature is who did something, and when.
type Signature struct {
	Person string    `json:"person,omitempty"`
	Name   string    `json:"name,omitempty"`
	Post   string    `json:"post,omitempty"`
	At     time.Time `json:"at"`
}

// Known reports whether somebody signed.
func (s Signature) Known() bool { return s.Person != "" }

// Asker is the office that asks.
type Asker struct {
	Office   string       `json:"office"`
	Person   string       `json:"person,omitempty"`
	Address  string       `json:"address,omitempty"`
	Mail     string       `json:"mail,omitempty"`
	Memo     string       `json:"memo,omitempty"` // number of its letter
	MemoDate workday.Date `json:"memo_date"`      // zero: none
}

// Manual is a figure that no query counts: it needs the evidence and a second person.
type Manual struct {
	Number   int       `json:"number"`
	Evidence string    `json:"evidence"`
	By       Signature `json:"by"`
	Second   Signature `json:"second"` // who looked at the evidence; not By
}

// Value is a figure as it was filled: with its query, so that it can be counted again.
type Value struct {
	Count
	Query   string    `json:"query"`
	Service string    `json:"service,omitempty"`
	By      Split     `json:"by,omitempty"`
	Period  Period    `json:"period"`
	AsOf    time.Time `json:"as_of"`
}

// Line is one question of a demand and its answer: a figure from live data, a figure
// by hand, or words.
type Line struct {
	Question string  `json:"question"`
	Figure   string  `json:"figure,omitempty"` // key in the catalogue; empty: a person answers
	Service  string  `json:"service,omitempty"`
	By       Split   `json:"by,omitempty"`
	Words    string  `json:"words,omitempty"`
	Value    *Value  `json:"value,omitempty"`
	Manual   *Manual `json:"manual,omitempty"`
}

// asks is what a line asks for, to find its answer in an earlier return.
func (l Line) asks() string {
	if l.Figure != "" {
		return "figure/" + l.Figure + "/" + l.Service + "/" + string(l.By)
	}
	return "words/" + bangla.Fold(l.Question)
}

// Answered reports whether the line needs nothing more.
func (l Line) Answered() bool {
	switch {
	case l.Figure != "":
		return l.Value != nil
	case l.Manual != nil:
		return l.Manual.Second.Known()
	}
	return l.Words != ""
}

// Number is the figure of the line; words and days over no case have none.
func (l Line) Number() (int, bool) {
	switch {
	case l.Value != nil && !l.Value.None:
		return l.Value.Number, true
	case l.Manual != nil:
		return l.Manual.Number, true
	}
	return 0, false
}

// Sending is how the answer left, and what shows it.
type Sending struct {
	Medium string       `json:"medium"` // mail, print, efile
	Proof  string       `json:"proof"`  // number of the registered post, the e-file, or who took it
	Date   workday.Date `json:"date"`
	By     Signature    `json:"by"`
}

// Media lists the ways in which an answer leaves.
func Media() []string { return []string{"mail", "print", "efile"} }

// Demand is one report that is asked for: once, by another office, or as one period
// of a recurring return.
type Demand struct {
	Office    string       `json:"office"`
	ID        string       `json:"id"`
	Asker     Asker        `json:"asker"`
	Subject   string       `json:"subject"`
	Diary     string       `json:"diary,omitempty"` // number in the diary of what is received
	Case      string       `json:"case,omitempty"`  // number of the case
	Post      string       `json:"post"`            // who answers for it
	Received  time.Time    `json:"received"`
	Deadline  workday.Date `json:"deadline"`         // the asker's own; zero: none
	Due       workday.Date `json:"due"`              // the date by which it is answered; zero: none can be named
	Past      bool         `json:"past,omitempty"`   // the deadline was over at the receipt
	Return    string       `json:"return,omitempty"` // ID of the recurring return
	Period    Period       `json:"period"`
	Lines     []Line       `json:"lines"`
	AsOf      time.Time    `json:"as_of"` // of the last filling; zero: never
	State     State        `json:"state"`
	Approval  Signature    `json:"approval"`
	Letter    string       `json:"letter,omitempty"` // ID of the letter that answers
	Memo      string       `json:"memo,omitempty"`   // its number
	Sending   Sending      `json:"sending"`
	Last      string       `json:"last,omitempty"`    // ID of the demand whose answer stands beside
	Repeats   string       `json:"repeats,omitempty"` // ID of the demand that asked the same
	Corrects  string       `json:"corrects,omitempty"`
	Corrected string       `json:"corrected,omitempty"` // ID of the demand that puts this one right
	Reason    string       `json:"reason,omitempty"`    // of the correction, or of being void
	Told      []string     `json:"told,omitempty"`      // reminders that were given
	Revision  int          `json:"revision"`
}

// Recurring reports whether the demand is one period of a recurring return.
func (d Demand) Recurring() bool { return d.Return != "" }

// Pending reports whether the answer has not left yet.
func (d Demand) Pending() bool { return d.State == Open || d.State == Approved }

// Overdue reports whether the date is over and the answer has not left.
func (d Demand) Overdue(today workday.Date) bool {
	return d.Pending() && !d.Due.Zero() && today.After(d.Due)
}

// Late reports whether the answer left after its date.
func (d Demand) Late() bool {
	return d.State == Sent && !d.Due.Zero() && d.Sending.Date.After(d.Due)
}

// Cursor is where the demand stands in lists that are ordered by date: those without
// a date last.
func (d Demand) Cursor() string {
	if d.Due.Zero() {
		return "9999-12-31|" + d.ID
	}
	return d.Due.String() + "|" + d.ID
}

// Unanswered are the places, from 1, of the questions that need something more.
func (d Demand) Unanswered() []int {
	var open []int
	for i, line := range d.Lines {
		if !line.Answered() {
			open = append(open, i+1)
		}
	}
	return open
}

// Difference is an answer beside that of the last return.
type Difference struct {
	Before, More int
	Known        bool // both are numbers
}

// Beside compares a line with the lines of the last return.
func (l Line) Beside(last []Line) Difference {
	now, counted := l.Number()
	i := slices.IndexFunc(last, func(one Line) bool { return one.asks() == l.asks() })
	if !counted || i < 0 {
		return Difference{}
	}
	before, counted := last[i].Number()
	if !counted {
		return Difference{}
	}
	return Difference{Before: before, More: now - before, Known: true}
}

// Missing is the fault about a demand or a return that is not there.
func Missing() *fault.Fault { return fault.New(fault.NotFound, "report.missing") }

// Stale is the fault of an act on something that moved on meanwhile.
func Stale() *fault.Fault { return fault.New(fault.Conflict, "report.stale") }
