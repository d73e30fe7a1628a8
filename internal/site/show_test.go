package site_test

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"strings"
	"testing"
	"testing/fstest"

	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
)

func TestTemplatesCheck(t *testing.T) {
	t.Run("the shell's own page fits its struct", func(t *testing.T) {
		own, err := site.ShellTemplates()
		if err != nil {
			t.Fatal(err)
		}
		if err := sitetest.Check(own, map[string]site.Shown{"refusal": site.Refusal()}); err != nil {
			t.Error(err)
		}
	})
	rows := []struct {
		what, template string
		structs        map[string]site.Shown
		want           string
	}{
		{"every partial fits", sampleTemplate, map[string]site.Shown{"sample": samplePage{}}, ""},
		{"a field that does not exist is named", `{{define "main"}}{{.Nothing}}{{end}}`, map[string]site.Shown{"sample": samplePage{}}, "Nothing"},
		{"a page without a struct is named", sampleTemplate, nil, "page sample has no struct"},
		{"a struct without a page is named", sampleTemplate, map[string]site.Shown{"sample": samplePage{}, "other": samplePage{}}, "there is no such page"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			pages, err := site.Parse(fstest.MapFS{"templates/sample.html": {Data: []byte(row.template)}})
			if err != nil {
				t.Fatal(err)
			}
			err = sitetest.Check(pages, row.structs)
			if row.want == "" && err != nil || row.want != "" && (err == nil || !strings.Contains(err.Error(), row.want)) {
				t.Errorf("got %v, want %q", err, row.want)
			}
		})
	}
}

func TestShowBothLanguages(t *testing.T) {
	h := routes(newSite(t, io.Discard, func(c *site.Config) { c.Demo = true }))
	for _, row := range []struct {
		method, target, lang string
		status               int
		words                []string
	}{
		{"GET", "/rupsha/services/2", "bn", 200, []string{"<title>সেবা ২ · রূপসা আইসিটি কার্যালয়</title>", "৳১,২৩,৪৫৬.৫০", "১২,৩৪,৫৬৭", "০১৭••••••৭৮", "বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬", "দুপুর ১২:৩০", "&lt;b&gt;paper"}},
		{"GET", "/en/rupsha/services/2", "en", 200, []string{"<title>Service 2 · Rupsha ICT office</title>", "Tk 1,23,456.50", "Thursday, 26 November 2026", "12:30 pm", `href="/en/rupsha/services"`}},
		{"POST", "/rupsha/apply", "bn", 422, []string{"<title>ত্রুটি: সেবা ২", `value="০১৭১২"`, `value="৩১"`, `name="form-key" value="00112233445566778899aabbccddeeff"`}},
		{"POST", "/en/rupsha/apply", "en", 422, []string{"<title>Error: Service 2", `value="01712"`}},
		{"GET", "/missing", "bn", 404, []string{"যা খুঁজছেন তা এখানে নেই", "tel:&#43;880255039757"}},
		{"GET", "/en/missing", "en", 404, []string{"What you are looking for is not here"}},
	} {
		t.Run(row.method+" "+row.target, func(t *testing.T) {
			w := ask(h, row.method, row.target)
			if w.Code != row.status {
				t.Fatalf("status %d, want %d", w.Code, row.status)
			}
			body := w.Body.String()
			for _, want := range append(row.words, `<html lang="`+row.lang+`">`) {
				if !strings.Contains(body, want) {
					t.Errorf("%q is missing", want)
				}
			}
			sitetest.Page(t, body)
		})
	}
}

func TestErrorSummarySaysWhatTheFieldsSay(t *testing.T) {
	body := ask(routes(newSite(t, io.Discard, nil)), "POST", "/rupsha/apply").Body.String()
	for field, words := range map[string]string{
		"name":   "আপনার নাম লিখুন",
		"mobile": "মোবাইল নম্বরে ১১টি অঙ্ক থাকে, আপনি ৫টি লিখেছেন",
		"born":   "তারিখটি ঠিক নেই; দিন, মাস ও বছর লিখুন, যেমন ২৩ ১১ ২০২৬",
	} {
		if !strings.Contains(body, `<a href="#`+field+`">`+words+`</a>`) {
			t.Errorf("the summary does not lead to %s with %q", field, words)
		}
		if !strings.Contains(body, `id="`+field+`-wrong"`) || strings.Count(body, words) != 2 {
			t.Errorf("the words %q should stand in the summary and beside %s", words, field)
		}
	}
	if !strings.Contains(body, "কয়েকটি সমস্যা আছে") || !strings.Contains(body, "autofocus") {
		t.Error("the summary has no heading or does not take the focus")
	}
}

