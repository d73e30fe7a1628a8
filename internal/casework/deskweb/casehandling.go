package deskweb

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/site"
	"dorgora/workday"
)

// TaskRow is a piece of work within a case.
type TaskRow struct {
	ID, Text, Owner, Words string
	Pill                   site.Tag
	Record                 site.Answers
	Done                   bool
}

// OrderRow is an instruction of a superior and its answer.
type OrderRow struct {
	Text, By, When, Answer, Answered string
	Pill                             site.Tag
}

// Undo is what the reader did last and may still take back.
type Undo struct {
	Done string // what it was
	Left int    // seconds
}

// undo offers to take the last act back while nothing of it has left.
func (f file) undo(page site.Page) Undo {
	if len(f.acts) == 0 || !f.who.Known() {
		return Undo{}
	}
	last := f.acts[len(f.acts)-1]
	if !last.Undoable(casework.Actor{Person: f.who.Person}, f.rules, f.Now) {
		return Undo{}
	}
	left := int((f.rules.Undo - f.Now.Sub(last.At)) / time.Second)
	if left <= 0 {
		return Undo{}
	}
	return Undo{Done: deedText(page, last), Left: left}
}

// handling puts what the office does with the case into its page.
func (f file) handling(page *CasePage) {
	today := f.Calendar.DateOf(f.Now)
	for _, task := range f.c.Tasks {
		page.Tasks = append(page.Tasks, f.taskRow(page.Page, task, today))
	}
	for _, order := range slices.Backward(f.c.Orders) {
		page.Orders = append(page.Orders, f.orderRow(page.Page, order, today))
	}
	for _, one := range slices.Backward(f.c.Issued) {
		paper := site.Paper{
			Icon: "file", Name: one.Title, Note: page.Digits(one.Number) + " · " + page.ShortDate(one.At) + " ·",
			Link: site.Link{Text: page.T("button.print"), Href: page.Href(page.Base + "/sheets/" + one.Number)},
		}
		if f.c.Superseded(one.Number) {
			paper.Tag = page.T("desk.sheet.superseded")
		}
		page.Sheets = append(page.Sheets, paper)
	}
	f.recorded(page)
	page.Links = f.links(page.Page)
}

func (f file) taskRow(page site.Page, task casework.Task, today workday.Date) TaskRow {
	row := TaskRow{ID: task.ID, Text: task.Text, Owner: f.title(page, task.Post), Words: task.Words, Done: task.Finished()}
	if task.Step {
		row.Text = page.T(task.Text)
	}
	step, _ := f.kind.Step(task.ID)
	row.Record = f.answerRows(page, step.Record, task.Record)
	switch {
	case task.Finished():
		row.Pill = site.Tag{Text: page.ShortDate(task.Done), Tone: "ok", Icon: "check"}
	case task.Due.Zero():
		row.Pill = site.Tag{Text: page.T("desk.task.open"), Icon: "clock"}
	case task.Due.Before(today):
		row.Pill = site.Tag{Text: page.T("desk.task.late", "date", page.ShortDate(page.Day(task.Due))), Tone: "late", Icon: "warning"}
	default:
		row.Pill = site.Tag{Text: page.T("desk.task.by", "date", page.ShortDate(page.Day(task.Due))), Icon: "clock"}
	}
	return row
}

func (f file) orderRow(page site.Page, order casework.Order, today workday.Date) OrderRow {
	row := OrderRow{Text: order.Text, By: f.by(page, order.By), When: page.DateTime(order.At), Answer: order.Answer}
	switch {
	case !order.Answered.IsZero():
		row.Answered = page.DateTime(order.Answered)
		row.Pill = site.Tag{Text: page.T("desk.order.answered"), Tone: "ok", Icon: "check"}
	case !order.Due.Zero() && order.Due.Before(today):
		row.Pill = site.Tag{Text: page.T("desk.task.late", "date", page.ShortDate(page.Day(order.Due))), Tone: "late", Icon: "warning"}
	case !order.Due.Zero():
		row.Pill = site.Tag{Text: page.T("desk.task.by", "date", page.ShortDate(page.Day(order.Due))), Tone: "warn", Icon: "clock"}
	default:
		row.Pill = site.Tag{Text: page.T("desk.order.open"), Tone: "warn", Icon: "clock"}
	}
	return row
}

// by names an actor: the person and the post.
func (m room) by(page site.Page, actor casework.Actor) string {
	if actor == casework.TheClock {
		return page.T("desk.by.clock")
	}
	person, _ := m.Chart.Person(actor.Person)
	return strings.Trim(page.Pick(actor.Name, person.NameEn)+", "+m.title(page, actor.Post), ", ")
}

