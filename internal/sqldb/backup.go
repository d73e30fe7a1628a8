package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
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
