package document_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
)

// quarters is a picture whose left upper quarter is red and the rest white.
func quarters(width, height int) *image.RGBA {
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			c := color.RGBA{255, 255, 255, 255}
			if x < width/2 && y < height/2 {
				c = color.RGBA{255, 0, 0, 255}
			}
			picture.SetRGBA(x, y, c)
		}
	}
	return picture
}

func jpegOf(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, picture, &jpeg.Options{Quality: 95}); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// withExif puts an EXIF block with an orientation, a place and a device behind the
// start of a JPEG.
func withExif(content []byte, order binary.AppendByteOrder, orientation uint16) []byte {
	mark := "II"
	if order == binary.AppendByteOrder(binary.BigEndian) {
		mark = "MM"
	}
	tiff := append([]byte(mark), order.AppendUint32(order.AppendUint16(nil, 42), 8)...)
	tiff = order.AppendUint16(tiff, 2)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x010f), 2), 9) // maker
	tiff = order.AppendUint32(tiff, 50)
	tiff = order.AppendUint32(order.AppendUint16(order.AppendUint16(tiff, 0x0112), 3), 1)
	tiff = append(order.AppendUint16(tiff, orientation), 0, 0)
	tiff = append(tiff, make([]byte, 16)...)
	tiff = append(tiff, "CameraXYZ GPS 22.7N 89.5E"...)
	segment := append([]byte("Exif\x00\x00"), tiff...)
	out := append([]byte{0xff, 0xd8, 0xff, 0xe1}, binary.BigEndian.AppendUint16(nil, uint16(len(segment)+2))...)
	return append(append(out, segment...), content[2:]...)
}

func red(c color.Color) bool {
	r, g, _, _ := c.RGBA()
	return r > 0xc000 && g < 0x6000
}

func TestCleanTurnsPicturesTheRightWayUp(t *testing.T) {
	for _, one := range []struct {
		orientation uint16
		corner      string // where the red quarter belongs
	}{
		{1, "left upper"}, {2, "right upper"}, {3, "right lower"}, {4, "left lower"},
		{5, "left upper"}, {6, "right upper"}, {7, "right lower"}, {8, "left lower"}, {9, "left upper"},
	} {
		for _, order := range []binary.AppendByteOrder{binary.LittleEndian, binary.BigEndian} {
			sent := withExif(jpegOf(t, quarters(64, 32)), order, one.orientation)
			got, err := document.Clean("ছবি.JPEG", sent)
			if err != nil {
				t.Fatal(err)
			}
			picture, err := jpeg.Decode(bytes.NewReader(got.Bytes))
			if err != nil {
				t.Fatal(err)
			}
			b := picture.Bounds()
			if sideways := one.orientation >= 5 && one.orientation <= 8; sideways != (b.Dy() > b.Dx()) {
				t.Errorf("orientation %d gives %v", one.orientation, b)
			}
			for corner, at := range map[string]image.Point{
				"left upper": {b.Dx() / 4, b.Dy() / 4}, "right upper": {b.Dx() * 3 / 4, b.Dy() / 4},
				"left lower": {b.Dx() / 4, b.Dy() * 3 / 4}, "right lower": {b.Dx() * 3 / 4, b.Dy() * 3 / 4},
			} {
				if red(picture.At(at.X, at.Y)) != (corner == one.corner) {
					t.Errorf("orientation %d, %s: red is wrong", one.orientation, corner)
				}
			}
			if bytes.Contains(got.Bytes, []byte("CameraXYZ")) || bytes.Contains(got.Bytes, []byte("Exif")) || bytes.Contains(got.Bytes, []byte("GPS")) {
				t.Error("place or device stayed in the picture")
			}
		}
	}
}

