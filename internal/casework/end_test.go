package casework_test

import (
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// refusal is the message of the only fault.
func refusal(err error) string {
	if list := fault.List(err); len(list) == 1 {
		return list[0].Message
	}
	return ""
}

func closing(outcome casework.Outcome) casework.End {
	return casework.End{Outcome: outcome, Sentence: "কাজ শেষ।"}
}

func TestCaseUnreached(t *testing.T) {
	c := receive(t, threeDays, at(23, 11, 0))
	try := func(now time.Time) {
		t.Helper()
		change, err := c.Reach("phone", "ফোন বাজে, ধরেননি", stamp(now))
		if err != nil {
			t.Fatal(err)
		}
		c = change.Case
	}
	try(at(23, 12, 0))
	try(at(23, 14, 0))
	try(at(23, 16, 0))
	if _, err := c.Close(closing(casework.Unreached), stamp(at(23, 16, 30))); refusal(err) != "casework.tries.few" {
		t.Errorf("three attempts on one day: %v", err)
	}
	try(at(24, 10, 0))
	if _, err := c.Close(closing(casework.Unreached), stamp(at(24, 11, 0))); err != nil {
		t.Errorf("four attempts over two working days: %v", err)
	}
}

func TestCaseOfAKind(t *testing.T) {
	kind := catalogue.Kind{
		ID: "repair", Outcomes: []string{"delivered", "advised", "refused"}, Reply: 1,
		Form:   []catalogue.Question{{ID: "device", Sort: catalogue.Choice, Choices: []string{"printer", "computer"}, Required: true}},
		Steps:  []catalogue.Step{{ID: "look", Days: 1, Needed: true, Record: []catalogue.Question{{ID: "found", Sort: catalogue.Text, Required: true}}}},
		Record: []catalogue.Question{{ID: "parts", Sort: catalogue.Line, Required: true}, {ID: "paid", Sort: catalogue.Choice, Choices: []string{"office", "applicant"}}},
		Sheets: []catalogue.Sheet{{ID: "note", Needs: []string{"found"}}},
	}
	a := application()
	receipt := casework.Receipt{Office: "rupsha", Number: "48210935716", Promise: threeDays, Application: a, Post: "ap", Kind: kind}
	if _, err := casework.Receive(receipt, stamp(at(23, 11, 0))); refusal(err) != "kind.field.missing" {
		t.Fatalf("without the kind's answer: %v", err)
	}
	receipt.Application.Facts = map[string]string{"device": "printer", "stray": "x"}
	received, err := casework.Receive(receipt, stamp(at(23, 11, 0)))
	if err != nil {
		t.Fatal(err)
	}
	c := received.Case
	if len(c.Tasks) != 1 || c.Tasks[0].Due.String() != "2026-11-24" || len(c.Application.Facts) != 1 || !c.ReplyBy.Equal(at(24, 17, 0)) {
		t.Fatalf("tasks %v, facts %v, reply by %v", c.Tasks, c.Application.Facts, c.ReplyBy)
	}
	end := casework.End{Outcome: casework.Delivered, Sentence: "চালু", Kind: kind}
	t.Run("a needed step comes first", func(t *testing.T) {
		if _, err := c.Close(end, stamp(at(24, 9, 0))); refusal(err) != "casework.task.undone" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a paper needs what it says", func(t *testing.T) {
		if _, err := c.Issue(casework.Paper{Sheet: kind.Sheets[0], Kind: kind, Title: "পত্র"}, stamp(at(24, 9, 0))); refusal(err) != "casework.sheet.needs" {
			t.Errorf("got %v", err)
		}
	})
	t.Run("a step asks for its record", func(t *testing.T) {
		if _, err := c.Do(casework.Doing{Task: "look", Kind: kind}, stamp(at(24, 9, 0))); refusal(err) != "kind.field.missing" {
			t.Errorf("got %v", err)
		}
	})
	done, err := c.Do(casework.Doing{Task: "look", Kind: kind, Record: map[string]string{"found": "তার ছেঁড়া"}}, stamp(at(24, 10, 0)))
	if err != nil {
		t.Fatal(err)
	}
	c = done.Case
	issued, err := c.Issue(casework.Paper{Sheet: kind.Sheets[0], Kind: kind, Title: "পত্র", Text: "তার বদলান"}, stamp(at(24, 10, 30)))
	if err != nil || issued.Case.Issued[0].Number != "48210935716-1" {
		t.Fatalf("issued %v, %v", issued.Case.Issued, err)
	}
	again, err := issued.Case.Issue(casework.Paper{Sheet: kind.Sheets[0], Kind: kind, Title: "পত্র", Text: "তার ও প্লাগ বদলান"}, stamp(at(24, 10, 40)))
	if err != nil || !again.Case.Superseded("48210935716-1") || again.Case.Superseded("48210935716-2") {
		t.Errorf("the later paper does not supersede the earlier: %v", err)
	}
	t.Run("the end asks for its record, in the field", func(t *testing.T) {
		_, err := c.Close(end, stamp(at(24, 11, 0)))
		if list := fault.List(err); len(list) != 1 || list[0].Field != "parts" {
			t.Errorf("got %v", err)
		}
	})
	end.Record = map[string]string{"parts": "ইউএসবি তার", "paid": "office"}
	closed, err := c.Close(end, stamp(at(24, 11, 0)))
	if err != nil || closed.Case.Record["found"] != "তার ছেঁড়া" || closed.Case.Record["paid"] != "office" || closed.Case.Took != 1 {
		t.Errorf("record %v, took %d, %v", closed.Case.Record, closed.Case.Took, err)
	}
	t.Run("an outcome that the kind does not know", func(t *testing.T) {
		end := closing(casework.Unreached)
		end.Kind = kind
		if _, err := c.Close(end, stamp(at(24, 11, 0))); refusal(err) != "casework.outcome.missing" {
			t.Errorf("got %v", err)
		}
	})
}

func TestCaseRate(t *testing.T) {
	open := receive(t, threeDays, at(23, 11, 0))
	closed, err := open.Close(closing(casework.Delivered), stamp(at(24, 12, 0)))
	if err != nil {
		t.Fatal(err)
	}
	applicant := func(day, hour int) casework.Stamp {
		s := stamp(at(day, hour, 0))
		s.Actor = casework.Applicant
		return s
	}
	t.Run("an open case cannot be rated", func(t *testing.T) {
		if _, err := open.Rate(casework.SolvedYes, "", applicant(24, 13)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("got %v", err)
		}
	})
	t.Run("yes ends the matter", func(t *testing.T) {
		rated, err := closed.Case.Rate(casework.SolvedYes, "ধন্যবাদ", applicant(25, 10))
		if err != nil || !rated.Case.Ended() || rated.Case.Solved != casework.SolvedYes || len(rated.Acts) != 1 {
			t.Fatalf("%v, %v", rated.Case.Status, err)
		}
		if _, err := rated.Case.Rate(casework.SolvedNo, "", applicant(25, 11)); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second answer: %v", err)
		}
	})
	reopened, err := closed.Case.Rate(casework.SolvedNo, "এখনো চলে না", applicant(25, 10))
	if err != nil {
		t.Fatal(err)
	}
	t.Run("no opens the case again and the first clock goes on", func(t *testing.T) {
		c := reopened.Case
		if c.Status != casework.InProgress || c.Reopened != 1 || c.Outcome != casework.Open || !c.Closed.IsZero() || len(reopened.Acts) != 2 {
			t.Fatalf("%s, reopened %d, %d acts", c.Status, c.Reopened, len(reopened.Acts))
		}
		// Closed from Tuesday noon to Wednesday ten: Tuesday's closing is not counted, so Thursday becomes Sunday.
		if want := at(29, 17, 0); !c.Due.Equal(want) {
			t.Errorf("due %v, want %v", c.Due, want)
		}
	})
	t.Run("a second no does not open it again", func(t *testing.T) {
		again, err := reopened.Case.Close(closing(casework.Delivered), stamp(at(26, 12, 0)))
		if err != nil {
			t.Fatal(err)
		}
		rated, err := again.Case.Rate(casework.SolvedNo, "", applicant(29, 10))
		if err != nil || !rated.Case.Ended() || rated.Case.Solved != casework.SolvedNo {
			t.Errorf("%s, %v", rated.Case.Status, err)
		}
	})
	t.Run("after the window no is only recorded", func(t *testing.T) {
		late := applicant(24, 10)
		late.Now = late.Now.AddDate(0, 0, 20)
		rated, err := closed.Case.Rate(casework.SolvedNo, "", late)
		if err != nil || !rated.Case.Ended() {
			t.Errorf("%s, %v", rated.Case.Status, err)
		}
	})
}

