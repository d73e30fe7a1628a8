package guidancedb

import (
	"context"
	"encoding/json"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/sqldb"
)

const (
	// countUse takes the row of the version first: an act that ends the version waits
	// for it, or has already ended it and then nothing may be given out.
	countUse = `
UPDATE guide_versions SET uses = uses + 1
WHERE office = $1 AND guide = $2 AND version = $3 AND state = 'approved' RETURNING body`

	addUse = `
INSERT INTO guide_uses (office, guide, version, number, person, name, at, sealed, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, '')
ON CONFLICT (office, guide, version, number) DO NOTHING`

	countTopic = `
INSERT INTO guide_asked (office, month, fold, topic, count) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (office, month, fold) DO UPDATE SET count = guide_asked.count + 1, topic = excluded.topic`
)

// Record notes, inside the transaction of the reply, that a guide was given to the
// applicant of a case; the same version to the same case counts once. A version
// that is not in force is Conflict "guidance.over": the reply must not leave.
func Record(ctx context.Context, tx *sqldb.Tx, use guidance.Use) error {
	var body string
	if err := tx.Row(ctx, countUse, []any{use.Office, use.Guide, use.Version}, &body); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			err = fault.New(fault.Conflict, "guidance.over")
		}
		return err
	}
	var v guidance.Version
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return err
	}
	n, err := tx.Exec(ctx, addUse, use.Office, use.Guide, use.Version, use.Case, use.By.Person, use.By.Name, sqldb.Instant(use.By.At), use.Sealed)
	if err != nil || n == 0 || !v.Public {
		return err
	}
	return count(ctx, tx, use.Office, guidance.Asked{Topic: v.Topic}, guidance.MonthOf(use.By.At))
}

func count(ctx context.Context, tx *sqldb.Tx, office string, asked guidance.Asked, month string) error {
	_, err := tx.Exec(ctx, countTopic, office, month, bangla.Fold(asked.Topic), asked.Topic)
	return err
}

// Pick implements guidance.Counter. What is not shown to everybody is NotFound.
func (s Store) Pick(ctx context.Context, office, guide string) error {
	g, err := s.Guide(ctx, office, guide)
	if err != nil {
		return err
	}
	v, found := g.InForce()
	if !found || !v.Shown() {
		return fault.New(fault.NotFound, "guidance.missing")
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		return count(ctx, tx, office, guidance.Asked{Topic: v.Topic}, guidance.MonthOf(s.Now()))
	})
}

const askedIn = `
SELECT topic, count FROM guide_asked WHERE office = $1 AND month = $2 ORDER BY count DESC, fold`

// Asked implements guidance.Counter.
func (s Store) Asked(ctx context.Context, office, month string) ([]guidance.Asked, error) {
	var all []guidance.Asked
	err := s.DB.Rows(ctx, askedIn, []any{office, month}, func(row sqldb.Scanner) error {
		var one guidance.Asked
		err := row.Scan(&one.Topic, &one.Count)
		all = append(all, one)
		return err
	})
	return all, err
}

const monthsOf = `
SELECT month FROM guide_asked WHERE office = $1 GROUP BY month ORDER BY month DESC LIMIT $2`

// Months implements guidance.Counter.
func (s Store) Months(ctx context.Context, office string, most int) ([]string, error) {
	var all []string
	err := s.DB.Rows(ctx, monthsOf, []any{office, most}, func(row sqldb.Scanner) error {
		var month string
		err := row.Scan(&month)
		all = append(all, month)
		return err
	})
	return all, err
}
