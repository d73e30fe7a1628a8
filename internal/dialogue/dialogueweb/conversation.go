package dialogueweb

import (
	"cmp"
	"html/template"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/dialogue"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// ConversationPage is the dialogue with one telephone.
type ConversationPage struct {
	site.Page
	Phone   string
	Call    template.URL
	Screen  template.URL // of the telephone: who it is, and its cases
	Waits   string       // for which answer the dialogue waits, empty for none
	Needs   bool
	May     bool
	Lines   []Line
	CallAct site.Act
	DoneAct site.Act
}

// Line is one message of either side.
type Line struct {
	Text     []string // its lines
	When, By string
	Ours     bool
	Fate     site.Tag
	at       time.Time
}

// Conversation shows a dialogue: GET /{office}/desk/messages/{conversation}.
func (p Pages) Conversation(w http.ResponseWriter, r *http.Request) {
	page := ConversationPage{Page: p.shell(r, "messages.conversation"), May: mayAct(r) == nil}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("messages.title"), Href: page.Href("desk/messages")})
	id := r.PathValue("conversation")
	c, came, err := p.of(r, conversationSize)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	said, err := p.Outbox.NoticesOf(r.Context(), office.From(r.Context()).ID, c.Subject())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Phone, page.Needs = page.Mobile(c.Phone), c.Needs
	page.Call = page.Tel(c.Phone)
	page.Screen = page.Href("desk/calls?number=" + c.Phone[min(len(c.Phone), len("+88")):])
	if c.Step != dialogue.Idle {
		page.Waits = page.T("messages.step." + string(c.Step))
	}
	page.Lines = p.both(page.Page, came, said)
	if err := page.acts(id); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "conversation", page)
}

// of reads the conversation of an address; a sealed one is not there for those who may
// not know of it.
func (p Pages) of(r *http.Request, limit int) (dialogue.Conversation, []dialogue.Line, error) {
	c, came, err := p.Messages.Of(r.Context(), office.From(r.Context()).ID, r.PathValue("conversation"), limit)
	if err != nil {
		return c, nil, err
	}
	known, err := p.known(r, came[len(came)-1])
	if err == nil && !known {
		err = fault.New(fault.NotFound, "record.missing")
	}
	return c, came, err
}

func (page *ConversationPage) acts(id string) error {
	called, err := page.Act("desk/messages/"+id+"/call", "messages.call")
	if err != nil {
		return err
	}
	looked, err := page.Act("desk/messages/"+id+"/look", "messages.look")
	page.CallAct, page.DoneAct = called.As("btn").Iconic("phone"), looked.As("btn alt").Iconic("check")
	return err
}

// both are the messages of both sides in the order of time.
func (p Pages) both(page site.Page, came []dialogue.Line, said []notice.Notice) []Line {
	var list []Line
	for _, l := range came {
		one := row(page, l)
		list = append(list, Line{Text: site.Paragraphs(l.Text), When: one.When, By: page.T("messages.from"), Fate: one.Fate, at: l.Came})
	}
	for _, n := range said {
		if len(came) == 0 || n.At.Before(came[0].Came) {
			continue
		}
		list = append(list, Line{Text: site.Paragraphs(n.Text(p.Say)), When: page.DateTime(n.At), By: page.T("messages.ours"), Ours: true, at: n.At})
	}
	slices.SortStableFunc(list, func(a, b Line) int { return cmp.Or(a.at.Compare(b.at), side(a)-side(b)) })
	return list
}

// side puts what came in before its answer of the same second.
func side(l Line) int {
	if l.Ours {
		return 1
	}
	return 0
}

// CallBack puts the telephone on the list of who is to be called:
// POST /{office}/desk/messages/{conversation}/call.
func (p Pages) CallBack(w http.ResponseWriter, r *http.Request) { p.look(w, r, true) }

// Done notes that somebody looked after the conversation:
// POST /{office}/desk/messages/{conversation}/look.
func (p Pages) Done(w http.ResponseWriter, r *http.Request) { p.look(w, r, false) }

func (p Pages) look(w http.ResponseWriter, r *http.Request, call bool) {
	if err := mayAct(r); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	in := office.From(r.Context())
	c, _, err := p.of(r, 1)
	if err == nil {
		_, err = p.Look(r.Context(), in, c, call)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, "/"+in.Slug+"/desk/messages?view=needs")
}
