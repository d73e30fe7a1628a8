// Package deskweb is the officers' pages of the request desk: lists of cases, one case
// with all that may be done to it, the counter and the outbox.
package deskweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

//go:embed list_bn.txt
var listBn string

//go:embed list_en.txt
var listEn string

//go:embed act_bn.txt
var actBn string

//go:embed act_en.txt
var actEn string

// Texts is what the officers' pages say.
var Texts = message.Set{Name: "casework desk", Bn: bn + "\n" + listBn + "\n" + actBn, En: en + "\n" + listEn + "\n" + actEn}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Worklist reads many cases of an office at once.
type Worklist interface {
	Page(ctx context.Context, query casework.Query) (casework.Page, error)
	Tally(ctx context.Context, officeID string, marks casework.Marks) (casework.Tally, error)
	// Popular returns the keys of the services asked for most often since a moment.
	Popular(ctx context.Context, officeID string, since time.Time, limit int) ([]string, error)
	// Submitted returns the number of the case received under a key.
	Submitted(ctx context.Context, officeID, key string) (number string, err error)
	// Each gives every row of a list in its order, however many pages it has.
	Each(ctx context.Context, query casework.Query, take func(casework.Row) error) error
	// Similar returns cases that may be the same as one, the likest first.
	Similar(ctx context.Context, officeID string, c casework.Case) ([]casework.Row, error)
}

// Ties reads what binds cases together.
type Ties interface {
	Incident(ctx context.Context, officeID, id string) (casework.Incident, error)
	Incidents(ctx context.Context, officeID string, limit int) ([]casework.Incident, error)
	SaveIncident(ctx context.Context, incident casework.Incident) error
	// Grouped returns the numbers of the cases of an incident.
	Grouped(ctx context.Context, officeID, incident string) ([]string, error)
	// Merged returns the numbers of the cases merged into one.
	Merged(ctx context.Context, officeID, number string) ([]string, error)
	// ReferredTo returns cases of other offices that wait for this one's answer.
	ReferredTo(ctx context.Context, officeID string) ([]casework.Target, error)
}

// Oversight reads what a superior must see, over several offices.
type Oversight interface {
	// Raised returns open cases that have climbed past the promise, the latest stage
	// first.
	Raised(ctx context.Context, offices []string, limit int) ([]casework.Row, error)
	// Given returns the instructions that a person gave, the latest first.
	Given(ctx context.Context, person string, limit int) ([]casework.GivenOrder, error)
}

// Looks records who looked at personal data.
type Looks interface {
	Looked(ctx context.Context, looks ...casework.Look) error
	Looks(ctx context.Context, officeID, number string) ([]casework.Look, error)
}

// Offers finds what an office offers now, and a service as it stood when a case
// came in.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
	ServiceIn(ctx context.Context, officeID, slug string, version int) (catalogue.Service, error)
}

// Staff answers those who work in an office, and those above it who may look on.
type Staff struct {
	Site      *site.Site
	Desk      casework.Desk
	Cases     Worklist
	Outbox    casework.Outbox
	Offers    Offers
	Uploads   *caseworkweb.Uploads
	Ties      Ties
	Looks     Looks
	Filters   casework.Filters
	Oversight Oversight
	// Around returns the offices to which an office may refer a matter.
	Around func(ctx context.Context, of office.Office) ([]office.Office, error)
	// Below returns the offices below one, at any depth.
	Below func(ctx context.Context, officeID string) ([]office.Office, error)
	// Letters returns the letters that belong to a case; nil: there are none.
	Letters func(ctx context.Context, officeID, number string) ([]Letter, error)
	Say     notice.Speaker // every text, to show notices as they would be sent
}

// Letter is a letter that belongs to a case: one of the diary, by its serial, or one
// of the office, by its memo number, which a draft has not yet.
type Letter struct {
	Path, Number string
	Ours         bool
}

// room is the office of the address and who has come in.
type room struct {
	caseworkweb.Setting
	who access.Identity
}

