package letterweb

import (
	"net/http"

	"dorgora/internal/access"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// OutgoingList is the list of letters of the office.
type OutgoingList struct {
	site.Page
	Views   []site.Link
	Words   string
	View    string
	Rows    []OutgoingRow
	More    site.Pager
	None    site.Empty
	ToWrite []WriteRow
}

// OutgoingRow is one letter in a list.
type OutgoingRow struct {
	Path, Serial, Title, Subject, To, When string
	State, Kind                            site.Tag
	Hidden                                 bool
}

// WriteRow is a notice that waits for a letter.
type WriteRow struct{ Path, Text, To, When string }

// views of the letters of the office in the order of the buttons.
var outgoingViews = []letter.View{letter.ViewDraft, letter.ViewReady, letter.ViewAll}

// mostToWrite bounds the list of letters to be written.
const mostToWrite = 50

// Outgoing lists the letters of the office: GET /{office}/desk/outgoing.
func (p Pages) Outgoing(w http.ResponseWriter, r *http.Request) {
	q := p.query(r, outgoingViews)
	page := OutgoingList{Page: p.page(r, "letter.outgoing"), Words: q.Words, View: string(q.View)}
	for _, view := range outgoingViews {
		page.Views = append(page.Views, site.Link{Text: page.T("letter.out.view." + string(view)), Href: page.Href("desk/outgoing?view=" + string(view)), Current: view == q.View})
	}
	found, err := p.Shelves.Drafts(r.Context(), q)
	if err == nil {
		page.ToWrite, err = p.toWrite(r, page.Page)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	found, page.More = paged(page.Page, "desk/outgoing", q, found)
	for _, o := range found {
		page.Rows = append(page.Rows, outgoingRow(r, page.Page, o))
	}
	page.None = site.Empty{Icon: "file", Title: page.T("letter.out.none." + string(q.View)), Text: page.T("letter.out.none.words")}
	p.Site.Show(w, r, "outgoing_list", page)
}

func outgoingRow(r *http.Request, page site.Page, o letter.Outgoing) OutgoingRow {
	row := OutgoingRow{State: stateTag(page, o), Serial: page.Num(o.Serial)}
	if o.Serial == 0 {
		row.Serial = ""
	}
	if !o.Readable(access.From(r.Context())) {
		row.Hidden, row.Subject = true, page.T("letter.hidden")
		return row
	}
	kind, _ := letter.KindOf(o.Kind)
	row.Kind = site.Tag{Text: page.Pick(kind.Name, kind.NameEn)}
	row.Path, row.Subject, row.Title = "desk/outgoing/"+o.ID, o.Wording().Subject, page.Digits(o.Memo)
	if to := o.Wording().To; len(to) > 0 {
		row.To = to[0].Line()
	}
	at := o.Wording().By.At
	if o.Signed.Known() {
		at = o.Signed.At
	}
	row.When = page.Date(at)
	return row
}

// toWrite lists the notices that wait for a letter. What concerns a case that the
// reader may not know of is left out.
func (p Pages) toWrite(r *http.Request, page site.Page) ([]WriteRow, error) {
	here := office.From(r.Context()).ID
	waiting, err := p.Papers.ToWrite(r.Context(), here, p.Desk.Now(), mostToWrite)
	var all []WriteRow
	for _, n := range waiting {
		known, err := p.knows(r, here, caseOf(n))
		if err != nil {
			return nil, err
		}
		if known {
			all = append(all, WriteRow{Path: "desk/outgoing/new?notice=" + n.ID, Text: n.Text(p.Say), To: n.Address, When: page.DateTime(n.At)})
		}
	}
	return all, err
}

// Here names the list that the page shows.
func (p OutgoingList) Here() string { return "outgoing" }
