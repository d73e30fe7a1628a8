package deskweb

import (
	"context"
	"net/http"
	"slices"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
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
	Call      string // the number to call, empty while it is masked
	Masked    string // the same, so that only its owner knows it
	Hidden    bool   // personal data is covered until the reader asks to see it
	Identity  bool   // so is an identity number
	Facts     site.Answers
	Papers    []site.Paper
	Tasks     []TaskRow
	Orders    []OrderRow
	Sheets    []site.Paper
	Links     []site.Link // cases and incidents that belong to this one
	Moments   []site.Moment
	Counted   []site.CountedRow
	Changes   []site.Moment // what moved the promised moment
	Sayings   []NoticeRow
	Unheard   bool          // one of them did not arrive, or may not have
	Seen      []site.Moment // who looked at personal data
	Answers   string        // who answers for the case now
	Result    string        // how it ended, in words
	Appeal    string        // where the applicant may turn after a refusal
	Above     string        // name of the superior office
	Acts      bool          // the reader may act
	Jumps     []site.Link   // what is done most often
	Groups    []FoldGroup
	Undo      Undo
	Moved     []site.Moment // what happened since the reader looked
	Kept      []string      // what was typed where it can no longer be sent
}

// file is everything kept about a case.
type file struct {
	room
	c        casework.Case
	kind     catalogue.Kind
	rules    casework.Rules
	ladder   []office.Answerable // who answers, then who stands above
	acts     []casework.Act
	evidence []document.Evidence
	notices  []notice.Notice
	service  catalogue.Service
	similar  []casework.Row
	letters  []Letter
	looks    []casework.Look
	open     bool              // the reader sees the personal data
	identity map[string]string // identity numbers that the reader asked to see
	around   []office.Office   // offices to which the matter may be referred
	causes   []casework.Incident
}

// file reads a case of the office of the address. Another office's case is
// NotFound, and so is a sealed one for whoever neither handles it nor stands
// above.
func (s Staff) file(r *http.Request) (file, error) {
	return s.fileFor(r, func(f file) bool { return f.known(f.c) })
}

// fileFor reads a case; may says whether the reader may see it when it is sealed.
func (s Staff) fileFor(r *http.Request, may func(file) bool) (file, error) {
	m, err := s.room(r)
	if err != nil {
		return file{}, err
	}
	f := file{room: m}
	found, err := number.ParseTracking(r.PathValue("number"))
	if err != nil {
		return f, fault.Wrap(fault.NotFound, "record.missing", err)
	}
	if f.c, err = s.Desk.Store.Case(r.Context(), m.Office.ID, found); err != nil {
		return f, err
	}
	f.kind = s.Desk.KindOf(f.c)
	f.ladder = f.c.Ladder(m.Chart, m.Now)
	if f.c.Sealed && !may(f) {
		return f, fault.New(fault.NotFound, "record.missing")
	}
	return f, s.fill(r, &f)
}

// fill reads what belongs to the case.
func (s Staff) fill(r *http.Request, f *file) (err error) {
	ctx, id, found := r.Context(), f.Office.ID, f.c.Number
	if f.rules, err = s.rules(ctx, f.room, f.c.Service.Key); err != nil {
		return err
	}
	if f.acts, err = s.Desk.Store.Timeline(ctx, id, found); err != nil {
		return err
	}
	if f.evidence, err = s.Desk.Store.Evidence(ctx, id, found); err != nil {
		return err
	}
	if f.notices, err = s.Outbox.NoticesOf(ctx, id, f.c.Subject()); err != nil {
		return err
	}
	if s.Letters != nil {
		if f.letters, err = s.Letters(ctx, id, found); err != nil {
			return err
		}
	}
	f.service, err = s.Offers.ServiceIn(ctx, id, f.c.Service.Key, f.c.Service.Version)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		err = nil // an imported case may name no version; its papers are then not known
	}
	if err != nil {
		return err
	}
	if err = s.uncovering(r, f); err != nil || f.c.Ended() {
		return err
	}
	if f.similar, err = s.Cases.Similar(ctx, id, f.c); err != nil {
		return err
	}
	f.similar = slices.DeleteFunc(f.similar, func(row casework.Row) bool { return row.Sealed })
	if f.around, err = s.Around(ctx, f.Office); err != nil {
		return err
	}
	f.causes, err = s.Ties.Incidents(ctx, id, causesShown)
	return err
}

// causesShown is how many incidents a case may be put into.
const causesShown = 20

// rules are the figures for the cases of a service today.
func (s Staff) rules(ctx context.Context, m room, service string) (casework.Rules, error) {
	if s.Desk.Rules == nil {
		return casework.RulesFor(nil, service, m.Calendar.DateOf(m.Now)), nil
	}
	lines, err := s.Desk.Rules.RuleLines(ctx, m.Office.ID)
	return casework.RulesFor(lines, service, m.Calendar.DateOf(m.Now)), err
}

