// Package pdf writes PDF files with correct Bangla: text is shaped by the rules of
// its font (OpenType GSUB and GPOS), every word carries its Unicode text for
// copying and reading aloud, fonts are embedded as subsets, and the structure is
// tagged (ISO 32000-1, 14.7 to 14.9). The same content gives the same bytes.
//
// A sheet is said in blocks, which flow from page to page:
//
//	doc := pdf.New(pdf.Info{Title: "রসিদ", Lang: message.Bn})
//	flow := doc.Flow(pdf.A4)
//	flow.Add(pdf.Heading(1, "রসিদ"), pdf.Para("আপনার আবেদন পাওয়া গেছে।"))
//	file, err := doc.Bytes()
//
// It knows no office and no case; Letter and Book know what such sheets look like.
package pdf

import (
	"errors"
	"strconv"

	"github.com/go-text/typesetting/shaping"

	"dorgora/bangla"
	"dorgora/internal/message"
)

// MM is one millimetre in points, the unit of all lengths here.
const MM = 72 / 25.4

// Info is what a document says of itself.
type Info struct {
	Title  string
	Lang   message.Lang // of the text, and of its page numbers
	Author string       // the office
}

// Paper is the size of a sheet and its margins, in points.
type Paper struct {
	Width, Height            float64
	Top, Right, Bottom, Left float64
}

// Sheets of ISO 216, upright, with the margins of ordinary use.
var (
	A3 = Paper{297 * MM, 420 * MM, 12 * MM, 12 * MM, 10 * MM, 12 * MM}
	A4 = Paper{210 * MM, 297 * MM, 15 * MM, 18 * MM, 12 * MM, 25 * MM}
	A5 = Paper{148 * MM, 210 * MM, 10 * MM, 10 * MM, 8 * MM, 10 * MM}
)

// Landscape turns the sheet on its side with margins of 12 mm.
func (p Paper) Landscape() Paper {
	return Paper{p.Height, p.Width, 12 * MM, 12 * MM, 10 * MM, 12 * MM}
}

// Body is the width between the margins.
func (p Paper) Body() float64 { return p.Width - p.Left - p.Right }

// Document is a PDF file in the making. It is for one goroutine.
type Document struct {
	info   Info
	flows  []*Flow
	faces  [faceCount]*face
	shaper shaping.HarfbuzzShaper
	words  map[wordKey]shaped
	images []*picture
	root   *element
	pages  []*canvas
	err    error
}

// New begins a document.
func New(info Info) *Document {
	d := &Document{info: info, words: map[wordKey]shaped{}, root: &element{role: "Document"}}
	d.err = d.loadFaces()
	return d
}

// Flow begins a run of sheets of one kind; a document may have several.
func (d *Document) Flow(paper Paper) *Flow {
	f := &Flow{doc: d, paper: paper}
	d.flows = append(d.flows, f)
	return f
}

// Height is how high a block becomes at a width, in points.
func (d *Document) Height(block Block, width float64) float64 {
	if d.err != nil {
		return 0
	}
	total := 0.0
	for _, one := range block.lay(setter{doc: d, parent: &element{}, limit: 1e9}, width) {
		total += one.height
	}
	return total
}

// Digits writes a number's digits as the document's language does.
func (d *Document) Digits(n int) string {
	if d.info.Lang == message.En {
		return strconv.Itoa(n)
	}
	return bangla.Digits(strconv.Itoa(n))
}

// fail keeps the first failure for Bytes.
func (d *Document) fail(err error) {
	if d.err == nil {
		d.err = err
	}
}

// Bytes lays out all pages and writes the file. It fails when a picture cannot be
// read or a QR code holds too much; it is to be called once.
func (d *Document) Bytes() ([]byte, error) {
	if d.err != nil {
		return nil, d.err
	}
	for _, f := range d.flows {
		f.paginate()
	}
	if len(d.pages) == 0 {
		d.fail(errors.New("pdf: the document has no page"))
	}
	for _, f := range d.flows {
		f.drawFeet()
	}
	if d.err != nil {
		return nil, d.err
	}
	return d.write(), nil
}
