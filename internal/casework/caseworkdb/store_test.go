package caseworkdb_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"reflect"
	"slices"
	"sync"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var (
	now      = time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Dhaka)
	calendar = workday.Bangladesh("khulna")
	actor    = casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}
)

// engines runs check on a store of each engine.
func engines(t *testing.T, check func(t *testing.T, store caseworkdb.Store)) {
	t.Helper()
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, caseworkdb.Store{DB: db}) })
}

// stamp is an act's stamp whose salt is told apart by n.
func stamp(n int, at time.Time) casework.Stamp {
	return casework.Stamp{Actor: actor, Now: at.UTC(), Salt: fmt.Sprintf("%032x", n), Book: casework.Handbook{Calendar: calendar}}
}

// tracking is the n-th tracking number of these tests.
func tracking(n int) string {
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], uint64(n))
	return number.Tracking(raw)
}

// receipt is what the n-th case is made of.
func receipt(n int) casework.Receipt {
	return casework.Receipt{
		Office: "rupsha", Number: tracking(n), Service: casework.ServiceRef{Key: "citizen-2", Version: 1, Name: "পরামর্শ"},
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 3}, Channel: charter.Web, Post: "head",
		Application: casework.Application{
			For: casework.Self, Name: fmt.Sprintf("আবেদনকারী %d", n), Mobile: "01712345678", Need: "সরকারী প্রিন্টার চলছে না", Hear: casework.BySMS, Lang: "bn",
		},
	}
}

func received(t *testing.T, r casework.Receipt, s casework.Stamp) casework.Change {
	t.Helper()
	change, err := casework.Receive(r, s)
	if err != nil {
		t.Fatal(err)
	}
	return change
}

// submit stores the case that a receipt becomes.
func submit(t *testing.T, store caseworkdb.Store, r casework.Receipt, s casework.Stamp) casework.Case {
	t.Helper()
	change := received(t, r, s)
	if _, err := store.Submit(t.Context(), casework.Key{Value: "key-" + s.Salt, Content: "c"}, change); err != nil {
		t.Fatal(err)
	}
	return change.Case
}

// refused checks the kind and the message of an error.
func refused(t *testing.T, err error, kind fault.Kind, message string) {
	t.Helper()
	list := fault.List(err)
	if len(list) != 1 || list[0].Kind != kind || list[0].Message != message {
		t.Errorf("got %v, want %s %s", err, kind, message)
	}
}

func TestStoreSubmit(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		key := casework.Key{Value: "first", Content: "a"}
		first := received(t, receipt(1), stamp(1, now))
		t.Run("a key sent again gives the first number and writes nothing", func(t *testing.T) {
			for i := range 3 {
				got, err := store.Submit(t.Context(), key, received(t, receipt(1+i), stamp(1+i, now)))
				if err != nil || got != first.Case.Number {
					t.Errorf("got %s, %v, want %s", got, err, first.Case.Number)
				}
			}
			if all, err := store.Numbers(t.Context(), "rupsha"); err != nil || len(all) != 1 {
				t.Errorf("cases %v, %v", all, err)
			}
			if got, err := store.Submitted(t.Context(), "rupsha", key.Value); err != nil || got != first.Case.Number {
				t.Errorf("the key leads to %s, %v", got, err)
			}
		})
		t.Run("a key with another content is a conflict that reveals nothing", func(t *testing.T) {
			got, err := store.Submit(t.Context(), casework.Key{Value: key.Value, Content: "b"}, received(t, receipt(5), stamp(5, now)))
			refused(t, err, fault.Conflict, "casework.key.reused")
			if got != "" {
				t.Errorf("it reveals %s", got)
			}
		})
		t.Run("another office's same key is its own", func(t *testing.T) {
			r := receipt(6)
			r.Office = "dighalia"
			if got, err := store.Submit(t.Context(), key, received(t, r, stamp(6, now))); err != nil || got != tracking(6) {
				t.Errorf("got %s, %v", got, err)
			}
		})
		t.Run("a number that is taken is refused, and the key stays free", func(t *testing.T) {
			taken := casework.Key{Value: "second", Content: "a"}
			_, err := store.Submit(t.Context(), taken, received(t, receipt(1), stamp(7, now)))
			refused(t, err, fault.Conflict, casework.NumberTaken)
			if got, err := store.Submit(t.Context(), taken, received(t, receipt(8), stamp(8, now))); err != nil || got != tracking(8) {
				t.Errorf("got %s, %v", got, err)
			}
		})
		t.Run("a number belongs to one office alone", func(t *testing.T) {
			r := receipt(1)
			r.Office = "dighalia"
			_, err := store.Submit(t.Context(), casework.Key{Value: "third", Content: "a"}, received(t, r, stamp(9, now)))
			refused(t, err, fault.Conflict, casework.NumberTaken)
			if _, err := store.Case(t.Context(), "dighalia", tracking(1)); fault.KindOf(err) != fault.NotFound {
				t.Errorf("another office reads the case: %v", err)
			}
			if got, err := store.OfficeOf(t.Context(), tracking(1)); err != nil || got != "rupsha" {
				t.Errorf("the case belongs to %s, %v", got, err)
			}
		})
	})
}

func TestStoreSubmitAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		const senders = 12
		numbers := make([]string, senders)
		var all sync.WaitGroup
		for i := range senders {
			all.Go(func() {
				var err error
				numbers[i], err = store.Submit(t.Context(), casework.Key{Value: "one", Content: "a"}, received(t, receipt(i), stamp(i, now)))
				if err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if slices.Sort(numbers); numbers[0] == "" || numbers[0] != numbers[senders-1] {
			t.Errorf("one key gave %v", numbers)
		}
	})
}

// TestStoreKeepsAllOfACase sends a case through everything that has a column.
func TestStoreKeepsAllOfACase(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		r := receipt(1)
		r.Promise = workday.Promise{Kind: workday.ByDate, By: workday.Date{Year: 2026, Month: 12, Day: 3}}
		r.Application.For, r.Application.Body, r.Application.EIIN, r.Application.Devices = casework.Institution, "চাঁদপুর বিদ্যালয়", "১২৩৪৫৬", 6
		r.Evidence = []document.Evidence{{
			Office: "rupsha", ID: "e1", Case: r.Number, Paper: "পত্র", Name: "পত্র.pdf", Type: "application/pdf", Hash: "ab", Size: 9, State: document.Came, At: now.UTC(),
		}}
		c := submit(t, store, r, stamp(1, now))
		acts := []func(casework.Case, casework.Stamp) (casework.Change, error){
			func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Reply("দেখছি", s) },
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Ask([]string{"ছবি", "পত্র"}, s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Note("ভেতরের কথা", s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Answer("এই যে", nil, s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Assign("clerk", "তাঁর কাজ", s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "চালু হয়েছে"}, s)
			},
		}
		for i, act := range acts {
			change, err := act(c, stamp(2+i, now.Add(time.Duration(i+1)*time.Hour)))
			if err != nil {
				t.Fatal(err)
			}
			if err := store.Apply(t.Context(), change); err != nil {
				t.Fatal(err)
			}
			c = change.Case
			got, err := store.Case(t.Context(), "rupsha", r.Number)
			if err != nil {
				t.Fatal(err)
			}
			same(t, c, got)
		}
		timeline, err := store.Timeline(t.Context(), "rupsha", r.Number)
		if err != nil || len(timeline) != len(acts)+1 {
			t.Fatalf("%d acts, %v", len(timeline), err)
		}
		entries, err := ledgerdb.Store{DB: store.DB}.Entries(t.Context(), "rupsha")
		if err != nil || len(entries) != len(timeline) {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		for i, act := range timeline {
			if act.Place != i+1 || ledger.Commit(ledger.Salt(act.Salt), act.Content()) != entries[i].Commitment {
				t.Errorf("act %d (%s) is not what the ledger witnessed", act.Place, act.Deed)
			}
		}
		if got, err := store.Evidence(t.Context(), "rupsha", r.Number); err != nil || !reflect.DeepEqual(got, r.Evidence) {
			t.Errorf("evidence %+v, %v", got, err)
		}
		notices, err := noticedb.Store{DB: store.DB}.NoticesOf(t.Context(), "rupsha", c.Subject())
		if err != nil || len(notices) != 5 {
			t.Errorf("%d notices, %v", len(notices), err)
		}
	})
}

// same compares cases, their moments to the second.
func same(t *testing.T, want, got casework.Case) {
	t.Helper()
	for _, c := range []*casework.Case{&want, &got} {
		for _, moment := range []*time.Time{&c.Received, &c.Due, &c.FirstReply, &c.Closed} {
			*moment = moment.UTC()
		}
		c.Pauses = slices.Clone(c.Pauses)
		for i, pause := range c.Pauses {
			c.Pauses[i].From, c.Pauses[i].To = pause.From.UTC(), pause.To.UTC()
		}
	}
	if !reflect.DeepEqual(want, got) {
		t.Errorf("kept\n%+v\nwant\n%+v", got, want)
	}
}

