package caseworkweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// TrackCasePage is a case as its applicant sees it.
type TrackCasePage struct {
	site.Page
	Number    string
	Heading   string
	Status    site.Tag
	Promise   Promised
	Progress  site.Progress
	Asked     []site.Field // one for each thing that is missing
	AskedText string
	Owed      []site.Field // papers promised for later
	Sentence  string       // the result
	Appeal    string       // where to go against a refusal
	Moments   []site.Moment
	Mine      site.Answers
	Files     []site.Link
	Why       WhyDate
	Above     office.Office
	Open      bool
	Path      string
	More
}

// showCase shows everything; fill puts in what was typed and what is wrong with it.
func (p Pages) showCase(w http.ResponseWriter, r *http.Request, tracking string, fill func(site.Page) site.Page) {
	o, err := p.open(r, tracking)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := p.trackShell(r, tracking)
	if fill != nil {
		page = fill(page)
	}
	shown, err := o.page(page)
	if err == nil {
		shown.Mine.Rows = append(shown.Mine.Rows, p.told(page, o.c)...)
		shown.More, err = p.more(r.Context(), o, page)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "track_case", shown)
}

func (o opened) page(page site.Page) (TrackCasePage, error) {
	c, s := o.c, o.setting
	shown := TrackCasePage{
		Page: page, Number: c.Number, Status: statusTag(page, c), Promise: o.promise(page), Heading: heading(page, c),
		Progress: caseProgress(page, c), Sentence: c.Sentence, Moments: o.moments(page), Mine: o.mine(page), Open: !c.Ended(),
		Path: "track/" + c.Number,
	}
	shown.Above, _ = s.Above()
	for _, one := range o.evidence {
		link := site.Link{Text: one.Name, Tag: page.T("casework.file.deleted")}
		if one.State != document.Deleted {
			link.Href, link.Tag = page.Href(shown.Path+"/files/"+one.ID), SizeText(page, one.Size)
		}
		shown.Files = append(shown.Files, link)
	}
	switch {
	case c.Status == casework.Waiting:
		shown.AskedText = page.T("casework.asked.on", "date", page.ShortDate(c.Pauses[len(c.Pauses)-1].From))
		for i, one := range askedSlots(c) {
			field := fileField(page, one).Labelled(page.T("casework.part", "n", i+1, "title", one.Paper))
			shown.Asked = append(shown.Asked, field)
		}
	case shown.Open:
		for _, one := range o.handSlots() {
			shown.Owed = append(shown.Owed, fileField(page, one))
		}
	}
	if c.Outcome == casework.Refused && shown.Above.ID != "" {
		shown.Appeal = page.T("casework.appeal", "office", page.Pick(shown.Above.Name, shown.Above.NameEn))
	}
	if c.Due.IsZero() || c.Ended() {
		return shown, nil
	}
	due, err := c.Promised(s.Calendar, s.Now)
	if err == nil {
		shown.Why = whyDate(page, c.Promise, due)
	}
	return shown, err
}

// askedSlots are the things that the office asked for.
func askedSlots(c casework.Case) []slot {
	var slots []slot
	for i, one := range c.Missing {
		slots = append(slots, slot{Field: "paper-" + strconv.Itoa(i), Paper: one})
	}
	return slots
}

// handSlots are the papers still owed, and room for anything else.
func (o opened) handSlots() []slot {
	return append(o.owed(), slot{Field: extraField})
}

func heading(page site.Page, c casework.Case) string {
	switch c.Status {
	case casework.Waiting:
		return page.T("casework.heading.waiting", "count", len(c.Missing))
	case casework.Closed:
		return page.T("casework.heading." + string(c.Outcome))
	}
	return page.T("casework.heading." + string(c.Status))
}

// promise is the block's date with more words than everybody sees.
func (o opened) promise(page site.Page) Promised {
	promise := publicPromise(page, o.setting, o.c)
	first := o.firstDue()
	switch {
	case o.c.Ended() && !o.c.Due.IsZero() && o.c.Outcome != casework.Withdrawn:
		key := "casework.ended.in.time"
		if o.c.Late(o.setting.Now) {
			key = "casework.ended.late"
		}
		promise.Note = page.T(key, "date", page.ShortDate(o.c.Due))
	case promise.Dated && promise.Note == "" && !first.Equal(o.c.Due):
		promise.Note = page.T("casework.promise.first", "date", page.ShortDate(first))
	case promise.Dated && promise.Note == "":
		promise.Note = promiseNote(page, o.c.Promise, nil)
	}
	return promise
}

func caseProgress(page site.Page, c casework.Case) site.Progress {
	names := []string{"received", "in_progress", "closed"}
	now := 0
	switch c.Status {
	case casework.InProgress:
		now = 1
	case casework.Waiting:
		names = slices.Insert(names, 2, "waiting")
		now = 2
	case casework.Closed:
		now = 2
	}
	progress := site.Progress{Label: page.T("casework.progress"), Now: now}
	for _, one := range names {
		progress.Names = append(progress.Names, page.T("casework.stage."+one))
	}
	return progress
}

