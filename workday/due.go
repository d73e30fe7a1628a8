package workday

import (
	"time"

	"dorgora/internal/fault"
)

// due computes a promise with the stretches of time on which its clock stood still.
func (c Calendar) due(received time.Time, p Promise, stops []stop) (Due, error) {
	if err := p.Check(); err != nil {
		return Due{}, err
	}
	if received.IsZero() {
		return Due{}, fault.InField("received", "workday.received.missing")
	}
	w := walk{calendar: c, received: received, from: c.DateOf(received), stops: stops}
	moment := time.Time{}
	switch p.Kind {
	case Unmeasurable, ByInstruction:
		return Due{}, nil
	case Immediate:
		moment = w.immediate()
	case InMinutes:
		moment = w.officeTime(p.Count)
	case InHours:
		moment = w.officeTime(p.Count * 60)
	case InClockHours:
		moment = w.clockTime(p.Count)
	case InWorkingDays:
		moment = w.working(p.Count)
	case InCalendarDays:
		moment = w.calendarDays(p.Count)
	case InMonths:
		moment = w.calendarDays(w.from.AddMonths(p.Count).Sub(w.from))
	case ByDate:
		moment = w.byDate(p.By)
	}
	if moment.IsZero() {
		return Due{}, fault.New(fault.Conflict, "workday.calendar.closed", "days", maxClosed)
	}
	moment = moment.In(c.Location())
	due := Due{Moment: moment, Date: DateOf(moment), Days: w.days, Measurable: true}
	due.Estimated = c.Estimated(due.Date)
	for _, day := range due.Days {
		due.Estimated = due.Estimated || day.Estimated
	}
	return due, nil
}

// walk goes from the day of receipt to the due day and notes each day it passes.
type walk struct {
	calendar Calendar
	received time.Time
	from     Date
	stops    []stop
	everyDay bool // closed days are counted too
	days     []Counted
}

// visit notes d and tells whether the office is open on it and whether the clock runs at
// its closing, or at midnight when the office is closed.
func (w *walk) visit(d Date) (day *Counted, runs bool) {
	c := w.calendar
	counted := c.Why(d)
	end, open := c.Closing(d)
	if !open {
		end = d.AddDays(1).Time(0, 0, c.Location())
	}
	pause, paused := stoppedAt(w.stops, end)
	if paused && (open || w.everyDay) {
		counted = Counted{Date: d, Open: counted.Open, Reason: Paused, Name: pause.reason, Estimated: counted.Estimated}
	}
	w.days = append(w.days, counted)
	return &w.days[len(w.days)-1], !paused
}

// working counts open days on which the clock runs at closing.
func (w *walk) working(n int) time.Time {
	closed, number := 0, 0
	for d := w.from.AddDays(1); closed < maxClosed; d = d.AddDays(1) {
		day, runs := w.visit(d)
		if !day.Open {
			closed++
			continue
		}
		closed = 0
		if !runs {
			continue
		}
		number++
		day.Number = number
		if number == n {
			return w.closing(d)
		}
	}
	return time.Time{}
}

// calendarDays counts all days on which the clock does not stand still at their end, and
// then goes on to the next open day on which it runs.
func (w *walk) calendarDays(n int) time.Time {
	w.everyDay = true
	closed, number := 0, 0
	for d := w.from.AddDays(1); closed < maxClosed; d = d.AddDays(1) {
		day, runs := w.visit(d)
		if runs && number < n {
			number++
			day.Number = number
		}
		switch {
		case runs && day.Open && number == n:
			return w.closing(d)
		case number == n && !day.Open:
			closed++
		default:
			closed = 0
		}
	}
	return time.Time{}
}

// byDate treats a date as the number of days that lie before it.
func (w *walk) byDate(by Date) time.Time {
	if by.After(w.from) {
		return w.calendarDays(by.Sub(w.from))
	}
	return w.closing(w.calendar.Next(by))
}

// immediate looks for the first closing after receipt at which the clock runs.
func (w *walk) immediate() time.Time {
	closing, open := w.calendar.Closing(w.from)
	if _, paused := stoppedAt(w.stops, closing); open && closing.After(w.received) && !paused {
		return closing
	}
	closed := 0
	for d := w.from.AddDays(1); closed < maxClosed; d = d.AddDays(1) {
		day, runs := w.visit(d)
		if day.Open && runs {
			return w.closing(d)
		}
		closed++
		if day.Open {
			closed = 0
		}
	}
	return time.Time{}
}

// officeTime counts minutes of office time outside the stops.
func (w *walk) officeTime(minutes int) time.Time {
	c := w.calendar
	spans := spansOf(w.stops)
	moment := c.ahead(w.received, time.Duration(minutes)*time.Minute, spans)
	if moment.IsZero() {
		return moment
	}
	counted := span{w.received, moment}
	for d, last := w.from, c.DateOf(moment); !d.After(last); d = d.AddDays(1) {
		day := c.Why(d)
		midnight := span{d.Time(0, 0, c.Location()), d.AddDays(1).Time(0, 0, c.Location())}
		day.Minutes = int(c.worked(overlap(counted, midnight), spans) / time.Minute)
		w.days = append(w.days, day)
	}
	return moment
}

// clockTime counts hours outside the stops, day and night.
func (w *walk) clockTime(hours int) time.Time {
	moment := w.received.Add(time.Duration(hours) * time.Hour)
	for _, s := range w.stops {
		if s.end.After(w.received) && s.start.Before(moment) {
			moment = moment.Add(s.end.Sub(latest(s.start, w.received)))
		}
	}
	return moment
}

func (w *walk) closing(d Date) time.Time {
	closing, _ := w.calendar.Closing(d)
	return closing
}
