package app

import (
	"context"
	"slices"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/workday"
)

// replies gives guides to the applicants of cases.
type replies struct{ *Program }

// Matter implements guidanceweb.Desk.
func (p replies) Matter(ctx context.Context, in office.Office, caseNumber string) (guidance.Matter, error) {
	c, err := p.Cases.Case(ctx, in.ID, caseNumber)
	if err != nil {
		return guidance.Matter{}, err
	}
	actor, may, err := p.actorOn(ctx, c)
	if err != nil {
		return guidance.Matter{}, err
	}
	if c.Sealed && !may {
		return guidance.Matter{}, fault.New(fault.NotFound, "record.missing")
	}
	matter := guidance.Matter{
		Number: c.Number, Need: c.Application.Need, Service: c.Service.Key, Sort: guidance.Sort(p.Desk.KindOf(c).Guides),
		Lang: c.Application.Lang, Seen: c.Revision, May: may && !c.Ended(),
	}
	if !slices.Contains(guidance.Sorts(), matter.Sort) {
		matter.Sort = guidance.Answer
	}
	if !matter.May {
		return matter, nil // no template is filled with a name for whoever does not reply
	}
	matter.Filling = fillingOf(c, in, actor)
	look := casework.Look{Office: in.ID, Number: c.Number, Actor: actor, What: casework.LookCase, At: p.World.Now()}
	return matter, p.Cases.Looked(ctx, look)
}

// fillingOf is what a template is filled with for the applicant of a case.
func fillingOf(c casework.Case, in office.Office, actor casework.Actor) guidance.Filling {
	lang := message.Lang(c.Application.Lang)
	filling := guidance.Filling{
		Name: c.Application.Name, Number: message.Digits(lang, number.Grouped(c.Number)), Service: c.Service.Name,
		Officer: actor.Name, Office: in.Name, Phone: message.Digits(lang, number.GroupedPhone(in.Phone)),
	}
	if lang == message.En && in.NameEn != "" {
		filling.Office = in.NameEn
	}
	if due := c.Due.In(workday.Dhaka); !c.Due.IsZero() {
		if filling.Due = bangla.Date(due); lang == message.En {
			filling.Due = due.Format("2 January 2006")
		}
	}
	return filling
}

// Reply implements guidanceweb.Desk.
func (p replies) Reply(ctx context.Context, in office.Office, reply guidance.Reply) error {
	c, err := p.Cases.Case(ctx, in.ID, reply.Number)
	if err != nil {
		return err
	}
	actor, may, err := p.actorOn(ctx, c)
	switch {
	case err != nil:
		return err
	case !may && c.Sealed:
		return fault.New(fault.NotFound, "record.missing")
	case !may:
		return fault.New(fault.Denied, "guidance.reply.denied")
	}
	at := casework.Target{Office: in.ID, Number: c.Number, Actor: actor, Revision: reply.Seen, Key: reply.Once}
	_, err = p.Desk.Act(ctx, at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
		change, err := c.Reply(reply.Words, stamp)
		change.Given = []casework.Given{{Guide: reply.Guide, Version: reply.Version}}
		return change, err
	})
	return err
}

// actorOn is as whom the reader acts on a case: in its post, as the one who answers
// for it now, or as the head of the office where the case is not sealed. Whoever is
// barred from the matter does not act.
func (p replies) actorOn(ctx context.Context, c casework.Case) (casework.Actor, bool, error) {
	who := access.From(ctx)
	actor := casework.Actor{Person: who.Person, Name: who.Name, Post: c.Post}
	if !who.Known() || slices.Contains(c.Barred, who.Person) {
		return actor, false, nil
	}
	if who.Holds(c.Office, c.Post) {
		return actor, true, nil
	}
	chart, err := p.Offices.Chart(ctx, c.Office)
	if err != nil {
		return actor, false, err
	}
	post := c.Post
	if _, known := chart.Post(c.Office, post); !known {
		post = chart.HeadOf(c.Office).ID
	}
	answers, err := chart.Answerable(c.Office, post, p.World.Now(), c.Barred...)
	if err != nil {
		return actor, false, err
	}
	if answers.Person.ID == who.Person {
		if actor.Post = answers.Post.ID; answers.Office != c.Office {
			actor.Post = answers.Office + "/" + actor.Post
		}
		return actor, true, nil
	}
	for _, seat := range who.Seats {
		if seat.Office == c.Office && seat.Role == office.Head && !c.Sealed {
			actor.Post = seat.Post
			return actor, true, nil
		}
	}
	return actor, false, nil
}
