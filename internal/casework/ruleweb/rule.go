// Package ruleweb shows by which figures an office handles its cases, where each
// comes from, and lets a head set the office's own.
package ruleweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the page of figures says.
var Texts = message.Set{Name: "ruleweb", Bn: bn, En: en}

// Files holds the template, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Keep keeps the figures that offices set.
type Keep interface {
	SetRule(ctx context.Context, line casework.RuleLine) error
}

// Offices tells who stands above an office, and on which days it works.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}

// Offers finds what an office offers now.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Pages answers those who work in an office; heads may set its figures.
type Pages struct {
	Site    *site.Site
	Book    casework.RuleBook
	Keep    Keep
	Offices Offices
	Offers  Offers
	Now     func() time.Time
}

// RulesPage is the figures in force for all services of an office, or for one.
type RulesPage struct {
	site.Page
	Services []site.Choice
	Figures  []Figure
	History  []Line
	Fields   []site.Field // empty: the reader may set nothing
}

// Figure is one figure as it is in force today.
type Figure struct {
	Title, What, Value string
	Origin             string // who set it
	Own                bool
	Source             string // in the words of whoever set it
	Since              string
	Set                site.Link
}

// Line is a figure as it was set once: its Place is the service and who set it.
type Line struct{ Title, Value, Place, Source, Since string }

// room is the office of a request and what is in force there.
type room struct {
	office   office.Office
	chart    office.Chart
	services []catalogue.Service
	lines    []casework.RuleLine
	today    workday.Date
}

func (p Pages) room(r *http.Request) (m room, err error) {
	m.office = office.From(r.Context())
	now := p.Now()
	if m.chart, err = p.Offices.Chart(r.Context(), m.office.ID); err != nil {
		return m, err
	}
	calendar, err := p.Offices.Calendar(r.Context(), m.office.ID)
	if err != nil {
		return m, err
	}
	m.today = calendar.DateOf(now)
	offer, err := p.Offers.At(r.Context(), m.office.ID, now)
	if err == nil {
		m.services = offer.Services
	}
	if err != nil && fault.KindOf(err) != fault.NotFound { // an office without a charter has figures too
		return m, err
	}
	m.lines, err = p.Book.RuleLines(r.Context(), m.office.ID)
	return m, err
}

// Rules shows the figures: GET /{office}/desk/rules.
func (p Pages) Rules(w http.ResponseWriter, r *http.Request) { p.show(w, r, site.Form{}, nil) }

func (p Pages) show(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := RulesPage{Page: p.Site.Page(r, "rules.title")}
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	asked := r.URL.Query()
	if asked.Get("said") == "set" {
		page.Notice = page.T("rules.said")
	}
	service := asked.Get("service")
	page.Services = m.choices(page.Page, service)
	for _, kind := range casework.RuleKinds() {
		page.Figures = append(page.Figures, m.figure(page.Page, kind, service))
	}
	page.History = m.history(page.Page, service)
	if leads(r, m.chart) {
		page.Fields = fields(page.Page, asked.Get("name"), page.Services, m.today)
	}
	p.Site.Show(w, r, "rules", page)
}

// leads reports whether the reader heads the office or one above it.
func leads(r *http.Request, chart office.Chart) bool {
	return access.Heads.Allows(access.From(r.Context()), chart.Offices)
}

// choices are the services for which figures may be set, all of them first.
func (m room) choices(page site.Page, chosen string) []site.Choice {
	list := []site.Choice{{Label: page.T("rules.service.all"), Chosen: chosen == ""}}
	for _, one := range m.services {
		list = append(list, site.Choice{Value: one.Key, Label: one.Title(page), Chosen: one.Key == chosen})
	}
	return list
}

func (m room) figure(page site.Page, kind casework.RuleKind, service string) Figure {
	line := casework.RuleFor(m.lines, kind.Name, service, m.today)
	path := "desk/rules?name=" + kind.Name
	if service != "" {
		path += "&service=" + service
	}
	return Figure{
		Title: page.T("rules.name." + kind.Name), What: page.T("rules.what." + kind.Name), Value: value(page, line),
		Origin: m.origin(page, line), Own: line.Office == m.office.ID, Source: line.Source, Since: page.Date(page.Day(line.Effective)),
		Set: site.Link{Text: page.T("rules.set"), Href: page.Href(path + "#set")},
	}
}

