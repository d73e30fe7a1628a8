package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
)

const (
	postgresPool = 20
	// txLimit bounds a transaction whose network has gone silent.
	txLimit = time.Minute
	// txAttempts bounds how often an act is run again.
	txAttempts = 12
)

// sessionSettings are asked for when a connection is made, unless the address
// says otherwise; those with a value in reads must read back so.
var sessionSettings = []pragma{
	{"timezone", "UTC", "UTC"},
	{"application_name", "dorgora", ""},
	{"statement_timeout", "30000", ""},
	{"lock_timeout", "10000", ""},
	{"idle_in_transaction_session_timeout", "60000", ""},
	{"default_transaction_isolation", "read committed", "read committed"},
}

func (db *DB) openPostgres(ctx context.Context, connections int) error {
	config, err := pgx.ParseConfig(db.address)
	if err != nil {
		// The error of the driver may quote the password.
		return errors.New("the address of the PostgreSQL database cannot be read")
	}
	for _, s := range sessionSettings {
		if _, given := config.RuntimeParams[s.name]; !given {
			config.RuntimeParams[s.name] = s.value
		}
	}
	if connections <= 0 {
		connections = postgresPool
	}
	db.readers = sql.OpenDB(stdlib.GetConnector(*config, stdlib.OptionAfterConnect(verifySession)))
	db.readers.SetMaxOpenConns(connections)
	db.readers.SetMaxIdleConns(connections)
	db.readers.SetConnMaxLifetime(time.Hour)
	db.reads = newStatements(db.readers, false)
	if err := db.readers.PingContext(ctx); err != nil {
		return errors.Join(fmt.Errorf("open PostgreSQL: %w", classify(err)), db.readers.Close())
	}
	return nil
}

// verifySession refuses a connection that would lose acknowledged rows or tell
// another time.
func verifySession(ctx context.Context, conn *pgx.Conn) error {
	read := func(name string) (value string, err error) {
		err = conn.QueryRow(ctx, "SELECT current_setting($1)", name).Scan(&value)
		return value, err
	}
	for _, s := range sessionSettings {
		if s.reads == "" {
			continue
		}
		if got, err := read(s.name); err != nil || got != s.reads {
			return errors.Join(fmt.Errorf("setting %s reads back as %q, it must be %q", s.name, got, s.reads), err)
		}
	}
	if got, err := read("synchronous_commit"); err != nil || got == "off" {
		return errors.Join(fmt.Errorf("setting synchronous_commit reads back as %q", got), err)
	}
	return nil
}

// inPostgresTx runs work until it commits, fails, or has been in other acts'
// way too often.
func (db *DB) inPostgresTx(ctx context.Context, work func(context.Context, *Tx) error) error {
	for attempt := 1; ; attempt++ {
		err := db.tryPostgresTx(ctx, work)
		if !worthRetrying(err) || attempt == txAttempts {
			return err
		}
		pause := time.Duration(rand.Int64N(int64(4*time.Millisecond) << min(attempt, 6)))
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

func (db *DB) tryPostgresTx(ctx context.Context, work func(context.Context, *Tx) error) error {
	// A context that ends while the commit is on its way would leave its
	// outcome unknown, so only the statements follow it.
	whole, cancel := context.WithTimeout(context.WithoutCancel(ctx), txLimit)
	defer cancel()
	inner, err := db.beginPostgres(ctx, whole)
	if err != nil {
		return classify(err)
	}
	defer inner.Rollback() // does nothing after a commit
	tx := &Tx{on: newStatements(inner, false), latch: &db.latch}
	inside := context.WithValue(ctx, insideTx{}, true)
	if err := tx.end(work(inside, tx)); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return err
	}
	began := time.Now()
	err = inner.Commit()
	if err == nil {
		db.committed(1, time.Since(began))
	}
	return commitFate(err)
}

// beginPostgres waits for a connection as long as ctx lives, and keeps the
// transaction as long as whole lives.
func (db *DB) beginPostgres(ctx, whole context.Context) (*sql.Tx, error) {
	waiting, cancel := context.WithCancel(whole)
	stop := context.AfterFunc(ctx, cancel)
	inner, err := db.readers.BeginTx(waiting, nil)
	if !stop() && ctx.Err() != nil {
		if err == nil {
			err = inner.Rollback()
		}
		return nil, errors.Join(ctx.Err(), err)
	}
	return inner, err
}

// commitFate tells a commit that PostgreSQL refused from one whose outcome
// nobody heard.
func commitFate(err error) error {
	var pg *pgconn.PgError
	if err == nil || errors.As(err, &pg) {
		return classify(err)
	}
	return unconfirmed(err)
}
