package sqldbtest_test

import (
	"context"
	"net/url"
	"os"
	"testing"
	"testing/fstest"

	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var schema = fstest.MapFS{"0001_start.sql": {Data: []byte("-- +goose Up\nCREATE TABLE things (name TEXT NOT NULL);")}}

func TestEnginesWith(t *testing.T) {
	seen := map[string]int{}
	for range 2 {
		sqldbtest.EnginesWith(t, schema, func(t *testing.T, db *sqldb.DB) {
			seen[db.Engine()]++
			err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
				_, err := tx.Exec(ctx, "INSERT INTO things (name) VALUES ('mine')")
				return err
			})
			if err != nil {
				t.Fatal(err)
			}
			var things int
			if err := db.Row(t.Context(), "SELECT COUNT(*) FROM things", nil, &things); err != nil || things != 1 {
				t.Fatalf("somebody else's things: %d, error %v", things, err)
			}
		})
	}
	if seen[sqldb.SQLite] != 2 || seen[sqldb.Postgres] != 2 {
		t.Fatalf("engines: %v", seen)
	}
}

// The real migrations run on both engines.
func TestEngines(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		if err := db.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
}

func TestServerStop(t *testing.T) {
	t.Setenv(sqldbtest.Variable, "")
	server, err := sqldbtest.Serve()
	if err != nil {
		t.Fatal(err)
	}
	address, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(address.Query().Get("host")); !os.IsNotExist(err) {
		t.Fatalf("the folder of the server is still there: %v", err)
	}
}
