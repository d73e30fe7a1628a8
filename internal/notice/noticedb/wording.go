package noticedb

import (
	"context"

	"dorgora/internal/notice"
	"dorgora/internal/sqldb"
)

const (
	putWording = `
INSERT INTO notice_wordings (office, key, since, bn, en, person, name, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (office, key, since) DO UPDATE
SET bn = excluded.bn, en = excluded.en, person = excluded.person, name = excluded.name, at = excluded.at`
	selectWordings = `
SELECT office, key, since, bn, en, person, name, at FROM notice_wordings WHERE office = $1 ORDER BY key, since`
)

// SetWording keeps a wording; one of the same moment takes the place of the other.
func (s Store) SetWording(ctx context.Context, w notice.Wording) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, putWording, w.Office, w.Key, sqldb.Instant(w.From), w.Bn, w.En, w.Person, w.Name, sqldb.Instant(w.Set))
		return err
	})
}

// Wordings returns everything that offices ever set, of the offices with these IDs.
func (s Store) Wordings(ctx context.Context, offices []string) ([]notice.Wording, error) {
	var list []notice.Wording
	for _, office := range offices {
		err := s.DB.Rows(ctx, selectWordings, []any{office}, func(row sqldb.Scanner) error {
			var w notice.Wording
			var since, at string
			err := row.Scan(&w.Office, &w.Key, &since, &w.Bn, &w.En, &w.Person, &w.Name, &at)
			if err != nil {
				return err
			}
			if w.From, err = sqldb.Moment(since); err != nil {
				return err
			}
			w.Set, err = sqldb.Moment(at)
			list = append(list, w)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return list, nil
}
