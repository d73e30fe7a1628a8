package report_test

import (
	"errors"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/workday"
)

// noon is Tuesday, 24 November 2026.
var noon = time.Date(2026, time.November, 24, 6, 0, 0, 0, time.UTC)

var (
	karim    = report.Signature{Person: "karim", Name: "করিম", At: noon}
	jalal    = report.Signature{Person: "jalal", Name: "জালাল", At: noon}
	november = report.PeriodAt(report.Month, on(2026, time.November, 1))
)

func draft(lines ...report.Line) report.Demand {
	return report.Demand{Office: "rupsha", ID: "d", State: report.Open, Subject: "সেবার তথ্য", Period: november, Lines: lines, Revision: 1}
}

func must(t *testing.T, d report.Demand, err error) report.Demand {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func refused(t *testing.T, err error, kind fault.Kind, field, key string) {
	t.Helper()
	var one *fault.Fault
	if list := fault.List(err); len(list) > 0 {
		one = list[0]
	} else {
		errors.As(err, &one)
	}
	if one == nil || one.Kind != kind || one.Field != field || one.Message != key {
		t.Errorf("got %v, want %s %s %s", err, kind, field, key)
	}
}

func TestDemandCheck(t *testing.T) {
	good := report.Demand{Asker: report.Asker{Office: "ইউএনও"}, Subject: "তথ্য", Post: "head", Period: november}
	for _, row := range []struct {
		name       string
		spoil      func(*report.Demand)
		field, key string
	}{
		{"without an office", func(d *report.Demand) { d.Asker.Office = " " }, "asker", "report.asker.missing"},
		{"without a subject", func(d *report.Demand) { d.Subject = "" }, "subject", "report.subject.missing"},
		{"with a letter of tomorrow", func(d *report.Demand) { d.Asker.MemoDate = on(2026, time.November, 25) }, "memo_date", "report.memo.date.future"},
		{"with an address that is none", func(d *report.Demand) { d.Asker.Mail = "uno" }, "mail", "report.mail.wrong"},
		{"with nobody to answer", func(d *report.Demand) { d.Post = "" }, "post", "report.post.missing"},
		{"with a period that ends before it begins", func(d *report.Demand) { d.Period.From, d.Period.To = d.Period.To, d.Period.From }, "to", "report.period.order"},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := good
			row.spoil(&d)
			_, err := d.Check(on(2026, time.November, 24))
			refused(t, err, fault.Invalid, row.field, row.key)
		})
	}
	if _, err := good.Check(on(2026, time.November, 24)); err != nil {
		t.Errorf("the good one: %v", err)
	}
}

func TestDemandIsFilledCheckedApprovedAndSent(t *testing.T) {
	d := must(t, draft(), nil)
	lines := []report.Line{
		{Question: "প্রাপ্ত", Figure: "received", By: report.ByService, Service: "citizen-1"},
		{Question: "ল্যাব", Manual: &report.Manual{Number: 12, Evidence: "খাতা"}},
		{Question: "মন্তব্য"},
	}
	asked, err := d.Ask(november, lines, karim)
	d = must(t, asked, err)
	if d.Lines[0].Service != "" {
		t.Error("a figure split by services is of one service")
	}
	filled, err := d.Fill(map[int]report.Count{0: {Number: 7}}, noon)
	d = must(t, filled, err)
	if v := d.Lines[0].Value; v == nil || v.Number != 7 || v.Query != "cases.received" || !v.AsOf.Equal(noon) || v.Period != november {
		t.Fatalf("filled as %+v", v)
	}
	if open := d.Unanswered(); len(open) != 2 {
		t.Errorf("unanswered %v", open)
	}
	_, err = d.Approve(jalal)
	refused(t, err, fault.Conflict, "", "report.lines.open")
	_, err = d.Confirm(karim)
	refused(t, err, fault.Denied, "", "report.confirm.own")
	confirmed, err := d.Confirm(jalal)
	d = must(t, confirmed, err)
	t.Run("asked again the same, answers and their second person stay", func(t *testing.T) {
		lines[2].Words = "নেই"
		next, err := d.Ask(november, lines, karim)
		d = must(t, next, err)
		if len(d.Unanswered()) != 0 || d.Lines[1].Manual.Second != jalal {
			t.Errorf("unanswered %v", d.Unanswered())
		}
	})
	t.Run("a changed figure by hand needs its second person again", func(t *testing.T) {
		changed := append([]report.Line(nil), lines...)
		changed[1].Manual = &report.Manual{Number: 13, Evidence: "খাতা"}
		next, err := d.Ask(november, changed, jalal)
		if err != nil || len(next.Unanswered()) != 1 {
			t.Errorf("unanswered %v, %v", next.Unanswered(), err)
		}
	})
	t.Run("another period needs its figures anew", func(t *testing.T) {
		next, err := d.Ask(november.Before(), lines, karim)
		if err != nil || next.Lines[0].Value != nil {
			t.Errorf("%+v, %v", next.Lines[0].Value, err)
		}
	})
	approved, err := d.Approve(jalal)
	d = must(t, approved, err)
	_, err = d.Fill(nil, noon)
	refused(t, err, fault.Conflict, "", "report.approved.already")
	_, err = d.Send("৫৬", report.Sending{Medium: "print", Proof: "৪৫", Date: on(2026, time.November, 23), By: jalal})
	refused(t, err, fault.Invalid, "date", "report.date.wrong")
	sent, err := d.Send("৫৬", report.Sending{Medium: "print", Proof: "৪৫", Date: on(2026, time.November, 24), By: jalal})
	d = must(t, sent, err)
	if d.State != report.Sent || d.Pending() {
		t.Errorf("sent as %s", d.State)
	}
	_, err = d.Drop("ভুল")
	refused(t, err, fault.Conflict, "", "report.sent.already")
}