// origin says who set a figure, and for what.
func (m room) origin(page site.Page, line casework.RuleLine) string {
	if line.Office == "" {
		return page.T("rules.origin.program")
	}
	who := page.T("rules.origin.own")
	if above, known := m.chart.OfficeOf(line.Office); known && line.Office != m.office.ID {
		who = page.Pick(above.Name, above.NameEn)
	}
	if line.Service == "" {
		return who
	}
	return who + " · " + m.service(page, line.Service)
}

// service is the name of a service, its key when the office no longer offers it.
func (m room) service(page site.Page, key string) string {
	for _, one := range m.services {
		if one.Key == key {
			return one.Title(page)
		}
	}
	return key
}

func value(page site.Page, line casework.RuleLine) string {
	for _, kind := range casework.RuleKinds() {
		if kind.Name == line.Name {
			return page.T("rules.unit."+kind.Unit, "value", line.Value)
		}
	}
	return page.Num(line.Value)
}

// history is what was set for the service or for all, the latest first.
func (m room) history(page site.Page, service string) []Line {
	lines := slices.Clone(m.lines)
	slices.SortStableFunc(lines, func(a, b casework.RuleLine) int { return b.Effective.Compare(a.Effective) })
	var list []Line
	for _, line := range lines {
		if service != "" && line.Service != "" && line.Service != service {
			continue
		}
		since := page.Date(page.Day(line.Effective))
		if line.Effective.After(m.today) {
			since = page.T("rules.ahead", "date", since)
		}
		list = append(list, Line{
			Title: page.T("rules.name." + line.Name), Value: value(page, line), Place: m.origin(page, line), Source: line.Source, Since: since,
		})
	}
	return list
}

func fields(page site.Page, name string, services []site.Choice, today workday.Date) []site.Field {
	var names []site.Choice
	for _, kind := range casework.RuleKinds() {
		names = append(names, site.Choice{
			Value: kind.Name, Chosen: kind.Name == name,
			Label: page.T("rules.choice", "name", page.T("rules.name."+kind.Name), "least", kind.Least, "most", kind.Most),
		})
	}
	return []site.Field{
		page.Select("name", "rules.field.name").With(names),
		page.Select("service", "rules.field.service").With(services),
		page.Input("value", "rules.field.value").Numeric().Max(4),
		page.Input("source", "rules.field.source").Max(casework.LineLimit),
		page.DateField("effective", "rules.field.effective").StartDay(today.String()),
	}
}

// formRoom is enough for the form, in bytes.
const formRoom = 64 << 10

// Set keeps a figure of the office: POST /{office}/desk/rules. It binds from today
// at the earliest: what happened before was judged by the figure of its own day.
func (p Pages) Set(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	line := m.line(form)
	line.Person = access.From(r.Context()).Person
	if err = form.Err(); err == nil {
		err = p.Keep.SetRule(r.Context(), line)
	}
	switch {
	case fault.KindOf(err) == fault.Invalid && err != nil:
		p.show(w, r, form, err)
	case err != nil:
		p.Site.Refuse(w, r, err)
	default:
		p.Site.Redirect(w, r, "/"+m.office.Slug+"/desk/rules?said=set&service="+line.Service)
	}
}

// anyNumber is the end of what may be typed; what goes beyond a figure's own bounds
// is refused by the figure.
const anyNumber = 1 << 20

// line reads a figure as typed, and notes in the form what is wrong with it.
func (m room) line(form site.Form) casework.RuleLine {
	keys := []string{}
	for _, one := range m.services {
		keys = append(keys, one.Key)
	}
	line := casework.RuleLine{
		Office: m.office.ID, Name: form.Get("name"), Service: form.Choice("service", keys...), Source: form.Get("source"),
		Effective: form.Date("effective"), Value: -1,
	}
	if form.Get("value") != "" {
		line.Value = form.Whole("value", 0, anyNumber)
	}
	if form.Err() == nil {
		form.Note("name", line.Check())
	}
	if line.Effective.Valid() && line.Effective.Before(m.today) {
		form.Fail("effective", "rules.past")
	}
	return line
}
