package jobs

import (
	"context"
	"time"

	"dorgora/internal/sqldb"
)

// Schedule is what has to be done from time to time, by one process only.
type Schedule struct {
	Name string
	// Next is the moment after the given one at which it is due again. Moments that
	// nobody ran for are not made good.
	Next  func(after time.Time) time.Time
	Do    func(ctx context.Context) error
	Limit time.Duration // the longest that it may take; ten minutes when 0
}

// Every is due at each whole multiple of a length of time, of a second at least.
func Every(length time.Duration) func(time.Time) time.Time {
	return func(after time.Time) time.Time { return after.Truncate(length).Add(length) }
}

// scheduleKind is the kind of the jobs that stand for schedules.
const scheduleKind = "schedule"

// A schedule that lies further ahead than it should, after its rhythm or a clock
// was changed, is brought forward.
const insertSchedule = `
INSERT INTO jobs (office, id, kind, key, args, status, asked, due, owner, began, next, failures, lost, fault)
VALUES ('', $1, 'schedule', $2, 'null', 'waiting', $3, $3, '', '', '', 0, 0, '')
ON CONFLICT (office, kind, key) WHERE status <> 'dead' DO UPDATE
SET due = CASE WHEN jobs.status = 'waiting' AND jobs.due > $4 THEN $4 ELSE jobs.due END`

// plan makes the rows of schedules that have none yet.
func (q Queue) plan(ctx context.Context, all []Schedule) error {
	if len(all) == 0 {
		return nil
	}
	return q.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		now := q.Now()
		for _, one := range all {
			if _, err := tx.Exec(ctx, insertSchedule, newID(), one.Name, sqldb.Instant(now), sqldb.Instant(one.Next(now))); err != nil {
				return err
			}
		}
		return nil
	})
}

// settle puts a schedule off to its next moment, after a failure to an earlier one.
func (q Queue) settle(ctx context.Context, w Work, s Schedule, cause error) (bool, error) {
	next, why := s.Next(q.Now()), ""
	if cause == nil {
		w.Failures = 0
		return q.later(ctx, w, next, why)
	}
	w.Failures++
	pause, err := q.pause(w.Failures)
	if err != nil {
		return false, err
	}
	if again := q.Now().Add(pause); again.Before(next) {
		next = again
	}
	return q.later(ctx, w, next, shorten(cause.Error()))
}
