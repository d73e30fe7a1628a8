package sqldb

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"

	"github.com/pressly/goose/v3"
)

// Migrate brings the schema up to the last of files, which are named
// NNNN_name.sql in one sequence for both engines; what only one of them reads
// stands between "-- +only sqlite" (or postgres) and "-- +both". Each runs in one
// transaction.
// Before the schema of an existing SQLite database changes, a copy of it is
// made beside the file. There is no way back but that copy: a file that
// promises one is refused, and so is a database newer than the program.
func (db *DB) Migrate(ctx context.Context, files fs.FS) error {
	if err := forwardOnly(files); err != nil {
		return err
	}
	if db.engine == Postgres {
		return db.migratePostgres(ctx, files)
	}
	return db.migrateSQLite(ctx, files)
}

// forwardOnly refuses files that want to run outside a transaction or
// describe a way back.
func forwardOnly(files fs.FS) error {
	names, err := fs.Glob(files, "*.sql")
	if err != nil {
		return err
	}
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		for _, banned := range []string{"+goose Down", "+goose NO TRANSACTION", "+goose ENVSUB"} {
			if strings.Contains(string(text), banned) {
				return fmt.Errorf("migration %s: %s is not allowed", name, banned)
			}
		}
	}
	return nil
}

func (db *DB) migrateSQLite(ctx context.Context, files fs.FS) error {
	connector, err := newLiteConnector(db.address, false)
	if err != nil {
		return err
	}
	// Two programs that start together take turns: the folder is the lock. The
	// file itself may not be, closing it would drop the locks of SQLite.
	folder, err := os.Open(filepath.Dir(db.address))
	if err != nil {
		return err
	}
	defer folder.Close()
	if err := syscall.Flock(int(folder.Fd()), syscall.LOCK_EX); err != nil {
		return fmt.Errorf("wait for another program's migration: %w", err)
	}
	pool := sql.OpenDB(connector)
	pool.SetMaxOpenConns(1)
	return errors.Join(db.migrateOn(ctx, pool, goose.DialectSQLite3, files), pool.Close())
}

func (db *DB) migratePostgres(ctx context.Context, files fs.FS) error {
	// Two programs that start together take turns; schemas of one server do not.
	guard, err := db.readers.Conn(ctx)
	if err != nil {
		return classify(err)
	}
	const key = "hashtext('dorgora migration ' || coalesce(current_schema(), ''))"
	if _, err := guard.ExecContext(ctx, "SELECT pg_advisory_lock("+key+")"); err != nil {
		return errors.Join(classify(err), guard.Close())
	}
	err = db.migrateOn(ctx, db.readers, goose.DialectPostgres, files)
	_, unlock := guard.ExecContext(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock("+key+")")
	return errors.Join(err, unlock, guard.Close())
}

func (db *DB) migrateOn(ctx context.Context, pool *sql.DB, kind goose.Dialect, files fs.FS) error {
	provider, err := goose.NewProvider(kind, pool, dialect{files, db.engine},
		goose.WithDisableGlobalRegistry(true), goose.WithLogger(goose.NopLogger()))
	if errors.Is(err, goose.ErrNoMigrations) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	current, target, err := provider.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read schema version: %w", err)
	}
	if current > target {
		return fmt.Errorf("the database has schema %d, this program knows %d: use a newer program", current, target)
	}
	pending, err := provider.HasPending(ctx)
	if err != nil || !pending {
		return err
	}
	if current > 0 && db.engine == SQLite {
		if err := db.BackupTo(ctx, db.copyName(target)); err != nil {
			return fmt.Errorf("copy the database before migrating it: %w", err)
		}
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// copyName returns the name of a file that is not there yet, for the copy
// before the migration to the schema target.
func (db *DB) copyName(target int64) string {
	name := fmt.Sprintf("%s.before-%04d-%s", db.address, target, db.now().UTC().Format("20060102T150405Z"))
	free := name
	for n := 2; ; n++ {
		if _, err := os.Lstat(free); err != nil {
			return free
		}
		free = fmt.Sprintf("%s-%d", name, n)
	}
}

// Lines of a migration that stand between "-- +only sqlite" (or postgres) and
// "-- +both" are for one engine alone: an index that the other engine builds with
// other words. Everything else is one text for both.
const (
	onlyMark = "-- +only "
	bothMark = "-- +both"
)

// dialect are migrations as one engine reads them.
type dialect struct {
	files  fs.FS
	engine string
}

// Open returns a file without the lines that are for the other engine.
func (d dialect) Open(name string) (fs.File, error) {
	file, err := d.files.Open(name)
	if err != nil || !strings.HasSuffix(name, ".sql") {
		return file, err
	}
	defer file.Close()
	text, err := io.ReadAll(file)
	if err != nil {
		return nil, err
	}
	about, err := file.Stat()
	if err != nil {
		return nil, err
	}
	text, err = spoken(text, d.engine)
	if err != nil {
		return nil, fmt.Errorf("migration %s: %w", name, err)
	}
	return &spokenFile{bytes.NewReader(text), about}, nil
}

// spoken returns the lines of a migration that an engine reads.
func spoken(text []byte, engine string) ([]byte, error) {
	var kept bytes.Buffer
	only := ""
	for line := range bytes.Lines(text) {
		mark := strings.TrimSpace(string(line))
		name, opens := strings.CutPrefix(mark, onlyMark)
		switch {
		case opens && (only != "" || name != SQLite && name != Postgres):
			return nil, fmt.Errorf("%q does not open a part for one engine", mark)
		case opens:
			only = name
		case mark == bothMark && only == "":
			return nil, fmt.Errorf("%q closes no part for one engine", mark)
		case mark == bothMark:
			only = ""
		case only == "" || only == engine:
			kept.Write(line)
		}
	}
	if only != "" {
		return nil, fmt.Errorf("the part for %s is not closed by %q", only, bothMark)
	}
	return kept.Bytes(), nil
}

// spokenFile is a file in memory.
type spokenFile struct {
	*bytes.Reader
	about fs.FileInfo
}

// Stat describes the file as it lies on disk.
func (f *spokenFile) Stat() (fs.FileInfo, error) { return f.about, nil }

// Close does nothing.
func (f *spokenFile) Close() error { return nil }
