package reportweb

import (
	"bytes"
	"net/http"
	"strconv"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/report"
	"dorgora/internal/site"
	"dorgora/internal/table"
	"dorgora/workday"
)

// Annex gives the answers out as a table, as CSV or, asked with as=xlsx, as an XLSX
// book: GET /{office}/desk/demands/{demand}/annex. Each figure stands with its query,
// its period and its moment.
func (p Pages) Annex(w http.ResponseWriter, r *http.Request) {
	_, d, err := p.demand(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	format := table.Format(r.URL.Query().Get("as"))
	if format == "" {
		format = table.CSV
	}
	if !format.Known() {
		p.Site.Refuse(w, r, report.Missing())
		return
	}
	content, err := annex(p.shell(r, "report.title"), d, format)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	header := w.Header()
	header.Set("Content-Type", format.Type())
	header.Set("Content-Disposition", `attachment; filename="report-`+d.Period.From.String()+"-"+d.Period.To.String()+"."+string(format)+`"`)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(content)
}

// annex writes a row for each answer and for each part of one.
func annex(page site.Page, d report.Demand, format table.Format) ([]byte, error) {
	var out bytes.Buffer
	w, err := table.New(&out, format, d.Subject)
	if err != nil {
		return nil, err
	}
	t := tongueOf(page)
	heading := []any{}
	for _, key := range []string{"place", "question", "part", "answer", "number", "period", "source", "as_of"} {
		heading = append(heading, page.T("report.annex."+key))
	}
	err = w.Row(heading...)
	for i, line := range d.Lines {
		number, counted := line.Number()
		row := []any{i + 1, line.Question, "", t.answer(line), nil, t.period(d.Period), source(line), ""}
		if counted {
			row[4] = number
		}
		if line.Value != nil {
			row[7] = line.Value.AsOf.In(workday.Dhaka).Format(time.RFC3339)
		}
		if err == nil {
			err = w.Row(row...)
		}
		if line.Value == nil {
			continue
		}
		for _, cell := range line.Value.Cells {
			if err == nil {
				err = w.Row(i+1, line.Question, t.part(line.By, cell), "", cell.Number, t.period(d.Period), source(line), row[7])
			}
		}
	}
	if err == nil {
		err = w.Close()
	}
	return out.Bytes(), err
}

// source says where an answer comes from: the query with its arguments, or the evidence.
func source(line report.Line) string {
	switch {
	case line.Value != nil:
		text := line.Value.Query + " " + line.Value.Period.String()
		if line.Value.Service != "" {
			text += " service=" + line.Value.Service
		}
		if line.Value.By != report.Whole {
			text += " by=" + string(line.Value.By)
		}
		return text
	case line.Manual != nil:
		return line.Manual.Evidence + " (" + line.Manual.By.Name + ", " + line.Manual.Second.Name + ")"
	}
	return ""
}

// BehindPage is the list behind a figure.
type BehindPage struct {
	site.Page
	Demand   report.Demand
	Question string
	Answer   string
	AsOf     string
	Rows     []BehindRow
	Most     string // the list is longer than it is shown
}

// BehindRow is one case of the list.
type BehindRow struct{ Number, Path, Service, At string }

// mostBehind is how many lines are shown of the list behind a figure.
const mostBehind = 500

// Behind lists what a figure counted, as it stands now under the moment of the
// figure: GET /{office}/desk/demands/{demand}/figures/{place}.
func (p Pages) Behind(w http.ResponseWriter, r *http.Request) {
	m, d, err := p.demand(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	place, err := strconv.Atoi(r.PathValue("place"))
	if err != nil || place < 1 || place > len(d.Lines) || d.Lines[place-1].Value == nil {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "report.missing"))
		return
	}
	line := d.Lines[place-1]
	v := line.Value
	list, err := p.Desk.Sources.List(r.Context(), report.Query{Office: m.office.ID, Name: v.Query, Period: v.Period, Service: v.Service, By: v.By, AsOf: v.AsOf}, mostBehind)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := BehindPage{Page: p.shell(r, "report.behind"), Demand: d, Question: line.Question}
	page.Answer, page.AsOf = tongueOf(page.Page).answer(line), page.T("report.as_of", "moment", page.DateTime(v.AsOf))
	page.Crumbs = append(page.Crumbs, site.Link{Text: d.Subject, Href: page.Href("desk/demands/" + d.ID)}, site.Link{Text: page.Title})
	for _, one := range list {
		line := BehindRow{Number: page.Tracking(one.Number), Path: "desk/cases/" + one.Number, Service: one.Service, At: page.DateTime(one.At)}
		if one.Sealed { // known only to who handles it: counted, not shown
			line = BehindRow{Number: page.T("report.behind.sealed"), At: line.At}
		}
		page.Rows = append(page.Rows, line)
	}
	if len(list) == mostBehind {
		page.Most = page.T("report.behind.most", "n", mostBehind)
	}
	p.Site.Show(w, r, "report_behind", page)
}
