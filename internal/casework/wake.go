package casework

import (
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// Stage is how far up the ladder of offices a case has climbed.
type Stage int

// The stages. Each rung above the first adds one.
const (
	Quiet    Stage = 0
	Warned   Stage = 1 // the officer was reminded
	Breached Stage = 2 // the promised moment passed: officer, superior and applicant know
)

// Extension is the one lengthening of a promise that the office may give itself.
type Extension struct {
	Days   int       `json:"days"` // working days; 0: none was given
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
	Before time.Time `json:"before"` // the moment promised until then
}

// Contact is where somebody of an office is reached.
type Contact struct {
	Person string
	Name   string
	Office string
	Mobile string
	Mail   string
}

// Handbook is what a decision looks up: the calendar and the figures of the
// office, and who stands above the matter, the answerable officer first.
type Handbook struct {
	Calendar workday.Calendar
	Rules    Rules
	Ladder   []Contact
	Seal     func(number string) string // hides an identity number; nil where none is asked for
}

// rung is who stands on a rung of the ladder; above the topmost nobody.
func (h Handbook) rung(n int) (Contact, bool) {
	if n < 0 || n >= len(h.Ladder) {
		return Contact{}, false
	}
	return h.Ladder[n], true
}

// Promised is the promised moment of the case by a calendar, with every day that
// was counted: the clock's own days, and those of the extension.
func (c Case) Promised(calendar workday.Calendar, now time.Time) (workday.Due, error) {
	due, err := c.Clock().Due(calendar, now)
	if err != nil || !due.Measurable || c.Extension.Days == 0 {
		return due, err
	}
	from := calendar.DateOf(due.Moment)
	due.Days = append(due.Days, calendar.Explain(from, c.Extension.Days)...)
	closing, open := calendar.Closing(calendar.Add(from, c.Extension.Days))
	if open {
		due.Moment = closing
	}
	return due, nil
}

// thresholds are the moments at which the case climbs: reminder, breach, and each
// rung. A reminder that would fall before the receipt is none: its moment is zero.
func (c Case) thresholds(h Handbook) []time.Time {
	if c.Due.IsZero() {
		return nil
	}
	promised := h.Calendar.DateOf(c.Due)
	opening := func(d workday.Date) time.Time {
		t, _ := h.Calendar.Opening(d)
		return t
	}
	var warn time.Time
	if h.Rules.Warn > 0 {
		if warn = opening(h.Calendar.Sub(promised, h.Rules.Warn)); !warn.After(c.Received) {
			warn = time.Time{}
		}
	}
	list := []time.Time{warn, c.Due}
	for _, days := range h.Rules.Climb {
		list = append(list, opening(h.Calendar.Add(promised, days)))
	}
	return list
}

// Wind sets the moment at which the clock itself acts next on the case. An ended
// case is left alone.
func (c Case) Wind(h Handbook) Case {
	c.Wake = time.Time{}
	switch {
	case c.Ended():
	case c.Status == Waiting:
		c.Wake = c.waitsUntil(h).UTC()
	default:
		for i, moment := range c.thresholds(h) {
			if Stage(i) >= c.Stage && !moment.IsZero() {
				c.Wake = moment.UTC()
				break
			}
		}
	}
	return c
}

// waitsUntil is when the clock goes on although the applicant has not answered.
func (c Case) waitsUntil(h Handbook) time.Time {
	if len(c.Pauses) == 0 {
		return time.Time{}
	}
	asked := h.Calendar.DateOf(c.Pauses[len(c.Pauses)-1].From)
	opening, _ := h.Calendar.Opening(h.Calendar.Add(asked, h.Rules.Wait+1))
	return opening
}

// Awake decides what time alone makes of a case: the applicant's time to answer is
// over, the promised moment comes near or has passed, the next rung must hear.
// acts is false when nothing is due. A stage is reached once; what was slept
// through is told by the highest stage only.
func (c Case) Awake(stamp Stamp) (change Change, acts bool, err error) {
	if c.Ended() || c.Wake.IsZero() || stamp.Now.Before(c.Wake) {
		return Change{}, false, nil
	}
	if c.Status == Waiting {
		change, err := c.lapse(stamp)
		return change, err == nil, err
	}
	reached := c.Stage
	for i, moment := range c.thresholds(stamp.Book) {
		if !moment.IsZero() && !stamp.Now.Before(moment) && Stage(i+1) > reached {
			reached = Stage(i + 1)
		}
	}
	if reached == c.Stage {
		return Change{}, false, nil
	}
	return c.climb(reached, stamp), true, nil
}

// lapse lets the clock go on because the applicant's time to answer is over. What
// is missing stays on the list.
func (c Case) lapse(stamp Stamp) (Change, error) {
	missing := c.Missing
	change, err := c.goOn(DeedLapsed, "", stamp)
	if err != nil {
		return Change{}, err
	}
	change.Case.Missing = missing
	for i := range change.Acts {
		change.Acts[i].Key = "casework.act.lapsed"
	}
	return change.Seal(), nil
}

// climb raises the case to a stage and tells those who stand there. At the breach
// the applicant hears as well.
func (c Case) climb(to Stage, stamp Stamp) Change {
	from := c.Stage
	c.Stage = to
	deed, key := DeedEscalated, "casework.act.escalated"
	switch to {
	case Warned:
		deed, key = DeedWarned, "casework.act.warned"
	case Breached:
		deed, key = DeedBreached, "casework.act.breached"
	}
	h := stamp.Book
	c = c.Wind(h)
	change := c.act(deed, stamp, to >= Breached, "")
	change.Acts[0].Key = key
	due := dateArg(c.Due)
	if to == Warned {
		if officer, known := h.rung(0); known {
			change = change.tellOfficer(stamp, officer, "casework.notice.warned", "due", due)
		}
		return change.Seal()
	}
	last := int(to-Breached) + 1
	for n := range last + 1 {
		told := from >= Breached && n <= int(from-Breached)+1
		if who, known := h.rung(n); known && !told {
			change = change.tellOfficer(stamp, who, "casework.notice.breached", "due", due)
		}
	}
	if from < Breached {
		change = change.tell(stamp, "casework.notice.late", "due", due)
	}
	return change.Seal()
}

// Extend lengthens the promise by some working days, once, with a reason that the
// applicant is told.
func (c Case) Extend(days int, reason string, stamp Stamp) (Change, error) {
	switch {
	case c.Ended():
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	case c.Due.IsZero():
		return Change{}, fault.New(fault.Conflict, "casework.extend.undated")
	case c.Extension.Days > 0:
		return Change{}, fault.New(fault.Conflict, "casework.extend.again")
	}
	var wrong fault.Fields
	if days < 1 || days > stamp.Book.Rules.Extend {
		wrong = append(wrong, fault.InField("days", "casework.extend.days", "most", stamp.Book.Rules.Extend))
	}
	wrong = append(wrong, text("reason", &reason, NeedLimit, "casework.reason.missing")...)
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	before := c.Due
	c.Extension = Extension{Days: days, Reason: reason, At: stamp.Now, Before: before}
	if err := c.recount(stamp); err != nil {
		return Change{}, err
	}
	change := c.act(DeedExtended, stamp, true, reason)
	return change.tell(stamp, "casework.notice.extended", "before", dateArg(before), "due", dateArg(c.Due), "words", reason), nil
}

// recount sets the promised moment anew. Another moment that lies ahead begins the
// climb again.
func (c *Case) recount(stamp Stamp) error {
	due, err := c.due(stamp.Book.Calendar, stamp.Now)
	if err != nil {
		return err
	}
	if !due.Equal(c.Due) && due.After(stamp.Now) {
		c.Stage = Quiet
	}
	c.Due = due
	return nil
}
