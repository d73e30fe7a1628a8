package pdf

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/fnv"
	"slices"
	"strings"

	"github.com/go-text/typesetting/font"
	"github.com/go-text/typesetting/font/opentype"
)

// font embeds the glyphs of a face that the document uses, numbered anew.
func (w *writer) font(f *face) int {
	program := f.subset()
	name := f.tag() + "+" + f.name
	file := w.stream(fmt.Sprintf("/Length1 %d", len(program)), "", program)
	descriptor := w.object(fmt.Sprintf("<</Type/FontDescriptor/FontName/%s/Flags 4/FontBBox[-1000 -500 2500 1300]/ItalicAngle 0/Ascent 1069/Descent -293/CapHeight 714/StemV 80/FontFile2 %d 0 R>>", name, file))
	var widths strings.Builder
	for _, id := range f.glyphs {
		fmt.Fprintf(&widths, "%s ", num(f.width(id)))
	}
	cid := w.object(fmt.Sprintf("<</Type/Font/Subtype/CIDFontType2/BaseFont/%s/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>/FontDescriptor %d 0 R/DW 0/W[0[%s]]/CIDToGIDMap/Identity>>", name, descriptor, widths.String()))
	return w.object(fmt.Sprintf("<</Type/Font/Subtype/Type0/BaseFont/%s/Encoding/Identity-H/DescendantFonts[%d 0 R]/ToUnicode %d 0 R>>", name, cid, w.toUnicode(f)))
}

// tag is the six letters that tell two subsets of a font apart.
func (f *face) tag() string {
	h := fnv.New64a()
	for _, id := range f.glyphs {
		_ = binary.Write(h, binary.BigEndian, uint32(id)) // a hash does not refuse
	}
	n, letters := h.Sum64(), make([]byte, 6)
	for i := range letters {
		letters[i] = byte('A' + n%26)
		n /= 26
	}
	return string(letters)
}

// toUnicode says what text each glyph stands for (ISO 32000-1, 9.10.3).
func (w *writer) toUnicode(f *face) int {
	var lines []string
	for n := range f.glyphs {
		if text := f.text[uint16(n)]; text != "" {
			lines = append(lines, fmt.Sprintf("<%04X><%s>", n, utf16Hex(text)))
		}
	}
	var out strings.Builder
	out.WriteString("/CIDInit/ProcSet findresource begin 12 dict begin begincmap/CIDSystemInfo<</Registry(Adobe)/Ordering(UCS)/Supplement 0>>def/CMapName/Adobe-Identity-UCS def/CMapType 2 def\n1 begincodespacerange<0000><FFFF>endcodespacerange\n")
	for part := range slices.Chunk(lines, 100) {
		fmt.Fprintf(&out, "%d beginbfchar\n%s\nendbfchar\n", len(part), strings.Join(part, "\n"))
	}
	out.WriteString("endcmap CMapName currentdict/CMap defineresource pop end end")
	return w.stream("", "", []byte(out.String()))
}

func (f *face) table(tag string) []byte {
	content, err := f.loader.RawTable(opentype.MustNewTag(tag))
	if err != nil {
		return nil // an optional table that the font has not
	}
	return content
}

// outlines finds the outline of each glyph in a font.
type outlines struct {
	loca, glyf []byte
	long       bool
}

func (o outlines) of(id int) []byte {
	place := func(i int) int {
		if o.long {
			return int(binary.BigEndian.Uint32(o.loca[4*i:]))
		}
		return 2 * int(binary.BigEndian.Uint16(o.loca[2*i:]))
	}
	return o.glyf[place(id):place(id+1)]
}

