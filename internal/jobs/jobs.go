// Package jobs does later what must be done in any case: a job is written in the
// transaction of the act from which it follows, and from then on some process of
// the installation does it, through kills, restarts and failures. It knows the
// table of jobs, leases, retries and schedules; it knows no kind of job and no
// domain.
//
// A process takes a job under a lease that it renews while it works. When the
// process dies the lease ends and another one takes the job, so a job may be begun
// more than once: what a handler does must be the same when it is done twice.
// Clocks of processes on one database may differ by a fraction of the lease.
package jobs

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"dorgora/internal/sqldb"
)

// Job is what is asked for.
type Job struct {
	Office string // whose it is; empty: the installation's own
	Kind   string // names the handler
	// Key is what the job is about. While a job of one office, kind and key waits, a
	// second one is the same job; while it runs, it is done once more afterwards.
	Key   string
	Args  any       // becomes JSON; the last one asked for counts
	Asked time.Time // now
	RunAt time.Time // not earlier than this; the zero time is at once
}

// Status is where a job stands. A job that is done is no longer there.
type Status string

// The statuses.
const (
	Waiting Status = "waiting"
	Running Status = "running"
	Dead    Status = "dead" // failed too often: a person must look
)

const insertJob = `
INSERT INTO jobs (office, id, kind, key, args, status, asked, due, owner, began, next, failures, lost, fault)
VALUES ($1, $2, $3, $4, $5, 'waiting', $6, $7, '', '', '', 0, 0, '')
ON CONFLICT (office, kind, key) WHERE status <> 'dead' DO UPDATE
SET args = excluded.args,
    due = CASE WHEN jobs.status = 'waiting' AND excluded.due < jobs.due THEN excluded.due ELSE jobs.due END,
    next = CASE WHEN jobs.status = 'running' AND (jobs.next = '' OR excluded.due < jobs.next) THEN excluded.due ELSE jobs.next END`

// Enqueue writes a job in the transaction of whoever asks for it: both are kept or
// neither.
func Enqueue(ctx context.Context, tx *sqldb.Tx, job Job) error {
	if job.Kind == "" || job.Asked.IsZero() {
		return errors.New("jobs: a job needs a kind and the moment it is asked for")
	}
	args, err := json.Marshal(job.Args)
	if err != nil {
		return fmt.Errorf("jobs: %s: %w", job.Kind, err)
	}
	due := job.RunAt
	if due.IsZero() {
		due = job.Asked
	}
	_, err = tx.Exec(ctx, insertJob, job.Office, newID(), job.Kind, job.Key, string(args), sqldb.Instant(job.Asked), sqldb.Instant(due))
	return err
}

func newID() string { return rand.Text() }

// Work is one job in the hands of a process.
type Work struct {
	Office   string
	ID       string
	Kind     string
	Key      string
	Args     []byte // JSON
	Failures int    // of earlier times
	lost     int
	owner    string
}

// Read decodes the arguments.
func (w Work) Read(into any) error {
	if err := json.Unmarshal(w.Args, into); err != nil {
		return fmt.Errorf("arguments of %s: %w", w.Kind, err)
	}
	return nil
}

// Kind joins the jobs of one kind with their handler.
type Kind struct {
	Name string
	// Do carries out a job. It may be called again for a job that was done, and ends
	// when its context does. An error, or a panic, is a failure: the job is tried
	// again after a while.
	Do    func(ctx context.Context, w Work) error
	Limit time.Duration // the longest that it may take; ten minutes when 0
}
