// Package postboxweb shows the mails that came to an office: those that a person must
// sort or trust, those that machines wrote, and those that are done. What a mail says
// is shown as plain text, never as a page.
package postboxweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/postbox"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages say.
var Texts = message.Set{Name: "postboxweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Clerk does what a person decides about a mail; postbox.Clerk does.
type Clerk interface {
	Request(ctx context.Context, r postbox.Ruling) (number string, err error)
	Join(ctx context.Context, r postbox.Ruling) error
	Decline(ctx context.Context, r postbox.Ruling) error
	MarkSpam(ctx context.Context, r postbox.Ruling) error
}

// Letters reads the mails of an office.
type Letters interface {
	Letter(ctx context.Context, office, id string) (postbox.Letter, error)
	Letters(ctx context.Context, office string, states []postbox.State, after string, limit int) ([]postbox.Letter, error)
}

// Cases reads the cases that mails belong to.
type Cases interface {
	Case(ctx context.Context, office, number string) (casework.Case, error)
}

// Charts tells who works in an office.
type Charts interface {
	Chart(ctx context.Context, office string) (office.Chart, error)
}

// Sender answers with a kept file.
type Sender interface {
	Send(w http.ResponseWriter, r *http.Request, e document.Evidence) error
}

// Pages answers those who work in an office.
type Pages struct {
	Site   *site.Site
	Mails  Letters
	Clerk  Clerk
	Cases  Cases
	Charts Charts
	Sender Sender
	Offer  func(ctx context.Context, office string) (*catalogue.Offer, error)
	Now    func() time.Time
}

// room is the office of a request and who has come in.
type room struct {
	office office.Office
	who    access.Identity
	chart  office.Chart
	now    time.Time
}

func (p Pages) room(r *http.Request) (room, error) {
	m := room{office: office.From(r.Context()), who: access.From(r.Context()), now: p.Now()}
	var err error
	m.chart, err = p.Charts.Chart(r.Context(), m.office.ID)
	return m, err
}

// mayKnow reports whether the reader may know of a mail: one of a sealed case is there
// only for who may know of the case.
func (p Pages) mayKnow(ctx context.Context, m room, l postbox.Letter) (bool, error) {
	if l.Number == "" {
		return true, nil
	}
	c, err := p.Cases.Case(ctx, m.office.ID, l.Number)
	if err != nil {
		return fault.KindOf(err) == fault.NotFound, onlyOther(err)
	}
	return c.KnownTo(m.who, m.chart, m.now), nil
}

// onlyOther leaves out that there is no such thing.
func onlyOther(err error) error {
	if fault.KindOf(err) == fault.NotFound {
		return nil
	}
	return err
}

// box is one of the lists.
type box struct {
	name   string
	states []postbox.State
}

var boxes = []box{
	{"sort", []postbox.State{postbox.ToSort, postbox.Fresh}},
	{"quarantine", []postbox.State{postbox.Quarantine}},
	{"done", []postbox.State{postbox.Taken, postbox.Declined}},
	{"filed", []postbox.State{postbox.Filed, postbox.Spam}},
}

const rowsOfPage = 25

// ListPage is one list of mails.
type ListPage struct {
	site.Page
	Tabs []site.Link
	Rows []Row
	None site.Empty
	More site.Pager
}

// Row is one mail in a list.
type Row struct {
	Link           site.Link
	From, When     string
	State          site.Tag
	Why            string
	Files          string
	Number, Path   string
	SubjectMissing bool
}

// List shows the mails: GET /{office}/desk/mail.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	chosen := boxes[0]
	if i := slices.IndexFunc(boxes, func(b box) bool { return b.name == r.URL.Query().Get("box") }); i >= 0 {
		chosen = boxes[i]
	}
	after := r.URL.Query().Get("after")
	list, err := p.Mails.Letters(r.Context(), m.office.ID, chosen.states, after, rowsOfPage+1)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := ListPage{Page: p.shell(r, "mailbox.title")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	for _, one := range boxes {
		page.Tabs = append(page.Tabs, site.Link{Text: page.T("mailbox.box." + one.name), Href: page.Href(boxPath(one.name, "")), Current: one.name == chosen.name})
	}
	next := ""
	if len(list) > rowsOfPage {
		list = list[:rowsOfPage]
		next = boxPath(chosen.name, list[rowsOfPage-1].Cursor())
	}
	for _, l := range list {
		known, err := p.mayKnow(r.Context(), m, l)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		if known {
			page.Rows = append(page.Rows, p.row(page.Page, l))
		}
	}
	page.None = site.Empty{Icon: "mail", Title: page.T("mailbox.none." + chosen.name), Text: page.T("mailbox.none.text")}
	before := ""
	if after != "" {
		before = boxPath(chosen.name, "")
	}
	page.More = page.Pager(before, next)
	p.Site.Show(w, r, "mailbox", page)
}

func boxPath(name, after string) string {
	values := url.Values{"box": {name}}
	if after != "" {
		values.Set("after", after)
	}
	return "desk/mail?" + values.Encode()
}

func (p Pages) row(page site.Page, l postbox.Letter) Row {
	row := Row{
		Link: site.Link{Text: l.Subject, Href: page.Href("desk/mail/" + l.ID)}, From: l.From, When: page.DateTime(l.At), State: stateTag(page, l),
		SubjectMissing: l.Subject == "",
	}
	if l.Name != "" {
		row.From = l.Name + " · " + l.From
	}
	if row.SubjectMissing {
		row.Link.Text = page.T("mailbox.subject.none")
	}
	if l.Why != "" {
		row.Why = page.T(l.Why)
	}
	if n := len(l.Files); n > 0 {
		row.Files = page.T("mailbox.files", "count", n)
	}
	if l.Number != "" {
		row.Number, row.Path = page.Tracking(l.Number), "desk/cases/"+l.Number
	}
	return row
}

// tones are the colours of the states.
var tones = map[postbox.State]site.Tag{
	postbox.Fresh: {Tone: "info", Icon: "clock"}, postbox.ToSort: {Tone: "warn", Icon: "mail"}, postbox.Quarantine: {Tone: "late", Icon: "warning"},
	postbox.Taken: {Tone: "ok", Icon: "check"}, postbox.Declined: {Icon: "close"}, postbox.Filed: {Icon: "file"}, postbox.Spam: {Icon: "close"},
}

func stateTag(page site.Page, l postbox.Letter) site.Tag {
	tag := tones[l.State]
	tag.Text = page.T("mailbox.state." + string(l.State))
	if l.Sort == postbox.Returned {
		tag.Text = page.T("mailbox.sort.returned")
	}
	return tag
}

// shell is the shell of an officer's page of mails.
func (p Pages) shell(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	return page
}
