package catalogueweb

import (
	"net/http"

	"dorgora/internal/catalogue"
	"dorgora/internal/site"
	"dorgora/workday"
)

// DatePage says why an application of now has its date.
type DatePage struct {
	site.Page
	Name      string
	Promise   string
	Received  string
	Due       string
	Estimated bool
	Counted   int
	Skipped   int
	Calendar  site.Calendar // empty for a promise of many weeks
	Rows      []site.CountedRow
	Apply     string
	Service   string
}

// Date shows each day counted and each day skipped for an application sent now.
func (p Pages) Date(w http.ResponseWriter, r *http.Request) {
	d, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	service, done := p.service(w, r, d, "/date")
	if done {
		return
	}
	due, err := d.calendar.Due(d.now, service.Promise)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if !due.Measurable {
		p.Site.Redirect(w, r, servicePath(d.office, service))
		return
	}
	p.Site.Show(w, r, "service-date", datePage(p.Site.Page(r, "catalogue.date.title"), d, service, due))
}

// longestDrawn bounds the drawn days; a longer promise shows the list alone.
const longestDrawn = 70

func datePage(shell site.Page, d desk, s catalogue.Service, due workday.Due) DatePage {
	shell.Crumbs = append(crumbs(shell, s), site.Link{Text: shell.Title})
	page := DatePage{
		Page: shell, Name: s.Title(shell), Promise: catalogue.PromiseText(shell, s.Promise),
		Received: shell.WeekdayDate(d.now), Due: shell.WeekdayDate(due.Moment), Estimated: due.Estimated,
		Service: "services/" + s.Slug, Apply: "services/" + s.Slug + "/apply",
	}
	page.Rows, page.Calendar = drawnDays(shell, due.Days, d.calendar.DateOf(d.now))
	for _, day := range due.Days {
		switch {
		case day.Number > 0 || day.Minutes > 0:
			page.Counted++
		case !day.Open:
			page.Skipped++
		}
	}
	return page
}

// drawnDays shows the days as a list and, when they are not too many, as weeks.
// Promises in office minutes begin with the day of receipt, all others with the
// day after it.
func drawnDays(page site.Page, days []workday.Counted, received workday.Date) ([]site.CountedRow, site.Calendar) {
	if len(days) == 0 || days[0].Date != received {
		if len(days) > longestDrawn {
			return page.CountedRows(days), site.Calendar{}
		}
		return page.CountedRows(days), page.CountedCalendar(days)
	}
	var rows []site.CountedRow
	for _, day := range days {
		row := site.CountedRow{Number: "·", Tone: "in1", Date: page.WeekdayDate(page.Day(day.Date)), Note: page.T("catalogue.date.minutes", "count", day.Minutes)}
		if day.Minutes == 0 {
			row.Tone, row.Note = "off", page.Pick(day.Name, day.NameEn)
		}
		rows = append(rows, row)
	}
	return rows, site.Calendar{}
}
