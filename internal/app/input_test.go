package app

import (
	"bytes"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

// send posts bytes as they are.
func (w *world) send(t *testing.T, path, kind string, content io.Reader) *http.Response {
	t.Helper()
	return w.ask(t, headHere, http.MethodPost, path, nil, func(r *http.Request) {
		r.Header.Set("Content-Type", kind)
		r.Body, r.ContentLength = io.NopCloser(content), -1
	})
}

// posts are forms of every kind: of a page, of a stranger with files, of the desk.
func (w *world) posts() []string {
	return []string{
		"/signin", "/account/password", "/offices",
		"/rupsha/services/" + w.rupsha["service"] + "/applications", "/rupsha/services/" + w.rupsha["service"] + "/drafts",
		"/rupsha/drafts/" + w.rupsha["draft"] + "/person", "/rupsha/drafts/" + w.rupsha["draft"] + "/papers",
		"/rupsha/track/" + w.rupsha["number"] + "/entry", "/rupsha/track/" + w.rupsha["number"] + "/papers",
		"/rupsha/desk/counter", "/rupsha/desk/cases/" + w.rupsha["number"] + "/replies", "/rupsha/desk/charter/drafts",
		"/rupsha/people", "/rupsha/posts", "/rupsha/particulars", "/rupsha/calendar/announcements",
	}
}

// refused fails unless the answer is a whole page that says no.
func refused(t *testing.T, what string, answer *http.Response) {
	t.Helper()
	page := body(t, answer)
	clear := strings.Contains(page, "<h1") && strings.Contains(page, "</html>")
	if answer.StatusCode < 300 || answer.StatusCode >= 500 || answer.StatusCode >= 400 && !clear {
		t.Errorf("%s: answers %d, a whole page: %v", what, answer.StatusCode, clear)
	}
}

func TestBadFormsGetAClearPage(t *testing.T) {
	w := newWorld(t)
	revision := w.rupshaRevision(t)
	large := func() io.Reader { return io.LimitReader(endless{}, 40<<20) }
	many := func() io.Reader {
		var form strings.Builder
		for i := range 1000 {
			fmt.Fprintf(&form, "field%d=%d&", i, i)
		}
		return strings.NewReader(form.String())
	}
	for _, path := range w.posts() {
		for _, one := range []struct {
			name, kind string
			content    func() io.Reader
		}{
			{"40 MB", "application/x-www-form-urlencoded", large},
			{"40 MB of parts", "multipart/form-data; boundary=x", large},
			{"bytes that are no form", "application/x-www-form-urlencoded", binary},
			{"bytes that are no parts", "multipart/form-data; boundary=x", binary},
			{"parts without a boundary", "multipart/form-data", binary},
			{"1,000 fields", "application/x-www-form-urlencoded", many},
			{"another character set", "application/x-www-form-urlencoded; charset=utf-16", binary},
			{"another kind of content", "application/json", func() io.Reader { return strings.NewReader(`{"name":"x"}`) }},
			{"broken percent signs", "application/x-www-form-urlencoded", func() io.Reader { return strings.NewReader("name=%zz&login=%") }},
			{"bytes that are no letters", "application/x-www-form-urlencoded", func() io.Reader { return strings.NewReader("name=%ff%fe&login=%c0%80&need=%ed%a0%80") }},
			{"nothing", "application/x-www-form-urlencoded", func() io.Reader { return strings.NewReader("") }},
		} {
			if one.name == "nothing" && strings.HasSuffix(path, "/drafts") {
				continue // a draft begins with nothing
			}
			refused(t, path+" with "+one.name, w.send(t, path, one.kind, one.content()))
		}
	}
	if after := w.rupshaRevision(t); after != revision {
		t.Errorf("a case was acted upon: %s, before %s", after, revision)
	}
}

func (w *world) rupshaRevision(t *testing.T) string {
	t.Helper()
	var sum string
	check(t, w.DB.Row(t.Context(), `SELECT CAST(SUM(revision) AS TEXT) || '/' || CAST(COUNT(*) AS TEXT) FROM cases`, nil, &sum))
	return sum
}

func binary() io.Reader {
	return bytes.NewReader(bytes.Repeat([]byte{0, 0xff, 0x80, '&', '=', 1, '\r', '\n'}, 512))
}

// endless is a form without end.
type endless struct{}

func (endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'x'
	}
	return len(p), nil
}

func TestATooLargeFileIsRefused(t *testing.T) {
	w := newWorld(t)
	var form bytes.Buffer
	parts := multipart.NewWriter(&form)
	file := must(parts.CreateFormFile("file", "charter.txt"))(t)
	must(file.Write(bytes.Repeat([]byte("ক"), 11<<20/3)))(t)
	check(t, parts.Close())
	answer := w.send(t, "/rupsha/desk/charter/drafts", parts.FormDataContentType(), &form)
	if answer.StatusCode != http.StatusRequestEntityTooLarge && answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("answers %d", answer.StatusCode)
	}
}

