package sms_test

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sms"
)

var noon = time.Date(2026, time.November, 25, 6, 0, 30, 0, time.UTC)

// called are the values of a call with a query and a body.
func called(t *testing.T, query, kind, body string) url.Values {
	t.Helper()
	r := httptest.NewRequest(http.MethodPost, "/incoming?"+query, strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	values, err := sms.ValuesOf(r)
	if err != nil {
		t.Fatal(err)
	}
	return values
}

const form, inJSON = "application/x-www-form-urlencoded", "application/json; charset=utf-8"

func TestReadIncoming(t *testing.T) {
	for _, one := range []struct{ name, names, query, kind, body string }{
		{"in the query", "from=msisdn to=short text=msg id=mid", "msisdn=8801712345678&short=16123&msg=%E0%A6%B8%E0%A7%87%E0%A6%AC%E0%A6%BE+%E0%A7%A7&mid=9", form, ""},
		{"in a form", "from=msisdn to=short text=msg id=mid", "", form, "msisdn=8801712345678&short=16123&msg=%E0%A6%B8%E0%A7%87%E0%A6%AC%E0%A6%BE%20%E0%A7%A7&mid=9"},
		{
			"within JSON, with a number for an id", "from=results.0.sender to=results.0.to text=results.0.body id=results.0.id", "", inJSON,
			`{"results":[{"sender":"8801712345678","to":"16123","body":"সেবা ১","id":9}],"more":null}`,
		},
	} {
		t.Run(one.name, func(t *testing.T) {
			values := called(t, one.query, one.kind, one.body)
			in, err := sms.ReadIncoming("http", map[string]string{"incoming": one.names}, values, noon)
			if err != nil || in.From != "8801712345678" || in.To != "16123" || in.Text != "সেবা ১" || in.At != noon {
				t.Fatalf("%+v, %v", in, err)
			}
			again, err := sms.ReadIncoming("http", map[string]string{"incoming": one.names}, values, noon.Add(48*time.Hour))
			if err != nil || again.Key != in.Key {
				t.Errorf("told again it is %q, before %q, %v", again.Key, in.Key, err)
			}
		})
	}
	t.Run("without an id the same within a minute is the same", func(t *testing.T) {
		key := func(text string, at time.Time) string {
			in, err := sms.ReadIncoming("kannel", nil, url.Values{"from": {"01712345678"}, "text": {text}}, at)
			if err != nil {
				t.Fatal(err)
			}
			return in.Key
		}
		if key("5", noon) != key("5", noon.Add(20*time.Second)) || key("5", noon) == key("4", noon) || key("5", noon) == key("5", noon.Add(time.Minute)) {
			t.Error("keys differ or agree where they should not")
		}
	})
	t.Run("without a sender it is nothing", func(t *testing.T) {
		if _, err := sms.ReadIncoming("kannel", nil, url.Values{"text": {"x"}}, noon); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
	})
}

func TestReadReport(t *testing.T) {
	names := map[string]string{"report": "id=custom ref=message.id status=message.state delivered=DELIVRD,0 failed=UNDELIV,EXPIRED"}
	for body, want := range map[string]sms.Report{
		`{"custom":"n-1","message":{"id":77,"state":"DELIVRD"}}`: {ID: "n-1", Ref: "77", State: sms.Delivered, Detail: "DELIVRD", At: noon},
		`{"custom":"n-1","message":{"state":0}}`:                 {ID: "n-1", State: sms.Delivered, Detail: "0", At: noon},
		`{"message":{"id":"77","state":"EXPIRED"}}`:              {Ref: "77", State: sms.Failed, Detail: "EXPIRED", At: noon},
		`{"custom":"n-1","message":{"state":"ENROUTE"}}`:         {ID: "n-1", State: sms.Accepted, Detail: "ENROUTE", At: noon},
	} {
		if got, known := sms.ReadReport("http", names, called(t, "", inJSON, body), noon); !known || got != want {
			t.Errorf("%s is %+v, %v", body, got, known)
		}
	}
	if got, known := sms.ReadReport("http", names, called(t, "", inJSON, `{"message":{"state":"DELIVRD"}}`), noon); known {
		t.Errorf("a report of nothing is %+v", got)
	}
	for status, want := range map[string]sms.State{"1": sms.Delivered, "2": sms.Failed, "16": sms.Failed, "8": sms.Accepted, "4": sms.Accepted} {
		if got, known := sms.ReadReport("kannel", nil, url.Values{"id": {"n-1"}, "status": {status}}, noon); !known || got.State != want {
			t.Errorf("Kannel's %s is %+v, %v", status, got, known)
		}
	}
}

// TestGatewaysStayOutside holds addresses back that lead into the machine and its
// neighbourhood without saying so.
func TestGatewaysStayOutside(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was called") }))
	defer inside.Close()
	port := inside.URL[strings.LastIndexByte(inside.URL, ':'):]
	for _, address := range []string{"http://localhost." + port, "http://0.0.0.0" + port, "http://169.254.169.254/latest/meta-data", "http://[fe80::1]/"} {
		for _, kind := range []string{"http", "kannel"} {
			_, err := open(t, kind, map[string]string{"url": address, "method": "GET"}).Send(t.Context(), sms.Message{ID: "n-1", To: "+8801712345678", Text: "x"})
			if fault.KindOf(err) != fault.Unavailable {
				t.Errorf("%s of %s: %v", kind, address, err)
			}
		}
	}
}

func TestGatewayMustShowItself(t *testing.T) {
	stranger := httptest.NewUnstartedServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was called") }))
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	stranger.StartTLS()
	defer stranger.Close()
	plain := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	defer plain.Close()
	for _, address := range []string{stranger.URL, strings.Replace(plain.URL, "http:", "https:", 1)} {
		_, err := open(t, "http", map[string]string{"url": address, "method": "GET"}).Send(t.Context(), sms.Message{ID: "n-1", To: "+8801712345678", Text: "x"})
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%s: %v", address, err)
		}
	}
}
