package casework_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/workday"
)

// told lists to whom a change speaks, and with which text.
func told(change casework.Change) string {
	var list []string
	for _, n := range change.Notices {
		who := "applicant"
		for _, rung := range ladder {
			if n.To == notice.Officer && (n.Address == rung.Mobile || n.Address == rung.Mail) {
				who = rung.Person
			}
		}
		list = append(list, who+":"+strings.TrimPrefix(n.Key, "casework.notice."))
	}
	return strings.Join(list, " ")
}

func wound(c casework.Case, now time.Time) casework.Case { return c.Wind(stamp(now).Book) }

func TestCaseClimbsTheLadder(t *testing.T) {
	// Monday 23 November, three working days: Thursday 26 at 17:00. Friday and Saturday are closed.
	c := wound(receive(t, threeDays, at(23, 11, 0)), at(23, 11, 0))
	if want := at(25, 9, 0); !c.Wake.Equal(want) {
		t.Fatalf("the clock wakes at %v, want %v: the opening of the working day before", c.Wake, want)
	}
	rows := []struct {
		what  string
		now   time.Time
		stage casework.Stage
		deed  casework.Deed
		tells string
		wakes time.Time
	}{
		{"the officer is reminded at the opening of the day before", at(25, 9, 0), casework.Warned, casework.DeedWarned, "p1:warned", at(26, 17, 0)},
		{"at the promised minute officer, superior and applicant know", at(26, 17, 0), casework.Breached, casework.DeedBreached, "p1:breached p2:breached applicant:late", at(29, 9, 0)},
		{"on the next working day, a Sunday, the one above hears", at(29, 9, 0), casework.Breached + 1, casework.DeedEscalated, "p3:breached", at(31, 9, 0).AddDate(0, 0, 0)},
	}
	rows[2].wakes = time.Date(2026, 12, 1, 9, 0, 0, 0, workday.Dhaka) // three working days after Thursday
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			if _, acts, err := c.Awake(stamp(row.now.Add(-time.Second))); acts || err != nil {
				t.Fatalf("a second before: acts %v, %v", acts, err)
			}
			change, acts, err := c.Awake(stamp(row.now))
			if err != nil || !acts {
				t.Fatalf("acts %v, %v", acts, err)
			}
			if got := change.Case; got.Stage != row.stage || change.Acts[0].Deed != row.deed || !got.Wake.Equal(row.wakes) {
				t.Errorf("stage %d, deed %s, wakes %v, want %v", got.Stage, change.Acts[0].Deed, got.Wake, row.wakes)
			}
			if got := told(change); got != row.tells {
				t.Errorf("told %q, want %q", got, row.tells)
			}
			if _, again, _ := change.Case.Awake(stamp(row.now)); again {
				t.Error("the same stage is reached twice")
			}
			c = change.Case
		})
	}
	t.Run("what was slept through is told once, by the highest stage", func(t *testing.T) {
		asleep := wound(receive(t, threeDays, at(23, 11, 0)), at(23, 11, 0))
		change, _, err := asleep.Awake(stamp(at(29, 10, 0)))
		if err != nil || len(change.Acts) != 1 || change.Case.Stage != casework.Breached+1 {
			t.Fatalf("%d acts, stage %d, %v", len(change.Acts), change.Case.Stage, err)
		}
		if got := told(change); got != "p1:breached p2:breached p3:breached applicant:late" {
			t.Errorf("told %q", got)
		}
	})
	t.Run("an end stops the clock for good", func(t *testing.T) {
		closed, err := c.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে"}, stamp(at(29, 11, 0)))
		if err != nil {
			t.Fatal(err)
		}
		if ended := wound(closed.Case, at(29, 11, 0)); !ended.Wake.IsZero() {
			t.Errorf("wakes at %v", ended.Wake)
		}
	})
}

