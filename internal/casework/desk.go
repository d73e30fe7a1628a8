package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"dorgora/charter"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/workday"
)

// Desk carries out acts: it loads, lets the case decide, and has the change
// written whole.
type Desk struct {
	Store    Store
	Services Services
	Offices  Offices
	Guard    Guard
	Codes    Codes
	Now      func() time.Time
	Random   io.Reader
}

// Submission is an application on its way in.
type Submission struct {
	Office      string
	Service     string // slug
	Key         string // from the first rendering of the form; never empty
	Application Application
	Channel     charter.Channel
	Evidence    []document.Evidence
	Actor       Actor // the applicant, or the officer at the counter
	// Result, when not empty, is what the applicant was told at the counter: the
	// case is received and closed as delivered in one write.
	Result string
}

// content is the hash by which a repeated key is told from a misused one.
func (s Submission) content() string {
	type part struct {
		Office, Service string
		Application     Application
		Channel         charter.Channel
		Files           []string
		Result          string `json:",omitempty"`
	}
	p := part{Office: s.Office, Service: s.Service, Application: s.Application, Channel: s.Channel, Result: s.Result}
	for _, e := range s.Evidence {
		p.Files = append(p.Files, e.Paper+"="+e.Hash)
	}
	text, _ := json.Marshal(p) // plain strings and numbers always marshal
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// Submit receives an application once per key and returns its case number.
func (d Desk) Submit(ctx context.Context, s Submission) (string, error) {
	if len(s.Key) < 16 || len(s.Key) > 64 {
		return "", fault.New(fault.Invalid, "casework.key.missing")
	}
	checked, err := s.Application.Check()
	if err != nil {
		return "", err
	}
	s.Application = checked
	now := d.Now()
	service, err := d.Services.ServiceAt(ctx, s.Office, s.Service, now)
	if err != nil {
		return "", err
	}
	calendar, err := d.Offices.Calendar(ctx, s.Office)
	if err != nil {
		return "", err
	}
	for range 3 { // a number taken by chance is drawn anew
		fresh, err := d.number()
		if err != nil {
			return "", err
		}
		change, err := d.receive(s, Receipt{
			Office: s.Office, Number: fresh, Service: ServiceRef{service.Key, service.Version, service.Short},
			Promise: service.Promise, Application: s.Application, Channel: s.Channel, Post: service.Post,
			Evidence: evidenceOf(s.Evidence, fresh),
		}, calendar, now)
		if err != nil {
			return "", err
		}
		number, err := d.Store.Submit(ctx, Key{s.Key, s.content()}, change)
		if !says(err, NumberTaken) {
			return number, err
		}
	}
	return "", fault.New(fault.Unavailable, "storage.unconfirmed")
}

// receive decides what the submission becomes, its end included when the matter was
// settled at once.
func (d Desk) receive(s Submission, r Receipt, calendar workday.Calendar, now time.Time) (Change, error) {
	received, err := Receive(r, calendar, d.stamp(s.Actor, now))
	if err != nil || s.Result == "" {
		return received, err
	}
	closed, err := received.Case.Close(Delivered, s.Result, d.stamp(s.Actor, now))
	if err != nil {
		return Change{}, err
	}
	return received.then(closed), nil
}

// NumberTaken is the message of the Conflict that a Store gives when another case
// already has the number drawn.
const NumberTaken = "casework.number.taken"

// says reports whether an error is the one fault of that message.
func says(err error, message string) bool {
	list := fault.List(err)
	return len(list) == 1 && list[0].Message == message
}

func evidenceOf(list []document.Evidence, number string) []document.Evidence {
	var own []document.Evidence
	for _, e := range list {
		e.Case = number
		own = append(own, e)
	}
	return own
}

// ChangedMeanwhile is the message of the Conflict about a case that moved on.
const ChangedMeanwhile = "casework.changed.meanwhile"

// tries is how often an act is decided anew because the case moved on between
// reading and writing.
const tries = 3

// Act loads a case, lets decide act on it and writes the change. The revision, when
// not zero, must be the one that the actor saw. decide may run more than once.
func (d Desk) Act(ctx context.Context, at Target, decide func(Case, Stamp) (Change, error)) (c Case, err error) {
	for range tries {
		if c, err = d.Store.Case(ctx, at.Office, at.Number); err != nil {
			return Case{}, err
		}
		if at.Revision != 0 && at.Revision != c.Revision {
			return Case{}, fault.New(fault.Conflict, ChangedMeanwhile)
		}
		change, err := decide(c, d.stamp(at.Actor, d.Now()))
		if err != nil {
			return Case{}, err
		}
		if err = d.Store.Apply(ctx, change); !says(err, ChangedMeanwhile) {
			return change.Case, err
		}
	}
	return Case{}, fault.New(fault.Conflict, ChangedMeanwhile)
}

// Target names the case to act on, who acts, and the revision that was seen.
type Target struct {
	Office   string
	Number   string
	Revision int
	Actor    Actor
}

// Answer carries the applicant's answer to what was asked.
func (d Desk) Answer(ctx context.Context, at Target, words string, evidence []document.Evidence) (Case, error) {
	calendar, err := d.Offices.Calendar(ctx, at.Office)
	if err != nil {
		return Case{}, err
	}
	return d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		return c.Answer(words, evidenceOf(evidence, c.Number), calendar, stamp)
	})
}

