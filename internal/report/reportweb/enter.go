package reportweb

import (
	"net/http"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/internal/site"
	"dorgora/workday"
)

// EnterPage is the form in which a demand is entered.
type EnterPage struct {
	site.Page
	Demand  report.Demand // to begin with
	Posts   []site.Choice
	Periods []site.Choice
	Doors   []string
}

// doors are the ways in which a demand comes to the desk; what comes by the web page
// has its case already.
var doors = []string{string(charter.Letter), string(charter.Mail), string(charter.EFile), string(charter.Phone), string(charter.InPerson), string(charter.Web)}

// New shows the form, begun with an entry of the diary or a case when one is named:
// GET /{office}/desk/demands/new.
func (p Pages) New(w http.ResponseWriter, r *http.Request) {
	m, err := p.worker(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	begun, err := p.begun(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showEnter(w, r, m, entering{demand: begun})
}

// begun is what is known of the demand before anything is typed.
func (p Pages) begun(r *http.Request, m room) (report.Demand, error) {
	d := report.Demand{Post: m.usualPost(), Period: report.PeriodAt(report.Month, m.today()).Before()}
	if diary := bangla.ASCII(r.URL.Query().Get("diary")); diary != "" && p.Diary != nil {
		entry, err := p.Diary.Entry(r.Context(), m.office.ID, diary)
		if err != nil {
			return d, err
		}
		entry.Post, entry.Period = d.Post, d.Period
		d = entry
	}
	number := bangla.ASCII(r.URL.Query().Get("case"))
	if number == "" || p.Cases == nil {
		return d, nil
	}
	c, err := p.Cases.Case(r.Context(), m.office.ID, number)
	if err == nil && !c.KnownTo(m.who, m.chart, m.now) {
		err = report.Missing()
	}
	if err != nil {
		return d, err
	}
	a := c.Application
	d.Case, d.Subject, d.Post = c.Number, a.Need, c.Post
	d.Asker = report.Asker{Office: a.Body, Person: a.Name, Address: a.Address, Mail: a.Mail, Memo: a.Memo}
	d.Asker.MemoDate, _ = workday.ParseDate(a.MemoDate) // typed by the applicant: none when it is no date
	d.Deadline, _ = workday.ParseDate(a.Facts["deadline"])
	return d, nil
}

// entering is a form of a demand as it was typed and refused.
type entering struct {
	demand report.Demand
	form   site.Form
	wrong  error
}

func (p Pages) showEnter(w http.ResponseWriter, r *http.Request, m room, e entering) {
	page := EnterPage{Page: p.shell(r, "report.new"), Demand: e.demand, Doors: doors}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	if e.wrong != nil {
		page.Page = page.Refilled(e.form, e.wrong)
	}
	page.Posts, page.Periods = m.posts(page.Page, e.demand.Post), periods(page.Page, m, e.demand.Period)
	p.Site.Show(w, r, "report_new", page)
}

// periods are the periods that are asked for most: the last months, quarters and years.
func periods(page site.Page, m room, chosen report.Period) []site.Choice {
	var all []site.Choice
	found := false
	for _, span := range report.Spans() {
		one := report.PeriodAt(span, m.today())
		for range map[report.Span]int{report.Month: 13, report.Quarter: 5, report.Year: 3}[span] {
			all = append(all, site.Choice{Value: one.String(), Label: tongueOf(page).period(one), Chosen: one == chosen})
			found = found || one == chosen
			one = one.Before()
		}
	}
	if !found && !chosen.Zero() {
		all = append(all, site.Choice{Value: chosen.String(), Label: tongueOf(page).period(chosen), Chosen: true})
	}
	return append(all, site.Choice{Value: "custom", Label: page.T("report.period.custom")})
}

// readPeriod reads the chosen period, or its two days.
func readPeriod(form site.Form) report.Period {
	if chosen := form.Get("period"); chosen != "custom" && chosen != "" {
		p, err := report.ParsePeriod(chosen)
		form.Note("period", err)
		return p
	}
	return report.Period{From: form.Date("from"), To: form.Date("to")}
}

// Enter receives a demand: POST /{office}/desk/demands.
func (p Pages) Enter(w http.ResponseWriter, r *http.Request) {
	m, err := p.worker(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	a := readArrival(form, m)
	if err = form.Err(); err == nil {
		a.Demand, err = p.Desk.Receive(r.Context(), a, m.actor())
	} else if _, more := a.Demand.Check(m.today()); more != nil {
		err = merged(err, more)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/demands/"+a.Demand.ID+"?said=entered")
	case fault.KindOf(err) == fault.Invalid:
		p.showEnter(w, r, m, entering{a.Demand, form, err})
	default:
		p.Site.Refuse(w, r, err)
	}
}

func readArrival(form site.Form, m room) report.Arrival {
	a := report.Arrival{Key: form.Key(), Channel: charter.Letter}
	for _, door := range doors {
		if form.Get("door") == door {
			a.Channel = charter.Channel(door)
		}
	}
	a.Demand = report.Demand{
		Office: m.office.ID, Subject: bangla.Line(form.Get("subject")), Diary: bangla.ASCII(bangla.Line(form.Get("diary"))),
		Case: bangla.ASCII(bangla.Line(form.Get("case"))), Post: form.Get("post"), Deadline: form.Date("deadline"), Period: readPeriod(form),
		Asker: report.Asker{
			Office: bangla.Line(form.Get("asker")), Person: bangla.Line(form.Get("person")), Address: bangla.Line(form.Get("address")),
			Mail: bangla.ASCII(form.Get("mail")), Memo: bangla.Line(form.Get("memo")), MemoDate: form.Date("memo_date"),
		},
	}
	for line := range lines(form.Get("questions")) {
		a.Demand.Lines = append(a.Demand.Lines, report.Line{Question: line})
	}
	if _, found := m.chart.Post(m.office.ID, a.Demand.Post); !found {
		a.Demand.Post = ""
	}
	return a
}

// merged puts what could not be read before what the rules refuse, one a field.
func merged(unread, rules error) error {
	all, seen := fault.Fields{}, map[string]bool{}
	for _, one := range append(fault.List(unread), fault.List(rules)...) {
		if !seen[one.Field] {
			all, seen[one.Field] = append(all, one), true
		}
	}
	return all.Err()
}

// day is a day of the office as a moment.
func day(d workday.Date) time.Time { return d.Time(0, 0, workday.Dhaka) }
