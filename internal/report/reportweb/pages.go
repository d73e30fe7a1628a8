// Package reportweb is the pages of reports: what other offices ask for, the draft with
// its live figures, its approval and sending, the annex as a table, and the recurring
// returns. It decides nothing: report does.
package reportweb

import (
	"context"
	"embed"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/report"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages, the rules of reports and their notices say.
var Texts = message.Set{Name: "reportweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// formRoom bounds the forms here, in bytes.
const formRoom = 256 << 10

// Offers tells which services an office offers.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Diary gives what the diary of received letters says, to begin a demand with; it may
// be nil.
type Diary interface {
	Entry(ctx context.Context, officeID, diary string) (report.Demand, error)
}

// Cases reads the case of a demand.
type Cases interface {
	Case(ctx context.Context, officeID, number string) (casework.Case, error)
}

// Pages answers those who work in an office, and those above it who may look on.
type Pages struct {
	Site  *site.Site
	Desk  report.Desk
	Offer Offers
	Diary Diary
	Cases Cases
	Say   message.Catalogue
	Now   func() time.Time
}

// room is the office of a request and who has come in.
type room struct {
	office   office.Office
	chart    office.Chart
	calendar workday.Calendar
	who      access.Identity
	now      time.Time
}

func (p Pages) room(r *http.Request) (room, error) {
	m := room{office: office.From(r.Context()), who: access.From(r.Context()), now: p.Now().UTC().Truncate(time.Second)}
	var err error
	if m.chart, err = p.Desk.Offices.Chart(r.Context(), m.office.ID); err != nil {
		return m, err
	}
	m.calendar, err = p.Desk.Offices.Calendar(r.Context(), m.office.ID)
	return m, err
}

func (m room) today() workday.Date { return workday.DateOf(m.now.In(workday.Dhaka)) }

// actor is as whom the reader acts: a post of the office, or else the nearest above.
func (m room) actor() casework.Actor {
	actor := casework.Actor{Person: m.who.Person, Name: m.who.Name}
	for _, o := range m.chart.Offices {
		for _, seat := range m.who.Seats {
			if seat.Office == o.ID && actor.Post == "" {
				actor.Post = seat.Post
			}
		}
	}
	return actor
}

// worker is the room of a request of somebody who works in the office.
func (p Pages) worker(r *http.Request) (room, error) {
	m, err := p.room(r)
	if err == nil {
		err = m.works()
	}
	return m, err
}

// works refuses those who look on from above.
func (m room) works() error {
	if m.who.SitsIn(m.office.ID) {
		return nil
	}
	return fault.New(fault.Denied, "report.denied")
}

// heads reports whether the reader may approve.
func (m room) heads() bool { return access.Heads.Allows(m.who, m.chart.Offices) }

// posts are the posts of the office, to be chosen from.
func (m room) posts(page site.Page, chosen string) []site.Choice {
	var all []site.Choice
	for _, post := range m.chart.PostsOf(m.office.ID) {
		all = append(all, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn), Chosen: post.ID == chosen})
	}
	return all
}

// usualPost is the post that is proposed: the reader's own, or the head.
func (m room) usualPost() string {
	for _, seat := range m.who.Seats {
		if seat.Office == m.office.ID {
			return seat.Post
		}
	}
	return m.chart.HeadOf(m.office.ID).ID
}

// sayings are what a page may be asked to say after something was done.
var sayings = []string{"entered", "asked", "filled", "confirmed", "approved", "sent", "corrected", "void", "repeated", "saved", "started"}

// shell is the shell of an officer's page of reports.
func (p Pages) shell(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.T("report.title"), Href: page.Href("desk/demands")}}
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("report.said." + said)
	}
	return page
}

// to leads on to a page of the office.
func (p Pages) to(w http.ResponseWriter, r *http.Request, path string) {
	p.Site.Redirect(w, r, "/"+office.From(r.Context()).Slug+"/"+path)
}

// demand loads the demand of an address. One of a sealed case is not there for those
// who may not know of it.
func (p Pages) demand(r *http.Request) (room, report.Demand, error) {
	m, err := p.room(r)
	if err != nil {
		return m, report.Demand{}, err
	}
	d, err := p.Desk.Store.Demand(r.Context(), m.office.ID, r.PathValue("demand"))
	if err != nil {
		return m, d, err
	}
	return m, d, p.known(r.Context(), m, d)
}

func (p Pages) known(ctx context.Context, m room, d report.Demand) error {
	if d.Case == "" || p.Cases == nil {
		return nil
	}
	c, err := p.Cases.Case(ctx, d.Office, d.Case)
	if err == nil && !c.KnownTo(m.who, m.chart, m.now) {
		return report.Missing()
	}
	return err
}

// services lists the services of the office by key.
func (p Pages) services(ctx context.Context, m room) ([]catalogue.Service, error) {
	offer, err := p.Offer.At(ctx, m.office.ID, m.now)
	if fault.KindOf(err) == fault.NotFound && err != nil || offer == nil {
		return nil, nil // an office without a charter reports all the same
	}
	return offer.Services, err
}
