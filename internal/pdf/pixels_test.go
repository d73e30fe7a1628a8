package pdf

import (
	"bytes"
	"compress/gzip"
	"encoding/base64"
	"flag"
	"fmt"
	"html"
	"image"
	"image/color"
	"image/png"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dorgora/internal/message"
)

// redraw makes the reference anew: go test ./internal/pdf -run Pixels -redraw. It
// needs Chromium, which shapes with HarfBuzz in C++, apart from ours.
var redraw = flag.Bool("redraw", false, "draw the reference of the pixel test anew with Chromium")

const reference = "testdata/words.png"

// hardWords are words that a program without the rules of the script draws wrong.
var hardWords = []string{
	"ক্ষুদ্র", "লক্ষ্মী", "জ্ঞান", "বিজ্ঞপ্তি", "স্ত্রী", "মন্ত্রণালয়", "স্বাতন্ত্র্য", "র\u200d্যাম", "র\u200c্যাব", "ট্র্যাকিং",
	"কার্ড", "কার্যালয়", "কর্মকর্তা", "অর্ধেক", "হৃদয়", "কৃষি", "রূপসা", "শুদ্ধাচার", "গুরুত্ব", "কৌশল",
	"সৌর", "যোগাযোগ", "প্রযুক্তি", "ক্রয়", "উদ্ভাবন", "উদ্\u200cযাপন", "সংক্রান্ত", "প্রতিশ্রুতি", "বাংলাদেশ", "দুঃখ",
	"চাঁদপুর", "উৎসব", "ব্রাহ্মণ", "চিহ্ন", "অপরাহ্ণ", "দ্বিতীয়", "শ্বশুর", "স্থাপন", "পঞ্চান্ন", "গঞ্জ",
	"ইচ্ছা", "উজ্জ্বল", "নিশ্চিত", "প্রশ্ন", "স্পষ্ট", "নিষ্পত্তি", "ওষ্ঠ্য", "কাঙ্ক্ষিত", "ভ্রমণ", "শূন্য",
	"০১২৩৪", "৫৬৭৮৯", "৳১,২৫০", "শেষ।", "২৫%", "(নমুনা)", "ই-মেইল",
}

const (
	perRow               = 5
	cellWide, cellHigh   = 150.0, 70.0
	wordSize             = 30.0
	resolution           = 144 // dots an inch, two a point
	mostWrong            = 0.02
	leastWrongWhenBroken = 0.10
)

func sheetSize() (wide, high float64) {
	return perRow * cellWide, float64((len(hardWords)+perRow-1)/perRow) * cellHigh
}

// drawWords sets the hard words into cells; spoil may break their shaping first.
func drawWords(t *testing.T, spoil func(d *Document)) *image.Gray {
	t.Helper()
	wide, high := sheetSize()
	d := New(Info{Title: "words", Lang: message.Bn})
	if spoil != nil {
		spoil(d)
	}
	flow := d.Flow(Paper{Width: wide, Height: high})
	for start := 0; start < len(hardWords); start += perRow {
		row := Columns{}
		for _, word := range hardWords[start:min(start+perRow, len(hardWords))] {
			row.Cells = append(row.Cells, Column{Width: cellWide, Block: Frame{Height: cellHigh, Pad: 8, Block: Text{Spans: []Span{{Text: word, Color: RGB(0, 0, 0)}}, Size: wordSize}}})
		}
		flow.Add(row)
	}
	file, err := d.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return raster(t, file)
}

// raster draws the first page of a file with poppler, in grey.
func raster(t *testing.T, file []byte) *image.Gray {
	t.Helper()
	run := exec.Command("pdftoppm", "-png", "-singlefile", "-r", fmt.Sprint(resolution), "-")
	run.Stdin = bytes.NewReader(file)
	out, err := run.Output()
	if err != nil {
		t.Fatalf("pdftoppm (poppler-utils): %v", err)
	}
	return grey(t, bytes.NewReader(out))
}

func grey(t *testing.T, r io.Reader) *image.Gray {
	t.Helper()
	img, _, err := image.Decode(r)
	if err != nil {
		t.Fatal(err)
	}
	drawn := image.NewGray(img.Bounds())
	for y := range img.Bounds().Dy() {
		for x := range img.Bounds().Dx() {
			drawn.Set(x, y, img.At(x, y))
		}
	}
	return drawn
}