// subset is a TrueType font of the used glyphs alone.
func (f *face) subset() []byte {
	head := slices.Clone(f.table("head"))
	from := outlines{f.table("loca"), f.table("glyf"), binary.BigEndian.Uint16(head[50:]) == 1}
	var glyf, loca, hmtx bytes.Buffer
	put := func(out *bytes.Buffer, v any) { _ = binary.Write(out, binary.BigEndian, v) } // memory does not refuse
	for i := 0; i < len(f.glyphs); i++ {                                                 // parts of composed glyphs are added on the way
		put(&loca, uint32(glyf.Len()))
		outline := f.renumbered(from.of(int(f.glyphs[i])))
		glyf.Write(outline)
		glyf.Write(make([]byte, -len(outline)&3))
	}
	put(&loca, uint32(glyf.Len()))
	for _, id := range f.glyphs {
		put(&hmtx, uint16(f.shaper.HorizontalAdvance(id)))
		bearing := int16(0)
		if outline := from.of(int(id)); len(outline) >= 4 {
			bearing = int16(binary.BigEndian.Uint16(outline[2:]))
		}
		put(&hmtx, bearing)
	}
	count := uint16(len(f.glyphs))
	maxp, hhea := slices.Clone(f.table("maxp")), slices.Clone(f.table("hhea"))
	binary.BigEndian.PutUint16(maxp[4:], count)
	binary.BigEndian.PutUint16(hhea[34:], count)
	binary.BigEndian.PutUint16(head[50:], 1)
	binary.BigEndian.PutUint32(head[8:], 0)
	return fontFile([]fontTable{
		{"cvt ", f.table("cvt ")}, {"fpgm", f.table("fpgm")}, {"glyf", glyf.Bytes()}, {"head", head}, {"hhea", hhea},
		{"hmtx", hmtx.Bytes()}, {"loca", loca.Bytes()}, {"maxp", maxp}, {"prep", f.table("prep")},
	})
}

// The flags of a composed glyph (OpenType, table glyf).
const (
	wordArguments = 0x0001
	oneScale      = 0x0008
	moreParts     = 0x0020
	twoScales     = 0x0040
	matrix        = 0x0080
)

// renumbered is an outline whose parts are named by the new numbers.
func (f *face) renumbered(outline []byte) []byte {
	if len(outline) < 10 || int16(binary.BigEndian.Uint16(outline)) >= 0 {
		return outline
	}
	outline = slices.Clone(outline)
	for p := 10; p+4 <= len(outline); {
		flags := binary.BigEndian.Uint16(outline[p:])
		part := font.GID(binary.BigEndian.Uint16(outline[p+2:]))
		binary.BigEndian.PutUint16(outline[p+2:], f.use(part, ""))
		p += 6
		if flags&wordArguments != 0 {
			p += 2
		}
		switch {
		case flags&oneScale != 0:
			p += 2
		case flags&twoScales != 0:
			p += 4
		case flags&matrix != 0:
			p += 8
		}
		if flags&moreParts == 0 {
			break
		}
	}
	return outline
}

type fontTable struct {
	tag     string
	content []byte
}

// fontFile joins tables, which come in the order of their tags, into a font.
func fontFile(tables []fontTable) []byte {
	tables = slices.DeleteFunc(tables, func(t fontTable) bool { return len(t.content) == 0 })
	var out, content bytes.Buffer
	put := func(v any) { _ = binary.Write(&out, binary.BigEndian, v) } // memory does not refuse
	steps := 0
	for 2<<steps <= len(tables) {
		steps++
	}
	put(uint32(0x00010000))
	put([]uint16{uint16(len(tables)), uint16(16 << steps), uint16(steps), uint16(16 * (len(tables) - 1<<steps))})
	for _, one := range tables {
		padded := append(slices.Clone(one.content), make([]byte, -len(one.content)&3)...)
		total := uint32(0)
		for i := 0; i < len(padded); i += 4 {
			total += binary.BigEndian.Uint32(padded[i:])
		}
		out.WriteString(one.tag)
		put([]uint32{total, uint32(12 + 16*len(tables) + content.Len()), uint32(len(one.content))})
		content.Write(padded)
	}
	out.Write(content.Bytes())
	return out.Bytes()
}
