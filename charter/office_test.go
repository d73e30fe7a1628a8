package charter_test

import (
	"archive/zip"
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"strings"
	"testing"
	"unicode/utf16"

	"dorgora/bangla/bijoytest"
	"dorgora/charter"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
)

// readBytes reads a charter from memory or fails the test.
func readBytes(t *testing.T, raw []byte) charter.Charter {
	t.Helper()
	got, err := charter.Read(charter.Source{Bytes: raw})
	if err != nil {
		t.Fatal(err)
	}
	return got
}

// archive makes a zip file of one part.
func archive(t testing.TB, name, content string) []byte {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	part, err := w.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := part.Write([]byte(content)); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// docx makes a word processor file of body elements.
func docx(t testing.TB, body ...string) []byte {
	return archive(t, "word/document.xml", `<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`+
		strings.Join(body, "")+`</w:body></w:document>`)
}

// p is a paragraph; lines of text are broken inside it.
func p(text string) string {
	return `<w:p><w:r><w:t>` + strings.ReplaceAll(text, "\n", `</w:t><w:br/><w:t xml:space="preserve">`) + `</w:t></w:r></w:p>`
}

// tc is a cell with properties.
func tc(properties string, paragraphs ...string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + strings.Join(paragraphs, "") + `</w:tc>`
}

// tr is a row of plain cells.
func tr(cells ...string) string {
	var b strings.Builder
	b.WriteString("<w:tr>")
	for _, cell := range cells {
		if strings.HasPrefix(cell, "<w:tc>") {
			b.WriteString(cell)
		} else {
			b.WriteString(tc("", p(cell)))
		}
	}
	return b.String() + "</w:tr>"
}

func TestReadDocx(t *testing.T) {
	automatic := `<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr></w:pPr></w:p>`
	bijoy := func(text string) string {
		return `<w:p><w:r><w:rPr><w:rFonts w:ascii="SutonnyMJ" w:hAnsi="SutonnyMJ"/></w:rPr><w:t>` + escape(bijoytest.Write(text)) + `</w:t></w:r></w:p>`
	}
	got := readBytes(t, docx(t,
		p("সিটিজেন চার্টার"), p("হালনাগাদের তারিখ: ০৫.০৮.২০২৬"), p("২.১) নাগরিক সেবা"),
		"<w:tbl>",
		tr("ক্রমিক নং", "সেবার নাম", "সেবা প্রদান পদ্ধতি", "সময়সীমা", "দায়িত্বপ্রাপ্ত কর্মকর্তা"),
		tr(tc(`<w:gridSpan w:val="5"/>`, p("২.২) প্রাতিষ্ঠানিক সেবা"))),
		tr(tc("", automatic), "বিদ্যালয়ের তথ্য যাচাই", "পত্র", "৭ কার্যদিবস", tc(`<w:vMerge w:val="restart"/>`, p("একাডেমিক সুপারভাইজার\nকক্ষ ২"))),
		tr(tc("", automatic), tc("", bijoy("বই বিতরণ")), "সরাসরি", "১ দিন", tc(`<w:vMerge/>`, "<w:p/>")),
		"</w:tbl>",
		p("৩. আপনার কাছে আমাদের প্রত্যাশা"), p("১. সম্পূর্ণ আবেদন দিন"),
	))
	if got.Kind != "docx" || got.Date != "2026-08-05" || !got.Legacy || !got.Mixed {
		t.Errorf("kind %q date %q legacy %v mixed %v", got.Kind, got.Date, got.Legacy, got.Mixed)
	}
	if len(got.Services) != 2 {
		t.Fatalf("%d services: %+v", len(got.Services), got)
	}
	second := got.Services[1]
	t.Run("a merged row gives the group", func(t *testing.T) {
		if second.Group != charter.Institutional {
			t.Errorf("group %q", second.Group)
		}
	})
	t.Run("automatic numbers are serials", func(t *testing.T) {
		if got.Services[0].Serial != "1" || second.Serial != "2" {
			t.Errorf("serials %q, %q", got.Services[0].Serial, second.Serial)
		}
	})
	t.Run("a cell in a Bijoy font becomes Unicode", func(t *testing.T) {
		if second.Name != "বই বিতরণ" {
			t.Errorf("name %q", second.Name)
		}
	})
	t.Run("a cell merged downwards is repeated with its lines", func(t *testing.T) {
		if want := "একাডেমিক সুপারভাইজার\nকক্ষ ২"; second.Cells[charter.OfficerOf] != want {
			t.Errorf("officer %q", second.Cells[charter.OfficerOf])
		}
	})
	t.Run("expectations are read", func(t *testing.T) {
		if got.Sections[charter.Expectations] != "১. সম্পূর্ণ আবেদন দিন" {
			t.Errorf("expectations %q", got.Sections[charter.Expectations])
		}
	})
}

func escape(text string) string {
	return strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace(text)
}

// workbook makes a spreadsheet file; fill writes the cells.
func workbook(t testing.TB, fill func(*excelize.File) error) []byte {
	t.Helper()
	book := excelize.NewFile()
	if err := fill(book); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := book.Write(&out); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// fillRows writes rows from a cell on.
func fillRows(book *excelize.File, sheet string, top int, rows ...[]any) error {
	for i, row := range rows {
		if err := book.SetSheetRow(sheet, fmt.Sprintf("A%d", top+i), &row); err != nil {
			return err
		}
	}
	return nil
}

func TestReadXlsx(t *testing.T) {
	header := []any{"ক্রমিক", "সেবার নাম", "সেবা প্রদান পদ্ধতি", "প্রয়োজনীয় কাগজপত্র", "সময়সীমা", "দায়িত্বপ্রাপ্ত কর্মকর্তা"}
	got := readBytes(t, workbook(t, func(book *excelize.File) error {
		for _, err := range []error{
			book.SetSheetName("Sheet1", "নাগরিক সেবা"),
			fillRows(book, "নাগরিক সেবা", 1, []any{"সিটিজেন চার্টার, উপজেলা নির্বাচন অফিস"}),
			book.MergeCell("নাগরিক সেবা", "A1", "F1"),
			fillRows(book, "নাগরিক সেবা", 3, header,
				[]any{1, "পরিচয়পত্র সংশোধন", "অনলাইন", "১। আবেদন\n২। সনদ", "৩০ দিন", "নির্বাচন অফিসার"},
				[]any{2, "ভোটার স্থানান্তর", "আবেদন", "ফরম-১৩", "৭ কার্যদিবস"}),
			book.MergeCell("নাগরিক সেবা", "F4", "F5"),
		} {
			if err != nil {
				return err
			}
		}
		if _, err := book.NewSheet("অভ্যন্তরীণ সেবা"); err != nil {
			return err
		}
		return fillRows(book, "অভ্যন্তরীণ সেবা", 1, header, []any{1, "ছুটি", "আবেদন", "ফরম", "৩ দিন", "অফিস সহকারী"})
	}))
	if got.Kind != "xlsx" || len(got.Services) != 3 {
		t.Fatalf("kind %q, %d services, unread %q", got.Kind, len(got.Services), got.Unread)
	}
	t.Run("the names of sheets are groups", func(t *testing.T) {
		if got.Services[1].Group != charter.Citizen || got.Services[2].Group != charter.Internal {
			t.Errorf("groups %q, %q", got.Services[1].Group, got.Services[2].Group)
		}
	})
	t.Run("a number is a serial and a line break stays", func(t *testing.T) {
		first := got.Services[0]
		if first.Serial != "1" || first.Cells[charter.PapersOf] != "১। আবেদন\n২। সনদ" {
			t.Errorf("serial %q papers %q", first.Serial, first.Cells[charter.PapersOf])
		}
	})
	t.Run("a merged cell is repeated", func(t *testing.T) {
		if got.Services[1].Cells[charter.OfficerOf] != "নির্বাচন অফিসার" {
			t.Errorf("officer %q", got.Services[1].Cells[charter.OfficerOf])
		}
	})
	t.Run("the merged title is the title", func(t *testing.T) {
		if got.Title != "সিটিজেন চার্টার, উপজেলা নির্বাচন অফিস" {
			t.Errorf("title %q", got.Title)
		}
	})
}

func TestReadUTF16(t *testing.T) {
	raw, err := os.ReadFile("testdata/forms/field.txt")
	if err != nil {
		t.Fatal(err)
	}
	units := utf16.Encode([]rune(string(raw)))
	want := reading(readBytes(t, raw))
	rows := []struct {
		name, encoding string
		order          binary.AppendByteOrder
		mark           bool
	}{
		{"little endian with a mark", "utf-16le", binary.LittleEndian, true},
		{"big endian with a mark", "utf-16be", binary.BigEndian, true},
		{"little endian without a mark", "utf-16le", binary.LittleEndian, false},
		{"big endian without a mark", "utf-16be", binary.BigEndian, false},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			var encoded []byte
			if row.mark {
				encoded = row.order.AppendUint16(encoded, 0xFEFF)
			}
			for _, unit := range units {
				encoded = row.order.AppendUint16(encoded, unit)
			}
			got := readBytes(t, encoded)
			if got.Encoding != row.encoding {
				t.Errorf("encoding %q", got.Encoding)
			}
			got.Encoding = "utf-8"
			compare(t, reading(got), want)
		})
	}
	t.Run("UTF-8 with a mark", func(t *testing.T) {
		compare(t, reading(readBytes(t, append([]byte("\xEF\xBB\xBF"), raw...))), want)
	})
}

func TestReadAnsiBijoy(t *testing.T) {
	raw, err := os.ReadFile("testdata/forms/bijoy.txt")
	if err != nil {
		t.Fatal(err)
	}
	ansi, err := charmap.Windows1252.NewEncoder().Bytes(raw)
	if err != nil {
		t.Fatal(err)
	}
	got := readBytes(t, ansi)
	if got.Encoding != "windows-1252" {
		t.Errorf("encoding %q", got.Encoding)
	}
	got.Encoding = "utf-8"
	compare(t, reading(got), reading(readBytes(t, raw)))
}
