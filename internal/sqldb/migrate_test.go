package sqldb_test

import (
	"errors"
	"maps"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

// with returns the schema of these tests and one more file.
func with(name, text string) fstest.MapFS {
	files := maps.Clone(schema)
	files[name] = &fstest.MapFile{Data: []byte("-- +goose Up\n" + text)}
	return files
}

func TestMigrate(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		add(t, db, "kept")
		t.Run("again changes nothing", func(t *testing.T) {
			if err := db.Migrate(t.Context(), schema); err != nil || count(t, db) != 1 {
				t.Fatalf("%d things, error %v", count(t, db), err)
			}
		})
		t.Run("that fails half way leaves nothing, and can be run again when it is mended", func(t *testing.T) {
			broken := with("0002_next.sql", "CREATE TABLE halves (name TEXT); INSERT INTO nowhere VALUES (1);")
			if err := db.Migrate(t.Context(), broken); err == nil {
				t.Fatal("no error")
			}
			if err := db.Row(t.Context(), "SELECT COUNT(*) FROM halves", nil, new(int)); err == nil {
				t.Fatal("half a migration is there")
			}
			if err := db.Migrate(t.Context(), with("0002_next.sql", "CREATE TABLE halves (name TEXT);")); err != nil {
				t.Fatal(err)
			}
			add(t, db, "after")
			if err := db.Row(t.Context(), "SELECT COUNT(*) FROM halves", nil, new(int)); err != nil {
				t.Fatal(err)
			}
		})
		t.Run("of a database that a newer program has changed is refused", func(t *testing.T) {
			if err := db.Migrate(t.Context(), schema); err == nil || !strings.Contains(err.Error(), "newer program") {
				t.Fatalf("error %v", err)
			}
		})
		t.Run("that slips in before one that has been run is refused", func(t *testing.T) {
			files := with("0002_next.sql", "CREATE TABLE halves (name TEXT);")
			files["0004_last.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE late (name TEXT);")}
			if err := db.Migrate(t.Context(), files); err != nil {
				t.Fatal(err)
			}
			files["0003_forgotten.sql"] = &fstest.MapFile{Data: []byte("-- +goose Up\nCREATE TABLE early (name TEXT);")}
			if err := db.Migrate(t.Context(), files); err == nil || !strings.Contains(err.Error(), "0003_forgotten.sql") && !strings.Contains(err.Error(), "version 3") {
				t.Fatalf("error %v", err)
			}
		})
	})
}

func TestMigrateForwardOnly(t *testing.T) {
	db, _ := onSQLite(t)
	for name, text := range map[string]string{
		"a way back is refused":             "SELECT 1;\n-- +goose Down\nDROP TABLE things;",
		"a step outside a transaction, too": "-- +goose NO TRANSACTION\nCREATE TABLE free (name TEXT);",
	} {
		t.Run(name, func(t *testing.T) {
			if err := db.Migrate(t.Context(), with("0002_next.sql", text)); err == nil || !strings.Contains(err.Error(), "0002_next.sql") {
				t.Fatalf("error %v", err)
			}
		})
	}
	t.Run("no files at all are no work", func(t *testing.T) {
		if err := db.Migrate(t.Context(), fstest.MapFS{}); err != nil {
			t.Fatal(err)
		}
	})
}

