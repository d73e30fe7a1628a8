package sqldb_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"dorgora/internal/sqldb"
)

func TestCheckPragmas(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		err := db.CheckPragmas(t.Context())
		if db.Engine() == sqldb.SQLite && err != nil {
			t.Fatal(err)
		}
		// The server of the tests runs without flushing, which must be seen.
		if db.Engine() == sqldb.Postgres && (err == nil || !strings.Contains(err.Error(), "fsync")) {
			t.Fatalf("error %v", err)
		}
		if err := db.Ping(t.Context()); err != nil {
			t.Fatal(err)
		}
	})
	t.Run("a setting that changed in a running connection is seen", func(t *testing.T) {
		db, _ := onSQLite(t)
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			_, err := tx.Exec(ctx, "PRAGMA recursive_triggers = 0")
			return err
		})
		if err := errors.Join(err, db.CheckPragmas(t.Context())); err == nil || !strings.Contains(err.Error(), "recursive_triggers") {
			t.Fatalf("error %v", err)
		}
	})
}

// Every connection that a pool makes is read back, not only the first.
func TestLiteConnector(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.db")
	connector, err := sqldb.NewLiteConnector(file, false)
	if err != nil {
		t.Fatal(err)
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	for i := range 5 {
		conn, err := pool.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		var mode, durable, keys string
		err = errors.Join(conn.QueryRowContext(t.Context(), "PRAGMA journal_mode").Scan(&mode),
			conn.QueryRowContext(t.Context(), "PRAGMA synchronous").Scan(&durable),
			conn.QueryRowContext(t.Context(), "PRAGMA foreign_keys").Scan(&keys))
		if err != nil || mode != "wal" || durable != "2" || keys != "1" {
			t.Fatalf("connection %d: %s %s %s, error %v", i, mode, durable, keys, err)
		}
	}
	t.Run("a database that cannot keep a log is refused", func(t *testing.T) {
		// In memory the journal mode reads back as "memory" whatever was asked.
		other, err := sqldb.NewLiteConnector(file, false)
		if err != nil {
			t.Fatal(err)
		}
		other.Connector = sqldb.InMemory(t)
		if conn, err := other.Connect(t.Context()); err == nil || !strings.Contains(err.Error(), "journal_mode") {
			t.Fatalf("connection %v, error %v", conn, err)
		}
	})
}

func TestBackupTo(t *testing.T) {
	engines(t, func(t *testing.T, db *sqldb.DB) {
		for i := range 20 {
			add(t, db, fmt.Sprint("before ", i))
		}
		file := filepath.Join(t.TempDir(), "copy")
		stop := make(chan struct{})
		var wg sync.WaitGroup
		wg.Go(func() {
			for i := 0; ; i++ {
				select {
				case <-stop:
					return
				default:
					if err := db.InTx(context.Background(), adding(fmt.Sprint("during ", i))); err != nil {
						t.Error(err)
					}
				}
			}
		})
		err := db.BackupTo(t.Context(), file)
		close(stop)
		wg.Wait()
		if err != nil {
			t.Fatal(err)
		}
		content, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if db.Engine() == sqldb.Postgres {
			if !strings.HasPrefix(string(content), "PGDMP") {
				t.Fatalf("%d bytes that are no archive of pg_dump", len(content))
			}
		} else {
			var kept int64
			query := "SELECT COUNT(*) FROM things WHERE name LIKE 'before %'"
			if err := reopened(t, file).Row(t.Context(), query, nil, &kept); err != nil || kept != 20 {
				t.Fatalf("%d things, error %v", kept, err)
			}
		}
		if err := db.BackupTo(t.Context(), file); err == nil {
			t.Fatal("an older copy was overwritten")
		}
		if left, _ := filepath.Glob(file + "*.partial"); len(left) != 0 {
			t.Fatalf("left over: %v", left)
		}
	})
}
