package letter

import (
	"context"
	"slices"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/workday"
)

// warnings in the order in which they come.
var warnings = []Warning{Unwarned, ThreeDays, OneDay, Passed}

// warn tells who deals with a letter that its deadline is near or over, each stage
// once.
func (d Desk) warn(ctx context.Context, l Letter, stamp Stamp) (Letter, error) {
	calendar, err := d.Offices.Calendar(ctx, l.Office)
	if err != nil {
		return l, err
	}
	due := l.Due(stamp.Today, calendar)
	if slices.Index(warnings, due) <= slices.Index(warnings, l.Warned) {
		return l, nil
	}
	chart, err := d.Offices.Chart(ctx, l.Office)
	if err != nil {
		return l, err
	}
	next := l
	next.Warned, next.Revision = due, l.Revision+1
	stamp.Actor, stamp.Salt = casework.TheClock, d.Fresh()
	change := Change{Letters: []Letter{next}}.act(next.ledgerName(), next.Revision, DeedWarned, stamp)
	ladder := chart.Ladder(l.Office, l.Marked, stamp.Now)
	told := 1
	if due == Passed { // the superior hears too
		told = 2
	}
	for _, who := range ladder[:min(told, len(ladder))] {
		if n := next.warning(who.Person, stamp); n.Address != "" {
			change.Notices = append(change.Notices, n)
		}
	}
	_, err = d.Store.Apply(ctx, change)
	return next, err
}

// warning is the notice to one person.
func (l Letter) warning(to office.Person, stamp Stamp) notice.Notice {
	n := notice.Notice{
		Office: l.Office, ID: stamp.Salt + "-" + to.ID, Subject: l.ledgerName(), To: notice.Officer, Channel: notice.SMS, Address: to.Mobile,
		Lang: "bn", Key: "letter.notice." + string(l.Warned), Args: []string{"number", l.ID(), "due", l.Deadline.Time(12, 0, workday.Dhaka).UTC().Format("2006-01-02T15:04:05Z")},
		At: stamp.Now, Leaves: stamp.Now, Status: notice.Waiting,
	}
	if n.Address == "" {
		n.Channel, n.Address = notice.Mail, to.Mail
	}
	return n
}

// Remind warns of every deadline of every office that is near or over. It may be
// called as often as one likes.
func (d Desk) Remind(ctx context.Context) error {
	stamp := d.stamp(casework.TheClock)
	pending, err := d.Papers.Pending(ctx, stamp.Today.AddDays(longestNotice))
	if err != nil {
		return err
	}
	for _, l := range pending {
		if _, err := d.warn(ctx, l, stamp); err != nil && fault.KindOf(err) != fault.Conflict {
			return err
		}
	}
	return nil
}

// longestNotice is how many calendar days three working days may take, with the
// longest holidays between them.
const longestNotice = 14
