package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os/exec"
	"time"
)

// pdfTime and pdfLimit bound the reading of one PDF.
const (
	pdfTime  = 20 * time.Second
	pdfLimit = 16 << 20
)

// PDFText returns the function that reads the words of a PDF, each with its place
// on the page, through the system's pdftotext (poppler-utils), nil when the machine
// has none. The places keep the columns of tables apart.
func PDFText() func([]byte) (string, error) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		return nil
	}
	return func(file []byte) (string, error) {
		ctx, cancel := context.WithTimeout(context.Background(), pdfTime)
		defer cancel()
		var out, wrong bytes.Buffer
		run := exec.CommandContext(ctx, program, "-bbox", "-enc", "UTF-8", "-", "-")
		run.Stdin, run.Stdout, run.Stderr = bytes.NewReader(file), &out, &wrong
		if err := run.Run(); err != nil {
			return "", fmt.Errorf("pdftotext: %w: %s", err, bytes.TrimSpace(wrong.Bytes()))
		}
		if out.Len() > pdfLimit {
			return "", errors.New("pdftotext: too much text")
		}
		return out.String(), nil
	}
}
