package workday_test

import (
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

func TestCalendarNew(t *testing.T) {
	week := []time.Weekday{0, 1, 2, 3, 4, 5, 6}
	broken := func(start, end int) workday.Rules {
		return workday.Rules{Hours: []workday.Hours{{Intervals: []workday.Interval{{600, 700}, {start, end}}}}}
	}
	for _, test := range []struct {
		name  string
		rules workday.Rules
		want  string
	}{
		{"no rules at all make an office that is always open", workday.Rules{}, ""},
		{"a weekend of six days is an office of one day a week", workday.Rules{Weekend: week[:6]}, ""},
		{"a weekend of seven days is refused", workday.Rules{Weekend: week}, "workday.weekend.whole"},
		{"an eighth day of the week is refused", workday.Rules{Weekend: []time.Weekday{7}}, "workday.weekday.unknown"},
		{"a holiday on 30 February is refused", workday.Rules{Days: []workday.Day{{
			Date: workday.Date{Year: 2026, Month: 2, Day: 30}, Name: "ছুটি", Kind: workday.Local}}}, "workday.date.unreadable"},
		{"a holiday without a name cannot be explained", workday.Rules{Days: []workday.Day{{
			Date: date("2026-02-03"), Kind: workday.Local}}}, "workday.day.name.missing"},
		{"a kind nobody knows is refused", workday.Rules{Days: []workday.Day{{
			Date: date("2026-02-03"), Name: "ছুটি", Kind: "bank"}}}, "workday.day.kind.unknown"},
		{"a confidence nobody knows is refused", workday.Rules{Days: []workday.Day{{
			Date: date("2026-02-03"), Name: "ছুটি", Kind: workday.Local, Confidence: "sure"}}}, "workday.day.confidence.unknown"},
		{"hours without an interval are refused", workday.Rules{Hours: []workday.Hours{{}}}, "workday.hours.empty"},
		{"touching intervals are fine", broken(700, 800), ""},
		{"overlapping intervals are refused", broken(699, 800), "workday.hours.disordered"},
		{"an interval over midnight is refused", broken(1400, 1500), "workday.hours.disordered"},
		{"an interval that ends before it begins is refused", broken(800, 750), "workday.hours.disordered"},
		{"hours that end before they begin are refused", workday.Rules{Hours: []workday.Hours{{
			From: date("2026-02-02"), To: date("2026-02-01"), Intervals: []workday.Interval{{600, 700}}}}}, "workday.hours.reversed"},
		{"hours of an eighth weekday are refused", workday.Rules{Hours: []workday.Hours{{
			Weekdays: []time.Weekday{7}, Intervals: []workday.Interval{{600, 700}}}}}, "workday.weekday.unknown"},
	} {
		t.Run(test.name, func(t *testing.T) {
			_, err := workday.New(test.rules)
			got := ""
			if list := fault.List(err); len(list) == 1 && fault.KindOf(err) == fault.Invalid {
				got = list[0].Message
			}
			if got != test.want {
				t.Errorf("New fails with %v, want %q", err, test.want)
			}
		})
	}
}

func TestCalendarWith(t *testing.T) {
	base := workday.Bangladesh("khulna")
	sunday, saturday := date("2026-11-29"), date("2026-11-28")
	closing := workday.Day{Date: sunday, Name: "উপনির্বাচন", Kind: workday.Local, Notified: date("2026-11-01")}
	opening := workday.Day{Date: saturday, Name: "অফিস খোলা", Kind: workday.OfficeOpen, Notified: date("2026-11-02")}
	victory := workday.Day{Date: date("2026-12-16"), Name: "অফিস খোলা", Kind: workday.OfficeOpen, Notified: date("2026-12-01")}
	gone := closing
	gone.Withdrawn = date("2026-11-20")
	hill := workday.Day{Date: sunday, Name: "মেলা", Kind: workday.Regional, Region: "rangamati, khulna"}
	far := workday.Day{Date: sunday, Name: "মেলা", Kind: workday.Regional, Region: "rangamati"}
	later := workday.Day{Date: victory.Date, Name: "শোক", Kind: workday.ExecutiveAdded, Notified: date("2026-12-10")}
	for _, test := range []struct {
		name   string
		days   []workday.Day
		on     workday.Date
		open   bool
		reason workday.Reason
	}{
		{"an ordinary Sunday is open", nil, sunday, true, workday.Working},
		{"Saturday is closed", nil, saturday, false, workday.Weekend},
		{"an office's own closing closes it", []workday.Day{closing}, sunday, false, workday.Holiday},
		{"a declared Saturday is open", []workday.Day{opening}, saturday, true, workday.Override},
		{"a withdrawn closing no longer closes", []workday.Day{closing, gone}, sunday, true, workday.Working},
		{"a day of several districts closes in each", []workday.Day{hill}, sunday, false, workday.Holiday},
		{"a day of another district does not close", []workday.Day{far}, sunday, true, workday.Working},
		{"a declared working day beats the holiday of its date", []workday.Day{victory}, victory.Date, true, workday.Override},
		{"a holiday notified after that beats it again", []workday.Day{later, victory}, victory.Date, false, workday.Holiday},
		{"a holiday on a Friday is shown as the holiday", nil, date("2026-05-29"), false, workday.Holiday},
	} {
		t.Run(test.name, func(t *testing.T) {
			calendar := base.With(test.days...)
			why := calendar.Why(test.on)
			if calendar.Open(test.on) != test.open || why.Open != test.open || why.Reason != test.reason {
				t.Errorf("%s: open %v because %s (%s), want %v because %s",
					test.on, calendar.Open(test.on), why.Reason, why.Name, test.open, test.reason)
			}
		})
	}
	if !base.Open(sunday) || len(base.Facts(sunday)) != 0 {
		t.Error("With changed the calendar it was called on")
	}
	if got := base.With(closing, gone).Facts(sunday); len(got) != 1 || got[0] != gone {
		t.Errorf("the withdrawal did not replace its fact: %v", got)
	}
}

func TestCalendarAsOf(t *testing.T) {
	calendar := workday.Bangladesh("")
	for _, test := range []struct {
		name, known, on string
		open            bool
	}{
		{"on 6 May 2025 nobody knew of the holiday of 11 June", "2025-05-06", "2025-06-11", true},
		{"on 7 May 2025 it was notified", "2025-05-07", "2025-06-11", false},
		{"on 6 May 2025 Saturday 17 May was still closed", "2025-05-06", "2025-05-17", false},
		{"on 7 May 2025 it was declared open", "2025-05-07", "2025-05-17", true},
		{"on 24 January 2026 the day before the election was open", "2026-01-24", "2026-02-11", true},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := calendar.AsOf(date(test.known)).Open(date(test.on)); got != test.open {
				t.Errorf("open %v, want %v", got, test.open)
			}
		})
	}
	if got := calendar.AsOf(date("2026-02-07")).HoursOn(date("2026-02-22")).Minutes(); got != 8*60 {
		t.Errorf("before the notice of 8 February a day of Ramadan 2026 has %d minutes, want 480", got)
	}
	if got := calendar.HoursOn(date("2026-02-22")).Minutes(); got != 6*60+15 {
		t.Errorf("a day of Ramadan 2026 has %d minutes, want 375", got)
	}
}

