package report

import (
	"context"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
)

// Approve ends the draft by the head: the letter that answers is written, signed and
// numbered, and the case notes who approved.
func (d Desk) Approve(ctx context.Context, at Target, who access.Identity) (Demand, error) {
	demand, err := d.Store.Demand(ctx, at.Office.ID, at.ID)
	if err != nil {
		return demand, err
	}
	chart, err := d.Offices.Chart(ctx, at.Office.ID)
	if err != nil {
		return demand, err
	}
	if !holds(chart, who) {
		return demand, fault.New(fault.Denied, "report.approve.denied")
	}
	if at.Revision != 0 && at.Revision != demand.Revision {
		return demand, Stale()
	}
	next, err := demand.Approve(d.sign(at.Actor))
	if err != nil {
		return demand, err
	}
	if d.Letters != nil {
		if next, err = d.lettered(ctx, at, next, who); err != nil {
			return demand, err
		}
	}
	next.Revision = demand.Revision + 1
	if err := d.Store.Apply(ctx, Change{Demands: []Demand{next}}); err != nil {
		return demand, err
	}
	return next, d.stepped(ctx, next, at.Actor)
}

// lettered is the demand with the letter that answers it, signed and numbered.
func (d Desk) lettered(ctx context.Context, at Target, next Demand, who access.Identity) (Demand, error) {
	last, words := Demand{}, Wording{}
	if next.Corrects != "" {
		var err error
		if last, err = d.Store.Demand(ctx, next.Office, next.Corrects); err != nil {
			return next, err
		}
	}
	words = d.Compose(next, last)
	words.AsOf, words.Corrects = next.AsOf, last.Letter
	var err error
	if next.Letter, err = d.Letters.Draft(ctx, next, words, at.Actor); err != nil {
		return next, err
	}
	next.Memo, err = d.Letters.Approve(ctx, at.Office, next.Letter, who)
	if err != nil && fault.KindOf(err) == fault.Denied {
		return next, nil // a superior approved: the office's own head signs the letter
	}
	return next, err
}

// ApprovalStep is the step of the kind of service that an approval finishes.
const ApprovalStep = "approval"

// stepped finishes the step of the case by the approval.
func (d Desk) stepped(ctx context.Context, demand Demand, actor casework.Actor) error {
	if demand.Case == "" || d.Cases == nil {
		return nil
	}
	c, err := d.Cases.Case(ctx, demand.Office, demand.Case)
	if err != nil || c.Ended() || !waits(c) {
		return err
	}
	_, err = d.Cases.Act(ctx, casework.Target{Office: demand.Office, Number: demand.Case, Actor: actor}, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
		return c.Do(casework.Doing{Task: ApprovalStep, Kind: d.Cases.KindOf(c), Record: map[string]string{"approved_by": demand.Approval.Name}}, stamp)
	})
	return err
}

// waits reports whether the case waits for the approval.
func waits(c casework.Case) bool {
	for _, task := range c.Tasks {
		if task.ID == ApprovalStep && !task.Finished() {
			return true
		}
	}
	return false
}

// Departure is an answer that leaves.
type Departure struct {
	Memo     string // when the office numbers its letters elsewhere
	Sending  Sending
	Sentence func(memo string) string // what the office that asked is told when its case ends
}

// Send notes that the answer left, and ends the case as delivered, with the memo number
// in its sentence. A case that has ended meanwhile stays as it is.
func (d Desk) Send(ctx context.Context, at Target, leaving Departure) (Demand, error) {
	demand, err := d.Store.Demand(ctx, at.Office.ID, at.ID)
	if err != nil {
		return demand, err
	}
	if at.Revision != 0 && at.Revision != demand.Revision {
		return demand, Stale()
	}
	leaving.Sending.By = d.sign(at.Actor)
	memo, err := d.memo(ctx, demand, leaving)
	if err != nil {
		return demand, err
	}
	next, err := demand.Send(memo, leaving.Sending)
	if err != nil {
		return demand, err
	}
	if d.Letters != nil && next.Letter != "" {
		if err := d.Letters.Dispatch(ctx, next, next.Sending, at.Actor); err != nil {
			return demand, err
		}
	}
	next.Revision = demand.Revision + 1
	if err := d.Store.Apply(ctx, Change{Demands: []Demand{next}}); err != nil {
		return demand, err
	}
	return next, d.closed(ctx, next, leaving.Sentence(next.Memo), at.Actor)
}

// memo is the number of the letter that answers: its own, or the one that is typed when
// the office numbers its letters elsewhere.
func (d Desk) memo(ctx context.Context, demand Demand, leaving Departure) (string, error) {
	switch {
	case demand.Memo != "":
		return demand.Memo, nil
	case demand.Letter == "" || d.Letters == nil:
		return leaving.Memo, nil
	}
	memo, err := d.Letters.Number(ctx, demand.Office, demand.Letter)
	if err == nil && memo == "" {
		err = fault.New(fault.Conflict, "report.letter.unsigned")
	}
	return memo, err
}

// closed ends the case of an answer that left.
func (d Desk) closed(ctx context.Context, demand Demand, sentence string, actor casework.Actor) error {
	if demand.Case == "" || d.Cases == nil {
		return nil
	}
	c, err := d.Cases.Case(ctx, demand.Office, demand.Case)
	if err != nil || c.Ended() {
		return err
	}
	_, err = d.Cases.Act(ctx, casework.Target{Office: demand.Office, Number: demand.Case, Actor: actor}, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
		return c.Close(casework.End{
			Outcome: casework.Delivered, Sentence: sentence, Kind: d.Cases.KindOf(c),
			Record: map[string]string{"memo_out": demand.Memo, "sent_on": demand.Sending.Date.String(), "sent_by": demand.Sending.Medium},
		}, stamp)
	})
	return err
}
