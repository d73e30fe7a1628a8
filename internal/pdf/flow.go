package pdf

// Block is something that stands on a sheet: Text, Table, Columns, Frame …
type Block interface {
	lay(s setter, width float64) []piece
}

// setter is what a block needs of its surroundings to be laid out.
type setter struct {
	doc    *Document
	parent *element
	limit  float64 // height of the page's body; what is higher must be divided
}

func (s setter) below(e *element) setter { s.parent = e; return s }

// piece is a strip that is not divided between pages.
type piece struct {
	height float64
	draw   func(c *canvas, x, y float64) // at the upper left corner; nil: empty space
	keep   bool                          // on one page with the next
	space  bool                          // dropped at the head of a page
	turn   bool                          // begins a new page
	again  []piece                       // drawn first when this piece begins a page
}

// Flow is a run of sheets of one kind, filled from above.
type Flow struct {
	// Foot gives what stands at the lower edge of a page; pages are counted from 1
	// over the whole document. Nil: nothing.
	Foot func(page, of int) Block

	doc    *Document
	paper  Paper
	pieces []piece
	pages  []int // places in the document
	foot   float64
}

// Add sets blocks below those that stand.
func (f *Flow) Add(blocks ...Block) {
	if f.doc.err != nil {
		return
	}
	s := setter{doc: f.doc, parent: f.doc.root, limit: f.bottom() - f.paper.Top}
	for _, one := range blocks {
		f.pieces = append(f.pieces, one.lay(s, f.paper.Body())...)
	}
}

// Turn begins a new page.
func (f *Flow) Turn() { f.pieces = append(f.pieces, piece{turn: true}) }

// Width is that between the margins, in points.
func (f *Flow) Width() float64 { return f.paper.Body() }

// bottom is where the body of a page ends; a foot takes its room from it.
func (f *Flow) bottom() float64 {
	if f.Foot != nil && f.foot == 0 {
		f.foot = f.doc.Height(f.Foot(88, 88), f.paper.Body())
	}
	return f.paper.Height - f.paper.Bottom - f.foot
}

func (f *Flow) paginate() {
	if f.doc.err != nil {
		return
	}
	page, y := f.begin()
	for i := 0; i < len(f.pieces); i++ {
		one := f.pieces[i]
		fresh := y == f.paper.Top
		if one.turn || (!fresh && y+f.kept(i) > f.bottom()+0.01) {
			if one.turn && fresh {
				continue
			}
			page, y = f.begin()
			fresh = true
			page.artifact = true
			for _, head := range one.again {
				head.draw(page, f.paper.Left, y)
				y += head.height
			}
			page.artifact = false
		}
		if one.space && fresh {
			continue
		}
		if one.draw != nil {
			one.draw(page, f.paper.Left, y)
		}
		y += one.height
	}
}

// kept is the height that must find room together, from a piece on. A group that is
// higher than a page is not kept together.
func (f *Flow) kept(from int) float64 {
	height, room := 0.0, f.bottom()-f.paper.Top
	for i := from; i < len(f.pieces) && !f.pieces[i].turn; i++ {
		if height += f.pieces[i].height; height > room {
			return f.pieces[from].height
		}
		if !f.pieces[i].keep && !f.pieces[i].space {
			break
		}
	}
	return height
}

func (f *Flow) begin() (*canvas, float64) {
	page := &canvas{paper: f.paper}
	f.pages = append(f.pages, len(f.doc.pages))
	f.doc.pages = append(f.doc.pages, page)
	return page, f.paper.Top
}

// drawFeet sets the lower edges once the number of pages is known. They are no part
// of the text.
func (f *Flow) drawFeet() {
	if f.Foot == nil || f.doc.err != nil {
		return
	}
	for _, n := range f.pages {
		page := f.doc.pages[n]
		page.artifact = true
		y := f.bottom()
		s := setter{doc: f.doc, parent: &element{}, limit: f.paper.Height}
		for _, one := range f.Foot(n+1, len(f.doc.pages)).lay(s, f.paper.Body()) {
			if one.draw != nil {
				one.draw(page, f.paper.Left, y)
			}
			y += one.height
		}
	}
}
