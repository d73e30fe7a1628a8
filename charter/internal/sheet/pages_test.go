package sheet_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"dorgora/charter/internal/sheet"
	"dorgora/internal/fault"
)

// paper sets lines of words on pages as a printer does: every letter is 5
// points wide, a line 12 points high.
type paper struct {
	boxes strings.Builder
	y     float64
}

func (p *paper) page() {
	p.boxes.WriteString(`<page width="600" height="800">` + "\n")
	p.y = 40
}

// words sets a line of text from x on.
func (p *paper) words(x, y float64, text string) {
	for _, word := range strings.Fields(text) {
		width := float64(5 * len([]rune(word)))
		fmt.Fprintf(&p.boxes, "<word xMin=\"%f\" yMin=\"%f\" xMax=\"%f\" yMax=\"%f\">%s</word>\n", x, y, x+width, y+12, word)
		x += width + 3
	}
}

// prose sets a line over the whole width.
func (p *paper) prose(text string) {
	p.words(30, p.y, text)
	p.y += 24
}

// row sets cells 120 points wide under one another's left edges; lines of a
// cell are parted by "/". Short cells stand at the top or in the middle.
func (p *paper) row(middle bool, cells ...string) {
	tallest := 1
	for _, cell := range cells {
		tallest = max(tallest, strings.Count(cell, "/")+1)
	}
	for i, cell := range cells {
		lines := strings.Split(cell, "/")
		y := p.y
		if middle {
			y += 6.5 * float64(tallest-len(lines))
		}
		for k, line := range lines {
			p.words(float64(30+120*i), y+13*float64(k), line)
		}
	}
	p.y += 13*float64(tallest) + 10
}

// readPDF reads the paper as the text of a PDF.
func readPDF(t *testing.T, p *paper) string {
	t.Helper()
	source := sheet.File{Bytes: []byte("%PDF-1.7"), PDFText: func([]byte) (string, error) { return p.boxes.String(), nil }}
	reading, err := sheet.Open(source, signs)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, block := range reading.Blocks {
		if block.Rows != nil {
			all = append(all, table(block.Rows))
		} else {
			all = append(all, block.Text)
		}
	}
	return strings.Join(all, "\n\n")
}

func TestPagesRows(t *testing.T) {
	for name, middle := range map[string]bool{"cells set at the top": false, "cells set in the middle": true} {
		t.Run(name, func(t *testing.T) {
			var p paper
			p.page()
			p.prose("আমাদের অফিস থেকে যে সব সেবা দেওয়া হয় তার একটি পূর্ণ তালিকা নিচে দেওয়া হলো")
			p.row(middle, "ক্রমিক", "সেবার নাম", "প্রয়োজনীয়/কাগজপত্র", "সময়সীমা")
			p.row(middle, "১", "প্রশিক্ষণ", "আবেদনপত্র/জাতীয় পরিচয়পত্র/ছবি দুই কপি", "৭ দিন")
			p.row(middle, "২", "পরামর্শ/প্রদান", "-", "তাৎক্ষণিক")
			p.prose("২.২ আরও")
			p.row(middle, "১", "সভা আয়োজন", "পত্র", "৫ দিন")
			want := "আমাদের অফিস থেকে যে সব সেবা দেওয়া হয় তার একটি পূর্ণ তালিকা নিচে দেওয়া হলো\n\n" +
				"ক্রমিক|সেবার নাম|প্রয়োজনীয় কাগজপত্র|সময়সীমা\n১|প্রশিক্ষণ|আবেদনপত্র জাতীয় পরিচয়পত্র ছবি দুই কপি|৭ দিন\n২|পরামর্শ প্রদান|-|তাৎক্ষণিক\n\n" +
				"২.২ আরও\n\n১|সভা আয়োজন|পত্র|৫ দিন"
			if got := readPDF(t, &p); got != want {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func TestPagesGoOn(t *testing.T) {
	var p paper
	p.page()
	p.row(false, "ক্রমিক", "সেবার নাম", "কাগজপত্র", "সময়সীমা")
	p.row(false, "১", "প্রশিক্ষণ", "আবেদনপত্র/পরিচয়পত্র", "৭ দিন")
	p.row(false, "২", "পরামর্শ", "আবেদন", "১ দিন")
	p.page()
	p.row(false, "ক্রমিক", "সেবার নাম", "কাগজপত্র", "সময়সীমা")
	p.row(false, "৩", "সভা", "পত্র", "৫ দিন")
	want := "ক্রমিক|সেবার নাম|কাগজপত্র|সময়সীমা\n১|প্রশিক্ষণ|আবেদনপত্র পরিচয়পত্র|৭ দিন\n২|পরামর্শ|আবেদন|১ দিন\n৩|সভা|পত্র|৫ দিন"
	t.Run("a header repeated on the next page begins no new table", func(t *testing.T) {
		if got := readPDF(t, &p); got != want {
			t.Errorf("got\n%s\nwant\n%s", got, want)
		}
	})
}

func FuzzPages(f *testing.F) {
	var p paper
	p.page()
	p.row(true, "ক্রমিক", "সেবার নাম", "প্রয়োজনীয়/কাগজপত্র", "সময়সীমা")
	p.row(true, "১", "প্রশিক্ষণ", "আবেদনপত্র/ছবি", "৭ দিন")
	f.Add(p.boxes.String())
	f.Fuzz(func(t *testing.T, text string) {
		source := sheet.File{Bytes: []byte("%PDF-1.7"), PDFText: func([]byte) (string, error) { return text, nil }}
		var one *fault.Fault
		if _, err := sheet.Open(source, signs); err != nil && !errors.As(err, &one) {
			t.Fatalf("an error that is no fault: %v", err)
		}
	})
}
