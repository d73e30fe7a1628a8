package document

import (
	"bytes"
	_ "embed"

	"dorgora/internal/fault"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the faults of Clean say.
var Texts = message.Set{Name: "document", Bn: bn, En: en}

// The limits of what is taken.
const (
	LargestFile = 10 << 20   // bytes of one file
	LargestSend = 25 << 20   // bytes of one request with all of its files
	MostPixels  = 40_000_000 // of a picture, before it is decoded
	LongestSide = 1600       // pixels of a picture as it is kept
)

// Cleaned is a file as it may be kept: Type by its content, never by its name.
type Cleaned struct {
	Name  string // safe to show and to save under
	Type  string // media type
	Bytes []byte
}

// The kinds of file that are taken.
const (
	typeJPEG = "image/jpeg"
	typePNG  = "image/png"
	typeWebP = "image/webp"
	typePDF  = "application/pdf"
	typeText = "text/plain; charset=utf-8"
	typeDOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	typeXLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// endings are the file name endings of the kinds that are kept.
var endings = map[string]string{
	typeJPEG: ".jpg", typePNG: ".png", typePDF: ".pdf", typeText: ".txt", typeDOCX: ".docx", typeXLSX: ".xlsx",
}

// Accept names the kinds of file for the accept attribute of a form.
const Accept = "image/jpeg,image/png,image/webp,application/pdf,text/plain,.docx,.xlsx"

// Clean makes a file that somebody sent safe to keep. Pictures are turned the right
// way up, shrunk to LongestSide and written anew, so that nothing of place, time or
// device stays in them. Documents stay byte for byte. The same content gives the
// same bytes again.
//
// Faults, all Invalid in the field "file": "document.empty",
// "document.too.large", "document.type.unknown", "document.type.heic",
// "document.image.broken", "document.image.large", "document.macro".
func Clean(name string, content []byte) (Cleaned, error) {
	switch {
	case len(content) == 0:
		return Cleaned{}, wrong("document.empty")
	case len(content) > LargestFile:
		return Cleaned{}, wrong("document.too.large", "megabytes", LargestFile>>20)
	}
	kind, err := kindOf(content)
	if err != nil {
		return Cleaned{}, err
	}
	switch kind {
	case typeJPEG, typePNG, typeWebP:
		kind, content, err = cleanPicture(content, kind)
	default:
		content = bytes.Clone(content)
	}
	if err != nil {
		return Cleaned{}, err
	}
	return Cleaned{Name: safeName(name, endings[kind]), Type: kind, Bytes: content}, nil
}

func wrong(message string, args ...any) error { return fault.InField("file", message, args...) }
