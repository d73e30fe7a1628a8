package former_test

import (
	"testing"

	"dorgora/charter/internal/former"
)

func TestIn(t *testing.T) {
	for _, row := range []struct{ says, cell, want string }{
		{"the old filing system", "ওয়েব সাইট/ ই-নথি", "ডি-নথি"},
		{"written with a space", "ই নথির মাধ্যমে", "ডি-নথি"},
		{"এই নথি is just this file", "এই নথি", ""},
		{"the old title in an upazila", "সহকারী প্রোগ্রামার উপজেলা কার্যালয়", "উপজেলা আইসিটি অফিসার"},
		{"the title in a ministry stays", "সহকারী প্রোগ্রামার, আইসিটি সেল", ""},
		{"the old framework", "বার্ষিক কর্মসম্পাদন চুক্তি প্রণয়ন", "সরকারি কর্মসম্পাদন পরিবীক্ষণ পদ্ধতি (জিপিএমএস)"},
	} {
		t.Run(row.says, func(t *testing.T) {
			got := ""
			for _, name := range former.In(row.cell) {
				got += name.New
			}
			if got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
