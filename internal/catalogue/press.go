package catalogue

import (
	"context"
	"time"
)

// Press publishes drafts.
type Press struct {
	Drafts  Drafts
	Printer Printer
	Now     func() time.Time
	// Posts gives, for an office, the reading of printed post names; see Publication.
	Posts func(ctx context.Context, office string) (func(printed string) string, error)
	Facts Facts // nil: National
}

// Order asks for the publication of a draft as somebody saw it.
type Order struct {
	Office    string
	Draft     string
	Revision  int       // the one that was seen; 0: whatever it is now
	Effective time.Time // zero: at once
	By        string
}

// Publish makes a draft the next version and ends the draft. Faults are those of
// Publish, NotFound, and Conflict when the draft has changed since it was seen.
func (p Press) Publish(ctx context.Context, order Order) (Edition, error) {
	draft, err := p.Drafts.Draft(ctx, order.Office, order.Draft)
	if err != nil {
		return Edition{}, err
	}
	if order.Revision != 0 && order.Revision != draft.Revision {
		return Edition{}, Stale()
	}
	act := Publication{At: p.Now().UTC().Truncate(time.Second), Effective: order.Effective, By: order.By, Facts: p.Facts}
	if p.Posts != nil {
		if act.Posts, err = p.Posts(ctx, order.Office); err != nil {
			return Edition{}, err
		}
	}
	if !act.Effective.IsZero() && act.Effective.Truncate(time.Second).Equal(act.At) {
		act.Effective = act.At
	}
	return p.Printer.Publish(ctx, draft, func(previous *Version) (Edition, error) {
		return Publish(draft, previous, act)
	})
}
