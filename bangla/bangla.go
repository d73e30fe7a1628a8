// Package bangla holds what any Bangladeshi program needs to know about
// Bangla text: digits both ways, the normal form, the search fold, sound keys
// for Latin queries, letter distance, sort keys, numbers and money, dates in
// both calendars, counted nouns, slugs, SMS lengths, and the way from legacy
// Bijoy (SutonnyMJ) text to Unicode.
//
// The package is pure: it reads no clock, no file and no network, and every
// function may be called from many goroutines at once. It knows nothing of
// charters, offices or languages of an interface.
//
// Text that comes from outside passes through here once, in this order:
// ConvertMixed (while the bytes are still as they came), then Normal for
// texts or Line for single-line values. What is stored is that result; Fold,
// Sound and SortKey make keys from it.
package bangla

import "strings"

const (
	hasanta   = '\u09CD' // ্
	nukta     = '\u09BC' // ়
	zwnj      = '\u200C'
	zwj       = '\u200D'
	zeroDigit = '\u09E6' // ০
	nineDigit = '\u09EF' // ৯
)

// Digits returns s with every ASCII digit written as a Bangla digit.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return zeroDigit + r - '0'
		}
		return r
	}, s)
}

// ASCII returns s with every Bangla digit (Assamese uses the same code points)
// written as an ASCII digit. Everything else is left alone.
func ASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= zeroDigit && r <= nineDigit {
			return '0' + r - zeroDigit
		}
		return r
	}, s)
}

// isBangla reports whether r lies in the Bengali block of Unicode.
func isBangla(r rune) bool { return r >= 0x0980 && r <= 0x09FF }

// isConsonant reports whether r is a Bangla consonant that can take a hasanta.
func isConsonant(r rune) bool {
	return r >= 'ক' && r <= 'হ' || r >= '\u09DC' && r <= '\u09DF' || r == 'ৰ' || r == 'ৱ'
}

// isVowelSign reports whether r is a dependent vowel sign (কার).
func isVowelSign(r rune) bool {
	return r >= '\u09BE' && r <= '\u09CC' || r == '\u09D7' || r == '\u09E2' || r == '\u09E3'
}
