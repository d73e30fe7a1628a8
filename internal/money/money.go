// Package money counts in paisa, the hundredth part of a taka, so that no sum is
// ever rounded. It reads and prints amounts as people in Bangladesh write them.
package money

import (
	_ "embed"
	"math"
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
var Texts = message.Set{Name: "money", Bn: bn, En: en}

// Paisa is an amount of money; 100 paisa are one taka.
type Paisa int64

// Taka returns n taka.
func Taka(n int64) Paisa { return Paisa(n * 100) }

// Text prints the amount in the language: ৳১,২৩,৪৫৬.৫০ or Tk 1,23,456.50; whole
// taka without decimals.
func (p Paisa) Text(lang message.Lang) string {
	if lang == message.En {
		return bangla.MoneyEnglish(int64(p))
	}
	return bangla.Money(int64(p))
}

// marks is what people write around an amount and what says nothing about its size.
var marks = []string{"৳", "টাকা", "taka", "tk.", "tk", "bdt", "/-", "/="}

// Parse reads an amount in taka as people write it: ৳ ১,২৩৪.৫০, 500 taka, Tk 500/-.
// The faults carry no field; the caller names it. Refused are an empty text, a
// negative amount, more than two decimals and anything that is no number.
func Parse(s string) (Paisa, error) {
	text := strings.ToLower(bangla.ASCII(bangla.Line(s)))
	for _, mark := range marks {
		text = strings.ReplaceAll(text, mark, "")
	}
	text = strings.ReplaceAll(strings.ReplaceAll(text, ",", ""), " ", "")
	whole, fraction, point := strings.Cut(text, ".")
	switch {
	case text == "":
		return 0, fault.New(fault.Invalid, "money.missing")
	case point && (len(fraction) == 0 || len(fraction) > 2):
		return 0, fault.New(fault.Invalid, "money.wrong")
	}
	amount, ok := count(whole + (fraction + "00")[:2])
	if !ok {
		return 0, fault.New(fault.Invalid, "money.wrong")
	}
	return amount, nil
}

func count(digits string) (Paisa, bool) {
	var n int64
	for _, d := range []byte(digits) {
		if d < '0' || d > '9' || n > (math.MaxInt64-9)/10 {
			return 0, false
		}
		n = n*10 + int64(d-'0')
	}
	return Paisa(n), true
}
