package catalogue

import (
	"context"
	"slices"
	"time"

	"dorgora/charter"
	"dorgora/internal/fault"
)

// Edition is a version with its live services and what changed since the one
// before it.
type Edition struct {
	Version     Version
	Services    []Service
	Differences []charter.Difference
}

// Publication is the act of publishing a draft.
type Publication struct {
	At        time.Time
	Effective time.Time                   // zero: from At on
	By        string                      // person
	Posts     func(printed string) string // ID of the post that a printed post name means, empty when none
	Facts     Facts                       // nil: National
}

// Publish makes a draft the next version of its office's charter. previous is the
// version published last, nil for the first one.
//
// Faults: Invalid on field "effective" when the version would bind what was
// received before it was published (only a first version may) or before the
// previous one takes effect; Invalid when the draft holds no service or a
// completion that does not fit.
func Publish(draft Draft, previous *Version, act Publication) (Edition, error) {
	if len(draft.Charter.Services) == 0 {
		return Edition{}, fault.New(fault.Invalid, "catalogue.publication.empty")
	}
	if act.Effective.IsZero() {
		act.Effective = act.At
	}
	if act.Facts == nil {
		act.Facts = National()
	}
	version := Version{
		Office: draft.Office, Number: 1, Charter: draft.Charter, Completions: draft.Completions,
		Source: draft.Source, Effective: act.Effective.UTC(), Published: act.At.UTC(), By: act.By,
	}
	edition := Edition{}
	if previous != nil {
		if err := inOrder(act, *previous); err != nil {
			return Edition{}, err
		}
		version.Number = previous.Number + 1
		edition.Differences = charter.Diff(previous.Charter, draft.Charter)
	}
	version.Keys, version.Retired = keysOf(draft.Charter, previous)
	edition.Version = version
	services, err := servicesOf(version, act)
	edition.Services = services
	return edition, err
}

func inOrder(act Publication, previous Version) error {
	switch {
	case act.Effective.Before(act.At):
		return fault.InField("effective", "catalogue.effective.past")
	case act.Effective.Before(previous.Effective):
		return fault.InField("effective", "catalogue.effective.before.previous", "number", previous.Number)
	}
	return nil
}

func servicesOf(version Version, act Publication) ([]Service, error) {
	rows, err := Rows(version.Charter, version.Completions)
	if err != nil {
		return nil, err
	}
	services := make([]Service, len(rows))
	for i, row := range rows {
		services[i] = liveService(version, i, row, act)
	}
	return services, nil
}

func liveService(version Version, i int, row Row, act Publication) Service {
	printed := version.Charter.Services[i]
	s := Service{
		Office: version.Office, Key: version.Keys[i], Version: version.Number,
		Slug:  slugOf(version.Keys[i], printed, act.Facts),
		Group: printed.Group, Serial: printed.Serial, Name: printed.Name, Short: printed.Name,
		Row: printed, Time: row.Time, Promise: PromiseOf(row.Time), Promised: row.TimeFrom,
		Fee: row.Fee, Papers: row.Papers, Channels: row.Channels,
		Officer: row.Officer, Superior: row.Superior, Kind: "plain", Filled: row.Filled,
	}
	if act.Posts != nil {
		s.Post = act.Posts(row.Officer.Post)
	}
	if known, ok := act.Facts.Find(printed.Name); ok {
		s.Short, s.NameEn, s.Kind = known.Short, known.NameEn, known.Kind
		s.Summary, s.SummaryEn = known.Summary, known.SummaryEn
		s.Synonyms = slices.Clone(known.Synonyms)
	}
	return s
}

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
