package callweb

import (
	"net/http"
	"time"

	"dorgora/bangla"
	"dorgora/internal/call"
	"dorgora/internal/message"
	"dorgora/internal/site"
	"dorgora/workday"
)

// RegisterPage is the register of the calls of a day or a month, to be printed.
type RegisterPage struct {
	site.Page
	Chosen string // the day
	Months []site.Choice
	Rows   []CallRow
	Sums   []SumRow
	Total  SumRow
}

// SumRow counts calls by what came of them.
type SumRow struct{ Result, In, Out, Minutes string }

// Register shows the calls of ?day=YYYY-MM-DD (any usual writing) or of
// ?month=YYYY-MM, of today when neither is given: GET /{office}/desk/calls/register.
func (p Pages) Register(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := RegisterPage{Page: p.shell(r, "call.register")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("call.title"), Href: page.Href("desk/calls")}, site.Link{Text: page.Title})
	from, to, whole := m.stretch(site.NewForm(r.URL.Query()))
	loc := m.Calendar.Location()
	calls, err := p.Calls.Between(r.Context(), m.Office.ID, from.Time(0, 0, loc), to.Time(0, 0, loc))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Title = page.T("call.register.day", "day", page.WeekdayDate(page.Day(from)))
	if whole {
		page.Title = page.T("call.register.month", "month", monthText(page.Page, page.Day(from)))
	}
	for _, one := range calls {
		page.Rows = append(page.Rows, p.callRow(r, m, page.Page, one))
	}
	page.sum(calls)
	page.Chosen = page.Digits(page.Day(from).Format("2/1/2006"))
	page.Months = m.months(page.Page, from, whole)
	p.Site.Show(w, r, "calls-register", page)
}

// stretch is the days that the address asks for, the second not among them.
func (m room) stretch(form site.Form) (from, to workday.Date, month bool) {
	if at, err := time.Parse("2006-01", form.Get("month")); err == nil && form.Get("day") == "" {
		from = workday.DateOf(at)
		return from, from.AddMonths(1), true
	}
	if from = form.Date("day"); from.Zero() {
		from = m.Calendar.DateOf(m.Now)
	}
	return from, from.AddDays(1), false
}

// monthsShown is how many months the register offers.
const monthsShown = 12

func (m room) months(page site.Page, from workday.Date, whole bool) []site.Choice {
	today := m.Calendar.DateOf(m.Now)
	first := workday.Date{Year: today.Year, Month: today.Month, Day: 1}
	choices := []site.Choice{{Label: page.T("call.register.nomonth"), Chosen: !whole}}
	for i := range monthsShown {
		month := first.AddMonths(-i)
		at := page.Day(month)
		choices = append(choices, site.Choice{
			Value: at.Format("2006-01"), Label: monthText(page, at), Chosen: whole && month == from,
		})
	}
	return choices
}

// monthText names a month: নভেম্বর ২০২৬.
func monthText(page site.Page, at time.Time) string {
	if page.Lang == message.En {
		return at.Format("January 2006")
	}
	return bangla.MonthName(at.Month()) + " " + page.Digits(at.Format("2006"))
}

// sum adds the totals by result and of all.
func (page *RegisterPage) sum(calls []call.Call) {
	var all call.Sum
	row := func(name string, s call.Sum) SumRow {
		return SumRow{Result: name, In: page.Num(s.In), Out: page.Num(s.Out), Minutes: page.Num(s.Minutes)}
	}
	for _, one := range call.Totals(calls) {
		page.Sums = append(page.Sums, row(page.T("call.result."+string(one.Result)), one))
		all.In, all.Out, all.Minutes = all.In+one.In, all.Out+one.Out, all.Minutes+one.Minutes
	}
	page.Total = row(page.T("call.register.total"), all)
}
