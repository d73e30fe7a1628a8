package ledgerdb_test

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var _ ledger.Store = ledgerdb.Store{}

func act(office, subject string, i int) ledger.Entry {
	return ledger.Entry{
		Office: office, Subject: subject, Act: "noted", Actor: "post/head",
		At: time.Date(2026, 12, 1, 4, i%60, 0, 0, time.UTC), Commitment: ledger.Commit("salt", fmt.Sprint(subject, i)),
	}
}

func write(t *testing.T, db *sqldb.DB, entries ...ledger.Entry) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return ledgerdb.Append(ctx, tx, entries) })
	if err != nil {
		t.Fatal(err)
	}
}

// holds compares all that is stored of a ledger with a recount of its entries.
func holds(t *testing.T, db *sqldb.DB, office string, size int) {
	t.Helper()
	store := ledgerdb.Store{DB: db}
	list, err := store.Entries(t.Context(), office)
	if err != nil || len(list) != size {
		t.Fatalf("%d entries, want %d, %v", len(list), size, err)
	}
	var edge ledger.Frontier
	var hashes []tlog.Hash
	for _, e := range list {
		added, err := edge.Add(e)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, added...)
	}
	head, frontier, err := store.Edge(t.Context(), office)
	if want := (ledger.Head{Office: office, Size: int64(size), Root: edge.Root().String()}); err != nil || head != want || frontier != edge.String() {
		t.Errorf("head %+v, want %+v, %v", head, want, err)
	}
	indexes := make([]int64, len(hashes))
	for i := range indexes {
		indexes[i] = int64(i)
	}
	if got, err := store.Hashes(t.Context(), office).ReadHashes(indexes); err != nil || !reflect.DeepEqual(got, hashes) {
		t.Errorf("the stored hashes differ from the counted ones: %v", err)
	}
	if _, err := store.Hashes(t.Context(), office).ReadHashes([]int64{int64(len(hashes))}); err == nil {
		t.Error("a hash is stored that belongs to no entry")
	}
}

func TestAppendKeepsLogAndHeadInStep(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		write(t, db)
		write(t, db, act("rupsha", "case/1", 0))
		write(t, db, act("rupsha", "case/2", 1), act("rupsha", "case/1", 2), act("dighalia", "case/3", 3), act("rupsha", "case/4", 4))
		var many []ledger.Entry
		for i := range 150 {
			many = append(many, act("rupsha", fmt.Sprint("case/", i%7), i))
		}
		write(t, db, many...)
		holds(t, db, "rupsha", 154)
		holds(t, db, "dighalia", 1)
		list, err := ledgerdb.Store{DB: db}.Entries(t.Context(), "rupsha")
		if err != nil {
			t.Fatal(err)
		}
		first := map[string]int64{}
		for _, e := range list {
			if _, known := first[e.Subject]; !known {
				first[e.Subject] = e.Place
			}
			if e.Thread != first[e.Subject] {
				t.Errorf("entry %d about %s stands in thread %d, want %d", e.Place, e.Subject, e.Thread, first[e.Subject])
			}
		}
	})
}

func TestAppendOfManyAtOnce(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		const writers, each = 12, 15
		var all sync.WaitGroup
		for w := range writers {
			all.Go(func() {
				for i := range each {
					one := act("rupsha", fmt.Sprint("case/", w), i)
					err := db.InTx(context.WithoutCancel(t.Context()), func(ctx context.Context, tx *sqldb.Tx) error {
						return ledgerdb.Append(ctx, tx, []ledger.Entry{one})
					})
					if err != nil {
						t.Error(err)
					}
				}
			})
		}
		all.Wait()
		holds(t, db, "rupsha", writers*each)
	})
}

func TestAppendRefusedLeavesNothing(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		write(t, db, act("rupsha", "case/1", 0))
		odd := act("rupsha", "case/1", 1)
		odd.Act = "closed\npost/other"
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return ledgerdb.Append(ctx, tx, []ledger.Entry{act("rupsha", "case/1", 1), odd})
		})
		if err == nil {
			t.Error("an act that can be read in two ways was written")
		}
		holds(t, db, "rupsha", 1)
	})
}

func TestStoreReads(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		store := ledgerdb.Store{DB: db}
		for i := range 9 {
			write(t, db, act("rupsha", fmt.Sprint("case/", i%2), i))
		}
		t.Run("a page begins and ends where it is asked to", func(t *testing.T) {
			page, err := store.Page(t.Context(), "rupsha", 3, 4)
			if err != nil || len(page) != 4 || page[0].Place != 3 || page[3].Place != 6 {
				t.Errorf("%v, %v", page, err)
			}
			if page[0].Subject != "" {
				t.Error("a page for publication names its subjects")
			}
			if page, err := store.Page(t.Context(), "rupsha", 9, 4); err != nil || len(page) != 0 {
				t.Errorf("%v, %v", page, err)
			}
		})
		t.Run("the last entry about a subject", func(t *testing.T) {
			if e, err := store.Last(t.Context(), "rupsha", "case/1"); err != nil || e.Place != 7 || e.Subject != "case/1" {
				t.Errorf("%+v, %v", e, err)
			}
			if _, err := store.Last(t.Context(), "dighalia", "case/1"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("another office's entry was found: %v", err)
			}
		})
		t.Run("proofs from the stored hashes hold", func(t *testing.T) {
			signer, err := ledger.NewSigner([]byte("a secret of these tests"))
			if err != nil {
				t.Fatal(err)
			}
			n := ledger.Notary{Store: store, Signer: signer, Now: time.Now}
			p, err := n.ProofOf(t.Context(), "rupsha", "case/0")
			if err != nil {
				t.Fatal(err)
			}
			if _, err := p.Check(signer.Key()); err != nil {
				t.Error(err)
			}
			if _, err := n.Growth(t.Context(), "rupsha", 4); err != nil {
				t.Error(err)
			}
		})
		t.Run("heads of all offices", func(t *testing.T) {
			heads, err := store.Heads(t.Context())
			if err != nil || len(heads) != 1 || heads[0].Size != 9 {
				t.Errorf("%v, %v", heads, err)
			}
			if head, err := store.Head(t.Context(), "nowhere"); err != nil || head.Size != 0 {
				t.Errorf("%v, %v", head, err)
			}
		})
	})
}
