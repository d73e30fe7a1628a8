package letterdb_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// noon is Wednesday, 25 November 2026.
var noon = time.Date(2026, 11, 25, 12, 0, 0, 0, workday.Dhaka)

var head = access.Identity{Person: "karim", Name: "মো. করিম", Seats: []access.Seat{{Office: "rupsha", Post: "rupsha-head", Role: office.Head}}}

var karim = casework.Actor{Post: "rupsha-head", Person: "karim", Name: "মো. করিম"}

// rig is the office of Rupsha, led by Karim, with its desk for letters.
type rig struct {
	*testing.T
	letterdb.Store
	desk letter.Desk
	now  time.Time
}

func engines(t *testing.T, check func(*rig)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		r := &rig{T: t, Store: letterdb.Store{DB: db}, now: noon}
		offices := officedb.New(db)
		change, err := office.Chart{}.Found(office.Office{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Name: "রূপসা", Region: "khulna"},
			office.Post{ID: "rupsha-head", Title: "সহকারী প্রোগ্রামার"}, noon.AddDate(-1, 0, 0))
		r.ok(err)
		r.ok(offices.Apply(t.Context(), change))
		chart, err := offices.Chart(t.Context(), "rupsha")
		r.ok(err)
		person, err := chart.NewPerson(office.Person{ID: "karim", Name: "মো. করিম", Mobile: "+8801712345678"})
		r.ok(err)
		seat, err := chart.With(person).Assign(office.Assignment{Office: "rupsha", ID: "a1", Post: "rupsha-head", Person: "karim",
			Tenure: office.Substantive, From: noon.AddDate(0, -6, 0)}, false, noon)
		r.ok(err)
		r.ok(offices.Apply(t.Context(), person.And(seat)))
		r.desk = letter.Desk{Store: r.Store, Papers: r.Store, Offices: offices, Now: func() time.Time { return r.now }, Random: rand.Reader}
		check(r)
	})
}

func (r *rig) ok(err error) {
	r.Helper()
	if err != nil {
		r.Fatal(err)
	}
}

