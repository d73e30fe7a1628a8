package sms

import (
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"

	"dorgora/internal/fault"
)

// longestCall bounds what a gateway may send us at once, in bytes.
const longestCall = 64 << 10

// ValuesOf reads the values that a gateway's call carries: those of the query, and of
// a body that is a form or JSON. A value within JSON is named by the path to it, its
// steps joined by dots. What cannot be read is Invalid.
func ValuesOf(r *http.Request) (url.Values, error) {
	r.Body = http.MaxBytesReader(nil, r.Body, longestCall)
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if kind != "application/json" {
		if err := r.ParseForm(); err != nil {
			return nil, fault.Wrap(fault.Invalid, "sms.incoming.wrong", err)
		}
		return r.Form, nil
	}
	values := r.URL.Query()
	raw, err := io.ReadAll(r.Body)
	var content any
	if err == nil {
		err = json.Unmarshal(raw, &content)
	}
	if err != nil {
		return nil, fault.Wrap(fault.Invalid, "sms.incoming.wrong", err)
	}
	flatten(values, "", content)
	return values, nil
}

// flatten notes each value within JSON under the path to it.
func flatten(values url.Values, path string, content any) {
	step := func(name string) string {
		if path == "" {
			return name
		}
		return path + "." + name
	}
	switch v := content.(type) {
	case map[string]any:
		for name, one := range v {
			flatten(values, step(name), one)
		}
	case []any:
		for i, one := range v {
			flatten(values, step(fmt.Sprint(i)), one)
		}
	case string:
		values.Add(path, v)
	case float64:
		values.Add(path, fmt.Sprintf("%.0f", v)) // ids and stamps are whole
	case bool:
		values.Add(path, fmt.Sprint(v))
	}
}
