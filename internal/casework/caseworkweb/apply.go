package caseworkweb

import (
	"net/http"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// ApplyStartPage says what will be asked, before anything is.
type ApplyStartPage struct {
	site.Page
	Kicker  string
	Lead    string
	Promise Promised
	Asked   []site.Step
	Papers  []site.Paper
	Fee     string
	Free    bool
	Drafts  string // where the button posts to
	Short   string // the same on one page
}

// Promised is what is promised to whoever applies now: the hero of the page.
type Promised struct {
	Dated   bool
	Caption string
	Day     string // বৃহস্পতিবার, ৩ ডিসেম্বর
	Note    string // ৭ কার্যদিবস, মাঝে ৩ দিন বন্ধ
}

// Apply shows what applying for a service takes.
func (p Pages) Apply(w http.ResponseWriter, r *http.Request) {
	s, service, done := p.offered(w, r, "/apply")
	if done {
		return
	}
	page := p.Site.Page(r, "")
	page.Title = page.T("casework.apply.title", "service", service.Title(page))
	page.Crumbs = serviceCrumbs(page, service, page.T("casework.apply.crumb"))
	promise, err := s.promised(page, service.Promise)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	start := ApplyStartPage{
		Page: page, Kicker: catalogue.GroupText(page, service.Group), Lead: service.Lead(page), Promise: promise,
		Papers: paperList(page, service), Fee: catalogue.FeeText(page, service.Fee), Free: service.Fee.Kind == charter.FeeFree,
		Drafts: "services/" + service.Slug + "/drafts", Short: "services/" + service.Slug + "/form",
	}
	for _, step := range casework.Steps {
		start.Asked = append(start.Asked, site.Step{Title: page.T("casework.step." + step), Text: page.T("casework.step." + step + ".about")})
	}
	p.Site.Show(w, r, "apply_start", start)
}

// BeginDraft begins an application that is kept on the server, and leads to its
// first question.
func (p Pages) BeginDraft(w http.ResponseWriter, r *http.Request) {
	s, service, done := p.offered(w, r, "/apply")
	if done {
		return
	}
	now := s.now.UTC().Truncate(time.Second)
	d := casework.Draft{
		Office: s.office.ID, ID: p.Desk.Fresh(), Service: service.Slug, Created: now, Changed: now,
		Application: casework.Application{Hear: casework.BySMS, Lang: string(site.LangOf(r))},
	}
	if err := p.Drafts.SaveDraft(r.Context(), d); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, within(s.office, "drafts", d.ID, d.Next()))
}

// offered loads the service of the address; done is true when the request is
// answered. Readers of an old address are led to the one in force.
func (p Pages) offered(w http.ResponseWriter, r *http.Request, tail string) (s setting, service catalogue.Service, done bool) {
	s, err := p.setting(r)
	if err == nil {
		service, err = p.Services.ServiceAt(r.Context(), s.office.ID, r.PathValue("service"), s.now)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return s, service, true
	}
	if service.Slug != r.PathValue("service") && r.Method == http.MethodGet {
		p.Site.Redirect(w, r, within(s.office, "services", service.Slug)+tail)
		return s, service, true
	}
	return s, service, false
}

// draft loads the draft of the address; done is true when the request is answered.
// The pages of a submitted draft lead to its receipt.
func (p Pages) draft(w http.ResponseWriter, r *http.Request) (d casework.Draft, done bool) {
	o := office.From(r.Context())
	id, err := secret(r.PathValue("draft"), "casework.draft.expired")
	if err != nil {
		p.Site.Refuse(w, r, err)
		return d, true
	}
	_, err = p.Numbers.Submitted(r.Context(), o.ID, id)
	if err == nil {
		p.Site.Redirect(w, r, within(o, "receipts", id))
		return d, true
	}
	if fault.KindOf(err) == fault.NotFound {
		if d, err = p.Drafts.Draft(r.Context(), o.ID, id); err == nil {
			err = d.Open(p.Desk.Now())
		}
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return d, true
	}
	return d, false
}

// promised says what is promised to whoever applies now.
func (c setting) promised(page site.Page, promise workday.Promise) (Promised, error) {
	due, err := c.calendar.Due(c.now, promise)
	if err != nil {
		return Promised{}, err
	}
	if !due.Measurable {
		return undated(page), nil
	}
	return Promised{
		Dated: true, Caption: page.T("casework.promise.today"), Day: dayText(page, due.Moment), Note: promiseNote(page, promise, due.Days),
	}, nil
}

// undated says honestly that there is no time limit.
func undated(page site.Page) Promised {
	return Promised{Caption: page.T("casework.promise.undated"), Note: page.T("casework.promise.undated.note")}
}

// dayText is a promised day: with the year when it is not this year.
func dayText(page site.Page, moment time.Time) string {
	if moment.In(workday.Dhaka).Year() != page.Now.In(workday.Dhaka).Year() {
		return page.WeekdayDate(moment)
	}
	return page.T("casework.day", "weekday", weekday(page, moment), "date", page.ShortDate(moment))
}

// weekday names the day of the week at the office.
func weekday(page site.Page, moment time.Time) string {
	day := moment.In(workday.Dhaka).Weekday()
	if page.Lang == message.En {
		return day.String()
	}
	return bangla.WeekdayName(day)
}

// promiseNote names the promise and the closed days that were left out.
func promiseNote(page site.Page, promise workday.Promise, days []workday.Counted) string {
	text, closed := catalogue.PromiseText(page, promise), 0
	for _, day := range days {
		if day.Number == 0 && day.Reason != workday.Paused {
			closed++
		}
	}
	if closed == 0 || !byDays(promise) {
		return text
	}
	return page.T("casework.promise.note", "promise", text, "closed", closed)
}

// byDays reports whether a promise is counted day by day from the day after receipt.
func byDays(promise workday.Promise) bool {
	switch promise.Kind {
	case workday.InWorkingDays, workday.InCalendarDays, workday.InMonths, workday.ByDate:
		return true
	}
	return false
}

func serviceCrumbs(page site.Page, service catalogue.Service, here string) []site.Link {
	return []site.Link{
		{Text: page.T("nav.home"), Href: page.Href("")},
		{Text: service.Title(page), Href: page.Href("services/" + service.Slug)},
		{Text: here},
	}
}

// paperList names the papers of a service with where to get them.
func paperList(page site.Page, service catalogue.Service) []site.Paper {
	var list []site.Paper
	for _, one := range service.Papers {
		paper := site.Paper{Icon: "paper", Name: page.Digits(one.Text)}
		if one.Need != charter.Required && one.Need != "" {
			paper.Tag = page.T("catalogue.need." + string(one.Need))
		}
		if one.From != "" {
			paper.Note = page.T("casework.paper.from", "place", page.Digits(one.From))
		}
		list = append(list, paper)
	}
	return list
}
