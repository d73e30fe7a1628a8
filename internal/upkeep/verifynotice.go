package upkeep

import (
	"context"
	"fmt"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/ledger"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
	"dorgora/internal/notice"
)

// noticeKeys begins the text keys of notices that acts cause.
const noticeKeys = "casework.notice."

// announced are the deeds of which the applicant is told, with the end of the
// text's key or the beginning of that end.
var announced = map[casework.Deed]string{
	casework.DeedReceived: "received", casework.DeedReplied: "replied", casework.DeedAsked: "asked",
	casework.DeedAnswered: "resumed", casework.DeedResumed: "resumed", casework.DeedLapsed: "resumed",
	casework.DeedRecounted: "recounted", casework.DeedExtended: "extended", casework.DeedReferred: "referred",
	casework.DeedReopened: "reopened", casework.DeedBreached: "late", casework.DeedEscalated: "late",
	casework.DeedClosed: "closed.", casework.DeedWithdrawn: "withdrawn",
}

// notices holds what was said about a case against its acts: each notice belongs to
// one act; the applicant's goes to the applicant's own address and says what
// happened.
func (v *verifier) notices(ctx context.Context, f folder, c casework.Case, acts []casework.Act) error {
	list, err := v.Notices.NoticesOf(ctx, f.office, f.subject())
	if err != nil {
		v.problem(f.office, f.subject(), "upkeep.case.unreadable", "cause", err.Error())
		return ctx.Err()
	}
	said, bySalt := map[string]notice.Notice{}, map[string]casework.Act{}
	for _, a := range acts {
		bySalt[a.Salt] = a
	}
	for _, n := range list {
		salt, rung, _ := strings.Cut(n.ID, "-")
		a, known := bySalt[salt]
		ours := strings.HasPrefix(n.Key, noticeKeys)
		switch {
		case known && n.To == notice.Applicant && rung == "applicant":
			said[salt] = n
		case !known && ours, known && (rung == "applicant" || n.To == notice.Applicant):
			v.problem(f.office, f.subject(), "upkeep.notice.stray", "id", n.ID)
		case known && (!ours || !n.At.Equal(a.At)):
			v.problem(f.office, f.subject(), "upkeep.notice.changed", "place", a.Place, "deed", string(a.Deed))
		}
	}
	for i, a := range acts {
		n, found := said[a.Salt]
		switch {
		case !found && owed(c, acts, i):
			v.problem(f.office, f.subject(), "upkeep.notice.dropped", "place", a.Place, "deed", string(a.Deed))
		case found && !tells(n, acts, i, c):
			v.problem(f.office, f.subject(), "upkeep.notice.changed", "place", a.Place, "deed", string(a.Deed))
		}
	}
	return nil
}

// owed reports whether act i must have a notice to the applicant.
func owed(c casework.Case, acts []casework.Act, i int) bool {
	a := acts[i]
	app := c.Application
	if announced[a.Deed] == "" || app.Mobile == "" && app.Mail == "" && (app.Hear != casework.ByLetter || app.Address == "") {
		return false
	}
	switch a.Deed {
	case casework.DeedReceived: // settled at once, only the end is said
		return len(acts) < 2 || acts[1].Deed != casework.DeedClosed || !acts[1].At.Equal(a.At)
	case casework.DeedAnswered, casework.DeedResumed, casework.DeedLapsed:
		return !a.Due.IsZero()
	case casework.DeedEscalated: // said once, at the breach; an act that slept through it says it itself
		return false
	}
	return true
}

// tells reports whether a notice says to the applicant what happened in act i.
func tells(n notice.Notice, acts []casework.Act, i int, c casework.Case) bool {
	a, app := acts[i], c.Application
	end := announced[a.Deed]
	said, ours := strings.CutPrefix(n.Key, noticeKeys)
	same := said == end || said == end+".undated"
	if a.Deed == casework.DeedClosed {
		same = strings.HasPrefix(said, end)
		if i == lastEnd(acts) && c.Ended() && c.Outcome != casework.Withdrawn { // withdrawn after it was opened again
			same = said == end+string(c.Outcome)
		}
	}
	address := app.Mobile
	switch n.Channel {
	case notice.Mail:
		address = app.Mail
	case notice.Post:
		address = app.Address
	}
	return ours && end != "" && same && n.At.Equal(a.At) && n.Address == address && n.Lang == app.Lang
}

// lastEnd is the place in the list of the last act that closed the case, -1 when
// none did.
func lastEnd(acts []casework.Act) int {
	last := -1
	for i, a := range acts {
		if a.Deed == casework.DeedClosed {
			last = i
		}
	}
	return last
}

// letterSubjects begin what correspondence is called in the ledger.
var letterSubjects = []string{"letter/", "outgoing/", "file/"}

// letters holds the correspondence of an office against its acts and the ledger, and
// its registers against the books of serials: no number may be missing.
func (v *verifier) letters(ctx context.Context, id string, witnessed map[string][]ledger.Entry) error {
	store := letterdb.Store{DB: v.DB}
	all, err := store.Recorded(ctx, id)
	if err != nil {
		return err
	}
	for _, one := range all {
		v.step()
		v.letter(id, one, witnessed[one.Subject])
		delete(witnessed, one.Subject)
	}
	for _, subject := range sorted(witnessed) {
		for _, begin := range letterSubjects {
			if strings.HasPrefix(subject, begin) {
				v.problem(id, subject, "upkeep.letter.dropped")
				delete(witnessed, subject)
			}
		}
	}
	series, err := store.Series(ctx, id)
	for _, one := range series {
		if !one.Gapless() {
			v.problem(id, fmt.Sprintf("%s/%d", one.Book.Name, one.Book.Year), "upkeep.letter.gap", "last", one.Last, "count", one.Count)
		}
	}
	return err
}

// letter holds one letter or file against its acts and the ledger.
func (v *verifier) letter(id string, one letterdb.Recorded, entries []ledger.Entry) {
	if len(entries) != len(one.Acts) || len(entries) == 0 {
		v.problem(id, one.Subject, "upkeep.letter.acts", "acts", len(one.Acts), "entries", len(entries))
		return
	}
	for i, act := range one.Acts {
		if act.Entry().Commitment != entries[i].Commitment {
			v.problem(id, one.Subject, "upkeep.letter.act", "place", act.Place)
		}
	}
	if one.Acts[len(one.Acts)-1].Digest != letter.Digest(one.Body) {
		v.problem(id, one.Subject, "upkeep.letter.changed")
	}
}
