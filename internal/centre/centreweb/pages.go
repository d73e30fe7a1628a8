// Package centreweb is the registry of digital centres for the office, and the area in
// which their entrepreneurs apply on behalf of people.
package centreweb

import (
	"context"
	"embed"
	"io"
	"net/http"
	"reflect"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/centre"
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

// Texts is what the pages say.
var Texts = message.Set{Name: "centreweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Offices knows the people of an office, and takes in new ones.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Sits(ctx context.Context, person string, at time.Time) (office.Person, []office.Post, error)
	Apply(ctx context.Context, change office.Change) error
}

// Offers finds what an office offers now.
type Offers interface {
	At(ctx context.Context, officeID string, at time.Time) (*catalogue.Offer, error)
}

// Registry shows and changes the centres of an office: staff look, heads change.
type Registry struct {
	Site    *site.Site
	Centres centre.Registry
	Handed  centre.Desk
	Offices Offices
	Desk    casework.Desk
	Random  io.Reader
}

// Area is where the entrepreneur works.
type Area struct {
	Site    *site.Site
	Centres centre.Registry
	Handed  centre.Desk
	Offers  Offers
	Uploads *caseworkweb.Uploads
	Desk    casework.Desk
}

// The room of forms in bytes, without and with files.
const (
	formRoom  = 1 << 16
	filesRoom = 30 << 20
)

// spans are today and this month of a calendar, each up to the end of today.
func spans(c caseworkweb.Setting) (today, month centre.Span) {
	day, loc := c.Calendar.DateOf(c.Now), c.Calendar.Location()
	to := day.AddDays(1).Time(0, 0, loc)
	first := workday.Date{Year: day.Year, Month: day.Month, Day: 1}
	return centre.Span{From: day.Time(0, 0, loc), To: to}, centre.Span{From: first.Time(0, 0, loc), To: to}
}

// stateTag says whether a centre is open on a day.
func stateTag(page site.Page, c centre.Centre, today workday.Date) site.Tag {
	if c.OpenOn(today) {
		return site.Tag{Text: page.T("centre.state.open"), Tone: "ok", Icon: "check"}
	}
	return site.Tag{Text: page.T("centre.state.closed"), Icon: "close"}
}

// shell is the shell of a page of the registry.
func (p Registry) shell(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	return page
}

// ListPage lists the centres of an office.
type ListPage struct {
	site.Page
	Centres []Row
	None    site.Empty
	Fields  []site.Field // empty: the reader changes nothing
}

// Row is a centre in the list.
type Row struct {
	Path, Code, Name, Union, Phone, Today, Month string
	State                                        site.Tag
}

// List shows the centres: GET /{office}/desk/centres.
func (p Registry) List(w http.ResponseWriter, r *http.Request) {
	p.showList(w, r, func(page site.Page) site.Page { return page })
}

func (p Registry) showList(w http.ResponseWriter, r *http.Request, fill func(site.Page) site.Page) {
	page := ListPage{Page: fill(p.shell(r, "centre.title"))}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("centre.title")})
	setting, err := caseworkweb.SettingOf(r, p.Desk)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	list, err := p.Centres.Centres(r.Context(), setting.Office.ID)
	for i := 0; i < len(list) && err == nil; i++ {
		var row Row
		row, err = p.row(r.Context(), setting, page.Page, list[i])
		page.Centres = append(page.Centres, row)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.None = site.Empty{Icon: "building", Title: page.T("centre.none"), Text: page.T("centre.none.text")}
	if access.Heads.Allows(access.From(r.Context()), setting.Chart.Offices) {
		page.Fields = append([]site.Field{page.Input("code", "centre.code").Max(12)}, particulars(page.Page, centre.Centre{}, workday.Date{})...)
	}
	p.Site.Show(w, r, "centres", page)
}

func (p Registry) row(ctx context.Context, of caseworkweb.Setting, page site.Page, c centre.Centre) (Row, error) {
	today := of.Calendar.DateOf(of.Now)
	row := Row{
		Path: "desk/centres/" + c.Code, Code: c.Code, Name: c.NameOn(today), Union: c.Union, Phone: page.PhoneNumber(c.Phone),
		State: stateTag(page, c, today),
	}
	day, month := spans(of)
	n, err := p.Handed.Handed(ctx, c.Office, c.Code, day.From, day.To)
	if err != nil {
		return row, err
	}
	row.Today = page.T("centre.count", "count", n)
	n, err = p.Handed.Handed(ctx, c.Office, c.Code, month.From, month.To)
	row.Month = page.T("centre.count", "count", n)
	return row, err
}

// particulars are the fields about a centre.
func particulars(page site.Page, c centre.Centre, today workday.Date) []site.Field {
	daily := c.Daily
	if daily == 0 {
		daily = centre.UsualDaily
	}
	return []site.Field{
		page.Input("name", "centre.name").Start(c.NameOn(today)).Max(120), page.Input("union", "centre.union").Start(c.Union).Max(120),
		page.Input("phone", "centre.phone").Start(c.Phone).Tel().Fill("off").Optional(),
		page.Input("daily", "centre.daily").Start(page.Digits(page.Num(daily))).Numeric(),
	}
}

// Found adds a centre: POST /{office}/desk/centres.
func (p Registry) Found(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	setting, err := caseworkweb.SettingOf(r, p.Desk)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	c, err := centre.Open(setting.Office.ID, typed(form), setting.Calendar.DateOf(setting.Now))
	if err == nil {
		err = form.Err()
	}
	if err == nil {
		err = p.found(r.Context(), c)
	}
	switch kind := fault.KindOf(err); {
	case err == nil:
		p.Site.Redirect(w, r, caseworkweb.Within(setting.Office, "desk", "centres", c.Code))
	case kind == fault.Invalid:
		p.showList(w, r, func(page site.Page) site.Page {
			page = page.Refilled(form, err)
			page.Status = site.StatusOf(err)
			return page
		})
	default:
		p.Site.Refuse(w, r, err)
	}
}

// found writes a new centre; the same sent again is the same one.
func (p Registry) found(ctx context.Context, c centre.Centre) error {
	wrong := p.Centres.Save(ctx, c)
	if fault.KindOf(wrong) != fault.Invalid {
		return wrong
	}
	known, err := p.Centres.Centre(ctx, c.Office, c.Code)
	if err == nil && reflect.DeepEqual(known, c) {
		return nil
	}
	return wrong
}

// typed reads the fields about a centre.
func typed(form site.Form) centre.Particulars {
	return centre.Particulars{
		Code: form.Get("code"), Name: form.Get("name"), Union: form.Get("union"), Phone: form.Get("phone"), Daily: form.Whole("daily", 0, 1<<20),
	}
}
