package charter_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"
	"testing"

	"dorgora/charter"
)

var update = flag.Bool("update-forms", false, "write the readings of testdata/forms anew")

// order is the order in which a reading lists the cells of a service.
var order = []charter.Meaning{
	charter.Serial, charter.Name, charter.ChannelsOf, charter.PapersOf, charter.PapersFrom, charter.FeeOf,
	charter.TimeOf, charter.OfficerOf, charter.SuperiorOf, charter.Recipient, charter.Place, charter.Remark,
}

// reading writes down everything that was read from the print itself, one
// fact a line, so that a person can hold it against the form.
func reading(c charter.Charter) string {
	var b strings.Builder
	line := func(format string, args ...any) {
		b.WriteString(strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " ⏎ ") + "\n")
	}
	line("kind: %s, %s, legacy %v, mixed %v", c.Kind, c.Encoding, c.Legacy, c.Mixed)
	line("title: %s", c.Title)
	line("date: %s", c.Date)
	for _, s := range []charter.Section{charter.Vision, charter.Mission, charter.Expectations, charter.Grievance} {
		if text, ok := c.Sections[s]; ok {
			line("section %s: %s", s, text)
		}
	}
	for _, column := range c.Columns {
		line("column %q: %s", column.Meaning, column.Header)
	}
	for _, s := range c.Services {
		line("service %s %s: %s", s.Group, s.Serial, s.Name)
		for _, meaning := range order {
			if text, ok := s.Cells[meaning]; ok && meaning != charter.Serial && meaning != charter.Name {
				line("  %s: %s", meaning, text)
			}
		}
		headers := make([]string, 0, len(s.Extra))
		for header := range s.Extra {
			headers = append(headers, header)
		}
		sort.Strings(headers)
		for _, header := range headers {
			line("  extra %s: %s", header, s.Extra[header])
		}
		if len(s.Inherits) > 0 {
			line("  inherits %v", s.Inherits)
		}
	}
	for _, u := range c.Unread {
		line("unread %s: %s", u.Where, u.Text)
	}
	return b.String()
}

// Each form in testdata/forms has a file beside it, form.want, that says what
// is read from it.
func TestReadForms(t *testing.T) {
	files, err := filepath.Glob("testdata/forms/*")
	if err != nil {
		t.Fatal(err)
	}
	forms := 0
	for _, file := range files {
		if strings.HasSuffix(file, ".want") {
			continue
		}
		forms++
		t.Run(filepath.Base(file), func(t *testing.T) {
			got := reading(read(t, strings.TrimPrefix(filepath.ToSlash(file), "testdata/")))
			if *update {
				if err := os.WriteFile(file+".want", []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(file + ".want")
			if err != nil {
				t.Fatal(err)
			}
			compare(t, got, string(want))
		})
	}
	if forms < 16 {
		t.Errorf("only %d forms", forms)
	}
}

// compare reports the first line in which two readings differ.
func compare(t *testing.T, got, want string) {
	t.Helper()
	a, b := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range max(len(a), len(b)) {
		x, y := "", ""
		if i < len(a) {
			x = a[i]
		}
		if i < len(b) {
			y = b[i]
		}
		if x != y {
			t.Fatalf("line %d\ngot  %s\nwant %s", i+1, x, y)
		}
	}
}
