package place_test

import (
	"strings"
	"testing"

	"dorgora/charter/internal/place"
)

func TestJudge(t *testing.T) {
	for _, row := range []struct {
		says, name, district, near string
		beside                     []string
		want                       place.Judgement
	}{
		{"a listed upazila is known", "রূপসা", "", "রূপসা", nil, place.Known},
		{"a listed district is known", "খুলনা", "", "খুলনা", nil, place.Known},
		{"another vowel sign is a variant", "রুপসা", "", "রূপসা", nil, place.Variant},
		{"one wrong letter in a known district is a misspelling", "বুপসা", "খুলনা", "রূপসা", nil, place.Misspelt},
		{"one wrong letter beside the right name is a misspelling", "বুপসা", "", "রূপসা", []string{"রূপসা"}, place.Misspelt},
		{"a long name needs no district", "পাইকগাচা", "", "পাইকগাছা", nil, place.Misspelt},
		{"a short name without a district is left alone", "মালা", "", "", nil, place.Unknown},
		{"a union is not in the list and not wrong", "শ্রীফলতলা", "খুলনা", "", nil, place.Unknown},
		{"a word that is near to no place", "প্রোগ্রামার", "খুলনা", "", nil, place.Unknown},
	} {
		t.Run(row.says, func(t *testing.T) {
			if near, got := place.Judge(row.name, row.district, row.beside); got != row.want || near != row.near {
				t.Errorf("got %s %q, want %s %q", got, near, row.want, row.near)
			}
		})
	}
}

func TestMentions(t *testing.T) {
	for _, row := range []struct{ says, cell, want string }{
		{"after an office", "সহকারী প্রোগ্রামার উপজেলা কার্যালয়, রুপসা, খুলনা। ফোন- ১২৩", "রুপসা/খুলনা খুলনা/"},
		{"beside a district", "সাব-রেজিস্ট্রার, বুপসা, খুলনা", "বুপসা/খুলনা"},
		{"no place in a list of papers", "আবেদনপত্র, ছবি, সনদ", ""},
		{"a new sentence ends the place", "জেলা কার্যালয়, খুলনা। আবেদনপত্র, ছবি", "খুলনা/"},
	} {
		t.Run(row.says, func(t *testing.T) {
			var found []string
			for _, mention := range place.Mentions(row.cell) {
				found = append(found, mention.Name+"/"+mention.District)
			}
			if got := strings.Join(found, " "); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
