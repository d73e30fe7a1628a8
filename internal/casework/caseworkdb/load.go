package caseworkdb

import (
	"context"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/sqldb"
)

// submission is a new case on its way into the database.
type submission struct {
	key    casework.Key
	change casework.Change
	row    *record
}

// submit writes a new case, unless its key was used before, and returns the number
// of the case that has the key.
func submit(ctx context.Context, tx *sqldb.Tx, s submission) (number string, err error) {
	r := s.row
	claimed, err := tx.Exec(ctx, claimKey, r.office, s.key.Value, s.key.Content, r.number)
	if err != nil {
		return "", err
	}
	if claimed == 0 {
		err := repeated(ctx, tx, s.key, r.office, &number)
		return number, err
	}
	if _, err := tx.Exec(ctx, insertCase, append(r.values(), r.words)...); err != nil {
		return r.number, numberTaken(err)
	}
	if err := writeTasks(ctx, tx, s.change.Case); err != nil {
		return r.number, err
	}
	if err := registerdb.Count(ctx, tx, s.change); err != nil {
		return r.number, err
	}
	return r.number, writeActs(ctx, tx, s.change)
}

// History is a case with everything that has happened to it, ready to be written:
// for filling a database with many at once.
type History struct{ whole submission }

// NewHistory prepares what Load writes. change holds the case as it stands after its
// last act, and all its acts. It may be called by many at once.
func NewHistory(key casework.Key, change casework.Change) (History, error) {
	r, err := fromCase(change.Case)
	return History{submission{key, change, r}}, err
}

// Load writes a case with its history in the transaction of the caller. A key or
// number that is there already is a Conflict.
func Load(ctx context.Context, tx *sqldb.Tx, h History) error {
	number, err := submit(ctx, tx, h.whole)
	if err == nil && number != h.whole.row.number {
		err = fault.New(fault.Conflict, "casework.key.reused")
	}
	return err
}
