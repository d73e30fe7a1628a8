package sqldb

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"sync"
	"sync/atomic"
	"time"
)

// The bounds of a group: the first act of a group never waits longer than for
// this much of other people's work before its commit begins.
const (
	groupActs = 64
	groupTime = 10 * time.Millisecond
	queueActs = 1024
)

var errClosed = errors.New("the database is closed")

// writer commits acts in groups on the one connection that writes to SQLite.
// Acts run one after another, each in the goroutine of its caller, so a panic
// or a runtime.Goexit in one is its own affair.
type writer struct {
	pool   *sql.DB
	latch  *latch
	stamps *stamps
	told   func(acts int, took time.Duration) // after each commit
	queue  chan *act
	again  []*act // acts of a group that broke, to be run first

	mu     sync.RWMutex // guards closed against a send to queue
	closed bool
	done   chan struct{}

	using   sync.Mutex // held by whoever uses the connection
	conn    *sql.Conn
	on      *statements
	version int64        // data_version of the connection, as last seen
	company company      // of the last groups
	looked  atomic.Int64 // when, in nanoseconds
}

// act is one closure on its way through the writer.
type act struct {
	state  atomic.Int32 // waiting, begun or withdrawn
	bulk   bool         // it is a transaction of its own
	alone  bool         // its commit was refused in company
	wrote  []string     // the tables that its closure wrote to
	gone   bool         // its closure did not return, so nobody waits or runs it again
	turn   chan *Tx     // the writer gives the transaction
	ended  chan error   // the caller gives it back, with the closure's error
	answer chan error   // the fate of the group's commit
}

const (
	waiting int32 = iota
	begun
	withdrawn
)

// errAbandoned ends an act whose closure panicked or left its goroutine.
var errAbandoned = errors.New("the closure did not return")

func newWriter(pool *sql.DB, db *DB) *writer {
	pool.SetMaxOpenConns(1)
	return &writer{
		pool: pool, latch: &db.latch, stamps: &db.stamps, told: db.committed,
		queue: make(chan *act, queueActs), done: make(chan struct{}),
	}
}

// do queues work and waits for the commit of its group. Work that refuses waits
// too: what it refused for may be a row of the same group, which nobody else can
// see, and which is not sure, before the commit.
func (w *writer) do(ctx context.Context, work func(context.Context, *Tx) error, bulk bool) error {
	a := &act{bulk: bulk, turn: make(chan *Tx, 1), ended: make(chan error, 1), answer: make(chan error, 1)}
	if err := w.enqueue(ctx, a); err != nil {
		return err
	}
	// Interrupting a statement would undo the whole group.
	calm := context.WithValue(context.WithoutCancel(ctx), insideTx{}, true)
	gone := ctx.Done()
	var refused error
	for {
		select {
		case <-gone:
			if a.state.CompareAndSwap(waiting, withdrawn) {
				return ctx.Err()
			}
			gone = nil
		case tx := <-a.turn:
			gone = nil
			refused = a.run(calm, tx, work)
		case err := <-a.answer:
			if err == nil {
				err = refused
			}
			return err
		}
	}
}

func (w *writer) enqueue(ctx context.Context, a *act) error {
	w.mu.RLock()
	defer w.mu.RUnlock()
	if w.closed {
		return unconfirmed(errClosed)
	}
	select {
	case w.queue <- a:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// run gives the transaction back however work ends.
func (a *act) run(ctx context.Context, tx *Tx, work func(context.Context, *Tx) error) error {
	err := errAbandoned
	defer func() { a.ended <- err }()
	err = tx.end(work(ctx, tx))
	return err
}

// loop commits groups until the queue is closed and empty.
func (w *writer) loop() {
	defer close(w.done)
	for first := range w.queue {
		w.group(first)
		for len(w.again) > 0 {
			w.group(w.next())
		}
	}
}

// next returns an act that waits, nil when there is none at this moment.
func (w *writer) next() *act {
	if len(w.again) > 0 {
		first := w.again[0]
		w.again = w.again[1:]
		return first
	}
	select {
	case a := <-w.queue:
		return a
	default:
		return nil
	}
}

// close refuses new acts, carries the queued ones through, and lets go of the
// file.
func (w *writer) close() error {
	w.mu.Lock()
	already := w.closed
	w.closed = true
	w.mu.Unlock()
	if !already {
		close(w.queue)
	}
	<-w.done
	w.using.Lock()
	defer w.using.Unlock()
	w.disconnect(nil)
	return w.pool.Close()
}

// connect takes the connection that writes, if there is none.
func (w *writer) connect(ctx context.Context) error {
	if w.conn != nil {
		return nil
	}
	conn, err := w.pool.Conn(ctx)
	if err != nil {
		return err
	}
	w.conn, w.on = conn, newStatements(conn, true)
	w.version = 0 // never seen: whatever was kept is read again
	return w.look()
}

// disconnect gives the connection up; after an error its state is unknown and
// the driver must not use it again.
func (w *writer) disconnect(cause error) {
	if w.conn == nil {
		return
	}
	// SQLite keeps a closed connection and its locks until its last statement
	// is gone.
	w.on.forget()
	if cause != nil {
		_ = w.conn.Raw(func(any) error { return driver.ErrBadConn })
	}
	_ = w.conn.Close()
	w.conn, w.on = nil, nil
}
