package deskweb

import (
	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/site"
	"dorgora/workday"
	"net/http"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// groups puts the rows under headings of time, in the order in which they come.
func (m room) groups(page site.Page, asked asking, rows []casework.Row) []WorkGroup {
	marks := casework.MarksAt(m.Calendar, m.Now, nil)
	var all []WorkGroup
	for _, row := range rows {
		group := groupOf(row, marks)
		if asked.view == "escalated" || asked.view == "every" { // not in the order of time
			group = asked.view
		}
		title, class := page.T("desk.group."+group), ""
		if group == "now" || group == "escalated" {
			class = "late"
		}
		if len(all) == 0 || all[len(all)-1].Title != title {
			all = append(all, WorkGroup{Title: title, Class: class})
		}
		one := m.workRow(page, row)
		if asked.everybody {
			one.Answers = m.answers(page, row.Post)
		}
		one.Peeked = len(all) == 1 && len(all[0].Rows) == 0
		all[len(all)-1].Rows = append(all[len(all)-1].Rows, one)
	}
	return all
}

func groupOf(row casework.Row, marks casework.Marks) string {
	switch {
	case row.Status == casework.Closed:
		return "done"
	case row.Status == casework.Waiting:
		return "waiting"
	case row.Due.IsZero():
		return "undated"
	case row.Due.Before(marks.DayEnd):
		return "now"
	case row.Due.Before(marks.WeekEnd):
		return "week"
	}
	return "later"
}

func firstNumber(groups []WorkGroup) string {
	path := groups[0].Rows[0].Path
	return path[strings.LastIndex(path, "/")+1:]
}

func (m room) workRow(page site.Page, row casework.Row) WorkRow {
	one := WorkRow{
		Raw: row.Number, Path: "desk/cases/" + row.Number, Number: page.Tracking(row.Number), Subject: subject(row.Need), Service: row.Service,
		Name: row.Name, Channel: catalogue.ChannelText(page, row.Channel), Icon: channelIcon(row.Channel),
	}
	if row.Mobile != "" {
		one.Mobile = page.Masked(row.Mobile)
	}
	one.Pill, one.Tone = m.pill(page, row)
	if row.Status == casework.Received {
		one.Tags = append(one.Tags, site.Tag{Text: page.T("desk.tag.new"), Tone: "info"})
	}
	tag := func(when bool, key, tone, icon string) {
		if when {
			one.Tags = append(one.Tags, site.Tag{Text: page.T("desk.tag." + key), Tone: tone, Icon: icon})
		}
	}
	open := row.Status != casework.Closed
	tag(row.Sealed, "sealed", "info", "lock")
	tag(open && row.Stage >= int(casework.Breached), "stage", "late", "flag")
	tag(open && row.Referred != "", "referred", "warn", "out")
	tag(row.Into != "", "merged", "", "next")
	if row.Rounds > 1 && row.Status != casework.Closed {
		one.Tags = append(one.Tags, roundsTag(page))
	}
	if row.Status == casework.Closed && row.Late(m.Now) {
		one.Tags = append(one.Tags, site.Tag{Text: m.lateText(page, row.Due, row.Closed), Tone: "late"})
	}
	return one
}

func roundsTag(page site.Page) site.Tag {
	return site.Tag{Text: page.T("desk.tag.again"), Tone: "warn", Icon: "refresh"}
}

// subjectLetters is how much of what was asked stands in a list.
const subjectLetters = 90

// subject is the first line of what was asked, cut at a word when it is long.
func subject(need string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(need), "\n")
	if utf8.RuneCountInString(line) <= subjectLetters {
		return strings.TrimSpace(line)
	}
	cut := string([]rune(line)[:subjectLetters])
	if i := strings.LastIndexByte(cut, ' '); i > len(cut)/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;।") + " …"
}

// channels are the doors through which cases come.
var channels = []charter.Channel{
	charter.InPerson, charter.Phone, charter.Web, charter.Letter, charter.Mail, charter.SMS, charter.EFile, charter.DigitalCentre,
}

var channelIcons = map[charter.Channel]string{
	charter.Web: "web", charter.Phone: "phone", charter.Mail: "mail", charter.SMS: "message", charter.InPerson: "person",
	charter.Letter: "paper", charter.EFile: "file", charter.DigitalCentre: "building",
}