func TestStoreApplyIsForTheLatest(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		first, err := c.Reply("প্রথম", stamp(2, now))
		if err != nil {
			t.Fatal(err)
		}
		second, err := c.Reply("দ্বিতীয়", stamp(3, now))
		if err != nil {
			t.Fatal(err)
		}
		if err := store.Apply(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		refused(t, store.Apply(t.Context(), second), fault.Conflict, casework.ChangedMeanwhile)
		refused(t, store.Apply(t.Context(), first), fault.Conflict, casework.ChangedMeanwhile)
		unknown := second
		unknown.Case.Number = tracking(99)
		refused(t, store.Apply(t.Context(), unknown), fault.Conflict, casework.ChangedMeanwhile)
		if acts, err := store.Timeline(t.Context(), "rupsha", c.Number); err != nil || len(acts) != 2 || acts[1].Text != "প্রথম" {
			t.Errorf("the timeline holds %d acts, %v", len(acts), err)
		}
	})
}

func TestStoreCloseAtOnce(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		const closers = 8
		failures := make([]error, closers)
		var all sync.WaitGroup
		for i := range closers {
			all.Go(func() {
				change, err := c.Close(casework.End{Outcome: casework.Delivered, Sentence: fmt.Sprintf("বাক্য %d", i)}, stamp(10+i, now))
				if err == nil {
					err = store.Apply(t.Context(), change)
				}
				failures[i] = err
			})
		}
		all.Wait()
		winner := -1
		for i, err := range failures {
			if err == nil && winner >= 0 {
				t.Error("two closed the case")
			}
			if err == nil {
				winner = i
				continue
			}
			refused(t, err, fault.Conflict, casework.ChangedMeanwhile)
		}
		got, err := store.Case(t.Context(), "rupsha", c.Number)
		if err != nil || winner < 0 || got.Sentence != fmt.Sprintf("বাক্য %d", winner) {
			t.Errorf("kept %q, winner %d, %v", got.Sentence, winner, err)
		}
	})
}

// interrupted is a store in which somebody else's note is always a moment quicker,
// so many times.
type interrupted struct {
	caseworkdb.Store
	times int
}

func (s *interrupted) Apply(ctx context.Context, change casework.Change) error {
	if s.times--; s.times >= 0 {
		c, err := s.Case(ctx, change.Case.Office, change.Case.Number)
		if err != nil {
			return err
		}
		note, err := c.Note("আমি আগে", stamp(500+s.times, now))
		if err != nil {
			return err
		}
		if err := s.Store.Apply(ctx, note); err != nil {
			return err
		}
	}
	return s.Store.Apply(ctx, change)
}

func TestDeskActWhenSomebodyIsQuicker(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		reply := func(quicker int, at casework.Target) error {
			desk := deskAt(store, now)
			desk.Store = &interrupted{store, quicker}
			_, err := desk.Act(t.Context(), at, func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Reply("দেখছি", s) })
			return err
		}
		at := casework.Target{Office: "rupsha", Number: c.Number, Actor: actor}
		if err := reply(2, at); err != nil {
			t.Errorf("an act that rests on no revision is not decided anew: %v", err)
		}
		refused(t, reply(3, at), fault.Conflict, casework.ChangedMeanwhile)
		got, err := store.Case(t.Context(), "rupsha", c.Number)
		if err != nil {
			t.Fatal(err)
		}
		at.Revision = got.Revision
		refused(t, reply(1, at), fault.Conflict, casework.ChangedMeanwhile)
	})
}

func TestStoreLedgerAfterParallelActs(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		const workers, each = 10, 20
		var all sync.WaitGroup
		for worker := range workers {
			all.Go(func() {
				c := submit(t, store, receipt(worker), stamp(worker*100, now))
				for i := range each - 1 {
					change, err := c.Note(fmt.Sprintf("নোট %d", i), stamp(worker*100+1+i, now))
					if err == nil {
						err = store.Apply(t.Context(), change)
					}
					if err != nil {
						t.Error(err)
						return
					}
					c = change.Case
				}
			})
		}
		all.Wait()
		ledgers := ledgerdb.Store{DB: store.DB}
		entries, err := ledgers.Entries(t.Context(), "rupsha")
		if err != nil || len(entries) != workers*each {
			t.Fatalf("%d entries, %v", len(entries), err)
		}
		root, err := ledger.Root(entries)
		if err != nil {
			t.Fatal(err)
		}
		heads, err := ledgers.Heads(t.Context())
		if err != nil || len(heads) != 1 || heads[0].Root != root || heads[0].Size != workers*each {
			t.Errorf("head %+v, recount %s, %v", heads, root, err)
		}
	})
}
