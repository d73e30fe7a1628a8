package mail

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/htmlindex"
	"golang.org/x/text/encoding/unicode"
)

// decode reads bytes in the charset that was declared. What cannot be so is read as
// UTF-8 when it is that, else as Windows-1252, of which every byte is a letter.
func decode(content []byte, charset string) string {
	charset = strings.ToLower(strings.Trim(charset, `"' `))
	switch {
	case strings.HasPrefix(string(content), "\xff\xfe"), strings.HasPrefix(string(content), "\xfe\xff"):
		if text, err := unicode.UTF16(unicode.LittleEndian, unicode.ExpectBOM).NewDecoder().Bytes(content); err == nil {
			return string(text)
		}
	case charset == "utf-16" || charset == "utf16" || charset == "ucs-2":
		if text, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewDecoder().Bytes(content); err == nil {
			return string(text)
		}
	}
	if utf8.Valid(content) && !strings.HasPrefix(charset, "utf-16") && !escapes(charset) && (likely(content) || !single(charset)) {
		return strings.TrimPrefix(string(content), "\ufeff")
	}
	if known, err := htmlindex.Get(charset); err == nil && charset != "utf-8" && charset != "utf8" {
		if text, err := known.NewDecoder().Bytes(content); err == nil {
			return string(text)
		}
	}
	return windows(content)
}

// single reports whether a charset is one in which each byte is a letter and any bytes
// are a text, as those of a Bijoy keyboard.
func single(charset string) bool {
	return strings.HasPrefix(charset, "windows-125") || strings.HasPrefix(charset, "iso-8859-")
}

// likely reports whether bytes that could be UTF-8 hold only the letters that people
// here write: of Bangla and of the Latin alphabet, with their signs.
func likely(content []byte) bool {
	for _, r := range string(content) {
		switch {
		case r < 0x80, r >= 0xa0 && r < 0x250, r >= 0x964 && r <= 0x965, r >= 0x980 && r <= 0x9ff, r >= 0x2000 && r < 0x2300, r >= 0x1f300, r == 0xfeff:
		default:
			return false
		}
	}
	return true
}

// windows reads bytes as Windows-1252; those that are UTF-8 in between stay so.
func windows(content []byte) string {
	var out strings.Builder
	for len(content) > 0 {
		r, size := utf8.DecodeRune(content)
		if r == utf8.RuneError && size <= 1 {
			r, size = charmap.Windows1252.DecodeByte(content[0]), 1
		}
		out.WriteRune(r)
		content = content[size:]
	}
	return out.String()
}

// escapes reports whether a charset writes its letters in bytes that look like ASCII.
func escapes(charset string) bool {
	return charset == "iso-2022-jp" || charset == "utf-7" || charset == "hz-gb-2312"
}
