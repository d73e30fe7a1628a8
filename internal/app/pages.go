package app

import (
	_ "embed"
	"fmt"
	"net/http"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/appointment/appointmentweb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/casework/deskweb"
	"dorgora/internal/casework/ruleweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/doors"
	"dorgora/internal/guidance/guidanceweb"
	"dorgora/internal/jobs/jobsweb"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerweb"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/register/registerweb"
	"dorgora/internal/site"
	"dorgora/internal/sitemap"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// ownTexts is what goes wrong in the public packages, and the menu.
var ownTexts = message.Set{Name: "app", Bn: bn, En: en}

// TextSets lists the texts of every part that pages show. A key that one language
// lacks, or that two parts claim, is an error of message.New.
func TextSets() []message.Set {
	sets := []message.Set{
		ownTexts, site.Texts, number.Texts, money.Texts, document.Texts, accessweb.Texts, officeweb.Texts, jobsweb.Texts,
		catalogue.Texts, catalogueweb.Texts, ledger.Texts, ledgerweb.Texts, sitemap.Texts, caseworkweb.Texts, deskweb.Texts, ruleweb.Texts, registerweb.Texts, appointmentweb.Texts, guidanceweb.Texts,
	}
	sets = append(sets, doors.TextSets()...)
	for _, kind := range Kinds() {
		sets = append(sets, kind.Texts)
	}
	return sets
}

func (p *Program) newSite() (*site.Site, error) {
	config := site.Config{
		Catalogue: p.texts, Now: p.World.Now, Random: p.World.Random, Logger: p.World.Logger,
		Secure: p.Config.secure(), Demo: p.Practice, Furnish: p.furnish,
	}
	for _, parse := range append(doors.Templates(), []func() (site.Templates, error){
		accessweb.Templates, officeweb.Templates, jobsweb.Templates,
		func() (site.Templates, error) { return site.Parse(catalogueweb.Files) },
		func() (site.Templates, error) { return site.Parse(sitemap.Files) },
		func() (site.Templates, error) { return site.Parse(ledgerweb.Files) },
		func() (site.Templates, error) { return site.Parse(caseworkweb.Files) },
		func() (site.Templates, error) { return site.Parse(deskweb.Files) },
		func() (site.Templates, error) { return site.Parse(ruleweb.Files) },
		func() (site.Templates, error) { return site.Parse(registerweb.Files) },
		func() (site.Templates, error) { return site.Parse(appointmentweb.Files) },
		func() (site.Templates, error) { return site.Parse(guidanceweb.Files) },
	}...) {
		set, err := parse()
		if err != nil {
			return nil, fmt.Errorf("templates: %w", err)
		}
		config.Templates = append(config.Templates, set)
	}
	return site.New(config)
}

// furnish gives a page the office of its address, the menu that fits the reader,
// and who has signed in.
func (p *Program) furnish(r *http.Request, page *site.Page) {
	o, who := office.From(r.Context()), access.From(r.Context())
	page.Office = site.Office{Name: page.Pick(o.Name, o.NameEn), Place: page.Pick(o.Place, o.PlaceEn), Slug: o.Slug}
	page.Phone = o.Phone
	if who.Known() {
		page.SignedIn, page.Account = page.Pick(who.Name, who.NameEn), page.Href("/account")
	}
	page.Menu = p.menu(r, page)
}

// menu is the main menu: the desk's for those who work in the office, else the
// citizen's.
func (p *Program) menu(r *http.Request, page *site.Page) []site.Link {
	o, who := office.From(r.Context()), access.From(r.Context())
	link := func(key, path string) site.Link { return site.Link{Text: page.T(key), Href: page.Href(path)} }
	if o.ID == "" {
		var links []site.Link
		switch desk := p.landing(r.Context(), who); {
		case desk != "/" && len(who.Seats) > 0:
			links = append(links, link("app.menu.desk", desk))
		case desk != "/":
			links = append(links, link("app.menu.centre", desk))
		}
		if who.Known() && access.Steward.Allows(who, nil) {
			links = append(links, link("app.menu.offices", "/offices"), link("app.menu.jobs", "/jobs"))
		}
		return links
	}
	chain, err := p.Offices.Chain(r.Context(), o.ID)
	if err == nil && who.Known() && access.Staff.Allows(who, chain) {
		page.Desk = true // the officers' menu needs the wide header
		return []site.Link{
			link("app.menu.desk", "desk"), link("app.menu.counter", "desk/counter"), link("app.menu.register", "desk/register"), link("app.menu.charter", "desk/charter"),
			link("app.menu.people", "people"), link("app.menu.calendar", "calendar"),
		}
	}
	if who.WorksFor(o.ID) {
		return []site.Link{link("app.menu.centre", "centre"), link("app.menu.services", ""), link("app.menu.charter", "charter"), link("app.menu.track", "track")}
	}
	return []site.Link{
		link("app.menu.services", ""), link("app.menu.track", "track"), link("app.menu.charter", "charter"), link("app.menu.answers", "answers"),
	}
}
