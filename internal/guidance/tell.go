package guidance

import (
	"fmt"
	"strings"
	"time"

	"dorgora/internal/notice"
)

// Round is the telling of one change: what was changed, what a notice needs from
// outside, and who can be reached how. A recipient without an address is known but
// cannot be told.
type Round struct {
	Change Change
	Letter Letter
	Known  map[string]Recipient // by case
	At     time.Time
}

// Notice is the notice to one recipient. Its ID follows from the case and the act,
// so that the outbox holds it once. It says nothing about the matter of the case;
// the address of a corrected answer stands in it only when the case is not sealed.
func (r Round) Notice(to Recipient) notice.Notice {
	g := r.Change.Guide
	key, args := "guidance.notice.withdrawn", []string{"number", to.Case, "phone", r.Letter.Phone}
	next, corrected := g.InForce()
	switch {
	case r.Change.Tell.Reason != Corrected:
	case corrected && next.Shown() && r.Letter.Link != "" && !to.Sealed:
		key, args = "guidance.notice.corrected.link", []string{"number", to.Case, "link", r.Letter.Link}
	default:
		key = "guidance.notice.corrected"
	}
	return notice.Notice{
		Office: g.Office, ID: fmt.Sprintf("guide-%s-%d-%s", g.ID, g.Revision, to.Case), Subject: "case/" + to.Case,
		To: notice.Applicant, Channel: notice.Channel(to.Channel), Address: to.Address, Lang: to.Lang,
		Key: key, Args: args, At: r.At, Status: notice.Waiting,
	}
}

// Cursor names the version's place in a list that is ordered by the latest change.
func (v Version) Cursor() string { return v.Changed().UTC().Format(time.RFC3339) + "|" + v.Guide }

// ReadCursor takes a Cursor apart.
func ReadCursor(cursor string) (changed time.Time, guide string, err error) {
	at, guide, _ := strings.Cut(cursor, "|")
	changed, err = time.Parse(time.RFC3339, at)
	return changed, guide, err
}
