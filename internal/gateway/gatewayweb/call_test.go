package gatewayweb_test

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"dorgora/internal/sms"
)

func TestGatewaysCall(t *testing.T) {
	d := newRoom(t)
	at := d.made()
	text := "সেবা ১ কী কী লাগে? a+b"
	query := url.Values{"from": {"01712345678"}, "to": {"16123"}, "text": {text}, "id": {"m-1"}}.Encode()
	t.Run("a message comes in, with nothing said back, the same each time it is told", func(t *testing.T) {
		for _, method := range []string{"GET", "POST"} {
			answer := d.send(method, at+"/incoming?"+query, "", "")
			if answer.Code != 200 || answer.Body.Len() != 0 {
				t.Errorf("%s answers %d %q", method, answer.Code, answer.Body)
			}
		}
		if len(d.incoming) != 2 || d.incoming[0] != d.incoming[1] || d.incoming[0].Text != text || d.incoming[0].From != "01712345678" || len(d.incoming[0].Key) != 64 {
			t.Errorf("%+v", d.incoming)
		}
	})
	t.Run("a report comes in by GET, as Kannel gives it", func(t *testing.T) {
		answer := d.send("GET", at+"/report?id=n-1&status=1&ref=77&detail=DELIVRD", "", "")
		if answer.Code != 200 || len(d.reports) != 1 || d.reports[0].ID != "n-1" || d.reports[0].State != sms.Delivered {
			t.Errorf("%d, %+v", answer.Code, d.reports)
		}
	})
	t.Run("what cannot be read is not told again", func(t *testing.T) {
		for _, path := range []string{"/incoming?text=x", "/report?status=1", "/report?id=n-1&status=perhaps"} {
			if answer := d.send("GET", at+path, "", ""); answer.Code != 400 {
				t.Errorf("%s answers %d", path, answer.Code)
			}
		}
		if answer := d.send("POST", at+"/incoming", "application/json", "{"); answer.Code != 400 {
			t.Errorf("half a JSON answers %d", answer.Code)
		}
		if answer := d.send("POST", at+"/incoming", "application/json", `"`+strings.Repeat("x", 70<<10)+`"`); answer.Code != 400 {
			t.Errorf("70 KB answer %d", answer.Code)
		}
	})
	t.Run("what cannot be kept now is to be told again", func(t *testing.T) {
		d.broken = errors.New("disk full")
		defer func() { d.broken = nil }()
		if answer := d.send("GET", at+"/incoming?"+query, "", ""); answer.Code != 503 {
			t.Errorf("answers %d", answer.Code)
		}
	})
	t.Run("an address can be tried out", func(t *testing.T) {
		if answer := d.send("GET", at+"/incoming", "", ""); answer.Code != 200 {
			t.Errorf("answers %d", answer.Code)
		}
	})
	t.Run("a wrong token, a gateway that there is not, another office's: nothing there", func(t *testing.T) {
		before := len(d.incoming)
		for _, path := range []string{
			at[:len(at)-1] + "x", strings.Replace(at, "aaaa", "bbbb", 1), strings.Replace(at, "/rupsha/", "/dighalia/", 1),
		} {
			if answer := d.send("GET", path+"/incoming?"+query, "", ""); answer.Code != 404 || answer.Body.Len() != 0 {
				t.Errorf("%s answers %d", path, answer.Code)
			}
		}
		if len(d.incoming) != before {
			t.Error("it was heard")
		}
	})
	t.Run("a flood is held back", func(t *testing.T) {
		refused := 0
		for range 300 {
			if d.send("GET", at+"/incoming", "", "").Code == 429 {
				refused++
			}
		}
		if refused < 90 || refused > 120 {
			t.Errorf("%d of 300 at once were refused", refused)
		}
	})
	t.Run("out of use nobody is heard", func(t *testing.T) {
		d.ask(303, list+"/"+formKey+"/use", "turn", "off", "form-key", formKey)
		if answer := d.send("GET", at+"/incoming?"+query, "", ""); answer.Code != 404 {
			t.Errorf("answers %d", answer.Code)
		}
	})
}
