package workday

import (
	"slices"
	"time"

	"dorgora/internal/fault"
)

// Pause is a stretch of time during which the office waited for the applicant: from From up
// to but not including To.
type Pause struct {
	From   time.Time
	To     time.Time // zero: still waiting
	Reason string
}

// Clock is a promise at work: it runs from receipt and stands still during the pauses. It
// keeps no due date; every answer is derived anew from the entries, so that a late holiday
// or a corrected pause loses nothing.
//
// A pause moves the due date day for day. For promises in days, months, by a date or
// immediate, a day is not counted when the clock stands still at the closing of the office
// (on a closed day: at midnight); pausing and resuming before the office closes therefore
// changes nothing. For promises in minutes and hours every minute of the pause is left out.
// A pause that still runs counts as if it ended now.
type Clock struct {
	Received time.Time
	Promise  Promise
	Pauses   []Pause // in any order; they may overlap
}

// stop is a pause as it counts now.
type stop struct {
	span
	reason string
}

// Due returns the promised moment as it stands now. Besides the errors of [Calendar.Due] it
// refuses (kind Invalid) a pause that ends before it begins.
func (k Clock) Due(cal Calendar, now time.Time) (Due, error) {
	stops, err := k.stops(now)
	if err != nil {
		return Due{}, err
	}
	return cal.due(k.Received, k.Promise, stops)
}

// stops returns the pauses up to now in order and without overlap. Where two overlap, the
// reason of the earlier one stands.
func (k Clock) stops(now time.Time) ([]stop, error) {
	var list []stop
	for _, pause := range k.Pauses {
		if !pause.To.IsZero() && pause.To.Before(pause.From) {
			return nil, fault.InField("pauses", "workday.pause.reversed")
		}
		end := pause.To
		if end.IsZero() || end.After(now) {
			end = now
		}
		if end.After(pause.From) {
			list = append(list, stop{span{pause.From, end}, pause.Reason})
		}
	}
	slices.SortStableFunc(list, func(a, b stop) int { return a.start.Compare(b.start) })
	var merged []stop
	for _, next := range list {
		if len(merged) > 0 {
			next.start = latest(next.start, merged[len(merged)-1].end)
		}
		if next.end.After(next.start) {
			merged = append(merged, next)
		}
	}
	return merged, nil
}

func stoppedAt(stops []stop, t time.Time) (stop, bool) {
	for _, s := range stops {
		if !t.Before(s.start) && t.Before(s.end) {
			return s, true
		}
	}
	return stop{}, false
}

func spansOf(stops []stop) []span {
	spans := make([]span, len(stops))
	for i, s := range stops {
		spans[i] = s.span
	}
	return spans
}

// PausedAt reports whether the clock stands still at t.
func (k Clock) PausedAt(t time.Time) bool {
	for _, pause := range k.Pauses {
		if !t.Before(pause.From) && (pause.To.IsZero() || t.Before(pause.To)) {
			return true
		}
	}
	return false
}

// Late reports whether the promised moment has passed at now. A promise that has none, or
// whose due date cannot be computed, is never late.
func (k Clock) Late(cal Calendar, now time.Time) bool {
	due, err := k.Due(cal, now)
	return err == nil && due.Measurable && now.After(due.Moment)
}

// Elapsed is the time since receipt, split by whom it was spent on. It is measured for
// every promise, unmeasurable ones too.
type Elapsed struct {
	OfficeDays       int // working days after the day of receipt up to today on which the clock ran
	ApplicantDays    int // working days on which it stood still at closing, or stands still now
	OfficeMinutes    int // whole minutes of office time
	ApplicantMinutes int // whole minutes of office time during the pauses
}

// Elapsed returns the time from receipt to now; zero when now is before the receipt or
// Received is not set. The two kinds of days add up to Between(day of receipt, today). A
// pause that ends before it begins counts as none.
func (k Clock) Elapsed(cal Calendar, now time.Time) Elapsed {
	if k.Received.IsZero() || now.Before(k.Received) {
		return Elapsed{}
	}
	sound := k
	sound.Pauses = slices.DeleteFunc(slices.Clone(k.Pauses), func(p Pause) bool {
		return !p.To.IsZero() && p.To.Before(p.From)
	})
	stops, _ := sound.stops(now)
	today := cal.DateOf(now)
	var sum Elapsed
	for d := cal.DateOf(k.Received).AddDays(1); !d.After(today); d = d.AddDays(1) {
		closing, open := cal.Closing(d)
		if !open {
			continue
		}
		_, paused := stoppedAt(stops, closing)
		if closing.After(now) {
			paused = sound.PausedAt(now)
		}
		if paused {
			sum.ApplicantDays++
		} else {
			sum.OfficeDays++
		}
	}
	whole := span{k.Received, now}
	office := cal.worked(whole, spansOf(stops))
	sum.OfficeMinutes = int(office / time.Minute)
	sum.ApplicantMinutes = int((cal.worked(whole, nil) - office) / time.Minute)
	return sum
}

// Recompute returns the due date of a clock under two calendars, such as the one before and
// the one after a holiday was announced, so that both dates can be kept and shown. A running
// pause counts up to now. A due date that cannot be computed comes back as the zero Due.
// Only the promised moments decide whether something changed.
func Recompute(earlier, later Calendar, clock Clock, now time.Time) (before, after Due, changed bool) {
	before, beforeErr := clock.Due(earlier, now)
	after, afterErr := clock.Due(later, now)
	changed = !before.Moment.Equal(after.Moment) || (beforeErr == nil) != (afterErr == nil)
	return before, after, changed
}
