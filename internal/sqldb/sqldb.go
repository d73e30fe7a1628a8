// Package sqldb is the only door to the database: SQLite or PostgreSQL behind
// one transaction type and one SQL text. It knows how to open, migrate, read,
// write, back up and distrust a database; it knows no table and no domain.
//
// One SQL text serves both engines. Placeholders are $1, $2 and are bound by
// number. Times are RFC 3339 text in UTC, never time.Time values.
//
// Writes go through InTx. On SQLite they queue for one writer connection, and
// those that wait together are committed together: every caller is answered
// after the one flush to disk that carries its rows. On PostgreSQL each is a
// transaction of its own at READ COMMITTED: take the head row of a series with
// INSERT … ON CONFLICT … DO UPDATE … RETURNING first, its lock is the queue,
// and update other rows under a condition whose row count is looked at.
package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"time"
)

// The names of the engines, as Engine returns them.
const (
	SQLite   = "sqlite"
	Postgres = "postgres"
)

// Config says which database to open.
type Config struct {
	// Address is a postgres:// address or the path of a SQLite file.
	Address string
	// Readers is the number of connections that read, 0 for the default:
	// four or the number of cores on SQLite, twenty on PostgreSQL, where
	// they write as well.
	Readers int
	// Now names the copy that is made before a migration; nil is time.Now.
	Now func() time.Time
	// Committed is told after each commit how many acts it carried and how long it
	// took, the flush to disk included; it must be quick, and may be nil.
	Committed func(acts int, took time.Duration)
}

// Scanner copies the columns of the current row into dest.
type Scanner interface {
	Scan(dest ...any) error
}

// Querier reads rows. *DB reads what is committed, *Tx also what it wrote.
type Querier interface {
	// Row reads one row into dest. No row is fault.NotFound "record.missing".
	Row(ctx context.Context, query string, args []any, dest ...any) error
	// Rows calls scan for every row. scan may not query; an error of scan
	// ends the reading and is returned as it is.
	Rows(ctx context.Context, query string, args []any, scan func(Scanner) error) error
}

// DB is an open database of either engine. It is safe for use by many
// goroutines.
type DB struct {
	engine  string
	address string
	now     func() time.Time
	latch   latch
	stamps  stamps
	reads   *statements
	readers *sql.DB
	writer  *writer // SQLite only

	committed func(acts int, took time.Duration)
}

// Open connects to the database of cfg and reads its settings back. It creates
// a missing SQLite file, readable by its owner alone, but migrates nothing.
func Open(ctx context.Context, cfg Config) (*DB, error) {
	if cfg.Address == "" {
		return nil, errors.New("no database address given")
	}
	db := &DB{engine: SQLite, address: cfg.Address, now: cfg.Now, committed: cfg.Committed}
	if db.now == nil {
		db.now = time.Now
	}
	if db.committed == nil {
		db.committed = func(int, time.Duration) {}
	}
	if engineOf(cfg.Address) == Postgres {
		db.engine = Postgres
		return db, db.openPostgres(ctx, cfg.Readers)
	}
	return db, db.openSQLite(ctx, cfg.Readers)
}

// Engine returns the name of the engine, SQLite or Postgres.
func (db *DB) Engine() string { return db.engine }

// Queue returns how many acts wait for the writer of SQLite at this moment;
// PostgreSQL has none.
func (db *DB) Queue() int {
	if db.writer == nil {
		return 0
	}
	return len(db.writer.queue)
}

// Close waits for the acts that have begun, refuses those that wait, and
// releases the connections.
func (db *DB) Close() error {
	if db.writer == nil {
		return db.readers.Close()
	}
	// The writer goes last: the last connection writes the WAL back into
	// the file, and a reader may not write.
	return errors.Join(db.readers.Close(), db.writer.close())
}

// InTx runs work in one transaction: all that it writes is on disk when InTx
// returns nil, and none of it is there when InTx returns an error, with one
// exception. fault.Unavailable "storage.unconfirmed" means that nobody knows:
// the same request must be sent again, under the same key.
//
// work may run more than once, so it may do nothing that outlives a rollback.
// A failed statement dooms the transaction even when work returns nil. Acts do
// not nest. When ctx ends before work begins InTx returns the error of ctx; on
// SQLite work that has begun is carried through, on PostgreSQL it is undone
// until the commit begins.
func (db *DB) InTx(ctx context.Context, work func(ctx context.Context, tx *Tx) error) error {
	return db.in(ctx, work, false)
}

// InBulk is InTx for work of many thousand rows: on SQLite it shares its transaction
// with nobody, so that nothing has to be kept to undo it alone.
func (db *DB) InBulk(ctx context.Context, work func(ctx context.Context, tx *Tx) error) error {
	return db.in(ctx, work, true)
}

func (db *DB) in(ctx context.Context, work func(ctx context.Context, tx *Tx) error, bulk bool) error {
	if ctx.Value(insideTx{}) != nil {
		return errors.New("a transaction was begun inside a transaction")
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	if db.engine == Postgres {
		return db.inPostgresTx(ctx, work)
	}
	if err := db.Latched(); err != nil {
		return err
	}
	return db.writer.do(ctx, work, bulk)
}

// insideTx marks the context of a closure that runs in a transaction.
type insideTx struct{}

// Row reads one committed row into dest. No row is fault.NotFound
// "record.missing".
func (db *DB) Row(ctx context.Context, query string, args []any, dest ...any) error {
	return db.answer(db.reads.one(ctx, query, args, dest))
}

// Rows calls scan for every committed row that query finds. scan may not
// query; an error of scan ends the reading and is returned as it is.
func (db *DB) Rows(ctx context.Context, query string, args []any, scan func(Scanner) error) error {
	refused, err := db.reads.each(ctx, query, args, scan)
	if refused != nil {
		return refused
	}
	return db.answer(err)
}

// answer classifies an error of a read, and latches when the disk is bad.
func (db *DB) answer(err error) error {
	if err != nil {
		db.latch.watch(err, false)
	}
	return classify(err)
}
