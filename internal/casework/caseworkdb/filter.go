package caseworkdb

import (
	"context"
	"encoding/json"
	"fmt"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// asked is a saved filter as its column holds it.
type asked struct {
	Mine  bool           `json:"mine,omitempty"`
	Query casework.Query `json:"query"`
}

const selectFilters = `
SELECT filter, name, query, created FROM filters WHERE office = $1 AND person = $2 ORDER BY created, filter`

// Filters returns the saved filters of one person in one office, by age.
func (s Store) Filters(ctx context.Context, office, person string) ([]casework.Filter, error) {
	var list []casework.Filter
	err := s.DB.Rows(ctx, selectFilters, []any{office, person}, func(row sqldb.Scanner) error {
		f := casework.Filter{Office: office, Person: person}
		var query, created string
		if err := row.Scan(&f.ID, &f.Name, &query, &created); err != nil {
			return err
		}
		var saved asked
		if err := json.Unmarshal([]byte(query), &saved); err != nil {
			return fmt.Errorf("filter %s: %w", f.ID, err)
		}
		f.Mine, f.Query = saved.Mine, saved.Query
		var err error
		f.Created, err = moment(created)
		list = append(list, f)
		return err
	})
	return list, err
}

const (
	countFilters = `SELECT count(*) FROM filters WHERE office = $1 AND person = $2`
	insertFilter = `
INSERT INTO filters (office, person, filter, name, query, created) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (office, person, name) DO NOTHING`
)

// SaveFilter keeps a new filter, once when it is sent twice. A name that the person
// uses for another already, or one filter too many, is a Conflict.
func (s Store) SaveFilter(ctx context.Context, f casework.Filter) error {
	query, err := json.Marshal(asked{f.Mine, f.Query})
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var n int
		if err := tx.Row(ctx, countFilters, []any{f.Office, f.Person}, &n); err != nil {
			return err
		}
		if n >= casework.FilterLimit {
			return fault.New(fault.Conflict, "casework.filter.many", "limit", casework.FilterLimit)
		}
		kept, err := tx.Exec(ctx, insertFilter, f.Office, f.Person, f.ID, f.Name, string(query), sqldb.Instant(f.Created))
		if err == nil && kept == 0 {
			return sameFilter(ctx, tx, f)
		}
		return err
	})
}

const filterNamed = `SELECT filter FROM filters WHERE office = $1 AND person = $2 AND name = $3`

// sameFilter tells a filter that is sent twice from a name that is taken.
func sameFilter(ctx context.Context, tx *sqldb.Tx, f casework.Filter) error {
	var id string
	err := tx.Row(ctx, filterNamed, []any{f.Office, f.Person, f.Name}, &id)
	if err == nil && id != f.ID {
		err = fault.New(fault.Conflict, "casework.filter.known")
	}
	return err
}

const deleteFilter = `DELETE FROM filters WHERE office = $1 AND person = $2 AND filter = $3`

// DropFilter deletes a saved filter; NotFound when the person has no such filter.
func (s Store) DropFilter(ctx context.Context, office, person, id string) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, deleteFilter, office, person, id)
		if err == nil && n == 0 {
			return fault.New(fault.NotFound, "casework.filter.missing")
		}
		return err
	})
}
