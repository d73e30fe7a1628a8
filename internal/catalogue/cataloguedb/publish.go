package cataloguedb

import (
	"context"
	"fmt"

	"dorgora/internal/catalogue"
	"dorgora/internal/sqldb"
)

// nextNumber takes the head row: the lock is the queue.
const nextNumber = `
INSERT INTO charter_heads (office, last) VALUES ($1, 1)
ON CONFLICT (office) DO UPDATE SET last = charter_heads.last + 1
RETURNING last`

const addVersion = `
INSERT INTO charter_versions (office, number, charter, completions, service_keys, services, source_name, source_hash, effective, published, made_by)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

const addService = `
INSERT INTO services (office, version, place, key, slug, service) VALUES ($1, $2, $3, $4, $5, $6)`

// Publish stores the edition that decide gives as the next version, and ends the
// draft, in one transaction.
func (s Store) Publish(ctx context.Context, draft catalogue.Draft, decide func(*catalogue.Version) (catalogue.Edition, error)) (catalogue.Edition, error) {
	var edition catalogue.Edition
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var number int
		if err := tx.Row(ctx, nextNumber, []any{draft.Office}, &number); err != nil {
			return err
		}
		if err := stale(tx.Exec(ctx, removeDraft, draft.Office, draft.ID, draft.Revision)); err != nil {
			return err
		}
		previous, err := before(ctx, tx, draft.Office, number)
		if err != nil {
			return err
		}
		if edition, err = decide(previous); err != nil {
			return err
		}
		if edition.Version.Number != number {
			return fmt.Errorf("catalogue: version %d decided, %d is next", edition.Version.Number, number)
		}
		return write(ctx, tx, edition)
	})
	return edition, err
}

func before(ctx context.Context, tx *sqldb.Tx, office string, number int) (*catalogue.Version, error) {
	if number == 1 {
		return nil, nil
	}
	previous, err := readVersion(ctx, tx, office, number-1)
	return &previous, err
}

func write(ctx context.Context, tx *sqldb.Tx, edition catalogue.Edition) error {
	v := edition.Version
	texts, err := encode(v.Charter, v.Completions, serviceKeys{v.Keys, v.Retired})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, addVersion, v.Office, v.Number, texts[0], texts[1], texts[2], len(edition.Services),
		v.Source.Name, v.Source.Hash, sqldb.Instant(v.Effective), sqldb.Instant(v.Published), v.By)
	if err != nil {
		return err
	}
	for i, one := range edition.Services {
		text, err := encode(one)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, addService, v.Office, v.Number, i, one.Key, one.Slug, text[0]); err != nil {
			return err
		}
	}
	return nil
}
