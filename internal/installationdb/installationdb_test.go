package installationdb_test

import (
	"testing"

	"dorgora/internal/installationdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

func TestStorePractice(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		store := installationdb.Store{DB: db}
		if marked, err := store.Practice(t.Context()); err != nil || marked {
			t.Fatalf("a new database: marked %v, %v", marked, err)
		}
		for range 2 { // marking twice changes nothing
			if err := store.MarkPractice(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		if marked, err := store.Practice(t.Context()); err != nil || !marked {
			t.Fatalf("after marking: marked %v, %v", marked, err)
		}
	})
}

func TestStoreUnfinished(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		store := installationdb.Store{DB: db}
		holds := func(want bool) {
			t.Helper()
			if marked, err := store.Unfinished(t.Context()); err != nil || marked != want {
				t.Errorf("marked %v, want %v, %v", marked, want, err)
			}
		}
		holds(false)
		for range 2 {
			if err := store.MarkUnfinished(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
		holds(true)
		if err := store.ClearUnfinished(t.Context()); err != nil {
			t.Fatal(err)
		}
		holds(false)
	})
}
