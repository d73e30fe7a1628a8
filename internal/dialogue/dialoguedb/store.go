// Package dialoguedb keeps the messages that came in by SMS, each once, and where
// each telephone stands.
package dialoguedb

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"dorgora/internal/dialogue"
	"dorgora/internal/fault"
	"dorgora/internal/jobs"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
)

// JobKind is the kind of the jobs that deal with the messages of one telephone, which
// is the key of the job.
const JobKind = "dialogue"

// Store implements dialogue.Store.
type Store struct {
	DB    *sqldb.DB
	Now   func() time.Time
	Fresh func() string // 128 random bits in hex
	// Follow does, in the transaction that finishes a message, what its act asks of
	// others: that nothing is sent to a telephone any more, or again, or that somebody
	// is called. It may be nil.
	Follow func(ctx context.Context, tx *sqldb.Tx, m dialogue.Message, plan dialogue.Plan) error
}

// Limits on what one telephone sends a day.
type Limits struct {
	Answered int // so many are answered; one more is told so, the rest is kept in silence
	Kept     int // what comes beyond is not kept
}

// UsualLimits apply where the gateway sets none.
var UsualLimits = Limits{Answered: 40, Kept: 200}

const head = `
INSERT INTO conversations (office, phone, id, meant, last, needs, sealed, state, changed, revision)
VALUES ($1, $2, $3, $1, 1, FALSE, FALSE, '{}', $4, 0)
ON CONFLICT (office, phone) DO UPDATE SET last = conversations.last + 1
RETURNING last, meant, id`

const known = `SELECT count(*) FROM incoming WHERE office = $1 AND key = $2`

const today = `SELECT count(*) FROM incoming WHERE office = $1 AND phone = $2 AND came >= $3`

const insert = `
INSERT INTO incoming (office, key, meant, gateway, phone, conversation, text, came, place, done, command, fate, plan)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, '', $11, '')`

// Take keeps a message that came in, once for its key, and has it dealt with by a
// job. What one telephone sends beyond the limits since dawn is kept in silence, and
// then not at all. flooded reports that the message is the first one over the limit.
func (s Store) Take(ctx context.Context, m dialogue.Message, dawn time.Time, limits Limits) (flooded bool, err error) {
	if m.Came.IsZero() {
		m.Came = s.Now()
	}
	phone, readable := dialogue.Sender(m.Phone)
	m.Phone = phone
	if m.Key == "" {
		m.Key = madeKey(m)
	}
	m.Came = s.Now() // clocks of gateways are not trusted
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		var place int64
		var meant, id string
		if err := tx.Row(ctx, head, []any{m.Office, m.Phone, s.Fresh(), sqldb.Instant(m.Came)}, &place, &meant, &id); err != nil {
			return err
		}
		fate, kept, err := s.fate(ctx, tx, m, dawn, limits)
		if err != nil || !kept {
			return err
		}
		if !readable {
			fate = dialogue.Unreadable
		}
		flooded = fate == firstOver
		if flooded {
			fate = dialogue.TooMuch
		}
		if _, err := tx.Exec(ctx, insert, m.Office, m.Key, meant, m.Gateway, m.Phone, id, m.Text, sqldb.Instant(m.Came), place, fate != "", fate); err != nil {
			return err
		}
		switch fate {
		case "":
			return jobs.Enqueue(ctx, tx, jobs.Job{Office: m.Office, Kind: JobKind, Key: m.Phone, Args: struct{}{}, Asked: m.Came, RunAt: m.Came})
		case dialogue.TooMuch:
			if flooded {
				return s.warn(ctx, tx, m, dialogue.Conversation{For: meant, ID: id})
			}
		}
		return nil
	})
	return flooded, err
}

// firstOver marks the first message of a day that is over the limit.
const firstOver = "first over"

// fate is what a new message meets before it is read, empty for nothing; kept is false
// when it is known already or beyond all limits.
func (s Store) fate(ctx context.Context, tx *sqldb.Tx, m dialogue.Message, dawn time.Time, limits Limits) (fate string, kept bool, err error) {
	var before, sent int
	if err := tx.Row(ctx, known, []any{m.Office, m.Key}, &before); err != nil || before > 0 {
		return "", false, err
	}
	if err := tx.Row(ctx, today, []any{m.Office, m.Phone, sqldb.Instant(dawn)}, &sent); err != nil || sent >= limits.Kept {
		return "", false, err
	}
	switch {
	case sent == limits.Answered:
		return firstOver, true, nil
	case sent > limits.Answered:
		return dialogue.TooMuch, true, nil
	}
	return "", true, nil
}

