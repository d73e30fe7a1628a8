package sitemap

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// FrontPage lists the offices of the installation.
type FrontPage struct {
	site.Page
	Query   string
	Offices []OfficeLine
	Empty   site.Empty // shown when the list is empty
	Rest    int        // offices that are not shown
}

// OfficeLine is one office in the list.
type OfficeLine struct{ Name, Place, Path string }

// mostOffices bounds the list: search leads to the others.
const mostOffices = 60

// Front opens the only office with a published charter, or lists the offices.
func (p Pages) Front(w http.ResponseWriter, r *http.Request) {
	offices, err := p.published(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	query := r.URL.Query().Get("q")
	if len(offices) == 1 && query == "" {
		p.Site.Redirect(w, r, "/"+offices[0].Slug)
		return
	}
	page := FrontPage{Page: p.Site.Page(r, "sitemap.front.title"), Query: bangla.Line(query)}
	found := matching(offices, page.Query)
	for _, one := range found[:min(len(found), mostOffices)] {
		page.Offices = append(page.Offices, OfficeLine{page.Pick(one.Name, one.NameEn), page.Pick(one.Place, one.PlaceEn), "/" + one.Slug})
	}
	page.Rest = len(found) - len(page.Offices)
	page.Empty = emptyFront(page.Page, len(offices) == 0)
	p.Site.Show(w, r, "front", page)
}

func emptyFront(page site.Page, none bool) site.Empty {
	if none {
		return site.Empty{Icon: "building", Title: page.T("sitemap.front.none"), Text: page.T("sitemap.front.none.text"),
			Link: site.Link{Text: page.T("nav.signin"), Href: page.Href("/signin")}}
	}
	return site.Empty{Icon: "search", Title: page.T("sitemap.front.nothing"), Text: page.T("sitemap.front.nothing.text"),
		Link: site.Link{Text: page.T("sitemap.front.all"), Href: page.Href("/")}}
}

// published gives the offices with a charter in force, by Bangla name.
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
	offices := slices.DeleteFunc(slices.Clone(all), func(o office.Office) bool { return !live[o.ID] })
	slices.SortStableFunc(offices, func(a, b office.Office) int {
		return slices.Compare(bangla.SortKey(a.Name), bangla.SortKey(b.Name))
	})
	return offices, nil
}

// matching keeps the offices whose names, places or addresses hold every word of
// the query, whatever its spelling.
func matching(offices []office.Office, query string) []office.Office {
	asked := bangla.Words(query)
	if len(asked) == 0 {
		return offices
	}
	return slices.DeleteFunc(slices.Clone(offices), func(o office.Office) bool {
		text := bangla.Fold(strings.Join([]string{o.Name, o.Place, o.NameEn, o.PlaceEn, o.Slug}, " "))
		for _, word := range asked {
			if !strings.Contains(text, word) {
				return true
			}
		}
		return false
	})
}
