package reportweb_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/internal/report"
	"dorgora/internal/report/reportweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"
)

func TestTemplatesFitTheirPages(t *testing.T) {
	templates, err := site.Parse(reportweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(templates, map[string]site.Shown{
		"report_demands": reportweb.ListPage{}, "report_new": reportweb.EnterPage{}, "report_demand": reportweb.DemandPage{}, "report_behind": reportweb.BehindPage{},
		"report_print": reportweb.PrintPage{}, "report_returns": reportweb.ReturnsPage{}, "report_return": reportweb.ReturnPage{},
	}); err != nil {
		t.Error(err)
	}
}

func TestComposerWritesTheLetter(t *testing.T) {
	texts, err := message.New(reportweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	november := report.PeriodAt(report.Month, workday.Date{Year: 2026, Month: time.November, Day: 1})
	asked := report.Demand{
		Subject: "ল্যাবের তথ্য", Period: november, AsOf: time.Date(2026, time.November, 24, 4, 0, 0, 0, time.UTC),
		Asker: report.Asker{Office: "ইউএনও কার্যালয়", Memo: "05.44-12", MemoDate: workday.Date{Year: 2026, Month: time.November, Day: 22}},
		Lines: []report.Line{
			{Question: "প্রাপ্ত আবেদন", Figure: "received", By: report.ByChannel, Value: &report.Value{Count: report.Count{Number: 1234, Cells: []report.Cell{{Key: "web", Number: 1200}, {Key: "sms", Number: 34}}}}},
			{Question: "মধ্যক সময়", Figure: "median_days", Value: &report.Value{Count: report.Count{Number: 3, Cases: 9}}},
			{Question: "মন্তব্য", Words: "নেই"},
		},
	}
	corrects := asked
	corrects.Corrects, corrects.Reason = "d", "সংখ্যা ভুল ছিল"
	sent := asked
	sent.Memo, sent.Sending.Date = "56.04-3", workday.Date{Year: 2026, Month: time.November, Day: 24}
	for _, row := range []struct {
		name  string
		d     report.Demand
		wants []string
	}{
		{"the answer to a letter", asked, []string{
			"ল্যাবের তথ্য সংক্রান্ত তথ্য প্রেরণ", "ইউএনও কার্যালয়-এর স্মারক নং- ০৫.৪৪-১২, তারিখ: ২২ নভেম্বর ২০২৬", "নভেম্বর ২০২৬",
			"১। প্রাপ্ত আবেদন: ১,২৩৪টি; ওয়েবসাইট ১,২০০টি, এসএমএস ৩৪টি।", "২। মধ্যক সময়: ৩ কার্যদিবস (৯টির হিসাবে)।", "৩। মন্তব্য: নেই।", "২৪ নভেম্বর ২০২৬, সকাল ১০:০০"}},
		{"a corrigendum", corrects, []string{"সংশোধনী: ল্যাবের তথ্য", "এ কার্যালয়ের স্মারক নং- ৫৬.০৪-৩, তারিখ: ২৪ নভেম্বর ২০২৬", "সংখ্যা ভুল ছিল"}},
	} {
		t.Run(row.name, func(t *testing.T) {
			w := reportweb.Composer(texts)(row.d, sent)
			all := w.Subject + "\n" + w.Reference + "\n" + w.Body
			for _, want := range row.wants {
				if !strings.Contains(all, bangla.Normal(want)) {
					t.Errorf("the letter lacks %q:\n%s", want, all)
				}
			}
		})
	}
}
