package bangla

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Normal returns the form in which text is stored and compared: valid UTF-8 in
// NFC (so য়, ড় and ঢ় are letter plus nukta), Assamese ৰ read as র, lines ended
// by \n, every Unicode space as a plain space. Bidirectional controls, byte
// order marks, zero-width spaces, soft hyphens and all other invisible
// characters are gone; a joiner (ZWJ, ZWNJ) stays only beside a hasanta, where
// it changes the spelling. Control characters other than \n and \t are gone
// too: form feed and vertical tab become \n, and a C1 control becomes the
// Windows-1252 character that it was meant to be (the WHATWG HTML rule for
// numeric references).
//
// Normal is idempotent. It must not see Bijoy text: there a soft hyphen is a
// letter. Convert first.
func Normal(s string) string {
	for range 8 { // removing a joiner can let marks change places; two rounds settle every real text
		t := norm.NFC.String(dropJoiners(norm.NFC.String(plain(s))))
		if t == s {
			break
		}
		s = t
	}
	return s
}

// Line returns Normal(s) on one line: every run of white space is one space,
// and none is left at either end.
func Line(s string) string {
	return strings.Join(strings.Fields(Normal(s)), " ")
}

// windows1252 holds what the bytes 0x80 to 0x9F mean in Windows-1252; 0 marks
// the five bytes without a character.
var windows1252 = [32]rune{
	'€', 0, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0, 'Ž', 0,
	0, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0, 'ž', 'Ÿ',
}

// plain maps or drops single characters; it looks at no neighbours.
func plain(s string) string {
	s = strings.ToValidUTF8(s, string(utf8.RuneError))
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == zwj || r == zwnj:
			return r
		case r == '\r' || r == '\f' || r == '\v' || r == '\u2028' || r == '\u2029':
			return '\n'
		case r >= 0x80 && r <= 0x9F:
			if w := windows1252[r-0x80]; w != 0 {
				return w
			}
			return -1
		case unicode.Is(unicode.Zs, r):
			return ' '
		case r == 'ৰ':
			return 'র'
		case unicode.IsControl(r) || invisible(r):
			return -1
		}
		return r
	}, s)
}

// invisible reports whether r shows nothing by itself and is no joiner.
func invisible(r rune) bool {
	if unicode.Is(unicode.Prepended_Concatenation_Mark, r) {
		return false // Arabic number signs are format characters, but they show
	}
	return unicode.In(r, unicode.Cf, unicode.Variation_Selector, unicode.Other_Default_Ignorable_Code_Point)
}

// dropJoiners removes every ZWJ and ZWNJ that has no hasanta beside it.
func dropJoiners(s string) string {
	if !strings.ContainsAny(s, "\u200C\u200D") {
		return s
	}
	runes := []rune(s)
	kept := make([]rune, 0, len(runes))
	for i, r := range runes {
		if r == zwj || r == zwnj {
			before := len(kept) > 0 && kept[len(kept)-1] == hasanta
			after := i+1 < len(runes) && runes[i+1] == hasanta
			if !before && !after {
				continue
			}
		}
		kept = append(kept, r)
	}
	return string(kept)
}
