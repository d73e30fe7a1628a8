package charter_test

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"dorgora/bangla"
	"dorgora/charter"
)

// read reads a fixture or fails the test.
func read(t *testing.T, name string) charter.Charter {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	got, err := charter.Read(charter.Source{Name: name, Bytes: raw})
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return got
}

// printedRows are the rows of services in a file of tabs, header and number
// rows left out, read without the package under test.
func printedRows(t *testing.T, name string) [][]string {
	t.Helper()
	raw, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.SplitSeq(string(raw), "\n") {
		cells := strings.Split(line, "\t")
		if len(cells) < 2 || strings.HasPrefix(line, "ক্রমিক") || strings.HasPrefix(line, "(১)") {
			continue
		}
		rows = append(rows, cells)
	}
	return rows
}

func TestReadRupsha(t *testing.T) {
	got := read(t, "rupsha.txt")

	t.Run("twenty-two services in the three groups", func(t *testing.T) {
		count := map[charter.Group]int{}
		for _, s := range got.Services {
			count[s.Group]++
		}
		if len(got.Services) != 22 || count[charter.Citizen] != 6 || count[charter.Institutional] != 11 || count[charter.Internal] != 5 {
			t.Errorf("got %d services: %v", len(got.Services), count)
		}
	})
	t.Run("every one of the 22 × 7 cells is as printed", func(t *testing.T) {
		columns := []charter.Meaning{charter.Serial, charter.Name, charter.ChannelsOf, charter.PapersOf, charter.FeeOf, charter.TimeOf, charter.OfficerOf}
		rows := printedRows(t, "rupsha.txt")
		if len(rows) != len(got.Services) {
			t.Fatalf("the file prints %d rows", len(rows))
		}
		for i, row := range rows {
			if len(got.Services[i].Cells) != len(columns) {
				t.Errorf("row %d has %d cells", i, len(got.Services[i].Cells))
			}
			for k, meaning := range columns {
				if want, cell := bangla.Line(row[k]), got.Services[i].Cells[meaning]; cell != want {
					t.Errorf("row %d %s: %q, printed %q", i, meaning, cell, want)
				}
			}
		}
	})
	t.Run("vision and mission are read and nothing else", func(t *testing.T) {
		if len(got.Sections) != 2 || !strings.HasPrefix(got.Sections[charter.Vision], "জ্ঞানভিত্তিক") || !strings.HasPrefix(got.Sections[charter.Mission], "উচ্চগতির") {
			t.Errorf("sections %q", got.Sections)
		}
		if got.Date != "" || len(got.Unread) != 0 {
			t.Errorf("date %q, unread %q", got.Date, got.Unread)
		}
	})
	t.Run("repeated headers give each column once", func(t *testing.T) {
		if len(got.Columns) != 7 {
			t.Errorf("columns %+v", got.Columns)
		}
	})
	t.Run("the kind and the encoding are known", func(t *testing.T) {
		if got.Kind != "text" || got.Encoding != "utf-8" || got.Legacy || got.Mixed || got.Title != "সিটিজেনস চার্টার" {
			t.Errorf("kind %q encoding %q legacy %v mixed %v title %q", got.Kind, got.Encoding, got.Legacy, got.Mixed, got.Title)
		}
	})
}

func TestReadPrintedJSON(t *testing.T) {
	want := read(t, "rupsha.txt")
	var b strings.Builder
	if err := charter.Print(&b, want, "json"); err != nil {
		t.Fatal(err)
	}
	got := readBytes(t, []byte(b.String()))
	if !reflect.DeepEqual(got, want) {
		t.Errorf("comes back changed:\n%s", reading(got))
	}
}
