// Package cataloguedb keeps charters, drafts and live services in SQL.
package cataloguedb

import (
	"context"
	"encoding/json"
	"fmt"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// Store is the SQL store of the catalogue. It implements catalogue.Versions,
// catalogue.Drafts and catalogue.Printer.
type Store struct {
	DB    *sqldb.DB // migrated
	edges *sqldb.Memory[string, []edge]
	rows  *sqldb.Memory[rowName, catalogue.Service]
}

// New returns the store on a migrated database. It keeps in memory when each
// version of an office takes effect, and the services read one by one.
func New(db *sqldb.DB) Store {
	return Store{
		DB: db, edges: sqldb.NewMemory[string, []edge](db, mostKept, "charter_versions"),
		rows: sqldb.NewMemory[rowName, catalogue.Service](db, mostRows, "services"),
	}
}

// The bounds of what is kept in memory: offices, and services of some 5 KB each.
const (
	mostKept = 2000
	mostRows = 1000
)

// rowName names one row of a version.
type rowName struct {
	office string
	number int
	slug   string
}

// edge is when a version takes effect.
type edge struct {
	number    int
	effective string
}

const allEdges = `
SELECT number, effective FROM charter_versions
WHERE office = $1 ORDER BY effective DESC, number DESC`

// InForce gives the number of the version in force at the instant.
func (s Store) InForce(ctx context.Context, office string, at time.Time) (int, error) {
	all, err := s.edgesOf(ctx, office)
	if err != nil {
		return 0, err
	}
	instant := sqldb.Instant(at)
	for _, one := range all {
		if one.effective <= instant {
			return one.number, nil
		}
	}
	return 0, fault.New(fault.NotFound, "record.missing")
}

// edgesOf lists the versions of an office, the last one to take effect first.
func (s Store) edgesOf(ctx context.Context, office string) ([]edge, error) {
	read := func() ([]edge, error) {
		var all []edge
		err := s.DB.Rows(ctx, allEdges, []any{office}, func(row sqldb.Scanner) error {
			var one edge
			err := row.Scan(&one.number, &one.effective)
			all = append(all, one)
			return err
		})
		return all, err
	}
	if s.edges == nil {
		return read()
	}
	return s.edges.Get(office, read)
}

const oneVersion = `
SELECT charter, completions, service_keys, source_name, source_hash, effective, published, made_by
FROM charter_versions WHERE office = $1 AND number = $2`

// Version gives one version of an office.
func (s Store) Version(ctx context.Context, office string, number int) (catalogue.Version, error) {
	return readVersion(ctx, s.DB, office, number)
}

func readVersion(ctx context.Context, from sqldb.Querier, office string, number int) (catalogue.Version, error) {
	v := catalogue.Version{Office: office, Number: number}
	var charter, completions, keys, effective, published string
	err := from.Row(ctx, oneVersion, []any{office, number},
		&charter, &completions, &keys, &v.Source.Name, &v.Source.Hash, &effective, &published, &v.By)
	if err != nil {
		return catalogue.Version{}, missing(err, "catalogue.version.missing")
	}
	var all serviceKeys
	if err := decode(charter, &v.Charter, completions, &v.Completions, keys, &all); err != nil {
		return catalogue.Version{}, fmt.Errorf("version %d of %s: %w", number, office, err)
	}
	v.Keys, v.Retired = all.Rows, all.Retired
	return v, parseTimes(effective, &v.Effective, published, &v.Published)
}

// serviceKeys is the JSON of a version's keys.
type serviceKeys struct {
	Rows    []string `json:"rows"`
	Retired []string `json:"retired"`
}

const oneService = `
SELECT service FROM services WHERE office = $1 AND version = $2 AND (slug = $3 OR key = $4) ORDER BY place LIMIT 1`

// Service gives one row of a version, found as catalogue.Offer finds it.
func (s Store) Service(ctx context.Context, office string, number int, slug string) (catalogue.Service, error) {
	read := func() (catalogue.Service, error) { return s.readService(ctx, rowName{office, number, slug}) }
	if s.rows == nil {
		return read()
	}
	return s.rows.Get(rowName{office, number, slug}, read)
}

func (s Store) readService(ctx context.Context, row rowName) (catalogue.Service, error) {
	var one catalogue.Service
	var text string
	err := s.DB.Row(ctx, oneService, []any{row.office, row.number, row.slug, catalogue.KeyOf(row.slug)}, &text)
	if err != nil {
		return one, missing(err, "catalogue.service.missing")
	}
	if err := decode(text, &one); err != nil {
		return one, fmt.Errorf("service of version %d of %s: %w", row.number, row.office, err)
	}
	return one, nil
}

const servicesOf = `
SELECT service FROM services WHERE office = $1 AND version = $2 ORDER BY place`

// Services gives the rows of one version in printed order.
func (s Store) Services(ctx context.Context, office string, number int) ([]catalogue.Service, error) {
	var list []catalogue.Service
	err := s.DB.Rows(ctx, servicesOf, []any{office, number}, func(row sqldb.Scanner) error {
		var text string
		if err := row.Scan(&text); err != nil {
			return err
		}
		var one catalogue.Service
		if err := decode(text, &one); err != nil {
			return fmt.Errorf("service of version %d of %s: %w", number, office, err)
		}
		list = append(list, one)
		return nil
	})
	return list, err
}

const history = `
SELECT number, services, source_name, source_hash, effective, published, made_by
FROM charter_versions WHERE office = $1 ORDER BY number DESC`

// History lists the versions of an office, the newest first.
func (s Store) History(ctx context.Context, office string) ([]catalogue.Edge, error) {
	var list []catalogue.Edge
	err := s.DB.Rows(ctx, history, []any{office}, func(row sqldb.Scanner) error {
		var e catalogue.Edge
		var effective, published string
		err := row.Scan(&e.Number, &e.Services, &e.Source.Name, &e.Source.Hash, &effective, &published, &e.By)
		if err != nil {
			return err
		}
		list = append(list, e)
		return parseTimes(effective, &list[len(list)-1].Effective, published, &list[len(list)-1].Published)
	})
	return list, err
}

const withCharter = `
SELECT DISTINCT office FROM charter_versions WHERE effective <= $1 ORDER BY office`

// Offices lists the offices that have a version in force at the instant.
func (s Store) Offices(ctx context.Context, at time.Time) ([]string, error) {
	var list []string
	err := s.DB.Rows(ctx, withCharter, []any{sqldb.Instant(at)}, func(row sqldb.Scanner) error {
		var office string
		if err := row.Scan(&office); err != nil {
			return err
		}
		list = append(list, office)
		return nil
	})
	return list, err
}

// parseTimes reads pairs of text and *time.Time.
func parseTimes(pairs ...any) error {
	for i := 0; i < len(pairs); i += 2 {
		t, err := sqldb.Moment(pairs[i].(string))
		if err != nil {
			return err
		}
		*pairs[i+1].(*time.Time) = t
	}
	return nil
}

// decode reads pairs of JSON text and target.
func decode(pairs ...any) error {
	for i := 0; i < len(pairs); i += 2 {
		if err := json.Unmarshal([]byte(pairs[i].(string)), pairs[i+1]); err != nil {
			return err
		}
	}
	return nil
}

// encode writes values as JSON texts.
func encode(values ...any) ([]string, error) {
	texts := make([]string, len(values))
	for i, one := range values {
		text, err := json.Marshal(one)
		if err != nil {
			return nil, err
		}
		texts[i] = string(text)
	}
	return texts, nil
}

// missing gives a row that is not there its own message.
func missing(err error, message string) error {
	if fault.KindOf(err) == fault.NotFound {
		return fault.New(fault.NotFound, message)
	}
	return err
}
