package sheet

import (
	"archive/zip"
	"bytes"
	"regexp"
	"strings"

	"dorgora/internal/fault"

	"github.com/xuri/excelize/v2"
)

// farColumn is a cell address whose column has three letters: past column 702.
var farColumn = regexp.MustCompile(`\br="[A-Z]{3,}[0-9]+"`)

// wide reports whether a worksheet reaches columns that no charter has. Such a
// sheet would be padded with millions of empty cells.
func wide(worksheet []byte) bool { return farColumn.Match(worksheet) }

// XLSX reads the worksheets of a workbook in order. The name of a sheet stands
// before its table as a paragraph when there are several, since offices name
// sheets after the groups of services.
func XLSX(archive *zip.Reader) (Reading, error) {
	raw, err := lean(archive)
	if err != nil {
		return Reading{}, err
	}
	limits := excelize.Options{UnzipSizeLimit: 2 * maxPart, UnzipXMLSizeLimit: 2 * maxPart}
	book, err := excelize.OpenReader(bytes.NewReader(raw), limits)
	if err != nil {
		return Reading{}, fault.Wrap(fault.Invalid, "charter.file.damaged", err)
	}
	defer book.Close()
	out := &builder{}
	sheets := book.GetSheetList()
	for _, name := range sheets {
		if len(sheets) > 1 && !plainSheetName.MatchString(name) {
			out.paragraph(name)
		}
		if err := worksheet(book, name, out); err != nil {
			return Reading{}, err
		}
	}
	if out.err != nil {
		return Reading{}, out.err
	}
	reading := Reading{Kind: "xlsx", Encoding: "utf-8", Blocks: out.blocks}
	reading.finish(&run{})
	return reading, something(reading, nil)
}

var plainSheetName = regexp.MustCompile(`(?i)^(sheet|table|শীট|শিট)\s*[0-9০-৯]*$`)

// worksheet adds one sheet to out: rows of one text are paragraphs, the rest
// tables.
func worksheet(book *excelize.File, name string, out *builder) error {
	merged, err := mergedCells(book, name)
	if err != nil {
		return err
	}
	rows, err := book.Rows(name)
	if err != nil {
		return fault.Wrap(fault.Invalid, "charter.file.damaged", err)
	}
	defer rows.Close()
	var table [][]Cell
	for number := 1; rows.Next() && out.err == nil; number++ {
		texts, err := rows.Columns()
		if err != nil {
			return fault.Wrap(fault.Invalid, "charter.file.damaged", err)
		}
		if len(texts) == 0 {
			continue // the iterator counts up through every empty row
		}
		row := sheetRow(texts, merged, number, table)
		if blank([][]Cell{row}) {
			continue
		}
		if !out.count(len(row)) {
			break
		}
		table = append(table, row)
	}
	out.sheet(table)
	return out.err
}

// sheet adds the rows of a worksheet: what stands alone above the first row of
// several cells is a paragraph.
func (b *builder) sheet(rows [][]Cell) {
	for len(rows) > 0 {
		filled := nonEmpty(rows[0])
		if len(filled) != 1 {
			break
		}
		b.paragraph(filled[0])
		rows = rows[1:]
	}
	if len(rows) > 0 {
		b.table(rows)
	}
}

// nonEmpty are the different texts of a row, merged cells once.
func nonEmpty(row []Cell) []string {
	var filled []string
	for _, text := range texts(row) {
		if strings.TrimSpace(text) != "" {
			filled = append(filled, text)
		}
	}
	return filled
}

// area is a merged range, counted from 1.
type area struct {
	left, top, right, bottom int
}

// mergedCells gives the merged ranges of a sheet by the row they start in.
func mergedCells(book *excelize.File, name string) ([]area, error) {
	ranges, err := book.GetMergeCells(name, true)
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "charter.file.damaged", err)
	}
	if len(ranges) > maxRows {
		return nil, tooLarge()
	}
	areas := make([]area, 0, len(ranges))
	for _, one := range ranges {
		left, top, err1 := excelize.CellNameToCoordinates(one.GetStartAxis())
		right, bottom, err2 := excelize.CellNameToCoordinates(one.GetEndAxis())
		if err1 == nil && err2 == nil {
			areas = append(areas, area{left, top, min(right, left+maxSpan), bottom})
		}
	}
	return areas, nil
}

// sheetRow makes the cells of one row and repeats merged cells in the positions
// they cover.
func sheetRow(texts []string, merged []area, number int, above [][]Cell) []Cell {
	width := min(len(texts), maxColumns+1)
	for width > 0 && texts[width-1] == "" {
		width--
	}
	for _, one := range merged {
		if one.top <= number && number <= one.bottom && one.left <= width+1 {
			width = max(width, min(one.right, maxColumns))
		}
	}
	row := make([]Cell, width)
	for i := range row {
		if i < len(texts) {
			row[i].Text = texts[i]
		}
	}
	for _, one := range merged {
		if number < one.top || number > one.bottom {
			continue
		}
		for column := one.left; column <= min(one.right, width); column++ {
			cell := &row[column-1]
			cell.Across = column > one.left
			cell.Down = number > one.top
			switch {
			case cell.Down && len(above) > 0 && column <= len(above[len(above)-1]):
				cell.Text = above[len(above)-1][column-1].Text
			case cell.Across:
				cell.Text = row[one.left-1].Text
			}
		}
	}
	return row
}
