// Package letterdb keeps the diary, files, letters and registers of offices in SQL.
package letterdb

import (
	"context"
	"encoding/json"

	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/sqldb"
)

// Store implements letter.Store, letter.Shelves and letter.Papers.
type Store struct{ DB *sqldb.DB }

// reader reads rows, within a transaction or without.
type reader interface {
	Row(ctx context.Context, query string, args []any, dest ...any) error
	Rows(ctx context.Context, query string, args []any, scan func(sqldb.Scanner) error) error
}

const (
	oneLetter   = `SELECT body FROM letters WHERE office = $1 AND year = $2 AND serial = $3`
	oneOutgoing = `SELECT body FROM outgoing_letters WHERE office = $1 AND id = $2`
	oneFile     = `SELECT body FROM letter_files WHERE office = $1 AND id = $2`
	letterOfKey = `SELECT body FROM letters WHERE office = $1 AND key = $2`
	allSettings = `SELECT body FROM letter_settings WHERE office = $1 ORDER BY since`
)

// Letter implements letter.Store.
func (s Store) Letter(ctx context.Context, office, id string) (letter.Letter, error) {
	year, serial, ok := letter.ParseID(id)
	if !ok {
		return letter.Letter{}, fault.New(fault.NotFound, "letter.missing")
	}
	return one[letter.Letter](ctx, s.DB, oneLetter, office, year, serial)
}

// Outgoing implements letter.Store.
func (s Store) Outgoing(ctx context.Context, office, id string) (letter.Outgoing, error) {
	return one[letter.Outgoing](ctx, s.DB, oneOutgoing, office, id)
}

// File implements letter.Store.
func (s Store) File(ctx context.Context, office, id string) (letter.File, error) {
	return one[letter.File](ctx, s.DB, oneFile, office, id)
}

// Settings implements letter.Store.
func (s Store) Settings(ctx context.Context, office string) ([]letter.Settings, error) {
	return list[letter.Settings](ctx, s.DB, allSettings, office)
}

// one reads a body.
func one[T any](ctx context.Context, from reader, query string, args ...any) (T, error) {
	var value T
	var body string
	err := from.Row(ctx, query, args, &body)
	switch {
	case fault.KindOf(err) == fault.NotFound && err != nil:
		return value, fault.New(fault.NotFound, "letter.missing")
	case err != nil:
		return value, err
	}
	return value, json.Unmarshal([]byte(body), &value)
}

// list reads bodies.
func list[T any](ctx context.Context, from reader, query string, args ...any) ([]T, error) {
	var all []T
	err := from.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var body string
		if err := row.Scan(&body); err != nil {
			return err
		}
		var value T
		err := json.Unmarshal([]byte(body), &value)
		all = append(all, value)
		return err
	})
	return all, err
}
