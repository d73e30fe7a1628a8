package office

import (
	"slices"
	"time"

	"dorgora/internal/fault"
)

// Handover records that somebody took over what the holder of a post left behind
// when an assignment ended. It is the witness that nothing was stranded.
type Handover struct {
	Office     string
	Assignment string // the one that ended
	Successor  string // person who took over
	Open       int    // how many things were open then
	At         time.Time
}

// handoverSpan is for how long after its end an assignment can be handed over.
const handoverSpan = 366 * 24 * time.Hour

// Leaving returns the assignments of a person in the chart's own office that can be
// handed over: those that run, and those that ended within a year, the latest first.
func (c Chart) Leaving(person string, now time.Time) []Assignment {
	left := keep(c.Assignments, func(a Assignment) bool {
		return a.Office == c.Office().ID && a.Person == person && !a.From.After(now) &&
			(a.Until.IsZero() || now.Sub(a.Until) < handoverSpan)
	})
	slices.SortStableFunc(left, func(a, b Assignment) int { return b.From.Compare(a.From) })
	return left
}

// TakeOver records that the successor took over what is open in the post of an
// assignment. Whoever leaves cannot take over from oneself; while an assignment
// runs without an end and its holder answers, there is nothing to hand over; the
// successor is the one who sits in the post or answers for it now.
func (c Chart) TakeOver(h Handover, now time.Time) (Change, error) {
	a, ok := find(c.Assignments, func(a Assignment) bool { return a.ID == h.Assignment && a.Office == c.Office().ID })
	if !ok {
		return Change{}, unknown("office.assignment.unknown")
	}
	answers, err := c.Answerable(a.Office, a.Post, now)
	if err != nil {
		return Change{}, err
	}
	sits := slices.ContainsFunc(c.Sits(h.Successor, now), func(p Post) bool { return p.Office == a.Office && p.ID == a.Post })
	switch {
	case h.Successor == a.Person:
		return Change{}, fault.New(fault.Conflict, "office.handover.own")
	case a.Until.IsZero() && answers.Person.ID == a.Person:
		return Change{}, fault.New(fault.Conflict, "office.handover.early")
	case !sits && answers.Person.ID != h.Successor:
		return Change{}, fault.New(fault.Denied, "office.handover.stranger")
	}
	h.Office, h.At = a.Office, now
	change := c.change()
	change.Handovers = []Handover{h}
	return change, nil
}