func TestCaseUndo(t *testing.T) {
	open := receive(t, threeDays, at(23, 11, 0))
	closed, err := open.Close(closing(casework.Delivered), stamp(at(24, 12, 0)))
	if err != nil {
		t.Fatal(err)
	}
	last := closed.Acts[0]
	other := stamp(at(24, 12, 0))
	other.Actor.Person = "p9"
	rows := []struct {
		what  string
		stamp casework.Stamp
		wrong string
	}{
		{"within the minute", stamp(at(24, 12, 1)), ""},
		{"after the minute", stamp(at(24, 12, 1).Add(time.Second)), "casework.undo.over"},
		{"by somebody else", other, "casework.undo.over"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			undone, err := closed.Case.Undo(last, open, row.stamp)
			if row.wrong != "" {
				if refusal(err) != row.wrong {
					t.Errorf("got %v", err)
				}
				return
			}
			c := undone.Case
			if err != nil || c.Status != casework.Received || c.Revision != 3 || undone.Acts[0].Deed != casework.DeedUndone {
				t.Fatalf("%s, revision %d, %v", c.Status, c.Revision, err)
			}
			if len(undone.Unsaid) != 1 || undone.Unsaid[0] != last.Salt+"-applicant" {
				t.Errorf("unsaid %v", undone.Unsaid)
			}
		})
	}
}

