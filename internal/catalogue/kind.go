package catalogue

import (
	"slices"
	"time"

	"dorgora/internal/message"
	"dorgora/workday"
)

// PlainKind is the kind of a service for which none is chosen: the common
// questions, any outcome, nothing else.
const PlainKind = "plain"

// Kind is one sort of service as values: what is asked beside the common
// questions, what is laid out to be done, what is recorded and given out at the
// end. It holds no code. What it says stands in Texts under keys that begin with
// "kind.<ID>."; see Question, Step, Sheet, Alarm.
type Kind struct {
	ID        string
	Texts     message.Set
	Form      []Question // asked of the applicant
	Steps     []Step     // laid out as tasks when a case comes in, in order
	Record    []Question // recorded when the service or advice was given
	Outcomes  []string   // codes of casework's outcomes that may end a case; empty: all
	Refusals  []string   // usual reasons, offered in words; keys kind.<ID>.refusal.<this>
	Sheets    []Sheet    // numbered papers that come out
	Clocks    []Clock    // answers that change the promise
	Alarms    []Alarm    // serious matters that the superior hears of the same day
	Repeat    Repeat
	Before    bool     // kind.<ID>.before is shown before any form
	Calls     []string // numbers to call at once, shown with it
	Anonymous bool     // the applicant may give no name
	Sealed    bool     // only who handles it and the superior see it
	Redacts   bool     // passwords and one-time codes are struck from what is typed
	Declares  bool     // who gives an opinion first declares interests
	Guides    string   // sort of approved texts that are offered first; see package guidance
	Reply     int      // working days within which a first answer is promised; 0: none
	Retain    int      // days after the end for which files are kept; 0: as the office keeps all
	Visits    string   // sort of appointment that is usual: visit, session, seat; empty: none
}

// Step is a task laid out when a case comes in; its words are kind.<kind>.step.<ID>.
type Step struct {
	ID     string
	Days   int        // working days after receipt by which it is to be done; 0: no date
	Needed bool       // without it a case does not end as delivered
	Record []Question // recorded when it is done
}

// Sheet is a numbered paper that comes out: its title is kind.<kind>.sheet.<ID>,
// its text kind.<kind>.sheet.<ID>.body with placeholders {number}, {date}, {name},
// {service}, {office}, {officer}, {sentence} and the fields of form and record by
// their IDs.
type Sheet struct {
	ID    string
	Needs []string // fields that must be recorded before it is issued
}

// Clock is an answer that changes the promise, as a request that falls under the
// Right to Information Act. Without a Value the field is a date, and the promise is
// kept by that day.
type Clock struct {
	Field, Value string
	Promise      workday.Promise
	Source       string
}

// Alarm is a serious matter, as a theft or lost data: the superior is told at
// once. Its words are kind.<kind>.alarm.<ID>.
type Alarm struct {
	ID    string
	Needs []Question
}

// Repeat says by which field a fault is known again, and for how many days.
type Repeat struct {
	Field string
	Days  int
}

// FieldKey is the key of a field's label.
func (k Kind) FieldKey(field string) string { return "kind." + k.ID + "." + field }

// Sheet returns a paper of the kind by its ID.
func (k Kind) Sheet(id string) (Sheet, bool) {
	i := slices.IndexFunc(k.Sheets, func(s Sheet) bool { return s.ID == id })
	if i < 0 {
		return Sheet{}, false
	}
	return k.Sheets[i], true
}

// Step returns a step of the kind by its ID.
func (k Kind) Step(id string) (Step, bool) {
	i := slices.IndexFunc(k.Steps, func(s Step) bool { return s.ID == id })
	if i < 0 {
		return Step{}, false
	}
	return k.Steps[i], true
}

// Ends reports whether an outcome may end a case of the kind.
func (k Kind) Ends(outcome string) bool {
	return len(k.Outcomes) == 0 || slices.Contains(k.Outcomes, outcome)
}

// Outlived reports whether the files of a case that ended at a moment, zero while it
// is open, are no longer kept.
func (k Kind) Outlived(ended, now time.Time) bool {
	return k.Retain > 0 && !ended.IsZero() && !now.Before(ended.AddDate(0, 0, k.Retain))
}

// PromiseFor is the promise for the given answers: the service's own, unless an
// answer brings another clock with it.
func (k Kind) PromiseFor(own workday.Promise, answers map[string]string) workday.Promise {
	for _, clock := range k.Clocks {
		answer := answers[clock.Field]
		if clock.Value != "" && answer == clock.Value {
			return clock.Promise
		}
		if day, err := workday.ParseDate(answer); err == nil && clock.Value == "" {
			return workday.Promise{Kind: workday.ByDate, By: day}
		}
	}
	return own
}
