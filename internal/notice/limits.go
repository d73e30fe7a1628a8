package notice

import (
	"time"

	"dorgora/internal/money"
	"dorgora/workday"
)

// Limits bound the use of a way out. The zero value bounds nothing.
type Limits struct {
	QuietFrom time.Duration // of the day in Dhaka; from then on applicants are not disturbed
	QuietTo   time.Duration // until then
	PerNumber int           // messages to one address a day; 0 is any number
	Price     money.Paisa   // of one part
	Budget    money.Paisa   // a day; 0 is any amount
	Alarm     int           // percent of the budget at which the head is told
}

// Use is what was used of the limits today.
type Use struct {
	Spent money.Paisa
	To    int  // messages to the address
	Muted bool // the receiver wants no messages
}

// Verdict says what is done with a notice now: it is Sending, it ends as Muted or
// Expired, or it stays Waiting until a later moment.
type Verdict struct {
	Status Status
	Until  time.Time
}

// Judge decides about a notice that is due, of so many parts. What waits for the next
// day waits for the end of its quiet hours too.
func (l Limits) Judge(n Notice, parts int, use Use, now time.Time) Verdict {
	event := EventOf(n.Key)
	tomorrow := Midnight(now).AddDate(0, 0, 1)
	switch {
	case now.Sub(n.From()) > event.Life:
		return Verdict{Status: Expired}
	case use.Muted && n.To == Applicant && !event.Urgent:
		return Verdict{Status: Muted}
	case l.PerNumber > 0 && use.To >= l.PerNumber,
		l.Budget > 0 && !event.Essential && use.Spent+l.Cost(parts) > l.Budget:
		return Verdict{Waiting, l.awake(n, event, tomorrow)}
	}
	if at := l.awake(n, event, now); at.After(now) {
		return Verdict{Waiting, at}
	}
	return Verdict{Status: Sending}
}

// Cost is the price of a message of so many parts.
func (l Limits) Cost(parts int) money.Paisa { return l.Price * money.Paisa(parts) }

// Alarming reports whether spending the cost passes the share of the budget at which
// the head is told.
func (l Limits) Alarming(spent, cost money.Paisa) bool {
	share := l.Budget * money.Paisa(l.Alarm)
	return l.Budget > 0 && l.Alarm > 0 && cost > 0 && spent*100 < share && (spent+cost)*100 >= share
}

// awake is the first moment from at on when the notice may disturb its receiver.
func (l Limits) awake(n Notice, event Event, at time.Time) time.Time {
	if n.To != Applicant || event.Urgent || l.QuietFrom == l.QuietTo {
		return at
	}
	day := Midnight(at)
	now := at.Sub(day)
	switch {
	case l.QuietFrom < l.QuietTo && now >= l.QuietFrom && now < l.QuietTo: // within one day
		return day.Add(l.QuietTo)
	case l.QuietFrom > l.QuietTo && now >= l.QuietFrom:
		return day.AddDate(0, 0, 1).Add(l.QuietTo)
	case l.QuietFrom > l.QuietTo && now < l.QuietTo:
		return day.Add(l.QuietTo)
	}
	return at
}

// Midnight is the beginning of the day in Dhaka.
func Midnight(at time.Time) time.Time {
	at = at.In(workday.Dhaka)
	return time.Date(at.Year(), at.Month(), at.Day(), 0, 0, 0, 0, workday.Dhaka)
}

// From is the moment from which the notice may leave.
func (n Notice) From() time.Time {
	if n.Leaves.IsZero() {
		return n.At
	}
	return n.Leaves
}
