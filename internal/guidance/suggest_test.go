package guidance_test

import (
	"context"
	"testing"
	"time"

	"dorgora/internal/guidance"
)

// shelf holds the starter set as if everything were approved.
func starterVersions(t *testing.T) []guidance.Version {
	all, err := guidance.Starters(today)
	if err != nil {
		t.Fatal(err)
	}
	var versions []guidance.Version
	for _, one := range all {
		versions = append(versions, guidance.Version{Guide: one.ID, Number: 1, State: guidance.Approved, Content: one.Content})
	}
	return versions
}

func TestSuggest(t *testing.T) {
	c := guidance.NewCollection(starterVersions(t))
	for name, row := range map[string]struct {
		sort        guidance.Sort
		words, want string
	}{
		"in the words of the title":       {guidance.Answer, "তথ্য অধিকার আইনে তথ্য চাই", "starter-answer-rti"},
		"in own words":                    {guidance.Answer, "আমাদের স্কুলের ল্যাবের দুইটা কম্পিউটার নষ্ট হয়ে পড়ে আছে কী করব", "starter-answer-lab"},
		"with a slip of the pen":          {guidance.Answer, "প্রশিক্ষন", "starter-answer-training"},
		"in Latin letters":                {guidance.Answer, "proshikkhon", "starter-answer-training"},
		"in English":                      {guidance.Answer, "right to information act", "starter-answer-rti"},
		"a card for somebody blackmailed": {guidance.Card, "একজন আমার ছবি দিয়ে ব্ল্যাকমেইল করছে", "starter-card-blackmail"},
		"a card for money lost":           {guidance.Card, "বিকাশ থেকে টাকা নিয়ে গেছে মোবাইল ব্যাংকিং", "starter-card-mobile-bank"},
		"a known fault":                   {guidance.KnownFault, "প্রিন্টার থেকে কাগজ বের হয় না", "starter-fault-printer"},
	} {
		t.Run(name, func(t *testing.T) {
			got := c.Suggest(guidance.Ask{Words: row.words, Sort: row.sort, Today: today})
			if len(got) == 0 || got[0].Guide != row.want || len(got) > guidance.MostSuggestions {
				for _, v := range got {
					t.Log(v.Guide)
				}
				t.Errorf("%d found, want %s first", len(got), row.want)
			}
		})
	}
	t.Run("the guides of a service without any words", func(t *testing.T) {
		got := c.Suggest(guidance.Ask{Sort: guidance.KnownFault, Service: "citizen-4", Today: today})
		if len(got) != 1 || got[0].Guide != "starter-fault-internet" {
			t.Errorf("%v", got)
		}
	})
	t.Run("nothing past its review", func(t *testing.T) {
		if got := c.Suggest(guidance.Ask{Words: "প্রশিক্ষণ", Sort: guidance.Answer, Today: today.AddMonths(24)}); len(got) > 0 {
			t.Errorf("%v", got)
		}
		if got := c.Public(today.AddMonths(24)); len(got) > 0 {
			t.Errorf("%v", got)
		}
	})
	t.Run("nothing that is not for everybody", func(t *testing.T) {
		if got := c.Suggest(guidance.Ask{Words: "প্রিন্টার", Sort: guidance.KnownFault, Public: true, Today: today}); len(got) > 0 {
			t.Errorf("%v", got)
		}
	})
	t.Run("nothing for words that nobody has", func(t *testing.T) {
		if got := c.Suggest(guidance.Ask{Words: "গরুর খামার", Sort: guidance.Answer, Today: today}); len(got) > 0 {
			t.Errorf("%v", got[0].Guide)
		}
	})
}

// library counts how often it is read.
type library struct {
	edition int64
	reads   int
	held    []guidance.Version
}

func (l *library) Edition(context.Context, string) (int64, error) { return l.edition, nil }
func (l *library) InForce(context.Context, string) ([]guidance.Version, error) {
	l.reads++
	return l.held, nil
}

func TestShelfReadsAnewWhenSomethingChanged(t *testing.T) {
	l := &library{edition: 1, held: starterVersions(t)}
	shelf := guidance.NewShelf(l, func() time.Time { return noon }, 2)
	ask := guidance.Ask{Words: "প্রশিক্ষণ", Sort: guidance.Answer}
	for range 3 {
		if got, err := shelf.Suggest(t.Context(), "rupsha", ask); err != nil || len(got) == 0 {
			t.Fatal(got, err)
		}
	}
	if l.reads != 1 {
		t.Errorf("read %d times", l.reads)
	}
	l.edition, l.held = 2, nil
	if got, err := shelf.Suggest(t.Context(), "rupsha", ask); err != nil || len(got) > 0 || l.reads != 2 {
		t.Error(got, err, l.reads)
	}
}
