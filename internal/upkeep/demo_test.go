package upkeep_test

import (
	"strings"
	"testing"

	"dorgora/internal/app"
	"dorgora/internal/upkeep"
)

func TestPracticeYear(t *testing.T) {
	in := practised(t, t.TempDir(), "", 365)
	t.Run("it agrees with itself: no false alarm", func(t *testing.T) {
		if found := in.verify(t); len(found) > 0 {
			t.Errorf("%d problems: %v", len(found), found)
		}
	})
	t.Run("it ends today", func(t *testing.T) {
		if gap := today.Sub(in.clock.Now()).Hours(); gap < -24 || gap > 4*24 {
			t.Errorf("the clock stands at %s, today is %s", in.clock.Now(), today)
		}
	})
	for name, query := range map[string]string{
		"cases are open":                 "status = 'in_progress'",
		"cases wait for the applicant":   "status = 'waiting'",
		"cases were refused":             "outcome = 'refused'",
		"cases were withdrawn":           "outcome = 'withdrawn'",
		"cases were late":                "status = 'closed' AND due < closed",
		"cases were in time":             "status = 'closed' AND due >= closed AND due < '9999'",
		"cases have no promised moment":  "due = '9999'",
		"cases were asked for something": "rounds > 0",
		"cases were settled at once":     "closed = received",
	} {
		t.Run(name, func(t *testing.T) {
			if in.text(t, "SELECT CAST(COUNT(*) AS TEXT) FROM cases WHERE "+query) == "0" {
				t.Error("none")
			}
		})
	}
	t.Run("a holiday announced late moved promises", func(t *testing.T) {
		if in.text(t, "SELECT CAST(COUNT(*) AS TEXT) FROM case_acts WHERE deed = 'recounted'") == "0" {
			t.Error("none")
		}
	})
	t.Run("everybody in it is invented and says so", func(t *testing.T) {
		if in.text(t, "SELECT CAST(COUNT(*) AS TEXT) FROM cases WHERE name NOT LIKE '%কল্পিত%'") != "0" {
			t.Error("a name passes for real")
		}
	})
}

func TestPracticeIsTheSameEachTime(t *testing.T) {
	root := func() string {
		in := practised(t, t.TempDir(), "", 40)
		return in.text(t, "SELECT root FROM ledger_heads ORDER BY office LIMIT 1")
	}
	if one, other := root(), root(); one != other {
		t.Errorf("two practice years of the same days differ: %s, %s", one, other)
	}
}

func TestPracticeNeedsADatabaseOfItsOwn(t *testing.T) {
	clock := upkeep.NewSimulated(today)
	t.Run("a real database is left alone", func(t *testing.T) {
		p := opened(t, app.Config{Data: t.TempDir()}, clock)
		year := upkeep.Practice{Program: p, Clock: clock, Days: 10}
		if _, err := year.Fill(t.Context(), app.FirstOffice, func() {}); err == nil {
			t.Error("invented cases were written among real ones")
		}
	})
	t.Run("a second year is refused", func(t *testing.T) {
		in := practised(t, t.TempDir(), "", 10)
		year := upkeep.Practice{Program: in.Program, Clock: in.clock, Days: 10}
		if _, err := year.Fill(t.Context(), app.FirstOffice, func() {}); err == nil || !strings.Contains(err.Error(), "new database") {
			t.Errorf("error %v", err)
		}
	})
}
