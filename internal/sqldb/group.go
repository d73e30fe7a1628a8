package sqldb

import (
	"context"
	"errors"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"
)

// The lengths of the log, in pages of 4 KiB, from which the writer copies it
// back, and from which it also waits for readers so that the log begins again.
const (
	checkpointPages = 1000
	restartPages    = 8192
)

// group runs the first act and those that wait behind it in one transaction,
// and answers each after the commit.
func (w *writer) group(first *act) {
	if cause := w.latch.cause.Load(); cause != nil {
		first.answer <- cause
		return
	}
	if err := w.begin(); err != nil {
		first.answer <- w.fail(err)
		return
	}
	kept, err := w.runActs(first)
	if err != nil {
		w.fail(err)
		w.again = append(kept, w.again...)
		return
	}
	if len(kept) == 0 {
		if err := w.run("ROLLBACK"); err != nil {
			w.fail(err)
		}
		return
	}
	w.commit(kept)
}

func (w *writer) begin() error {
	if err := w.connect(context.Background()); err != nil {
		return err
	}
	return w.run("BEGIN IMMEDIATE")
}

// runActs returns the acts whose rows the transaction holds. An error says that
// the transaction itself is gone, and their rows with it.
func (w *writer) runActs(first *act) (kept []*act, err error) {
	start := time.Now()
	for a := first; a != nil; a = w.next() {
		if a.state.CompareAndSwap(waiting, begun) || a.state.Load() == begun {
			ok, err := w.runAct(a)
			if err != nil {
				return kept, err
			}
			if ok {
				kept = append(kept, a)
			}
		}
		if a.alone || len(kept) >= groupActs || time.Since(start) >= groupTime {
			break
		}
	}
	return kept, nil
}

// runAct hands the transaction to the caller of a and waits until it comes
// back. A closure that fails undoes only itself.
func (w *writer) runAct(a *act) (ok bool, err error) {
	if err := w.run("SAVEPOINT act"); err != nil {
		a.answer <- classify(err)
		return false, err
	}
	a.turn <- &Tx{on: w.on, latch: w.latch}
	refused := <-a.ended
	if refused == nil {
		if err := w.run("RELEASE act"); err != nil {
			a.answer <- classify(err)
			return false, err
		}
		return true, nil
	}
	// The caller has its answer already.
	if w.latch.cause.Load() != nil {
		return false, refused
	}
	return false, errors.Join(w.run("ROLLBACK TO act"), w.run("RELEASE act"))
}

// commit makes the acts durable and answers them.
func (w *writer) commit(kept []*act) {
	err := w.run("COMMIT")
	if err == nil {
		for _, a := range kept {
			a.answer <- nil
		}
		w.checkpoint()
		return
	}
	answer := w.fail(err)
	var lite *sqlite.Error
	if errors.As(err, &lite) && lite.Code()&0xff == sqlite3.SQLITE_CONSTRAINT {
		// A deferred foreign key is checked here: find out whose it is.
		if len(kept) > 1 {
			for _, a := range kept {
				a.alone = true
			}
			w.again = append(kept, w.again...)
			return
		}
	} else {
		answer = unconfirmed(err)
	}
	for _, a := range kept {
		a.answer <- answer
	}
}

// fail undoes what is left of the transaction, gives the connection up, and
// latches when the disk is to blame.
func (w *writer) fail(err error) error {
	w.latch.watch(err, true)
	w.disconnect(err)
	return classify(err)
}

func (w *writer) run(query string) error {
	_, err := w.on.exec(context.Background(), query, nil)
	return err
}

// checkpoint copies a long log back into the file, after the answers are out.
// SQLite would do so inside a commit, and keep the errors to itself.
func (w *writer) checkpoint() {
	pages, err := w.checkpointAs("NOOP")
	if err == nil && pages >= checkpointPages {
		pages, err = w.checkpointAs("PASSIVE")
	}
	if err == nil && pages >= restartPages {
		err = w.restartLog()
	}
	if err != nil {
		w.fail(err)
	}
}

// restartLog waits a moment for the readers of the log's older pages.
func (w *writer) restartLog() error {
	if err := w.run("PRAGMA busy_timeout = 50"); err != nil {
		return err
	}
	_, err := w.checkpointAs("RESTART")
	return errors.Join(err, w.run("PRAGMA busy_timeout = 5000"))
}

func (w *writer) checkpointAs(mode string) (pages int64, err error) {
	var busy, copied int64
	err = w.on.one(context.Background(), "PRAGMA wal_checkpoint("+mode+")", nil, []any{&busy, &pages, &copied})
	return pages, err
}
