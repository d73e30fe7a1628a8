package officeweb

import (
	"net/http"
	"strconv"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// CalendarPage is one year of an office.
type CalendarPage struct {
	site.Page
	May       bool
	Year      int
	Open      int // working days
	Months    []Month
	Facts     []FactRow
	Announced []AnnouncedRow
	Estimated bool   // the year is not known for certain yet
	Before    string // years that can be shown, as paths for Href
	After     string
}

// Month is one small month, Sunday first.
type Month struct {
	Name  string
	Open  int
	Weeks [][]Cell
}

// Cell is one day of a small month; the zero Cell stands outside of it.
type Cell struct {
	Number string
	Tone   string // off, hol, in1, due; empty a working day
	Word   string // what is particular, beside its colour
	Note   string // for screen readers
}

// FactRow is one particular day of the year.
type FactRow struct {
	Date      workday.Date
	Name      string
	Kind      string // text key
	Source    string
	Sure      string // text key of the confidence
	Estimated bool
	Notified  workday.Date
	Withdrawn bool
	Opens     bool
}

// AnnouncedRow is a day that this office or one above it announced.
type AnnouncedRow struct {
	FactRow
	ID    string
	By    string // the office that announced it
	Ours  bool
	Since time.Time
}

// The years that a calendar is shown for.
const (
	firstYear = 2020
	lastYear  = 2099
)

// Calendar shows a year: GET /{office}/calendar?year=2026.
func (p Pages) Calendar(w http.ResponseWriter, r *http.Request) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	id := chart.Office().ID
	calendar, err := p.Store.Calendar(r.Context(), id)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	announced, err := p.Store.Announcements(r.Context(), id)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	year := p.year(r)
	page := CalendarPage{Page: p.page(r, "office.calendar.title", "year", p.Site.Page(r, "office.calendar").Digits(strconv.Itoa(year))),
		May: mayLead(r, chart), Year: year, Estimated: calendar.Estimated(workday.Date{Year: year, Month: time.January, Day: 1})}
	page.Private = page.May // what everybody sees may be kept
	if year > firstYear {
		page.Before = "?year=" + strconv.Itoa(year-1)
	}
	if year < lastYear {
		page.After = "?year=" + strconv.Itoa(year+1)
	}
	for month := time.January; month <= time.December; month++ {
		one := page.month(calendar, month, p.today())
		page.Months = append(page.Months, one)
		page.Open += one.Open
	}
	page.list(calendar, chart, announced)
	p.Site.Show(w, r, "calendar", page)
}

// year reads the year asked for in either digit set; anything else is this year.
func (p Pages) year(r *http.Request) int {
	year, err := strconv.Atoi(bangla.ASCII(r.URL.Query().Get("year")))
	if err != nil || year < firstYear || year > lastYear {
		return p.today().Year
	}
	return year
}

func (p CalendarPage) month(calendar workday.Calendar, month time.Month, today workday.Date) Month {
	first := workday.Date{Year: p.Year, Month: month, Day: 1}
	one := Month{Name: p.T("office.month." + strconv.Itoa(int(month)))}
	week := make([]Cell, int(first.Weekday()))
	for d := first; d.Month == month; d = d.AddDays(1) {
		counted := calendar.Why(d)
		if counted.Open {
			one.Open++
		}
		week = append(week, p.cell(counted, today))
		if len(week) == 7 {
			one.Weeks, week = append(one.Weeks, week), nil
		}
	}
	if len(week) > 0 {
		one.Weeks = append(one.Weeks, append(week, make([]Cell, 7-len(week))...))
	}
	return one
}

func (p CalendarPage) cell(c workday.Counted, today workday.Date) Cell {
	cell := Cell{Number: p.Num(c.Date.Day)}
	switch c.Reason {
	case workday.Weekend:
		cell.Tone, cell.Note = "off", p.T("office.day.weekend")
	case workday.Holiday:
		cell.Tone, cell.Word, cell.Note = "hol", p.T("office.day.holiday"), p.Pick(c.Name, c.NameEn)
	case workday.Override:
		cell.Tone, cell.Word, cell.Note = "in1", p.T("office.day.opened"), p.Pick(c.Name, c.NameEn)
	}
	if c.Date == today {
		cell.Word = p.T("office.day.today")
		if cell.Tone == "" {
			cell.Tone = "from"
		}
	}
	return cell
}

// list fills the year's particular days and what was announced.
func (p *CalendarPage) list(calendar workday.Calendar, chart office.Chart, announced []office.Announcement) {
	own := map[workday.Date]map[string]bool{}
	for _, a := range announced {
		if a.Day.Date.Year != p.Year {
			continue
		}
		in, _ := chart.OfficeOf(a.Office)
		row := AnnouncedRow{FactRow: p.fact(a.Day), ID: a.ID, By: p.Pick(in.Name, in.NameEn), Ours: a.Office == chart.Office().ID, Since: a.At}
		row.Withdrawn = !a.Withdrawn.IsZero()
		p.Announced = append(p.Announced, row)
		if own[a.Day.Date] == nil {
			own[a.Day.Date] = map[string]bool{}
		}
		own[a.Day.Date][a.Day.Name] = true
	}
	for _, day := range calendar.Days() {
		if day.Date.Year == p.Year && !own[day.Date][day.Name] && (day.Region == "" || day.InForce(calendar.Region())) {
			p.Facts = append(p.Facts, p.fact(day))
		}
	}
}

