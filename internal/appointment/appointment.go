// Package appointment plans who goes where and when for a case: visits, sessions of
// a resource person, field jobs, seats of a language lab. It offers the free slots
// of an office's half days, refuses what clashes, and keeps what was planned beside
// what became of it. It knows nothing of pages and SQL.
package appointment

import (
	"time"

	"dorgora/internal/office"
	"dorgora/workday"
)

// Kind is the sort of an appointment.
type Kind string

// The kinds.
const (
	Visit   Kind = "visit"   // to the applicant, with others in the same half day
	Session Kind = "session" // as a resource person; takes the half day and its venue whole
	Field   Kind = "field"   // a field job; takes the half day whole
	Seat    Kind = "seat"    // a seat in a room that has several
)

// Kinds lists the kinds in the order in which they are offered.
var Kinds = []Kind{Visit, Session, Field, Seat}

// Known reports whether there is such a kind.
func (k Kind) Known() bool { return k == Visit || k == Session || k == Field || k == Seat }

// whole reports whether an appointment of the kind takes the half day whole.
func (k Kind) whole() bool { return k == Session || k == Field }

// Half is a half of an office day.
type Half string

// The halves. Morning ends and Afternoon begins at one o'clock.
const (
	Morning   Half = "am"
	Afternoon Half = "pm"
)

// Halves lists the halves in order.
var Halves = []Half{Morning, Afternoon}

// State is what became of an appointment.
type State string

// The states.
const (
	Planned   State = "planned"
	Arrived   State = "arrived"
	Left      State = "left" // came away, and more is to be done
	Done      State = "done"
	Missed    State = "missed"    // somebody was not there
	Cancelled State = "cancelled" // before its time
	Moved     State = "moved"     // to another time; the line stays, struck out
)

// Appointment is one plan to meet, and what came of it.
type Appointment struct {
	Office   string
	ID       string
	Number   string // of the case
	Kind     Kind
	Post     string // of the officer who goes; for a seat, who looks after it
	Bearer   string // who or what is taken up: "person/rupsha/tasnim", "venue/rupsha/ল্যাব ১"
	Venue    string // "venue/…" of a session in one of the office's rooms; empty otherwise
	Slot     Slot
	Union    string // for the order of a route
	Place    string // address or directions
	State    State
	Booked   time.Time
	By       string // person who booked; empty: the applicant
	Arrived  time.Time
	Left     time.Time
	Tried    string // what was tried
	Reason   string // why it was missed, cancelled or moved
	Later    string // ID of the appointment to which it was moved
	Earlier  string // ID of the appointment from which it was moved
	Revision int    // grows with every change; a stale one is refused
}

// Live reports whether the appointment takes its slot up.
func (a Appointment) Live() bool {
	return a.State != Missed && a.State != Cancelled && a.State != Moved
}

// Over reports whether nothing more can become of the appointment.
func (a Appointment) Over() bool { return a.State != Planned && a.State != Arrived }

// Slot is a place in a half day.
type Slot struct {
	Day    workday.Date
	Half   Half
	Number int       // 1, 2 … within the half day
	From   time.Time // when it begins
}

// same reports whether two slots lie in the same half day.
func (s Slot) same(other Slot) bool { return s.Day == other.Day && s.Half == other.Half }

// Line is an appointment with what a list says of its case. Of a sealed case the
// list says nothing.
type Line struct {
	Appointment
	Name    string // of the applicant
	Mobile  string
	Service string // key
	Title   string // name of the service at receipt
	Need    string // what was asked
	Sealed  bool
}

// PersonBearer names a person as who is taken up, in whatever office the person acts.
func PersonBearer(person office.Person) string { return "person/" + person.Office + "/" + person.ID }

// VenueBearer names a room of an office as what is taken up.
func VenueBearer(officeID, venue string) string { return "venue/" + officeID + "/" + venue }
