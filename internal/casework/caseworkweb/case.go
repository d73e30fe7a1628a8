package caseworkweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/site"
	"dorgora/workday"
)

// CasePage is a case as the office sees it.
type CasePage struct {
	site.Page
	Case      casework.Case
	Base      string // path of the case
	Subject   string
	Service   string
	Pill      site.Tag
	Tags      []site.Tag
	Clock     ClockBlock
	Applicant site.Answers
	Call      string // the number to call
	Papers    []site.Paper
	Moments   []site.Moment
	Counted   []site.CountedRow
	Sayings   []NoticeRow
	Answers   string // who answers for the case now
	Result    string // how it ended, in words
	Appeal    string // where the applicant may turn after a refusal
	Above     string // name of the superior office
	Acts      bool   // the reader may act
	Owed      []site.Choice
	Posts     []site.Choice
	Moved     []site.Moment // what happened since the reader looked
	Kept      []string      // what was typed where it can no longer be sent
}

// ClockBlock is the block with the promised date.
type ClockBlock struct {
	Caption, Big, Late, First, Note string
	Spent                           []bool // one for each promised day, true when gone
	SpentText                       string
}

// file is everything kept about a case.
type file struct {
	room
	c        casework.Case
	acts     []casework.Act
	evidence []document.Evidence
	notices  []notice.Notice
	service  catalogue.Service
}

// file reads a case of the office of the address. Another office's case is
// NotFound.
func (s Staff) file(r *http.Request) (file, error) {
	m, err := s.room(r)
	if err != nil {
		return file{}, err
	}
	f := file{room: m}
	found, err := number.ParseTracking(r.PathValue("number"))
	if err != nil {
		return f, fault.Wrap(fault.NotFound, "record.missing", err)
	}
	if f.c, err = s.Desk.Store.Case(r.Context(), m.office.ID, found); err != nil {
		return f, err
	}
	if f.acts, err = s.Desk.Store.Timeline(r.Context(), m.office.ID, found); err != nil {
		return f, err
	}
	if f.evidence, err = s.Desk.Store.Evidence(r.Context(), m.office.ID, found); err != nil {
		return f, err
	}
	if f.notices, err = s.Outbox.NoticesOf(r.Context(), m.office.ID, f.c.Subject()); err != nil {
		return f, err
	}
	f.service, err = s.Offers.ServiceIn(r.Context(), m.office.ID, f.c.Service.Key, f.c.Service.Version)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		err = nil // an imported case may name no version; its papers are then not known
	}
	return f, err
}

// File shows a case: GET /{office}/desk/cases/{number}.
func (s Staff) File(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := s.casePage(r, f, nil)
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("desk.said." + said)
	}
	s.Site.Show(w, r, "case_page", page)
}

// Paper shows a case to be printed: GET /{office}/desk/cases/{number}/print.
func (s Staff) Paper(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := s.casePage(r, f, nil)
	slices.Reverse(page.Moments) // on paper one reads on from the beginning
	page.Crumbs = append(page.Crumbs[:1], site.Link{Text: page.Tracking(f.c.Number), Href: page.Href(page.Base)}, site.Link{Text: page.T("button.print")})
	s.Site.Show(w, r, "case_print", page)
}

// casePage draws a case; fill puts in what was typed and what is wrong with it.
func (s Staff) casePage(r *http.Request, f file, fill func(site.Page) site.Page) CasePage {
	c := f.c
	page := CasePage{Page: s.shell(r, ""), Case: c, Base: "desk/cases/" + c.Number, Subject: subject(c.Application.Need)}
	page.Title = page.Tracking(c.Number) + ": " + page.Subject
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Tracking(c.Number)}}
	if fill != nil {
		page.Page = fill(page.Page)
	}
	page.Service = page.Pick(c.Service.Name, f.service.NameEn)
	due, _ := c.Clock().Due(f.calendar, f.ends()) // a calendar that cannot tell the date must not hide the case
	page.Clock, page.Counted = f.clock(page.Page, due), page.CountedRows(due.Days)
	page.Pill, _ = f.pill(page.Page, rowOf(c))
	page.Tags = f.tags(page.Page)
	page.Applicant, page.Call = applicant(page.Page, c.Application), c.Application.Mobile
	page.Papers, page.Moments = f.papers(page.Page, page.Base), f.moments(page.Page, f.acts)
	for _, n := range f.notices {
		page.Sayings = append(page.Sayings, s.noticeRow(page.Page, n))
	}
	page.Answers = f.answers(page.Page, c.Post)
	if above, known := f.above(); known {
		page.Above = page.Pick(above.Name, above.NameEn)
	}
	f.ending(&page)
	_, page.Acts = f.actor(c.Post)
	page.Owed, page.Posts = f.owed(), f.posting(page.Page)
	return page
}

