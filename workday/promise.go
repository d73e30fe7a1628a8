package workday

import (
	"time"

	"dorgora/internal/fault"
)

// Kind is the way in which a promise measures time.
type Kind string

// The kinds of promises.
const (
	Immediate      Kind = "immediate"      // within the same office day (তাৎক্ষণিক)
	InMinutes      Kind = "minutes"        // minutes of office time
	InHours        Kind = "hours"          // hours of office time
	InClockHours   Kind = "clock_hours"    // hours by the clock, nights and holidays too (RTI Act 2009, s. 9: 24 hours for life and liberty)
	InWorkingDays  Kind = "working_days"   // কার্যদিবস
	InCalendarDays Kind = "calendar_days"  // দিন
	InMonths       Kind = "months"         // মাস
	ByDate         Kind = "by_date"        // on or before Promise.By
	ByInstruction  Kind = "by_instruction" // নির্দেশনা অনুযায়ী: not measurable
	Unmeasurable   Kind = "unmeasurable"   // no number in the charter
)

// Promise is the time limit of a service.
type Promise struct {
	Kind  Kind
	Count int  // minutes, hours, days or months, at least 1; not used by the other kinds
	By    Date // only for ByDate
}

// Measurable reports whether a due date follows from the promise.
func (p Promise) Measurable() bool { return p.Kind != Unmeasurable && p.Kind != ByInstruction }

// counts reports whether the promise is a number of something.
func (p Promise) counts() bool {
	switch p.Kind {
	case InMinutes, InHours, InClockHours, InWorkingDays, InCalendarDays, InMonths:
		return true
	}
	return false
}

// Check refuses an unknown kind, a count outside 1 to [MaxCount] and a missing date. The
// fault of kind Invalid names the field.
func (p Promise) Check() error {
	switch {
	case p.counts():
		if p.Count < 1 || p.Count > MaxCount {
			return fault.InField("count", "workday.promise.count.outside", "most", MaxCount)
		}
		return nil
	case p.Kind == ByDate:
		if !p.By.Valid() {
			return fault.InField("by", "workday.promise.date.missing")
		}
		return nil
	case p.Kind == Immediate || !p.Measurable():
		return nil
	}
	return fault.InField("kind", "workday.promise.kind.unknown", "kind", string(p.Kind))
}

// Due is what a promise becomes once a request is received.
type Due struct {
	Moment     time.Time // promised moment, in the zone of the office; zero when not measurable
	Date       Date      // the day of Moment at the office
	Days       []Counted // every day up to the due day, counted or skipped; see Calendar.Due
	Measurable bool      // false: the promise has no due date, Moment and Date are zero
	Estimated  bool      // a day on the way is not gazetted yet, the date may move
}

// Due returns the promised moment for a request received at the given moment.
//
// The day of receipt is the day at the office on which the request arrived, at whatever
// hour and whether the office was open or not; it never counts (General Clauses Act 1897,
// section 9). So a request of Thursday 16:50 and one of the Friday after it both have Sunday
// as their first day.
//
//   - working days: the closing of the last counted day;
//   - calendar days, months, a date: the closing of the last day, or of the next open day
//     when the office is closed on it (section 10). A date before the receipt gives a
//     moment that has passed;
//   - immediate: the closing of the office day of receipt; outside office hours the closing
//     of the next one;
//   - minutes and hours: the moment by which so much office time has passed since receipt;
//   - clock hours: so many hours after receipt, whether the office is open or not.
//
// Days runs from the day after receipt to the due day. For minutes and hours it begins
// with the day of receipt and holds the minutes counted on each. It is empty for clock hours.
//
// An unmeasurable promise gives a Due that is not Measurable, and no error. Errors are
// those of [Promise.Check], Invalid for the zero time of receipt, and Conflict when the
// office stays closed for 400 days.
func (c Calendar) Due(received time.Time, p Promise) (Due, error) {
	return c.due(received, p, nil)
}
