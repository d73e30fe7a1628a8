package workday_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

func pause(from, to string) workday.Pause {
	p := workday.Pause{From: at(from), Reason: "কাগজের অপেক্ষায়"}
	if to != "" {
		p.To = at(to)
	}
	return p
}

func TestClockDue(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	three := workday.Promise{Kind: workday.InWorkingDays, Count: 3}
	hours := workday.Promise{Kind: workday.InHours, Count: 4}
	now := "2026-12-31 12:00"
	for _, test := range []struct {
		name    string
		promise workday.Promise
		pauses  []workday.Pause
		now     string
		want    string // received on Sunday 22 November 2026 at 10:00
	}{
		{"without a pause three days end on Wednesday", three, nil, now, "2026-11-25 17:00"},
		{"a pause within one office day changes nothing", three, []workday.Pause{pause("2026-11-23 10:00", "2026-11-23 16:59")}, now, "2026-11-25 17:00"},
		{"a pause over one closing moves one day", three, []workday.Pause{pause("2026-11-23 16:00", "2026-11-24 09:30")}, now, "2026-11-26 17:00"},
		{"a pause over two closings moves two days, over the weekend", three, []workday.Pause{pause("2026-11-23 16:00", "2026-11-25 11:00")}, now, "2026-11-29 17:00"},
		{"a pause in the night changes nothing", three, []workday.Pause{pause("2026-11-23 17:01", "2026-11-24 08:59")}, now, "2026-11-25 17:00"},
		{"a pause that ends at the minute of closing changes nothing", three, []workday.Pause{pause("2026-11-23 09:00", "2026-11-23 17:00")}, now, "2026-11-25 17:00"},
		{"a pause that begins at the minute of closing takes the day", three, []workday.Pause{pause("2026-11-23 17:00", "2026-11-23 17:01")}, now, "2026-11-26 17:00"},
		{"a pause over the weekend alone changes nothing", three, []workday.Pause{pause("2026-11-27 10:00", "2026-11-28 10:00")}, now, "2026-11-25 17:00"},
		{"a pause on the day of receipt changes nothing", three, []workday.Pause{pause("2026-11-22 11:00", "2026-11-22 23:00")}, now, "2026-11-25 17:00"},
		{"a pause after the due moment changes nothing", three, []workday.Pause{pause("2026-11-25 17:01", "2026-11-30 10:00")}, now, "2026-11-25 17:00"},
		{"two overlapping pauses move as their union does", three, []workday.Pause{
			pause("2026-11-24 12:00", "2026-11-25 10:00"), pause("2026-11-23 16:00", "2026-11-24 14:00")}, now, "2026-11-29 17:00"},
		{"a running pause moves the date day for day: first evening", three, []workday.Pause{pause("2026-11-23 10:00", "")}, "2026-11-23 18:00", "2026-11-26 17:00"},
		{"a running pause moves the date day for day: second noon", three, []workday.Pause{pause("2026-11-23 10:00", "")}, "2026-11-24 12:00", "2026-11-26 17:00"},
		{"a running pause moves the date day for day: second evening", three, []workday.Pause{pause("2026-11-23 10:00", "")}, "2026-11-24 18:00", "2026-11-29 17:00"},
		{"hours lose exactly the minutes of the pause", hours, []workday.Pause{pause("2026-11-22 11:00", "2026-11-22 12:17")}, now, "2026-11-22 15:17"},
		{"hours lose only office time", hours, []workday.Pause{pause("2026-11-22 13:00", "2026-11-23 10:00")}, now, "2026-11-23 11:00"},
		{"clock hours lose the night too", workday.Promise{Kind: workday.InClockHours, Count: 24}, []workday.Pause{pause("2026-11-22 20:00", "2026-11-23 06:00")}, now, "2026-11-23 20:00"},
		{"clock hours lose two overlapping pauses once", workday.Promise{Kind: workday.InClockHours, Count: 24}, []workday.Pause{
			pause("2026-11-22 20:00", "2026-11-23 06:00"), pause("2026-11-22 22:00", "2026-11-23 08:00")}, now, "2026-11-23 22:00"},
		{"a pause from Thursday noon to Friday morning takes one calendar day", workday.Promise{Kind: workday.InCalendarDays, Count: 7}, []workday.Pause{pause("2026-11-26 12:00", "2026-11-27 10:00")}, now, "2026-11-30 17:00"},
		{"at once waits for the next closing", workday.Promise{Kind: workday.Immediate}, []workday.Pause{pause("2026-11-22 12:00", "2026-11-23 10:00")}, now, "2026-11-23 17:00"},
		{"calendar days lose the weekend of a pause", workday.Promise{Kind: workday.InCalendarDays, Count: 10}, []workday.Pause{pause("2026-11-26 12:00", "2026-11-29 10:00")}, now, "2026-12-06 17:00"},
		{"a date moves day for day", workday.Promise{Kind: workday.ByDate, By: date("2026-11-25")}, []workday.Pause{pause("2026-11-23 12:00", "2026-11-24 10:00")}, now, "2026-11-26 17:00"},
		{"the day after a closed last day is not due in a pause", workday.Promise{Kind: workday.InCalendarDays, Count: 5}, []workday.Pause{pause("2026-11-28 10:00", "2026-11-30 10:00")}, now, "2026-11-30 17:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := workday.Clock{Received: at("2026-11-22 10:00"), Promise: test.promise, Pauses: test.pauses}
			due, err := clock.Due(calendar, at(test.now))
			if err != nil || !due.Moment.Equal(at(test.want)) {
				t.Errorf("due %s, %v; want %s", due.Moment, err, test.want)
			}
		})
	}
}

