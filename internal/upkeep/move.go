package upkeep

import (
	"context"
	"errors"
	"os"
	"syscall"

	"golang.org/x/mod/sumdb/tlog"

	"dorgora/internal/fault"
	"dorgora/internal/installationdb"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/sqldb"
)

// Moved says what was moved.
type Moved struct {
	Tables  int
	Rows    int
	Offices int // whose ledgers have the same root in both databases
}

// pageRows is how many rows are read and written at a time.
const pageRows = 500

// mostValues bounds the values bound to one statement: SQLite takes 32,766.
const mostValues = 3000

// Move copies every table of an installation from one migrated database into
// another, of either engine, that is empty. The files and the secret lie outside
// and stay where they are. On SQLite the source cannot be written meanwhile; a
// source that was written all the same is found at the end. When Move fails the
// target is emptied again; when it is killed, the target stays marked and the next
// Move begins anew.
//
// Conflict "upkeep.move.full" means that the target is not empty,
// "upkeep.move.written" that the source moved on meanwhile. step is called for each
// page of rows.
func Move(ctx context.Context, from, to *sqldb.DB, step func()) (Moved, error) {
	m := mover{to: to, step: step}
	half, err := installationdb.Store{DB: from}.Unfinished(ctx)
	if err != nil {
		return Moved{}, err
	}
	if half {
		return Moved{}, fault.New(fault.Conflict, "app.move.unfinished")
	}
	if m.tables, err = tablesOf(ctx, from); err != nil {
		return Moved{}, err
	}
	there, err := tablesOf(ctx, to)
	if err != nil {
		return Moved{}, err
	}
	if odd := sameTables(m.tables, there); odd != "" {
		return Moved{}, fault.New(fault.Conflict, "upkeep.move.schema", "name", odd)
	}
	if err := m.prepare(ctx); err != nil {
		return Moved{}, err
	}
	if err := m.run(ctx, from); err != nil {
		return Moved{}, errors.Join(err, m.empty(context.WithoutCancel(ctx)))
	}
	return m.moved, nil
}

// mover is one move.
type mover struct {
	to     *sqldb.DB
	tables []table
	step   func()
	moved  Moved
}

// prepare looks whether the target is empty. One that another move left half
// filled is emptied.
func (m *mover) prepare(ctx context.Context) error {
	marks := installationdb.Store{DB: m.to}
	half, err := marks.Unfinished(ctx)
	if err != nil {
		return err
	}
	if half {
		err = m.empty(ctx)
	}
	for _, t := range m.tables {
		if err != nil {
			return err
		}
		var n int
		if n, err = rowsOf(ctx, m.to, t); err == nil && n > 0 {
			err = fault.New(fault.Conflict, "upkeep.move.full", "table", t.name)
		}
	}
	if err != nil {
		return err
	}
	return marks.MarkUnfinished(ctx)
}

func rowsOf(ctx context.Context, from sqldb.Querier, t table) (n int, err error) {
	err = from.Row(ctx, "SELECT COUNT(*) FROM "+t.name, nil, &n)
	return n, err
}

// empty takes every row out of the target, the mark last.
func (m *mover) empty(ctx context.Context) error {
	for _, t := range m.tables {
		if t.name == "settings" {
			continue
		}
		if err := m.write(ctx, "DELETE FROM "+t.name); err != nil {
			return err
		}
	}
	return m.write(ctx, "DELETE FROM settings")
}

func (m *mover) write(ctx context.Context, statement string) error {
	return m.to.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, statement)
		return err
	})
}

// run copies and compares. On SQLite it does so inside a transaction of the
// source: that is the lock against writers.
func (m *mover) run(ctx context.Context, from *sqldb.DB) error {
	whole := func(source sqldb.Querier) error {
		if err := m.copyAll(ctx, source); err != nil {
			return err
		}
		return m.compare(ctx, source)
	}
	if from.Engine() == sqldb.Postgres {
		return whole(from)
	}
	again := false
	return from.InTx(ctx, func(_ context.Context, tx *sqldb.Tx) error {
		if again { // a transaction may be run more than once
			if err := m.prepare(ctx); err != nil {
				return err
			}
		}
		again = true
		return whole(tx)
	})
}

