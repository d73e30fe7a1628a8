// Package number makes, reads and shows the numbers by which people and the
// office find things: tracking numbers, the codes on slips, mobile numbers. It
// is pure: random bytes come in as a parameter.
package number

import (
	_ "embed"
	"encoding/binary"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what this package's faults say.
var Texts = message.Set{Name: "number", Bn: bn, En: en}

// trackingDigits is the length of a mobile number, which people can already read
// aloud and copy: ten random digits and one check digit.
const trackingDigits = 11

// damm is the quasigroup of H. M. Damm (2004), which finds every single wrong
// digit and every swap of two neighbours.
var damm = [10]string{
	"0317598642", "7092154863", "4206871359", "1750983426", "6123045978",
	"3674209581", "5869720134", "8945362017", "9438617205", "2581436790",
}

// Tracking returns the tracking number that the random bytes stand for: eleven
// ASCII digits. The first is never 0, so that no tracking number can be taken for
// a mobile number and no spreadsheet shortens it.
func Tracking(random [8]byte) string {
	const lowest, count = 1_000_000_000, 9_000_000_000
	n := lowest + binary.BigEndian.Uint64(random[:])%count
	digits := decimal(n, trackingDigits-1)
	return digits + string(checkDigit(digits))
}

// ParseTracking reads a tracking number as people write it: Bangla or Latin
// digits, with spaces or hyphens. It returns eleven ASCII digits, or a fault in
// the field "number": nothing written, a wrong length, a wrong check digit.
func ParseTracking(s string) (string, error) {
	digits, clean := onlyDigits(s)
	switch {
	case digits == "" && clean:
		return "", fault.InField("number", "tracking.number.missing")
	case !clean || len(digits) != trackingDigits:
		return "", fault.InField("number", "tracking.number.length", "count", trackingDigits)
	case digits[trackingDigits-1] != checkDigit(digits[:trackingDigits-1]):
		return "", fault.InField("number", "tracking.number.wrong")
	}
	return digits, nil
}

// Grouped shows a tracking number in the groups of a mobile number: 4821 0935 716.
// Anything that is not eleven characters long is returned as it is.
func Grouped(number string) string {
	if len(number) != trackingDigits {
		return number
	}
	return number[:4] + " " + number[4:8] + " " + number[8:]
}

// slipDigits is the length of the code on a slip, which opens what the tracking
// number alone does not show.
const slipDigits = 6

// ParseSlipCode reads a slip code in either digit set, with spaces or hyphens. It
// returns six ASCII digits or a fault in the field "code".
func ParseSlipCode(s string) (string, error) {
	digits, clean := onlyDigits(s)
	if !clean || len(digits) != slipDigits {
		return "", fault.InField("code", "slip.code.length", "count", slipDigits)
	}
	return digits, nil
}

// GroupedCode shows a slip code in two halves: 390 582.
func GroupedCode(code string) string {
	if len(code) != slipDigits {
		return code
	}
	return code[:3] + " " + code[3:]
}

func checkDigit(digits string) byte {
	row := byte('0')
	for _, d := range []byte(digits) {
		row = damm[row-'0'][d-'0']
	}
	return row
}

func decimal(n uint64, width int) string {
	digits := make([]byte, width)
	for i := width - 1; i >= 0; i-- {
		digits[i] = byte('0' + n%10)
		n /= 10
	}
	return string(digits)
}

// separators is what people put between the groups of a number.
const separators = "- \t\u2010\u2011\u2012\u2013\u2014\u2212.()"

// onlyDigits folds s to ASCII digits without separators; clean is false when
// something else stood between them.
func onlyDigits(s string) (digits string, clean bool) {
	clean = true
	var out strings.Builder
	for _, r := range bangla.ASCII(bangla.Line(s)) {
		switch {
		case r >= '0' && r <= '9':
			out.WriteRune(r)
		case !strings.ContainsRune(separators, r):
			clean = false
		}
	}
	return out.String(), clean
}
