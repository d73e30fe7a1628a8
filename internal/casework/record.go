package casework

import (
	"slices"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/workday"
)

// Run is what became of one case: the raw material of every figure.
type Run struct {
	Service  string
	Received time.Time
	Due      time.Time // zero when no moment was promised
	Closed   time.Time // zero while open
	Outcome  Outcome
	Pauses   []workday.Pause
}

// Served reports whether the case ended with the service or advice given.
func (r Run) Served() bool { return r.Outcome == Delivered || r.Outcome == Advised }

// late is Late of the case, save that the withdrawn count for nothing.
func (r Run) late(now time.Time) bool {
	c := Case{Status: InProgress, Due: r.Due, Closed: r.Closed, Pauses: r.Pauses}
	switch {
	case !r.Closed.IsZero():
		c.Status = Closed
	case c.Clock().PausedAt(now):
		c.Status = Waiting
	}
	return r.Outcome != Withdrawn && c.Late(now)
}

// Records sums runs up by service: promise against delivery. Withdrawn cases count
// as received and nothing else. The median is in working days on which the office,
// not the applicant, had the case.
func Records(runs []Run, calendar workday.Calendar, since, now time.Time) map[string]catalogue.Record {
	records, days := map[string]catalogue.Record{}, map[string][]int{}
	for _, run := range runs {
		r := records[run.Service]
		r.Since = calendar.DateOf(since)
		r.Received++
		late := run.late(now)
		switch {
		case late:
			r.Late++
		case run.Served() && !run.Due.IsZero():
			r.InTime++
		}
		if run.Served() {
			r.Delivered++
			clock := workday.Clock{Received: run.Received, Pauses: run.Pauses}
			days[run.Service] = append(days[run.Service], clock.Elapsed(calendar, run.Closed).OfficeDays)
		}
		records[run.Service] = r
	}
	for service, list := range days {
		slices.Sort(list)
		r := records[service]
		r.MedianDays = list[len(list)/2]
		records[service] = r
	}
	return records
}
