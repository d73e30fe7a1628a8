package table_test

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"testing"

	"dorgora/internal/table"

	"github.com/xuri/excelize/v2"
	"pgregory.net/rapid"
)

func TestNeutral(t *testing.T) {
	for _, one := range []struct{ name, text, want string }{
		{"an ordinary name stays", "মো. করিম", "মো. করিম"},
		{"an empty cell stays", "", ""},
		{"a number in the middle stays", "ল্যাব-৫ = ভালো", "ল্যাব-৫ = ভালো"},
		{"a formula is text", "=1+1", "'=1+1"},
		{"a call of a program is text", `=cmd|' /C calc'!A0`, `'=cmd|' /C calc'!A0`},
		{"a plus sign is text", "+8801712345678", "'+8801712345678"},
		{"a minus sign is text", "-২টি", "'-২টি"},
		{"an at sign is text", "@SUM(A1)", "'@SUM(A1)"},
		{"a tab does not hide it", "\t=1", "'\t=1"},
		{"a line end does not hide it", "\r\n=1", "'\r\n=1"},
		{"blanks do not hide it", "  =1", "'  =1"},
		{"a no-break space does not hide it", "\u00A0=1", "'\u00A0=1"},
		{"a letter that nobody sees does not hide it", "\u200B\u202E=1", "'\u200B\u202E=1"},
		{"a quote does not hide it", `"=1"`, `'"=1"`},
		{"an apostrophe does not hide it", "'=1", "''=1"},
		{"a full-width sign is text", "＝1", "'＝1"},
		{"blanks alone stay", "   ", "   "},
		{"broken bytes before a sign stay text", "\xff=1", "\xff=1"},
	} {
		t.Run(one.name, func(t *testing.T) {
			if got := table.Neutral(one.text); got != one.want {
				t.Errorf("got %q, want %q", got, one.want)
			}
		})
	}
	t.Run("nothing that leaves begins with a sign", rapid.MakeCheck(func(t *rapid.T) {
		text := rapid.StringOf(rapid.RuneFrom([]rune("=+-@\t\r\n \u200B'\"aক"))).Draw(t, "text")
		got := strings.TrimLeft(table.Neutral(text), " \u200B\"")
		if got != "" && strings.ContainsAny(got[:1], "=+-@\t\r\n") {
			t.Fatalf("%q leaves as %q", text, got)
		}
		if !strings.HasSuffix(table.Neutral(text), text) {
			t.Fatalf("%q lost something: %q", text, table.Neutral(text))
		}
	}))
}

// rows are written in these tests.
var rows = [][]any{
	{"সেবা", "সংখ্যা", "হার"},
	{"ল্যাব, \"রূপসা\"\nদ্বিতীয় তলা", 12, 0.5},
	{"=2+3", int64(-4), nil},
}

func write(t *testing.T, format table.Format) []byte {
	t.Helper()
	var out bytes.Buffer
	w, err := table.New(&out, format, "মাসিক [নিবন্ধন]: নভেম্বর ২০২৬ এবং আরও অনেক কিছু")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Row(struct{}{}); err == nil {
		t.Error("a struct went into a cell")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// want is what a reader finds.
var want = [][]string{
	{"সেবা", "সংখ্যা", "হার"},
	{"ল্যাব, \"রূপসা\"\nদ্বিতীয় তলা", "12", "0.5"},
	{"'=2+3", "-4", ""},
}

func TestWriterPlain(t *testing.T) {
	text := string(write(t, table.CSV))
	rest, marked := strings.CutPrefix(text, "\uFEFF")
	if !marked || !strings.Contains(rest, "\r\n") {
		t.Errorf("no mark or no line ends: %q", text)
	}
	got, err := csv.NewReader(strings.NewReader(rest)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestWriterBook(t *testing.T) {
	file, err := excelize.OpenReader(bytes.NewReader(write(t, table.XLSX)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = file.Close() }()
	sheet := file.GetSheetList()[0]
	if strings.ContainsAny(sheet, "[]:") || !strings.HasPrefix(sheet, "মাসিক") {
		t.Errorf("the sheet is named %q", sheet)
	}
	for r, row := range want {
		for c, text := range row {
			at, _ := excelize.CoordinatesToCellName(c+1, r+1)
			got, err := file.GetCellValue(sheet, at)
			if err != nil || got != text {
				t.Errorf("%s holds %q, %v, want %q", at, got, err, text)
			}
			if formula, _ := file.GetCellFormula(sheet, at); formula != "" {
				t.Errorf("%s holds the formula %s", at, formula)
			}
		}
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := table.New(io.Discard, "pdf", ""); err == nil || table.Format("pdf").Known() {
		t.Error("an unknown format is written")
	}
}
