package charter_test

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/fault"
	"pgregory.net/rapid"
)

func printed(t *testing.T, c charter.Charter, format string) string {
	t.Helper()
	var b strings.Builder
	if err := charter.Print(&b, c, format); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// sameServices compares group, serial and cells, white space apart.
func sameServices(t *testing.T, got, want charter.Charter) {
	t.Helper()
	if len(got.Services) != len(want.Services) {
		t.Fatalf("%d services come back, want %d", len(got.Services), len(want.Services))
	}
	for i, s := range want.Services {
		back := got.Services[i]
		if back.Group != s.Group || back.Serial != s.Serial || bangla.Line(back.Name) != bangla.Line(s.Name) {
			t.Errorf("row %d comes back as %s %s %s, want %s %s %s", i, back.Group, back.Serial, back.Name, s.Group, s.Serial, s.Name)
		}
		for meaning, text := range s.Cells {
			if bangla.Line(back.Cells[meaning]) != bangla.Line(text) {
				t.Errorf("%s %s %s: got %q, want %q", s.Group, s.Serial, meaning, back.Cells[meaning], text)
			}
		}
		for header, text := range s.Extra {
			if bangla.Line(back.Extra[bangla.Line(header)]) != bangla.Line(text) && bangla.Line(back.Extra[header]) != bangla.Line(text) {
				t.Errorf("%s %s %s: got %q, want %q", s.Group, s.Serial, header, back.Extra, text)
			}
		}
	}
}

func TestPrintRupsha(t *testing.T) {
	want := rupsha(t)
	if len(want.Services) != 22 || len(want.Services[0].Cells) != 7 {
		t.Fatalf("%d services of %d cells", len(want.Services), len(want.Services[0].Cells))
	}
	for _, format := range []string{"text", "markdown", "html"} {
		t.Run("the 22 × 7 cells come back from "+format, func(t *testing.T) {
			text := printed(t, want, format)
			got, err := charter.Read(charter.Source{Bytes: []byte(text)})
			if err != nil {
				t.Fatal(err)
			}
			sameServices(t, got, want)
			for _, section := range []charter.Section{charter.Vision, charter.Mission} {
				if bangla.Line(got.Sections[section]) != bangla.Line(want.Sections[section]) {
					t.Errorf("%s: got %q", section, got.Sections[section])
				}
			}
		})
	}
	t.Run("the JSON form is the whole charter", func(t *testing.T) {
		var got charter.Charter
		if err := json.Unmarshal([]byte(printed(t, want, "json")), &got); err != nil {
			t.Fatal(err)
		}
		sameServices(t, got, want)
		if !reflect.DeepEqual(got.Services[0].Time, want.Services[0].Time) || !reflect.DeepEqual(got.Services[0].Officer, want.Services[0].Officer) {
			t.Errorf("values differ: %+v", got.Services[0])
		}
	})
	t.Run("the JSON form has no null", func(t *testing.T) {
		if text := printed(t, charter.Charter{Services: []charter.Service{{}}}, "json"); strings.Contains(strings.ReplaceAll(text, `"cells": null`, ""), "null") {
			t.Error(text)
		}
	})
}

func TestPrintSections(t *testing.T) {
	want := officeCharter(func(*charter.Charter) {})
	if want.Sections[charter.Grievance] == "" || want.Date != "2026-11-23" {
		t.Fatalf("read %+v %s", want.Sections, want.Date)
	}
	for _, format := range []string{"text", "markdown", "html"} {
		t.Run("sections and date come back from "+format, func(t *testing.T) {
			got, err := charter.Read(charter.Source{Bytes: []byte(printed(t, want, format))})
			if err != nil {
				t.Fatal(err)
			}
			sameServices(t, got, want)
			if got.Date != want.Date || !reflect.DeepEqual(got.Sections, want.Sections) {
				t.Errorf("got %s %v\nwant %s %v", got.Date, got.Sections, want.Date, want.Sections)
			}
		})
	}
}

// TestPrintFixtures prints every charter of the fixtures and reads it again.
func TestPrintFixtures(t *testing.T) {
	files, err := filepath.Glob("testdata/forms/*")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		bytes, err := os.ReadFile(file)
		if err != nil || strings.HasSuffix(file, ".want") {
			continue
		}
		want, err := charter.Read(charter.Source{Name: file, Bytes: bytes})
		if err != nil || len(want.Services) == 0 {
			continue
		}
		t.Run(filepath.Base(file), func(t *testing.T) {
			got, err := charter.Read(charter.Source{Bytes: []byte(printed(t, want, "html"))})
			if err != nil {
				t.Fatal(err)
			}
			sameServices(t, got, want)
		})
	}
}

// TestPrintAnyCells prints rows of arbitrary words and reads them again.
func TestPrintAnyCells(t *testing.T) {
	words := strings.Fields(`আবেদন ফরম ২০/= ৭ কার্যদিবস <৭ & | / "উদ্ধৃতি" ডিজিটাল (প্রযোজ্য) a@b.gov.bd ৳ ট্রেড লাইসেন্স -`)
	cell := rapid.Custom(func(r *rapid.T) string {
		return "লেখা " + strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 5).Draw(r, "words"), rapid.SampledFrom([]string{" ", "\n"}).Draw(r, "space"))
	})
	rapid.Check(t, func(r *rapid.T) {
		want := officeCharter(func(c *charter.Charter) {
			for i := range c.Services {
				for _, meaning := range []charter.Meaning{charter.ChannelsOf, charter.PapersOf, charter.FeeOf, charter.TimeOf, charter.OfficerOf} {
					c.Services[i].Cells[meaning] = cell.Draw(r, string(meaning))
				}
			}
		})
		for _, format := range []string{"text", "markdown", "html"} {
			var b strings.Builder
			if err := charter.Print(&b, want, format); err != nil {
				r.Fatal(err)
			}
			got, err := charter.Read(charter.Source{Bytes: []byte(b.String())})
			if err != nil || len(got.Services) != len(want.Services) {
				r.Fatalf("%s: %v, %d services\n%s", format, err, len(got.Services), b.String())
			}
			for i, s := range want.Services {
				for meaning, text := range s.Cells {
					if bangla.Line(got.Services[i].Cells[meaning]) != bangla.Line(text) {
						r.Errorf("%s, %s: got %q, want %q", format, meaning, got.Services[i].Cells[meaning], text)
					}
				}
			}
		}
	})
}

func TestPrintFormats(t *testing.T) {
	t.Run("marks of HTML in a cell are escaped", func(t *testing.T) {
		c := officeCharter(func(c *charter.Charter) { c.Services[0].Cells[charter.Name] = `<b>&"` })
		if text := printed(t, c, "html"); strings.Contains(text, "<b>") || !strings.Contains(text, "&lt;b&gt;&amp;") {
			t.Error(text)
		}
	})
	t.Run("the page has captions and scopes", func(t *testing.T) {
		text := printed(t, rupsha(t), "html")
		for _, want := range []string{`<html lang="bn">`, "<caption>২.১) নাগরিক সেবা:</caption>", `<th scope="col">`, `<th scope="row">`} {
			if !strings.Contains(text, want) {
				t.Errorf("%s is missing", want)
			}
		}
	})
	t.Run("another format is a fault in its field", func(t *testing.T) {
		err := charter.Print(&strings.Builder{}, charter.Charter{}, "pdf")
		var one *fault.Fault
		if !errors.As(err, &one) || one.Field != "format" {
			t.Errorf("got %v", err)
		}
	})
}
