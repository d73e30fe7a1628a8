package number_test

import (
	"fmt"
	"strings"
	"testing"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/number"

	"pgregory.net/rapid"
)

func randomBytes(t *rapid.T) (b [8]byte) {
	copy(b[:], rapid.SliceOfN(rapid.Byte(), 8, 8).Draw(t, "random"))
	return b
}

func TestTrackingReads(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := number.Tracking(randomBytes(t))
		if len(n) != 11 || n[0] == '0' || strings.Trim(n, "0123456789") != "" {
			t.Fatalf("%q is not eleven digits without a leading zero", n)
		}
		for _, written := range []string{n, number.Grouped(n), bangla.Digits(number.Grouped(n)), " " + n[:5] + "-" + n[5:] + " "} {
			if got, err := number.ParseTracking(written); err != nil || got != n {
				t.Fatalf("%q reads as %q, %v", written, got, err)
			}
		}
	})
}

// The check digit finds what people do wrong when they copy a number.
func TestTrackingFindsSlips(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := []byte(number.Tracking(randomBytes(t)))
		place := rapid.IntRange(0, 10).Draw(t, "place")
		wrong := []byte(string(n))
		if place < 10 && rapid.Bool().Draw(t, "swap") {
			wrong[place], wrong[place+1] = n[place+1], n[place]
		} else {
			wrong[place] = '0' + (n[place]-'0'+byte(rapid.IntRange(1, 9).Draw(t, "shift")))%10
		}
		_, err := number.ParseTracking(string(wrong))
		if same := string(wrong) == string(n); (err == nil) != same {
			t.Fatalf("%s written as %s: %v", n, wrong, err)
		}
	})
}

func TestParseTracking(t *testing.T) {
	rows := []struct{ what, written, want, message string }{
		{"the textbook example of Damm, filled up with zeros", "0000 0005 724", "00000005724", ""},
		{"nothing", "  ", "", "tracking.number.missing"},
		{"ten digits", "1234567890", "", "tracking.number.length"},
		{"letters", "1234abc5678", "", "tracking.number.length"},
		{"a wrong last digit", "00000005725", "", "tracking.number.wrong"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			got, err := number.ParseTracking(row.written)
			expect(t, got, row.want, err, "number", row.message)
		})
	}
}

func expect(t *testing.T, got, want string, err error, field, message string) {
	t.Helper()
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	list := fault.List(err)
	switch {
	case message == "" && err != nil:
		t.Errorf("unexpected fault %v", err)
	case message != "" && (len(list) != 1 || list[0].Message != message || list[0].Field != field):
		t.Errorf("got %v, want %s in %s", err, message, field)
	}
}

func TestSlipCode(t *testing.T) {
	rows := []struct{ what, written, want, message string }{
		{"as printed, in Bangla digits", "৩৯০ ৫৮২", "390582", ""},
		{"leading zeros stay", "000-042", "000042", ""},
		{"too short", "39058", "", "slip.code.length"},
		{"with a letter", "39058x", "", "slip.code.length"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			got, err := number.ParseSlipCode(row.written)
			expect(t, got, row.want, err, "code", row.message)
		})
	}
	rapid.Check(t, func(t *rapid.T) {
		code := fmt.Sprintf("%06d", rapid.IntRange(0, 999_999).Draw(t, "code"))
		if got, err := number.ParseSlipCode(number.GroupedCode(code)); err != nil || got != code {
			t.Fatalf("%q reads as %q, %v", code, got, err)
		}
	})
}

func TestParseMobile(t *testing.T) {
	rows := []struct{ what, written, want, message string }{
		{"as people write it", "01712-345678", "+8801712345678", ""},
		{"in Bangla digits with spaces", "০১৭১২ ৩৪৫ ৬৭৮", "+8801712345678", ""},
		{"with the country code and a plus", "+880 1912 345678", "+8801912345678", ""},
		{"with the country code alone", "8801512345678", "+8801512345678", ""},
		{"with the code for calls abroad", "00880 1312345678", "+8801312345678", ""},
		{"with a zero after the country code", "+880 01712345678", "+8801712345678", ""},
		{"nothing", "", "", "applicant.mobile.missing"},
		{"one digit too few", "0171234567", "", "applicant.mobile.short"},
		{"only the beginning", "01", "", "applicant.mobile.short"},
		{"one digit too many", "017123456789", "", "applicant.mobile.long"},
		{"a land line of Dhaka", "02-333300000", "", "applicant.mobile.wrong"},
		{"a land line of Rupsha", "+880-255039757", "", "applicant.mobile.wrong"},
		{"a prefix that is closed", "01112345678", "", "applicant.mobile.wrong"},
		{"a number of another country", "+91 98765 43210", "", "applicant.mobile.wrong"},
		{"letters among the digits", "01712-34567a", "", "applicant.mobile.wrong"},
		{"a name", "রূপসা", "", "applicant.mobile.missing"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			got, err := number.ParseMobile(row.written)
			expect(t, got, row.want, err, "mobile", row.message)
		})
	}
}

func TestMobileShows(t *testing.T) {
	for phone, want := range map[string]string{"+880255039757": "+880-255039757", "16263": "16263", "": "", "+880": "+880"} {
		if got := number.GroupedPhone(phone); got != want {
			t.Errorf("GroupedPhone(%q) = %q, want %q", phone, got, want)
		}
	}
	if got := number.GroupedMobile("+8801712345678"); got != "01712 345 678" {
		t.Errorf("grouped: %q", got)
	}
	if got := number.MaskedMobile("+8801712345678"); got != "017••••••78" {
		t.Errorf("masked: %q", got)
	}
	if got := number.MaskedMobile("01712345678"); strings.ContainsAny(got, "0123456789") {
		t.Errorf("a number that is not stored as agreed must be hidden wholly, got %q", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		mobile := "+8801" + rapid.StringMatching(`[3-9][0-9]{8}`).Draw(t, "mobile")
		got, err := number.ParseMobile(bangla.Digits(number.GroupedMobile(mobile)))
		if err != nil || got != mobile {
			t.Fatalf("%q reads as %q, %v", mobile, got, err)
		}
	})
}

func TestTextsComplete(t *testing.T) {
	if _, err := message.New(number.Texts); err != nil {
		t.Error(err)
	}
}
