package limit

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync/atomic"

	"dorgora/internal/bench/crowd"
	_ "modernc.org/sqlite" // the driver that the program has
)

// rowBody is what a row holds: about as much as a row of the program's.
var rowBody = strings.Repeat("সেবা ", 30)

// rowsPerAct is how many rows an act of the limits writes.
const rowsPerAct = 3

const (
	makeRows  = `CREATE TABLE IF NOT EXISTS limit_rows (id TEXT NOT NULL PRIMARY KEY, body TEXT NOT NULL)`
	insertRow = `INSERT INTO limit_rows (id, body) VALUES ($1, $2)`
)

// Lite is SQLite as the program sets it up, written to without a program: WAL,
// flushed at every commit.
type Lite struct {
	pool *sql.DB
	row  *sql.Stmt
	conn *sql.Conn
	last atomic.Int64
}

// OpenLite makes the database file.
func OpenLite(ctx context.Context, file string) (*Lite, error) {
	settings := url.Values{"_txlock": {"immediate"}, "_pragma": {"journal_mode(WAL)", "synchronous(FULL)"}}
	address := url.URL{Scheme: "file", Path: file, RawQuery: settings.Encode()}
	pool, err := sql.Open("sqlite", address.String())
	if err != nil {
		return nil, err
	}
	pool.SetMaxOpenConns(1)
	l := &Lite{pool: pool}
	if l.conn, err = pool.Conn(ctx); err != nil {
		return nil, errors.Join(err, pool.Close())
	}
	if _, err = l.conn.ExecContext(ctx, makeRows); err == nil {
		l.row, err = l.conn.PrepareContext(ctx, insertRow)
	}
	if err != nil {
		return nil, errors.Join(err, l.conn.Close(), pool.Close())
	}
	return l, nil
}

// Close closes the database.
func (l *Lite) Close() error { return errors.Join(l.row.Close(), l.conn.Close(), l.pool.Close()) }

// write writes the rows of one act in the running transaction.
func (l *Lite) write(ctx context.Context) error {
	for range rowsPerAct {
		if _, err := l.row.ExecContext(ctx, rowName(l.last.Add(1)), rowBody); err != nil {
			return err
		}
	}
	return nil
}

// rowName is a key that falls anywhere in the index, as the program's numbers do.
func rowName(n int64) string { return fmt.Sprintf("%016x", uint64(n)*0x9e3779b97f4a7c15) }

func (l *Lite) run(ctx context.Context, statement string) error {
	_, err := l.conn.ExecContext(ctx, statement)
	return err
}

// Single is limit W1: one act, one commit.
func (l *Lite) Single() crowd.Act {
	return func(ctx context.Context) error {
		if err := l.run(ctx, "BEGIN IMMEDIATE"); err != nil {
			return err
		}
		return errors.Join(l.write(ctx), l.run(ctx, "COMMIT"))
	}
}

// mostInGroup is the most acts of one commit.
const mostInGroup = 64

// Grouped is limit W: so many clients, whose acts are committed together when they
// wait together. They write until the context ends.
func (l *Lite) Grouped(ctx context.Context, clients int) []crowd.Act {
	queue := make(chan chan error, clients)
	go l.commitGroups(ctx, queue)
	acts := make([]crowd.Act, clients)
	for i := range acts {
		answer := make(chan error, 1)
		acts[i] = func(ctx context.Context) error {
			queue <- answer
			select {
			case err := <-answer:
				return err
			case <-ctx.Done():
				return ctx.Err()
			}
		}
	}
	return acts
}

func (l *Lite) commitGroups(ctx context.Context, queue <-chan chan error) {
	for {
		var group []chan error
		select {
		case first := <-queue:
			group = append(group, first)
		case <-ctx.Done():
			return
		}
		err := l.run(ctx, "BEGIN IMMEDIATE")
		for more := true; more && err == nil; {
			if err = l.write(ctx); len(group) >= mostInGroup {
				break
			}
			select {
			case next := <-queue:
				group = append(group, next)
			default:
				more = false
			}
		}
		err = errors.Join(err, l.run(ctx, "COMMIT"))
		for _, answer := range group {
			answer <- err
		}
	}
}
