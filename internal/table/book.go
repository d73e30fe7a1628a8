package table

import (
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
)

// book is an XLSX file on its way out: rows go to a stream as they come.
type book struct {
	out  io.Writer
	file *excelize.File
	rows *excelize.StreamWriter
	next int // row, from 1
}

func newBook(w io.Writer, title string) (*book, error) {
	file := excelize.NewFile()
	name := sheetName(title)
	err := file.SetSheetName("Sheet1", name)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	rows, err := file.NewStreamWriter(name)
	if err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return &book{out: w, file: file, rows: rows, next: 1}, nil
}

// longestName is how many letters the name of a sheet may have.
const longestName = 31

// sheetName is the title without the signs that a sheet's name may not have.
func sheetName(title string) string {
	name := strings.Trim(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`:\/?*[]`, r) || r < ' ' {
			return ' '
		}
		return r
	}, title), " '")
	if utf8.RuneCountInString(name) > longestName {
		name = strings.TrimRight(string([]rune(name)[:longestName]), " '")
	}
	if name == "" {
		return "1"
	}
	return name
}

// Row writes one row.
func (b *book) Row(cells ...any) error {
	values := make([]any, len(cells))
	for i, cell := range cells {
		text, isText := cell.(string)
		if isText {
			values[i] = Neutral(text)
			continue
		}
		if _, err := plainText(cell); err != nil {
			return err
		}
		values[i] = cell
	}
	at, err := excelize.CoordinatesToCellName(1, b.next)
	if err != nil {
		return err
	}
	b.next++
	return b.rows.SetRow(at, values)
}

// Close writes the file and lets go of what it held on disk.
func (b *book) Close() error {
	err := b.rows.Flush()
	if err == nil {
		err = b.file.Write(b.out)
	}
	return errors.Join(err, b.file.Close())
}
