package pdf

import "dorgora/internal/message"

// BookSheet is a page of a register as the bound books have it: title, office and
// period, columns with printed numbers, rows, totals, and places for signatures.
type BookSheet struct {
	Lang    message.Lang
	Office  []string // lines over the title
	Title   string
	Period  string
	Groups  []Cell
	Columns []TableColumn
	Rows    [][]Cell
	Foot    [][]Cell
	Empty   string   // stands in place of the rows when there are none
	Notes   []string // below the table
	Sign    []string // captions of the places for signatures, from left to right
	Made    string   // when it was drawn up, at the lower edge
	PageOf  func(page, of int) string
	Size    float64 // of letters in the table; 0: 9 points
}

// Book writes a register on A4 in landscape.
func Book(sheet BookSheet) ([]byte, error) {
	d := New(Info{Title: sheet.Title, Lang: sheet.Lang, Author: first(sheet.Office)})
	flow := d.Flow(A4.Landscape())
	flow.Foot = sheet.foot
	for i, one := range sheet.Office {
		flow.Add(Text{Spans: []Span{{Text: one}}, Align: Middle, Bold: i == 0, Leading: 1.4})
	}
	title := Heading(1, sheet.Title)
	title.Align, title.Size = Middle, 14
	flow.Add(Gap(3), title)
	if sheet.Period != "" {
		flow.Add(Text{Spans: []Span{{Text: sheet.Period}}, Align: Middle, Leading: 1.4, Keep: true})
	}
	flow.Add(Gap(8), Table{Groups: sheet.Groups, Columns: sheet.Columns, Numbers: true, Rows: sheet.Rows, Foot: sheet.Foot, Size: sheet.Size})
	if len(sheet.Rows) == 0 && sheet.Empty != "" {
		flow.Add(Gap(10), Text{Spans: []Span{{Text: sheet.Empty}}, Align: Middle, Color: Muted})
	}
	if len(sheet.Notes) > 0 {
		flow.Add(Gap(6))
	}
	for _, one := range sheet.Notes {
		flow.Add(Small(one))
	}
	if len(sheet.Sign) > 0 {
		flow.Add(Gap(36), sheet.signatures())
	}
	return d.Bytes()
}

func first(list []string) string {
	if len(list) == 0 {
		return ""
	}
	return list[0]
}

func (b BookSheet) signatures() Block {
	row := Columns{Gap: 60}
	for _, one := range b.Sign {
		row.Cells = append(row.Cells, Column{Block: Stack{Rule{Weight: 0.6}, Text{Spans: []Span{{Text: one}}, Size: 9.5, Align: Middle}}})
	}
	return row
}

func (b BookSheet) foot(page, of int) Block {
	number := ""
	if b.PageOf != nil {
		number = b.PageOf(page, of)
	}
	right := Small(number)
	right.Align = End
	return Stack{Gap(6), Columns{Gap: 8, Cells: []Column{{Block: Small(b.Made)}, {Width: 90, Block: right}}}}
}
