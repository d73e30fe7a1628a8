// Package caseworkdb keeps cases, their timelines, drafts and figures.
package caseworkdb

import (
	"context"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
)

// Store implements the stores of package casework.
type Store struct{ DB *sqldb.DB }

const selectCase = `
SELECT office, number, service, service_version, service_name, application, channel, post, status, outcome, sentence,
       received, promise_kind, promise_count, promise_date, due, pauses, missing, rounds, first_reply, closed, revision
FROM cases WHERE office = $1 AND number = $2`

// Case returns one case of an office.
func (s Store) Case(ctx context.Context, office, number string) (casework.Case, error) {
	var r record
	err := s.DB.Row(ctx, selectCase, []any{office, number}, r.fields()...)
	if err != nil {
		return casework.Case{}, err
	}
	return r.toCase()
}

const officeOf = `SELECT office FROM cases WHERE number = $1`

// OfficeOf returns the office that handles the case with the number.
func (s Store) OfficeOf(ctx context.Context, number string) (office string, err error) {
	err = s.DB.Row(ctx, officeOf, []any{number}, &office)
	return office, err
}

const numberOf = `SELECT number FROM submissions WHERE office = $1 AND key = $2`

// Submitted returns the number of the case that was received under a key.
func (s Store) Submitted(ctx context.Context, office, key string) (number string, err error) {
	err = s.DB.Row(ctx, numberOf, []any{office, key}, &number)
	return number, err
}

const insertCase = `
INSERT INTO cases (office, number, service, service_version, service_name, application, channel, post, status, outcome,
                   sentence, received, promise_kind, promise_count, promise_date, due, pauses, missing, rounds,
                   first_reply, closed, revision, name, mobile, words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25)`

const updateCase = `
UPDATE cases SET post = $3, status = $4, outcome = $5, sentence = $6, due = $7, pauses = $8, missing = $9, rounds = $10,
                 first_reply = $11, closed = $12, revision = $13
WHERE office = $1 AND number = $2 AND revision = $13 - 1`

// Apply writes the case as it stands after an act, with the act, its ledger entry,
// its notices and its files, in one transaction.
func (s Store) Apply(ctx context.Context, change casework.Change) error {
	r, err := fromCase(change.Case)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, updateCase, r.office, r.number, r.post, r.status, r.outcome, r.sentence, r.due, r.pauses,
			r.missing, r.rounds, r.firstReply, r.closed, r.revision)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, casework.ChangedMeanwhile)
		}
		return writeActs(ctx, tx, change)
	})
}

const claimKey = `
INSERT INTO submissions (office, key, content, number) VALUES ($1, $2, $3, $4)
ON CONFLICT (office, key) DO NOTHING`

const readKey = `SELECT content, number FROM submissions WHERE office = $1 AND key = $2`

// Submit writes a new case once per key.
func (s Store) Submit(ctx context.Context, key casework.Key, change casework.Change) (string, error) {
	r, err := fromCase(change.Case)
	if err != nil {
		return "", err
	}
	number := r.number
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		number = r.number
		claimed, err := tx.Exec(ctx, claimKey, r.office, key.Value, key.Content, r.number)
		if err != nil {
			return err
		}
		if claimed == 0 {
			return repeated(ctx, tx, key, r.office, &number)
		}
		if _, err := tx.Exec(ctx, insertCase, append(r.values(), r.name, r.mobile, r.words)...); err != nil {
			return numberTaken(err)
		}
		return writeActs(ctx, tx, change)
	})
	return number, err
}

// repeated answers a key that was used before: the first number when the content
// is the same, a conflict otherwise.
func repeated(ctx context.Context, tx *sqldb.Tx, key casework.Key, office string, number *string) error {
	var content string
	if err := tx.Row(ctx, readKey, []any{office, key.Value}, &content, number); err != nil {
		return err
	}
	if content != key.Content {
		*number = ""
		return fault.New(fault.Conflict, "casework.key.reused")
	}
	return nil
}

func numberTaken(err error) error {
	if fault.KindOf(err) == fault.Conflict {
		return fault.Wrap(fault.Conflict, casework.NumberTaken, err)
	}
	return err
}

const insertAct = `
INSERT INTO case_acts (office, number, place, deed, post, person, actor, at, public, words, due, salt)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)`

const insertEvidence = `
INSERT INTO case_evidence (office, id, number, paper, name, type, hash, size, state, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

func writeActs(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	for _, a := range change.Acts {
		if _, err := tx.Exec(ctx, insertAct, a.Office, a.Number, a.Place, string(a.Deed), a.Actor.Post, a.Actor.Person,
			a.Actor.Name, sqldb.Instant(a.At), a.Public, a.Text, sqldb.Instant(a.Due), a.Salt); err != nil {
			return err
		}
	}
	for _, e := range change.Evidence {
		if _, err := tx.Exec(ctx, insertEvidence, e.Office, e.ID, e.Case, e.Paper, e.Name, e.Type, e.Hash, e.Size,
			string(e.State), sqldb.Instant(e.At)); err != nil {
			return err
		}
	}
	if err := ledgerdb.Append(ctx, tx, change.Entries); err != nil {
		return err
	}
	return noticedb.Enqueue(ctx, tx, change.Notices)
}

// searchWords is what the officer's search looks through: folded, so that
// spelling slips and either digit set find the case.
func searchWords(c casework.Case) string {
	a := c.Application
	local := strings.Replace(a.Mobile, "+88", "", 1)
	return " " + bangla.Fold(strings.Join([]string{c.Number, local, a.Name, a.Body, a.Memo, c.Service.Name, a.Need, a.Union, a.Helper}, " ")) + " " +
		strconv.Itoa(a.Devices)
}
