package caseworkdb

import (
	"context"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

const claimAct = `
INSERT INTO case_keys (office, key, number, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (office, key) DO NOTHING`

// claim takes the key of the form that asks for an act; one that was taken before is
// Conflict.
func claim(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	if change.Key == "" {
		return nil
	}
	n, err := tx.Exec(ctx, claimAct, change.Case.Office, change.Key, change.Case.Number, sqldb.Instant(change.Acts[0].At))
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, casework.KeyUsed)
	}
	return err
}

const countActs = `SELECT COUNT(*) FROM case_keys WHERE office = $1 AND number = $2 AND key = $3`

// Acted reports whether the form of that key has acted on the case.
func (s Store) Acted(ctx context.Context, office, number, key string) (bool, error) {
	var n int
	err := s.DB.Row(ctx, countActs, []any{office, number, key}, &n)
	return n > 0, err
}

const dropKeys = `DELETE FROM case_keys WHERE at < $1`

// DropKeys forgets the keys of forms that acted before a moment.
func (s Store) DropKeys(ctx context.Context, before time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, dropKeys, sqldb.Instant(before))
		return err
	})
}
