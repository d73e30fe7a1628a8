package letterweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// DiaryPage is the list of what was received.
type DiaryPage struct {
	site.Page
	Views []site.Link
	Words string
	View  string
	Rows  []EntryRow
	More  site.Pager
	None  site.Empty
}

// EntryRow is one entry in a list.
type EntryRow struct {
	Path, ID, Subject, From, Memo, Received, Marked string
	Due, Priority                                   site.Tag
	Hidden                                          bool // secret: only its number may be shown
}

// views of the diary in the order of the buttons.
var diaryViews = []letter.View{letter.ViewOpen, letter.ViewDue, letter.ViewAll}

// Diary lists what was received: GET /{office}/desk/letters.
func (p Pages) Diary(w http.ResponseWriter, r *http.Request) {
	q := p.query(r, diaryViews)
	page := DiaryPage{Page: p.page(r, "letter.diary"), Words: q.Words, View: string(q.View)}
	for _, view := range diaryViews {
		page.Views = append(page.Views, site.Link{Text: page.T("letter.view." + string(view)), Href: page.Href("desk/letters?view=" + string(view)), Current: view == q.View})
	}
	found, err := p.Shelves.Letters(r.Context(), q)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	chart, err := p.Desk.Offices.Chart(r.Context(), q.Office)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	found, page.More = paged(page.Page, "desk/letters", q, found)
	for _, l := range found {
		row := p.entryRow(r, page.Page, l)
		if post, ok := chart.Post(l.Office, l.Marked); ok {
			row.Marked = page.Pick(post.Title, post.TitleEn)
		}
		page.Rows = append(page.Rows, row)
	}
	page.None = site.Empty{Icon: "inbox", Title: page.T("letter.none." + string(q.View)), Text: page.T("letter.none.words")}
	p.Site.Show(w, r, "diary", page)
}

func (p Pages) entryRow(r *http.Request, page site.Page, l letter.Letter) EntryRow {
	row := EntryRow{Path: "desk/letters/" + l.ID(), ID: page.Digits(strconv.Itoa(l.Serial)) + "/" + page.Digits(strconv.Itoa(l.Year)),
		Received: day(page, l.Received), Due: p.dueTag(page, l), Priority: priorityTag(page, l)}
	if !l.Readable(access.From(r.Context())) {
		row.Hidden, row.Path, row.Subject = true, "", page.T("letter.hidden")
		return row
	}
	row.Subject, row.From, row.Memo = l.Subject, l.Sender.Line(), page.Digits(l.Memo)
	return row
}

// query reads what a list is asked for; the first view is the usual one.
func (p Pages) query(r *http.Request, views []letter.View) letter.Query {
	asked := r.URL.Query()
	q := letter.Query{Office: office.From(r.Context()).ID, View: letter.View(asked.Get("view")), Words: bangla.Line(asked.Get("words")), Limit: pageSize + 1}
	if !slices.Contains(views, q.View) {
		q.View = views[0]
		if q.Words != "" { // who searches looks everywhere
			q.View = letter.ViewAll
		}
	}
	if n, err := strconv.Atoi(asked.Get("skip")); err == nil && n > 0 && n < 1_000_000 {
		q.Skip = n
	}
	return q
}

// paged cuts a list that was read one row too far to a page, with its links.
func paged[T any](page site.Page, path string, q letter.Query, found []T) ([]T, site.Pager) {
	link := func(skip int) string {
		values := url.Values{"view": {string(q.View)}, "skip": {strconv.Itoa(skip)}}
		if q.Words != "" {
			values.Set("words", q.Words)
		}
		return path + "?" + values.Encode()
	}
	var before, after string
	if q.Skip > 0 {
		before = link(max(0, q.Skip-pageSize))
	}
	if len(found) > pageSize {
		after, found = link(q.Skip+pageSize), found[:pageSize]
	}
	return found, page.Pager(before, after)
}

// Here names the list that the page shows.
func (p DiaryPage) Here() string { return "letters" }