func (s Staff) room(r *http.Request) (room, error) {
	of, err := caseworkweb.SettingOf(r, s.Desk)
	return room{of, access.From(r.Context())}, err
}

// shell is the shell of an officer's page, with what was just done.
func (s Staff) shell(r *http.Request, title string, args ...any) site.Page {
	page := s.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	return page
}

// answering is who answers for a post now; for a post that the chart does not
// hold, who answers for the head of the office.
func (m room) answering(post string) office.Answerable {
	found, err := m.Chart.Answerable(m.Office.ID, post, m.Now)
	if err != nil {
		found, err = m.Chart.Answerable(m.Office.ID, m.Chart.HeadOf(m.Office.ID).ID, m.Now)
	}
	if err != nil {
		return office.Answerable{}
	}
	return found
}

// posts are the posts of the office for which the reader answers now.
func (m room) posts() []string {
	mine := []string{}
	if m.who.Known() && m.answering("").Person.ID == m.who.Person {
		mine = append(mine, "") // cases of no post fall to the head
	}
	for _, post := range m.Chart.PostsOf(m.Office.ID) {
		if m.who.Known() && m.answering(post.ID).Person.ID == m.who.Person {
			mine = append(mine, post.ID)
		}
	}
	return mine
}

// actor is as whom the reader acts on a case of the post: as that post by holding
// it or standing in, as the one who answers while it is vacant, or as the head of
// the office.
func (m room) actor(post string) (casework.Actor, bool) {
	if m.who.Holds(m.Office.ID, post) {
		return m.in(m.Office.ID, post), true
	}
	if a := m.answering(post); m.who.Known() && a.Person.ID == m.who.Person {
		return m.in(a.Office, a.Post.ID), true
	}
	for _, seat := range m.who.Seats {
		if seat.Office == m.Office.ID && seat.Role == office.Head {
			return m.in(seat.Office, seat.Post), true
		}
	}
	return casework.Actor{}, false
}

// writer is as whom the reader writes notes, and works at the counter when inside
// the office: the post that acts, else the nearest seat on the way up.
func (m room) writer(post string) (actor casework.Actor, inside bool) {
	if actor, may := m.actor(post); may {
		return actor, true
	}
	for _, o := range m.Chart.Offices {
		for _, seat := range m.who.Seats {
			if seat.Office == o.ID {
				return m.in(seat.Office, seat.Post), o.ID == m.Office.ID
			}
		}
	}
	for _, seat := range m.who.Seats { // a steward of another tree
		return m.in(seat.Office, seat.Post), false
	}
	return casework.Actor{}, false
}

// address is the address of a case.
func (m room) address(number string) string {
	return caseworkweb.Within(m.Office, "desk", "cases", number)
}

// in is the reader in a post. A post of another office carries that office's name,
// so that the ledger never takes it for one of this office.
func (m room) in(officeID, post string) casework.Actor {
	if officeID != m.Office.ID {
		post = officeID + "/" + post
	}
	return casework.Actor{Post: post, Person: m.who.Person, Name: m.who.Name}
}

// title is the title of an actor's post, with the office when it is another one.
func (m room) title(page site.Page, post string) string {
	officeID, id, elsewhere := strings.Cut(post, "/")
	if !elsewhere {
		officeID, id = m.Office.ID, post
	}
	found, _ := m.Chart.Post(officeID, id)
	title := page.Pick(found.Title, found.TitleEn)
	if in, known := m.Chart.OfficeOf(officeID); elsewhere && known {
		title += ", " + page.Pick(in.Name, in.NameEn)
	}
	return strings.TrimPrefix(title, ", ")
}

// denied says who acts on a case instead of the reader.
func (m room) denied(page site.Page, post string) error {
	return fault.New(fault.Denied, "desk.denied", "who", m.answers(page, post))
}

