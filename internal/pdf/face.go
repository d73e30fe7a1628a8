package pdf

import (
	"bytes"
	"compress/gzip"
	"embed"
	"fmt"
	"io"
	"sync"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

//go:embed fonts/*.ttf.gz
var fontFiles embed.FS

// The faces, in the order of fallback for ordinary and for bold text.
const (
	banglaRegular = iota
	banglaBold
	latinRegular
	latinBold
	signs
	faceCount
)

var faceNames = [faceCount]struct{ file, name string }{
	{"bangla-regular", "NotoSansBengali-Regular"}, {"bangla-bold", "NotoSansBengali-SemiBold"},
	{"latin-regular", "NotoSans-Regular"}, {"latin-bold", "NotoSans-Bold"}, {"signs", "NotoSansSymbols2-Regular"},
}

// typeface is a font as it stands in the program, shared by all documents.
type typeface struct {
	name   string
	font   *font.Font
	loader *opentype.Loader
}

// typefaces reads the embedded fonts once.
var typefaces = sync.OnceValues(func() ([faceCount]typeface, error) {
	var all [faceCount]typeface
	for i, one := range faceNames {
		packed, err := fontFiles.Open("fonts/" + one.file + ".ttf.gz")
		if err != nil {
			return all, err
		}
		if all[i], err = readTypeface(packed, one.name); err != nil {
			return all, fmt.Errorf("pdf: font %s: %w", one.name, err)
		}
	}
	return all, nil
})

func readTypeface(packed io.Reader, name string) (typeface, error) {
	unpacked, err := gzip.NewReader(packed)
	if err != nil {
		return typeface{}, err
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		return typeface{}, err
	}
	loader, err := opentype.NewLoader(bytes.NewReader(content))
	if err != nil {
		return typeface{}, err
	}
	parsed, err := font.NewFont(loader)
	return typeface{name: name, font: parsed, loader: loader}, err
}

// face is a typeface in one document, with the glyphs that the document uses. They
// are numbered anew in the order of their first use.
type face struct {
	typeface
	index  int
	used   bool
	shaper *font.Face
	number map[font.GID]uint16
	glyphs []font.GID        // by new number
	text   map[uint16]string // what a glyph stands for, by new number
}

func (d *Document) loadFaces() error {
	all, err := typefaces()
	if err != nil {
		return err
	}
	for i, one := range all {
		d.faces[i] = &face{
			typeface: one, index: i, shaper: font.NewFace(one.font),
			number: map[font.GID]uint16{0: 0}, glyphs: []font.GID{0}, text: map[uint16]string{},
		}
	}
	return nil
}

// use gives the new number of a glyph, and remembers what text it stands for.
func (f *face) use(id font.GID, text string) uint16 {
	f.used = true
	n, known := f.number[id]
	if !known {
		n = uint16(len(f.glyphs))
		f.number[id], f.glyphs = n, append(f.glyphs, id)
	}
	if _, named := f.text[n]; !named && text != "" {
		f.text[n] = text
	}
	return n
}

// width is the advance of a glyph in thousandths of the font size.
func (f *face) width(id font.GID) float64 {
	return float64(f.shaper.HorizontalAdvance(id)) * 1000 / float64(f.font.Upem())
}

func (f *face) has(r rune) bool {
	_, found := f.shaper.NominalGlyph(r)
	return found
}
