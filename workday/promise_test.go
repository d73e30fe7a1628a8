package workday_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

func TestCalendarDue(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	promise := func(kind workday.Kind, count int) workday.Promise {
		return workday.Promise{Kind: kind, Count: count}
	}
	by := func(text string) workday.Promise { return workday.Promise{Kind: workday.ByDate, By: date(text)} }
	for _, test := range []struct {
		name     string
		received string
		promise  workday.Promise
		want     string
	}{
		{"at once, received in the morning, is today's closing", "2026-11-22 10:00", promise(workday.Immediate, 0), "2026-11-22 17:00"},
		{"at once, received before opening, is today's closing", "2026-11-22 06:00", promise(workday.Immediate, 0), "2026-11-22 17:00"},
		{"at once, received at closing, is tomorrow's closing", "2026-11-22 17:00", promise(workday.Immediate, 0), "2026-11-23 17:00"},
		{"at once, received on Friday, is Sunday's closing", "2026-11-27 10:00", promise(workday.Immediate, 0), "2026-11-29 17:00"},
		{"90 minutes", "2026-11-22 16:00", promise(workday.InMinutes, 90), "2026-11-23 09:30"},
		{"four hours from Thursday afternoon", "2026-11-26 15:00", promise(workday.InHours, 4), "2026-11-29 11:00"},
		{"24 hours for life and liberty run through Friday", "2026-11-26 15:00", promise(workday.InClockHours, 24), "2026-11-27 15:00"},
		{"one working day from Thursday 16:50", "2026-11-26 16:50", promise(workday.InWorkingDays, 1), "2026-11-29 17:00"},
		{"one working day from Thursday 23:50", "2026-11-26 23:50", promise(workday.InWorkingDays, 1), "2026-11-29 17:00"},
		{"one working day from Friday", "2026-11-27 09:00", promise(workday.InWorkingDays, 1), "2026-11-29 17:00"},
		{"one working day from Sunday 00:10", "2026-11-29 00:10", promise(workday.InWorkingDays, 1), "2026-11-30 17:00"},
		{"a due day in Ramadan ends at 15:30", "2026-02-22 10:00", promise(workday.InWorkingDays, 3), "2026-02-25 15:30"},
		{"30 days that end on a Saturday", "2026-04-16 10:00", promise(workday.InCalendarDays, 30), "2026-05-17 17:00"},
		{"15 days that end on an open day", "2026-11-15 10:00", promise(workday.InCalendarDays, 15), "2026-11-30 17:00"},
		{"one month that ends in Eid", "2026-04-26 10:00", promise(workday.InMonths, 1), "2026-06-01 17:00"},
		{"one month from 31 January", "2026-01-31 10:00", promise(workday.InMonths, 1), "2026-03-01 15:30"},
		{"by an open day", "2026-11-01 10:00", by("2026-11-25"), "2026-11-25 17:00"},
		{"by Victory Day is the day after", "2026-11-01 10:00", by("2026-12-16"), "2026-12-17 17:00"},
		{"by a day that has passed", "2026-11-10 10:00", by("2026-11-06"), "2026-11-08 17:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			due, err := calendar.Due(at(test.received).UTC(), test.promise)
			if err != nil || !due.Measurable || !due.Moment.Equal(at(test.want)) {
				t.Fatalf("due %s, %v; want %s", due.Moment, err, test.want)
			}
			if due.Date != workday.DateOf(at(test.want)) {
				t.Errorf("due on %s", due.Date)
			}
		})
	}
}

func TestCalendarDueMeasure(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	received := at("2026-11-22 10:00")
	for _, kind := range []workday.Kind{workday.Unmeasurable, workday.ByInstruction} {
		due, err := calendar.Due(received, workday.Promise{Kind: kind})
		if err != nil || due.Measurable || !due.Moment.IsZero() || !due.Date.Zero() {
			t.Errorf("a promise of kind %s falls due on %v, %v", kind, due.Moment, err)
		}
	}
	for _, test := range []struct {
		name     string
		received time.Time
		promise  workday.Promise
		want     string
	}{
		{"no number of days", received, workday.Promise{Kind: workday.InWorkingDays}, "workday.promise.count.outside"},
		{"a negative number of hours", received, workday.Promise{Kind: workday.InHours, Count: -1}, "workday.promise.count.outside"},
		{"a million days", received, workday.Promise{Kind: workday.InCalendarDays, Count: 1e6}, "workday.promise.count.outside"},
		{"a date that is missing", received, workday.Promise{Kind: workday.ByDate}, "workday.promise.date.missing"},
		{"a kind nobody knows", received, workday.Promise{Kind: "soon"}, "workday.promise.kind.unknown"},
		{"no kind", received, workday.Promise{}, "workday.promise.kind.unknown"},
		{"no moment of receipt", time.Time{}, workday.Promise{Kind: workday.Immediate}, "workday.received.missing"},
	} {
		t.Run(test.name+" is refused", func(t *testing.T) {
			_, err := calendar.Due(test.received, test.promise)
			if list := fault.List(err); len(list) != 1 || list[0].Message != test.want || list[0].Kind != fault.Invalid {
				t.Errorf("error %v, want %s", err, test.want)
			}
		})
	}
}

func TestCalendarDueDays(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	days := func(received string, p workday.Promise) []workday.Counted {
		due, err := calendar.Due(at(received), p)
		if err != nil {
			t.Fatal(err)
		}
		return due.Days
	}
	t.Run("working days are explained as Explain does", func(t *testing.T) {
		got := days("2025-06-03 12:00", workday.Promise{Kind: workday.InWorkingDays, Count: 7})
		want := calendar.Explain(date("2025-06-03"), 7)
		if len(got) != 19 || len(want) != 19 {
			t.Fatalf("%d and %d days, want 19", len(got), len(want))
		}
		for i := range got {
			if got[i] != want[i] {
				t.Errorf("%+v, want %+v", got[i], want[i])
			}
		}
	})
	t.Run("calendar days number closed days too, but not the move", func(t *testing.T) {
		got := days("2026-11-25 12:00", workday.Promise{Kind: workday.InCalendarDays, Count: 2})
		if len(got) != 4 || got[1].Number != 2 || got[1].Open || got[2].Number != 0 || got[3].Number != 0 || !got[3].Open {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("hours show the minutes of each day, the day of receipt first", func(t *testing.T) {
		got := days("2026-11-26 15:00", workday.Promise{Kind: workday.InHours, Count: 4})
		want := []int{120, 0, 0, 120}
		if len(got) != len(want) {
			t.Fatalf("%d days, want 4", len(got))
		}
		for i, day := range got {
			if day.Minutes != want[i] {
				t.Errorf("%s has %d minutes, want %d", day.Date, day.Minutes, want[i])
			}
		}
	})
	t.Run("a date into a year without a gazette is an estimate", func(t *testing.T) {
		due, err := calendar.Due(at("2026-12-28 10:00"), workday.Promise{Kind: workday.InWorkingDays, Count: 10})
		if err != nil || !due.Estimated {
			t.Errorf("due %s, estimated %v, %v", due.Date, due.Estimated, err)
		}
	})
}
