package postboxdb

import (
	"context"
	"encoding/json"
	"time"

	"dorgora/internal/postbox"
	"dorgora/internal/sqldb"
)

// Mark is how far the mailbox of a gateway was read.
type Mark struct {
	Validity, UID uint32
}

const (
	selectMark = `SELECT validity, uid FROM mail_marks WHERE office = $1 AND gateway = $2`
	writeMark  = `
INSERT INTO mail_marks (office, gateway, validity, uid) VALUES ($1, $2, $3, $4)
ON CONFLICT (office, gateway) DO UPDATE SET validity = excluded.validity, uid = excluded.uid`
)

// Mark returns how far a mailbox was read; the zero Mark when it never was.
func (s Store) Mark(ctx context.Context, office, gateway string) (Mark, error) {
	var m Mark
	err := s.DB.Rows(ctx, selectMark, []any{office, gateway}, func(row sqldb.Scanner) error { return row.Scan(&m.Validity, &m.UID) })
	return m, err
}

// SetMark notes how far a mailbox was read.
func (s Store) SetMark(ctx context.Context, office, gateway string, m Mark) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, writeMark, office, gateway, int64(m.Validity), int64(m.UID))
		return err
	})
}

const selectHeld = `SELECT raw, files FROM mails WHERE raw <> ''`

// Held are the hashes of the files of all mails that are kept whole: of those that
// wait for a person, and of the others until Forget.
func (s Store) Held(ctx context.Context) (map[string]bool, error) {
	held := map[string]bool{}
	err := s.DB.Rows(ctx, selectHeld, nil, func(row sqldb.Scanner) error {
		var raw, text string
		if err := row.Scan(&raw, &text); err != nil {
			return err
		}
		var files []postbox.Kept
		if err := json.Unmarshal([]byte(text), &files); err != nil {
			return err
		}
		held[raw] = true
		for _, file := range files {
			held[file.Hash] = true
		}
		return nil
	})
	return held, err
}

const forgetMails = `
UPDATE mails SET raw = '', body = '', subject = '', name = '', files = '[]' WHERE raw <> '' AND settled <> '' AND settled < $1`

// Forget takes away what mails say that were settled before a moment. What became of
// them stays, and what went to a case stays there.
func (s Store) Forget(ctx context.Context, before time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, forgetMails, sqldb.Instant(before))
		return err
	})
}
