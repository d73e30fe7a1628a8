package guidancedb_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var _ interface {
	guidance.Store
	guidance.Counter
} = guidancedb.Store{}

var noon = time.Date(2026, time.November, 24, 6, 0, 0, 0, time.UTC)

// people are the applicants who can be told something; asked runs before they are
// given.
type people struct {
	reach map[string]guidance.Recipient
	asked func()
}

func (p *people) Recipients(_ context.Context, _ string, numbers []string) ([]guidance.Recipient, error) {
	if p.asked != nil {
		asked := p.asked
		p.asked = nil
		asked()
	}
	var all []guidance.Recipient
	for _, number := range numbers {
		if one, known := p.reach[number]; known {
			all = append(all, one)
		}
	}
	return all, nil
}

type rig struct {
	*testing.T
	guidancedb.Store
	people *people
}

func engines(t *testing.T, check func(*rig)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		p := &people{reach: map[string]guidance.Recipient{}}
		for i := range 9 {
			number := fmt.Sprintf("4821093571%d", i)
			p.reach[number] = guidance.Recipient{Case: number, Channel: "sms", Address: "+8801712345678", Lang: "bn", Sealed: i == 2}
		}
		check(&rig{t, guidancedb.Store{DB: db, Recipients: p, Now: func() time.Time { return noon }}, p})
	})
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func sign(person string, minutes int) guidance.Signature {
	return guidance.Signature{Person: person, Name: person, At: noon.Add(time.Duration(minutes) * time.Minute)}
}

func content(body string) guidance.Content {
	today := workday.DateOf(noon)
	return guidance.Content{
		Sort: guidance.Answer, Topic: "প্রশিক্ষণ", Services: []string{"citizen-1"}, Public: true,
		Bn: guidance.Text{Title: "প্রশিক্ষণ কবে?", Body: body}, Source: guidance.Source{Document: "চার্টার", Version: "২", Date: today},
		ReviewBy: today.AddMonths(6),
	}
}

var letter = guidance.Letter{Phone: "0255039757", Link: "https://seba.example.gov.bd/rupsha/answers/g1"}

// write writes the next version and has it approved.
func (r *rig) write(office1, id, body string) guidance.Guide {
	r.Helper()
	g, err := r.Guide(r.Context(), office1, id)
	if err != nil {
		g = guidance.Guide{Office: office1, ID: id}
	}
	change, err := g.Rewrite(g.Revision, content(body), sign("karim", int(g.Revision)))
	r.ok(err)
	r.ok(r.Apply(r.Context(), change, letter))
	change, err = change.Guide.Approve(change.Guide.Revision, []office.Person{{ID: "jalal"}}, sign("jalal", int(g.Revision)+1))
	r.ok(err)
	r.ok(r.Apply(r.Context(), change, letter))
	return change.Guide
}

func (r *rig) give(g guidance.Guide, number string) error {
	v, _ := g.InForce()
	use := guidance.Use{Office: g.Office, Guide: g.ID, Version: v.Number, Case: number, By: sign("karim", 0)}
	return r.DB.InTx(r.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return guidancedb.Record(ctx, tx, use) })
}

func (r *rig) notices() []notice.Notice {
	r.Helper()
	all, err := noticedb.Store{DB: r.DB}.Notices(r.Context(), "rupsha", "", 50)
	r.ok(err)
	return all
}

func TestStoreKeepsTheWholeHistory(t *testing.T) {
	engines(t, func(r *rig) {
		r.write("rupsha", "g1", "এক")
		want := r.write("rupsha", "g1", "দুই")
		r.write("khulna", "g1", "অন্য কার্যালয়")
		got, err := r.Guide(r.Context(), "rupsha", "g1")
		r.ok(err)
		if !reflect.DeepEqual(got, want) {
			r.Errorf("came back as\n%+v\nnot\n%+v", got, want)
		}
		_, err = r.Guide(r.Context(), "rupsha", "g2")
		r.isKind(err, fault.NotFound, "guidance.missing")
		stale, err := want.Withdraw(want.Revision, 2, "ভুল", sign("karim", 9))
		r.ok(err)
		r.ok(r.Apply(r.Context(), stale, letter))
		r.isKind(r.Apply(r.Context(), stale, letter), fault.Conflict, "guidance.stale")
	})
}

