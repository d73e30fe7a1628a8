package sheet

import (
	"regexp"
	"strings"
	"unicode"
)

// piece is a stretch of a line between wide gaps, and the column of the screen
// at which it starts.
type piece struct {
	text  string
	start int
}

// maxWrapped is the most lines that one row of aligned text may take.
const maxWrapped = 60

// pieces cuts a line at gaps of two or more spaces. Vowel signs and other marks
// take no room of their own, so they are not counted in the position.
func pieces(line string) []piece {
	var all []piece
	var text strings.Builder
	at, start, gap := 0, 0, 2
	for _, c := range line {
		if c == ' ' || c == '\u00a0' || c == '\t' {
			gap++
			at++
			continue
		}
		if gap > 0 && text.Len() > 0 {
			if gap >= 2 {
				all = append(all, piece{text.String(), start})
				text.Reset()
			} else {
				text.WriteByte(' ')
			}
		}
		if text.Len() == 0 {
			start = at
		}
		gap = 0
		text.WriteRune(c)
		if !unicode.In(c, unicode.Mn, unicode.Mc, unicode.Cf) {
			at++
		}
	}
	if text.Len() > 0 {
		all = append(all, piece{text.String(), start})
	}
	return all
}

func textsOf(all []piece) []string {
	texts := make([]string, len(all))
	for i, one := range all {
		texts[i] = one.text
	}
	return texts
}

// aligned reads a table whose columns are made with spaces. Only a header
// begins one: text with wide gaps alone proves nothing.
func (r *textReader) aligned() bool {
	line := r.lines[r.at]
	if !strings.Contains(line, "  ") {
		return false
	}
	head := pieces(line)
	if len(head) < 3 || len(head) > maxColumns || !r.signs.Header(textsOf(head)) {
		return false
	}
	columns := make([]int, len(head))
	for i, one := range head {
		columns[i] = one.start
	}
	rows := [][]Cell{cut(textsOf(head))}
	blankBefore, wrapped := false, 0
	for r.at++; r.at < len(r.lines) && r.out.err == nil; r.at++ {
		line := r.lines[r.at]
		if strings.TrimSpace(line) == "" {
			blankBefore = true
			continue
		}
		all := pieces(line)
		if r.leavesTable(all, columns, blankBefore) {
			break
		}
		row := place(all, columns)
		if !blankBefore && wrapped < maxWrapped && continues(row, rows[len(rows)-1]) {
			extend(rows[len(rows)-1], row)
			wrapped++
		} else if !r.out.count(len(row)) {
			return true
		} else {
			rows = append(rows, row)
			wrapped = 0
		}
		blankBefore = false
	}
	r.out.table(rows)
	return true
}

// leavesTable reports whether a line is prose after the table: one piece at the
// left edge that is no row number, or a header of its own.
func (r *textReader) leavesTable(all []piece, columns []int, blankBefore bool) bool {
	if len(all) >= 3 && r.signs.Header(textsOf(all)) {
		return true
	}
	if len(all) > 1 || all[0].start >= columns[1]-1 {
		return false
	}
	if r.signs.Title(all[0].text) {
		return true
	}
	return blankBefore || !serialStart.MatchString(all[0].text)
}

// serialPiece is a row number with the text after it only one space away.
var serialPiece = regexp.MustCompile(`^(\(?[0-9০-৯]{1,3}[.)।]?)\s+(.+)$`)

// place puts pieces into columns: one by one when the count fits, else by the
// nearest start, never going back.
func place(all []piece, columns []int) []Cell {
	if len(all) == len(columns)-1 {
		if m := serialPiece.FindStringSubmatch(all[0].text); m != nil && all[0].start < columns[1] {
			all = append([]piece{{m[1], all[0].start}, {m[2], columns[1]}}, all[1:]...)
		}
	}
	row := make([]Cell, len(columns))
	if len(all) == len(columns) {
		return cut(textsOf(all))
	}
	next := 0
	for i, one := range all {
		best := next
		last := max(len(columns)-(len(all)-i), next) // leave a column to each piece after this one
		for c := next; c <= last && c < len(columns); c++ {
			if distance(columns[c], one.start) < distance(columns[best], one.start) {
				best = c
			}
		}
		best = min(best, len(columns)-1)
		if row[best].Text != "" {
			row[best].Text += " "
		}
		row[best].Text += one.text
		next = min(best+1, len(columns)-1)
	}
	return row
}

func distance(a, b int) int {
	if a > b {
		return a - b
	}
	return b - a
}

// continues reports whether a line carries on the row above: it has no number
// although that row has one.
func continues(row, above []Cell) bool {
	return row[0].Text == "" && above[0].Text != ""
}

// extend joins the wrapped line to the row above, cell by cell.
func extend(above, row []Cell) {
	for i := range row {
		if i < len(above) && row[i].Text != "" {
			above[i].Text = strings.TrimSpace(above[i].Text + " " + row[i].Text)
		}
	}
}
