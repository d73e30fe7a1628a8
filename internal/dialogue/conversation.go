package dialogue

import (
	"slices"
	"time"
	"unicode/utf8"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Step is what a conversation waits for.
type Step string

// The steps; Idle: for nothing.
const (
	Idle      Step = ""
	AskOffice Step = "office"  // which office is meant
	Choose    Step = "service" // a number of the list of services
	Want      Step = "want"    // whether to apply for the service shown
	AskName   Step = "name"
	AskPlace  Step = "place"
	AskFact   Step = "fact" // a question of the service's kind
	AskNeed   Step = "need"
	Confirm   Step = "confirm"
	Which     Step = "which"  // of several cases
	Solved    Step = "solved" // after a low rating
	Grief     Step = "grief"  // the words of a complaint
	GiveUp    Step = "give_up"
)

// Message is one message that came in, each once.
type Message struct {
	Office  string // of the gateway
	Key     string
	Gateway string
	Phone   string // +8801XXXXXXXXX
	Text    string
	Came    time.Time
	Plan    *Plan // what it leads to, once that is decided
}

// Conversation is where one telephone stands with one office's number.
type Conversation struct {
	Office   string    `json:"-"` // of the gateway
	Phone    string    `json:"-"` // +8801XXXXXXXXX
	ID       string    `json:"-"` // 32 hex digits, for addresses
	Revision int       `json:"-"`
	Needs    bool      `json:"needs,omitempty"`  // a person must look
	Sealed   bool      `json:"sealed,omitempty"` // it is or was about a sealed matter
	Changed  time.Time `json:"-"`
	For      string    `json:"for,omitempty"` // the office meant, when the gateway serves several
	Lang     string    `json:"lang,omitempty"`
	Step     Step      `json:"step,omitempty"`
	Purpose  Command   `json:"purpose,omitempty"` // what the answer to the step is for
	Offered  []string  `json:"offered,omitempty"` // what the numbers shown last stand for
	From     int       `json:"from,omitempty"`    // the first one of the page shown
	Pending  string    `json:"pending,omitempty"` // words that wait for the answer
	Draft    Draft     `json:"draft,omitzero"`
	Question Reply     `json:"question,omitzero"` // asked last, for whoever lost it
	Tongue   string    `json:"tongue,omitempty"`  // the language of that question
	Name     string    `json:"name,omitempty"`    // under which the telephone applied last
	Case     string    `json:"case,omitempty"`    // that the step is about
	Rating   int       `json:"rating,omitempty"`
	Misses   int       `json:"misses,omitempty"` // messages in a row that were not understood
}

// Meant is the office that the conversation is with.
func (c Conversation) Meant() string {
	if c.For != "" {
		return c.For
	}
	return c.Office
}

// Draft is an application that is being asked together.
type Draft struct {
	Service string            `json:"service,omitempty"` // slug
	Name    string            `json:"name,omitempty"`
	Place   string            `json:"place,omitempty"`
	Need    string            `json:"need,omitempty"`
	Code    string            `json:"code,omitempty"` // of a digital centre
	Facts   map[string]string `json:"facts,omitempty"`
}

// draftLife is how long an unfinished dialogue waits for its next answer.
const draftLife = 30 * 24 * time.Hour

// Reply is what is said: a text key with name, value pairs; no key: nothing.
type Reply struct {
	Key  string   `json:"key,omitempty"`
	Args []string `json:"args,omitempty"`
}

// Act is what follows from a message beside the reply; no Do: nothing.
type Act struct {
	Do          Command              `json:"do,omitempty"` // Apply, Answer, Rate, Complain, Withdraw, Stop, Start, Person
	Service     string               `json:"service,omitempty"`
	Application casework.Application `json:"application,omitzero"`
	Number      string               `json:"number,omitempty"` // of the case
	Words       string               `json:"words,omitempty"`
	Solved      casework.Solved      `json:"solved,omitempty"`
}

// Plan is what a message leads to: decided once, before anything is done, so that
// what was begun before a crash is finished and not decided anew.
type Plan struct {
	Conversation Conversation `json:"conversation"`
	Reply        Reply        `json:"reply"`
	Act          Act          `json:"act"`
	Read         Command      `json:"read"`
	Fate         string       `json:"fate"` // of Fates
}

// The fates of a message.
const (
	Understood = "understood"
	Puzzling   = "puzzling" // not understood
	TooMuch    = "too_much" // over the limit of its number
	Unreadable = "foreign"  // from no mobile number of the country
)

// Fates lists what may become of a message.
var Fates = []string{Understood, Puzzling, TooMuch, Unreadable}

// Line is one message in the list that the staff reads.
type Line struct {
	Message
	Conversation string // ID; empty until it was dealt with
	Read         Command
	Fate         string // empty until it was dealt with
	Needs        bool   // a person must look at the conversation
	Sealed       bool   // the conversation is about a sealed matter
}

// World is what a decision about a message looks up.
type World struct {
	Now      time.Time
	Office   office.Office // the one meant
	Superior office.Office // zero at the top
	Offer    *catalogue.Offer
	Calendar workday.Calendar
	Kind     func(id string) catalogue.Kind
	Cases    []casework.Case // of the telephone, latest first
	Named    *casework.Case  // whose number the message holds, whoever's it is
	Say      notice.Speaker
}

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
