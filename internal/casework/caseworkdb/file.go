package caseworkdb

import (
	"context"
	"encoding/json"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/sqldb"
)

// outlived finds files of a kind's cases that ended before a moment.
const outlived = `
SELECT e.office, e.id, e.hash FROM cases c JOIN case_evidence e ON e.office = c.office AND e.number = c.number
WHERE c.kind = $1 AND c.status = 'closed' AND c.closed <= $2 AND e.state <> $3
ORDER BY e.office, e.id LIMIT $4`

const markFile = `UPDATE case_evidence SET state = $3 WHERE office = $1 AND id = $2`

// filesAtOnce is how many files one transaction marks.
const filesAtOnce = 200

// DropFiles marks the files of a kind's cases that ended by a moment as deleted, and
// returns their hashes. Their lines and hashes stay, and so do ledger and digests;
// whoever calls takes the contents away.
func (s Store) DropFiles(ctx context.Context, kind string, ended time.Time) ([]string, error) {
	var hashes []string
	for {
		var some []string
		err := s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
			some, err = dropSome(ctx, tx, kind, ended)
			return err
		})
		hashes = append(hashes, some...)
		if err != nil || len(some) < filesAtOnce {
			return hashes, err
		}
	}
}

func dropSome(ctx context.Context, tx *sqldb.Tx, kind string, ended time.Time) ([]string, error) {
	type file struct{ office, id, hash string }
	var files []file
	args := []any{kind, sqldb.Instant(ended), string(document.Deleted), filesAtOnce}
	err := tx.Rows(ctx, outlived, args, func(row sqldb.Scanner) error {
		var f file
		err := row.Scan(&f.office, &f.id, &f.hash)
		files = append(files, f)
		return err
	})
	var hashes []string
	for _, f := range files {
		if err == nil {
			_, err = tx.Exec(ctx, markFile, f.office, f.id, string(document.Deleted))
		}
		hashes = append(hashes, f.hash)
	}
	return hashes, err
}

const countHolders = `SELECT COUNT(*) FROM case_evidence WHERE hash = $1 AND state <> $2`

// Holds reports whether any case of any office still keeps the file.
func (s Store) Holds(ctx context.Context, hash string) (bool, error) {
	var n int
	err := s.DB.Row(ctx, countHolders, []any{hash, string(document.Deleted)}, &n)
	return n > 0, err
}

const draftBodies = `SELECT body FROM drafts ORDER BY created, office, id`

// DraftFiles returns the hashes of the files that drafts hold.
func (s Store) DraftFiles(ctx context.Context) (map[string]bool, error) {
	hashes := map[string]bool{}
	err := s.DB.Rows(ctx, draftBodies, nil, func(row sqldb.Scanner) error {
		var body string
		if err := row.Scan(&body); err != nil {
			return err
		}
		var d casework.Draft
		if err := json.Unmarshal([]byte(body), &d); err != nil {
			return err
		}
		for _, e := range d.Evidence {
			hashes[e.Hash] = true
		}
		return nil
	})
	return hashes, err
}
