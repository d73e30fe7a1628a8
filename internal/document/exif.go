package document

import (
	"bytes"
	"encoding/binary"
)

// orientation reads the EXIF orientation of a picture, 1 to 8; 1 when there is
// none or it cannot be read.
func orientation(content []byte, kind string) int {
	switch kind {
	case typeJPEG:
		return orientationIn(jpegExif(content))
	case typeWebP:
		return orientationIn(chunk(content[min(12, len(content)):], "EXIF", littleChunks))
	}
	return orientationIn(chunk(content[min(8, len(content)):], "eXIf", bigChunks))
}

// jpegExif returns the EXIF block of a JPEG: the segment APP1 that begins with
// "Exif", which stands before the picture itself.
func jpegExif(content []byte) []byte {
	rest := content[min(2, len(content)):]
	for len(rest) >= 4 && rest[0] == 0xff {
		marker, length := rest[1], int(binary.BigEndian.Uint16(rest[2:4]))
		if marker == 0xda || length < 2 || len(rest) < 2+length {
			return nil
		}
		body := rest[4 : 2+length]
		if exif, found := bytes.CutPrefix(body, []byte("Exif\x00\x00")); found && marker == 0xe1 {
			return exif
		}
		rest = rest[2+length:]
	}
	return nil
}

// chunked reads the head of one chunk: its name, and where its body and the next
// chunk begin.
type chunked func(rest []byte) (name string, body, length, next int)

// littleChunks are those of WebP: name, length, body padded to even length.
func littleChunks(rest []byte) (string, int, int, int) {
	length := int(binary.LittleEndian.Uint32(rest[4:8]))
	return string(rest[:4]), 8, length, 8 + length + length%2
}

// bigChunks are those of PNG: length, name, body, checksum.
func bigChunks(rest []byte) (string, int, int, int) {
	length := int(binary.BigEndian.Uint32(rest[:4]))
	return string(rest[4:8]), 8, length, 8 + length + 4
}

func chunk(rest []byte, wanted string, head chunked) []byte {
	for len(rest) >= 8 {
		name, body, length, next := head(rest)
		if length < 0 || body+length > len(rest) {
			return nil
		}
		if name == wanted {
			return bytes.TrimPrefix(rest[body:body+length], []byte("Exif\x00\x00"))
		}
		if next > len(rest) {
			return nil
		}
		rest = rest[next:]
	}
	return nil
}

// orientationTag is tag 0112 of the first directory (TIFF 6.0, page 36).
const orientationTag = 0x0112

func orientationIn(tiff []byte) int {
	if len(tiff) < 8 {
		return 1
	}
	var order binary.ByteOrder
	switch string(tiff[:2]) {
	case "II":
		order = binary.LittleEndian
	case "MM":
		order = binary.BigEndian
	default:
		return 1
	}
	start := int(order.Uint32(tiff[4:8]))
	if start < 8 || start > len(tiff)-2 {
		return 1
	}
	const entry = 12
	count := int(order.Uint16(tiff[start:]))
	for at := start + 2; count > 0 && at+entry <= len(tiff); at, count = at+entry, count-1 {
		if order.Uint16(tiff[at:]) != orientationTag {
			continue
		}
		if way := int(order.Uint16(tiff[at+8:])); way >= 1 && way <= 8 {
			return way
		}
	}
	return 1
}
