package guidanceweb

import (
	"net/http"
	"net/url"

	"dorgora/internal/guidance"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// pageSize is how many guides stand on one page of the desk's list.
const pageSize = 30

// reviewView is the list of what must be looked at again.
const reviewView = "review"

// ListPage is the desk's list of guides.
type ListPage struct {
	site.Page
	View  string // a state, or review
	Sort  guidance.Sort
	Views []site.Link
	Sorts []site.Link
	Rows  []Row
	More  site.Pager
	Start bool // the texts that come with the program can be brought in
}

// Row is one guide in a list.
type Row struct {
	Path, Title, Topic, By, When, Review string
	Sort, State                          site.Tag
	Public                               bool
}

// List shows the guides of the office: GET /{office}/desk/guides.
func (p Pages) List(w http.ResponseWriter, r *http.Request) {
	page := ListPage{Page: p.page(r, "guidance.title"), View: viewOf(r), Sort: sortOf(r.URL.Query().Get("sort"))}
	page.Private = true
	found, err := p.lines(r, &page)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for _, v := range found {
		page.Rows = append(page.Rows, p.row(page.Page, v))
	}
	for _, view := range []string{string(guidance.Approved), string(guidance.Draft), reviewView, string(guidance.Withdrawn)} {
		page.Views = append(page.Views, site.Link{Text: page.T("guidance.view." + view), Href: page.Href(listPath(view, page.Sort, "")), Current: view == page.View})
	}
	page.Sorts = []site.Link{{Text: page.T("guidance.sort.all"), Href: page.Href(listPath(page.View, "", "")), Current: page.Sort == ""}}
	for _, sort := range guidance.Sorts() {
		page.Sorts = append(page.Sorts, site.Link{Text: page.T("guidance.sort." + string(sort)), Href: page.Href(listPath(page.View, sort, "")), Current: sort == page.Sort})
	}
	page.Start = page.View == string(guidance.Approved) || page.View == string(guidance.Draft)
	p.Site.Show(w, r, "guides", page)
}

// lines reads the rows of the page and sets its pager.
func (p Pages) lines(r *http.Request, page *ListPage) ([]guidance.Version, error) {
	in := office.From(r.Context()).ID
	if page.View == reviewView {
		collection, err := p.Store.InForce(r.Context(), in)
		if err != nil {
			return nil, err
		}
		var due []guidance.Version
		for _, v := range guidance.Reviews(collection, p.today()) {
			if page.Sort == "" || v.Sort == page.Sort {
				due = append(due, v)
			}
		}
		return due, nil
	}
	after := r.URL.Query().Get("after")
	found, err := p.Store.Lines(r.Context(), guidance.Query{Office: in, State: guidance.State(page.View), Sort: page.Sort, After: after, Limit: pageSize + 1})
	if err != nil {
		return nil, err
	}
	before, next := "", ""
	if after != "" {
		before = listPath(page.View, page.Sort, "")
	}
	if len(found) > pageSize {
		found = found[:pageSize]
		next = listPath(page.View, page.Sort, found[pageSize-1].Cursor())
	}
	page.More = page.Pager(before, next)
	if before != "" {
		page.More.Before = page.T("guidance.first.page")
	}
	return found, nil
}

func (p Pages) row(page site.Page, v guidance.Version) Row {
	row := Row{Path: "desk/guides/" + v.Guide, Title: text(page, v).Title, Topic: v.Topic, By: v.Written().Name,
		When: page.Date(v.Changed()), Sort: sortTag(page, v), State: stateTag(page, v, p.today()), Public: v.Public}
	if v.State == guidance.Approved {
		row.Review = page.T("guidance.review.by", "date", page.Date(page.Day(v.ReviewBy)))
	}
	return row
}

func viewOf(r *http.Request) string {
	switch view := r.URL.Query().Get("state"); view {
	case string(guidance.Draft), reviewView, string(guidance.Withdrawn):
		return view
	}
	return string(guidance.Approved)
}

// sortOf reads a sort, empty for anything else.
func sortOf(name string) guidance.Sort {
	for _, sort := range guidance.Sorts() {
		if string(sort) == name {
			return sort
		}
	}
	return ""
}

func listPath(view string, sort guidance.Sort, after string) string {
	query := url.Values{"state": {view}}
	if sort != "" {
		query.Set("sort", string(sort))
	}
	if after != "" {
		query.Set("after", after)
	}
	return "desk/guides?" + query.Encode()
}

// Nothing stands where the list would be.
func (p ListPage) Nothing() site.Empty {
	empty := site.Empty{Icon: "paper", Title: p.T("guidance.none." + p.View), Text: p.T("guidance.none.words." + p.View)}
	if p.Start {
		empty.Link = site.Link{Text: p.T("guidance.new"), Href: p.Href("desk/guides/new")}
	}
	return empty
}
