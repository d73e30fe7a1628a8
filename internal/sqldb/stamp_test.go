package sqldb_test

import (
	"context"
	"path/filepath"
	"testing"
	"testing/fstest"
	"time"

	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var shelves = fstest.MapFS{"0001_start.sql": {Data: []byte(`-- +goose Up
CREATE TABLE books (name TEXT NOT NULL PRIMARY KEY);
CREATE TABLE loans (name TEXT NOT NULL);`)}}

func write(t *testing.T, db *sqldb.DB, statement string, args ...any) {
	t.Helper()
	err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestDBStamp(t *testing.T) {
	file := filepath.Join(t.TempDir(), "stamp.db")
	db := sqldbtest.Open(t, file, shelves)
	stampOf := func(tables ...string) uint64 {
		t.Helper()
		stamp, sure := db.Stamp(tables...)
		if !sure {
			t.Fatal("SQLite must be sure")
		}
		return stamp
	}
	t.Run("a commit to a table changes its stamp and no other's", func(t *testing.T) {
		books, loans := stampOf("books"), stampOf("loans")
		write(t, db, "INSERT INTO books (name) VALUES ($1)", "a")
		if stampOf("books") == books || stampOf("loans") != loans || stampOf("books", "loans") == books+loans {
			t.Errorf("books %d to %d, loans %d to %d", books, stampOf("books"), loans, stampOf("loans"))
		}
	})
	t.Run("a row that is returned is one that was written", func(t *testing.T) {
		before := stampOf("books")
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			var name string
			return tx.Row(ctx, "UPDATE books SET name = 'b' RETURNING name", nil, &name)
		})
		if err != nil || stampOf("books") == before {
			t.Errorf("the stamp stays at %d, error %v", before, err)
		}
	})
	t.Run("reading and refusing change nothing", func(t *testing.T) {
		before := stampOf("books", "loans")
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO books (name) VALUES ('c')"); err != nil {
				return err
			}
			return context.Canceled
		})
		var n int
		if err == nil || db.Row(t.Context(), "SELECT count(*) FROM books", nil, &n) != nil || stampOf("books", "loans") != before {
			t.Errorf("the stamp went from %d to %d, error %v", before, stampOf("books", "loans"), err)
		}
	})
	t.Run("a commit of another process is seen", func(t *testing.T) {
		before := stampOf("loans")
		write(t, sqldbtest.Open(t, file, shelves), "INSERT INTO loans (name) VALUES ($1)", "a")
		time.Sleep(2 * time.Millisecond)
		if stampOf("loans") == before {
			t.Error("the stamp stays")
		}
	})
}

// What is remembered is never older than the last commit that was answered.
func TestMemoryGet(t *testing.T) {
	sqldbtest.EnginesWith(t, shelves, func(t *testing.T, db *sqldb.DB) {
		reads, memory := 0, sqldb.NewMemory[string, int](db, 2, "books")
		count := func(key string) int {
			t.Helper()
			n, err := memory.Get(key, func() (n int, err error) {
				reads++
				return n, db.Row(t.Context(), "SELECT count(*) FROM books", nil, &n)
			})
			if err != nil {
				t.Fatal(err)
			}
			return n
		}
		for i := range 3 {
			write(t, db, "INSERT INTO books (name) VALUES ($1)", string(rune('a'+i)))
			write(t, db, "INSERT INTO loans (name) VALUES ($1)", string(rune('a'+i)))
			if a, b := count("x"), count("x"); a != i+1 || b != i+1 {
				t.Errorf("after %d books: %d and %d", i+1, a, b)
			}
		}
		if want := map[string]int{sqldb.SQLite: 3, sqldb.Postgres: 6}[db.Engine()]; reads != want {
			t.Errorf("read %d times, not %d", reads, want)
		}
		for _, key := range []string{"y", "z", "x"} {
			count(key)
		}
	})
}
