package table

import (
	"encoding/csv"
	"io"
)

// plain is a CSV file on its way out.
type plain struct {
	rows *csv.Writer
	line []string
}

// mark tells office programs that a file is UTF-8; without it they spoil Bangla.
const mark = "\uFEFF"

func newPlain(w io.Writer) (*plain, error) {
	if _, err := io.WriteString(w, mark); err != nil {
		return nil, err
	}
	rows := csv.NewWriter(w)
	rows.UseCRLF = true
	return &plain{rows: rows}, nil
}

// Row writes one line.
func (p *plain) Row(cells ...any) error {
	p.line = p.line[:0]
	for _, cell := range cells {
		text, err := plainText(cell)
		if err != nil {
			return err
		}
		p.line = append(p.line, text)
	}
	return p.rows.Write(p.line)
}

// Close writes what is still held back.
func (p *plain) Close() error {
	p.rows.Flush()
	return p.rows.Error()
}
