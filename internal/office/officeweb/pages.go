// Package officeweb is the pages about an office itself: its posts and people,
// its particulars, its calendar, and the list of offices. It decides nothing:
// office does, and says what is wrong.
package officeweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages and the rules of offices say.
var Texts = message.Set{Name: "officeweb", Bn: bn, En: en}

//go:embed templates/*.html
var files embed.FS

// Templates returns the pages, to be given to site.New.
func Templates() (site.Templates, error) { return site.Parse(files) }

// formLimit is the size of the largest form here, in bytes.
const formLimit = 64 << 10

// Doors is what these pages need from signing in.
type Doors interface {
	// Invite makes a one-time link and returns its token.
	Invite(ctx context.Context, i access.Invitation) (string, error)
	// InviteHead makes the link for whoever is to lead an office.
	InviteHead(ctx context.Context, officeID, by string) (string, error)
	// AccountOf returns the sign-in of a person; known is false when there is none.
	AccountOf(ctx context.Context, officeID, person string) (account access.Account, known bool, err error)
	// Reach refuses to let somebody touch the sign-in of a person.
	Reach(ctx context.Context, who access.Identity, person string) error
	// Disable closes or opens the sign-in of a person.
	Disable(ctx context.Context, officeID, person string, closed bool) error
}

// Pages are the handlers.
type Pages struct {
	Site   *site.Site
	Store  office.Store
	Doors  Doors
	Now    func() time.Time
	Random io.Reader
	// Origin is the installation's address without a path, as links that are
	// handed over begin: https://seba.example.gov.bd.
	Origin string
	// Announced is called after a day was announced or withdrawn, or the office
	// moved to the holidays of another district, so that what is promised in the
	// office and below it is counted again. It may be nil.
	Announced func(ctx context.Context, officeID string) error
	// Remains tells what is open in a post, for whoever takes it over; nil: nothing.
	Remains Remains
}

// sayings are what a page may be asked to say after something was done.
var sayings = []string{"post", "person", "assigned", "ended", "leave", "returned", "saved", "announced", "withdrawn", "closed", "opened", "founded", "taken"}

// page is a page of this slice; nothing of it is kept by caches.
func (p Pages) page(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Private = true
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("office.said." + said)
	}
	return page
}

// below is a page that people reach from the page of posts and people.
func (p Pages) below(r *http.Request, title string, args ...any) site.Page {
	page := p.page(r, title, args...)
	page.Crumbs = []site.Link{{Text: page.T("office.people.title"), Href: page.Href("people")}, {Text: page.Title}}
	return page
}

// chart loads the chart of the office of the address.
func (p Pages) chart(r *http.Request) (office.Chart, error) {
	return p.Store.Chart(r.Context(), office.From(r.Context()).ID)
}

// mayLead reports whether the reader may change things in the office.
func mayLead(r *http.Request, c office.Chart) bool {
	return access.Heads.Allows(access.From(r.Context()), c.Offices)
}

// to leads on to a page of the office, with something to say.
func (p Pages) to(w http.ResponseWriter, r *http.Request, path, said string) {
	path = "/" + office.From(r.Context()).Slug + "/" + path
	if said != "" {
		path += "?said=" + said
	}
	p.Site.Redirect(w, r, path)
}

// act reads the form, lets decide take its decision on the office's chart and
// stores it. It returns what was typed together with the faults.
func (p Pages) act(r *http.Request, decide func(c office.Chart, form site.Form) (office.Change, error)) (site.Form, error) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		return form, err
	}
	chart, err := p.chart(r)
	if err != nil {
		return form, err
	}
	change, err := decide(chart, form)
	if wrong := join(form.Err(), err); wrong != nil {
		return form, wrong
	}
	return form, p.Store.Apply(r.Context(), change)
}

// join puts what the form found unreadable before what the rules refused, one
// fault a field: a date that cannot be read is not also missing.
func join(form, rules error) error {
	if form == nil {
		return rules
	}
	if fault.KindOf(form) != fault.Invalid {
		return form
	}
	if rules != nil && fault.KindOf(rules) != fault.Invalid {
		return rules
	}
	all := fault.Fields{}
	for _, one := range append(fault.List(form), fault.List(rules)...) {
		if !slices.ContainsFunc(all, func(f *fault.Fault) bool { return f.Field == one.Field }) {
			all = append(all, one)
		}
	}
	return all.Err()
}

// shown reports whether an error belongs on the form itself.
func shown(err error) bool { return fault.KindOf(err) == fault.Invalid }

// id returns a fresh random identifier.
func (p Pages) id() (string, error) { return access.NewID(p.Random) }

// dayStart is the first instant of a typed day, zero when none was typed.
func dayStart(d workday.Date) time.Time {
	if d.Zero() {
		return time.Time{}
	}
	return d.Time(0, 0, workday.Dhaka)
}

// dayEnd is the first instant after a typed last day, zero when none was typed.
func dayEnd(d workday.Date) time.Time {
	if d.Zero() {
		return time.Time{}
	}
	return dayStart(d.AddDays(1))
}

// today is the present day in Bangladesh, as date fields take it.
func (p Pages) today() workday.Date { return workday.DateOf(p.Now().In(workday.Dhaka)) }
