package charter_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dorgora/charter"
	"pgregory.net/rapid"
)

func changes(list []charter.Difference) string {
	var all []string
	for _, d := range list {
		all = append(all, strings.TrimSpace(fmt.Sprintf("%s %s %s", d.Change, d.Serial, string(d.Cell)+string(d.Section)+d.Header)))
	}
	return strings.Join(all, "; ")
}

func TestDiff(t *testing.T) {
	for _, row := range []struct {
		says   string
		change func(*charter.Charter)
		want   string
		bn     string // words that the first difference says
	}{
		{"nothing changed", func(*charter.Charter) {}, "", ""},
		{"white space is no change", func(c *charter.Charter) { c.Services[0].Cells[charter.TimeOf] = " ৭\nকার্যদিবস " }, "", ""},
		{"a time changed", func(c *charter.Charter) { c.Services[0].Cells[charter.TimeOf] = "৩ কার্যদিবস" },
			"cell_changed 1 time", "“তথ্য প্রদান” সেবা: সময়সীমা বদলেছে। আগে: “৭ কার্যদিবস”; এখন: “৩ কার্যদিবস”।"},
		{"a service was added", func(c *charter.Charter) {
			c.Services = append(c.Services, charter.Service{Group: charter.Citizen, Serial: "3", Name: "ল্যাব পরিদর্শন"})
		}, "service_added 3", "“ল্যাব পরিদর্শন” সেবাটি যোগ করা হয়েছে।"},
		{"a service was removed", func(c *charter.Charter) { c.Services = c.Services[:1] },
			"service_removed 2", "“পরামর্শ প্রদান” সেবাটি বাদ দেওয়া হয়েছে।"},
		{"a service was renamed", func(c *charter.Charter) { c.Services[0].Name = "আইসিটি তথ্য প্রদান" },
			"service_renamed 1", "সেবার নাম বদলেছে। আগে: “তথ্য প্রদান”; এখন: “আইসিটি তথ্য প্রদান”।"},
		{"two services changed places", func(c *charter.Charter) {
			slices.Reverse(c.Services)
			c.Services[0].Serial, c.Services[1].Serial = "1", "2"
		}, "service_moved 1; service_moved 2", "“পরামর্শ প্রদান” সেবাটির স্থান বদলেছে। আগে: নাগরিক সেবা ২; এখন: নাগরিক সেবা ১।"},
		{"a service went to another group", func(c *charter.Charter) { c.Services[1].Group = charter.Internal },
			"service_moved 2", "“পরামর্শ প্রদান” সেবাটির স্থান বদলেছে। আগে: নাগরিক সেবা ২; এখন: অভ্যন্তরীণ সেবা ২।"},
		{"a section went away", func(c *charter.Charter) { delete(c.Sections, charter.Mission) },
			"section_changed  mission", "“মিশন” অংশ বদলেছে। আগে: “দ্রুত সেবা।”; এখন: (ফাঁকা)।"},
		{"the date changed", func(c *charter.Charter) { c.Date = "2027-01-01" },
			"date_changed", "হালনাগাদের তারিখ বদলেছে। আগে: “2026-11-23”; এখন: “2027-01-01”।"},
		{"a cell of an unknown column changed", func(c *charter.Charter) { c.Services[0].Extra = map[string]string{"ছবি": "২ কপি"} },
			"cell_changed 1 ছবি", "“তথ্য প্রদান” সেবা: “ছবি” বদলেছে। আগে: (ফাঁকা); এখন: “২ কপি”।"},
	} {
		t.Run(row.says, func(t *testing.T) {
			got := charter.Diff(officeCharter(func(*charter.Charter) {}), officeCharter(row.change))
			if changes(got) != row.want {
				t.Fatalf("got %q, want %q", changes(got), row.want)
			}
			if len(got) > 0 && got[0].Text("bn") != row.bn {
				t.Errorf("says %q, want %q", got[0].Text("bn"), row.bn)
			}
			for _, d := range got {
				if d.Text("en") == "" || d.Text("en") == d.Text("bn") {
					t.Errorf("English text %q", d.Text("en"))
				}
			}
		})
	}
}

// TestDiffMatches shuffles, drops and edits the rows of the seed: a row that
// kept its name is never taken for new or removed.
func TestDiffMatches(t *testing.T) {
	seed := rupsha(t)
	rapid.Check(t, func(r *rapid.T) {
		now := seed
		order := rapid.Permutation(seed.Services).Draw(r, "order")
		dropped := rapid.IntRange(0, 21).Draw(r, "dropped")
		now.Services = order[dropped:]
		removed := 0
		for _, d := range charter.Diff(seed, now) {
			switch d.Change {
			case charter.ServiceRemoved:
				removed++
			case charter.ServiceAdded, charter.ServiceRenamed, charter.CellChanged, charter.ServiceMoved:
				r.Errorf("unexpected %+v", d)
			}
		}
		if removed != dropped {
			r.Errorf("%d removed, want %d", removed, dropped)
		}
	})
}
