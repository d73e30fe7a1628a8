package call

import (
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/workday"
)

// State is where a call-back stands.
type State string

// The states.
const (
	Open      State = "open"
	Done      State = "done"      // the person was spoken to
	Unreached State = "unreached" // not reached, as often as the rule of tries asks
)

// Tries is how often somebody is called in vain before the call-back ends (charter
// row C2: three attempts).
const Tries = 3

// pause is the office time between two attempts, in minutes.
const pause = 120

// Back is somebody who is to be called.
type Back struct {
	Office string
	ID     string
	Mobile string // +8801XXXXXXXXX
	Name   string // empty when not known
	Number string // of the case, empty for none
	Why    string // in words; empty for a notice, which has words of its own
	Asked  time.Time
	Wanted time.Time // not before this moment
	Due    time.Time // promised by
	State  State
	Tries  int       // how often nobody was reached
	Last   time.Time // of those tries; zero: none
	// Notice is what is to be said, when the call-back is a notice that goes by
	// telephone.
	Notice *notice.Notice
}

// Ask is a wish to be called. Key names it: the same wish told twice is one.
type Ask struct {
	Office string
	Key    string
	Mobile string
	Name   string
	Number string // of the case, empty for none
	Why    string
	Wanted time.Time // zero: as soon as it may be
}

// Plan makes a call-back of a wish: to be made when wanted, in office hours, and
// promised within two hours of office time from then.
func Plan(ask Ask, calendar Calendar, now time.Time) (Back, error) {
	var wrong fault.Fields
	mobile, err := number.ParseMobile(ask.Mobile)
	wrong = append(wrong, fault.List(err)...)
	why, name := strings.TrimSpace(bangla.Normal(ask.Why)), bangla.Line(ask.Name)
	if n := utf8.RuneCountInString(why); n > WordsLimit {
		wrong = append(wrong, fault.InField("words", "call.words.long", "n", n, "limit", WordsLimit))
	}
	if n := utf8.RuneCountInString(name); n > nameLimit {
		wrong = append(wrong, fault.InField("name", "call.words.long", "n", n, "limit", nameLimit))
	}
	back := Back{
		Office: ask.Office, ID: ask.Key, Mobile: mobile, Name: name, Number: ask.Number, Why: why,
		Asked: now, Wanted: now, State: Open,
	}
	if ask.Wanted.After(now) {
		back.Wanted = ask.Wanted
	}
	back.Due = calendar.AddMinutes(back.Wanted, pause)
	return back, wrong.Err()
}

// OfNotice makes a call-back of a notice that waits to be told by telephone. It is to
// be told by the end of the working day after the one on which it may leave.
func OfNotice(n notice.Notice, calendar Calendar) Back {
	back := Back{
		Office: n.Office, ID: n.ID, Mobile: n.Address, Asked: n.At, Wanted: n.Leaves, State: Open, Notice: &n,
	}
	back.Number, _ = strings.CutPrefix(n.Subject, "case/")
	back.Due, _ = calendar.Closing(calendar.Add(calendar.DateOf(n.Leaves), 1))
	return back
}

// After is the call-back as it stands after tries in vain, the last at a moment:
// the next attempt waits two hours of office time.
func (b Back) After(tries int, last time.Time, calendar Calendar) Back {
	b.Tries, b.Last = tries, last
	if next := calendar.AddMinutes(last, pause); tries > 0 && next.After(b.Wanted) {
		b.Wanted = next
	}
	return b
}

// Late reports whether the promised moment has passed.
func (b Back) Late(now time.Time) bool { return b.State == Open && !b.Due.IsZero() && now.After(b.Due) }

// End is where the call-back stands after a call with that result: done when somebody
// was spoken to, unreached after the last try, else open as before. A call-back that
// has ended is a Conflict.
func (b Back) End(result Result) (Back, error) {
	switch {
	case b.State != Open:
		return b, fault.New(fault.Conflict, "call.back.ended")
	case result.Spoken():
		b.State = Done
	case b.Tries+1 >= Tries:
		b.State = Unreached
	}
	return b, nil
}

// Soon is how people say when they are to be called.
type Soon string

// The ways to say it.
const (
	WithinHours Soon = "hours"    // within two hours of office time
	Today       Soon = "today"    // before the office closes
	Tomorrow    Soon = "tomorrow" // on the next working day
)

// When turns what people say into the first moment at which the call is wanted: at a
// clock time (HH:MM in either digits, empty for none) of the day, or such that it is
// made by the day's end. The fault is in the field clock.
func When(soon Soon, clock string, calendar Calendar, now time.Time) (time.Time, error) {
	day := calendar.Next(calendar.DateOf(now))
	if closing, open := calendar.Closing(day); soon == Tomorrow || open && now.After(closing) {
		day = calendar.Add(calendar.DateOf(now), 1)
	}
	if clock = bangla.Line(clock); clock != "" {
		text := strings.NewReplacer(".", ":", " ", "", "ঃ", ":").Replace(bangla.ASCII(clock))
		at, err := time.Parse("15:04", text)
		if err != nil {
			return time.Time{}, fault.InField("clock", "call.clock.wrong")
		}
		if at.Hour() >= 1 && at.Hour() <= 7 { // no office calls at night: half past two is in the afternoon
			at = at.Add(12 * time.Hour)
		}
		wanted := day.Time(at.Hour(), at.Minute(), calendar.Location())
		if wanted.Before(now) {
			return time.Time{}, fault.InField("clock", "call.clock.past")
		}
		return wanted, nil
	}
	if soon == WithinHours {
		return now, nil
	}
	return lastHours(day, calendar, now), nil
}

// lastHours is the moment from which two hours of office time are left on a day.
func lastHours(day workday.Date, calendar Calendar, now time.Time) time.Time {
	closing, open := calendar.Closing(day)
	if from := calendar.AddMinutes(closing, -pause); open && from.After(now) {
		return from
	}
	return now
}
