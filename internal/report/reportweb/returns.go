package reportweb

import (
	"net/http"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/internal/site"
	"dorgora/workday"
)

// ReturnsPage is the list of recurring returns.
type ReturnsPage struct {
	site.Page
	Rows  []ReturnRow
	Works bool
	Start bool // the usual ones can be brought in
}

// ReturnRow is one return with its next date and how it was kept.
type ReturnRow struct {
	Path, Name, To, Rule, Next string
	Tags                       []site.Tag
	Kept                       string
}

// mostHistory is how many periods of a return are shown and counted.
const mostHistory = 24

// Returns lists the recurring returns: GET /{office}/desk/returns.
func (p Pages) Returns(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	found, err := p.Desk.Lists.Returns(r.Context(), m.office.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := ReturnsPage{Page: p.shell(r, "report.returns"), Works: m.works() == nil}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	page.Start = page.Works && len(found) == 0
	for _, one := range found {
		history, err := p.Desk.Lists.OfReturn(r.Context(), m.office.ID, one.ID, mostHistory)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		page.Rows = append(page.Rows, returnRow(page.Page, m, one, history))
	}
	p.Site.Show(w, r, "report_returns", page)
}

func returnRow(page site.Page, m room, one report.Return, history []report.Demand) ReturnRow {
	row := ReturnRow{Path: "desk/returns/" + one.ID, Name: one.Name, To: one.To.Office, Rule: ruleText(page, one), Kept: kept(page, report.StandingOf(history, m.today()))}
	if one.Active {
		next := one.Next(m.today(), m.calendar)
		row.Next = page.T("report.return.next", "period", tongueOf(page).period(next.Period), "date", page.Date(day(next.Due)))
		row.Tags = append(row.Tags, site.Tag{Text: page.T("report.return.active"), Tone: "ok", Icon: "check"})
	} else {
		row.Tags = append(row.Tags, site.Tag{Text: page.T("report.return.resting"), Icon: "pause"})
	}
	if one.Starter {
		row.Tags = append(row.Tags, site.Tag{Text: page.T("report.return.starter"), Tone: "warn", Icon: "warning"})
	}
	return row
}

func ruleText(page site.Page, one report.Return) string {
	return page.T("report.return.rule."+string(one.Rule)+".text", "every", page.T("report.return.every."+string(one.Every)), "n", page.Num(one.Day))
}

// kept tells how a return was kept.
func kept(page site.Page, s report.Standing) string {
	if s == (report.Standing{}) {
		return page.T("report.return.kept.none")
	}
	return page.T("report.return.kept", "in_time", s.OnTime, "late", s.Late, "missed", s.Missed)
}

// Start brings the usual returns in: POST /{office}/desk/returns/starters.
func (p Pages) Start(w http.ResponseWriter, r *http.Request) {
	m, err := p.worker(r)
	if err == nil {
		err = p.Desk.Start(r.Context(), m.office, m.usualPost())
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.to(w, r, "desk/returns?said=started")
}

// ReturnPage is one recurring return: its form and its history.
type ReturnPage struct {
	site.Page
	Return report.Return
	Action string
	Row    ReturnRow
	Rows   []Row // what went out, and what did not
	Edit   Edit
	Posts  []site.Choice
	Spans  []string
	Rules  []string
	Works  bool
}

// Active is the box that lets the return appear on the list.
func (p ReturnPage) Active() site.Field {
	box := p.Box("active", "report.return.on")
	if p.Return.Active {
		return box.Start("yes")
	}
	return box
}

// NewReturn shows an empty form: GET /{office}/desk/returns/new.
func (p Pages) NewReturn(w http.ResponseWriter, r *http.Request) {
	m, err := p.worker(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	today := m.today()
	p.showReturn(w, r, m, drafting{shown: report.Return{
		Every: report.Month, Rule: report.WorkingDay, Day: 5, Post: m.usualPost(), Active: true, Since: workday.Date{Year: today.Year, Month: today.Month, Day: 1},
	}})
}

// Return shows a return: GET /{office}/desk/returns/{return}.
func (p Pages) Return(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	one, err := p.Desk.Store.Return(r.Context(), m.office.ID, r.PathValue("return"))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showReturn(w, r, m, drafting{shown: one})
}

// drafting is a form of a return, as it is kept or as it was typed and refused.
type drafting struct {
	shown report.Return
	form  site.Form
	wrong error
}

func (p Pages) showReturn(w http.ResponseWriter, r *http.Request, m room, d drafting) {
	one := d.shown
	page := ReturnPage{Page: p.shell(r, "report.return.new"), Return: one, Action: "desk/returns", Works: m.works() == nil}
	if one.ID != "" {
		page.Title, page.Action = one.Name, "desk/returns/"+one.ID
	}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("report.returns"), Href: page.Href("desk/returns")}, site.Link{Text: page.Title})
	if d.wrong != nil {
		page.Page = page.Refilled(d.form, d.wrong)
	}
	page.Posts = m.posts(page.Page, one.Post)
	for _, span := range report.Spans() {
		page.Spans = append(page.Spans, string(span))
	}
	for _, rule := range report.Rules() {
		page.Rules = append(page.Rules, string(rule))
	}
	if err := p.questions(r, m, &page); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "report_return", page)
}

