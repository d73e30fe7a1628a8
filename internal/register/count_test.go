package register_test

import (
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/register"
	"dorgora/workday"

	"pgregory.net/rapid"
)

var calendar = workday.Bangladesh("khulna")

// at is an hour of a day of 2026 at the office.
func at(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, workday.Dhaka)
}

var november = register.Month{Year: 2026, Number: time.November}

// ended is a turn of the advice service that ended.
func ended(number string, began, end time.Time, outcome casework.Outcome) register.Turn {
	return register.Turn{
		Number: number, Place: 1, Service: "citizen-2", Name: "পরামর্শ", Received: began, Began: began, Ended: end, Outcome: outcome, Dated: true,
	}
}

// open is a turn that runs.
func open(number string, began, due time.Time) register.Turn {
	return register.Turn{Number: number, Place: 1, Service: "citizen-2", Name: "পরামর্শ", Received: began, Began: began, Due: due}
}

func TestPeriodHolds(t *testing.T) {
	period := register.Period{Month: november, Now: at(time.December, 20, 10)}
	late := ended("1", at(time.November, 2, 10), at(time.November, 20, 10), casework.Delivered)
	late.Late = true
	undated := ended("1", at(time.November, 2, 10), at(time.November, 20, 10), casework.Advised)
	undated.Dated = false
	refusedLate := ended("1", at(time.November, 2, 10), at(time.November, 20, 10), casework.Refused)
	refusedLate.Late = true
	withdrawnLate := ended("1", at(time.November, 2, 10), at(time.November, 20, 10), casework.Withdrawn)
	withdrawnLate.Late = true
	again := open("1", at(time.October, 5, 10), at(time.October, 8, 17))
	again.Place, again.Began = 2, at(time.November, 9, 12)
	waiting := open("1", at(time.October, 5, 10), at(time.October, 8, 17))
	waiting.Pauses = []workday.Pause{{From: at(time.November, 28, 12), To: at(time.December, 3, 12)}}
	for _, one := range []struct {
		name string
		turn register.Turn
		want []register.Figure
	}{
		{"served within the promise", ended("1", at(time.November, 2, 10), at(time.November, 20, 10), casework.Delivered),
			[]register.Figure{register.Received, register.Handled, register.InTime}},
		{"served late", late, []register.Figure{register.Received, register.Handled, register.Late}},
		{"served where no moment was promised", undated, []register.Figure{register.Received, register.Handled, register.Undated}},
		{"refused late", refusedLate, []register.Figure{register.Received, register.Handled, register.Refused, register.Overran}},
		{"withdrawn late breaks no promise", withdrawnLate, []register.Figure{register.Received, register.Handled, register.Withdrawn}},
		{"referred and accepted", ended("1", at(time.November, 2, 10), at(time.November, 20, 10), casework.PassedOn),
			[]register.Figure{register.Received, register.Handled, register.Otherwise}},
		{"carried over and served", ended("1", at(time.October, 29, 10), at(time.November, 3, 10), casework.Delivered),
			[]register.Figure{register.Carried, register.Handled, register.InTime}},
		{"received in the last minute of October at the office is carried over", open("1", at(time.November, 1, 0).Add(-time.Minute), time.Time{}),
			[]register.Figure{register.Carried, register.Handled, register.Pending}},
		{"received in the first minute of November at the office", open("1", at(time.November, 1, 0), time.Time{}),
			[]register.Figure{register.Received, register.Handled, register.Pending}},
		{"ended at the first instant of December is pending in November", ended("1", at(time.November, 2, 10), at(time.December, 1, 0), casework.Delivered),
			[]register.Figure{register.Received, register.Handled, register.Pending}},
		{"pending past its promise", open("1", at(time.November, 2, 10), at(time.November, 10, 17)),
			[]register.Figure{register.Received, register.Handled, register.Pending, register.Overdue}},
		{"promised for December, so not overdue in November", open("1", at(time.November, 28, 10), at(time.December, 3, 17)),
			[]register.Figure{register.Received, register.Handled, register.Pending}},
		{"waiting for the applicant when the month ended", waiting,
			[]register.Figure{register.Carried, register.Handled, register.Pending, register.Waiting}},
		{"opened again in November", again, []register.Figure{register.Reopened, register.Handled, register.Pending, register.Overdue}},
		{"ended before November", ended("1", at(time.October, 2, 10), at(time.October, 20, 10), casework.Delivered), nil},
		{"received after November", open("1", at(time.December, 2, 10), time.Time{}), nil},
	} {
		t.Run(one.name, func(t *testing.T) {
			want := map[register.Figure]bool{}
			for _, figure := range one.want {
				want[figure] = true
			}
			for _, figure := range register.Figures {
				if got := period.Holds(figure, one.turn); got != want[figure] {
					t.Errorf("%s: %v", figure, got)
				}
			}
		})
	}
	t.Run("in a running month lateness is judged now", func(t *testing.T) {
		turn := open("1", at(time.November, 2, 10), at(time.November, 20, 17))
		if (register.Period{Month: november, Now: at(time.November, 20, 16)}).Holds(register.Overdue, turn) {
			t.Error("overdue before the promised moment")
		}
		if !(register.Period{Month: november, Now: at(time.November, 20, 18)}).Holds(register.Overdue, turn) {
			t.Error("not overdue after the promised moment")
		}
	})
}