func TestCaseLapses(t *testing.T) {
	asked, err := receive(t, threeDays, at(23, 11, 0)).Ask([]string{"সিরিয়াল নম্বর"}, stamp(at(24, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	c := wound(asked.Case, at(24, 10, 0))
	// Ten working days after Tuesday 24 November end on Tuesday 8 December; the clock goes on the next morning.
	morning := time.Date(2026, 12, 9, 9, 0, 0, 0, workday.Dhaka)
	if !c.Wake.Equal(morning) {
		t.Fatalf("wakes at %v, want %v", c.Wake, morning)
	}
	change, acts, err := c.Awake(stamp(morning))
	if err != nil || !acts || change.Case.Status != casework.InProgress || change.Acts[0].Deed != casework.DeedLapsed {
		t.Fatalf("acts %v, %s, %v", acts, change.Case.Status, err)
	}
	if got := change.Case; len(got.Missing) != 1 || !got.Pauses[0].To.Equal(morning) || !got.Due.After(c.Due) {
		t.Errorf("missing %q, pause until %v, due %v", got.Missing, got.Pauses[0].To, got.Due)
	}
}

func TestCaseExtend(t *testing.T) {
	c := receive(t, threeDays, at(23, 11, 0))
	rows := []struct {
		what, reason string
		days         int
		wrong        string
	}{
		{"a reason is needed", " ", 2, "casework.reason.missing"},
		{"not more than the rules allow", "যন্ত্রাংশ আসেনি", 11, "casework.extend.days"},
		{"not nothing", "যন্ত্রাংশ আসেনি", 0, "casework.extend.days"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			_, err := c.Extend(row.days, row.reason, stamp(at(25, 10, 0)))
			if list := fault.List(err); len(list) != 1 || list[0].Message != row.wrong {
				t.Errorf("got %v, want %s", err, row.wrong)
			}
		})
	}
	change, err := c.Extend(2, "যন্ত্রাংশ আসেনি", stamp(at(25, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("two working days after Thursday end on Monday", func(t *testing.T) {
		if want := at(30, 17, 0); !change.Case.Due.Equal(want) {
			t.Errorf("due %v, want %v", change.Case.Due, want)
		}
		due, err := change.Case.Promised(workday.Bangladesh("khulna"), at(25, 10, 0))
		if err != nil || !due.Moment.Equal(change.Case.Due) {
			t.Errorf("explained as %v, %v", due.Moment, err)
		}
	})
	t.Run("the applicant is told both dates", func(t *testing.T) {
		if got := told(change); got != "applicant:extended" {
			t.Errorf("told %q", got)
		}
	})
	t.Run("only once", func(t *testing.T) {
		if _, err := change.Case.Extend(1, "আবার", stamp(at(26, 10, 0))); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a holiday announced later moves it further", func(t *testing.T) {
		holiday := workday.Bangladesh("khulna").With(workday.Day{
			Date: workday.Date{Year: 2026, Month: 11, Day: 29}, Kind: workday.Local, Name: "স্থানীয় ছুটি", Source: "১", Notified: workday.Date{Year: 2026, Month: 11, Day: 26},
		})
		moved, changed, err := change.Case.Recount("ছুটি", by(holiday, at(26, 10, 0)))
		if err != nil || !changed {
			t.Fatalf("changed %v, %v", changed, err)
		}
		if want := time.Date(2026, 12, 1, 17, 0, 0, 0, workday.Dhaka); !moved.Case.Due.Equal(want) {
			t.Errorf("due %v, want %v", moved.Case.Due, want)
		}
	})
}

func TestCaseAsksASecondTime(t *testing.T) {
	first, err := receive(t, threeDays, at(23, 11, 0)).Ask([]string{"পত্র"}, stamp(at(23, 12, 0)))
	if err != nil || told(first) != "applicant:asked" {
		t.Fatalf("told %q, %v", told(first), err)
	}
	answered, err := first.Case.Answer("দিলাম", nil, stamp(at(24, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	again, err := answered.Case.Ask([]string{"ছবি"}, stamp(at(24, 11, 0)))
	if err != nil || told(again) != "applicant:asked p2:again" {
		t.Errorf("a second round is not flagged to the superior: %q, %v", told(again), err)
	}
}
