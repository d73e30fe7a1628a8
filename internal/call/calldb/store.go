// Package calldb keeps the call log and who is to be called back.
package calldb

import (
	"cmp"
	"context"
	"slices"
	"time"

	"dorgora/internal/call"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
)

// Store implements call.Store.
type Store struct{ DB *sqldb.DB }

const callColumns = `office, call, mobile, direction, result, minutes, words, number, back, at, person, name`

const insertCall = `
INSERT INTO calls (` + callColumns + `, spoken) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
ON CONFLICT (office, call) DO NOTHING`

// Log writes a call once by its ID, with the call-back that it promises and the one
// that it answers.
func (s Store) Log(ctx context.Context, change call.Change) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		c := change.Call
		n, err := tx.Exec(ctx, insertCall, c.Office, c.ID, c.Mobile, string(c.Direction), string(c.Result), c.Minutes, c.Words,
			c.Number, c.Back, sqldb.Instant(c.At), c.Person, c.Name, c.Result.Spoken())
		if err != nil || n == 0 { // sent again: done already
			return err
		}
		if change.Opens != nil {
			if err := Enqueue(ctx, tx, *change.Opens); err != nil {
				return err
			}
		}
		if change.Ends == nil || change.Ends.State == call.Open {
			return nil
		}
		return end(ctx, tx, *change.Ends)
	})
}

const insertBack = `
INSERT INTO call_backs (office, back, mobile, name, number, why, asked, wanted, due, state)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (office, back) DO NOTHING`

// Enqueue writes a call-back inside the transaction of the act that caused it, once
// by its ID.
func Enqueue(ctx context.Context, tx *sqldb.Tx, b call.Back) error {
	_, err := tx.Exec(ctx, insertBack, b.Office, b.ID, b.Mobile, b.Name, b.Number, b.Why, sqldb.Instant(b.Asked),
		sqldb.Instant(b.Wanted), sqldb.Instant(b.Due), string(b.State))
	return err
}

const endBack = `UPDATE call_backs SET state = $3 WHERE office = $1 AND back = $2 AND state = 'open'`

func end(ctx context.Context, tx *sqldb.Tx, b call.Back) error {
	if b.Notice != nil {
		status := notice.Sent
		if b.State == call.Unreached {
			status = notice.Failed
		}
		return noticedb.Settle(ctx, tx, b.Office, b.ID, status)
	}
	n, err := tx.Exec(ctx, endBack, b.Office, b.ID, string(b.State))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "call.back.ended")
	}
	return err
}

const selectOf = `
SELECT ` + callColumns + ` FROM calls WHERE office = $1 AND mobile = $2 ORDER BY at DESC, call DESC LIMIT $3`

// Of lists the calls with a mobile, the latest first.
func (s Store) Of(ctx context.Context, office, mobile string, limit int) ([]call.Call, error) {
	return s.calls(ctx, selectOf, office, mobile, limit)
}

const selectBetween = `
SELECT ` + callColumns + ` FROM calls WHERE office = $1 AND at >= $2 AND at < $3 ORDER BY at, call`

// Between lists the calls from one moment to before another, in order of time.
func (s Store) Between(ctx context.Context, office string, from, to time.Time) ([]call.Call, error) {
	return s.calls(ctx, selectBetween, office, sqldb.Instant(from), sqldb.Instant(to))
}

func (s Store) calls(ctx context.Context, query string, args ...any) ([]call.Call, error) {
	var list []call.Call
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var c call.Call
		var at string
		err := row.Scan(&c.Office, &c.ID, &c.Mobile, &c.Direction, &c.Result, &c.Minutes, &c.Words, &c.Number, &c.Back, &at, &c.Person, &c.Name)
		if err != nil {
			return err
		}
		c.At, err = sqldb.Moment(at)
		list = append(list, c)
		return err
	})
	return list, err
}

// mostBacks bounds the list of who is to be called.
const mostBacks = 200

