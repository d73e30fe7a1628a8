package charter_test

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/fault"

	"github.com/xuri/excelize/v2"
)

// tableOf makes a page of rows with the same row repeated.
func tableOf(row string, rows int) string {
	return `<table><tr><td>ক্রমিক</td><td>সেবার নাম</td><td>সময়সীমা</td></tr>` + strings.Repeat(row, rows) + `</table>`
}

func TestReadRefuses(t *testing.T) {
	wide := strings.Repeat("সেবার নাম\t", 1200)
	bomb := docx(t, strings.Repeat(p("শূন্য"), 300_000))
	farCell := workbook(t, func(book *excelize.File) error { return book.SetCellValue("Sheet1", "XFD9", "দূরের ঘর") })
	rows := []struct {
		name, key string
		kind      fault.Kind
		input     []byte
	}{
		{"nothing at all", "charter.file.empty", fault.Invalid, nil},
		{"blank lines", "charter.file.empty", fault.Invalid, []byte(" \n\t\n")},
		{"nothing but a byte order mark", "charter.file.empty", fault.Invalid, []byte("\xFE\xFF")},
		{"a page without text", "charter.file.nothing", fault.Invalid, []byte("<html><body><p> </p></body></html>")},
		{"a picture", "charter.file.binary", fault.Invalid, []byte("\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x01\x08\x02\x00\x00\x00\x00")},
		{"ten megabytes", "charter.file.toolarge", fault.TooLarge, []byte(strings.Repeat("a", 10<<20))},
		{"five megabytes of text", "charter.file.toolarge", fault.TooLarge, []byte(strings.Repeat("সেবা ", 400_000))},
		{"twelve hundred columns", "charter.table.toolarge", fault.TooLarge, []byte(wide + "\n" + wide)},
		{"twelve hundred columns of a page", "charter.table.toolarge", fault.TooLarge, []byte("<table><tr>" + strings.Repeat("<td>ক</td>", 1200) + "</tr></table>")},
		{"a hundred thousand rows", "charter.table.toolarge", fault.TooLarge, []byte(tableOf("<tr><td>১<td>ক<td>২", 100_000))},
		{"a document that unpacks to far more", "charter.file.toolarge", fault.TooLarge, bomb},
		{"a sheet with a cell in the last column", "charter.table.toolarge", fault.TooLarge, farCell},
		{"an archive of something else", "charter.file.unsupported", fault.Invalid, archive(t, "notes.txt", "কিছু না")},
		{"a damaged archive", "charter.file.damaged", fault.Invalid, []byte("PK\x03\x04 and nothing more")},
		{"a damaged document", "charter.file.damaged", fault.Invalid, archive(t, "word/document.xml", "<w:document><w:p")},
		{"an old word processor file", "charter.file.old", fault.Invalid, []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 old")},
		{"a rich text file", "charter.file.old", fault.Invalid, []byte(`{\rtf1 text}`)},
		{"a PDF where none can be read", "charter.pdf.unavailable", fault.Invalid, []byte("%PDF-1.7 …")},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			start := time.Now()
			_, err := charter.Read(charter.Source{Bytes: row.input})
			var f *fault.Fault
			if !errors.As(err, &f) || f.Message != row.key || f.Kind != row.kind {
				t.Errorf("got %v, want %s %s", err, row.kind, row.key)
			}
			if took := time.Since(start); took > 4*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
}

func TestReadPDF(t *testing.T) {
	page, err := os.ReadFile("testdata/forms/union.txt")
	if err != nil {
		t.Fatal(err)
	}
	source := charter.Source{Bytes: []byte("%PDF-1.7"), PDFText: func([]byte) (string, error) { return string(page) + "\f", nil }}
	t.Run("the text of the page is read", func(t *testing.T) {
		got, err := charter.Read(source)
		if err != nil || got.Kind != "pdf" || len(got.Services) != 4 {
			t.Errorf("%v: kind %q, %d services", err, got.Kind, len(got.Services))
		}
	})
	t.Run("a scanned page is refused", func(t *testing.T) {
		source.PDFText = func([]byte) (string, error) { return "\f", nil }
		if _, err := charter.Read(source); err == nil || !strings.Contains(err.Error(), "charter.pdf.picture") {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a failed conversion is refused with its cause", func(t *testing.T) {
		broken := errors.New("broken cross-reference table")
		source.PDFText = func([]byte) (string, error) { return "", broken }
		if _, err := charter.Read(source); !errors.Is(err, broken) {
			t.Errorf("got %v", err)
		}
	})
}

// hostile are inputs that are read, however odd, within two seconds and 64 MB.
func hostile() map[string]string {
	return map[string]string{
		"tables inside tables":        strings.Repeat("<table><tr><td>ক", 60_000),
		"elements without end":        strings.Repeat("<b><i><font face=x>", 80_000) + "শেষ",
		"a span over the whole world": `<table><tr><td colspan="100000" rowspan="100000">নাগরিক সেবা</td></tr><tr><td colspan=99999>খ</table>`,
		"rows that span each other":   tableOf(`<tr><td rowspan="65000">১</td><td rowspan=9>ক</td><td rowspan=7>২</td></tr>`, 1500),
		"one endless line":            strings.Repeat("ক্রমিক সেবার নাম ", 45_000),
		"two megabytes of letters":    strings.Repeat("প্রশিক্ষণ ও পরামর্শ প্রদান করা হয়। ", 21_000),
		"two megabytes of Bijoy":      strings.Repeat("‡mev cÖ`v‡bi mgqmxgv wba©vwiZ ", 52_000),
		"aligned without end":         "ক্রমিক  সেবার নাম  সময়সীমা\n" + strings.Repeat("  ক  খ  গ\n", 3000),
		"paragraphs":                  strings.Repeat("২। কাজ – ২ দিন\n", 9_900),
		"escapes":                     `"` + strings.Repeat(`\u2021mev`, 100_000) + `"`,
		"open quotation marks":        strings.Repeat("\t\"\n", 3000),
		"pipes":                       strings.Repeat("|ক|খ|\n", 3900),
		"half a letter":               "\xe0\xa6 ক্রমিক\tসেবার নাম\n",
	}
}

func TestReadWithinLimits(t *testing.T) {
	for name, input := range hostile() {
		t.Run(name, func(t *testing.T) {
			runtime.GC()
			defer debug.SetGCPercent(debug.SetGCPercent(50))
			peak, stop := watchHeap()
			took, err := fastest(3, input)
			stop()
			var f *fault.Fault
			if err != nil && !errors.As(err, &f) {
				t.Errorf("an error that is no fault: %v", err)
			}
			if took > 2*time.Second {
				t.Errorf("%d bytes took %v", len(input), took)
			}
			if *peak > 64<<20 {
				t.Errorf("%d bytes took %d MB", len(input), *peak>>20)
			}
			t.Logf("%d bytes: %v, %d MB, %v", len(input), took, *peak>>20, err)
		})
	}
}

// fastest reads the input until it takes less than two seconds, but at most
// tries times: the machine of a test run is rarely idle.
func fastest(tries int, input string) (took time.Duration, err error) {
	for range tries {
		start := time.Now()
		_, err = charter.Read(charter.Source{Bytes: []byte(input)})
		if took = time.Since(start); took < 2*time.Second {
			break
		}
	}
	return took, err
}

// watchHeap follows how far the heap grows until stop is called.
func watchHeap() (peak *uint64, stop func()) {
	var before, now runtime.MemStats
	runtime.ReadMemStats(&before)
	peak = new(uint64)
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > before.HeapAlloc {
				*peak = max(*peak, now.HeapAlloc-before.HeapAlloc)
			}
			select {
			case <-done:
				return
			case <-time.After(2 * time.Millisecond):
			}
		}
	}()
	return peak, func() { close(done); <-ended }
}

func FuzzRead(f *testing.F) {
	files, err := filepath.Glob("testdata/forms/*")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
	f.Add(docx(f, p("ক"), "<w:tbl>", tr("ক্রমিক", "সেবার নাম", "সময়সীমা"), "</w:tbl>"))
	f.Add([]byte("\xFF\xFE\x95\x09\x0A\x00"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		start := time.Now()
		got, err := charter.Read(charter.Source{Bytes: raw})
		if took := time.Since(start); took > 2*time.Second {
			t.Fatalf("%d bytes took %v", len(raw), took)
		}
		var one *fault.Fault
		if err != nil && !errors.As(err, &one) {
			t.Fatalf("an error that is no fault: %v", err)
		}
		for _, s := range got.Services {
			if s.Name == "" || s.Cells[charter.Name] == "" {
				t.Fatalf("a service without a name: %+v", s)
			}
		}
	})
}
