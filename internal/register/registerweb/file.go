package registerweb

import (
	"bytes"
	"net/http"
	"strconv"

	"dorgora/internal/fault"
	"dorgora/internal/table"
)

// File gives the register out as it is shown: GET /{office}/desk/register/file, as
// CSV or, asked with as=xlsx, as an XLSX book.
func (p Pages) File(w http.ResponseWriter, r *http.Request) {
	format := table.Format(r.URL.Query().Get("as"))
	if format == "" {
		format = table.CSV
	}
	if !format.Known() {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	m, sheet, a, err := p.sheet(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	content, err := fileOf(p.registerPage(r, m, sheet, a), format)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	send(w, content, format, "register-"+m.office.Slug+"-"+a.period.Month.String())
}

// send answers with a file that the browser keeps and does not open. name is ASCII.
func send(w http.ResponseWriter, content []byte, format table.Format, name string) {
	header := w.Header()
	header.Set("Content-Type", format.Type())
	header.Set("Content-Disposition", `attachment; filename="`+name+"."+string(format)+`"`)
	header.Set("Content-Length", strconv.Itoa(len(content)))
	header.Set("X-Content-Type-Options", "nosniff")
	header.Set("Cache-Control", "private, no-store")
	_, _ = w.Write(content)
}

// fileOf writes the rows of the page: a heading, a line a service, the total.
func fileOf(page RegisterPage, format table.Format) ([]byte, error) {
	var out bytes.Buffer
	w, err := table.New(&out, format, page.Title)
	if err != nil {
		return nil, err
	}
	heading := []any{page.T("register.service")}
	i := 0
	for _, group := range page.Groups {
		for range group.Span {
			heading = append(heading, group.Title+": "+page.Heads[i].Title)
			i++
		}
	}
	rows := [][]any{heading}
	for _, line := range append(page.Lines, page.Total) {
		row := []any{line.Name}
		for _, cell := range line.Cells {
			row = append(row, cell.value)
		}
		rows = append(rows, row)
	}
	for _, row := range rows {
		if err := w.Row(row...); err != nil {
			return nil, err
		}
	}
	err = w.Close()
	return out.Bytes(), err
}