func (p CalendarPage) fact(d workday.Day) FactRow {
	sure := d.Confidence
	if sure == "" {
		sure = workday.High
	}
	return FactRow{Date: d.Date, Name: p.Pick(d.Name, d.NameEn), Kind: "office.day.kind." + string(d.Kind), Source: d.Source,
		Sure: "office.sure." + string(sure), Estimated: sure == workday.Estimated || sure == workday.Low, Notified: d.Notified,
		Withdrawn: !d.Withdrawn.Zero(), Opens: d.Kind == workday.OfficeOpen}
}

// Weekdays are the heads of the columns, Sunday first.
func (p CalendarPage) Weekdays() []string {
	names := make([]string, 7)
	for i := range names {
		names[i] = p.T("office.weekday." + strconv.Itoa(i))
	}
	return names
}

// SureTag marks a day that may still move.
func (p CalendarPage) SureTag(sure string) site.Tag {
	return site.Tag{Text: p.T(sure), Tone: "warn", Icon: "warning"}
}

// WithdrawnTag marks a day that was taken back.
func (p CalendarPage) WithdrawnTag() site.Tag {
	return site.Tag{Text: p.T("office.day.withdrawn"), Icon: "minus"}
}

// NoFacts stands where the list of holidays would be.
func (p CalendarPage) NoFacts() site.Empty {
	return site.Empty{Icon: "calendar", Title: p.T("office.calendar.none"), Text: p.T("office.calendar.none.words")}
}

// AnnouncePage asks for a holiday or a working day.
type AnnouncePage struct {
	site.Page
	Today string
}

// NewDay shows the form: GET /{office}/calendar/new.
func (p Pages) NewDay(w http.ResponseWriter, r *http.Request) { p.showDay(w, r, site.Form{}, nil) }

func (p Pages) showDay(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	page := AnnouncePage{Page: p.page(r, "office.announce.title"), Today: p.today().String()}
	page.Crumbs = []site.Link{{Text: page.T("office.calendar"), Href: page.Href("calendar")}, {Text: page.Title}}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	p.Site.Show(w, r, "announce", page)
}

// Announce declares a day closed or open: POST /{office}/calendar/announcements.
func (p Pages) Announce(w http.ResponseWriter, r *http.Request) {
	var day workday.Date
	form, err := p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		id, err := p.id()
		if err != nil {
			return office.Change{}, err
		}
		calendar, err := p.Store.Calendar(r.Context(), c.Office().ID)
		if err != nil {
			return office.Change{}, err
		}
		day = form.Date("date")
		return c.Announce(office.Announcement{ID: id, By: access.From(r.Context()).Person, Day: workday.Day{
			Date: day, Name: form.Get("name"), NameEn: form.Get("name_en"), Kind: workday.DayKind(form.Get("kind")),
			Source: form.Get("source"), Notified: form.Date("notified"),
		}}, calendar, p.Now())
	})
	p.recount(w, r, err, day.Year, "announced", func() { p.showDay(w, r, form, err) })
}

// recount answers an act on the calendar: what is promised is counted again.
func (p Pages) recount(w http.ResponseWriter, r *http.Request, err error, year int, said string, show func()) {
	if err == nil && p.Announced != nil {
		err = p.Announced(r.Context(), office.From(r.Context()).ID)
	}
	switch {
	case err == nil:
		path := "/" + office.From(r.Context()).Slug + "/calendar?year=" + strconv.Itoa(year) + "&said=" + said
		p.Site.Redirect(w, r, path)
	case shown(err):
		show()
	default:
		p.Site.Refuse(w, r, err)
	}
}

// Withdraw takes an announcement back:
// POST /{office}/calendar/announcements/{announcement}/withdrawal.
func (p Pages) Withdraw(w http.ResponseWriter, r *http.Request) {
	year := 0
	_, err := p.act(r, func(c office.Chart, _ site.Form) (office.Change, error) {
		all, err := p.Store.Announcements(r.Context(), c.Office().ID)
		if err != nil {
			return office.Change{}, err
		}
		for _, a := range all {
			if a.ID == r.PathValue("announcement") {
				year = a.Day.Date.Year
				return c.Withdraw(a, access.From(r.Context()).Person, p.Now())
			}
		}
		return office.Change{}, fault.New(fault.NotFound, "office.announcement.unknown")
	})
	p.recount(w, r, err, year, "withdrawn", func() { p.Site.Refuse(w, r, err) })
}
