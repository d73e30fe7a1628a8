package dialogue

import (
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// step reads the answer to what was asked; false when the message asks for something
// else.
func (t *turn) step() bool {
	c := t.c()
	free := slices.Contains([]Step{AskName, AskPlace, AskFact, AskNeed, Grief}, c.Step)
	if t.turns(free) {
		return false
	}
	switch c.Step {
	case Choose:
		t.chosen()
	case Want:
		t.wanted()
	case AskName:
		t.named()
	case AskPlace:
		t.placed()
	case AskFact:
		t.told()
	case AskNeed:
		t.needed()
	case Confirm:
		t.confirmed()
	case Which:
		t.which()
	case Solved:
		t.solved()
	case Grief:
		t.grieved(t.m.Text)
	case GiveUp:
		t.givenUp()
	case AskOffice, Idle:
		return false
	}
	return true
}

// turns reports whether a message leaves what was asked and asks for something else.
// Where words are wanted only what is nothing but a command does.
func (t *turn) turns(free bool) bool {
	r := t.r
	switch r.Command {
	case None, Yes, No, Answer, Help, Stop, Start, Person, Again, Cancel:
		return false
	case More:
		return t.c().Step == Choose
	case Rate:
		return false
	case Centre:
		return r.Leads
	case Status:
		return r.Whole || r.Leads && r.Number != ""
	case List, Papers, Apply:
		if r.Command == Apply && r.Whole && t.c().Step == Want {
			return false
		}
		return r.Whole && !free || r.Leads && !free && r.Rest != "" || free && r.Whole && r.Command == List
	case Attach, Complain, Withdraw:
		return r.Whole
	}
	return false
}

// chosen reads a number of the list, or a name.
func (t *turn) chosen() {
	c := t.c()
	if t.r.Figure >= 1 && t.r.Figure <= len(c.Offered) && t.r.Whole {
		if s, err := t.service(c.Offered[t.r.Figure-1]); err == nil {
			t.begin(c.Purpose, s)
			return
		}
	}
	if found := t.find(t.m.Text); !t.r.Whole && len(found) > 0 {
		t.seek(c.Purpose, t.m.Text)
		return
	}
	t.puzzled()
}

// wanted reads whether to apply for the service that was shown.
func (t *turn) wanted() {
	switch {
	case t.r.Command == Yes, t.r.Command == Apply, t.r.Figure == 1 && t.r.Whole:
		t.draft(Draft{Service: t.c().Draft.Service})
	case t.r.Command == No, t.r.Figure == 2 && t.r.Whole:
		t.rest()
		t.say("dialogue.say.cancelled")
	default:
		t.rest()
		t.idle()
	}
}

// named reads the name of who applies.
func (t *turn) named() {
	c := t.c()
	name := bangla.Line(t.m.Text)
	switch {
	case c.Name != "" && (t.r.Whole && t.r.Figure == 1 || t.r.Command == Yes):
		name = c.Name
	case utf8.RuneCountInString(name) < 2 || t.r.Whole && t.r.Command == None || utf8.RuneCountInString(name) > casework.NameLimit:
		t.puzzled()
		return
	}
	c.Draft.Name = name
	t.next()
}

func (t *turn) placed() {
	place := bangla.Line(t.m.Text)
	if n := utf8.RuneCountInString(place); n < 2 || n > casework.LineLimit {
		t.puzzled()
		return
	}
	t.c().Draft.Place = place
	t.next()
}

// told reads the answer to a question of the kind.
func (t *turn) told() {
	q, open := t.open()
	if !open {
		t.next()
		return
	}
	if t.r.Command == More && len(q.Choices) > 0 {
		t.fact(q, "", t.c().From)
		return
	}
	value := bangla.Line(t.m.Text)
	switch {
	case q.Sort == catalogue.Choice:
		value = t.choice(q)
	case q.Sort == catalogue.Tick && t.r.Command == Yes:
		value = "yes"
	}
	q.When = "" // it is asked; the others are not looked at here
	checked, err := catalogue.CheckAnswers([]catalogue.Question{q}, map[string]string{q.ID: value})
	if err != nil {
		words := t.text("dialogue.say.fact.wrong")
		if list := fault.List(err); len(list) > 0 && q.Sort != catalogue.Choice {
			words = t.text(list[0].Message, list[0].Args...)
		}
		misses := t.c().Misses
		t.fact(q, words, 0)
		t.c().Misses, t.Fate = misses+1, Puzzling
		return
	}
	facts := maps.Clone(t.c().Draft.Facts)
	if facts == nil {
		facts = map[string]string{}
	}
	facts[q.ID] = checked[q.ID]
	t.c().Draft.Facts = facts
	t.next()
}

// choice is the choice that a number or the words name, else what was written.
func (t *turn) choice(q catalogue.Question) string {
	if t.r.Figure >= 1 && t.r.Figure <= len(q.Choices) {
		return q.Choices[t.r.Figure-1]
	}
	key := t.kind().FieldKey(q.ID)
	for _, choice := range q.Choices {
		if words := t.text(key + "." + choice); !t.r.Whole && bangla.SoundsLike(t.m.Text, words) {
			return choice
		}
	}
	return bangla.Line(t.m.Text)
}

func (t *turn) needed() {
	need := strings.TrimSpace(bangla.Normal(t.m.Text))
	if n := utf8.RuneCountInString(need); n < shortestNeed {
		t.puzzled()
		return
	}
	runes := []rune(need)
	t.c().Draft.Need = string(runes[:min(len(runes), casework.NeedLimit)])
	t.next()
}

// confirmed sends the application, or forgets it.
func (t *turn) confirmed() {
	c := t.c()
	switch {
	case t.r.Command == Yes, t.r.Whole && t.r.Figure == 1:
		t.Act = Act{Do: Apply, Service: c.Draft.Service, Application: t.application()}
		c.Name = c.Draft.Name
		t.rest()
		c.Misses = 0
	case t.r.Command == No, t.r.Whole && t.r.Figure == 2:
		t.rest()
		t.say("dialogue.say.cancelled")
	default:
		t.puzzled()
	}
}

// application is the draft as it is submitted.
func (t *turn) application() casework.Application {
	d := t.c().Draft
	a := casework.Application{
		For: casework.Self, Name: d.Name, Mobile: t.c().Phone, Address: d.Place, Need: d.Need,
		Hear: casework.BySMS, Lang: t.c().Lang, Facts: t.facts(), Asked: map[string]string{},
	}
	for field := range a.Facts {
		a.Asked[field] = t.text(t.kind().FieldKey(field))
	}
	return a
}
