package bangla_test

import (
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dorgora/bangla"
)

func TestSlugRomanisesByEar(t *testing.T) {
	for _, row := range []struct{ text, slug string }{
		{"আইসিটি অধিদপ্তর", "aisiti-odhidoptor"},
		{"সেবা", "seba"},
		{"উপজেলা কার্যালয়, রূপসা", "upojela-karjaloy-ruposa"},
		{"প্রশিক্ষণ", "proshikhon"},
		{"তথ্য প্রদান", "tothyo-prodan"},
		{"ই-নথি", "i-nothi"},
		{"জ্ঞান ও বিজ্ঞান", "jnan-o-bijnan"},
		{"২.১) নাগরিক সেবা:", "2-1-nagorik-seba"},
		{"ICT Advice & Support", "ict-advice-support"},
		{"Citizen’s Charter", "citizens-charter"},
		{"Café", "cafe"},
		{"বাড়ি", "bari"},
		{"দায়িত্বপ্রাপ্ত", "dayitoprapto"},
		{"---", ""},
		{"हि", "u0939"},
	} {
		t.Run(row.text, func(t *testing.T) {
			if got := bangla.Slug(row.text); got != row.slug {
				t.Errorf("got %q, want %q", got, row.slug)
			}
		})
	}
}

func TestSlugStopsAtAWholeWord(t *testing.T) {
	got := bangla.Slug("মাঠ পর্যায়ের সকল ধরনের আইসিটি সংশ্লিষ্ট পণ্য ও সেবার বিষয়ে পরামর্শ ও সহায়তা প্রদান")
	if len(got) > 60 || !strings.HasSuffix(got, "-ponyo-o") {
		t.Errorf("got %q", got)
	}
}

func TestSlugIsAlwaysASafeName(t *testing.T) {
	shape := regexp.MustCompile(`^([a-z0-9]+(-[a-z0-9]+)*)?$`)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text") + rapid.StringOfN(rapid.RuneFrom([]rune("কষ্যবর্ি া,A9-ঁ")), 0, 30, -1).Draw(t, "bangla")
		if got := bangla.Slug(text); !shape.MatchString(got) || len(got) > 60 {
			t.Fatalf("%q gives %q", text, got)
		}
	})
}
