package reportweb

import (
	"net/http"

	"dorgora/internal/report"
	"dorgora/internal/site"
)

// PrintPage is the answers as a sheet of paper.
type PrintPage struct {
	site.Page
	Demand report.Demand
	Head   string // of the office
	Place  string
	Period string
	AsOf   string
	Memo   string
	Dates  [2]string // the Bangla date over the Gregorian one
	Lines  []AnswerRow
	Signer string
}

// Print shows the answers to be printed: GET /{office}/desk/demands/{demand}/print.
func (p Pages) Print(w http.ResponseWriter, r *http.Request) {
	m, d, err := p.demand(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := PrintPage{Page: p.shell(r, "report.print.title"), Demand: d, Head: m.office.Name, Place: m.office.Place}
	page.Sheet = "a4"
	page.Crumbs = append(page.Crumbs, site.Link{Text: d.Subject, Href: page.Href("desk/demands/" + d.ID)}, site.Link{Text: page.Title})
	page.Lines, page.Period, page.Memo = rows(page.Page, d, report.Demand{}), tongueOf(page.Page).period(d.Period), page.Digits(d.Memo)
	if !d.AsOf.IsZero() {
		page.AsOf = page.T("report.as_of", "moment", page.DateTime(d.AsOf))
	}
	if d.Approval.Known() {
		page.Signer, page.Dates = d.Approval.Name, [2]string{page.BanglaDate(d.Approval.At), page.Date(d.Approval.At)}
	}
	p.Site.Show(w, r, "report_print", page)
}
