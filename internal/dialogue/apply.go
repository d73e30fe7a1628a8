package dialogue

import (
	"cmp"
	"maps"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
)

// shortestNeed is how many letters a problem has at least.
const shortestNeed = 5

func (t *turn) draft(d Draft) {
	t.rest()
	t.c().Draft = d
	t.next()
}

// kind is the kind of the service that is applied for.
func (t *turn) kind() catalogue.Kind {
	s, err := t.service(t.c().Draft.Service)
	if err != nil {
		return t.w.Kind(catalogue.PlainKind)
	}
	return t.w.Kind(s.Kind)
}

// next asks for what the draft lacks.
func (t *turn) next() {
	c := t.c()
	d := &c.Draft
	if _, err := t.service(d.Service); err != nil { // a new charter has come meanwhile
		t.list()
		return
	}
	switch question, open := t.open(); {
	case d.Name == "" && c.Name != "":
		t.ask(AskName, "dialogue.say.name.known", "service", t.title(d.Service), "name", c.Name)
	case d.Name == "":
		t.ask(AskName, "dialogue.say.name", "service", t.title(d.Service))
	case d.Place == "":
		t.ask(AskPlace, "dialogue.say.place", "name", d.Name)
	case open:
		t.fact(question, "", 0)
	case d.Need == "" && t.kind().Sealed:
		t.ask(AskNeed, "dialogue.say.need.sealed", "calls", t.voice().Digits(strings.Join(t.kind().Calls, ", ")))
	case d.Need == "":
		t.ask(AskNeed, "dialogue.say.need")
	default:
		t.confirm()
	}
}

// known are fields of kinds that the common questions answer as well.
func (d Draft) known(field string) string {
	switch field {
	case "place", "udc_union":
		return d.Place
	case "udc_code":
		return d.Code
	}
	return ""
}

// facts are the answers to the questions of the kind, those included that were given
// by other questions.
func (t *turn) facts() map[string]string {
	d := t.c().Draft
	facts := map[string]string{}
	maps.Copy(facts, d.Facts)
	for _, q := range t.kind().Form {
		if value := cmp.Or(facts[q.ID], d.known(q.ID)); value != "" && q.Asked(facts) {
			facts[q.ID] = value
		}
	}
	return facts
}

// open is the first question that the kind requires an answer to and that has none.
// Identity numbers are never asked by SMS.
func (t *turn) open() (catalogue.Question, bool) {
	facts := t.facts()
	for _, q := range t.kind().Form {
		if q.Required && q.Sort != catalogue.Identity && q.Asked(facts) && facts[q.ID] == "" {
			return q, true
		}
	}
	return catalogue.Question{}, false
}

// fact asks a question of the kind, after what was wrong with an answer to it. Its
// choices are numbered; of many as many are shown as fit, the rest on asking for more.
func (t *turn) fact(q catalogue.Question, wrong string, from int) {
	key := t.kind().FieldKey(q.ID)
	if from >= len(q.Choices) {
		from = 0
	}
	text := t.text(key)
	if wrong != "" {
		text = wrong + " " + text
	}
	if q.Sort == catalogue.Date {
		text += " " + t.text("dialogue.say.fact.date")
	}
	say, until := "dialogue.say.fact", from
	for i, choice := range q.Choices[from:] {
		line := "\n" + t.count(from+i+1) + " " + t.text(key+"."+choice)
		last := from+i+1 == len(q.Choices)
		if i > 0 && !t.fits(say, text+line) || i > 0 && !last && !t.fits("dialogue.say.fact.more", text+line) {
			break
		}
		text, until = text+line, from+i+1
	}
	if until < len(q.Choices) {
		say = "dialogue.say.fact.more"
	}
	t.ask(AskFact, say, "question", text)
	t.c().From = until
}

// fits reports whether a question takes no more messages than a reply may.
func (t *turn) fits(key, question string) bool {
	r := Reply{Key: key, Args: []string{"question", question}}
	return bangla.Segments(r.text(t.c().Lang, t.w)).Parts <= MostParts
}

// confirm shows what will be sent, with the promised day.
func (t *turn) confirm() {
	d := t.c().Draft
	s, _ := t.service(d.Service)
	promise := t.kind().PromiseFor(s.Promise, t.facts())
	due, err := casework.Case{Received: t.w.Now, Promise: promise}.Promised(t.w.Calendar, t.w.Now)
	if err != nil || !due.Measurable {
		t.ask(Confirm, "dialogue.say.confirm.undated", "service", s.Title(t.voice()), "name", d.Name, "place", d.Place)
		return
	}
	t.ask(Confirm, "dialogue.say.confirm", "service", s.Title(t.voice()), "name", d.Name, "place", d.Place, "day", t.day(due.Moment))
}
