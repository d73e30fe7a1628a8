package bangla_test

import (
	"testing"

	"dorgora/bangla"
)

func TestRepairMendsBadConversions(t *testing.T) {
	for _, row := range []struct{ bad, sound string }{
		{"রম্নম", "রুম"}, {"রম্নম নম্বর", "রুম নম্বর"}, {"তদমেত্মর", "তদন্তের"}, {"প্রস্ত্তত", "প্রস্তুত"},
		{"বাসত্মবায়ন", "বাস্তবায়ন"}, {"শামিত্ম", "শান্তি"}, {"মমত্মব্য", "মন্তব্য"}, {"সমসত্ম", "সমস্ত"}, {"ব্যসত্ম", "ব্যস্ত"},
		{"রাসত্মা", "রাস্তা"}, {"কিন্ত্ত", "কিন্তু"}, {"বস্ত্ত", "বস্তু"}, {"দ্রম্নত", "দ্রুত"}, {"ত্রম্নটি", "ত্রুটি"},
		{"উলেস্নখ", "উল্লেখ"}, {"কুমিলস্না", "কুমিল্লা"}, {"উলিস্নখিত", "উল্লিখিত"}, {"পস্নাস্টিক", "প্লাস্টিক"}, {"অভ্যমত্মরীণ", "অভ্যন্তরীণ"},
		{"শুরম্ন", "শুরু"}, {"গুরম্নত্বপূর্ণ", "গুরুত্বপূর্ণ"},
	} {
		t.Run(row.bad+" is "+row.sound, func(t *testing.T) {
			if got, want := bangla.Repair(row.bad), bangla.Normal(row.sound); got != want {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestRepairLeavesSoundWordsAlone(t *testing.T) {
	for _, word := range []string{
		"নিম্ন", "সর্বনিম্ন", "নিম্নমান", "আত্মীয়", "মহাত্মা", "আত্মকর্মসংস্থান", "তত্ত্বীয়", "সত্ত্বেও", "জ্যোৎস্না", "স্নাতক",
		"প্রশ্ন", "রত্ন", "যত্ন", "সান্ত্বনা", "মাহাত্ম্য", "অধ্যাত্ম", "পত্মী",
	} {
		t.Run(word, func(t *testing.T) {
			if got := bangla.Repair(word); got != bangla.Normal(word) {
				t.Errorf("became %s", got)
			}
		})
	}
	t.Run("the charter", func(t *testing.T) {
		charter := read(t, "charter-rupsha.txt")
		if bangla.Repair(charter) != bangla.Normal(charter) {
			t.Error("a sound text was changed")
		}
	})
}
