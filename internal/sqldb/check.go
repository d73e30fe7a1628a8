package sqldb

import (
	"context"
	"errors"
	"fmt"
)

// Ping proves that the database reads and writes at this moment: on SQLite it
// writes one number to the head of the file, on PostgreSQL it takes a
// transaction number.
func (db *DB) Ping(ctx context.Context) error {
	return db.InTx(ctx, func(ctx context.Context, tx *Tx) error {
		if db.engine == Postgres {
			return tx.Row(ctx, "SELECT pg_current_xact_id()::text", nil, new(string))
		}
		var marks int32
		if err := tx.Row(ctx, "PRAGMA user_version", nil, &marks); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, fmt.Sprintf("PRAGMA user_version = %d", 1-marks&1))
		return err
	})
}

// CheckPragmas reads the settings that keep rows safe back from the running
// database, and says which one is wrong. On PostgreSQL it also looks at those
// of the server that no connection can set.
func (db *DB) CheckPragmas(ctx context.Context) error {
	if db.engine == Postgres {
		return db.checkServer(ctx)
	}
	read := func(q Querier) func(string) (string, error) {
		return func(name string) (value string, err error) {
			err = q.Row(ctx, "PRAGMA "+name, nil, &value)
			return value, err
		}
	}
	if err := verifyPragmas("1", read(db)); err != nil {
		return fmt.Errorf("reading: %w", err)
	}
	err := db.InTx(ctx, func(_ context.Context, tx *Tx) error { return verifyPragmas("0", read(tx)) })
	if err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

func (db *DB) checkServer(ctx context.Context) error {
	var wrong []error
	for _, name := range []string{"fsync", "full_page_writes", "synchronous_commit"} {
		var value string
		if err := db.Row(ctx, "SELECT current_setting($1)", []any{name}, &value); err != nil {
			return err
		}
		if value == "off" {
			wrong = append(wrong, fmt.Errorf("PostgreSQL runs with %s = off: a power cut loses acknowledged rows", name))
		}
	}
	return errors.Join(wrong...)
}
