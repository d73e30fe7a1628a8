package workday_test

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/workday"
)

func drawDate(t *rapid.T, name string) workday.Date {
	return birth.AddDays(rapid.IntRange(-5, window+5).Draw(t, name))
}

func drawMoment(t *rapid.T, name string) time.Time {
	return drawDate(t, name).Time(0, rapid.IntRange(0, 1439).Draw(t, name+" minute"), nil)
}

func TestCalendarDaysAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, slow := drawCalendar(t)
		from, n := drawDate(t, "from"), rapid.IntRange(0, 25).Draw(t, "n")
		due, left := from, n
		for left > 0 || n == 0 && !slow.open(due) {
			due = due.AddDays(1)
			if slow.open(due) {
				left--
			}
		}
		if got := calendar.Add(from, n); got != due {
			t.Fatalf("Add(%s, %d) = %s, the walk says %s", from, n, got, due)
		}
		counted := 0
		for d := from; d != due; {
			d = d.AddDays(1)
			if slow.open(d) {
				counted++
			}
		}
		if got := calendar.Between(from, due); got != counted || n > 0 && got != n {
			t.Fatalf("Between(%s, %s) = %d, the walk says %d", from, due, got, counted)
		}
		if n > 0 && slow.open(from) && calendar.Sub(due, n) != from {
			t.Fatalf("Sub(%s, %d) = %s, want back to %s", due, n, calendar.Sub(due, n), from)
		}
		checkExplained(t, calendar.Explain(from, n), slow, from, n)
	})
}

// checkExplained holds an explanation against the walk: every day once, numbered when open.
func checkExplained(t *rapid.T, days []workday.Counted, slow brute, from workday.Date, n int) {
	number := 0
	for i, day := range days {
		if day.Date != from.AddDays(i+1) {
			t.Fatalf("day %d of the explanation is %s", i, day.Date)
		}
		want := 0
		if slow.open(day.Date) && number < n {
			number++
			want = number
		}
		if day.Open != slow.open(day.Date) || day.Number != want {
			t.Fatalf("%s is open %v with number %d, the walk says %d", day.Date, day.Open, day.Number, want)
		}
		if day.Open != slices.Contains([]workday.Reason{workday.Working, workday.Override}, day.Reason) {
			t.Fatalf("%s is open %v because of %s", day.Date, day.Open, day.Reason)
		}
		if (day.Name == "") != slices.Contains([]workday.Reason{workday.Working, workday.Weekend}, day.Reason) {
			t.Fatalf("%s is a %s named %q", day.Date, day.Reason, day.Name)
		}
	}
	if number != n {
		t.Fatalf("%d days are numbered, want %d", number, n)
	}
}

func TestCalendarMinutesAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, slow := drawCalendar(t)
		from, to := drawMoment(t, "from"), drawMoment(t, "to")
		if to.Before(from) {
			from, to = to, from
		}
		sum := 0
		for i := slow.index(from); i < slow.index(to); i++ {
			if slow.minutes[i] {
				sum++
			}
		}
		if got := calendar.Minutes(from, to); got != sum || calendar.Minutes(to, from) != -sum {
			t.Fatalf("Minutes = %d, the walk says %d", got, sum)
		}
		if got := calendar.OpenAt(from); got != slow.minutes[slow.index(from)] {
			t.Fatalf("OpenAt(%s) = %v", from, got)
		}
		next := slow.index(from)
		for !slow.minutes[next] {
			next++
		}
		if got := calendar.NextOpening(from); !got.Equal(slow.moment(next)) {
			t.Fatalf("NextOpening(%s) = %s, the walk says %s", from, got, slow.moment(next))
		}
	})
}

func TestCalendarAddMinutesAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, slow := drawCalendar(t)
		from, n := drawMoment(t, "from"), rapid.IntRange(0, 600).Draw(t, "n")
		ahead := slow.index(from)
		for left := n; left > 0; ahead++ {
			if slow.minutes[ahead] {
				left--
			}
		}
		got := calendar.AddMinutes(from, n)
		if !got.Equal(slow.moment(ahead)) {
			t.Fatalf("AddMinutes(%s, %d) = %s, the walk says %s", from, n, got, slow.moment(ahead))
		}
		if calendar.Minutes(from, got) != n {
			t.Fatalf("Minutes(%s, %s) = %d, want %d", from, got, calendar.Minutes(from, got), n)
		}
		back := slow.index(from)
		for left := n; left > 0; {
			back--
			if slow.minutes[back] {
				left--
			}
		}
		if got := calendar.AddMinutes(from, -n); !got.Equal(slow.moment(back)) {
			t.Fatalf("AddMinutes(%s, %d) = %s, the walk says %s", from, -n, got, slow.moment(back))
		}
	})
}

func drawClock(t *rapid.T) workday.Clock {
	kinds := []workday.Kind{
		workday.Immediate, workday.InMinutes, workday.InHours, workday.InClockHours,
		workday.InWorkingDays, workday.InCalendarDays,
	}
	clock := workday.Clock{
		Received: drawMoment(t, "received"),
		Promise:  workday.Promise{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Count: rapid.IntRange(1, 9).Draw(t, "count")},
	}
	for range rapid.IntRange(0, 4).Draw(t, "pauses") {
		from := drawMoment(t, "pause")
		length := time.Duration(rapid.IntRange(0, 6000).Draw(t, "length")) * time.Minute
		clock.Pauses = append(clock.Pauses, workday.Pause{From: from, To: from.Add(length)})
	}
	return clock
}

func TestClockAgainstWalk(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, slow := drawCalendar(t)
		clock := drawClock(t)
		now := birth.AddDays(2*window).Time(0, 0, nil)
		due, err := clock.Due(calendar, now)
		if want := slow.due(clock); err != nil || !due.Moment.Equal(want) {
			t.Fatalf("due %s, %v; the walk says %s", due.Moment, err, want)
		}
		if len(clock.Pauses) == 0 && (clock.Late(calendar, due.Moment) || !clock.Late(calendar, due.Moment.Add(time.Second))) {
			t.Fatalf("late before %s or in time after it", due.Moment)
		}
		elapsed := clock.Elapsed(calendar, now)
		received := calendar.DateOf(clock.Received)
		if got, want := elapsed.OfficeDays+elapsed.ApplicantDays, calendar.Between(received, calendar.DateOf(now)); got != want {
			t.Fatalf("%d days elapsed in all, want %d", got, want)
		}
		office := 0
		for i := slow.index(clock.Received); i < slow.index(now); i++ {
			if slow.minutes[i] && !slow.stopped(clock.Pauses, i) {
				office++
			}
		}
		if whole := calendar.Minutes(clock.Received, now); elapsed.OfficeMinutes != office || elapsed.ApplicantMinutes != whole-office {
			t.Fatalf("elapsed %+v, the walk says %d of %d minutes", elapsed, office, whole)
		}
	})
}

func TestClockPauseWithinOneDay(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		calendar, _ := drawCalendar(t)
		clock := drawClock(t)
		clock.Promise.Kind = rapid.SampledFrom([]workday.Kind{
			workday.Immediate, workday.InWorkingDays, workday.InCalendarDays, workday.InMonths,
		}).Draw(t, "days kind")
		now := birth.AddDays(2*window).Time(0, 0, nil)
		before, err := clock.Due(calendar, now)
		if err != nil {
			t.Fatal(err)
		}
		day := calendar.Next(drawDate(t, "day"))
		opening, _ := calendar.Opening(day)
		closing, _ := calendar.Closing(day)
		length := int(closing.Sub(opening) / time.Minute)
		from := rapid.IntRange(0, length).Draw(t, "pause begins")
		to := rapid.IntRange(from, length).Draw(t, "pause ends")
		clock.Pauses = append(clock.Pauses, workday.Pause{
			From: opening.Add(time.Duration(from) * time.Minute),
			To:   opening.Add(time.Duration(to) * time.Minute),
		})
		after, err := clock.Due(calendar, now)
		if err != nil || !after.Moment.Equal(before.Moment) {
			t.Fatalf("the pause moved %s to %s, %v", before.Moment, after.Moment, err)
		}
	})
}
