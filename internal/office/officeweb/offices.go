package officeweb

import (
	"net/http"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// ParticularsPage asks for what an office says about itself.
type ParticularsPage struct {
	site.Page
	O       office.Office
	Regions []site.Choice
}

// Particulars shows the form: GET /{office}/particulars.
func (p Pages) Particulars(w http.ResponseWriter, r *http.Request) {
	p.showParticulars(w, r, site.Form{}, nil)
}

func (p Pages) showParticulars(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	chart, err := p.chart(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := ParticularsPage{Page: p.page(r, "office.particulars.title"), O: chart.Office()}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	page.Regions = regions(page.Page, page.O.Region)
	p.Site.Show(w, r, "particulars", page)
}

// Describe saves the particulars: POST /{office}/particulars.
func (p Pages) Describe(w http.ResponseWriter, r *http.Request) {
	before, after := "", ""
	form, err := p.act(r, func(c office.Chart, form site.Form) (office.Change, error) {
		change, err := c.Describe(readOffice(form))
		if err == nil {
			before, after = c.Office().Region, change.Offices[0].Region
		}
		return change, err
	})
	if err == nil && before != after && p.Announced != nil { // another district has other holidays
		err = p.Announced(r.Context(), office.From(r.Context()).ID)
	}
	switch {
	case err == nil:
		p.to(w, r, "particulars", "saved")
	case shown(err):
		p.showParticulars(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

func readOffice(form site.Form) office.Office {
	return office.Office{Name: form.Get("name"), NameEn: form.Get("name_en"), Place: form.Get("place"), PlaceEn: form.Get("place_en"),
		Address: form.Get("address"), Phone: form.Get("phone"), Mail: form.Get("mail"), Region: form.Get("region")}
}

// steward is a page of the installation's stewards.
func (p Pages) steward(r *http.Request, title string) site.Page {
	page := p.page(r, title)
	page.Crumbs = []site.Link{{Text: page.T("office.offices.title"), Href: page.Href("/offices")}, {Text: page.Title}}
	return page
}

// OfficesPage lists the offices of the installation.
type OfficesPage struct {
	site.Page
	Rows []OfficeRow
}

// OfficeRow is one office in the tree.
type OfficeRow struct {
	ID, Slug, Name, Place string
	Kind                  string // text key
	Depth                 int
	Head                  string // who leads it now
	Vacant                bool
}

// Offices lists all offices: GET /offices.
func (p Pages) Offices(w http.ResponseWriter, r *http.Request) {
	all, err := p.Store.Offices(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := OfficesPage{Page: p.page(r, "office.offices.title")}
	depth := map[string]int{}
	for _, o := range all {
		if above, ok := depth[o.Parent]; ok {
			depth[o.ID] = above + 1
		} else {
			depth[o.ID] = 0
		}
		chart, err := p.Store.Chart(r.Context(), o.ID)
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		row := OfficeRow{ID: o.ID, Slug: o.Slug, Name: officeName(page.Page, o), Place: page.Pick(o.Place, o.PlaceEn), Kind: "office.kind." + string(o.Kind), Depth: min(depth[o.ID], 4)}
		if held := chart.Holders(o.ID, chart.HeadOf(o.ID).ID, p.Now()); len(held) > 0 {
			person, _ := chart.Person(held[0].Person)
			row.Head = page.Pick(person.Name, person.NameEn)
		}
		row.Vacant = row.Head == ""
		page.Rows = append(page.Rows, row)
	}
	p.Site.Show(w, r, "offices", page)
}

// Steps draws how deep an office stands in the tree.
func (p OfficesPage) Steps(depth int) []struct{} { return make([]struct{}, depth) }

// VacantTag marks an office that nobody leads.
func (p OfficesPage) VacantTag() site.Tag { return vacantTag(p.Page) }

// NoneYet stands where the list would be.
func (p OfficesPage) NoneYet() site.Empty {
	return site.Empty{Icon: "building", Title: p.T("office.offices.none"), Text: p.T("office.offices.none.words"),
		Link: site.Link{Text: p.T("office.found"), Href: p.Href("/offices/new")}}
}

// FoundPage asks for a new office.
type FoundPage struct {
	site.Page
	O       office.Office // empty: a new office has no particulars yet
	Kinds   []site.Choice
	Parents []site.Choice
	Regions []site.Choice
}

// NewOffice shows the form for a new office: GET /offices/new.
func (p Pages) NewOffice(w http.ResponseWriter, r *http.Request) {
	p.showFound(w, r, site.Form{}, nil)
}

func (p Pages) showFound(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	all, err := p.Store.Offices(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := FoundPage{Page: p.steward(r, "office.found.title")}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	for _, kind := range office.Kinds() {
		page.Kinds = append(page.Kinds, site.Choice{Value: string(kind), Label: page.T("office.kind." + string(kind)), Chosen: kind == office.Upazila})
	}
	page.Parents = []site.Choice{{Label: page.T("office.parent.none")}}
	for _, o := range all {
		page.Parents = append(page.Parents, site.Choice{Value: o.ID, Label: officeName(page.Page, o), Chosen: o.ID == r.URL.Query().Get("parent")})
	}
	page.Regions = regions(page.Page, "")
	p.Site.Show(w, r, "found", page)
}

// regions are the districts as choices; chosen is the office's own.
func regions(page site.Page, chosen string) []site.Choice {
	all := []site.Choice{{Label: page.T("office.region.none"), Chosen: chosen == ""}}
	for _, region := range office.Regions() {
		all = append(all, site.Choice{Value: region.Slug, Label: page.Pick(region.Name, region.NameEn), Chosen: region.Slug == chosen})
	}
	return all
}

// Found adds an office with its head post: POST /offices.
func (p Pages) Found(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err == nil {
		err = p.found(r, form)
	}
	switch {
	case err == nil:
		p.Site.Redirect(w, r, "/offices?said=founded")
	case shown(err):
		p.showFound(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// found decides and stores. An empty slug is filled with a proposal, which the
// steward sees before it counts: the address of an office stays for ever.
func (p Pages) found(r *http.Request, form site.Form) error {
	var chart office.Chart
	var err error
	if parent := form.Get("parent"); parent != "" {
		if chart, err = p.Store.Chart(r.Context(), parent); err != nil {
			return fault.InField("parent", "office.parent.unknown")
		}
	}
	fresh := readOffice(form)
	fresh.Slug, fresh.Kind = form.Get("slug"), office.Kind(form.Get("kind"))
	if fresh.Slug == "" && fresh.Name != "" {
		return p.proposeSlug(r, form, fresh.Name)
	}
	if fresh.ID, err = p.id(); err != nil {
		return err
	}
	head := office.Post{Title: form.Get("title"), TitleEn: form.Get("title_en")}
	if head.ID, err = p.id(); err != nil {
		return err
	}
	change, err := chart.Found(fresh, head, p.Now())
	if err != nil {
		return err
	}
	return p.Store.Apply(r.Context(), change)
}

func (p Pages) proposeSlug(r *http.Request, form site.Form, name string) error {
	all, err := p.Store.Offices(r.Context())
	if err != nil {
		return err
	}
	form.Set("slug", office.ProposeSlug(name, all))
	return fault.InField("slug", "office.slug.proposed")
}