func (m *mover) copyAll(ctx context.Context, source sqldb.Querier) error {
	m.moved = Moved{Tables: len(m.tables)}
	for _, t := range m.tables {
		if err := m.copyTable(ctx, source, t); err != nil {
			return err
		}
	}
	return installationdb.Store{DB: m.to}.ClearUnfinished(ctx)
}

func (m *mover) copyTable(ctx context.Context, source sqldb.Querier, t table) error {
	var after []any
	for {
		var rows [][]any
		err := source.Rows(ctx, t.page(after != nil, pageRows), after, func(from sqldb.Scanner) error {
			row, err := t.scan(from)
			rows = append(rows, row)
			return err
		})
		if err != nil || len(rows) == 0 {
			return err
		}
		if err := m.insert(ctx, t, rows); err != nil {
			return err
		}
		m.moved.Rows += len(rows)
		m.step()
		after = t.keyOf(rows[len(rows)-1])
	}
}

// insert writes one page of rows in one transaction.
func (m *mover) insert(ctx context.Context, t table, rows [][]any) error {
	most := max(1, mostValues/len(t.columns))
	return m.to.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for rest := rows; len(rest) > 0; {
			n := min(most, len(rest))
			var values []any
			for _, row := range rest[:n] {
				values = append(values, row...)
			}
			if _, err := tx.Exec(ctx, t.insert(n), values...); err != nil {
				return err
			}
			rest = rest[n:]
		}
		return nil
	})
}

const selectHeads = `SELECT office, size, root FROM ledger_heads ORDER BY office`

// compare holds what arrived against the source as it is now: the rows of each
// table, and the root of each office's ledger counted anew from its entries.
func (m *mover) compare(ctx context.Context, source sqldb.Querier) error {
	for _, t := range m.tables {
		there, err := rowsOf(ctx, source, t)
		if err != nil {
			return err
		}
		here, err := rowsOf(ctx, m.to, t)
		if err != nil {
			return err
		}
		if here != there {
			return fault.New(fault.Conflict, "upkeep.move.written", "table", t.name, "have", here, "want", there)
		}
	}
	var heads []ledger.Head
	err := source.Rows(ctx, selectHeads, nil, func(row sqldb.Scanner) error {
		var h ledger.Head
		err := row.Scan(&h.Office, &h.Size, &h.Root)
		heads = append(heads, h)
		return err
	})
	if err != nil {
		return err
	}
	for _, head := range heads {
		if err := m.sameRoot(ctx, head); err != nil {
			return err
		}
		m.moved.Offices++
	}
	return nil
}

// sameRoot recounts an office's ledger in the target.
func (m *mover) sameRoot(ctx context.Context, head ledger.Head) error {
	store := ledgerdb.Store{DB: m.to}
	here, err := store.Head(ctx, head.Office)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(head.Root)
	if err != nil || here != head {
		return fault.New(fault.Conflict, "upkeep.move.root", "office", head.Office)
	}
	return ledger.Notary{Store: store}.Hold(ctx, ledger.Checkpoint{Office: head.Office, Size: head.Size, Root: root})
}

// shmLock is the byte of SQLite's -shm file on which every process holds a read
// lock as long as it has the database open (unix-dms in SQLite's os_unix.c).
const shmLock = 128

// Served reports whether another process has the SQLite database of a file open.
// It must be asked before this process opens it: closing the file here would drop
// this process's own locks.
func Served(file string) (bool, error) {
	shm, err := os.OpenFile(file+"-shm", os.O_RDWR, 0)
	if errors.Is(err, os.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer shm.Close()
	lock := syscall.Flock_t{Type: syscall.F_WRLCK, Start: shmLock, Len: 1}
	if err := syscall.FcntlFlock(shm.Fd(), syscall.F_GETLK, &lock); err != nil {
		return false, err
	}
	return lock.Type != syscall.F_UNLCK, nil
}
