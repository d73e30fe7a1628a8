// Package phrase reads counts and units of time from the phrases of a charter,
// in Bangla and English, in either set of digits or spelt out. It knows nothing
// of promises: what a count means is decided by its caller.
package phrase

import (
	"regexp"
	"strings"

	"dorgora/bangla"
)

// spelt lists the number words; several spellings of one number are parted by
// a slash, and further variants fall together in the search fold.
const spelt = `এক/একটি/one/প্রথম/first দুই/দু/two/দ্বিতীয়/second তিন/three/তৃতীয়/third চার/four/চতুর্থ পাঁচ/five/পঞ্চম ছয়/six/ষষ্ঠ সাত/seven/সপ্তম আট/eight/অষ্টম নয়/nine/নবম দশ/ten/দশম
এগার/এগারো/eleven বার/বারো/twelve তের/তেরো/thirteen চৌদ্দ/চোদ্দ/fourteen পনের/পনেরো/পনর/fifteen ষোল/ষোলো/sixteen সতের/সতেরো/seventeen আঠার/আঠারো/eighteen ঊনিশ/nineteen বিশ/কুড়ি/twenty
একুশ বাইশ তেইশ চব্বিশ পঁচিশ ছাব্বিশ সাতাশ আটাশ/আঠাশ ঊনত্রিশ ত্রিশ/তিরিশ/thirty
একত্রিশ বত্রিশ তেত্রিশ চৌত্রিশ পঁয়ত্রিশ ছত্রিশ সাঁইত্রিশ আটত্রিশ ঊনচল্লিশ চল্লিশ/forty
একচল্লিশ বিয়াল্লিশ তেতাল্লিশ চুয়াল্লিশ পঁয়তাল্লিশ/পয়তাল্লিশ ছেচল্লিশ সাতচল্লিশ আটচল্লিশ ঊনপঞ্চাশ পঞ্চাশ/fifty
একান্ন বায়ান্ন তিপ্পান্ন চুয়ান্ন পঞ্চান্ন ছাপ্পান্ন সাতান্ন আটান্ন ঊনষাট ষাট/sixty
একষট্টি বাষট্টি তেষট্টি চৌষট্টি পঁয়ষট্টি ছেষট্টি সাতষট্টি আটষট্টি ঊনসত্তর সত্তর
একাত্তর বাহাত্তর তিয়াত্তর চুয়াত্তর পঁচাত্তর ছিয়াত্তর সাতাত্তর আটাত্তর ঊনআশি আশি
একাশি বিরাশি তিরাশি চুরাশি পঁচাশি ছিয়াশি সাতাশি আটাশি/অষ্টাশি ঊননব্বই নব্বই/ninety
একানব্বই বিরানব্বই তিরানব্বই চুরানব্বই পঁচানব্বই ছিয়ানব্বই সাতানব্বই আটানব্বই নিরানব্বই একশ/একশত/একশো`

var (
	numbers = speltNumbers()
	// scales are number words that only build larger numbers or close a sum.
	scales = folded("শত শ শো হাজার লক্ষ লাখ কোটি টাকা মাত্র দেড় আড়াই ও")
	parts  = map[string]string{bangla.Fold("দেড়"): "1.5", bangla.Fold("আড়াই"): "2.5", bangla.Fold("আধা"): "0.5", bangla.Fold("আধ"): "0.5", bangla.Fold("অর্ধ"): "0.5"}
	dashes = strings.NewReplacer("–", "-", "—", "-", "−", "-", "‐", "-", "‑", "-")
	// misspelt is a bracket between a number and its unit: the number in words
	// that the table does not know.
	misspelt = regexp.MustCompile(`(\d)\s*\([^()0-9কw]{1,40}\)\s*` + unit)
	spoken   = regexp.MustCompile(`\([^()0-9]{1,60}\)`)
)

func speltNumbers() map[string]int {
	table := map[string]int{}
	for i, forms := range strings.Fields(spelt) {
		for form := range strings.SplitSeq(forms, "/") {
			table[bangla.Fold(form)] = i + 1
		}
	}
	return table
}

func folded(words string) map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(words) {
		set[bangla.Fold(word)] = true
	}
	return set
}

// Number returns the value of a spelt number from 1 to 100 ("সাত" is 7).
func Number(word string) (int, bool) {
	n, ok := numbers[bangla.Fold(word)]
	return n, ok
}

// Plain makes a phrase in normal form (bangla.Normal) ready for reading: one line, ASCII digits, lower case,
// plain hyphens, and without a bracket that only spells out the number before
// it ("০৭ (সাত) দিন" becomes "07 দিন").
func Plain(s string) string {
	s = strings.ToLower(bangla.ASCII(s))
	s = dashes.Replace(s)
	s = spoken.ReplaceAllStringFunc(s, func(bracket string) string {
		if spellsNumber(strings.Trim(bracket, "()")) {
			return " "
		}
		return bracket
	})
	s = misspelt.ReplaceAllString(s, "$1 $2")
	return strings.Join(strings.Fields(s), " ")
}

func spellsNumber(s string) bool {
	words := strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '-' || r == '/' || r == '=' })
	found := false
	for _, word := range words {
		if _, ok := Number(word); ok {
			found = true
		} else if scale := bangla.Fold(word); scales[scale] {
			found = found || scale != bangla.Fold("টাকা") && scale != bangla.Fold("মাত্র")
		} else {
			return false
		}
	}
	return found
}