// answers names the person and the post that answer for a post now.
func (m room) answers(page site.Page, post string) string {
	name, title := m.Officer(page, post)
	if a := m.answering(post); a.Office != m.Office.ID && a.Person.ID != "" {
		title = m.title(page, a.Office+"/"+a.Post.ID)
	}
	return strings.Trim(name+", "+title, ", ")
}

// OutboxPage lists what the office says to people.
type OutboxPage struct {
	site.Page
	Rows []NoticeRow
	None site.Empty
	More site.Pager
}

// NoticeRow is a notice as it would be sent.
type NoticeRow struct {
	Text, Lang, To, Whom, Icon, When, Parts string
	Number, Path                            string // of the case
	Tries                                   string // where its attempts stand, and a person decides about one that did not arrive
	Unheard                                 bool   // it did not arrive, or may not have
	State                                   site.Tag
}

// outboxRows is the length of a page of the outbox.
const outboxRows = 25

// Notices shows the outbox: GET /{office}/desk/outbox.
func (s Staff) Notices(w http.ResponseWriter, r *http.Request) {
	after := r.URL.Query().Get("after")
	list, err := s.Outbox.Notices(r.Context(), office.From(r.Context()).ID, after, outboxRows+1)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := OutboxPage{Page: s.shell(r, "desk.outbox.title")}
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	next := ""
	if len(list) > outboxRows {
		list = list[:outboxRows]
		next = "desk/outbox?" + query("after", list[outboxRows-1].Cursor())
	}
	for _, n := range list {
		hidden, err := s.sealedFrom(r, n)
		if err != nil {
			s.Site.Refuse(w, r, err)
			return
		}
		if !hidden {
			page.Rows = append(page.Rows, s.noticeRow(page.Page, n))
		}
	}
	page.None = site.Empty{Icon: "message", Title: page.T("desk.outbox.none"), Text: page.T("desk.outbox.none.text")}
	page.More = pager(page.Page, after, "desk/outbox", next)
	s.Site.Show(w, r, "outbox", page)
}

// sealedFrom reports whether a notice is about a sealed case that is not there for
// the reader.
func (s Staff) sealedFrom(r *http.Request, n notice.Notice) (bool, error) {
	number, found := strings.CutPrefix(n.Subject, "case/")
	if !found {
		return false, nil
	}
	c, err := s.Desk.Store.Case(r.Context(), n.Office, number)
	if err != nil || !c.Sealed {
		return false, err
	}
	m, err := s.room(r)
	return err == nil && !m.known(c), err
}

func (s Staff) noticeRow(page site.Page, n notice.Notice) NoticeRow {
	row := NoticeRow{
		Text: n.Text(s.Say), Lang: n.Lang, Icon: "mail", To: n.Address, When: page.DateTime(n.At),
		State: site.Tag{Text: page.T("desk.notice." + string(n.Status)), Icon: "pause"},
	}
	switch n.Status {
	case notice.Sent, notice.Delivered:
		row.State.Tone, row.State.Icon = "ok", "check"
	case notice.Failed, notice.Expired, notice.Muted, notice.Uncertain:
		row.State.Tone, row.State.Icon = "warn", "warning"
	}
	if n.Channel == notice.SMS || n.Channel == notice.Mail {
		row.Tries, row.Unheard = "desk/outbox/notices/"+url.PathEscape(n.ID), n.Status.Troubled()
	}
	if n.Channel == notice.SMS {
		row.Icon, row.To = "message", page.Masked(n.Address)
		row.Parts = page.T("desk.notice.parts", "count", bangla.Segments(row.Text).Parts)
	}
	if n.To == notice.Officer {
		row.Whom = page.T("desk.notice.officer")
	}
	if number, found := strings.CutPrefix(n.Subject, "case/"); found {
		row.Number, row.Path = page.Tracking(number), "desk/cases/"+number
	}
	if strings.HasPrefix(n.Subject, "conversation/") { // the page of the talk knows whether it is sealed
		row.Text, row.Lang, row.Parts = page.T("desk.notice.conversation"), string(page.Lang), ""
	}
	return row
}
