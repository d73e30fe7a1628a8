package pdf

import (
	"bytes"
	"compress/zlib"
	"crypto/sha256"
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/message"
)

// writer puts the objects of a file one after another.
type writer struct {
	doc     *Document
	objects []string
}

// reserve takes the number of an object that is filled later.
func (w *writer) reserve() int {
	w.objects = append(w.objects, "")
	return len(w.objects)
}

func (w *writer) fill(n int, content string) { w.objects[n-1] = content }

func (w *writer) object(content string) int {
	n := w.reserve()
	w.fill(n, content)
	return n
}

// stream is an object of bytes that are packed already or, without a filter, packed here.
func (w *writer) stream(dictionary, filter string, content []byte) int {
	if filter == "" {
		filter, content = "FlateDecode", packed(content)
	}
	return w.object(fmt.Sprintf("<<%s/Filter/%s/Length %d>>\nstream\n%s\nendstream", dictionary, filter, len(content), content))
}

func packed(content []byte) []byte {
	var out bytes.Buffer
	z, err := zlib.NewWriterLevel(&out, zlib.BestCompression)
	if err != nil {
		panic(err) // the level is a constant of the package
	}
	_, _ = z.Write(content) // memory does not refuse
	_ = z.Close()
	return out.Bytes()
}

// textString is a text as a string of PDF.
func textString(text string) string { return "<FEFF" + utf16Hex(text) + ">" }

func (d *Document) write() []byte {
	w := &writer{doc: d}
	tree := w.reserve()
	resources := w.object(w.resources())
	pages := map[*canvas]int{}
	var kids strings.Builder
	for i, page := range d.pages {
		content := w.stream("", "", page.content.Bytes())
		pages[page] = w.object(fmt.Sprintf("<</Type/Page/Parent %d 0 R/MediaBox[0 0 %s %s]/Resources %d 0 R/Contents %d 0 R/StructParents %d/Tabs/S>>",
			tree, num(page.paper.Width), num(page.paper.Height), resources, content, i))
		fmt.Fprintf(&kids, "%d 0 R ", pages[page])
	}
	w.fill(tree, fmt.Sprintf("<</Type/Pages/Kids[%s]/Count %d>>", kids.String(), len(d.pages)))
	structure := w.structure(d.root, pages)
	lang := "bn-BD"
	if d.info.Lang == message.En {
		lang = "en-GB"
	}
	catalog := w.object(fmt.Sprintf("<</Type/Catalog/Pages %d 0 R/Lang(%s)/MarkInfo<</Marked true>>/StructTreeRoot %d 0 R/ViewerPreferences<</DisplayDocTitle true>>>>", tree, lang, structure))
	about := w.object(fmt.Sprintf("<</Title%s/Author%s/Producer(Dorgora)>>", textString(clean(d.info.Title)), textString(clean(d.info.Author))))
	return w.file(catalog, about)
}

// resources embeds the faces that are used, and the pictures.
func (w *writer) resources() string {
	var fonts, images strings.Builder
	for _, one := range w.doc.faces {
		if one.used {
			fmt.Fprintf(&fonts, "/F%d %d 0 R", one.index, w.font(one))
		}
	}
	for i, one := range w.doc.images {
		more := ""
		if one.mask != nil {
			mask := w.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/DeviceGray/BitsPerComponent 8", one.width, one.height), "FlateDecode", one.mask)
			more = fmt.Sprintf("/SMask %d 0 R", mask)
		}
		n := w.stream(fmt.Sprintf("/Type/XObject/Subtype/Image/Width %d/Height %d/ColorSpace/%s/BitsPerComponent 8%s", one.width, one.height, one.space, more), one.filter, one.content)
		fmt.Fprintf(&images, "/I%d %d 0 R", i, n)
	}
	return fmt.Sprintf("<</Font<<%s>>/XObject<<%s>>>>", fonts.String(), images.String())
}

// perStream is how many objects are packed together.
const perStream = 200

// file is the header, the objects and their places. Objects without a stream of
// bytes are packed together (ISO 32000-1, 7.5.7), as are the places (7.5.8). The
// file's name of itself is the hash of its content, so that the same content gives
// the same bytes.
func (w *writer) file(catalog, about int) []byte {
	places := make([]place, len(w.objects)+1)
	var out bytes.Buffer
	out.WriteString("%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
	var small []int
	for i, one := range w.objects {
		if !strings.HasSuffix(one, "endstream") {
			small = append(small, i+1)
			continue
		}
		places[i+1] = place{1, out.Len(), 0}
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", i+1, one)
	}
	for group := range slices.Chunk(small, perStream) {
		holder := w.hold(group)
		places = append(places, place{1, out.Len(), 0})
		fmt.Fprintf(&out, "%d 0 obj\n%s\nendobj\n", holder, w.objects[holder-1])
		for i, n := range group {
			places[n] = place{2, holder, i}
		}
	}
	id, start := sha256.Sum256(out.Bytes()), out.Len()
	self := w.reserve()
	places = append(places, place{1, start, 0})
	var table bytes.Buffer
	for _, one := range places {
		table.Write([]byte{byte(one.kind), byte(one.at >> 24), byte(one.at >> 16), byte(one.at >> 8), byte(one.at), byte(one.index >> 8), byte(one.index)})
	}
	content := packed(table.Bytes())
	fmt.Fprintf(&out, "%d 0 obj\n<</Type/XRef/Size %d/W[1 4 2]/Root %d 0 R/Info %d 0 R/ID[<%x><%x>]/Filter/FlateDecode/Length %d>>\nstream\n%s\nendstream\nendobj\n",
		self, len(places), catalog, about, id[:16], id[:16], len(content), content)
	fmt.Fprintf(&out, "startxref\n%d\n%%%%EOF\n", start)
	return out.Bytes()
}

// place is where an object stands: at a byte of the file, or in a packed stream.
type place struct{ kind, at, index int }

// hold packs objects into one stream and gives its number.
func (w *writer) hold(numbers []int) int {
	var heads, bodies bytes.Buffer
	for _, n := range numbers {
		fmt.Fprintf(&heads, "%d %d ", n, bodies.Len())
		bodies.WriteString(w.objects[n-1] + "\n")
	}
	first := heads.Len()
	heads.Write(bodies.Bytes())
	return w.stream(fmt.Sprintf("/Type/ObjStm/N %d/First %d", len(numbers), first), "", heads.Bytes())
}
