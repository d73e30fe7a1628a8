package site_test

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
)

func TestRefuse(t *testing.T) {
	rows := []struct {
		err    error
		status int
		words  string
	}{
		{fault.InField("name", "form.choice"), 422, "তালিকা থেকে একটি বেছে নিন"},
		{fault.Fields{fault.InField("a", "form.date"), fault.InField("b", "form.choice")}, 422, "তারিখটি ঠিক নেই"},
		{fault.New(fault.Denied, "refuse.denied.title"), 403, "এটি আপনার জন্য খোলা নয়"},
		{fault.New(fault.NotFound, "record.missing"), 404, "পাতাটি পাওয়া যায়নি"},
		{fault.New(fault.Conflict, "record.duplicate"), 409, "এটি আগেই নথিভুক্ত হয়েছে"},
		{fault.New(fault.TooLarge, "form.large", "megabytes", 8), 413, "সব মিলিয়ে ৮ এমবির বেশি পাঠানো যায় না"},
		{fault.New(fault.TooMany, "no.such.text"), 429, "এক মিনিট পরে আবার চেষ্টা করুন"},
		{fault.New(fault.Unavailable, "storage.unconfirmed"), 503, "নিশ্চিত হওয়া যায়নি, আবার পাঠান"},
		{errors.New("secret cause"), 500, "আমাদের দিকে একটি ত্রুটি হয়েছে"},
	}
	for _, row := range rows {
		t.Run(row.err.Error(), func(t *testing.T) {
			var log bytes.Buffer
			s := newSite(t, &log, nil)
			w := ask(s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Refuse(w, r, row.err) })), "GET", "/")
			body := w.Body.String()
			if w.Code != row.status || site.StatusOf(row.err) != row.status || !strings.Contains(body, row.words) {
				t.Errorf("status %d, want %d with %q", w.Code, row.status, row.words)
			}
			if strings.Contains(body, "secret") || strings.Contains(body, "no.such.text") {
				t.Error("the page shows what is not for the reader")
			}
			if !strings.Contains(body, "tel:&#43;880255039757") {
				t.Error("the page has no phone")
			}
			if waits := w.Header().Get("Retry-After") != ""; waits != (row.status == 429 || row.status == 503) {
				t.Errorf("Retry-After is %q", w.Header().Get("Retry-After"))
			}
			if logged := strings.Contains(log.String(), "request failed"); logged != (row.status >= 500) {
				t.Errorf("log: %s", log.String())
			}
			sitetest.Page(t, body)
		})
	}
}

func TestWrapRecovers(t *testing.T) {
	var log bytes.Buffer
	w := ask(routes(newSite(t, &log, nil)), "GET", "/panic")
	if w.Code != 500 || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d", w.Code)
	}
	if !strings.Contains(log.String(), "secret cause") || !strings.Contains(log.String(), "GET /panic") {
		t.Errorf("the log does not tell what happened: %s", log.String())
	}
	sitetest.Page(t, w.Body.String())
}

func TestWrapSecures(t *testing.T) {
	s := newSite(t, io.Discard, func(c *site.Config) { c.Secure = true })
	mux := http.NewServeMux()
	mux.Handle("GET /assets/", s.Assets())
	mux.Handle("/", routes(s))
	h := s.Wrap(mux)
	for _, target := range []string{"/rupsha/services/2", "/missing", "/nowhere", "/panic", "/bn/x", "/assets/nothing.css"} {
		header := ask(h, "GET", target).Header()
		csp := header.Get("Content-Security-Policy")
		for _, want := range []string{"default-src 'none'", "frame-ancestors 'none'", "form-action 'self'", "base-uri 'none'"} {
			if !strings.Contains(csp, want) {
				t.Errorf("%s: no %s in %q", target, want, csp)
			}
		}
		if strings.Contains(csp, "unsafe") {
			t.Errorf("%s: %q", target, csp)
		}
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000"} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q", target, name, got)
			}
		}
	}
}

func TestWrapRefusesOtherSites(t *testing.T) {
	h := routes(newSite(t, io.Discard, nil))
	if w := ask(h, "POST", "/rupsha/apply", "Sec-Fetch-Site", "cross-site"); w.Code != 403 || !strings.Contains(w.Body.String(), "অন্য একটি ওয়েবসাইট থেকে") {
		t.Errorf("a post from elsewhere: status %d", w.Code)
	}
	if w := ask(h, "POST", "/rupsha/apply", "Sec-Fetch-Site", "same-origin"); w.Code != 422 {
		t.Errorf("a post from here: status %d", w.Code)
	}
	if w := ask(h, "POST", "/rupsha/apply", "Origin", "https://elsewhere.example"); w.Code != 403 {
		t.Errorf("a post with another origin from an old browser: status %d", w.Code)
	}
}

