package sms_test

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/sms"
)

var bangla = sms.Message{ID: "n-7", From: "RUPSHA", To: "+8801712345678", Text: "আপনার \"আবেদন\" গৃহীত\nধন্যবাদ & {id}"}

func TestAggregators(t *testing.T) {
	for _, one := range []struct {
		name     string
		settings map[string]string
		serve    http.HandlerFunc
		ref      string
	}{
		{
			"JSON with a key in a header, success and reference inside the answer",
			map[string]string{
				"method": "POST", "headers": "Authorization: Bearer {key}\nX-Once: {id}", "key": "k-1", "form": "json",
				"body": `{"to":["{number}"],"message":"{text}","sender":"{from}"}`, "success": "status=ok", "reference": "messages.0.id",
			},
			func(w http.ResponseWriter, r *http.Request) {
				var got struct {
					To              []string
					Message, Sender string
				}
				if json.NewDecoder(r.Body).Decode(&got) != nil || got.To[0] != "8801712345678" || got.Message != bangla.Text ||
					got.Sender != "RUPSHA" || r.Header.Get("Authorization") != "Bearer k-1" || r.Header.Get("X-Once") != "n-7" {
					w.WriteHeader(http.StatusBadRequest)
					return
				}
				_, _ = io.WriteString(w, `{"status":"ok","messages":[{"id":77}]}`)
			}, "77",
		},
		{
			"a form by POST with a plain answer",
			map[string]string{"method": "POST", "form": "form", "body": "api={key}&num={to}&msg={text}", "key": "k/2", "success": "SUBMIT_SUCCESS"},
			func(w http.ResponseWriter, r *http.Request) {
				if r.PostFormValue("api") == "k/2" && r.PostFormValue("num") == "+8801712345678" && r.PostFormValue("msg") == bangla.Text {
					_, _ = io.WriteString(w, "SUBMIT_SUCCESS 4711")
				}
			}, "n-7",
		},
		{
			"everything in the address",
			map[string]string{"method": "GET", "form": "form", "path": "?to={number}&text={text}&mask={from}", "success": "code=200"},
			func(w http.ResponseWriter, r *http.Request) {
				if q := r.URL.Query(); q.Get("to") == "8801712345678" && q.Get("text") == bangla.Text && q.Get("mask") == "RUPSHA" {
					_, _ = io.WriteString(w, `{"code":200}`)
				}
			}, "n-7",
		},
	} {
		t.Run(one.name, func(t *testing.T) {
			server := httptest.NewServer(one.serve)
			defer server.Close()
			one.settings["url"] = server.URL + one.settings["path"]
			ref, err := open(t, "http", one.settings).Send(t.Context(), bangla)
			if err != nil || ref != one.ref {
				t.Errorf("%q, %v", ref, err)
			}
		})
	}
}

func TestAggregatorFaults(t *testing.T) {
	closed, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	nobody := "http://" + closed.Addr().String()
	closed.Close()
	say := func(status int, body string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(status)
			_, _ = io.WriteString(w, body)
		}
	}
	hang := func(w http.ResponseWriter, _ *http.Request) {
		connection, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			time.Sleep(50 * time.Millisecond)
			connection.Close() // it has the message and says nothing
		}
	}
	for _, one := range []struct {
		name    string
		serve   http.HandlerFunc
		repeats string
		want    fault.Kind
	}{
		{"nobody there: certainly not accepted", nil, "no", fault.Unavailable},
		{"too many requests: later", say(429, ""), "no", fault.Unavailable},
		{"a wrong key: later, when a person has mended it", say(401, ""), "no", fault.Unavailable},
		{"a redirection leads nowhere", say(302, ""), "no", fault.Unavailable},
		{"a wrong number: never", say(400, "bad number"), "no", fault.Invalid},
		{"an answer that is not the success described: never", say(200, `{"status":"error"}`), "no", fault.Invalid},
		{"an answer that is no JSON: perhaps", say(200, "<html>"), "no", fault.Internal},
		{"an answer that says nothing: perhaps", say(200, ""), "no", fault.Internal},
		{"an account without money: later", say(402, ""), "no", fault.Unavailable},
		{"an error of its own: perhaps", say(500, ""), "no", fault.Internal},
		{"it takes the message and falls silent: perhaps", hang, "no", fault.Internal},
		{"the same where a repeated message is known: again", hang, "yes", fault.Unavailable},
	} {
		t.Run(one.name, func(t *testing.T) {
			settings := map[string]string{"url": nobody, "method": "POST", "form": "json", "body": "{}", "success": "status=ok", "repeats": one.repeats}
			if one.serve != nil {
				server := httptest.NewServer(one.serve)
				defer server.Close()
				settings["url"] = server.URL
			}
			settings["url"] += "?key=geheim&to={number}"
			_, err := open(t, "http", settings).Send(t.Context(), bangla)
			if err == nil || fault.KindOf(err) != one.want {
				t.Errorf("%v is %v", err, fault.KindOf(err))
			}
			if said := fmt.Sprint(err); strings.Contains(said, "geheim") || strings.Contains(said, "01712345678") {
				t.Errorf("the error tells %s", said)
			}
		})
	}
}
