package upkeep

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/workday"
)

// begins are the deeds that count as a first answer to the applicant.
var begins = []casework.Deed{
	casework.DeedReplied, casework.DeedAsked, casework.DeedReferred, casework.DeedCalled, casework.DeedTried,
	casework.DeedDone, casework.DeedIssued, casework.DeedMerged, casework.DeedGrouped, casework.DeedClosed,
}

// replay tells a case's story again from its acts alone.
func replay(acts []casework.Act) casework.Case {
	c := casework.Case{Status: casework.Received, Received: acts[0].At}
	before := c
	for _, a := range acts {
		if a.Deed == casework.DeedUndone {
			c = before
			continue
		}
		before = c
		c.Pauses = slices.Clone(c.Pauses)
		tell(&c, a)
	}
	return c
}

// tell lets one act happen.
func tell(c *casework.Case, a casework.Act) {
	if slices.Contains(begins, a.Deed) {
		begin(c, a.At)
	}
	switch a.Deed {
	case casework.DeedTaken:
		c.Status = casework.InProgress
	case casework.DeedAsked:
		c.Status, c.Missing, c.Rounds = casework.Waiting, strings.Split(a.Text, "\n"), c.Rounds+1
		c.Pauses = append(c.Pauses, workday.Pause{From: a.At, Reason: a.Text})
	case casework.DeedAnswered, casework.DeedResumed:
		c.Status, c.Missing = casework.InProgress, nil
		endPause(c, a.At)
	case casework.DeedLapsed: // what is missing stays on the list
		c.Status = casework.InProgress
		endPause(c, a.At)
	case casework.DeedClosed:
		end(c, a)
	case casework.DeedWithdrawn:
		end(c, a)
		c.Outcome = casework.Withdrawn
	case casework.DeedReopened:
		c.Pauses = append(c.Pauses, workday.Pause{From: c.Closed, To: a.At, Reason: a.Text})
		c.Status, c.Outcome, c.Sentence, c.Closed = casework.InProgress, casework.Open, "", time.Time{}
		c.Reopened++
	}
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
	differ("reopened", told.Reopened == c.Reopened)
	return wrong
}

// sameEnd compares outcomes as far as acts tell them: an act of closing does not
// say which of them it was, its notice does.
func sameEnd(told, c casework.Case) bool {
	if told.Status != casework.Closed || told.Outcome == casework.Withdrawn {
		return told.Outcome == c.Outcome
	}
	return c.Outcome != casework.Open && c.Outcome != casework.Withdrawn
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
