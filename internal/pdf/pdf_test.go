package pdf_test

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"
	"image/png"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/internal/pdf"
)

// words reads a file back as pdftotext of poppler does.
func words(t *testing.T, file []byte) string {
	t.Helper()
	run := exec.Command("pdftotext", "-enc", "UTF-8", "-", "-")
	run.Stdin = bytes.NewReader(file)
	out, err := run.Output()
	if err != nil {
		t.Fatalf("pdftotext (poppler-utils): %v", err)
	}
	return string(out)
}

// pages tells how many pages a file has, in the view of poppler.
func pages(t *testing.T, file []byte) int {
	t.Helper()
	return strings.Count(words(t, file), "\f")
}

func made(t *testing.T, fill func(flow *pdf.Flow)) []byte {
	t.Helper()
	doc := pdf.New(pdf.Info{Title: "পরীক্ষা", Lang: message.Bn, Author: "রূপসা"})
	fill(doc.Flow(pdf.A4))
	file, err := doc.Bytes()
	if err != nil {
		t.Fatal(err)
	}
	return file
}

const passage = "উপর্যুক্ত বিষয় ও সূত্রোক্ত পত্রের প্রেক্ষিতে জানানো যাচ্ছে যে, ২২ নভেম্বর ২০২৬ বিকাল ৫টা পর্যন্ত হালনাগাদ তথ্য নিচে দেওয়া হলো: ল্যাবে র\u200d্যাম ৮ জিবি, স্বাতন্ত্র্য, ক্ষুদ্র, হৃদয়, ট্র্যাকিং, উদ্\u200cযাপন; মূল্য ৳১,২৫০। E-mail: doictrupsha@gmail.com (ফোন +৮৮০-২৫৫০৩৯৭৫৭)।"

func TestText(t *testing.T) {
	t.Run("what is copied from a page is what was written", func(t *testing.T) {
		file := made(t, func(f *pdf.Flow) { f.Add(pdf.Para(passage)) })
		if got := strings.Join(strings.Fields(words(t, file)), " "); got != passage {
			t.Errorf("got\n%s\nwant\n%s", got, passage)
		}
	})
	t.Run("words beside one another stay in their columns", func(t *testing.T) {
		file := made(t, func(f *pdf.Flow) {
			f.Add(pdf.Columns{Cells: []pdf.Column{{Block: pdf.Para("স্মারক নং- ৫৬.০৪")}, {Width: 120, Block: pdf.Para("২৩ নভেম্বর")}}})
		})
		if got := words(t, file); !strings.Contains(got, "স্মারক নং- ৫৬.০৪") || !strings.Contains(got, "২৩ নভেম্বর") {
			t.Error(got)
		}
	})
	t.Run("lines that were typed are kept", func(t *testing.T) {
		if got := words(t, made(t, func(f *pdf.Flow) { f.Add(pdf.Para("এক\nদুই")) })); !strings.HasPrefix(got, "এক\nদুই\n") {
			t.Errorf("%q", got)
		}
	})
}

func TestHostile(t *testing.T) {
	rows := []struct{ name, text, shown string }{
		{"nothing", "", ""},
		{"a word of ten thousand letters", strings.Repeat("ক্ষ্মা", 10000/6), ""},
		{"ten thousand Latin letters", strings.Repeat("x", 10000), ""},
		{"control signs", "ক\x00খ\x07গ\x1b[31m\rঘ\u202eঙ", "কখগ[31mঘঙ"},
		{"emoji", "ভালো 👍🏽 কাজ", "ভালো"},
		{"right to left", "سلام দোরগোড়া שלום", "দোরগোড়া"},
		{"broken UTF-8", "ক\xff\xfeখ", "ক"},
		{"marks without letters", "\u09be\u09cd\u09bf\u09c7", ""},
		{"signs of PDF", `(ক) \ <<খ>> endstream endobj %%EOF`, "endstream"},
		{"a thousand empty lines", strings.Repeat("\n", 1000) + "শেষ", "শেষ"},
		{"spaces alone", strings.Repeat(" ", 5000), ""},
	}
	for _, row := range rows {
		t.Run(row.name+" does no harm", func(t *testing.T) {
			file := made(t, func(f *pdf.Flow) {
				f.Add(pdf.Heading(1, row.text), pdf.Para(row.text), pdf.Table{Columns: []pdf.TableColumn{{Title: row.text}, {Title: "খ", Width: 0.01}}, Rows: [][]pdf.Cell{pdf.Cells(row.text, row.text), {}}})
			})
			sound(t, file)
			if got := words(t, file); !strings.Contains(got, row.shown) {
				t.Errorf("%q is missing", row.shown)
			}
		})
	}
	t.Run("a cell that is higher than a page goes on, with all its words", func(t *testing.T) {
		long := strings.TrimSpace(strings.Repeat("শব্দ ", 4000))
		file := made(t, func(f *pdf.Flow) {
			f.Add(pdf.Table{Columns: []pdf.TableColumn{{Title: "ক"}}, Rows: [][]pdf.Cell{pdf.Cells(long)}})
		})
		if got := strings.Count(words(t, file), "শব্দ"); got != 4000 {
			t.Errorf("%d of 4000 words", got)
		}
	})
}

