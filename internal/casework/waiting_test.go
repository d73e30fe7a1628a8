package casework_test

import (
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/workday"
)

// askedOn is a case received on Monday 23 November for Thursday 26, in which
// something was asked for at the moment given.
func askedOn(t *testing.T, now time.Time) casework.Case {
	t.Helper()
	asked, err := receive(t, threeDays, at(23, 11, 0)).Ask([]string{"প্রধান শিক্ষকের পত্র"}, stamp(now))
	if err != nil {
		t.Fatal(err)
	}
	return asked.Case
}

// runOf is what the figures see of a case.
func runOf(c casework.Case) casework.Run {
	return casework.Run{Service: c.Service.Key, Received: c.Received, Due: c.Due, Closed: c.Closed, Outcome: c.Outcome, Pauses: c.Pauses}
}

func TestCaseRecountWhileItWaits(t *testing.T) {
	c := askedOn(t, at(24, 10, 0))
	calendar := workday.Bangladesh("khulna")
	t.Run("a holiday of next year moves nothing and is no news", func(t *testing.T) {
		later := calendar.With(workday.Day{Date: workday.Date{Year: 2027, Month: time.June, Day: 1}, Name: "স্থানীয় ছুটি", Kind: workday.Local,
			Confidence: workday.High, Source: "স্মারক ১২", Notified: workday.Date{Year: 2026, Month: time.November, Day: 30}})
		change, changed, err := c.Recount("ছুটি ঘোষিত", by(later, at(30, 9, 0)))
		if err != nil || changed {
			t.Errorf("a waiting case was told of %v, %v", change.Notices, err)
		}
	})
	t.Run("the new calendar counts when the clock goes on", func(t *testing.T) {
		holiday := calendar.With(workday.Day{Date: workday.Date{Year: 2026, Month: time.November, Day: 30}, Name: "বিশেষ ছুটি", Kind: workday.ExecutiveAdded,
			Confidence: workday.High, Source: "স্মারক ১৩", Notified: workday.Date{Year: 2026, Month: time.November, Day: 26}})
		if _, changed, err := c.Recount("ছুটি ঘোষিত", by(holiday, at(26, 9, 0))); err != nil || changed {
			t.Fatalf("moved while waiting: %v", err)
		}
		answered, err := c.Answer("দিলাম", nil, by(holiday, at(26, 10, 0)))
		if err != nil {
			t.Fatal(err)
		}
		// Tuesday and Wednesday stood still; the 26th, 29th and, for the holiday of
		// the 30th, the 1st of December count.
		if want := time.Date(2026, time.December, 1, 17, 0, 0, 0, workday.Dhaka); !answered.Case.Due.Equal(want) {
			t.Errorf("due %v, want %v", answered.Case.Due, want)
		}
	})
}

func TestCaseEndedWhileItWaits(t *testing.T) {
	end := func(c casework.Case, now time.Time) casework.Case {
		t.Helper()
		closed, err := c.Close(casework.End{Outcome: casework.Refused, Sentence: "পত্র আসেনি"}, stamp(now))
		if err != nil {
			t.Fatal(err)
		}
		return closed.Case
	}
	for _, row := range []struct {
		says string
		c    casework.Case
		late bool
	}{
		{says: "asked in time and never answered: the office is not late", c: end(askedOn(t, at(24, 10, 0)), at(30, 12, 0))},
		{says: "asked only after the promised day: it is late", c: end(askedOn(t, at(29, 10, 0)), at(30, 12, 0)), late: true},
		{says: "ended late without a pause", c: end(receive(t, threeDays, at(23, 11, 0)), at(30, 12, 0)), late: true},
	} {
		t.Run(row.says, func(t *testing.T) {
			c := row.c
			listed := casework.Row{Status: c.Status, Due: c.Due, Closed: c.Closed, Pauses: c.Pauses}
			if c.Late(at(30, 13, 0)) != row.late || listed.Late(at(30, 13, 0)) != row.late {
				t.Errorf("case late %v, row late %v, want %v", c.Late(at(30, 13, 0)), listed.Late(at(30, 13, 0)), row.late)
			}
			figures := casework.Records([]casework.Run{runOf(c)}, workday.Bangladesh("khulna"), at(1, 0, 0), at(30, 13, 0))
			if got := figures["citizen-2"].Late == 1; got != row.late {
				t.Errorf("the figures say late %v, want %v", got, row.late)
			}
		})
	}
	t.Run("a case that waits past its day is not late in the figures either", func(t *testing.T) {
		c := askedOn(t, at(24, 10, 0))
		figures := casework.Records([]casework.Run{runOf(c)}, workday.Bangladesh("khulna"), at(1, 0, 0), at(30, 13, 0))
		if c.Late(at(30, 13, 0)) || figures["citizen-2"].Late != 0 || figures["citizen-2"].Received != 1 {
			t.Errorf("late %v, figures %+v", c.Late(at(30, 13, 0)), figures)
		}
	})
}
