package mail

import (
	"bufio"
	"bytes"
	"strings"

	"github.com/emersion/go-message/textproto"
)

// Report is what a server tells of the fate of a mail of ours (RFC 3464).
type Report struct {
	MessageID string // of ours, when the report tells it
	Recipient string
	Action    string // failed, delayed, delivered, relayed, expanded
	Status    string // as "5.1.1"
	Detail    string
}

// Failed reports whether the mail will not arrive.
func (r Report) Failed() bool { return r.Action == "failed" }

// readReport reads the groups of fields of a delivery status; earlier news stay.
func readReport(content []byte, known *Report) *Report {
	if known == nil {
		known = &Report{}
	}
	r := bufio.NewReader(bytes.NewReader(content))
	for range mostParts {
		group, err := textproto.ReadHeader(r)
		value := func(field string) string {
			_, text, found := strings.Cut(group.Get(field), ";")
			if !found {
				text = group.Get(field)
			}
			return line(text)
		}
		if action := strings.ToLower(line(group.Get("Action"))); action != "" && known.Action != "failed" {
			known.Action, known.Status, known.Detail = action, line(group.Get("Status")), value("Diagnostic-Code")
			known.Recipient = value("Final-Recipient")
		}
		if err != nil {
			break
		}
	}
	return known
}

// Original reads the mail of ours, or its header, that a report brings back.
func (r *Report) Original(content []byte) {
	header, _ := textproto.ReadHeader(bufio.NewReader(bytes.NewReader(content))) // what could be read of a cut one counts
	if ids := messageIDs(header.Get("Message-Id")); len(ids) > 0 {
		r.MessageID = ids[0]
	}
}
