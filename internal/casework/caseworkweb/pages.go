// Package caseworkweb is the request desk's pages: the citizen's questions,
// receipt and tracking (Pages), and the officers' lists and cases (Staff).
package caseworkweb

import (
	"context"
	"embed"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
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

// Texts is what the citizens' pages, the notices and the faults of casework say.
var Texts = message.Set{Name: "casework", Bn: bn, En: en}

// Files holds the templates of both halves, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Services finds what an office offers now, and as it stood when a case came in.
type Services interface {
	ServiceAt(ctx context.Context, officeID, slug string, at time.Time) (catalogue.Service, error)
	ServiceIn(ctx context.Context, officeID, slug string, version int) (catalogue.Service, error)
}

// Numbers finds cases by what a visitor brings along. What is unknown is NotFound.
type Numbers interface {
	OfficeOf(ctx context.Context, number string) (officeID string, err error)
	Submitted(ctx context.Context, officeID, key string) (number string, err error)
}

// Pages answers citizens.
type Pages struct {
	Site     *site.Site
	Desk     casework.Desk
	Drafts   casework.Drafts
	Services Services
	Numbers  Numbers
	Uploads  *Uploads
	Watch    *Watch
	Address  string // how people reach the program: "https://seba.example.gov.bd"
	Logger   *slog.Logger
	// Visitor tells visitors apart for the limit on wrong numbers; nil: by the
	// network address of the connection.
	Visitor func(r *http.Request) string
}

// setting is the office of the request and what is needed to say a date.
type setting struct {
	office   office.Office
	chart    office.Chart
	calendar workday.Calendar
	now      time.Time
}

func (p Pages) setting(r *http.Request) (setting, error) {
	c := setting{office: office.From(r.Context()), now: p.Desk.Now()}
	var err error
	if c.chart, err = p.Desk.Offices.Chart(r.Context(), c.office.ID); err != nil {
		return c, err
	}
	c.calendar, err = p.Desk.Offices.Calendar(r.Context(), c.office.ID)
	return c, err
}

// above is the office to which a citizen may turn next.
func (c setting) above() (office.Office, bool) {
	if len(c.chart.Offices) < 2 {
		return office.Office{}, false
	}
	return c.chart.Offices[1], true
}

// officer names who answers for a post now: the person, empty when there is none,
// and the title of the post.
func (c setting) officer(page site.Page, post string) (name, title string) {
	found, _ := c.chart.Post(c.office.ID, post)
	title = page.Pick(found.Title, found.TitleEn)
	who, err := c.chart.Answerable(c.office.ID, post, c.now)
	if err != nil || who.Person.ID == "" {
		return "", title
	}
	return page.Pick(who.Person.Name, who.Person.NameEn), page.Pick(who.Post.Title, who.Post.TitleEn)
}

// within is the address of a page of an office.
func within(o office.Office, steps ...string) string {
	return "/" + o.Slug + "/" + strings.Join(steps, "/")
}

// secret reads a secret of the address: a draft's ID or a form's key. What cannot
// be one is NotFound with the message given.
func secret(text, missing string) (string, error) {
	if len(text) != 32 || strings.Trim(text, "0123456789abcdef") != "" {
		return "", fault.New(fault.NotFound, missing)
	}
	return text, nil
}

func (p Pages) visitor(r *http.Request) string {
	if p.Visitor != nil {
		return p.Visitor(r)
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}
