package sqldb

import (
	"context"
	"crypto/rand"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"

	"github.com/jackc/pgx/v5/pgconn"

	"dorgora/internal/fault"
)

// BackupTo writes a consistent copy of everything that was acknowledged before
// it began to file, flushed to disk, while reading and writing go on. The file
// must not exist. On SQLite the copy is a database file; on PostgreSQL it is an
// archive for pg_restore, written by pg_dump, which must be installed.
func (db *DB) BackupTo(ctx context.Context, file string) error {
	if _, err := os.Lstat(file); err == nil {
		return fmt.Errorf("%s is there already", file)
	}
	partial := file + ".partial"
	if err := os.Remove(partial); err != nil && !errors.Is(err, os.ErrNotExist) {
		return err
	}
	write := db.copySQLite
	if db.engine == Postgres {
		write = db.dumpPostgres
	}
	if err := write(ctx, partial); err != nil {
		return errors.Join(err, removed(partial))
	}
	if err := syncFile(partial); err != nil {
		return err
	}
	if err := os.Rename(partial, file); err != nil {
		return err
	}
	return syncDir(filepath.Dir(file))
}

func removed(file string) error {
	if err := os.Remove(file); !errors.Is(err, os.ErrNotExist) {
		return err
	}
	return nil
}

func syncFile(path string) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	return errors.Join(file.Chmod(0o600), file.Sync(), file.Close())
}

func (db *DB) copySQLite(ctx context.Context, file string) error {
	connector, err := newLiteConnector(db.address, false)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	_, err = pool.ExecContext(ctx, "VACUUM INTO $1", file)
	db.latch.watch(err, false)
	return errors.Join(classify(err), pool.Close())
}

func (db *DB) dumpPostgres(ctx context.Context, file string) error {
	program, err := exec.LookPath("pg_dump")
	if err != nil {
		return fmt.Errorf("a copy of a PostgreSQL database is made by pg_dump, which is not installed: %w", err)
	}
	source, environ, err := withoutPassword(db.address)
	if err != nil {
		return err
	}
	var schema string
	if err := db.Row(ctx, "SELECT current_schema()", nil, &schema); err != nil {
		return err
	}
	dump := exec.CommandContext(ctx, program, "--format=custom", "--no-password", "--file="+file, "--dbname="+source)
	dump.Env = environ
	if schema != "public" { // others of the same database are somebody else's
		dump.Args = append(dump.Args, "--schema="+schema)
	}
	if text, err := dump.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_dump: %w: %s", err, text)
	}
	return nil
}

// RestoreFrom brings a copy that BackupTo wrote into the database at address, which
// must hold nothing yet: a missing file for SQLite, a schema without tables for
// PostgreSQL, where pg_restore must be installed. A copy that cannot be read whole
// leaves nothing behind and is an error.
func RestoreFrom(ctx context.Context, address, file string) error {
	if engineOf(address) == Postgres {
		return restorePostgres(ctx, address, file)
	}
	return restoreSQLite(ctx, address, file)
}

func engineOf(address string) string {
	if strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://") {
		return Postgres
	}
	return SQLite
}

func restoreSQLite(ctx context.Context, address, file string) error {
	if _, err := os.Lstat(address); err == nil {
		return fault.New(fault.Conflict, "storage.filled", "place", address)
	}
	partial := address + ".partial"
	if err := copyDurably(file, partial); err != nil {
		return errors.Join(err, removed(partial))
	}
	if err := checkWhole(ctx, partial); err != nil {
		return errors.Join(err, removed(partial), removed(partial+"-wal"), removed(partial+"-shm"))
	}
	if err := os.Rename(partial, address); err != nil {
		return err
	}
	return syncDir(filepath.Dir(address))
}

func copyDurably(from, to string) error {
	source, err := os.Open(from)
	if err != nil {
		return err
	}
	defer source.Close()
	target, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(target, source)
	return errors.Join(err, target.Sync(), target.Close())
}

// checkWhole reads every page of a SQLite file.
func checkWhole(ctx context.Context, file string) error {
	connector, err := newLiteConnector(file, false)
	if err != nil {
		return err
	}
	pool := sql.OpenDB(connector)
	defer pool.Close()
	var answer string
	if err := pool.QueryRowContext(ctx, "PRAGMA integrity_check(1)").Scan(&answer); err != nil {
		return fmt.Errorf("the copy of the database is damaged: %w", err)
	}
	if answer != "ok" {
		return fmt.Errorf("the copy of the database is damaged: %s", answer)
	}
	return pool.Close()
}

func restorePostgres(ctx context.Context, address, file string) error {
	if err := emptyPostgres(ctx, address); err != nil {
		return err
	}
	program, err := exec.LookPath("pg_restore")
	if err != nil {
		return fmt.Errorf("a copy of a PostgreSQL database is restored by pg_restore, which is not installed: %w", err)
	}
	target, environ, err := withoutPassword(address)
	if err != nil {
		return err
	}
	restore := exec.CommandContext(ctx, program, "--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction",
		"--no-password", "--dbname="+target, file)
	restore.Env = environ
	if text, err := restore.CombinedOutput(); err != nil {
		return fmt.Errorf("pg_restore: %w: %s", err, text)
	}
	return nil
}

const countTables = `
SELECT COUNT(*) FROM pg_catalog.pg_tables WHERE schemaname = ANY (current_schemas(FALSE))`

// emptyPostgres refuses a schema with tables in it.
func emptyPostgres(ctx context.Context, address string) error {
	db, err := Open(ctx, Config{Address: address, Readers: 1})
	if err != nil {
		return err
	}
	var tables int
	err = db.Row(ctx, countTables, nil, &tables)
	if err == nil && tables > 0 {
		err = fault.New(fault.Conflict, "storage.filled", "place", "PostgreSQL")
	}
	return errors.Join(err, db.Close())
}

// withoutPassword moves the password of an address into the environment:
// arguments can be seen by every user of the machine, the environment not.
func withoutPassword(address string) (target string, environ []string, err error) {
	parsed, err := url.Parse(address)
	if err != nil {
		return "", nil, errors.New("the address of the PostgreSQL database cannot be read")
	}
	environ = os.Environ()
	if password, given := parsed.User.Password(); given {
		parsed.User = url.User(parsed.User.Username())
		environ = append(environ, "PGPASSWORD="+password)
	}
	return parsed.String(), environ, nil
}

// ErrNoScratch says that the account may not make a database for a trial.
var ErrNoScratch = errors.New("this account may not create databases")

// Scratch makes an empty database on the server of db, in which a copy can be tried,
// and returns its address and what drops it. SQLite needs none. ErrNoScratch when
// the account may not.
func (db *DB) Scratch(ctx context.Context) (address string, drop func() error, err error) {
	parsed, err := url.Parse(db.address)
	if err != nil {
		return "", nil, errors.New("the address of the PostgreSQL database cannot be read")
	}
	name := "dorgora_trial_" + strings.ToLower(rand.Text()[:12])
	_, err = db.readers.ExecContext(ctx, "CREATE DATABASE "+name+" TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C'")
	var refused *pgconn.PgError
	if errors.As(err, &refused) && refused.Code == "42501" { // insufficient_privilege
		return "", nil, ErrNoScratch
	}
	if err != nil {
		return "", nil, err
	}
	parsed.Path = "/" + name
	return parsed.String(), func() error {
		_, err := db.readers.ExecContext(context.WithoutCancel(ctx), "DROP DATABASE "+name)
		return err
	}, nil
}
