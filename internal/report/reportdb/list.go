package reportdb

import (
	"context"
	"strings"

	"dorgora/internal/report"
	"dorgora/internal/sqldb"
)

const (
	pendingDemands = `
SELECT body FROM report_demands
WHERE office = $1 AND state IN ('open', 'approved') AND (due > $2 OR due = $2 AND id > $3)
ORDER BY due, id LIMIT $4`

	sentDemands = `
SELECT body FROM report_demands
WHERE office = $1 AND state = 'sent' AND (sent < $2 OR sent = $2 AND id < $3)
ORDER BY sent DESC, id DESC LIMIT $4`

	allDemands = `
SELECT body FROM report_demands
WHERE office = $1 AND (received < $2 OR received = $2 AND id < $3)
ORDER BY received DESC, id DESC LIMIT $4`
)

// Demands implements report.Lists.
func (s Store) Demands(ctx context.Context, l report.Listing) ([]report.Demand, error) {
	at, id, _ := strings.Cut(l.After, "|")
	if l.View == report.ViewPending {
		return many[report.Demand](ctx, s.DB, pendingDemands, l.Office, at, id, l.Limit)
	}
	if at == "" {
		at = "9999"
	}
	query := allDemands
	if l.View == report.ViewSent {
		query = sentDemands
	}
	return many[report.Demand](ctx, s.DB, query, l.Office, at, id, l.Limit)
}

const ofReturn = `
SELECT body FROM report_demands WHERE office = $1 AND repeated = $2 AND repeated <> '' ORDER BY first DESC, received DESC, id LIMIT $3`

// OfReturn implements report.Lists.
func (s Store) OfReturn(ctx context.Context, office, id string, most int) ([]report.Demand, error) {
	return many[report.Demand](ctx, s.DB, ofReturn, office, id, most)
}

const answered = `
SELECT body FROM report_demands WHERE office = $1 AND state = 'sent' ORDER BY sent DESC, id DESC LIMIT $2`

// Answered implements report.Lists.
func (s Store) Answered(ctx context.Context, office string, most int) ([]report.Demand, error) {
	return many[report.Demand](ctx, s.DB, answered, office, most)
}

const untied = `
SELECT c.number FROM cases c
WHERE c.office = $1 AND c.kind = 'report' AND c.status <> 'closed'
  AND NOT EXISTS (SELECT 1 FROM report_demands d WHERE d.office = c.office AND d.number = c.number AND d.number <> '')
ORDER BY c.received, c.number`

// Untied implements report.Lists.
func (s Store) Untied(ctx context.Context, office string) ([]string, error) {
	return texts(ctx, s.DB, untied, office)
}

const returns = `SELECT body FROM report_returns WHERE office = $1 ORDER BY id`

// Returns implements report.Lists.
func (s Store) Returns(ctx context.Context, office string) ([]report.Return, error) {
	return many[report.Return](ctx, s.DB, returns, office)
}

const watched = `
SELECT office FROM report_returns WHERE active
UNION SELECT office FROM report_demands WHERE state IN ('open', 'approved') ORDER BY office`

// Watched implements report.Lists.
func (s Store) Watched(ctx context.Context) ([]string, error) { return texts(ctx, s.DB, watched) }

func texts(ctx context.Context, db *sqldb.DB, query string, args ...any) ([]string, error) {
	var list []string
	err := db.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var text string
		err := row.Scan(&text)
		list = append(list, text)
		return err
	})
	return list, err
}