// moments is the public timeline, newest first.
func (o opened) moments(page site.Page) []site.Moment {
	var list []site.Moment
	for i, act := range slices.Backward(o.acts) {
		taken := i+1 < len(o.acts) && o.acts[i+1].Deed == casework.DeedUndone
		if !act.Public || taken { // what was taken back was never said
			continue
		}
		moment := site.Moment{
			Title: page.T("casework.deed." + string(act.Deed)), When: page.WeekdayDate(act.At) + ", " + page.Clock(act.At),
			Machine: page.Machine(act.At), By: page.T("casework.you"),
		}
		if act.Deed != casework.DeedReceived {
			moment.Text = strings.ReplaceAll(act.Text, "\n", "; ")
		}
		if act.Deed == casework.DeedIssued { // it names the number of the paper
			moment.Text = page.Digits(moment.Text)
		}
		if act.Key != "" {
			moment.Text = strings.Trim(page.T(act.Key)+". "+moment.Text, ". ")
		}
		if act.Actor == casework.TheClock {
			moment.By, moment.Tone = page.T("casework.by.clock"), "sys"
			list = append(list, moment)
			continue
		}
		if act.Actor.Post != "" {
			post, _ := o.setting.Chart.Post(o.setting.Office.ID, act.Actor.Post)
			moment.By, moment.Tone = strings.Trim(act.Actor.Name+", "+page.Pick(post.Title, post.TitleEn), ", "), "in0"
		}
		list = append(list, moment)
	}
	for i := range list {
		list[i].Tongue = page.TongueOf(list[i].Text)
	}
	return list
}

// mine is what the applicant sent.
func (o opened) mine(page site.Page) site.Answers {
	a := rows{page: page}
	a.add("casework.service", o.title(page), "")
	a.add("casework.need", o.c.Application.Need, "")
	personRows(&a, o.c.Application)
	if first := o.firstDue(); !first.IsZero() && !first.Equal(o.c.Due) {
		a.add("casework.promise.first.term", page.WeekdayDate(first), page.T("casework.promise.first.note"))
	}
	name, title := o.setting.Officer(page, o.c.Post)
	a.add("casework.answers", strings.Trim(name+", "+title, ", "), "")
	for i := range a.all {
		a.all[i].Change = site.Link{}
	}
	return site.Answers{Rows: a.all}
}

// Answer takes what was asked for: files, words or both. The clock goes on.
func (p Pages) Answer(w http.ResponseWriter, r *http.Request) {
	p.hand(w, r, func(o opened) []slot { return askedSlots(o.c) }, p.answerAct)
}

func (p Pages) answerAct(r *http.Request, at casework.Target, s sent) error {
	_, err := p.Desk.Answer(r.Context(), at, s.words, s.evidence)
	return err
}

// HandIn takes papers that were promised for later.
func (p Pages) HandIn(w http.ResponseWriter, r *http.Request) {
	p.hand(w, r, func(o opened) []slot { return o.handSlots() }, func(r *http.Request, at casework.Target, s sent) error {
		_, err := p.Desk.HandIn(r.Context(), at, s.names(), s.evidence)
		return err
	})
}

// sent is what an applicant hands in.
type sent struct {
	words    string
	evidence []document.Evidence
}

// names lists the papers handed in, or the files where no paper was asked for.
func (s sent) names() string {
	var names []string
	for _, one := range s.evidence {
		name := one.Paper
		if name == "" {
			name = one.Name
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return strings.Join(names, "; ")
}

// mostHeld is how many files a case holds, so that nobody uses one as a store.
const mostHeld = 60

// handed takes the words and files of a form, and notes in it what cannot be taken.
func (p Pages) handed(r *http.Request, form site.Form, o opened, slots []slot) sent {
	s, count := sent{words: form.Get("answer")}, 0
	for _, one := range slots {
		count += len(form.Files(one.Field))
	}
	if count > 0 && len(o.evidence)+count > mostHeld {
		field := "papers"
		if o.c.Status == casework.Waiting {
			field = "answer"
		}
		form.Fail(field, "casework.papers.full", "most", mostHeld)
		return s
	}
	for _, one := range slots {
		s.evidence = append(s.evidence, p.Uploads.take(r.Context(), form, one, handing{o.c.Office, o.setting.Now, p.Desk.Fresh}, 0)...)
	}
	return s
}

// hand takes a form with files and carries out the act, or shows the case again
// with what was typed.
func (p Pages) hand(w http.ResponseWriter, r *http.Request, slots func(opened) []slot, act func(*http.Request, casework.Target, sent) error) {
	tracking, done := p.passed(w, r)
	if done {
		return
	}
	form, err := site.ReadForm(r, document.LargestSend)
	if err == nil {
		err = p.pacedFiles(r)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o, err := p.open(r, tracking)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	handed := p.handed(r, form, o, slots(o))
	if err = form.Err(); err == nil {
		err = act(r, casework.Target{Office: o.c.Office, Number: tracking, Actor: casework.Applicant, Key: form.Once()}, handed)
	}
	switch {
	case err == nil:
		p.Site.Redirect(w, r, Within(o.setting.Office, "track", tracking))
	case fault.KindOf(err) == fault.Invalid:
		p.showCase(w, r, tracking, func(page site.Page) site.Page { return page.Refilled(form, err) })
	default:
		p.Site.Refuse(w, r, err)
	}
}

// File gives an applicant a file of the own case, always to be saved and never to
// be opened within these pages.
func (p Pages) File(w http.ResponseWriter, r *http.Request) {
	tracking, done := p.passed(w, r)
	if done {
		return
	}
	all, err := p.Desk.Store.Evidence(r.Context(), office.From(r.Context()).ID, tracking)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	i := slices.IndexFunc(all, func(e document.Evidence) bool { return e.ID == r.PathValue("file") })
	if i < 0 {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	if err := p.Uploads.Send(w, r, all[i]); err != nil {
		p.Site.Refuse(w, r, err)
	}
}