// ends is the moment up to which the clock of the case is told: now, or its end.
func (f file) ends() time.Time {
	if f.c.Ended() {
		return f.c.Closed
	}
	return f.now
}

func (f file) tags(page site.Page) []site.Tag {
	var tags []site.Tag
	if f.c.Status == casework.Received {
		tags = append(tags, site.Tag{Text: page.T("desk.tag.new"), Tone: "info"})
	}
	if f.c.Rounds > 1 && !f.c.Ended() {
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

// clock says the promised date, the first one, and how much of the time is gone.
func (f file) clock(page site.Page, due workday.Due) ClockBlock {
	c, block := f.c, ClockBlock{Caption: page.T("desk.clock.promised")}
	gone := c.Clock().Elapsed(f.calendar, f.ends())
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
	if !c.Due.IsZero() && c.Late(f.now) && c.Outcome != casework.Withdrawn {
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

// applicant is who asks, and for whom.
func applicant(page site.Page, a casework.Application) site.Answers {
	var list site.Answers
	add := func(key, text, note string) {
		if text != "" {
			list.Rows = append(list.Rows, site.Answer{Term: page.T(key), Text: text, Note: note})
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
		list = append(list, site.Paper{
			Icon: "check", Name: name, Note: e.Name + " · " + sizeText(page, e.Size) + " · " + page.ShortDate(e.At) + " ·",
			Link: site.Link{Text: page.T("desk.paper.fetch"), Href: page.Href(base + "/files/" + e.ID)},
		})
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
	return list
}

// owed are the papers of the charter that have not come, to be asked for with one
// tick each. Their values are their places.
func (f file) owed() []site.Choice {
	var list []site.Choice
	for i, one := range f.service.Papers {
		if slices.ContainsFunc(f.evidence, func(e document.Evidence) bool { return e.Paper == one.Text }) {
			continue
		}
		list = append(list, site.Choice{Value: strconv.Itoa(i + 1), Label: one.Text})
	}
	return list
}

// asked is what an officer ticked and wrote, one thing a line.
func asked(papers []charter.Paper, form site.Form) []string {
	var list []string
	for i, one := range papers {
		if form.Has("paper", strconv.Itoa(i+1)) {
			list = append(list, one.Text)
		}
	}
	return append(list, strings.Split(form.Get("missing"), "\n")...)
}

// posting are the other posts of the office, each with who answers there.
func (f file) posting(page site.Page) []site.Choice {
	list := []site.Choice{{Label: page.T("desk.assign.choose")}}
	for _, post := range f.chart.PostsOf(f.office.ID) {
		if post.ID != f.c.Post {
			list = append(list, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn) + " · " + f.answers(page, post.ID)})
		}
	}
	return list
}

// moments is the timeline, newest first. What the office alone sees is marked by its
// look and by a word.
func (m room) moments(page site.Page, acts []casework.Act) []site.Moment {
	var list []site.Moment
	for _, act := range slices.Backward(acts) {
		moment := site.Moment{
			Title: page.T("desk.deed." + string(act.Deed)), When: page.DateTime(act.At), Machine: page.Machine(act.At),
			By: page.T("desk.by.applicant"),
		}
		if act.Deed != casework.DeedReceived {
			moment.Text = strings.ReplaceAll(act.Text, "\n", "; ")
		}
		switch {
		case !act.Public:
			moment.Tone, moment.Title = "int", page.T("desk.inside", "title", moment.Title)
		case act.Deed == casework.DeedRecounted:
			moment.Tone = "sys"
		case act.Actor.Post != "":
			moment.Tone = "in0"
		}
		if act.Actor.Post != "" || act.Actor.Name != "" {
			person, _ := m.chart.Person(act.Actor.Person)
			moment.By = strings.Trim(page.Pick(act.Actor.Name, person.NameEn)+", "+m.title(page, act.Actor.Post), ", ")
		}
		list = append(list, moment)
	}
	return list
}
