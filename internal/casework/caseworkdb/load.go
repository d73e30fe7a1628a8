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

// Load writes a case with everything that has happened to it, in the transaction of
// the caller: for filling a database with many at once. change holds the case as it
// stands after its last act, and all its acts. A key or number that is there
// already is a Conflict.
func Load(ctx context.Context, tx *sqldb.Tx, key casework.Key, change casework.Change) error {
	r, err := fromCase(change.Case)
	if err != nil {
		return err
	}
	number, err := submit(ctx, tx, submission{key, change, r})
	if err == nil && number != r.number {
		err = fault.New(fault.Conflict, "casework.key.reused")
	}
	return err
}
