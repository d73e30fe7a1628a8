package dialogue

import (
	"strings"
	"unicode/utf8"

	"dorgora/internal/casework"
	"dorgora/internal/message"
)

// mostStars is the best rating.
const mostStars = 5

// shownCases is how many cases a list of them names.
const shownCases = 3

func waits(c casework.Case) bool { return c.Status == casework.Waiting }

func runs(c casework.Case) bool { return !c.Ended() }

func anyCase(casework.Case) bool { return true }

func rateable(c casework.Case) bool {
	return c.Ended() && c.Outcome != casework.Withdrawn && c.Solved == ""
}

// cases are those of the telephone that fit, latest first.
func (t *turn) cases(fit func(casework.Case) bool) []casework.Case {
	var list []casework.Case
	for _, c := range t.w.Cases {
		if fit(c) {
			list = append(list, c)
		}
	}
	return list
}

// pick finds the case that is meant, by its number or because there is only one. Of
// several it asks which, and keeps the words for then; false: the turn has ended.
func (t *turn) pick(purpose Command, fit func(casework.Case) bool, words string) (casework.Case, bool) {
	list := t.cases(fit)
	if t.r.Number != "" {
		for _, c := range list {
			if c.Number == t.r.Number {
				return c, true
			}
		}
		t.say("dialogue.say.notyours", "number", t.r.Number)
		return casework.Case{}, false
	}
	switch len(list) {
	case 0:
		t.say("dialogue.say.nocase."+string(purpose), "phone", t.phone())
		return casework.Case{}, false
	case 1:
		return list[0], true
	}
	list = list[:min(len(list), choices)]
	t.rest()
	shown := ""
	for i, c := range list {
		t.c().Offered = append(t.c().Offered, c.Number)
		shown += "\n" + t.count(i+1) + " " + t.voice().Digits(c.Number) + " " + t.shown(c)
	}
	t.c().Purpose, t.c().Pending, t.c().Rating = purpose, words, max(0, t.r.Figure)
	t.ask(Which, "dialogue.say.which", "list", shown)
	return casework.Case{}, false
}

// which reads the number of a case in the list shown last.
func (t *turn) which() {
	c := t.c()
	if t.r.Number == "" && (!t.r.Whole || t.r.Figure < 1 || t.r.Figure > len(c.Offered)) {
		t.puzzled()
		return
	}
	number := t.r.Number
	if number == "" {
		number = c.Offered[t.r.Figure-1]
	}
	purpose, words := c.Purpose, c.Pending
	t.r = Reading{Command: purpose, Number: number, Figure: c.Rating, Rest: words, Whole: true}
	t.rest()
	switch purpose {
	case Answer:
		t.answer(words)
	case Rate:
		t.rate()
	case Complain:
		t.complain()
	case Withdraw:
		t.withdraw()
	}
}

// status says where a case stands: the status and the promised day of any number, and
// more to the telephone on record.
func (t *turn) status() {
	switch {
	case t.r.Number != "" && t.w.Named == nil:
		t.say("dialogue.say.unknown", "number", t.r.Number)
	case t.r.Number != "":
		own := false
		for _, c := range t.w.Cases {
			own = own || c.Number == t.r.Number
		}
		t.tell(*t.w.Named, own)
	case t.r.Wrong != "":
		t.say("dialogue.say.mistyped", "typed", message.Digits(message.Lang(t.c().Lang), t.r.Wrong))
	case len(t.w.Cases) == 0:
		t.say("dialogue.say.nocase.status", "phone", t.phone())
	case len(t.w.Cases) == 1:
		t.tell(t.w.Cases[0], true)
	default:
		shown := ""
		for _, c := range t.w.Cases[:min(len(t.w.Cases), shownCases)] {
			shown += "\n" + t.voice().Digits(c.Number) + " " + t.stands(c)
		}
		t.keep("dialogue.say.latest", "list", shown)
	}
}

// keep says something without touching what is asked.
func (t *turn) keep(key string, args ...string) {
	misses := t.c().Misses
	t.say(key, args...)
	t.c().Misses = misses
}

// stands is the status of a case in few words, with the promised day.
func (t *turn) stands(c casework.Case) string {
	words := t.text("dialogue.state." + string(c.Status))
	if c.Ended() {
		return t.text("dialogue.state.ended." + string(c.Outcome))
	}
	if c.Status == casework.Waiting || c.Due.IsZero() {
		return words
	}
	return words + ", " + t.day(c.Due)
}

func (t *turn) tell(c casework.Case, own bool) {
	more := ""
	switch {
	case !own || c.Sealed:
	case c.Status == casework.Waiting:
		more = strings.Join(c.Missing, "; ")
	case c.Ended():
		more = c.Sentence
	}
	if more == "" {
		t.keep("dialogue.say.status", "number", c.Number, "state", t.stands(c))
		return
	}
	t.keep("dialogue.say.status.more", "number", c.Number, "state", t.stands(c), "words", more)
}

