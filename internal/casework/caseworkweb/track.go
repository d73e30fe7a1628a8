package caseworkweb

import (
	"net/http"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// TrackPage asks for a tracking number.
type TrackPage struct{ site.Page }

// TrackStatusPage is what a number alone shows: status and promised date.
type TrackStatusPage struct {
	site.Page
	Number  string
	Status  site.Tag
	Promise Promised
	Entry   string
}

// passCookie is the cookie of a browser that has shown a case's code.
const passCookie = "case-pass"

// Track asks for a number, and leads to the case when one is given.
func (p Pages) Track(w http.ResponseWriter, r *http.Request) {
	typed := r.URL.Query().Get("number")
	if typed == "" {
		p.showTrack(w, r, "", nil)
		return
	}
	found, err := number.ParseTracking(typed)
	if err != nil {
		p.showTrack(w, r, typed, err)
		return
	}
	p.Site.Redirect(w, r, Within(office.From(r.Context()), "track", found))
}

// showTrack shows the question for a number, with what was typed and what is wrong.
func (p Pages) showTrack(w http.ResponseWriter, r *http.Request, typed string, err error) {
	page := p.Site.Page(r, "casework.track.title")
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.Title}}
	if err != nil {
		page = page.Refilled(site.NewForm(map[string][]string{"number": {typed}}), err)
		page.Status = site.StatusOf(err)
		for i, one := range page.Faults {
			inField := *one
			inField.Field = "number"
			page.Faults[i] = &inField
		}
	}
	p.Site.Show(w, r, "track", TrackPage{page})
}

// Case shows a case: everything to a browser that has shown its code, else its
// status and its promised date.
func (p Pages) Case(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.tracked(w, r)
	if done {
		return
	}
	if p.passes(r, tracking) {
		p.showCase(w, r, tracking, nil)
		return
	}
	p.showStatus(w, r, tracking, nil)
}

// tracked reads the number of the address and makes sure that the case is this
// office's; done is true when the request is answered. Another office's number
// leads there. Numbers that do not exist are counted against the visitor.
func (p Pages) tracked(w http.ResponseWriter, r *http.Request) (tracking string, done bool) {
	typed, here := r.PathValue("number"), office.From(r.Context())
	tracking, err := number.ParseTracking(typed)
	if err != nil {
		p.showTrack(w, r, typed, err)
		return "", true
	}
	visitor, now := p.visitor(r), p.Desk.Now()
	if !p.passes(r, tracking) && !p.Watch.May(visitor, now) {
		p.Site.Refuse(w, r, fault.New(fault.TooMany, "casework.track.many"))
		return "", true
	}
	owner, err := p.Numbers.OfficeOf(r.Context(), tracking)
	switch {
	case err != nil && fault.KindOf(err) == fault.NotFound:
		p.Watch.Miss(r.Context(), visitor, now)
		p.showTrack(w, r, typed, fault.New(fault.NotFound, "casework.number.unknown"))
		return "", true
	case err != nil:
		p.Site.Refuse(w, r, err)
		return "", true
	case owner != here.ID:
		p.leadTo(w, r, owner, tracking)
		return "", true
	case typed != tracking && r.Method == http.MethodGet:
		p.Site.Redirect(w, r, Within(here, "track", tracking))
		return "", true
	}
	return tracking, false
}

// leadTo sends a visitor to the office that has the case.
func (p Pages) leadTo(w http.ResponseWriter, r *http.Request, owner, tracking string) {
	chart, err := p.Desk.Offices.Chart(r.Context(), owner)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, Within(chart.Office(), "track", tracking))
}

// passes reports whether the browser has shown the code of the case.
func (p Pages) passes(r *http.Request, tracking string) bool {
	pass, ok := p.Site.Cookie(r, passCookie)
	return ok && p.Desk.Codes.Opens(pass, tracking, p.Desk.Now())
}

