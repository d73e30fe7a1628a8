package guidance

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

// day is the day of an instant in Bangladesh.
func day(at time.Time) workday.Date { return workday.DateOf(at.In(workday.Dhaka)) }

// Approvers lists who may approve a version now: for every post of the chart's own
// office the one who answers for it, nobody who wrote on the version among them.
// Where a writer holds the post, the matter climbs as it does for cases, so in an
// office of one officer the holder of the superior post approves. The second pair
// of eyes is a rule of the service list (C1: a second person publishes).
func Approvers(chart office.Chart, v Version, now time.Time) []office.Person {
	var writers []string
	for _, one := range v.Writers {
		writers = append(writers, one.Person)
	}
	var able []office.Person
	for _, post := range chart.PostsOf(chart.Office().ID) {
		answers, err := chart.Answerable(post.Office, post.ID, now, writers...)
		known := func(p office.Person) bool { return p.ID == answers.Person.ID }
		if err == nil && answers.Person.ID != "" && !slices.ContainsFunc(able, known) {
			able = append(able, answers.Person)
		}
	}
	return able
}

// Approve puts the open draft in force; the version before it is superseded, and
// whoever received it is told when the words have changed. able comes from
// Approvers.
//
// Faults: Conflict when somebody else acted since revision or nothing is open;
// Denied when the person wrote on the draft or may not approve here; Invalid when
// the day of its review has come meanwhile.
func (g Guide) Approve(revision int64, able []office.Person, by Signature) (Change, error) {
	if revision != g.Revision {
		return Change{}, Stale()
	}
	next, found := g.Open()
	if !found {
		return Change{}, fault.New(fault.Conflict, "guidance.nothing.open")
	}
	if slices.ContainsFunc(next.Writers, func(s Signature) bool { return s.Person == by.Person }) {
		return Change{}, fault.New(fault.Denied, "guidance.approve.own")
	}
	if !slices.ContainsFunc(able, func(p office.Person) bool { return p.ID == by.Person }) {
		return Change{}, fault.New(fault.Denied, "guidance.approve.denied")
	}
	if !next.ReviewBy.After(day(by.At)) {
		return Change{}, fault.New(fault.Invalid, "guidance.approve.expired")
	}
	next.State, next.Approver = Approved, by
	before, replaced := g.InForce()
	if !replaced {
		return g.with(next), nil
	}
	before.State, before.Ended = Superseded, by
	change := g.with(before, next)
	if before.Bn != next.Bn || before.En != next.En {
		change.Tell = Telling{Upto: before.Number, Reason: Corrected}
	}
	return change, nil
}

// Withdraw ends a draft or the version in force, for good and with a reason; those
// who received the version in force are told. One person is enough: wrong advice
// must not wait for a second one.
//
// Faults: Conflict when somebody else acted since revision or the version is over;
// NotFound for a number that was never written; Invalid on field "reason".
func (g Guide) Withdraw(revision int64, number int, reason string, by Signature) (Change, error) {
	if revision != g.Revision {
		return Change{}, Stale()
	}
	if number < 1 || number > len(g.Versions) {
		return Change{}, fault.New(fault.NotFound, "guidance.missing")
	}
	reason = strings.TrimSpace(reason)
	switch letters := utf8.RuneCountInString(reason); {
	case letters == 0:
		return Change{}, fault.InField("reason", "guidance.reason.missing")
	case letters > MostReason:
		return Change{}, fault.InField("reason", "guidance.long", "most", MostReason)
	}
	v := g.Versions[number-1]
	was := v.State
	if was != Draft && was != Approved {
		return Change{}, fault.New(fault.Conflict, "guidance.over")
	}
	v.State, v.Ended, v.Reason = Withdrawn, by, reason
	change := g.with(v)
	if was == Approved {
		change.Tell = Telling{Upto: number, Reason: Recalled}
	}
	return change, nil
}

// reviewSoon is how many days ahead the list of reviews looks.
const reviewSoon = 30

// Reviews picks from the versions in force those whose review is over or comes
// within thirty days, the most pressing first.
func Reviews(inForce []Version, today workday.Date) []Version {
	var due []Version
	for _, v := range inForce {
		if !v.ReviewBy.After(today.AddDays(reviewSoon)) {
			due = append(due, v)
		}
	}
	slices.SortFunc(due, func(a, b Version) int {
		return cmp.Or(a.ReviewBy.Compare(b.ReviewBy), cmp.Compare(a.Guide, b.Guide))
	})
	return due
}