func (r *rig) isKind(err error, kind fault.Kind, key string) {
	r.Helper()
	var one *fault.Fault
	if !errors.As(err, &one) || one.Kind != kind || one.Message != key {
		r.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func TestStoreListsEveryVersionOnce(t *testing.T) {
	engines(t, func(r *rig) {
		for i := range 7 { // all at one moment, so that the cursor must tell them apart
			r.write("rupsha", fmt.Sprintf("g%d", i), "এক")
		}
		seen, after := map[string]bool{}, ""
		for {
			page, err := r.Lines(r.Context(), guidance.Query{Office: "rupsha", State: guidance.Approved, Sort: guidance.Answer, After: after, Limit: 3})
			r.ok(err)
			if len(page) == 0 {
				break
			}
			for _, v := range page {
				seen[v.Guide] = true
			}
			after = page[len(page)-1].Cursor()
		}
		if len(seen) != 7 {
			r.Errorf("%d of 7 listed", len(seen))
		}
		for _, none := range []guidance.Query{
			{Office: "rupsha", State: guidance.Approved, Sort: guidance.Card, Limit: 9},
			{Office: "rupsha", State: guidance.Draft, Limit: 9}, {Office: "khulna", State: guidance.Approved, Limit: 9},
		} {
			if page, err := r.Lines(r.Context(), none); err != nil || len(page) > 0 {
				r.Errorf("%+v lists %d, %v", none, len(page), err)
			}
		}
		inForce, err := r.InForce(r.Context(), "rupsha")
		r.ok(err)
		if edition, err := r.Edition(r.Context(), "rupsha"); err != nil || edition != 14 || len(inForce) != 7 {
			r.Errorf("edition %d, %d in force, %v", edition, len(inForce), err)
		}
		if edition, err := r.Edition(r.Context(), "khulna"); err != nil || edition != 0 {
			r.Errorf("an office without guides has the edition %d, %v", edition, err)
		}
	})
}

func TestCorrectionTellsEveryRecipientOnce(t *testing.T) {
	engines(t, func(r *rig) {
		g := r.write("rupsha", "g1", "জানুয়ারিতে")
		for _, number := range []string{"48210935711", "48210935712", "48210935711", "99999999999"} {
			r.ok(r.give(g, number))
		}
		g = r.write("rupsha", "g1", "ফেব্রুয়ারিতে")
		sent := r.notices()
		keys := map[string]string{}
		for _, n := range sent {
			keys[n.Subject] = n.Key
		}
		want := map[string]string{"case/48210935711": "guidance.notice.corrected.link", "case/48210935712": "guidance.notice.corrected"}
		if len(sent) != 2 || !reflect.DeepEqual(keys, want) {
			r.Fatalf("told %v", keys)
		}
		uses, err := r.Uses(r.Context(), "rupsha", "g1", 50)
		r.ok(err)
		told := 0
		for _, use := range uses {
			if !use.Told.IsZero() {
				told++
			}
		}
		if len(uses) != 5 || told != 2 { // three of the first version, two that the correction carried on
			r.Errorf("%d uses, %d told", len(uses), told)
		}

		change, err := g.Withdraw(g.Revision, 2, "এটিও ভুল", sign("karim", 30))
		r.ok(err)
		r.ok(r.Apply(r.Context(), change, letter))
		if sent := r.notices(); len(sent) != 4 {
			r.Errorf("%d notices after the withdrawal, want 4", len(sent))
		}
		r.isKind(r.give(g, "48210935713"), fault.Conflict, "guidance.over")
	})
}

func TestSameWordsAgainTellNobodyUntilTheyChange(t *testing.T) {
	engines(t, func(r *rig) {
		r.ok(r.give(r.write("rupsha", "g1", "জানুয়ারিতে"), "48210935711"))
		r.ok(r.give(r.write("rupsha", "g1", "জানুয়ারিতে"), "48210935713"))
		if sent := r.notices(); len(sent) > 0 {
			r.Errorf("told %+v", sent)
		}
		r.write("rupsha", "g1", "মার্চে")
		if sent := r.notices(); len(sent) != 2 {
			r.Errorf("%d told of the change, want 2", len(sent))
		}
	})
}

func TestWhoComesMeanwhileIsToldToo(t *testing.T) {
	engines(t, func(r *rig) {
		g := r.write("rupsha", "g1", "জানুয়ারিতে")
		r.ok(r.give(g, "48210935711"))
		r.people.asked = func() { r.ok(r.give(g, "48210935714")) }
		r.write("rupsha", "g1", "মার্চে")
		if sent := r.notices(); len(sent) != 2 {
			r.Errorf("%d told, want 2", len(sent))
		}
	})
}

func TestGivingOutAndWithdrawingAtOnce(t *testing.T) {
	engines(t, func(r *rig) {
		g := r.write("rupsha", "g1", "জানুয়ারিতে")
		change, err := g.Withdraw(g.Revision, 1, "ভুল", sign("karim", 30))
		r.ok(err)
		var all sync.WaitGroup
		var mu sync.Mutex
		given := 0
		for i := range 8 {
			all.Go(func() {
				if err := r.give(g, fmt.Sprintf("4821093571%d", i)); err == nil {
					mu.Lock()
					given++
					mu.Unlock()
				}
			})
		}
		all.Go(func() {
			if err := r.Apply(r.Context(), change, letter); err != nil {
				r.Error(err)
			}
		})
		all.Wait()
		if sent := r.notices(); len(sent) != given {
			r.Errorf("%d received it, %d were told", given, len(sent))
		}
	})
}

func TestCounterCountsTopicsByMonth(t *testing.T) {
	engines(t, func(r *rig) {
		g := r.write("rupsha", "g1", "জানুয়ারিতে")
		for _, number := range []string{"48210935711", "48210935711", "48210935713"} { // the same case counts once
			r.ok(r.give(g, number))
		}
		r.ok(r.Pick(r.Context(), "rupsha", "g1"))
		r.isKind(r.Pick(r.Context(), "khulna", "g1"), fault.NotFound, "guidance.missing")
		asked, err := r.Asked(r.Context(), "rupsha", "2026-11")
		r.ok(err)
		if len(asked) != 1 || asked[0] != (guidance.Asked{Topic: "প্রশিক্ষণ", Count: 3}) {
			r.Errorf("%+v", asked)
		}
		months, err := r.Months(r.Context(), "rupsha", 12)
		r.ok(err)
		if len(months) != 1 || months[0] != "2026-11" {
			r.Errorf("%v", months)
		}
		if asked, err := r.Asked(r.Context(), "rupsha", "2026-10"); err != nil || len(asked) > 0 {
			r.Errorf("%v, %v", asked, err)
		}
	})
}

func TestForgetTakesAGivingBack(t *testing.T) {
	engines(t, func(r *rig) {
		g := r.write("rupsha", "g1", "জানুয়ারিতে")
		r.ok(r.give(g, "48210935711"))
		r.ok(r.give(g, "48210935712"))
		forget := func(number string, minutes int) {
			r.Helper()
			use := guidance.Use{Office: "rupsha", Case: number, By: sign("karim", minutes)}
			r.ok(r.DB.InTx(r.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return guidancedb.Forget(ctx, tx, use) }))
		}
		forget("48210935711", 1) // another moment: not this giving
		forget("48210935712", 0)
		uses, err := r.Uses(r.Context(), "rupsha", "g1", 50)
		r.ok(err)
		if len(uses) != 1 || uses[0].Case != "48210935711" {
			r.Fatalf("uses %+v", uses)
		}
		asked, err := r.Asked(r.Context(), "rupsha", guidance.MonthOf(sign("karim", 0).At))
		r.ok(err)
		if len(asked) != 1 || asked[0].Count != 1 {
			r.Errorf("topics asked about: %+v", asked)
		}
		forget("48210935711", 0)
		if asked, err = r.Asked(r.Context(), "rupsha", guidance.MonthOf(sign("karim", 0).At)); err != nil || len(asked) != 0 {
			r.Errorf("topics asked about after the last was taken back: %+v, %v", asked, err)
		}
		r.write("rupsha", "g1", "ফেব্রুয়ারিতে")
		if sent := r.notices(); len(sent) != 0 {
			r.Errorf("%d applicants are told of a correction of what they never received", len(sent))
		}
	})
}
