package sms

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/fault"
)

// kannelBox is the sendsms interface of Kannel (user's guide, "Using the HTTP
// interface to send SMS messages"). Settings: url of sendsms, user, password, and
// report, the address without query to which delivery reports go.
type kannelBox struct {
	settings map[string]string
	client   *http.Client
}

func kannel(settings map[string]string) kannelBox {
	return kannelBox{settings, client(settings["url"])}
}

// wanted reports: delivered to the telephone 1, not delivered 2, accepted by the
// centre 8, refused by it 16.
const wantedReports = "27"

// Send implements Gateway. Kannel answers 202 when it has the message on its disk or
// in its queue.
func (k kannelBox) Send(ctx context.Context, m Message) (string, error) {
	values := url.Values{
		"username": {k.settings["user"]}, "password": {k.settings["password"]},
		"to": {m.To}, "text": {m.Text}, "charset": {"UTF-8"}, "dlr-mask": {wantedReports},
	}
	if !latin(m.Text) {
		values.Set("coding", "2") // UCS-2
	}
	if m.From != "" {
		values.Set("from", m.From)
	}
	if report := k.settings["report"]; report != "" {
		values.Set("dlr-url", report+"?id="+url.QueryEscape(m.ID)+"&status=%d&ref=%F&detail=%A")
	}
	r, err := http.NewRequest(http.MethodGet, k.settings["url"]+"?"+values.Encode(), nil)
	if err != nil {
		return "", fault.Wrap(fault.Invalid, "sms.refused", err)
	}
	a, err := call(ctx, k.client, r)
	if err != nil {
		return "", err
	}
	if a.status != http.StatusAccepted || !strings.HasPrefix(a.body, "0:") && !strings.HasPrefix(a.body, "3:") {
		return "", refused(a)
	}
	return m.ID, nil
}

// latin reports whether a text fits the basic alphabet of GSM, as far as it is that
// of ASCII.
func latin(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r > '~' || r == '`' })
}

// kannelReport reads a delivery report: the type in the field status is that of
// wantedReports.
func kannelReport(values url.Values, now time.Time) (Report, bool) {
	report := Report{ID: values.Get("id"), Ref: values.Get("ref"), Detail: values.Get("detail"), At: now}
	kind, err := strconv.Atoi(values.Get("status"))
	switch {
	case err != nil || report.ID == "":
		return report, false
	case kind&1 != 0:
		report.State = Delivered
	case kind&(2|16) != 0:
		report.State = Failed
	default:
		report.State = Accepted
	}
	return report, true
}
