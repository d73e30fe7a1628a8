package report_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/workday"
)

var calendar = workday.Bangladesh("khulna")

// monthly goes on the fifth working day of the next month, from September 2026 on.
var monthly = report.Return{
	Office: "rupsha", ID: "m", Name: "মাসিক প্রতিবেদন", To: report.Asker{Office: "জেলা কার্যালয়"}, Every: report.Month, Rule: report.WorkingDay, Day: 5,
	Post: "head", Since: on(2026, time.September, 1), Active: true, Lines: []report.Line{{Question: "প্রাপ্ত", Figure: "received"}},
}

func TestReturnDue(t *testing.T) {
	calendarDays := monthly
	calendarDays.Rule = report.CalendarDay
	for _, row := range []struct {
		name string
		of   report.Return
		n    int
		want string
	}{
		{"1 December is a Tuesday and a working day", monthly, 1, "2026-12-01"},
		{"Friday and Saturday are passed over", monthly, 4, "2026-12-06"},
		{"the fifth working day", monthly, 5, "2026-12-07"},
		{"four days after the end is a Friday, so the Sunday after", calendarDays, 4, "2026-12-06"},
		{"seven days after the end", calendarDays, 7, "2026-12-07"},
	} {
		t.Run(row.name, func(t *testing.T) {
			one := row.of
			one.Day = row.n
			if got := one.Due(november, calendar).String(); got != row.want {
				t.Errorf("due on %s, want %s", got, row.want)
			}
		})
	}
}

func TestReturnBegun(t *testing.T) {
	for _, row := range []struct {
		name  string
		today workday.Date
		want  int
	}{
		{"four working days before its day it is not there", on(2026, time.December, 1), 2},
		{"three working days before it is", on(2026, time.December, 2), 3},
		{"before it was asked for there is none", on(2026, time.September, 1), 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			got := monthly.Begun(row.today, calendar)
			if len(got) != row.want {
				t.Fatalf("%d begun: %v", len(got), got)
			}
			if row.want == 3 && (got[2].Period != november || got[0].Period.From != on(2026, time.September, 1)) {
				t.Errorf("%v", got)
			}
		})
	}
	resting := monthly
	resting.Active = false
	if got := resting.Begun(on(2026, time.December, 30), calendar); len(got) > 0 {
		t.Errorf("one that rests is begun: %v", got)
	}
	if next := monthly.Next(on(2026, time.December, 7), calendar); next.Period != november {
		t.Errorf("on its day the next is that of %s", next.Period)
	}
	if next := monthly.Next(on(2026, time.December, 8), calendar); next.Period != november.After() {
		t.Errorf("on the day after the next is that of %s", next.Period)
	}
}

func TestDemandReminds(t *testing.T) {
	o := report.Occurrence{Return: monthly, Period: november, Due: on(2026, time.December, 7)}
	d := o.Demand(noon)
	for _, row := range []struct {
		name  string
		today workday.Date
		want  string
	}{
		{"the day before the third nobody is reminded", on(2026, time.December, 1), ""},
		{"three working days before", on(2026, time.December, 2), "3"},
		{"on the same day once", on(2026, time.December, 2), ""},
		{"on the weekend before", on(2026, time.December, 5), ""},
		{"one working day before", on(2026, time.December, 6), "1"},
		{"on the day itself not again", on(2026, time.December, 7), ""},
		{"when it is over", on(2026, time.December, 8), "0"},
		{"and not each day", on(2026, time.December, 9), ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			mark := d.Remind(row.today, calendar)
			if mark != row.want {
				t.Fatalf("mark %q, want %q", mark, row.want)
			}
			if mark == "" {
				return
			}
			next, notices := d.Warn(mark, karim, "+8801712345678", "")
			if len(notices) != 1 || notices[0].Key != "report.notice."+mark || notices[0].ID != "report-"+d.ID+"-"+mark {
				t.Errorf("%+v", notices)
			}
			d = next
		})
	}
	if _, notices := d.Warn("3", karim, "", ""); len(notices) > 0 {
		t.Error("somebody without mobile and mail gets a message")
	}
}

func TestStandingOf(t *testing.T) {
	at := func(sent, due workday.Date) report.Demand {
		d := report.Demand{State: report.Sent, Due: due}
		if d.Sending.Date = sent; sent.Zero() {
			d.State = report.Open
		}
		return d
	}
	due := on(2026, time.November, 8)
	correction := at(on(2026, time.November, 20), workday.Date{})
	correction.Corrects = "d"
	got := report.StandingOf([]report.Demand{
		at(on(2026, time.November, 8), due), at(on(2026, time.November, 5), due), at(on(2026, time.November, 9), due), at(workday.Date{}, due),
		at(workday.Date{}, on(2026, time.November, 30)), correction, {State: report.Void, Due: due},
	}, on(2026, time.November, 24))
	if want := (report.Standing{OnTime: 2, Late: 1, Missed: 1, Running: 1}); got != want {
		t.Errorf("%+v, want %+v", got, want)
	}
}

func TestReturnCheck(t *testing.T) {
	for _, row := range []struct {
		name       string
		spoil      func(*report.Return)
		field, key string
	}{
		{"without a name", func(r *report.Return) { r.Name = "" }, "name", "report.return.name.missing"},
		{"every week", func(r *report.Return) { r.Every = "week" }, "every", "report.return.every.missing"},
		{"on the day zero", func(r *report.Return) { r.Day = 0 }, "day", "report.return.day.wrong"},
		{"with nothing to say", func(r *report.Return) { r.Lines = nil }, "lines", "report.return.lines.missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			one := monthly
			row.spoil(&one)
			_, err := one.Check()
			refused(t, err, fault.Invalid, row.field, row.key)
		})
	}
}

func TestStartersAreInOrder(t *testing.T) {
	all := report.Starters("rupsha", "head", on(2026, time.November, 1))
	if len(all) != 5 {
		t.Errorf("%d starters", len(all))
	}
	for _, one := range all {
		if _, err := one.Check(); err != nil || one.Active || !one.Starter {
			t.Errorf("%s: %v", one.ID, err)
		}
	}
}
