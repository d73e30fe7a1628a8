package workday_test

import (
	"math"
	"slices"
	"testing"

	"dorgora/workday"
)

func TestCalendarAdd(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	for _, test := range []struct {
		name string
		from string
		days int
		want string
	}{
		{"Thursday plus one is Sunday", "2026-12-10", 1, "2026-12-13"},
		{"a Friday is a day of receipt like any other", "2026-12-11", 1, "2026-12-13"},
		{"Victory Day does not count", "2026-12-15", 1, "2026-12-17"},
		{"zero days on an open day is the day itself", "2026-12-13", 0, "2026-12-13"},
		{"zero days on a Friday is the next open day", "2026-12-11", 0, "2026-12-13"},
		{"a negative number counts back", "2026-12-17", -1, "2026-12-15"},
		{"the smallest number has no answer", "2026-12-17", math.MinInt, ""},
		{"a number no promise has gives no date", "2026-12-17", workday.MaxCount + 1, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := calendar.Add(date(test.from), test.days); got.String() != test.want {
				t.Errorf("Add(%s, %d) = %s, want %s", test.from, test.days, got, test.want)
			}
		})
	}
	if got := calendar.Add(workday.Date{}, 3); !got.Zero() {
		t.Errorf("no date plus three working days is %s", got)
	}
}

func TestCalendarSub(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	for _, test := range []struct {
		name string
		from string
		days int
		want string
	}{
		{"three working days before Sunday is Tuesday", "2026-12-13", 3, "2026-12-08"},
		{"the reminder steps over Victory Day", "2026-12-17", 1, "2026-12-15"},
		{"zero days on a Saturday is the Thursday before", "2026-12-12", 0, "2026-12-10"},
		{"over the ten days of Eid", "2025-06-15", 1, "2025-06-04"},
		{"a negative number counts forward", "2026-12-10", -1, "2026-12-13"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := calendar.Sub(date(test.from), test.days); got.String() != test.want {
				t.Errorf("Sub(%s, %d) = %s, want %s", test.from, test.days, got, test.want)
			}
		})
	}
}

func TestCalendarLastDayClosed(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	for _, test := range []struct {
		name string
		got  workday.Date
		want string
	}{
		{"30 days after 16 April end on a Saturday and move to Sunday", calendar.AddCalendarDays(date("2026-04-16"), 30), "2026-05-17"},
		{"a last day that is open stays", calendar.AddCalendarDays(date("2026-04-16"), 32), "2026-05-18"},
		{"one month after 26 April ends before Eid and moves behind it", calendar.AddMonths(date("2026-04-26"), 1), "2026-06-01"},
		{"one month after 31 January ends on Saturday 28 February and moves", calendar.AddMonths(date("2026-01-31"), 1), "2026-03-01"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if test.got.String() != test.want {
				t.Errorf("got %s, want %s", test.got, test.want)
			}
		})
	}
}

func TestCalendarBetween(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	for _, test := range []struct {
		name, a, b string
		want       int
	}{
		{"the first day does not count, the last does", "2026-12-13", "2026-12-15", 2},
		{"a day to itself is none", "2026-12-13", "2026-12-13", 0},
		{"a weekend is none", "2026-12-10", "2026-12-12", 0},
		{"backwards is negative", "2026-12-15", "2026-12-13", -2},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := calendar.Between(date(test.a), date(test.b)); got != test.want {
				t.Errorf("Between(%s, %s) = %d, want %d", test.a, test.b, got, test.want)
			}
		})
	}
	if got := calendar.Between(workday.Date{}, date("2026-12-13")); got != 0 {
		t.Errorf("from no date there are %d days", got)
	}
}

func TestCalendarExplain(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	type row struct {
		date   string
		number int
		reason workday.Reason
		name   string
	}
	rows := func(days []workday.Counted) []row {
		var list []row
		for _, day := range days {
			list = append(list, row{day.Date.String(), day.Number, day.Reason, day.NameEn})
		}
		return list
	}
	for _, test := range []struct {
		name string
		from string
		days int
		want []row
	}{
		{"three days across a declared working Saturday", "2025-05-14", 3, []row{
			{"2025-05-15", 1, workday.Working, ""},
			{"2025-05-16", 0, workday.Weekend, ""},
			{"2025-05-17", 2, workday.Override, "Offices open (Saturday)"},
			{"2025-05-18", 3, workday.Working, ""},
		}},
		{"two days across Victory Day", "2026-12-15", 2, []row{
			{"2026-12-16", 0, workday.Holiday, "Victory Day"},
			{"2026-12-17", 1, workday.Working, ""},
			{"2026-12-18", 0, workday.Weekend, ""},
			{"2026-12-19", 0, workday.Weekend, ""},
			{"2026-12-20", 2, workday.Working, ""},
		}},
		{"zero days from a Friday reach Sunday uncounted", "2026-12-11", 0, []row{
			{"2026-12-12", 0, workday.Weekend, ""},
			{"2026-12-13", 0, workday.Working, ""},
		}},
		{"zero days from an open day need no explanation", "2026-12-13", 0, nil},
		{"a negative number is not explained", "2026-12-13", -2, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := rows(calendar.Explain(date(test.from), test.days)); !slices.Equal(got, test.want) {
				t.Errorf("got %v\nwant %v", got, test.want)
			}
		})
	}
	added := calendar.Why(date("2025-06-11"))
	if added.Notified != date("2025-05-07") || added.Source == "" || added.Kind != workday.ExecutiveAdded || added.Name == "" {
		t.Errorf("the holiday of 11 June 2025 is not traced to its notification: %+v", added)
	}
}
