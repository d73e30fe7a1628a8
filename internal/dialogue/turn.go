package dialogue

import (
	"slices"
	"unicode/utf8"

	"dorgora/internal/casework"
	"dorgora/internal/message"
)

// Converse decides what a message leads to. The same message in the same
// conversation and world leads to the same.
func Converse(c Conversation, m Message, w World) Plan {
	t := turn{Plan: Plan{Conversation: c, Fate: Understood}, m: m, r: Read(m.Text), w: w}
	t.Read = t.r.Command
	t.prepare()
	switch {
	case t.always():
	case t.c().Step != Idle && t.step():
	default:
		t.idle()
	}
	t.seal(c)
	t.Conversation.Changed = m.Came
	t.Conversation.Revision++
	return t.Plan
}

// turn is a plan that is being made.
type turn struct {
	Plan
	m Message
	r Reading
	w World
}

func (t *turn) c() *Conversation { return &t.Conversation }

// prepare forgets what waited too long, and takes the language of the message.
func (t *turn) prepare() {
	c := t.c()
	if c.Step != Idle && t.m.Came.Sub(c.Changed) > draftLife {
		t.rest()
	}
	if c.Lang == "" {
		c.Lang = string(message.Bn)
	}
	if t.r.Command != None && (t.r.Whole || t.r.Leads) {
		c.Lang = string(message.Bn)
		if t.r.English {
			c.Lang = string(message.En)
		}
	}
}

// seal marks a conversation about a matter that only who handles it may know of.
func (t *turn) seal(before Conversation) {
	c := t.c()
	for _, service := range []string{before.Draft.Service, c.Draft.Service} {
		if s, err := t.service(service); err == nil {
			c.Sealed = c.Sealed || t.w.Kind(s.Kind).Sealed
		}
	}
	c.Sealed = c.Sealed || t.w.Named != nil && t.w.Named.Sealed
	c.Sealed = c.Sealed || slices.ContainsFunc(t.w.Cases, func(one casework.Case) bool { return one.Sealed })
}

// rest ends whatever was asked.
func (t *turn) rest() {
	c := t.c()
	c.Step, c.Purpose, c.Offered, c.From, c.Pending, c.Case, c.Rating = Idle, None, nil, 0, "", "", 0
	c.Draft, c.Question, c.Tongue = Draft{}, Reply{}, ""
}

// say ends the turn with words that ask nothing.
func (t *turn) say(key string, args ...string) {
	t.Reply = t.w.fit(t.c().Lang, key, args...)
	t.c().Misses = 0
}

// ask ends the turn with a question, which is kept for whoever loses it.
func (t *turn) ask(step Step, key string, args ...string) {
	t.say(key, args...)
	t.c().Step, t.c().Question, t.c().Tongue = step, t.Reply, t.c().Lang
}

// repeat says the last question again, in its own language.
func (t *turn) repeat() {
	t.Reply, t.c().Lang = t.c().Question, t.c().Tongue
}

// puzzled says that a message was not understood; after two in a row a person looks.
func (t *turn) puzzled() {
	c := t.c()
	misses := c.Misses + 1
	switch {
	case misses > 1:
		c.Needs, t.Act = true, Act{Do: Person, Words: t.m.Text}
		t.say("dialogue.say.lost", "phone", t.phone())
	case c.Question.Key != "":
		t.repeat()
	default:
		t.say("dialogue.say.unclear")
	}
	c.Misses, t.Fate = misses, Puzzling
}

// always does what may be said at any moment.
func (t *turn) always() bool {
	if !t.r.Whole {
		return false
	}
	switch t.r.Command {
	case Stop:
		t.rest()
		t.Act = Act{Do: Stop}
		t.say("dialogue.say.stopped")
	case Start:
		t.Act = Act{Do: Start}
		t.say("dialogue.say.started")
	case Help:
		t.say("dialogue.say.help", "phone", t.phone())
	case Person:
		t.called()
	case Again:
		if t.c().Question.Key == "" {
			t.say("dialogue.say.help", "phone", t.phone())
			return true
		}
		t.repeat()
	case Cancel:
		t.rest()
		t.say("dialogue.say.cancelled")
	default:
		return false
	}
	return true
}

// called has somebody telephone.
func (t *turn) called() {
	t.Act = Act{Do: Person, Words: t.m.Text}
	t.say("dialogue.say.called", "office", t.office())
}

// idle reads a message when nothing is asked of its sender.
func (t *turn) idle() {
	waiting := t.cases(waits)
	switch t.r.Command {
	case None:
		t.words(waiting)
		return
	case Status:
		if t.r.Leads || t.r.Whole || !slices.ContainsFunc(waiting, func(c casework.Case) bool { return c.Number == t.r.Number }) {
			t.status()
			return
		}
	}
	if len(waiting) > 0 && !t.r.Leads && !t.r.Whole {
		t.answer(t.m.Text)
		return
	}
	t.command()
}

// command does what a message asks for.
func (t *turn) command() {
	switch t.r.Command {
	case List, More:
		t.list()
	case Papers, Apply:
		t.seek(t.r.Command, t.r.Rest)
	case Centre:
		t.centre()
	case Status:
		t.status()
	case Answer:
		t.answer(t.r.Rest)
	case Attach:
		t.say("dialogue.say.attach", "mail", t.w.Office.Mail)
	case Rate:
		t.rate()
	case Complain:
		t.complain()
	case Withdraw:
		t.withdraw()
	case Yes, No:
		t.rate()
	case Person:
		t.called()
	case Help, Stop, Start, Again, Cancel: // within other words
		t.puzzled()
	}
}

// words reads a message that holds no command.
func (t *turn) words(waiting []casework.Case) {
	switch {
	case len(waiting) > 0 && !t.r.Whole:
		t.answer(t.m.Text)
	case t.r.Wrong != "":
		t.say("dialogue.say.mistyped", "typed", message.Digits(message.Lang(t.c().Lang), t.r.Wrong))
	case t.r.Whole && t.r.Figure >= 1 && t.r.Figure <= mostStars && len(t.cases(rateable)) > 0:
		t.rate()
	case !t.r.Whole && telling(t.m.Text) && len(t.find(t.m.Text)) > 0:
		t.seek(Papers, t.m.Text)
	default:
		t.puzzled()
	}
}

// tellingLetters is how long a word is that may name a service.
const tellingLetters = 4

// telling reports whether a text has a word that may name a service.
func telling(text string) bool {
	return slices.ContainsFunc(tokenise(text), func(t token) bool {
		return !t.digits && littleWord(t) == "" && utf8.RuneCountInString(t.text) >= tellingLetters
	})
}
