package noticedb

import (
	"context"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/money"
	"dorgora/internal/notice"
	"dorgora/internal/sqldb"
)

const selectOffices = `
SELECT DISTINCT office FROM notices
WHERE channel = $1 AND status IN ('waiting', 'sending') AND next <= $2 ORDER BY office`

// OfficesDue returns the offices that have notices of a channel to be tried now.
func (s Store) OfficesDue(ctx context.Context, channel notice.Channel, now time.Time) ([]string, error) {
	var list []string
	err := s.DB.Rows(ctx, selectOffices, []any{string(channel), sqldb.Instant(now)}, func(row sqldb.Scanner) error {
		var one string
		err := row.Scan(&one)
		list = append(list, one)
		return err
	})
	return list, err
}

// What is said about one subject to one address leaves in the order in which it was
// said: a later notice waits for the fate of an earlier one.
const selectDue = `
SELECT ` + columns + ` FROM notices
WHERE channel = $1 AND office = $2 AND status IN ('waiting', 'sending') AND next <= $3
  AND NOT EXISTS (SELECT 1 FROM notices AS first
                  WHERE first.office = notices.office AND first.subject = notices.subject AND first.channel = notices.channel
                    AND first.address = notices.address AND first.status IN ('waiting', 'sending')
                    AND (first.at < notices.at OR first.at = notices.at AND first.id < notices.id))
ORDER BY next, id LIMIT $4`

// Due returns notices of an office to be tried now, and those whose sender was silent
// for longer than its lease, the longest due first.
func (s Store) Due(ctx context.Context, office string, channel notice.Channel, now time.Time, most int) ([]notice.Notice, error) {
	return s.list(ctx, selectDue, string(channel), office, sqldb.Instant(now), most)
}

const (
	claim = `
UPDATE notices SET status = 'sending', next = $3, tries = $4, words = $5
WHERE office = $1 AND id = $2 AND status = $6 AND tries = $4 - 1 AND next = $7`
	insertDelivery = `
INSERT INTO deliveries (office, notice, try, keeper, gateway, address, cost, words, began, ended, fate, ref, detail)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, '', 'sending', '', '')`
)

// Begin writes down the attempt d at the notice, as it was read, before the gateway is
// spoken to; until the lease ends nobody else begins one. It reports false when the
// notice has changed meanwhile.
func (s Store) Begin(ctx context.Context, n notice.Notice, d notice.Delivery, lease time.Time) (bool, error) {
	began := false
	err := s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		rows, err := tx.Exec(ctx, claim, n.Office, n.ID, sqldb.Instant(lease), d.Try, d.Words, string(n.Status), sqldb.Instant(n.Next))
		began = rows > 0
		if err != nil || !began {
			return err
		}
		_, err = tx.Exec(ctx, insertDelivery, n.Office, n.ID, d.Try, d.Keeper, d.Gateway, d.Address, int64(d.Cost), d.Words, sqldb.Instant(d.Began))
		return err
	})
	return began && err == nil, err
}

const (
	endDelivery = `
UPDATE deliveries SET ended = $4, fate = $5, ref = $6, detail = $7 WHERE office = $1 AND notice = $2 AND try = $3`
	setFate = `
UPDATE notices SET status = $4, next = $5 WHERE office = $1 AND id = $2 AND tries = $3 AND status = $6`
	selectState = `SELECT status, tries FROM notices WHERE office = $1 AND id = $2`
)

// End writes down how an attempt ended: its notice is Sent, Failed, Uncertain, or
// Waiting until the moment next. News that were faster count more.
func (s Store) End(ctx context.Context, d notice.Delivery, next time.Time) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		if _, err := tx.Exec(ctx, endDelivery, d.Office, d.Notice, d.Try, sqldb.Instant(d.Ended), string(d.Fate), d.Ref, d.Detail); err != nil {
			return err
		}
		return turn(ctx, tx, d, next)
	})
}

// turn gives a notice the fate of its last attempt.
func turn(ctx context.Context, tx *sqldb.Tx, d notice.Delivery, next time.Time) error {
	for {
		var was notice.Status
		var tries int
		if err := tx.Row(ctx, selectState, []any{d.Office, d.Notice}, &was, &tries); err != nil {
			return err
		}
		fate := was.After(d.Fate)
		if d.Fate == notice.Waiting && was == notice.Sending {
			fate = notice.Waiting
		}
		if tries != d.Try || fate == was {
			return nil // it is in other hands, or more is known already
		}
		rows, err := tx.Exec(ctx, setFate, d.Office, d.Notice, d.Try, string(fate), sqldb.Instant(next), string(was))
		if err != nil || rows > 0 {
			return err
		}
	}
}