func TestCleanShrinks(t *testing.T) {
	for _, one := range []struct {
		name          string
		width, height int
		wide, high    int
	}{
		{"a wide picture", 3200, 1000, 1600, 500},
		{"a high picture", 900, 2700, 533, 1600},
		{"a small picture stays", 1600, 20, 1600, 20},
		{"a line", 5000, 1, 1600, 1},
	} {
		t.Run(one.name, func(t *testing.T) {
			got, err := document.Clean("a.jpg", jpegOf(t, quarters(one.width, one.height)))
			if err != nil {
				t.Fatal(err)
			}
			config, err := jpeg.DecodeConfig(bytes.NewReader(got.Bytes))
			if err != nil || config.Width != one.wide || config.Height != one.high {
				t.Errorf("%d × %d, %v", config.Width, config.Height, err)
			}
		})
	}
	t.Run("the mean keeps the picture", func(t *testing.T) {
		got, err := document.Clean("a.jpg", jpegOf(t, quarters(3000, 3000)))
		if err != nil {
			t.Fatal(err)
		}
		picture, err := jpeg.Decode(bytes.NewReader(got.Bytes))
		if err != nil || !red(picture.At(400, 400)) || red(picture.At(1200, 400)) || red(picture.At(400, 1200)) {
			t.Errorf("the quarters have moved: %v", err)
		}
	})
}