func TestCount(t *testing.T) {
	days := func(turn register.Turn, took int) register.Turn { turn.Took = took; return turn }
	asked := days(ended("4", at(time.November, 15, 10), at(time.November, 25, 10), casework.Delivered), 4)
	asked.Pauses = []workday.Pause{{From: at(time.November, 16, 10), To: at(time.November, 19, 10)}} // Monday to Thursday: closings of 16, 17, 18
	lab := open("9", at(time.November, 12, 10), at(time.November, 20, 17))
	lab.Service, lab.Name = "citizen-3", "ল্যাব"
	turns := []register.Turn{
		days(ended("1", at(time.October, 29, 10), at(time.November, 3, 10), casework.Delivered), 3),
		days(ended("2", at(time.November, 2, 10), at(time.November, 3, 10), casework.Advised), 1),
		days(ended("3", at(time.November, 5, 10), at(time.November, 12, 10), casework.Refused), 5),
		asked, lab,
		ended("0", at(time.September, 5, 10), at(time.September, 12, 10), casework.Delivered),
	}
	sheet := register.Count(turns, register.Period{Month: november, Now: at(time.December, 20, 10)}, calendar)
	if len(sheet.Lines) != 2 || sheet.Lines[0].Service != "citizen-2" || sheet.Lines[1].Name != "ল্যাব" {
		t.Fatalf("lines %+v", sheet.Lines)
	}
	advice := sheet.Lines[0]
	for figure, want := range map[register.Figure]int{
		register.Carried: 1, register.Received: 3, register.Handled: 4, register.InTime: 3, register.Refused: 1, register.Pending: 0,
	} {
		if advice.Count[figure] != want {
			t.Errorf("%s is %d, want %d", figure, advice.Count[figure], want)
		}
	}
	if want := (register.Spread{Cases: 3, Median: 3, P90: 4}); advice.Office != want {
		t.Errorf("the office took %+v, want %+v", advice.Office, want)
	}
	if want := (register.Spread{Cases: 3, Median: 0, P90: 3}); advice.Applicant != want {
		t.Errorf("the applicants took %+v, want %+v", advice.Applicant, want)
	}
	if sheet.Total.Count[register.Handled] != 5 || sheet.Total.Count[register.Overdue] != 1 || sheet.Total.Name != "" {
		t.Errorf("total %+v", sheet.Total)
	}
	t.Run("a percentage is hidden under five and never stands without its counts", func(t *testing.T) {
		kept, of, _, shown := advice.Share()
		if kept != 3 || of != 3 || shown {
			t.Errorf("%d of %d, shown %v", kept, of, shown)
		}
	})
	t.Run("services stand in the charter's order", func(t *testing.T) {
		var list []register.Turn
		for _, key := range []string{"internal-1", "institutional-2", "citizen-10", "citizen-9", "other"} {
			turn := open(key, at(time.November, 3, 10), time.Time{})
			turn.Service = key
			list = append(list, turn)
		}
		got := ""
		for _, line := range register.Count(list, register.Period{Month: november, Now: at(time.November, 5, 10)}, calendar).Lines {
			got += line.Service + " "
		}
		if got != "citizen-9 citizen-10 institutional-2 internal-1 other " {
			t.Errorf("got %s", got)
		}
	})
}

