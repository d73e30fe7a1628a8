package accessdb

import (
	"context"

	"dorgora/internal/access"
	"dorgora/internal/sqldb"
)

const (
	writeSession = `
INSERT INTO sessions (office, token, person, device, created, seen, expires) VALUES ($1, $2, $3, $4, $5, $6, $7)`
	pruneSessions = `DELETE FROM sessions WHERE office = $1 AND person = $2 AND expires <= $3`
)

// OpenSession implements access.Sessions. Sessions of the person that are over
// go at the same time.
func (s *Store) OpenSession(ctx context.Context, n access.Session) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, pruneSessions, n.Office, n.Person, sqldb.Instant(n.Created)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, writeSession, n.Office, n.Token, n.Person, n.Device, sqldb.Instant(n.Created), sqldb.Instant(n.Seen), sqldb.Instant(n.Expires))
		return err
	})
}

const sessionByToken = `
SELECT s.office, s.token, s.person, s.device, s.created, s.seen, s.expires
FROM sessions s JOIN accounts a ON a.office = s.office AND a.person = s.person
WHERE s.token = $1 AND NOT a.disabled`

const sessionsOf = `
SELECT s.office, s.token, s.person, s.device, s.created, s.seen, s.expires
FROM sessions s WHERE s.office = $1 AND s.person = $2 ORDER BY s.seen DESC, s.token`

func scanSession(row sqldb.Scanner) (n access.Session, err error) {
	var created, seen, expires string
	err = row.Scan(&n.Office, &n.Token, &n.Person, &n.Device, &created, &seen, &expires)
	n.Created, n.Seen, n.Expires = moment(created), moment(seen), moment(expires)
	return n, err
}

// Session implements access.Sessions.
func (s *Store) Session(ctx context.Context, token string) (n access.Session, err error) {
	var created, seen, expires string
	err = s.db.Row(ctx, sessionByToken, []any{token}, &n.Office, &n.Token, &n.Person, &n.Device, &created, &seen, &expires)
	n.Created, n.Seen, n.Expires = moment(created), moment(seen), moment(expires)
	return n, err
}

// SessionsOf implements access.Sessions.
func (s *Store) SessionsOf(ctx context.Context, officeID, person string) ([]access.Session, error) {
	var all []access.Session
	err := s.db.Rows(ctx, sessionsOf, []any{officeID, person}, func(row sqldb.Scanner) error {
		one, err := scanSession(row)
		all = append(all, one)
		return err
	})
	return all, err
}

const touchSession = `UPDATE sessions SET seen = $3 WHERE office = $1 AND token = $2`

// Touch implements access.Sessions.
func (s *Store) Touch(ctx context.Context, n access.Session) error {
	return s.exec(ctx, touchSession, n.Office, n.Token, sqldb.Instant(n.Seen))
}

const endSession = `DELETE FROM sessions WHERE office = $1 AND token = $2`

// EndSession implements access.Sessions.
func (s *Store) EndSession(ctx context.Context, n access.Session) error {
	return s.exec(ctx, endSession, n.Office, n.Token)
}

const endSessions = `DELETE FROM sessions WHERE office = $1 AND person = $2 AND token <> $3`

// EndSessions implements access.Sessions.
func (s *Store) EndSessions(ctx context.Context, officeID, person, except string) error {
	return s.exec(ctx, endSessions, officeID, person, except)
}

func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, query, args...)
		return err
	})
}
