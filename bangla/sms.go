package bangla

import "strings"

// SMS says how a text travels as short messages. Encoding is "GSM-7" or
// "UCS-2"; Units counts septets or UTF-16 units of the text; Parts is the
// number of messages it takes; Left is the number of units that still fit into
// the last of them.
type SMS struct {
	Encoding           string
	Units, Parts, Left int
}

// The basic and the extension table of 3GPP TS 23.038 (GSM 03.38). An
// extension character takes two septets.
const (
	gsmBasic = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?" +
		"¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
	gsmExtension = "\f^{}\\[~]|€"
)

// Segments counts text as it stands; give it the normal form. One letter
// outside the GSM alphabet makes the whole text UCS-2: then 70 units fit into
// one message and 67 into each of several, otherwise 160 and 153. A surrogate
// pair or an escape sequence is never split between two parts. An empty text
// takes no part.
func Segments(text string) SMS {
	units := make([]int, 0, len(text))
	m := SMS{Encoding: "GSM-7"}
	for _, r := range text {
		if strings.ContainsRune(gsmBasic, r) {
			units = append(units, 1)
		} else if strings.ContainsRune(gsmExtension, r) {
			units = append(units, 2)
		} else {
			m.Encoding = "UCS-2"
			break
		}
	}
	single, joined := 160, 153
	if m.Encoding == "UCS-2" {
		single, joined = 70, 67
		units = units[:0]
		for _, r := range text {
			if r > 0xFFFF {
				units = append(units, 2)
			} else {
				units = append(units, 1)
			}
		}
	}
	return m.pack(units, single, joined)
}

// pack lays the characters, given by their sizes, into one part of size single
// or several of size joined.
func (m SMS) pack(units []int, single, joined int) SMS {
	for _, n := range units {
		m.Units += n
	}
	m.Left = single - m.Units
	if m.Units > 0 {
		m.Parts = 1
	}
	if m.Left >= 0 {
		return m
	}
	m.Left = joined
	for _, n := range units {
		if n > m.Left {
			m.Parts++
			m.Left = joined
		}
		m.Left -= n
	}
	return m
}
