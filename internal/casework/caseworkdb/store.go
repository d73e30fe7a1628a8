// Package caseworkdb keeps cases, their timelines, drafts and figures.
package caseworkdb

import (
	"context"
	"encoding/json"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/sqldb"
)

// Store implements the stores of package casework.
type Store struct{ DB *sqldb.DB }

const selectCase = `
SELECT office, number, service, service_version, service_name, application, channel, post, status, outcome, sentence,
       received, promise_kind, promise_count, promise_date, due, pauses, missing, rounds, first_reply, closed, revision, handling
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
                   first_reply, closed, revision, handling, name, mobile, kind, topic, sealed, stage, wake, referred,
                   merged, incident, took, words)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24,
        $25, $26, $27, $28, $29, $30, $31, $32, $33, $34, $35)`

const updateCase = `
UPDATE cases SET post = $3, status = $4, outcome = $5, sentence = $6, due = $7, pauses = $8, missing = $9, rounds = $10,
                 first_reply = $11, closed = $12, revision = $13, handling = $14, stage = $15, wake = $16,
                 referred = $17, merged = $18, incident = $19, took = $20, before = $21
WHERE office = $1 AND number = $2 AND revision = $22`

// Apply writes the case as it stands after an act, with the act, its ledger entry,
// its notices and its files, in one transaction.
func (s Store) Apply(ctx context.Context, change casework.Change) error {
	r, err := fromCase(change.Case)
	if err != nil {
		return err
	}
	before, err := beforeColumn(change.Before)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if err := claim(ctx, tx, change); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, updateCase, r.office, r.number, r.post, r.status, r.outcome, r.sentence, r.due, r.pauses,
			r.missing, r.rounds, r.firstReply, r.closed, r.revision, r.handling, r.stage, r.wake, r.referred, r.merged,
			r.incident, r.took, before, r.revision-len(change.Acts))
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, casework.ChangedMeanwhile)
		}
		if err := noticedb.Unsay(ctx, tx, r.office, change.Unsaid); err != nil {
			return err
		}
		if err := writeTasks(ctx, tx, change.Case); err != nil {
			return err
		}
		if err := writeOrders(ctx, tx, change); err != nil {
			return err
		}
		if err := widen(ctx, tx, change); err != nil {
			return err
		}
		if err := registerdb.Count(ctx, tx, change); err != nil {
			return err
		}
		if err := giveOut(ctx, tx, change); err != nil {
			return err
		}
		return writeActs(ctx, tx, change)
	})
}

// giveOut records the approved texts that the applicant receives, and forgets those
// of an act that is taken back. One that is not in force any more is refused, and the
// act with it.
func giveOut(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	if act := change.Undone; act != nil {
		use := guidance.Use{
			Office: change.Case.Office, Case: change.Case.Number,
			By: guidance.Signature{Person: act.Actor.Person, Name: act.Actor.Name, At: act.At},
		}
		if err := guidancedb.Forget(ctx, tx, use); err != nil {
			return err
		}
	}
	for _, given := range change.Given {
		act := change.Acts[len(change.Acts)-1]
		use := guidance.Use{
			Office: change.Case.Office, Guide: given.Guide, Version: given.Version, Case: change.Case.Number, Sealed: change.Case.Sealed,
			By: guidance.Signature{Person: act.Actor.Person, Name: act.Actor.Name, At: act.At},
		}
		if err := guidancedb.Record(ctx, tx, use); err != nil {
			return err
		}
	}
	return nil
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
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) (err error) {
		number, err = submit(ctx, tx, submission{key, change, r})
		return err
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
INSERT INTO case_acts (office, number, place, deed, post, person, actor, at, public, words, due, salt, text_key, files, digest)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15)`

const insertEvidence = `
INSERT INTO case_evidence (office, id, number, paper, name, type, hash, size, state, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`

func writeActs(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	for _, a := range change.Acts {
		files, err := json.Marshal(a.Files)
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, insertAct, a.Office, a.Number, a.Place, string(a.Deed), a.Actor.Post, a.Actor.Person,
			a.Actor.Name, sqldb.Instant(a.At), a.Public, a.Text, sqldb.Instant(a.Due), a.Salt, a.Key,
			string(files), a.Digest); err != nil {
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
