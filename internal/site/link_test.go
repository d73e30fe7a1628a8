package site_test

import (
	"io"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"dorgora/internal/site"
)

func TestPageHref(t *testing.T) {
	rows := []struct{ what, lang, path, want string }{
		{"a path of the office", "", "services/2", "/rupsha/services/2"},
		{"the office itself", "", "", "/rupsha"},
		{"a path of the installation", "", "/privacy", "/privacy"},
		{"in English", "/en", "services", "/en/rupsha/services"},
		{"the English home", "/en", "/", "/en"},
		{"within the page", "/en", "#main", "#main"},
		{"another page of the list", "", "?after=3", "?after=3"},
		{"a mail address", "", "mailto:a@b.gov.bd", "mailto:a@b.gov.bd"},
		{"two slashes do not lead to another site", "", "//evil.example", "/evil.example"},
		{"a script is a path that does not exist", "", "javascript:alert(1)", "/rupsha/javascript:alert(1)"},
	}
	s := newSite(t, io.Discard, nil)
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			page := pageAt(s, row.lang+"/x")
			if got := string(page.Href(row.path)); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

// pageAt returns the page of an address.
func pageAt(s *site.Site, target string) (page site.Page) {
	h := s.Wrap(handler(func(p site.Page) { page = p }, s))
	h.ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", target, nil))
	return page
}

func TestPageOtherLang(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	for target, want := range map[string]string{"/rupsha/services?q=a": "/en/rupsha/services?q=a", "/en/rupsha": "/rupsha", "/en": "/", "/": "/en"} {
		if got := string(pageAt(s, target).OtherLang().Href); got != want {
			t.Errorf("%s: got %q, want %q", target, got, want)
		}
	}
}

func TestPageMenuLinks(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	rows := []struct{ target, current string }{
		{"/rupsha/services", "/rupsha/services"},
		{"/rupsha/services/2", "/rupsha/services"},
		{"/en/rupsha/status", "/en/rupsha/status"},
		{"/rupsha/services-of-others", ""},
		{"/", ""},
	}
	for _, row := range rows {
		var current string
		for _, link := range pageAt(s, row.target).MenuLinks() {
			if link.Current {
				current += string(link.Href)
			}
		}
		if current != row.current {
			t.Errorf("%s: %q is marked, want %q", row.target, current, row.current)
		}
	}
}

func TestPageTel(t *testing.T) {
	if got := (site.Page{}).Tel("+৮৮০-২৫৫০ ৩৯৭৫৭\"><script>"); got != "tel:+880255039757" {
		t.Errorf("got %q", got)
	}
}

var linked = regexp.MustCompile(`(?:href="|url\()(/assets/[^")]+)`)

func TestAssets(t *testing.T) {
	s := newSite(t, io.Discard, func(c *site.Config) {
		c.Assets = append(c.Assets, fstest.MapFS{"more/pen.css": {Data: []byte("a{}")}})
	})
	h := s.Assets()
	body := ask(routes(s), "GET", "/rupsha/services/2").Body.String()
	addresses := linked.FindAllStringSubmatch(body, -1)
	if len(addresses) != 2 {
		t.Fatalf("a page loads %v, want a style sheet and an icon", addresses)
	}
	sheet := addresses[0][1]
	w := ask(h, "GET", sheet)
	if w.Code != 200 || w.Header().Get("Cache-Control") != "public, max-age=31536000, immutable" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/css") {
		t.Errorf("status %d, headers %v", w.Code, w.Header())
	}
	if again := ask(h, "GET", sheet, "If-None-Match", w.Header().Get("ETag")); again.Code != 304 {
		t.Errorf("asked again: status %d", again.Code)
	}
	css := w.Body.String()
	if strings.Contains(css, "/*") || strings.Contains(css, "\n\n") {
		t.Error("the style sheet holds remarks")
	}
	fonts := linked.FindAllStringSubmatch(css, -1)
	if len(fonts) != 2 {
		t.Errorf("the style sheet names %v, want two fonts", fonts)
	}
	for _, font := range fonts {
		if w := ask(h, "GET", font[1]); w.Code != 200 || w.Header().Get("Content-Type") != "font/woff2" || w.Header().Get("Content-Encoding") != "" {
			t.Errorf("%s: status %d, headers %v", font[1], w.Code, w.Header())
		}
	}
	if w := ask(h, "GET", "/assets/site.css"); w.Code != 404 {
		t.Errorf("an address without a fingerprint: status %d", w.Code)
	}
	if address := pageAt(s, "/").Asset("more/pen.css"); ask(h, "GET", address).Code != 200 {
		t.Errorf("a further asset is not served at %q", address)
	}
}

// A page must come over a slow line: 15 KB without web fonts (quality bar 16).
func TestAssetsBudget(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	page := ask(routes(s), "GET", "/rupsha/services/2", "Save-Data", "on", "Accept-Encoding", "gzip")
	sheet := ask(s.Assets(), "GET", pageAt(s, "/").Asset("site-plain.css"), "Accept-Encoding", "gzip")
	icon := ask(s.Assets(), "GET", pageAt(s, "/").Asset("icon.svg"), "Accept-Encoding", "gzip")
	total := page.Body.Len() + sheet.Body.Len() + icon.Body.Len()
	t.Logf("page %d, style sheet %d, icon %d: %d bytes", page.Body.Len(), sheet.Body.Len(), icon.Body.Len(), total)
	if total > 15_000 {
		t.Errorf("%d bytes", total)
	}
	if strings.Contains(ask(s.Assets(), "GET", pageAt(s, "/").Asset("site-plain.css")).Body.String(), "font-face") {
		t.Error("the style sheet for readers who save data has fonts")
	}
}

func TestNewRefuses(t *testing.T) {
	if _, err := site.New(site.Config{}); err == nil {
		t.Error("a site without a clock was built")
	}
	pages, err := site.Parse(sampleFiles())
	if err != nil {
		t.Fatal(err)
	}
	good := site.Config{Now: clock, Logger: quiet}
	for what, change := range map[string]func(*site.Config){
		"two pages of one name":  func(c *site.Config) { c.Templates = []site.Templates{pages, pages} },
		"two assets of one name": func(c *site.Config) { c.Assets = append(c.Assets, fstest.MapFS{"site.css": {Data: []byte("a{}")}}) },
	} {
		config := good
		change(&config)
		if _, err := site.New(config); err == nil {
			t.Errorf("%s: no error", what)
		}
	}
}

// Templates are read when they are first shown; tests of every part ask for all.
func TestTemplatesLayout(t *testing.T) {
	broken, err := site.Parse(fstest.MapFS{"templates/a.html": {Data: []byte("{{if}}")}})
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if recover() == nil {
			t.Error("a template that cannot be read was read")
		}
	}()
	broken.Layout("a")
}

func TestTexts(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	for _, key := range []string{"record.missing", "record.duplicate", "record.refused", "storage.unconfirmed"} {
		if text := pageAt(s, "/").T(key); strings.HasPrefix(text, "[") {
			t.Errorf("%s has no text", key)
		}
	}
}
