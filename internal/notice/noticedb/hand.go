package noticedb

import (
	"context"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/sqldb"
)

const settle = `UPDATE notices SET status = $3 WHERE office = $1 AND id = $2 AND status = $4`

// Settle marks what became of a waiting notice that a person carries, a call or a
// letter, inside the transaction that notes how. One that waits no longer is a
// Conflict.
func Settle(ctx context.Context, tx *sqldb.Tx, office, id string, status notice.Status) error {
	n, err := tx.Exec(ctx, settle, office, id, string(status), string(notice.Waiting))
	if err == nil && n == 0 {
		return fault.New(fault.Conflict, "notice.left")
	}
	return err
}

const selectWaiting = `
SELECT ` + columns + ` FROM notices
WHERE office = $1 AND channel = $2 AND status = 'waiting' AND leaves <= $3
ORDER BY at, id LIMIT $4`

// Waiting returns the notices of a channel that may leave by a moment and have not,
// earliest first.
func (s Store) Waiting(ctx context.Context, office string, channel notice.Channel, now time.Time, limit int) ([]notice.Notice, error) {
	return s.list(ctx, selectWaiting, office, string(channel), sqldb.Instant(now), limit)
}

const selectNotice = `
SELECT ` + columns + ` FROM notices WHERE office = $1 AND id = $2`

// Notice returns one notice; NotFound when there is none.
func (s Store) Notice(ctx context.Context, office, id string) (notice.Notice, error) {
	list, err := s.list(ctx, selectNotice, office, id)
	if err == nil && len(list) == 0 {
		err = fault.New(fault.NotFound, "record.missing")
	}
	if err != nil {
		return notice.Notice{}, err
	}
	return list[0], nil
}
