package sitemap

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"dorgora/bangla"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// FrontPage leads to the offices of the installation: to all of them while they
// are few, else by division and district, and by name.
type FrontPage struct {
	site.Page
	Query     string
	Offices   []OfficeLine
	Divisions []Division // when there are too many offices for one list
	Empty     site.Empty // shown when the list is empty
	Rest      int        // offices that are not shown
}

// OfficeLine is one office in the list.
type OfficeLine struct{ Name, Place, Path string }

// Division is the districts of one division that have offices; Tag of a link is
// how many.
type Division struct {
	Name      string
	Districts []site.Link
}

// mostOffices bounds the list: search and districts lead to the others.
const mostOffices = 60

// Front opens the only office with a published charter, or leads to the offices.
func (p Pages) Front(w http.ResponseWriter, r *http.Request) {
	offices, err := p.published(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	query, district := r.URL.Query().Get("q"), r.URL.Query().Get("district")
	if len(offices) == 1 && query == "" {
		p.Site.Redirect(w, r, "/"+offices[0].Slug)
		return
	}
	page := FrontPage{Page: p.Site.Page(r, "sitemap.front.title"), Query: bangla.Line(query)}
	found := office.Matching(offices, page.Query)
	if region, ok := office.RegionOf(district); ok && page.Query == "" {
		found = slices.DeleteFunc(slices.Clone(offices), func(o office.Office) bool { return o.Region != region.Slug })
		page.Page = p.Site.Page(r, "sitemap.front.district", "name", page.Pick(region.Name, region.NameEn))
		page.Crumbs = []site.Link{{Text: page.T("sitemap.front.title"), Href: page.Href("/")}, {Text: page.Title}}
	} else if page.Query == "" && len(offices) > mostOffices {
		page.Divisions = divisionsOf(page.Page, offices)
		found = slices.DeleteFunc(slices.Clone(offices), func(o office.Office) bool { return o.Region != "" })
	}
	if len(found) <= mostOffices { // of more only a part is shown: as they stand in the tree, by district
		byName(found)
	}
	for _, one := range found[:min(len(found), mostOffices)] {
		page.Offices = append(page.Offices, OfficeLine{page.Pick(one.Name, one.NameEn), page.Pick(one.Place, one.PlaceEn), "/" + one.Slug})
	}
	page.Rest = len(found) - len(page.Offices)
	page.Empty = emptyFront(page.Page, len(offices) == 0)
	p.Site.Show(w, r, "front", page)
}

// divisionsOf gathers the districts that have offices under their divisions, all
// by name.
func divisionsOf(page site.Page, offices []office.Office) []Division {
	count := map[string]int{}
	for _, o := range offices {
		count[o.Region]++
	}
	regions, keys := office.Regions(), map[string][]byte{}
	for _, one := range regions {
		division := bangla.SortKey(page.Pick(one.Division, one.DivisionEn))
		keys[one.Slug] = append(append(division, 0), bangla.SortKey(page.Pick(one.Name, one.NameEn))...)
	}
	slices.SortStableFunc(regions, func(a, b office.Region) int { return slices.Compare(keys[a.Slug], keys[b.Slug]) })
	var divisions []Division
	for _, one := range regions {
		if count[one.Slug] == 0 {
			continue
		}
		name := page.T("sitemap.front.division", "name", page.Pick(one.Division, one.DivisionEn))
		if len(divisions) == 0 || divisions[len(divisions)-1].Name != name {
			divisions = append(divisions, Division{Name: name})
		}
		last := &divisions[len(divisions)-1]
		last.Districts = append(last.Districts, site.Link{Text: page.Pick(one.Name, one.NameEn),
			Href: page.Href("/?district=" + url.QueryEscape(one.Slug)), Tag: page.Num(count[one.Slug])})
	}
	return divisions
}

func emptyFront(page site.Page, none bool) site.Empty {
	if none {
		return site.Empty{Icon: "building", Title: page.T("sitemap.front.none"), Text: page.T("sitemap.front.none.text"),
			Link: site.Link{Text: page.T("nav.signin"), Href: page.Href("/signin")}}
	}
	return site.Empty{Icon: "search", Title: page.T("sitemap.front.nothing"), Text: page.T("sitemap.front.nothing.text"),
		Link: site.Link{Text: page.T("sitemap.front.all"), Href: page.Href("/")}}
}

// published gives the offices with a charter in force.
func (p Pages) published(ctx context.Context) ([]office.Office, error) {
	ids, err := p.Charters.Offices(ctx, p.Now())
	if err != nil || len(ids) == 0 {
		return nil, err
	}
	all, err := p.Offices.Offices(ctx)
	if err != nil {
		return nil, err
	}
	live := map[string]bool{}
	for _, id := range ids {
		live[id] = true
	}
	return slices.DeleteFunc(slices.Clone(all), func(o office.Office) bool { return !live[o.ID] }), nil
}

// byName sorts offices by their Bangla names, those of one name by place.
func byName(offices []office.Office) {
	keys := map[string][]byte{}
	for _, o := range offices {
		keys[o.ID] = append(append(bangla.SortKey(o.Name), 0), bangla.SortKey(o.Place)...)
	}
	slices.SortStableFunc(offices, func(a, b office.Office) int { return slices.Compare(keys[a.ID], keys[b.ID]) })
}
