// Package catalogueweb shows the published charter to everybody and lets the
// office import, check, complete and publish it.
package catalogueweb

import (
	"context"
	"embed"
	"fmt"
	"net/http"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages say.
var Texts = message.Set{Name: "catalogueweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}

// Pages answers the requests of this slice.
type Pages struct {
	Site     *site.Site
	Shelf    *catalogue.Shelf
	Versions catalogue.Versions
	Drafts   catalogue.Drafts
	Intake   catalogue.Intake
	Press    catalogue.Press
	Offices  Offices
	// Records gives the record of each service by key; nil: no figures yet.
	Records func(ctx context.Context, officeID string) (map[string]catalogue.Record, error)
	Now     func() time.Time
}

// desk is the office of the request, its offer and what is needed to say a date.
type desk struct {
	office   office.Office
	offer    *catalogue.Offer
	chart    office.Chart
	calendar workday.Calendar
	now      time.Time
}

// enter loads what every public page of a service needs.
func (p Pages) enter(r *http.Request) (desk, error) {
	d := desk{office: office.From(r.Context()), now: p.Now()}
	var err error
	if d.offer, err = p.Shelf.At(r.Context(), d.office.ID, d.now); err != nil {
		return d, err
	}
	if d.chart, err = p.Offices.Chart(r.Context(), d.office.ID); err != nil {
		return d, err
	}
	d.calendar, err = p.Offices.Calendar(r.Context(), d.office.ID)
	return d, err
}

// keepFor bounds how old a kept page may be: figures and the date of an application
// of now may lag by as much.
const keepFor = time.Minute

// show answers with a public page. Those who are not signed in all see the same,
// so for them it is made once a minute, and anew with every version of the charter
// and every change of the office.
func (p Pages) show(w http.ResponseWriter, r *http.Request, d desk, build func() (string, site.Shown, error)) {
	if !access.From(r.Context()).Known() {
		stamp := fmt.Sprint(d.offer.Version.Number, d.chart.Revision, d.now.Truncate(keepFor).Unix())
		p.Site.ShowKept(w, r, stamp, build)
		return
	}
	name, page, err := build()
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, name, page)
}

func (p Pages) records(ctx context.Context, officeID string) (map[string]catalogue.Record, error) {
	if p.Records == nil {
		return nil, nil
	}
	return p.Records(ctx, officeID)
}

// service finds the service of the address and sends readers of an old address on;
// done is true when the request is answered.
func (p Pages) service(w http.ResponseWriter, r *http.Request, d desk, tail string) (service catalogue.Service, done bool) {
	service, err := d.offer.Service(r.PathValue("service"))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return service, true
	}
	if service.Slug != r.PathValue("service") {
		p.Site.Redirect(w, r, servicePath(d.office, service)+tail)
		return service, true
	}
	return service, false
}

func servicePath(o office.Office, s catalogue.Service) string {
	return "/" + o.Slug + "/services/" + s.Slug
}

// crumbs leads from the office's front to a page of one of its services.
func crumbs(page site.Page, s catalogue.Service) []site.Link {
	return []site.Link{
		{Text: page.T("nav.home"), Href: page.Href("")},
		{Text: catalogue.GroupText(page, s.Group), Href: page.Href("groups/" + catalogue.GroupName(s.Group))},
		{Text: page.T("catalogue.crumb.service", "serial", serialOf(page, s)), Href: page.Href("services/" + s.Slug)},
	}
}

// serialOf is the printed serial, or the number of the key when none is printed.
func serialOf(page site.Page, s catalogue.Service) string {
	if s.Serial != "" {
		return page.Digits(s.Serial)
	}
	return page.Digits(s.Key[strings.LastIndex(s.Key, "-")+1:])
}
