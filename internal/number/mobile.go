package number

import (
	"strings"

	"dorgora/internal/fault"
)

// mobileDigits is the length of a mobile number as people in Bangladesh write it:
// 01, an operator digit 3 to 9, eight more (BTRC numbering plan; 011 is closed).
const mobileDigits = 11

// ParseMobile reads a mobile number of Bangladesh as people write it: with or
// without +880, 880 or 00880, in either digit set, with spaces or hyphens. It
// returns +8801XXXXXXXXX, or a fault in the field "mobile" that tells a number
// that is too short or too long from one that is no mobile number (a land line,
// a closed or foreign prefix, letters).
func ParseMobile(s string) (string, error) {
	rest, plus := strings.CutPrefix(strings.TrimSpace(s), "+")
	digits, clean := onlyDigits(rest)
	if digits == "" {
		return "", fault.InField("mobile", "applicant.mobile.missing")
	}
	local, home := localMobile(digits, plus)
	switch {
	case !clean || !home:
		return "", fault.InField("mobile", "applicant.mobile.wrong")
	case len(local) < mobileDigits && strings.HasPrefix("01", local[:min(2, len(local))]):
		return "", fault.InField("mobile", "applicant.mobile.short", "count", mobileDigits, "given", len(local))
	case !strings.HasPrefix(local, "01") || len(local) > 2 && local[2] < '3':
		return "", fault.InField("mobile", "applicant.mobile.wrong")
	case len(local) > mobileDigits:
		return "", fault.InField("mobile", "applicant.mobile.long", "count", mobileDigits, "given", len(local))
	}
	return "+880" + local[1:], nil
}

// localMobile takes the country code off; home is false when a plus announced
// another country.
func localMobile(digits string, plus bool) (local string, home bool) {
	for _, code := range []string{"00880", "880"} {
		if rest, ok := strings.CutPrefix(digits, code); ok {
			return "0" + strings.TrimPrefix(rest, "0"), true
		}
	}
	return digits, !plus
}

// national turns a stored number +8801XXXXXXXXX into 01XXXXXXXXX.
func national(mobile string) (string, bool) {
	local := "0" + strings.TrimPrefix(mobile, "+880")
	return local, strings.HasPrefix(mobile, "+880") && len(local) == mobileDigits
}

// GroupedMobile shows a stored mobile number as people read it aloud:
// 01712 345 678. Anything else is returned as it is.
func GroupedMobile(mobile string) string {
	local, ok := national(mobile)
	if !ok {
		return mobile
	}
	return local[:5] + " " + local[5:8] + " " + local[8:]
}

// GroupedPhone shows a phone number of an office as charters print it, the country
// code apart: +880-255039757. Anything else is returned as it is.
func GroupedPhone(phone string) string {
	if rest, found := strings.CutPrefix(phone, "+880"); found && rest != "" {
		return "+880-" + rest
	}
	return phone
}

// MaskedMobile shows a stored mobile number so that its owner knows it and nobody
// else learns it: 017••••••78. Anything that is no stored mobile number is hidden
// wholly.
func MaskedMobile(mobile string) string {
	local, ok := national(mobile)
	if !ok {
		return strings.Repeat("•", 6)
	}
	return local[:3] + "••••••" + local[9:]
}
