package caseworkdb

import (
	"context"
	"encoding/json"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// The columns that selectTally reads all stand in the index of open cases, so that
// it is one pass over as many entries as the office has open cases.
const selectTally = `
SELECT count(*),
       count(*) FILTER (WHERE status = 'waiting'),
       count(*) FILTER (WHERE due = '9999' AND status <> 'waiting'),
       count(*) FILTER (WHERE status <> 'waiting' AND due < $2),
       count(*) FILTER (WHERE status <> 'waiting' AND due >= $5 AND due < $2),
       count(*) FILTER (WHERE status <> 'waiting' AND due >= $2 AND due < $3),
       count(*) FILTER (WHERE status <> 'waiting' AND due >= $3 AND due < $4)
FROM cases WHERE office = $1 AND status <> 'closed'`

const (
	countEscalated = `SELECT count(*) FROM cases WHERE office = $1 AND status <> 'closed' AND stage > 0`
	countReferred  = `SELECT count(*) FROM cases WHERE office = $1 AND status <> 'closed' AND referred <> ''`
)

// Tally counts the open cases of an office, or of some of its posts.
func (s Store) Tally(ctx context.Context, office string, m casework.Marks) (casework.Tally, error) {
	var t casework.Tally
	w := clauses{text: selectTally, args: []any{
		office, sqldb.Instant(m.Now), sqldb.Instant(m.DayEnd), sqldb.Instant(m.WeekEnd), sqldb.Instant(m.DayBegin)}}
	w.addReader(m)
	err := s.DB.Row(ctx, w.text, w.args, &t.Open, &t.Waiting, &t.Undated, &t.Late, &t.BecameLate, &t.Today, &t.Week)
	for count, query := range map[*int]string{&t.Escalated: countEscalated, &t.Referred: countReferred} {
		if err == nil {
			w := clauses{text: query, args: []any{office}}
			w.addReader(m)
			err = s.DB.Row(ctx, w.text, w.args, count)
		}
	}
	return t, err
}

// addReader keeps to the posts whose cases are counted and may be seen.
func (w *clauses) addReader(m casework.Marks) {
	if m.Posts != nil {
		w.addPosts(m.Posts)
	}
	w.addSealed(m.Sealed)
}

const selectHolders = `SELECT DISTINCT post FROM cases WHERE office = $1 AND status <> 'closed' ORDER BY post`

// Holders returns the posts that hold open cases of an office, also those that the
// office no longer has.
func (s Store) Holders(ctx context.Context, office string) ([]string, error) {
	return s.texts(ctx, selectHolders, office)
}

const selectOpen = `SELECT number FROM cases WHERE office = $1 AND status <> 'closed' ORDER BY number`

// OpenNumbers returns the numbers of all open cases of an office.
func (s Store) OpenNumbers(ctx context.Context, office string) ([]string, error) {
	return s.texts(ctx, selectOpen, office)
}

// texts reads the one column of a query.
func (s Store) texts(ctx context.Context, query string, args ...any) ([]string, error) {
	var list []string
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var text string
		err := row.Scan(&text)
		list = append(list, text)
		return err
	})
	return list, err
}

const selectRuns = `
SELECT service, received, due, closed, outcome, pauses
FROM cases WHERE office = $1 AND received >= $2 ORDER BY received, number`

// Runs returns what became of every case received since a moment.
func (s Store) Runs(ctx context.Context, office string, since time.Time) ([]casework.Run, error) {
	var list []casework.Run
	err := s.DB.Rows(ctx, selectRuns, []any{office, sqldb.Instant(since)}, func(row sqldb.Scanner) error {
		var r casework.Run
		var received, due, closed, pauses string
		if err := row.Scan(&r.Service, &received, &due, &closed, &r.Outcome, &pauses); err != nil {
			return err
		}
		for value, text := range map[*time.Time]string{&r.Received: received, &r.Due: due, &r.Closed: closed} {
			var err error
			if *value, err = moment(text); err != nil {
				return err
			}
		}
		list = append(list, r)
		return json.Unmarshal([]byte(pauses), &list[len(list)-1].Pauses)
	})
	return list, err
}

const selectPopular = `
SELECT service FROM cases WHERE office = $1 AND received >= $2
GROUP BY service ORDER BY count(*) DESC, service LIMIT $3`

// Popular returns the keys of the services asked for most often since a moment.
func (s Store) Popular(ctx context.Context, office string, since time.Time, limit int) ([]string, error) {
	return s.texts(ctx, selectPopular, office, sqldb.Instant(since), limit)
}

const selectNumbers = `SELECT number FROM cases WHERE office = $1 ORDER BY number`

// Numbers returns the numbers of all cases of an office.
func (s Store) Numbers(ctx context.Context, office string) ([]string, error) {
	return s.texts(ctx, selectNumbers, office)
}

const selectLatest = `SELECT at FROM case_acts ORDER BY at DESC LIMIT 1`

// Latest returns the moment of the last act of all offices, zero when there is none.
func (s Store) Latest(ctx context.Context) (time.Time, error) {
	var at string
	err := s.DB.Row(ctx, selectLatest, nil, &at)
	if fault.KindOf(err) == fault.NotFound {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return moment(at)
}
