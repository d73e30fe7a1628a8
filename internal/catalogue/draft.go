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
	if _, err := Rows(d.Charter, d.Completions); err != nil {
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

// Row is a row of a charter with the values that hold: what the office completed
// where it did, what is printed everywhere else.
type Row struct {
	Printed  charter.Service
	Time     charter.Time
	TimeFrom Origin
	Fee      charter.Fee
	Papers   []charter.Paper
	Channels []charter.Channel
	Officer  charter.Officer
	Superior charter.Officer
	Filled   []string // the completed fields
}

// Rows gives the rows of a charter, in its order, with its completions. Faults are
// those of charter.Apply.
func Rows(c charter.Charter, completions []charter.Completion) ([]Row, error) {
	done, err := charter.Apply(c, completions)
	if err != nil {
		return nil, err
	}
	rows := make([]Row, len(done.Rows))
	for i, one := range done.Rows {
		rows[i] = rowOf(one)
	}
	return rows, nil
}

func rowOf(one charter.CompletedService) Row {
	row := Row{Printed: one.Service, TimeFrom: Printed}
	take(&row, &row.Time, one.Time, charter.TimeOf)
	take(&row, &row.Fee, one.Fee, charter.FeeOf)
	take(&row, &row.Papers, one.Papers, charter.PapersOf)
	take(&row, &row.Channels, one.Channels, charter.ChannelsOf)
	take(&row, &row.Officer, one.Officer, charter.OfficerOf)
	take(&row, &row.Superior, one.Superior, charter.SuperiorOf)
	if one.Time.By != nil {
		row.TimeFrom = Completed
	}
	return row
}

// take puts the value that holds into the row and notes a completed field.
func take[T any](row *Row, into *T, value charter.Value[T], field charter.Meaning) {
	holds, origin := value.Effective()
	*into = holds
	if origin == charter.OfOffice {
		row.Filled = append(row.Filled, string(field))
	}
}
