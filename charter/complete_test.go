package charter_test

import (
	"errors"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/fault"
)

var noon = time.Date(2026, 11, 24, 6, 0, 0, 0, time.UTC)

func completion(field, value string) charter.Completion {
	return charter.Completion{Group: "citizen", Serial: "1", Field: field, Value: value, Author: "uict-rupsha", At: noon, Reason: "মাসিক সভার সিদ্ধান্ত"}
}

func TestCompletionApplied(t *testing.T) {
	c := rupsha(t)
	later := completion("time", "5 working_day")
	later.At = noon.Add(time.Hour)
	done, err := charter.Apply(c, []charter.Completion{
		later, completion("time", "7 working_day"),
		completion("officer", "নাম: মোঃ আব্দুল করিম; পদবি: উপজেলা আইসিটি অফিসার; ফোন: ০১৭১১০০০০০০; ই-মেইল: ict@rupsha.gov.bd"),
		completion("papers", "১। আবেদনপত্র ২। ছবি (যদি থাকে)"),
		completion("papers_from", "উপজেলা কার্যালয়, রূপসা"),
		completion("fee", "২০ টাকা"),
		completion("channel", "web, phone"),
	})
	if err != nil {
		t.Fatal(err)
	}
	row, ok := done.Row(charter.Citizen, "1")
	if !ok {
		t.Fatal("no row")
	}
	t.Run("the printed cell stays as it was", func(t *testing.T) {
		if row.Service.Cells[charter.TimeOf] != "তাৎক্ষণিক/কার্য দিবস (প্রযোজ্য ক্ষেত্রে)" || row.Time.Printed.Kind != charter.Unmeasurable {
			t.Errorf("got %+v", row.Time.Printed)
		}
	})
	t.Run("the latest completion of a field holds, whatever the order of the list", func(t *testing.T) {
		promise, from := row.Time.Effective()
		if promise.Max != 5 || promise.Unit != charter.WorkingDay || from != charter.OfOffice || row.Time.By.At != later.At {
			t.Errorf("got %+v from %s", promise, from)
		}
	})
	t.Run("officer, papers, fee and channel have their values", func(t *testing.T) {
		officer, _ := row.Officer.Effective()
		papers, _ := row.Papers.Effective()
		fee, _ := row.Fee.Effective()
		channels, _ := row.Channels.Effective()
		if officer.Name != "মোঃ আব্দুল করিম" || officer.Post != "উপজেলা আইসিটি অফিসার" || len(officer.Phones) != 1 || len(officer.Mails) != 1 {
			t.Errorf("officer %+v", officer)
		}
		if len(papers) != 2 || papers[1].Need != charter.Optional || papers[0].From != "উপজেলা কার্যালয়, রূপসা" {
			t.Errorf("papers %+v", papers)
		}
		if fee.Amount != 2000 || len(channels) != 2 {
			t.Errorf("fee %+v channels %v", fee, channels)
		}
	})
	t.Run("what is not completed stays printed", func(t *testing.T) {
		other, _ := done.Row(charter.Citizen, "2")
		if _, from := other.Time.Effective(); from != charter.Printed {
			t.Errorf("got %s", from)
		}
	})
}

func TestCompletionTimes(t *testing.T) {
	for _, row := range []struct {
		value string
		kind  charter.TimeKind
		max   int
		unit  charter.Unit
		sure  bool
	}{
		{"7 working_day", charter.Within, 7, charter.WorkingDay, true},
		{"৭ কার্যদিবস", charter.Within, 7, charter.WorkingDay, true},
		{"2-3 hour", charter.Range, 3, charter.Hour, true},
		{"30 minute", charter.Within, 30, charter.Minute, true},
		{"10 day", charter.Within, 10, charter.Day, true},
		{"১০ দিন", charter.Within, 10, charter.Day, false},
		{"immediate", charter.Immediate, 0, charter.NoUnit, false},
	} {
		t.Run(row.value, func(t *testing.T) {
			done, err := charter.Apply(rupsha(t), []charter.Completion{completion("time", row.value)})
			if err != nil {
				t.Fatal(err)
			}
			if got, _ := done.Rows[0].Time.Effective(); got.Kind != row.kind || got.Max != row.max || got.Unit != row.unit || got.UnitCertain != row.sure {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestCompletionRefused(t *testing.T) {
	without := func(change func(*charter.Completion)) charter.Completion {
		one := completion("time", "7 working_day")
		change(&one)
		return one
	}
	for _, row := range []struct {
		says  string
		one   charter.Completion
		field string
	}{
		{"a time that cannot be measured", completion("time", "নির্দেশনা অনুযায়ী"), "value"},
		{"opening hours are no target", completion("time", "অফিস চলাকালীন"), "value"},
		{"no value", completion("time", "-"), "value"},
		{"a fee by policy again", completion("fee", "নীতিমালা অনুযায়ী"), "value"},
		{"an officer without name and post", completion("officer", "০১৭১১০০০০০০"), "value"},
		{"an officer whose phone is too short", completion("officer", "মোঃ আব্দুল করিম, সহকারী, ০১৭১১০০০০০"), "value"},
		{"a channel nobody knows", completion("channel", "প্রচলিত নিয়মে"), "value"},
		{"a field that cannot be completed", completion("name", "নতুন নাম"), "field"},
		{"no such row", without(func(c *charter.Completion) { c.Serial = "99" }), "serial"},
		{"no author", without(func(c *charter.Completion) { c.Author = " " }), "author"},
		{"no reason", without(func(c *charter.Completion) { c.Reason = "" }), "reason"},
		{"no time of writing", without(func(c *charter.Completion) { c.At = time.Time{} }), "at"},
	} {
		t.Run(row.says, func(t *testing.T) {
			_, err := charter.Apply(rupsha(t), []charter.Completion{row.one})
			var many fault.Fields
			if !errors.As(err, &many) || len(many) != 1 || many[0].Field != row.field {
				t.Errorf("got %v, want a fault in %s", err, row.field)
			}
		})
	}
	t.Run("two rows with one serial cannot be told apart", func(t *testing.T) {
		c := rupsha(t)
		c.Services[1].Serial = "1"
		if _, err := charter.Apply(c, []charter.Completion{completion("time", "7 working_day")}); err == nil {
			t.Error("no fault")
		}
	})
}
