package bangla

import (
	"errors"
	"fmt"
	"strconv"
	"time"
)

// ErrBeforeCalendar is returned for days before 17 October 2019, when the
// revised Bangladesh calendar came into use. Older papers used other month
// lengths, so a conversion would be a guess.
var ErrBeforeCalendar = errors.New("bangla: before the revised Bangladesh calendar (17 October 2019)")

// ErrNoSuchDay is returned for a CalendarDate that does not exist.
var ErrNoSuchDay = errors.New("bangla: no such day in the Bangladesh calendar")

// CalendarDate is a day of the Bangladesh calendar as revised in 2019: Month 1
// is বৈশাখ and starts on 14 April; the first six months have 31 days, ফাল্গুন
// (month 11) has 29, or 30 when its Gregorian year is a leap year, and the
// other five have 30.
type CalendarDate struct{ Year, Month, Day int }

// calendarYear is what a Bangladesh year is less than the Gregorian year in
// which it begins.
const calendarYear = 593

var calendarMonths = [...]string{
	"বৈশাখ", "জ্যৈষ্ঠ", "আষাঢ়", "শ্রাবণ", "ভাদ্র", "আশ্বিন",
	"কার্তিক", "অগ্রহায়ণ", "পৌষ", "মাঘ", "ফাল্গুন", "চৈত্র",
}

// CalendarMonth returns the name of month n (1 is বৈশাখ, 12 is চৈত্র), or ""
// when there is no such month.
func CalendarMonth(n int) string {
	if n < 1 || n > len(calendarMonths) {
		return ""
	}
	return Normal(calendarMonths[n-1])
}

// CalendarOf returns the Bangladesh date of the day that t shows in its own
// location; give it a time in Asia/Dhaka. Days before 17 October 2019 give
// ErrBeforeCalendar.
func CalendarOf(t time.Time) (CalendarDate, error) {
	year, month, day := t.Date()
	at := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if at.Before(time.Date(2019, time.October, 17, 0, 0, 0, 0, time.UTC)) {
		return CalendarDate{}, ErrBeforeCalendar
	}
	first := newYear(year)
	if at.Before(first) {
		first = newYear(year - 1)
	}
	c := CalendarDate{Year: first.Year() - calendarYear, Month: 1}
	rest := int(at.Sub(first).Hours() / 24)
	for rest >= c.monthLength() {
		rest -= c.monthLength()
		c.Month++
	}
	c.Day = rest + 1
	return c, nil
}

// Time returns midnight UTC of the Gregorian day that c names. It gives
// ErrNoSuchDay when c does not exist and ErrBeforeCalendar when it lies before
// the revised calendar.
func (c CalendarDate) Time() (time.Time, error) {
	if c.Month < 1 || c.Month > 12 || c.Day < 1 || c.Day > c.monthLength() {
		return time.Time{}, ErrNoSuchDay
	}
	days := c.Day - 1
	for m := (CalendarDate{Year: c.Year, Month: 1}); m.Month < c.Month; m.Month++ {
		days += m.monthLength()
	}
	at := newYear(c.Year+calendarYear).AddDate(0, 0, days)
	if _, err := CalendarOf(at); err != nil {
		return time.Time{}, err
	}
	return at, nil
}

// String returns the date as it stands on letters: "৮ অগ্রহায়ণ ১৪৩৩".
func (c CalendarDate) String() string {
	return Digits(fmt.Sprintf("%d %s %s", c.Day, CalendarMonth(c.Month), strconv.Itoa(c.Year)))
}

func newYear(gregorian int) time.Time {
	return time.Date(gregorian, time.April, 14, 0, 0, 0, 0, time.UTC)
}

// monthLength returns the number of days in the month of c.
func (c CalendarDate) monthLength() int {
	switch {
	case c.Month <= 6:
		return 31
	case c.Month == 11:
		// ফাল্গুন begins in February of the Gregorian year after new year's day
		february := time.Date(c.Year+calendarYear+1, time.March, 0, 0, 0, 0, 0, time.UTC)
		return february.Day() + 1
	default:
		return 30
	}
}
