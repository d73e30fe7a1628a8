// Package guidancedb keeps guides in SQL, who received them, and how often their
// topics were asked for.
package guidancedb

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/sqldb"
)

// Recipients tells how applicants can be reached.
type Recipients interface {
	// Recipients gives, for cases of an office, those applicants who can be told
	// something, by the safe way that they chose; cases without one are left out.
	Recipients(ctx context.Context, office string, numbers []string) ([]guidance.Recipient, error)
}

// Store implements guidance.Store and guidance.Counter.
type Store struct {
	DB         *sqldb.DB // migrated
	Recipients Recipients
	Now        func() time.Time
}

const oneEdition = `SELECT edition FROM guide_editions WHERE office = $1`

// Edition implements guidance.Library.
func (s Store) Edition(ctx context.Context, office string) (int64, error) {
	var edition int64
	err := s.DB.Row(ctx, oneEdition, []any{office}, &edition)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return 0, nil
	}
	return edition, err
}

const inForce = `
SELECT body FROM guide_versions WHERE office = $1 AND state = 'approved' ORDER BY guide`

// InForce implements guidance.Library.
func (s Store) InForce(ctx context.Context, office string) ([]guidance.Version, error) {
	return versions(ctx, s.DB, inForce, office)
}

const oneGuide = `SELECT revision FROM guides WHERE office = $1 AND id = $2`

const history = `
SELECT body FROM guide_versions WHERE office = $1 AND guide = $2 ORDER BY version`

// Guide implements guidance.Store.
func (s Store) Guide(ctx context.Context, office, id string) (guidance.Guide, error) {
	g := guidance.Guide{Office: office, ID: id}
	if err := s.DB.Row(ctx, oneGuide, []any{office, id}, &g.Revision); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = fault.New(fault.NotFound, "guidance.missing")
		}
		return guidance.Guide{}, err
	}
	var err error
	g.Versions, err = versions(ctx, s.DB, history, office, id)
	return g, err
}

const lines = `
SELECT body FROM guide_versions
WHERE office = $1 AND state = $2 AND (CAST($3 AS TEXT) = '' OR sort = $3)
  AND (changed < $4 OR changed = $4 AND guide > $5)
ORDER BY changed DESC, guide LIMIT $6`

// Lines implements guidance.Store.
func (s Store) Lines(ctx context.Context, query guidance.Query) ([]guidance.Version, error) {
	changed, guide := "9999", ""
	if at, id, err := guidance.ReadCursor(query.After); err == nil {
		changed, guide = sqldb.Instant(at), id
	}
	return versions(ctx, s.DB, lines, query.Office, string(query.State), string(query.Sort), changed, guide, query.Limit)
}

func versions(ctx context.Context, from sqldb.Querier, query string, args ...any) ([]guidance.Version, error) {
	var all []guidance.Version
	err := from.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var body string
		if err := row.Scan(&body); err != nil {
			return err
		}
		var v guidance.Version
		if err := json.Unmarshal([]byte(body), &v); err != nil {
			return fmt.Errorf("stored guide: %w", err)
		}
		all = append(all, v)
		return nil
	})
	return all, err
}

const uses = `
SELECT version, number, person, name, at, sealed, told FROM guide_uses
WHERE office = $1 AND guide = $2 ORDER BY at DESC, number, version LIMIT $3`

// Uses implements guidance.Store.
func (s Store) Uses(ctx context.Context, office, guide string, most int) ([]guidance.Use, error) {
	return readUses(ctx, s.DB, guidance.Use{Office: office, Guide: guide}, uses, office, guide, most)
}

func readUses(ctx context.Context, from sqldb.Querier, like guidance.Use, query string, args ...any) ([]guidance.Use, error) {
	var all []guidance.Use
	err := from.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		use := like
		var at, told string
		err := row.Scan(&use.Version, &use.Case, &use.By.Person, &use.By.Name, &at, &use.Sealed, &told)
		if err != nil {
			return err
		}
		if use.By.At, err = sqldb.Moment(at); err != nil {
			return err
		}
		use.Told, err = sqldb.Moment(told)
		all = append(all, use)
		return err
	})
	return all, err
}
