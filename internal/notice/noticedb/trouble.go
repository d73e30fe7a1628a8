package noticedb

import (
	"context"
	"strings"

	"dorgora/internal/fault"
	"dorgora/internal/money"
	"dorgora/internal/notice"
	"dorgora/internal/sqldb"
)

const selectTroubled = `
SELECT ` + columns + ` FROM notices
WHERE office = $1 AND NOT settled AND status IN ('failed', 'uncertain', 'expired') AND (at < $2 OR at = $2 AND id < $3)
ORDER BY at DESC, id DESC LIMIT $4`

// Troubled returns one page of the notices that did not arrive, or may not have, and
// of which nobody has decided anything, the latest first. after is as in Notices.
func (s Store) Troubled(ctx context.Context, office, after string, limit int) ([]notice.Notice, error) {
	at, id, found := strings.Cut(after, "|")
	if !found {
		at, id = "9999", ""
	}
	return s.list(ctx, selectTroubled, office, at, id, limit)
}

const selectDeliveries = `
SELECT office, notice, try, keeper, gateway, address, cost, words, began, ended, fate, ref, detail FROM deliveries
WHERE office = $1 AND notice = $2 ORDER BY try`

// Deliveries returns the attempts at a notice, the first one first.
func (s Store) Deliveries(ctx context.Context, office, id string) ([]notice.Delivery, error) {
	var list []notice.Delivery
	err := s.DB.Rows(ctx, selectDeliveries, []any{office, id}, func(row sqldb.Scanner) error {
		var d notice.Delivery
		var cost int64
		var began, ended string
		err := row.Scan(&d.Office, &d.Notice, &d.Try, &d.Keeper, &d.Gateway, &d.Address, &cost, &d.Words, &began, &ended, &d.Fate, &d.Ref, &d.Detail)
		if err != nil {
			return err
		}
		d.Cost = money.Paisa(cost)
		if d.Began, err = sqldb.Moment(began); err != nil {
			return err
		}
		d.Ended, err = sqldb.Moment(ended)
		list = append(list, d)
		return err
	})
	return list, err
}

const (
	selectForRuling = `SELECT ` + columns + ` FROM notices WHERE office = $1 AND id = $2`
	insertRuling    = `
INSERT INTO notice_rulings (office, id, notice, ruling, channel, address, note, person, name, at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (office, id) DO NOTHING`
	updateRuled = `
UPDATE notices SET status = $3, channel = $4, address = $5, next = $6, leaves = $7, words = $8, round = $9, settled = $10
WHERE office = $1 AND id = $2 AND status = $11 AND round = $12`
)

// Rule carries out what a person decided about a notice, and records it. The same
// ruling twice is one; one that does not fit the notice any more is a Conflict.
func (s Store) Rule(ctx context.Context, r notice.Ruling) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		fresh, err := tx.Exec(ctx, insertRuling, r.Office, r.ID, r.Notice, r.What, string(r.Channel), r.Address, r.Note, r.Person, r.Name, sqldb.Instant(r.At))
		if err != nil || fresh == 0 {
			return err
		}
		var was notice.Notice
		err = tx.Rows(ctx, selectForRuling, []any{r.Office, r.Notice}, func(row sqldb.Scanner) (err error) {
			was, err = scan(row)
			return err
		})
		if err == nil && was.ID == "" {
			err = fault.New(fault.NotFound, "record.missing")
		}
		if err != nil {
			return err
		}
		n, fits := was.Ruled(r)
		if !fits {
			return fault.New(fault.Conflict, "notice.left")
		}
		rows, err := tx.Exec(ctx, updateRuled, n.Office, n.ID, string(n.Status), string(n.Channel), n.Address, sqldb.Instant(n.Next),
			sqldb.Instant(n.Leaves), n.Words, n.Round, r.What == notice.LeftAs, string(was.Status), was.Round)
		if err == nil && rows == 0 {
			err = fault.New(fault.Conflict, "notice.left")
		}
		return err
	})
}

const selectRulings = `
SELECT office, id, notice, ruling, channel, address, note, person, name, at FROM notice_rulings
WHERE office = $1 AND notice = $2 ORDER BY at, id`

// Rulings returns what was decided about a notice, the earliest first.
func (s Store) Rulings(ctx context.Context, office, id string) ([]notice.Ruling, error) {
	var list []notice.Ruling
	err := s.DB.Rows(ctx, selectRulings, []any{office, id}, func(row sqldb.Scanner) error {
		var r notice.Ruling
		var at string
		err := row.Scan(&r.Office, &r.ID, &r.Notice, &r.What, &r.Channel, &r.Address, &r.Note, &r.Person, &r.Name, &at)
		if err == nil {
			r.At, err = sqldb.Moment(at)
		}
		list = append(list, r)
		return err
	})
	return list, err
}
