package dialoguedb

import (
	"context"
	"strings"

	"dorgora/internal/dialogue"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

const lineColumns = `
SELECT i.office, i.key, i.gateway, i.phone, i.text, i.came, i.conversation, i.command, i.fate, c.needs, c.sealed
FROM incoming i JOIN conversations c ON c.office = i.office AND c.phone = i.phone
WHERE `

const lines = lineColumns + `
i.meant = $1 AND (i.came < $2 OR i.came = $2 AND i.key < $3) AND (NOT CAST($4 AS BOOLEAN) OR c.needs)
ORDER BY i.came DESC, i.key DESC LIMIT $5`

// Lines returns one page of the messages for an office, the latest first; with needs,
// those of conversations that a person must look at. after is the cursor of the page
// before, empty for the first; next is empty on the last one.
func (s Store) Lines(ctx context.Context, office string, needs bool, after string, limit int) (list []dialogue.Line, next string, err error) {
	came, key, found := strings.Cut(after, "|")
	if !found {
		came, key = "9999", ""
	}
	list, err = s.lines(ctx, lines, office, came, key, needs, limit+1)
	if len(list) > limit {
		list = list[:limit]
		last := list[limit-1]
		next = sqldb.Instant(last.Came) + "|" + last.Key
	}
	return list, next, err
}

const ofConversation = lineColumns + `
i.meant = $1 AND c.id = $2 ORDER BY i.place DESC, i.key DESC LIMIT $3`

// Of returns the last messages of a conversation with an office, the earliest first,
// and where the conversation stands; NotFound when the office has no such one.
func (s Store) Of(ctx context.Context, office, id string, limit int) (dialogue.Conversation, []dialogue.Line, error) {
	list, err := s.lines(ctx, ofConversation, office, id, limit)
	if err != nil {
		return dialogue.Conversation{}, nil, err
	}
	if len(list) == 0 {
		return dialogue.Conversation{}, nil, fault.New(fault.NotFound, "record.missing")
	}
	for i, j := 0, len(list)-1; i < j; i, j = i+1, j-1 {
		list[i], list[j] = list[j], list[i]
	}
	c, err := s.Conversation(ctx, list[0].Office, list[0].Phone)
	return c, list, err
}

func (s Store) lines(ctx context.Context, query string, args ...any) ([]dialogue.Line, error) {
	var list []dialogue.Line
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var l dialogue.Line
		var came string
		if err := row.Scan(&l.Office, &l.Key, &l.Gateway, &l.Phone, &l.Text, &came, &l.Conversation, &l.Read, &l.Fate, &l.Needs, &l.Sealed); err != nil {
			return err
		}
		var err error
		l.Came, err = sqldb.Moment(came)
		list = append(list, l)
		return err
	})
	return list, err
}

const look = `UPDATE conversations SET needs = FALSE WHERE office = $1 AND phone = $2 AND needs`

// Look notes that a person looks after a conversation, and does what goes with it in
// the same transaction; done is false when somebody did before.
func (s Store) Look(ctx context.Context, c dialogue.Conversation, with func(ctx context.Context, tx *sqldb.Tx) error) (done bool, err error) {
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, look, c.Office, c.Phone)
		done = n > 0
		if err != nil || n == 0 || with == nil {
			return err
		}
		return with(ctx, tx)
	})
	return done, err
}
