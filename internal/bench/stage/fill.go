package stage

import (
	"context"
	"errors"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/sqldb"
)

// filling is the cases to write and the offices that receive them.
type filling struct {
	corpus   corpus.Corpus
	houses   []house
	progress func(done int)
}

// The sizes of filling: how many cases one transaction writes, and into how many
// parts the work of inventing them is cut.
const (
	batchCases = 10_000
	batchParts = 4
)

// widen gives SQLite's writing connection, which lives as long as the program, room
// for the pages of all indexes that one batch touches.
func widen(ctx context.Context, db *sqldb.DB) error {
	if db.Engine() != sqldb.SQLite {
		return nil
	}
	return db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, "PRAGMA cache_size = -400000") // KiB
		return err
	})
}

// fill writes all cases in the order of their receipt, offices mixed, as they
// would have come. While one batch is written the next is invented.
func fill(ctx context.Context, program *app.Program, f filling) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	// A batch is large and soon forgotten: collecting less often costs memory alone.
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	batches := make(chan batch, 1)
	go func() {
		defer close(batches)
		for from := 0; from < f.corpus.Cases; from += batchCases {
			select {
			case batches <- f.invent(from, min(from+batchCases, f.corpus.Cases)):
			case <-ctx.Done():
				return
			}
		}
	}()
	if err := widen(ctx, program.DB); err != nil {
		return err
	}
	var late []ledger.Entry
	done := 0
	for b := range batches {
		if b.err != nil {
			return b.err
		}
		// The ledger of an office is in the order of time: acts that lie after the
		// batch wait for those of the next.
		entries := append(late, b.entries...)
		entries, late = ripe(entries, b.last, done+len(b.histories) == f.corpus.Cases)
		err := program.DB.InBulk(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return b.write(ctx, tx, entries) })
		if err != nil {
			return err
		}
		if done += len(b.histories); f.progress != nil {
			f.progress(done)
		}
	}
	return ctx.Err()
}

// batch is invented cases on their way into the database.
type batch struct {
	histories []caseworkdb.History
	entries   []ledger.Entry
	last      corpus.Case
	err       error
}

func (f filling) invent(from, to int) batch {
	b := batch{histories: make([]caseworkdb.History, to-from), last: f.corpus.Case(to - 1)}
	entries, wrong := make([][]ledger.Entry, to-from), make([]error, batchParts)
	var all sync.WaitGroup
	for part := range batchParts {
		all.Go(func() {
			for i := part; i < to-from && wrong[part] == nil; i += batchParts {
				one := f.corpus.Case(from + i)
				b.histories[i], entries[i], wrong[part] = tell(one, f.houses[one.Office])
			}
		})
	}
	all.Wait()
	b.entries, b.err = slices.Concat(entries...), errors.Join(wrong...)
	return b
}

// ripe parts the entries that come before all cases not yet invented from those
// that wait, each in the order of office and time.
func ripe(entries []ledger.Entry, last corpus.Case, end bool) (now, later []ledger.Entry) {
	slices.SortStableFunc(entries, func(a, b ledger.Entry) int { return a.At.Compare(b.At) })
	cut := len(entries)
	if !end {
		// Cases of one day come in any order: the day of the last one is not over.
		day := last.Received.Truncate(24 * time.Hour)
		cut, _ = slices.BinarySearchFunc(entries, day, func(e ledger.Entry, day time.Time) int { return e.At.Compare(day) })
	}
	return entries[:cut:cut], slices.Clone(entries[cut:])
}

func (b batch) write(ctx context.Context, tx *sqldb.Tx, entries []ledger.Entry) error {
	for _, one := range b.histories {
		if err := caseworkdb.Load(ctx, tx, one); err != nil {
			return err
		}
	}
	return ledgerdb.Append(ctx, tx, entries)
}
