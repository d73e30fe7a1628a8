package casework_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/workday"
)

func application() casework.Application {
	return casework.Application{
		For: casework.Self, Name: "রহিমা খাতুন", Mobile: "০১৭১২-৩৪৫৬৭৮", Need: "প্রিন্টার চলছে না", Hear: casework.BySMS, Lang: "bn",
	}
}

func at(day, hour, minute int) time.Time {
	return time.Date(2026, time.November, day, hour, minute, 0, 0, workday.Dhaka)
}

func stamp(now time.Time) casework.Stamp {
	return by(workday.Bangladesh("khulna"), now)
}

// by is the stamp of an officer whose handbook holds a calendar and the usual figures.
func by(calendar workday.Calendar, now time.Time) casework.Stamp {
	return casework.Stamp{
		Actor: casework.Actor{Post: "ap", Person: "p1", Name: "তাসনিম আরা"}, Now: now, Salt: now.Format("0102150405"),
		Book: casework.Handbook{Calendar: calendar, Rules: casework.RulesFor(nil, "citizen-2", calendar.DateOf(now)), Ladder: ladder},
	}
}

// ladder is an officer, the superior in the district and the one above.
var ladder = []casework.Contact{
	{Person: "p1", Name: "তাসনিম আরা", Office: "rupsha", Mobile: "+8801700000001"},
	{Person: "p2", Name: "মো. শফিকুল ইসলাম", Office: "khulna", Mobile: "+8801700000002"},
	{Person: "p3", Name: "নাসরিন সুলতানা", Office: "dhaka", Mail: "dg@example.gov.bd"},
}

func receive(t *testing.T, promise workday.Promise, now time.Time) casework.Case {
	t.Helper()
	change, err := casework.Receive(casework.Receipt{
		Office: "rupsha", Number: "48210935716", Service: casework.ServiceRef{Key: "citizen-2", Version: 1, Name: "পরামর্শ"},
		Promise: promise, Application: application(), Channel: charter.Web, Post: "ap",
	}, stamp(now))
	if err != nil {
		t.Fatal(err)
	}
	if len(change.Acts) != 1 || len(change.Entries) != 1 || len(change.Notices) != 1 {
		t.Fatalf("a receipt is one act, one entry, one notice; got %d, %d, %d", len(change.Acts), len(change.Entries), len(change.Notices))
	}
	return change.Case
}

var threeDays = workday.Promise{Kind: workday.InWorkingDays, Count: 3}

func TestCaseReceive(t *testing.T) {
	t.Run("three working days from a Monday end on Thursday at closing", func(t *testing.T) {
		c := receive(t, threeDays, at(23, 11, 0))
		if want := at(26, 17, 0); !c.Due.Equal(want) {
			t.Errorf("due %v, want %v", c.Due, want)
		}
		if c.Application.Mobile != "+8801712345678" {
			t.Errorf("mobile kept as %q", c.Application.Mobile)
		}
	})
	t.Run("a promise without a number has no moment and says so", func(t *testing.T) {
		c := receive(t, workday.Promise{Kind: workday.Unmeasurable}, at(23, 11, 0))
		if !c.Due.IsZero() || c.Late(at(30, 11, 0)) {
			t.Errorf("an undated case is due %v", c.Due)
		}
	})
	t.Run("everything wrong is told at once, each in its field", func(t *testing.T) {
		_, err := casework.Application{For: casework.Behalf, Mobile: "01712", Need: strings.Repeat("ক", 1001)}.Check()
		var fields []string
		for _, one := range fault.List(err) {
			fields = append(fields, one.Field)
		}
		want := "name mobile helper helper_phone need hear"
		if got := strings.Join(fields, " "); got != want {
			t.Errorf("fields %q, want %q", got, want)
		}
	})
}

