package charter

import (
	"fmt"
	"regexp"
	"strings"

	"dorgora/bangla"
	"dorgora/charter/internal/heading"
)

// meanings are all meanings of columns in the order of the official form.
var meanings = []Meaning{
	Serial, Name, ChannelsOf, PapersOf, PapersFrom, FeeOf, TimeOf, OfficerOf, SuperiorOf, Recipient, Place, Remark,
}

var (
	// ditto is a mark that repeats the cell above. A lone dash is an empty cell.
	ditto = regexp.MustCompile(`^(?:[-–—‐"'“”‘’(\s]*(?:ঐ|[Dd]o|DO|[Dd]itto)[-–—‐"'“”‘’).।\s]*|[-–—]\s*এ\s*[-–—]|["“”″〃]|''|,,)$`)
	// serialCell is a cell that holds nothing but a serial.
	serialCell = regexp.MustCompile(`^[\s(\[]*(?:[0-9০-৯]{1,4}|[ক-হa-zA-Z])(?:[.\-/][0-9০-৯]{1,3})*[\s)\].।:ঃ-]*$`)
	// mark is one cell of the row that numbers the columns.
	mark  = regexp.MustCompile(`^[\s(\[]*([0-9০-৯]{1,2}|[ক-ঢ]|[a-z])(?:\s*(?:ও|,|-|&|and)\s*[0-9০-৯]{1,2})?[\s)\].।=]*$`)
	total = regexp.MustCompile(`(?i)^(?:সর্বমোট|মোট|total|grand total)(?:[\s:=ঃ(].*)?$`)
)

// column is a column of the table that is being read.
type column struct {
	Column
	label  string // the part of the header that tells it from its neighbours
	shared bool   // another column has the same meaning
}

// table reads one table: services, a section in the form of a table, or rows
// that nobody understands.
func (p *parser) table(rows [][]Cell) {
	headed := false
	for at := 0; at < len(rows); at++ {
		row, where := rows[at], fmt.Sprintf("table %d row %d", p.tables, at+1)
		texts := textsOf(row)
		switch {
		case strings.Join(texts, "") == "" || numberRow(row):
		case heading.GrievanceHeader(texts):
			p.start(heading.Grievance)
			p.state(joined(row), where)
		case heading.Header(texts):
			at += p.header(rows[at:])
			headed = true
		case heading.ExpectationHeader(texts):
			p.start(heading.Expectations)
			p.state(joined(row), where)
		case p.titleRow(row, where):
		case p.part == heading.Expectations || p.part == heading.Grievance:
			p.state(joined(row), where)
		case headed || p.continues(rows):
			headed = true
			p.row(row, where)
		default:
			p.unread(where, joined(row))
		}
	}
}

// header sets the columns from the header row, which may be followed by a row
// that divides merged headers. It returns how many rows it took beyond one.
func (p *parser) header(rows [][]Cell) (extra int) {
	top := rows[0]
	texts := make([]string, len(top))
	labels := make([]string, len(top))
	divided := len(rows) > 1 && divides(rows[1], top)
	for i, cell := range top {
		texts[i], labels[i] = cell.Text, cell.Text
		if divided && i < len(rows[1]) && !rows[1][i].Down && rows[1][i].Text != "" && rows[1][i].Text != cell.Text {
			labels[i] = rows[1][i].Text
			texts[i] = strings.TrimSpace(cell.Text + " " + labels[i])
		}
		texts[i] = oneLine(texts[i])
		labels[i] = oneLine(labels[i])
	}
	p.columns = named(texts, labels, top)
	for _, c := range p.columns {
		p.found(c.Column)
	}
	p.part = heading.Services
	if divided {
		return 1
	}
	return 0
}

// divides reports whether a row is the second row of a header: beside cells
// that continue the first row it holds names under merged ones.
func divides(row, top []Cell) bool {
	down, own := 0, 0
	for i, cell := range row {
		switch {
		case cell.Down:
			down++
		case cell.Text != "" && i < len(top) && !serialText(cell.Text):
			own++
		}
	}
	return down > 0 && own > 0 && down+own >= len(top)-1
}

// named gives each column its meaning. A column under a merged header has
// the meaning of the first; a table without a named column of services takes
// the first one not understood for it.
func named(texts, labels []string, top []Cell) []column {
	found := heading.Columns(texts)
	columns := make([]column, len(texts))
	count := map[Meaning]int{}
	for i, text := range texts {
		meaning := Meaning(found[i])
		if i > 0 && top[i].Across && texts[i] == texts[i-1] {
			meaning = columns[i-1].Meaning
		}
		if text == "" {
			text = fmt.Sprintf("column %d", i+1)
		}
		columns[i] = column{Column: Column{Header: text, Meaning: meaning}, label: labels[i]}
		count[meaning]++
	}
	for i := range columns {
		if count[Name] == 0 && columns[i].Meaning == "" {
			columns[i].Meaning = Name
			count[Name]++
		}
		columns[i].shared = count[columns[i].Meaning] > 1
	}
	return columns
}