func TestRedact(t *testing.T) {
	rows := []struct {
		text, kept, gone string
	}{
		{"আমার পাসওয়ার্ড: Abc@123 কাজ করে না", "কাজ করে না", "Abc@123"},
		{"OTP 482915 আসে না", "আসে না", "482915"},
		{"ওটিপি ৪৮২৯১৫ দিলে ভুল বলে", "ভুল বলে", "৪৮২৯১৫"},
		{"my password is Qwerty99, please reset", "please reset", "Qwerty99"},
	}
	for _, row := range rows {
		t.Run(row.text, func(t *testing.T) {
			clean, struck := casework.Redact(row.text)
			if !struck || strings.Contains(clean, row.gone) || !strings.Contains(clean, row.kept) {
				t.Errorf("kept as %q", clean)
			}
		})
	}
	for _, plain := range []string{"পাসওয়ার্ড ভুলে গেছি", "প্রিন্টার চলছে না, ফোন 01712345678", "পিন ছাড়া কার্ড"} {
		if clean, struck := casework.Redact(plain); struck || clean != plain {
			t.Errorf("%q became %q", plain, clean)
		}
	}
}

func TestCodesSeal(t *testing.T) {
	codes, other := casework.Codes{Secret: []byte("এক")}, casework.Codes{Secret: []byte("দুই")}
	sealed := codes.Seal("1234567890")
	if strings.Contains(sealed, "1234567890") || !casework.Sealed(sealed) || sealed != codes.Seal("1234567890") || sealed == codes.Seal("1234567891") {
		t.Fatalf("sealed as %q", sealed)
	}
	if plain, err := codes.Unseal(sealed); err != nil || plain != "1234567890" {
		t.Errorf("opened as %q, %v", plain, err)
	}
	for what, wrong := range map[string]string{"of another installation": other.Seal("1234567890"), "cut": sealed[:20], "not sealed": "1234567890"} {
		if _, err := codes.Unseal(wrong); fault.KindOf(err) != fault.Denied {
			t.Errorf("%s: %v", what, err)
		}
	}
}
