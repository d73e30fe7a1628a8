package app

import (
	"testing"
	"time"

	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialoguedb"
)

// conversationOf is the dialogue with a telephone that wrote to the office once and was
// not understood.
func (w *world) conversationOf(t *testing.T, officeID string) string {
	t.Helper()
	store := dialoguedb.Store{DB: w.DB, Now: func() time.Time { return today }, Fresh: w.Desk.Fresh}
	m := dialogue.Message{Office: officeID, Key: officeID + "-sms", Gateway: "kannel", Phone: "+8801712345678", Text: "কাজটা কি হইছে", Came: today}
	must(store.Take(t.Context(), m, today.Add(-time.Hour), dialoguedb.UsualLimits))(t)
	c := must(store.Conversation(t.Context(), officeID, m.Phone))(t)
	c.Needs, c.Changed = true, today
	c.Revision++
	check(t, store.Finish(t.Context(), m, dialogue.Plan{Conversation: c, Fate: dialogue.Puzzling}, nil))
	return c.ID
}