func TestMigrateTwoPrograms(t *testing.T) {
	sqldbtest.Addresses(t, func(t *testing.T, address string) {
		var wg sync.WaitGroup
		for range 3 {
			db, err := sqldb.Open(t.Context(), sqldb.Config{Address: address})
			if err != nil {
				t.Fatal(err)
			}
			wg.Go(func() {
				if err := errors.Join(db.Migrate(t.Context(), schema), db.Close()); err != nil {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		add(t, sqldbtest.Open(t, address, schema), "one")
	})
}

func TestMigrateCopy(t *testing.T) {
	file := filepath.Join(t.TempDir(), "office.db")
	noon := time.Date(2026, 12, 16, 12, 0, 0, 0, time.FixedZone("Dhaka", 6*60*60))
	db, err := sqldb.Open(t.Context(), sqldb.Config{Address: file, Now: func() time.Time { return noon }})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	copies := func() []string {
		found, err := filepath.Glob(file + ".before-*")
		if err != nil {
			t.Fatal(err)
		}
		return found
	}
	if err := db.Migrate(t.Context(), schema); err != nil || len(copies()) != 0 {
		t.Fatalf("an empty database needs no copy: %v, error %v", copies(), err)
	}
	add(t, db, "one")
	if err := db.Migrate(t.Context(), with("0002_next.sql", "DELETE FROM things;")); err != nil {
		t.Fatal(err)
	}
	want := file + ".before-0002-20261216T060000Z"
	if got := copies(); len(got) != 1 || got[0] != want {
		t.Fatalf("copies: %v", got)
	}
	if old := reopened(t, want); count(t, old) != 1 || count(t, db) != 0 {
		t.Fatalf("%d things before, %d after", count(t, old), count(t, db))
	}
}

func TestOpen(t *testing.T) {
	for name, address := range map[string]string{
		"no address":                    "",
		"a folder":                      t.TempDir(),
		"a file in no folder":           filepath.Join(t.TempDir(), "none", "office.db"),
		"a server that does not answer": "postgres://nobody@127.0.0.1:1/nothing",
		"an address that is none":       "postgres://%",
	} {
		t.Run(name+" is an error", func(t *testing.T) {
			db, err := sqldb.Open(t.Context(), sqldb.Config{Address: address})
			if err == nil {
				t.Fatal(db.Close())
			}
		})
	}
	t.Run("the password is not in the error", func(t *testing.T) {
		_, err := sqldb.Open(t.Context(), sqldb.Config{Address: "postgres://nobody:s3cret@127.0.0.1:x/nothing"})
		if err == nil || strings.Contains(err.Error(), "s3cret") {
			t.Fatalf("error %v", err)
		}
	})
	t.Run("a file name with every troublesome character is one file", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "রূপসা 100% ? & #1.db")
		add(t, sqldbtest.Open(t, file, schema), "one")
		if got := count(t, reopened(t, file)); got != 1 {
			t.Fatalf("%d things", got)
		}
	})
	t.Run("a server that is missing is storage that cannot confirm", func(t *testing.T) {
		_, err := sqldb.Open(t.Context(), sqldb.Config{Address: "postgres://nobody@127.0.0.1:1/nothing"})
		if fault.KindOf(err) != fault.Unavailable {
			t.Fatalf("error %v", err)
		}
	})
}

func TestMigratePartsForOneEngine(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		err := db.Migrate(t.Context(), with("0002_next.sql", `CREATE TABLE tongues (name TEXT PRIMARY KEY);
-- +only sqlite
INSERT INTO tongues VALUES (typeof(1));
-- +both
-- +only postgres
INSERT INTO tongues VALUES (pg_typeof(1)::text);
-- +both
INSERT INTO tongues VALUES ('both');`))
		if err != nil {
			t.Fatal(err)
		}
		var n int
		if err := db.Row(t.Context(), "SELECT COUNT(*) FROM tongues", nil, &n); err != nil || n != 2 {
			t.Errorf("%d rows were written instead of its own and the common one, %v", n, err)
		}
	})
	for name, text := range map[string]string{
		"a part that nobody closes is refused": "-- +only sqlite\nSELECT 1;",
		"an end without a beginning, too":      "SELECT 1;\n-- +both",
		"and a part for another engine":        "-- +only oracle\nSELECT 1;\n-- +both",
		"and a part within a part":             "-- +only sqlite\n-- +only postgres\nSELECT 1;\n-- +both",
	} {
		t.Run(name, func(t *testing.T) {
			db, _ := onSQLite(t)
			if err := db.Migrate(t.Context(), with("0002_next.sql", text)); err == nil || !strings.Contains(err.Error(), "0002_next.sql") {
				t.Errorf("error %v", err)
			}
		})
	}
}