func (r *rig) isKind(err error, kind fault.Kind, key string) {
	r.Helper()
	var one *fault.Fault
	if !errors.As(err, &one) || one.Kind != kind || one.Message != key {
		r.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func arrival(key string) letter.Arrival {
	return letter.Arrival{Office: "rupsha", Key: strings.Repeat("0", 16) + key, Content: letter.Content{
		Received: workday.DateOf(noon), Subject: "ডিজিটাল ল্যাবের তথ্য প্রেরণ", Memo: "০৫.৪৪.৪৭৭৫.০০০.১৬.০০৩.২৬-৬৮২", Class: letter.Official,
		Sender: letter.Correspondent{Name: "উপজেলা নির্বাহী অফিসার", Address: "রূপসা, খুলনা"}, Medium: letter.ByPost, Priority: letter.Urgent,
		Secrecy: letter.Open, Marked: "rupsha-head", Deadline: workday.DateOf(noon).AddDays(20),
	}}
}

func (r *rig) receive(key string, change ...func(*letter.Content)) letter.Letter {
	r.Helper()
	a := arrival(key)
	for _, one := range change {
		one(&a.Content)
	}
	l, err := r.desk.Receive(r.Context(), a, karim)
	r.ok(err)
	return l
}

func (r *rig) file() letter.File {
	r.Helper()
	f, err := r.desk.OpenFile(r.Context(), letter.Opening{Office: "rupsha", ID: r.desk.Fresh(), Class: "১৬", Title: "ডিজিটাল ল্যাব"},
		letter.Usual(office.Office{ID: "rupsha", Place: "উপজেলা কার্যালয়, রূপসা, খুলনা"}), karim)
	r.ok(err)
	return f
}

func writing(id, file, answers string) letter.Writing {
	return letter.Writing{Office: "rupsha", ID: id, Kind: letter.Memorandum, File: file, Answers: answers, Wording: letter.Wording{
		Subject: "তথ্য প্রেরণ", Body: "১। ল্যাব ১২টি।", To: []letter.Correspondent{{Name: "উপজেলা নির্বাহী অফিসার", Address: "রূপসা, খুলনা।"}},
		Copies: []string{"জেলা কার্যালয়, খুলনা", "অফিস কপি"}}}
}

func (r *rig) approve(o letter.Outgoing) letter.Outgoing {
	r.Helper()
	done, err := r.desk.Approve(r.Context(), letter.Target{Office: "rupsha", ID: o.ID, Actor: karim}, head, letter.Usual(office.Office{ID: "rupsha"}))
	r.ok(err)
	return done
}

func TestStoryOfALetter(t *testing.T) {
	engines(t, func(r *rig) {
		l, f := r.receive("1"), r.file()
		if l.ID() != "2026-1" || f.Number != "56.04.0000.000.000.16.0001.26" {
			r.Fatalf("diary %s, file %s", l.ID(), f.Number)
		}
		o, err := r.desk.Write(r.Context(), writing(r.desk.Fresh(), f.ID, l.ID()), karim)
		r.ok(err)
		o, err = r.desk.Rewrite(r.Context(), letter.Target{Office: "rupsha", ID: o.ID, Revision: o.Revision, Actor: karim}, writing(o.ID, f.ID, l.ID()))
		r.ok(err)
		o = r.approve(o)
		if o.Memo != "56.04.0000.000.000.16.0001.26-1" || o.Serial != 1 || o.CopyMemo() != o.Memo+"/1(2)" || o.Title != "সহকারী প্রোগ্রামার" {
			r.Fatalf("signed as %s, serial %d, copies %s, %s", o.Memo, o.Serial, o.CopyMemo(), o.Title)
		}
		at := letter.Target{Office: "rupsha", ID: o.ID, Actor: karim}
		_, err = r.desk.Rewrite(r.Context(), at, writing(o.ID, f.ID, ""))
		r.isKind(err, fault.Conflict, "letter.signed.already")
		_, err = r.desk.Dispatch(r.Context(), at, letter.Proof{Date: workday.DateOf(noon), Medium: letter.ByPost, Number: "রেজি-৪৫"})
		r.ok(err)
		_, err = r.desk.Cancel(r.Context(), at, "ভুল")
		r.isKind(err, fault.Conflict, "letter.cancel.late")
		l, err = r.Letter(r.Context(), "rupsha", l.ID())
		r.ok(err)
		if l.Decision != letter.Answered || !slices.Equal(l.Replies, []string{o.ID}) || l.Pending() {
			r.Errorf("the letter that was answered stands at %+v", l)
		}
		history, err := r.History(r.Context(), "rupsha", "outgoing/"+o.ID)
		r.ok(err)
		deeds := ""
		for _, act := range history {
			deeds += " " + string(act.Deed)
		}
		if deeds != " drafted rewritten signed dispatched" {
			r.Errorf("the history says%s", deeds)
		}
	})
}

func TestLettersComeBackAsTheyWere(t *testing.T) {
	engines(t, func(r *rig) {
		want := r.receive("1")
		got, err := r.Letter(r.Context(), "rupsha", "2026-1")
		r.ok(err)
		if !reflect.DeepEqual(got, want) {
			r.Errorf("came back as\n%+v\nnot\n%+v", got, want)
		}
		if again := r.receive("1"); again.ID() != want.ID() {
			r.Errorf("the same letter was entered again as %s", again.ID())
		}
		if next := r.receive("2"); next.ID() != "2026-2" {
			r.Errorf("the repeat left a gap: %s", next.ID())
		}
		_, err = r.Letter(r.Context(), "khulna", "2026-1")
		r.isKind(err, fault.NotFound, "letter.missing")
	})
}

// Two hundred people enter letters at once; some of them the same one twice, and some
// of what they send is refused. No serial is missing and none is given twice.
func TestSerialsHaveNoGaps(t *testing.T) {
	engines(t, func(r *rig) {
		f := r.file()
		drafts := make([]letter.Outgoing, 40)
		for i := range drafts {
			o, err := r.desk.Write(r.Context(), writing(r.desk.Fresh(), f.ID, ""), karim)
			r.ok(err)
			drafts[i] = o
		}
		var all sync.WaitGroup
		for i := range 200 {
			all.Go(func() {
				a := arrival(fmt.Sprint(i / 2)) // each of a hundred letters twice
				if i%10 == 0 {
					a.Content.Subject = ""
				}
				_, err := r.desk.Receive(r.Context(), a, karim)
				if err != nil && i%10 != 0 {
					r.Error(err)
				}
			})
		}
		for _, o := range drafts {
			all.Go(func() {
				if _, err := r.desk.Approve(r.Context(), letter.Target{Office: "rupsha", ID: o.ID, Actor: karim}, head, letter.Usual(office.Office{ID: "rupsha"})); err != nil {
					r.Error(err)
				}
			})
		}
		all.Wait()
		came, err := r.Letters(r.Context(), letter.Query{Office: "rupsha", View: letter.ViewBook, Limit: 1000})
		r.ok(err)
		if len(came) != 100 {
			r.Errorf("%d entries for a hundred letters", len(came))
		}
		for i, l := range came {
			if l.Serial != i+1 {
				r.Fatalf("entry %d of the diary has the serial %d", i+1, l.Serial)
			}
		}
		left, err := r.Drafts(r.Context(), letter.Query{Office: "rupsha", View: letter.ViewBook, Limit: 1000})
		r.ok(err)
		for i, o := range left {
			if o.Serial != i+1 || o.Issue != i+1 {
				r.Fatalf("entry %d of the dispatch register has the serial %d and the issue %d", i+1, o.Serial, o.Issue)
			}
		}
		if len(left) != len(drafts) {
			r.Errorf("%d of %d letters stand in the register", len(left), len(drafts))
		}
	})
}

func TestLists(t *testing.T) {
	engines(t, func(r *rig) {
		late := r.receive("1", func(c *letter.Content) { c.Deadline = workday.DateOf(noon).AddDays(-1) })
		r.receive("2", func(c *letter.Content) {
			c.Deadline = workday.Date{}
			c.Subject = "প্রশিক্ষক মনোনয়ন"
		})
		r.receive("3", func(c *letter.Content) { c.Secrecy = letter.Secret; c.Subject = "গোপন বিষয়" })
		for _, one := range []struct {
			name string
			q    letter.Query
			want string
		}{
			{"what is open, the latest first", letter.Query{View: letter.ViewOpen}, "3 2 1"},
			{"what has a deadline, the nearest first", letter.Query{View: letter.ViewDue}, "1 3"},
			{"the book", letter.Query{View: letter.ViewBook}, "1 2 3"},
			{"what the words find", letter.Query{View: letter.ViewAll, Words: "মনোনয়ন"}, "2"},
			{"a number in Bangla digits", letter.Query{View: letter.ViewBook, Words: "৬৮২"}, "1 2"},
			{"secret ones are not found by their words", letter.Query{View: letter.ViewAll, Words: "গোপন"}, ""},
			{"another year", letter.Query{View: letter.ViewAll, Year: 2025}, ""},
			{"signs that SQL reads are no signs here", letter.Query{View: letter.ViewAll, Words: "%"}, "3 2 1"},
		} {
			one.q.Office, one.q.Limit = "rupsha", 50
			found, err := r.Letters(r.Context(), one.q)
			r.ok(err)
			var serials []string
			for _, l := range found {
				serials = append(serials, fmt.Sprint(l.Serial))
			}
			if got := strings.Join(serials, " "); got != one.want {
				r.Errorf("%s: %q, want %q", one.name, got, one.want)
			}
		}
		if !late.LateAtReceipt() || late.Warned != letter.Passed {
			r.Errorf("a deadline that had passed at the receipt was not told: %+v", late)
		}
		received, sent, err := r.Count(r.Context(), "rupsha", workday.DateOf(noon), workday.DateOf(noon).AddDays(1))
		r.ok(err)
		if received != 3 || sent != 0 {
			r.Errorf("%d received, %d sent", received, sent)
		}
	})
}

func TestRemind(t *testing.T) {
	engines(t, func(r *rig) {
		r.receive("1", func(c *letter.Content) { c.Deadline = workday.Date{Year: 2026, Month: 12, Day: 6} }) // a Sunday
		for _, day := range []struct {
			date string
			want letter.Warning
		}{
			{"2026-11-30", letter.Unwarned}, // Monday: Tuesday, Wednesday, Thursday and Sunday are left
			{"2026-12-01", letter.ThreeDays},
			{"2026-12-02", letter.ThreeDays},
			{"2026-12-03", letter.OneDay},
			{"2026-12-06", letter.OneDay},
			{"2026-12-07", letter.Passed},
		} {
			date, err := workday.ParseDate(day.date)
			r.ok(err)
			r.now = date.Time(8, 0, workday.Dhaka)
			r.ok(r.desk.Remind(r.Context()))
			r.ok(r.desk.Remind(r.Context()))
			l, err := r.Letter(r.Context(), "rupsha", "2026-1")
			r.ok(err)
			if l.Warned != day.want {
				r.Errorf("on %s the last warning is %q, want %q", day.date, l.Warned, day.want)
			}
		}
		history, err := r.History(r.Context(), "rupsha", "letter/2026-1")
		r.ok(err)
		if len(history) != 4 {
			r.Errorf("%d acts, want the entry and three warnings", len(history))
		}
	})
}

func TestSeriesAndRecorded(t *testing.T) {
	engines(t, func(r *rig) {
		r.receive("1")
		r.receive("2")
		f := r.file()
		o, err := r.desk.Write(r.Context(), writing(r.desk.Fresh(), f.ID, "2026-2"), karim)
		r.ok(err)
		o = r.approve(o)
		series, err := r.Series(r.Context(), "rupsha")
		r.ok(err)
		var books []string
		for _, one := range series {
			if !one.Gapless() {
				r.Errorf("a gap in %+v", one)
			}
			books = append(books, fmt.Sprint(one.Book.Name, " ", one.Last))
		}
		slices.Sort(books)
		if want := []string{"diary 2", "dispatch 1", "file 1", "issue/" + f.ID + " 1"}; !slices.Equal(books, want) {
			r.Errorf("the books %q, want %q", books, want)
		}
		all, err := r.Recorded(r.Context(), "rupsha")
		r.ok(err)
		for _, one := range all {
			if len(one.Acts) == 0 || one.Acts[len(one.Acts)-1].Digest != letter.Digest(one.Body) {
				r.Errorf("%s: %d acts, of which the last does not cover the body", one.Subject, len(one.Acts))
			}
		}
		entries, err := ledgerdb.Store{DB: r.DB}.Entries(r.Context(), "rupsha")
		r.ok(err)
		witnessed := map[string][]string{}
		for _, e := range entries {
			witnessed[e.Subject] = append(witnessed[e.Subject], e.Commitment)
		}
		for _, one := range all {
			var committed []string
			for _, act := range one.Acts {
				committed = append(committed, act.Entry().Commitment)
			}
			if !slices.Equal(committed, witnessed[one.Subject]) {
				r.Errorf("the ledger witnesses other acts of %s", one.Subject)
			}
		}
		if len(all) != 4 || !strings.HasPrefix(o.Memo, f.Number) {
			r.Errorf("%d are stored", len(all))
		}
		r.ok(r.DB.InTx(r.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, `DELETE FROM letters WHERE serial = 1`)
			return err
		}))
		series, err = r.Series(r.Context(), "rupsha")
		r.ok(err)
		gaps := 0
		for _, one := range series {
			if !one.Gapless() {
				gaps++
			}
		}
		if gaps != 1 {
			r.Errorf("%d gaps after an entry was dropped", gaps)
		}
	})
}
