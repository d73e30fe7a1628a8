package bangla_test

import (
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"dorgora/bangla"
)

func TestNumberGroupsByLakhAndCrore(t *testing.T) {
	for _, row := range []struct {
		n    int64
		want string
	}{
		{0, "০"}, {7, "৭"}, {999, "৯৯৯"}, {1000, "১,০০০"}, {99999, "৯৯,৯৯৯"}, {100000, "১,০০,০০০"}, {1234567, "১২,৩৪,৫৬৭"},
		{12345678, "১,২৩,৪৫,৬৭৮"}, {1234567890, "১,২৩,৪৫,৬৭,৮৯০"}, {-1234567, "-১২,৩৪,৫৬৭"}, {-100, "-১০০"},
		{math.MinInt64, "-৯২,২৩,৩৭,২০,৩৬,৮৫,৪৭,৭৫,৮০৮"},
	} {
		t.Run(row.want, func(t *testing.T) {
			if got := bangla.Number(row.n); got != row.want {
				t.Errorf("got %s", got)
			}
		})
	}
	t.Run("in ASCII digits", func(t *testing.T) {
		if got := bangla.Grouped(1234567); got != "12,34,567" {
			t.Errorf("got %s", got)
		}
	})
}

func TestNumberLosesNoDigit(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.Int64().Draw(t, "n")
		plain := strings.ReplaceAll(bangla.Grouped(n), ",", "")
		if plain != strings.ReplaceAll(bangla.ASCII(bangla.Number(n)), ",", "") || !strings.HasSuffix(plain, lastDigit(n)) {
			t.Fatalf("%d is written %s", n, bangla.Grouped(n))
		}
	})
}

func lastDigit(n int64) string {
	d := n % 10
	if d < 0 {
		d = -d
	}
	return string(rune('0' + d))
}

func TestMoneyShowsPaisaOnlyWhenThereAreSome(t *testing.T) {
	for _, row := range []struct {
		paisa              int64
		bengali, inEnglish string
	}{
		{0, "৳০", "Tk 0"},
		{2000, "৳২০", "Tk 20"},
		{50, "৳০.৫০", "Tk 0.50"},
		{12345650, "৳১,২৩,৪৫৬.৫০", "Tk 1,23,456.50"},
		{12345600, "৳১,২৩,৪৫৬", "Tk 1,23,456"},
		{105, "৳১.০৫", "Tk 1.05"},
		{-105, "-৳১.০৫", "-Tk 1.05"},
		{-5, "-৳০.০৫", "-Tk 0.05"},
		{math.MinInt64, "-৳৯২,২৩,৩৭,২০,৩৬,৮৫,৪৭,৭৫৮.০৮", "-Tk 92,23,37,20,36,85,47,758.08"},
	} {
		t.Run(row.inEnglish, func(t *testing.T) {
			if got := bangla.Money(row.paisa); got != row.bengali {
				t.Errorf("Bangla: %s", got)
			}
			if got := bangla.MoneyEnglish(row.paisa); got != row.inEnglish {
				t.Errorf("English: %s", got)
			}
		})
	}
}

func TestOrdinalTakesTheUsualEndings(t *testing.T) {
	for n, want := range map[int]string{
		1: "১ম", 2: "২য়", 3: "৩য়", 4: "৪র্থ", 5: "৫ম", 6: "৬ষ্ঠ", 7: "৭ম", 8: "৮ম", 9: "৯ম", 10: "১০ম", 11: "১১তম", 21: "২১তম", 100: "১০০তম", 0: "০তম",
	} {
		t.Run(want, func(t *testing.T) {
			if got := bangla.Ordinal(n); got != bangla.Normal(want) {
				t.Errorf("got %s", got)
			}
		})
	}
}

func TestCountUsesClassifiers(t *testing.T) {
	if got := bangla.Count(3, "আবেদন"); got != "৩টি আবেদন" {
		t.Errorf("Count: %s", got)
	}
	if got := bangla.Count(12500, "সেবা"); got != "১২,৫০০টি সেবা" {
		t.Errorf("Count: %s", got)
	}
	if got := bangla.People(5); got != "৫ জন" {
		t.Errorf("People: %s", got)
	}
}
