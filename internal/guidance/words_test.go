package guidance_test

import (
	"strings"
	"testing"

	"dorgora/internal/guidance"

	"pgregory.net/rapid"
)

func TestStrip(t *testing.T) {
	for name, row := range map[string]struct{ text, want string }{
		"a mobile number in Bangla digits":     {"আমাকে ০১৭১২৩৪৫৬৭৮ নম্বরে জানান", "আমাকে [নম্বর] নম্বরে জানান"},
		"a mobile number with spaces":          {"ফোন 01712 345 678।", "ফোন [নম্বর]।"},
		"a mobile number with the country":     {"+880-1712-345678", "[নম্বর]"},
		"a land line":                          {"০৪১-৭২৪৫৬৭ নম্বরে", "[নম্বর] নম্বরে"},
		"an identity card of ten digits":       {"এনআইডি ১২৩৪৫৬৭৮৯০", "এনআইডি [নম্বর]"},
		"an identity card of seventeen digits": {"19794775612345678", "[নম্বর]"},
		"a tracking number":                    {"আবেদন ৪৮২১ ০৯৩৫ ৭১৬ দেখুন", "আবেদন [নম্বর] দেখুন"},
		"a mail address":                       {"rahima.k@example.com-এ লিখুন", "[ই-মেইল]-এ লিখুন"},
		"a profile":                            {"facebook.com/rahima.k দেখুন", "[লিংক] দেখুন"},
		"a government address stays":           {"https://grs.gov.bd দেখুন", "https://grs.gov.bd দেখুন"},
		"the name":                             {"রহিমা খাতুন জানতে চেয়েছেন", "[নাম] খাতুন জানতে চেয়েছেন"},
		"the name with a case ending":          {"রহিমার ল্যাব, রহিমাকে বলুন", "[নাম] ল্যাব, [নাম] বলুন"},
		"the name spelled otherwise":           {"রহীমা এসেছিলেন", "[নাম] এসেছিলেন"},
		"the name in Latin letters":            {"Rahima asked", "[নাম] asked"},
		"a short number stays":                 {"৩৩৩ বা ৯৯৯ নম্বরে ফোন করুন", "৩৩৩ বা ৯৯৯ নম্বরে ফোন করুন"},
		"a date stays":                         {"২৬/১১/২০২৬ তারিখে", "২৬/১১/২০২৬ তারিখে"},
		"a fiscal year stays":                  {"২০২৫-২০২৬ অর্থবছর", "২০২৫-২০২৬ অর্থবছর"},
		"an amount stays":                      {"৪৫,০০০ টাকা", "৪৫,০০০ টাকা"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := guidance.Strip(row.text, "মোছা. রহিমা খাতুন"); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestStripLeavesNoNumberOfAPerson(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		digits := rapid.StringMatching(`01[3-9][0-9]{8}`).Draw(t, "mobile")
		if rapid.Bool().Draw(t, "bangla") {
			digits = strings.Map(func(r rune) rune { return '০' + r - '0' }, digits)
		}
		runes := []rune(digits)
		cut := rapid.IntRange(1, len(runes)-1).Draw(t, "cut")
		number := string(runes[:cut]) + rapid.SampledFrom([]string{"", " ", "-"}).Draw(t, "gap") + string(runes[cut:])
		before := rapid.SampledFrom([]string{"", "ফোন ", "নম্বর:", "("}).Draw(t, "before")
		got := guidance.Strip(before + number + " এ")
		if n := strings.IndexFunc(got, func(r rune) bool { return r >= '0' && r <= '9' || r >= '০' && r <= '৯' }); n >= 0 {
			t.Errorf("%q became %q", before+number, got)
		}
	})
}

func TestExchangeBecomesAnAnswerWithoutAPerson(t *testing.T) {
	got := guidance.Exchange{
		Case: "48210935716", Services: []string{"citizen-1"}, Names: []string{"রহিমা খাতুন"},
		Question: "আমি রহিমা, প্রশিক্ষণ কবে? ফোন ০১৭১২৩৪৫৬৭৮।", Reply: "রহিমা, প্রশিক্ষণ জানুয়ারিতে।",
	}.Public()
	if got.Bn.Title != "আমি [নাম], প্রশিক্ষণ কবে?" || got.Bn.Body != "[নাম], প্রশিক্ষণ জানুয়ারিতে।" || !got.Public || got.Sort != guidance.Answer {
		t.Errorf("%+v", got)
	}
}

func TestFill(t *testing.T) {
	filling := guidance.Filling{Name: "{phone}", Number: "৪৮২১ ০৯৩৫ ৭১৬", Office: "রূপসা"}
	for name, row := range map[string]struct{ template, want, open string }{
		"values are put in":                       {"আবেদন {number}, {office}", "আবেদন ৪৮২১ ০৯৩৫ ৭১৬, রূপসা", ""},
		"a value is never read as a placeholder":  {"{name}", "{phone}", ""},
		"what has no value stays and is named":    {"{due} তারিখে, {due}", "{due} তারিখে, {due}", "due"},
		"what is no placeholder stays as written": {"{if} {", "{if} {", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, open := filling.Fill(row.template)
			if got != row.want || strings.Join(open, " ") != row.open {
				t.Errorf("got %q %v", got, open)
			}
		})
	}
}

func TestFillNeverFails(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		template := rapid.StringOf(rapid.SampledFrom([]rune("{}namephodu আ"))).Draw(t, "template")
		got, open := guidance.Filling{}.Fill(template)
		if got != template {
			t.Fatalf("an empty filling made %q of %q", got, template)
		}
		if guidance.CheckPlaceholders(template) == nil && strings.Contains(template, "{") && len(open) == 0 {
			t.Fatalf("%q has open placeholders", template)
		}
	})
}

func TestBrands(t *testing.T) {
	if got := strings.Join(guidance.Brands("Intel প্রসেসর বা সমমান, ডেল, Dell; অন্তত ৬ কোর"), ","); got != "Intel,Dell" {
		t.Error(got)
	}
	if got := guidance.Brands("অন্তত ৬ কোর, ১৬ জিবি মেমোরি, সমমান গ্রহণযোগ্য"); len(got) > 0 {
		t.Error(got)
	}
}
