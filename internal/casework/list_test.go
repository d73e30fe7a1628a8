package casework_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/workday"
)

func TestLikenessScores(t *testing.T) {
	one := casework.Application{Name: "শাহানা পারভীন", Mobile: "+8801712345678", Need: "সরকারী প্রিন্টার থেকে ছাপা বের হচ্ছে না"}
	for _, row := range []struct {
		what  string
		other casework.Application
		score float64
	}{
		{"the same in everything", one, 4},
		{"the same mobile", casework.Application{Name: "আর কেউ", Mobile: "+8801712345678", Need: "অন্য কথা"}, 2},
		{"the same name in another spelling", casework.Application{Name: "সাহানা পারভিন", Mobile: "+8801911111111", Need: "অন্য কথা"}, 1},
		{"six of eight words", casework.Application{Name: "আর কেউ", Need: "সরকারি প্রিন্টার থেকে ছাপা বের হয় না"}, 0.75},
		{"four of nine words", casework.Application{Name: "আর কেউ", Need: "সরকারি প্রিন্টার থেকে ছাপা আসে কালো"}, 0},
		{"the only two words of both", casework.Application{Name: "আর কেউ", Need: "প্রিন্টার ছাপা"}, 0},
		{"nothing", casework.Application{Name: "আর কেউ", Mobile: "+8801911111111", Need: "ইন্টারনেট ধীর"}, 0},
	} {
		t.Run(row.what, func(t *testing.T) {
			if got := casework.UsualLikeness.Score(one, row.other); got != row.score {
				t.Errorf("scores %v, not %v", got, row.score)
			}
			if got := casework.UsualLikeness.Score(row.other, one); got != row.score {
				t.Errorf("scores %v the other way round, not %v", got, row.score)
			}
		})
	}
	t.Run("two without a mobile have none in common", func(t *testing.T) {
		a, b := one, casework.Application{Name: "আর কেউ", Need: "অন্য কথা"}
		if a.Mobile = ""; casework.UsualLikeness.Score(a, b) != 0 {
			t.Error("they count as the same")
		}
	})
}

func TestFilterChecks(t *testing.T) {
	for _, row := range []struct{ what, name, kept, message string }{
		{"a name is trimmed", "  দেরি,\n ফোনে ", "দেরি, ফোনে", ""},
		{"a name is asked for", " \n ", "", "casework.filter.unnamed"},
		{"sixty letters are kept", strings.Repeat("ক", 60), strings.Repeat("ক", 60), ""},
		{"one more is not", strings.Repeat("ক", 61), "", "casework.text.long"},
	} {
		t.Run(row.what, func(t *testing.T) {
			got, err := casework.Filter{Name: row.name}.Check()
			if refusal(err) != row.message || err == nil && got.Name != row.kept {
				t.Errorf("kept %q, %v", got.Name, err)
			}
		})
	}
}

func TestMarksOfADay(t *testing.T) {
	m := casework.MarksAt(workday.Bangladesh("khulna"), at(23, 11, 30), nil)
	for what, row := range map[string][2]time.Time{
		"today begins at midnight":                       {m.DayBegin, at(23, 0, 0)},
		"it ends at the next one":                        {m.DayEnd, at(24, 0, 0)},
		"the week ends with the seventh day after today": {m.WeekEnd, time.Date(2026, 12, 1, 0, 0, 0, 0, workday.Dhaka)},
	} {
		t.Run(what, func(t *testing.T) {
			if !row[0].Equal(row[1]) {
				t.Errorf("%v, not %v", row[0], row[1])
			}
		})
	}
}
