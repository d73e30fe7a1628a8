package sheet

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"

	"dorgora/internal/fault"
)

// docxReader walks the elements of word/document.xml (ECMA-376 part 1, §17).
type docxReader struct {
	nest
	font     bool           // the run is in a legacy font
	text     bool           // inside w:t
	skipped  int            // depth inside an element whose content is a repetition
	list     string         // numbering of the paragraph, empty when none
	wrote    bool           // the paragraph has text
	counters map[string]int // last number given, by list and level
	cell     rawCell        // properties of the cell about to open
	pending  bool
}

// DOCX reads the body of a word processor file.
func DOCX(body []byte, signs Signs) (Reading, error) {
	r := &docxReader{counters: map[string]int{}}
	r.nest = nest{out: &builder{}, signs: signs.modern()}
	decoder := xml.NewDecoder(bytes.NewReader(body))
	decoder.Strict = false
	for r.out.err == nil {
		token, err := decoder.RawToken()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return Reading{}, fault.Wrap(fault.Invalid, "charter.file.damaged", err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			r.start(t)
		case xml.EndElement:
			r.end(t.Name.Local)
		case xml.CharData:
			if r.text && r.skipped == 0 {
				r.openCell()
				r.wrote = true
				r.run.add(string(t), r.font)
			}
		}
	}
	r.close()
	if r.out.err != nil {
		return Reading{}, r.out.err
	}
	reading := Reading{Kind: "docx", Encoding: "utf-8", Blocks: r.out.blocks}
	reading.finish(&r.run)
	return reading, something(reading, nil)
}

func (r *docxReader) start(e xml.StartElement) {
	if r.skipped > 0 || e.Name.Local == "Fallback" {
		r.skipped++
		return
	}
	switch e.Name.Local {
	case "tbl":
		r.openCell()
		r.startTable()
	case "tr":
		r.startRow()
	case "tc":
		r.cell, r.pending = rawCell{colspan: 1, rowspan: 1}, true
	case "p":
		r.list, r.wrote = "", false
	case "r":
		r.font = false
	case "t":
		r.text = true
	case "tab":
		r.run.add(" ", r.font)
	case "br", "cr":
		r.openCell()
		r.lineBreak()
	case "noBreakHyphen":
		r.run.add("-", false)
	default:
		r.property(e)
	}
}

// property reads the elements that say something of a cell, list or font.
func (r *docxReader) property(e xml.StartElement) {
	switch e.Name.Local {
	case "gridSpan":
		r.cell.colspan = number(attribute(e, "val"))
	case "vMerge":
		r.cell.down = attribute(e, "val") != "restart"
	case "ilvl":
		r.list += "." + attribute(e, "val")
	case "numId":
		if id := attribute(e, "val"); id != "0" {
			r.list += "#" + id
		}
	case "rFonts":
		if family := attribute(e, "ascii"); family != "" {
			r.font = legacyFont(family)
		}
	}
}

func (r *docxReader) end(name string) {
	if r.skipped > 0 {
		r.skipped--
		return
	}
	switch name {
	case "tbl":
		r.endTable()
	case "tr":
		r.endRow()
	case "tc":
		r.openCell()
		r.endCell()
	case "p":
		r.openCell()
		r.numbered()
		r.lineBreak()
	case "t":
		r.text = false
	}
}

// openCell opens the cell announced by w:tc once its properties are known.
func (r *docxReader) openCell() {
	if r.pending {
		r.pending = false
		r.startCell(r.cell)
	}
}

// numbered counts a paragraph of a numbered list. Serial numbers of tables are
// often made so: the cell holds no text at all.
func (r *docxReader) numbered() {
	if r.list == "" || len(r.counters) > maxBlocks {
		return
	}
	r.counters[r.list]++
	if !r.wrote && r.inCell() {
		r.run.add(strconv.Itoa(r.counters[r.list]), false)
	}
}

func attribute(e xml.StartElement, name string) string {
	for _, a := range e.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
