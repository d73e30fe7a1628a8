// Package installationdb keeps what belongs to the installation as a whole and to
// no office: so far, whether its database is one for practice.
package installationdb

import (
	"context"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// Store reads and writes the marks of an installation.
type Store struct{ DB *sqldb.DB }

const selectSetting = `SELECT value FROM settings WHERE name = $1`

const insertSetting = `
INSERT INTO settings (name, value) VALUES ($1, $2) ON CONFLICT (name) DO NOTHING`

const practice = "practice"

// Practice reports whether the database is marked for practice and tests: only
// then may the program's clock be set, and every page says so.
func (s Store) Practice(ctx context.Context) (bool, error) {
	var value string
	err := s.DB.Row(ctx, selectSetting, []any{practice}, &value)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return value == "yes", err
}

// MarkPractice marks a database for practice. The mark cannot be taken away: what
// was invented must never pass for real.
func (s Store) MarkPractice(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertSetting, practice, "yes")
		return err
	})
}

const unfinished = "unfinished"

// Unfinished reports whether a move into the database has begun and not ended: a
// part of an installation may not be served for the whole.
func (s Store) Unfinished(ctx context.Context) (bool, error) {
	var value string
	err := s.DB.Row(ctx, selectSetting, []any{unfinished}, &value)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return err == nil, err
}

// MarkUnfinished marks a database into which a move begins.
func (s Store) MarkUnfinished(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, insertSetting, unfinished, "yes")
		return err
	})
}

// ClearUnfinished takes the mark away: the move has ended.
func (s Store) ClearUnfinished(ctx context.Context) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM settings WHERE name = $1`, unfinished)
		return err
	})
}
