package catalogue

import (
	"bytes"
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/fault"
)

// LargestFile is the size in bytes up to which a charter is read.
const LargestFile = 10 << 20

// Intake brings printed charters in. Web page, command line and first start all
// use it.
type Intake struct {
	Drafts  Drafts
	Files   Files
	PDFText func([]byte) (string, error) // nil: PDF files are refused with a reason
	Now     func() time.Time
	Random  io.Reader
}

// File is a printed charter on its way in.
type File struct {
	Office string
	Name   string
	Bytes  []byte
	By     string // person, empty for the first start
}

// Imported is a draft, new or found again, and where its file was used before.
type Imported struct {
	Draft Draft
	Seen  Seen
}

// Import reads a file, keeps its bytes and makes a draft of it. A file of which an
// open draft exists gives that draft again, untouched.
//
// Faults: TooLarge over LargestFile; those of charter.Read; Invalid
// "catalogue.import.no.service" when no row of a charter is in it.
func (i Intake) Import(ctx context.Context, file File) (Imported, error) {
	if len(file.Bytes) > LargestFile {
		return Imported{}, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", LargestFile>>20)
	}
	read, err := charter.Read(charter.Source{Name: file.Name, Bytes: file.Bytes, PDFText: i.PDFText})
	if err != nil {
		return Imported{}, err
	}
	if len(read.Services) == 0 {
		return Imported{}, fault.InField("file", "catalogue.import.no.service")
	}
	hash, _, err := i.Files.Put(ctx, bytes.NewReader(file.Bytes), LargestFile)
	if err != nil {
		return Imported{}, err
	}
	seen, err := i.Drafts.Seen(ctx, file.Office, hash)
	if err != nil {
		return Imported{}, err
	}
	if seen.Draft != "" {
		draft, err := i.Drafts.Draft(ctx, file.Office, seen.Draft)
		return Imported{draft, seen}, err
	}
	id, err := i.newID()
	if err != nil {
		return Imported{}, err
	}
	draft := Draft{
		Office: file.Office, ID: id, Charter: read, Source: Source{Name: file.Name, Hash: hash},
		By: file.By, Created: i.Now().UTC().Truncate(time.Second), Revision: 1,
	}
	if read.Legacy || read.Mixed {
		draft.Converted = Conversions(file.Bytes)
	}
	return Imported{draft, seen}, i.Drafts.Add(ctx, draft)
}

func (i Intake) newID() (string, error) {
	var random [8]byte
	if _, err := io.ReadFull(i.Random, random[:]); err != nil {
		return "", fmt.Errorf("catalogue: draft id: %w", err)
	}
	return hex.EncodeToString(random[:]), nil
}

// mostConversions and longestConversion bound the samples kept with a draft.
const (
	mostConversions   = 40
	longestConversion = 300
)

// Conversions shows samples of Bijoy text in a file of plain or marked-up text,
// each with what it was turned into. Files of other kinds give none.
func Conversions(file []byte) []Conversion {
	if !utf8.Valid(file) {
		return nil
	}
	var samples []Conversion
	seen := map[string]bool{}
	parts := strings.FieldsFunc(string(file), func(r rune) bool { return strings.ContainsRune("<>\n\r\t|", r) })
	for _, part := range parts {
		before := strings.TrimSpace(part)
		if before == "" || len(before) > longestConversion || seen[before] {
			continue
		}
		seen[before] = true
		if after, converted := bangla.ConvertMixed(before); converted && after != before {
			samples = append(samples, Conversion{before, after})
		}
		if len(samples) == mostConversions {
			break
		}
	}
	return samples
}

// Revise makes a draft of a published version, with what was completed in it, so
// that an office can fill a gap without printing its charter anew.
func (i Intake) Revise(ctx context.Context, version Version, by string) (Draft, error) {
	id, err := i.newID()
	if err != nil {
		return Draft{}, err
	}
	draft := Draft{
		Office: version.Office, ID: id, Charter: version.Charter, Completions: slices.Clone(version.Completions),
		Source: version.Source, By: by, Created: i.Now().UTC().Truncate(time.Second), Revision: 1,
	}
	return draft, i.Drafts.Add(ctx, draft)
}