// anyTurn draws a turn that touches October to December or lies around them.
func anyTurn(t *rapid.T, i int) register.Turn {
	hours := rapid.IntRange(0, 24*120).Draw(t, "began")
	turn := open(string(rune('a'+i%26)), at(time.September, 15, 0).Add(time.Duration(hours)*time.Hour), time.Time{})
	turn.Service = rapid.SampledFrom([]string{"citizen-1", "citizen-2", "internal-1"}).Draw(t, "service")
	turn.Place = rapid.SampledFrom([]int{1, 1, 1, 2}).Draw(t, "place")
	turn.Due = turn.Began.Add(time.Duration(rapid.IntRange(0, 400).Draw(t, "due")) * time.Hour)
	if rapid.Bool().Draw(t, "paused") {
		from := turn.Began.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "from")) * time.Hour)
		turn.Pauses = []workday.Pause{{From: from, To: from.Add(time.Duration(rapid.IntRange(1, 200).Draw(t, "pause")) * time.Hour)}}
	}
	if rapid.Bool().Draw(t, "ends") {
		turn.Ended = turn.Began.Add(time.Duration(rapid.IntRange(0, 1000).Draw(t, "ended")) * time.Hour)
		turn.Outcome = rapid.SampledFrom([]casework.Outcome{
			casework.Delivered, casework.Advised, casework.Refused, casework.Withdrawn, casework.PassedOn, casework.Unreached,
		}).Draw(t, "outcome")
		turn.Late, turn.Dated = rapid.Bool().Draw(t, "late"), rapid.Bool().Draw(t, "dated")
		turn.Took = rapid.IntRange(0, 30).Draw(t, "took")
	}
	return turn
}

func TestCountBalances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var turns []register.Turn
		for i := range rapid.IntRange(0, 40).Draw(t, "turns") {
			turns = append(turns, anyTurn(t, i))
		}
		now := at(time.December, 31, 23)
		var before register.Sheet
		for i, month := range []register.Month{november.Move(-1), november, november.Move(1)} {
			period := register.Period{Month: month, Now: now}
			sheet := register.Count(turns, period, calendar)
			for _, line := range append(sheet.Lines, sheet.Total) {
				n := line.Count
				if n[register.Handled] != n[register.Carried]+n[register.Received]+n[register.Reopened] {
					t.Fatalf("%s: what came does not add up: %v", month, n)
				}
				out := n[register.InTime] + n[register.Late] + n[register.Undated] + n[register.Refused] + n[register.Withdrawn] + n[register.Otherwise]
				if n[register.Handled] != out+n[register.Pending] {
					t.Fatalf("%s: what went does not add up: %v", month, n)
				}
				if n[register.Waiting]+n[register.Overdue] > n[register.Pending] || n[register.Overran] > n[register.Refused]+n[register.Otherwise] {
					t.Fatalf("%s: a part is more than the whole: %v", month, n)
				}
				for _, figure := range register.Figures {
					if list := register.Behind(turns, period, figure, line.Service); len(list) != n[figure] {
						t.Fatalf("%s %s: %d are counted and %d are listed", month, figure, n[figure], len(list))
					}
				}
			}
			if i > 0 && sheet.Total.Count[register.Carried] != before.Total.Count[register.Pending] {
				t.Fatalf("%s: carried over %d of %d", month, sheet.Total.Count[register.Carried], before.Total.Count[register.Pending])
			}
			before = sheet
		}
	})
}

func TestSpread(t *testing.T) {
	for _, one := range []struct {
		name string
		days []int
		want register.Spread
	}{
		{"no case", nil, register.Spread{}},
		{"one case", []int{4}, register.Spread{Cases: 1, Median: 4, P90: 4}},
		{"of two the larger is the middle", []int{1, 3}, register.Spread{Cases: 2, Median: 3, P90: 3}},
		{"ten cases: the ninth is the ninetieth percentile", []int{1, 1, 2, 2, 3, 3, 4, 5, 8, 30}, register.Spread{Cases: 10, Median: 3, P90: 8}},
		{"eleven cases: the tenth", []int{1, 1, 2, 2, 3, 3, 4, 5, 8, 9, 30}, register.Spread{Cases: 11, Median: 3, P90: 9}},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := register.SpreadOf(one.days); got != one.want {
				t.Errorf("got %+v, want %+v", got, one.want)
			}
		})
	}
}

func TestMonth(t *testing.T) {
	for _, one := range []struct{ instant, month, year string }{
		{"2026-06-30T17:59:59Z", "2026-06", "FY2025"}, // 23:59 at the office
		{"2026-06-30T18:00:00Z", "2026-07", "FY2026"}, // midnight at the office
		{"2026-12-31T18:00:00Z", "2027-01", "FY2026"},
	} {
		instant, err := time.Parse(time.RFC3339, one.instant)
		if err != nil {
			t.Fatal(err)
		}
		month := register.MonthOf(instant)
		if month.String() != one.month || string(month.FinancialYear()) != one.year {
			t.Errorf("%s falls in %s, %s", one.instant, month, month.FinancialYear())
		}
		if month.Start().After(instant) || !month.End().After(instant) {
			t.Errorf("%s lies outside %s", one.instant, month)
		}
	}
	for _, text := range []string{"", "2026", "2026-13", "2026-11-03", "নভেম্বর"} {
		if _, err := register.ParseMonth(text); err == nil {
			t.Errorf("%q is read as a month", text)
		}
	}
}
