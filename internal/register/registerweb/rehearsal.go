package registerweb

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/register"
	"dorgora/internal/site"
)

// RehearsalPage tries a promise on past cases.
type RehearsalPage struct {
	site.Page
	Services  []site.Choice
	Chosen    string // name of the service, empty when none is chosen
	Printed   string // what is promised now
	Fields    []site.Field
	Few       string // why there is no figure
	Lead      string // the answer in one sentence
	Facts     []site.Fact
	Bars      []Bar
	BarsSay   string
	Table     []DayRow
	Compared  []CompareRow
	CompareTo string // what is compared, in words
	Propose   site.Link
	ProposeBy string // how to go on
	None      site.Empty
}

// Bar is one bar of the histogram, in units of the drawing.
type Bar struct {
	X, Y, Height int
	Class        string
	Label        string
	Mid          int // where the label stands
}

// DayRow is one line of the histogram's table.
type DayRow struct{ Days, Cases, Within string }

// CompareRow holds the replays against what was observed.
type CompareRow struct{ Name, Kept, P80, Median, Least string }

// rehearsalSpan is how far back a rehearsal looks.
const rehearsalSpan = 2 * 365 * 24 * time.Hour

// Rehearsal tries a promise out: GET /{office}/desk/rehearsal.
func (p Pages) Rehearsal(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page, err := p.rehearsalPage(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "rehearsal", page)
}

func (p Pages) rehearsalPage(r *http.Request, m room) (RehearsalPage, error) {
	shell := p.shell(r, "register.rehearsal.title")
	page := RehearsalPage{Page: shell}
	page.Crumbs = append(page.Crumbs, site.Link{Text: shell.T("register.title"), Href: shell.Href("desk/register")}, site.Link{Text: page.Title})
	form := site.NewForm(r.URL.Query())
	service, known := m.service(form.Get("service"))
	page.Services = m.serviceChoices(shell, form.Get("service"), "")
	plan, alteration := planOf(form, m, service)
	err := form.Err()
	if err == nil {
		err = plan.Check()
	}
	if err != nil {
		page.Page = page.Refilled(form, err)
	}
	page.Fields = planFields(page.Page, plan, alteration)
	if len(m.services) == 0 {
		page.None = site.Empty{Icon: "file", Title: shell.T("register.rehearsal.unpublished"), Link: site.Link{Text: shell.T("register.rehearsal.charter"), Href: shell.Href("desk/charter")}}
		return page, nil
	}
	if !known {
		return page, nil
	}
	page.Chosen, page.Printed = service.Title(shell), catalogue.PromiseText(shell, service.Promise)
	if err != nil {
		return page, nil
	}
	return page, p.rehearse(r.Context(), m, &page, trial{service, plan, alteration})
}

// trial is a plan for a service, and how it alters the calendar.
type trial struct {
	service    catalogue.Service
	plan       register.Plan
	alteration register.Alteration
}

// rehearse tries the plan and writes down what came of it.
func (p Pages) rehearse(ctx context.Context, m room, page *RehearsalPage, t trial) error {
	past, err := p.Turns.Past(ctx, register.PastQuery{Office: m.office.ID, Service: t.service.Key, Since: m.now.Add(-rehearsalSpan)})
	if err != nil {
		return err
	}
	if t.alteration.Changes() && len(past) > 0 {
		t.plan.Changed = true
		t.plan.Calendar = t.alteration.Alter(m.calendar, register.MonthOf(past[0].Received), register.MonthOf(m.now).Move(1))
	}
	found := register.Rehearse(past, m.calendar, t.plan)
	if found.Few {
		page.Few = page.T("register.rehearsal.few", "cases", found.Cases, "least", t.plan.Fewest)
		return nil
	}
	page.fill(found)
	return p.propose(ctx, m, page, t.service, found)
}

// service finds a service of the office by its key.
func (m room) service(key string) (catalogue.Service, bool) {
	for _, one := range m.services {
		if one.Key == key {
			return one, true
		}
	}
	return catalogue.Service{}, false
}

// The ends of what may be typed; what goes beyond is refused by the plan itself.
const anyNumber = 1 << 20

// planOf reads the plan of an address. Who asks for nothing gets the days promised
// now, or three, and the office as it is.
func planOf(form site.Form, m room, service catalogue.Service) (register.Plan, register.Alteration) {
	plan := register.Plan{Days: 3, Share: register.UsualShare, Fewest: register.UsualFewest, Present: officers(m), Officers: officers(m)}
	if service.Promise.Count > 0 {
		plan.Days = service.Promise.Count
	}
	for field, value := range map[string]*int{"days": &plan.Days, "share": &plan.Share, "present": &plan.Present, "officers": &plan.Officers} {
		if form.Get(field) != "" {
			*value = form.Whole(field, 0, anyNumber)
		}
	}
	alteration := register.Alteration{Saturdays: form.Has("saturdays", "yes"), Closed: form.Whole("closed", 0, 20)}
	return plan, alteration
}

// officers is how many posts of the office somebody holds now, one at least.
func officers(m room) int {
	n := 0
	for _, post := range m.chart.PostsOf(m.office.ID) {
		if len(m.chart.Holders(m.office.ID, post.ID, m.now)) > 0 {
			n++
		}
	}
	return max(1, n)
}

