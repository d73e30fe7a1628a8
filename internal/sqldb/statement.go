package sqldb

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

// statementLimit bounds the prepared statements that are kept. The house has
// some hundreds of constant texts; only built queries could pass it.
const statementLimit = 512

// source is a pool, a connection or a transaction of database/sql.
type source interface {
	PrepareContext(ctx context.Context, query string) (*sql.Stmt, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// statements runs queries and keeps them prepared by their text, because
// SQLite parses a text again at every call otherwise. pgx does so by itself.
type statements struct {
	on    source
	mu    sync.Mutex
	known map[string]*sql.Stmt // nil when nothing is kept
}

func newStatements(on source, keep bool) *statements {
	s := &statements{on: on}
	if keep {
		s.known = map[string]*sql.Stmt{}
	}
	return s
}

// prepared returns nil when the text is to be run without preparing.
func (s *statements) prepared(ctx context.Context, query string) (*sql.Stmt, error) {
	if s.known == nil {
		return nil, nil
	}
	s.mu.Lock()
	statement, full := s.known[query], len(s.known) >= statementLimit
	s.mu.Unlock()
	if statement != nil || full {
		return statement, nil
	}
	// Preparing may wait for a connection, so not under the lock.
	statement, err := s.on.PrepareContext(ctx, query)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if other := s.known[query]; other != nil {
		return other, statement.Close()
	}
	s.known[query] = statement
	return statement, nil
}

// forget lets go of the prepared statements.
func (s *statements) forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, statement := range s.known {
		_ = statement.Close()
	}
	clear(s.known)
}

func (s *statements) query(ctx context.Context, query string, args []any) (*sql.Rows, error) {
	if err := plain(args); err != nil {
		return nil, err
	}
	statement, err := s.prepared(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case statement != nil:
		return statement.QueryContext(ctx, args...)
	}
	return s.on.QueryContext(ctx, query, args...)
}

func (s *statements) exec(ctx context.Context, query string, args []any) (sql.Result, error) {
	if err := plain(args); err != nil {
		return nil, err
	}
	statement, err := s.prepared(ctx, query)
	switch {
	case err != nil:
		return nil, err
	case statement != nil:
		return statement.ExecContext(ctx, args...)
	}
	return s.on.ExecContext(ctx, query, args...)
}

// one reads the first row into dest; no row is sql.ErrNoRows.
func (s *statements) one(ctx context.Context, query string, args, dest []any) error {
	rows, err := s.query(ctx, query, args)
	if err != nil {
		return err
	}
	defer rows.Close()
	if !rows.Next() {
		if err := rows.Err(); err != nil {
			return err
		}
		return sql.ErrNoRows
	}
	if err := rows.Scan(dest...); err != nil {
		return err
	}
	return rows.Close()
}

// each calls scan for every row and tells an error of scan from one of the
// database.
func (s *statements) each(ctx context.Context, query string, args []any, scan func(Scanner) error) (refused, err error) {
	rows, err := s.query(ctx, query, args)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err, nil
		}
	}
	return nil, rows.Err()
}

// plain refuses arguments that the engines would store in different forms.
func plain(args []any) error {
	for i, arg := range args {
		switch arg.(type) {
		case time.Time, *time.Time, sql.NullTime, sql.Null[time.Time]:
			return fmt.Errorf("argument $%d: %w", i+1, errTimeValue)
		}
	}
	return nil
}

var errTimeValue = errors.New("a time is bound as RFC 3339 text, not as a time value")

// Instant is how a time is stored: RFC 3339 in UTC to the second, so that the
// order of the texts is the order of the times; the zero time is the empty text.
func Instant(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// Moment reads a stored time; the empty text is the zero time.
func Moment(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}, fmt.Errorf("stored time: %w", err)
	}
	return t, nil
}
