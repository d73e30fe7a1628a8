// Package table writes rows as the files that people open elsewhere: CSV for every
// program, XLSX for office programs. It knows no case and no figure. Whatever a
// stranger typed leaves as text: nothing in a cell is ever taken for a formula.
package table

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Format is a kind of file.
type Format string

// The formats.
const (
	CSV  Format = "csv"  // RFC 4180 in UTF-8, with the mark by which office programs know it
	XLSX Format = "xlsx" // ISO/IEC 29500, one sheet
)

// Known reports whether the format can be written.
func (f Format) Known() bool { return f == CSV || f == XLSX }

// Type returns the media type of the format.
func (f Format) Type() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8; header=present"
}

// Writer writes one table row by row and keeps none of them in memory. Close
// finishes the file; without it an XLSX file is not written at all.
type Writer interface {
	// Row writes a row. A cell is a string, an int, an int64, a float64, a bool or
	// nil; any other is an error.
	Row(cells ...any) error
	Close() error
}

// New begins a table. title names the sheet of an XLSX file; a CSV file has no
// place for it.
func New(w io.Writer, format Format, title string) (Writer, error) {
	switch format {
	case CSV:
		return newPlain(w)
	case XLSX:
		return newBook(w, title)
	}
	return nil, fmt.Errorf("table: there is no format %q", format)
}

// triggers begin what spreadsheets may read as a formula: the signs, their
// full-width sisters, and the blanks before which some programs split cells.
const triggers = "=+-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20"

// Neutral returns the text so that no spreadsheet takes it for a formula: one that
// begins like one, be it after blanks, quotes or letters that nobody sees, gets an
// apostrophe in front, as the OWASP page on CSV injection advises. Every other text
// stays as it is.
func Neutral(text string) string {
	for rest := text; rest != ""; {
		first, size := utf8.DecodeRuneInString(rest)
		if strings.ContainsRune(triggers, first) {
			return "'" + text
		}
		if !unicode.IsSpace(first) && !unicode.Is(unicode.Cf, first) && first != '"' && first != '\'' {
			return text
		}
		rest = rest[size:]
	}
	return text
}

// plainText is a cell as a CSV file holds it.
func plainText(cell any) (string, error) {
	switch cell := cell.(type) {
	case nil:
		return "", nil
	case string:
		return Neutral(cell), nil
	case int:
		return strconv.Itoa(cell), nil
	case int64:
		return strconv.FormatInt(cell, 10), nil
	case float64:
		return strconv.FormatFloat(cell, 'f', -1, 64), nil
	case bool:
		return strconv.FormatBool(cell), nil
	}
	return "", fmt.Errorf("table: a cell cannot hold a %T", cell)
}
