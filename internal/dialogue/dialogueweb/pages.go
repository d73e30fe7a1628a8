// Package dialogueweb shows the staff of an office what came in by SMS, what became
// of it, and which telephones a person must look after.
package dialogueweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"

	"dorgora/internal/access"
	"dorgora/internal/dialogue"
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

// Texts is what the pages say.
var Texts = message.Set{Name: "dialogueweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Messages reads what came in.
type Messages interface {
	// Lines returns one page of the messages for an office, the latest first; with
	// needs, those of conversations that a person must look at.
	Lines(ctx context.Context, office string, needs bool, after string, limit int) (list []dialogue.Line, next string, err error)
	// Of returns a conversation with its last messages, the earliest first; NotFound
	// when the office has none of that ID.
	Of(ctx context.Context, office, id string, limit int) (dialogue.Conversation, []dialogue.Line, error)
}

// Outbox reads what was said.
type Outbox interface {
	NoticesOf(ctx context.Context, office, subject string) ([]notice.Notice, error)
}

// Pages answers those who work in an office.
type Pages struct {
	Site     *site.Site
	Messages Messages
	Outbox   Outbox
	Say      notice.Speaker
	// Knows reports whether the reader may know of the sealed matters of a telephone.
	Knows func(ctx context.Context, in office.Office, phone string) (bool, error)
	// Look notes that a person looks after a conversation; call also puts its telephone
	// on the list of who is to be called. done is false when somebody did before.
	Look func(ctx context.Context, in office.Office, c dialogue.Conversation, call bool) (done bool, err error)
}

// pageSize is how many messages stand on one page.
const pageSize = 30

// conversationSize is how many messages of a conversation are shown.
const conversationSize = 100

// ListPage is the list of messages.
type ListPage struct {
	site.Page
	Needs bool // only what a person must look at
	Views []site.Link
	Rows  []Row
	More  site.Pager
}

// Row is one message in a list.
type Row struct {
	Path, Phone, Text, Read, When string
	Fate                          site.Tag
	Needs                         bool
}

// List shows the messages for the office: GET /{office}/desk/messages.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	page := ListPage{Page: p.shell(r, "messages.title"), Needs: r.URL.Query().Get("view") == "needs"}
	after := r.URL.Query().Get("after")
	list, next, err := p.Messages.Lines(r.Context(), office.From(r.Context()).ID, page.Needs, after, pageSize)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for _, l := range list {
		known, err := p.known(r, l)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		one := row(page.Page, l)
		if !known {
			one.Path, one.Text, one.Phone, one.Read = "", page.T("messages.sealed"), "", ""
		}
		page.Rows = append(page.Rows, one)
	}
	for _, needs := range []bool{false, true} {
		page.Views = append(page.Views, site.Link{Text: page.T(viewKey(needs)), Href: page.Href(listPath(needs, "")), Current: needs == page.Needs})
	}
	before, more := "", ""
	if after != "" {
		before = listPath(page.Needs, "")
	}
	if next != "" {
		more = listPath(page.Needs, next)
	}
	page.More = page.Pager(before, more)
	p.Site.Show(w, r, "messages", page)
}

// known reports whether the reader may see a message.
func (p Pages) known(r *http.Request, l dialogue.Line) (bool, error) {
	if !l.Sealed {
		return true, nil
	}
	return p.Knows(r.Context(), office.From(r.Context()), l.Phone)
}

func viewKey(needs bool) string {
	if needs {
		return "messages.view.needs"
	}
	return "messages.view.all"
}

func listPath(needs bool, after string) string {
	query := url.Values{}
	if needs {
		query.Set("view", "needs")
	}
	if after != "" {
		query.Set("after", after)
	}
	if len(query) == 0 {
		return "desk/messages"
	}
	return "desk/messages?" + query.Encode()
}

// Nothing stands where the list would be.
func (p ListPage) Nothing() site.Empty {
	return site.Empty{Icon: "message", Title: p.T(viewKey(p.Needs) + ".none"), Text: p.T(viewKey(p.Needs) + ".none.words")}
}

// tones are the colours of the fates.
var tones = map[string]site.Tag{
	dialogue.Understood: {Tone: "ok", Icon: "check"}, dialogue.Puzzling: {Tone: "warn", Icon: "info"},
	dialogue.TooMuch: {Tone: "late", Icon: "warning"}, dialogue.Unreadable: {Icon: "close"}, "": {Tone: "info", Icon: "clock"},
}

func row(page site.Page, l dialogue.Line) Row {
	one := Row{Text: l.Text, Phone: page.Masked(l.Phone), When: page.DateTime(l.Came), Fate: tones[l.Fate], Needs: l.Needs, Path: "desk/messages/" + l.Conversation}
	if l.Fate == dialogue.Unreadable {
		one.Phone = l.Phone // no person's number: the short code of an operator
	}
	key := "messages.fate." + l.Fate
	if l.Fate == "" {
		key = "messages.fate.new"
	}
	one.Fate.Text = page.T(key)
	if l.Read != dialogue.None {
		one.Read = page.T("messages.read." + string(l.Read))
	}
	return one
}

// shell is the shell of an officer's page of messages.
func (p Pages) shell(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	return page
}

// mayAct refuses those who look on from above.
func mayAct(r *http.Request) error {
	if access.From(r.Context()).SitsIn(office.From(r.Context()).ID) {
		return nil
	}
	return fault.New(fault.Denied, "messages.denied")
}