// sound holds a file against qpdf when the machine has it, else against poppler.
func sound(t *testing.T, file []byte) {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.pdf")
	if err := os.WriteFile(name, file, 0o600); err != nil {
		t.Fatal(err)
	}
	check := exec.Command("pdfinfo", name)
	if path, err := exec.LookPath("qpdf"); err == nil {
		check = exec.Command(path, "--check", name)
	}
	if out, err := check.CombinedOutput(); err != nil || bytes.Contains(out, []byte("rror:")) {
		t.Errorf("%v\n%s", err, out)
	}
}

func TestTable(t *testing.T) {
	var rows [][]pdf.Cell
	for i := range 120 {
		rows = append(rows, pdf.Cells(bangla.Digits(fmt.Sprint(i+1)), "কম্পিউটার ও ভাষা ল্যাবের সহায়তা"))
	}
	sheet := pdf.BookSheet{
		Lang: message.Bn, Office: []string{"রূপসা আইসিটি কার্যালয়"}, Title: "ডাক ডায়েরি", Columns: []pdf.TableColumn{{Title: "ক্রমিক"}, {Title: "বিষয়", Width: 5}},
		Rows: rows, Foot: [][]pdf.Cell{pdf.Cells("মোট", "১২০")}, PageOf: func(page, of int) string { return bangla.Digits(fmt.Sprintf("পৃষ্ঠা %d/%d", page, of)) },
	}
	file, err := pdf.Book(sheet)
	if err != nil {
		t.Fatal(err)
	}
	n, text := pages(t, file), words(t, file)
	t.Run("its head stands on every page", func(t *testing.T) {
		if n < 3 || strings.Count(text, "ক্রমিক") != n {
			t.Errorf("%d pages, %d heads", n, strings.Count(text, "ক্রমিক"))
		}
	})
	t.Run("every page says which it is", func(t *testing.T) {
		if want := bangla.Digits(fmt.Sprintf("পৃষ্ঠা %d/%d", n, n)); !strings.Contains(text, want) {
			t.Errorf("%q is missing", want)
		}
	})
	t.Run("no row is lost", func(t *testing.T) {
		if got := strings.Count(text, "কম্পিউটার"); got != 120 {
			t.Error(got)
		}
	})
	t.Run("a page takes less than 60 KB", func(t *testing.T) {
		if len(file)/n > 60<<10 {
			t.Errorf("%d bytes on %d pages", len(file), n)
		}
	})
	t.Run("the same rows give the same bytes", func(t *testing.T) {
		again, err := pdf.Book(sheet)
		if err != nil || !bytes.Equal(file, again) {
			t.Error("another file", err)
		}
	})
}

func TestStructure(t *testing.T) {
	file := made(t, func(f *pdf.Flow) {
		f.Add(pdf.Heading(1, "শিরোনাম"), pdf.Para("অনুচ্ছেদ"), pdf.Table{Columns: []pdf.TableColumn{{Title: "ক"}}, Rows: [][]pdf.Cell{pdf.Cells("১")}}, pdf.Code{Text: "https://dorgora.example", Side: 60, Alt: "কোড"})
	})
	run := exec.Command("pdfinfo", "-struct-text", "-")
	run.Stdin = bytes.NewReader(file)
	out, err := run.Output()
	if err != nil {
		t.Fatal(err)
	}
	for _, role := range []string{"Document", "H1", "P ", "Table", "TR", "TH", "TD", "Figure", "শিরোনাম", "অনুচ্ছেদ"} {
		if !strings.Contains(string(out), role) {
			t.Errorf("%s is missing in\n%s", role, out)
		}
	}
}

func TestPicture(t *testing.T) {
	img := image.NewNRGBA(image.Rect(0, 0, 40, 20))
	img.Set(3, 3, color.NRGBA{200, 0, 0, 90})
	var asPNG, asJPEG bytes.Buffer
	if err := png.Encode(&asPNG, img); err != nil {
		t.Fatal(err)
	}
	if err := jpeg.Encode(&asJPEG, img, nil); err != nil {
		t.Fatal(err)
	}
	t.Run("PNG and JPEG stand on the page", func(t *testing.T) {
		sound(t, made(t, func(f *pdf.Flow) {
			f.Add(pdf.Picture{Content: asPNG.Bytes(), Width: 80, Alt: "ছবি"}, pdf.Picture{Content: asJPEG.Bytes(), Width: 80, Alt: "ছবি"})
		}))
	})
	t.Run("what is no picture is refused", func(t *testing.T) {
		doc := pdf.New(pdf.Info{Title: "ক"})
		doc.Flow(pdf.A4).Add(pdf.Picture{Content: []byte("GIF89a"), Width: 80})
		if _, err := doc.Bytes(); err == nil {
			t.Error("accepted")
		}
	})
}
