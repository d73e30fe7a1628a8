package letter_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/workday"
)

func TestParseMemo(t *testing.T) {
	for _, one := range []struct {
		name, text, want, wrong string
	}{
		{"a real number of the department, 18 digits, its serial left open", "৫৬.০৪.২৯৯০.০০০.১৬.০০১.১৯-", "56.04.2990.000.16.001.19", ""},
		{"with the serial of the letter", "৫৬.০৪.৪৭৭৫.০০০.০৬.০০১.২৬-২১৭", "56.04.4775.000.06.001.26-217", ""},
		{"with the mark of the copies", "৫৬.০৪.৪৭৭৫.০০০.০৬.০০১.২৬-২১৭/১(৩)", "56.04.4775.000.06.001.26-217/1(3)", ""},
		{"22 digits", "56.04.4775.000.000.16.0012.26-5", "56.04.4775.000.000.16.0012.26-5", ""},
		{"no dots, 18 digits", "560429900001600119", "56.04.2990.000.16.001.19", ""},
		{"no dots, 22 digits", "৫৬০৪৪৭৭৫০০০০০০১৬০০১২২৬", "56.04.4775.000.000.16.0012.26", ""},
		{"spaces and another dash", " ৫৬. ০৪. ২৯৯০. ০০০. ১৬. ০০১. ১৯ – ৭ ", "56.04.2990.000.16.001.19-7", ""},
		{"digits of both kinds", "৫৬.04.২৯৯০.000.১৬.001.১৯-৭", "56.04.2990.000.16.001.19-7", ""},
		{"letters", "জেপ্রশা/খুল/২০২৬/১২", "", "letter.memo.letters"},
		{"nothing", "", "", "letter.memo.letters"},
		{"six groups", "৫৬.০৪.২৯৯০.০০০.১৬.০০১-৭", "", "letter.memo.groups"},
		{"19 digits without dots, as before 2011", "5604299000016001190", "", "letter.memo.groups"},
		{"a group that is too short", "৫৬.৪.২৯৯০.০০০.১৬.০০১.১৯-৭", "", "letter.memo.width"},
	} {
		t.Run(one.name, func(t *testing.T) {
			got, err := letter.ParseMemo(one.text)
			if one.wrong != "" {
				var wrong *fault.Fault
				if !errors.As(err, &wrong) || wrong.Message != one.wrong || wrong.Field != "memo" {
					t.Errorf("got %v, want %s", err, one.wrong)
				}
				return
			}
			if err != nil || got.String() != one.want {
				t.Errorf("got %q, %v, want %q", got, err, one.want)
			}
		})
	}
	m, err := letter.ParseMemo("৫৬.০৪.৪৭৭৫.০১২.০০৩.১৬.০০০৭.২৬-৫")
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[letter.Part]string{letter.Ministry: "56", letter.Department: "04", letter.Geo: "4775", letter.Subordinate: "012", letter.Section: "003",
		letter.Subject: "16", letter.FileSerial: "0007", letter.FileYear: "26"} {
		if got := m.Part(part); got != want {
			t.Errorf("the part %s is %q, want %q", part, got, want)
		}
	}
}

// Whatever is printed is read back, in either digit set, and the widths add up.
func TestMemoNoIsReadBack(t *testing.T) {
	for form, total := range map[letter.Form]int{letter.Form18: 18, letter.Form22: 22} {
		sum := 0
		for _, group := range form.Layout() {
			sum += group.Width
		}
		if sum != total {
			t.Errorf("the form of %d digits has %d", total, sum)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		m := letter.MemoNo{Form: rapid.SampledFrom([]letter.Form{letter.Form18, letter.Form22}).Draw(t, "form")}
		for _, group := range m.Form.Layout() {
			group.Digits = rapid.StringMatching(fmt.Sprintf(`[0-9]{%d}`, group.Width)).Draw(t, string(group.Part))
			m.Groups = append(m.Groups, group)
		}
		m.Issue = rapid.StringMatching(`([1-9][0-9]{0,3})?`).Draw(t, "issue")
		for _, text := range []string{m.String(), m.Bangla()} {
			if got, err := letter.ParseMemo(text); err != nil || got.String() != m.String() || got.Form != m.Form {
				t.Fatalf("%q was read as %q, %v", text, got, err)
			}
		}
	})
}

func TestParseMemoNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m, err := letter.ParseMemo(rapid.String().Draw(t, "text"))
		if err == nil && len(m.Groups) != len(m.Form.Layout()) {
			t.Fatalf("%+v", m)
		}
	})
}

func TestKinds(t *testing.T) {
	seen := map[string]bool{}
	for _, kind := range letter.Kinds() {
		if kind.Name != bangla.Normal(kind.Name) || kind.NameEn == "" || seen[kind.ID] {
			t.Errorf("the kind %+v", kind)
		}
		seen[kind.ID] = true
	}
	if len(seen) != 12 {
		t.Errorf("%d kinds, the Instructions name twelve", len(seen))
	}
}

func TestStarters(t *testing.T) {
	for _, one := range letter.Starters() {
		if _, err := one.Check(); err != nil {
			t.Errorf("%s: %v", one.ID, err)
		}
	}
	if len(letter.Starters()) < 5 {
		t.Error("few starters")
	}
}

