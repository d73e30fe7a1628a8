package letter

import (
	"slices"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// The limits of what may be typed, in letters.
const (
	nameLimit   = 200
	reasonLimit = 500
)

// Check returns the content in its stored form, or everything wrong with it on the
// day. A deadline before the receipt is allowed: such letters come.
func (c Content) Check(today workday.Date) (Content, error) {
	for _, text := range []*string{&c.Sender.Name, &c.Sender.Office, &c.Sender.Address, &c.Sender.Mail, &c.Memo, &c.Subject, &c.Remark} {
		*text = bangla.Line(*text)
	}
	wrong := c.checkDays(today)
	if c.Sender.Name == "" && c.Sender.Office == "" {
		wrong = append(wrong, fault.InField("sender", "letter.sender.missing"))
	}
	wrong = append(wrong, line("sender", c.Sender.Name, nameLimit, "")...)
	wrong = append(wrong, line("sender_office", c.Sender.Office, nameLimit, "")...)
	wrong = append(wrong, line("sender_address", c.Sender.Address, nameLimit, "")...)
	wrong = append(wrong, line("memo", c.Memo, nameLimit, "")...)
	wrong = append(wrong, line("subject", c.Subject, titleLimit, "letter.subject.missing")...)
	wrong = append(wrong, line("remark", c.Remark, reasonLimit, "")...)
	wrong = append(wrong, known("class", c.Class, []Class{Official, Citizen})...)
	wrong = append(wrong, known("medium", c.Medium, Media())...)
	wrong = append(wrong, known("priority", c.Priority, Priorities())...)
	wrong = append(wrong, known("secrecy", c.Secrecy, Secrecies())...)
	if c.Marked == "" {
		wrong = append(wrong, fault.InField("marked", "letter.marked.missing"))
	}
	return c, wrong.Err()
}

func (c Content) checkDays(today workday.Date) (wrong fault.Fields) {
	switch {
	case c.Received.Zero():
		wrong = append(wrong, fault.InField("received", "letter.received.missing"))
	case c.Received.After(today):
		wrong = append(wrong, fault.InField("received", "letter.received.future"))
	}
	if c.MemoDate.After(today) {
		wrong = append(wrong, fault.InField("memo_date", "letter.memo.date.future"))
	}
	return wrong
}

func known[T ~string](field string, value T, all []T) fault.Fields {
	if slices.Contains(all, value) {
		return nil
	}
	return fault.Fields{fault.InField(field, "letter.choice.missing")}
}

// enter is the entry without its serial.
func (a Arrival) enter(stamp Stamp) (Letter, error) {
	content, err := a.Content.Check(stamp.Today)
	if len(a.Key) < 16 || len(a.Key) > 64 {
		return Letter{}, fault.New(fault.Invalid, "letter.key.missing")
	}
	return Letter{Content: content, Office: a.Office, Year: stamp.Today.Year, Key: a.Key, Entered: stamp.sign(), Revision: 1}, err
}

// Mark gives the letter to another post.
func (l Letter) Mark(post string) (Letter, error) {
	if !l.Pending() {
		return l, fault.New(fault.Conflict, "letter.disposed")
	}
	if post == "" {
		return l, fault.InField("marked", "letter.marked.missing")
	}
	l.Marked = post
	return l, nil
}

// Decide takes a decision about the letter. One that is filed needs a file, and is
// dealt with, as one that is answered is; one that is presented stays open.
func (l Letter) Decide(decision Decision, file string, stamp Stamp) (Letter, error) {
	if l.Void != "" {
		return l, fault.New(fault.Conflict, "letter.is.void")
	}
	if wrong := known("decision", decision, []Decision{Filed, Presented, Answered}); wrong != nil {
		return l, wrong
	}
	if decision == Filed && file == "" {
		return l, fault.InField("file", "letter.file.missing")
	}
	if file != "" {
		l.File = file
	}
	if l.Decision = decision; decision == Presented {
		l.Disposed = Signature{}
	} else if !l.Disposed.Known() {
		l.Disposed = stamp.sign()
	}
	return l, nil
}

// Tie joins the letter to a case.
func (l Letter) Tie(number string) (Letter, error) {
	switch {
	case l.Void != "":
		return l, fault.New(fault.Conflict, "letter.is.void")
	case l.Case != "" && l.Case != number:
		return l, fault.New(fault.Conflict, "letter.tied", "number", l.Case)
	}
	l.Case = number
	return l, nil
}

// Annul marks a wrong entry as void; its number stays taken.
func (l Letter) Annul(reason string) (Letter, error) {
	if l.Void != "" {
		return l, fault.New(fault.Conflict, "letter.is.void")
	}
	if l.Case != "" || len(l.Replies) > 0 {
		return l, fault.New(fault.Conflict, "letter.void.used")
	}
	reason = bangla.Line(reason)
	if wrong := line("reason", reason, reasonLimit, "letter.reason.missing"); wrong != nil {
		return l, wrong
	}
	l.Void = reason
	return l, nil
}

// replied notes a letter that answers this one; when it is sent, this one is dealt
// with.
func (l Letter) replied(reply string, sent bool, stamp Stamp) Letter {
	if !slices.Contains(l.Replies, reply) {
		l.Replies = append(slices.Clone(l.Replies), reply)
	}
	if sent && !l.Disposed.Known() {
		l.Decision, l.Disposed = Answered, stamp.sign()
	}
	return l
}

// Due is the warning that the day asks for: three working days and one before the
// deadline, and once it has passed.
func (l Letter) Due(today workday.Date, calendar workday.Calendar) Warning {
	switch {
	case l.Deadline.Zero() || !l.Pending():
		return Unwarned
	case today.After(l.Deadline):
		return Passed
	}
	switch left := workingDays(today, l.Deadline, calendar); {
	case left <= 1:
		return OneDay
	case left <= 3:
		return ThreeDays
	}
	return Unwarned
}

// workingDays counts the working days after a day up to and with another, at most
// four.
func workingDays(after, until workday.Date, calendar workday.Calendar) int {
	count := 0
	for day := after.AddDays(1); !day.After(until) && count < 4; day = day.AddDays(1) {
		if calendar.Open(day) {
			count++
		}
	}
	return count
}