// showStatus shows what a number alone shows; wrong is what was wrong with a code.
func (p Pages) showStatus(w http.ResponseWriter, r *http.Request, tracking string, wrong error) {
	s, err := p.setting(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	c, err := p.Desk.Store.Case(r.Context(), s.Office.ID, tracking)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := p.trackShell(r, tracking)
	if wrong != nil {
		page = page.Refilled(site.NewForm(nil), inCode(wrong))
		page.Status = site.StatusOf(wrong)
	}
	p.Site.Show(w, r, "track_status", TrackStatusPage{
		Page: page, Number: tracking, Status: statusTag(page, c), Promise: publicPromise(page, s, c), Entry: "track/" + tracking + "/entry",
	})
}

// inCode puts a fault beside the question for the code.
func inCode(err error) error {
	var list fault.Fields
	for _, one := range fault.List(err) {
		list = append(list, fault.InField("code", one.Message, one.Args...))
	}
	return list.Err()
}

func (p Pages) trackShell(r *http.Request, tracking string) site.Page {
	page := p.Site.Page(r, "")
	page.Title = page.T("casework.track.case", "number", page.Tracking(tracking))
	page.Private = true
	page.Crumbs = []site.Link{
		{Text: page.T("nav.home"), Href: page.Href("")},
		{Text: page.T("casework.track.title"), Href: page.Href("track")},
		{Text: page.Tracking(tracking)},
	}
	return page
}

// Entry takes the code of a slip. The right one gives the browser a pass.
func (p Pages) Entry(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.tracked(w, r)
	if done {
		return
	}
	form, err := site.ReadForm(r, smallForm)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	here := office.From(r.Context())
	pass, err := p.Desk.Enter(r.Context(), here.ID, tracking, form.Get("code"))
	switch kind := fault.KindOf(err); {
	case err == nil:
		p.Site.SetCookie(w, passCookie, pass, casework.PassLife)
		p.Site.Redirect(w, r, Within(here, "track", tracking))
	case kind == fault.Invalid || kind == fault.TooMany:
		p.Watch.Miss(r.Context(), p.visitor(r), p.Desk.Now())
		p.showStatus(w, r, tracking, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Exit takes the pass away, as on a machine that others use too.
func (p Pages) Exit(w http.ResponseWriter, r *http.Request) {
	p.Site.DropCookie(w, passCookie)
	p.Site.Redirect(w, r, Within(office.From(r.Context()), "track", r.PathValue("number")))
}

// passed reads the number of an act that needs a pass; done is true when the
// request is answered.
func (p Pages) passed(w http.ResponseWriter, r *http.Request) (tracking string, done bool) {
	tracking, done = p.tracked(w, r)
	if done || p.passes(r, tracking) {
		return tracking, done
	}
	p.Site.Redirect(w, r, Within(office.From(r.Context()), "track", tracking))
	return tracking, true
}

var statusIcons = map[casework.Status]string{
	casework.Received: "inbox", casework.InProgress: "clock", casework.Waiting: "pause", casework.Closed: "check",
}

func statusTag(page site.Page, c casework.Case) site.Tag {
	return site.Tag{Text: page.T("casework.status." + string(c.Status)), Icon: statusIcons[c.Status], Tone: "onb"}
}

// publicPromise is the promised date that everybody with the number sees.
func publicPromise(page site.Page, s Setting, c casework.Case) Promised {
	switch {
	case c.Ended():
		return Promised{Dated: true, Caption: page.T("casework.ended.on"), Day: dayText(page, c.Closed)}
	case c.Status == casework.Waiting:
		return s.resumedToday(page, c)
	case c.Due.IsZero():
		return undatedRunning(page, s, c)
	}
	promise := Promised{Dated: true, Caption: page.T("casework.promise.by"), Day: dayText(page, c.Due)}
	if c.Late(s.Now) {
		promise.Caption, promise.Note = page.T("casework.promise.was"), page.T("casework.promise.late")
	}
	return promise
}

// resumedToday is the day that would be promised if what is missing came now.
func (c Setting) resumedToday(page site.Page, of casework.Case) Promised {
	due, err := of.Promised(c.Calendar, c.Now)
	if err != nil || !due.Measurable {
		return undatedRunning(page, c, of)
	}
	return Promised{Dated: true, Caption: page.T("casework.promise.if.answered"), Day: dayText(page, due.Moment), Note: page.T("casework.paused.note")}
}

// undatedRunning says that there is no time limit, and how long the office has had
// the case.
func undatedRunning(page site.Page, s Setting, c casework.Case) Promised {
	gone := c.Clock().Elapsed(s.Calendar, s.Now).OfficeDays
	return Promised{Caption: page.T("casework.promise.undated"), Note: page.T("casework.promise.gone", "days", gone, "date", page.ShortDate(c.Received))}
}

// TrackWithdrawalPage asks whether to withdraw.
type TrackWithdrawalPage struct {
	site.Page
	Post, Keep string
}

// Withdrawal asks whether the application is really to be withdrawn.
func (p Pages) Withdrawal(w http.ResponseWriter, r *http.Request) {
	if tracking, done := p.passed(w, r); !done {
		p.showWithdrawal(w, r, tracking, func(page site.Page) site.Page { return page })
	}
}

func (p Pages) showWithdrawal(w http.ResponseWriter, r *http.Request, tracking string, fill func(site.Page) site.Page) {
	page := fill(p.Site.Page(r, "casework.withdraw.title"))
	page.Private = true
	page.Back = site.Link{Text: page.Tracking(tracking), Href: page.Href("track/" + tracking)}
	p.Site.Show(w, r, "track_withdrawal", TrackWithdrawalPage{
		Page: page, Post: "track/" + tracking + "/withdrawal", Keep: "track/" + tracking,
	})
}

// Withdraw ends the case because its applicant no longer wants it.
func (p Pages) Withdraw(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.passed(w, r)
	if done {
		return
	}
	form, err := site.ReadForm(r, smallForm)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	at := casework.Target{Office: office.From(r.Context()).ID, Number: tracking, Actor: casework.Applicant, Key: form.Once()}
	_, err = p.Desk.Act(r.Context(), at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
		return c.Withdraw(form.Get("reason"), stamp)
	})
	switch {
	case err == nil:
		p.Site.Redirect(w, r, Within(office.From(r.Context()), "track", tracking))
	case fault.KindOf(err) == fault.Invalid:
		p.showWithdrawal(w, r, tracking, func(page site.Page) site.Page { return page.Refilled(form, err) })
	default:
		p.Site.Refuse(w, r, err)
	}
}
