package sqldb_test

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

const raise = `DO $$ BEGIN RAISE EXCEPTION 'in the way' USING ERRCODE = '%s'; END $$`

func TestInTxRetry(t *testing.T) {
	db := sqldbtest.Open(t, sqldbtest.Schema(t), schema)
	for _, c := range []struct {
		name, code string
		failures   int
		runs       int
		kind       fault.Kind
	}{
		{"an act in another's way runs again until it succeeds", "40001", 3, 4, ""},
		{"so does one that a deadlock ended", "40P01", 2, 3, ""},
		{"an act that is always in the way is not confirmed", "40001", 1000, 12, fault.Unavailable},
		{"any other refusal is not repeated", "23505", 1000, 1, fault.Conflict},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, runs := count(t, db), 0
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				runs++
				if err := adding(fmt.Sprint(c.name, runs))(ctx, tx); err != nil || runs > c.failures {
					return err
				}
				_, err := tx.Exec(ctx, fmt.Sprintf(raise, c.code))
				return err
			})
			if runs != c.runs || (err == nil) != (c.kind == "") || err != nil && fault.KindOf(err) != c.kind {
				t.Fatalf("%d runs, error %v", runs, err)
			}
			if got := count(t, db) - before; (got == 1) != (err == nil) || got > 1 {
				t.Fatalf("%d things, error %v", got, err)
			}
		})
	}
}

// Two clerks who take two rows in opposite order both finish.
func TestInTxDeadlock(t *testing.T) {
	db := sqldbtest.Open(t, sqldbtest.Schema(t), schema)
	add(t, db, "a")
	add(t, db, "b")
	var runs atomic.Int32
	var met, wg sync.WaitGroup
	met.Add(2)
	for _, order := range [][]string{{"a", "b"}, {"b", "a"}} {
		meet := sync.OnceFunc(func() { met.Done(); met.Wait() })
		wg.Go(func() {
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				runs.Add(1)
				for _, name := range order {
					if _, err := tx.Exec(ctx, "UPDATE things SET count = count + 1 WHERE name = $1", name); err != nil {
						return err
					}
					meet()
				}
				return nil
			})
			if err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var sum int
	if err := db.Row(t.Context(), "SELECT SUM(count) FROM things", nil, &sum); err != nil || sum != 6 || runs.Load() != 3 {
		t.Fatalf("sum %d after %d runs, error %v", sum, runs.Load(), err)
	}
}

func TestInTxLostConnection(t *testing.T) {
	db := sqldbtest.Open(t, sqldbtest.Schema(t), schema)
	err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		if err := adding("one")(ctx, tx); err != nil {
			return err
		}
		var process int
		if err := tx.Row(ctx, "SELECT pg_backend_pid()", nil, &process); err != nil {
			return err
		}
		if err := db.Row(ctx, "SELECT pg_terminate_backend($1)::text", []any{process}, new(string)); err != nil {
			return err
		}
		return adding("two")(ctx, tx)
	})
	wantKind(t, err, fault.Unavailable, "storage.unconfirmed")
	if got := count(t, db); got != 0 {
		t.Fatalf("%d things", got)
	}
	add(t, db, "three")
}
