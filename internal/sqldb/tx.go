package sqldb

import (
	"context"
	"errors"
	"slices"

	"dorgora/internal/fault"
)

// Tx is a running transaction. It belongs to the closure that was given it and
// is dead when the closure returns. A statement that fails dooms it, on both
// engines: what follows answers with the same error, and nothing is kept. To
// live with a duplicate write ON CONFLICT DO NOTHING and look at the count.
type Tx struct {
	on      *statements
	latch   *latch
	wrote   []string // the tables written to, each once
	doomed  error
	reading bool
	ended   bool
}

var (
	errEnded   = errors.New("the transaction has ended")
	errReading = errors.New("a statement was begun while rows were being read")
)

// Exec runs one statement and returns the number of rows that it touched. A
// duplicate is fault.Conflict "record.duplicate"; a row that the schema refuses
// is fault.Invalid "record.refused".
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) (rows int64, err error) {
	if err := tx.ready(); err != nil {
		return 0, err
	}
	tx.writes(query)
	result, err := tx.on.exec(ctx, query, args)
	if err != nil {
		return 0, tx.doom(err)
	}
	return result.RowsAffected()
}

// Row reads one row into dest, also of INSERT … RETURNING. No row is
// fault.NotFound "record.missing", and the only error that does not doom the
// transaction.
func (tx *Tx) Row(ctx context.Context, query string, args []any, dest ...any) error {
	if err := tx.ready(); err != nil {
		return err
	}
	tx.writes(query)
	return tx.doom(tx.on.one(ctx, query, args, dest))
}

// Rows calls scan for every row that query finds. scan may not query; an error
// of scan ends the reading and is returned as it is.
func (tx *Tx) Rows(ctx context.Context, query string, args []any, scan func(Scanner) error) error {
	if err := tx.ready(); err != nil {
		return err
	}
	tx.writes(query)
	tx.reading = true
	refused, err := tx.on.each(ctx, query, args, scan)
	tx.reading = false
	if refused != nil {
		return refused
	}
	return tx.doom(err)
}

// writes notes the table that a statement writes to.
func (tx *Tx) writes(query string) {
	if table := target(query); table != "" && !slices.Contains(tx.wrote, table) {
		tx.wrote = append(tx.wrote, table)
	}
}

func (tx *Tx) ready() error {
	switch {
	case tx.ended:
		return errEnded
	case tx.reading:
		return errReading
	}
	return tx.doomed
}

// doom classifies err and remembers it, except that a missing row is an answer.
func (tx *Tx) doom(err error) error {
	tx.latch.watch(err, true)
	err = classify(err)
	if err != nil && fault.KindOf(err) != fault.NotFound {
		tx.doomed = err
	}
	return err
}

// end closes the transaction to its closure, which returned err, and returns
// the error that decides about it.
func (tx *Tx) end(err error) error {
	tx.ended = true
	if err == nil {
		return tx.doomed
	}
	return err
}
