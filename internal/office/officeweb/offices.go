package officeweb

import (
	"net/http"
	"net/url"
	"slices"

	"dorgora/bangla"
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

// mostRows bounds the list of offices: more of them are opened level by level, or
// found by name.
const mostRows = 60

// OfficesPage lists the offices of the installation: the whole tree while it is
// small, else an office with those right below it, or what a search finds.
type OfficesPage struct {
	site.Page
	Query string
	Count string // how many there are, and how many nobody leads
	Rows  []OfficeRow
	Rest  int // found but not shown
	Flat  bool
	New   string // where one is added, a path for Href
}

// OfficeRow is one office in the tree.
type OfficeRow struct {
	ID, Slug, Name, Place string
	Kind                  string // text key
	Depth                 int
	Head                  string // who leads it now
	Vacant                bool
	Below                 string // how many stand below it, empty when none or when they are listed
}

// Offices lists the offices: GET /offices, with q what is looked for and under
// the office whose own ones are asked for.
func (p Pages) Offices(w http.ResponseWriter, r *http.Request) {
	all, err := p.Store.Offices(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	heads, err := p.Store.Heads(r.Context(), p.Now())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := OfficesPage{Page: p.page(r, "office.offices.title"), Query: bangla.Line(r.URL.Query().Get("q")), New: "/offices/new"}
	vacant := slices.DeleteFunc(slices.Clone(all), func(o office.Office) bool { return heads[o.ID].ID != "" })
	page.Count = page.T("office.offices.count", "count", len(all), "vacant", len(vacant))
	trunk := newTrunk(all)
	found := all
	switch under := r.URL.Query().Get("under"); {
	case page.Query != "":
		found, page.Flat = office.Matching(all, page.Query), true
	case len(all) > mostRows:
		root := trunk.byID[under]
		if under != "" && root.ID == "" {
			p.Site.Refuse(w, r, fault.New(fault.NotFound, "office.unknown"))
			return
		}
		found = trunk.around(root, all)
		page.Crumbs = page.way(trunk, root)
		page.New = "/offices/new?parent=" + url.QueryEscape(root.ID)
	}
	if len(all) > mostRows { // what is below is asked for, not listed
		page.Rest = max(0, len(found)-2*mostRows)
	}
	for _, o := range found[:len(found)-page.Rest] {
		page.Rows = append(page.Rows, page.row(trunk, o, heads[o.ID]))
	}
	p.Site.Show(w, r, "offices", page)
}

func (p OfficesPage) row(trunk trunk, o office.Office, head office.Person) OfficeRow {
	row := OfficeRow{ID: o.ID, Slug: o.Slug, Name: officeName(p.Page, o), Place: p.Pick(o.Place, o.PlaceEn), Kind: "office.kind." + string(o.Kind),
		Depth: min(trunk.depth(o), 4), Head: p.Pick(head.Name, head.NameEn), Vacant: head.ID == ""}
	if below := len(trunk.below[o.ID]); below > 0 && len(trunk.byID) > mostRows {
		row.Below = p.T("office.offices.below", "count", below)
	}
	if p.Flat {
		row.Depth = 0
	}
	return row
}

// way are the offices above the one whose own ones are shown.
func (p OfficesPage) way(trunk trunk, root office.Office) []site.Link {
	if root.ID == "" {
		return nil
	}
	links := []site.Link{{Text: officeName(p.Page, root)}}
	for o := trunk.byID[root.Parent]; o.ID != "" && len(links) < 12; o = trunk.byID[o.Parent] {
		links = slices.Insert(links, 0, site.Link{Text: officeName(p.Page, o), Href: p.Href("/offices?under=" + url.QueryEscape(o.ID))})
	}
	return slices.Insert(links, 0, site.Link{Text: p.Title, Href: p.Href("/offices")})
}

// trunk is the tree of the offices, ready to be climbed.
type trunk struct {
	byID  map[string]office.Office
	below map[string][]office.Office
}

func newTrunk(all []office.Office) trunk {
	t := trunk{byID: map[string]office.Office{}, below: map[string][]office.Office{}}
	for _, o := range all {
		t.byID[o.ID] = o
		t.below[o.Parent] = append(t.below[o.Parent], o)
	}
	return t
}

// around lists an office and those right below it; without one the topmost
// offices, each with those right below.
func (t trunk) around(root office.Office, all []office.Office) []office.Office {
	if root.ID != "" {
		return append([]office.Office{root}, t.below[root.ID]...)
	}
	return slices.DeleteFunc(slices.Clone(all), func(o office.Office) bool { return t.depth(o) > 1 })
}

// depth is how many offices stand above one; a circle of parents ends at twelve.
func (t trunk) depth(o office.Office) int {
	n := 0
	for above := t.byID[o.Parent]; above.ID != "" && n < 12; above = t.byID[above.Parent] {
		n++
	}
	return n
}

// Steps draws how deep an office stands in the tree.
func (p OfficesPage) Steps(depth int) []struct{} { return make([]struct{}, depth) }

// VacantTag marks an office that nobody leads.
func (p OfficesPage) VacantTag() site.Tag { return vacantTag(p.Page) }

// NoneYet stands where the list would be.
func (p OfficesPage) NoneYet() site.Empty {
	if p.Query != "" {
		return site.Empty{Icon: "search", Title: p.T("office.offices.nothing"), Text: p.T("office.offices.nothing.words"),
			Link: site.Link{Text: p.T("office.offices.all"), Href: p.Href("/offices")}}
	}
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
	asked := r.URL.Query().Get("parent")
	for _, o := range all {
		if len(all) > mostRows && o.ID != asked && (o.Kind == office.Upazila || o.Kind == office.Union) {
			continue // a list of all would be endless; under these one adds from their own row
		}
		page.Parents = append(page.Parents, site.Choice{Value: o.ID, Label: officeName(page.Page, o), Chosen: o.ID == asked})
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