func channelIcon(channel charter.Channel) string {
	if icon, known := channelIcons[channel]; known {
		return icon
	}
	return "file"
}

// peek reads the first case of the list.
func (s Staff) peek(r *http.Request, m room, page site.Page, number string) (Peek, error) {
	c, err := s.Desk.Store.Case(r.Context(), m.Office.ID, number)
	if err != nil {
		return Peek{}, err
	}
	acts, err := s.Desk.Store.Timeline(r.Context(), m.Office.ID, number)
	if err != nil {
		return Peek{}, err
	}
	const lastActs = 4
	peek := Peek{
		Path: "desk/cases/" + number, Number: page.Tracking(number), Subject: subject(c.Application.Need), Service: c.Service.Name,
		Words: c.Application.Need, Waiting: c.Status == casework.Waiting,
	}
	if !c.Due.IsZero() {
		peek.Promised = page.T("desk.promised", "date", page.WeekdayDate(c.Due))
	}
	peek.Pill, _ = m.pill(page, rowOf(c))
	_, may := file{room: m, c: c, ladder: c.Ladder(m.Chart, m.Now)}.actor(c.Post)
	peek.May = may && !c.Ended()
	peek.Moments = m.moments(page, slices.Clone(acts[max(0, len(acts)-lastActs):]))
	return peek, nil
}

// rowOf is a case as a list shows it.
func rowOf(c casework.Case) casework.Row {
	return casework.Row{
		Number: c.Number, Service: c.Service.Name, Channel: c.Channel, Post: c.Post, Status: c.Status, Outcome: c.Outcome,
		Received: c.Received, Due: c.Due, Closed: c.Closed, Rounds: c.Rounds, Pauses: c.Pauses,
	}
}

// pill tells how the promise of a case stands, in words and colour; tone is the
// class of the card.
func (m room) pill(page site.Page, c casework.Row) (tag site.Tag, tone string) {
	today := m.Calendar.DateOf(m.Now)
	switch {
	case c.Status == casework.Closed:
		return outcomeTag(page, c.Outcome), "c-wait"
	case c.Status == casework.Waiting:
		return site.Tag{Text: page.T("desk.pill.waiting"), Icon: "pause"}, "c-wait"
	case c.Due.IsZero():
		return site.Tag{Text: page.T("desk.pill.undated"), Icon: "clock"}, "c-info"
	case c.Late(m.Now):
		return site.Tag{Text: m.lateText(page, c.Due, m.Now), Tone: "late", Icon: "warning"}, "c-late"
	case m.Calendar.DateOf(c.Due) == today:
		return site.Tag{Text: page.T("desk.pill.today", "time", byHour(page, c.Due)), Tone: "warn", Icon: "clock"}, "c-warn"
	}
	return site.Tag{Text: dayOf(page, c.Due), Tone: "ok", Icon: "clock"}, "c-ok"
}

func outcomeTag(page site.Page, outcome casework.Outcome) site.Tag {
	tag := site.Tag{Text: page.T("desk.outcome." + string(outcome)), Icon: "check"}
	if outcome == casework.Delivered || outcome == casework.Advised {
		tag.Tone = "ok"
	}
	return tag
}

// lateText counts the working days between a promised moment and an end.
func (m room) lateText(page site.Page, due, end time.Time) string {
	days := m.Calendar.Between(m.Calendar.DateOf(due), m.Calendar.DateOf(end))
	if days == 0 {
		return page.T("desk.pill.passed")
	}
	return page.T("desk.pill.late", "days", days)
}

// byHour prints an hour as people say a limit: ৫টার, 5 pm.
func byHour(page site.Page, t time.Time) string {
	at := t.In(workday.Dhaka)
	switch {
	case at.Minute() != 0:
		return page.T("desk.hour.minutes", "time", page.Clock(t))
	case page.Lang == message.En:
		return at.Format("3 pm")
	}
	return bangla.Digits(at.Format("3")) + "টার"
}

// dayOf prints a day without the year when it is this year's.
func dayOf(page site.Page, t time.Time) string {
	if t.In(workday.Dhaka).Year() == page.Now.In(workday.Dhaka).Year() {
		return page.ShortDate(t)
	}
	return page.Date(t)
}
