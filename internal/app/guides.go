package app

import (
	"context"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/guidance/guidanceweb"
	"dorgora/internal/notice"
)

// buildGuides joins guides with the cases in which they are given out.
func (p *Program) buildGuides() {
	p.Guides = guidancedb.Store{DB: p.DB, Recipients: recipients{p}, Now: p.World.Now}
	p.Guidance = guidance.NewShelf(p.Guides, p.World.Now, shelfSize)
}

// newGuides are the pages of guides.
func (p *Program) newGuides() guidanceweb.Pages {
	return guidanceweb.Pages{
		Site: p.Site, Store: p.Guides, Counter: p.Guides, Shelf: p.Guidance, Charts: p.Offices, Offers: p.Shelf,
		Cases: exchanges{p}, Desk: replies{p}, Picked: guidanceweb.NewPicks(), Now: p.World.Now, Random: p.World.Random, Origin: p.Config.PublicAddress(),
	}
}

// recipients reaches applicants in the way in which they wished to hear, as notices
// of their cases do.
type recipients struct{ *Program }

// Recipients implements guidancedb.Recipients. Whoever hears at the counter is left
// out, and so is the telephone of a sealed case unless messages were asked for:
// somebody else may read it.
func (r recipients) Recipients(ctx context.Context, officeID string, numbers []string) ([]guidance.Recipient, error) {
	var all []guidance.Recipient
	for _, number := range numbers {
		c, err := r.Cases.Case(ctx, officeID, number)
		if err != nil {
			if fault.KindOf(err) == fault.NotFound {
				continue
			}
			return nil, err
		}
		app := c.Application
		one := guidance.Recipient{Case: number, Channel: string(notice.SMS), Address: app.Mobile, Lang: app.Lang, Sealed: c.Sealed}
		switch {
		case app.Hear == casework.ByMail && app.Mail != "":
			one.Channel, one.Address = string(notice.Mail), app.Mail
		case c.Sealed && app.Hear != casework.BySMS:
			continue
		}
		if one.Address != "" {
			all = append(all, one)
		}
	}
	return all, nil
}

// exchanges reads what was asked and answered.
type exchanges struct{ *Program }

// Exchange implements guidanceweb.Cases: the need of the applicant and the latest
// reply. A sealed case gives nothing, as if it did not exist.
func (e exchanges) Exchange(ctx context.Context, officeID, number string) (guidance.Exchange, error) {
	c, err := e.Cases.Case(ctx, officeID, number)
	if err != nil {
		return guidance.Exchange{}, err
	}
	acts, err := e.Cases.Timeline(ctx, officeID, number)
	if err != nil {
		return guidance.Exchange{}, err
	}
	app := c.Application
	found := guidance.Exchange{
		Case: number, Services: []string{c.Service.Key}, Question: app.Need,
		Names: []string{app.Name, app.Helper, app.Body},
	}
	for _, act := range acts {
		if act.Deed == casework.DeedReplied && act.Public {
			found.Reply = act.Text
		}
	}
	if found.Reply == "" {
		found.Reply = c.Sentence
	}
	if c.Sealed || found.Reply == "" {
		return guidance.Exchange{}, fault.New(fault.NotFound, "record.missing")
	}
	return found, nil
}

// known suggests approved answers to whoever is about to ask.
type known struct{ shelf *guidance.Shelf }

// Near implements caseworkweb.Known.
func (k known) Near(ctx context.Context, officeID, service, words string) ([]caseworkweb.KnownAnswer, error) {
	found, err := k.shelf.Suggest(ctx, officeID, guidance.Ask{Words: words, Sort: guidance.Answer, Service: service, Public: true})
	var list []caseworkweb.KnownAnswer
	for _, v := range found {
		list = append(list, caseworkweb.KnownAnswer{Path: "answers/" + v.Guide, Title: v.Bn.Title, TitleEn: v.En.Title})
	}
	return list, err
}
