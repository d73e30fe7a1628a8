package sheet

import (
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// word is a word of a PDF with its place on the page, in points from the top
// left corner.
type word struct {
	text                     string
	left, top, right, bottom float64
}

func (w word) middle() float64 { return (w.top + w.bottom) / 2 }
func (w word) centre() float64 { return (w.left + w.right) / 2 }
func (w word) height() float64 { return w.bottom - w.top }

// boxMark tells word boxes from text laid out with spaces.
var boxMark = regexp.MustCompile(`<page [^>]*>|<word ([^>]*)>([^<]*)</word>`)

var boxSide = regexp.MustCompile(`(xMin|yMin|xMax|yMax)="([-0-9.]+)"`)

// boxes reads the pages of words that pdftotext writes with -bbox; none when
// the text is of another kind.
func boxes(text string) [][]word {
	if !strings.Contains(text, "<word xMin=") {
		return nil
	}
	var pages [][]word
	for _, m := range boxMark.FindAllStringSubmatch(text, -1) {
		if m[1] == "" {
			pages = append(pages, nil)
			continue
		}
		side := map[string]float64{}
		for _, s := range boxSide.FindAllStringSubmatch(m[1], -1) {
			side[s[1]], _ = strconv.ParseFloat(s[2], 64) // a side that is no number is 0
		}
		w := word{html.UnescapeString(m[2]), side["xMin"], side["yMin"], side["xMax"], side["yMax"]}
		if len(pages) > 0 && strings.TrimSpace(w.text) != "" && w.height() > 0 {
			pages[len(pages)-1] = append(pages[len(pages)-1], w)
		}
	}
	return pages
}

// linesOf groups the words of a page into lines, from the top and from the left.
func linesOf(words []word) [][]word {
	slices.SortStableFunc(words, func(a, b word) int { return compare(a.middle(), b.middle()) })
	var lines [][]word
	for _, w := range words {
		if n := len(lines); n > 0 && w.middle()-lines[n-1][0].middle() < 0.3*w.height() {
			lines[n-1] = append(lines[n-1], w)
			continue
		}
		lines = append(lines, []word{w})
	}
	for _, line := range lines {
		slices.SortStableFunc(line, func(a, b word) int { return compare(a.left, b.left) })
	}
	return lines
}

func compare(a, b float64) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

func lineText(line []word) string {
	texts := make([]string, len(line))
	for i, w := range line {
		texts[i] = w.text
	}
	return strings.Join(texts, " ")
}

// gutter is a strip between two columns in which no word stands.
type gutter struct{ left, right float64 }

func (g gutter) centre() float64 { return (g.left + g.right) / 2 }

// guttersOf finds the strips that all lines leave free. Spaces between words
// seldom stand above one another; strips narrower than a third of a line's
// height are taken for such.
func guttersOf(lines [][]word) []gutter {
	var all []word
	for _, line := range lines {
		all = append(all, line...)
	}
	slices.SortFunc(all, func(a, b word) int { return compare(a.left, b.left) })
	var gutters []gutter
	reach := all[0].right
	for _, w := range all {
		if w.left-reach > 0.3*w.height() {
			gutters = append(gutters, gutter{reach, w.left})
		}
		reach = max(reach, w.right)
	}
	return gutters
}

// columnAt is the column in which a word stands.
func columnAt(w word, gutters []gutter) int {
	at := 0
	for at < len(gutters) && w.centre() > gutters[at].centre() {
		at++
	}
	return at
}

// filledColumns counts the columns in which a line has words.
func filledColumns(line []word, gutters []gutter) int {
	filled := map[int]bool{}
	for _, w := range line {
		filled[columnAt(w, gutters)] = true
	}
	return len(filled)
}

// crossed counts the gutters that words of a line lie across, as prose does.
func crossed(line []word, gutters []gutter) int {
	n := 0
	for _, g := range gutters {
		for i, w := range line {
			over := w.left < g.centre()-1 && w.right > g.centre()+1
			bridged := i > 0 && line[i-1].right < w.left && line[i-1].right > g.left-1 && w.left < g.right+1 && w.left-line[i-1].right < 0.5*min(w.height(), g.right-g.left)
			if over || bridged {
				n++
				break
			}
		}
	}
	return n
}

// merge joins the words of several lines into one row of texts.
func merge(lines [][]word, gutters []gutter) []Cell {
	row := make([]Cell, len(gutters)+1)
	for _, line := range lines {
		for _, w := range line {
			cell := &row[columnAt(w, gutters)]
			if cell.Text != "" {
				cell.Text += " "
			}
			cell.Text += w.text
		}
	}
	return row
}
