package corpus_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"testing"
	"time"

	"dorgora/internal/bench/corpus"
	"dorgora/internal/number"
	"dorgora/workday"
)

var million = corpus.Corpus{Cases: 1_000_000, Offices: 500, Services: 22}

// frozen is the SHA-256 of the first 10,000 cases as lines of JSON. Figures from
// before a change of it cannot be held against figures from after.
const frozen = "7e24666ac137686634780664e4364a34c1cfb6588795eabc2694a6fc124db7bb"

func TestCorpusIsFrozen(t *testing.T) {
	sum := sha256.New()
	lines := json.NewEncoder(sum)
	for place := range 10_000 {
		if err := lines.Encode(million.Case(place)); err != nil {
			t.Fatal(err)
		}
	}
	if got := hex.EncodeToString(sum.Sum(nil)); got != frozen {
		t.Errorf("the first 10,000 cases have the sum %s, not %s", got, frozen)
	}
}

func TestCorpusCase(t *testing.T) {
	numbers, open, first := map[string]bool{}, 0, 0
	small := corpus.Corpus{Cases: 20_000, Offices: 500, Services: 22}
	offices, services := map[int]int{}, map[int]int{}
	for place := range small.Cases {
		c := small.Case(place)
		if _, err := number.ParseTracking(c.Number); err != nil || numbers[c.Number] {
			t.Fatalf("case %d: number %s is wrong or there already", place, c.Number)
		}
		numbers[c.Number] = true
		if day := c.Received.In(workday.Dhaka).Weekday(); day == time.Friday || day == time.Saturday {
			t.Fatalf("case %d came on a %s", place, day)
		}
		last := c.Received
		for _, step := range c.Steps {
			if !step.At.After(last) || !step.At.Before(corpus.End) {
				t.Fatalf("case %d: %s at %s, after %s", place, step.Deed, step.At, last)
			}
			last = step.At
		}
		if !c.Ended() {
			open++
		}
		if c.Office == 0 {
			first++
		}
		offices[c.Office]++
		services[c.Service]++
	}
	if share := float64(open) / float64(small.Cases); share < 0.04 || share > 0.06 {
		t.Errorf("%.3f of the cases are open, not 1 in 20", share)
	}
	if first != 2000 || len(offices) != 500 || len(services) != 22 || services[0] < 3*services[21] {
		t.Errorf("%d cases of the first office, %d offices, %d services", first, len(offices), len(services))
	}
}

// The first office's list of 25 can be held against itself at every size.
func TestFirstOfficeHasOpenCasesAtEverySize(t *testing.T) {
	for _, cases := range []int{1000, 2000, 50_000} {
		c, open := corpus.Corpus{Cases: cases, Offices: 500, Services: 22}, 0
		for place := range cases {
			if one := c.Case(place); one.Office == 0 && !one.Ended() {
				open++
			}
		}
		if open < 25 {
			t.Errorf("of %d cases %d of the first office are open", cases, open)
		}
	}
}
