package document

import (
	"archive/zip"
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kindOf tells a file's media type by its first bytes and, for office files, by
// what the archive holds.
func kindOf(content []byte) (string, error) {
	switch {
	case bytes.HasPrefix(content, []byte("\xff\xd8\xff")):
		return typeJPEG, nil
	case bytes.HasPrefix(content, []byte("\x89PNG\r\n\x1a\n")):
		return typePNG, nil
	case len(content) > 12 && string(content[:4]) == "RIFF" && string(content[8:12]) == "WEBP":
		return typeWebP, nil
	case bytes.HasPrefix(content, []byte("%PDF-")):
		return typePDF, nil
	case bytes.HasPrefix(content, []byte("PK\x03\x04")):
		return officeKind(content)
	case isHEIC(content):
		return "", wrong("document.type.heic")
	case isText(content):
		return typeText, nil
	}
	return "", wrong("document.type.unknown")
}

// isHEIC recognises the pictures of iPhones (ISO 23008-12), which no decoder here
// reads.
func isHEIC(content []byte) bool {
	if len(content) < 12 || string(content[4:8]) != "ftyp" {
		return false
	}
	switch string(content[8:12]) {
	case "heic", "heix", "hevc", "heim", "heis", "mif1", "msf1":
		return true
	}
	return false
}

// mostParts bounds the archive of an office file; real ones have some dozens.
const mostParts = 5000

func officeKind(content []byte) (string, error) {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil || len(archive.File) > mostParts {
		return "", wrong("document.type.unknown")
	}
	kind, open := "", false
	for _, part := range archive.File {
		switch name := part.Name; {
		case name == "[Content_Types].xml":
			open = true
		case name == "word/document.xml":
			kind = typeDOCX
		case name == "xl/workbook.xml":
			kind = typeXLSX
		case strings.HasSuffix(strings.ToLower(name), "vbaproject.bin"):
			return "", wrong("document.macro")
		}
	}
	if kind == "" || !open {
		return "", wrong("document.type.unknown")
	}
	return kind, nil
}

func isText(content []byte) bool {
	if !utf8.Valid(content) {
		return false
	}
	for _, r := range string(content) {
		if unicode.IsControl(r) && !strings.ContainsRune("\n\r\t\f", r) {
			return false
		}
	}
	return true
}
