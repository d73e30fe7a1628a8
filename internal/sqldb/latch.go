package sqldb

import (
	"errors"
	"sync/atomic"

	"dorgora/internal/fault"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// latch remembers the first I/O error. After a failed flush the kernel may
// report success although the rows are lost, so nothing is written again until
// a person has looked.
type latch struct{ cause atomic.Pointer[fault.Fault] }

// Latched returns nil while the database accepts writes, and otherwise the
// fault.Unavailable that every write is answered with; its cause is the first
// I/O error. Reads go on. PostgreSQL watches its own disk and never latches.
func (db *DB) Latched() error {
	if cause := db.latch.cause.Load(); cause != nil {
		return cause
	}
	return nil
}

// Unlatch accepts writes again, after a person has checked the disk.
func (db *DB) Unlatch() { db.latch.cause.Store(nil) }

// watch closes the latch when err says that the disk or the file is bad.
func (l *latch) watch(err error, writing bool) {
	var lite *sqlite.Error
	if err == nil || !errors.As(err, &lite) {
		return
	}
	switch lite.Code() & 0xff {
	case sqlite3.SQLITE_IOERR:
		// A full disk shows like this when the shared memory file grows; it is
		// rebuilt from the log, so no row is in doubt.
		if lite.Code() == sqlite3.SQLITE_IOERR_SHMSIZE {
			return
		}
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
	case sqlite3.SQLITE_READONLY:
		if !writing {
			return
		}
	default:
		return
	}
	l.cause.CompareAndSwap(nil, unconfirmed(err))
}
