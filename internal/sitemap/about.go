package sitemap

import (
	"net/http"

	"dorgora/internal/site"
)

// AboutPage is a page of plain paragraphs under headings.
type AboutPage struct {
	site.Page
	Lead  string
	Parts []Part
}

// Part is a heading with its paragraphs.
type Part struct {
	Heading    string
	Paragraphs []string
}

// Privacy says what is kept of people, who sees it, and for how long.
func (p Pages) Privacy(w http.ResponseWriter, r *http.Request) {
	p.about(w, r, "privacy", map[string]int{"what": 2, "who": 2, "long": 2, "cookies": 1})
}

// Accessibility says how everybody can use the pages, and what to do when not.
func (p Pages) Accessibility(w http.ResponseWriter, r *http.Request) {
	p.about(w, r, "accessibility", map[string]int{"how": 3, "other": 1, "tell": 1})
}

// aboutParts is the order of the parts of each page.
var aboutParts = map[string][]string{
	"privacy":       {"what", "who", "long", "cookies"},
	"accessibility": {"how", "other", "tell"},
}

func (p Pages) about(w http.ResponseWriter, r *http.Request, name string, paragraphs map[string]int) {
	key := "sitemap." + name
	page := AboutPage{Page: p.Site.Page(r, key+".title")}
	page.Lead = page.T(key + ".lead")
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("/")}, {Text: page.Title}}
	for _, part := range aboutParts[name] {
		one := Part{Heading: page.T(key + "." + part)}
		for i := range paragraphs[part] {
			one.Paragraphs = append(one.Paragraphs, page.T(key+"."+part+"."+string(rune('1'+i))))
		}
		page.Parts = append(page.Parts, one)
	}
	p.Site.Show(w, r, "about", page)
}
