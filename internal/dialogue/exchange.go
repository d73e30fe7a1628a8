package dialogue

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/office"
)

// Store keeps messages and conversations.
type Store interface {
	// Next returns the earliest message of a telephone that nothing was done about,
	// with its plan when there is one; found is false when there is none.
	Next(ctx context.Context, office, phone string) (m Message, found bool, err error)
	// Conversation returns where a telephone stands, a new one with Revision 0.
	Conversation(ctx context.Context, office, phone string) (Conversation, error)
	// Decide keeps what a message leads to before it is done.
	Decide(ctx context.Context, m Message, plan Plan) error
	// Finish writes that a message was dealt with: its fate, the conversation, what is
	// said and what else follows, all or nothing. A conversation that moved on
	// meanwhile is a Conflict.
	Finish(ctx context.Context, m Message, plan Plan, say []notice.Notice) error
}

// Offices tells who stands where.
type Offices interface {
	Chart(ctx context.Context, office string) (office.Chart, error)
	Offices(ctx context.Context) ([]office.Office, error)
}

// Offers gives what an office offers at an instant.
type Offers interface {
	At(ctx context.Context, office string, at time.Time) (*catalogue.Offer, error)
}

// Cases finds the cases of a telephone.
type Cases interface {
	Page(ctx context.Context, query casework.Query) (casework.Page, error)
}

// Exchange carries a dialogue on: it looks up the world, lets Converse decide and has
// it done.
type Exchange struct {
	Store   Store
	Desk    casework.Desk
	Cases   Cases
	Offices Offices
	Offers  Offers
	Say     notice.Speaker
	Now     func() time.Time
}

// Handle deals with every message of a telephone that waits, in the order in which
// they came. Done again after a cut it finishes what was begun.
func (e Exchange) Handle(ctx context.Context, officeID, phone string) error {
	for {
		m, found, err := e.Store.Next(ctx, officeID, phone)
		if err != nil || !found {
			return err
		}
		if err := e.one(ctx, m); err != nil {
			return err
		}
	}
}

func (e Exchange) one(ctx context.Context, m Message) error {
	if m.Plan == nil {
		plan, err := e.decide(ctx, m)
		if err != nil {
			return err
		}
		if plan.Act.Do != None { // without an act there is nothing to be finished
			if err := e.Store.Decide(ctx, m, plan); err != nil {
				return err
			}
		}
		m.Plan = &plan
	}
	plan, err := e.carryOut(ctx, m, *m.Plan)
	if err != nil {
		return err
	}
	return e.Store.Finish(ctx, m, plan, e.notices(m, plan))
}

// decide looks the world up and lets the message be read in it.
func (e Exchange) decide(ctx context.Context, m Message) (Plan, error) {
	c, err := e.Store.Conversation(ctx, m.Office, m.Phone)
	if err != nil {
		return Plan{}, err
	}
	all, err := e.Offices.Offices(ctx)
	if err != nil {
		return Plan{}, err
	}
	below := slices.DeleteFunc(slices.Clone(all), func(o office.Office) bool { return o.ID != m.Office && o.Parent != m.Office })
	if len(below) > 1 && c.For == "" {
		var settled bool
		var plan Plan
		if m, plan, settled = Locate(c, m, below, World{Now: e.Now(), Say: e.Say}); !settled {
			return plan, nil
		}
		c = plan.Conversation
	}
	w, err := e.world(ctx, c, Read(m.Text))
	if err != nil {
		return Plan{}, err
	}
	return Converse(c, m, w), nil
}

// historyDays is for how long ended cases of a telephone are looked at.
const historyDays = 90

func (e Exchange) world(ctx context.Context, c Conversation, r Reading) (w World, err error) {
	id := c.Meant()
	w = World{Now: e.Now().UTC().Truncate(time.Second), Kind: e.Desk.Kind, Say: e.Say}
	chart, err := e.Offices.Chart(ctx, id)
	if err != nil {
		return w, err
	}
	w.Office = chart.Office()
	w.Superior, _ = chart.OfficeOf(w.Office.Parent)
	if w.Calendar, err = e.Desk.Offices.Calendar(ctx, id); err != nil {
		return w, err
	}
	if w.Offer, err = e.Offers.At(ctx, id, w.Now); err != nil && fault.KindOf(err) != fault.NotFound {
		return w, err
	}
	if w.Cases, err = e.CasesOf(ctx, chart, c.Phone); err != nil {
		return w, err
	}
	if r.Number != "" {
		named, err := e.Desk.Store.Case(ctx, id, r.Number)
		switch {
		case err == nil:
			w.Named = &named
		case fault.KindOf(err) != fault.NotFound:
			return w, err
		}
	}
	return w, nil
}

