package cataloguedb

import (
	"context"
	"fmt"

	"dorgora/internal/catalogue"
	"dorgora/internal/sqldb"
)

const oneDraft = `
SELECT charter, completions, converted, source_name, source_hash, made_by, created, revision
FROM charter_drafts WHERE office = $1 AND id = $2`

// Draft gives one draft.
func (s Store) Draft(ctx context.Context, office, id string) (catalogue.Draft, error) {
	d := catalogue.Draft{Office: office, ID: id}
	var charter, completions, converted, created string
	err := s.DB.Row(ctx, oneDraft, []any{office, id},
		&charter, &completions, &converted, &d.Source.Name, &d.Source.Hash, &d.By, &created, &d.Revision)
	if err != nil {
		return catalogue.Draft{}, missing(err, "catalogue.draft.missing")
	}
	if err := decode(charter, &d.Charter, completions, &d.Completions, converted, &d.Converted); err != nil {
		return catalogue.Draft{}, fmt.Errorf("draft %s of %s: %w", id, office, err)
	}
	return d, parseTimes(created, &d.Created)
}

const openDrafts = `
SELECT id, source_name, source_hash, services, filled, made_by, created, revision
FROM charter_drafts WHERE office = $1 ORDER BY created DESC, id`

// Open lists the drafts of an office, the newest first.
func (s Store) Open(ctx context.Context, office string) ([]catalogue.DraftLine, error) {
	var list []catalogue.DraftLine
	err := s.DB.Rows(ctx, openDrafts, []any{office}, func(row sqldb.Scanner) error {
		var d catalogue.DraftLine
		var created string
		err := row.Scan(&d.ID, &d.Source.Name, &d.Source.Hash, &d.Services, &d.Filled, &d.By, &created, &d.Revision)
		if err != nil {
			return err
		}
		list = append(list, d)
		return parseTimes(created, &list[len(list)-1].Created)
	})
	return list, err
}

const addDraft = `
INSERT INTO charter_drafts (office, id, charter, completions, services, filled, converted, source_name, source_hash, made_by, created, revision)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

// Add keeps a new draft.
func (s Store) Add(ctx context.Context, d catalogue.Draft) error {
	texts, err := encode(d.Charter, d.Completions, d.Converted)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, addDraft, d.Office, d.ID, texts[0], texts[1], len(d.Charter.Services),
			len(d.Completions), texts[2], d.Source.Name, d.Source.Hash, d.By, sqldb.Instant(d.Created), d.Revision)
		return err
	})
}

const saveDraft = `
UPDATE charter_drafts SET completions = $3, filled = $4, revision = $5
WHERE office = $1 AND id = $2 AND revision = $6`

// Save replaces the completions of a draft that stands at the revision before.
func (s Store) Save(ctx context.Context, d catalogue.Draft) error {
	texts, err := encode(d.Completions)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, saveDraft, d.Office, d.ID, texts[0], len(d.Completions), d.Revision, d.Revision-1)
		return stale(n, err)
	})
}

const removeDraft = `DELETE FROM charter_drafts WHERE office = $1 AND id = $2 AND revision = $3`

// Remove forgets a draft of that revision.
func (s Store) Remove(ctx context.Context, office, id string, revision int) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, removeDraft, office, id, revision)
		return stale(n, err)
	})
}

// stale turns an act that met no row into its fault.
func stale(rows int64, err error) error {
	if err == nil && rows == 0 {
		return catalogue.Stale()
	}
	return err
}

const seenDraft = `
SELECT id FROM charter_drafts WHERE office = $1 AND source_hash = $2 ORDER BY created DESC, id LIMIT 1`

const seenVersion = `
SELECT number FROM charter_versions WHERE office = $1 AND source_hash = $2 ORDER BY number DESC LIMIT 1`

// Seen tells where the same file was used before.
func (s Store) Seen(ctx context.Context, office, hash string) (catalogue.Seen, error) {
	var seen catalogue.Seen
	err := s.DB.Rows(ctx, seenDraft, []any{office, hash}, func(row sqldb.Scanner) error { return row.Scan(&seen.Draft) })
	if err != nil {
		return catalogue.Seen{}, err
	}
	err = s.DB.Rows(ctx, seenVersion, []any{office, hash}, func(row sqldb.Scanner) error { return row.Scan(&seen.Version) })
	return seen, err
}

const sourceHashes = `
SELECT source_hash FROM charter_drafts UNION SELECT source_hash FROM charter_versions ORDER BY source_hash`

// SourceFiles returns the hashes of the files from which charters and drafts of all
// offices came.
func (s Store) SourceFiles(ctx context.Context) (map[string]bool, error) {
	hashes := map[string]bool{}
	err := s.DB.Rows(ctx, sourceHashes, nil, func(row sqldb.Scanner) error {
		var hash string
		err := row.Scan(&hash)
		hashes[hash] = true
		return err
	})
	return hashes, err
}
