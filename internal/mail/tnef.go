package mail

import (
	"encoding/binary"
	"errors"
	"strings"
	"unicode/utf16"
)

// A winmail.dat is a stream of attributes in TNEF ([MS-OXTNEF]): level, tag, length,
// content, checksum. Only the text and the files are read.
const (
	tnefSignature  = 0x223e9f78
	tnefBody       = 0x0002800c
	tnefTitle      = 0x00018010 // of a file
	tnefContent    = 0x0006800f // of a file
	tnefFileBegins = 0x00069002
	tnefMail       = 0x00069003 // properties of the mail
	tnefFile       = 0x00069005 // properties of a file
	tnefCodepage   = 0x00069007
)

// Properties of MAPI ([MS-OXPROPS]).
const (
	propText     = 0x1000
	propPage     = 0x1013
	propName     = 0x3707
	propShort    = 0x3704
	propContent  = 0x3701
	propMimeType = 0x370e
)

type winmail struct {
	text, page string
	files      []File
}

var errTNEF = errors.New("this winmail.dat is cut short or damaged")

// readTNEF reads a winmail.dat; of a damaged one, what stands before the damage.
func readTNEF(b []byte) (winmail, error) {
	var w winmail
	if len(b) < 6 || binary.LittleEndian.Uint32(b) != tnefSignature {
		return w, errTNEF
	}
	charset := "windows-1252"
	for b = b[6:]; len(b) > 0; {
		if len(b) < 11 {
			return w, errTNEF
		}
		tag, length := binary.LittleEndian.Uint32(b[1:]), int64(binary.LittleEndian.Uint32(b[5:]))
		if length+11 > int64(len(b)) {
			return w, errTNEF
		}
		content, sum := b[9:9+length], binary.LittleEndian.Uint16(b[9+length:])
		if checksum(content) != sum {
			return w, errTNEF
		}
		if tag == tnefCodepage && length >= 4 {
			charset = codepage(binary.LittleEndian.Uint32(content))
		}
		w.attribute(tag, content, charset)
		b = b[11+length:]
	}
	return w, nil
}

func checksum(content []byte) (sum uint16) {
	for _, one := range content {
		sum += uint16(one)
	}
	return sum
}

func codepage(n uint32) string {
	switch n {
	case 65001:
		return "utf-8"
	case 1251, 1250, 1253, 1254, 1255, 1256, 1257, 1258:
		return "windows-" + string([]byte{'1', '2', '5', byte('0' + n%10)})
	}
	return "windows-1252"
}

func (w *winmail) attribute(tag uint32, content []byte, charset string) {
	switch tag {
	case tnefBody:
		w.text = decode(untilZero(content), charset)
	case tnefFileBegins:
		if len(w.files) < mostParts {
			w.files = append(w.files, File{Type: "application/octet-stream"})
		}
	case tnefMail:
		properties(content, func(id uint16, value []byte, wide bool) {
			switch id {
			case propText:
				w.text = propertyText(value, wide, charset)
			case propPage:
				w.page = propertyText(value, wide, charset)
			}
		})
	}
	if len(w.files) == 0 {
		return
	}
	file := &w.files[len(w.files)-1]
	switch tag {
	case tnefTitle:
		if file.Name == "" {
			file.Name = line(decode(untilZero(content), charset))
		}
	case tnefContent:
		file.Bytes = content
	case tnefFile:
		properties(content, func(id uint16, value []byte, wide bool) {
			switch {
			case id == propName, id == propShort && file.Name == "":
				file.Name = line(propertyText(value, wide, charset))
			case id == propMimeType:
				file.Type = strings.ToLower(line(propertyText(value, wide, charset)))
			case id == propContent && len(file.Bytes) == 0:
				file.Bytes = value
			}
		})
	}
}

func untilZero(b []byte) []byte {
	text, _, _ := strings.Cut(string(b), "\x00")
	return []byte(text)
}

func propertyText(value []byte, wide bool, charset string) string {
	if !wide {
		return decode(untilZero(value), charset)
	}
	units := make([]uint16, 0, len(value)/2)
	for ; len(value) >= 2; value = value[2:] {
		units = append(units, binary.LittleEndian.Uint16(value))
	}
	text, _, _ := strings.Cut(string(utf16.Decode(units)), "\x00")
	return text
}

// properties walks over a list of MAPI properties and ends at the first that it cannot
// measure.
func properties(b []byte, each func(id uint16, value []byte, wide bool)) {
	if len(b) < 4 {
		return
	}
	count := binary.LittleEndian.Uint32(b)
	for b = b[4:]; count > 0 && len(b) >= 4; count-- {
		sort, id := binary.LittleEndian.Uint16(b), binary.LittleEndian.Uint16(b[2:])
		b = b[4:]
		if id >= 0x8000 {
			if b = afterName(b); b == nil {
				return
			}
		}
		values, rest, ok := propertyValues(b, sort)
		if !ok {
			return
		}
		if len(values) > 0 {
			each(id, values[0], sort&0xfff == 0x001f)
		}
		b = rest
	}
}

// afterName steps over the name of a named property: a GUID, then a number or a text.
func afterName(b []byte) []byte {
	if len(b) < 24 {
		return nil
	}
	kind, rest := binary.LittleEndian.Uint32(b[16:]), b[20:]
	if kind == 0 {
		return rest[4:]
	}
	length := padded(int64(binary.LittleEndian.Uint32(rest)))
	if length+4 > int64(len(rest)) {
		return nil
	}
	return rest[4+length:]
}

func padded(n int64) int64 { return (n + 3) &^ 3 }

// fixed are the lengths of values that do not tell theirs.
var fixed = map[uint16]int64{0x0002: 4, 0x0003: 4, 0x0004: 4, 0x0005: 8, 0x0006: 8, 0x0007: 8, 0x000a: 4, 0x000b: 4, 0x0014: 8, 0x0040: 8, 0x0048: 16}

func propertyValues(b []byte, sort uint16) (values [][]byte, rest []byte, ok bool) {
	base, many := sort&0xfff, sort&0x1000 != 0
	length, isFixed := fixed[base]
	count := uint32(1)
	if many || !isFixed {
		if len(b) < 4 {
			return nil, nil, false
		}
		count, b = binary.LittleEndian.Uint32(b), b[4:]
	}
	for ; count > 0; count-- {
		size := length
		if !isFixed {
			if len(b) < 4 {
				return nil, nil, false
			}
			size, b = int64(binary.LittleEndian.Uint32(b)), b[4:]
		}
		if padded(size) > int64(len(b)) {
			return nil, nil, false
		}
		values, b = append(values, b[:size]), b[padded(size):]
	}
	return values, b, true
}
