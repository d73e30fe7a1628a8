package sqldb_test

import (
	"context"
	"testing"
	"testing/fstest"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

// schema is a small house of its own, so that these tests do not depend on the
// migrations of the real one.
var schema = fstest.MapFS{
	"0001_start.sql": {Data: []byte(`-- +goose Up
CREATE TABLE things (
	office TEXT NOT NULL,
	name   TEXT NOT NULL,
	count  BIGINT NOT NULL CHECK (count >= 0),
	open   BOOLEAN NOT NULL,
	seal   BYTEA,
	PRIMARY KEY (office, name)
);
CREATE TABLE registers (
	office TEXT NOT NULL,
	year   BIGINT NOT NULL,
	last   BIGINT NOT NULL,
	PRIMARY KEY (office, year)
);
CREATE TABLE parts (
	thing  TEXT NOT NULL,
	office TEXT NOT NULL,
	FOREIGN KEY (office, thing) REFERENCES things (office, name) DEFERRABLE INITIALLY DEFERRED
);
`)},
}

const addThing = `INSERT INTO things (office, name, count, open) VALUES ($1, $2, $3, TRUE)`

// engines runs check on both engines with the schema above.
func engines(t *testing.T, check func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	sqldbtest.EnginesWith(t, schema, check)
}

// onSQLite opens a database in a folder of the test and returns its file.
func onSQLite(t *testing.T) (*sqldb.DB, string) {
	t.Helper()
	file := t.TempDir() + "/test.db"
	return sqldbtest.Open(t, file, schema), file
}

func add(t *testing.T, db *sqldb.DB, name string) {
	t.Helper()
	if err := db.InTx(t.Context(), adding(name)); err != nil {
		t.Fatal(err)
	}
}

// adding is the act that adds one thing.
func adding(name string) func(context.Context, *sqldb.Tx) error {
	return func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, addThing, "rupsha", name, 1)
		return err
	}
}

func count(t *testing.T, db sqldb.Querier) (things int64) {
	t.Helper()
	if err := db.Row(context.Background(), "SELECT COUNT(*) FROM things", nil, &things); err != nil {
		t.Fatal(err)
	}
	return things
}

func wantKind(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	faults := fault.List(err)
	if len(faults) != 1 || faults[0].Kind != kind || faults[0].Message != key {
		t.Fatalf("got %v, want %s %s", err, kind, key)
	}
}
