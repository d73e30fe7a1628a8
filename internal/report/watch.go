package report

import (
	"context"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
)

// Watch puts the returns whose date comes near on the lists, and reminds those who
// answer: three working days before, one before, and once the date is over.
func (d Desk) Watch(ctx context.Context) error {
	offices, err := d.Lists.Watched(ctx)
	if err != nil {
		return err
	}
	for _, officeID := range offices {
		if err := d.watch(ctx, officeID); err != nil {
			return err
		}
	}
	return nil
}

func (d Desk) watch(ctx context.Context, officeID string) error {
	calendar, err := d.Offices.Calendar(ctx, officeID)
	if err != nil {
		return err
	}
	returns, err := d.Lists.Returns(ctx, officeID)
	if err != nil {
		return err
	}
	by := d.sign(casework.TheClock)
	var begun Change
	for _, r := range returns {
		for _, o := range r.Begun(day(by.At), calendar) {
			demand := o.Demand(by.At)
			demand.Last = d.lastOf(ctx, demand)
			begun.Demands = append(begun.Demands, demand)
		}
	}
	if err := d.Store.Apply(ctx, begun); err != nil {
		return err
	}
	pending, err := d.Lists.Demands(ctx, Listing{Office: officeID, View: ViewPending, Limit: mostSame})
	if err != nil {
		return err
	}
	for _, demand := range pending {
		if mark := demand.Remind(day(by.At), calendar); mark != "" {
			if err := d.remind(ctx, demand, mark, by.At); err != nil && fault.KindOf(err) != fault.Conflict {
				return err
			}
		}
	}
	return nil
}

func (d Desk) remind(ctx context.Context, demand Demand, mark string, at time.Time) error {
	chart, err := d.Offices.Chart(ctx, demand.Office)
	if err != nil {
		return err
	}
	answers, err := chart.Answerable(demand.Office, demand.Post, at)
	if err != nil {
		if answers, err = chart.Answerable(demand.Office, chart.HeadOf(demand.Office).ID, at); err != nil {
			return err
		}
	}
	next, notices := demand.Warn(mark, Signature{Person: answers.Person.ID, At: at}, answers.Person.Mobile, answers.Person.Mail)
	next.Revision = demand.Revision + 1
	return d.Store.Apply(ctx, Change{Demands: []Demand{next}, Notices: notices})
}
