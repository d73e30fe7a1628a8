package upkeep

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/notice"
	"dorgora/workday"
)

// replay tells a case's story again from its acts alone.
func replay(acts []casework.Act) casework.Case {
	c := casework.Case{Status: casework.Received, Received: acts[0].At}
	for _, a := range acts {
		switch a.Deed {
		case casework.DeedTaken:
			c.Status = casework.InProgress
		case casework.DeedReplied:
			begin(&c, a.At)
		case casework.DeedAsked:
			begin(&c, a.At)
			c.Status, c.Missing, c.Rounds = casework.Waiting, strings.Split(a.Text, "\n"), c.Rounds+1
			c.Pauses = append(c.Pauses, workday.Pause{From: a.At, Reason: a.Text})
		case casework.DeedAnswered, casework.DeedResumed:
			c.Status, c.Missing = casework.InProgress, nil
			endPause(&c, a.At)
		case casework.DeedClosed:
			begin(&c, a.At)
			end(&c, a)
		case casework.DeedWithdrawn:
			end(&c, a)
			c.Outcome = casework.Withdrawn
		}
	}
	return c
}

func begin(c *casework.Case, at time.Time) {
	if c.FirstReply.IsZero() {
		c.FirstReply = at
	}
	if c.Status == casework.Received {
		c.Status = casework.InProgress
	}
}

func end(c *casework.Case, a casework.Act) {
	endPause(c, a.At)
	c.Status, c.Sentence, c.Closed, c.Missing = casework.Closed, a.Text, a.At, nil
}

func endPause(c *casework.Case, at time.Time) {
	if n := len(c.Pauses); n > 0 && c.Pauses[n-1].To.IsZero() {
		c.Pauses[n-1].To = at
	}
}

// differences names the fields in which a stored case differs from the story that
// its acts tell.
func differences(c casework.Case, acts []casework.Act) []string {
	told := replay(acts)
	var wrong []string
	differ := func(field string, same bool) {
		if !same {
			wrong = append(wrong, field)
		}
	}
	differ("first act", acts[0].Deed == casework.DeedReceived && acts[0].Text == c.Application.Need)
	differ("received", told.Received.Equal(c.Received))
	differ("status", told.Status == c.Status)
	differ("rounds", told.Rounds == c.Rounds)
	differ("missing", slices.Equal(told.Missing, c.Missing))
	differ("pauses", slices.EqualFunc(told.Pauses, c.Pauses, func(a, b workday.Pause) bool {
		return a.From.Equal(b.From) && a.To.Equal(b.To) && a.Reason == b.Reason
	}))
	differ("first_reply", told.FirstReply.Equal(c.FirstReply))
	differ("closed", told.Closed.Equal(c.Closed))
	differ("sentence", told.Sentence == c.Sentence)
	differ("outcome", sameEnd(told, c))
	return wrong
}

// sameEnd compares outcomes as far as acts tell them: an act of closing does not
// say which of the three it was, its notice does.
func sameEnd(told, c casework.Case) bool {
	if told.Status != casework.Closed || told.Outcome == casework.Withdrawn {
		return told.Outcome == c.Outcome
	}
	return c.Outcome == casework.Delivered || c.Outcome == casework.Advised || c.Outcome == casework.Refused
}

// announced are the deeds of which the applicant is told, with the text's key or
// the part of it before the outcome.
var announced = map[casework.Deed]string{
	casework.DeedReceived: "casework.notice.received", casework.DeedReplied: "casework.notice.replied",
	casework.DeedAsked: "casework.notice.asked", casework.DeedAnswered: "casework.notice.resumed",
	casework.DeedResumed: "casework.notice.resumed", casework.DeedRecounted: "casework.notice.recounted",
	casework.DeedClosed: "casework.notice.closed.", casework.DeedWithdrawn: "casework.notice.withdrawn",
}

// notices holds what was said to the applicant against the acts: each notice
// belongs to one act, goes to the applicant's own address, and says what happened.
func (v *verifier) notices(ctx context.Context, f folder, c casework.Case, acts []casework.Act) error {
	list, err := v.Notices.NoticesOf(ctx, f.office, f.subject())
	if err != nil {
		return err
	}
	said := map[string]notice.Notice{}
	for _, n := range list {
		if n.To == notice.Applicant {
			said[n.ID] = n
		}
	}
	for i, a := range acts {
		id := a.Salt + "-applicant"
		n, found := said[id]
		delete(said, id)
		switch {
		case !found && owed(c, acts, i):
			v.problem(f.office, f.subject(), "upkeep.notice.dropped", "place", a.Place, "deed", string(a.Deed))
		case found && !tells(n, a, c):
			v.problem(f.office, f.subject(), "upkeep.notice.changed", "place", a.Place, "deed", string(a.Deed))
		}
	}
	for _, id := range sorted(said) {
		v.problem(f.office, f.subject(), "upkeep.notice.stray", "id", id)
	}
	return nil
}

// owed reports whether act i must have a notice.
func owed(c casework.Case, acts []casework.Act, i int) bool {
	a := acts[i]
	if announced[a.Deed] == "" || c.Application.Mobile == "" && c.Application.Hear != casework.ByMail {
		return false
	}
	switch a.Deed {
	case casework.DeedReceived: // settled at once, only the end is said
		return len(acts) < 2 || acts[1].Deed != casework.DeedClosed || !acts[1].At.Equal(a.At)
	case casework.DeedAnswered, casework.DeedResumed:
		return !a.Due.IsZero()
	}
	return true
}

func tells(n notice.Notice, a casework.Act, c casework.Case) bool {
	key := announced[a.Deed]
	if a.Deed == casework.DeedClosed {
		key += string(c.Outcome)
	}
	address := c.Application.Mobile
	if n.Channel == notice.Mail {
		address = c.Application.Mail
	}
	same := n.Key == key || a.Deed == casework.DeedReceived && n.Key == key+".undated"
	return same && n.At.Equal(a.At) && n.Address == address
}

// mostOrders is up to how many files every order in which they may have been
// handed in is tried.
const mostOrders = 5

// submitted reports whether the case holds what was hashed when it came in. The
// order of the files is not kept, nor whether the matter was settled at once, so
// each reading is tried.
func submitted(c casework.Case, slug string, evidence []document.Evidence, content string) bool {
	var files []string
	for _, e := range evidence {
		if !e.At.After(c.Received) {
			files = append(files, e.Paper+"="+e.Hash)
		}
	}
	if len(files) > mostOrders {
		return true
	}
	for _, order := range orders(files) {
		if content == fingerprint(c, slug, order, "") || content == fingerprint(c, slug, order, c.Sentence) {
			return true
		}
	}
	return false
}

// fingerprint is the hash of a submission, written here once more so that the desk
// that made it is not the one that checks it.
func fingerprint(c casework.Case, slug string, files []string, result string) string {
	text, _ := json.Marshal(struct {
		Office, Service string
		Application     casework.Application
		Channel         charter.Channel
		Files           []string
		Result          string `json:",omitempty"`
	}{c.Office, slug, c.Application, c.Channel, files, result}) // plain strings and numbers always marshal
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:])
}

// orders returns every order of a short list, one empty order for none.
func orders(list []string) [][]string {
	if len(list) == 0 {
		return [][]string{nil}
	}
	var all [][]string
	for i, first := range list {
		rest := slices.Concat(list[:i], list[i+1:])
		for _, order := range orders(rest) {
			all = append(all, append([]string{first}, order...))
		}
	}
	return all
}
