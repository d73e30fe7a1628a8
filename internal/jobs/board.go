package jobs

import (
	"context"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// Entry is a job as a person sees it.
type Entry struct {
	Office   string
	ID       string
	Kind     string
	Key      string
	Args     string // JSON
	Status   Status
	Asked    time.Time
	Due      time.Time // of a running one the end of its lease, of a dead one when it died
	Owner    string
	Began    time.Time // zero when nobody took it yet
	Failures int
	Lost     int // processes that ended while they did it
	Fault    string
}

// Scheduled reports whether the entry stands for a schedule, whose name is its Key.
func (e Entry) Scheduled() bool { return e.Kind == scheduleKind }

// Ruling is what a person decided about a dead job.
type Ruling struct {
	Office string
	ID     string
	Job    string
	Kind   string
	Key    string
	What   string // retried or discarded
	Fault  string
	Person string
	Name   string
	At     time.Time
}

// The decisions about a dead job.
const (
	Retried   = "retried"
	Discarded = "discarded"
)

// Place is the last entry of a page of a list; the zero Place is before the first.
type Place struct {
	Due time.Time
	ID  string
}

const entryColumns = ` office, id, kind, key, args, status, asked, due, owner, began, failures, lost, fault `

func scanEntry(row sqldb.Scanner) (e Entry, err error) {
	var asked, due, began string
	if err := row.Scan(&e.Office, &e.ID, &e.Kind, &e.Key, &e.Args, &e.Status, &asked, &due, &e.Owner, &began,
		&e.Failures, &e.Lost, &e.Fault); err != nil {
		return e, err
	}
	if e.Asked, err = sqldb.Moment(asked); err != nil {
		return e, err
	}
	if e.Due, err = sqldb.Moment(due); err != nil {
		return e, err
	}
	e.Began, err = sqldb.Moment(began)
	return e, err
}

const listJobs = `
SELECT` + entryColumns + `FROM jobs
WHERE status = $1 AND (due, id) > ($2, $3) ORDER BY due, id LIMIT $4`

const listDead = `
SELECT` + entryColumns + `FROM jobs
WHERE status = $1 AND ($2 = '' OR (due, id) < ($2, $3)) ORDER BY due DESC, id DESC LIMIT $4`

// List returns the entries of a status behind a place: those due first come first,
// of the dead ones those that died last.
func (q Queue) List(ctx context.Context, status Status, after Place, most int) ([]Entry, error) {
	query := listJobs
	if status == Dead {
		query = listDead
	}
	var all []Entry
	args := []any{string(status), sqldb.Instant(after.Due), after.ID, most}
	err := q.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		one, err := scanEntry(row)
		all = append(all, one)
		return err
	})
	return all, err
}

const oneJob = `
SELECT` + entryColumns + `FROM jobs WHERE id = $1`

// Find returns one entry; fault.NotFound when it is done or discarded.
func (q Queue) Find(ctx context.Context, id string) (Entry, error) { return find(ctx, q.DB, id) }

func find(ctx context.Context, db sqldb.Querier, id string) (e Entry, err error) {
	found := false
	err = db.Rows(ctx, oneJob, []any{id}, func(row sqldb.Scanner) error {
		found = true
		e, err = scanEntry(row)
		return err
	})
	if err == nil && !found {
		err = fault.New(fault.NotFound, "jobs.gone")
	}
	return e, err
}

const countJobs = `
SELECT status, COUNT(*) FROM jobs GROUP BY status ORDER BY status`

// Counts returns how many jobs there are of each status.
func (q Queue) Counts(ctx context.Context) (map[Status]int, error) {
	all := map[Status]int{Waiting: 0, Running: 0, Dead: 0}
	err := q.DB.Rows(ctx, countJobs, nil, func(row sqldb.Scanner) error {
		var status Status
		var n int
		err := row.Scan(&status, &n)
		all[status] = n
		return err
	})
	return all, err
}

const oldestDue = `
SELECT COALESCE(MIN(due), '') FROM jobs WHERE status <> 'dead'`

// Behind returns for how long the job that is due longest has been due: about zero
// while processes do jobs.
func (q Queue) Behind(ctx context.Context) (time.Duration, error) {
	var text string
	if err := q.DB.Row(ctx, oldestDue, nil, &text); err != nil || text == "" {
		return 0, err
	}
	due, err := sqldb.Moment(text)
	return max(q.Now().Sub(due), 0), err
}

const (
	reviveJob = `
UPDATE jobs SET status = 'waiting', due = $2, failures = 0, lost = 0
WHERE id = $1 AND status = 'dead'
  AND NOT EXISTS (SELECT 1 FROM jobs AS other WHERE other.office = jobs.office AND other.kind = jobs.kind
                  AND other.key = jobs.key AND other.status <> 'dead')`
	dropJob = `
DELETE FROM jobs WHERE id = $1 AND status = 'dead'`
	insertRuling = `
INSERT INTO job_rulings (office, id, job, kind, key, ruling, fault, person, name, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`
)

// Rule carries out what a person decided about a dead job, and records who and when:
// What, Person, Name and Job are given. A job that is not dead any more, and a retry
// while the same job was asked for again and is not done, are fault.Conflict.
func (q Queue) Rule(ctx context.Context, r Ruling) error {
	return q.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		e, err := find(ctx, tx, r.Job)
		if err != nil {
			return err
		}
		now, done := sqldb.Instant(q.Now()), int64(0)
		if r.What == Retried {
			done, err = tx.Exec(ctx, reviveJob, e.ID, now)
		} else {
			done, err = tx.Exec(ctx, dropJob, e.ID)
		}
		switch {
		case err != nil:
			return err
		case done == 0 && e.Status == Dead:
			return fault.New(fault.Conflict, "jobs.asked.again")
		case done == 0:
			return fault.New(fault.Conflict, "jobs.alive")
		}
		_, err = tx.Exec(ctx, insertRuling, e.Office, newID(), e.ID, e.Kind, e.Key, r.What, e.Fault, r.Person, r.Name, now)
		return err
	})
}

const lastRulings = `
SELECT office, id, job, kind, key, ruling, fault, person, name, at FROM job_rulings ORDER BY at DESC, id DESC LIMIT $1`

// Rulings returns what was decided last, the latest first.
func (q Queue) Rulings(ctx context.Context, most int) ([]Ruling, error) {
	var all []Ruling
	err := q.DB.Rows(ctx, lastRulings, []any{most}, func(row sqldb.Scanner) error {
		var r Ruling
		var at string
		err := row.Scan(&r.Office, &r.ID, &r.Job, &r.Kind, &r.Key, &r.What, &r.Fault, &r.Person, &r.Name, &at)
		if err == nil {
			r.At, err = sqldb.Moment(at)
		}
		all = append(all, r)
		return err
	})
	return all, err
}
