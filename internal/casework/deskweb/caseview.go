package deskweb

import (
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/document"
	"dorgora/internal/site"
	"dorgora/workday"
	"slices"
	"strings"
	"time"
)

// ClockBlock is the block with the promised date.
type ClockBlock struct {
	Caption, Big, Late, First, Note string
	Spent                           []bool // one for each promised day, true when gone
	SpentText                       string
}

// ends is the moment up to which the clock of the case is told: now, or its end.
func (f file) ends() time.Time {
	if f.c.Ended() {
		return f.c.Closed
	}
	return f.Now
}

// clock says the promised date, the first one, and how much of the time is gone.
func (f file) clock(page site.Page, due workday.Due) ClockBlock {
	c, block := f.c, ClockBlock{Caption: page.T("desk.clock.promised")}
	gone := c.Clock().Elapsed(f.Calendar, f.ends())
	first := c.Due
	if len(f.acts) > 0 {
		first = f.acts[0].Due
	}
	switch {
	case c.Ended():
		block.Caption, block.Big = page.T("desk.clock.ended"), page.WeekdayDate(c.Closed)
		block.Note = page.T("desk.clock.took", "days", gone.OfficeDays)
		if !c.Due.IsZero() && c.Outcome != casework.Withdrawn {
			block.First = page.T("desk.clock.was", "date", page.Date(c.Due))
		}
	case c.Due.IsZero():
		block.Big, block.Note = page.T("desk.pill.undated"), page.T("desk.clock.undated", "days", gone.OfficeDays)
	case c.Status == casework.Waiting && due.Measurable:
		block.Caption, block.Big = page.T("desk.clock.if"), page.WeekdayDate(due.Moment)
		from := c.Pauses[len(c.Pauses)-1].From
		block.Note = page.T("desk.clock.stands", "date", page.ShortDate(from), "days", gone.ApplicantDays)
		block.First = page.T("desk.clock.first", "date", page.Date(first))
	default:
		block.Big = page.WeekdayDate(c.Due)
		block.First = page.T("desk.clock.same")
		if !first.Equal(c.Due) {
			block.First = page.T("desk.clock.first", "date", page.Date(first))
		}
	}
	if !c.Due.IsZero() && c.Late(f.Now) && c.Outcome != casework.Withdrawn {
		block.Late = f.lateText(page, c.Due, f.ends())
	}
	const mostDots = 15
	if n := c.Promise.Count; c.Promise.Kind == workday.InWorkingDays && n <= mostDots && !c.Ended() {
		spent := min(n, gone.OfficeDays)
		for i := range n {
			block.Spent = append(block.Spent, i < spent)
		}
		block.SpentText = page.T("desk.clock.spent", "count", n, "gone", spent, "left", n-spent)
	}
	return block
}

func (f file) tags(page site.Page) []site.Tag {
	var tags []site.Tag
	add := func(when bool, key, tone, icon string) {
		if when {
			tags = append(tags, site.Tag{Text: page.T("desk.tag." + key), Tone: tone, Icon: icon})
		}
	}
	c := f.c
	add(c.Sealed, "sealed", "info", "lock")
	add(c.Status == casework.Received, "new", "info", "")
	add(c.Stage >= casework.Breached && !c.Ended(), "stage", "late", "flag")
	add(c.Referral.State == casework.ReferralSent && !c.Ended(), "referred", "warn", "out")
	add(c.Reopened > 0, "reopened", "warn", "refresh")
	add(c.Into != "", "merged", "", "next")
	if c.Rounds > 1 && !c.Ended() {
		tags = append(tags, roundsTag(page))
	}
	return tags
}

// ending says how a case ended, whether in time, and where a refusal may be
// appealed.
func (f file) ending(page *CasePage) {
	if !f.c.Ended() {
		return
	}
	page.Result = page.T("desk.outcome." + string(f.c.Outcome))
	if f.c.Outcome != casework.Refused {
		return
	}
	page.Appeal = page.T("desk.appeal.none")
	if page.Above != "" {
		page.Appeal = page.T("desk.appeal", "office", page.Above)
	}
}

