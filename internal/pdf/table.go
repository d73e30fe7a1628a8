package pdf

// TableColumn is a column of a Table.
type TableColumn struct {
	Title string
	Width float64 // share of the table's width; 0: one
	Align Align
}

// Cell is one cell of a Table.
type Cell struct {
	Text string
	Bold bool
	Span int // columns it covers; 0: one
}

// Cells makes plain cells of texts.
func Cells(texts ...string) []Cell {
	cells := make([]Cell, len(texts))
	for i, one := range texts {
		cells[i].Text = one
	}
	return cells
}

// Table has its head repeated on every page and keeps its rows whole. A row that is
// higher than a page is divided.
type Table struct {
	Groups  []Cell // over the titles; Span says over how many columns
	Columns []TableColumn
	Numbers bool // a row of column numbers below the titles, as bound registers have
	Rows    [][]Cell
	Foot    [][]Cell // totals, bold
	Size    float64  // of letters; 0: 9 points
	Pad     float64  // inside the cells; 0: 3 points
	Plain   bool     // only level lines
}

func (t Table) lay(s setter, width float64) []piece {
	if t.Size == 0 {
		t.Size = 9
	}
	if t.Pad == 0 {
		t.Pad = 3
	}
	g := grid{Table: t, s: s.below(s.parent.add("Table")), widths: t.widths(width)}
	g.widen()
	head := g.head()
	pieces := append([]piece(nil), head...)
	for i := range pieces {
		pieces[i].keep = true
	}
	again := head
	if sum(head) > s.limit/2 {
		again = nil // it would leave no room for the rows
	}
	g.s.limit -= sum(again)
	for _, row := range t.Rows {
		pieces = append(pieces, g.row(row, "TD")...)
	}
	for _, row := range t.Foot {
		bold := append([]Cell(nil), row...)
		for i := range bold {
			bold[i].Bold = true
		}
		if len(pieces) > len(head) {
			pieces[len(pieces)-1].keep = true // totals never stand alone
		}
		pieces = append(pieces, g.row(bold, "TD")...)
	}
	for i := len(head); i < len(pieces); i++ {
		pieces[i].again = again
	}
	return pieces
}

func (t Table) widths(width float64) []float64 {
	total := 0.0
	for _, one := range t.Columns {
		total += share(one)
	}
	widths := make([]float64, len(t.Columns))
	for i, one := range t.Columns {
		widths[i] = width * share(one) / total
	}
	return widths
}

// widen gives columns whose title has a word that is too long for them what others
// have to spare, so that titles are not cut within words.
func (g grid) widen() {
	needs, spare, missing := make([]float64, len(g.widths)), 0.0, 0.0
	for i, column := range g.Columns {
		for _, a := range g.s.doc.atoms(Text{Spans: []Span{{Text: column.Title}}, Size: g.Size, Bold: true}) {
			needs[i] = max(needs[i], a.width()+2*g.Pad+0.5)
		}
		spare += max(g.widths[i]-needs[i], 0)
		missing += max(needs[i]-g.widths[i], 0)
	}
	if missing == 0 || missing > spare {
		return
	}
	for i, need := range needs {
		if g.widths[i] < need {
			g.widths[i] = need
		} else {
			g.widths[i] -= (g.widths[i] - need) * missing / spare
		}
	}
}

func share(c TableColumn) float64 {
	if c.Width == 0 {
		return 1
	}
	return c.Width
}

// grid is a table with its widths.
type grid struct {
	Table
	s      setter
	widths []float64
}

func (g grid) head() []piece {
	var pieces []piece
	if len(g.Groups) > 0 {
		pieces = append(pieces, g.row(bolded(g.Groups), "TH")...)
	}
	titles, titled := make([]Cell, len(g.Columns)), false
	numbers := make([]Cell, len(g.Columns))
	for i, one := range g.Columns {
		titles[i] = Cell{Text: one.Title, Bold: true}
		numbers[i] = Cell{Text: g.s.doc.Digits(i + 1)}
		titled = titled || one.Title != ""
	}
	if titled {
		pieces = append(pieces, g.row(titles, "TH")...)
	}
	if g.Numbers {
		pieces = append(pieces, g.row(numbers, "TH")...)
	}
	return pieces
}

func bolded(cells []Cell) []Cell {
	list := append([]Cell(nil), cells...)
	for i := range list {
		list[i].Bold = true
	}
	return list
}

// row sets one row; titles and column numbers stand in the middle of their cells.
func (g grid) row(cells []Cell, role string) []piece {
	e := g.s.parent.add("TR")
	row := strip{pad: g.Pad, middle: role == "TH"}
	column := 0
	for _, cell := range cells {
		span := min(max(cell.Span, 1), len(g.widths)-column)
		if span <= 0 {
			break
		}
		width := 0.0
		for _, one := range g.widths[column : column+span] {
			width += one
		}
		text := Text{Spans: []Span{{Text: cell.Text}}, Size: g.Size, Bold: cell.Bold, Align: g.Columns[column].Align, Leading: 1.4}
		if role == "TH" && !g.Plain {
			text.Align = Middle
		}
		inner := e.add(role)
		inner.span = span
		row.cells = append(row.cells, stripCell{x: row.width + g.Pad, width: width, pieces: text.lay(g.s.below(inner), max(width-2*g.Pad, 1))})
		row.width += width
		column += span
	}
	row.back = g.lines(row, role)
	pieces := row.divided(g.s.limit)
	return pieces
}

// lines draws the borders of a row.
func (g grid) lines(row strip, role string) func(c *canvas, r rect) {
	return func(c *canvas, r rect) {
		if g.Plain {
			c.rule(rect{x: r.x, y: r.y + r.height, width: r.width}, 0.5, Line, false)
			return
		}
		if role == "TH" {
			c.fill(r, 0, RGB(0xf0, 0xf4, 0xf2))
		}
		for _, one := range row.cells {
			c.stroke(rect{r.x + one.x - g.Pad - 0.25, r.y - 0.25, one.width + 0.5, r.height + 0.5}, 0, 0.5, Muted)
		}
	}
}
