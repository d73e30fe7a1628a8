package officeweb

import (
	"net/http"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// CalculatorPage counts any promise by the office's own calendar, for anybody who
// wants to recount a date.
type CalculatorPage struct {
	site.Page
	Kinds     []site.Choice
	Done      bool
	Promise   string
	Received  string
	Due       string
	Estimated bool
	Rows      []site.CountedRow
}

// reckonable are the promises that the calculator counts.
var reckonable = []workday.Kind{workday.InWorkingDays, workday.InCalendarDays, workday.InHours, workday.InMonths}

// Calculator shows each day counted and each day skipped: GET
// /{office}/calculator?received=…&kind=working_days&count=3&from=…&to=…
func (p Pages) Calculator(w http.ResponseWriter, r *http.Request) {
	page := CalculatorPage{Page: p.Site.Page(r, "office.calculator")}
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.T("office.calendar"), Href: page.Href("calendar")}, {Text: page.Title}}
	page.Form = site.NewForm(r.URL.Query())
	if page.Form.Get("count") != "" || page.Form.Get("received") != "" || page.Form.Get("received-day") != "" {
		if err := p.calculate(r, &page); err != nil {
			page.Page = page.Refilled(page.Form, err)
			page.Status = site.StatusOf(err)
		}
	}
	for _, kind := range reckonable {
		page.Kinds = append(page.Kinds, site.Choice{Value: string(kind), Label: page.T("office.calculator.kind." + string(kind)), Chosen: page.Form.Get("kind") == string(kind)})
	}
	p.Site.Show(w, r, "calculator", page)
}

// longestPromise is the largest number that the calculator counts.
const longestPromise = 366

func (p Pages) calculate(r *http.Request, page *CalculatorPage) error {
	form := page.Form
	received := form.Date("received")
	kind := workday.Kind(form.Choice("kind", words(reckonable)...))
	count := form.Whole("count", 0, longestPromise)
	if received.Zero() {
		form.Fail("received", "office.from.missing")
	}
	if count == 0 {
		form.Fail("count", "office.calculator.count")
	}
	if kind == "" {
		kind = workday.InWorkingDays
	}
	clock := workday.Clock{Promise: workday.Promise{Kind: kind, Count: count}}
	if from, to := form.Date("from"), form.Date("to"); !from.Zero() && !to.Zero() {
		if to.Before(from) {
			form.Fail("to", "office.until.early")
		}
		clock.Pauses = []workday.Pause{{From: at(from, 0), To: at(to.AddDays(1), 0), Reason: page.T("office.calculator.pause")}}
	}
	if err := form.Err(); err != nil {
		return err
	}
	calendar, err := p.Store.Calendar(r.Context(), office.From(r.Context()).ID)
	if err != nil {
		return err
	}
	clock.Received = at(received, morning)
	due, err := clock.Due(calendar, at(received.AddDays(2*longestPromise), 0))
	if err != nil {
		return err
	}
	if !due.Measurable {
		return fault.InField("count", "office.calculator.count")
	}
	page.Done, page.Promise = true, catalogue.PromiseText(page.Page, clock.Promise)
	page.Received, page.Due, page.Estimated = page.WeekdayDate(clock.Received), page.WeekdayDate(due.Moment)+", "+page.Clock(due.Moment), due.Estimated
	page.Rows = page.CountedRows(due.Days)
	return nil
}

// morning is the hour at which the calculator takes an application to have come.
const morning = 10

func at(day workday.Date, hour int) time.Time { return day.Time(hour, 0, workday.Dhaka) }

func words(kinds []workday.Kind) []string {
	list := make([]string, len(kinds))
	for i, kind := range kinds {
		list[i] = string(kind)
	}
	return list
}