// answer brings words to the office that asked for something.
func (t *turn) answer(words string) {
	c, found := t.pick(Answer, waits, words)
	if !found {
		return
	}
	if strings.TrimSpace(words) == "" {
		t.say("dialogue.say.answer.empty", "number", c.Number, "words", t.missing(c))
		return
	}
	t.rest()
	t.Act = Act{Do: Answer, Number: c.Number, Words: limited(words)}
	if c.Due.IsZero() { // else the notice of the act says that the clock goes on
		t.say("dialogue.say.answered", "number", c.Number)
	}
	t.c().Misses = 0
}

func (t *turn) missing(c casework.Case) string {
	if c.Sealed {
		return t.text("dialogue.say.sealed")
	}
	return strings.Join(c.Missing, "; ")
}

// rate takes one to five stars, or yes and no, about an ended case.
func (t *turn) rate() {
	c, found := t.pick(Rate, rateable, t.r.Rest)
	if !found {
		return
	}
	words := limited(t.m.Text)
	switch stars := t.r.Figure; {
	case t.r.Command == Yes, stars >= 4 && stars <= mostStars:
		t.rated(c.Number, casework.SolvedYes, words)
	case t.r.Command == No:
		t.rated(c.Number, casework.SolvedNo, words)
	case stars == 3:
		t.rated(c.Number, casework.SolvedPartly, words)
	case stars == 1, stars == 2:
		t.rest()
		t.c().Case, t.c().Pending = c.Number, words
		t.ask(Solved, "dialogue.say.solved", "number", c.Number)
	default:
		t.say("dialogue.say.rate", "number", c.Number)
	}
}

// solved reads whether a matter rated low is solved.
func (t *turn) solved() {
	c := t.c()
	switch {
	case t.r.Command == Yes, t.r.Whole && t.r.Figure == 1:
		t.rated(c.Case, casework.SolvedPartly, c.Pending)
	case t.r.Command == No, t.r.Whole && t.r.Figure == 2:
		t.rated(c.Case, casework.SolvedNo, c.Pending)
	default:
		t.puzzled()
	}
}

func (t *turn) rated(number string, solved casework.Solved, words string) {
	t.rest()
	t.Act = Act{Do: Rate, Number: number, Solved: solved, Words: words}
	t.say("dialogue.say.rated."+string(solved), "number", number)
}

// complain brings a complaint to the superior.
func (t *turn) complain() {
	if len(t.w.Cases) == 0 && t.r.Number == "" {
		t.c().Needs = true
		t.say("dialogue.say.complain.nocase", "superior", t.superior())
		return
	}
	c, found := t.pick(Complain, anyCase, t.r.Rest)
	if !found {
		return
	}
	t.rest()
	t.c().Case = c.Number
	if utf8.RuneCountInString(t.r.Rest) < shortestNeed {
		t.ask(Grief, "dialogue.say.complain", "number", c.Number, "superior", t.superior())
		return
	}
	t.grieved(t.r.Rest)
}

// grieved takes the words of a complaint. Of a case that has ended nobody is alarmed
// by its acts, so a person looks.
func (t *turn) grieved(words string) {
	number := t.c().Case
	t.rest()
	t.c().Needs = true
	for _, c := range t.cases(runs) {
		if c.Number == number {
			t.Act = Act{Do: Complain, Number: number, Words: limited(words)}
		}
	}
	t.say("dialogue.say.complained", "superior", t.superior())
}

// superior is the superior office with its telephone number.
func (t *turn) superior() string {
	o := t.w.Superior
	if o.ID == "" {
		o = t.w.Office
	}
	return strings.TrimSpace(t.voice().Pick(o.Name, o.NameEn) + " " + t.voice().Digits(o.Phone))
}

// withdraw ends a case at the wish of its applicant, after a question.
func (t *turn) withdraw() {
	c, found := t.pick(Withdraw, runs, "")
	if !found {
		return
	}
	t.rest()
	t.c().Case = c.Number
	t.ask(GiveUp, "dialogue.say.withdraw", "number", c.Number, "service", t.shown(c))
}

func (t *turn) givenUp() {
	number := t.c().Case
	switch {
	case t.r.Command == Yes, t.r.Whole && t.r.Figure == 1:
		t.rest()
		t.Act = Act{Do: Withdraw, Number: number} // its notice is the reply
		t.c().Misses = 0
	case t.r.Command == No, t.r.Whole && t.r.Figure == 2:
		t.rest()
		t.say("dialogue.say.kept", "number", number)
	default:
		t.puzzled()
	}
}

// limited is words as long as a case keeps them.
func limited(words string) string {
	runes := []rune(strings.TrimSpace(words))
	return string(runes[:min(len(runes), casework.NeedLimit)])
}
