package report

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// The limits of what may be typed, in letters, and of how many questions there are.
const (
	LineLimit    = 200
	SubjectLimit = 300
	WordsLimit   = 3000
	MostLines    = 60
)

// day is the day of an instant in Bangladesh.
func day(at time.Time) workday.Date { return workday.DateOf(at.In(workday.Dhaka)) }

func text(field string, value *string, limit int, missing string) fault.Fields {
	*value = strings.TrimSpace(bangla.Normal(*value))
	if *value == "" && missing != "" {
		return fault.Fields{fault.InField(field, missing)}
	}
	if utf8.RuneCountInString(*value) > limit {
		return fault.Fields{fault.InField(field, "report.long", "most", limit)}
	}
	return nil
}

// Check returns the demand in its stored form, or everything wrong with it on a day.
func (d Demand) Check(today workday.Date) (Demand, error) {
	var wrong fault.Fields
	wrong = append(wrong, text("asker", &d.Asker.Office, LineLimit, "report.asker.missing")...)
	wrong = append(wrong, text("person", &d.Asker.Person, LineLimit, "")...)
	wrong = append(wrong, text("address", &d.Asker.Address, LineLimit, "")...)
	wrong = append(wrong, text("mail", &d.Asker.Mail, LineLimit, "")...)
	if d.Asker.Mail != "" && !strings.Contains(d.Asker.Mail, "@") {
		wrong = append(wrong, fault.InField("mail", "report.mail.wrong"))
	}
	wrong = append(wrong, text("memo", &d.Asker.Memo, LineLimit, "")...)
	wrong = append(wrong, text("subject", &d.Subject, SubjectLimit, "report.subject.missing")...)
	wrong = append(wrong, text("diary", &d.Diary, LineLimit, "")...)
	if d.Asker.MemoDate.After(today) {
		wrong = append(wrong, fault.InField("memo_date", "report.memo.date.future"))
	}
	if d.Post == "" {
		wrong = append(wrong, fault.InField("post", "report.post.missing"))
	}
	wrong = append(wrong, fault.List(d.Period.check())...)
	for _, line := range d.Lines {
		wrong = append(wrong, text("questions", &line.Question, SubjectLimit, "report.question.missing")...)
	}
	if len(d.Lines) > MostLines {
		wrong = append(wrong, fault.InField("questions", "report.lines.many", "most", MostLines))
	}
	return d, wrong.Err()
}

// begun is the demand as it is entered.
func (d Demand) begun(at time.Time) Demand {
	d.State, d.Received, d.Revision = Open, at, 1
	d.Past = !d.Deadline.Zero() && d.Deadline.Before(day(at))
	if !d.Deadline.Zero() {
		d.Due = d.Deadline
	}
	return d
}

// Ask sets the questions. What was answered stays where the question stays; a figure
// by hand that changed needs its second person again.
func (d Demand) Ask(period Period, lines []Line, by Signature) (Demand, error) {
	if d.State != Open {
		return d, fault.New(fault.Conflict, "report.approved.already")
	}
	if err := period.check(); err != nil {
		return d, err
	}
	if len(lines) > MostLines {
		return d, fault.InField("lines", "report.lines.many", "most", MostLines)
	}
	var wrong fault.Fields
	kept := make([]Line, 0, len(lines))
	for i, line := range lines {
		checked, faults := line.check(i+1, by)
		wrong = append(wrong, faults...)
		kept = append(kept, checked.keep(d, period))
	}
	d.Period, d.Lines = period, kept
	return d, wrong.Err()
}

// keep is the line with the answer that it had in the demand for the same question.
func (l Line) keep(d Demand, period Period) Line {
	i := slices.IndexFunc(d.Lines, func(one Line) bool { return one.asks() == l.asks() })
	if i < 0 {
		return l
	}
	before := d.Lines[i]
	if l.Figure != "" && period == d.Period {
		l.Value = before.Value
	}
	if l.Manual != nil && before.Manual != nil && l.Manual.Number == before.Manual.Number && l.Manual.Evidence == before.Manual.Evidence {
		l.Manual = before.Manual
	}
	return l
}

// FieldAt names the form field of the question at a place, from 1.
func FieldAt(name string, place int) string { return name + "-" + itoa(place) }

func (l Line) check(place int, by Signature) (Line, fault.Fields) {
	var wrong fault.Fields
	wrong = append(wrong, text(FieldAt("question", place), &l.Question, SubjectLimit, "report.question.missing")...)
	if l.Figure != "" {
		figure, found := FigureOf(l.Figure)
		switch {
		case !found:
			wrong = append(wrong, fault.InField(FieldAt("figure", place), "report.figure.unknown"))
		case l.By != Whole && !slices.Contains(figure.Splits, l.By):
			wrong = append(wrong, fault.InField(FieldAt("by", place), "report.split.unknown", "figure", figure.Name))
		}
		if !figure.OneService || l.By == ByService {
			l.Service = ""
		}
		l.Words, l.Manual, l.Value = "", nil, nil
		return l, wrong
	}
	l.Service, l.By, l.Value = "", Whole, nil
	wrong = append(wrong, text(FieldAt("words", place), &l.Words, WordsLimit, "")...)
	if l.Manual != nil {
		manual := *l.Manual
		wrong = append(wrong, text(FieldAt("evidence", place), &manual.Evidence, LineLimit, "report.evidence.missing")...)
		if manual.Number < 0 {
			wrong = append(wrong, fault.InField(FieldAt("number", place), "report.number.wrong"))
		}
		manual.By, manual.Second = by, Signature{}
		l.Manual = &manual
	}
	return l, wrong
}

