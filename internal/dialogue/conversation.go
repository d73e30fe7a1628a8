package dialogue

import (
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
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
	Conversation string // ID
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
