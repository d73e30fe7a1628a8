package appointment

import (
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// Booking is an appointment to be made.
type Booking struct {
	Wish
	Slot    Slot // day, half and number; the moment is worked out
	ID      string
	Number  string // of the case
	Union   string
	Place   string
	By      string // person; empty: the applicant
	Earlier string // ID of the appointment that it takes the place of
}

// The most letters of what is typed.
const (
	lineLetters = 200
	textLetters = 1000
)

// Plan works out the appointment that a booking becomes, without looking at what is
// taken. A slot in which the office does not work, one that has begun or lies too far
// ahead, and a post on leave are refused.
func (d Diary) Plan(b Booking) (Appointment, error) {
	if !b.Kind.Known() {
		return Appointment{}, fault.InField("kind", "appointment.kind.missing")
	}
	place, union := bangla.Line(bangla.Normal(b.Place)), bangla.Line(bangla.Normal(b.Union))
	if utf8.RuneCountInString(place) > lineLetters || utf8.RuneCountInString(union) > lineLetters {
		return Appointment{}, fault.InField("place", "appointment.place.long", "most", lineLetters)
	}
	if _, known := d.Settings.venue(b.Venue); b.Venue != "" && !known {
		return Appointment{}, fault.InField("venue", "appointment.venue.unknown")
	}
	slot, open := d.slot(b.Wish, b.Slot.Day, b.Slot.Half, b.Slot.Number)
	if !open {
		return Appointment{}, fault.InField("slot", "appointment.closed")
	}
	today := d.Calendar.DateOf(d.Now)
	if !slot.From.After(d.Now) {
		return Appointment{}, fault.InField("slot", "appointment.past")
	}
	if d.Calendar.Between(today, slot.Day) > d.Settings.Ahead {
		return Appointment{}, fault.InField("slot", "appointment.far", "days", d.Settings.Ahead)
	}
	bearer, err := d.Bearer(b.Wish, slot.From)
	if err != nil {
		return Appointment{}, err
	}
	return Appointment{
		Office: d.Office, ID: b.ID, Number: b.Number, Kind: b.Kind, Post: b.Post, Bearer: bearer, Venue: d.room(b.Wish),
		Slot: slot, Union: union, Place: place, State: Planned, Booked: d.Now, By: b.By, Earlier: b.Earlier, Revision: 1,
	}, nil
}

// Against decides about a planned appointment among those that are taken: it is
// refused when it clashes.
func (a Appointment) Against(taken []Appointment) error { return a.clash(taken) }

// Move strikes an appointment out in favour of a later one.
func (a Appointment) Move(to Appointment, reason string) (Appointment, error) {
	reason, err := words("reason", reason, "appointment.reason.missing")
	if err != nil {
		return a, err
	}
	if a.State != Planned {
		return a, over()
	}
	return a.next(Moved, func(a *Appointment) { a.Reason, a.Later = reason, to.ID }), nil
}

// Arrive notes when the officer came.
func (a Appointment) Arrive(at, now time.Time) (Appointment, error) {
	if a.State != Planned {
		return a, over()
	}
	if err := a.onTheDay("arrived", at, now); err != nil {
		return a, err
	}
	return a.next(Arrived, func(a *Appointment) { a.Arrived = at }), nil
}

// Leave notes when the officer went and what was tried; done says that nothing more
// is to be done.
func (a Appointment) Leave(at time.Time, tried string, done bool, now time.Time) (Appointment, error) {
	tried, err := words("tried", tried, "appointment.tried.missing")
	if err != nil {
		return a, err
	}
	if a.State != Arrived {
		return a, over()
	}
	if err := a.onTheDay("left", at, now); err != nil {
		return a, err
	}
	if at.Before(a.Arrived) {
		return a, fault.InField("left", "appointment.left.early")
	}
	state := Left
	if done {
		state = Done
	}
	return a.next(state, func(a *Appointment) { a.Left, a.Tried = at, tried }), nil
}

// Miss notes that somebody was not there, and who.
func (a Appointment) Miss(reason string, now time.Time) (Appointment, error) {
	reason, err := words("reason", reason, "appointment.reason.missing")
	if err != nil {
		return a, err
	}
	if a.State != Planned {
		return a, over()
	}
	if now.Before(a.Slot.From) {
		return a, fault.New(fault.Conflict, "appointment.miss.early")
	}
	return a.next(Missed, func(a *Appointment) { a.Reason = reason }), nil
}

// Cancel takes the appointment back before anybody came.
func (a Appointment) Cancel(reason string) (Appointment, error) {
	reason, err := words("reason", reason, "appointment.reason.missing")
	if err != nil {
		return a, err
	}
	if a.State != Planned {
		return a, over()
	}
	return a.next(Cancelled, func(a *Appointment) { a.Reason = reason }), nil
}

func (a Appointment) next(state State, change func(*Appointment)) Appointment {
	a.State = state
	a.Revision++
	change(&a)
	return a
}

// onTheDay refuses a moment of another day than the appointment's, or one to come.
func (a Appointment) onTheDay(field string, at, now time.Time) error {
	midnight := a.Slot.Day.Time(0, 0, a.Slot.From.Location())
	if at.Before(midnight) || !at.Before(midnight.AddDate(0, 0, 1)) || at.After(now) {
		return fault.InField(field, "appointment.moment.wrong")
	}
	return nil
}

func over() error { return fault.New(fault.Conflict, "appointment.over") }

func words(field, text, missing string) (string, error) {
	text = strings.TrimSpace(bangla.Normal(text))
	if text == "" {
		return "", fault.InField(field, missing)
	}
	if utf8.RuneCountInString(text) > textLetters {
		return "", fault.InField(field, "appointment.text.long", "most", textLetters)
	}
	return text, nil
}
