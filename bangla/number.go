package bangla

import (
	"fmt"
	"strconv"
)

// Grouped returns n in ASCII digits with the grouping used in Bangladesh:
// thousands, then lakh and crore in pairs (12,34,567).
func Grouped(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "-", s[1:]
	}
	if len(s) <= 3 {
		return sign + s
	}
	head, tail := s[:len(s)-3], s[len(s)-3:]
	for len(head) > 2 {
		tail = head[len(head)-2:] + "," + tail
		head = head[:len(head)-2]
	}
	return sign + head + "," + tail
}

// Number returns n in Bangla digits, grouped (১২,৩৪,৫৬৭).
func Number(n int64) string { return Digits(Grouped(n)) }

// Money returns an amount of paisa (100 paisa are one taka) as ৳১,২৩,৪৫৬.৫০;
// whole taka are written without decimals. A negative amount has its sign
// before the taka sign.
func Money(paisa int64) string { return Digits(amount(paisa, "৳")) }

// MoneyEnglish returns an amount of paisa for English text: Tk 1,23,456.50.
func MoneyEnglish(paisa int64) string { return amount(paisa, "Tk ") }

func amount(paisa int64, unit string) string {
	taka, rest := paisa/100, paisa%100
	sign := ""
	if paisa < 0 {
		// negated one by one, because the smallest int64 has no positive twin
		sign, taka, rest = "-", -taka, -rest
	}
	text := sign + unit + Grouped(taka)
	if rest != 0 {
		text += fmt.Sprintf(".%02d", rest)
	}
	return text
}

// ordinals are the endings of the numbers one to ten; all later numbers take তম.
var ordinals = [...]string{1: "ম", 2: "য়", 3: "য়", 4: "র্থ", 5: "ম", 6: "ষ্ঠ", 7: "ম", 8: "ম", 9: "ম", 10: "ম"}

// Ordinal returns n as a Bangla ordinal in figures: ১ম, ২য়, ৩য়, ৪র্থ, ৫ম,
// ৬ষ্ঠ, ৭ম … ১০ম, and ১১তম from there on.
func Ordinal(n int) string {
	ending := "তম"
	if n >= 1 && n < len(ordinals) {
		ending = ordinals[n]
	}
	return Digits(strconv.Itoa(n)) + Normal(ending)
}

// Count returns a number of things with the classifier টি: Count(3, "আবেদন")
// is "৩টি আবেদন". The noun does not change with the number.
func Count(n int, noun string) string { return Number(int64(n)) + "টি " + noun }

// People returns a number of persons with the classifier জন: "৫ জন".
func People(n int) string { return Number(int64(n)) + " জন" }
