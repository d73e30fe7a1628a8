package caseworkweb

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// Records reads what else is kept about a case.
type Records interface {
	Looks(ctx context.Context, officeID, number string) ([]casework.Look, error)
	Incident(ctx context.Context, officeID, id string) (casework.Incident, error)
}

// Witness proves that a case stands in the ledger.
type Witness interface {
	ProofOf(ctx context.Context, officeID, subject string) (ledger.Proof, error)
}

// More is what the applicant sees of the handling: the work that is laid out, who
// else has a part in it, the papers that came out, and who looked.
type More struct {
	Steps    []site.Paper // each with its tag: done, or by when
	Waits    []string     // third parties, with days and dates
	Referred string
	Extended string
	ReplyBy  string
	Issued   []site.Link
	Looks    []site.Moment
	Incident string
	Rating   Rating
}

// Rating is the question whether it is solved.
type Rating struct {
	Asked  bool
	Opens  bool   // "no" opens the case again
	Until  string // the last day for that
	Given  string // what was answered
	Follow string // where to turn when "no" opens nothing any more
}

// more tells the handling in the reader's words.
func (p Pages) more(ctx context.Context, o opened, page site.Page) (More, error) {
	c := o.c
	m := More{Steps: steps(page, c), Waits: o.waits(page)}
	if c.Referral.State == casework.ReferralSent && !c.Ended() {
		m.Referred = page.T("casework.referred", "office", c.Referral.Name, "date", page.ShortDate(c.Referral.At))
	}
	if c.Extension.Days > 0 {
		m.Extended = page.T("casework.extended", "before", page.Date(c.Extension.Before), "days", c.Extension.Days, "reason", c.Extension.Reason)
	}
	if !c.ReplyBy.IsZero() && c.FirstReply.IsZero() && !c.Ended() {
		m.ReplyBy = page.T("casework.reply.by", "date", page.WeekdayDate(c.ReplyBy))
	}
	for _, paper := range slices.Backward(c.Issued) {
		link := site.Link{Text: paper.Title + " " + page.Digits(paper.Number), Href: page.Href("track/" + c.Number + "/papers/" + paper.Number)}
		if c.Superseded(paper.Number) {
			link.Tag = page.T("casework.paper.superseded")
		}
		m.Issued = append(m.Issued, link)
	}
	m.Rating = o.rating(page, p.Desk.Book(ctx, c))
	if c.Incident != "" {
		incident, err := p.Records.Incident(ctx, c.Office, c.Incident)
		if err != nil {
			return m, err
		}
		m.Incident = page.T("casework.incident.part", "title", incident.Title, "date", page.DateTime(incident.Began))
	}
	looks, err := p.Records.Looks(ctx, c.Office, c.Number)
	for _, look := range looks {
		post, _ := o.setting.Chart.Post(o.setting.Office.ID, look.Actor.Post)
		m.Looks = append(m.Looks, site.Moment{
			Title: strings.Trim(look.Actor.Name+", "+page.Pick(post.Title, post.TitleEn), ", "),
			Text:  page.T("casework.look." + string(look.What)), When: page.DateTime(look.At), Machine: page.Machine(look.At),
		})
	}
	return m, err
}

// steps are the tasks of the kind, done or to be done.
func steps(page site.Page, c casework.Case) []site.Paper {
	var list []site.Paper
	for _, task := range c.Tasks {
		if !task.Step {
			continue // what the office laid out for itself
		}
		one := site.Paper{Icon: "minus", Name: page.T(task.Text)}
		switch {
		case task.Finished():
			one.Icon, one.Tag = "check", page.ShortDate(task.Done)
		case !task.Due.Zero() && !c.Ended():
			one.Icon, one.Note = "clock", page.T("casework.step.by", "date", page.ShortDate(page.Day(task.Due)))
		}
		list = append(list, one)
	}
	return list
}

// waits names the third parties that have not done their part, with the day since
// which they are waited for.
func (o opened) waits(page site.Page) []string {
	var list []string
	for _, third := range o.c.Outside {
		if !third.Came.IsZero() || o.c.Ended() {
			continue
		}
		days := o.setting.Calendar.Between(o.setting.Calendar.DateOf(third.Since), o.setting.Calendar.DateOf(o.setting.Now))
		text := page.T("casework.third.waits", "name", third.Name, "days", days, "date", page.ShortDate(third.Since))
		if !third.By.Zero() {
			text += " " + page.T("casework.third.by", "date", page.ShortDate(page.Day(third.By)))
		}
		list = append(list, text)
	}
	return list
}

