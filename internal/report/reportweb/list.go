package reportweb

import (
	"net/http"
	"net/url"

	"dorgora/internal/report"
	"dorgora/internal/site"
	"dorgora/workday"
)

// pageSize is how many demands stand on one page.
const pageSize = 30

// ListPage is the list of what is asked for.
type ListPage struct {
	site.Page
	View   report.View
	Views  []site.Link
	Rows   []Row
	More   site.Pager
	Works  bool
	Untied []site.Link // cases that came by the web page and have no demand yet
}

// Row is one demand in a list.
type Row struct {
	Path, Subject, Asker, Due, Diary string
	Tags                             []site.Tag
}

// List shows the demands of the office: GET /{office}/desk/demands.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := ListPage{Page: p.shell(r, "report.title"), View: viewOf(r), Works: m.works() == nil}
	page.Crumbs = page.Crumbs[:1]
	after := r.URL.Query().Get("after")
	found, err := p.Desk.Lists.Demands(r.Context(), report.Listing{Office: m.office.ID, View: page.View, After: after, Limit: pageSize + 1})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	next := ""
	if len(found) > pageSize {
		found = found[:pageSize]
		next = listPath(page.View, cursor(page.View, found[pageSize-1]))
	}
	page.More = page.Pager("", next)
	for _, d := range found {
		if p.known(r.Context(), m, d) == nil {
			page.Rows = append(page.Rows, row(page.Page, d, m.today()))
		}
	}
	for _, view := range []report.View{report.ViewPending, report.ViewSent, report.ViewAll} {
		page.Views = append(page.Views, site.Link{Text: page.T("report.view." + string(view)), Href: page.Href(listPath(view, "")), Current: view == page.View})
	}
	page.Views = append(page.Views, site.Link{Text: page.T("report.returns"), Href: page.Href("desk/returns")})
	if page.Works && page.View == report.ViewPending {
		if page.Untied, err = p.untied(r, m, page.Page); err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
	}
	p.Site.Show(w, r, "report_demands", page)
}

// untied leads to the form for each case that has no demand yet.
func (p Pages) untied(r *http.Request, m room, page site.Page) ([]site.Link, error) {
	numbers, err := p.Desk.Lists.Untied(r.Context(), m.office.ID)
	var all []site.Link
	for _, number := range numbers {
		if p.known(r.Context(), m, report.Demand{Office: m.office.ID, Case: number}) == nil {
			all = append(all, site.Link{Text: page.Tracking(number), Href: page.Href("desk/demands/new?case=" + number)})
		}
	}
	return all, err
}

func viewOf(r *http.Request) report.View {
	switch view := report.View(r.URL.Query().Get("view")); view {
	case report.ViewSent, report.ViewAll:
		return view
	}
	return report.ViewPending
}

func listPath(view report.View, after string) string {
	query := url.Values{"view": {string(view)}}
	if after != "" {
		query.Set("after", after)
	}
	return "desk/demands?" + query.Encode()
}

// cursor is where the page after a demand goes on.
func cursor(view report.View, d report.Demand) string {
	switch view {
	case report.ViewSent:
		return d.Sending.By.At.UTC().Format("2006-01-02T15:04:05Z07:00") + "|" + d.ID
	case report.ViewAll:
		return d.Received.UTC().Format("2006-01-02T15:04:05Z07:00") + "|" + d.ID
	}
	return d.Cursor()
}

func row(page site.Page, d report.Demand, today workday.Date) Row {
	one := Row{Path: "desk/demands/" + d.ID, Subject: d.Subject, Asker: d.Asker.Office, Diary: page.Digits(d.Diary), Tags: tags(page, d, today)}
	if d.Recurring() {
		one.Subject += ": " + tongueOf(page).period(d.Period)
	}
	one.Due = page.T("report.due.none")
	if !d.Due.Zero() {
		one.Due = page.T("report.due", "date", page.Date(page.Day(d.Due)))
	}
	if d.State == report.Sent {
		one.Due = page.T("report.sent.on", "date", page.Date(page.Day(d.Sending.Date)), "memo", page.Digits(d.Memo))
	}
	return one
}

// tags tell where a demand stands.
func tags(page site.Page, d report.Demand, today workday.Date) []site.Tag {
	look := map[report.State]site.Tag{
		report.Open: {Tone: "info", Icon: "edit"}, report.Approved: {Tone: "ok", Icon: "check"}, report.Sent: {Tone: "ok", Icon: "send"}, report.Void: {Icon: "close"},
	}[d.State]
	look.Text = page.T("report.state." + string(d.State))
	all := []site.Tag{look}
	add := func(is bool, key, tone, icon string) {
		if is {
			all = append(all, site.Tag{Text: page.T(key), Tone: tone, Icon: icon})
		}
	}
	add(d.Overdue(today), "report.overdue", "late", "warning")
	add(d.Late(), "report.late", "warn", "clock")
	add(d.Past, "report.past", "late", "warning")
	add(d.Recurring(), "report.recurring", "", "history")
	add(d.Corrects != "", "report.corrects", "warn", "edit")
	add(d.Corrected != "", "report.corrected", "warn", "edit")
	return all
}

// Nothing stands where the list would be.
func (p ListPage) Nothing() site.Empty {
	empty := site.Empty{Icon: "paper", Title: p.T("report.none." + string(p.View)), Text: p.T("report.none.words")}
	if p.Works {
		empty.Link = site.Link{Text: p.T("report.new"), Href: p.Href("desk/demands/new")}
	}
	return empty
}
