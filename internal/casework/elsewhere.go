package casework

import (
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// ReferralState is where a referral stands.
type ReferralState string

// The states; the zero value is no referral.
const (
	ReferralSent     ReferralState = "sent"
	ReferralAccepted ReferralState = "accepted"
	ReferralDeclined ReferralState = "declined"
)

// Referral is a matter put before another office. Our clock runs on until that
// office accepts it.
type Referral struct {
	Office string        `json:"office"` // of the installation; empty: another one, by name
	Name   string        `json:"name"`
	Memo   string        `json:"memo"` // of the letter, when there is one
	State  ReferralState `json:"state"`
	At     time.Time     `json:"at"`
	Number string        `json:"number"` // under which the other office keeps it
}

// Refer puts the matter before another office.
func (c Case) Refer(to Referral, words string, stamp Stamp) (Change, error) {
	if c.Referral.State == ReferralSent {
		return Change{}, fault.New(fault.Conflict, "casework.referral.open")
	}
	words, err := c.words(words, "reason")
	wrong := fault.Fields(fault.List(err))
	wrong = append(wrong, text("office", &to.Name, NameLimit, "casework.referral.office")...)
	wrong = append(wrong, text("memo", &to.Memo, LineLimit, "")...)
	if to.Office == c.Office {
		wrong = append(wrong, fault.InField("office", "casework.referral.self"))
	}
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	c.Referral = Referral{Office: to.Office, Name: to.Name, Memo: to.Memo, State: ReferralSent, At: stamp.Now}
	return c.act(DeedReferred, stamp, true, words).tell(stamp, "casework.notice.referred", "office", to.Name), nil
}

// Accepted ends a referred case: the other office has taken the matter over, under
// a number of its own when it tells one.
func (c Case) Accepted(number, sentence string, stamp Stamp) (Change, error) {
	if c.Referral.State != ReferralSent {
		return Change{}, fault.New(fault.Conflict, "casework.referral.none")
	}
	if wrong := text("number", &number, LineLimit, ""); len(wrong) > 0 {
		return Change{}, wrong.Err()
	}
	c.Referral.State, c.Referral.Number = ReferralAccepted, number
	return c.Close(End{Outcome: PassedOn, Sentence: sentence}, stamp)
}

// Declined notes that the other office does not take the matter: it stays here.
func (c Case) Declined(words string, stamp Stamp) (Change, error) {
	if c.Referral.State != ReferralSent {
		return Change{}, fault.New(fault.Conflict, "casework.referral.none")
	}
	words, err := c.words(words, "reason")
	if err != nil {
		return Change{}, err
	}
	c.Referral.State = ReferralDeclined
	return c.act(DeedDeclined, stamp, true, words), nil
}

// Outside is a third party on which the work depends, as a vendor or a help line.
// It has a clock of its own that the applicant can see; ours does not stop.
type Outside struct {
	ID    string       `json:"id"`
	Name  string       `json:"name"`
	Ref   string       `json:"ref"` // its ticket
	Since time.Time    `json:"since"`
	By    workday.Date `json:"by"` // when it promised to come; zero: it said nothing
	Came  time.Time    `json:"came"`
}

// Call notes that a third party was asked.
func (c Case) Call(who Outside, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	wrong := text("third", &who.Name, NameLimit, "casework.third.missing")
	wrong = append(wrong, text("ref", &who.Ref, LineLimit, "")...)
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	c.begin(stamp.Now)
	who.ID, who.Since, who.Came = stamp.Salt, stamp.Now, time.Time{}
	c.Outside = append(slices.Clone(c.Outside), who)
	return c.act(DeedCalled, stamp, true, who.Name), nil
}

// Came notes that a third party did its part.
func (c Case) Came(id, words string, stamp Stamp) (Change, error) {
	i := slices.IndexFunc(c.Outside, func(o Outside) bool { return o.ID == id && o.Came.IsZero() })
	if i < 0 {
		return Change{}, fault.New(fault.NotFound, "casework.third.unknown")
	}
	words, err := c.words(words, "came")
	if err != nil {
		return Change{}, err
	}
	c.Outside = slices.Clone(c.Outside)
	c.Outside[i].Came = stamp.Now
	return c.act(DeedCame, stamp, true, words), nil
}

// Declare notes that the actor has no interest in the matter.
func (c Case) Declare(stamp Stamp) (Change, error) {
	if slices.Contains(c.Declared, stamp.Actor.Person) {
		return Change{}, fault.New(fault.Conflict, "casework.declared.already")
	}
	c.Declared = append(slices.Clone(c.Declared), stamp.Actor.Person)
	return c.act(DeedDeclared, stamp, false, ""), nil
}

// Recuse bars the actor from the matter because of an interest in it; whoever
// answers next on the way up acts instead.
func (c Case) Recuse(reason string, stamp Stamp) (Change, error) {
	reason, err := c.words(reason, "reason")
	if err != nil {
		return Change{}, err
	}
	c.Barred = append(slices.Clone(c.Barred), stamp.Actor.Person)
	return c.act(DeedRecused, stamp, false, reason), nil
}

// declared refuses an opinion of somebody who has not declared interests first,
// where the kind asks for it, and that of somebody who is barred.
func (c Case) declared(kind catalogue.Kind, actor Actor) error {
	if kind.Declares && !slices.Contains(c.Declared, actor.Person) {
		return fault.New(fault.Conflict, "casework.declare.first")
	}
	return c.unbarred(actor)
}

// unbarred refuses an act of somebody who said to have an interest in the matter.
func (c Case) unbarred(actor Actor) error {
	if actor.Person != "" && slices.Contains(c.Barred, actor.Person) {
		return fault.New(fault.Denied, "casework.barred")
	}
	return nil
}

// Alarm is a serious matter within a case.
type Alarm struct {
	Kind   catalogue.Kind
	ID     string
	Words  string
	Record map[string]string // fields of the alarm, as typed
}

// Report tells the superior of a serious matter at once.
func (c Case) Report(alarm Alarm, stamp Stamp) (Change, error) {
	i := slices.IndexFunc(alarm.Kind.Alarms, func(a catalogue.Alarm) bool { return a.ID == alarm.ID })
	if i < 0 {
		return Change{}, fault.InField("alarm", "casework.alarm.unknown")
	}
	words, err := c.words(alarm.Words, "alarm")
	wrong := fault.Fields(fault.List(err))
	record, err := catalogue.CheckAnswers(alarm.Kind.Alarms[i].Needs, alarm.Record)
	wrong = append(wrong, fault.List(err)...)
	if err := wrong.Err(); err != nil {
		return Change{}, err
	}
	c.record(record)
	change := c.act(DeedAlarmed, stamp, false, words)
	change.Acts[0].Key = "kind." + alarm.Kind.ID + ".alarm." + alarm.ID
	if superior, known := stamp.Book.rung(1); known {
		change = change.tellOfficer(stamp, superior, "casework.notice.alarmed", "words", words)
	}
	return change.Seal(), nil
}

// Merge makes the case a duplicate of another: it is answered together with that
// one, by its own clock, and its number leads there.
func (c Case) Merge(into Case, stamp Stamp) (Change, error) {
	switch {
	case c.Ended() || into.Ended():
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	case into.Number == c.Number || into.Office != c.Office || into.Into != "":
		return Change{}, fault.InField("into", "casework.merge.wrong")
	case c.Into != "":
		return Change{}, fault.New(fault.Conflict, "casework.merge.again")
	}
	c.begin(stamp.Now)
	c.Into = into.Number
	return c.act(DeedMerged, stamp, false, into.Number), nil
}

// Incident is one cause of several cases.
type Incident struct {
	Office  string
	ID      string
	Title   string
	Service string // key
	Began   time.Time
	Ended   time.Time // zero while it lasts
	Person  string    // who opened it
}

// Check refuses an incident without a title or a beginning.
func (i Incident) Check() (Incident, error) {
	wrong := text("title", &i.Title, LineLimit, "casework.incident.title")
	if i.Began.IsZero() {
		wrong = append(wrong, fault.InField("began", "casework.incident.began"))
	}
	if !i.Ended.IsZero() && i.Ended.Before(i.Began) {
		wrong = append(wrong, fault.InField("ended", "casework.incident.ended"))
	}
	return i, wrong.Err()
}

// Group makes the case a part of an incident, or takes it out with an empty ID. Its
// clock stays its own.
func (c Case) Group(incident, title string, stamp Stamp) (Change, error) {
	if c.Ended() {
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	}
	if c.Incident == incident {
		return Change{}, fault.New(fault.Conflict, "casework.incident.same")
	}
	c.begin(stamp.Now)
	c.Incident = incident
	return c.act(DeedGrouped, stamp, false, title), nil
}

// Judged is what the office found about a paper that came.
type Judged struct {
	State document.State `json:"state"` // checked, or returned with the reason
	Words string         `json:"words"`
	At    time.Time      `json:"at"`
}

// Judge notes that a paper was checked and is right, or that it goes back, with the
// reason. A returned one may be asked for again.
func (c Case) Judge(paper document.Evidence, state document.State, words string, stamp Stamp) (Change, error) {
	missing := ""
	if state == document.Returned {
		missing = "casework.judge.reason"
	}
	var wrong fault.Fields
	if state != document.Checked && state != document.Returned {
		wrong = append(wrong, fault.InField("state", "casework.judge.missing"))
	}
	wrong = append(wrong, text("words", &words, LineLimit, missing)...)
	switch err := wrong.Err(); {
	case c.Ended():
		return Change{}, fault.New(fault.Conflict, "casework.closed.already")
	case err != nil:
		return Change{}, err
	}
	papers := map[string]Judged{}
	maps.Copy(papers, c.Papers)
	papers[paper.ID] = Judged{State: state, Words: words, At: stamp.Now}
	c.Papers = papers
	c.begin(stamp.Now)
	change := c.act(DeedJudged, stamp, true, strings.TrimSuffix(paper.Name+": "+words, ": "))
	change.Acts[0].Key = "casework.act.paper." + string(state)
	return change.Seal(), nil
}

// Attach adds files of the office's own, shown to the applicant or kept inside.
func (c Case) Attach(words string, evidence []document.Evidence, public bool, stamp Stamp) (Change, error) {
	if len(evidence) == 0 {
		return Change{}, fault.InField("files", "casework.papers.none")
	}
	if wrong := text("words", &words, NeedLimit, ""); len(wrong) > 0 {
		return Change{}, wrong.Err()
	}
	change := c.act(DeedAttached, stamp, public, words)
	change.Evidence = evidence
	return change.Seal(), nil
}

func serial(n int) string { return strconv.Itoa(n) }
