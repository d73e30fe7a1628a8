package registerweb

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/register"
	"dorgora/internal/site"
)

// CasesPage is the list behind a figure.
type CasesPage struct {
	site.Page
	Lead  string // what the figure counts
	Count int
	Rows  []TurnRow
	More  site.Pager
	Back  site.Link
}

// TurnRow is one turn in the list.
type TurnRow struct {
	Number, Path, Service, Began, Due, Ended, Took, Waited, Post string
	State                                                        site.Tag
	Again                                                        bool // the case was opened again before
}

// pageRows is the length of a page of the list.
const pageRows = 50

// Cases lists the turns behind a figure: GET /{office}/desk/register/cases.
func (p Pages) Cases(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	a, figure := m.ask(r), register.Figure(r.URL.Query().Get("figure"))
	if figure == "" {
		figure = register.Handled
	}
	if !figure.Known() {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	turns, err := p.Turns.Turns(r.Context(), m.office.ID, a.period.Month)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	list := register.Behind(turns, a.period, figure, a.service)
	p.Site.Show(w, r, "register-cases", p.casesPage(r, m, behind{a, figure, list}))
}

// behind is a figure and the turns that it counts.
type behind struct {
	asked  asked
	figure register.Figure
	turns  []register.Turn
}

func (p Pages) casesPage(r *http.Request, m room, b behind) CasesPage {
	shell := p.shell(r, "register.title")
	page := CasesPage{Page: shell, Count: len(b.turns)}
	month := monthText(shell, b.asked.period.Month)
	page.Title = shell.T("register.cases.title", "figure", shell.T("register.figure."+string(b.figure)), "month", month)
	page.Lead = shell.T("register.figure." + string(b.figure) + ".hint")
	if b.asked.service != "" {
		name := ""
		if len(b.turns) > 0 {
			name = b.turns[len(b.turns)-1].Name
		}
		page.Lead = m.title(shell, b.asked.service, name) + " · " + page.Lead
	}
	page.Crumbs = append(page.Crumbs, site.Link{Text: shell.T("register.title.month", "month", month), Href: shell.Href(b.asked.path("desk/register", "service", ""))},
		site.Link{Text: shell.T("register.figure." + string(b.figure))})
	path := func(after string) string {
		return b.asked.path("desk/register/cases", "figure", string(b.figure), "after", after)
	}
	after := r.URL.Query().Get("after")
	rest := slices.DeleteFunc(slices.Clone(b.turns), func(t register.Turn) bool { return placeOf(t) <= after })
	first, next := "", ""
	if after != "" {
		first = path("")
	}
	if len(rest) > pageRows {
		rest = rest[:pageRows]
		next = path(placeOf(rest[pageRows-1]))
	}
	page.More = shell.Pager(first, next)
	page.More.Before = shell.T("register.cases.first")
	for _, t := range rest {
		page.Rows = append(page.Rows, m.turnRow(shell, b.asked.period, t))
	}
	return page
}

// placeOf is the place of a turn in the list: lists are read on from it, so that a
// case that comes or goes meanwhile shows no other twice.
func placeOf(t register.Turn) string {
	return t.Began.UTC().Format(time.RFC3339) + "." + t.Number + "." + strconv.Itoa(t.Place)
}

// turnRow shows a turn as it stood in the period.
func (m room) turnRow(page site.Page, period register.Period, t register.Turn) TurnRow {
	row := TurnRow{
		Number: page.Tracking(t.Number), Path: "desk/cases/" + t.Number, Service: m.title(page, t.Service, t.Name),
		Began: page.Date(t.Began), Due: "—", Ended: "—", Took: "—", Waited: "—", Again: t.Place > 1,
	}
	if !m.mayKnow(t) {
		row.Number, row.Path = page.T("register.sealed"), ""
	}
	if post, known := m.chart.Post(m.office.ID, t.Post); known {
		row.Post = page.Pick(post.Title, post.TitleEn)
	}
	if !t.Due.IsZero() {
		row.Due = page.Date(t.Due)
	}
	if t.Ended.IsZero() || !t.Ended.Before(period.Month.End()) {
		row.State = m.openTag(page, period, t)
		return row
	}
	row.Ended, row.Took, row.Waited = page.Date(t.Ended), page.Num(t.Took), page.Num(t.ApplicantDays(m.calendar))
	row.State = site.Tag{Text: page.T("register.outcome." + outcomeName(t.Outcome)), Icon: "check"}
	switch t.End() {
	case register.InTime:
		row.State.Tone = "ok"
	case register.Late:
		row.State.Tone, row.State.Text = "late", row.State.Text+", "+page.T("register.outcome.late")
	}
	return row
}

// openTag tells how a pending turn stood.
func (m room) openTag(page site.Page, period register.Period, t register.Turn) site.Tag {
	switch {
	case period.Holds(register.Waiting, t):
		return site.Tag{Text: page.T("register.figure.waiting"), Icon: "pause"}
	case period.Holds(register.Overdue, t):
		return site.Tag{Text: page.T("register.figure.overdue"), Tone: "late", Icon: "warning"}
	}
	return site.Tag{Text: page.T("register.figure.pending"), Icon: "clock"}
}

// outcomeName is the outcome for which there are words.
func outcomeName(outcome casework.Outcome) string {
	known := []casework.Outcome{casework.Delivered, casework.Advised, casework.PassedOn, casework.Refused, casework.Withdrawn, casework.Unreached}
	if slices.Contains(known, outcome) {
		return string(outcome)
	}
	return "otherwise"
}
