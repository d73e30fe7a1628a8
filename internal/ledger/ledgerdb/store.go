// Package ledgerdb keeps the ledgers of all offices in the database. Appending
// happens inside the transaction of the act that is being witnessed.
package ledgerdb

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
)

// Store reads ledgers. It implements ledger.Store.
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

const selectHead = `SELECT size, root, frontier FROM ledger_heads WHERE office = $1`

// Head returns the state of an office's ledger; of one in which nothing has
// happened the zero size.
func (s Store) Head(ctx context.Context, office string) (ledger.Head, error) {
	head, _, err := s.Edge(ctx, office)
	return head, err
}

// Edge returns the head of an office's ledger and, as it is stored, the frontier
// from which the next entry will be appended.
func (s Store) Edge(ctx context.Context, office string) (ledger.Head, string, error) {
	head, frontier := ledger.Head{Office: office}, ""
	err := s.DB.Row(ctx, selectHead, []any{office}, &head.Size, &head.Root, &frontier)
	if fault.KindOf(err) == fault.NotFound {
		return head, "", nil
	}
	return head, frontier, err
}

const (
	entryColumns  = `SELECT place, thread, subject, act, actor, at, commitment FROM ledger_entries `
	selectEntries = entryColumns + `WHERE office = $1 ORDER BY place`
	selectPage    = entryColumns + `WHERE office = $1 AND place >= $2 ORDER BY place LIMIT $3`
	selectLast    = entryColumns + `WHERE office = $1 AND subject = $2 ORDER BY place DESC LIMIT 1`
)

// Entries returns all entries of an office in order.
func (s Store) Entries(ctx context.Context, office string) ([]ledger.Entry, error) {
	return s.entries(ctx, selectEntries, office)
}

// Page returns up to limit entries of an office in order from a place on. Subjects
// are left out: a page is for publication.
func (s Store) Page(ctx context.Context, office string, from int64, limit int) ([]ledger.Entry, error) {
	list, err := s.entries(ctx, selectPage, office, from, limit)
	for i := range list {
		list[i].Subject = ""
	}
	return list, err
}

// Last returns the last entry about a subject; NotFound when there is none.
func (s Store) Last(ctx context.Context, office, subject string) (ledger.Entry, error) {
	list, err := s.entries(ctx, selectLast, office, subject)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return ledger.Entry{}, err
	}
	return list[0], nil
}

func (s Store) entries(ctx context.Context, query, office string, args ...any) ([]ledger.Entry, error) {
	var list []ledger.Entry
	err := s.DB.Rows(ctx, query, append([]any{office}, args...), func(row sqldb.Scanner) error {
		e, at := ledger.Entry{Office: office}, ""
		if err := row.Scan(&e.Place, &e.Thread, &e.Subject, &e.Act, &e.Actor, &at, &e.Commitment); err != nil {
			return err
		}
		var err error
		e.At, err = sqldb.Moment(at)
		list = append(list, e)
		return err
	})
	return list, err
}

// Hashes reads the stored hashes of an office.
func (s Store) Hashes(ctx context.Context, office string) ledger.Hashes {
	return hashes{ctx, s.DB, office}
}

// hashes implements tlog.HashReader over the table.
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