const setWaiting = `
UPDATE notices SET status = $3, next = $4 WHERE office = $1 AND id = $2 AND status = 'waiting' AND tries = $5`

// PutOff lets a waiting notice wait until a later moment, or ends it as Muted or
// Expired, without an attempt. One that changed meanwhile is left alone.
func (s Store) PutOff(ctx context.Context, n notice.Notice, v notice.Verdict) error {
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, setWaiting, n.Office, n.ID, string(v.Status), sqldb.Instant(v.Until), n.Tries)
		return err
	})
}

const (
	selectByNotice = `
SELECT office, notice, try FROM deliveries WHERE notice = $2 AND (keeper = $1 OR office = $1) ORDER BY try DESC LIMIT $3`
	selectByRef = `
SELECT office, notice, try FROM deliveries WHERE keeper = $1 AND gateway = $2 AND ref = $3 ORDER BY began DESC, try DESC LIMIT $4`
	noteDetail = `UPDATE deliveries SET fate = $4, detail = $5 WHERE office = $1 AND notice = $2 AND try = $3`
)

// News is what a gateway tells about a message after it was handed over. Either the
// Mark is known or the gateway's own Ref.
type News struct {
	Keeper  string // office of the gateway
	Gateway string
	Mark    string
	Ref     string
	Fate    notice.Status // Sent, Delivered or Failed
	Detail  string
	At      time.Time
}

// Heard gives a notice the fate that a gateway tells. News of what nobody sent are a
// NotFound fault.
func (s Store) Heard(ctx context.Context, news News) error {
	query, args := selectByNotice, []any{news.Keeper, notice.Marked(news.Mark), 1}
	if news.Mark == "" {
		query, args = selectByRef, []any{news.Keeper, news.Gateway, news.Ref, 1}
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var d notice.Delivery
		err := tx.Rows(ctx, query, args, func(row sqldb.Scanner) error { return row.Scan(&d.Office, &d.Notice, &d.Try) })
		if err == nil && d.Notice == "" {
			err = fault.New(fault.NotFound, "record.missing")
		}
		if err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, noteDetail, d.Office, d.Notice, d.Try, string(news.Fate), news.Detail); err != nil {
			return err
		}
		d.Fate = news.Fate
		return turn(ctx, tx, d, news.At)
	})
}

const (
	// What a gateway certainly did not take costs nothing and disturbs nobody.
	taken    = ` AND fate <> 'waiting' AND (fate <> 'failed' OR ref <> '')`
	sumSpent = `
SELECT COALESCE(CAST(SUM(cost) AS BIGINT), 0) FROM deliveries WHERE keeper = $1 AND gateway = $2 AND began >= $3` + taken
	countTo    = `SELECT COUNT(*) FROM deliveries WHERE address = $1 AND began >= $2` + taken
	countMuted = `SELECT COUNT(*) FROM notice_mutes WHERE office = $1 AND address = $2`
)

// Used returns what was used of a gateway's limits since a moment, for an address.
func (s Store) Used(ctx context.Context, d notice.Delivery, since time.Time) (use notice.Use, err error) {
	var spent int64
	if err := s.DB.Row(ctx, sumSpent, []any{d.Keeper, d.Gateway, sqldb.Instant(since)}, &spent); err != nil {
		return use, err
	}
	use.Spent = money.Paisa(spent)
	if err := s.DB.Row(ctx, countTo, []any{d.Address, sqldb.Instant(since)}, &use.To); err != nil {
		return use, err
	}
	var mutes int
	err = s.DB.Row(ctx, countMuted, []any{d.Keeper, d.Address}, &mutes)
	use.Muted = mutes > 0
	return use, err
}

const (
	insertMute = `INSERT INTO notice_mutes (office, address, at) VALUES ($1, $2, $3) ON CONFLICT (office, address) DO NOTHING`
	deleteMute = `DELETE FROM notice_mutes WHERE office = $1 AND address = $2`
)

// Mute keeps notices to applicants at an address from leaving by the gateways of an
// office, as whoever wrote STOP wishes.
func Mute(ctx context.Context, tx *sqldb.Tx, office, address string, at time.Time) error {
	_, err := tx.Exec(ctx, insertMute, office, address, sqldb.Instant(at))
	return err
}

// Unmute takes that back.
func Unmute(ctx context.Context, tx *sqldb.Tx, office, address string) error {
	_, err := tx.Exec(ctx, deleteMute, office, address)
	return err
}
