package office_test

import (
	"testing"
	"time"

	"dorgora/internal/office"
)

func TestMatching(t *testing.T) {
	changes, err := office.DepartmentTree(office.Office{ID: "doict", Slug: "doict"}, nil, day(time.November, 23))
	ok(t, err)
	var all []office.Office
	for _, c := range changes {
		all = append(all, c.Offices...)
	}
	rows := []struct {
		name, query string
		want        int
		first       string
	}{
		{"nothing is asked", " ", 558, "doict-bagerhat"},
		{"by name", "রূপসা", 1, "rupsha"},
		{"with another vowel", "রুপসা", 1, "rupsha"},
		{"in English", "Rupsha", 1, "rupsha"},
		{"a name that repeats", "কালীগঞ্জ", 4, "kaliganj-gazipur"},
		{"a name that repeats, with its district", "কালীগঞ্জ গাজীপুর", 1, "kaliganj-gazipur"},
		{"by district: its own office and those below it", "খুলনা", 10, "doict-khulna"},
		{"by the spelling before 2018", "Jessore", 9, "doict-jashore"},
		{"by a former name", "দক্ষিণ সুনামগঞ্জ", 1, "shantiganj"},
		{"by nothing that there is", "কলকাতা", 0, ""},
	}
	for _, row := range rows {
		t.Run(row.name, func(t *testing.T) {
			got := office.Matching(all, row.query)
			if len(got) != row.want || row.want > 0 && got[0].Slug != row.first {
				t.Errorf("%d offices: %.200v", len(got), got)
			}
		})
	}
}
