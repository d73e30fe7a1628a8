package letterdb

import (
	"context"
	"encoding/json"

	"dorgora/internal/letter"
	"dorgora/internal/sqldb"
)

const (
	selectScans  = `SELECT body FROM letters WHERE body LIKE '%"scans":%'`
	selectProofs = `SELECT body FROM outgoing_letters WHERE body LIKE '%"scans":%'`
)

// Held are the hashes of the scans of all letters and of the proofs of dispatch: they
// are kept as long as the diary is.
func (s Store) Held(ctx context.Context) (map[string]bool, error) {
	held := map[string]bool{}
	hold := func(scans []letter.Scan) {
		for _, one := range scans {
			held[one.Hash] = true
		}
	}
	err := s.bodies(ctx, selectScans, func(text string) error {
		var l letter.Letter
		err := json.Unmarshal([]byte(text), &l)
		hold(l.Scans)
		return err
	})
	if err != nil {
		return nil, err
	}
	return held, s.bodies(ctx, selectProofs, func(text string) error {
		var o letter.Outgoing
		err := json.Unmarshal([]byte(text), &o)
		for _, proof := range o.Proofs {
			hold(proof.Scans)
		}
		return err
	})
}

func (s Store) bodies(ctx context.Context, query string, read func(text string) error) error {
	return s.DB.Rows(ctx, query, nil, func(row sqldb.Scanner) error {
		var text string
		if err := row.Scan(&text); err != nil {
			return err
		}
		return read(text)
	})
}
