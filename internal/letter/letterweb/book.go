package letterweb

import (
	"net/http"
	"net/url"
	"strconv"

	"dorgora/internal/access"
	"dorgora/internal/letter"
	"dorgora/internal/money"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// BookPage is a page of a register as the bound books have it.
type BookPage struct {
	site.Page
	Years   []site.Choice
	Year    int
	Path    string // of the book
	Heads   []string
	Numbers []string // of the columns
	Rows    [][]string
	More    site.Pager
}

// The columns of the books in their order.
var (
	diaryColumns    = []string{"serial", "received", "from", "memo", "subject", "medium", "priority", "marked", "decision", "folder", "disposed"}
	dispatchColumns = []string{"serial", "date", "memo", "to", "subject", "enclosures", "medium", "postage", "remark"}
)

// bookSize is how many entries stand on one page of a book.
const bookSize = 100

// DiaryBook is the diary as a bound book: GET /{office}/desk/letters/book.
func (p Pages) DiaryBook(w http.ResponseWriter, r *http.Request) {
	page, q := p.book(r, "letter.book.diary", "desk/letters/book", diaryColumns)
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
	folders, err := p.folderNumbers(r, page.Page)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	found, page.More = bookPages(page, q, found)
	for _, l := range found {
		page.Rows = append(page.Rows, diaryRow(r, page.Page, l, bookNames{chart, folders}))
	}
	p.Site.Show(w, r, "book", page)
}

// bookNames are what the rows of a book call posts and files.
type bookNames struct {
	chart   office.Chart
	folders map[string]string
}

func diaryRow(r *http.Request, page site.Page, l letter.Letter, names bookNames) []string {
	serial := page.Num(l.Serial)
	switch {
	case l.Void != "":
		return []string{serial, day(page, l.Received), "", "", page.T("letter.book.void", "reason", l.Void), "", "", "", "", "", ""}
	case !l.Readable(access.From(r.Context())):
		return []string{serial, day(page, l.Received), "", "", page.T("letter.hidden"), "", "", "", "", "", ""}
	}
	post, _ := names.chart.Post(l.Office, l.Marked)
	memo, decision, disposed := page.Digits(l.Memo), "", ""
	if d := day(page, l.MemoDate); d != "" {
		memo += "\n" + d
	}
	if l.Decision != "" {
		decision = page.T("letter.decision." + string(l.Decision))
	}
	if l.Disposed.Known() {
		disposed = page.Date(l.Disposed.At)
	}
	return []string{serial, day(page, l.Received), l.Sender.Line(), memo, l.Subject, page.T("letter.medium." + string(l.Medium)),
		page.T("letter.priority." + string(l.Priority)), page.Pick(post.Title, post.TitleEn), decision, names.folders[l.File], disposed}
}

// DispatchBook is the dispatch register as a bound book: GET /{office}/desk/outgoing/book.
func (p Pages) DispatchBook(w http.ResponseWriter, r *http.Request) {
	page, q := p.book(r, "letter.book.dispatch", "desk/outgoing/book", dispatchColumns)
	found, err := p.Shelves.Drafts(r.Context(), q)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	found, page.More = bookPages(page, q, found)
	for _, o := range found {
		page.Rows = append(page.Rows, dispatchRow(r, page.Page, o))
	}
	p.Site.Show(w, r, "book", page)
}

func dispatchRow(r *http.Request, page site.Page, o letter.Outgoing) []string {
	row := []string{page.Num(o.Serial), page.Date(o.Signed.At), page.Digits(o.Memo), "", page.T("letter.hidden"), "", "", "", ""}
	if !o.Readable(access.From(r.Context())) {
		return row
	}
	w := o.Wording()
	for i, to := range w.To {
		if i > 0 {
			row[3] += "\n"
		}
		row[3] += to.Line()
	}
	row[4], row[5] = w.Subject, w.Enclosures
	var paid int64
	for i, proof := range o.Proofs {
		if i > 0 {
			row[6] += "\n"
		}
		row[6] += page.T("letter.medium."+string(proof.Medium)) + " " + page.Digits(proof.Number)
		paid += proof.Postage
	}
	if paid > 0 {
		row[7] = taka(page, paid)
	}
	if o.State == letter.Cancelled {
		row[8] = page.T("letter.book.void", "reason", o.Reason)
	}
	return row
}

func (p Pages) book(r *http.Request, title, path string, columns []string) (BookPage, letter.Query) {
	year, err := strconv.Atoi(r.URL.Query().Get("year"))
	now := p.today().Year
	if err != nil || year < 2000 || year > now {
		year = now
	}
	page := BookPage{Page: p.page(r, title, "year", strconv.Itoa(year)), Year: year, Path: path}
	page.Title = page.Digits(page.Title)
	for i, column := range columns {
		page.Heads = append(page.Heads, page.T("letter.column."+column))
		page.Numbers = append(page.Numbers, page.Num(i+1))
	}
	for y := now; y > now-6; y-- {
		page.Years = append(page.Years, site.Choice{Value: strconv.Itoa(y), Label: page.Digits(strconv.Itoa(y)), Chosen: y == year})
	}
	q := letter.Query{Office: office.From(r.Context()).ID, View: letter.ViewBook, Year: year, Limit: bookSize + 1}
	if n, err := strconv.Atoi(r.URL.Query().Get("skip")); err == nil && n > 0 && n < 1_000_000 {
		q.Skip = n
	}
	return page, q
}

// bookPages cuts a book that was read one row too far to a page, with its links.
func bookPages[T any](page BookPage, q letter.Query, found []T) ([]T, site.Pager) {
	link := func(skip int) string {
		return page.Path + "?" + url.Values{"year": {strconv.Itoa(page.Year)}, "skip": {strconv.Itoa(skip)}}.Encode()
	}
	var before, after string
	if q.Skip > 0 {
		before = link(max(0, q.Skip-bookSize))
	}
	if len(found) > bookSize {
		after, found = link(q.Skip+bookSize), found[:bookSize]
	}
	return found, page.Pager(before, after)
}

func taka(page site.Page, paisa int64) string { return page.Money(money.Paisa(paisa)) }

// folderNumbers are the numbers of the files of the office, by ID.
func (p Pages) folderNumbers(r *http.Request, page site.Page) (map[string]string, error) {
	files, err := p.Shelves.Files(r.Context(), office.From(r.Context()).ID)
	numbers := map[string]string{}
	for _, f := range files {
		numbers[f.ID] = page.Digits(f.Number)
	}
	return numbers, err
}

// Lines cuts a cell into its lines.
func (p BookPage) Lines(cell string) []string { return site.Paragraphs(cell) }
