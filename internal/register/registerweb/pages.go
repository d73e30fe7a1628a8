// Package registerweb shows the monthly register of an office with the list behind
// every figure, gives it out as a file, and rehearses promises.
package registerweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"time"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/register"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages say.
var Texts = message.Set{Name: "registerweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Turns reads what the register is made of.
type Turns interface {
	Turns(ctx context.Context, officeID string, month register.Month) ([]register.Turn, error)
	Past(ctx context.Context, query register.PastQuery) ([]register.Past, error)
}

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}

// Offers finds what an office offers; NotFound when it has published nothing.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Drafts finds the charter drafts of an office that are open.
type Drafts interface {
	Draft(ctx context.Context, officeID, id string) (catalogue.Draft, error)
	Open(ctx context.Context, officeID string) ([]catalogue.DraftLine, error)
}

// Pages answers those who work in an office, and those above it.
type Pages struct {
	Site    *site.Site
	Turns   Turns
	Offices Offices
	Offers  Offers
	Drafts  Drafts
	Now     func() time.Time
}

// room is the office of a request, who has come in, and what is needed to count.
type room struct {
	office   office.Office
	who      access.Identity
	chart    office.Chart
	calendar workday.Calendar
	services []catalogue.Service
	now      time.Time
}

func (p Pages) room(r *http.Request) (room, error) {
	m := room{office: office.From(r.Context()), who: access.From(r.Context()), now: p.Now()}
	var err error
	if m.chart, err = p.Offices.Chart(r.Context(), m.office.ID); err != nil {
		return m, err
	}
	if m.calendar, err = p.Offices.Calendar(r.Context(), m.office.ID); err != nil {
		return m, err
	}
	offer, err := p.Offers.At(r.Context(), m.office.ID, m.now)
	switch {
	case fault.KindOf(err) == fault.NotFound && err != nil: // nothing is published, but cases may have come before
		return m, nil
	case err != nil:
		return m, err
	}
	m.services = offer.Services
	return m, nil
}

// title is a service's name in the reader's language, else the name that the case
// carries.
func (m room) title(page site.Page, key, name string) string {
	for _, one := range m.services {
		if one.Key == key {
			return one.Title(page)
		}
	}
	if name == "" {
		return key
	}
	return name
}

// mayKnow reports whether the reader may know which case a turn belongs to.
func (m room) mayKnow(t register.Turn) bool {
	c := casework.Case{Office: m.office.ID, Post: t.Post, Handling: casework.Handling{Sealed: t.Sealed}}
	return c.KnownTo(m.who, m.chart, m.now)
}

// asked is what the address of a register page asks for.
type asked struct {
	period  register.Period
	service string // key; empty: all
}

// ask reads the month and the service of an address. A month that cannot be read or
// has not begun is the running one.
func (m room) ask(r *http.Request) asked {
	q, running := r.URL.Query(), register.MonthOf(m.now)
	month, err := register.ParseMonth(bangla.ASCII(q.Get("month")))
	if err != nil || month.After(running) {
		month = running
	}
	return asked{period: register.Period{Month: month, Now: m.now}, service: q.Get("service")}
}

// path is the address of a register page for what is asked, with further names and
// values; empty values are left out, and of two of one name the later counts.
func (a asked) path(path string, more ...string) string {
	values := url.Values{}
	pairs := append([]string{"month", a.period.Month.String(), "service", a.service}, more...)
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			values.Del(pairs[i])
		}
	}
	return path + "?" + values.Encode()
}

// monthText names a month: নভেম্বর ২০২৬.
func monthText(page site.Page, month register.Month) string {
	name := bangla.MonthName(month.Number)
	if page.Lang == message.En {
		name = month.Number.String()
	}
	return page.T("register.month", "month", name, "year", page.Digits(month.String()[:4]))
}

// shell is the shell of an officer's page.
func (p Pages) shell(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	return page
}

// serviceChoices are the services to choose from, with all of them first when all
// is a text.
func (m room) serviceChoices(page site.Page, chosen, all string) []site.Choice {
	var choices []site.Choice
	if all != "" {
		choices = append(choices, site.Choice{Label: all, Chosen: chosen == ""})
	}
	for _, one := range m.services {
		choices = append(choices, site.Choice{Value: one.Key, Label: one.Title(page), Chosen: one.Key == chosen})
	}
	return choices
}
