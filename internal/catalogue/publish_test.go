package catalogue_test

import (
	"slices"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/workday"

	"pgregory.net/rapid"
)

func TestPublishRupsha(t *testing.T) {
	edition := publish(t, rupsha(t), nil, noon(23))
	count := map[charter.Group]int{}
	for _, s := range edition.Services {
		count[s.Group]++
		if s.Promise.Measurable() || s.Promised != catalogue.Printed {
			t.Errorf("%s promises %v, but no row of this charter holds a number", s.Key, s.Promise)
		}
		if s.NameEn == "" || s.Summary == "" || s.Short == s.Name {
			t.Errorf("%s %q has no national template", s.Key, s.Name)
		}
	}
	if count[charter.Citizen] != 6 || count[charter.Institutional] != 11 || count[charter.Internal] != 5 {
		t.Errorf("groups hold %v, want 6, 11 and 5", count)
	}
	second := edition.Services[1]
	if second.Key != "citizen-2" || second.Slug != "citizen-2-ict-advice" || second.Version != 1 {
		t.Errorf("the second service is %s at %s of version %d", second.Key, second.Slug, second.Version)
	}
}

func TestPublishCompletedTime(t *testing.T) {
	for _, one := range []struct {
		says, value string
		want        workday.Promise
	}{
		{"seven working days", "7 working_day", workday.Promise{Kind: workday.InWorkingDays, Count: 7}},
		{"at once", "immediate", workday.Promise{Kind: workday.Immediate}},
		{"calendar days", "15 day", workday.Promise{Kind: workday.InCalendarDays, Count: 15}},
		{"two hours", "2 hour", workday.Promise{Kind: workday.InHours, Count: 2}},
		{"thirty minutes", "30 minute", workday.Promise{Kind: workday.InMinutes, Count: 30}},
		{"a month", "1 month", workday.Promise{Kind: workday.InMonths, Count: 1}},
		{"a range promises its upper end", "3-5 working_day", workday.Promise{Kind: workday.InWorkingDays, Count: 5}},
	} {
		t.Run(one.says, func(t *testing.T) {
			draft, err := rupshaDraft(t).Complete(1, promised("citizen", "2", one.value))
			if err != nil {
				t.Fatal(err)
			}
			edition, err := catalogue.Publish(draft, nil, catalogue.Publication{At: noon(23)})
			if err != nil {
				t.Fatal(err)
			}
			s := edition.Services[1]
			if s.Promise != one.want || s.Promised != catalogue.Completed {
				t.Errorf("promise %v (%s), want %v", s.Promise, s.Promised, one.want)
			}
			if printed := s.Row.Cells[charter.TimeOf]; !strings.Contains(printed, "প্রযোজ্য ক্ষেত্রে") {
				t.Errorf("the printed cell became %q", printed)
			}
		})
	}
}

func TestPromiseOf(t *testing.T) {
	for _, one := range []struct {
		says string
		time charter.Time
		want workday.Promise
	}{
		{"a bare day is a calendar day", charter.Time{Kind: charter.Within, Max: 7, Unit: charter.Day}, workday.Promise{Kind: workday.InCalendarDays, Count: 7}},
		{"a year is twelve months", charter.Time{Kind: charter.Within, Max: 2, Unit: charter.Year}, workday.Promise{Kind: workday.InMonths, Count: 24}},
		{"a trigger is not receipt", charter.Time{Kind: charter.Trigger, Max: 7, Unit: charter.WorkingDay, Trigger: "প্রস্তাব পাওয়ার পর"}, workday.Promise{Kind: workday.Unmeasurable}},
		{"office hours are no limit", charter.Time{Kind: charter.Window}, workday.Promise{Kind: workday.Unmeasurable}},
		{"at least is no promise", charter.Time{Kind: charter.AtLeast, Min: 7, Unit: charter.WorkingDay}, workday.Promise{Kind: workday.Unmeasurable}},
		{"an instruction is no limit", charter.Time{Kind: charter.ByInstruction}, workday.Promise{Kind: workday.ByInstruction}},
		{"a number without unit is none", charter.Time{Kind: charter.Within, Max: 7}, workday.Promise{Kind: workday.Unmeasurable}},
	} {
		t.Run(one.says, func(t *testing.T) {
			if got := catalogue.PromiseOf(one.time); got != one.want {
				t.Errorf("got %v, want %v", got, one.want)
			}
		})
	}
}

