package site

import (
	"slices"
	"strconv"
	"time"

	"dorgora/workday"
)

// OfficeHours says on which days of the ordinary week and at which hours the office
// is open as things stand on a day.
func (p Page) OfficeHours(calendar workday.Calendar, day workday.Date) string {
	hours := calendar.HoursOn(day).Intervals
	var open []time.Weekday
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		if !slices.Contains(calendar.Weekend(), weekday) {
			open = append(open, weekday)
		}
	}
	if len(hours) == 0 || len(open) == 0 {
		return ""
	}
	name := func(d time.Weekday) string { return p.T("hours.weekday." + strconv.Itoa(int(d))) }
	return p.T("hours.week", "from", name(open[0]), "to", name(open[len(open)-1]),
		"opens", p.Clock(day.Time(0, hours[0].Start, workday.Dhaka)),
		"closes", p.Clock(day.Time(0, hours[len(hours)-1].End, workday.Dhaka)))
}
