package workday_test

import (
	"slices"
	"time"

	"pgregory.net/rapid"

	"dorgora/workday"
)

// birth is the first day of the random calendars; their facts lie in the sixty days after
// it and moments are drawn from the same days.
var birth = date("2026-02-01")

const (
	window  = 60  // days with random facts
	horizon = 260 // days the slow walks may go
)

// brute is the same calendar, asked one minute and one day at a time without any cleverness.
type brute struct {
	rules   workday.Rules
	minutes []bool // office time by minute from offset days before birth on
}

const offset = 100 // days before birth that the table of minutes holds

func newBrute(rules workday.Rules) brute {
	b := brute{rules: rules, minutes: make([]bool, (offset+horizon)*1440)}
	for n := -offset; n < horizon; n++ {
		d := birth.AddDays(n)
		if !b.open(d) {
			continue
		}
		for _, one := range b.hours(d) {
			for m := one.Start; m < one.End; m++ {
				b.minutes[(n+offset)*1440+m] = true
			}
		}
	}
	return b
}

func (b brute) open(d workday.Date) bool {
	opened, closed := "", ""
	for _, day := range b.rules.Days {
		if day.Date != d || !day.Withdrawn.Zero() || day.Region != "" && day.Region != b.rules.Region {
			continue
		}
		stamp := "since " + day.Notified.String()
		if day.Kind == workday.OfficeOpen {
			opened = max(opened, stamp)
		} else {
			closed = max(closed, stamp)
		}
	}
	if opened == "" && closed == "" {
		return !slices.Contains(b.rules.Weekend, d.Weekday())
	}
	return opened != "" && opened >= closed
}

func (b brute) hours(d workday.Date) []workday.Interval {
	best, rank := []workday.Interval{{Start: 540, End: 1020}}, ""
	for _, h := range b.rules.Hours {
		late := !h.From.Zero() && d.Before(h.From) || !h.To.Zero() && d.After(h.To)
		if late || len(h.Weekdays) > 0 && !slices.Contains(h.Weekdays, d.Weekday()) {
			continue
		}
		bounded := "0"
		if !h.To.Zero() {
			bounded = "1"
		}
		if mine := bounded + " " + h.From.String(); mine >= rank {
			best, rank = h.Intervals, mine
		}
	}
	return best
}

func (b brute) closing(d workday.Date) int {
	list := b.hours(d)
	return b.index(d.Time(0, 0, nil)) + list[len(list)-1].End
}

func (b brute) index(t time.Time) int {
	return int(t.Sub(birth.AddDays(-offset).Time(0, 0, nil)) / time.Minute)
}

func (b brute) moment(index int) time.Time {
	return birth.AddDays(-offset).Time(0, index, nil)
}

// stopped reports whether a minute lies in one of the pauses.
func (b brute) stopped(pauses []workday.Pause, index int) bool {
	for _, p := range pauses {
		if index >= b.index(p.From) && index < b.index(p.To) {
			return true
		}
	}
	return false
}

// dayCounts reports whether the clock runs at the closing of d, or at midnight.
func (b brute) dayCounts(pauses []workday.Pause, d workday.Date) bool {
	if b.open(d) {
		return !b.stopped(pauses, b.closing(d))
	}
	return !b.stopped(pauses, b.index(d.AddDays(1).Time(0, 0, nil)))
}

