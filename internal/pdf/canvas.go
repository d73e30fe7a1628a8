package pdf

import (
	"bytes"
	"fmt"
	"strconv"
	"unicode/utf16"
)

// Color is a colour of ink; the zero value is none, and ink for text.
type Color uint32

// RGB makes a colour of its parts.
func RGB(red, green, blue uint8) Color {
	return Color(0xff000000 | uint32(red)<<16 | uint32(green)<<8 | uint32(blue))
}

// The colours of the program's sheets, the same as those of its pages.
const (
	Ink   Color = 0xff16241f
	Muted Color = 0xff42534c
	Line  Color = 0xffb9c6bf
	Brand Color = 0xff00614a
	Deep  Color = 0xff004a38
	Good  Color = 0xff146c3a
	Late  Color = 0xffab1329
	Pale  Color = 0xffe1f1ea
	White Color = 0xffffffff
)

func (c Color) parts() string {
	part := func(shift uint) string { return num(float64(uint8(c>>shift)) / 255) }
	return part(16) + " " + part(8) + " " + part(0)
}

// canvas is one page. Its y runs downwards from the upper edge.
type canvas struct {
	paper    Paper
	content  bytes.Buffer
	marks    []*element // by number of the marked content
	artifact bool       // what is drawn now is no part of the text
}

// num writes a number as briefly as three decimals allow.
func num(v float64) string {
	text := strconv.FormatFloat(v, 'f', 3, 64)
	for text[len(text)-1] == '0' {
		text = text[:len(text)-1]
	}
	if text[len(text)-1] == '.' {
		text = text[:len(text)-1]
	}
	if text == "-0" {
		return "0"
	}
	return text
}

func (c *canvas) put(format string, args ...any) {
	for i, arg := range args {
		if v, is := arg.(float64); is {
			args[i] = num(v)
		}
	}
	fmt.Fprintf(&c.content, format+"\n", args...)
}

// begin opens marked content that belongs to an element, or an artifact when there
// is none; end closes it.
func (c *canvas) begin(e *element) {
	if e == nil || c.artifact {
		c.put("/Artifact BMC")
		return
	}
	c.put("/%s<</MCID %d>>BDC", e.role, len(c.marks))
	e.kids = append(e.kids, kid{page: c, mark: len(c.marks)})
	c.marks = append(c.marks, e)
}

func (c *canvas) end() { c.put("EMC") }

// rect is a rectangle on the page.
type rect struct{ x, y, width, height float64 }

// fill paints a rectangle with round corners of the radius.
func (c *canvas) fill(r rect, radius float64, color Color) {
	c.begin(nil)
	c.put("%s rg", color.parts())
	c.outline(r, radius)
	c.put("f")
	c.end()
}

// stroke draws the border of a rectangle.
func (c *canvas) stroke(r rect, radius, weight float64, color Color) {
	c.begin(nil)
	c.put("%s RG %s w", color.parts(), weight)
	c.outline(rect{r.x + weight/2, r.y + weight/2, r.width - weight, r.height - weight}, radius)
	c.put("s")
	c.end()
}

// arc is the length of the handles by which a cubic curve draws a quarter circle.
const arc = 0.5523

func (c *canvas) outline(r rect, radius float64) {
	top, left := c.paper.Height-r.y, r.x
	bottom, right := top-r.height, left+r.width
	if radius <= 0 {
		c.put("%s %s %s %s re", left, bottom, r.width, r.height)
		return
	}
	k := radius * (1 - arc)
	c.put("%s %s m %s %s l", left+radius, top, right-radius, top)
	c.put("%s %s %s %s %s %s c", right-k, top, right, top-k, right, top-radius)
	c.put("%s %s l %s %s %s %s %s %s c", right, bottom+radius, right, bottom+k, right-k, bottom, right-radius, bottom)
	c.put("%s %s l %s %s %s %s %s %s c", left+radius, bottom, left+k, bottom, left, bottom+k, left, bottom+radius)
	c.put("%s %s l %s %s %s %s %s %s c", left, top-radius, left, top-k, left+k, top, left+radius, top)
}

// rule draws a level line from x over a width.
func (c *canvas) rule(r rect, weight float64, color Color, dashed bool) {
	c.begin(nil)
	dash := "[]"
	if dashed {
		dash = "[3 2]"
	}
	y := c.paper.Height - r.y
	c.put("%s RG %s w %s 0 d %s %s m %s %s l S [] 0 d", color.parts(), weight, dash, r.x, y, r.x+r.width, y)
	c.end()
}

// atom is a piece of one style on a line.
type atom struct {
	word   shaped
	size   float64
	bold   bool
	color  Color
	spaces int  // after it
	breaks bool // a line may end after it
	forced bool // a line ends after it
}

// width is that of the letters, in points.
func (a atom) width() float64 { return a.word.width * a.size / 1000 }

// text sets an atom with its base line at y. It stands between BT and ET.
func (c *canvas) text(d *Document, a atom, x, y float64) {
	c.put("%s rg 1 0 0 1 %s %s Tm", a.color.parts(), x, c.paper.Height-y)
	spoken := needsText(a.word.text)
	if spoken {
		c.put("/Span<</ActualText<FEFF%s>>>BDC", utf16Hex(a.word.text))
	}
	for _, part := range a.word.runs {
		c.run(part, a.size)
	}
	if spoken {
		c.put("EMC")
	}
	if a.spaces > 0 {
		f := d.faces[banglaRegular]
		space, _ := f.shaper.NominalGlyph(' ')
		c.put("/F%d %s Tf <%04X> Tj", f.index, a.size, f.use(space, " "))
	}
}

// run shows glyphs, with adjustments where their places differ from their widths.
func (c *canvas) run(part run, size float64) {
	c.put("/F%d %s Tf", part.face.index, size)
	c.content.WriteString("[")
	rise, shift := 0.0, 0.0
	for _, g := range part.glyphs {
		if g.dy != rise {
			rise = g.dy
			c.put("] TJ %s Ts [", rise*size/1000)
		}
		if shift += g.dx; shift != 0 {
			fmt.Fprintf(&c.content, "%s", num(-shift))
		}
		fmt.Fprintf(&c.content, "<%04X>", part.face.use(g.id, g.text))
		shift = g.advance - part.face.width(g.id) - g.dx
	}
	if shift != 0 {
		c.content.WriteString(num(-shift))
	}
	c.put("] TJ")
	if rise != 0 {
		c.put("0 Ts")
	}
}

// needsText reports whether a word's glyphs do not speak for themselves.
func needsText(word string) bool {
	for _, r := range word {
		if r > '~' {
			return true
		}
	}
	return false
}

func utf16Hex(text string) string {
	var out bytes.Buffer
	for _, unit := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&out, "%04X", unit)
	}
	return out.String()
}
