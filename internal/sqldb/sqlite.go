package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"runtime"

	"modernc.org/sqlite"
)

// pragma is a setting of a SQLite connection and what it must read back as.
type pragma struct{ name, value, reads string }

// pragmas are set and read back on every connection: a name that SQLite does
// not know, or a value that it does not like, is otherwise silently ignored.
// The log is written back by the writer itself, which sees the errors.
var pragmas = []pragma{
	{"journal_mode", "WAL", "wal"},
	{"synchronous", synchronous, synchronousValue},
	{"foreign_keys", "1", "1"},
	{"busy_timeout", "5000", "5000"},
	{"wal_autocheckpoint", "0", "0"},
	{"journal_size_limit", "67108864", "67108864"},
	{"trusted_schema", "0", "0"},
	{"recursive_triggers", "1", "1"},
	// What a savepoint may have to undo is kept in memory; in a file it costs a
	// write for each page of every act.
	{"temp_store", "MEMORY", "2"},
}

// liteConnector opens SQLite connections and refuses any whose settings do not
// read back.
type liteConnector struct {
	driver.Connector
	readOnly string // what query_only must read back as
}

func newLiteConnector(file string, readOnly bool) (*liteConnector, error) {
	path, err := filepath.Abs(file)
	if err != nil {
		return nil, err
	}
	settings := url.Values{"_txlock": {"immediate"}, "_dqs": {"0"}, "_error_rc": {"1"}}
	for _, p := range pragmas {
		settings.Add("_pragma", p.name+"("+p.value+")")
	}
	flag := "0"
	if readOnly {
		flag = "1"
	}
	settings.Add("_pragma", "query_only("+flag+")")
	address := url.URL{Scheme: "file", Path: path, RawQuery: settings.Encode()}
	inner, err := sqlite.NewConnector(address.String())
	if err != nil {
		return nil, err
	}
	return &liteConnector{Connector: inner, readOnly: flag}, nil
}

// Connect opens one connection and reads every setting back.
func (c *liteConnector) Connect(ctx context.Context) (driver.Conn, error) {
	conn, err := c.Connector.Connect(ctx)
	if err != nil {
		return nil, err
	}
	if err := c.verify(ctx, conn); err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

func (c *liteConnector) verify(ctx context.Context, conn driver.Conn) error {
	queryer, ok := conn.(driver.QueryerContext)
	if !ok {
		return errors.New("the SQLite driver cannot query")
	}
	return verifyPragmas(c.readOnly, func(name string) (string, error) {
		rows, err := queryer.QueryContext(ctx, "PRAGMA "+name, nil)
		if err != nil {
			return "", err
		}
		value := make([]driver.Value, 1)
		if err := rows.Next(value); err != nil && !errors.Is(err, io.EOF) {
			return "", errors.Join(err, rows.Close())
		}
		return fmt.Sprint(value[0]), rows.Close()
	})
}

// verifyPragmas compares every setting with what read returns.
func verifyPragmas(readOnly string, read func(name string) (string, error)) error {
	expected := append([]pragma{{name: "query_only", reads: readOnly}}, pragmas...)
	for _, p := range expected {
		got, err := read(p.name)
		if err != nil {
			return fmt.Errorf("read pragma %s back: %w", p.name, err)
		}
		if got != p.reads {
			return fmt.Errorf("pragma %s reads back as %q, it must be %q", p.name, got, p.reads)
		}
	}
	return nil
}

func (db *DB) openSQLite(ctx context.Context, readers int) error {
	if err := createFile(db.address); err != nil {
		return fmt.Errorf("create the database file: %w", err)
	}
	writing, err := newLiteConnector(db.address, false)
	if err != nil {
		return fmt.Errorf("open %s: %w", db.address, err)
	}
	reading, err := newLiteConnector(db.address, true)
	if err != nil {
		return fmt.Errorf("open %s: %w", db.address, err)
	}
	// The writer goes first: it recovers the log and sets the journal mode.
	db.writer = newWriter(sql.OpenDB(writing), db)
	if err := db.writer.connect(ctx); err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", db.address, classify(err)), db.writer.pool.Close())
	}
	if readers <= 0 {
		readers = max(4, runtime.NumCPU())
	}
	db.readers = sql.OpenDB(reading)
	db.readers.SetMaxOpenConns(readers)
	db.readers.SetMaxIdleConns(readers)
	if err := db.readers.PingContext(ctx); err != nil {
		return errors.Join(fmt.Errorf("open %s: %w", db.address, classify(err)), db.readers.Close(), db.writer.pool.Close())
	}
	db.reads = newStatements(db.readers, true)
	go db.writer.loop()
	return nil
}

// createFile makes a missing database file durable in its folder, and the
// folder in its own: SQLite flushes the folder for its log, never for the file
// itself.
func createFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, os.ErrExist) {
		return nil
	}
	if err != nil {
		return err
	}
	if err := errors.Join(file.Sync(), file.Close()); err != nil {
		return err
	}
	folder := filepath.Dir(path)
	return errors.Join(syncDir(folder), syncDir(filepath.Dir(folder)))
}

// syncDir makes the names in a folder durable.
func syncDir(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}
