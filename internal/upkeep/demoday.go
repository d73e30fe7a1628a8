package upkeep

import (
	"context"
	"fmt"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/office"
	"dorgora/workday"
)

// The moments of a practice day, in minutes after midnight.
const (
	morning = 9*60 + 10
	evening = 16*60 + 50
)

// day receives some applications and works on what is open.
func (y *Practice) day(ctx context.Context, officeID string, day workday.Date) (received int, err error) {
	y.at(day, morning)
	if _, err := y.Program.Desk.Watch(ctx, y.Program.Cases); err != nil {
		return 0, err
	}
	if err := y.work(ctx, officeID); err != nil {
		return 0, err
	}
	for range y.random.IntN(4) {
		y.at(day, morning+30+y.random.IntN(evening-morning-30))
		if err := y.apply(ctx, officeID); err != nil {
			return received, err
		}
		received++
	}
	if late := day.Day >= 8 && day.Day <= 12 && day.Month%3 == 0; late && day.Weekday() == time.Sunday {
		y.at(day, evening)
		return received, y.announce(ctx, officeID, day)
	}
	return received, nil
}

// at sets the clock, which never goes back.
func (y *Practice) at(day workday.Date, minutes int) {
	if next := day.Time(minutes/60, minutes%60, workday.Dhaka); next.After(y.Clock.at) {
		y.Clock.at = next
	}
}

// announce closes the next working day, as happens with a holiday that is announced
// late; what is promised moves.
func (y *Practice) announce(ctx context.Context, officeID string, today workday.Date) error {
	calendar, err := y.Program.Offices.Calendar(ctx, officeID)
	if err != nil {
		return err
	}
	chart, err := y.Program.Offices.Chart(ctx, officeID)
	if err != nil {
		return err
	}
	id, err := access.NewID(y.Program.World.Random)
	if err != nil {
		return err
	}
	change, err := chart.Announce(office.Announcement{ID: id, By: y.officer.Person, Day: workday.Day{
		Date: calendar.Add(today, 1), Kind: workday.Local, Name: y.pick("holiday"), Source: "অনুশীলন-১", Notified: today,
	}}, calendar, y.Clock.at)
	if err != nil {
		return err
	}
	if err := y.Program.Offices.Apply(ctx, change); err != nil {
		return err
	}
	return y.Program.Recount(ctx, "")
}

func (y *Practice) apply(ctx context.Context, officeID string) error {
	offer, err := y.Program.Shelf.At(ctx, officeID, y.Clock.at)
	if err != nil {
		return err
	}
	// The first rows of a charter are asked for most; the square bends the choice.
	share := y.random.Float64()
	service := offer.Services[int(share*share*float64(len(offer.Services)))]
	channels := []charter.Channel{charter.Web, charter.Web, charter.InPerson, charter.Phone}
	facts := y.answers(y.kindOf(service.Kind).Form)
	s := casework.Submission{
		Office: officeID, Service: service.Slug, Key: y.Program.Desk.Fresh(),
		Channel: channels[y.random.IntN(len(channels))], Actor: casework.Applicant,
		Application: casework.Application{
			For: casework.Self, Name: y.pick("name"), Mobile: fmt.Sprintf("0170%07d", y.random.IntN(10_000_000)),
			Union: y.pick("union"), Need: y.pick("need"), Hear: casework.BySMS, Lang: "bn",
			Facts: facts,
		},
	}
	if s.Channel != charter.Web {
		s.Actor = y.officer
	}
	switch dice := y.random.IntN(12); {
	case s.Channel == charter.Phone && dice < 3:
		s.Result = y.pick("told")
	case dice < 2:
		if s.Evidence, err = y.paper(ctx, officeID); err != nil {
			return err
		}
	}
	_, err = y.Program.Desk.Submit(ctx, s)
	return err
}

// paper is an invented file, handed in with an application.
func (y *Practice) paper(ctx context.Context, officeID string) ([]document.Evidence, error) {
	words := y.pick("paper") + " (অনুশীলনের কল্পিত কাগজ)\n"
	hash, size, err := y.Program.Blobs.Put(ctx, strings.NewReader(words), 1<<10)
	return []document.Evidence{{
		Office: officeID, ID: y.Program.Desk.Fresh(), Paper: "আবেদনপত্র", Name: "practice.txt", Type: "text/plain",
		Hash: hash, Size: size, State: document.Came, At: y.Clock.at,
	}}, err
}

// work moves every open case on a little, as an officer would.
func (y *Practice) work(ctx context.Context, officeID string) error {
	numbers, err := y.Program.Cases.OpenNumbers(ctx, officeID)
	if err != nil {
		return err
	}
	for _, number := range numbers {
		at := casework.Target{Office: officeID, Number: number, Actor: y.officer}
		c, err := y.Program.Cases.Case(ctx, officeID, number)
		if err != nil {
			return err
		}
		y.Clock.at = y.Clock.at.Add(time.Minute)
		if err := y.move(ctx, at, c); err != nil {
			return err
		}
	}
	return nil
}

// deed is one way in which a case may move on.
type deed = func(casework.Case, casework.Stamp) (casework.Change, error)

func (y *Practice) move(ctx context.Context, at casework.Target, c casework.Case) error {
	dice := y.random.IntN(100)
	if c.Status == casework.Waiting {
		if dice < 10 {
			at.Actor = casework.Applicant
			_, err := y.Program.Desk.Answer(ctx, at, y.pick("answer"), nil)
			return err
		}
		return nil
	}
	kind := y.Program.Desk.KindOf(c)
	var do deed
	switch {
	case dice < 45:
		if do = y.next(c, kind); do == nil {
			do = y.deliver(kind)
		}
	case dice < 55 && c.Rounds == 0:
		missing := []string{y.pick("paper")}
		do = func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Ask(missing, s) }
	case dice < 60:
		words := y.pick("reply")
		do = func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Reply(words, s) }
	case dice < 62:
		do = refusing(y.pick("refused"))
	case dice < 64:
		at.Actor = casework.Applicant
		do = func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Withdraw("", s) }
	case dice < 70 && c.Status == casework.Received:
		do = func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Take(s) }
	case dice < 75:
		do = y.rare(c)
	}
	if do == nil {
		return nil
	}
	after, err := y.Program.Desk.Act(ctx, at, do)
	if err == nil && after.Served() && y.random.IntN(3) == 0 {
		y.Clock.at = y.Clock.at.Add(time.Minute)
		return y.rate(ctx, at)
	}
	return err
}

func refusing(reason string) deed {
	return func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Close(casework.End{Outcome: casework.Refused, Sentence: reason}, s)
	}
}
