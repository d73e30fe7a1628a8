package report

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Desk carries out acts on demands and returns: it loads, lets them decide, and has the
// change written.
type Desk struct {
	Store   Store
	Lists   Lists
	Sources Sources
	Offices Offices
	Cases   Cases   // nil: demands have no cases
	Letters Letters // nil: numbers of diary and letter are typed in
	// Service names the slug of the service by which the office answers demands, empty
	// when its charter has none.
	Service func(ctx context.Context, office string) (slug string, err error)
	Compose func(d Demand, last Demand) Wording
	Now     func() time.Time
}

// Target names the demand to act on, who acts, and the revision that was seen.
type Target struct {
	Office   office.Office
	ID       string
	Revision int
	Actor    casework.Actor
}

func (d Desk) sign(actor casework.Actor) Signature {
	return Signature{Person: actor.Person, Name: actor.Name, Post: actor.Post, At: d.Now().UTC().Truncate(time.Second)}
}

// Arrival is a demand that came, by whatever door.
type Arrival struct {
	Key     string // 32 hexadecimal digits: entered once
	Demand  Demand
	Channel charter.Channel
}

// Receive enters a demand once per key: it gets its diary number, its case and the date
// on which it will be answered at once. A deadline that is over is told by Past.
func (d Desk) Receive(ctx context.Context, a Arrival, actor casework.Actor) (Demand, error) {
	if len(a.Key) != 32 {
		return Demand{}, fault.New(fault.Invalid, "report.key.missing")
	}
	if kept, err := d.Store.Demand(ctx, a.Demand.Office, a.Key); err == nil {
		return kept, nil
	}
	by := d.sign(actor)
	demand, err := a.Demand.Check(day(by.At))
	if err != nil {
		return demand, err
	}
	demand.ID = a.Key
	demand = demand.begun(by.At)
	if demand.Diary == "" && d.Letters != nil {
		if demand.Diary, err = d.Letters.Receive(ctx, a.Key, demand, actor); err != nil {
			return demand, err
		}
	}
	if demand, err = d.cased(ctx, demand, a.Channel, actor); err != nil {
		return demand, err
	}
	if demand.Diary != "" && demand.Case != "" && d.Letters != nil {
		if err := d.Letters.Tie(ctx, demand, actor); err != nil {
			return demand, err
		}
	}
	demand.Last = d.lastOf(ctx, demand)
	return demand, d.Store.Apply(ctx, Change{Demands: []Demand{demand}})
}

// cased is the demand with its case, and with the case's date when it has none itself.
func (d Desk) cased(ctx context.Context, demand Demand, channel charter.Channel, actor casework.Actor) (Demand, error) {
	if d.Cases == nil {
		return demand, nil
	}
	if demand.Case == "" {
		slug, err := d.Service(ctx, demand.Office)
		if err != nil || slug == "" {
			return demand, err
		}
		sum := sha256.Sum256([]byte("report/" + demand.Office + "/" + demand.ID))
		demand.Case, err = d.Cases.Submit(ctx, casework.Submission{
			Office: demand.Office, Service: slug, Key: hex.EncodeToString(sum[:]), Application: demand.application(), Channel: channel,
			Actor: actor, Unasked: true,
		})
		if err != nil {
			return demand, err
		}
	}
	c, err := d.Cases.Case(ctx, demand.Office, demand.Case)
	if err != nil && fault.KindOf(err) == fault.NotFound {
		return demand, fault.InField("case", "report.case.unknown")
	}
	if err == nil && demand.Due.Zero() && !c.Due.IsZero() {
		demand.Due = day(c.Due)
	}
	return demand, err
}

// application is what the demand asks, as its office would have filled it in.
func (d Demand) application() casework.Application {
	a := casework.Application{
		For: casework.Institution, Name: d.Asker.Person, Body: d.Asker.Office, Memo: d.Asker.Memo, Mail: d.Asker.Mail, Address: d.Asker.Address,
		Need: d.Subject, Hear: casework.ByHand, Lang: "bn", Facts: map[string]string{},
	}
	if a.Name == "" {
		a.Name = d.Asker.Office
	}
	if !d.Asker.MemoDate.Zero() {
		a.MemoDate = d.Asker.MemoDate.String()
	}
	if !d.Deadline.Zero() {
		a.Facts["deadline"] = d.Deadline.String()
	}
	switch {
	case a.Mail != "":
		a.Hear = casework.ByMail
	case a.Address != "":
		a.Hear = casework.ByLetter
	}
	return a
}

// act loads a demand, lets decide change it, and writes it.
func (d Desk) act(ctx context.Context, at Target, decide func(Demand, Signature) (Demand, error)) (Demand, error) {
	demand, err := d.Store.Demand(ctx, at.Office.ID, at.ID)
	if err != nil {
		return demand, err
	}
	if at.Revision != 0 && at.Revision != demand.Revision {
		return demand, Stale()
	}
	next, err := decide(demand, d.sign(at.Actor))
	if err != nil {
		return demand, err
	}
	next.Revision = demand.Revision + 1
	return next, d.Store.Apply(ctx, Change{Demands: []Demand{next}})
}

