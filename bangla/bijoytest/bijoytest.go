// Package bijoytest writes Bijoy (SutonnyMJ) text from Unicode, so that tests
// can make legacy charters and letters. It is for tests alone: it knows one
// shape of each conjunct, where typists used several, and it shares no table
// with package bangla, so a round trip proves something.
package bijoytest

import (
	"strings"

	"golang.org/x/text/unicode/norm"
)

const (
	hasanta = '\u09CD'
	zwnj    = '\u200C'
	zwj     = '\u200D'
)

// Write returns the Bijoy text that shows the same as text in a SutonnyMJ
// font. Latin letters and other characters that the font does not have are
// copied, so only Bangla text comes back equal from bangla.FromBijoy.
func Write(text string) string {
	w := writer{in: []rune(oneRune.Replace(norm.NFC.String(text)))}
	for w.at < len(w.in) {
		if isLetter(w.in[w.at]) {
			w.cluster()
			continue
		}
		w.single(w.in[w.at])
		w.at++
	}
	return w.out.String()
}

// oneRune writes ড়, ঢ়, য় as one code point each and splits ো and ৌ.
var oneRune = strings.NewReplacer(
	"\u09A1\u09BC", "\u09DC", "\u09A2\u09BC", "\u09DD", "\u09AF\u09BC", "\u09DF",
	"\u09CB", "\u09C7\u09BE", "\u09CC", "\u09C7\u09D7",
)

type writer struct {
	in  []rune
	at  int
	out strings.Builder
}

func isLetter(r rune) bool { _, ok := letters[r]; return ok && r != 'ৎ' }

func isConsonant(r rune) bool { return isLetter(r) && r >= 'ক' }

// cluster writes one letter or conjunct with its signs.
func (w *writer) cluster() {
	start := w.at == 0 || !isBangla(w.in[w.at-1])
	body, reph := w.conjunct()
	before, after := "", ""
	for ; w.at < len(w.in); w.at++ {
		if sign, ok := signsBefore[w.in[w.at]]; ok && before == "" {
			before = sign
			if start && sign == "‡" {
				before = "†" // the shape without a headline on its left
			}
		} else if sign, ok := signsAfter[w.in[w.at]]; ok {
			after += sign
		} else {
			break
		}
	}
	w.out.WriteString(before + ligature(body, reph, after))
}

// ligature joins the written conjunct with its vowel sign where the font has
// one shape for both.
func ligature(body, reph, after string) string {
	for _, l := range [][3]string{
		{"M", "y", "¸"}, {"k", "y", "ï"}, {"n", "y", "û"}, {"n", "„", "ü"}, {"šÍ", "y", "š‘"}, {"¯Í", "y", "¯‘"}, {"i", "y", "iæ"}, {"i", "~", "iƒ"},
	} {
		if body == l[0] && strings.HasPrefix(after, l[1]) {
			return l[2] + reph + after[len(l[1]):]
		}
	}
	if strings.HasSuffix(body, "ª") && strings.HasPrefix(after, "y") {
		after = "“" + after[1:]
	}
	return body + reph + after
}

// conjunct takes the letters of one cluster and returns their glyphs and the
// reph, if there is one.
func (w *writer) conjunct() (body, reph string) {
	parts := []rune{w.in[w.at]}
	w.at++
	ya := false
	for w.at < len(w.in) {
		rest := w.in[w.at:]
		if len(rest) > 2 && rest[0] == zwj && rest[1] == hasanta && rest[2] == 'য' {
			ya = true
			w.at += 3
			break
		}
		if rest[0] != hasanta {
			break
		}
		if len(rest) == 1 || !isConsonant(rest[1]) {
			w.at++
			if len(rest) > 1 && rest[1] == zwnj {
				w.at++
			}
			return w.glyphs(parts) + "&", reph
		}
		parts = append(parts, rest[1])
		w.at += 2
	}
	if len(parts) > 1 && parts[0] == 'র' {
		parts, reph = parts[1:], "©"
	}
	body = w.glyphs(parts)
	if ya {
		body += "¨"
	}
	return body, reph
}

// glyphs writes consonants that stand together: the longest known conjunct
// first, the rest below it.
func (w *writer) glyphs(parts []rune) string {
	for n := len(parts); n > 0; n-- {
		head, ok := conjuncts[string(parts[:n])]
		if n == 1 {
			head, ok = letters[parts[0]], true
		}
		if !ok {
			continue
		}
		for _, r := range parts[n:] {
			if sub, ok := below[r]; ok {
				head += sub
			} else {
				head += "&" + letters[r]
			}
		}
		return head
	}
	return ""
}

// single writes a character that begins no cluster.
func (w *writer) single(r rune) {
	for _, table := range []map[rune]string{signsBefore, signsAfter, letters, others} {
		if glyph, ok := table[r]; ok {
			w.out.WriteString(glyph)
			return
		}
	}
	if r >= '০' && r <= '৯' {
		r = '0' + r - '০'
	}
	w.out.WriteRune(r)
}

func isBangla(r rune) bool { return r >= 0x0980 && r <= 0x09FF || r == zwj || r == zwnj }