// mostCases is how many cases of one telephone are looked at.
const mostCases = 20

// CasesOf are the cases of a telephone, sealed ones among them: it is on record there.
func (e Exchange) CasesOf(ctx context.Context, chart office.Chart, phone string) ([]casework.Case, error) {
	now := e.Now()
	officeID, marks := chart.Office().ID, casework.Marks{Now: now}
	for _, post := range chart.PostsOf(officeID) {
		marks.Sealed = append(marks.Sealed, post.ID)
	}
	page, err := e.Cases.Page(ctx, casework.Query{
		Office: officeID, View: casework.Every, Search: phone, Marks: marks, Limit: mostCases,
	})
	if err != nil {
		return nil, err
	}
	var list []casework.Case
	for _, row := range page.Rows {
		if row.Mobile != phone || row.Status == casework.Closed && now.Sub(row.Closed) > historyDays*24*time.Hour {
			continue
		}
		c, err := e.Desk.Store.Case(ctx, officeID, row.Number)
		if err != nil {
			return nil, err
		}
		list = append(list, c)
	}
	return list, nil
}

// keyOf is the key under which the act of a message is done once.
func keyOf(m Message) string {
	sum := sha256.Sum256([]byte("dialogue\x00" + m.Office + "\x00" + m.Key))
	return hex.EncodeToString(sum[:])
}

// complaint is how a complaint stands on the timeline of its case.
var complaint = catalogue.Kind{ID: "dialogue", Alarms: []catalogue.Alarm{{ID: "complaint"}}}

// carryOut does what a plan asks of the request desk. What the desk refuses is what
// the sender is told.
func (e Exchange) carryOut(ctx context.Context, m Message, plan Plan) (Plan, error) {
	act := plan.Act
	at := casework.Target{Office: plan.Conversation.Meant(), Number: act.Number, Actor: casework.Applicant, Key: keyOf(m)}
	var err error
	switch act.Do {
	case Apply:
		_, err = e.Desk.Submit(ctx, casework.Submission{
			Office: at.Office, Service: act.Service, Key: at.Key, Application: act.Application, Channel: charter.SMS,
			Actor: casework.Applicant, Unasked: true,
		})
	case Answer:
		_, err = e.Desk.Answer(ctx, at, act.Words, nil)
	case Rate:
		_, err = e.Desk.Act(ctx, at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
			return c.Rate(act.Solved, act.Words, stamp)
		})
	case Withdraw:
		_, err = e.Desk.Act(ctx, at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
			return c.Withdraw(act.Words, stamp)
		})
	case Complain:
		_, err = e.Desk.Act(ctx, at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
			return c.Report(casework.Alarm{Kind: complaint, ID: "complaint", Words: act.Words}, stamp)
		})
	}
	if err == nil {
		return plan, nil
	}
	list := fault.List(err)
	if len(list) == 0 || slices.Contains([]fault.Kind{fault.Unavailable, fault.Internal, fault.TooMany}, fault.KindOf(err)) {
		return plan, err
	}
	lang := plan.Conversation.Lang
	words := e.Say.Text(message.Lang(lang), list[0].Message, list[0].Args...)
	plan.Reply = World{Now: e.Now(), Say: e.Say}.fit(lang, "dialogue.say.fault", "words", words)
	plan.Conversation.Needs = true
	return plan, nil
}

// notices are what is said after a message.
func (e Exchange) notices(m Message, plan Plan) []notice.Notice {
	if plan.Reply.Key == "" {
		return nil
	}
	now := e.Now().UTC().Truncate(time.Second)
	return []notice.Notice{{
		Office: plan.Conversation.Meant(), ID: keyOf(m)[:32] + "-reply", Subject: plan.Conversation.Subject(), To: notice.Applicant,
		Channel: notice.SMS, Address: m.Phone, Lang: plan.Conversation.Lang, Key: plan.Reply.Key, Args: plan.Reply.Args,
		At: now, Leaves: now, Status: notice.Waiting,
	}}
}

// Subject is the name of the conversation in the outbox.
func (c Conversation) Subject() string { return "conversation/" + c.ID }

// Sender is the stored form of a sender's number; readable is false for one that is
// no mobile number of the country, as the short code of an operator.
func Sender(from string) (phone string, readable bool) {
	phone, err := number.ParseMobile(from)
	if err != nil {
		return bangla.Line(from), false
	}
	return phone, true
}
