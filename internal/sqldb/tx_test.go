package sqldb_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var errChanged = errors.New("changed my mind")

func TestTx(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		t.Run("sees what it wrote, others do not until it commits", func(t *testing.T) {
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				if err := adding("one")(ctx, tx); err != nil {
					return err
				}
				if inside, outside := count(t, tx), count(t, db); inside != 1 || outside != 0 {
					t.Errorf("inside %d, outside %d", inside, outside)
				}
				return nil
			})
			if err != nil || count(t, db) != 1 {
				t.Fatalf("%d things, error %v", count(t, db), err)
			}
		})
		t.Run("that returns an error leaves nothing, and the error is the closure's", func(t *testing.T) {
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				return errors.Join(adding("two")(ctx, tx), errChanged)
			})
			if !errors.Is(err, errChanged) || count(t, db) != 1 {
				t.Fatalf("%d things, error %v", count(t, db), err)
			}
		})
		t.Run("with a failed statement is doomed even when the closure looks away", func(t *testing.T) {
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				if err := adding("three")(ctx, tx); err != nil {
					return err
				}
				_ = adding("one")(ctx, tx)
				if err := adding("four")(ctx, tx); fault.KindOf(err) != fault.Conflict {
					t.Errorf("after the failure: %v", err)
				}
				return nil
			})
			wantKind(t, err, fault.Conflict, "record.duplicate")
			if count(t, db) != 1 {
				t.Fatalf("%d things", count(t, db))
			}
		})
		t.Run("lives with a missing row", func(t *testing.T) {
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				err := tx.Row(ctx, "SELECT name FROM things WHERE name = 'nobody'", nil, new(string))
				wantKind(t, err, fault.NotFound, "record.missing")
				return adding("five")(ctx, tx)
			})
			if err != nil || count(t, db) != 2 {
				t.Fatalf("%d things, error %v", count(t, db), err)
			}
		})
		t.Run("counts the rows that a statement touched", func(t *testing.T) {
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				n, err := tx.Exec(ctx, addThing+" ON CONFLICT DO NOTHING", "rupsha", "one", 1)
				if n != 0 || err != nil {
					t.Errorf("a duplicate: %d rows, error %v", n, err)
				}
				n, err = tx.Exec(ctx, "UPDATE things SET count = count + 1")
				if n != 2 {
					t.Errorf("an update: %d rows", n)
				}
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
		})
		t.Run("does not nest, and is dead after its closure", func(t *testing.T) {
			var leaked *sqldb.Tx
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				leaked = tx
				if err := db.InTx(ctx, adding("inner")); err == nil {
					t.Error("a transaction inside a transaction")
				}
				return nil
			})
			if _, late := leaked.Exec(t.Context(), "DELETE FROM things"); err != nil || late == nil {
				t.Fatalf("error %v, late %v", err, late)
			}
		})
	})
}

func TestTxRows(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		for i := range 5 {
			add(t, db, fmt.Sprint(i))
		}
		const query = "SELECT name FROM things WHERE name > $1 ORDER BY name"
		collect := func(q sqldb.Querier) (names string) {
			err := q.Rows(t.Context(), query, []any{"1"}, func(row sqldb.Scanner) error {
				var name string
				err := row.Scan(&name)
				names += name
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			return names
		}
		if got := collect(db); got != "234" {
			t.Fatalf("outside: %s", got)
		}
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			if got := collect(tx); got != "234" {
				t.Errorf("inside: %s", got)
			}
			err := tx.Rows(ctx, query, []any{""}, func(sqldb.Scanner) error { return errChanged })
			if !errors.Is(err, errChanged) {
				t.Errorf("an error of scan comes back as it is: %v", err)
			}
			err = tx.Rows(ctx, query, []any{""}, func(sqldb.Scanner) error {
				_, err := tx.Exec(ctx, "DELETE FROM things")
				return err
			})
			if err == nil {
				t.Error("a statement was run while rows were being read")
			}
			return adding("last")(ctx, tx)
		})
		if err != nil || count(t, db) != 6 {
			t.Fatalf("%d things, error %v", count(t, db), err)
		}
	})
}

