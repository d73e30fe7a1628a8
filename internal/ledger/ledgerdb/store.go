// Package ledgerdb keeps the ledgers of all offices in the database. Appending
// happens inside the transaction of the act that is being witnessed.
package ledgerdb

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
)

const takeHead = `
INSERT INTO ledger_heads (office, size, root) VALUES ($1, 1, '')
ON CONFLICT (office) DO UPDATE SET size = ledger_heads.size + 1
RETURNING size`

const setRoot = `UPDATE ledger_heads SET root = $2 WHERE office = $1`

const insertEntry = `
INSERT INTO ledger_entries (office, place, subject, act, actor, at, commitment)
VALUES ($1, $2, $3, $4, $5, $6, $7)`

const insertHash = `INSERT INTO ledger_hashes (office, place, hash) VALUES ($1, $2, $3)`

// Append writes entries at the end of their office's ledger. The head row is taken
// first: its lock makes the entries of one office follow one another.
func Append(ctx context.Context, tx *sqldb.Tx, entries []ledger.Entry) error {
	for _, entry := range entries {
		if err := appendOne(ctx, tx, entry); err != nil {
			return err
		}
	}
	return nil
}

func appendOne(ctx context.Context, tx *sqldb.Tx, entry ledger.Entry) error {
	var size int64
	if err := tx.Row(ctx, takeHead, []any{entry.Office}, &size); err != nil {
		return err
	}
	entry.Place = size - 1
	added, root, err := ledger.Append(entry, entry.Place, hashes{ctx, tx, entry.Office})
	if err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, insertEntry, entry.Office, entry.Place, entry.Subject, entry.Act, entry.Actor,
		sqldb.Instant(entry.At), entry.Commitment); err != nil {
		return err
	}
	first := tlog.StoredHashIndex(0, entry.Place)
	for i, hash := range added {
		if _, err := tx.Exec(ctx, insertHash, entry.Office, first+int64(i), hash.String()); err != nil {
			return err
		}
	}
	_, err = tx.Exec(ctx, setRoot, entry.Office, root)
	return err
}

// hashes reads stored hashes inside the transaction that appends.
type hashes struct {
	ctx    context.Context
	from   sqldb.Querier
	office string
}

// ReadHashes implements tlog.HashReader.
func (h hashes) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	if len(indexes) == 0 {
		return nil, nil
	}
	args, marks := []any{h.office}, make([]string, len(indexes))
	for i, index := range indexes {
		args, marks[i] = append(args, index), fmt.Sprintf("$%d", i+2)
	}
	found := map[int64]tlog.Hash{}
	err := h.from.Rows(h.ctx, `SELECT place, hash FROM ledger_hashes WHERE office = $1 AND place IN (`+
		strings.Join(marks, ", ")+`) ORDER BY place`, args, func(row sqldb.Scanner) error {
		var place int64
		var text string
		if err := row.Scan(&place, &text); err != nil {
			return err
		}
		hash, err := tlog.ParseHash(text)
		found[place] = hash
		return err
	})
	if err != nil {
		return nil, err
	}
	result := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		hash, ok := found[index]
		if !ok {
			return nil, fmt.Errorf("ledger of %s: stored hash %d is missing", h.office, index)
		}
		result[i] = hash
	}
	return result, nil
}

// Store reads ledgers.
type Store struct{ DB *sqldb.DB }

const selectHeads = `SELECT office, size, root FROM ledger_heads ORDER BY office`

// Heads returns the head of every office's ledger.
func (s Store) Heads(ctx context.Context) ([]ledger.Head, error) {
	var list []ledger.Head
	err := s.DB.Rows(ctx, selectHeads, nil, func(row sqldb.Scanner) error {
		var h ledger.Head
		if err := row.Scan(&h.Office, &h.Size, &h.Root); err != nil {
			return err
		}
		list = append(list, h)
		return nil
	})
	return list, err
}

const selectEntries = `
SELECT place, subject, act, actor, at, commitment
FROM ledger_entries WHERE office = $1 ORDER BY place`

// Entries returns all entries of an office in order.
func (s Store) Entries(ctx context.Context, office string) ([]ledger.Entry, error) {
	var list []ledger.Entry
	err := s.DB.Rows(ctx, selectEntries, []any{office}, func(row sqldb.Scanner) error {
		e, at := ledger.Entry{Office: office}, ""
		if err := row.Scan(&e.Place, &e.Subject, &e.Act, &e.Actor, &at, &e.Commitment); err != nil {
			return err
		}
		var err error
		e.At, err = sqldb.Moment(at)
		list = append(list, e)
		return err
	})
	return list, err
}
