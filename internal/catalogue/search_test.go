package catalogue_test

import (
	"strings"
	"testing"

	"dorgora/internal/catalogue"
)

func TestSearchRupsha(t *testing.T) {
	index := catalogue.NewIndex(publish(t, rupsha(t), nil, noon(23)).Services)
	for _, one := range []struct{ says, query, want string }{
		{"own words of a citizen", "ল্যাবের কম্পিউটার নষ্ট", "citizen-3"},
		{"a word of the plain name", "সাইবার নিরাপত্তা", "citizen-5"},
		{"what people say", "ফেসবুক হ্যাক", "citizen-5"},
		{"a slow line", "ইন্টারনেট ধীর", "citizen-2"},
		{"a lost password", "ই-নথি পাসওয়ার্ড", "institutional-6"},
		{"the newer name of the system", "ডি-নথি লগইন", "institutional-6"},
		{"wrong spelling", "আউটসোর্সিং প্রশিক্ষন", "citizen-6"},
		{"another wrong spelling", "ট্রাবলশুটিং", "institutional-6"},
		{"short i for long", "সুদ্ধাচার", "internal-2"},
		{"English", "cyber security", "citizen-5"},
		{"English in capitals", "FACEBOOK HACKED", "citizen-5"},
		{"English with a slip", "freelncing training", "citizen-6"},
		{"romanised", "lab poridorshon", "institutional-10"},
		{"romanised, of the summary and name", "cyber nirapotta", "citizen-5"},
		{"romanised training of the jobless", "bekar prosikkhon", "citizen-6"},
		{"a question", "ফ্রিল্যান্সিং কোর্স কোথায় করব", "citizen-6"},
		{"an inflected word", "উদ্যোক্তাদের ডিজিটাল সেন্টার", "citizen-4"},
		{"tender specification", "টেন্ডারের স্পেসিফিকেশন", "institutional-9"},
		{"minutes of the committee", "committee minutes", "institutional-11"},
	} {
		t.Run(one.says, func(t *testing.T) {
			hits := index.Search(one.query)
			if len(hits) == 0 {
				t.Fatalf("%q finds nothing", one.query)
			}
			if hits[0].Service.Key != one.want {
				var keys []string
				for _, hit := range hits {
					keys = append(keys, hit.Service.Key)
				}
				t.Errorf("%q finds %s first, want %s", one.query, strings.Join(keys, ", "), one.want)
			}
		})
	}
}

func TestSearchFindsAll(t *testing.T) {
	index := catalogue.NewIndex(publish(t, rupsha(t), nil, noon(23)).Services)
	for _, one := range []struct {
		says, query string
		least       int
	}{
		{"the place in its usual spelling", "রূপসা", 22},
		{"the phone number in Latin digits", "255039757", 22},
		{"the phone number in Bangla digits", "২৫৫০৩৯৭৫৭", 22},
		{"training", "প্রশিক্ষণ", 5},
		{"training, romanised", "prosikkhon", 5},
	} {
		t.Run(one.says, func(t *testing.T) {
			if n := len(index.Search(one.query)); n < one.least {
				t.Errorf("%q finds %d services, want at least %d", one.query, n, one.least)
			}
		})
	}
	for _, nothing := range []string{"", " ", "?!", "পাসপোর্ট নবায়ন", "driving licence", "qqqq zzzz"} {
		if hits := index.Search(nothing); len(hits) != 0 {
			t.Errorf("%q finds %s", nothing, hits[0].Service.Short)
		}
	}
}

func TestHitMark(t *testing.T) {
	hits := catalogue.NewIndex(publish(t, rupsha(t), nil, noon(23)).Services).Search("নিরাপত্তা পরামর্শ")
	if len(hits) == 0 {
		t.Fatal("nothing found")
	}
	var whole, marked []string
	for _, piece := range hits[0].Mark("সাইবার নিরাপত্তা পরামর্শ") {
		whole = append(whole, piece.Text)
		if piece.Found {
			marked = append(marked, piece.Text)
		}
	}
	if text := strings.Join(whole, ""); text != "সাইবার নিরাপত্তা পরামর্শ" {
		t.Errorf("the pieces make %q", text)
	}
	if got := strings.Join(marked, "|"); got != "নিরাপত্তা|পরামর্শ" {
		t.Errorf("marked %q", got)
	}
}

func FuzzSearch(f *testing.F) {
	index := catalogue.NewIndex(publish(f, rupsha(f), nil, noon(23)).Services)
	for _, seed := range []string{"ল্যাব", "cyber", "২৫৫", "ক্\u200dষ \u200d", "\xff\xfe", strings.Repeat("ক ", 500)} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		for _, hit := range index.Search(query) {
			var whole strings.Builder
			for _, piece := range hit.Mark(query) {
				whole.WriteString(piece.Text)
			}
			if whole.String() != query {
				t.Errorf("marking changes %q to %q", query, whole.String())
			}
		}
	})
}