// ink is the dark part of a cell, cut to what is drawn.
func ink(img *image.Gray, cell int) *image.Gray {
	const dots = resolution / 72
	left, top := cell%perRow*int(cellWide)*dots, cell/perRow*int(cellHigh)*dots
	area := image.Rect(left, top, left+int(cellWide)*dots, top+int(cellHigh)*dots)
	found := image.Rectangle{}
	for y := area.Min.Y; y < area.Max.Y; y++ {
		for x := area.Min.X; x < area.Max.X; x++ {
			if dark(img, x, y) {
				found = found.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return img.SubImage(found).(*image.Gray)
}

func dark(img *image.Gray, x, y int) bool {
	return image.Pt(x, y).In(img.Rect) && img.GrayAt(x, y).Y < 128
}

// wrong is the share of the dark dots of two words that have no dark dot of the
// other word within a dot of them, at the better of some places.
func wrong(a, b *image.Gray) float64 {
	best := 1.0
	for dy := -2; dy <= 2; dy++ {
		for dx := -2; dx <= 2; dx++ {
			shift := image.Pt(dx, dy)
			there := lonely(a, b, b.Rect.Min.Sub(a.Rect.Min).Add(shift))
			back := lonely(b, a, a.Rect.Min.Sub(b.Rect.Min).Sub(shift))
			best = min(best, max(there, back))
		}
	}
	return best
}

func lonely(a, b *image.Gray, shift image.Point) float64 {
	all, alone := 0, 0
	for y := a.Rect.Min.Y; y < a.Rect.Max.Y; y++ {
		for x := a.Rect.Min.X; x < a.Rect.Max.X; x++ {
			if !dark(a, x, y) {
				continue
			}
			all++
			if !near(b, x+shift.X, y+shift.Y) {
				alone++
			}
		}
	}
	if all == 0 {
		return 1
	}
	return float64(alone) / float64(all)
}

func near(img *image.Gray, x, y int) bool {
	for dy := -1; dy <= 1; dy++ {
		for dx := -1; dx <= 1; dx++ {
			if dark(img, x+dx, y+dy) {
				return true
			}
		}
	}
	return false
}

func TestPixels(t *testing.T) {
	if *redraw {
		drawReference(t)
	}
	file, err := os.Open(reference)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	judged := grey(t, file)
	t.Run("each word is drawn as Chromium draws it", func(t *testing.T) {
		ours := drawWords(t, nil)
		for i, word := range hardWords {
			if share := wrong(ink(ours, i), ink(judged, i)); share > mostWrong {
				t.Errorf("%s: %.1f %% of the dots are wrong", word, share*100)
			}
		}
	})
	t.Run("text without the rules of the script is found out", func(t *testing.T) {
		ours := drawWords(t, unshaped)
		found := 0
		for i := range hardWords {
			if wrong(ink(ours, i), ink(judged, i)) > leastWrongWhenBroken {
				found++
			}
		}
		if found < len(hardWords)/2 {
			t.Errorf("only %d of %d words were found to be broken", found, len(hardWords))
		}
	})
}

// unshaped sets one glyph a letter, as programs without shaping do.
func unshaped(d *Document) {
	for _, word := range hardWords {
		w := shaped{text: word}
		for i, r := range []rune(word) {
			f := d.faceOf(r, false)
			id, _ := f.shaper.NominalGlyph(r)
			one := glyph{id: id, text: string(r), advance: f.width(id), start: i}
			w.runs = append(w.runs, run{face: f, glyphs: []glyph{one}})
			w.width += one.advance
		}
		d.words[wordKey{word, false}] = w
	}
}

func drawReference(t *testing.T) {
	t.Helper()
	wide, high := sheetSize()
	var page strings.Builder
	fmt.Fprintf(&page, `<!doctype html><html lang="bn"><meta charset="utf-8"><style>
@font-face{font-family:B;src:url(data:font/ttf;base64,%s)}@font-face{font-family:L;src:url(data:font/ttf;base64,%s)}
body{margin:0;font:%gpx B,L;color:#000}div{position:absolute;white-space:nowrap;line-height:%gpx}</style>`,
		unpackedFont(t, "bangla-regular"), unpackedFont(t, "latin-regular"), wordSize, cellHigh)
	for i, word := range hardWords {
		fmt.Fprintf(&page, `<div style="left:%gpx;top:%gpx">%s</div>`, float64(i%perRow)*cellWide+8, float64(i/perRow)*cellHigh, html.EscapeString(word))
	}
	dir := t.TempDir()
	source, shot := filepath.Join(dir, "words.html"), filepath.Join(dir, "words.png")
	if err := os.WriteFile(source, []byte(page.String()), 0o600); err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("chromium", "--headless", "--no-sandbox", "--disable-lcd-text", "--force-device-scale-factor=2", "--hide-scrollbars",
		fmt.Sprintf("--window-size=%d,%d", int(wide), int(high)), "--screenshot="+shot, source).CombinedOutput()
	if err != nil {
		t.Fatalf("chromium: %v\n%s", err, out)
	}
	keepReference(t, shot)
}

// keepReference stores the dark dots alone.
func keepReference(t *testing.T, shot string) {
	t.Helper()
	file, err := os.Open(shot)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	drawn := grey(t, file)
	dots := image.NewPaletted(drawn.Rect, color.Palette{color.Gray{255}, color.Gray{0}})
	for y := range drawn.Rect.Dy() {
		for x := range drawn.Rect.Dx() {
			if dark(drawn, x, y) {
				dots.SetColorIndex(x, y, 1)
			}
		}
	}
	var out bytes.Buffer
	if err := (&png.Encoder{CompressionLevel: png.BestCompression}).Encode(&out, dots); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(reference, out.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

func unpackedFont(t *testing.T, name string) string {
	t.Helper()
	file, err := fontFiles.Open("fonts/" + name + ".ttf.gz")
	if err != nil {
		t.Fatal(err)
	}
	unpacked, err := gzip.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(unpacked)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(content)
}