// HandIn adds papers to an open case of which nothing was asked.
func (d Desk) HandIn(ctx context.Context, at Target, words string, evidence []document.Evidence) (Case, error) {
	return d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		return c.HandIn(words, evidenceOf(evidence, c.Number), stamp)
	})
}

// Resume lets the clock go on because what was missing came another way.
func (d Desk) Resume(ctx context.Context, at Target, words string) (Case, error) {
	calendar, err := d.Offices.Calendar(ctx, at.Office)
	if err != nil {
		return Case{}, err
	}
	return d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		return c.Resume(words, calendar, stamp)
	})
}

// Enter checks the code of a slip and returns a pass that opens the case for a
// while. Wrong codes are counted; after five the case is locked for ten minutes.
func (d Desk) Enter(ctx context.Context, office, number, code string) (pass string, err error) {
	if _, err := d.Store.Case(ctx, office, number); err != nil {
		return "", err
	}
	misses, err := d.Guard.Misses(ctx, office, number)
	if err != nil {
		return "", err
	}
	now := d.Now()
	if now.Before(misses.Locked) { // a locked case costs no write
		_, wrong := misses.Try(d.Codes, code, now)
		return "", wrong
	}
	var wrong error
	err = d.Guard.Try(ctx, office, number, func(m Misses) Misses {
		m, wrong = m.Try(d.Codes, code, now)
		return m
	})
	if err = cmp.Or(err, wrong); err != nil {
		return "", err
	}
	return d.Codes.Pass(number, now), nil
}

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
	calendar, err := d.Offices.Calendar(ctx, of.Office)
	if err != nil {
		return 0, err
	}
	for _, number := range of.Numbers {
		changed := false
		_, err := d.Act(ctx, Target{Office: of.Office, Number: number, Actor: of.Actor}, func(c Case, stamp Stamp) (Change, error) {
			change, moves, err := c.Recount(calendar, of.Reason, stamp)
			if changed = moves; err == nil && !moves {
				err = errStays
			}
			return change, err
		})
		if err != nil && !errors.Is(err, errStays) {
			return moved, fmt.Errorf("recount %s: %w", number, err)
		}
		if changed {
			moved++
		}
	}
	return moved, nil
}

// errStays ends the recount of a case whose promised moment stays.
var errStays = errors.New("the promised moment stays")

// Fresh returns 128 random bits in hex: a draft's secret or a form's key.
func (d Desk) Fresh() string {
	raw := make([]byte, 16)
	if _, err := io.ReadFull(d.Random, raw); err != nil {
		panic(err) // the system's random source does not fail
	}
	return hex.EncodeToString(raw)
}

func (d Desk) number() (string, error) {
	var raw [8]byte
	if _, err := io.ReadFull(d.Random, raw[:]); err != nil {
		return "", fmt.Errorf("draw a number: %w", err)
	}
	return number.Tracking(raw), nil
}

func (d Desk) stamp(actor Actor, now time.Time) Stamp {
	return Stamp{Actor: actor, Now: now.UTC().Truncate(time.Second), Salt: d.Fresh()}
}
