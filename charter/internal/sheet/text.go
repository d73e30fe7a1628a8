package sheet

import (
	"regexp"
	"strings"
)

// Text reads plain text in which tables stand as tabs, pipes or aligned
// columns.
func Text(text string, signs Signs) (Reading, error) {
	out := &builder{}
	reader := textReader{out: out, signs: signs.modern()}
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n", "\v", "\n", "\u2028", "\n").Replace(text)
	reader.lines = unquoteCells(text)
	for reader.at < len(reader.lines) && out.err == nil {
		reader.block()
	}
	if out.err != nil {
		return Reading{}, out.err
	}
	reading := Reading{Kind: "text", Blocks: out.blocks}
	reading.finish(&run{})
	return reading, nil
}

// textReader goes through the lines once.
type textReader struct {
	out   *builder
	signs Signs
	lines []string
	at    int
}

// block reads the next table or paragraph.
func (r *textReader) block() {
	line := r.lines[r.at]
	switch {
	case strings.Contains(strings.Trim(line, " \t"), "\t"):
		r.tabs()
	case r.piped():
		r.pipes()
	case r.aligned():
	default:
		if strings.ContainsAny(line[:min(len(line), 8)], "#*") {
			line = emphasis.ReplaceAllString(line, "$1")
		}
		r.out.paragraph(htmlBreak.ReplaceAllString(line, "\n"))
		r.at++
	}
}

// htmlBreak is a line break as markdown tables and portals write it in text.
var htmlBreak = regexp.MustCompile(`(?i)<br\s*/?>`)

// emphasis is a line that markdown prints as a heading or in bold.
var emphasis = regexp.MustCompile(`^\s*(?:#{1,6}\s+)?\*{0,2}([^*#]*)\*{0,2}\s*$`)

// lineMark stands for a line break inside a quoted cell until cells are cut.
const lineMark = "\uE000"

// unquoteCells splits text into lines. A spreadsheet copies a cell of several
// lines in quotes; such lines stay together.
func unquoteCells(text string) []string {
	lines := strings.Split(text, "\n")
	if !strings.Contains(text, "\t\"") && !strings.HasPrefix(text, "\"") {
		return lines
	}
	var joined []string
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if quotesOpen(line) {
			end := i + 1
			for end < len(lines) && end < i+40 && strings.Count(lines[end], `"`)%2 == 0 {
				end++
			}
			if end < len(lines) && end < i+40 {
				line = strings.Join(lines[i:end+1], lineMark)
				i = end
			}
		}
		joined = append(joined, line)
	}
	return joined
}

// quotesOpen reports whether a cell of the line begins with a quotation mark
// that the line does not close.
func quotesOpen(line string) bool {
	return (strings.Contains(line, "\t\"") || strings.HasPrefix(line, "\"")) && strings.Count(line, `"`)%2 == 1
}

// cut makes cells of texts, with quotes around whole cells removed.
func cut(texts []string) []Cell {
	row := make([]Cell, len(texts))
	for i, text := range texts {
		text = strings.TrimSpace(text)
		if len(text) > 1 && strings.HasPrefix(text, `"`) && strings.HasSuffix(text, `"`) && strings.Contains(text, lineMark) {
			text = strings.ReplaceAll(text[1:len(text)-1], `""`, `"`)
		}
		row[i].Text = htmlBreak.ReplaceAllString(strings.ReplaceAll(text, lineMark, "\n"), "\n")
	}
	return row
}

// tabs reads lines with tabs. A cell may have been broken over several lines;
// the pieces are joined when together they fill exactly one row.
func (r *textReader) tabs() {
	var rows [][]Cell
	width := 0
	for r.at < len(r.lines) && r.out.err == nil {
		line := strings.TrimRight(r.lines[r.at], " \t")
		cells := strings.Split(line, "\t")
		if len(cells) < width {
			cells = r.broken(cells, width)
		}
		if len(cells) < 2 {
			break
		}
		width = max(width, len(cells))
		r.at++
		if !r.out.count(len(cells)) {
			return
		}
		rows = append(rows, cut(cells))
	}
	r.out.table(rows)
}

// serialStart is a line that begins a row of its own.
var serialStart = regexp.MustCompile(`^\s*\(?[0-9০-৯]{1,3}[.)।]?\s*(\t|$)`)

// broken joins the lines after the present one to its cells when that makes a
// row of exactly width cells; else it gives the cells as they are. The reader
// stands on the last line used.
func (r *textReader) broken(cells []string, width int) []string {
	if len(cells) < 2 {
		return cells
	}
	full := cells
	for next := r.at + 1; next < len(r.lines) && next < r.at+40; next++ {
		line := strings.TrimRight(r.lines[next], " \t")
		if serialStart.MatchString(line) || line == "" || r.signs.Title(line) {
			break
		}
		more := strings.Split(line, "\t")
		if len(full)+len(more)-1 > width {
			break
		}
		joined := append([]string{}, full...)
		joined[len(joined)-1] += lineMark + more[0]
		full = append(joined, more[1:]...)
		if len(full) == width {
			r.at = next + r.tail(next+1)
			for _, line := range r.lines[next+1 : r.at+1] {
				full[width-1] += lineMark + strings.TrimSpace(line)
			}
			return full
		}
	}
	return cells
}

// tail counts the lines from at on that continue the last cell of a broken row:
// lines without tabs that are followed by another row.
func (r *textReader) tail(at int) int {
	for n := 0; n < 8 && at+n < len(r.lines); n++ {
		line := strings.TrimSpace(r.lines[at+n])
		if strings.Contains(line, "\t") {
			return n
		}
		if line == "" || r.signs.Title(line) {
			return 0
		}
	}
	return 0
}

// piped reports whether the line is a row between pipes. One pipe proves
// nothing: in Bijoy text it is the full stop.
func (r *textReader) piped() bool {
	line := strings.TrimSpace(r.lines[r.at])
	n := strings.Count(line, "|")
	if strings.HasPrefix(line, "|") {
		return n >= 2
	}
	if n < 2 {
		return false
	}
	near := func(at int) bool {
		return at >= 0 && at < len(r.lines) && strings.Count(r.lines[at], "|") == n
	}
	return near(r.at+1) || near(r.at-1)
}

// ruleRow is the line under a header in markdown, or a drawn border.
var ruleRow = regexp.MustCompile(`^[|+:\-=\s]+$`)

// pipes reads rows between pipes.
func (r *textReader) pipes() {
	var rows [][]Cell
	for ; r.at < len(r.lines) && r.out.err == nil; r.at++ {
		line := strings.TrimSpace(r.lines[r.at])
		if line != "" && ruleRow.MatchString(line) {
			continue
		}
		if strings.Count(line, "|") < 2 {
			break
		}
		row := pipeCells(line)
		if !r.out.count(len(row)) {
			return
		}
		rows = append(rows, row)
	}
	r.out.table(rows)
}

func pipeCells(line string) []Cell {
	line = strings.ReplaceAll(line, `\|`, lineMark)
	line = strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|")
	parts := strings.Split(line, "|")
	row := make([]Cell, len(parts))
	for i, part := range parts {
		part = strings.TrimSpace(strings.ReplaceAll(part, lineMark, "|"))
		part = strings.Trim(part, "*")
		row[i].Text = htmlBreak.ReplaceAllString(part, "\n")
	}
	return row
}