// Ask sets period and questions, and fills the figures at once.
func (d Desk) Ask(ctx context.Context, at Target, period Period, lines []Line) (Demand, error) {
	return d.act(ctx, at, func(demand Demand, by Signature) (Demand, error) {
		next, err := demand.Ask(period, lines, by)
		if err != nil {
			return demand, err
		}
		if next.Last == "" {
			next.Last = d.lastOf(ctx, next)
		}
		return d.filled(ctx, next, by.At)
	})
}

// Fill counts the figures anew.
func (d Desk) Fill(ctx context.Context, at Target) (Demand, error) {
	return d.act(ctx, at, func(demand Demand, by Signature) (Demand, error) { return d.filled(ctx, demand, by.At) })
}

func (d Desk) filled(ctx context.Context, demand Demand, asOf time.Time) (Demand, error) {
	counts := map[int]Count{}
	for i, q := range demand.Queries(asOf) {
		count, err := d.Sources.Count(ctx, q)
		if err != nil {
			return demand, err
		}
		counts[i] = count
	}
	return demand.Fill(counts, asOf)
}

// lastOf is the ID of the last answer to the same: of the same return, or of a demand
// that asked the same; empty when there is none.
func (d Desk) lastOf(ctx context.Context, demand Demand) string {
	if demand.Recurring() {
		earlier, err := d.Lists.OfReturn(ctx, demand.Office, demand.Return, mostBack)
		for _, one := range earlier {
			if err == nil && one.State == Sent && one.Corrected == "" && one.Period.To.Before(demand.Period.From) {
				return one.ID
			}
		}
		return ""
	}
	same, found := d.Same(ctx, demand)
	if !found {
		return ""
	}
	return same.ID
}

// mostSame is among how many answers one to the same question is looked for.
const mostSame = 200

// Same finds the last answer to the same question.
func (d Desk) Same(ctx context.Context, demand Demand) (Demand, bool) {
	earlier, err := d.Lists.Answered(ctx, demand.Office, mostSame)
	if err != nil {
		return Demand{}, false
	}
	return demand.Same(earlier)
}

// Repeat answers an open demand with the questions of an earlier one, filled anew.
func (d Desk) Repeat(ctx context.Context, at Target, earlierID string) (Demand, error) {
	earlier, err := d.Store.Demand(ctx, at.Office.ID, earlierID)
	if err != nil {
		return earlier, err
	}
	return d.act(ctx, at, func(demand Demand, by Signature) (Demand, error) {
		next, err := demand.Repeat(earlier, by)
		if err != nil {
			return demand, err
		}
		return d.filled(ctx, next, by.At)
	})
}

// Confirm is the second look at figures by hand.
func (d Desk) Confirm(ctx context.Context, at Target) (Demand, error) {
	return d.act(ctx, at, func(demand Demand, by Signature) (Demand, error) { return demand.Confirm(by) })
}

// Drop marks a demand as void.
func (d Desk) Drop(ctx context.Context, at Target, reason string) (Demand, error) {
	return d.act(ctx, at, func(demand Demand, _ Signature) (Demand, error) { return demand.Drop(reason) })
}

// Correct begins the answer that puts a sent one right, under an ID of its own: 32
// hexadecimal digits, used once.
func (d Desk) Correct(ctx context.Context, at Target, id, reason string) (Demand, error) {
	if len(id) != 32 {
		return Demand{}, fault.New(fault.Invalid, "report.key.missing")
	}
	if kept, err := d.Store.Demand(ctx, at.Office.ID, id); err == nil {
		return kept, nil
	}
	sent, err := d.Store.Demand(ctx, at.Office.ID, at.ID)
	if err != nil {
		return sent, err
	}
	by := d.sign(at.Actor)
	wrong, right, err := sent.Correct(id, reason, by)
	if err != nil {
		return right, err
	}
	wrong.Revision++
	if right, err = d.filled(ctx, right, by.At); err != nil {
		return right, err
	}
	return right, d.Store.Apply(ctx, Change{Demands: []Demand{wrong, right}})
}

// Save writes a return, new or changed.
func (d Desk) Save(ctx context.Context, r Return) (Return, error) {
	checked, err := r.Check()
	if err != nil {
		return r, err
	}
	checked.Starter = false
	checked.Revision++
	return checked, d.Store.Apply(ctx, Change{Returns: []Return{checked}})
}

// Start brings the usual returns in that the office has not, not yet active.
func (d Desk) Start(ctx context.Context, in office.Office, post string) error {
	today := day(d.Now())
	return d.Store.Apply(ctx, Change{Returns: Starters(in.ID, post, workday.Date{Year: today.Year, Month: today.Month, Day: 1})})
}

// holds reports whether somebody may approve in an office: its head, or the head of one
// above it, by the chain of the chart.
func holds(chart office.Chart, who access.Identity) bool {
	return access.Heads.Allows(who, chart.Offices)
}
