package sheet

import "strings"

// item is a piece of a cell or of the page: a run of text or a table.
type item struct {
	text string
	rows [][]Cell
}

// rawCell is a cell as written, before merged cells are expanded.
type rawCell struct {
	items            []item
	colspan, rowspan int
	down             bool // continues the cell above (the way of DOCX)
}

// text is what the cell says, a nested table as lines.
func (c rawCell) text() string {
	parts := make([]string, 0, len(c.items))
	for _, it := range c.items {
		if it.rows == nil {
			parts = append(parts, it.text)
			continue
		}
		for _, row := range it.rows {
			parts = append(parts, strings.TrimSpace(strings.Join(texts(row), " ")))
		}
	}
	return strings.Join(parts, "\n")
}

// openTable is a table whose end was not yet seen.
type openTable struct {
	outside []item // text in the table but in no cell, such as a caption
	rows    [][]rawCell
	inRow   bool
	inCell  bool
	nested  bool // a cell holds a table
}

func (t *openTable) cell() *rawCell {
	row := t.rows[len(t.rows)-1]
	return &row[len(row)-1]
}

// nest follows tables inside tables and hands finished blocks to the builder.
type nest struct {
	out     *builder
	signs   Signs
	open    []*openTable
	run     run
	ignored int // tables opened below the deepest level that is followed
}

// startTable opens a table.
func (n *nest) startTable() {
	n.flush()
	if len(n.open) >= maxNesting {
		n.ignored++
		return
	}
	n.open = append(n.open, &openTable{})
}

// endTable closes the innermost table and gives its contents to what holds it.
func (n *nest) endTable() {
	n.flush()
	if n.ignored > 0 {
		n.ignored--
		return
	}
	if len(n.open) == 0 {
		return
	}
	top := n.open[len(n.open)-1]
	n.open = n.open[:len(n.open)-1]
	for _, it := range append(top.outside, n.contents(top)...) {
		n.put(it)
	}
}

// contents is the table itself, or what stands in its cells when it only lays
// out the page around a real table.
func (n *nest) contents(t *openTable) []item {
	if t.nested && !n.hasHeader(t) {
		var items []item
		for _, row := range t.rows {
			for _, cell := range row {
				items = append(items, cell.items...)
			}
		}
		return items
	}
	if len(t.rows) == 0 {
		return nil
	}
	return []item{{rows: expand(n.out, t.rows)}}
}

func (n *nest) hasHeader(t *openTable) bool {
	for _, row := range t.rows {
		own := make([]string, len(row))
		for i, cell := range row {
			for _, it := range cell.items {
				own[i] += it.text
			}
		}
		if n.signs.Header(own) {
			return true
		}
	}
	return false
}

// put adds an item to the innermost open cell, or to the page.
func (n *nest) put(it item) {
	if len(n.open) == 0 {
		if it.rows != nil {
			n.out.table(it.rows)
		} else {
			n.out.paragraph(it.text)
		}
		return
	}
	top := n.open[len(n.open)-1]
	if !top.inCell {
		top.outside = append(top.outside, it)
		return
	}
	top.nested = top.nested || it.rows != nil
	cell := top.cell()
	cell.items = append(cell.items, it)
}

// startRow opens a row of the innermost table.
func (n *nest) startRow() {
	n.endCell()
	if len(n.open) == 0 || n.ignored > 0 || !n.out.count(0) {
		return
	}
	top := n.open[len(n.open)-1]
	top.rows = append(top.rows, nil)
	top.inRow = true
}

// endRow closes the row of the innermost table.
func (n *nest) endRow() {
	n.endCell()
	if len(n.open) > 0 && n.ignored == 0 {
		n.open[len(n.open)-1].inRow = false
	}
}

// startCell opens a cell, and a row when none is open.
func (n *nest) startCell(cell rawCell) {
	n.endCell()
	if len(n.open) == 0 || n.ignored > 0 {
		return
	}
	top := n.open[len(n.open)-1]
	if !top.inRow {
		n.startRow()
	}
	if n.out.err != nil {
		return
	}
	last := len(top.rows) - 1
	top.rows[last] = append(top.rows[last], cell)
	top.inCell = true
}

// endCell closes the open cell, if any.
func (n *nest) endCell() {
	n.flush()
	if len(n.open) > 0 && n.ignored == 0 {
		n.open[len(n.open)-1].inCell = false
	}
}

// inCell reports whether text now goes into a cell.
func (n *nest) inCell() bool {
	return len(n.open) > 0 && n.open[len(n.open)-1].inCell
}

// lineBreak ends a line of a cell, or a paragraph of the page.
func (n *nest) lineBreak() {
	if n.inCell() {
		n.run.add("\n", false)
		return
	}
	n.flush()
}

// flush moves the text read so far to where it belongs.
func (n *nest) flush() {
	text := n.run.take()
	if strings.TrimSpace(text) != "" {
		n.put(item{text: text})
	}
}

// close ends everything that the file left open.
func (n *nest) close() {
	n.ignored = 0
	for len(n.open) > 0 {
		n.endTable()
	}
	n.flush()
}

// span is a merged cell that reaches into the rows below.
type span struct {
	left   int // rows still to cover
	text   string
	across bool
}

// expand repeats merged cells in every position they cover.
func expand(out *builder, raw [][]rawCell) [][]Cell {
	rows := make([][]Cell, 0, len(raw))
	var spans []span
	for _, rawRow := range raw {
		row := expandRow(rawRow, &spans)
		if len(rows) > 0 {
			fillDown(row, rows[len(rows)-1])
		}
		out.cells += len(row)
		if out.cells > maxCells || len(row) > maxColumns {
			out.err = tooLarge()
			return rows
		}
		rows = append(rows, row)
	}
	return rows
}

// expandRow lays one row out; spans holds what earlier rows left to cover, by
// column, and is brought up to date.
func expandRow(raw []rawCell, spans *[]span) []Cell {
	var row []Cell
	covered := func() {
		for len(row) < len(*spans) && (*spans)[len(row)].left > 0 {
			s := &(*spans)[len(row)]
			s.left--
			row = append(row, Cell{Text: s.text, Across: s.across, Down: true})
		}
	}
	for _, cell := range raw {
		covered()
		text := cell.text()
		for i := range min(max(cell.colspan, 1), maxSpan) {
			if len(row) > maxColumns {
				return row
			}
			for len(*spans) <= len(row) {
				*spans = append(*spans, span{})
			}
			(*spans)[len(row)] = span{left: max(cell.rowspan, 1) - 1, text: text, across: i > 0}
			row = append(row, Cell{Text: text, Across: i > 0, Down: cell.down})
		}
	}
	covered()
	return row
}

// fillDown gives a cell that continues the one above that cell's text.
func fillDown(row, above []Cell) {
	for i := range row {
		if row[i].Down && row[i].Text == "" && i < len(above) {
			row[i].Text = above[i].Text
		}
	}
}