// found lists a column of the charter once, however often its header is
// repeated on the pages and with whatever spaces.
func (p *parser) found(c Column) {
	key := strings.ReplaceAll(c.Header, " ", "")
	for _, known := range p.charter.Columns {
		if known.Meaning == c.Meaning && strings.ReplaceAll(known.Header, " ", "") == key {
			return
		}
	}
	p.charter.Columns = append(p.charter.Columns, c)
}

// continues reports whether a table without a header carries on the last table
// of services: it has the same width.
func (p *parser) continues(rows [][]Cell) bool {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	return len(p.columns) > 0 && width == len(p.columns) && p.part != heading.Subordinate
}

// titleRow reads a row that holds one text only: a group title merged over the
// table, a section title, a date; or two, the name of a section and its text.
func (p *parser) titleRow(row []Cell, where string) bool {
	var filled []int
	for i, cell := range row {
		if cell.Text != "" && !cell.Across {
			filled = append(filled, i)
		}
	}
	if len(filled) == 2 {
		kind, rest := heading.Title(row[filled[0]].Text)
		if rest == "" && (kind == heading.Vision || kind == heading.Mission) {
			p.start(kind)
			p.state(row[filled[1]].Text, where)
			return true
		}
	}
	if len(filled) != 1 {
		return false
	}
	at := filled[0]
	text := row[at].Text
	kind, _ := heading.Title(oneLine(text))
	merged := at+1 < len(row) && row[at+1].Across
	meaning := p.column(at).Meaning
	if kind == heading.None && !merged && (serialText(text) || meaning != Serial && meaning != Name) {
		return false
	}
	p.paragraph(oneLine(text), where)
	return true
}

// row makes a service of a row of the table, joins the row to the service above
// when it continues it, or lists it as unread.
func (p *parser) row(cells []Cell, where string) {
	cells = p.shifted(cells)
	service := Service{Group: p.group, Cells: map[Meaning]string{}}
	continued, filled := true, 0
	for i, cell := range cells {
		if cell.Across && !p.column(i).shared || cell.Text == "" {
			continue
		}
		c := p.column(i)
		if !cell.Down {
			filled++
			continued = continued && c.Meaning != Serial && c.Meaning != Name
		}
		service.keep(c, cell.Text)
	}
	name := service.Cells[Name]
	switch {
	case filled == 0: // all of it belongs to merged cells already read
	case continued && len(p.charter.Services) > 0:
		p.extend(cells)
	case name == "" || total.MatchString(name) || total.MatchString(service.Cells[Serial]):
		p.unread(where, joined(cells))
	default:
		service.identify(p.above())
		p.charter.Services = append(p.charter.Services, service)
	}
}

// column is the column at a position; beyond the header it has no meaning.
func (p *parser) column(at int) column {
	if at < len(p.columns) {
		return p.columns[at]
	}
	return column{Column: Column{Header: fmt.Sprintf("column %d", at+1)}}
}

// shifted puts an empty serial before a row that has one cell less than the
// header and begins with a text: pages often leave out that cell.
func (p *parser) shifted(cells []Cell) []Cell {
	if len(cells) == 0 || len(cells) != len(p.columns)-1 || p.columns[0].Meaning != Serial ||
		cells[0].Text == "" || serialText(cells[0].Text) {
		return cells
	}
	return append([]Cell{{}}, cells...)
}

// extend joins a continued row to the service above, cell by cell.
func (p *parser) extend(cells []Cell) {
	service := p.above()
	for i, cell := range cells {
		if !cell.Across && !cell.Down && cell.Text != "" {
			service.keep(p.column(i), cell.Text)
		}
	}
}

// above is the service before the one being read, nil when there is none.
func (p *parser) above() *Service {
	if len(p.charter.Services) == 0 {
		return nil
	}
	return &p.charter.Services[len(p.charter.Services)-1]
}

// numberRow reports whether a row numbers the columns: (১) (২) (৩) or ক খ গ.
// Its marks rise; a row of data that holds small numbers only does not.
func numberRow(row []Cell) bool {
	count, last := 0, ""
	for _, cell := range row {
		if cell.Across || cell.Text == "" {
			continue
		}
		m := mark.FindStringSubmatch(cell.Text)
		if m == nil {
			return false
		}
		next := fmt.Sprintf("%2s", bangla.ASCII(m[1]))
		if next <= last || count == 0 && !strings.Contains(" 1 01 ক a", " "+strings.TrimSpace(next)) {
			return false
		}
		count, last = count+1, next
	}
	return count >= 3
}

// textsOf are the texts of a row, merged cells once.
func textsOf(row []Cell) []string {
	texts := make([]string, 0, len(row))
	for _, cell := range row {
		if !cell.Across {
			texts = append(texts, cell.Text)
		}
	}
	return texts
}

// joined is a row as one line, for sections and for what is unread.
func joined(row []Cell) string {
	var filled []string
	for _, cell := range row {
		if !cell.Across && cell.Text != "" {
			filled = append(filled, oneLine(cell.Text))
		}
	}
	return strings.Join(filled, " | ")
}