func TestClockExplain(t *testing.T) {
	clock := workday.Clock{
		Received: at("2026-11-22 10:00"),
		Promise:  workday.Promise{Kind: workday.InWorkingDays, Count: 2},
		Pauses:   []workday.Pause{pause("2026-11-23 16:00", "2026-11-24 09:30")},
	}
	due, err := clock.Due(workday.Bangladesh("khulna"), at("2026-11-30 12:00"))
	if err != nil || len(due.Days) != 3 {
		t.Fatalf("%d days, %v; want 3", len(due.Days), err)
	}
	waited := due.Days[0]
	if waited.Reason != workday.Paused || waited.Number != 0 || waited.Name != "কাগজের অপেক্ষায়" || !waited.Open {
		t.Errorf("the day of waiting is explained as %+v", waited)
	}
	clock.Pauses = []workday.Pause{pause("2026-11-23 16:00", "2026-11-29 09:30")}
	over, err := clock.Due(workday.Bangladesh("khulna"), at("2026-11-30 12:00"))
	if err != nil || len(over.Days) != 8 || over.Days[4].Reason != workday.Weekend || over.Days[3].Reason != workday.Paused {
		t.Errorf("a weekend inside the waiting is to stay a weekend: %+v, %v", over.Days, err)
	}
	if due.Days[1].Number != 1 || due.Days[2].Number != 2 {
		t.Errorf("the days after it are numbered %d and %d", due.Days[1].Number, due.Days[2].Number)
	}
}

func TestClockLate(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	clock := workday.Clock{Received: at("2026-11-22 10:00"), Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 3}}
	waiting := clock
	waiting.Pauses = []workday.Pause{pause("2026-11-25 12:00", "")}
	vague := clock
	vague.Promise = workday.Promise{Kind: workday.Unmeasurable}
	broken := clock
	broken.Pauses = []workday.Pause{pause("2026-11-25 12:00", "2026-11-24 12:00")}
	for _, test := range []struct {
		name  string
		clock workday.Clock
		now   string
		want  bool
	}{
		{"at the promised minute it is in time", clock, "2026-11-25 17:00", false},
		{"a minute after it is late", clock, "2026-11-25 17:01", true},
		{"while the office waits it is not late", waiting, "2026-12-10 18:00", false},
		{"without a number it is never late", vague, "2030-01-01 10:00", false},
		{"with a pause that ends before it begins nothing is said", broken, "2030-01-01 10:00", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.clock.Late(calendar, at(test.now)); got != test.want {
				t.Errorf("late %v, want %v", got, test.want)
			}
		})
	}
	_, err := broken.Due(calendar, at("2026-11-30 10:00"))
	if list := fault.List(err); len(list) != 1 || list[0].Message != "workday.pause.reversed" {
		t.Errorf("the broken pause gives %v", err)
	}
}