func TestKeysStay(t *testing.T) {
	first := publish(t, rows("কৃষি ঋণের প্রত্যয়ন", "মৎস্য চাষ প্রশিক্ষণ", "গবাদি পশুর টিকা"), nil, noon(1)).Version
	t.Run("a row put in front takes the next free number", func(t *testing.T) {
		keys := publish(t, rows("নতুন সেবা", "কৃষি ঋণের প্রত্যয়ন", "মৎস্য চাষ প্রশিক্ষণ", "গবাদি পশুর টিকা"), &first, noon(2)).Version.Keys
		if want := []string{"citizen-4", "citizen-1", "citizen-2", "citizen-3"}; !slices.Equal(keys, want) {
			t.Errorf("keys %v, want %v", keys, want)
		}
	})
	t.Run("a row with a few other words keeps its key", func(t *testing.T) {
		keys := publish(t, rows("কৃষি ঋণের প্রত্যয়ন পত্র", "মৎস্য চাষ প্রশিক্ষণ", "গবাদি পশুর টিকা"), &first, noon(2)).Version.Keys
		if keys[0] != "citizen-1" {
			t.Errorf("keys %v", keys)
		}
	})
	t.Run("the key of a removed row is never given again", func(t *testing.T) {
		second := publish(t, rows("কৃষি ঋণের প্রত্যয়ন", "গবাদি পশুর টিকা"), &first, noon(2)).Version
		third := publish(t, rows("কৃষি ঋণের প্রত্যয়ন", "জমির পর্চা", "গবাদি পশুর টিকা"), &second, noon(3)).Version
		if !slices.Equal(second.Retired, []string{"citizen-2"}) || !slices.Equal(third.Keys, []string{"citizen-1", "citizen-4", "citizen-3"}) {
			t.Errorf("retired %v, then keys %v", second.Retired, third.Keys)
		}
	})
}

func TestKeysAreNeverShared(t *testing.T) {
	names := []string{"কৃষি ঋণ", "মৎস্য চাষ", "গবাদি টিকা", "জমির পর্চা", "জন্ম সনদ", "ওয়ারিশ সনদ", "ট্রেড লাইসেন্স", "নাগরিক সনদ"}
	rapid.Check(t, func(t *rapid.T) {
		owner := map[string]string{} // key to the service that first had it
		var previous *catalogue.Version
		for version := range rapid.IntRange(1, 5).Draw(t, "versions") {
			chosen := rapid.SliceOfNDistinct(rapid.SampledFrom(names), 1, len(names), rapid.ID[string]).Draw(t, "rows")
			edition, err := catalogue.Publish(catalogue.Draft{Office: "o", Charter: rows(chosen...)}, previous, catalogue.Publication{At: noon(version + 1)})
			if err != nil {
				t.Fatal(err)
			}
			for i, key := range edition.Version.Keys {
				if before, had := owner[key]; had && before != chosen[i] {
					t.Fatalf("%s was %q and is now %q", key, before, chosen[i])
				}
				owner[key] = chosen[i]
			}
			previous = &edition.Version
		}
	})
}

func TestPublishEffective(t *testing.T) {
	first := publish(t, rows("কৃষি ঋণ"), nil, noon(10)).Version
	draft := catalogue.Draft{Office: "rupsha", Charter: rows("কৃষি ঋণ")}
	refused := func(act catalogue.Publication, message string) {
		t.Helper()
		_, err := catalogue.Publish(draft, &first, act)
		if list := fault.List(err); len(list) != 1 || list[0].Message != message || list[0].Field != "effective" {
			t.Errorf("got %v, want %s", err, message)
		}
	}
	refused(catalogue.Publication{At: noon(12), Effective: noon(11)}, "catalogue.effective.past")
	later := first
	later.Effective = noon(20)
	first = later
	refused(catalogue.Publication{At: noon(12), Effective: noon(15)}, "catalogue.effective.before.previous")
	if _, err := catalogue.Publish(draft, nil, catalogue.Publication{At: noon(12), Effective: noon(1)}); err != nil {
		t.Errorf("a first charter may have been in force before: %v", err)
	}
	if _, err := catalogue.Publish(catalogue.Draft{Office: "rupsha"}, nil, catalogue.Publication{At: noon(12)}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a charter without services: %v", err)
	}
}

func TestDraftComplete(t *testing.T) {
	draft := rupshaDraft(t)
	t.Run("a stale revision is a conflict", func(t *testing.T) {
		if _, err := draft.Complete(7, promised("citizen", "1", "1 working_day")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a reason is asked for", func(t *testing.T) {
		one := promised("citizen", "1", "1 working_day")
		one.Reason = " "
		if _, err := draft.Complete(1, one); len(fault.List(err)) != 1 || fault.List(err)[0].Field != "reason" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a time that cannot be measured is refused", func(t *testing.T) {
		if _, err := draft.Complete(1, promised("citizen", "1", "যথাশীঘ্র")); fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the later completion holds and both are kept", func(t *testing.T) {
		later := promised("citizen", "1", "5 working_day")
		later.At = noon(22)
		changed, err := draft.Complete(1, promised("citizen", "1", "7 working_day"), later)
		if err != nil {
			t.Fatal(err)
		}
		all, err := catalogue.Rows(changed.Charter, changed.Completions)
		if err != nil || all[0].Time.Max != 5 || len(changed.Completions) != 2 || changed.Revision != 2 {
			t.Errorf("time %v, %d completions, revision %d, %v", all[0].Time, len(changed.Completions), changed.Revision, err)
		}
		if len(draft.Completions) != 0 {
			t.Error("the draft before was changed")
		}
	})
}
