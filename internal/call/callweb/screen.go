package callweb

import (
	"html/template"
	"net/http"
	"net/url"
	"slices"

	"dorgora/internal/call"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/site"
)

// ScreenPage is the telephone's screen: without a number who is to be called and the
// calls of today, with one what there is of whoever calls.
type ScreenPage struct {
	site.Page
	Asked    string // the number as typed
	Mobile   string // in the reader's digits; empty: none was given
	Call     template.URL
	People   []Person
	Cases    []CaseGroup
	Past     []CallRow
	Form     []site.Field
	When     []site.Field
	Key      string
	New      template.URL // the counter, with what is known filled in
	Backs    []BackRow
	Today    []CallRow
	Register template.URL
	None     site.Empty
	May      bool
	Stored   string // the mobile as the form sends it
}

// Person is a name under which a number is on record.
type Person struct {
	Name, Union string
	Helper      bool // called for others
}

// CaseGroup is a stretch of the cases of a caller.
type CaseGroup struct {
	Title string
	Rows  []CaseRow
}

// CaseRow is a case of a caller.
type CaseRow struct {
	Path, Number, Service, Name, Need, Answers string
	State                                      site.Tag
	Others                                     bool // asked for somebody else
}

// CallRow is a line of the log.
type CallRow struct {
	When, Mobile, Words, Minutes, By string
	Way, Result                      site.Tag
	Number                           string // of the case
	Path, Screen                     template.URL
}

// How much the screen shows.
const (
	casesShown = 20
	callsShown = 20
)

// Screen opens by a number: GET /{office}/desk/calls?number=.
func (p Pages) Screen(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	asked := site.NewForm(r.URL.Query()).Get("number")
	page := ScreenPage{Page: p.shell(r, "call.title"), Asked: asked}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	if asked == "" {
		p.show(w, r, page, p.idle(r, m, &page))
		return
	}
	mobile, err := number.ParseMobile(asked)
	if err != nil {
		page.Faults = fault.List(numbered(err))
		page.Status = site.StatusOf(err)
		p.show(w, r, page, p.idle(r, m, &page))
		return
	}
	p.show(w, r, page, p.caller(r, m, mobile, &page))
}

// numbered names the field of the search in faults about a mobile.
func numbered(err error) error {
	var wrong fault.Fields
	for _, one := range fault.List(err) {
		copied := *one
		if copied.Field == "mobile" {
			copied.Field = "number"
		}
		wrong = append(wrong, &copied)
	}
	return wrong.Err()
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, page ScreenPage, err error) {
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Register = page.Href("desk/calls/register")
	p.Site.Show(w, r, "calls", page)
}

// idle fills the screen while nobody is on the line.
func (p Pages) idle(r *http.Request, m room, page *ScreenPage) error {
	if err := p.backs(r, m, page); err != nil {
		return err
	}
	day := m.Calendar.DateOf(m.Now)
	calls, err := p.Calls.Between(r.Context(), m.Office.ID, day.Time(0, 0, m.Calendar.Location()), m.Now.AddDate(0, 0, 1))
	slices.Reverse(calls)
	for _, one := range calls[:min(len(calls), callsShown)] {
		page.Today = append(page.Today, p.callRow(r, m, page.Page, one))
	}
	page.None = site.Empty{Icon: "phone", Title: page.T("call.backs.none"), Text: page.T("call.backs.none.text")}
	return err
}

// caller fills the screen with what there is of a number.
func (p Pages) caller(r *http.Request, m room, mobile string, page *ScreenPage) error {
	page.Stored, page.Mobile, page.Call = mobile, page.Page.Mobile(mobile), page.Tel(mobile)
	page.Title = page.T("call.caller", "mobile", page.Mobile)
	cases, err := p.casesOf(r, m, mobile)
	if err != nil {
		return err
	}
	page.fillCases(m, mobile, cases)
	past, err := p.Calls.Of(r.Context(), m.Office.ID, mobile, callsShown)
	if err != nil {
		return err
	}
	for _, one := range past {
		page.Past = append(page.Past, p.callRow(r, m, page.Page, one))
	}
	page.New = page.Href("desk/counter?" + counterQuery(mobile, page.People))
	if _, err := m.actor(); err != nil {
		return nil
	}
	page.May = true
	page.fields(cases, site.NewForm(r.URL.Query()))
	page.Key, err = page.Page.Key()
	return err
}

