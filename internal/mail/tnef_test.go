package mail_test

import (
	"encoding/base64"
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"dorgora/internal/mail"
)

// winmail writes a winmail.dat as Outlook does.
type winmail struct{ raw []byte }

func newWinmail() *winmail {
	return &winmail{binary.LittleEndian.AppendUint16(binary.LittleEndian.AppendUint32(nil, 0x223e9f78), 7)}
}

func (w *winmail) attribute(level byte, tag uint32, content []byte) *winmail {
	w.raw = append(w.raw, level)
	w.raw = binary.LittleEndian.AppendUint32(w.raw, tag)
	w.raw = binary.LittleEndian.AppendUint32(w.raw, uint32(len(content)))
	w.raw = append(w.raw, content...)
	sum := uint16(0)
	for _, one := range content {
		sum += uint16(one)
	}
	w.raw = binary.LittleEndian.AppendUint16(w.raw, sum)
	return w
}

// wide is a property that holds a text in UTF-16.
func wide(id uint16, text string) []byte {
	var units []byte
	for _, unit := range utf16.Encode([]rune(text + "\x00")) {
		units = binary.LittleEndian.AppendUint16(units, unit)
	}
	out := binary.LittleEndian.AppendUint16(nil, 0x001f)
	out = binary.LittleEndian.AppendUint16(out, id)
	out = binary.LittleEndian.AppendUint32(out, 1)
	out = binary.LittleEndian.AppendUint32(out, uint32(len(units)))
	out = append(out, units...)
	return append(out, make([]byte, (4-len(units)%4)%4)...)
}

func number(id uint16, n uint32) []byte {
	out := binary.LittleEndian.AppendUint16(nil, 0x0003)
	return binary.LittleEndian.AppendUint32(binary.LittleEndian.AppendUint16(out, id), n)
}

func named(id uint16, text string) []byte {
	value := wide(id, text)
	name := append(make([]byte, 16), 0, 0, 0, 0, 1, 0, 0, 0) // a GUID, then a number
	return append(append(append([]byte{}, value[:4]...), name...), value[4:]...)
}

func properties(list ...[]byte) []byte {
	out := binary.LittleEndian.AppendUint32(nil, uint32(len(list)))
	for _, one := range list {
		out = append(out, one...)
	}
	return out
}

func outlook(name string, raw []byte) []byte {
	return []byte("From: a@example.org\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n \r\n--b\r\n" +
		"Content-Type: application/ms-tnef; name=\"" + name + "\"\r\nContent-Transfer-Encoding: base64\r\n\r\n" + base64.StdEncoding.EncodeToString(raw) + "\r\n--b--\r\n")
}

func TestParseOpensWinmail(t *testing.T) {
	picture := "\x89PNG\r\n\x1a\n1234"
	file := newWinmail().
		attribute(1, 0x00069007, []byte{0xe4, 4, 0, 0, 0, 0, 0, 0}).
		attribute(1, 0x00069003, properties(number(0x0017, 1), named(0x8005, "x"), wide(0x1000, "জনাব, ল্যাব বন্ধ।"))).
		attribute(2, 0x00069002, make([]byte, 14)).
		attribute(2, 0x00018010, []byte("PHOTO~1.PNG\x00")).
		attribute(2, 0x0006800f, []byte(picture)).
		attribute(2, 0x00069005, properties(wide(0x3707, "ল্যাবের ছবি.png"), wide(0x370e, "image/png"))).
		attribute(2, 0x00069002, make([]byte, 14)).
		attribute(2, 0x00018010, []byte("list.txt\x00")).
		attribute(2, 0x0006800f, []byte("one"))
	t.Run("text, files and long names are found", func(t *testing.T) {
		p, err := mail.Parse(outlook("winmail.dat", file.raw))
		if err != nil {
			t.Fatal(err)
		}
		if files, left := kept(p); p.Text != "জনাব, ল্যাব বন্ধ।" || files != "ল্যাবের ছবি.png:12;list.txt:3" || left != "" || p.Files[0].Type != "image/png" {
			t.Errorf("%q %q %q %s", p.Text, files, left, p.Files[0].Type)
		}
	})
	t.Run("an old one with a body in Windows letters", func(t *testing.T) {
		p, err := mail.Parse(outlook("WINMAIL.DAT", newWinmail().attribute(1, 0x0002800c, []byte("caf\xe9\x00rest")).raw))
		if err != nil || p.Text != "café" {
			t.Errorf("%q, %v", p.Text, err)
		}
	})
	t.Run("of a cut one the beginning is kept and the loss named", func(t *testing.T) {
		p, err := mail.Parse(outlook("winmail.dat", file.raw[:len(file.raw)-5]))
		if err != nil {
			t.Fatal(err)
		}
		if files, left := kept(p); !strings.HasPrefix(files, "ল্যাবের ছবি.png:12") || left != "winmail.dat:broken" {
			t.Errorf("%q %q", files, left)
		}
	})
	t.Run("a changed byte is found", func(t *testing.T) {
		raw := append([]byte{}, file.raw...)
		raw[40] ^= 1
		if mail.ReadTNEF(raw) == nil {
			t.Error("the checksum does not count")
		}
	})
}

// FuzzTNEF looks for streams that break the reader.
func FuzzTNEF(f *testing.F) {
	f.Add(newWinmail().attribute(1, 0x00069003, properties(number(0x0017, 1), named(0x8005, "x"), wide(0x1000, "a"))).raw)
	f.Add(newWinmail().attribute(2, 0x00069002, nil).attribute(2, 0x00069005, properties(wide(0x3707, "b"))).raw)
	f.Fuzz(func(t *testing.T, raw []byte) {
		if err := mail.ReadTNEF(raw); err == nil && len(raw) < 6 {
			t.Error("nothing is a winmail.dat")
		}
	})
}
