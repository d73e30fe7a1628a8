// Package gatewayweb is the pages on which the head of an office sets up the ways by
// which messages leave and come in, and the addresses at which gateways call. What is
// done with what they tell, others decide.
package gatewayweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/sms"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages, the rules of gateways and what speaks to them say.
var Texts = message.Set{Name: "gatewayweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Store keeps gateways.
type Store interface {
	// All returns every gateway of the installation.
	All(ctx context.Context) ([]gateway.Gateway, error)
	// Gateways returns those of one office.
	Gateways(ctx context.Context, office string) ([]gateway.Gateway, error)
	// Gateway returns one; a missing one is NotFound.
	Gateway(ctx context.Context, office, id string) (gateway.Gateway, error)
	// Save writes the next revision of a gateway; a stale one is a Conflict.
	Save(ctx context.Context, g gateway.Gateway) error
}

// Offices tells which offices stand above one.
type Offices interface {
	Chain(ctx context.Context, officeID string) ([]office.Office, error)
}

// Pages are the handlers.
type Pages struct {
	Site    *site.Site
	Store   Store
	Offices Offices
	Origin  string // of the installation, without a slash at the end
	Now     func() time.Time
	Random  io.Reader
	// Say enqueues a notice.
	Say func(ctx context.Context, n notice.Notice) error
	// Incoming takes a message that came in, once for its key.
	Incoming func(ctx context.Context, g gateway.Gateway, in sms.Incoming) error
	// Reported hears of the fate of a message.
	Reported func(ctx context.Context, g gateway.Gateway, r sms.Report) error
	Floods   *Floods
}

// formLimit is the size of the largest form here, in bytes.
const formLimit = 64 << 10

// sayings are what a page may be asked to say after something was done.
var sayings = []string{"saved", "on", "off", "tested"}

// page is the shell of these pages; nothing of them is kept by caches.
func (p Pages) page(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.T("gateway.title"), Href: page.Href("desk/gateways")}}
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("gateway.said." + said)
	}
	return page
}

// own loads the gateway that the address names.
func (p Pages) own(r *http.Request) (gateway.Gateway, error) {
	return p.Store.Gateway(r.Context(), office.From(r.Context()).ID, r.PathValue("gateway"))
}

// now is the present moment as it is stored.
func (p Pages) now() time.Time { return p.Now().UTC().Truncate(time.Second) }

// to leads on to a page below the list of gateways.
func (p Pages) to(w http.ResponseWriter, r *http.Request, path string) {
	p.Site.Redirect(w, r, "/"+office.From(r.Context()).Slug+"/desk/gateways"+path)
}

// permitted refuses a gateway that reaches into the machine, except to those who look
// after the installation.
func permitted(r *http.Request, g gateway.Gateway) error {
	if field := g.Machine(); field != "" && !access.From(r.Context()).Steward() {
		return fault.InField(field, "gateway.machine")
	}
	return nil
}

// Row is one gateway of a list.
type Row struct {
	Name, Kind, Since, Path string
	State                   site.Tag
}

// ListPage is the list of an office's gateways.
type ListPage struct {
	site.Page
	Rows  []Row
	Ways  []site.Answer // by which way each channel leaves
	Kinds []site.Link   // to set up a new one
}

// List shows the gateways of the office and by which its messages leave:
// GET /{office}/desk/gateways.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	page := ListPage{Page: p.page(r, "gateway.title")}
	page.Crumbs[1].Href = ""
	all, err := p.Store.All(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	chain, err := p.Offices.Chain(r.Context(), o.ID)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for _, g := range all {
		if g.Office == o.ID {
			page.Rows = append(page.Rows, rowOf(page.Page, g))
		}
	}
	for _, channel := range []notice.Channel{notice.SMS, notice.Mail} {
		page.Ways = append(page.Ways, way(page.Page, chain, all, channel))
	}
	for _, kind := range gateway.Kinds() {
		page.Kinds = append(page.Kinds, site.Link{Text: page.T("gateway.kind." + kind.ID), Href: page.Href("desk/gateways/new?kind=" + kind.ID), Icon: iconOf(kind)})
	}
	p.Site.Show(w, r, "gateways", page)
}

func iconOf(kind gateway.Kind) string {
	if kind.Channel == notice.Mail {
		return "mail"
	}
	return "message"
}

func rowOf(page site.Page, g gateway.Gateway) Row {
	return Row{
		Name: g.Name, Kind: page.T("gateway.kind." + g.Kind), Path: "desk/gateways/" + g.ID, State: stateTag(page, g),
		Since: page.T("gateway.since", "when", page.DateTime(g.Since)),
	}
}

func stateTag(page site.Page, g gateway.Gateway) site.Tag {
	if g.Active {
		return site.Tag{Text: page.T("gateway.state.on"), Tone: "ok", Icon: "check"}
	}
	return site.Tag{Text: page.T("gateway.state.off"), Icon: "pause"}
}

// way says by which gateway messages of a channel leave an office.
func way(page site.Page, chain []office.Office, all []gateway.Gateway, channel notice.Channel) site.Answer {
	line := site.Answer{Term: page.T("gateway.way." + string(channel))}
	g, found := gateway.For(chain, all, channel)
	switch {
	case !found:
		line.Text = page.T("gateway.way.none")
	case g.Office == chain[0].ID:
		line.Text = g.Name
	default:
		i := slices.IndexFunc(chain, func(o office.Office) bool { return o.ID == g.Office })
		line.Text = page.T("gateway.way.above", "name", g.Name, "office", page.Pick(chain[i].Name, chain[i].NameEn))
	}
	return line
}
