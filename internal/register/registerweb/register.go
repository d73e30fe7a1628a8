package registerweb

import (
	"html/template"
	"net/http"

	"dorgora/internal/register"
	"dorgora/internal/site"
)

// RegisterPage is the register of an office for a month.
type RegisterPage struct {
	site.Page
	Made      string // when it was drawn up
	Running   bool   // the month has not ended
	Months    []site.Choice
	Services  []site.Choice
	Before    site.Link
	After     site.Link
	Groups    []Group
	Heads     []Head
	Lines     []Row
	Total     Row
	None      site.Empty
	Files     []site.Link
	Rehearsal site.Link
}

// Group is a heading over several columns.
type Group struct {
	Title string
	Span  int
}

// Head is the heading of a column.
type Head struct{ Title, Hint string }

// Row is the register of one service.
type Row struct {
	Name  string
	Cells []Cell
}

// Cell is one figure with the list behind it.
type Cell struct {
	Head  string // for phones, where the headings are not seen
	Text  string
	Say   string // for screen readers
	Href  template.URL
	Class string
	value any // as it stands in a file
}

// column is one column of the register: a figure, or a measure over the turns.
type column struct {
	group  string
	key    string
	figure register.Figure
	class  string
}

// columns is the register from left to right.
var columns = []column{
	{"in", "carried", register.Carried, ""}, {"in", "received", register.Received, ""}, {"in", "reopened", register.Reopened, ""},
	{"in", "handled", register.Handled, "tot"},
	{"served", "in_time", register.InTime, "okc"}, {"served", "late", register.Late, "latec"}, {"served", "undated", register.Undated, ""},
	{"served", "share", "", "wr"},
	{"ended", "refused", register.Refused, ""}, {"ended", "withdrawn", register.Withdrawn, ""}, {"ended", "otherwise", register.Otherwise, ""},
	{"ended", "overran", register.Overran, "latec"},
	{"open", "pending", register.Pending, "tot"}, {"open", "waiting", register.Waiting, ""}, {"open", "overdue", register.Overdue, "latec"},
	{"days", "median", "", ""}, {"days", "p90", "", ""}, {"applicant", "applicant", "", ""}, {"applicant", "applicant_p90", "", ""},
}

// Register shows the register of a month: GET /{office}/desk/register.
func (p Pages) Register(w http.ResponseWriter, r *http.Request) {
	m, sheet, a, err := p.sheet(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "register", p.registerPage(r, m, sheet, a))
}

// Drawn is the register that the address of a request asks for, as its page shows it.
func (p Pages) Drawn(r *http.Request) (RegisterPage, error) {
	m, sheet, a, err := p.sheet(r)
	if err != nil {
		return RegisterPage{}, err
	}
	return p.registerPage(r, m, sheet, a), nil
}

// sheet counts what the address asks for.
func (p Pages) sheet(r *http.Request) (room, register.Sheet, asked, error) {
	m, err := p.room(r)
	if err != nil {
		return m, register.Sheet{}, asked{}, err
	}
	a := m.ask(r)
	turns, err := p.Turns.Turns(r.Context(), m.office.ID, a.period.Month)
	if err != nil {
		return m, register.Sheet{}, a, err
	}
	if a.service != "" {
		turns = register.Behind(turns, a.period, register.Handled, a.service)
	}
	return m, register.Count(turns, a.period, m.calendar), a, nil
}

