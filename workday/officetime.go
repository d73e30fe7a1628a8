package workday

import (
	"slices"
	"time"
)

// span is a stretch of time from start up to but not including end.
type span struct{ start, end time.Time }

func (s span) length() time.Duration { return s.end.Sub(s.start) }

// HoursOn returns the office hours in force on d, which need not be an open day.
func (c Calendar) HoursOn(d Date) Hours {
	best, found := Hours{}, false
	for _, h := range c.hours {
		if h.cover(d) && (!found || best.yields(h)) {
			best, found = h, true
		}
	}
	if !found {
		return OrdinaryHours()
	}
	return best
}

// spans returns the office time of d in order, none when the office is closed.
func (c Calendar) spans(d Date) []span {
	if d.Zero() || !c.Open(d) {
		return nil
	}
	var list []span
	for _, one := range c.HoursOn(d).Intervals {
		list = append(list, span{d.Time(0, one.Start, c.Location()), d.Time(0, one.End, c.Location())})
	}
	return list
}

// OpenAt reports whether the office is at work at t. At the minute of closing it is not.
func (c Calendar) OpenAt(t time.Time) bool {
	for _, s := range c.spans(c.DateOf(t)) {
		if !t.Before(s.start) && t.Before(s.end) {
			return true
		}
	}
	return false
}

// NextOpening returns t itself when the office is at work, and otherwise the next moment at
// which it begins to be; the zero time when that is not within 400 days.
func (c Calendar) NextOpening(t time.Time) time.Time {
	if c.OpenAt(t) {
		return t
	}
	d := c.DateOf(t)
	for range maxClosed {
		for _, s := range c.spans(d) {
			if s.start.After(t) {
				return s.start
			}
		}
		d = d.AddDays(1)
	}
	return time.Time{}
}

// Opening returns the moment at which the office opens on d, false when it is closed.
func (c Calendar) Opening(d Date) (time.Time, bool) {
	spans := c.spans(d)
	if len(spans) == 0 {
		return time.Time{}, false
	}
	return spans[0].start, true
}

// Closing returns the moment at which the office closes on d, false when it is closed all
// day. It is the promised moment of every promise made in days.
func (c Calendar) Closing(d Date) (time.Time, bool) {
	spans := c.spans(d)
	if len(spans) == 0 {
		return time.Time{}, false
	}
	return spans[len(spans)-1].end, true
}

// Minutes returns the whole minutes of office time from one moment to another, negative
// when to is before from.
func (c Calendar) Minutes(from, to time.Time) int {
	if to.Before(from) {
		return -c.Minutes(to, from)
	}
	return int(c.worked(span{from, to}, nil) / time.Minute)
}

// worked returns the office time inside the stretch and outside the stops.
func (c Calendar) worked(stretch span, stops []span) time.Duration {
	var sum time.Duration
	last := c.DateOf(stretch.end)
	for d := c.DateOf(stretch.start); !d.After(last); d = d.AddDays(1) {
		for _, s := range subtract(c.spans(d), stops) {
			sum += max(0, overlap(s, stretch).length())
		}
	}
	return sum
}

// AddMinutes returns the first moment at or after t by which n minutes of office time have
// passed: with n minutes left until closing that is the closing, not the next opening. For
// n = 0 it is t itself. A negative n returns the last moment from which -n minutes of office
// time pass until t. The zero time comes back when the office stays closed for 400 days on
// the way, and when n is beyond what [MaxCount] working hours hold.
func (c Calendar) AddMinutes(t time.Time, n int) time.Time {
	switch {
	case n == 0:
		return t
	case n > MaxCount*60 || n < -MaxCount*60:
		return time.Time{}
	case n < 0:
		return c.back(t, time.Duration(-n)*time.Minute)
	}
	return c.ahead(t, time.Duration(n)*time.Minute, nil)
}

// ahead returns the moment by which the given office time outside the stops has passed.
func (c Calendar) ahead(t time.Time, left time.Duration, stops []span) time.Time {
	closed := 0
	for d := c.DateOf(t); closed < maxClosed; d = d.AddDays(1) {
		spans := c.spans(d)
		closed++
		if len(spans) > 0 {
			closed = 0
		}
		for _, s := range subtract(spans, stops) {
			s.start = latest(s.start, t)
			if left <= s.length() {
				return s.start.Add(left)
			}
			left -= max(0, s.length())
		}
	}
	return time.Time{}
}

// back returns the moment from which the given office time passes until t.
func (c Calendar) back(t time.Time, left time.Duration) time.Time {
	closed := 0
	for d := c.DateOf(t); closed < maxClosed; d = d.AddDays(-1) {
		spans := c.spans(d)
		closed++
		if len(spans) > 0 {
			closed = 0
		}
		for _, s := range slices.Backward(spans) {
			s.end = earliest(s.end, t)
			if left <= s.length() {
				return s.end.Add(-left)
			}
			left -= max(0, s.length())
		}
	}
	return time.Time{}
}

// subtract returns what remains of the stretches, in order, outside the ordered stops.
func subtract(stretches, stops []span) []span {
	for _, stop := range stops {
		var rest []span
		for _, s := range stretches {
			if !stop.start.Before(s.end) || !stop.end.After(s.start) {
				rest = append(rest, s)
				continue
			}
			if stop.start.After(s.start) {
				rest = append(rest, span{s.start, stop.start})
			}
			if stop.end.Before(s.end) {
				rest = append(rest, span{stop.end, s.end})
			}
		}
		stretches = rest
	}
	return stretches
}

func overlap(a, b span) span { return span{latest(a.start, b.start), earliest(a.end, b.end)} }

func latest(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

func earliest(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
