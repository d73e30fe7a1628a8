package phrase_test

import (
	"strconv"
	"testing"

	"dorgora/bangla"
	"dorgora/charter/internal/phrase"
	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	for word, want := range map[string]int{
		"এক": 1, "সাত": 7, "নয়": 9, "এগারো": 11, "এগার": 11, "পনের": 15, "উনিশ": 19, "কুড়ি": 20, "ত্রিশ": 30,
		"পঁয়তাল্লিশ": 45, "পয়তাল্লিশ": 45, "পঞ্চাশ": 50, "ষাট": 60, "নিরানব্বই": 99, "একশত": 100, "তৃতীয়": 3, "thirty": 30,
	} {
		t.Run(word, func(t *testing.T) {
			if got, ok := phrase.Number(bangla.Normal(word)); !ok || got != want {
				t.Errorf("got %d %v, want %d", got, ok, want)
			}
		})
	}
	if _, ok := phrase.Number("দিন"); ok {
		t.Error("দিন is no number")
	}
}

func TestPlain(t *testing.T) {
	for _, row := range []struct{ says, text, want string }{
		{"a number in words in brackets goes", "০৭ (সাত) দিন", "07 দিন"},
		{"a sum in words goes", "২৫০/=(দুই শত পঞ্চাশ টাকা)", "250/="},
		{"a word the table does not know goes before a unit", "১০ (দষ) কার্যদিবস", "10 কার্যদিবস"},
		{"other brackets stay", "(ভূমি) ৩ দিন", "(ভূমি) 3 দিন"},
		{"long dashes become hyphens", "১–৭ দিন", "1-7 দিন"},
	} {
		t.Run(row.says, func(t *testing.T) {
			if got := phrase.Plain(bangla.Normal(row.text)); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// TestQuantitiesRead holds that a count reads the same in both sets of digits,
// with and without leading zero, space and ending.
func TestQuantitiesRead(t *testing.T) {
	units := map[string]string{"কার্যদিবস": phrase.WorkingDay, "কর্ম দিবস": phrase.WorkingDay, "দিন": phrase.Day, "ঘণ্টা": phrase.Hour, "মিনিট": phrase.Minute, "মাস": phrase.Month, "বৎসর": phrase.Year, "days": phrase.Day}
	rapid.Check(t, func(r *rapid.T) {
		n := rapid.IntRange(1, 999).Draw(r, "n")
		word := rapid.SampledFrom([]string{"কার্যদিবস", "কর্ম দিবস", "দিন", "ঘণ্টা", "মিনিট", "মাস", "বৎসর", "days"}).Draw(r, "unit")
		text := rapid.SampledFrom([]string{"", "0"}).Draw(r, "zero") + strconv.Itoa(n)
		if rapid.Bool().Draw(r, "bangla") {
			text = bangla.Digits(text)
		}
		text = rapid.SampledFrom([]string{"", "সর্বোচ্চ ", "আবেদনের পর "}).Draw(r, "before") + text +
			rapid.SampledFrom([]string{"", " "}).Draw(r, "space") + word + rapid.SampledFrom([]string{"", "ের মধ্যে", "।"}).Draw(r, "after")
		_, found := phrase.Quantities(phrase.Plain(text))
		if len(found) != 1 || found[0].Max != n || found[0].Unit != units[word] || found[0].Ranged {
			r.Errorf("%q read as %+v", text, found)
		}
	})
}