// rating asks, or tells what was answered.
func (o opened) rating(page site.Page, book casework.Handbook) Rating {
	c := o.c
	switch {
	case !c.Ended() || c.Outcome == casework.Withdrawn:
		return Rating{}
	case c.Solved != "":
		r := Rating{Given: page.T("casework.solved.given." + string(c.Solved))}
		if above, known := o.setting.Above(); known && c.Solved == casework.SolvedNo {
			r.Follow = page.T("casework.unhappy.text", "office", page.Pick(above.Name, above.NameEn))
		}
		return r
	}
	opens := c.Reopened == 0 && c.Reopenable(book, o.setting.Now)
	last := book.Calendar.Add(book.Calendar.DateOf(c.Closed), book.Rules.Reopen)
	return Rating{Asked: true, Opens: opens, Until: page.Date(page.Day(last))}
}

// Rate takes the answer to "solved?": POST /{office}/track/{number}/rating.
func (p Pages) Rate(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.passed(w, r)
	if done {
		return
	}
	form, err := site.ReadForm(r, smallForm)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	here := office.From(r.Context())
	at := casework.Target{Office: here.ID, Number: tracking, Actor: casework.Applicant, Key: form.Once()}
	_, err = p.Desk.Act(r.Context(), at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
		return c.Rate(casework.Solved(form.Get("solved")), form.Get("words"), stamp)
	})
	switch {
	case err == nil:
		p.Site.Redirect(w, r, Within(here, "track", tracking))
	case fault.KindOf(err) == fault.Invalid:
		p.showCase(w, r, tracking, func(page site.Page) site.Page { return page.Refilled(form, err) })
	default:
		p.Site.Refuse(w, r, err)
	}
}

// TrackPaperPage is a paper that came out of a case, to be read and printed.
type TrackPaperPage struct {
	site.Page
	Paper      casework.Issue
	Lines      []string
	Written    string // language of the lines: the one in which the applicant applied
	Officer    string
	Superseded bool
}

// Paper shows a paper that the office gave out: GET
// /{office}/track/{number}/papers/{paper}.
func (p Pages) Paper(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.passed(w, r)
	if done {
		return
	}
	o, err := p.open(r, tracking)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	i := slices.IndexFunc(o.c.Issued, func(one casework.Issue) bool { return one.Number == r.PathValue("paper") })
	if i < 0 {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	page := p.trackShell(r, tracking)
	paper := o.c.Issued[i]
	page.Title = paper.Title + " " + page.Digits(paper.Number)
	page.Back = site.Link{Text: page.Tracking(tracking), Href: page.Href("track/" + tracking)}
	post, _ := o.setting.Chart.Post(o.c.Office, paper.By.Post)
	p.Site.Show(w, r, "track_paper", TrackPaperPage{
		Page: page, Paper: paper, Lines: strings.Split(paper.Text, "\n"), Superseded: o.c.Superseded(paper.Number),
		Written: cmp.Or(o.c.Application.Lang, string(message.Bn)),
		Officer: strings.Trim(paper.By.Name+", "+page.Pick(post.Title, post.TitleEn), ", "),
	})
}

// Proof gives the applicant the proof that the case stands in the ledger, as a text
// that anybody can check: GET /{office}/track/{number}/proof.
func (p Pages) Proof(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.passed(w, r)
	if done {
		return
	}
	proof, err := p.Witness.ProofOf(r.Context(), office.From(r.Context()).ID, casework.Case{Number: tracking}.Subject())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", "text/plain; charset=utf-8")
	header.Set("Content-Disposition", `attachment; filename="proof-`+tracking+`.txt"`)
	header.Set("Cache-Control", "private, no-store")
	_, _ = w.Write([]byte(proof.Text()))
}

// told lists what the applicant said of the kind's own questions, in the words in
// which they were asked.
func (p Pages) told(page site.Page, c casework.Case) []site.Answer {
	kind := p.Desk.KindOf(c)
	list := catalogueweb.Told(page, kind, kind.Form, c.Application.Facts)
	if len(list) == 0 { // a kind that the program no longer knows
		for _, field := range sortedKeys(c.Application.Asked) {
			list = append(list, site.Answer{Term: c.Application.Asked[field], Text: c.Application.Facts[field]})
		}
	}
	return list
}
