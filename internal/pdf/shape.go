package pdf

import (
	"strings"
	"unicode"

	"github.com/go-text/typesetting/di"
	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/language"
	"github.com/go-text/typesetting/shaping"
	"golang.org/x/image/math/fixed"
)

// wordKey names a shaped word for the document's memory.
type wordKey struct {
	text string
	bold bool
}

// shaped is a word as glyphs. Lengths are in thousandths of the font size.
type shaped struct {
	text  string
	runs  []run
	width float64
}

// run is the part of a word that one face draws.
type run struct {
	face   *face
	glyphs []glyph
}

type glyph struct {
	id      font.GID
	text    string // of its cluster, at the cluster's first glyph only
	advance float64
	dx, dy  float64
	start   int // place of its cluster in the word, in runes
}

// clean leaves out what a sheet of paper cannot show: control signs, marks of
// direction, selectors of variants. Tabulators become spaces.
func clean(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n':
			return r
		case r == '\t' || r == '\u2028' || r == '\u2029':
			return ' '
		case r == '\u200c' || r == '\u200d':
			return r
		case unicode.IsControl(r), unicode.Is(unicode.Cf, r), r >= 0xfe00 && r <= 0xfe0f:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, "\ufffd"))
}

// word shapes a word, or takes it from memory.
func (d *Document) word(text string, bold bool) shaped {
	key := wordKey{text, bold}
	if known, found := d.words[key]; found {
		return known
	}
	w := shaped{text: text}
	runes := []rune(text)
	for start := 0; start < len(runes); {
		f := d.faceOf(runes[start], bold)
		end := start + 1
		for end < len(runes) && (joins(runes[end]) || d.faceOf(runes[end], bold) == f) {
			end++
		}
		part := d.shapeRun(f, runes, start, end)
		for _, g := range part.glyphs {
			w.width += g.advance
		}
		w.runs = append(w.runs, part)
		start = end
	}
	d.words[key] = w
	return w
}

// joins reports whether a rune stays with the face of the one before it.
func joins(r rune) bool {
	return unicode.Is(unicode.Mn, r) || unicode.Is(unicode.Mc, r) || r == '\u200c' || r == '\u200d'
}

func (d *Document) faceOf(r rune, bold bool) *face {
	order := [3]int{banglaRegular, latinRegular, signs}
	if bold {
		order = [3]int{banglaBold, latinBold, signs}
	}
	for _, i := range order {
		if d.faces[i].has(r) {
			return d.faces[i]
		}
	}
	return d.faces[order[1]] // its empty box
}

// shapeRun turns a part of a word into glyphs of one face.
func (d *Document) shapeRun(f *face, runes []rune, start, end int) run {
	script, lang := language.Bengali, language.NewLanguage("bn")
	if f.index >= latinRegular {
		script, lang = language.Latin, language.NewLanguage("en")
	}
	out := d.shaper.Shape(shaping.Input{
		Text: runes, RunStart: start, RunEnd: end, Direction: di.DirectionLTR,
		Face: f.shaper, Size: fixed.I(1000), Script: script, Language: lang,
	})
	part := run{face: f}
	last := -1
	for _, g := range out.Glyphs {
		one := glyph{id: g.GlyphID, advance: thousandths(g.Advance), dx: thousandths(g.XOffset), dy: thousandths(g.YOffset), start: g.TextIndex()}
		if one.start != last {
			last = one.start
			one.text = string(runes[last:min(last+g.RunesCount(), len(runes))])
		}
		part.glyphs = append(part.glyphs, one)
	}
	return part
}

func thousandths(v fixed.Int26_6) float64 { return float64(v) / 64 }

// cut divides a word that is wider than a line at the borders of its clusters, so
// that no conjunct is torn. Widths are in thousandths of the font size.
func (d *Document) cut(text string, bold bool, first, others float64) []string {
	w := d.word(text, bold)
	runes := []rune(text)
	var parts []string
	begin, filled, room := 0, 0.0, first
	for _, part := range w.runs {
		for i := 0; i < len(part.glyphs); {
			start, width := part.glyphs[i].start, 0.0
			for ; i < len(part.glyphs) && part.glyphs[i].start == start; i++ {
				width += part.glyphs[i].advance
			}
			if filled+width > room && start > begin {
				parts = append(parts, string(runes[begin:start]))
				begin, filled, room = start, 0, others
			}
			filled += width
		}
	}
	return append(parts, string(runes[begin:]))
}
