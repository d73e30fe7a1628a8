package charter

import (
	"bytes"
	"encoding/json"

	"dorgora/charter/internal/heading"
	"dorgora/charter/internal/sheet"
)

// Source is a printed charter as a person hands it in: pasted text or a file of
// any supported kind. The kind is found from the content; Name serves messages
// only.
type Source struct {
	Name  string
	Bytes []byte
	// PDFText turns a PDF into the places of its words, as pdftotext -bbox
	// writes them, or into text laid out as on the page, which tells columns
	// apart less surely. The package runs no programs itself; nil means that
	// PDFs cannot be read here.
	PDFText func([]byte) (string, error)
}

// Document is a file as paragraphs and tables, before anything is understood.
type Document struct {
	Kind     string // text, html, xlsx, docx, pdf
	Encoding string // utf-8, utf-16le, utf-16be, windows-1252
	Blocks   []Block
	Legacy   bool // some text was in a Bijoy encoding and was converted
	Mixed    bool // Bijoy and Unicode stood side by side
}

// Block is a paragraph (Text, Rows nil) or a table (Rows).
type Block = sheet.Block

// Cell is one position of a table. A merged cell is repeated in every position
// it covers, marked Across or Down.
type Cell = sheet.Cell

// Scan finds the paragraphs and tables of a source: text with tabs, aligned
// spaces or pipes in UTF-8, UTF-16 or ANSI Bijoy; HTML, also escaped as JSON;
// XLSX; DOCX; and PDF through Source.PDFText. Texts come in normal form (see
// bangla.Normal) with the line breaks inside cells kept.
//
// It fails with fault.TooLarge past 8 MB, 4 MB of text, 4,000 rows, 40,000
// cells or 256 columns, and with fault.Invalid when the source is empty, holds
// no text, is damaged, or is of a kind that cannot be read.
func Scan(source Source) (Document, error) {
	file := sheet.File{Bytes: source.Bytes, PDFText: source.PDFText}
	reading, err := sheet.Open(file, sheet.Signs{Header: heading.Header, Title: isTitle})
	if err != nil {
		return Document{}, err
	}
	return Document(reading), nil
}

// Read scans and parses a source; it fails as Scan does. A charter in the JSON
// form of Print comes back as it was, its values read anew from its cells.
func Read(source Source) (Charter, error) {
	if charter, ok := fromPrint(source.Bytes); ok {
		return charter, nil
	}
	document, err := Scan(source)
	if err != nil {
		return Charter{}, err
	}
	return Parse(document), nil
}

// maxObjects keeps hostile JSON from filling the memory: a service of the JSON
// form has about eight objects.
const maxObjects = 40_000

// fromPrint reads the JSON form of a charter. Any other JSON is no charter: it
// names no services.
func fromPrint(raw []byte) (Charter, bool) {
	raw = bytes.TrimSpace(raw)
	if !bytes.HasPrefix(raw, []byte("{")) || len(raw) > sheet.MaxBytes || bytes.Count(raw, []byte("{")) > maxObjects {
		return Charter{}, false
	}
	var charter Charter
	if json.Unmarshal(raw, &charter) != nil || len(charter.Services) == 0 {
		return Charter{}, false
	}
	if charter.Sections == nil {
		charter.Sections = map[Section]string{}
	}
	charter.Unread = append([]Unread{}, charter.Unread...)
	charter.Columns = append([]Column{}, charter.Columns...)
	for i, s := range charter.Services {
		if s.Cells[Name] == "" {
			return Charter{}, false
		}
		charter.Services[i] = Service{Group: s.Group, Serial: s.Serial, Name: s.Name, Cells: s.Cells, Extra: s.Extra, Inherits: s.Inherits}
	}
	charter.readValues()
	return charter, true
}

// readValues turns the cells of every service into values.
func (c *Charter) readValues() {
	for i := range c.Services {
		var above *Service
		if i > 0 {
			above = &c.Services[i-1]
		}
		c.Services[i].readValues(above)
	}
}

func isTitle(line string) bool {
	kind, _ := heading.Title(line)
	return kind != heading.None
}
