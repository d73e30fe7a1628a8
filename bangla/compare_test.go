package bangla_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dorgora/bangla"
)

func TestDistanceCountsLettersAsReadersDo(t *testing.T) {
	for _, row := range []struct {
		a, b string
		want int
	}{
		{"রুপসা", "রুপসা", 0},
		{"রুপসা", "বুপসা", 1},
		{"রূপসা", "রুপসা", 1},
		{"ঊর্ধ্বতন", "উর্দ্ধতন", 2},
		{"পদ্ধতি", "প্রদ্ধতি", 1},
		{"কর্মকর্তা", "কর্মর্তা", 1},
		{"সময়সীমা", "সয়মসীমা", 2},
		{"খুলনা", "", 3},
		{"", "", 0},
		{"ইউনিয়ন", "ইউনিওন", 1},
		{"abc", "abd", 1},
	} {
		t.Run(row.a+" and "+row.b, func(t *testing.T) {
			if got := bangla.Distance(row.a, row.b); got != row.want {
				t.Errorf("got %d, want %d", got, row.want)
			}
			for limit := -1; limit < 5; limit++ {
				if got := bangla.Near(row.a, row.b, limit); got != (row.want <= limit) {
					t.Errorf("Near with limit %d says %v", limit, got)
				}
			}
		})
	}
}

// slowDistance is the textbook recursion on single letters.
func slowDistance(a, b string) int {
	if a == "" || b == "" {
		return len(a) + len(b)
	}
	if a[0] == b[0] {
		return slowDistance(a[1:], b[1:])
	}
	return 1 + min(slowDistance(a[1:], b), slowDistance(a, b[1:]), slowDistance(a[1:], b[1:]))
}

func TestDistanceAgreesWithTheTextbook(t *testing.T) {
	word := rapid.StringOfN(rapid.RuneFrom([]rune("abc")), 0, 6, -1)
	rapid.Check(t, func(t *rapid.T) {
		a, b, limit := word.Draw(t, "a"), word.Draw(t, "b"), rapid.IntRange(0, 6).Draw(t, "limit")
		want := slowDistance(a, b)
		if got := bangla.Distance(a, b); got != want || bangla.Near(a, b, limit) != (want <= limit) {
			t.Fatalf("%q, %q: %d, want %d; near %d: %v", a, b, got, want, limit, bangla.Near(a, b, limit))
		}
	})
}

func TestSortKeyOrdersAsReadersExpect(t *testing.T) {
	want := strings.Fields("২ ৯ ১০ 11 অফিস আইন ইউনিয়ন উপজেলা কর্মকর্তা ক্রমিক খুলনা তথ্য রূপসা শিক্ষা সেবা হালনাগাদ")
	got := slices.Clone(want)
	slices.Reverse(got)
	slices.SortFunc(got, func(a, b string) int { return bytes.Compare(bangla.SortKey(a), bangla.SortKey(b)) })
	if !slices.Equal(got, want) {
		t.Errorf("got %s", strings.Join(got, " "))
	}
	t.Run("the same for both encodings and digit sets", func(t *testing.T) {
		if !bytes.Equal(bangla.SortKey("সময\u09BC ১০"), bangla.SortKey("সম\u09DF 10")) {
			t.Error("keys differ")
		}
	})
	t.Run("ৎ stands beside ত", func(t *testing.T) {
		if bytes.Compare(bangla.SortKey("ৎ"), bangla.SortKey("থ")) >= 0 {
			t.Error("ৎ comes after থ")
		}
	})
	t.Run("numbers inside a text by value", func(t *testing.T) {
		if bytes.Compare(bangla.SortKey("ওয়ার্ড ৯"), bangla.SortKey("ওয়ার্ড ১০")) >= 0 {
			t.Error("১০ comes before ৯")
		}
	})
}