func (p Pages) registerPage(r *http.Request, m room, sheet register.Sheet, a asked) RegisterPage {
	month := a.period.Month
	shell := p.shell(r, "register.title")
	page := RegisterPage{Page: shell, Running: month.End().After(m.now)}
	page.Title = shell.T("register.title.month", "month", monthText(shell, month))
	page.Crumbs = append(page.Crumbs, site.Link{Text: shell.T("register.title")})
	page.Made = shell.T("register.made", "date", shell.DateTime(m.now))
	page.Months, page.Services = monthChoices(shell, m, month), m.serviceChoices(shell, a.service, shell.T("register.service.all"))
	page.Before = site.Link{Text: monthText(shell, month.Move(-1)), Href: shell.Href(a.path("desk/register", "month", month.Move(-1).String()))}
	if !month.Move(1).After(register.MonthOf(m.now)) {
		page.After = site.Link{Text: monthText(shell, month.Move(1)), Href: shell.Href(a.path("desk/register", "month", month.Move(1).String()))}
	}
	page.Groups, page.Heads = heads(shell)
	page.Lines, page.Total = rowsOf(shell, m, sheet, a)
	for _, format := range []string{"csv", "xlsx"} {
		page.Files = append(page.Files, site.Link{Text: shell.T("register.file." + format), Href: shell.Href(a.path("desk/register/file", "as", format)), Icon: "file"})
	}
	page.Files = append(page.Files, site.Link{Text: shell.T("register.file.pdf"), Href: shell.Href(a.path("desk/register/pdf")), Icon: "print"})
	page.Rehearsal = site.Link{Text: shell.T("register.rehearsal.link"), Href: shell.Href("desk/rehearsal")}
	page.None = site.Empty{Icon: "calendar", Title: shell.T("register.none"), Text: shell.T("register.none.text")}
	return page
}

// monthsBack is how many months can be chosen from the list; older ones are reached
// step by step.
const monthsBack = 36

func monthChoices(page site.Page, m room, chosen register.Month) []site.Choice {
	var choices []site.Choice
	running := register.MonthOf(m.now)
	for i := range monthsBack {
		month := running.Move(-i)
		choices = append(choices, site.Choice{Value: month.String(), Label: monthText(page, month), Chosen: month == chosen})
	}
	return choices
}

func heads(page site.Page) ([]Group, []Head) {
	var groups []Group
	var list []Head
	last := ""
	for _, c := range columns {
		if c.group != last {
			groups, last = append(groups, Group{Title: page.T("register.group." + c.group)}), c.group
		}
		groups[len(groups)-1].Span++
		list = append(list, Head{Title: page.T("register.figure." + c.key), Hint: page.T("register.figure." + c.key + ".hint")})
	}
	return groups, list
}

func rowsOf(page site.Page, m room, sheet register.Sheet, a asked) (lines []Row, total Row) {
	for _, line := range sheet.Lines {
		name := m.title(page, line.Service, line.Name)
		of := a
		of.service = line.Service
		lines = append(lines, Row{Name: name, Cells: cells(page, line, of, name)})
	}
	name := page.T("register.total")
	return lines, Row{Name: name, Cells: cells(page, sheet.Total, a, name)}
}

func cells(page site.Page, line register.Line, a asked, name string) []Cell {
	list := make([]Cell, len(columns))
	for i, c := range columns {
		cell := Cell{Head: page.T("register.figure." + c.key)}
		if c.figure != "" {
			n := line.Count[c.figure]
			cell.Text, cell.value, cell.Class = page.Num(n), n, c.class
			if n > 0 {
				cell.Href = page.Href(a.path("desk/register/cases", "figure", string(c.figure)))
				cell.Say = page.T("register.cell.say", "figure", cell.Head, "service", name)
			} else {
				cell.Class = "mut"
			}
		} else {
			cell.Text, cell.value = measure(page, line, c.key)
			cell.Head, cell.Class = page.T("register.group."+c.group)+": "+cell.Head, c.class
		}
		list[i] = cell
	}
	return list
}

// measure is what is told over the turns of a line: a share with its counts, or days
// with the number of cases behind them.
func measure(page site.Page, line register.Line, key string) (text string, value any) {
	if key == "share" {
		text = shareText(page, line)
		return text, text
	}
	spread, days := line.Office, line.Office.Median
	switch key {
	case "p90":
		days = spread.P90
	case "applicant":
		spread, days = line.Applicant, line.Applicant.Median
	case "applicant_p90":
		spread, days = line.Applicant, line.Applicant.P90
	}
	if spread.Cases == 0 {
		return "—", nil
	}
	return page.Num(days), days
}

// shareText says how many of how many promises were kept; a percentage stands only
// beside its counts, and not under five.
func shareText(page site.Page, line register.Line) string {
	kept, of, percent, shown := line.Share()
	switch {
	case of == 0:
		return "—"
	case !shown:
		return page.T("register.share.few", "kept", kept, "of", of)
	}
	return page.T("register.share", "kept", kept, "of", of, "percent", percent)
}