// Queries are what must be counted to fill the demand, by the place of the question
// from 0.
func (d Demand) Queries(asOf time.Time) map[int]Query {
	all := map[int]Query{}
	for i, line := range d.Lines {
		if figure, found := FigureOf(line.Figure); found {
			all[i] = Query{Office: d.Office, Name: figure.Query, Period: d.Period, Service: line.Service, By: line.By, AsOf: asOf}
		}
	}
	return all
}

// Fill puts counted figures into the draft.
func (d Demand) Fill(counts map[int]Count, asOf time.Time) (Demand, error) {
	if d.State != Open {
		return d, fault.New(fault.Conflict, "report.approved.already")
	}
	d.Lines = slices.Clone(d.Lines)
	for i, q := range d.Queries(asOf) {
		count, counted := counts[i]
		if !counted {
			continue
		}
		d.Lines[i].Value = &Value{Count: count, Query: q.Name, Service: q.Service, By: q.By, Period: q.Period, AsOf: asOf}
	}
	d.AsOf = asOf
	return d, nil
}

// Confirm is the second look at the figures by hand: by somebody who wrote none of
// those that wait.
func (d Demand) Confirm(by Signature) (Demand, error) {
	if d.State != Open {
		return d, fault.New(fault.Conflict, "report.approved.already")
	}
	d.Lines = slices.Clone(d.Lines)
	found := false
	for i, line := range d.Lines {
		if line.Manual == nil || line.Manual.Second.Known() {
			continue
		}
		if line.Manual.By.Person == by.Person {
			return d, fault.New(fault.Denied, "report.confirm.own")
		}
		manual := *line.Manual
		manual.Second = by
		d.Lines[i].Manual, found = &manual, true
	}
	if !found {
		return d, fault.New(fault.Conflict, "report.confirm.nothing")
	}
	return d, nil
}

// Approve ends the draft: what it says is what is sent.
func (d Demand) Approve(by Signature) (Demand, error) {
	switch {
	case d.State != Open:
		return d, fault.New(fault.Conflict, "report.approved.already")
	case len(d.Lines) == 0:
		return d, fault.New(fault.Conflict, "report.lines.none")
	}
	if open := d.Unanswered(); len(open) > 0 {
		return d, fault.New(fault.Conflict, "report.lines.open", "places", places(open))
	}
	d.State, d.Approval = Approved, by
	return d, nil
}

// Send notes that the answer left, with its memo number and what shows it.
func (d Demand) Send(memo string, sending Sending) (Demand, error) {
	switch d.State {
	case Open:
		return d, fault.New(fault.Conflict, "report.unapproved")
	case Sent, Void:
		return d, fault.New(fault.Conflict, "report.sent.already")
	}
	var wrong fault.Fields
	wrong = append(wrong, text("memo", &memo, LineLimit, "report.memo.missing")...)
	wrong = append(wrong, text("proof", &sending.Proof, LineLimit, "report.proof.missing")...)
	if !slices.Contains(Media(), sending.Medium) {
		wrong = append(wrong, fault.InField("medium", "report.medium.missing"))
	}
	switch approved := day(d.Approval.At); {
	case sending.Date.Zero():
		wrong = append(wrong, fault.InField("date", "report.date.missing"))
	case sending.Date.After(day(sending.By.At)), sending.Date.Before(approved):
		wrong = append(wrong, fault.InField("date", "report.date.wrong"))
	}
	d.State, d.Memo, d.Sending = Sent, memo, sending
	return d, wrong.Err()
}

// Drop marks a demand as void, with a reason. What was sent is put right instead.
func (d Demand) Drop(reason string) (Demand, error) {
	if d.State == Sent || d.State == Void {
		return d, fault.New(fault.Conflict, "report.sent.already")
	}
	wrong := text("reason", &reason, LineLimit, "report.reason.missing")
	d.State, d.Reason = Void, reason
	return d, wrong.Err()
}

// Correct begins the answer that puts a sent one right; both name each other. The
// figures are filled anew; what was written by hand is taken over to be changed.
func (d Demand) Correct(id, reason string, by Signature) (wrong, right Demand, err error) {
	switch {
	case d.State != Sent:
		return d, d, fault.New(fault.Conflict, "report.unsent")
	case d.Corrected != "":
		return d, d, fault.New(fault.Conflict, "report.corrected.already")
	}
	faults := text("reason", &reason, LineLimit, "report.reason.missing")
	right = d.again(id, by)
	right.Corrects, right.Reason, right.Last = d.ID, reason, d.ID
	right.Return, right.Repeats, right.Due, right.Deadline = d.Return, "", workday.Date{}, workday.Date{}
	wrong, wrong.Corrected = d, id
	return wrong, right, faults.Err()
}

// Repeat gives an open demand the questions of an earlier one that asked the same; its
// figures stand beside, and are filled anew.
func (d Demand) Repeat(earlier Demand, by Signature) (Demand, error) {
	if d.State != Open {
		return d, fault.New(fault.Conflict, "report.approved.already")
	}
	copied := earlier.again(d.ID, by)
	d.Lines, d.Repeats, d.Last = copied.Lines, earlier.ID, earlier.ID
	return d, nil
}

// again is an open demand with the same questions.
func (d Demand) again(id string, by Signature) Demand {
	next := d
	next.ID, next.State, next.Received, next.Revision = id, Open, by.At, 1
	next.Approval, next.Sending, next.Letter, next.Memo, next.AsOf, next.Told, next.Past = Signature{}, Sending{}, "", "", time.Time{}, nil, false
	next.Corrected = ""
	next.Lines = slices.Clone(d.Lines)
	for i := range next.Lines {
		next.Lines[i].Value = nil
		if manual := next.Lines[i].Manual; manual != nil {
			fresh := *manual
			fresh.By, fresh.Second = by, Signature{}
			next.Lines[i].Manual = &fresh
		}
	}
	return next
}
