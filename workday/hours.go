package workday

import (
	"slices"
	"time"

	"dorgora/internal/fault"
)

const minutesPerDay = 24 * 60

// Interval is a stretch of office time on one day, from Start up to but not including End,
// in minutes after midnight. An interval does not run over midnight.
type Interval struct{ Start, End int }

// Hours are the office hours of a stretch of dates. Several may cover one date: bounded
// ones (with a last day) go before open-ended ones, then the later first day wins, then
// the one listed last. They say when an open day is worked, never which days are open.
type Hours struct {
	From, To   Date           // first and last day; zero: without beginning or end
	Weekdays   []time.Weekday // empty: every day of the week
	Intervals  []Interval     // in order, not touching a neighbour's inside
	Reason     string         // in Bangla
	ReasonEn   string
	Confidence Confidence // empty counts as High
	Source     string
	Notified   Date // when it became known; zero: from the start
}

// OrdinaryHours are 9:00 to 17:00, the hours of government offices outside Ramadan.
// A calendar without hours of its own for a date uses them.
func OrdinaryHours() Hours {
	return Hours{
		Intervals: []Interval{{9 * 60, 17 * 60}},
		Reason:    "অফিস সময়", ReasonEn: "office hours",
		Source: "suprobhat.com; alokitobarishal.com/2026/02/08",
	}
}

// RamadanHours are 9:00 to 15:30 with a break for prayer from 13:15 to 13:30, notified
// every year anew, for the dates from first to last.
func RamadanHours(first, last, notified Date, source string) Hours {
	return Hours{
		From: first, To: last,
		Intervals: []Interval{{9 * 60, 13*60 + 15}, {13*60 + 30, 15*60 + 30}},
		Reason:    "রমজানের অফিস সময়", ReasonEn: "Ramadan office hours",
		Source: source, Notified: notified,
	}
}

// Check refuses hours without an interval, with intervals that overlap, lie outside the
// day or stand in the wrong order, and hours whose last day is before the first.
func (h Hours) Check() error {
	if len(h.Intervals) == 0 {
		return fault.InField("intervals", "workday.hours.empty")
	}
	end := 0
	for _, one := range h.Intervals {
		if one.Start < end || one.Start >= one.End || one.End > minutesPerDay {
			return fault.InField("intervals", "workday.hours.disordered")
		}
		end = one.End
	}
	if !h.From.Zero() && !h.To.Zero() && h.To.Before(h.From) {
		return fault.InField("to", "workday.hours.reversed")
	}
	for _, day := range h.Weekdays {
		if day < time.Sunday || day > time.Saturday {
			return fault.InField("weekdays", "workday.weekday.unknown")
		}
	}
	return nil
}

// Minutes returns the length of the office day.
func (h Hours) Minutes() int {
	sum := 0
	for _, one := range h.Intervals {
		sum += one.End - one.Start
	}
	return sum
}

func (h Hours) cover(d Date) bool {
	return (h.From.Zero() || !d.Before(h.From)) && (h.To.Zero() || !d.After(h.To)) &&
		(len(h.Weekdays) == 0 || slices.Contains(h.Weekdays, d.Weekday()))
}

// yields reports whether h yields to other where both cover a date.
func (h Hours) yields(other Hours) bool {
	if h.To.Zero() != other.To.Zero() {
		return h.To.Zero()
	}
	return !h.From.After(other.From)
}