func TestFill(t *testing.T) {
	got := letter.Fill("{month}: {open}, {late}, {nothing}", map[string]string{"month": "{open}", "open": "৩"})
	if got != "{open}: ৩, {late}, {nothing}" {
		t.Errorf("filled as %q", got)
	}
	if open := letter.Unfilled(got); strings.Join(open, " ") != "open late" {
		t.Errorf("open are %v", open)
	}
}

// day is a day of November or December 2026.
func day(month time.Month, d int) workday.Date { return workday.Date{Year: 2026, Month: month, Day: d} }

func TestDeadlines(t *testing.T) {
	done := func(on workday.Date) letter.Signature { return letter.Signature{At: on.Time(12, 0, workday.Dhaka)} }
	for _, one := range []struct {
		name                         string
		received, deadline, disposed workday.Date
		today                        workday.Date
		dead, late                   bool
	}{
		{"none", day(11, 1), workday.Date{}, workday.Date{}, day(11, 30), false, false},
		{"on its day it is not late", day(11, 1), day(11, 30), workday.Date{}, day(11, 30), false, false},
		{"the day after it is", day(11, 1), day(11, 30), workday.Date{}, day(12, 1), false, true},
		{"over before it came", day(11, 20), day(11, 19), workday.Date{}, day(11, 20), true, true},
		{"dealt with on its day", day(11, 1), day(11, 10), day(11, 10), day(12, 1), false, false},
		{"dealt with after it", day(11, 1), day(11, 10), day(11, 11), day(12, 1), false, true},
	} {
		t.Run(one.name, func(t *testing.T) {
			l := letter.Letter{Content: letter.Content{Received: one.received, Deadline: one.deadline}}
			if !one.disposed.Zero() {
				l.Disposed = done(one.disposed)
			}
			if l.LateAtReceipt() != one.dead || l.Late(one.today) != one.late {
				t.Errorf("over at receipt %v, late %v", l.LateAtReceipt(), l.Late(one.today))
			}
		})
	}
}

func TestMaySign(t *testing.T) {
	seat := func(officeID, post string, role office.Role) access.Identity {
		return access.Identity{Person: "p", Seats: []access.Seat{{Office: officeID, Post: post, Role: role}}}
	}
	head, clerk := seat("rupsha", "head", office.Head), seat("rupsha", "desk", office.Officer)
	above, steward := seat("khulna", "head", office.Head), seat("rupsha", "steward", office.Steward)
	usual := letter.Usual(office.Office{ID: "rupsha"})
	named := usual
	named.Signers = map[string][]string{"notice": {"desk"}}
	for _, one := range []struct {
		name     string
		settings letter.Settings
		kind     string
		who      access.Identity
		may      bool
	}{
		{"the head", usual, "memorandum", head, true},
		{"a clerk", usual, "memorandum", clerk, false},
		{"the head of the office above", usual, "memorandum", above, false},
		{"who looks after the installation", usual, "memorandum", steward, false},
		{"a stranger", usual, "memorandum", access.Identity{}, false},
		{"a post named for the kind", named, "notice", clerk, true},
		{"the head, when another post is named for the kind", named, "notice", head, false},
		{"a post named for another kind", named, "memorandum", clerk, false},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := one.settings.MaySign(one.kind, one.who); got != one.may {
				t.Errorf("may sign: %v", got)
			}
		})
	}
}

func TestInForce(t *testing.T) {
	at := func(d workday.Date, geo string) letter.Settings {
		return letter.Settings{Since: d, Codes: letter.Codes{Form: letter.Form22, Geo: geo}}
	}
	list := []letter.Settings{at(day(11, 1), "4775"), at(day(12, 1), "4776")}
	for date, want := range map[workday.Date]string{day(10, 31): "0000", day(11, 1): "4775", day(11, 30): "4775", day(12, 1): "4776"} {
		if got := letter.InForce(list, letter.Usual(office.Office{}), date).Codes.Geo; got != want {
			t.Errorf("on %s the code is %s, want %s", date, got, want)
		}
	}
}

func TestLetterDecides(t *testing.T) {
	stamp := letter.Stamp{Actor: casework.Actor{Person: "karim"}, Now: day(11, 25).Time(12, 0, workday.Dhaka), Today: day(11, 25)}
	l := letter.Letter{Content: letter.Content{Marked: "head"}}
	presented, err := l.Decide(letter.Presented, "", stamp)
	if err != nil || !presented.Pending() {
		t.Errorf("a letter that was presented is closed: %v", err)
	}
	filed, err := presented.Decide(letter.Filed, "f1", stamp)
	if err != nil || filed.Pending() || filed.File != "f1" {
		t.Errorf("filing: %+v, %v", filed, err)
	}
	if _, err := filed.Mark("desk"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a letter that is dealt with is passed on: %v", err)
	}
	tied, _ := l.Tie("48210935716")
	if _, err := tied.Tie("48210935724"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a letter belongs to two cases: %v", err)
	}
	if _, err := tied.Annul("ভুল"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("an entry that became a case is void: %v", err)
	}
	void, err := l.Annul("দুবার তোলা")
	if err != nil || void.Pending() {
		t.Errorf("an entry is not void: %v", err)
	}
	if _, err := void.Tie("48210935716"); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a void entry becomes a case: %v", err)
	}
}