// warn tells a telephone once a day that nothing more is answered.
func (s Store) warn(ctx context.Context, tx *sqldb.Tx, m dialogue.Message, c dialogue.Conversation) error {
	now := s.Now().UTC().Truncate(time.Second)
	return noticedb.Enqueue(ctx, tx, []notice.Notice{{
		Office: c.For, ID: hashed(m.Office, m.Key)[:32] + "-flood", Subject: c.Subject(), To: notice.Applicant, Channel: notice.SMS,
		Address: m.Phone, Lang: "bn", Key: "dialogue.say.flood", At: now, Leaves: now, Status: notice.Waiting,
	}})
}

// madeKey stands for the key of a gateway that gives none: the same words of the same
// telephone within a minute are one message.
func madeKey(m dialogue.Message) string {
	return hashed(m.Gateway, m.Phone, m.Text, sqldb.Instant(m.Came.Truncate(time.Minute)))
}

func hashed(parts ...string) string {
	h := sha256.New()
	for _, part := range parts {
		h.Write([]byte(part + "\x00"))
	}
	return hex.EncodeToString(h.Sum(nil))
}

const next = `
SELECT key, gateway, text, came, plan FROM incoming
WHERE office = $1 AND phone = $2 AND NOT done ORDER BY place, key LIMIT 1`

// Next implements dialogue.Store.
func (s Store) Next(ctx context.Context, office, phone string) (m dialogue.Message, found bool, err error) {
	m = dialogue.Message{Office: office, Phone: phone}
	var came, plan string
	if err := s.DB.Row(ctx, next, []any{office, phone}, &m.Key, &m.Gateway, &m.Text, &came, &plan); err != nil {
		if fault.KindOf(err) == fault.NotFound {
			return m, false, nil
		}
		return m, false, err
	}
	if m.Came, err = sqldb.Moment(came); err != nil {
		return m, false, err
	}
	if plan != "" {
		m.Plan = &dialogue.Plan{}
		if err := json.Unmarshal([]byte(plan), m.Plan); err != nil {
			return m, false, err
		}
		c, err := s.Conversation(ctx, office, phone)
		if err != nil {
			return m, false, err
		}
		m.Plan.Conversation.Office, m.Plan.Conversation.Phone, m.Plan.Conversation.ID = office, phone, c.ID
		m.Plan.Conversation.Revision, m.Plan.Conversation.Changed = c.Revision+1, m.Came
	}
	return m, true, nil
}

const conversation = `SELECT id, needs, state, changed, revision FROM conversations WHERE office = $1 AND phone = $2`

// Conversation implements dialogue.Store.
func (s Store) Conversation(ctx context.Context, office, phone string) (dialogue.Conversation, error) {
	c := dialogue.Conversation{Office: office, Phone: phone}
	var state, changed string
	var needs bool
	if err := s.DB.Row(ctx, conversation, []any{office, phone}, &c.ID, &needs, &state, &changed, &c.Revision); err != nil {
		return c, err
	}
	if err := json.Unmarshal([]byte(state), &c); err != nil {
		return c, err
	}
	var err error
	c.Needs = needs // somebody may have looked since the state was written
	c.Changed, err = sqldb.Moment(changed)
	return c, err
}

const decide = `UPDATE incoming SET plan = $3 WHERE office = $1 AND key = $2 AND NOT done`

// Decide implements dialogue.Store.
func (s Store) Decide(ctx context.Context, m dialogue.Message, plan dialogue.Plan) error {
	text, err := json.Marshal(plan)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, decide, m.Office, m.Key, string(text))
		return err
	})
}

const moveOn = `
UPDATE conversations SET meant = $3, needs = $4, state = $5, changed = $6, revision = $7, sealed = $9
WHERE office = $1 AND phone = $2 AND revision = $8`

const settle = `
UPDATE incoming SET done = TRUE, meant = $3, command = $4, fate = $5, plan = ''
WHERE office = $1 AND key = $2 AND NOT done`

// Finish implements dialogue.Store.
func (s Store) Finish(ctx context.Context, m dialogue.Message, plan dialogue.Plan, say []notice.Notice) error {
	c := plan.Conversation
	state, err := json.Marshal(c)
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, moveOn, c.Office, c.Phone, c.Meant(), c.Needs, string(state), sqldb.Instant(c.Changed), c.Revision, c.Revision-1, c.Sealed)
		if err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "dialogue.moved")
		}
		if n, err = tx.Exec(ctx, settle, m.Office, m.Key, c.Meant(), string(plan.Read), plan.Fate); err != nil {
			return err
		}
		if n == 0 {
			return fault.New(fault.Conflict, "dialogue.moved")
		}
		if s.Follow != nil && plan.Act.Do != dialogue.None {
			if err := s.Follow(ctx, tx, m, plan); err != nil {
				return err
			}
		}
		return noticedb.Enqueue(ctx, tx, say)
	})
}
