package casework

import (
	"maps"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// Receipt is what a new case is made of.
type Receipt struct {
	Office      string
	Number      string
	Service     ServiceRef
	Promise     workday.Promise
	Application Application
	Channel     charter.Channel
	Post        string
	Evidence    []document.Evidence
	Kind        catalogue.Kind
	Follows     string // number of an earlier case about the same thing
	Topic       string // folded value by which the thing is known again
}

// Receive decides what a new application becomes. The due moment follows from the
// promise and the calendar in force now; a service without a measurable promise
// has none and is measured from receipt all the same.
func Receive(r Receipt, stamp Stamp) (Change, error) {
	application, err := r.Application.Under(r.Kind)
	if err != nil {
		return Change{}, err
	}
	application.Facts = sealed(r.Kind, application.Facts, stamp.Book.Seal)
	c := Case{
		Office: r.Office, Number: r.Number, Service: r.Service, Application: application, Channel: r.Channel,
		Post: r.Post, Status: Received, Received: stamp.Now, Promise: r.Kind.PromiseFor(r.Promise, application.Facts),
	}
	if c.Due, err = c.due(stamp.Book.Calendar, stamp.Now); err != nil {
		return Change{}, err
	}
	c.handle(r, stamp)
	change := c.act(DeedReceived, stamp, true, application.Need)
	change.Evidence = r.Evidence
	change = change.Seal()
	if c.Due.IsZero() {
		return change.tell(stamp, "casework.notice.received.undated"), nil
	}
	return change.tell(stamp, "casework.notice.received", "due", dateArg(c.Due)), nil
}

// sealed hides the identity numbers among the answers.
func sealed(kind catalogue.Kind, facts map[string]string, seal func(string) string) map[string]string {
	kept := maps.Clone(facts)
	for _, question := range kind.Form {
		if value := kept[question.ID]; question.Sort == catalogue.Identity && value != "" && seal != nil {
			kept[question.ID] = seal(value)
		}
	}
	return kept
}

// handle sets what the kind of the service brings along.
func (c *Case) handle(r Receipt, stamp Stamp) {
	c.Kind, c.Sealed, c.Follows, c.Topic = r.Kind.ID, r.Kind.Sealed, r.Follows, r.Topic
	if c.Kind == "" {
		c.Kind = catalogue.PlainKind
	}
	c.Tasks = layOut(r.Kind, r.Post, stamp.Book.Calendar, stamp.Now)
	if r.Kind.Reply > 0 {
		calendar := stamp.Book.Calendar
		closing, _ := calendar.Closing(calendar.Add(calendar.DateOf(stamp.Now), r.Kind.Reply))
		c.ReplyBy = closing.UTC()
	}
}

// due returns the promised moment by the given calendar, zero when the promise
// cannot be measured.
func (c Case) due(calendar workday.Calendar, now time.Time) (time.Time, error) {
	due, err := c.Promised(calendar, now)
	if err != nil || !due.Measurable {
		return time.Time{}, err
	}
	return due.Moment.UTC(), nil
}

// Take marks that the officer began.
func (c Case) Take(stamp Stamp) (Change, error) {
	if c.Status != Received {
		return Change{}, fault.New(fault.Conflict, "casework.taken.already")
	}
	c.Status = InProgress
	return c.act(DeedTaken, stamp, true, ""), nil
}

// Reply sends words to the applicant without ending the case.
func (c Case) Reply(words string, stamp Stamp) (Change, error) {
	words, err := c.words(words, "reply")
	if err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	return c.act(DeedReplied, stamp, true, words).tell(stamp, "casework.notice.replied", "words", words), nil
}

// Note writes an internal note, which the applicant never sees.
func (c Case) Note(words string, stamp Stamp) (Change, error) {
	words, err := wordsIn("note", words)
	if err != nil {
		return Change{}, err
	}
	return c.act(DeedNoted, stamp, false, words), nil
}

// Ask asks in one message for everything that is missing, one paper a line. The
// clock pauses until the applicant answers.
func (c Case) Ask(missing []string, stamp Stamp) (Change, error) {
	if c.Status == Waiting {
		return Change{}, fault.New(fault.Conflict, "casework.asked.already")
	}
	list := lines(missing)
	words, err := c.words(strings.Join(list, "\n"), "missing")
	if err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	c.Status, c.Missing, c.Rounds = Waiting, list, c.Rounds+1
	c.Pauses = append(c.Pauses[:len(c.Pauses):len(c.Pauses)], workday.Pause{From: stamp.Now, Reason: words})
	change := c.act(DeedAsked, stamp, true, words).tell(stamp, "casework.notice.asked", "words", strings.Join(list, "; "))
	if superior, known := stamp.Book.rung(1); known && c.Rounds > 1 {
		change = change.tellOfficer(stamp, superior, "casework.notice.again", "words", strings.Join(list, "; "))
	}
	return change, nil
}

// Answer is the applicant's answer to what was asked. The clock goes on, and the
// promised moment moves by the time of waiting.
func (c Case) Answer(words string, evidence []document.Evidence, stamp Stamp) (Change, error) {
	words = strings.TrimSpace(bangla.Normal(words))
	if words == "" && len(evidence) == 0 {
		return Change{}, fault.InField("answer", "casework.answer.missing")
	}
	if wrong := text("answer", &words, NeedLimit, ""); len(wrong) > 0 {
		return Change{}, wrong.Err()
	}
	change, err := c.goOn(DeedAnswered, words, stamp)
	if err != nil {
		return Change{}, err
	}
	change.Evidence = evidence
	return change.Seal(), nil
}

// HandIn adds papers that the applicant had promised for later, or thought of
// afterwards. Nothing was asked, so the clock runs as before.
func (c Case) HandIn(words string, evidence []document.Evidence, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	if len(evidence) == 0 {
		return Change{}, fault.InField("papers", "casework.papers.none")
	}
	words = strings.TrimSpace(bangla.Normal(words))
	if wrong := text("papers", &words, NeedLimit, ""); len(wrong) > 0 {
		return Change{}, wrong.Err()
	}
	change := c.act(DeedHandedIn, stamp, true, words)
	change.Evidence = evidence
	return change.Seal(), nil
}

// Resume lets the clock go on because what was missing came by another way.
func (c Case) Resume(words string, stamp Stamp) (Change, error) {
	words, err := wordsIn("resume", words)
	if err != nil {
		return Change{}, err
	}
	return c.goOn(DeedResumed, words, stamp)
}

func (c Case) goOn(deed Deed, words string, stamp Stamp) (Change, error) {
	if c.Status != Waiting {
		return Change{}, fault.New(fault.Conflict, "casework.asked.not")
	}
	c.endPause(stamp.Now)
	c.Status, c.Missing = InProgress, nil
	if err := c.recount(stamp); err != nil {
		return Change{}, err
	}
	change := c.act(deed, stamp, true, words)
	if c.Due.IsZero() {
		return change, nil
	}
	return change.tell(stamp, "casework.notice.resumed", "due", dateArg(c.Due)), nil
}

// Assign moves the case to another post of the office. The promise stays.
func (c Case) Assign(post, reason string, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	if post == c.Post {
		return Change{}, fault.InField("post", "casework.post.same")
	}
	reason, err := wordsIn("reason", reason)
	if err != nil {
		return Change{}, err
	}
	c.Post = post
	return c.act(DeedAssigned, stamp, false, reason), nil
}

// Withdraw ends the case because the applicant no longer wants it.
func (c Case) Withdraw(reason string, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	reason = strings.TrimSpace(bangla.Normal(reason))
	if wrong := text("reason", &reason, NeedLimit, ""); len(wrong) > 0 {
		return Change{}, wrong.Err()
	}
	c.end(Withdrawn, reason, stamp.Now)
	c.took(stamp.Book.Calendar)
	return c.act(DeedWithdrawn, stamp, true, reason).tell(stamp, "casework.notice.withdrawn"), nil
}

// Recount moves the promised moment of an open case after the calendar changed;
// changed is false when the moment stays. That of a case that waits for its
// applicant stands still, and is counted by the new calendar when the clock goes on.
func (c Case) Recount(reason string, stamp Stamp) (change Change, changed bool, err error) {
	if c.Ended() || c.Status == Waiting || c.Due.IsZero() {
		return Change{}, false, nil
	}
	before := c.Due
	if err := c.recount(stamp); err != nil || before.Equal(c.Due) {
		return Change{}, false, err
	}
	change = c.act(DeedRecounted, stamp, true, reason)
	return change.tell(stamp, "casework.notice.recounted", "before", dateArg(before), "due", dateArg(c.Due)), true, nil
}

// begin notes the first reply and that work has begun.
func (c *Case) begin(now time.Time) {
	if c.FirstReply.IsZero() {
		c.FirstReply = now
	}
	if c.Status == Received {
		c.Status = InProgress
	}
}

func (c *Case) end(outcome Outcome, sentence string, now time.Time) {
	c.endPause(now)
	c.Status, c.Outcome, c.Sentence, c.Closed, c.Missing = Closed, outcome, sentence, now, nil
}

func (c *Case) endPause(now time.Time) {
	if n := len(c.Pauses); n > 0 && c.Pauses[n-1].To.IsZero() {
		c.Pauses = append([]workday.Pause{}, c.Pauses...)
		c.Pauses[n-1].To = now
	}
}

// words checks words to the applicant of a case that must still be open.
func (c Case) words(words, field string) (string, error) {
	if c.Ended() {
		return "", fault.New(fault.Conflict, "casework.closed.already")
	}
	return wordsIn(field, words)
}

func wordsIn(field, words string) (string, error) {
	if wrong := text(field, &words, NeedLimit, "casework."+field+".missing"); len(wrong) > 0 {
		return "", wrong.Err()
	}
	return words, nil
}

func lines(list []string) []string {
	var kept []string
	for _, line := range list {
		if line = strings.TrimSpace(bangla.Normal(line)); line != "" {
			kept = append(kept, line)
		}
	}
	return kept
}

// dateArg writes a promised moment for a notice: the reader's language makes the
// date's words when the notice is shown.
func dateArg(t time.Time) string { return t.UTC().Format(time.RFC3339) }