func TestClockElapsed(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	clock := workday.Clock{Received: at("2026-11-22 10:00"), Promise: workday.Promise{Kind: workday.Unmeasurable}}
	waited, waiting := clock, clock
	waited.Pauses = []workday.Pause{pause("2026-11-23 16:00", "2026-11-24 09:30")}
	waiting.Pauses = []workday.Pause{pause("2026-11-24 11:00", "")}
	for _, test := range []struct {
		name  string
		clock workday.Clock
		now   string
		want  workday.Elapsed
	}{
		{"within the day of receipt only minutes pass", clock, "2026-11-22 12:30", workday.Elapsed{OfficeMinutes: 150}},
		{"two days later", clock, "2026-11-24 10:00", workday.Elapsed{OfficeDays: 2, OfficeMinutes: 420 + 480 + 60}},
		{"on the weekend nothing is added", clock, "2026-11-28 10:00", workday.Elapsed{OfficeDays: 4, OfficeMinutes: 420 + 4*480}},
		{"the applicant's time is kept apart", waited, "2026-11-24 17:00", workday.Elapsed{
			OfficeDays: 1, ApplicantDays: 1, OfficeMinutes: 420 + 420 + 450, ApplicantMinutes: 90}},
		{"while waiting today is the applicant's", waiting, "2026-11-24 12:00", workday.Elapsed{
			OfficeDays: 1, ApplicantDays: 1, OfficeMinutes: 420 + 480 + 120, ApplicantMinutes: 60}},
		{"before the receipt nothing has passed", clock, "2026-11-21 10:00", workday.Elapsed{}},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.clock.Elapsed(calendar, at(test.now)); got != test.want {
				t.Errorf("got %+v, want %+v", got, test.want)
			}
		})
	}
	if got := (workday.Clock{}).Elapsed(calendar, at("2026-11-21 10:00")); got != (workday.Elapsed{}) {
		t.Errorf("nothing received, yet %+v elapsed", got)
	}
}

func TestRecompute(t *testing.T) {
	now := at("2025-05-10 10:00")
	calendar := workday.Bangladesh("khulna")
	before, after := calendar.AsOf(date("2025-05-06")), calendar.AsOf(date("2025-05-07"))
	for _, test := range []struct {
		name     string
		received string
		was, is  string
		changed  bool
	}{
		{"two holidays notified late move the date", "2025-06-03 10:00", "2025-06-12 17:00", "2025-06-16 17:00", true},
		{"a Saturday declared open brings the date forward", "2025-05-14 10:00", "2025-05-19 17:00", "2025-05-18 17:00", true},
		{"a case that ended before is not touched", "2025-05-04 10:00", "2025-05-07 17:00", "2025-05-07 17:00", false},
	} {
		t.Run(test.name, func(t *testing.T) {
			clock := workday.Clock{Received: at(test.received), Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 3}}
			was, is, changed := workday.Recompute(before, after, clock, now)
			if !was.Moment.Equal(at(test.was)) || !is.Moment.Equal(at(test.is)) || changed != test.changed {
				t.Errorf("from %s to %s (changed %v), want from %s to %s", was.Moment, is.Moment, changed, test.was, test.is)
			}
			last := is.Days[len(is.Days)-1]
			if last.Number != 3 || last.Date != is.Date {
				t.Errorf("the new date is not explained: %+v", last)
			}
		})
	}
	var none time.Time
	was, is, changed := workday.Recompute(before, after, workday.Clock{Received: now, Promise: workday.Promise{Kind: workday.Unmeasurable}}, now)
	if was.Moment != none || is.Moment != none || changed {
		t.Error("an unmeasurable promise moved")
	}
}
