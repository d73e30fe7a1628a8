package casework

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/number"
)

// Desk carries out acts: it loads, lets the case decide, and has the change
// written whole.
type Desk struct {
	Store    Store
	Services Services
	Offices  Offices
	Guard    Guard
	Past     Past
	Codes    Codes
	Kinds    func(id string) catalogue.Kind
	Rules    RuleBook // nil: the program's own figures
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
	Record map[string]string // what was recorded with the result
	// Referred: the application was made to another office, whose kind of service
	// asked its own questions.
	Referred bool
	// Unasked: it came by a door that asks nothing, as a letter or a mail; what the
	// kind's questions require is asked of the applicant afterwards.
	Unasked bool
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
	r, book, err := d.receipt(ctx, s, service, now)
	if err != nil {
		return "", err
	}
	for range tries { // a number taken by chance is drawn anew
		if r.Number, err = d.number(); err != nil {
			return "", err
		}
		r.Evidence = evidenceOf(s.Evidence, r.Number)
		change, err := d.receive(s, r, book, now)
		if err != nil {
			return "", err
		}
		s.Application = change.Case.Application // as it is kept: checked, identity numbers sealed
		number, err := d.Store.Submit(ctx, Key{s.Key, s.content()}, change)
		if !says(err, NumberTaken) {
			return number, err
		}
	}
	return "", fault.New(fault.Unavailable, "storage.unconfirmed")
}

// receipt is what a new case of the submission is made of, its number and files
// excepted.
func (d Desk) receipt(ctx context.Context, s Submission, service catalogue.Service, now time.Time) (r Receipt, book Handbook, err error) {
	kind := d.kind(service.Kind)
	switch {
	case s.Referred:
		kind.Form = nil
	case s.Unasked:
		kind.Form = optional(kind.Form)
	}
	if s.Result != "" {
		kind = atOnce(kind)
	}
	if s.Application, err = s.Application.Under(kind); err != nil {
		return r, book, err
	}
	r = Receipt{
		Office: s.Office, Service: ServiceRef{service.Key, service.Version, service.Short}, Kind: kind,
		Promise: service.Promise, Application: s.Application, Channel: s.Channel, Post: service.Post,
	}
	if field := kind.Repeat.Field; field != "" && d.Past != nil {
		if r.Topic = bangla.Fold(s.Application.Facts[field]); r.Topic != "" {
			since := now.AddDate(0, 0, -kind.Repeat.Days)
			if r.Follows, err = d.Past.Earlier(ctx, s.Office, r.Topic, since); err != nil {
				return r, book, err
			}
		}
	}
	book, err = d.book(ctx, s.Office, Case{Office: s.Office, Service: r.Service, Post: r.Post}, now)
	return r, book, err
}

func (d Desk) kind(id string) catalogue.Kind {
	if d.Kinds == nil {
		return catalogue.Kind{ID: catalogue.PlainKind}
	}
	return d.Kinds(id)
}

// book is what decisions about a case look up now.
func (d Desk) book(ctx context.Context, officeID string, c Case, now time.Time) (Handbook, error) {
	calendar, err := d.Offices.Calendar(ctx, officeID)
	if err != nil {
		return Handbook{}, err
	}
	chart, err := d.Offices.Chart(ctx, officeID)
	if err != nil {
		return Handbook{}, err
	}
	var lines []RuleLine
	if d.Rules != nil {
		if lines, err = d.Rules.RuleLines(ctx, officeID); err != nil {
			return Handbook{}, err
		}
	}
	book := Handbook{Calendar: calendar, Seal: d.Codes.Seal, Rules: RulesFor(lines, c.Service.Key, calendar.DateOf(now))}
	for _, who := range c.Ladder(chart, now) {
		book.Ladder = append(book.Ladder, Contact{
			Person: who.Person.ID, Name: who.Person.Name, Office: who.Office, Mobile: who.Person.Mobile, Mail: who.Person.Mail,
		})
	}
	return book, nil
}

