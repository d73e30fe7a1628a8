package bangla_test

import (
	"strings"
	"testing"

	"dorgora/bangla"
)

func TestDigitsAndASCIIChangeOnlyDigits(t *testing.T) {
	if got := bangla.Digits("01712-345 কক্ষ ৬"); got != "০১৭১২-৩৪৫ কক্ষ ৬" {
		t.Errorf("Digits: %s", got)
	}
	if got := bangla.ASCII("০১২৩৪৫৬৭৮৯ টা, 5"); got != "0123456789 টা, 5" {
		t.Errorf("ASCII: %s", got)
	}
}

func TestNormalKeepsWhatIsSeen(t *testing.T) {
	for _, row := range []struct{ name, in, want string }{
		{"ya in one code point becomes letter and nukta", "\u09DF", "\u09AF\u09BC"},
		{"two vowel signs become one", "ক\u09C7\u09BE", "ক\u09CB"},
		{"Assamese ra becomes Bangla ra", "প্ৰতিশ্ৰুত", "প্রতিশ্রুত"},
		{"Assamese wa stays", "\u09F1", "\u09F1"},
		{"joiners stay beside a hasanta", "র\u200D\u09CD\u09AFাব উদ্\u200Cযোগ", "র\u200D\u09CD\u09AFাব উদ্\u200Cযোগ"},
		{"joiners elsewhere go", "সে\u200Cবা\u200D", "সেবা"},
		{"bidi controls, marks and blanks without width go", "\uFEFFরূপ\u202Eসা\u200B\u00AD\u2060\u200E", "রূপসা"},
		{"no-break and other spaces become spaces", "ক\u00A0খ\u2003গ", "ক খ গ"},
		{"line ends become one kind", "ক\r\nখ\rগ\u2028ঘ\fঙ", "ক\nখ\nগ\nঘ\nঙ"},
		{"controls go, tab stays", "ক\x00\x07\tখ\x7F", "ক\tখ"},
		{"C1 controls are Windows-1252", "\u0093ক\u0094", "“ক”"},
		{"broken bytes become the replacement character", "ক\xFF", "ক\uFFFD"},
		{"a hidden sign between two vowel signs", "ক\u09C7\u200B\u09BE", "ক\u09CB"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := bangla.Normal(row.in); got != row.want {
				t.Errorf("got %+q", got)
			}
		})
	}
}

func TestLineIsOneTrimmedLine(t *testing.T) {
	if got := bangla.Line(" সেবা\t প্রদানে \n\u00A0 সর্বোচ্চ  সময় "); got != bangla.Normal("সেবা প্রদানে সর্বোচ্চ সময়") {
		t.Errorf("got %q", got)
	}
}

func TestSegmentsCountsPartsOfAMessage(t *testing.T) {
	for _, row := range []struct {
		name, text string
		want       bangla.SMS
	}{
		{"nothing", "", bangla.SMS{Encoding: "GSM-7", Left: 160}},
		{"one full GSM message", strings.Repeat("a", 160), bangla.SMS{Encoding: "GSM-7", Units: 160, Parts: 1}},
		{"one letter more takes two", strings.Repeat("a", 161), bangla.SMS{Encoding: "GSM-7", Units: 161, Parts: 2, Left: 145}},
		{"extension characters count twice", "[€]", bangla.SMS{Encoding: "GSM-7", Units: 6, Parts: 1, Left: 154}},
		{"an escape is not split between parts", strings.Repeat("a", 152) + "€" + strings.Repeat("a", 8), bangla.SMS{Encoding: "GSM-7", Units: 162, Parts: 2, Left: 143}},
		{"one Bangla letter makes all UCS-2", "OK ক", bangla.SMS{Encoding: "UCS-2", Units: 4, Parts: 1, Left: 66}},
		{"one full Bangla message", strings.Repeat("ক", 70), bangla.SMS{Encoding: "UCS-2", Units: 70, Parts: 1}},
		{"one letter more takes two", strings.Repeat("ক", 71), bangla.SMS{Encoding: "UCS-2", Units: 71, Parts: 2, Left: 63}},
		{"three full parts", strings.Repeat("ক", 201), bangla.SMS{Encoding: "UCS-2", Units: 201, Parts: 3}},
		{"ya takes two units in normal form", bangla.Normal("য়"), bangla.SMS{Encoding: "UCS-2", Units: 2, Parts: 1, Left: 68}},
		{"a surrogate pair is not split", strings.Repeat("ক", 66) + "😀" + strings.Repeat("ক", 3), bangla.SMS{Encoding: "UCS-2", Units: 71, Parts: 2, Left: 62}},
		{"a back quote is no GSM letter", "`", bangla.SMS{Encoding: "UCS-2", Units: 1, Parts: 1, Left: 69}},
	} {
		t.Run(row.name, func(t *testing.T) {
			if got := bangla.Segments(row.text); got != row.want {
				t.Errorf("got %+v, want %+v", got, row.want)
			}
		})
	}
}
