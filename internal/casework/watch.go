package casework

import (
	"context"
	"errors"
	"fmt"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// Recounting says which open cases to count anew, and why.
type Recounting struct {
	Office  string
	Numbers []string
	Reason  string // shown to the applicants
	Actor   Actor
}

// Recount moves the promised moments of open cases after the calendar of their
// office changed, each with an act and a notice. It returns how many moved.
func (d Desk) Recount(ctx context.Context, of Recounting) (moved int, err error) {
	for _, number := range of.Numbers {
		changed, err := d.perhaps(ctx, Target{Office: of.Office, Number: number, Actor: of.Actor}, func(c Case, stamp Stamp) (Change, bool, error) {
			return c.Recount(of.Reason, stamp)
		})
		if err != nil {
			return moved, fmt.Errorf("recount %s: %w", number, err)
		}
		if changed {
			moved++
		}
	}
	return moved, nil
}

// errStays ends an act that changes nothing.
var errStays = errors.New("nothing changes")

// perhaps acts on a case when decide says that something changes.
func (d Desk) perhaps(ctx context.Context, at Target, decide func(Case, Stamp) (Change, bool, error)) (changed bool, err error) {
	_, err = d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		change, changes, err := decide(c, stamp)
		if err == nil && !changes {
			err = errStays
		}
		return change, err
	})
	if errors.Is(err, errStays) {
		return false, nil
	}
	return err == nil, err
}

// Sleepers finds the cases whose clock acts by now.
type Sleepers interface {
	// Awake returns open cases of all offices whose moment has come, the earliest
	// first.
	Awake(ctx context.Context, now time.Time, limit int) ([]Target, error)
}

// watchBatch is how many cases are looked at in one round.
const watchBatch = 200

// Watch does what time alone makes happen: clocks that go on, reminders, breaches,
// escalation. It is called about once a minute, on any number of machines: a case
// climbs each stage once. It returns how many cases it moved.
func (d Desk) Watch(ctx context.Context, sleepers Sleepers) (moved int, err error) {
	for {
		batch, err := sleepers.Awake(ctx, d.Now(), watchBatch)
		if err != nil || len(batch) == 0 {
			return moved, err
		}
		before := moved
		for _, at := range batch {
			at.Actor = TheClock
			changed, err := d.perhaps(ctx, at, Case.Awake)
			if err != nil && fault.KindOf(err) != fault.Conflict { // somebody else moved it
				return moved, fmt.Errorf("watch %s: %w", at.Number, err)
			}
			if changed {
				moved++
			}
		}
		if moved == before || len(batch) < watchBatch {
			return moved, nil
		}
	}
}

// Undo takes the last act on a case back.
func (d Desk) Undo(ctx context.Context, at Target) (Case, error) {
	before, err := d.Store.Before(ctx, at.Office, at.Number)
	if err != nil {
		return Case{}, err
	}
	acts, err := d.Store.Timeline(ctx, at.Office, at.Number)
	if err != nil {
		return Case{}, err
	}
	return d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		if len(acts) == 0 {
			return Change{}, fault.New(fault.Conflict, "casework.undo.over")
		}
		return c.Undo(acts[len(acts)-1], before, stamp)
	})
}

// Book is the handbook of a case now, for pages that say what may be done; without
// one, as when the offices cannot be read, it is empty.
func (d Desk) Book(ctx context.Context, c Case) Handbook {
	book, err := d.book(ctx, c.Office, c, d.Now())
	if err != nil {
		return Handbook{}
	}
	return book
}

// Kind is the kind of that ID, the plain one when it is not known.
func (d Desk) Kind(id string) catalogue.Kind { return d.kind(id) }

// KindOf is the kind of a case's service.
func (d Desk) KindOf(c Case) catalogue.Kind { return d.kind(c.Kind) }

// Links finds cases that belong together.
type Links interface {
	// Merged returns the numbers of the cases merged into one.
	Merged(ctx context.Context, office, number string) ([]string, error)
	// Grouped returns the numbers of the cases of an incident.
	Grouped(ctx context.Context, office, incident string) ([]string, error)
}

// Close ends a case, and with it those that were merged into it: each with an act,
// a notice and a clock of its own.
func (d Desk) Close(ctx context.Context, at Target, end End, links Links) (Case, error) {
	c, err := d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		end.Kind = d.kind(c.Kind)
		return c.Close(end, stamp)
	})
	if err != nil {
		return c, err
	}
	merged, err := links.Merged(ctx, at.Office, at.Number)
	if err != nil {
		return c, err
	}
	for _, number := range merged {
		_, err := d.perhaps(ctx, Target{Office: at.Office, Number: number, Actor: at.Actor}, func(one Case, stamp Stamp) (Change, bool, error) {
			if one.Ended() {
				return Change{}, false, nil
			}
			one.Tries, one.Referral = c.Tries, c.Referral
			change, err := one.Close(End{Outcome: end.Outcome, Sentence: end.Sentence}, stamp)
			return change, true, err
		})
		if err != nil {
			return c, fmt.Errorf("close %s with %s: %w", number, at.Number, err)
		}
	}
	return c, nil
}

// Broadcast says the same words to the applicants of many cases, each by an act of
// its own. It returns what stood in the way, by number.
func (d Desk) Broadcast(ctx context.Context, office string, numbers []string, words string, actor Actor) map[string]error {
	failed := map[string]error{}
	for _, number := range numbers {
		_, err := d.Act(ctx, Target{Office: office, Number: number, Actor: actor}, func(c Case, stamp Stamp) (Change, error) {
			return c.Reply(words, stamp)
		})
		if err != nil {
			failed[number] = err
		}
	}
	return failed
}

// Acceptance is the taking over of another office's case.
type Acceptance struct {
	From     Target // the case and the office that referred it; the actor is who accepts
	Office   string // that accepts
	Service  string // slug of the accepting office's own service
	Sentence string // what the applicant is told
}

// Accept takes a referred case over: the same application becomes a case of the
// accepting office with a clock of its own, and the referring office's case ends.
// Done again after a cut it finishes what was begun.
func (d Desk) Accept(ctx context.Context, a Acceptance) (number string, err error) {
	from, err := d.Store.Case(ctx, a.From.Office, a.From.Number)
	if err != nil {
		return "", err
	}
	if from.Referral.Office != a.Office || from.Referral.State != ReferralSent {
		return "", fault.New(fault.Conflict, "casework.referral.none")
	}
	evidence, err := d.Store.Evidence(ctx, a.From.Office, a.From.Number)
	if err != nil {
		return "", err
	}
	for i := range evidence {
		evidence[i].Office, evidence[i].ID = a.Office, a.Office+"-"+evidence[i].ID
	}
	application := from.Application
	application.Facts, application.Asked = nil, nil // the other office's kind asks its own questions
	number, err = d.Submit(ctx, Submission{
		Office: a.Office, Service: a.Service, Key: "referral-" + a.From.Office[:min(len(a.From.Office), 30)] + "-" + a.From.Number,
		Application: application, Channel: from.Channel, Evidence: evidence, Actor: a.From.Actor, Referred: true,
	})
	if err != nil {
		return "", err
	}
	_, err = d.Act(ctx, a.From, func(c Case, stamp Stamp) (Change, error) {
		return c.Accepted(number, a.Sentence, stamp)
	})
	return number, err
}
