package stage_test

import (
	"path/filepath"
	"strings"
	"testing"

	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/bench/stage"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var little = corpus.Corpus{Cases: 300, Offices: 3}

func TestSet(t *testing.T) {
	sqldbtest.Addresses(t, func(t *testing.T, address string) {
		plan := stage.Plan{Folder: t.TempDir(), Corpus: little}
		file := filepath.Join(plan.Folder, "dorgora.db")
		if strings.HasPrefix(address, "postgres") {
			plan.Database, file = address, address
		}
		s, err := stage.Set(t.Context(), plan)
		if err != nil {
			t.Fatal(err)
		}
		if len(s.Offices) != 3 || len(s.Services) != 22 || !strings.HasPrefix(s.Cookie, "session=") {
			t.Errorf("set up %+v", s)
		}
		db, err := sqldb.Open(t.Context(), sqldb.Config{Address: file})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = db.Close() })
		t.Run("every case stands as it was invented", func(t *testing.T) { checkCases(t, db, s) })
		t.Run("every ledger has its root and the order of time", func(t *testing.T) { checkLedgers(t, db, s) })
	})
}

func checkCases(t *testing.T, db *sqldb.DB, s *stage.Stage) {
	store := caseworkdb.Store{DB: db}
	for place := range s.Corpus.Cases {
		want := s.Corpus.Case(place)
		office, err := store.OfficeOf(t.Context(), want.Number)
		if err != nil {
			t.Fatal(err)
		}
		got, err := store.Case(t.Context(), office, want.Number)
		if err != nil {
			t.Fatal(err)
		}
		acts, err := store.Timeline(t.Context(), office, want.Number)
		if err != nil {
			t.Fatal(err)
		}
		if (want.Office == 0) != (office == app.FirstOffice) || got.Application.Name != want.Name || got.Application.Need != want.Need ||
			!got.Received.Equal(want.Received) || got.Ended() != want.Ended() || len(acts) != 1+len(want.Steps) {
			t.Fatalf("case %d of %s: %+v with %d acts; invented as %+v", place, office, got, len(acts), want)
		}
	}
}

func checkLedgers(t *testing.T, db *sqldb.DB, s *stage.Stage) {
	store := ledgerdb.Store{DB: db}
	heads, err := store.Heads(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := 0
	for place := range s.Corpus.Cases {
		want += 1 + len(s.Corpus.Case(place).Steps)
	}
	for _, head := range heads {
		entries, err := store.Entries(t.Context(), head.Office)
		if err != nil {
			t.Fatal(err)
		}
		if root, err := ledger.Root(entries); err != nil || root != head.Root || head.Size != int64(len(entries)) {
			t.Errorf("%s: %d entries have the root %s, not %s (%v)", head.Office, len(entries), root, head.Root, err)
		}
		for i := 1; i < len(entries); i++ {
			if entries[i].At.Before(entries[i-1].At) {
				t.Fatalf("%s: entry %d is earlier than the one before", head.Office, i)
			}
		}
		want -= len(entries)
	}
	if len(heads) != 3 || want != 0 {
		t.Errorf("%d ledgers; %d entries are missing", len(heads), want)
	}
}

// What was set up is used again, and never by another plan.
func TestSetAgain(t *testing.T) {
	plan := stage.Plan{Folder: t.TempDir(), Corpus: corpus.Corpus{Cases: 50, Offices: 2}}
	first, err := stage.Set(t.Context(), plan)
	if err != nil {
		t.Fatal(err)
	}
	again, err := stage.Set(t.Context(), plan)
	if err != nil || again.Cookie != first.Cookie {
		t.Errorf("set up again: %+v, %v", again, err)
	}
	plan.Corpus.Cases = 51
	if _, err := stage.Set(t.Context(), plan); err == nil {
		t.Error("a folder of 50 cases is taken for one of 51")
	}
}
