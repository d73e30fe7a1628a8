package catalogue

import (
	"slices"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/fault"
)

// MostReason is the length of a completion's reason in letters.
const MostReason = 500

// Complete fills one gap of the draft beside its printed text, as an act of its
// revision: the printed cell stays as it is. A later completion of the same field
// stands in place of an earlier one; both are kept. It returns the changed draft.
//
// Faults: Conflict "catalogue.draft.stale" when the draft has changed since
// revision; Invalid on field "reason" without a reason; whatever charter.Apply
// says of the value.
func (d Draft) Complete(revision int, completions ...charter.Completion) (Draft, error) {
	if revision != d.Revision {
		return Draft{}, Stale()
	}
	for _, one := range completions {
		switch letters := len([]rune(strings.TrimSpace(one.Reason))); {
		case letters == 0:
			return Draft{}, fault.InField("reason", "catalogue.reason.missing")
		case letters > MostReason:
			return Draft{}, fault.InField("reason", "catalogue.reason.long", "most", MostReason)
		}
	}
	d.Completions = append(slices.Clone(d.Completions), completions...)
	if _, err := completedRows(d.Charter, d.Completions); err != nil {
		return Draft{}, err
	}
	d.Revision++
	return d, nil
}

// Stale is the fault of an act on a draft that somebody else has changed since.
func Stale() *fault.Fault { return fault.New(fault.Conflict, "catalogue.draft.stale") }

// EffectiveFrom is the moment from which a version binds when it is to take effect
// on a day: its first minute, or now when that day is today.
func EffectiveFrom(day, now time.Time) time.Time {
	if now.After(day) && now.Before(day.AddDate(0, 0, 1)) {
		return now
	}
	return day
}
