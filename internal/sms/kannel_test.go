package sms_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sms"
	"dorgora/internal/sms/smstest"
)

// wait gives the next call that a gateway makes.
func wait(t *testing.T, calls chan url.Values) url.Values {
	t.Helper()
	select {
	case values := <-calls:
		return values
	case <-time.After(15 * time.Second):
		t.Fatal("the gateway did not call")
		return nil
	}
}

// hears waits for the last thing that telephones got.
func hears(t *testing.T, k *smstest.Kannel, want string) {
	t.Helper()
	var got []string
	for range 300 {
		if got = k.Heard(); len(got) > 0 && strings.TrimSpace(got[len(got)-1]) == strings.TrimSpace(want) {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	t.Errorf("the telephones got %q", got)
}

func TestKannel(t *testing.T) {
	incoming, reports := make(chan url.Values, 20), make(chan url.Values, 20)
	office := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/t0ken/report" {
			reports <- r.URL.Query()
			return
		}
		incoming <- r.URL.Query()
	}))
	defer office.Close()
	k := smstest.StartKannel(t, office.URL+"/t0ken/incoming")
	settings := map[string]string{"url": k.URL, "user": k.User, "password": k.Pass, "report": office.URL + "/t0ken/report"}
	gateway := open(t, "kannel", settings)

	t.Run("a Bangla message reaches the telephone and its fate comes back", func(t *testing.T) {
		text := "আপনার আবেদন ৪৮২১ গৃহীত + ৫০% হয়েছে"
		ref, err := gateway.Send(t.Context(), sms.Message{ID: "n-1", From: "RUPSHA", To: "+8801712345678", Text: text})
		if err != nil || ref != "n-1" {
			t.Fatalf("%q, %v", ref, err)
		}
		fates := map[sms.State]bool{} // they come in any order
		for range 2 {
			values := wait(t, reports)
			report, known := sms.ReadReport("kannel", settings, values, time.Now())
			if !known || report.ID != "n-1" {
				t.Errorf("%v is no report of n-1", values)
			}
			fates[report.State] = true
		}
		if !fates[sms.Accepted] || !fates[sms.Delivered] {
			t.Errorf("fates %v", fates)
		}
		if got := k.Heard(); len(got) != 1 || got[0] != "+8801712345678: "+text {
			t.Errorf("the telephone got %q", got)
		}
	})
	t.Run("a long one arrives in one piece, as two parts", func(t *testing.T) {
		text := strings.Repeat("আপনার আবেদন গৃহীত হয়েছে। ", 5)
		if _, err := gateway.Send(t.Context(), sms.Message{ID: "n-5", From: "RUPSHA", To: "+8801812345678", Text: text}); err != nil {
			t.Fatal(err)
		}
		hears(t, k, "+8801812345678: "+text)
	})
	t.Run("a Latin message is sent as such", func(t *testing.T) {
		if _, err := gateway.Send(t.Context(), sms.Message{ID: "n-2", From: "RUPSHA", To: "+8801712345678", Text: "Case 4821 done & closed"}); err != nil {
			t.Fatal(err)
		}
		hears(t, k, "+8801712345678: Case 4821 done & closed")
	})
	t.Run("a message from a telephone comes in", func(t *testing.T) {
		k.Texts(t, "01712345678", "16123", "সেবা ১ কী কী লাগে? a+b")
		values := wait(t, incoming)
		in, err := sms.ReadIncoming("kannel", settings, values, time.Now())
		if err != nil || in.From != "01712345678" || in.To != "16123" || in.Text != "সেবা ১ কী কী লাগে? a+b" || len(in.Key) != 64 {
			t.Errorf("%+v, %v", in, err)
		}
	})
	t.Run("a wrong password is told as something to try later", func(t *testing.T) {
		wrong := open(t, "kannel", map[string]string{"url": k.URL, "user": k.User, "password": "x"})
		_, err := wrong.Send(t.Context(), sms.Message{ID: "n-3", From: "RUPSHA", To: "+8801712345678", Text: "x"})
		if fault.KindOf(err) != fault.Unavailable {
			t.Errorf("%v", err)
		}
	})
	t.Run("a number that is none is refused for good", func(t *testing.T) {
		_, err := gateway.Send(t.Context(), sms.Message{ID: "n-4", From: "RUPSHA", To: "rahim", Text: "x"})
		if fault.KindOf(err) != fault.Invalid {
			t.Errorf("%v", err)
		}
	})
}

func open(t *testing.T, kind string, settings map[string]string) sms.Gateway {
	t.Helper()
	gateway, err := sms.Open(kind, settings)
	if err != nil {
		t.Fatal(err)
	}
	return gateway
}
