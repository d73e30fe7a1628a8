package upkeep

import (
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
	"dorgora/workday"
)

// practiceTable holds the invented people and wishes of the practice year.
//
//go:embed practice.tsv
var practiceTable string

// practiceSeed makes every practice year of the same days the same.
const practiceSeed = 20260701

// PracticeRandom is the source of randomness of a practice year: numbers, keys and
// salts come out alike each time. It guards nothing: no sign-in is made with it.
func PracticeRandom() io.Reader {
	var seed [32]byte
	binary.LittleEndian.PutUint64(seed[:], practiceSeed)
	return rand.NewChaCha8(seed)
}

// Practice is a year of invented cases, told through the real engine under a
// simulated clock.
type Practice struct {
	Program *app.Program
	Clock   *Simulated
	Days    int // how many days before today the year begins
	random  *rand.Rand
	cast    map[string][]string
	officer casework.Actor
}

// Simulated is a clock that its owner sets.
type Simulated struct{ at time.Time }

// NewSimulated returns a clock that stands at a moment.
func NewSimulated(at time.Time) *Simulated { return &Simulated{at} }

// Now returns the moment at which the clock stands.
func (s *Simulated) Now() time.Time { return s.at }

// Fill tells the practice year. step is called after each day. The database must
// be a new one that is marked for practice.
func (y *Practice) Fill(ctx context.Context, officeID string, step func()) (cases int, err error) {
	if !y.Program.Practice {
		return 0, errors.New("the practice year needs a database marked for practice")
	}
	y.random, y.cast = rand.New(rand.NewPCG(practiceSeed, 1)), castOf(practiceTable)
	if err := y.hire(ctx, officeID); err != nil {
		return 0, err
	}
	if err := y.completePromises(ctx, officeID); err != nil {
		return 0, err
	}
	calendar, err := y.Program.Offices.Calendar(ctx, officeID)
	if err != nil {
		return 0, err
	}
	day := workday.DateOf(y.Clock.at.In(workday.Dhaka)).AddDays(1)
	for range y.Days - 1 {
		if calendar.Open(day) {
			n, err := y.day(ctx, officeID, day)
			if cases += n; err != nil {
				return cases, fmt.Errorf("practice day %s: %w", day, err)
			}
		}
		day = day.AddDays(1)
		step()
	}
	left, err := y.leave(ctx, officeID)
	return cases + left, err
}

func castOf(table string) map[string][]string {
	cast := map[string][]string{}
	for line := range strings.SplitSeq(strings.TrimSpace(table), "\n") {
		kind, words, found := strings.Cut(line, "\t")
		if found {
			cast[kind] = append(cast[kind], words)
		}
	}
	return cast
}

func (y *Practice) pick(kind string) string {
	list := y.cast[kind]
	return list[y.random.IntN(len(list))]
}

// hire puts an invented officer into the head post of the office.
func (y *Practice) hire(ctx context.Context, officeID string) error {
	chart, err := y.Program.Offices.Chart(ctx, officeID)
	if err != nil {
		return err
	}
	head := chart.HeadOf(officeID)
	if held := chart.Holders(officeID, head.ID, y.Clock.at); len(held) > 0 {
		return errors.New("somebody leads the office already; practice needs a new database")
	}
	person := office.Person{Office: officeID, ID: "practice-officer", Name: y.cast["officer"][0], Mobile: "+8801700000000"}
	added, err := chart.NewPerson(person)
	if err != nil {
		return err
	}
	id, err := access.NewID(y.Program.World.Random)
	if err != nil {
		return err
	}
	seated, err := chart.With(added).Assign(office.Assignment{
		Office: officeID, ID: id, Post: head.ID, Person: person.ID, Tenure: office.Substantive, From: y.Clock.at,
	}, false, y.Clock.at)
	if err != nil {
		return err
	}
	y.officer = casework.Actor{Post: head.ID, Person: person.ID, Name: person.Name}
	return y.Program.Offices.Apply(ctx, added.And(seated))
}

// practicePromises are targets that the invented office sets for some of its rows.
var practicePromises = map[string]string{
	"citizen-1": "2 working_day", "citizen-2": "3 working_day", "citizen-3": "7 working_day",
	"citizen-4": "2 working_day", "institutional-6": "3 working_day", "institutional-7": "5 working_day",
}

// completePromises publishes the charter once more, with the targets filled in.
func (y *Practice) completePromises(ctx context.Context, officeID string) error {
	offer, err := y.Program.Shelf.At(ctx, officeID, y.Clock.at)
	if err != nil {
		return err
	}
	draft, err := y.Program.Intake.Revise(ctx, offer.Version, y.officer.Person)
	if err != nil {
		return err
	}
	var targets []charter.Completion
	for _, service := range offer.Services {
		if value := practicePromises[service.Key]; value != "" {
			targets = append(targets, charter.Completion{
				Group: string(service.Group), Serial: service.Serial, Field: "time", Value: value,
				Author: y.officer.Person, At: y.Clock.at, Reason: "অনুশীলনের জন্য কল্পিত লক্ষ্যমাত্রা",
			})
		}
	}
	filled, err := draft.Complete(draft.Revision, targets...)
	if err != nil {
		return err
	}
	if err := y.Program.Editions.Save(ctx, filled); err != nil {
		return err
	}
	_, err = y.Program.Press.Publish(ctx, catalogue.Order{Office: officeID, Draft: filled.ID, By: y.officer.Person})
	return err
}
