package sitemap

import (
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// SearchPage is what was found among an office's services.
type SearchPage struct {
	site.Page
	Query string
	Found string
	Hits  []HitLine
	Zero  bool // something was asked for and nothing found
	Near  []site.Link
	Mail  string // of the office, to write to when nothing was found
}

// HitLine is one service found, with the words found marked.
type HitLine struct {
	Name         []catalogue.Piece
	Lead         []catalogue.Piece
	Printed      []catalogue.Piece // the printed name, when the words stand only there
	Path, For    string
	Promise, Fee string
}

const longestQuery = 200

func searchPath(query string) string { return "search?q=" + url.QueryEscape(query) }

// Search finds services of an office.
func (p Pages) Search(w http.ResponseWriter, r *http.Request) {
	o := office.From(r.Context())
	offer, err := p.Shelf.At(r.Context(), o.ID, p.Now())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	query := []rune(bangla.Line(strings.ToValidUTF8(r.URL.Query().Get("q"), "")))
	page := SearchPage{Page: p.Site.Page(r, "sitemap.search.title"), Query: string(query[:min(len(query), longestQuery)])}
	page.Crumbs = []site.Link{{Text: page.T("nav.home"), Href: page.Href("")}, {Text: page.Title}}
	page.Mail = o.Mail
	hits := offer.Search(page.Query)
	for _, hit := range hits {
		page.Hits = append(page.Hits, hitLine(page.Page, hit))
	}
	page.Zero = len(hits) == 0 && page.Query != ""
	page.Found = page.T("sitemap.search.found", "count", len(hits), "query", page.Query)
	for _, group := range catalogue.Groups() {
		if services := offer.Group(group); len(services) > 0 {
			page.Near = append(page.Near, site.Link{Text: catalogue.GroupText(page, group),
				Href: page.Href("groups/" + catalogue.GroupName(group)), Tag: page.Num(len(services))})
		}
	}
	p.Site.Show(w, r, "search", page)
}

func hitLine(page site.Page, hit catalogue.Hit) HitLine {
	s := hit.Service
	line := HitLine{
		Name: hit.Mark(s.Title(page)), Lead: hit.Mark(s.Lead(page)), Path: "services/" + s.Slug,
		For: catalogue.GroupText(page, s.Group), Promise: catalogue.PromiseText(page, s.Promise), Fee: catalogue.FeeText(page, s.Fee),
	}
	if !marked(line.Name) && !marked(line.Lead) {
		for _, text := range append([]string{s.Name}, s.Synonyms...) {
			if pieces := hit.Mark(text); marked(pieces) {
				line.Printed = pieces
				break
			}
		}
	}
	return line
}

func marked(pieces []catalogue.Piece) bool {
	return slices.ContainsFunc(pieces, func(p catalogue.Piece) bool { return p.Found })
}
