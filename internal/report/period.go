package report

import (
	"strings"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// Span is the length of a period.
type Span string

// The spans. The quarters and the year are those of the financial year, which runs
// from 1 July to 30 June.
const (
	Month   Span = "month"
	Quarter Span = "quarter"
	Year    Span = "year"
	Custom  Span = "custom"
)

// Spans lists the spans of recurring returns.
func Spans() []Span { return []Span{Month, Quarter, Year} }

// months is how many months a span has.
func (s Span) months() int {
	switch s {
	case Month:
		return 1
	case Quarter:
		return 3
	case Year:
		return 12
	}
	return 0
}

// Period is a stretch of days, both ends within it. It is written as ISO 8601 writes
// intervals: 2026-11-01/2026-11-30.
type Period struct {
	From workday.Date `json:"from"`
	To   workday.Date `json:"to"`
}

// PeriodAt is the month, quarter or financial year in which a day lies.
func PeriodAt(span Span, day workday.Date) Period {
	n := span.months()
	if n == 0 {
		return Period{day, day}
	}
	first := workday.Date{Year: day.Year, Month: day.Month, Day: 1}
	first = first.AddMonths(-((int(day.Month) - int(time.July) + 12) % 12 % n))
	return Period{first, first.AddMonths(n).AddDays(-1)}
}

// Span names the length of the period: a whole month, quarter or financial year, or
// else custom.
func (p Period) Span() Span {
	for _, span := range Spans() {
		if PeriodAt(span, p.From) == p {
			return span
		}
	}
	return Custom
}

// Before is the period before this one: of the same span, or of as many days.
func (p Period) Before() Period {
	if span := p.Span(); span != Custom {
		return PeriodAt(span, p.From.AddDays(-1))
	}
	days := p.To.Sub(p.From) + 1
	return Period{p.From.AddDays(-days), p.From.AddDays(-1)}
}

// After is the period after this one.
func (p Period) After() Period {
	if span := p.Span(); span != Custom {
		return PeriodAt(span, p.To.AddDays(1))
	}
	days := p.To.Sub(p.From) + 1
	return Period{p.To.AddDays(1), p.To.AddDays(days)}
}

// Zero reports whether there is no period.
func (p Period) Zero() bool { return p == Period{} }

// Start is the first instant of the period at the office.
func (p Period) Start() time.Time { return p.From.Time(0, 0, workday.Dhaka) }

// End is the first instant after the period at the office.
func (p Period) End() time.Time { return p.To.AddDays(1).Time(0, 0, workday.Dhaka) }

// String writes the period as an interval; none is empty.
func (p Period) String() string {
	if p.Zero() {
		return ""
	}
	return p.From.String() + "/" + p.To.String()
}

// ParsePeriod reads what String wrote. Anything else is Invalid on field "period".
func ParsePeriod(text string) (Period, error) {
	from, to, _ := strings.Cut(text, "/")
	first, err := workday.ParseDate(from)
	last, wrong := workday.ParseDate(to)
	p := Period{first, last}
	if err != nil || wrong != nil {
		return Period{}, fault.InField("period", "report.period.missing")
	}
	return p, p.check()
}

// longestPeriod is how many days a period may have: ten years.
const longestPeriod = 3660

func (p Period) check() error {
	switch {
	case p.From.Zero() || p.To.Zero():
		return fault.InField("from", "report.period.missing")
	case p.To.Before(p.From), p.To.Sub(p.From) > longestPeriod:
		return fault.InField("to", "report.period.order")
	}
	return nil
}
