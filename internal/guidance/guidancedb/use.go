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

const (
	usesAt = `
SELECT guide, version FROM guide_uses WHERE office = $1 AND number = $2 AND person = $3 AND at = $4 AND told = ''
ORDER BY guide, version`

	uncountUse = `UPDATE guide_versions SET uses = uses - 1 WHERE office = $1 AND guide = $2 AND version = $3 RETURNING body`

	dropUse = `DELETE FROM guide_uses WHERE office = $1 AND guide = $2 AND version = $3 AND number = $4`

	uncountTopic = `UPDATE guide_asked SET count = count - 1 WHERE office = $1 AND month = $2 AND fold = $3 AND count > 1`

	dropTopic = `DELETE FROM guide_asked WHERE office = $1 AND month = $2 AND fold = $3`
)

// Forget takes back, inside the transaction that takes a reply back, what Record
// noted for it: the applicant never received the guide. use names office, case and
// signature; whoever was told already that the guide is over stays noted.
func Forget(ctx context.Context, tx *sqldb.Tx, use guidance.Use) error {
	var given []guidance.Use
	args := []any{use.Office, use.Case, use.By.Person, sqldb.Instant(use.By.At)}
	err := tx.Rows(ctx, usesAt, args, func(row sqldb.Scanner) error {
		one := use
		err := row.Scan(&one.Guide, &one.Version)
		given = append(given, one)
		return err
	})
	for _, one := range given {
		if err == nil {
			err = forget(ctx, tx, one)
		}
	}
	return err
}

func forget(ctx context.Context, tx *sqldb.Tx, use guidance.Use) error {
	var body string
	if err := tx.Row(ctx, uncountUse, []any{use.Office, use.Guide, use.Version}, &body); err != nil {
		return err
	}
	var v guidance.Version
	if err := json.Unmarshal([]byte(body), &v); err != nil {
		return err
	}
	if _, err := tx.Exec(ctx, dropUse, use.Office, use.Guide, use.Version, use.Case); err != nil || !v.Public {
		return err
	}
	key := []any{use.Office, guidance.MonthOf(use.By.At), bangla.Fold(v.Topic)}
	n, err := tx.Exec(ctx, uncountTopic, key...)
	if err == nil && n == 0 {
		_, err = tx.Exec(ctx, dropTopic, key...)
	}
	return err
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
