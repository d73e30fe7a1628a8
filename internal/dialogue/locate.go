package dialogue

import (
	"strings"

	"dorgora/bangla"
	"dorgora/internal/office"
)

// Locate finds which of several offices a message to a common number is for: the one
// that it names, or the one chosen from. settled is false when that is asked; then the
// message waits. The message that comes back is the one to be read by the office.
func Locate(c Conversation, m Message, offices []office.Office, w World) (Message, Plan, bool) {
	t := turn{Plan: Plan{Conversation: c, Fate: Understood}, m: m, r: Read(m.Text), w: w}
	t.prepare()
	t.Read = t.r.Command
	named := named(m.Text, offices)
	if t.r.Figure == 0 && t.r.Whole && c.Step == AskOffice {
		named = m.Office
	}
	if named != "" {
		t.c().For = named
		if c.Step == AskOffice && c.Pending != "" {
			m.Text = c.Pending
		}
		t.rest()
		return m, t.Plan, true
	}
	if !t.always() {
		pending := c.Pending
		if pending == "" {
			pending = m.Text
		}
		t.c().Pending = pending
		t.ask(AskOffice, "dialogue.say.office")
	}
	t.Conversation.Changed = m.Came
	t.Conversation.Revision++
	return m, t.Plan, false
}

// named is the office whose place a message names; of several it is nobody's.
func named(text string, offices []office.Office) string {
	found := ""
	for _, o := range offices {
		place, _, _ := strings.Cut(bangla.Line(o.Name), " ")
		for _, word := range strings.Fields(text) {
			if len([]rune(word)) < 3 || !bangla.SoundsLike(word, place) {
				continue
			}
			if found != "" && found != o.ID {
				return ""
			}
			found = o.ID
		}
	}
	return found
}
