package ledgerdb

import (
	"context"
	"fmt"
	"strings"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/ledger"
	"dorgora/internal/sqldb"
)

// takeHead locks the head row, or makes it, and finds where the subject's thread
// begins. The row is written although nothing in it changes: that is the lock.
const takeHead = `
INSERT INTO ledger_heads (office, size, root, frontier) VALUES ($1, 0, '', '')
ON CONFLICT (office) DO UPDATE SET size = ledger_heads.size
RETURNING size, frontier, COALESCE((SELECT MIN(e.place) FROM ledger_entries e WHERE e.office = $1 AND e.subject = $2), -1)`

const findThread = `SELECT COALESCE(MIN(place), -1) FROM ledger_entries WHERE office = $1 AND subject = $2`

const putHead = `UPDATE ledger_heads SET size = $2, root = $3, frontier = $4 WHERE office = $1`

// Append writes entries at the end of their offices' ledgers and gives each its
// place and its thread. The head row is taken first: its lock makes the entries of
// one office follow one another. The log's right edge is kept in that row, so that
// no stored hash needs to be read.
func Append(ctx context.Context, tx *sqldb.Tx, entries []ledger.Entry) error {
	for len(entries) > 0 {
		end := 1
		for end < len(entries) && entries[end].Office == entries[0].Office {
			end++
		}
		if err := appendRun(ctx, tx, entries[:end]); err != nil {
			return err
		}
		entries = entries[end:]
	}
	return nil
}

// appendRun writes entries of one office that follow one another.
func appendRun(ctx context.Context, tx *sqldb.Tx, entries []ledger.Entry) error {
	office := entries[0].Office
	var size, thread int64
	var frontier string
	if err := tx.Row(ctx, takeHead, []any{office, entries[0].Subject}, &size, &frontier, &thread); err != nil {
		return err
	}
	log, err := ledger.ParseFrontier(size, frontier)
	if err != nil {
		return fmt.Errorf("ledger of %s: %w", office, err)
	}
	threads := map[string]int64{entries[0].Subject: thread}
	var rows, hashes []any
	next := tlog.StoredHashIndex(0, size)
	for _, entry := range entries {
		entry.Place = log.Size
		if entry.Thread, err = threadOf(ctx, tx, entry, threads); err != nil {
			return err
		}
		added, err := log.Add(entry)
		if err != nil {
			return err
		}
		rows = append(rows, office, entry.Place, entry.Thread, entry.Subject, entry.Act, entry.Actor, sqldb.Instant(entry.At), entry.Commitment)
		for _, hash := range added {
			hashes, next = append(hashes, office, next, hash.String()), next+1
		}
	}
	if err := insertEntries.exec(ctx, tx, rows); err != nil {
		return err
	}
	if err := insertHashes.exec(ctx, tx, hashes); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, putHead, office, log.Size, log.Root().String(), log.String())
	return err
}

// threadOf returns the place of the first entry about the subject, which may be
// the entry itself.
func threadOf(ctx context.Context, tx *sqldb.Tx, entry ledger.Entry, threads map[string]int64) (int64, error) {
	thread, known := threads[entry.Subject]
	if !known {
		if err := tx.Row(ctx, findThread, []any{entry.Office, entry.Subject}, &thread); err != nil {
			return 0, err
		}
	}
	if thread < 0 {
		thread = entry.Place
	}
	threads[entry.Subject] = thread
	return thread, nil
}

// rows is an INSERT of several rows at once.
type rows struct {
	into    string
	columns int
}

var (
	insertEntries = rows{"INSERT INTO ledger_entries (office, place, thread, subject, act, actor, at, commitment) VALUES ", 8}
	insertHashes  = rows{"INSERT INTO ledger_hashes (office, place, hash) VALUES ", 3}
)

// together returns how many of n rows go into one statement: all of a few, else a
// power of two, so that few texts are kept prepared.
func together(n int) int {
	const few, most = 6, 64
	if n <= few {
		return n
	}
	size := most
	for size > n {
		size /= 2
	}
	return size
}

func (r rows) exec(ctx context.Context, tx *sqldb.Tx, values []any) error {
	for len(values) > 0 {
		count := together(len(values) / r.columns)
		if _, err := tx.Exec(ctx, r.statement(count), values[:count*r.columns]...); err != nil {
			return err
		}
		values = values[count*r.columns:]
	}
	return nil
}

// statement returns the INSERT of so many rows.
func (r rows) statement(count int) string {
	var text strings.Builder
	text.WriteString(r.into)
	for i := range count * r.columns {
		switch {
		case i == 0:
			text.WriteString("(")
		case i%r.columns == 0:
			text.WriteString("), (")
		default:
			text.WriteString(", ")
		}
		fmt.Fprintf(&text, "$%d", i+1)
	}
	return text.String() + ")"
}
