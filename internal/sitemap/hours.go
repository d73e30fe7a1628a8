package sitemap

import (
	"slices"
	"strconv"
	"time"

	"dorgora/internal/site"
	"dorgora/workday"
)

// hoursText says on which days of the ordinary week and at which hours the office
// is open as things stand on a day.
func hoursText(page site.Page, calendar workday.Calendar, day workday.Date) string {
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
	name := func(d time.Weekday) string { return page.T("sitemap.weekday." + strconv.Itoa(int(d))) }
	return page.T("sitemap.hours", "from", name(open[0]), "to", name(open[len(open)-1]),
		"opens", page.Clock(day.Time(0, hours[0].Start, workday.Dhaka)),
		"closes", page.Clock(day.Time(0, hours[len(hours)-1].End, workday.Dhaka)))
}