// due walks to the promised moment by the words of the package, minute by minute.
func (b brute) due(clock workday.Clock) time.Time {
	d, count := workday.DateOf(clock.Received.In(workday.Dhaka)), clock.Promise.Count
	i := b.index(clock.Received)
	switch clock.Promise.Kind {
	case workday.InMinutes, workday.InHours, workday.InClockHours:
		if clock.Promise.Kind != workday.InMinutes {
			count *= 60
		}
		for ; count > 0; i++ {
			if (b.minutes[i] || clock.Promise.Kind == workday.InClockHours) && !b.stopped(clock.Pauses, i) {
				count--
			}
		}
		return b.moment(i)
	case workday.Immediate:
		for !b.open(d) || b.closing(d) <= i || !b.dayCounts(clock.Pauses, d) {
			d = d.AddDays(1)
		}
	case workday.InWorkingDays:
		for count > 0 {
			d = d.AddDays(1)
			if b.open(d) && b.dayCounts(clock.Pauses, d) {
				count--
			}
		}
	case workday.InCalendarDays:
		for count > 0 || !b.open(d) || !b.dayCounts(clock.Pauses, d) {
			d = d.AddDays(1)
			if b.dayCounts(clock.Pauses, d) {
				count--
			}
		}
	}
	return b.moment(b.closing(d))
}

func drawDay(t *rapid.T) workday.Day {
	kinds := []workday.DayKind{
		workday.General, workday.Executive, workday.ExecutiveAdded, workday.Regional, workday.Local,
		workday.OfficeOpen, workday.OfficeOpen,
	}
	day := workday.Day{
		Date: birth.AddDays(rapid.IntRange(0, window).Draw(t, "day")),
		Name: rapid.StringMatching("[কখগ]{1,3}").Draw(t, "name"),
		Kind: rapid.SampledFrom(kinds).Draw(t, "kind"),
	}
	if rapid.Bool().Draw(t, "notified") {
		day.Notified = birth.AddDays(rapid.IntRange(-9, 0).Draw(t, "notice"))
	}
	if rapid.IntRange(0, 5).Draw(t, "withdrawal") == 0 {
		day.Withdrawn = birth
	}
	day.Region = rapid.SampledFrom([]string{"", "", "", "khulna", "rangamati"}).Draw(t, "region")
	return day
}

func drawHours(t *rapid.T) workday.Hours {
	if rapid.IntRange(0, 3).Draw(t, "ramadan") == 0 {
		first := birth.AddDays(rapid.IntRange(-5, window).Draw(t, "first"))
		return workday.RamadanHours(first, first.AddDays(29), workday.Date{}, "")
	}
	var h workday.Hours
	end := 0
	for range rapid.IntRange(1, 4).Draw(t, "intervals") {
		start := end + rapid.IntRange(0, 180).Draw(t, "gap")
		end = start + rapid.IntRange(60, 180).Draw(t, "length")
		h.Intervals = append(h.Intervals, workday.Interval{Start: start, End: end})
	}
	if rapid.Bool().Draw(t, "from") {
		h.From = birth.AddDays(rapid.IntRange(0, window).Draw(t, "begins"))
	}
	if rapid.Bool().Draw(t, "to") {
		h.To = birth.AddDays(window + rapid.IntRange(0, 9).Draw(t, "ends"))
	}
	if rapid.Bool().Draw(t, "some days") {
		h.Weekdays = rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, 6), weekday), 1, 3, rapid.ID).Draw(t, "weekdays")
	}
	return h
}

func weekday(n int) time.Weekday { return time.Weekday(n) }

// drawCalendar draws a calendar and its slow twin.
func drawCalendar(t *rapid.T) (workday.Calendar, brute) {
	rules := workday.Rules{
		Weekend: rapid.SliceOfNDistinct(rapid.Map(rapid.IntRange(0, 6), weekday), 0, 6, rapid.ID).Draw(t, "weekend"),
		Days: rapid.SliceOfNDistinct(rapid.Custom(drawDay), 0, 40, func(d workday.Day) string {
			return d.Date.String() + d.Name + string(d.Kind) + d.Region
		}).Draw(t, "days"),
		Hours:  rapid.SliceOfN(rapid.Custom(drawHours), 0, 4).Draw(t, "hours"),
		Region: "khulna",
	}
	calendar, err := workday.New(rules)
	if err != nil {
		t.Fatal(err)
	}
	return calendar, newBrute(rules)
}