// counterQuery is what the counter fills in of a caller.
func counterQuery(mobile string, people []Person) string {
	values := url.Values{"mobile": {mobile}, "channel": {"phone"}}
	if i := slices.IndexFunc(people, func(one Person) bool { return !one.Helper }); i >= 0 {
		values.Set("name", people[i].Name)
		if people[i].Union != "" {
			values.Set("union", people[i].Union)
		}
	}
	return values.Encode()
}

// casesOf finds the cases in which a mobile is the applicant's or the helper's, the
// latest first, and leaves out those of which the reader may not know.
func (p Pages) casesOf(r *http.Request, m room, mobile string) ([]casework.Case, error) {
	found, err := p.Cases.Page(r.Context(), casework.Query{
		Office: m.Office.ID, View: casework.Every, Marks: m.marks(), Search: mobile, Limit: casesShown,
	})
	if err != nil {
		return nil, err
	}
	var cases []casework.Case
	for _, row := range found.Rows {
		c, known, err := p.caseOf(r.Context(), m, row.Number)
		if err != nil {
			return nil, err
		}
		if known && (c.Application.Mobile == mobile || c.Application.HelperPhone == mobile) {
			cases = append(cases, c)
		}
	}
	return cases, nil
}

// fillCases fills in the names and the cases, those open before those closed.
func (page *ScreenPage) fillCases(m room, mobile string, cases []casework.Case) {
	groups := [2]CaseGroup{{Title: page.T("call.cases.open")}, {Title: page.T("call.cases.closed")}}
	for _, c := range cases {
		a := c.Application
		person := Person{Name: a.Name, Union: a.Union}
		if a.Mobile != mobile {
			person = Person{Name: a.Helper, Helper: true}
		}
		if !slices.ContainsFunc(page.People, func(one Person) bool { return one.Name == person.Name && one.Helper == person.Helper }) {
			page.People = append(page.People, person)
		}
		i := 0
		if c.Ended() {
			i = 1
		}
		groups[i].Rows = append(groups[i].Rows, m.caseRow(page.Page, c, person.Helper))
	}
	for _, group := range groups {
		if len(group.Rows) > 0 {
			page.Cases = append(page.Cases, group)
		}
	}
}

func (m room) caseRow(page site.Page, c casework.Case, others bool) CaseRow {
	name, title := m.Officer(page, c.Post)
	row := CaseRow{
		Path: "desk/cases/" + c.Number, Number: page.Tracking(c.Number), Service: c.Service.Name, Name: c.Application.Name,
		Need: c.Application.Need, Answers: title, Others: others,
		State: site.Tag{Text: page.T("call.status." + string(c.Status)), Tone: "info", Icon: "clock"},
	}
	if name != "" {
		row.Answers = name + ", " + title
	}
	switch {
	case c.Ended():
		row.State = site.Tag{Text: page.T("call.ended", "date", page.Date(c.Closed)), Tone: "ok", Icon: "check"}
	case c.Late(m.Now):
		row.State = site.Tag{Text: page.T("call.late", "date", page.Date(c.Due)), Tone: "late", Icon: "warning"}
	case !c.Due.IsZero() && c.Status != casework.Waiting:
		row.State.Text = page.T("call.due", "status", row.State.Text, "date", page.Date(c.Due))
	}
	return row
}

// callRow is a line of the log as the reader may see it: of a case of which the
// reader may not know, nothing of the case and nothing of the words.
func (p Pages) callRow(r *http.Request, m room, page site.Page, c call.Call) CallRow {
	row := CallRow{
		When: page.DateTime(c.At), Mobile: page.Mobile(c.Mobile), Words: c.Words, By: c.Name,
		Way:    site.Tag{Text: page.T("call.direction." + string(c.Direction)), Icon: map[call.Direction]string{call.In: "inbox", call.Out: "out"}[c.Direction]},
		Result: site.Tag{Text: page.T("call.result." + string(c.Result)), Tone: "ok", Icon: "check"},
		Screen: page.Href("desk/calls?" + url.Values{"number": {c.Mobile}}.Encode()),
	}
	if !c.Result.Spoken() {
		row.Result.Tone, row.Result.Icon = "warn", "warning"
	}
	if c.Minutes > 0 {
		row.Minutes = page.T("call.minutes.count", "minutes", c.Minutes)
	}
	if c.Number != "" {
		if _, known, err := p.caseOf(r.Context(), m, c.Number); err != nil || !known {
			row.Words = ""
			return row
		}
		row.Number, row.Path = page.Tracking(c.Number), page.Href("desk/cases/"+c.Number)
	}
	return row
}
