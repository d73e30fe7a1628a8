// Package postboxdb keeps the mails that came in, and how far each mailbox was read.
package postboxdb

import (
	"context"
	"encoding/json"
	"strings"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/jobs"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/postbox"
	"dorgora/internal/sqldb"
)

// Store implements the store of package postbox.
type Store struct{ DB *sqldb.DB }

// Job is the kind of the job that looks at a mail; its key is the mail's ID.
const Job = "mail"

const columns = `office, id, raw, door, message_id, sender, name, recipient, subject, body, at, sort, state, why, service, number,
files, person, person_name, settled, revision`

const (
	insertMail = `
INSERT INTO mails (` + columns + `)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21)
ON CONFLICT (office, id) DO NOTHING`
	updateMail = `
UPDATE mails SET sort = $3, state = $4, why = $5, service = $6, number = $7, files = $8, person = $9, person_name = $10, settled = $11,
  revision = $12
WHERE office = $1 AND id = $2 AND revision = $12 - 1`
	selectMail = `SELECT ` + columns + ` FROM mails WHERE office = $1 AND id = $2`
	selectPage = `
SELECT ` + columns + ` FROM mails
WHERE office = $1 AND state IN ($2, $3, $4) AND (at < $5 OR at = $5 AND id < $6)
ORDER BY at DESC, id DESC LIMIT $7`
	countBesides = `SELECT count(*) FROM mails WHERE office = $1 AND sender = $2 AND at >= $3 AND id <> $4`
	selectLast   = `
SELECT ` + columns + ` FROM mails WHERE office = $1 AND number = $2 AND sender = $3 AND state = 'taken'
ORDER BY at DESC, id DESC LIMIT 1`
)

// Keep writes a new mail with the job that looks at it, once per ID.
func (s Store) Keep(ctx context.Context, l postbox.Letter) error {
	files, err := json.Marshal(l.Files)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, insertMail, l.Office, l.ID, l.Raw, l.Door, clean(l.MessageID), strings.ToLower(clean(l.From)), clean(l.Name),
			clean(l.To), clean(l.Subject), clean(l.Text), sqldb.Instant(l.At), string(l.Sort), string(l.State), l.Why, l.Service, l.Number,
			string(files), l.By, l.ByName, sqldb.Instant(l.Settled), l.Revision)
		if err != nil || n == 0 || l.State != postbox.Fresh {
			return err
		}
		return jobs.Enqueue(ctx, tx, jobs.Job{Office: l.Office, Kind: Job, Key: l.ID, Asked: l.At})
	})
}

// clean leaves out what PostgreSQL keeps in no text.
func clean(s string) string { return strings.ToValidUTF8(strings.ReplaceAll(s, "\x00", ""), "") }

// Letter returns one mail.
func (s Store) Letter(ctx context.Context, office, id string) (postbox.Letter, error) {
	return s.one(ctx, selectMail, office, id)
}

// Last returns the latest mail of an address that is part of a case.
func (s Store) Last(ctx context.Context, office, number, from string) (postbox.Letter, error) {
	return s.one(ctx, selectLast, office, number, strings.ToLower(from))
}

func (s Store) one(ctx context.Context, query string, args ...any) (postbox.Letter, error) {
	list, err := s.list(ctx, query, args...)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return postbox.Letter{}, err
	}
	return list[0], nil
}

// Settle writes the next revision of a mail with what its sender is told.
func (s Store) Settle(ctx context.Context, l postbox.Letter, told ...notice.Notice) error {
	files, err := json.Marshal(l.Files)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, updateMail, l.Office, l.ID, string(l.Sort), string(l.State), l.Why, l.Service, l.Number, string(files),
			l.By, l.ByName, sqldb.Instant(l.Settled), l.Revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "postbox.changed")
		}
		return noticedb.Enqueue(ctx, tx, told)
	})
}

// Letters returns one page of an office's mails in any of at most three states, latest
// first.
func (s Store) Letters(ctx context.Context, office string, states []postbox.State, after string, limit int) ([]postbox.Letter, error) {
	at, id, found := strings.Cut(after, "|")
	if !found {
		at, id = "9999", ""
	}
	var three [3]string
	for i := range three {
		three[i] = string(states[min(i, len(states)-1)])
	}
	return s.list(ctx, selectPage, office, three[0], three[1], three[2], at, id, limit)
}

// Besides counts the other mails of a mail's sender that are there and came since a
// moment.
func (s Store) Besides(ctx context.Context, l postbox.Letter, since time.Time) (int, error) {
	var n int
	err := s.DB.Row(ctx, countBesides, []any{l.Office, strings.ToLower(l.From), sqldb.Instant(since), l.ID}, &n)
	return n, err
}

func (s Store) list(ctx context.Context, query string, args ...any) ([]postbox.Letter, error) {
	var list []postbox.Letter
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var l postbox.Letter
		var at, files, settled string
		err := row.Scan(&l.Office, &l.ID, &l.Raw, &l.Door, &l.MessageID, &l.From, &l.Name, &l.To, &l.Subject, &l.Text, &at, &l.Sort,
			&l.State, &l.Why, &l.Service, &l.Number, &files, &l.By, &l.ByName, &settled, &l.Revision)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(files), &l.Files); err != nil {
			return err
		}
		if l.Settled, err = sqldb.Moment(settled); err != nil {
			return err
		}
		l.At, err = sqldb.Moment(at)
		list = append(list, l)
		return err
	})
	return list, err
}