// receive decides what the submission becomes, its end included when the matter was
// settled at once.
func (d Desk) receive(s Submission, r Receipt, book Handbook, now time.Time) (Change, error) {
	change, err := Receive(r, d.stamp(s.Actor, book, now))
	if err == nil && s.Result != "" {
		var closed Change
		closed, err = change.Case.Close(End{Outcome: Delivered, Sentence: s.Result, Record: s.Record, Kind: r.Kind}, d.stamp(s.Actor, book, now))
		change = change.then(closed)
	}
	if err != nil {
		return Change{}, err
	}
	return change.wound(), nil
}

// atOnce is the kind of a matter that is settled while the applicant stands there:
// nothing need have been done before, and whatever it asks may be left out.
func atOnce(kind catalogue.Kind) catalogue.Kind {
	kind.Steps, kind.Declares = nil, false
	kind.Form, kind.Record = optional(kind.Form), optional(kind.Record)
	return kind
}

func optional(questions []catalogue.Question) []catalogue.Question {
	list := slices.Clone(questions)
	for i := range list {
		list[i].Required = false
	}
	return list
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

// KeyUsed is the message of the Conflict that a Store gives when the form that asks
// for an act has acted on the case already.
const KeyUsed = "casework.key.used"

// tries is how often an act is decided anew because the case moved on between
// reading and writing.
const tries = 3

// Act loads a case, lets decide act on it and writes the change. The revision, when
// not zero, must be the one that the actor saw. decide may run more than once; the
// stamp's handbook is that of the case. A key that has acted already changes nothing
// more, whatever stands in the way of a second act.
func (d Desk) Act(ctx context.Context, at Target, decide func(Case, Stamp) (Change, error)) (Case, error) {
	c, err := d.act(ctx, at, decide)
	if err == nil {
		return c, nil
	}
	if acted, wrong := d.Acted(ctx, at); wrong != nil || !acted {
		return c, cmp.Or(wrong, err)
	}
	return d.Store.Case(ctx, at.Office, at.Number)
}

// Acted reports whether the form of a target's key has acted on its case.
func (d Desk) Acted(ctx context.Context, at Target) (bool, error) {
	if at.Key == "" || d.Past == nil {
		return false, nil
	}
	return d.Past.Acted(ctx, at.Office, at.Number, at.Key)
}

func (d Desk) act(ctx context.Context, at Target, decide func(Case, Stamp) (Change, error)) (c Case, err error) {
	for range tries {
		if c, err = d.Store.Case(ctx, at.Office, at.Number); err != nil {
			return Case{}, err
		}
		if at.Revision != 0 && at.Revision != c.Revision {
			return Case{}, fault.New(fault.Conflict, ChangedMeanwhile)
		}
		now := d.Now()
		book, err := d.book(ctx, at.Office, c, now)
		if err != nil {
			return Case{}, err
		}
		stamp := d.stamp(at.Actor, book, now)
		change, err := decide(c, stamp)
		if err != nil {
			return Case{}, err
		}
		if stamp.Hold > 0 {
			change.Before = &c
		}
		change = change.wound()
		change.Key = at.Key
		if err = d.Store.Apply(ctx, change); !says(err, ChangedMeanwhile) {
			return change.Case, err
		}
	}
	return Case{}, fault.New(fault.Conflict, ChangedMeanwhile)
}

// Target names the case to act on, who acts, the revision that was seen, and the key
// of the form, each when there is one.
type Target struct {
	Office   string
	Number   string
	Revision int
	Actor    Actor
	Key      string
}

// Answer carries the applicant's answer to what was asked.
func (d Desk) Answer(ctx context.Context, at Target, words string, evidence []document.Evidence) (Case, error) {
	return d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) {
		return c.Answer(words, evidenceOf(evidence, c.Number), stamp)
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
	return d.Act(ctx, at, func(c Case, stamp Stamp) (Change, error) { return c.Resume(words, stamp) })
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

// stamp is who acts and when, with fresh randomness. What the office does waits for
// a moment before it is said, so that it can be taken back.
func (d Desk) stamp(actor Actor, book Handbook, now time.Time) Stamp {
	stamp := Stamp{Actor: actor, Now: now.UTC().Truncate(time.Second), Salt: d.Fresh(), Book: book}
	if actor.Post != "" && actor != TheClock {
		stamp.Hold = book.Rules.Undo
	}
	return stamp
}
