package sqldb_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

func TestQuerierRow(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		row := func(query string, args []any, dest ...any) {
			t.Helper()
			if err := db.Row(t.Context(), query, args, dest...); err != nil {
				t.Fatal(err)
			}
		}
		var first, second, third string
		row("SELECT CAST($2 AS TEXT), CAST($1 AS TEXT), $2 || ''", []any{"one", "two"}, &first, &second, &third)
		if first != "two" || second != "one" || third != "two" {
			t.Errorf("placeholders are bound by number: got %s %s %s", first, second, third)
		}
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if _, err := tx.Exec(ctx, "INSERT INTO things (name, count, office, open) VALUES ($2, $3, $1, $4)", "rupsha", "desk", 7, true); err != nil {
				return err
			}
			_, err := tx.Exec(ctx, "UPDATE things SET count = $2 WHERE name = $1 AND office <> $1", "desk", 8)
			return err
		})
		var n int64
		row("SELECT office, name, count FROM things WHERE count = $2 AND name <> $1 AND office = $1", []any{"rupsha", 8}, &first, &second, &n)
		if err != nil || first != "rupsha" || second != "desk" || n != 8 {
			t.Errorf("placeholders are bound by number when writing: got %s %s %d, error %v", first, second, n, err)
		}
	})
}

// TestDialect pins the SQL that the house relies on being alike.
func TestDialect(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		add(t, db, "first")
		add(t, db, "second")
		text := func(query string, args ...any) (value string) {
			t.Helper()
			if err := db.Row(t.Context(), query, args, &value); err != nil {
				t.Fatalf("%s: %v", query, err)
			}
			return value
		}
		for _, c := range []struct{ name, query, want string }{
			{"strings are joined by ||", "SELECT 'a' || 'b'", "ab"},
			{"FILTER counts some", "SELECT COUNT(*) FILTER (WHERE name = 'first') || '' FROM things", "1"},
			{"windows number rows", "SELECT name FROM (SELECT name, ROW_NUMBER() OVER (ORDER BY name DESC) AS n FROM things) AS t WHERE n = 1", "second"},
			{"rows are compared column by column", "SELECT name FROM things WHERE (office, name) > ('rupsha', 'first') ORDER BY office, name", "second"},
			{"text sorts by code point", "SELECT v FROM (SELECT 'a' AS v UNION ALL SELECT 'B') AS t ORDER BY v", "B"},
			{"string_agg joins rows", "SELECT string_agg(name, ',') FROM (SELECT name FROM things ORDER BY name) AS t", "first,second"},
			{"a boolean is its own condition", "SELECT name FROM things WHERE open AND name = 'first'", "first"},
			{"COALESCE and CASE", "SELECT CASE WHEN COALESCE(NULL, 'x') = 'x' THEN 'yes' ELSE 'no' END", "yes"},
			{"double quotes are names, never strings", `SELECT "name" FROM things ORDER BY name`, "first"},
			{"LIKE sees the case of Bangla and of Latin where an engine can", "SELECT name FROM things WHERE name LIKE 'fir%'", "first"},
		} {
			t.Run(c.name, func(t *testing.T) {
				if got := text(c.query); got != c.want {
					t.Errorf("got %q, want %q", got, c.want)
				}
			})
		}
		t.Run("a word in double quotes that names nothing is an error", func(t *testing.T) {
			if err := db.Row(t.Context(), `SELECT "nonsense" FROM things`, nil, new(string)); err == nil {
				t.Error("no error")
			}
		})
		t.Run("bytes and booleans come back as they were", func(t *testing.T) {
			seal := []byte{0, 1, 0xff, 0}
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, "UPDATE things SET seal = $1, open = $2 WHERE name = $3", seal, false, "first")
				return err
			})
			var got []byte
			var open bool
			err = errors.Join(err, db.Row(t.Context(), "SELECT seal, open FROM things WHERE name = 'first'", nil, &got, &open))
			if err != nil || string(got) != string(seal) || open {
				t.Fatalf("got %v %v, error %v", got, open, err)
			}
		})
	})
}

func TestFaults(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		add(t, db, "one")
		act := func(query string, args ...any) error {
			return db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, query, args...)
				return err
			})
		}
		t.Run("no row is not found", func(t *testing.T) {
			err := db.Row(t.Context(), "SELECT name FROM things WHERE name = $1", []any{"two"}, new(string))
			wantKind(t, err, fault.NotFound, "record.missing")
		})
		t.Run("a key that is taken is a conflict", func(t *testing.T) {
			wantKind(t, act(addThing, "rupsha", "one", 1), fault.Conflict, "record.duplicate")
		})
		t.Run("a row that the schema refuses is invalid", func(t *testing.T) {
			wantKind(t, act(addThing, "rupsha", "two", -1), fault.Invalid, "record.refused")
		})
		t.Run("a column without its value is invalid", func(t *testing.T) {
			wantKind(t, act(addThing, "rupsha", nil, 1), fault.Invalid, "record.refused")
		})
		t.Run("a part of nothing is invalid, though it shows only at the commit", func(t *testing.T) {
			err := act("INSERT INTO parts (office, thing) VALUES ($1, $2)", "rupsha", "nothing")
			wantKind(t, err, fault.Invalid, "record.refused")
		})
		t.Run("a mistake in the SQL is nobody's fault but ours", func(t *testing.T) {
			if err := act("INSERT INTO nowhere VALUES (1)"); fault.KindOf(err) != fault.Internal {
				t.Fatalf("got %v", err)
			}
		})
		t.Run("a time value is refused, text is taken", func(t *testing.T) {
			if err := act(addThing, "rupsha", time.Now(), 1); err == nil {
				t.Fatal("no error")
			}
		})
		t.Run("reading cannot write", func(t *testing.T) {
			query := "INSERT INTO things (office, name, count, open) VALUES ('rupsha', 'sly', 1, TRUE) RETURNING name"
			err := db.Row(t.Context(), query, nil, new(string))
			if db.Engine() == sqldb.SQLite && err == nil {
				t.Fatal("no error")
			}
			if latched := db.Latched(); latched != nil {
				t.Fatalf("latched: %v", latched)
			}
		})
	})
}
