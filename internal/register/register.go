// Package register keeps the monthly register of an office: what came in, what was
// served in time and late, what is pending, and how long it took. It also rehearses
// promises: how many of the past cases a new time limit would have met. Every
// figure is the length of a list of turns, so that nobody has to believe it. It
// knows nothing of pages and SQL.
package register

import (
	"time"

	"dorgora/internal/casework"
	"dorgora/workday"
)

// Turn is one stretch of a case: from its receipt, or from being opened again, to
// its end. A case has one turn unless it was opened again.
type Turn struct {
	Office    string
	Number    string // of the case
	Place     int    // 1, 2 … within the case
	Service   string // key
	Name      string // of the service at receipt
	Post      string
	Sealed    bool      // only who handles the case and the superior may know more of it
	Received  time.Time // of the case
	Began     time.Time // the receipt, or the moment of opening again
	Due       time.Time // the promised moment as it stood when the month ended; zero: none
	Pauses    []workday.Pause
	Ended     time.Time // zero while it runs
	Outcome   casework.Outcome
	Late      bool      // it ended after its promised moment
	Dated     bool      // it had a promised moment when it ended
	Took      int       // working days that the office, not the applicant, had the case; when ended
	Reopening time.Time // when the case was opened again after this turn; zero: it was not
}

// TurnOf is the ended turn of a case that has just ended; began is its beginning.
func TurnOf(c casework.Case, began time.Time) Turn {
	return Turn{
		Office: c.Office, Number: c.Number, Place: c.Reopened + 1, Service: c.Service.Key, Name: c.Service.Name, Post: c.Post,
		Sealed: c.Sealed, Received: c.Received, Began: began, Due: c.Due, Pauses: c.Pauses,
		Ended: c.Closed, Outcome: c.Outcome, Late: c.Late(c.Closed), Dated: !c.Due.IsZero(), Took: c.Took,
	}
}

// Served reports whether the turn ended with the service or advice given.
func (t Turn) Served() bool { return casework.Run{Outcome: t.Outcome}.Served() }

// ApplicantDays is the number of working days on which the office waited for the
// applicant, up to the end of the turn.
func (t Turn) ApplicantDays(calendar workday.Calendar) int {
	if len(t.Pauses) == 0 || t.Ended.IsZero() {
		return 0
	}
	clock := workday.Clock{Received: t.Received, Pauses: t.Pauses}
	return clock.Elapsed(calendar, t.Ended).ApplicantDays
}

// Figure is one column of the register.
type Figure string

// The figures of a month. What was carried over, received and opened again is
// Handled; each of these has ended in one of the six ways or is Pending. Waiting
// and Overdue are parts of Pending, Overran of those that ended without the service.
const (
	Carried   Figure = "carried"   // pending when the month began
	Received  Figure = "received"  // came in
	Reopened  Figure = "reopened"  // opened again
	Handled   Figure = "handled"   // the sum of the three
	InTime    Figure = "in_time"   // service or advice given, within the promise
	Late      Figure = "late"      // service or advice given after the promised moment
	Undated   Figure = "undated"   // service or advice given; no moment had been promised
	Refused   Figure = "refused"   // with a reason
	Withdrawn Figure = "withdrawn" // by the applicant
	Otherwise Figure = "otherwise" // referred and accepted, not reached, merged
	Pending   Figure = "pending"   // open when the month ended
	Waiting   Figure = "waiting"   // of those: for the applicant
	Overdue   Figure = "overdue"   // of those: past the promised moment, and not waiting
	Overran   Figure = "overran"   // refused or ended otherwise, after the promised moment
)

// Figures lists the figures as the register's columns stand.
var Figures = []Figure{
	Carried, Received, Reopened, Handled, InTime, Late, Undated, Refused, Withdrawn, Otherwise, Pending, Waiting, Overdue, Overran,
}

// Known reports whether there is such a figure.
func (f Figure) Known() bool {
	for _, one := range Figures {
		if one == f {
			return true
		}
	}
	return false
}

// End is the figure under which an ended turn is entered.
func (t Turn) End() Figure {
	switch {
	case t.Served() && !t.Dated:
		return Undated
	case t.Served() && t.Late:
		return Late
	case t.Served():
		return InTime
	case t.Outcome == casework.Refused:
		return Refused
	case t.Outcome == casework.Withdrawn:
		return Withdrawn
	}
	return Otherwise
}

// overran reports whether the turn ended without the service after its promised
// moment. Who withdrew breaks nobody's promise.
func (t Turn) overran() bool {
	return !t.Ended.IsZero() && t.Late && !t.Served() && t.Outcome != casework.Withdrawn
}
