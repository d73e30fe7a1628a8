package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"

	"dorgora/internal/fault"
	"github.com/jackc/pgx/v5/pgconn"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// unconfirmed is the answer when nobody knows whether the rows are on disk.
func unconfirmed(cause error) *fault.Fault {
	return fault.Wrap(fault.Unavailable, "storage.unconfirmed", cause)
}

// classify turns an error of a driver into a fault: no row, a duplicate, a row
// that the schema refuses, or storage that cannot confirm. Others, among them
// the end of a context, stay as they are.
func classify(err error) error {
	var known *fault.Fault
	var lite *sqlite.Error
	var pg *pgconn.PgError
	switch {
	case err == nil, errors.As(err, &known):
		return err
	case errors.Is(err, sql.ErrNoRows):
		return fault.Wrap(fault.NotFound, "record.missing", err)
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &lite):
		return classifySQLite(lite, err)
	case errors.As(err, &pg):
		return classifyPostgres(pg.Code, err)
	case disconnected(err):
		return unconfirmed(err)
	}
	return err
}

func classifySQLite(lite *sqlite.Error, err error) error {
	switch lite.Code() {
	case sqlite3.SQLITE_CONSTRAINT_UNIQUE, sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY, sqlite3.SQLITE_CONSTRAINT_ROWID:
		return fault.Wrap(fault.Conflict, "record.duplicate", err)
	}
	switch lite.Code() & 0xff {
	case sqlite3.SQLITE_CONSTRAINT:
		return fault.Wrap(fault.Invalid, "record.refused", err)
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_FULL, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB,
		sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_NOMEM,
		sqlite3.SQLITE_PROTOCOL:
		return unconfirmed(err)
	}
	return err
}

// classifyPostgres reads SQLSTATE codes (PostgreSQL manual, appendix A).
func classifyPostgres(code string, err error) error {
	switch code {
	case "23505": // unique_violation
		return fault.Wrap(fault.Conflict, "record.duplicate", err)
	case "57014", // query_canceled: the statement timeout
		"55P03", // lock_not_available
		"25006", // read_only_sql_transaction: a standby after a failover
		"XX001", // data_corrupted
		"XX002": // index_corrupted
		return unconfirmed(err)
	}
	switch code[:min(2, len(code))] {
	case "23": // integrity constraint violation
		return fault.Wrap(fault.Invalid, "record.refused", err)
	case "08", "40", "53", "57", "58": // connection, rollback, resources, operator, system
		return unconfirmed(err)
	}
	return err
}

// disconnected tells a lost or refused connection from a programming mistake.
func disconnected(err error) bool {
	var network net.Error
	var connect *pgconn.ConnectError
	return errors.Is(err, driver.ErrBadConn) || errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) ||
		errors.Is(err, sql.ErrConnDone) || errors.As(err, &network) || errors.As(err, &connect) || pgconn.SafeToRetry(err)
}

// worthRetrying says that PostgreSQL undid the transaction only because another
// one was in its way: serialization_failure or deadlock_detected.
func worthRetrying(err error) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && (pg.Code == "40001" || pg.Code == "40P01")
}
