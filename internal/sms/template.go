package sms

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	"dorgora/internal/fault"
)

// aggregator is an HTTP interface described by settings: url, method, headers (a line
// each, name: value), body (JSON, or name=value pairs joined by &), form ("json" or
// "form"), success (path=value within a JSON answer, or a word of a plain one),
// reference (path), repeats ("yes": the same {id} sent twice is one message).
// {to} {text} {from} {id} {key} stand for what is sent; {number} is to without +.
type aggregator struct {
	settings map[string]string
	client   *http.Client
}

// Words are what stands between braces for what is sent.
func Words() []string { return []string{"to", "number", "text", "from", "id", "key"} }

// Send implements Gateway.
func (g aggregator) Send(ctx context.Context, m Message) (string, error) {
	r, err := g.request(m)
	if err != nil {
		return "", fault.Wrap(fault.Invalid, "sms.refused", err)
	}
	a, err := call(ctx, g.client, r)
	if err != nil {
		return "", g.repeatable(err)
	}
	if a.status < 200 || a.status > 299 {
		return "", g.repeatable(refused(a))
	}
	if wanted := g.settings["success"]; wanted != "" {
		yes, readable := met(wanted, a.body)
		if cause := fmt.Errorf("answer %.200q", a.body); !readable {
			return "", g.repeatable(cause)
		} else if !yes {
			return "", fault.Wrap(fault.Invalid, "sms.refused", cause)
		}
	}
	ref := m.ID
	if path := g.settings["reference"]; path != "" {
		if found, ok := at(a.body, path); ok {
			ref = found
		}
	}
	return ref, nil
}

// repeatable makes an uncertain error one that may be tried again, at a gateway that
// knows a repeated message by its ID.
func (g aggregator) repeatable(err error) error {
	if kind := fault.KindOf(err); g.settings["repeats"] == "yes" && kind != fault.Unavailable && kind != fault.Invalid {
		return fault.Wrap(fault.Unavailable, "sms.unreachable", err)
	}
	return err
}

func (g aggregator) request(m Message) (*http.Request, error) {
	pairs := []string{
		"{to}", m.To, "{number}", strings.TrimPrefix(m.To, "+"), "{text}", m.Text, "{from}", m.From, "{id}", m.ID, "{key}", g.settings["key"],
	}
	address := strings.NewReplacer(escaped(pairs, url.QueryEscape)...).Replace(g.settings["url"])
	body, kind := g.settings["body"], "application/json"
	if g.settings["form"] == "form" {
		body, kind = strings.NewReplacer(escaped(pairs, url.QueryEscape)...).Replace(body), "application/x-www-form-urlencoded"
	} else {
		body = strings.NewReplacer(escaped(pairs, inJSON)...).Replace(body)
	}
	r, err := http.NewRequest(g.settings["method"], address, strings.NewReader(body))
	if err != nil {
		return nil, err
	}
	r.Header.Set("Content-Type", kind)
	for line := range strings.Lines(g.settings["headers"]) {
		if name, value, found := strings.Cut(strings.TrimSpace(line), ":"); found {
			value = strings.NewReplacer(pairs...).Replace(strings.TrimSpace(value))
			r.Header.Set(strings.TrimSpace(name), strings.Join(strings.Fields(value), " ")) // a line break would end the header
		}
	}
	return r, nil
}

// escaped is a list of names and values with the values escaped.
func escaped(pairs []string, escape func(string) string) []string {
	list := append([]string(nil), pairs...)
	for i := 1; i < len(list); i += 2 {
		list[i] = escape(list[i])
	}
	return list
}

// inJSON is a text as it stands between the quotes of JSON.
func inJSON(text string) string {
	quoted, _ := json.Marshal(text) // a string always marshals
	return string(quoted[1 : len(quoted)-1])
}

// met reports whether an answer is the success that is described, and whether it says
// anything of it: an answer in which there is no such place leaves it open.
func met(wanted, body string) (yes, readable bool) {
	path, value, found := strings.Cut(wanted, "=")
	if !found {
		return strings.Contains(body, wanted), body != ""
	}
	got, ok := at(body, strings.TrimSpace(path))
	return got == strings.TrimSpace(value), ok
}

// at is the value at a path of names and places joined by dots in a JSON text.
func at(body, path string) (string, bool) {
	var value any
	if json.Unmarshal([]byte(body), &value) != nil {
		return "", false
	}
	for name := range strings.SplitSeq(path, ".") {
		switch v := value.(type) {
		case map[string]any:
			value = v[name]
		case []any:
			var i int
			if _, err := fmt.Sscan(name, &i); err != nil || i < 0 || i >= len(v) {
				return "", false
			}
			value = v[i]
		default:
			return "", false
		}
	}
	switch v := value.(type) {
	case string:
		return v, true
	case float64, bool:
		return fmt.Sprint(v), true
	}
	return "", false
}
