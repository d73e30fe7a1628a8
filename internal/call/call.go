// Package call keeps what happens on the office's telephone: who called or was
// called, what came of it, and who is to be called back by when. It knows nothing of
// pages and SQL, and of cases only their numbers.
package call

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/workday"
)

// Direction says who called whom.
type Direction string

// The directions.
const (
	In  Direction = "in"  // somebody called the office
	Out Direction = "out" // the office called
)

// Result is what came of a call.
type Result string

// The results.
const (
	Answered    Result = "answered"     // spoken, and nothing more to note
	Told        Result = "told"         // told where a request stands
	Took        Result = "took"         // took a request in
	Promised    Result = "promised"     // promised to call back
	NoAnswer    Result = "no_answer"    // nobody took the call
	Busy        Result = "busy"         // the line was busy or the phone off
	WrongNumber Result = "wrong_number" // somebody else's number
)

// Results lists the results in the order in which they are offered.
var Results = []Result{Answered, Told, Took, Promised, NoAnswer, Busy, WrongNumber}

// Spoken reports whether the right person was on the line.
func (r Result) Spoken() bool { return r != NoAnswer && r != Busy && r != WrongNumber }

// Call is one line of the call log.
type Call struct {
	Office    string
	ID        string // from the form's key: the same form sent twice is one call
	Mobile    string // +8801XXXXXXXXX
	Direction Direction
	Result    Result
	Minutes   int // of talk
	Words     string
	Number    string // of the case it was about, empty for none
	Back      string // ID of the call-back that it answers, empty for none
	At        time.Time
	Person    string // who spoke for the office
	Name      string // of that person
}

// The limits of what may be typed.
const (
	WordsLimit   = 500 // letters
	MinutesLimit = 600
	nameLimit    = 120 // letters
)

// Check returns the call with its mobile in stored form and its words trimmed, or
// everything that is wrong with it, in the fields mobile, direction, result, minutes
// and words.
func (c Call) Check() (Call, error) {
	var wrong fault.Fields
	mobile, err := number.ParseMobile(c.Mobile)
	wrong = append(wrong, fault.List(err)...)
	c.Mobile = mobile
	if c.Direction != In && c.Direction != Out {
		wrong = append(wrong, fault.InField("direction", "call.direction.missing"))
	}
	if !slices.Contains(Results, c.Result) {
		wrong = append(wrong, fault.InField("result", "call.result.missing"))
	}
	if c.Minutes < 0 || c.Minutes > MinutesLimit {
		wrong = append(wrong, fault.InField("minutes", "call.minutes.wrong", "high", MinutesLimit))
	}
	c.Words = strings.TrimSpace(bangla.Normal(c.Words))
	if n := utf8.RuneCountInString(c.Words); n > WordsLimit {
		wrong = append(wrong, fault.InField("words", "call.words.long", "n", n, "limit", WordsLimit))
	}
	return c, wrong.Err()
}

// Sum counts calls by what came of them.
type Sum struct {
	Result  Result
	In, Out int
	Minutes int // of talk
}

// Totals sums calls by result, in the order of Results; results without a call are
// left out.
func Totals(calls []Call) []Sum {
	var sums []Sum
	for _, result := range Results {
		sum := Sum{Result: result}
		for _, one := range calls {
			if one.Result != result {
				continue
			}
			sum.Minutes += one.Minutes
			if one.Direction == In {
				sum.In++
			} else {
				sum.Out++
			}
		}
		if sum.In+sum.Out > 0 {
			sums = append(sums, sum)
		}
	}
	return sums
}

// Calendar is the office's time as calls need it; workday.Calendar is one.
type Calendar interface {
	AddMinutes(t time.Time, minutes int) time.Time
	Add(d workday.Date, days int) workday.Date
	Next(d workday.Date) workday.Date
	DateOf(t time.Time) workday.Date
	Closing(d workday.Date) (time.Time, bool)
	Location() *time.Location
}
