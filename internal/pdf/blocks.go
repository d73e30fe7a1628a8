package pdf

// Gap is empty space of a height in points; at the head of a page it is dropped.
type Gap float64

func (g Gap) lay(setter, float64) []piece { return []piece{{height: float64(g), space: true}} }

// Rule is a level line over the whole width.
type Rule struct {
	Weight float64 // points; 0: half a point
	Color  Color   // none: black
	Dashed bool
}

func (r Rule) lay(_ setter, width float64) []piece {
	if r.Weight == 0 {
		r.Weight = 0.5
	}
	if r.Color == 0 {
		r.Color = Ink
	}
	return []piece{{height: r.Weight, draw: func(c *canvas, x, y float64) {
		c.rule(rect{x: x, y: y + r.Weight/2, width: width}, r.Weight, r.Color, r.Dashed)
	}}}
}

// Stack sets blocks below one another.
type Stack []Block

func (k Stack) lay(s setter, width float64) []piece {
	var all []piece
	for _, one := range k {
		all = append(all, one.lay(s, width)...)
	}
	return all
}

// Group keeps its blocks on one page, as a signature with the name below it.
type Group []Block

func (g Group) lay(s setter, width float64) []piece {
	return []piece{oneOf(Stack(g).lay(s, width))}
}

// oneOf joins strips into one that is not divided.
func oneOf(pieces []piece) piece {
	return piece{height: sum(pieces), draw: func(c *canvas, x, y float64) { drawAll(c, pieces, x, y) }}
}

func sum(pieces []piece) float64 {
	height := 0.0
	for _, one := range pieces {
		height += one.height
	}
	return height
}

func drawAll(c *canvas, pieces []piece, x, y float64) {
	for _, one := range pieces {
		if one.draw != nil {
			one.draw(c, x, y)
		}
		y += one.height
	}
}

// Column is one block of several side by side.
type Column struct {
	Width float64 // points; 0: an equal part of what the others leave
	Block Block   // nil: empty
}

// Columns sets blocks side by side; what is higher than a page is divided.
type Columns struct {
	Cells  []Column
	Gap    float64 // between them, points
	Middle bool    // lower columns stand at half height
}

func (k Columns) lay(s setter, width float64) []piece {
	widths := k.widths(width)
	strip := strip{middle: k.Middle}
	x := 0.0
	for i, one := range k.Cells {
		var pieces []piece
		if one.Block != nil {
			pieces = one.Block.lay(s, widths[i])
		}
		strip.cells = append(strip.cells, stripCell{x: x, width: widths[i], pieces: pieces})
		x += widths[i] + k.Gap
	}
	return strip.divided(s.limit)
}

func (k Columns) widths(width float64) []float64 {
	left, shares := width-k.Gap*float64(len(k.Cells)-1), 0
	for _, one := range k.Cells {
		left -= one.Width
		if one.Width == 0 {
			shares++
		}
	}
	widths := make([]float64, len(k.Cells))
	for i, one := range k.Cells {
		if widths[i] = one.Width; one.Width == 0 {
			widths[i] = max(left/float64(shares), 1)
		}
	}
	return widths
}

// strip is several columns of pieces side by side.
type strip struct {
	cells  []stripCell
	middle bool
	pad    float64 // above and below
	back   func(c *canvas, r rect)
	width  float64
}

type stripCell struct {
	x, width float64
	pieces   []piece
}

func (t strip) height() float64 {
	height := 0.0
	for _, one := range t.cells {
		height = max(height, sum(one.pieces))
	}
	return height + 2*t.pad
}

// divided is the strip as one piece, or as several when it is higher than the limit.
func (t strip) divided(limit float64) []piece {
	var pieces []piece
	for t.height() > limit {
		head, rest := t, t
		head.cells, rest.cells = nil, nil
		for _, one := range t.cells {
			n, height := 0, 0.0
			for n < len(one.pieces) && (n == 0 || height+one.pieces[n].height <= limit-2*t.pad) {
				height += one.pieces[n].height
				n++
			}
			upper, lower := one, one
			upper.pieces, lower.pieces = one.pieces[:n], one.pieces[n:]
			head.cells, rest.cells = append(head.cells, upper), append(rest.cells, lower)
		}
		pieces = append(pieces, head.piece())
		if t = rest; t.height() <= 2*t.pad {
			return pieces
		}
	}
	return append(pieces, t.piece())
}

func (t strip) piece() piece {
	height := t.height()
	return piece{height: height, draw: func(c *canvas, x, y float64) {
		if t.back != nil {
			t.back(c, rect{x, y, t.width, height})
		}
		for _, one := range t.cells {
			top := y + t.pad
			if t.middle {
				top += (height - 2*t.pad - sum(one.pieces)) / 2
			}
			drawAll(c, one.pieces, x+one.x, top)
		}
	}}
}

// Frame stands around a block, with a ground, a border, or a bar at its left. It is
// not divided between pages.
type Frame struct {
	Block  Block
	Pad    float64 // on all sides, points
	PadX   float64 // at the sides, when it differs
	Fill   Color
	Stroke Color
	Weight float64 // of border and bar
	Bar    Color
	Radius float64
	Height float64 // at least
	Foot   Block   // at the lower edge inside
}

func (f Frame) lay(s setter, width float64) []piece {
	if f.PadX == 0 {
		f.PadX = f.Pad
	}
	inner := f.Block.lay(s, width-2*f.PadX)
	var foot []piece
	if f.Foot != nil {
		foot = f.Foot.lay(s, width-2*f.PadX)
	}
	height := max(f.Height, sum(inner)+sum(foot)+2*f.Pad)
	return []piece{{height: height, draw: func(c *canvas, x, y float64) {
		area := rect{x, y, width, height}
		if f.Fill != 0 {
			c.fill(area, f.Radius, f.Fill)
		}
		if f.Stroke != 0 {
			c.stroke(area, f.Radius, f.Weight, f.Stroke)
		}
		if f.Bar != 0 {
			c.fill(rect{x, y, f.Weight, height}, 0, f.Bar)
		}
		drawAll(c, inner, x+f.PadX, y+f.Pad)
		drawAll(c, foot, x+f.PadX, y+height-f.Pad-sum(foot))
	}}}
}

// Share is a part of a Bar.
type Share struct {
	Part  float64 // of all parts together
	Color Color
}

// Bar is a level bar of coloured parts; what it shows must also stand in words.
type Bar struct {
	Shares []Share
	Height float64 // points
}

func (b Bar) lay(_ setter, width float64) []piece {
	total := 0.0
	for _, one := range b.Shares {
		total += one.Part
	}
	return []piece{{height: b.Height, draw: func(c *canvas, x, y float64) {
		for _, one := range b.Shares {
			if one.Part > 0 {
				part := width * one.Part / total
				c.fill(rect{x, y, part, b.Height}, 0, one.Color)
				x += part
			}
		}
	}}}
}
