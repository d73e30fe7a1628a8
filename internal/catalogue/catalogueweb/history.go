package catalogueweb

import (
	"context"
	"net/http"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/site"
)

// HistoryPage is what happened to one service from version to version.
type HistoryPage struct {
	site.Page
	Name    string
	Service string
	Entries []HistoryEntry
}

// HistoryEntry is one version in which the service changed or first stood.
type HistoryEntry struct {
	Title   string
	When    string
	Path    string // the charter of that version
	Current bool
	Promise string
	Changes []string // in words
	Note    string   // why there are none
}

// History shows the versions in which a service stood, with what changed.
func (p Pages) History(w http.ResponseWriter, r *http.Request) {
	d, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	service, done := p.service(w, r, d, "/versions")
	if done {
		return
	}
	page := HistoryPage{Page: p.Site.Page(r, "catalogue.history.title"), Service: "services/" + service.Slug}
	page.Name = service.Title(page)
	page.Crumbs = append(crumbs(page.Page, service), site.Link{Text: page.Title})
	if page.Entries, err = p.entries(r.Context(), page.Page, d, service.Key); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "service-versions", page)
}

func (p Pages) entries(ctx context.Context, page site.Page, d desk, key string) ([]HistoryEntry, error) {
	edges, err := p.Versions.History(ctx, d.office.ID)
	if err != nil {
		return nil, err
	}
	var entries []HistoryEntry
	for i, edge := range edges {
		offer, err := p.Shelf.Version(ctx, d.office.ID, edge.Number)
		if err != nil {
			return nil, err
		}
		service, err := offer.Service(key)
		if err != nil {
			break // the service first stood in the version after this one
		}
		entry := HistoryEntry{
			Title:   page.T("catalogue.version.title", "number", edge.Number),
			When:    page.T("catalogue.version.effective", "date", page.Date(edge.Effective)),
			Path:    versionPath(edge.Number),
			Promise: catalogue.PromiseText(page, service.Promise),
			Current: edge.Number == d.offer.Version.Number,
		}
		if i+1 < len(edges) {
			before, err := p.Shelf.Version(ctx, d.office.ID, edges[i+1].Number)
			if err != nil {
				return nil, err
			}
			entry.Changes = changesOf(page, before, offer, key)
		}
		entry.Note = page.T("catalogue.history.same")
		if i+1 == len(edges) {
			entry.Note = page.T("catalogue.history.first")
		}
		if i+1 == len(edges) || len(entry.Changes) > 0 || entry.Current {
			entries = append(entries, entry)
		}
	}
	return entries, nil
}

// changesOf says in words what changed in one service between two versions: the
// printed cells, and the promise that the office completed beside them.
func changesOf(page site.Page, before, after *catalogue.Offer, key string) []string {
	now, err := after.Service(key)
	if err != nil {
		return nil
	}
	old, err := before.Service(key)
	if err != nil {
		return []string{page.T("catalogue.history.new")}
	}
	var words []string
	for _, one := range charter.Diff(charter.Charter{Services: []charter.Service{old.Row}}, charter.Charter{Services: []charter.Service{now.Row}}) {
		words = append(words, one.Text(string(page.Lang)))
	}
	if old.Promise != now.Promise {
		words = append(words, page.T("catalogue.history.promise",
			"before", catalogue.PromiseText(page, old.Promise), "after", catalogue.PromiseText(page, now.Promise)))
	}
	return words
}