func planFields(page site.Page, plan register.Plan, alteration register.Alteration) []site.Field {
	closed := ""
	if alteration.Closed > 0 {
		closed = strconv.Itoa(alteration.Closed)
	}
	box := page.Box("saturdays", "register.plan.saturdays")
	box.Choices[0].Chosen = alteration.Saturdays
	fields := []site.Field{
		numberField(page, "days", strconv.Itoa(plan.Days)), numberField(page, "share", strconv.Itoa(plan.Share)),
		numberField(page, "present", strconv.Itoa(plan.Present)), numberField(page, "officers", strconv.Itoa(plan.Officers)),
		numberField(page, "closed", closed).Optional(), box,
	}
	return fields
}

// numberField asks for a number of the plan; what was typed wrongly stays.
func numberField(page site.Page, name, value string) site.Field {
	field := page.Input(name, "register.plan."+name)
	if page.Value(name) == "" {
		field.Value = value
	}
	return field.Numeric().Max(6)
}

// fill writes the findings in words, as a drawing and as tables.
func (page *RehearsalPage) fill(found register.Rehearsal) {
	plan, seen := found.Plan, found.Observed
	page.Lead = page.T("register.rehearsal.lead", "cases", found.Cases, "kept", seen.Kept, "percent", seen.Kept*100/found.Cases, "days", plan.Days)
	page.Facts = []site.Fact{
		{Icon: "check", Term: page.T("register.rehearsal.kept", "days", plan.Days), Text: page.T("register.share", "kept", seen.Kept, "of", found.Cases, "percent", seen.Kept*100/found.Cases)},
		{Icon: "clock", Term: page.T("register.rehearsal.p80"), Text: page.T("register.days", "days", seen.P80)},
		{Icon: "calendar", Term: page.T("register.rehearsal.least", "share", plan.Share), Text: page.T("register.days", "days", seen.Least)},
		{Icon: "history", Term: page.T("register.rehearsal.median"), Text: page.T("register.days", "days", seen.Median)},
	}
	page.Bars, page.Table = histogram(page.Page, seen.Days, plan.Days)
	page.BarsSay = page.T("register.rehearsal.bars", "cases", found.Cases, "kept", seen.Kept, "days", plan.Days)
	if !found.Replayed {
		return
	}
	page.CompareTo = page.T("register.rehearsal.compared", "present", plan.Present, "officers", plan.Officers)
	for _, one := range []struct {
		key     string
		finding register.Finding
	}{{"observed", seen}, {"as_is", found.AsIs}, {"altered", found.Altered}} {
		page.Compared = append(page.Compared, CompareRow{
			Name: page.T("register.rehearsal." + one.key), Kept: page.T("register.share", "kept", one.finding.Kept, "of", found.Cases, "percent", one.finding.Kept*100/found.Cases),
			P80: page.Num(one.finding.P80), Median: page.Num(one.finding.Median), Least: page.Num(one.finding.Least),
		})
	}
}

// The measures of the drawing: a bar and its gap, the height of the highest, and how
// many bars there are before all longer cases share one.
const (
	barWidth  = 24
	barHeight = 120
	mostBars  = 24
)

// histogram draws how many cases took how many days, with the days within the limit
// in another colour, and gives the same as a table.
func histogram(page site.Page, days register.Days, limit int) ([]Bar, []DayRow) {
	most, highest, all := min(days.Most(), mostBars), 1, days.Cases()
	count := make([]int, most+1)
	for took, n := range days {
		at := min(took, most)
		count[at] += n
		highest = max(highest, count[at])
	}
	var bars []Bar
	var rows []DayRow
	for took, n := range count {
		label, within := page.Num(took), days.Within(took)
		if took == most && days.Most() > most {
			label, within = page.T("register.days.more", "days", took), all
		}
		height := n * barHeight / highest
		if n > 0 {
			height = max(1, height)
		}
		bar := Bar{X: took * barWidth, Y: barHeight - height, Height: height, Class: "f1", Label: label, Mid: took*barWidth + 10}
		if took > limit {
			bar.Class = "f2"
		}
		bars = append(bars, bar)
		rows = append(rows, DayRow{Days: label, Cases: page.Num(n), Within: page.T("register.share", "kept", within, "of", all, "percent", within*100/all)})
	}
	return bars, rows
}

// Width is the width of the drawing.
func (page RehearsalPage) Width() int { return len(page.Bars) * barWidth }

// propose leads to where the office completes its charter: to the row itself when a
// draft is open.
func (p Pages) propose(ctx context.Context, m room, page *RehearsalPage, service catalogue.Service, found register.Rehearsal) error {
	page.Propose = site.Link{Text: page.T("register.propose", "days", found.Observed.Least), Href: page.Href("desk/charter")}
	page.ProposeBy = page.T("register.propose.charter")
	open, err := p.Drafts.Open(ctx, m.office.ID)
	if err != nil || len(open) == 0 {
		return err
	}
	draft, err := p.Drafts.Draft(ctx, m.office.ID, open[0].ID)
	if fault.KindOf(err) == fault.NotFound && err != nil { // published or removed meanwhile
		return nil
	}
	if err != nil {
		return err
	}
	for i, row := range draft.Charter.Services {
		if row.Group == service.Row.Group && row.Serial == service.Row.Serial {
			page.Propose.Href = page.Href("desk/charter/drafts/" + draft.ID + "?row=" + strconv.Itoa(i+1) + "&field=time")
			page.ProposeBy = page.T("register.propose.draft")
		}
	}
	return nil
}
