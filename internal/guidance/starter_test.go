package guidance_test

import (
	"testing"

	"dorgora/internal/guidance"
	"dorgora/workday"

	"golang.org/x/text/unicode/norm"
)

var today = workday.Date{Year: 2026, Month: 11, Day: 24}

func TestStartersAreReadyToBeRead(t *testing.T) {
	all, err := guidance.Starters(today)
	if err != nil {
		t.Fatal(err)
	}
	count, seen := map[guidance.Sort]int{}, map[string]bool{}
	for _, one := range all {
		count[one.Content.Sort]++
		if seen[one.ID] {
			t.Errorf("%s stands twice", one.ID)
		}
		seen[one.ID] = true
		if open := one.Content.Sort == guidance.Answer || one.Content.Sort == guidance.Card; open != one.Content.Public {
			t.Errorf("%s: public %v", one.ID, one.Content.Public)
		}
		if one.Content.Public && one.Content.En.Body == "" {
			t.Errorf("%s has no English draft", one.ID)
		}
		if !norm.NFC.IsNormalString(one.Content.Bn.Body) {
			t.Errorf("%s is not in normal form", one.ID)
		}
	}
	for sort, least := range map[guidance.Sort]int{
		guidance.Answer: 10, guidance.Card: 8, guidance.KnownFault: 8, guidance.Specification: 4, guidance.Template: 6,
	} {
		if count[sort] < least {
			t.Errorf("%d of sort %s, want %d", count[sort], sort, least)
		}
	}
}

func TestHotlinesHaveASource(t *testing.T) {
	numbers := map[string]bool{}
	for _, one := range guidance.Hotlines() {
		numbers[one.Number] = true
		if one.Name == "" || one.NameEn == "" || one.For == "" || one.ForEn == "" || one.Source == "" {
			t.Errorf("%+v is not complete", one)
		}
	}
	for _, must := range []string{"999", "109", "1098"} {
		if !numbers[must] {
			t.Errorf("%s is missing", must)
		}
	}
}
