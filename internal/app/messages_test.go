package app

import (
	"testing"
	"time"

	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialoguedb"
)

// conversationOf is what came to the office from the short code of an operator: kept,
// and answered by nothing.
func (w *world) conversationOf(t *testing.T, officeID string) string {
	t.Helper()
	store := dialoguedb.Store{DB: w.DB, Now: func() time.Time { return today }, Fresh: w.Desk.Fresh}
	m := dialogue.Message{Office: officeID, Key: officeID + "-sms", Gateway: "kannel", Phone: "16216", Text: "রিচার্জে বোনাস", Came: today}
	must(store.Take(t.Context(), m, today.Add(-time.Hour), dialoguedb.UsualLimits))(t)
	return must(store.Conversation(t.Context(), officeID, m.Phone))(t).ID
}
