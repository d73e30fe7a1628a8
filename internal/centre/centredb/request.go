package centredb

import (
	"context"
	"time"

	"dorgora/internal/centre"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

const insertRequest = `
INSERT INTO centre_requests (office, key, code, person, consent, at) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (office, key) DO UPDATE SET consent = excluded.consent
WHERE centre_requests.person = excluded.person AND centre_requests.code = excluded.code`

// Note writes a request before its case is made, once by its key.
func (s Store) Note(ctx context.Context, r centre.Request) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, insertRequest, r.Office, r.Key, r.Code, r.Person, string(r.Consent), sqldb.Instant(r.At))
		if err == nil && n == 0 {
			return fault.New(fault.Conflict, "centre.key.used")
		}
		return err
	})
}

const countHanded = `
SELECT count(*) FROM centre_requests r JOIN submissions s ON s.office = r.office AND s.key = r.key
WHERE r.office = $1 AND r.code = $2 AND r.at >= $3 AND r.at < $4`

// Handed counts the requests of a centre from one moment to before another.
func (s Store) Handed(ctx context.Context, office, code string, from, to time.Time) (n int, err error) {
	err = s.DB.Row(ctx, countHanded, []any{office, code, sqldb.Instant(from), sqldb.Instant(to)}, &n)
	return n, err
}

const countDone = `
SELECT count(*) FROM centre_requests r JOIN submissions s ON s.office = r.office AND s.key = r.key
WHERE r.office = $1 AND r.person = $2 AND r.at >= $3 AND r.at < $4`

// Done counts what a person handed in within a span.
func (s Store) Done(ctx context.Context, office, person string, span centre.Span) (n int, err error) {
	err = s.DB.Row(ctx, countDone, []any{office, person, sqldb.Instant(span.From), sqldb.Instant(span.To)}, &n)
	return n, err
}

const selectLines = `
SELECT r.office, r.key, r.code, r.person, r.consent, r.at, c.number, c.service, c.service_name, c.name, c.mobile, c.status, c.received, c.due, c.sealed
FROM centre_requests r
JOIN submissions s ON s.office = r.office AND s.key = r.key
JOIN cases c ON c.office = s.office AND c.number = s.number
WHERE r.office = $1 AND r.person = $2`

const selectOwn = selectLines + ` AND r.at >= $3 AND r.at < $4 ORDER BY r.at DESC, r.key DESC LIMIT $5`

// Own lists what a person handed in, the latest first.
func (s Store) Own(ctx context.Context, office, person string, span centre.Span) ([]centre.Line, error) {
	return s.lines(ctx, selectOwn, office, person, sqldb.Instant(span.From), sqldb.Instant(span.To), span.Limit)
}

const selectOne = selectLines + ` AND r.key = $3`

// One returns what a person handed in under a key.
func (s Store) One(ctx context.Context, office, person, key string) (centre.Line, error) {
	list, err := s.lines(ctx, selectOne, office, person, key)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return centre.Line{}, err
	}
	return list[0], nil
}

// undated stands in the column due of cases without a promised moment.
const undated = "9999"

func (s Store) lines(ctx context.Context, query string, args ...any) ([]centre.Line, error) {
	var list []centre.Line
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var l centre.Line
		var at, received, due string
		err := row.Scan(&l.Office, &l.Key, &l.Code, &l.Person, &l.Consent, &at, &l.Number, &l.Service, &l.Title, &l.Name, &l.Mobile,
			&l.Status, &received, &due, &l.Sealed)
		if err != nil {
			return err
		}
		if due == undated {
			due = ""
		}
		for value, text := range map[*time.Time]string{&l.At: at, &l.Received: received, &l.Due: due} {
			if *value, err = sqldb.Moment(text); err != nil {
				return err
			}
		}
		if l.Sealed {
			l.Service, l.Title, l.Name, l.Mobile, l.Status, l.Due = "", "", "", "", "", time.Time{}
		}
		list = append(list, l)
		return nil
	})
	return list, err
}