func TestDemandAskRefuses(t *testing.T) {
	for _, row := range []struct {
		name       string
		line       report.Line
		field, key string
	}{
		{"a question without words", report.Line{}, "question-1", "report.question.missing"},
		{"a figure that there is not", report.Line{Question: "ক", Figure: "cows"}, "figure-1", "report.figure.unknown"},
		{"letters by union", report.Line{Question: "ক", Figure: "letters_sent", By: report.ByUnion}, "by-1", "report.split.unknown"},
		{"a figure by hand without evidence", report.Line{Question: "ক", Manual: &report.Manual{Number: 1}}, "evidence-1", "report.evidence.missing"},
	} {
		t.Run(row.name, func(t *testing.T) {
			_, err := draft().Ask(november, []report.Line{row.line}, karim)
			refused(t, err, fault.Invalid, row.field, row.key)
		})
	}
}

func TestLineBeside(t *testing.T) {
	value := func(n int, none bool) *report.Value {
		return &report.Value{Count: report.Count{Number: n, None: none}}
	}
	now := report.Line{Question: "প্রাপ্ত", Figure: "received", Value: value(7, false)}
	for name, row := range map[string]struct {
		last []report.Line
		want report.Difference
	}{
		"two fewer than last time":                    {[]report.Line{{Question: "অন্য কথা", Figure: "received", Value: value(9, false)}}, report.Difference{Before: 9, More: -2, Known: true}},
		"the figure of one service is another":        {[]report.Line{{Figure: "received", Service: "citizen-1", Value: value(9, false)}}, report.Difference{}},
		"nothing to count from compares with nothing": {[]report.Line{{Figure: "received", Value: value(0, true)}}, report.Difference{}},
		"the first of its kind has nothing beside it": {nil, report.Difference{}},
	} {
		t.Run(name, func(t *testing.T) {
			if got := now.Beside(row.last); got != row.want {
				t.Errorf("%+v", got)
			}
		})
	}
}

func TestDemandSame(t *testing.T) {
	asked := func(id, subject string, questions ...string) report.Demand {
		d := report.Demand{ID: id, Subject: subject, State: report.Sent}
		for _, q := range questions {
			d.Lines = append(d.Lines, report.Line{Question: q})
		}
		return d
	}
	labs := asked("labs", "ডিজিটাল ল্যাবের তথ্য প্রেরণ, অক্টোবর ২০২৬", "মোট ল্যাব", "সচল ল্যাব")
	labs.Sending.By.At = noon
	older := labs
	older.ID, older.Sending.By.At = "older", noon.AddDate(0, -1, 0)
	corrected := labs
	corrected.ID, corrected.Corrected, corrected.Sending.By.At = "wrong", "right", noon.AddDate(0, 1, 0)
	earlier := []report.Demand{older, labs, corrected, asked("training", "প্রশিক্ষণার্থীর তালিকা", "নাম ও মোবাইল")}
	for name, row := range map[string]struct {
		now  report.Demand
		want string
	}{
		"of another month, spelt otherwise, it is the same": {asked("n", "ডিজিটাল ল্যাবের তথ্য প্রেরন, নভেম্বর ২০২৬", "মোট ল্যাব", "সচল ল্যাব"), "labs"},
		"another matter is another":                         {asked("n", "পরিদর্শন প্রতিবেদন", "পরিদর্শনের সংখ্যা"), ""},
		"a few common words are not enough":                 {asked("n", "ল্যাবের যন্ত্রপাতি চুরির প্রতিবেদন", "চুরির তারিখ", "জিডি নম্বর"), ""},
	} {
		t.Run(name, func(t *testing.T) {
			found, _ := row.now.Same(earlier)
			if found.ID != row.want {
				t.Errorf("%q; likeness %d", found.ID, row.now.Likeness(labs))
			}
		})
	}
}

func TestDemandCorrect(t *testing.T) {
	sent := draft(report.Line{Question: "ল্যাব", Manual: &report.Manual{Number: 12, Evidence: "খাতা", By: karim, Second: jalal}})
	sent.State, sent.Memo, sent.Due = report.Sent, "৫৬", on(2026, time.November, 26)
	wrong, right, err := sent.Correct("r", "ল্যাব ১৩টি", karim)
	if err != nil || wrong.Corrected != "r" || right.Corrects != "d" || right.State != report.Open || right.Memo != "" || right.Due != (workday.Date{}) {
		t.Errorf("%+v, %v", right, err)
	}
	if right.Lines[0].Answered() || !wrong.Lines[0].Answered() {
		t.Error("the second person of the wrong figure vouches for the right one")
	}
	_, _, err = wrong.Correct("s", "আবার", karim)
	refused(t, err, fault.Conflict, "", "report.corrected.already")
	_, _, err = draft().Correct("s", "ভুল", karim)
	refused(t, err, fault.Conflict, "", "report.unsent")
}
