package casework

import (
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// Solved is what the applicant says about the end.
type Solved string

// The answers; empty: none yet.
const (
	SolvedYes    Solved = "yes"
	SolvedPartly Solved = "partly"
	SolvedNo     Solved = "no"
)

// Try is one attempt to reach the applicant.
type Try struct {
	At      time.Time `json:"at"`
	Channel string    `json:"channel"` // as a notice's: sms, mail, phone; or visit
	Words   string    `json:"words"`
}

// End is how a case is to end.
type End struct {
	Outcome  Outcome
	Sentence string            // what the applicant is told; a refusal's is its reason
	Record   map[string]string // the kind's fields, as typed
	Kind     catalogue.Kind
}

// Close ends the case with an outcome and a plain sentence that the applicant
// receives. The way of appeal of a refusal is added by the text of the notice. A
// service of a kind with needed steps is delivered only after them, and what the
// kind asks to be recorded must be there.
func (c Case) Close(end End, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	if err := c.closable(end, stamp); err != nil {
		return Change{}, err
	}
	var wrong fault.Fields
	wrong = append(wrong, text("sentence", &end.Sentence, NeedLimit, "casework.sentence.missing")...)
	if end.Outcome == Delivered || end.Outcome == Advised {
		record, err := catalogue.CheckAnswers(end.Kind.Record, end.Record)
		wrong = append(wrong, fault.List(err)...)
		c.record(record)
	}
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	c.end(end.Outcome, end.Sentence, stamp.Now)
	c.took(stamp.Book.Calendar)
	return c.act(DeedClosed, stamp, true, end.Sentence).
		tell(stamp, "casework.notice.closed."+string(end.Outcome), "words", end.Sentence), nil
}

// closable says what stands in the way of an outcome.
func (c Case) closable(end End, stamp Stamp) error {
	ended := []Outcome{Delivered, Advised, PassedOn, Refused, Unreached}
	if !slices.Contains(ended, end.Outcome) || !end.Kind.Ends(string(end.Outcome)) {
		return fault.InField("outcome", "casework.outcome.missing")
	}
	if err := c.unbarred(stamp.Actor); err != nil {
		return err
	}
	switch end.Outcome {
	case Delivered, Advised:
		if err := c.declared(end.Kind, stamp.Actor); err != nil {
			return err
		}
		for _, task := range c.Tasks {
			if task.Needed && !task.Finished() && end.Outcome == Delivered {
				return fault.InField("outcome", "casework.task.undone")
			}
		}
	case PassedOn:
		if c.Referral.State != ReferralAccepted {
			return fault.InField("outcome", "casework.referral.unaccepted")
		}
	case Unreached:
		rules := stamp.Book.Rules
		if !c.reachedFor(rules, stamp.Book.Calendar) {
			return fault.InField("outcome", "casework.tries.few", "tries", rules.Tries, "days", rules.TryDays, "made", len(c.Tries))
		}
	}
	return nil
}

// record adds what the office recorded to what it recorded before.
func (c *Case) record(more map[string]string) {
	if len(more) == 0 {
		return
	}
	kept := map[string]string{}
	for _, list := range []map[string]string{c.Record, more} {
		for field, value := range list {
			kept[field] = value
		}
	}
	c.Record = kept
}

// took counts the working days that the office had an ended case.
func (c *Case) took(calendar workday.Calendar) {
	clock := workday.Clock{Received: c.Received, Pauses: c.Pauses}
	c.Took = clock.Elapsed(calendar, c.Closed).OfficeDays
}

// Reach notes an attempt to reach the applicant.
func (c Case) Reach(channel, words string, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	var wrong fault.Fields
	if !slices.Contains([]string{"phone", "sms", "mail", "visit"}, channel) {
		wrong = append(wrong, fault.InField("channel", "casework.try.channel"))
	}
	wrong = append(wrong, text("try", &words, NeedLimit, "")...)
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	c.Tries = append(slices.Clone(c.Tries), Try{At: stamp.Now, Channel: channel, Words: words})
	return c.act(DeedTried, stamp, true, words), nil
}

// reachedFor reports whether enough attempts were made over enough working days.
func (c Case) reachedFor(rules Rules, calendar workday.Calendar) bool {
	days := map[workday.Date]bool{}
	for _, try := range c.Tries {
		if day := calendar.DateOf(try.At); calendar.Open(day) {
			days[day] = true
		}
	}
	return len(c.Tries) >= rules.Tries && len(days) >= rules.TryDays
}

// Rate is the applicant's answer to "solved?", given once for each end. "No" within
// the time for it opens the case again, once.
func (c Case) Rate(solved Solved, words string, stamp Stamp) (Change, error) {
	switch {
	case !c.Ended() || c.Outcome == Withdrawn:
		return Change{}, fault.New(fault.Conflict, "casework.rate.open")
	case c.Solved != "":
		return Change{}, fault.New(fault.Conflict, "casework.rate.again")
	case !slices.Contains([]Solved{SolvedYes, SolvedPartly, SolvedNo}, solved):
		return Change{}, fault.InField("solved", "casework.rate.missing")
	}
	words = strings.TrimSpace(bangla.Normal(words))
	if wrong := text("words", &words, NeedLimit, ""); len(wrong) > 0 {
		return Change{}, wrong.Err()
	}
	c.Solved = solved
	rated := c.act(DeedRated, stamp, true, words)
	if solved != SolvedNo || c.Reopened > 0 || !c.Reopenable(stamp.Book, stamp.Now) {
		return rated, nil
	}
	stamp.Salt += "r" // a second act of the same moment has a salt of its own
	reopened, err := rated.Case.open(words, stamp)
	if err != nil {
		return Change{}, err
	}
	return rated.then(reopened), nil
}

// Reopenable reports whether the time in which an ended case may be opened again
// still runs.
func (c Case) Reopenable(h Handbook, now time.Time) bool {
	if !c.Ended() || c.Outcome == Withdrawn {
		return false
	}
	last, _ := h.Calendar.Closing(h.Calendar.Add(h.Calendar.DateOf(c.Closed), h.Rules.Reopen))
	return !now.After(last)
}

// Reopen opens an ended case again by the office, with a reason.
func (c Case) Reopen(reason string, stamp Stamp) (Change, error) {
	if !c.Reopenable(stamp.Book, stamp.Now) {
		return Change{}, fault.New(fault.Conflict, "casework.reopen.over")
	}
	reason, err := wordsIn("reason", reason)
	if err != nil {
		return Change{}, err
	}
	return c.open(reason, stamp)
}

// open continues the first clock: the time between end and opening counts for
// nobody.
func (c Case) open(reason string, stamp Stamp) (Change, error) {
	c.Pauses = append(slices.Clone(c.Pauses), workday.Pause{From: c.Closed, To: stamp.Now, Reason: reason})
	c.Status, c.Outcome, c.Sentence, c.Closed, c.Took = InProgress, Open, "", time.Time{}, 0
	c.Reopened++
	c.Solved = ""
	if err := c.recount(stamp); err != nil {
		return Change{}, err
	}
	change := c.act(DeedReopened, stamp, true, reason)
	if c.Due.IsZero() {
		return change.tell(stamp, "casework.notice.reopened.undated"), nil
	}
	return change.tell(stamp, "casework.notice.reopened", "due", dateArg(c.Due)), nil
}

// undoable are the acts of the office that may be taken back while their notices
// have not left.
var undoable = []Deed{
	DeedTaken, DeedReplied, DeedAsked, DeedResumed, DeedAssigned, DeedExtended, DeedReferred, DeedClosed, DeedReopened,
	DeedTried, DeedTask, DeedDone,
}

// Undoable reports whether the last act of a case may be taken back by an actor:
// its own, of the office, within the time that the rules give.
func (a Act) Undoable(actor Actor, rules Rules, now time.Time) bool {
	return slices.Contains(undoable, a.Deed) && a.Actor.Post != "" && a.Actor.Person == actor.Person &&
		now.Sub(a.At) <= rules.Undo
}

// Undo takes the last act back: the case stands again as before it, by a further
// act, and what was to be said stays unsaid.
func (c Case) Undo(last Act, before Case, stamp Stamp) (Change, error) {
	if last.Place != c.Revision || !last.Undoable(stamp.Actor, stamp.Book.Rules, stamp.Now) || before.Revision >= c.Revision {
		return Change{}, fault.New(fault.Conflict, "casework.undo.over")
	}
	before.Revision = c.Revision
	change := before.act(DeedUndone, stamp, false, "")
	change.Unsaid, change.Undone = []string{last.Salt + "-applicant"}, &last
	return change, nil
}
