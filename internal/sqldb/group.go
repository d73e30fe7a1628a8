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
	w.using.Lock()
	defer w.using.Unlock()
	if cause := w.latch.cause.Load(); cause != nil {
		first.answer <- cause
		return
	}
	if err := w.begin(); err != nil {
		first.answer <- w.fail(err)
		return
	}
	ran, err := w.runActs(first)
	switch {
	case err != nil:
		w.fail(err)
		w.again = append(ran.all(), w.again...)
	case len(ran.kept) == 0:
		if err := w.run("ROLLBACK"); err != nil {
			w.fail(err)
		}
		tell(ran.refused, nil)
	default:
		w.commit(ran)
	}
}

// batch is the acts of a group that have run: those whose rows the transaction
// holds, and those whose closures refused.
type batch struct {
	kept, refused []*act
	wrote         []string // tables
}

func (b batch) all() []*act { return append(b.kept[:len(b.kept):len(b.kept)], b.refused...) }

// tell answers acts with the fate of their group.
func tell(acts []*act, fate error) {
	for _, a := range acts {
		a.answer <- fate
	}
}

func (w *writer) begin() error {
	if err := w.connect(context.Background()); err != nil {
		return err
	}
	if err := w.run("BEGIN IMMEDIATE"); err != nil {
		return err
	}
	return w.look()
}

// runActs returns the acts that have run. An error says that the transaction
// itself is gone, and the rows of the kept ones with it.
func (w *writer) runActs(first *act) (ran batch, err error) {
	start := time.Now()
	for a := first; a != nil; a = w.following(start) {
		if a.bulk && len(ran.kept)+len(ran.refused) > 0 {
			w.again = append([]*act{a}, w.again...)
			break
		}
		if a.state.CompareAndSwap(waiting, begun) || a.state.Load() == begun {
			ok, err := w.runAct(a)
			switch {
			case err != nil:
				return ran, err
			case ok:
				ran.kept = append(ran.kept, a)
				ran.wrote = append(ran.wrote, a.wrote...)
			case !a.gone:
				ran.refused = append(ran.refused, a)
			}
		}
		if a.alone || a.bulk || len(ran.kept)+len(ran.refused) >= groupActs || time.Since(start) >= groupTime {
			break
		}
	}
	return ran, nil
}

// company is how many acted together of late, and how long their commit took.
type company struct {
	acts, before int // of the last group and of the one before
	commit       time.Duration
}

// The pause in which those may come who act at the same time: a part of what a
// commit takes, within bounds. Fewer than fewActs are not waited for.
const (
	fewActs    = 4
	leastPause = 100 * time.Microsecond
	mostPause  = time.Millisecond
)

// following returns the next act of a group, nil when it is complete. Clients who act
// one after another at the same time fall into two companies that take turns, each
// with a commit of its own; a short pause before the commit brings them together.
func (w *writer) following(start time.Time) *act {
	a := w.next()
	if a != nil || w.company.acts+w.company.before < fewActs {
		return a
	}
	pause := min(max(w.company.commit/8, leastPause), mostPause, w.company.commit/2-time.Since(start))
	if pause <= 0 {
		return nil
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case a := <-w.queue:
		return a
	case <-timer.C:
		return nil
	}
}

// runAct hands the transaction to the caller of a and waits until it comes
// back. A closure that fails undoes only itself.
func (w *writer) runAct(a *act) (ok bool, err error) {
	if a.bulk {
		return w.runBulk(a)
	}
	if err := w.run("SAVEPOINT act"); err != nil {
		a.answer <- classify(err)
		return false, err
	}
	tx := &Tx{on: w.on, latch: w.latch}
	a.turn <- tx
	refused := <-a.ended
	a.wrote = tx.wrote
	if refused == nil {
		if err := w.run("RELEASE act"); err != nil {
			a.answer <- classify(err)
			return false, err
		}
		return true, nil
	}
	a.gone = errors.Is(refused, errAbandoned)
	if w.latch.cause.Load() != nil {
		a.answer <- nil
		return false, refused
	}
	if err := errors.Join(w.run("ROLLBACK TO act"), w.run("RELEASE act")); err != nil {
		a.answer <- nil
		return false, err
	}
	return false, nil
}

// runBulk runs an act that is the whole transaction: one that fails is undone with
// it.
func (w *writer) runBulk(a *act) (ok bool, err error) {
	tx := &Tx{on: w.on, latch: w.latch}
	a.turn <- tx
	refused := <-a.ended
	a.wrote, a.gone = tx.wrote, errors.Is(refused, errAbandoned)
	if refused != nil && w.latch.cause.Load() != nil {
		a.answer <- nil
		return false, refused
	}
	return refused == nil, nil
}

// commit makes the acts durable and answers all that ran.
func (w *writer) commit(ran batch) {
	began := time.Now()
	err := w.run("COMMIT")
	w.stamps.bump(ran.wrote) // also when nobody knows: reading once more does no harm
	if err == nil {
		tell(ran.all(), nil)
		took := time.Since(began)
		w.company = company{acts: len(ran.kept), before: w.company.acts, commit: took}
		w.told(len(ran.kept), took)
		w.checkpoint()
		return
	}
	answer := w.fail(err)
	var lite *sqlite.Error
	if !errors.As(err, &lite) || lite.Code()&0xff != sqlite3.SQLITE_CONSTRAINT {
		tell(ran.all(), unconfirmed(err))
		return
	}
	// A deferred foreign key is checked here: find out whose it is. Those who
	// refused may have done so for its sake, and are asked again.
	if len(ran.kept) > 1 {
		for _, a := range ran.kept {
			a.alone = true
		}
		w.again = append(ran.all(), w.again...)
		return
	}
	tell(ran.kept, answer)
	w.again = append(ran.refused, w.again...)
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
