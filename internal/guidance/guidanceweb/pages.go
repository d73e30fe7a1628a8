// Package guidanceweb is the pages about guides: the desk on which they are
// written, approved and withdrawn, and what everybody may read of them. It decides
// nothing: guidance does, and says what is wrong.
package guidanceweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages, the rules of guides and their notices say.
var Texts = message.Set{Name: "guidanceweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// formLimit is the size of the largest form here, in bytes.
const formLimit = 128 << 10

// Charts tells who answers for what.
type Charts interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
}

// Offers tells which services an office offers.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Cases reads what was asked and answered in a case.
type Cases interface {
	// Exchange gives a case to be turned into an answer for everybody; NotFound for a
	// case that does not exist, has no reply yet, or is sealed.
	Exchange(ctx context.Context, officeID, number string) (guidance.Exchange, error)
}

// Pages are the handlers.
type Pages struct {
	Site    *site.Site
	Store   guidance.Store
	Counter guidance.Counter
	Shelf   *guidance.Shelf
	Charts  Charts
	Offers  Offers
	Cases   Cases
	Desk    Desk
	Picked  *Picks
	Now     func() time.Time
	Random  io.Reader
	// Origin is the installation's address without a path, as links in notices begin.
	Origin string
}

// sayings are what a page may be asked to say after something was done.
var sayings = []string{"written", "approved", "withdrawn", "started", "picked"}

// page is a page of this slice.
func (p Pages) page(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("guidance.said." + said)
	}
	return page
}

// desk is a page below the list of guides; nothing of it is kept by caches.
func (p Pages) desk(r *http.Request, title string, args ...any) site.Page {
	page := p.page(r, title, args...)
	page.Private = true
	page.Crumbs = []site.Link{{Text: page.T("guidance.title"), Href: page.Href("desk/guides")}, {Text: page.Title}}
	return page
}

// to leads on to a page of the office.
func (p Pages) to(w http.ResponseWriter, r *http.Request, path string) {
	p.Site.Redirect(w, r, "/"+office.From(r.Context()).Slug+"/"+path)
}

// by is the signature of whoever acts.
func (p Pages) by(r *http.Request) guidance.Signature {
	who := access.From(r.Context())
	return guidance.Signature{Person: who.Person, Name: who.Name, At: p.Now().UTC().Truncate(time.Second)}
}

// today is the present day in Bangladesh.
func (p Pages) today() workday.Date { return workday.DateOf(p.Now().In(workday.Dhaka)) }

// guide loads the guide that the address names.
func (p Pages) guide(r *http.Request) (guidance.Guide, error) {
	return p.Store.Guide(r.Context(), office.From(r.Context()).ID, r.PathValue("guide"))
}

// letter is what notices about the guide say of the office.
func (p Pages) letter(r *http.Request, guide string) guidance.Letter {
	o := office.From(r.Context())
	return guidance.Letter{Phone: o.Phone, Link: p.Origin + "/" + o.Slug + "/answers/" + guide}
}

// shown reports whether an error belongs on the form itself.
func shown(err error) bool { return fault.KindOf(err) == fault.Invalid }

// text is a version in the reader's language: the Bangla, unless the reader reads
// English and there is a translation.
func text(page site.Page, v guidance.Version) guidance.Text {
	if page.Lang == message.En && v.En.Title != "" {
		return v.En
	}
	return v.Bn
}

// sourceText names a source: document, version, date.
func sourceText(page site.Page, s guidance.Source) string {
	parts := []string{s.Document}
	if s.Version != "" {
		parts = append(parts, s.Version)
	}
	return page.T("guidance.source.of", "document", page.Digits(strings.Join(parts, ", ")), "date", page.Date(page.Day(s.Date)))
}

// sortTag names the sort of a guide.
func sortTag(page site.Page, v guidance.Version) site.Tag {
	icons := map[guidance.Sort]string{guidance.Answer: "message", guidance.Card: "shield", guidance.KnownFault: "tools",
		guidance.Specification: "device", guidance.Template: "edit"}
	return site.Tag{Text: page.T("guidance.sort." + string(v.Sort)), Tone: "info", Icon: icons[v.Sort]}
}

// stateTag tells where a version stands.
func stateTag(page site.Page, v guidance.Version, today workday.Date) site.Tag {
	if v.State == guidance.Approved && v.Expired(today) {
		return site.Tag{Text: page.T("guidance.expired"), Tone: "warn", Icon: "warning"}
	}
	tag := site.Tag{Text: page.T("guidance.state." + string(v.State))}
	switch v.State {
	case guidance.Draft:
		tag.Tone, tag.Icon = "warn", "edit"
	case guidance.Approved:
		tag.Tone, tag.Icon = "ok", "check"
	case guidance.Superseded:
		tag.Icon = "history"
	case guidance.Withdrawn:
		tag.Icon = "close"
	}
	return tag
}
