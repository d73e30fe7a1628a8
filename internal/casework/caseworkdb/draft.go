package caseworkdb

import (
	"context"
	"encoding/json"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

// Draft returns an unfinished application.
func (s Store) Draft(ctx context.Context, office, id string) (casework.Draft, error) {
	var body string
	var d casework.Draft
	if err := s.DB.Row(ctx, `SELECT body FROM drafts WHERE office = $1 AND id = $2`, []any{office, id}, &body); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return d, fault.Wrap(fault.NotFound, "casework.draft.expired", err)
		}
		return d, err
	}
	return d, json.Unmarshal([]byte(body), &d)
}

const (
	takeDraft = `
INSERT INTO drafts (office, id, body, created) VALUES ($1, $2, '', $3)
ON CONFLICT (office, id) DO UPDATE SET id = excluded.id
RETURNING body`
	putDraft = `UPDATE drafts SET body = $3 WHERE office = $1 AND id = $2`
)

// SaveDraft writes an unfinished application, new or changed. The row is taken
// before its revision is read, so that of two who change it at once one is stale.
func (s Store) SaveDraft(ctx context.Context, d casework.Draft) error {
	body, err := json.Marshal(d)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		stored := ""
		if err := tx.Row(ctx, takeDraft, []any{d.Office, d.ID, sqldb.Instant(d.Created)}, &stored); err != nil {
			return err
		}
		if stored != "" {
			var before struct{ Revision int }
			if err := json.Unmarshal([]byte(stored), &before); err != nil {
				return err
			}
			if before.Revision != d.Revision-1 {
				return fault.New(fault.Conflict, casework.ChangedMeanwhile)
			}
		}
		_, err := tx.Exec(ctx, putDraft, d.Office, d.ID, string(body))
		return err
	})
}

// DropDrafts deletes applications begun before the moment and never submitted, and
// the links of those that were.
func (s Store) DropDrafts(ctx context.Context, before time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `DELETE FROM drafts WHERE created < $1`, sqldb.Instant(before))
		return err
	})
}

const selectTimeline = `
SELECT place, deed, post, person, actor, at, public, words, due, salt, text_key, files, digest
FROM case_acts WHERE office = $1 AND number = $2 ORDER BY place`

// Timeline returns the acts of a case, first to last.
func (s Store) Timeline(ctx context.Context, office, number string) ([]casework.Act, error) {
	var list []casework.Act
	err := s.DB.Rows(ctx, selectTimeline, []any{office, number}, func(row sqldb.Scanner) error {
		a := casework.Act{Office: office, Number: number}
		var at, due, files string
		err := row.Scan(&a.Place, &a.Deed, &a.Actor.Post, &a.Actor.Person, &a.Actor.Name, &at, &a.Public, &a.Text, &due, &a.Salt,
			&a.Key, &files, &a.Digest)
		if err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(files), &a.Files); err != nil {
			return err
		}
		if a.At, err = moment(at); err != nil {
			return err
		}
		a.Due, err = moment(due)
		list = append(list, a)
		return err
	})
	return list, err
}

const selectEvidence = `
SELECT id, paper, name, type, hash, size, state, at
FROM case_evidence WHERE office = $1 AND number = $2 ORDER BY at, id`

// Evidence returns the files handed in with a case.
func (s Store) Evidence(ctx context.Context, office, number string) ([]document.Evidence, error) {
	var list []document.Evidence
	err := s.DB.Rows(ctx, selectEvidence, []any{office, number}, func(row sqldb.Scanner) error {
		e, at := document.Evidence{Office: office, Case: number}, ""
		err := row.Scan(&e.ID, &e.Paper, &e.Name, &e.Type, &e.Hash, &e.Size, &e.State, &at)
		if err != nil {
			return err
		}
		e.At, err = moment(at)
		list = append(list, e)
		return err
	})
	return list, err
}

const selectMisses = `SELECT count, locked FROM case_misses WHERE office = $1 AND number = $2`

// Misses returns how often a wrong code was tried on a case.
func (s Store) Misses(ctx context.Context, office, number string) (casework.Misses, error) {
	m, locked := casework.Misses{Office: office, Number: number}, ""
	err := s.DB.Row(ctx, selectMisses, []any{office, number}, &m.Count, &locked)
	if fault.KindOf(err) == fault.NotFound {
		return m, nil
	}
	if err == nil {
		m.Locked, err = moment(locked)
	}
	return m, err
}

const (
	takeMisses = `
INSERT INTO case_misses (office, number, count, locked) VALUES ($1, $2, 0, '')
ON CONFLICT (office, number) DO UPDATE SET number = excluded.number
RETURNING count, locked`
	putMisses = `UPDATE case_misses SET count = $3, locked = $4 WHERE office = $1 AND number = $2`
)

// Try changes how often a wrong code was tried. The row is taken before it is read,
// so that tries on one case queue.
func (s Store) Try(ctx context.Context, office, number string, next func(casework.Misses) casework.Misses) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		m, locked := casework.Misses{Office: office, Number: number}, ""
		if err := tx.Row(ctx, takeMisses, []any{office, number}, &m.Count, &locked); err != nil {
			return err
		}
		var err error
		if m.Locked, err = moment(locked); err != nil {
			return err
		}
		m = next(m)
		_, err = tx.Exec(ctx, putMisses, office, number, m.Count, sqldb.Instant(m.Locked))
		return err
	})
}