func TestCalendarWithGazette(t *testing.T) {
	calendar := workday.Bangladesh("khulna")
	eid := workday.Day{Date: date("2027-03-11"), Name: "ঈদুল ফিতর", Kind: workday.General, Source: "gazette"}
	local := workday.Day{Date: date("2027-03-15"), Name: "মেলা", Kind: workday.Local}
	known := calendar.With(local).WithGazette(2027, eid)
	if got := known.KnownUntil(); got != date("2027-12-31") {
		t.Errorf("known until %s, want the end of 2027", got)
	}
	if known.Open(eid.Date) || !known.Open(date("2027-03-10")) {
		t.Error("the gazetted Eid did not replace the estimated one")
	}
	if known.Open(local.Date) {
		t.Error("the office's own closing was lost")
	}
	if !known.Estimated(date("2028-01-02")) || known.Estimated(date("2027-03-11")) {
		t.Error("2027 is to be known and 2028 not")
	}
	if got := calendar.With(eid).KnownUntil(); got != date("2026-12-31") {
		t.Errorf("one notified day among estimates makes the year known until %s", got)
	}
	if calendar.Open(date("2027-03-10")) {
		t.Error("WithGazette changed the calendar it was called on")
	}
}

func TestCalendarInForce(t *testing.T) {
	for region, want := range map[string]int{"khulna": 1, "rangamati": 2} {
		got := workday.Bangladesh(region).InForce(date("2026-04-01"), date("2026-04-30"))
		if len(got) != want || got[len(got)-1].NameEn != "Bangla New Year" {
			t.Errorf("April 2026 in %s has %v", region, got)
		}
	}
	if got := workday.Bangladesh("").InForce(date("2025-09-01"), date("2025-09-30")); len(got) != 1 {
		t.Errorf("September 2025 has %d days in force, want only the moved one", len(got))
	}
}

func TestCalendarClosedForGood(t *testing.T) {
	first := date("2026-01-01")
	var days []workday.Day
	for n := range 500 {
		days = append(days, workday.Day{Date: first.AddDays(n), Name: "বন্ধ", Kind: workday.Local})
	}
	calendar, err := workday.New(workday.Rules{Days: days})
	if err != nil {
		t.Fatal(err)
	}
	noon := at("2026-01-05 12:00")
	if got := calendar.Add(first, 3); !got.Zero() {
		t.Errorf("Add = %s, want no date", got)
	}
	if got := calendar.Next(first); !got.Zero() {
		t.Errorf("Next = %s, want no date", got)
	}
	if got := calendar.Explain(first, 3); len(got) != 0 {
		t.Errorf("Explain gives %d days", len(got))
	}
	if !calendar.NextOpening(noon).IsZero() || !calendar.AddMinutes(noon, 5).IsZero() {
		t.Error("an office that stays closed opens")
	}
	if got := calendar.AddMinutes(at("2027-05-10 12:00"), -5); !got.IsZero() {
		t.Errorf("five minutes before lie at %s", got)
	}
	for _, kind := range []workday.Kind{workday.Immediate, workday.InHours, workday.InWorkingDays, workday.InCalendarDays, workday.InMonths} {
		if _, err := calendar.Due(noon, workday.Promise{Kind: kind, Count: 1}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a promise of kind %s gives %v, want a conflict", kind, err)
		}
	}
	if _, err := calendar.Due(noon, workday.Promise{Kind: workday.ByDate, By: first}); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a date in the closed time gives %v, want a conflict", err)
	}
}
