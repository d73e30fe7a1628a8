package workday_test

import (
	_ "embed"
	"strconv"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/unicode/norm"

	"dorgora/internal/fault"
	"dorgora/workday"
)

//go:embed testdata/deadline-vectors.tsv
var deadlineVectors string

func TestBangladeshDeadlines(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	lines := strings.Split(strings.TrimSpace(deadlineVectors), "\n")[1:]
	if len(lines) != 12 {
		t.Fatalf("%d vectors, want 12", len(lines))
	}
	for _, line := range lines {
		cells := strings.Split(line, "\t")
		t.Run(cells[0], func(t *testing.T) {
			received, due := date(cells[1]), date(cells[3])
			days, _ := strconv.Atoi(cells[2])
			span, _ := strconv.Atoi(cells[4])
			if got := calendar.Add(received, days); got != due {
				t.Errorf("Add(%s, %d) = %s, want %s", received, days, got, due)
			}
			if got := calendar.Between(received, due); got != days {
				t.Errorf("Between(%s, %s) = %d, want %d", received, due, got, days)
			}
			if got := due.Sub(received); got != span {
				t.Errorf("%d calendar days, want %d", got, span)
			}
			explained := calendar.Explain(received, days)
			if len(explained) != span || explained[span-1].Number != days {
				t.Errorf("Explain gives %d days, the last numbered %d", len(explained), explained[len(explained)-1].Number)
			}
			moment, err := calendar.Due(received.Time(16, 50, nil), workday.Promise{Kind: workday.InWorkingDays, Count: days})
			if err != nil || !moment.Moment.Equal(due.Time(17, 0, nil)) || moment.Estimated {
				t.Errorf("Due at 16:50 = %v (estimated %v), %v; want the closing of %s", moment.Moment, moment.Estimated, err, due)
			}
		})
	}
}

// The totals hold for the whole table: holidays added and Saturdays opened during the year
// included, the day of the hill districts excluded.
func TestBangladeshYears(t *testing.T) {
	for _, test := range []struct {
		name, region string
		year, want   int
		without      workday.DayKind
	}{
		{"2025 has 242 working days", "khulna", 2025, 242, ""},
		{"2026 has 243 working days", "khulna", 2026, 243, ""},
		{"2025 had 245 before three days were added, with both Saturdays", "khulna", 2025, 245, workday.ExecutiveAdded},
		{"2026 had 245 before the two days of the election", "khulna", 2026, 245, workday.ExecutiveAdded},
		{"2025 without the two Saturdays has 240", "khulna", 2025, 240, workday.OfficeOpen},
		{"the hill districts have one day less in 2025", "rangamati", 2025, 241, ""},
		{"the hill districts have one day less in 2026", "bandarban", 2026, 242, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			calendar := workday.Bangladesh(test.region)
			for _, day := range calendar.Days() {
				if day.Kind == test.without {
					day.Withdrawn = day.Date
					calendar = calendar.With(day)
				}
			}
			first := workday.Date{Year: test.year, Month: time.January, Day: 1}
			if got := calendar.Between(first.AddDays(-1), first.AddMonths(12).AddDays(-1)); got != test.want {
				t.Errorf("%d working days, want %d", got, test.want)
			}
		})
	}
}

func TestBangladeshFacts(t *testing.T) {
	calendar := workday.Bangladesh("")
	days := calendar.Days()
	if len(days) != 78 {
		t.Errorf("%d facts, want 78", len(days))
	}
	for _, day := range days {
		if err := day.Check(); err != nil {
			t.Errorf("%s: %v", day.Date, err)
		}
		if day.NameEn == "" || day.Source == "" || !norm.NFC.IsNormalString(day.Name) {
			t.Errorf("%s %q: English name, source or normal form is missing", day.Date, day.Name)
		}
		if day.Kind == workday.Regional != (day.Region != "") {
			t.Errorf("%s: kind %s with region %q", day.Date, day.Kind, day.Region)
		}
		if (day.Date.Year == 2027) != (day.Confidence == workday.Estimated) {
			t.Errorf("%s: confidence %s", day.Date, day.Confidence)
		}
	}
	if got := calendar.KnownUntil(); got != date("2026-12-31") {
		t.Errorf("known until %s, want the end of 2026", got)
	}
	for day, want := range map[string]bool{"2024-12-31": true, "2025-01-01": false, "2026-12-31": false, "2027-01-01": true} {
		if got := calendar.Estimated(date(day)); got != want {
			t.Errorf("Estimated(%s) = %v", day, got)
		}
	}
}

func TestBangladeshMovedHoliday(t *testing.T) {
	calendar := workday.Bangladesh("")
	was, is := calendar.Facts(date("2025-09-05")), calendar.Facts(date("2025-09-06"))
	if len(was) != 1 || was[0].Withdrawn != date("2025-08-28") {
		t.Errorf("the fact of 5 September is not kept as withdrawn: %v", was)
	}
	if len(is) != 1 || is[0].Notified != date("2025-08-28") {
		t.Errorf("the fact of 6 September is not kept with its notification: %v", is)
	}
	if got := calendar.Why(date("2025-09-05")).Reason; got != workday.Weekend {
		t.Errorf("5 September is a %s, want only the weekend", got)
	}
	before := calendar.AsOf(date("2025-08-27"))
	if got := before.Why(date("2025-09-05")).Reason; got != workday.Holiday {
		t.Errorf("the day before the notification 5 September was a %s, want a holiday", got)
	}
	if got := before.Why(date("2025-09-06")).Reason; got != workday.Weekend {
		t.Errorf("the day before the notification 6 September was a %s, want the weekend", got)
	}
}

func TestReadDays(t *testing.T) {
	for _, test := range []struct{ name, text, want string }{
		{"columns in another order are read", "kind\tname_bn\tdate\nlocal\tস্থানীয় মেলা\t2026-12-01\n", ""},
		{"lines of Windows are read", "date\tname_bn\tkind\r\n2026-12-01\tমেলা\tlocal\r\n", ""},
		{"a table without a kind is refused", "date\tname_bn\n2026-12-01\tমেলা\n", "workday.table.column.missing"},
		{"an unknown kind is refused", "date\tname_bn\tkind\n2026-12-01\tমেলা\tparty\n", "workday.table.line.unreadable"},
		{"a wrong weekday is refused", "date\tweekday\tname_bn\tkind\n2026-12-01\tMon\tমেলা\tlocal\n", "workday.table.line.unreadable"},
		{"a day without a name is refused", "date\tname_bn\tkind\n2026-12-01\t \tlocal\n", "workday.table.line.unreadable"},
		{"an empty line is refused", "date\tname_bn\tkind\n\n2026-12-01\tমেলা\tlocal\n", "workday.table.line.unreadable"},
		{"an empty text is refused", "", "workday.table.column.missing"},
	} {
		t.Run(test.name, func(t *testing.T) {
			days, err := workday.ReadDays(test.text)
			if test.want != "" {
				if list := fault.List(err); len(list) != 1 || list[0].Message != test.want {
					t.Fatalf("error %v, want %s", err, test.want)
				}
				return
			}
			if err != nil || len(days) != 1 || days[0].Date != date("2026-12-01") || days[0].Kind != workday.Local {
				t.Errorf("read %v, %v", days, err)
			}
		})
	}
}
