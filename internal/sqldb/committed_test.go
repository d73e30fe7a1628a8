package sqldb_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

func TestConfigCommitted(t *testing.T) {
	sqldbtest.Addresses(t, func(t *testing.T, address string) {
		sqldbtest.Open(t, address, schema)
		var acts atomic.Int64
		db, err := sqldb.Open(t.Context(), sqldb.Config{Address: address, Committed: func(n int, took time.Duration) {
			if took <= 0 {
				t.Errorf("a commit took %v", took)
			}
			acts.Add(int64(n))
		}})
		if err != nil {
			t.Fatal(err)
		}
		defer db.Close()
		add(t, db, "one")
		add(t, db, "two")
		_ = db.InTx(t.Context(), func(context.Context, *sqldb.Tx) error { return context.Canceled })
		if err := db.Close(); err != nil { // the writer tells after it has answered
			t.Fatal(err)
		}
		if got := acts.Load(); got != 2 {
			t.Errorf("%d acts were told, want the two that were committed", got)
		}
		if db.Queue() != 0 {
			t.Errorf("%d acts wait for a closed database", db.Queue())
		}
	})
}
