package workday

import (
	"cmp"
	"time"

	"dorgora/internal/fault"
)

// Dhaka is the time zone of Bangladesh: six hours ahead of UTC, without daylight saving
// (the single experiment of 2009 is not modelled). It needs no zone files on the machine.
var Dhaka = time.FixedZone("Asia/Dhaka", 6*60*60)

// Date is a day of the Gregorian calendar without a time of day or a zone. The zero value
// means "no date". Dates are comparable with ==, and may be keys of a map.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf returns the day on which t falls in t's own location.
// Use [Calendar.DateOf] for the day on which t falls at the office.
func DateOf(t time.Time) Date {
	year, month, day := t.Date()
	return Date{year, month, day}
}

// ParseDate reads a date written as 2006-01-02 in ASCII digits, years 1 to 9999.
// Anything else, an impossible day such as 30 February included, is a fault of kind Invalid.
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil || t.Year() < 1 {
		return Date{}, fault.New(fault.Invalid, "workday.date.unreadable", "text", text)
	}
	return DateOf(t), nil
}

// Zero reports whether d is no date at all.
func (d Date) Zero() bool { return d == Date{} }

// Valid reports whether d exists in the calendar and lies in the years 1 to 9999.
func (d Date) Valid() bool {
	return d.Year >= 1 && d.Year <= 9999 && d == DateOf(d.midnight())
}

// String returns the date as 2006-01-02, and an empty text for the zero date.
func (d Date) String() string {
	if d.Zero() {
		return ""
	}
	return d.midnight().Format(time.DateOnly)
}

// AddDays returns the date n days later, or earlier when n is negative.
// The zero date stays zero.
func (d Date) AddDays(n int) Date {
	if d.Zero() {
		return d
	}
	return DateOf(time.Date(d.Year, d.Month, d.Day+n, 0, 0, 0, 0, time.UTC))
}

// AddMonths returns the same day of the month n months later. Where that month is too
// short it returns its last day: 31 January plus one month is 28 or 29 February.
func (d Date) AddMonths(n int) Date {
	if d.Zero() {
		return d
	}
	last := DateOf(time.Date(d.Year, d.Month+time.Month(n)+1, 0, 0, 0, 0, 0, time.UTC))
	last.Day = min(last.Day, d.Day)
	return last
}

// Sub returns the number of days from other to d, negative when d is the earlier one.
func (d Date) Sub(other Date) int {
	return int((d.midnight().Unix() - other.midnight().Unix()) / (24 * 60 * 60))
}

// Weekday returns the day of the week.
func (d Date) Weekday() time.Weekday { return d.midnight().Weekday() }

// Compare returns -1 when d is before other, 0 when they are equal and +1 when d is after.
func (d Date) Compare(other Date) int {
	return cmp.Or(cmp.Compare(d.Year, other.Year), cmp.Compare(d.Month, other.Month),
		cmp.Compare(d.Day, other.Day))
}

// Before reports whether d is earlier than other.
func (d Date) Before(other Date) bool { return d.Compare(other) < 0 }

// After reports whether d is later than other.
func (d Date) After(other Date) bool { return d.Compare(other) > 0 }

// Time returns the moment hour:minute on the day d at loc; a nil loc means [Dhaka].
func (d Date) Time(hour, minute int, loc *time.Location) time.Time {
	if loc == nil {
		loc = Dhaka
	}
	return time.Date(d.Year, d.Month, d.Day, hour, minute, 0, 0, loc)
}

// MarshalText writes the date as 2006-01-02, the zero date as an empty text.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads what [Date.MarshalText] writes.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = Date{}
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

func (d Date) midnight() time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