func TestShowCaching(t *testing.T) {
	h := routes(newSite(t, io.Discard, nil))
	plain := ask(h, "GET", "/missing")
	if got := plain.Header().Get("Cache-Control"); got != "private, no-store" {
		t.Errorf("a refusal may be kept: %q", got)
	}
	s := newSite(t, io.Discard, nil)
	h = s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := s.Page(r, "sample.title", "n", 2)
		p.Private = r.URL.Path == "/private"
		s.Show(w, r, "still", stillPage{p})
	}))
	first := ask(h, "GET", "/still")
	zipped := ask(h, "GET", "/still", "Accept-Encoding", "br, gzip")
	tag, zippedTag := first.Header().Get("ETag"), zipped.Header().Get("ETag")

	t.Run("a public page is asked for again and not sent again", func(t *testing.T) {
		again := ask(h, "GET", "/still", "If-None-Match", `"x", `+tag)
		if again.Code != 304 || again.Body.Len() > 0 || first.Header().Get("Cache-Control") != "no-cache" {
			t.Errorf("status %d with %d bytes", again.Code, again.Body.Len())
		}
	})
	t.Run("the compressed form has another tag and holds the same page", func(t *testing.T) {
		reader, err := gzip.NewReader(bytes.NewReader(zipped.Body.Bytes()))
		if err != nil {
			t.Fatal(err)
		}
		body, err := io.ReadAll(reader)
		if err != nil || string(body) != first.Body.String() || tag == zippedTag || zipped.Header().Get("Content-Encoding") != "gzip" {
			t.Errorf("tags %s and %s, error %v", tag, zippedTag, err)
		}
		if again := ask(h, "GET", "/still", "Accept-Encoding", "gzip", "If-None-Match", zippedTag); again.Code != 304 {
			t.Errorf("status %d", again.Code)
		}
	})
	t.Run("gzip can be refused", func(t *testing.T) {
		if got := ask(h, "GET", "/still", "Accept-Encoding", "gzip;q=0").Header().Get("Content-Encoding"); got != "" {
			t.Errorf("got %q", got)
		}
	})
	t.Run("a private page is kept nowhere", func(t *testing.T) {
		w := ask(h, "GET", "/private")
		if w.Header().Get("ETag") != "" || w.Header().Get("Cache-Control") != "private, no-store" {
			t.Errorf("headers %v", w.Header())
		}
	})
	t.Run("HEAD sends the length and no page", func(t *testing.T) {
		w := ask(h, "HEAD", "/still")
		if w.Body.Len() != 0 || w.Header().Get("Content-Length") == "" {
			t.Errorf("%d bytes, headers %v", w.Body.Len(), w.Header())
		}
	})
}

// stillPage looks the same whenever it is shown.
type stillPage struct{ site.Page }

func TestShowSavesData(t *testing.T) {
	h := routes(newSite(t, io.Discard, nil))
	if body := ask(h, "GET", "/rupsha/services/2").Body.String(); !strings.Contains(body, "/assets/site.") {
		t.Error("the style sheet with fonts is missing")
	}
	if body := ask(h, "GET", "/rupsha/services/2", "Save-Data", "on").Body.String(); !strings.Contains(body, "/assets/site-plain.") {
		t.Error("a reader who saves data should get the style sheet without fonts")
	}
}

func TestShowFailsWhole(t *testing.T) {
	var log bytes.Buffer
	s := newSite(t, &log, nil)
	h := s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Show(w, r, "broken", stillPage{s.Page(r, "sample.title", "n", 1)})
	}))
	w := ask(h, "GET", "/")
	if w.Code != 500 || strings.Contains(w.Body.String(), "half a page") || !strings.Contains(log.String(), "no icon") {
		t.Errorf("status %d, log %s", w.Code, log.String())
	}
	sitetest.Page(t, w.Body.String())
}

func TestShowKept(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	made, stamp, private := 0, "1", false
	h := s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.ShowKept(w, r, stamp, func() (string, site.Shown, error) {
			made++
			p := s.Page(r, "sample.title", "n", made)
			p.Private = private
			return "still", stillPage{p}, nil
		})
	}))
	steps := []struct {
		what, target string
		change       func()
		want         int
	}{
		{"the first reader's page is made", "/a", func() {}, 1},
		{"the second gets the same", "/a", func() {}, 1},
		{"English is another page", "/en/a", func() {}, 2},
		{"a query is not kept", "/a?q=1", func() {}, 3},
		{"a new stamp makes it anew", "/a", func() { stamp = "2" }, 4},
		{"a private page is made every time", "/b", func() { private = true }, 5},
		{"and again", "/b", func() {}, 6},
	}
	for _, step := range steps {
		step.change()
		if w := ask(h, "GET", step.target); w.Code != 200 || made != step.want {
			t.Errorf("%s: status %d, made %d times, want %d", step.what, w.Code, made, step.want)
		}
	}
}

func TestShowSheet(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	h := s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p := s.Page(r, "sample.title", "n", 2)
		p.Sheet = "a5"
		s.Show(w, r, "slip", stillPage{p})
	}))
	body := ask(h, "GET", "/slip").Body.String()
	if !strings.Contains(body, `<body class="a5">`) || !strings.Contains(body, "/assets/sheet.") || strings.Contains(body, "<header") {
		t.Errorf("a printed sheet stands without header: %s", body)
	}
	sitetest.Page(t, body)
}
