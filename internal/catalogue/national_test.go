package catalogue_test

import (
	"cmp"
	"regexp"
	"testing"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

// kinds are the kinds of the services that have one of their own.
var kinds = map[string]string{
	"department-information": "information", "ict-advice": "advice", "lab-support": "labsupport", "udc-support": "centre",
	"cyber-security-advice": "cyber", "resource-person": "speaker", "troubleshooting": "trouble",
	"technical-support": "technical", "online-systems": "rollout", "procurement-advice": "procurement", "reports": "report",
}

func TestNational(t *testing.T) {
	facts := catalogue.National()
	if len(facts) != 22 {
		t.Errorf("%d templates, want 22", len(facts))
	}
	slug := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, one := range facts {
		for _, text := range append([]string{one.Name, one.Short, one.NameEn, one.Summary, one.SummaryEn}, one.Synonyms...) {
			if text == "" || bangla.Normal(text) != text {
				t.Errorf("%s: %q is empty or not in normal form", one.Slug, text)
			}
		}
		if !slug.MatchString(one.Slug) {
			t.Errorf("%q is no slug", one.Slug)
		}
		if want := cmp.Or(kinds[one.Slug], "plain"); one.Kind != want {
			t.Errorf("%s: kind %q, want %q", one.Slug, one.Kind, want)
		}
	}
	for _, row := range rupsha(t).Services {
		if _, ok := facts.Find(row.Name); !ok {
			t.Errorf("%q has no template", row.Name)
		}
	}
	if _, ok := facts.Find("সরকারি বিভিন্ন দপ্তরের কর্মকর্তা ও কর্মচারীদের ICT/ই-নথি/ওয়েব পোর্টাল/অন্যান্য বিষয়ক প্রশিক্ষন প্রদান"); !ok {
		t.Error("another spelling of the same name is not recognised")
	}
	if _, err := catalogue.ParseFacts("name\tslug\nonly\ttwo"); err == nil {
		t.Error("a short line passes")
	}
}

func TestTexts(t *testing.T) {
	if _, err := message.New(catalogue.Texts); err != nil {
		t.Error(err)
	}
}

func TestKeyOf(t *testing.T) {
	for slug, want := range map[string]string{
		"citizen-2-ict-advice": "citizen-2", "citizen-2": "citizen-2", "service-14-land": "service-14",
		"citizen-02": "", "citizen": "", "citizen-x": "", "other-2": "", "": "", "citizen-0": "", "citizen--1": "",
	} {
		if got := catalogue.KeyOf(slug); got != want {
			t.Errorf("KeyOf(%q) = %q, want %q", slug, got, want)
		}
	}
}