const nextNumber = `
INSERT INTO registers (office, year, last) VALUES ($1, $2, 1)
ON CONFLICT (office, year) DO UPDATE SET last = registers.last + 1
RETURNING last`

// Two hundred clerks at once: nobody is refused, no number is missing or given
// twice, also when every tenth act is called off after it took its number.
func TestInTxManyWriters(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		const writers = 200
		var wg sync.WaitGroup
		for i := range writers {
			wg.Go(func() {
				err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
					var n int64
					if err := tx.Row(ctx, nextNumber, []any{"rupsha", 2026}, &n); err != nil {
						return err
					}
					if i%10 == 0 {
						return errChanged
					}
					_, err := tx.Exec(ctx, addThing, "rupsha", fmt.Sprintf("%04d", n), n)
					return err
				})
				if err != nil && !errors.Is(err, errChanged) {
					t.Error(err)
				}
			})
		}
		wg.Wait()
		var rows, last, highest int64
		err := db.Row(t.Context(), "SELECT COUNT(*), MAX(last), MAX(count) FROM things, registers", nil, &rows, &last, &highest)
		const want = writers - writers/10
		if err != nil || rows != want || last != want || highest != want {
			t.Fatalf("%d rows, last %d, highest %d, want %d; error %v", rows, last, highest, want, err)
		}
	})
}

func TestInTxCancelled(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		t.Run("before it began answers with the context's error and writes nothing", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			if err := db.InTx(ctx, adding("one")); !errors.Is(err, context.Canceled) || count(t, db) != 0 {
				t.Fatalf("%d things, error %v", count(t, db), err)
			}
		})
		t.Run("while it runs tells the truth about what was written", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			err := db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
				cancel()
				return adding("one")(ctx, tx)
			})
			written := count(t, db)
			if (err == nil) != (written == 1) {
				t.Fatalf("%d things, error %v", written, err)
			}
			if err != nil && !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
		})
		t.Run("reading stops and answers with the context's error", func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			cancel()
			err := db.Row(ctx, "SELECT 1", nil, new(int))
			if !errors.Is(err, context.Canceled) {
				t.Fatalf("error %v", err)
			}
		})
	})
}

func TestInTxPanic(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		func() {
			defer func() {
				if got := recover(); got != "spilled tea" {
					t.Errorf("recovered %v", got)
				}
			}()
			_ = db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				if err := adding("one")(ctx, tx); err != nil {
					t.Error(err)
				}
				panic("spilled tea")
			})
		}()
		add(t, db, "two")
		if got := count(t, db); got != 1 {
			t.Fatalf("%d things", got)
		}
	})
}

// Bulk work is a transaction of its own, whole or not at all, among acts of others.
func TestInBulk(t *testing.T) {
	sqldbtest.EnginesWith(t, shelves, func(t *testing.T, db *sqldb.DB) {
		bulk := func(name string, fate error) error {
			return db.InBulk(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				for i := range 100 {
					if _, err := tx.Exec(ctx, "INSERT INTO books (name) VALUES ($1)", fmt.Sprintf("%s %d", name, i)); err != nil {
						return err
					}
				}
				return fate
			})
		}
		refused := errors.New("refused")
		var wg sync.WaitGroup
		wrong := make([]error, 20)
		for i := range wrong {
			wg.Go(func() {
				switch {
				case i == 3:
					wrong[i] = bulk("kept", nil)
				case i == 7:
					if err := bulk("dropped", refused); !errors.Is(err, refused) {
						wrong[i] = fmt.Errorf("refused work ended with %v", err)
					}
				default:
					wrong[i] = db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
						_, err := tx.Exec(ctx, "INSERT INTO loans (name) VALUES ($1)", fmt.Sprint(i))
						return err
					})
				}
			})
		}
		wg.Wait()
		for i, err := range wrong {
			if err != nil {
				t.Errorf("act %d: %v", i, err)
			}
		}
		for table, want := range map[string]int{"books": 100, "loans": 18} {
			var n int
			if err := db.Row(t.Context(), "SELECT count(*) FROM "+table, nil, &n); err != nil || n != want {
				t.Errorf("%s holds %d rows, not %d (%v)", table, n, want, err)
			}
		}
	})
}
