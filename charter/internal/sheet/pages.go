package sheet

import "regexp"

// maxHeadLines is the most lines that a header takes on paper.
const maxHeadLines = 8

// pageReader reads tables from words with places. Columns are the strips that
// no word enters; a row is what lies around one serial number, up to the widest
// gap towards the next, so it does not matter whether cells are set at the top
// or in the middle.
type pageReader struct {
	out     *builder
	signs   Signs
	gutters []gutter
	rows    [][]Cell // of the open table
	open    bool     // the last line read belongs to a table
}

// Pages reads the word boxes of a PDF.
func Pages(pages [][]word, signs Signs) (Reading, error) {
	r := &pageReader{out: &builder{}, signs: signs.modern()}
	for _, words := range pages {
		r.page(linesOf(words))
		if r.out.err != nil {
			return Reading{}, r.out.err
		}
	}
	r.closeTable()
	reading := Reading{Kind: "pdf", Blocks: r.out.blocks}
	reading.finish(&run{})
	return reading, r.out.err
}

// page reads the lines of one page; a table may go on from the page before.
func (r *pageReader) page(lines [][]word) {
	for at := 0; at < len(lines) && r.out.err == nil; {
		if head, gutters, row := r.header(lines[at:]); head > 0 {
			at += head
			at += r.body(lines[at:], gutters, row)
			continue
		}
		if r.gutters != nil && r.goesOn(lines[at]) {
			at += r.body(lines[at:], r.gutters, nil)
			continue
		}
		r.closeTable()
		r.out.paragraph(lineText(lines[at]))
		at++
	}
}

// goesOn reports whether a line belongs to the table whose columns are known:
// it keeps to them, and after other lines it fills three of them.
func (r *pageReader) goesOn(line []word) bool {
	return !r.signs.Title(lineText(line)) && crossed(line, r.gutters) < 2 &&
		(r.open || filledColumns(line, r.gutters) >= 3)
}

// header finds the header of a table at the top of lines: how many lines it
// takes, the gutters under it, and its row.
func (r *pageReader) header(lines [][]word) (int, []gutter, []Cell) {
	if len(lines) < 2 || r.signs.Title(lineText(lines[0])) {
		return 0, nil, nil
	}
	end := 1
	for end < len(lines) && end < maxHeadLines && !serialWord.MatchString(lines[end][0].text) {
		end++
	}
	if end < len(lines) {
		end, _ = widest(lines[:end+1]) // cells set in the middle begin above their number
	}
	for _, under := range []int{12, 4, 1} {
		window := lines[:min(end+under, len(lines))]
		for i, line := range window {
			if i > 0 && r.signs.Title(lineText(line)) {
				window = window[:i]
				break
			}
		}
		gutters := guttersOf(window)
		if len(gutters) < 2 || filledColumns(beside(lines), gutters) < min(3, len(gutters)) {
			continue
		}
		row := merge(lines[:min(end, len(window))], gutters)
		if r.signs.Header(texts(row)) {
			return min(end, len(window)), gutters, row
		}
	}
	return 0, nil, nil
}

// beside gives the words of the first line and of a line less than its height
// below, where shorter cells set in the middle begin.
func beside(lines [][]word) []word {
	if next := lines[1]; next[0].middle()-lines[0][0].middle() < 0.9*next[0].height() {
		return append(append([]word{}, lines[0]...), next...)
	}
	return lines[0]
}

// serialWord is a serial number in the first column.
var serialWord = regexp.MustCompile(`^\(?[0-9০-৯]{1,3}[.)।]*$`)

// body reads the rows under a header, or the rows that go on with the table,
// and returns how many lines it took. A header repeated on a new page does not
// begin a new table.
func (r *pageReader) body(lines [][]word, gutters []gutter, head []Cell) int {
	if head != nil && !(r.open && len(gutters) == len(r.gutters)) {
		r.closeTable()
		r.add(head)
	}
	r.gutters, r.open = gutters, true
	end := 0
	apart := false
	for end < len(lines) && r.goesOn(lines[end]) {
		if end > 0 {
			above := lines[end-1][0]
			apart = lines[end][0].middle()-above.middle() > 4*above.height() // a running foot
		}
		if at, _, _ := r.header(lines[end:]); at > 0 || apart {
			break
		}
		end++
	}
	r.split(lines[:end])
	if apart {
		r.closeTable()
	}
	return end
}

// split cuts the lines of a table into rows.
func (r *pageReader) split(lines [][]word) {
	var serials []int
	for i, line := range lines {
		if columnAt(line[0], r.gutters) == 0 && serialWord.MatchString(line[0].text) {
			serials = append(serials, i)
		}
	}
	if len(serials) == 0 {
		for _, line := range lines {
			r.add(merge([][]word{line}, r.gutters))
		}
		return
	}
	start := 0
	if len(r.rows) > 1 && serials[0] > 0 {
		// what stands above the first number may end the row of the page before
		if cut, wide := widest(lines[:serials[0]+1]); wide {
			r.extend(merge(lines[:cut], r.gutters))
			start = cut
		}
	}
	for i := range serials {
		end := len(lines)
		if i+1 < len(serials) {
			cut, _ := widest(lines[serials[i] : serials[i+1]+1])
			end = serials[i] + cut
		}
		r.add(merge(lines[start:end], r.gutters))
		start = end
	}
}

// widest gives the line before which the widest gap lies, and whether that gap
// is clearly wider than those between lines of one cell.
func widest(lines [][]word) (at int, wide bool) {
	best := 0.0
	at = len(lines) - 1
	bottom := lines[0][0].middle()
	for i := 1; i < len(lines); i++ {
		top := lines[i][0].middle()
		if gap := top - bottom; gap >= best-0.5 {
			best, at = max(best, gap), i
		}
		bottom = top
	}
	return at, best > 1.3*lines[0][0].height()
}

// add appends a row to the open table.
func (r *pageReader) add(row []Cell) {
	if r.out.count(len(row)) {
		r.rows = append(r.rows, row)
	}
}

// extend joins a row to the last one of the table.
func (r *pageReader) extend(row []Cell) {
	extend(r.rows[len(r.rows)-1], row)
}

// closeTable hands the open table over.
func (r *pageReader) closeTable() {
	if len(r.rows) > 0 {
		r.out.table(r.rows)
	}
	r.rows, r.open = nil, false
}