func TestWrapLogsNothingPersonal(t *testing.T) {
	var log bytes.Buffer
	h := routes(newSite(t, &log, nil))
	ask(h, "GET", "/en/rupsha/services/48210935716?mobile=01712345678", "User-Agent", "phone-of-rupa", "Cookie", "session=abc")
	line := log.String()
	for _, never := range []string{"48210935716", "01712345678", "phone-of-rupa", "abc", "192.0.2.1"} {
		if strings.Contains(line, never) {
			t.Errorf("the log holds %q: %s", never, line)
		}
	}
	for _, want := range []string{`route="GET /rupsha/services/{n}"`, "status=200", "lang=en", "visit="} {
		if !strings.Contains(line, want) {
			t.Errorf("%q is missing: %s", want, line)
		}
	}
}

func TestLanguage(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	h := s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, string(site.LangOf(r))+" "+r.URL.Path)
	}))
	rows := []struct{ what, target, want, location string }{
		{"an address without a language is Bangla", "/rupsha", "bn /rupsha", ""},
		{"below /en it is English", "/en/rupsha", "en /rupsha", ""},
		{"/en alone is the home page", "/en", "en /", ""},
		{"a word that begins with en is no language", "/entries", "bn /entries", ""},
		{"/bn leads to the address without it", "/bn/rupsha?q=1", "", "/rupsha?q=1"},
		{"two slashes do not lead to another site", "/bn//evil.example", "", "/evil.example"},
		{"nor does a backslash", `/bn/\evil.example`, "", "/evil.example"},
		{"nor in English", "/en//evil.example", "en /evil.example", ""},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			w := ask(h, "GET", row.target)
			if got := w.Header().Get("Location"); got != row.location {
				t.Errorf("leads to %q, want %q", got, row.location)
			}
			if row.location == "" && w.Body.String() != row.want {
				t.Errorf("got %q, want %q", w.Body.String(), row.want)
			}
		})
	}
	t.Run("what was done leads on in the same language", func(t *testing.T) {
		h := s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { s.Redirect(w, r, "/cases/1") }))
		for target, want := range map[string]string{"/": "/cases/1", "/en": "/en/cases/1"} {
			if w := ask(h, "POST", target); w.Code != 303 || w.Header().Get("Location") != want {
				t.Errorf("%s: %d to %q", target, w.Code, w.Header().Get("Location"))
			}
		}
	})
}

func TestCookie(t *testing.T) {
	for _, secure := range []bool{true, false} {
		s := newSite(t, io.Discard, func(c *site.Config) { c.Secure = secure })
		w := httptest.NewRecorder()
		s.SetCookie(w, "session", "value", time.Hour)
		line := w.Header().Get("Set-Cookie")
		if strings.HasPrefix(line, "__Host-") != secure || strings.Contains(line, "; Secure") != secure {
			t.Errorf("secure %v: %s", secure, line)
		}
		for _, want := range []string{"session=value", "Path=/", "Max-Age=3600", "HttpOnly", "SameSite=Lax"} {
			if !strings.Contains(line, want) || strings.Contains(line, "Domain") {
				t.Errorf("%s is missing in %s", want, line)
			}
		}
		r := httptest.NewRequest("GET", "/", nil)
		r.Header.Set("Cookie", line[:strings.Index(line, ";")])
		if got, ok := s.Cookie(r, "session"); !ok || got != "value" {
			t.Errorf("secure %v reads %q, %v", secure, got, ok)
		}
		other := newSite(t, io.Discard, func(c *site.Config) { c.Secure = !secure })
		if _, ok := other.Cookie(r, "session"); ok {
			t.Error("a cookie of one kind was read as the other")
		}
		w = httptest.NewRecorder()
		s.DropCookie(w, "session")
		if !strings.Contains(w.Header().Get("Set-Cookie"), "Max-Age=0") {
			t.Errorf("the cookie stays: %s", w.Header().Get("Set-Cookie"))
		}
	}
}