const backColumns = `office, back, mobile, name, number, why, asked, wanted, due, state`

const selectBacks = `
SELECT ` + backColumns + ` FROM call_backs WHERE office = $1 AND state = 'open' ORDER BY due, back LIMIT $2`

const selectTries = `
SELECT back, count(*), max(at) FROM calls WHERE office = $1 AND back <> '' AND NOT spoken AND at >= $2 GROUP BY back ORDER BY back`

// Backs lists who is to be called, those promised first before the others.
func (s Store) Backs(ctx context.Context, office string, calendar call.Calendar, now time.Time) ([]call.Back, error) {
	list, err := s.backs(ctx, selectBacks, office, mostBacks)
	if err != nil {
		return nil, err
	}
	notices, err := noticedb.Store{DB: s.DB}.Waiting(ctx, office, notice.Call, now, mostBacks)
	if err != nil {
		return nil, err
	}
	for _, one := range notices {
		list = append(list, call.OfNotice(one, calendar))
	}
	if len(list) == 0 {
		return nil, nil
	}
	oldest := slices.MinFunc(list, func(a, b call.Back) int { return a.Asked.Compare(b.Asked) }).Asked
	tries, err := s.tries(ctx, selectTries, office, sqldb.Instant(oldest))
	if err != nil {
		return nil, err
	}
	for i, one := range list {
		list[i] = one.After(tries[one.ID].count, tries[one.ID].last, calendar)
	}
	slices.SortStableFunc(list, func(a, b call.Back) int { return cmp.Or(a.Due.Compare(b.Due), cmp.Compare(a.ID, b.ID)) })
	return list, nil
}

// vain is how often somebody was called in vain, and when last.
type vain struct {
	count int
	last  time.Time
}

func (s Store) tries(ctx context.Context, query string, args ...any) (map[string]vain, error) {
	found := map[string]vain{}
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var id, at string
		var one vain
		if err := row.Scan(&id, &one.count, &at); err != nil {
			return err
		}
		var err error
		one.last, err = sqldb.Moment(at)
		found[id] = one
		return err
	})
	return found, err
}

const selectBack = `SELECT ` + backColumns + ` FROM call_backs WHERE office = $1 AND back = $2`

const selectTriesOf = `
SELECT back, count(*), max(at) FROM calls WHERE office = $1 AND back = $2 AND NOT spoken GROUP BY back`

// Back returns one call-back, open or not.
func (s Store) Back(ctx context.Context, office, id string, calendar call.Calendar) (call.Back, error) {
	list, err := s.backs(ctx, selectBack, office, id)
	if err != nil {
		return call.Back{}, err
	}
	if len(list) == 0 {
		told, err := noticedb.Store{DB: s.DB}.Notice(ctx, office, id)
		if err == nil && told.Channel != notice.Call {
			err = fault.New(fault.NotFound, "record.missing")
		}
		if err != nil {
			return call.Back{}, err
		}
		back := call.OfNotice(told, calendar)
		switch told.Status {
		case notice.Sent, notice.Unsaid:
			back.State = call.Done
		case notice.Failed:
			back.State = call.Unreached
		}
		list = append(list, back)
	}
	tries, err := s.tries(ctx, selectTriesOf, office, id)
	return list[0].After(tries[id].count, tries[id].last, calendar), err
}

func (s Store) backs(ctx context.Context, query string, args ...any) ([]call.Back, error) {
	var list []call.Back
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var b call.Back
		var asked, wanted, due string
		err := row.Scan(&b.Office, &b.ID, &b.Mobile, &b.Name, &b.Number, &b.Why, &asked, &wanted, &due, &b.State)
		if err != nil {
			return err
		}
		for value, text := range map[*time.Time]string{&b.Asked: asked, &b.Wanted: wanted, &b.Due: due} {
			if *value, err = sqldb.Moment(text); err != nil {
				return err
			}
		}
		list = append(list, b)
		return nil
	})
	return list, err
}