func pngOf(t *testing.T, picture image.Image) []byte {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// chunkOf is one chunk of a PNG.
func chunkOf(name string, content []byte) []byte {
	out := binary.BigEndian.AppendUint32(nil, uint32(len(content)))
	out = append(append(out, name...), content...)
	return binary.BigEndian.AppendUint32(out, crc32.ChecksumIEEE(out[4:]))
}

func TestCleanPNG(t *testing.T) {
	clear := image.NewRGBA(image.Rect(0, 0, 10, 10))
	plain := pngOf(t, clear)
	head := plain[:33] // signature and header
	sent := append(append(append([]byte{}, head...), chunkOf("tEXt", []byte("Author\x00CameraXYZ"))...), plain[33:]...)
	got, err := document.Clean("পর্দা.png", sent)
	if err != nil || got.Type != "image/png" || got.Name != "পর্দা.png" || bytes.Contains(got.Bytes, []byte("CameraXYZ")) {
		t.Errorf("%s %s, %v", got.Type, got.Name, err)
	}
	if again, err := document.Clean("x", sent); err != nil || !bytes.Equal(again.Bytes, got.Bytes) {
		t.Errorf("the same picture gives other bytes: %v", err)
	}
}

// tinyWebP is a lossless WebP of one white pixel.
var tinyWebP = []byte("RIFF\x1a\x00\x00\x00WEBPVP8L\x0d\x00\x00\x00\x2f\x00\x00\x00\x10\x07\x10\x11\x11\x88\x88\xfe\x07\x00")

func TestCleanWebP(t *testing.T) {
	got, err := document.Clean("a.webp", tinyWebP)
	if err != nil || got.Type != "image/jpeg" && got.Type != "image/png" {
		t.Errorf("%s, %v", got.Type, err)
	}
}

func zipOf(t *testing.T, names ...string) []byte {
	t.Helper()
	var out bytes.Buffer
	archive := zip.NewWriter(&out)
	for _, name := range names {
		if _, err := archive.Create(name); err != nil {
			t.Fatal(err)
		}
	}
	if err := archive.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestCleanKnowsKinds(t *testing.T) {
	for _, one := range []struct {
		name, file string
		content    []byte
		want       string // type, or the fault's message
	}{
		{"a PDF", "a.doc", []byte("%PDF-1.7\n…"), "application/pdf"},
		{"plain Bangla", "চিঠি.txt", []byte("জনাব,\r\nল্যাব বন্ধ।\n"), "text/plain; charset=utf-8"},
		{"a web page is plain text", "a.html", []byte("<script>alert(1)</script>"), "text/plain; charset=utf-8"},
		{"a DOCX", "a.docx", zipOf(t, "[Content_Types].xml", "word/document.xml"), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
		{"an XLSX", "a.xlsx", zipOf(t, "[Content_Types].xml", "xl/workbook.xml"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
		{"a DOCX with a macro", "a.docx", zipOf(t, "[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "document.macro"},
		{"any other archive", "a.zip", zipOf(t, "run.sh"), "document.type.unknown"},
		{"a program", "photo.jpg", []byte("MZ\x90\x00\x03"), "document.type.unknown"},
		{"an iPhone's picture", "a.jpg", []byte("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00"), "document.type.heic"},
		{"half a picture", "a.jpg", jpegOf(t, quarters(64, 64))[:300], "document.image.broken"},
		{"only the beginning of one", "a.png", []byte("\x89PNG\r\n\x1a\n"), "document.image.broken"},
		{"nothing", "a.jpg", nil, "document.empty"},
		{"too much", "a.txt", bytes.Repeat([]byte("a"), document.LargestFile+1), "document.too.large"},
		{"a bomb of pixels", "a.png", bomb(), "document.image.large"},
	} {
		t.Run(one.name, func(t *testing.T) {
			got, err := document.Clean(one.file, one.content)
			if err == nil {
				if got.Type != one.want {
					t.Errorf("type %q, want %q", got.Type, one.want)
				}
				return
			}
			list := fault.List(err)
			if len(list) != 1 || list[0].Message != one.want || list[0].Kind != fault.Invalid || list[0].Field != "file" {
				t.Errorf("%v, want %s", err, one.want)
			}
		})
	}
}

// bomb is the beginning of a PNG that says it has 10,000,000,000 pixels.
func bomb() []byte {
	header := binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint32(nil, 100_000), 100_000)
	header = append(header, 8, 6, 0, 0, 0)
	return append([]byte("\x89PNG\r\n\x1a\n"), chunkOf("IHDR", header)...)
}

func TestCleanNames(t *testing.T) {
	for _, one := range []struct{ sent, want string }{
		{"পত্র.txt", "পত্র.txt"},
		{`C:\Users\রফিক\আবেদন পত্র.docx`, "আবেদন পত্র.txt"},
		{"../../etc/passwd", "passwd.txt"},
		{".htaccess", "htaccess.txt"},
		{"a\u202egpj.exe", "agpj.txt"},
		{"র\u200d্যাব.txt", "র\u200d্যাব.txt"},
		{"a<b>\"c\r\nSet-Cookie: x.txt", "abc Set-Cookie x.txt"},
		{"", "file.txt"},
		{"...", "file.txt"},
		{"\xff\xfe.txt", "file.txt"},
		{strings.Repeat("ক", 200) + ".txt", strings.Repeat("ক", 80) + ".txt"},
	} {
		got, err := document.Clean(one.sent, []byte("লেখা"))
		if err != nil || got.Name != one.want {
			t.Errorf("%q becomes %q, want %q, %v", one.sent, got.Name, one.want, err)
		}
	}
}

func TestCleanNeverPanics(t *testing.T) {
	seeds := [][]byte{withExif(jpegOf(t, quarters(16, 16)), binary.BigEndian, 6), pngOf(t, quarters(9, 9)), tinyWebP, zipOf(t, "[Content_Types].xml", "xl/workbook.xml")}
	rapid.Check(t, func(t *rapid.T) {
		content := bytes.Clone(rapid.SampledFrom(seeds).Draw(t, "seed"))
		for range rapid.IntRange(0, 8).Draw(t, "changes") {
			at := rapid.IntRange(0, len(content)-1).Draw(t, "at")
			content[at] = rapid.Byte().Draw(t, "byte")
		}
		content = content[:rapid.IntRange(0, len(content)).Draw(t, "length")]
		got, err := document.Clean(rapid.String().Draw(t, "name"), content)
		if err == nil && (got.Type == "" || got.Name == "" || strings.ContainsAny(got.Name, "/\\\n\r\"")) {
			t.Fatalf("%+v", got)
		}
	})
}

func TestTextsFit(t *testing.T) {
	all, err := message.New(document.Texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, key := range all.Keys() {
		if strings.Contains(all.Text(message.Bn, key), "[") {
			t.Errorf("%s has no words", key)
		}
	}
}
