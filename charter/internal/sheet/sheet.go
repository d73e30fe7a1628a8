// Package sheet turns files into paragraphs and tables: text, HTML, XLSX, DOCX
// and the text of a PDF, in Unicode or in a legacy Bijoy encoding. It knows
// where a table begins and which cells are merged, and nothing of what a table
// is about.
package sheet

import (
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// The limits that keep one file within its share of time and memory. The
// longest charters seen have a few hundred rows.
const (
	MaxBytes   = 8 << 20 // of a file as it comes
	maxText    = 4 << 20 // of its text once decoded or unpacked
	maxBlocks  = 10_000
	maxRows    = 4_000
	maxCells   = 40_000
	maxColumns = 256
	maxSpan    = 64
	maxNesting = 24
)

// Cell is one position of a table after merged cells were expanded.
type Cell struct {
	Text   string
	Across bool // continues the merged cell to its left; Text repeats it
	Down   bool // continues the merged cell above; Text repeats it
}

// Block is a paragraph (Text) or a table (Rows).
type Block struct {
	Text string
	Rows [][]Cell
}

// Reading is a file as paragraphs and tables, in order.
type Reading struct {
	Kind     string // text, html, xlsx, docx, pdf
	Encoding string // utf-8, utf-16le, utf-16be, windows-1252
	Blocks   []Block
	Legacy   bool // some text was in a Bijoy encoding
	Mixed    bool // Bijoy and Unicode stood side by side
}

// Signs are the marks of the tables that the reader's caller looks for. Layout
// tables and aligned text need them: only a header tells a real table from
// cells that merely stand side by side, and a title ends a table of text.
type Signs struct {
	Header func(texts []string) bool // a row is the header of such a table
	Title  func(line string) bool    // a line is the title of a section
}

// builder collects blocks and enforces the limits.
type builder struct {
	blocks      []Block
	rows, cells int
	err         error
}

func tooLarge() error {
	return fault.New(fault.TooLarge, "charter.table.toolarge", "rows", maxRows, "columns", maxColumns)
}

// paragraph adds the lines of text as paragraphs.
func (b *builder) paragraph(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if strings.TrimSpace(line) == "" {
			continue
		}
		if len(b.blocks) >= maxBlocks {
			b.err = tooLarge()
			return
		}
		b.blocks = append(b.blocks, Block{Text: line})
	}
}

// table adds rows as one table. A table of one column is prose in a frame.
func (b *builder) table(rows [][]Cell) {
	width := 0
	for _, row := range rows {
		width = max(width, len(row))
	}
	if width < 2 {
		for _, row := range rows {
			for _, cell := range row {
				if !cell.Down {
					b.paragraph(cell.Text)
				}
			}
		}
		return
	}
	if len(b.blocks) >= maxBlocks {
		b.err = tooLarge()
		return
	}
	b.blocks = append(b.blocks, Block{Rows: rows})
}

// count admits one more row of n cells, or fails.
func (b *builder) count(n int) bool {
	b.rows++
	b.cells += n
	if b.rows > maxRows || b.cells > maxCells || n > maxColumns {
		b.err = tooLarge()
	}
	return b.err == nil
}

// tidy gives a text its normal form: NFC, no invisible characters, single
// spaces, and line breaks only between lines that say something.
func tidy(text string) string { return tidyLines(bangla.Normal(text)) }

// tidyLines is tidy for a text in NFC without invisible characters.
func tidyLines(text string) string {
	lines := strings.Split(text, "\n")
	kept := lines[:0]
	for _, line := range lines {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}

// texts are the texts of a row, merged cells once.
func texts(row []Cell) []string {
	all := make([]string, 0, len(row))
	for _, cell := range row {
		if !cell.Across {
			all = append(all, cell.Text)
		}
	}
	return all
}