func TestAddressesThatLeadNowhere(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{
		"/no-such-office", "/no-such-office/services/x", "/no-such-office/desk", "/rupsha/no-such-page", "/rupsha/services/nothing",
		"/rupsha/groups/nothing", "/rupsha/charter/versions/99", "/rupsha/charter/versions/x", "/rupsha/charter/versions/1/files/exe",
		"/rupsha/receipts/x", "/rupsha/drafts/x", "/rupsha/desk/cases/x", "/rupsha/people/x", "/rupsha/posts/x",
		"/invitations/x", "/assets/nothing.css", "/x", "/%00", "/rupsha/%ff", "/..%2f..%2fetc/passwd", "/rupsha/" + strings.Repeat("a", 5000),
		"/en/no-such-office", "/en/rupsha/no-such-page",
	} {
		answer := w.ask(t, headHere, http.MethodGet, path, nil, nil)
		page := body(t, answer)
		if answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s answers %d", path, answer.StatusCode)
		}
		if !strings.HasPrefix(path, "/assets/") && !strings.Contains(page, "<h1") {
			t.Errorf("%s gives no page", path)
		}
	}
}

func TestMethodsThatAreNotServed(t *testing.T) {
	w := newWorld(t)
	for _, method := range []string{http.MethodPut, http.MethodDelete, http.MethodPatch, http.MethodOptions, http.MethodTrace, "PROPFIND"} {
		for _, path := range []string{"/rupsha", "/rupsha/desk", "/signin", "/account", "/rupsha/desk/cases/" + w.rupsha["number"] + "/closure"} {
			answer := w.ask(t, headHere, method, path, nil, nil)
			if answer.StatusCode != http.StatusMethodNotAllowed && answer.StatusCode != http.StatusNotFound && answer.StatusCode != http.StatusForbidden {
				t.Errorf("%s %s answers %d", method, path, answer.StatusCode)
			}
		}
	}
	for _, path := range []string{"/rupsha", "/rupsha/desk", "/privacy"} {
		if answer := w.ask(t, headHere, http.MethodHead, path, nil, nil); answer.StatusCode != http.StatusOK || body(t, answer) != "" {
			t.Errorf("HEAD %s answers %d", path, answer.StatusCode)
		}
	}
}

func TestPostsOfOtherSitesAreRefused(t *testing.T) {
	w := newWorld(t)
	for name, header := range map[string][2]string{
		"a foreign origin":   {"Origin", "https://evil.example"},
		"no origin to tell":  {"Origin", "null"},
		"a cross-site fetch": {"Sec-Fetch-Site", "cross-site"},
		"a sister site":      {"Sec-Fetch-Site", "same-site"},
	} {
		for _, path := range w.posts() {
			answer := w.ask(t, headHere, http.MethodPost, path, nil, func(r *http.Request) { r.Header.Set(header[0], header[1]) })
			if answer.StatusCode != http.StatusForbidden {
				t.Errorf("%s from %s answers %d", path, name, answer.StatusCode)
			}
		}
	}
	own := w.ask(t, headHere, http.MethodPost, "/rupsha/people", nil, func(r *http.Request) {
		r.Header.Set("Origin", "https://seba.example.gov.bd")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	})
	if own.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("one's own form answers %d", own.StatusCode)
	}
}

func TestCookiesTieTheBrowsersHands(t *testing.T) {
	w := newWorld(t)
	login := strings.ReplaceAll(headHere, " ", "-") + "@doict.gov.bd"
	signed := w.ask(t, stranger, http.MethodPost, "/signin", url.Values{"login": {login}, "password": {password}}, nil)
	entered := w.ask(t, stranger, http.MethodPost, "/rupsha/track/"+w.rupsha["number"]+"/entry",
		url.Values{"code": {w.Desk.Codes.Code(w.rupsha["number"])}}, nil)
	for name, answer := range map[string]*http.Response{"session": signed, "case-pass": entered} {
		cookies := answer.Cookies()
		if answer.StatusCode != http.StatusSeeOther || len(cookies) != 1 {
			t.Errorf("%s: answers %d with %d cookies", name, answer.StatusCode, len(cookies))
			continue
		}
		c := cookies[0]
		if c.Name != "__Host-"+name || !c.Secure || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Domain != "" {
			t.Errorf("%s: %s", name, c)
		}
		if c.MaxAge > int((366*24*time.Hour)/time.Second) || len(c.Value) < 32 {
			t.Errorf("%s lives %d seconds and has %d letters", name, c.MaxAge, len(c.Value))
		}
	}
}

func TestEveryPageTiesTheBrowsersHands(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/", "/rupsha", "/en/rupsha", "/rupsha/desk", "/signin", "/no-such-office", "/rupsha/track"} {
		header := w.ask(t, headHere, http.MethodGet, path, nil, nil).Header
		csp := header.Get("Content-Security-Policy")
		if !strings.Contains(csp, "default-src 'none'") || strings.Contains(csp, "unsafe") || !strings.Contains(csp, "frame-ancestors 'none'") {
			t.Errorf("%s: policy %q", path, csp)
		}
		if header.Get("X-Content-Type-Options") != "nosniff" || header.Get("Strict-Transport-Security") == "" || header.Get("Referrer-Policy") == "" {
			t.Errorf("%s: headers %v", path, header)
		}
	}
}
