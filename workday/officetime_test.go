package workday_test

import (
	"testing"
	"time"

	"dorgora/workday"
)

// shifts is an office with a lunch break, a short Thursday and one half day.
func shifts(t *testing.T) workday.Calendar {
	t.Helper()
	calendar, err := workday.New(workday.Rules{
		Weekend: []time.Weekday{time.Friday, time.Saturday},
		Hours: []workday.Hours{
			{Intervals: []workday.Interval{{Start: 540, End: 780}, {Start: 840, End: 1020}}},
			{Weekdays: []time.Weekday{time.Thursday}, Intervals: []workday.Interval{{Start: 540, End: 780}}},
			{From: date("2026-11-24"), To: date("2026-11-24"), Intervals: []workday.Interval{{Start: 600, End: 720}}},
			{From: date("2027-01-01"), Intervals: []workday.Interval{{Start: 480, End: 960}}},
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return calendar
}

func TestCalendarAddMinutes(t *testing.T) {
	national, split := workday.Bangladesh("khulna"), shifts(t)
	for _, test := range []struct {
		name     string
		calendar workday.Calendar
		from     string
		minutes  int
		want     string
	}{
		{"two hours in the morning", national, "2026-11-22 10:00", 120, "2026-11-22 12:00"},
		{"the last hour ends at closing, not at the next opening", national, "2026-11-22 16:00", 60, "2026-11-22 17:00"},
		{"one minute more is the next morning", national, "2026-11-22 16:00", 61, "2026-11-23 09:01"},
		{"Thursday evening goes on on Sunday", national, "2026-11-26 16:30", 60, "2026-11-29 09:30"},
		{"before opening the clock waits", national, "2026-11-22 06:00", 30, "2026-11-22 09:30"},
		{"a Friday waits for Sunday", national, "2026-11-27 11:00", 30, "2026-11-29 09:30"},
		{"no minutes are the moment itself, even at night", national, "2026-11-27 23:00", 0, "2026-11-27 23:00"},
		{"the Ramadan break of prayer does not count", national, "2026-02-22 13:00", 30, "2026-02-22 13:45"},
		{"a Ramadan day ends at 15:30", national, "2026-02-22 15:00", 60, "2026-02-23 09:30"},
		{"the lunch break does not count", split, "2026-11-22 12:30", 60, "2026-11-22 14:30"},
		{"a short Thursday ends at 13:00", split, "2026-11-26 12:30", 60, "2026-11-29 09:30"},
		{"a dated half day beats the ordinary hours", split, "2026-11-24 11:30", 60, "2026-11-25 09:30"},
		{"new hours from January on", split, "2027-01-03 07:00", 60, "2027-01-03 09:00"},
		{"new hours go before the older short Thursday", split, "2027-01-07 15:00", 60, "2027-01-07 16:00"},
		{"half an hour before 9:15 is the evening before", national, "2026-11-23 09:15", -30, "2026-11-22 16:45"},
		{"an hour before 14:30 steps over lunch", split, "2026-11-22 14:30", -60, "2026-11-22 12:30"},
		{"an hour before 10:00 is the opening", national, "2026-11-22 10:00", -60, "2026-11-22 09:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.calendar.AddMinutes(at(test.from), test.minutes); !got.Equal(at(test.want)) {
				t.Errorf("got %s, want %s", got, test.want)
			}
		})
	}
	if got := national.AddMinutes(at("2026-11-22 10:00"), workday.MaxCount*60+1); !got.IsZero() {
		t.Errorf("a number no promise has gives %s", got)
	}
}

func TestCalendarMinutes(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	for _, test := range []struct {
		name, from, to string
		want           int
	}{
		{"a whole day has 480 minutes", "2026-11-22 00:00", "2026-11-23 00:00", 480},
		{"a week has 2400", "2026-11-22 00:00", "2026-11-29 00:00", 2400},
		{"a Ramadan day has 375", "2026-02-22 00:00", "2026-02-23 00:00", 375},
		{"a holiday has none", "2026-12-16 00:00", "2026-12-17 00:00", 0},
		{"from night to night within the weekend is none", "2026-11-26 20:00", "2026-11-29 08:00", 0},
		{"backwards is negative", "2026-11-22 11:00", "2026-11-22 10:00", -60},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := calendar.Minutes(at(test.from), at(test.to)); got != test.want {
				t.Errorf("got %d, want %d", got, test.want)
			}
		})
	}
	started := at("2026-11-22 10:00").Add(30 * time.Second)
	if got := calendar.Minutes(started, at("2026-11-22 10:02")); got != 1 {
		t.Errorf("a minute and a half is %d whole minutes, want 1", got)
	}
	if got := calendar.AddMinutes(started, 1); !got.Equal(started.Add(time.Minute)) {
		t.Errorf("the seconds of receipt are lost: %s", got)
	}
}

func TestCalendarOpenAt(t *testing.T) {
	national, split := workday.Bangladesh("khulna"), shifts(t)
	for _, test := range []struct {
		name     string
		calendar workday.Calendar
		moment   string
		open     bool
		next     string
	}{
		{"at the minute of opening", national, "2026-11-22 09:00", true, "2026-11-22 09:00"},
		{"at the last minute", national, "2026-11-22 16:59", true, "2026-11-22 16:59"},
		{"at the minute of closing", national, "2026-11-22 17:00", false, "2026-11-23 09:00"},
		{"during lunch", split, "2026-11-22 13:15", false, "2026-11-22 14:00"},
		{"on Thursday night", national, "2026-11-26 22:00", false, "2026-11-29 09:00"},
		{"before dawn", national, "2026-11-22 04:00", false, "2026-11-22 09:00"},
		{"before the holiday of ten days", national, "2025-06-04 17:00", false, "2025-06-15 09:00"},
	} {
		t.Run(test.name, func(t *testing.T) {
			moment := at(test.moment).UTC()
			if got := test.calendar.OpenAt(moment); got != test.open {
				t.Errorf("open %v, want %v", got, test.open)
			}
			if got := test.calendar.NextOpening(moment); !got.Equal(at(test.next)) {
				t.Errorf("next opening %s, want %s", got, test.next)
			}
		})
	}
}

func TestCalendarClosing(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	opening, open := calendar.Opening(date("2026-02-22"))
	closing, _ := calendar.Closing(date("2026-02-22"))
	if !open || !opening.Equal(at("2026-02-22 09:00")) || !closing.Equal(at("2026-02-22 15:30")) {
		t.Errorf("a Ramadan day lasts from %s to %s", opening, closing)
	}
	if _, open := calendar.Closing(date("2026-11-27")); open {
		t.Error("a Friday has a closing time")
	}
	if _, open := calendar.Opening(workday.Date{}); open {
		t.Error("no date has an opening time")
	}
}