// applicant is who asks, and for whom.
func applicant(page site.Page, a casework.Application) site.Answers {
	var list site.Answers
	add := func(key, text, note string) {
		if text != "" {
			list.Rows = append(list.Rows, site.Answer{Term: page.T(key), Text: text, Note: note, Tongue: page.TongueOf(text)})
		}
	}
	add("desk.applicant.name", a.Name, "")
	add("desk.applicant.union", a.Union, "")
	add("desk.applicant.mail", a.Mail, "")
	helper := ""
	if a.HelperPhone != "" {
		helper = page.Mobile(a.HelperPhone)
	}
	add("desk.applicant.helper", a.Helper, helper)
	eiin := ""
	if a.EIIN != "" {
		eiin = page.T("desk.applicant.eiin", "number", page.Digits(a.EIIN))
	}
	add("desk.applicant.body", a.Body, eiin)
	date, err := workday.ParseDate(a.MemoDate)
	written := ""
	if err == nil {
		written = page.Date(page.Day(date))
	}
	add("desk.applicant.memo", page.Digits(a.Memo), written)
	if a.Devices > 0 {
		add("desk.applicant.devices", page.Num(a.Devices), "")
	}
	if a.Hear != "" {
		add("desk.applicant.hear", page.T("desk.hear."+string(a.Hear)), "")
	}
	return list
}

// papers are the files that came, then what was asked for, then what the charter
// names and nobody has brought.
func (f file) papers(page site.Page, base string) []site.Paper {
	var list []site.Paper
	came := map[string]bool{}
	for _, e := range f.evidence {
		came[e.Paper] = true
		name := e.Paper
		if name == "" {
			name = e.Name
		}
		if e.State == document.Deleted {
			list = append(list, site.Paper{Icon: "minus", Name: name, Note: e.Name + " · " + page.T("casework.file.deleted")})
			continue
		}
		paper := site.Paper{
			Icon: "check", Name: name, Note: e.Name + " · " + caseworkweb.SizeText(page, e.Size) + " · " + page.ShortDate(e.At) + " ·",
			Link: site.Link{Text: page.T("desk.paper.fetch"), Href: page.Href(base + "/files/" + e.ID)},
		}
		if judged, looked := f.c.Papers[e.ID]; looked {
			paper.Tag = page.T("casework.act.paper." + string(judged.State))
		}
		list = append(list, paper)
	}
	for _, one := range f.c.Missing {
		came[one] = true
		list = append(list, site.Paper{Icon: "clock", Name: one, Tag: page.T("desk.paper.asked")})
	}
	for _, one := range f.service.Papers {
		if !came[one.Text] {
			list = append(list, site.Paper{Icon: "minus", Name: one.Text, Tag: page.T("desk.paper." + string(one.Need)), Note: page.T("desk.paper.not")})
		}
	}
	for i := range list {
		list[i].Tongue = page.TongueOf(list[i].Name)
	}
	return list
}

// moments is the timeline, newest first. What the office alone sees is marked by its
// look and by a word.
func (m room) moments(page site.Page, acts []casework.Act) []site.Moment {
	var list []site.Moment
	for _, act := range slices.Backward(acts) {
		moment := site.Moment{
			Title: deedText(page, act), When: page.DateTime(act.At), Machine: page.Machine(act.At), By: page.T("desk.by.applicant"),
		}
		if act.Deed != casework.DeedReceived {
			moment.Text = strings.ReplaceAll(act.Text, "\n", "; ")
		}
		switch act.Deed {
		case casework.DeedMerged:
			moment.Text = page.Tracking(act.Text)
		case casework.DeedIssued: // it names the number of the paper
			moment.Text = page.Digits(moment.Text)
		}
		switch {
		case !act.Public:
			moment.Tone, moment.Title = "int", page.T("desk.inside", "title", moment.Title)
		case act.Deed == casework.DeedRecounted || act.Actor == casework.TheClock:
			moment.Tone = "sys"
		case act.Actor.Post != "":
			moment.Tone = "in0"
		}
		if act.Actor.Post != "" || act.Actor.Name != "" {
			moment.By = m.by(page, act.Actor)
		}
		list = append(list, moment)
	}
	for i := range list {
		list[i].Tongue = page.TongueOf(list[i].Text)
	}
	return list
}

// deedText names what was done; a step and an alarm by their own words.
func deedText(page site.Page, act casework.Act) string {
	text := page.T("desk.deed." + string(act.Deed))
	if strings.HasPrefix(act.Key, "kind.") {
		text += ": " + page.T(act.Key)
	}
	return text
}
