// Package noticedb keeps notices until they are sent, and afterwards as a record
// of what was said.
package noticedb

import (
	"context"
	"encoding/json"
	"strings"

	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/sqldb"
)

const insertNotice = `
INSERT INTO notices (office, id, subject, audience, channel, address, lang, key, args, at, leaves, status, next)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)`

// Enqueue writes notices inside the transaction of the act that caused them.
func Enqueue(ctx context.Context, tx *sqldb.Tx, notices []notice.Notice) error {
	for _, n := range notices {
		args, err := json.Marshal(n.Args)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertNotice, n.Office, n.ID, n.Subject, string(n.To), string(n.Channel), n.Address,
			n.Lang, n.Key, string(args), sqldb.Instant(n.At), sqldb.Instant(n.Leaves), string(n.Status), sqldb.Instant(n.From())); err != nil {
			return err
		}
	}
	return nil
}

const unsay = `UPDATE notices SET status = $3 WHERE office = $1 AND id = $2 AND status = $4`

// Unsay keeps notices that have not left from leaving, inside the transaction that
// takes their act back. One that has left, or that nobody wrote, is a Conflict.
func Unsay(ctx context.Context, tx *sqldb.Tx, office string, ids []string) error {
	for _, id := range ids {
		n, err := tx.Exec(ctx, unsay, office, id, string(notice.Unsaid), string(notice.Waiting))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "notice.left")
		}
	}
	return nil
}

// Store reads the outbox.
type Store struct{ DB *sqldb.DB }

const columns = `office, id, subject, audience, channel, address, lang, key, args, at, leaves, status, next, tries, round, words`

const selectPage = `
SELECT ` + columns + ` FROM notices
WHERE office = $1 AND (at < $2 OR at = $2 AND id < $3)
ORDER BY at DESC, id DESC LIMIT $4`

// Notices returns one page of an office's notices, latest first. after is the
// Cursor of the last notice of the page before, empty for the first page.
func (s Store) Notices(ctx context.Context, office, after string, limit int) ([]notice.Notice, error) {
	at, id, found := strings.Cut(after, "|")
	if !found {
		at, id = "9999", ""
	}
	return s.list(ctx, selectPage, office, at, id, limit)
}

const selectSubject = `
SELECT ` + columns + ` FROM notices WHERE office = $1 AND subject = $2 ORDER BY at, id`

// NoticesOf returns the notices about one subject, earliest first.
func (s Store) NoticesOf(ctx context.Context, office, subject string) ([]notice.Notice, error) {
	return s.list(ctx, selectSubject, office, subject)
}

func (s Store) list(ctx context.Context, query string, args ...any) ([]notice.Notice, error) {
	var list []notice.Notice
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		n, err := scan(row)
		list = append(list, n)
		return err
	})
	return list, err
}

func scan(row sqldb.Scanner) (n notice.Notice, err error) {
	var at, leaves, next, pairs string
	if err := row.Scan(&n.Office, &n.ID, &n.Subject, &n.To, &n.Channel, &n.Address, &n.Lang, &n.Key, &pairs, &at, &leaves,
		&n.Status, &next, &n.Tries, &n.Round, &n.Words); err != nil {
		return n, err
	}
	if err := json.Unmarshal([]byte(pairs), &n.Args); err != nil {
		return n, err
	}
	if n.Leaves, err = sqldb.Moment(leaves); err != nil {
		return n, err
	}
	if n.Next, err = sqldb.Moment(next); err != nil {
		return n, err
	}
	n.At, err = sqldb.Moment(at)
	return n, err
}
