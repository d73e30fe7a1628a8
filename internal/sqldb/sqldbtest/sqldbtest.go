// Package sqldbtest runs a test on both engines: on SQLite in a folder of the
// test, and on PostgreSQL in a schema of the test's own. It starts PostgreSQL
// from Debian's programs when nobody else has.
package sqldbtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"io/fs"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dorgora/internal/sqldb"
	"dorgora/migrations"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver that makes and drops schemas
)

// Engines runs check on SQLite and on PostgreSQL, each empty but migrated. A
// missing PostgreSQL fails the test: an engine that is not tested does not work.
func Engines(t *testing.T, check func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	EnginesWith(t, migrations.Files, check)
}

// EnginesWith is Engines with other migrations.
func EnginesWith(t *testing.T, files fs.FS, check func(t *testing.T, db *sqldb.DB)) {
	t.Helper()
	Addresses(t, func(t *testing.T, address string) {
		check(t, Open(t, address, files))
	})
}

// Addresses runs check with the address of an empty database of each engine,
// for tests that open it themselves, perhaps more than once.
func Addresses(t *testing.T, check func(t *testing.T, address string)) {
	t.Helper()
	t.Run(sqldb.SQLite, func(t *testing.T) { check(t, filepath.Join(t.TempDir(), "test.db")) })
	t.Run(sqldb.Postgres, func(t *testing.T) { check(t, Schema(t)) })
}

// Open opens and migrates the database at address, and closes it with the test.
func Open(t *testing.T, address string, files fs.FS) *sqldb.DB {
	t.Helper()
	db, err := sqldb.Open(t.Context(), sqldb.Config{Address: address})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	if err := db.Migrate(t.Context(), files); err != nil {
		t.Fatal(err)
	}
	return db
}

// Schema returns the address of a fresh schema on PostgreSQL; it is dropped
// with the test.
func Schema(t *testing.T) string {
	t.Helper()
	server, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	name := "test_" + strings.ToLower(rand.Text())
	administer(t, server.Address, "CREATE SCHEMA "+name)
	t.Cleanup(func() { administer(t, server.Address, "DROP SCHEMA "+name+" CASCADE") })
	address, err := url.Parse(server.Address)
	if err != nil {
		t.Fatal(err)
	}
	settings := address.Query()
	settings.Set("options", "-csearch_path="+name)
	// The space that separates options is written %20 in such addresses.
	address.RawQuery = strings.ReplaceAll(settings.Encode(), "+", "%20")
	return address.String()
}

func administer(t *testing.T, server, statement string) {
	t.Helper()
	pool, err := sql.Open("pgx", server)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	if _, err := pool.ExecContext(context.Background(), statement); err != nil {
		t.Fatal(err)
	}
}

// shared returns the one server of this process. It must stay reachable: the
// server ends when the pipe to its watchdog is collected.
var shared = sync.OnceValues(func() (*Server, error) { return Serve() })