// recorded shows the kind's questions with their answers: the applicant's, then
// what the office recorded.
func (f file) recorded(page *CasePage) {
	page.Facts = f.answerRows(page.Page, f.kind.Form, f.c.Application.Facts)
	record := maps.Clone(f.c.Record)
	for _, task := range f.c.Tasks { // shown with their tasks
		for field := range task.Record {
			delete(record, field)
		}
	}
	questions := slices.Clone(f.kind.Record)
	for _, alarm := range f.kind.Alarms {
		questions = append(questions, alarm.Needs...)
	}
	page.Facts.Rows = append(page.Facts.Rows, f.answerRows(page.Page, questions, record).Rows...)
}

// answerRows are questions of the kind with their answers in words. An identity
// number stays covered.
func (f file) answerRows(page site.Page, questions []catalogue.Question, answers map[string]string) site.Answers {
	var list site.Answers
	for _, q := range questions {
		value := answers[q.ID]
		if value == "" {
			continue
		}
		text := strings.ReplaceAll(catalogueweb.AnswerText(page, f.kind, q, value), "\n", "; ")
		if plain, known := f.identity[q.ID]; known {
			text = page.Digits(plain)
		}
		if q.Sort == catalogue.Mobile && !f.open {
			text = page.Masked(value)
		}
		list.Rows = append(list.Rows, site.Answer{Term: page.T(f.kind.FieldKey(q.ID)), Text: text})
	}
	return list
}

// links lead to the cases and the incident that belong to this one.
func (f file) links(page site.Page) []site.Link {
	var list []site.Link
	add := func(key, icon, number, path string) {
		if number != "" {
			list = append(list, site.Link{Text: page.T(key, "number", page.Tracking(number)), Href: page.Href(path), Icon: icon})
		}
	}
	add("desk.link.follows", "history", f.c.Follows, "desk/cases/"+f.c.Follows+"?own=1")
	add("desk.link.into", "next", f.c.Into, "desk/cases/"+f.c.Into)
	if f.c.Incident != "" {
		list = append(list, site.Link{Text: page.T("desk.link.incident"), Href: page.Href("desk/incidents/" + f.c.Incident), Icon: "flag"})
	}
	list = append(list, site.Link{Text: page.T("desk.visit"), Href: page.Href("desk/cases/" + f.c.Number + "/appointments"), Icon: "calendar"})
	if !f.c.FirstReply.IsZero() && !f.c.Sealed {
		list = append(list, site.Link{Text: page.T("desk.link.answer"), Href: page.Href("desk/guides/new?case=" + f.c.Number), Icon: "info"})
	}
	for _, one := range f.letters {
		key, icon := "desk.link.letter", "inbox"
		switch {
		case one.Ours && one.Number == "":
			key, icon = "desk.link.draft", "edit"
		case one.Ours:
			key, icon = "desk.link.memo", "send"
		}
		list = append(list, site.Link{Text: page.T(key, "number", page.Digits(one.Number)), Href: page.Href(one.Path), Icon: icon})
	}
	for _, row := range f.similar {
		if row.Number != f.c.Number && row.Into != f.c.Number {
			add("desk.link.similar", "search", row.Number, "desk/cases/"+row.Number+"?own=1")
		}
	}
	return list
}

// changes are what moved the promised moment: pauses, the extension, days that were
// announced late, openings.
func (f file) changes(page site.Page) []site.Moment {
	var moving []casework.Act
	for i, act := range f.acts {
		if i > 0 && !act.Due.Equal(f.acts[i-1].Due) {
			moving = append(moving, act)
		}
	}
	list := f.moments(page, moving)
	for i, act := range slices.Backward(moving) {
		words := page.T("desk.changes.none")
		if !act.Due.IsZero() {
			words = page.T("desk.changes.to", "date", page.WeekdayDate(act.Due))
		}
		at := len(moving) - 1 - i
		list[at].Text = strings.TrimSpace(words + " " + list[at].Text)
	}
	return list
}

// judging is the form by which papers that came are checked or returned.
func (m *formMaker) judging() {
	var came []site.Choice
	for _, e := range m.evidence {
		if _, judged := m.c.Papers[e.ID]; !judged && e.State == document.Came {
			came = append(came, site.Choice{Value: e.ID, Label: e.Name})
		}
	}
	if len(came) == 0 {
		return
	}
	p := m.page.Page
	m.fold("judge", "check", "papers", p.Select("judge-file", "desk.judge.file").With(came),
		p.Radios("judge-state", "desk.judge.state", string(document.Checked), string(document.Returned)),
		p.Input("judge-words", "desk.judge.words").Max(casework.LineLimit).Optional())
}

// Judge notes what became of a paper that came: POST …/papers.
func (s Staff) Judge(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedJudged, name: "judge", field: "words",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			i := slices.IndexFunc(a.evidence, func(e document.Evidence) bool { return e.ID == a.get("file") })
			if i < 0 {
				return casework.Change{}, fault.InField("file", "casework.judge.missing")
			}
			return c.Judge(a.evidence[i], document.State(a.get("state")), a.words, a.stamp)
		},
	})
}
