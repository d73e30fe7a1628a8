package charter

import (
	"math"
	"regexp"
	"strconv"
	"strings"

	"dorgora/charter/internal/phrase"
)

var (
	free    = regexp.MustCompile(`বিনা\s?-?\s?ম[ূু]ল্?য|বিনা\s?-?\s?(?:ফি|ফী|খরচ)|(?:^|[\s/(,])ফ্র[িী](?:$|[\s/),।])|শ[ূু]ন্য|নিঃশুল্ক|ফি\s?(?:নেই|নাই|লাগে না|লাগবে না)|\bfree\b|\bnil\b|no fee|no charge|without charge`)
	byRule  = regexp.MustCompile(`নীতিমালা|নির্ধারিত|বিধি|আইন|প্রচলিত|পরিপত্র|নিয়ম|(?:সরকার[িী]\s?(?:হার|ফি|রেট))|তফসিল|মাশুল|সিডিউল|শিডিউল|policy|prescribed|as per (?:rule|law|govt|government)|fixed by|determined|schedule`)
	perUnit = regexp.MustCompile(`প্রতি|হারে|জনপ্রতি|শতকরা|%|\bper\b|percent|\+`)
	marked  = regexp.MustCompile(`(?:৳|tk\.?|bdt|taka)\s?(\d[\d,]*(?:\.\d{1,2})?)|(\d[\d,]*(?:\.\d{1,2})?)(?:\s?-\s?(\d[\d,]*(?:\.\d{1,2})?))?\s?(?:/\s?=|/\s?-|=\s?/|/\s?টাকা|=|টাকা|টাঃ|৳|tk|taka|bdt)`)
	decimal = regexp.MustCompile(`(?:^|[^\d.])(\d{1,7}\.\d{2})(?:[^\d.]|$)`)
	only    = regexp.MustCompile(`^[\s(]*(\d[\d,]*(?:\.\d{1,2})?)[\s/)=.।-]*$`)
	payWay  = regexp.MustCompile(`চালান|পে\s?-?\s?অর্ডার|ডি\.?\s?সি\.?\s?আর|বিকাশ|নগদ|রকেট|উপায়|মোবাইল ব্যাংকিং|ক্যাশ|ব্যাংক|অনলাইন|একপে|কোর্ট ফি স্ট্যাম্প|স্ট্যাম্প|রশিদ|রসিদ|challan|pay\s?-?\s?order|\bdcr\b|bkash|nagad|\bcash\b|bank|online|ekpay|stamp|receipt`)
	payCut  = regexp.MustCompile(`[,/;()।+|\n=]`)
)

// readFee gives the meaning of a fee cell. A free service that may cost
// something by rule in some cases counts as by policy, because the citizen
// cannot know the price; several amounts or a rate are a formula.
func readFee(raw string) Fee {
	line := oneLine(clip(raw))
	fee := Fee{Kind: FeeUnknown, Text: line}
	if blank(raw) {
		fee.Kind = FeeEmpty
		return fee
	}
	fee.Payment = payment(line)
	text := phrase.Plain(line)
	amounts := amountsIn(text)
	isFree, ruled := free.MatchString(text), byRule.MatchString(text)
	switch {
	case len(amounts) > 1, len(amounts) == 1 && (perUnit.MatchString(text) || isFree && amounts[0] > 0), len(amounts) == 0 && strings.Contains(text, "%"):
		fee.Kind = FeeFormula
	case len(amounts) == 1 && amounts[0] == 0:
		fee.Kind = FeeFree
	case len(amounts) == 1:
		fee.Kind, fee.Amount = FeeAmount, amounts[0]
	case ruled:
		fee.Kind = FeeByPolicy
	case isFree:
		fee.Kind = FeeFree
	}
	return fee
}

// amountsIn returns the distinct sums in paisa that a plain text names.
func amountsIn(text string) []int64 {
	var sums []int64
	add := func(digits string) {
		taka, err := strconv.ParseFloat(strings.ReplaceAll(digits, ",", ""), 64)
		if err != nil || taka > 1e12 { // beyond any fee: a number of another kind
			return
		}
		paisa := int64(math.Round(taka * 100))
		for _, had := range sums {
			if had == paisa {
				return
			}
		}
		sums = append(sums, paisa)
	}
	if m := only.FindStringSubmatch(text); m != nil {
		add(m[1])
		return sums
	}
	for _, m := range marked.FindAllStringSubmatch(text, -1) {
		for _, digits := range m[1:] {
			if digits != "" {
				add(digits)
			}
		}
	}
	for _, m := range decimal.FindAllStringSubmatch(text, -1) {
		add(m[1])
	}
	return sums
}

// payment returns the parts of a fee cell that say how to pay, as printed.
func payment(line string) string {
	var ways []string
	for _, piece := range payCut.Split(line, -1) {
		piece = strings.Trim(piece, " .:-")
		if payWay.MatchString(strings.ToLower(piece)) {
			ways = append(ways, piece)
		}
	}
	return strings.Join(ways, ", ")
}
