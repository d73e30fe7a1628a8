package register

import (
	"fmt"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// Month is a month of the office calendar.
type Month struct {
	Year   int
	Number time.Month
}

// MonthOf returns the month in which an instant falls at the office.
func MonthOf(t time.Time) Month {
	t = t.In(workday.Dhaka)
	return Month{t.Year(), t.Month()}
}

// ParseMonth reads a month written as 2006-01. Anything else is a fault of kind
// Invalid.
func ParseMonth(text string) (Month, error) {
	t, err := time.Parse("2006-01", text)
	if err != nil {
		return Month{}, fault.InField("month", "register.month.unreadable")
	}
	return Month{t.Year(), t.Month()}, nil
}

// String returns the month as 2006-01.
func (m Month) String() string { return fmt.Sprintf("%04d-%02d", m.Year, int(m.Number)) }

// First returns the first day of the month.
func (m Month) First() workday.Date { return workday.Date{Year: m.Year, Month: m.Number, Day: 1} }

// Start returns the first instant of the month at the office.
func (m Month) Start() time.Time { return m.First().Time(0, 0, workday.Dhaka) }

// End returns the first instant after the month.
func (m Month) End() time.Time { return m.Move(1).Start() }

// Move returns the month n months later, or earlier when n is negative.
func (m Month) Move(n int) Month {
	first := m.First().AddMonths(n)
	return Month{first.Year, first.Month}
}

// After reports whether the month is later than another.
func (m Month) After(other Month) bool { return m.First().After(other.First()) }

// Span is a stretch of time over which figures are kept summed up: a month
// ("2026-11") or a financial year ("FY2026").
type Span string

// Span returns the month as a span.
func (m Month) Span() Span { return Span(m.String()) }

// firstOfYear is the month in which the financial year begins (1 July to 30 June).
const firstOfYear = time.July

// FinancialYear returns the financial year of the month, named by the calendar year
// in which it begins.
func (m Month) FinancialYear() Span {
	year := m.Year
	if m.Number < firstOfYear {
		year--
	}
	return Span(fmt.Sprintf("FY%04d", year))
}

// SpansAt returns the spans in which an instant falls at the office, in order.
func SpansAt(t time.Time) []Span {
	month := MonthOf(t)
	return []Span{month.Span(), month.FinancialYear()}
}
