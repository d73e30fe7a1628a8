package sms

import (
	"crypto/sha256"
	"encoding/hex"
	"net/url"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/encoding/unicode"

	"dorgora/internal/fault"
)

// ReadIncoming reads a message that a gateway of a kind hands over with the values of
// a call. What it does not tell is a fault of the request.
func ReadIncoming(kind string, settings map[string]string, values url.Values, now time.Time) (Incoming, error) {
	names := map[string]string{"from": "from", "to": "to", "text": "text", "id": "id"}
	if kind == "http" {
		names = pairsOf(settings["incoming"])
	}
	in := Incoming{From: values.Get(names["from"]), To: values.Get(names["to"]), Text: values.Get(names["text"]), At: now}
	if values.Get("charset") == "UTF-16BE" { // as Kannel's %b and %C give it
		text, err := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM).NewDecoder().String(in.Text)
		if err != nil {
			return in, fault.Wrap(fault.Invalid, "sms.incoming.wrong", err)
		}
		in.Text = text
	}
	if in.From == "" {
		return in, fault.New(fault.Invalid, "sms.incoming.wrong")
	}
	if in.Key = values.Get(names["id"]); in.Key == "" { // told again within the minute it is the same
		in.Key = now.UTC().Format("200601021504") + " " + in.From + " " + in.Text
	}
	sum := sha256.Sum256([]byte(in.Key))
	in.Key = hex.EncodeToString(sum[:])
	return in, nil
}

// ReadReport reads the fate of a message that a gateway of a kind tells with the
// values of a call; known is false when it tells none.
func ReadReport(kind string, settings map[string]string, values url.Values, now time.Time) (report Report, known bool) {
	if kind != "http" {
		return kannelReport(values, now)
	}
	names := pairsOf(settings["report"])
	report = Report{ID: values.Get(names["id"]), Ref: values.Get(names["ref"]), Detail: values.Get(names["status"]), At: now}
	switch {
	case report.ID == "" && report.Ref == "":
		return report, false
	case slices.Contains(strings.Split(names["delivered"], ","), report.Detail):
		report.State = Delivered
	case slices.Contains(strings.Split(names["failed"], ","), report.Detail):
		report.State = Failed
	default:
		report.State = Accepted
	}
	return report, true
}

// pairsOf reads name=value pairs with blanks between them.
func pairsOf(text string) map[string]string {
	pairs := map[string]string{}
	for _, pair := range strings.Fields(text) {
		if name, value, found := strings.Cut(pair, "="); found {
			pairs[name] = value
		}
	}
	return pairs
}
