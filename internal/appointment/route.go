package appointment

import (
	"cmp"
	"slices"
	"time"

	"dorgora/bangla"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/workday"
)

// Route puts the appointments of one day into the order in which they are gone to:
// the morning first, then by the office's order of unions, then by slot. Those that
// are off come last.
func (s Settings) Route(lines []Line) []Line {
	route := slices.Clone(lines)
	slices.SortStableFunc(route, func(a, b Line) int {
		return cmp.Or(
			compareBools(!a.Live(), !b.Live()),
			cmp.Compare(string(a.Slot.Half), string(b.Slot.Half)),
			cmp.Compare(s.rank(a.Union), s.rank(b.Union)),
			cmp.Compare(a.Slot.Number, b.Slot.Number), cmp.Compare(a.ID, b.ID),
		)
	})
	return route
}

func compareBools(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// Receiver is whom a notice about an appointment goes to.
type Receiver struct {
	Mobile string
	Mail   string // used when it is how the applicant wishes to hear, or no mobile is known
	ByMail bool
	Lang   string
}

// Notices tells the applicant of an appointment: key is one of
// "appointment.notice.booked", ".moved" and ".cancelled". Who left neither mobile nor
// mail address is told by the officer.
func (a Appointment) Notices(to Receiver, key, salt string, now time.Time) []notice.Notice {
	n := notice.Notice{
		Office: a.Office, ID: salt + "-appointment", Subject: "case/" + a.Number, To: notice.Applicant,
		Channel: notice.SMS, Address: to.Mobile, Lang: to.Lang, Key: key, At: now, Leaves: now, Status: notice.Waiting,
		Args: []string{"number", a.Number, "due", a.Slot.From.UTC().Format(time.RFC3339), "time", clock(to.Lang, a.Slot.From)},
	}
	if to.Mail != "" && (to.ByMail || to.Mobile == "") {
		n.Channel, n.Address = notice.Mail, to.Mail
	}
	if n.Address == "" {
		return nil
	}
	return []notice.Notice{n}
}

func clock(lang string, at time.Time) string {
	at = at.In(workday.Dhaka)
	if message.Lang(lang) == message.En {
		return at.Format("3:04 pm")
	}
	return bangla.Clock(at)
}
