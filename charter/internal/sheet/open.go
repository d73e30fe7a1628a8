package sheet

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"dorgora/internal/fault"

	"golang.org/x/text/encoding/charmap"
)

// File is what a person handed in. PDFText turns a PDF into word boxes, as
// pdftotext -bbox writes them, or into text laid out as on the page; nil when
// the machine can do neither.
type File struct {
	Bytes   []byte
	PDFText func([]byte) (string, error)
}

// Open reads a file, whatever its kind. It fails with fault.TooLarge past the
// limits and with fault.Invalid when nothing can be read; the message keys are
// those of package charter.
func Open(file File, signs Signs) (Reading, error) {
	raw := file.Bytes
	switch {
	case len(raw) > MaxBytes:
		return Reading{}, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", MaxBytes>>20)
	case len(bytes.TrimSpace(raw)) == 0:
		return Reading{}, fault.New(fault.Invalid, "charter.file.empty")
	case bytes.HasPrefix(raw, []byte("PK\x03\x04")), bytes.HasPrefix(raw, []byte("PK\x05\x06")):
		return openZip(raw, signs)
	case bytes.HasPrefix(raw, []byte("%PDF-")):
		return openPDF(file, signs)
	case bytes.HasPrefix(raw, []byte("\xD0\xCF\x11\xE0")), bytes.HasPrefix(raw, []byte("{\\rtf")):
		return Reading{}, fault.New(fault.Invalid, "charter.file.old")
	}
	text, encoding, err := decode(raw)
	if err != nil {
		return Reading{}, err
	}
	if strings.TrimSpace(text) == "" {
		return Reading{}, fault.New(fault.Invalid, "charter.file.empty")
	}
	if len(text) > maxText {
		return Reading{}, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", maxText>>20)
	}
	text = unescape(text)
	read := Text
	if markup.MatchString(text) {
		read = HTML
	}
	reading, err := read(text, signs)
	reading.Encoding = encoding
	return reading, something(reading, err)
}

// something fails a reading that holds no text at all.
func something(reading Reading, err error) error {
	if err == nil && len(reading.Blocks) == 0 {
		return fault.New(fault.Invalid, "charter.file.nothing")
	}
	return err
}

// markup finds the tags of a page; a lone "<" in a text is none.
var markup = regexp.MustCompile(`(?i)<(?:!doctype|html|body|table|tr|td|p|div|span|b|i|strong|em|font|center|section|article|pre|ul|ol|h[1-6])(?:\s[^<>]*)?/?>`)

func openPDF(file File, signs Signs) (Reading, error) {
	if file.PDFText == nil {
		return Reading{}, fault.New(fault.Invalid, "charter.pdf.unavailable")
	}
	text, err := file.PDFText(file.Bytes)
	if err != nil {
		return Reading{}, fault.Wrap(fault.Invalid, "charter.pdf.failed", err)
	}
	if len(text) > maxText {
		return Reading{}, fault.New(fault.TooLarge, "charter.file.toolarge", "megabytes", maxText>>20)
	}
	if strings.TrimSpace(text) == "" {
		return Reading{}, fault.New(fault.Invalid, "charter.pdf.picture")
	}
	text = strings.ToValidUTF8(text, "\uFFFD")
	var reading Reading
	if pages := boxes(text); pages != nil {
		reading, err = Pages(pages, signs)
	} else {
		reading, err = Text(text, signs)
	}
	reading.Kind, reading.Encoding = "pdf", "utf-8"
	return reading, something(reading, err)
}

// decode turns bytes into text and names the encoding they were in. Bytes that
// are neither Unicode nor text fail.
func decode(raw []byte) (text, encoding string, err error) {
	switch {
	case bytes.HasPrefix(raw, []byte("\xEF\xBB\xBF")):
		text, encoding = string(raw[3:]), "utf-8"
	case bytes.HasPrefix(raw, []byte("\xFF\xFE")):
		text, encoding = fromUTF16(raw[2:], binary.LittleEndian), "utf-16le"
	case bytes.HasPrefix(raw, []byte("\xFE\xFF")):
		text, encoding = fromUTF16(raw[2:], binary.BigEndian), "utf-16be"
	case readsAsUTF16(raw, binary.LittleEndian):
		text, encoding = fromUTF16(raw, binary.LittleEndian), "utf-16le"
	case readsAsUTF16(raw, binary.BigEndian):
		text, encoding = fromUTF16(raw, binary.BigEndian), "utf-16be"
	case utf8.Valid(raw):
		text, encoding = string(raw), "utf-8"
	case bytes.Contains(raw, []byte("\xE0\xA6")), bytes.Contains(raw, []byte("\xE0\xA7")):
		text, encoding = strings.ToValidUTF8(string(raw), "\uFFFD"), "utf-8" // Bangla in UTF-8 with a damaged place
	default:
		// Bijoy text saved as "ANSI"
		decoded, decodeErr := charmap.Windows1252.NewDecoder().Bytes(raw)
		if decodeErr != nil {
			return "", "", fault.Wrap(fault.Invalid, "charter.file.binary", decodeErr)
		}
		text, encoding = string(decoded), "windows-1252"
	}
	if looksBinary(text) {
		return "", "", fault.New(fault.Invalid, "charter.file.binary")
	}
	return strings.ToValidUTF8(text, "\uFFFD"), encoding, nil
}

func fromUTF16(raw []byte, order binary.ByteOrder) string {
	units := make([]uint16, len(raw)/2)
	for i := range units {
		units[i] = order.Uint16(raw[2*i:])
	}
	return string(utf16.Decode(units))
}

// readsAsUTF16 reports whether bytes without a mark are UTF-16: nearly all
// units are Bangla, plain Latin or common punctuation, and some byte is zero,
// as every space and line break is.
func readsAsUTF16(raw []byte, order binary.ByteOrder) bool {
	sample := raw[:min(len(raw), 8192)&^1]
	if len(raw)%2 != 0 || len(sample) < 4 || bytes.IndexByte(sample, 0) < 0 {
		return false
	}
	good := 0
	for i := 0; i < len(sample); i += 2 {
		u := order.Uint16(sample[i:])
		if u == '\t' || u == '\n' || u == '\r' || (u >= 0x20 && u < 0x17F) || (u >= 0x964 && u < 0xA00) || (u >= 0x2000 && u < 0x20C0) {
			good++
		}
	}
	return good*2*100 >= len(sample)*95
}

// looksBinary reports whether decoded text has control characters that no
// written text has; a damaged letter or two prove nothing.
func looksBinary(text string) bool {
	controls, all := 0, 0
	for _, c := range text {
		all++
		if c == 0 || c == utf8.RuneError || (c < 0x20 && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v') {
			controls++
		}
	}
	return controls > 2+all/50
}
