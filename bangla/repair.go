package bangla

import "regexp"

// badConversion is one trace that a poor Bijoy converter leaves in Unicode
// text, with what stood there. The patterns are letter groups that no Bangla
// word has, so sound words are left alone.
type badConversion struct {
	trace *regexp.Regexp
	sound string
}

var badConversions = []badConversion{
	{regexp.MustCompile(`রম্ন`), "রু"},                             // রম্নম: রুম, দ্রম্নত: দ্রুত
	{regexp.MustCompile(`ম([িেৈ]?)ত্ম`), "ন্ত${1}"},                // শামিত্ম: শান্তি
	{regexp.MustCompile(`স([িেৈ]?)ত্ম`), "স্ত${1}"},                // বাসত্মবায়ন: বাস্তবায়ন
	{regexp.MustCompile(`([সন])্ত্ত`), "${1}্তু"},                  // প্রস্ত্তত: প্রস্তুত
	{regexp.MustCompile(`([কগপফবমলশহ])([িেৈ]?)স্ন`), "${1}্ল${2}"}, // কুমিলস্না: কুমিল্লা
}

// Repair mends known leftovers of bad Bijoy conversions: রম্নম becomes রুম,
// তদমেত্মর তদন্তের, প্রস্ত্তত প্রস্তুত, উলেস্নখ উল্লেখ. It is for search keys and
// for hints to a person; stored text stays as the office wrote it. The result
// is in normal form.
func Repair(s string) string {
	s = Normal(s)
	for _, bad := range badConversions {
		s = bad.trace.ReplaceAllString(s, bad.sound)
	}
	return Normal(s)
}
