// Package accessdb keeps accounts, sessions and invitations in the database.
package accessdb

import (
	"context"
	"encoding/json"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
)

// Store implements access.Store.
type Store struct{ db *sqldb.DB }

// New returns the store on a migrated database.
func New(db *sqldb.DB) *Store { return &Store{db: db} }

var _ access.Store = (*Store)(nil)

// moment reads a stored time; what cannot be read is the zero time, which is
// over for every rule here.
func moment(text string) time.Time {
	t, _ := sqldb.Moment(text)
	return t
}

const accountByLogin = `
SELECT office, person, login, hash, totp, totp_step, disabled, created FROM accounts WHERE login = $1`

// ByLogin implements access.Accounts.
func (s *Store) ByLogin(ctx context.Context, login string) (access.Account, error) {
	return s.account(ctx, accountByLogin, login)
}

const accountByPerson = `
SELECT office, person, login, hash, totp, totp_step, disabled, created FROM accounts WHERE office = $1 AND person = $2`

// ByPerson implements access.Accounts.
func (s *Store) ByPerson(ctx context.Context, officeID, person string) (access.Account, error) {
	return s.account(ctx, accountByPerson, officeID, person)
}

func (s *Store) account(ctx context.Context, query string, args ...any) (a access.Account, err error) {
	var created string
	err = s.db.Row(ctx, query, args, &a.Office, &a.Person, &a.Login, &a.Hash, &a.TOTP, &a.TOTPStep, &a.Disabled, &created)
	a.Created = moment(created)
	return a, err
}

// SaveAccount implements access.Accounts.
func (s *Store) SaveAccount(ctx context.Context, a access.Account) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error { return putAccount(ctx, tx, a) })
}

const writeAccount = `
INSERT INTO accounts (office, person, login, hash, totp, totp_step, disabled, created)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (office, person) DO UPDATE
SET login = excluded.login, hash = excluded.hash, totp = excluded.totp, totp_step = excluded.totp_step
WHERE NOT accounts.disabled`

// putAccount writes an account that is not closed: neither a link handed out
// before nor a password changed at the same moment opens it again.
func putAccount(ctx context.Context, tx *sqldb.Tx, a access.Account) error {
	written, err := tx.Exec(ctx, writeAccount, a.Office, a.Person, a.Login, a.Hash, a.TOTP, a.TOTPStep, a.Disabled, sqldb.Instant(a.Created))
	if err == nil && written == 0 {
		return fault.New(fault.Conflict, "access.account.closed")
	}
	return err
}

const closeAccount = `UPDATE accounts SET disabled = $3 WHERE office = $1 AND person = $2`

// CloseAccount implements access.Accounts.
func (s *Store) CloseAccount(ctx context.Context, officeID, person string, closed bool) error {
	return s.exec(ctx, closeAccount, officeID, person, closed)
}

const useStep = `
UPDATE accounts SET totp_step = $3 WHERE office = $1 AND person = $2 AND totp_step < $3`

// UseStep implements access.Accounts.
func (s *Store) UseStep(ctx context.Context, a access.Account, step int64) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		used, err := tx.Exec(ctx, useStep, a.Office, a.Person, step)
		if err == nil && used == 0 {
			return fault.New(fault.Conflict, "access.code.wrong")
		}
		return err
	})
}

const (
	takeAttempts = `
INSERT INTO attempts (login, failures, locked, last) VALUES ($1, 0, '', '')
ON CONFLICT (login) DO UPDATE SET login = excluded.login
RETURNING failures, locked, last`
	putAttempts  = `UPDATE attempts SET failures = $2, locked = $3, last = $4 WHERE login = $1`
	dropAttempts = `DELETE FROM attempts WHERE login = $1`
	pruneStale   = `DELETE FROM attempts WHERE last < $1`
)

// stale is how long failed sign-ins are kept at most.
const stale = 30 * 24 * time.Hour

// Count implements access.Accounts. The row is taken before it is read, so that
// attempts at one login queue; those of logins that nobody has tried for a month
// go, so that a stranger cannot fill the table for ever.
func (s *Store) Count(ctx context.Context, login string, next func(access.Attempts) (access.Attempts, error)) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		a := access.Attempts{Login: login}
		var locked, last string
		if err := tx.Row(ctx, takeAttempts, []any{login}, &a.Failures, &locked, &last); err != nil {
			return err
		}
		a.Locked, a.Last = moment(locked), moment(last)
		a, err := next(a)
		if err != nil {
			return err
		}
		if a.Failures == 0 {
			_, err := tx.Exec(ctx, dropAttempts, login)
			return err
		}
		if _, err := tx.Exec(ctx, putAttempts, login, a.Failures, sqldb.Instant(a.Locked), sqldb.Instant(a.Last)); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, pruneStale, sqldb.Instant(a.Last.Add(-stale)))
		return err
	})
}

const (
	voidInvitations = `UPDATE invitations SET used = $3 WHERE office = $1 AND person = $2 AND used = ''`
	voidNameless    = `UPDATE invitations SET used = $3 WHERE office = $1 AND person = '' AND chairs = $2 AND used = ''`
	writeInvitation = `
INSERT INTO invitations (office, token, person, chairs, by_whom, created, expires, used)
VALUES ($1, $2, $3, $4, $5, $6, $7, '')`
)

// AddInvitation implements access.Invitations.
func (s *Store) AddInvitation(ctx context.Context, i access.Invitation) error {
	chairs, err := json.Marshal(i.Chairs)
	if err != nil {
		return err
	}
	query, key := voidInvitations, i.Person
	if i.Person == "" {
		query, key = voidNameless, string(chairs)
	}
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, query, i.Office, key, sqldb.Instant(i.Created)); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, writeInvitation, i.Office, i.Token, i.Person, string(chairs), i.By, sqldb.Instant(i.Created), sqldb.Instant(i.Expires))
		return err
	})
}

const invitationByToken = `
SELECT office, token, person, chairs, by_whom, created, expires, used FROM invitations WHERE token = $1`

// Invitation implements access.Invitations.
func (s *Store) Invitation(ctx context.Context, token string) (i access.Invitation, err error) {
	var chairs, created, expires, used string
	err = s.db.Row(ctx, invitationByToken, []any{token}, &i.Office, &i.Token, &i.Person, &chairs, &i.By, &created, &expires, &used)
	if fault.KindOf(err) == fault.NotFound {
		return i, fault.New(fault.NotFound, "access.invitation.unknown")
	}
	if err != nil {
		return i, err
	}
	i.Created, i.Expires, i.Used = moment(created), moment(expires), moment(used)
	return i, json.Unmarshal([]byte(chairs), &i.Chairs)
}

const useInvitation = `
UPDATE invitations SET used = $3, person = $4 WHERE office = $1 AND token = $2 AND used = ''`

// Accept implements access.Invitations.
func (s *Store) Accept(ctx context.Context, a access.Acceptance) error {
	return s.db.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		i := a.Invitation
		used, err := tx.Exec(ctx, useInvitation, i.Office, i.Token, sqldb.Instant(i.Used), i.Person)
		if err != nil {
			return err
		}
		if used == 0 {
			return fault.New(fault.Conflict, "access.invitation.used")
		}
		for _, change := range a.Changes {
			if err := officedb.Write(ctx, tx, change); err != nil {
				return err
			}
		}
		if err := putAccount(ctx, tx, a.Account); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, endSessions, a.Account.Office, a.Account.Person, ""); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, dropAttempts, access.TokenHash(a.Account.Login))
		return err
	})
}
