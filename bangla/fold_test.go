package bangla_test

import (
	"os"
	"strings"
	"testing"

	"dorgora/bangla"
)

func read(t *testing.T, name string) string {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestFoldFindsVariantSpellingsInTheCharter(t *testing.T) {
	charter := read(t, "charter-rupsha.txt")
	folded := bangla.Fold(charter)
	for _, row := range []struct {
		query         string
		plain, folded int
	}{
		{"রূপসা", 0, 19},
		{"রুপসা", 19, 19},
		{"বুপসা", 3, 3},
		{"সরকারি", 4, 10},
		{"সরকারী", 6, 10},
		{"প্রশিক্ষন", 0, 7},
		{"প্রশিক্ষণ", 7, 7},
		{"সুদ্ধাচার", 0, 1},
		{"ট্রাবলশুটিং", 0, 1},
		{"উর্ধতন", 0, 4},
		{"ঊর্ধ্বতন", 0, 4},
		{"উর্দ্ধতন", 0, 4},
		{"সেবার মুল্ল", 0, 6},
		{"কার্জালয়", 0, 38},
		{"255039757", 0, 22},
		{"২৫৫০৩৯৭৫৭", 22, 22},
		{"ই নথি", 0, 10},
		{"যুবক যুবতি", 0, 1},
		{"ইউনিওন", 0, 0},
		{"DOICTRUPSHA", 0, 22},
	} {
		t.Run(row.query, func(t *testing.T) {
			if got := strings.Count(charter, bangla.Normal(row.query)); got != row.plain {
				t.Errorf("plain hits: %d, want %d", got, row.plain)
			}
			if got := strings.Count(folded, bangla.Fold(row.query)); got != row.folded {
				t.Errorf("folded hits: %d, want %d", got, row.folded)
			}
		})
	}
}

func TestFoldMakesOneKey(t *testing.T) {
	for _, row := range []struct{ name, a, b string }{
		{"long and short i", "কর্মচারী", "কর্মচারি"},
		{"both encodings of ya", "সময়", "সময\u09BC"},
		{"joiner of ra with ya-phala", "র\u200D\u09CD\u09AFাব", "রাব"},
		{"joiner inside a conjunct", "সদ্\u200Cব্যবহার", "সদ্ব্যবহার"},
		{"chandrabindu left out", "চাঁদপুর", "চাদপুর"},
		{"visarga used as a colon", "সেবাঃ", "সেবা:"},
		{"apostrophe in a name", "ইউপি’র", "ইউপির"},
		{"hyphen or space", "ই-নথি", "ই  নথি"},
		{"vowel r", "কৃষি", "ক্রিষি"},
		{"Assamese ra", "প্ৰতিশ্রুত", "প্রতিশ্রুত"},
		{"capitals and accents", "Café ICT", "cafe ict"},
		{"digits of both sets", "২০২৬", "2026"},
	} {
		t.Run(row.name, func(t *testing.T) {
			if a, b := bangla.Fold(row.a), bangla.Fold(row.b); a != b {
				t.Errorf("%q and %q", a, b)
			}
		})
	}
	t.Run("different words stay apart", func(t *testing.T) {
		if bangla.Fold("রুপসা") == bangla.Fold("বুপসা") {
			t.Error("a misspelt place must not be hidden")
		}
	})
}

func TestWordsSplitsAtPunctuation(t *testing.T) {
	got := strings.Join(bangla.Words("দাপ্তরিক ওয়েব সাইট/টেলিফোন/ ই-মেইল (সরাসরি)।"), "|")
	if want := "দাপতরিক|ওজেব|সাইট|টেলিফোন|ই|মেইল|সরাসরি"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}
