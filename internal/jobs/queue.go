package jobs

import (
	"context"
	"encoding/binary"
	"io"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// Queue is the table of jobs as a process works on it.
type Queue struct {
	DB     *sqldb.DB
	Now    func() time.Time
	Random io.Reader     // spreads retries
	Lease  time.Duration // how long a silent process keeps a job; a minute when 0
}

// Bounds of trying. A job is dead after so many failures; one that ends its
// process again and again, after so many lost leases.
const (
	mostFailures = 10
	mostLost     = 25
	firstPause   = 5 * time.Second
	longestPause = time.Hour
	usualLease   = time.Minute
	usualLimit   = 10 * time.Minute
	longestFault = 500 // letters
)

func (q Queue) lease() time.Duration {
	if q.Lease == 0 {
		return usualLease
	}
	return q.Lease
}

// pause is how long a job waits after so many failures: twice as long each time,
// and up to half as long again by chance, so that jobs that failed together do not
// come back together.
func (q Queue) pause(failures int) (time.Duration, error) {
	pause := min(firstPause<<min(max(failures-1, 0), 20), longestPause)
	var raw [8]byte
	if _, err := io.ReadFull(q.Random, raw[:]); err != nil {
		return 0, err
	}
	return pause + time.Duration(binary.BigEndian.Uint64(raw[:])%uint64(pause/2+1)), nil
}

// pick says which jobs to take; empty fields are any.
type pick struct {
	kind, office string
	most         int
}

const anyDue = `
SELECT COUNT(*) FROM (
  SELECT id FROM jobs WHERE status <> 'dead' AND due <= $1 ORDER BY due LIMIT $2) AS due`

// due reports whether there is anything to take; it only reads.
func (q Queue) due(ctx context.Context) (bool, error) {
	var n int
	err := q.DB.Row(ctx, anyDue, []any{sqldb.Instant(q.Now()), 1}, &n)
	return n > 0, err
}

// The condition stands twice: of two processes that choose the same row the second
// looks again when the first has it, and leaves it.
const takeJobs = `
UPDATE jobs
SET lost = lost + CASE WHEN status = 'running' THEN 1 ELSE 0 END,
    status = 'running', owner = $1, due = $2, began = $3
WHERE (office, id) IN (
    SELECT office, id FROM jobs
    WHERE status <> 'dead' AND due <= $3 AND ($5 = '' OR kind = $5) AND ($6 = '' OR office = $6)
    ORDER BY due, office, id LIMIT $4)
  AND status <> 'dead' AND due <= $3
RETURNING office, id, kind, key, args, failures, lost`

// take gives the jobs that are due to owner, under a lease.
func (q Queue) take(ctx context.Context, owner string, what pick) ([]Work, error) {
	var taken []Work
	err := q.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		taken = nil
		now := q.Now()
		args := []any{owner, sqldb.Instant(now.Add(q.lease())), sqldb.Instant(now), what.most, what.kind, what.office}
		return tx.Rows(ctx, takeJobs, args, func(row sqldb.Scanner) error {
			w := Work{owner: owner}
			err := row.Scan(&w.Office, &w.ID, &w.Kind, &w.Key, &w.Args, &w.Failures, &w.lost)
			taken = append(taken, w)
			return err
		})
	})
	return taken, err
}

const renewLease = `
UPDATE jobs SET due = $4 WHERE office = $1 AND id = $2 AND owner = $3 AND status = 'running'`

// renew lengthens the lease of w; false when somebody else has the job by now.
func (q Queue) renew(ctx context.Context, w Work) (held bool, err error) {
	n, err := q.exec(ctx, renewLease, w, sqldb.Instant(q.Now().Add(q.lease())))
	return n > 0, err
}

const (
	deleteDone = `
DELETE FROM jobs WHERE office = $1 AND id = $2 AND owner = $3 AND status = 'running' AND next = ''`
	repeatJob = `
UPDATE jobs SET status = 'waiting', due = next, next = '', owner = '', failures = 0, lost = 0, fault = ''
WHERE office = $1 AND id = $2 AND owner = $3 AND status = 'running' AND next <> ''`
	buryJob = `
UPDATE jobs SET status = 'dead', owner = '', due = $4, failures = $5, fault = $6
WHERE office = $1 AND id = $2 AND owner = $3 AND status = 'running' AND next = ''`
	putOff = `
UPDATE jobs SET status = 'waiting', owner = '', due = $4, failures = $5, lost = 0, fault = $6
WHERE office = $1 AND id = $2 AND owner = $3 AND status = 'running'`
)

// done ends a job, or lets it wait once more when it was asked for while it ran.
func (q Queue) done(ctx context.Context, w Work) (bool, error) {
	return q.either(ctx, w, deleteDone)
}

// bury lets a job lie until a person looks. One that was asked for again meanwhile
// begins anew instead.
func (q Queue) bury(ctx context.Context, w Work, why string) (bool, error) {
	return q.either(ctx, w, buryJob, sqldb.Instant(q.Now()), w.Failures+1, why)
}

// either runs the statement for a job that was not asked for meanwhile, or else
// repeats it; false when somebody else has the job by now.
func (q Queue) either(ctx context.Context, w Work, statement string, more ...any) (held bool, err error) {
	err = q.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, statement, append([]any{w.Office, w.ID, w.owner}, more...)...)
		if err == nil && n == 0 {
			n, err = tx.Exec(ctx, repeatJob, w.Office, w.ID, w.owner)
		}
		held = n > 0
		return err
	})
	return held, err
}

// later gives a job back, to be taken at the moment.
func (q Queue) later(ctx context.Context, w Work, at time.Time, why string) (bool, error) {
	n, err := q.exec(ctx, putOff, w, sqldb.Instant(at), w.Failures, why)
	return n > 0, err
}

func (q Queue) exec(ctx context.Context, statement string, w Work, more ...any) (n int64, err error) {
	err = q.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err = tx.Exec(ctx, statement, append([]any{w.Office, w.ID, w.owner}, more...)...)
		return err
	})
	return n, err
}

// fail puts a job off after a failure.
func (q Queue) fail(ctx context.Context, w Work, cause error) (bool, error) {
	pause, err := q.pause(w.Failures + 1)
	if err != nil {
		return false, err
	}
	w.Failures++
	return q.later(ctx, w, q.Now().Add(pause), shorten(cause.Error()))
}

func shorten(text string) string {
	if letters := []rune(text); len(letters) > longestFault {
		return string(letters[:longestFault-1]) + "…"
	}
	return text
}

// unreachable reports whether storage could not confirm, so that trying again makes
// sense.
func unreachable(err error) bool { return fault.KindOf(err) == fault.Unavailable }
