package officeweb

import (
	"net/http"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// linkCookie carries a fresh one-time link over the redirect after the form that
// made it, so that the link is in no address, log or history of the browser.
const (
	linkCookie = "link"
	linkAge    = 5 * time.Minute
)

// LinkPage shows a one-time link, once.
type LinkPage struct {
	site.Page
	For     string // name of the person, or of the office
	Address string // empty: it was shown already
	Again   string // where a new one is made, a path for Href
	Done    string // where to go on, a path for Href
	Days    int
}

// Invite makes a one-time link for a person: POST /{office}/people/{person}/invitations.
func (p Pages) Invite(w http.ResponseWriter, r *http.Request) {
	chart, err := p.chart(r)
	if err == nil {
		_, err = ours(chart, r.PathValue("person"))
	}
	if err == nil {
		err = p.Doors.Reach(r.Context(), access.From(r.Context()), r.PathValue("person"))
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.handOver(w, r, chart.Office().ID, r.PathValue("person"))
}

// handOver makes the link of a person and leads to the page that shows it.
func (p Pages) handOver(w http.ResponseWriter, r *http.Request, in, person string) {
	token, err := p.Doors.Invite(r.Context(), access.Invitation{Office: in, Person: person, By: access.From(r.Context()).Person})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.SetCookie(w, linkCookie, person+"."+token, linkAge)
	p.to(w, r, "people/"+person+"/link", "")
}

// Link shows the link of a person once: GET /{office}/people/{person}/link.
func (p Pages) Link(w http.ResponseWriter, r *http.Request) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	person, err := ours(chart, r.PathValue("person"))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := LinkPage{Page: p.below(r, "office.link.title"), Again: "people/" + person.ID + "/invitations", Done: "people/" + person.ID}
	page.For = page.Pick(person.Name, person.NameEn)
	p.showLink(w, r, page, person.ID)
}

// showLink shows the link that the cookie brings, and takes the cookie away.
func (p Pages) showLink(w http.ResponseWriter, r *http.Request, page LinkPage, owner string) {
	value, _ := p.Site.Cookie(r, linkCookie)
	if token, ok := strings.CutPrefix(value, owner+"."); ok {
		page.Address = p.Origin + string(page.Href("/invitations/"+token))
		p.Site.DropCookie(w, linkCookie)
	}
	page.Days = int(access.Usual.Invitation / (24 * time.Hour))
	p.Site.Show(w, r, "link", page)
}

// InviteHead makes the link for whoever is to lead an office:
// POST /offices/{id}/invitations.
func (p Pages) InviteHead(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	token, err := p.Doors.InviteHead(r.Context(), id, access.From(r.Context()).Person)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.SetCookie(w, linkCookie, id+"."+token, linkAge)
	p.Site.Redirect(w, r, "/offices/"+id+"/link")
}

// HeadLink shows that link once: GET /offices/{id}/link.
func (p Pages) HeadLink(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	chain, err := p.Store.Chain(r.Context(), id)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := LinkPage{Page: p.steward(r, "office.link.title"), Again: "/offices/" + id + "/invitations", Done: "/offices"}
	page.For = officeName(page.Page, chain[0])
	p.showLink(w, r, page, id)
}

func officeName(page site.Page, o office.Office) string { return page.Pick(o.Name, o.NameEn) }
