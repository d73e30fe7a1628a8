// Package reportdb keeps demands for reports and recurring returns in SQL, and counts
// the figures of an office from its cases.
package reportdb

import (
	"context"
	"encoding/json"
	"fmt"

	"dorgora/internal/fault"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/report"
	"dorgora/internal/sqldb"
)

// Store implements report.Store, report.Lists, report.Source and report.Lister.
type Store struct{ DB *sqldb.DB } // migrated

const oneDemand = `SELECT body FROM report_demands WHERE office = $1 AND id = $2`

// Demand implements report.Store.
func (s Store) Demand(ctx context.Context, office, id string) (report.Demand, error) {
	return one[report.Demand](ctx, s.DB, oneDemand, office, id)
}

const oneReturn = `SELECT body FROM report_returns WHERE office = $1 AND id = $2`

// Return implements report.Store.
func (s Store) Return(ctx context.Context, office, id string) (report.Return, error) {
	return one[report.Return](ctx, s.DB, oneReturn, office, id)
}

func one[T any](ctx context.Context, db *sqldb.DB, query string, args ...any) (T, error) {
	var body string
	var found T
	err := db.Row(ctx, query, args, &body)
	if fault.KindOf(err) == fault.NotFound && err != nil {
		return found, report.Missing()
	}
	if err != nil {
		return found, err
	}
	return found, json.Unmarshal([]byte(body), &found)
}

func many[T any](ctx context.Context, db *sqldb.DB, query string, args ...any) ([]T, error) {
	var list []T
	err := db.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var body string
		if err := row.Scan(&body); err != nil {
			return err
		}
		var found T
		if err := json.Unmarshal([]byte(body), &found); err != nil {
			return fmt.Errorf("stored report: %w", err)
		}
		list = append(list, found)
		return nil
	})
	return list, err
}

// Apply implements report.Store.
func (s Store) Apply(ctx context.Context, change report.Change) error {
	if len(change.Demands)+len(change.Returns)+len(change.Notices) == 0 {
		return nil
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, d := range change.Demands {
			if err := putDemand(ctx, tx, d); err != nil {
				return err
			}
		}
		for _, r := range change.Returns {
			if err := putReturn(ctx, tx, r); err != nil {
				return err
			}
		}
		return noticedb.Enqueue(ctx, tx, change.Notices)
	})
}

const (
	addDemand = `
INSERT INTO report_demands (office, id, state, due, number, repeated, first, sent, received, revision, body)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11) ON CONFLICT (office, id) DO NOTHING`

	nextDemand = `
UPDATE report_demands SET state = $3, due = $4, number = $5, repeated = $6, first = $7, sent = $8, received = $9, revision = $10, body = $11
WHERE office = $1 AND id = $2 AND revision = $12`

	addReturn = `
INSERT INTO report_returns (office, id, active, revision, body) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (office, id) DO NOTHING`

	nextReturn = `UPDATE report_returns SET active = $3, revision = $4, body = $5 WHERE office = $1 AND id = $2 AND revision = $6`
)

// undated stands in the column due of a demand without a date.
const undated = "9999-12-31"

func putDemand(ctx context.Context, tx *sqldb.Tx, d report.Demand) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	due, sent := undated, ""
	if !d.Due.Zero() {
		due = d.Due.String()
	}
	if d.State == report.Sent {
		sent = sqldb.Instant(d.Sending.By.At)
	}
	args := []any{d.Office, d.ID, string(d.State), due, d.Case, d.Return, d.Period.From.String(), sent, sqldb.Instant(d.Received), d.Revision, string(body)}
	if d.Revision == 1 {
		_, err = tx.Exec(ctx, addDemand, args...)
		return err
	}
	return followed(tx.Exec(ctx, nextDemand, append(args, d.Revision-1)...))
}

func putReturn(ctx context.Context, tx *sqldb.Tx, r report.Return) error {
	body, err := json.Marshal(r)
	if err != nil {
		return err
	}
	if r.Revision == 1 {
		_, err = tx.Exec(ctx, addReturn, r.Office, r.ID, r.Active, r.Revision, string(body))
		return err
	}
	return followed(tx.Exec(ctx, nextReturn, r.Office, r.ID, r.Active, r.Revision, string(body), r.Revision-1))
}

// followed turns an update of nothing into the fault of somebody who was overtaken.
func followed(rows int64, err error) error {
	if err == nil && rows == 0 {
		return report.Stale()
	}
	return err
}
