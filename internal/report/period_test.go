package report_test

import (
	"testing"
	"time"

	"dorgora/internal/report"
	"dorgora/workday"

	"pgregory.net/rapid"
)

func on(year int, month time.Month, day int) workday.Date {
	return workday.Date{Year: year, Month: month, Day: day}
}

func TestPeriodAt(t *testing.T) {
	for _, row := range []struct {
		name string
		span report.Span
		day  workday.Date
		want string
	}{
		{"a month", report.Month, on(2026, time.February, 9), "2026-02-01/2026-02-28"},
		{"the first quarter begins in July", report.Quarter, on(2026, time.September, 30), "2026-07-01/2026-09-30"},
		{"the third quarter is the first of the calendar", report.Quarter, on(2026, time.January, 1), "2026-01-01/2026-03-31"},
		{"June is in the year that began the July before", report.Year, on(2026, time.June, 30), "2025-07-01/2026-06-30"},
		{"July begins the next", report.Year, on(2026, time.July, 1), "2026-07-01/2027-06-30"},
	} {
		t.Run(row.name, func(t *testing.T) {
			p := report.PeriodAt(row.span, row.day)
			if p.String() != row.want || p.Span() != row.span {
				t.Errorf("%s, a %s", p, p.Span())
			}
			if p.Before().After() != p {
				t.Errorf("after the period before comes %s", p.Before().After())
			}
		})
	}
	t.Run("any two days are a period of their own, with as many days before", func(t *testing.T) {
		p := report.Period{From: on(2026, time.November, 10), To: on(2026, time.November, 19)}
		if p.Span() != report.Custom || p.Before().String() != "2026-10-31/2026-11-09" {
			t.Errorf("%s, before %s", p.Span(), p.Before())
		}
	})
}

func TestPeriodsFollowOneAnotherWithoutGap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		span := rapid.SampledFrom(report.Spans()).Draw(t, "span")
		day := on(2020, time.January, 1).AddDays(rapid.IntRange(0, 5000).Draw(t, "day"))
		p := report.PeriodAt(span, day)
		if day.Before(p.From) || day.After(p.To) || p.After().From != p.To.AddDays(1) || p.Before().To != p.From.AddDays(-1) {
			t.Fatalf("%s holds not %s or leaves a gap", p, day)
		}
		if read, err := report.ParsePeriod(p.String()); err != nil || read != p {
			t.Fatalf("%s is read as %s, %v", p, read, err)
		}
	})
}

func TestParsePeriodRefuses(t *testing.T) {
	for _, text := range []string{"", "2026-11-01", "2026-11-30/2026-11-01", "2026-13-01/2026-13-30", "1900-01-01/2026-01-01"} {
		if p, err := report.ParsePeriod(text); err == nil {
			t.Errorf("%q is read as %s", text, p)
		}
	}
}

func TestFigures(t *testing.T) {
	seen := map[string]bool{}
	for _, figure := range report.Figures() {
		if seen[figure.Key] || figure.Name == "" || figure.NameEn == "" || figure.Query == "" {
			t.Errorf("%+v", figure)
		}
		seen[figure.Key] = true
	}
	if len(seen) != 16 {
		t.Errorf("%d figures", len(seen))
	}
}
