package pdf

import (
	"strings"

	"github.com/go-text/typesetting/segmenter"
)

// Align says where the lines of a text stand.
type Align int

// The places of a line in its column.
const (
	Start Align = iota
	Middle
	End
)

// Span is a part of a text that looks different from the rest.
type Span struct {
	Text  string
	Size  float64 // points; 0: that of the text
	Bold  bool
	Color Color
}

// Text is a paragraph. Line ends within it are kept. The zero values mean: 10.5
// points, leading one and a half, black, a plain paragraph.
type Text struct {
	Spans   []Span
	Size    float64
	Bold    bool
	Color   Color
	Align   Align
	Leading float64 // distance of lines in sizes
	Indent  float64 // of the first line, points
	Hang    float64 // of the other lines
	Role    string  // structure type of ISO 32000-1, table 333 to 338: P, H1, Caption …
	Keep    bool    // on one page with what follows
}

const (
	usualSize    = 10.5
	usualLeading = 1.5
	rising       = 0.31 // from the middle of a line down to its base, in sizes
)

// Para is a plain paragraph.
func Para(text string) Text { return Text{Spans: []Span{{Text: text}}} }

// Small is a paragraph of less weight: a caption, a remark.
func Small(text string) Text {
	return Text{Spans: []Span{{Text: text}}, Size: 8.5, Color: Muted}
}

// Heading is a heading of level 1 to 6; it stays with what follows.
func Heading(level int, text string) Text {
	level = min(max(level, 1), 6)
	sizes := [6]float64{16, 13.5, 12, 11, 10.5, 10.5}
	return Text{Spans: []Span{{Text: text}}, Size: sizes[level-1], Bold: true, Leading: 1.4, Role: "H" + string(rune('0'+level)), Keep: true}
}

func (t Text) withDefaults() Text {
	if t.Size == 0 {
		t.Size = usualSize
	}
	if t.Leading == 0 {
		t.Leading = usualLeading
	}
	if t.Color == 0 {
		t.Color = Ink
	}
	if t.Role == "" {
		t.Role = "P"
	}
	return t
}

func (t Text) lay(s setter, width float64) []piece {
	t = t.withDefaults()
	e := s.parent.add(t.Role)
	var pieces []piece
	lines := s.doc.lines(s.doc.atoms(t), width, t.Indent, t.Hang)
	for i, line := range lines {
		one := t.piece(s.doc, e, line, width)
		if i == 0 {
			one = t.shifted(one, t.Indent)
		} else {
			one = t.shifted(one, t.Hang)
		}
		// Neither the first nor the last line of a paragraph stands alone on a page.
		one.keep = t.Keep || (len(lines) > 2 && (i == 0 || i == len(lines)-2))
		pieces = append(pieces, one)
	}
	return pieces
}

func (t Text) shifted(p piece, by float64) piece {
	if by == 0 || t.Align != Start {
		return p
	}
	draw := p.draw
	p.draw = func(c *canvas, x, y float64) { draw(c, x+by, y) }
	return p
}

// piece is one line of the text, ready to be drawn.
func (t Text) piece(d *Document, e *element, line []atom, width float64) piece {
	size, filled := 0.0, 0.0
	for i, a := range line {
		size = max(size, a.size)
		filled += a.width()
		if i < len(line)-1 {
			filled += d.space(a)
		}
	}
	if size == 0 {
		size = t.Size
	}
	offset := [...]float64{Start: 0, Middle: (width - filled) / 2, End: width - filled}[t.Align]
	height := size * t.Leading
	return piece{height: height, draw: func(c *canvas, x, y float64) {
		if len(line) == 0 {
			return
		}
		c.begin(e)
		c.put("BT")
		x += offset
		for i, a := range line {
			if i == len(line)-1 {
				a.spaces = 0
			}
			c.text(d, a, x, y+height/2+rising*size)
			x += a.width() + d.space(a)
		}
		c.put("ET")
		c.end()
	}}
}

// space is the width of the spaces after an atom, in points.
func (d *Document) space(a atom) float64 {
	return float64(a.spaces) * d.word(" ", false).width * a.size / 1000
}

// atoms cuts a text into pieces of one style between which lines may end (UAX #14).
func (d *Document) atoms(t Text) []atom {
	var whole []rune
	var ends []int
	for _, span := range t.Spans {
		whole = append(whole, []rune(clean(span.Text))...)
		ends = append(ends, len(whole))
	}
	var list []atom
	var seg segmenter.Segmenter
	seg.Init(whole)
	span, iter := 0, seg.LineIterator()
	for iter.Next() {
		line := iter.Line()
		start, stop := line.Offset, line.Offset+len(line.Text)
		for start < stop {
			for ends[span] <= start {
				span++
			}
			end := min(stop, ends[span])
			a := d.atom(string(whole[start:end]), t, t.Spans[span])
			a.breaks, a.forced = end == stop, a.forced && end == stop
			list, start = append(list, a), end
		}
	}
	return list
}

func (d *Document) atom(text string, t Text, span Span) atom {
	a := atom{size: span.Size, bold: t.Bold || span.Bold, color: span.Color, forced: strings.HasSuffix(text, "\n")}
	if a.size == 0 {
		a.size = t.Size
	}
	if a.color == 0 {
		a.color = t.Color
	}
	text = strings.TrimRight(text, "\n")
	letters := strings.TrimRight(text, " ")
	a.spaces = len(text) - len(letters)
	a.word = d.word(letters, a.bold)
	return a
}

// lines fills lines of a width; a word that is wider than a line is cut.
func (d *Document) lines(atoms []atom, width, indent, hang float64) [][]atom {
	lines, line, filled := [][]atom(nil), []atom(nil), 0.0
	room := width - indent
	finish := func() {
		lines, line, filled, room = append(lines, line), nil, 0, width-hang
	}
	for i := 0; i < len(atoms); {
		unit, length := unitAt(atoms[i:])
		i += len(unit)
		if filled > 0 && filled+length > room {
			finish()
		}
		if length > room {
			unit = d.cutUnit(unit, room, width-hang)
		}
		for _, a := range unit {
			if filled > 0 && filled+a.width() > room && length > room {
				finish()
			}
			line, filled = append(line, a), filled+a.width()+d.space(a)
		}
		if unit[len(unit)-1].forced {
			finish()
		}
	}
	if len(line) > 0 || len(lines) == 0 {
		finish()
	}
	return lines
}

// unitAt is the run of atoms up to the next place where a line may end, and its width.
func unitAt(atoms []atom) ([]atom, float64) {
	length := 0.0
	for i, a := range atoms {
		length += a.width()
		if a.breaks {
			return atoms[:i+1], length
		}
	}
	return atoms, length
}

// cutUnit divides what fits no line.
func (d *Document) cutUnit(unit []atom, first, others float64) []atom {
	var parts []atom
	for _, a := range unit {
		scale := 1000 / a.size
		texts := d.cut(a.word.text, a.bold, max(first, a.size)*scale, max(others, a.size)*scale)
		for i, text := range texts {
			part := a
			part.word = d.word(text, a.bold)
			if i < len(texts)-1 {
				part.spaces, part.forced = 0, false
			}
			parts = append(parts, part)
		}
		first = others
	}
	return parts
}