// known reports whether the reader may know of a case.
func (m room) known(c casework.Case) bool { return c.KnownTo(m.who, m.Chart, m.Now) }

// actor is as whom the reader acts on the case: see room.actor. Who has an interest
// in the matter does not; whoever answers next on the way up does.
func (f file) actor(post string) (casework.Actor, bool) {
	if slices.Contains(f.c.Barred, f.who.Person) {
		return casework.Actor{}, false
	}
	if len(f.ladder) > 0 && f.who.Known() && f.ladder[0].Person.ID == f.who.Person && !f.who.Holds(f.Office.ID, post) {
		return f.in(f.ladder[0].Office, f.ladder[0].Post.ID), true
	}
	return f.room.actor(post)
}

// overseer is as whom the reader gives instructions: in the post in which the
// reader stands above who answers.
func (f file) overseer() (casework.Actor, bool) {
	for i, one := range f.ladder {
		if i > 0 && one.Person.ID == f.who.Person {
			return f.in(one.Office, one.Post.ID), true
		}
	}
	for _, seat := range f.who.Seats { // heads who stand on no rung now, as the one on leave
		_, above := f.Chart.OfficeOf(seat.Office)
		if above && seat.Office != f.Office.ID && seat.Role == office.Head {
			return f.in(seat.Office, seat.Post), true
		}
	}
	return casework.Actor{}, false
}

// File shows a case: GET /{office}/desk/cases/{number}. The number of a case that
// was merged leads to the other one, unless ?own=1 asks for it.
func (s Staff) File(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	asked := r.URL.Query()
	if f.c.Into != "" && asked.Get("own") == "" {
		s.Site.Redirect(w, r, f.address(f.c.Into)+"?"+query("from", f.c.Number))
		return
	}
	page := s.casePage(r, f, asked.Get("do"), nil)
	if done := asked.Get("said"); sayable(done) {
		page.Notice = page.T("desk.said." + done)
	}
	if from, err := number.ParseTracking(asked.Get("from")); err == nil {
		page.Notice = page.T("desk.merged.from", "number", page.Tracking(from))
	}
	s.Site.Show(w, r, "case_page", page)
}

// Paper shows a case to be printed: GET /{office}/desk/cases/{number}/print.
func (s Staff) Paper(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	if err == nil {
		err = s.looked(r, f, casework.LookPrint)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	f.open = true
	page := s.casePage(r, f, "", nil)
	slices.Reverse(page.Moments) // on paper one reads on from the beginning
	page.Crumbs = append(page.Crumbs[:1], site.Link{Text: page.Tracking(f.c.Number), Href: page.Href(page.Base)}, site.Link{Text: page.T("button.print")})
	s.Site.Show(w, r, "case_print", page)
}

// casePage draws a case; open names the form that stands unfolded, fill puts in
// what was typed and what is wrong with it.
func (s Staff) casePage(r *http.Request, f file, open string, fill func(site.Page) site.Page) CasePage {
	c := f.c
	page := CasePage{Page: s.shell(r, ""), Case: c, Base: "desk/cases/" + c.Number, Subject: subject(c.Application.Need)}
	page.Title = page.Tracking(c.Number) + ": " + page.Subject
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Tracking(c.Number)}}
	if fill != nil {
		page.Page = fill(page.Page)
	}
	page.Service = page.Pick(c.Service.Name, f.service.NameEn)
	due, _ := c.Promised(f.Calendar, f.ends()) // a calendar that cannot tell the date must not hide the case
	page.Clock, page.Counted, page.Changes = f.clock(page.Page, due), page.CountedRows(due.Days), f.changes(page.Page)
	page.Pill, _ = f.pill(page.Page, rowOf(c))
	page.Tags = f.tags(page.Page)
	page.Papers, page.Moments = f.papers(page.Page, page.Base), f.moments(page.Page, f.acts)
	for _, n := range f.notices {
		page.Sayings = append(page.Sayings, s.noticeRow(page.Page, n))
		page.Unheard = page.Unheard || n.Status.Troubled()
	}
	page.Answers = f.answers(page.Page, c.Post)
	if above, known := f.Above(); known {
		page.Above = page.Pick(above.Name, above.NameEn)
	}
	f.ending(&page)
	_, page.Acts = f.actor(c.Post)
	f.person(&page)
	f.handling(&page)
	page.Groups = f.forms(page, open)
	page.Jumps = page.jumps()
	page.Undo = f.undo(page.Page)
	return page
}