func TestCaseWaitsAndGoesOn(t *testing.T) {
	c := receive(t, threeDays, at(23, 11, 0))
	asked, err := c.Ask([]string{" সিরিয়াল নম্বরের ছবি ", "", "পত্র"}, stamp(at(24, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	if got := asked.Case; got.Status != casework.Waiting || len(got.Missing) != 2 || got.Rounds != 1 {
		t.Fatalf("asked: %s, %q, round %d", got.Status, got.Missing, got.Rounds)
	}
	if _, err := asked.Case.Ask([]string{"আরেকটি"}, stamp(at(24, 11, 0))); fault.KindOf(err) != fault.Conflict {
		t.Errorf("asking again while waiting: %v", err)
	}
	if _, err := asked.Case.Answer("  ", nil, stamp(at(25, 9, 0))); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an empty answer: %v", err)
	}
	answered, err := asked.Case.Answer("ছবি দিলাম", nil, stamp(at(29, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	// Waiting at closing on 24, 25 and 26 November; 29 is the first day that counts, so 29, 30 and 1 December.
	if want := time.Date(2026, 12, 1, 17, 0, 0, 0, workday.Dhaka); !answered.Case.Due.Equal(want) {
		t.Errorf("after waiting due %v, want %v", answered.Case.Due, want)
	}
	if len(answered.Case.Missing) != 0 || answered.Case.Status != casework.InProgress {
		t.Errorf("after the answer: %s, missing %q", answered.Case.Status, answered.Case.Missing)
	}
	if !asked.Case.Pauses[0].To.IsZero() {
		t.Error("the answer changed the case that was decided upon")
	}
}

func TestCaseClose(t *testing.T) {
	c := receive(t, threeDays, at(23, 11, 0))
	if _, err := c.Close(casework.End{Outcome: casework.Delivered, Sentence: " "}, stamp(at(24, 10, 0))); fault.KindOf(err) != fault.Invalid {
		t.Errorf("closing without a sentence: %v", err)
	}
	if _, err := c.Close(casework.End{Outcome: casework.Withdrawn, Sentence: "না"}, stamp(at(24, 10, 0))); fault.KindOf(err) != fault.Invalid {
		t.Errorf("an officer withdrew for the applicant: %v", err)
	}
	closed, err := c.Close(casework.End{Outcome: casework.Delivered, Sentence: "প্রিন্টার চালু হয়েছে।"}, stamp(at(26, 16, 59)))
	if err != nil {
		t.Fatal(err)
	}
	if closed.Case.Late(at(30, 9, 0)) || closed.Case.FirstReply.IsZero() {
		t.Error("closed a minute before the promise, yet late, or without a first reply")
	}
	if n := closed.Notices; len(n) != 1 || n[0].Address != "+8801712345678" || n[0].Key != "casework.notice.closed.delivered" {
		t.Errorf("notices %+v", n)
	}
	for name, again := range map[string]func(casework.Stamp) (casework.Change, error){
		"closing": func(s casework.Stamp) (casework.Change, error) {
			return closed.Case.Close(casework.End{Outcome: casework.Refused, Sentence: "না"}, s)
		},
		"replying": func(s casework.Stamp) (casework.Change, error) { return closed.Case.Reply("শুনুন", s) },
		"asking":   func(s casework.Stamp) (casework.Change, error) { return closed.Case.Ask([]string{"পত্র"}, s) },
		"withdraw": func(s casework.Stamp) (casework.Change, error) { return closed.Case.Withdraw("", s) },
	} {
		if _, err := again(stamp(at(29, 9, 0))); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s after the end: %v", name, err)
		}
	}
}

func TestCaseRecount(t *testing.T) {
	c := receive(t, threeDays, at(23, 11, 0))
	calendar := workday.Bangladesh("khulna")
	if _, changed, err := c.Recount("", by(calendar, at(24, 9, 0))); changed || err != nil {
		t.Errorf("the same calendar moved the date: %v, %v", changed, err)
	}
	late := calendar.With(workday.Day{
		Date: workday.Date{Year: 2026, Month: time.November, Day: 25}, Name: "বিশেষ ছুটি", Kind: workday.ExecutiveAdded,
		Confidence: workday.High, Source: "স্মারক ১২", Notified: workday.Date{Year: 2026, Month: time.November, Day: 24},
	})
	change, changed, err := c.Recount("২৫ নভেম্বর ছুটি ঘোষিত", by(late, at(24, 9, 0)))
	if err != nil || !changed {
		t.Fatalf("a holiday on the way did not move the date: %v", err)
	}
	if want := at(29, 17, 0); !change.Case.Due.Equal(want) {
		t.Errorf("due %v, want Sunday %v", change.Case.Due, want)
	}
	if args := strings.Join(change.Notices[0].Args, " "); !strings.Contains(args, "2026-11-26T11:00:00Z") || !strings.Contains(args, "2026-11-29T11:00:00Z") {
		t.Errorf("the notice does not hold both dates: %s", args)
	}
}

func TestCodesOpenOnlyTheirCase(t *testing.T) {
	codes := casework.Codes{Secret: []byte("secret of this office")}
	now := at(23, 11, 0)
	pass := codes.Pass("48210935716", now)
	for name, opens := range map[string]bool{
		"its own case":          codes.Opens(pass, "48210935716", now.Add(time.Hour)),
		"after the pass's life": !codes.Opens(pass, "48210935716", now.Add(casework.PassLife)),
		"another case":          !codes.Opens(pass, "48210935717", now),
		"a forged time":         !codes.Opens(strings.Replace(pass, ".1", ".2", 1), "48210935716", now),
		"another secret":        !casework.Codes{Secret: []byte("x")}.Opens(pass, "48210935716", now),
	} {
		if !opens {
			t.Errorf("%s: wrong answer", name)
		}
	}
}

func TestMissesLockAfterFive(t *testing.T) {
	codes := casework.Codes{Secret: []byte("secret of this office")}
	m, now := casework.Misses{Office: "rupsha", Number: "48210935716"}, at(23, 11, 0)
	right := codes.Code(m.Number)
	wrong := "000000"
	if right == wrong {
		wrong = "111111"
	}
	var err error
	for range 5 {
		m, err = m.Try(codes, wrong, now)
	}
	if fault.KindOf(err) != fault.TooMany {
		t.Fatalf("after five wrong codes: %v", err)
	}
	if _, err = m.Try(codes, right, now.Add(9*time.Minute)); fault.KindOf(err) != fault.TooMany {
		t.Errorf("the right code within the lock: %v", err)
	}
	if m, err = m.Try(codes, right[:3]+" "+right[3:], now.Add(11*time.Minute)); err != nil || m.Count != 0 {
		t.Errorf("the right code after the lock: %v", err)
	}
}