// questions fills the page with the form of the questions and with the history.
func (p Pages) questions(r *http.Request, m room, page *ReturnPage) error {
	one := page.Return
	services, err := p.serviceChoices(r, m, page.Page)
	if err != nil {
		return err
	}
	page.Edit = Edit{Picker: p.picker(page.Page), More: page.Area("more", "report.edit.more").Optional()}
	for i, line := range one.Lines {
		page.Edit.Lines = append(page.Edit.Lines, editLine(page.Page, i+1, line, editing{figures: p.Desk.Sources.Offered(), services: services}))
	}
	if one.ID == "" {
		return nil
	}
	history, err := p.Desk.Lists.OfReturn(r.Context(), m.office.ID, one.ID, mostHistory)
	page.Row = returnRow(page.Page, m, one, history)
	for _, d := range history {
		page.Rows = append(page.Rows, row(page.Page, d, m.today()))
	}
	return err
}

// Found writes a new return: POST /{office}/desk/returns.
func (p Pages) Found(w http.ResponseWriter, r *http.Request) { p.save(w, r) }

// Change writes a changed return: POST /{office}/desk/returns/{return}.
func (p Pages) Change(w http.ResponseWriter, r *http.Request) { p.save(w, r) }

func (p Pages) save(w http.ResponseWriter, r *http.Request) {
	m, err := p.worker(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	kept := report.Return{Office: m.office.ID}
	if id := r.PathValue("return"); id != "" {
		if kept, err = p.Desk.Store.Return(r.Context(), m.office.ID, id); err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
	}
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	one := readReturn(form, m, kept)
	saved := one
	if err = form.Err(); err == nil {
		saved, err = p.Desk.Save(r.Context(), one)
	} else if _, more := one.Check(); more != nil {
		err = merged(err, more)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/returns/"+saved.ID+"?said=saved")
	case fault.KindOf(err) == fault.Invalid:
		one.ID = kept.ID
		p.showReturn(w, r, m, drafting{one, form, err})
	default:
		p.Site.Refuse(w, r, err)
	}
}

// readReturn reads the form into the return as it is kept. A new one has the form's key
// as its ID, so that it is written once.
func readReturn(form site.Form, m room, one report.Return) report.Return {
	if one.ID == "" {
		one.ID = form.Key()
		if one.ID == "" {
			form.Fail("name", "report.key.missing")
		}
	} else {
		one.Revision = form.Whole("revision", 1, 1_000_000)
	}
	one.Name, one.To.Office = bangla.Line(form.Get("name")), bangla.Line(form.Get("asker"))
	one.To.Address, one.To.Mail = bangla.Line(form.Get("address")), bangla.ASCII(form.Get("mail"))
	one.Every, one.Rule, one.Day = report.Span(form.Get("every")), report.Rule(form.Get("rule")), form.Whole("day", 0, 1000)
	one.Since, one.Active, one.Lines = form.Date("since"), form.Has("active", "yes"), readLines(form)
	if _, found := m.chart.Post(m.office.ID, form.Get("post")); found {
		one.Post = form.Get("post")
	}
	return one
}
