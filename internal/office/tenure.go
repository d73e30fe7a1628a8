package office

import (
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

var dhaka = workday.Dhaka

// farthest is how far from today an order may date a change: more is a mistyped year.
const farthest = 366 * 24 * time.Hour

func far(at, now time.Time) bool {
	gap := at.Sub(now)
	return gap > farthest || gap < -farthest
}

// overlap reports whether two spans of time share an instant; a zero end is open.
func overlap(from, until, from2, until2 time.Time) bool {
	return (until2.IsZero() || from.Before(until2)) && (until.IsZero() || from2.Before(until))
}

// Assign puts a person into a post. No post has two substantive holders at once:
// with replace the earlier one ends at the new one's start, without it the
// assignment is refused. A person may hold several posts, but each only once.
func (c Chart) Assign(a Assignment, replace bool, now time.Time) (Change, error) {
	if err := c.checkAssignment(a, now).Err(); err != nil {
		return Change{}, err
	}
	change := c.change()
	for _, old := range c.Assignments {
		same := old.Office == a.Office && old.Post == a.Post && old.ID != a.ID
		if !same || !overlap(a.From, a.Until, old.From, old.Until) {
			continue
		}
		switch {
		case old.Person == a.Person && old.Tenure == a.Tenure:
			return Change{}, fault.InField("person", "office.assignment.again")
		case old.Tenure != Substantive || a.Tenure != Substantive:
		case !old.From.Before(a.From):
			return Change{}, fault.InField("from", "office.assignment.later.exists", "name", c.nameOf(old.Person))
		case !replace:
			return Change{}, fault.InField("person", "office.post.held", "name", c.nameOf(old.Person))
		default:
			old.Until = a.From
			change.Assignments = append(change.Assignments, old)
		}
	}
	change.Assignments = append(change.Assignments, a)
	return change, nil
}

func (c Chart) checkAssignment(a Assignment, now time.Time) fault.Fields {
	var faults fault.Fields
	if _, ok := c.Post(a.Office, a.Post); !ok || a.Office != c.Office().ID {
		faults = append(faults, fault.InField("post", "office.post.unknown"))
	}
	if _, ok := c.Person(a.Person); !ok {
		faults = append(faults, fault.InField("person", "office.person.missing"))
	}
	if !a.Tenure.Known() {
		faults = append(faults, fault.InField("tenure", "office.tenure.unknown"))
	}
	switch {
	case a.From.IsZero():
		faults = append(faults, fault.InField("from", "office.from.missing"))
	case far(a.From, now):
		faults = append(faults, fault.InField("from", "office.date.far"))
	case !a.Until.IsZero() && !a.From.Before(a.Until):
		faults = append(faults, fault.InField("until", "office.until.early"))
	}
	return faults
}

func (c Chart) nameOf(person string) string {
	p, _ := c.Person(person)
	return p.Name
}

// EndAssignment ends a running assignment, or one that is yet to end, at an
// instant after its start. Leaves of the same post that would outlive it end
// with it.
func (c Chart) EndAssignment(id string, until, now time.Time) (Change, error) {
	a, ok := find(c.Assignments, func(a Assignment) bool { return a.ID == id && a.Office == c.Office().ID })
	switch {
	case !ok:
		return Change{}, unknown("office.assignment.unknown")
	case !a.Until.IsZero() && !now.Before(a.Until):
		return Change{}, fault.New(fault.Conflict, "office.assignment.ended")
	case until.IsZero():
		return Change{}, fault.InField("until", "office.until.missing")
	case !a.From.Before(until):
		return Change{}, fault.InField("until", "office.until.early")
	case far(until, now):
		return Change{}, fault.InField("until", "office.date.far")
	}
	a.Until = until
	for _, other := range c.Assignments { // an end that was set may move later, but not into a successor's time
		same := other.Office == a.Office && other.Post == a.Post && other.ID != a.ID
		if same && a.Tenure == Substantive && other.Tenure == Substantive && overlap(a.From, until, other.From, other.Until) {
			return Change{}, fault.InField("until", "office.assignment.later.exists", "name", c.nameOf(other.Person))
		}
	}
	change := c.change()
	change.Assignments = []Assignment{a}
	for _, s := range c.Substitutions {
		if s.Office == a.Office && s.Post == a.Post && s.Absent == a.Person && s.From.Before(until) && until.Before(s.Until) {
			s.Until = until
			change.Substitutions = append(change.Substitutions, s)
		}
	}
	return change, nil
}

// Substitute lets somebody stand in for a holder of a post during leave. Refused
// are oneself, dates in the past, a second stand-in for the same days, and a
// circle of people who would stand in for one another at the same time.
func (c Chart) Substitute(s Substitution, now time.Time) (Change, error) {
	if err := c.checkSubstitution(s, now).Err(); err != nil {
		return Change{}, err
	}
	for _, other := range c.Substitutions {
		same := other.Office == s.Office && other.Post == s.Post && other.Absent == s.Absent && other.ID != s.ID
		if same && overlap(s.From, s.Until, other.From, other.Until) {
			return Change{}, fault.InField("from", "office.leave.overlap", "name", c.nameOf(other.Person))
		}
	}
	if c.leadsTo(s.Person, s.Absent, span{s.From, s.Until}, map[string]bool{}) {
		return Change{}, fault.InField("person", "office.leave.cycle", "name", c.nameOf(s.Person))
	}
	change := c.change()
	change.Substitutions = []Substitution{s}
	return change, nil
}

func (c Chart) checkSubstitution(s Substitution, now time.Time) fault.Fields {
	var faults fault.Fields
	held := keep(c.Assignments, func(a Assignment) bool {
		return a.Office == s.Office && a.Post == s.Post && a.Person == s.Absent && a.Runs(s.From)
	})
	switch {
	case s.Office != c.Office().ID:
		faults = append(faults, fault.InField("post", "office.post.unknown"))
	case !s.From.IsZero() && len(held) == 0:
		faults = append(faults, fault.InField("from", "office.leave.not.held"))
	}
	if _, ok := c.Person(s.Person); !ok {
		faults = append(faults, fault.InField("person", "office.person.missing"))
	} else if s.Person == s.Absent {
		faults = append(faults, fault.InField("person", "office.leave.self"))
	}
	switch {
	case s.From.IsZero():
		faults = append(faults, fault.InField("from", "office.from.missing"))
	case s.From.Before(startOf(now)):
		faults = append(faults, fault.InField("from", "office.leave.past"))
	case far(s.From, now):
		faults = append(faults, fault.InField("from", "office.date.far"))
	}
	switch {
	case s.Until.IsZero():
		faults = append(faults, fault.InField("until", "office.until.missing"))
	case !s.From.Before(s.Until):
		faults = append(faults, fault.InField("until", "office.until.early"))
	case s.Until.Sub(s.From) > farthest:
		faults = append(faults, fault.InField("until", "office.date.far"))
	}
	return faults
}

// span is the time from one instant up to, not including, another.
type span struct{ from, until time.Time }

// both returns the time that two spans share; they must overlap.
func (s span) both(from, until time.Time) span {
	if from.After(s.from) {
		s.from = from
	}
	if until.Before(s.until) {
		s.until = until
	}
	return s
}

// leadsTo reports whether the chain of stand-ins that begins with person reaches
// target at some instant of the span.
func (c Chart) leadsTo(person, target string, within span, seen map[string]bool) bool {
	if person == target {
		return true
	}
	if seen[person] {
		return false
	}
	seen[person] = true
	defer delete(seen, person) // another branch may pass here with another span
	for _, s := range c.Substitutions {
		if s.Absent == person && overlap(within.from, within.until, s.From, s.Until) &&
			c.leadsTo(s.Person, target, within.both(s.From, s.Until), seen) {
			return true
		}
	}
	return false
}

// Return ends a leave early, now or at a coming instant: the holder is back.
func (c Chart) Return(id string, at, now time.Time) (Change, error) {
	s, ok := find(c.Substitutions, func(s Substitution) bool { return s.ID == id && s.Office == c.Office().ID })
	switch {
	case !ok:
		return Change{}, unknown("office.leave.unknown")
	case !now.Before(s.Until):
		return Change{}, fault.New(fault.Conflict, "office.leave.ended")
	case at.Before(startOf(now)) || at.After(s.Until):
		return Change{}, fault.InField("until", "office.leave.return.date")
	}
	if s.Until = at; s.Until.Before(s.From) {
		s.From = s.Until // a leave that had not begun is cancelled whole
	}
	change := c.change()
	change.Substitutions = []Substitution{s}
	return change, nil
}
