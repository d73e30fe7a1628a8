package crashtest

import (
	"context"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"
)

// browser is somebody's browser: it keeps cookies, over all ports of this machine,
// as it does over all nodes behind one address.
type browser struct {
	*testing.T
	ctx    context.Context
	client *http.Client
}

func newBrowser(t *testing.T, ctx context.Context) *browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &browser{t, ctx, &http.Client{Jar: jar, CheckRedirect: stay, Timeout: 30 * time.Second}}
}

func (b *browser) do(method, address string, pairs ...string) answer {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	var body io.Reader
	if method == http.MethodPost {
		body = strings.NewReader(form.Encode())
	}
	r, err := http.NewRequestWithContext(b.ctx, method, address, body)
	if err != nil {
		b.Fatal(err)
	}
	if body != nil {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	got, err := exchange(b.client, r)
	if err != nil {
		b.Fatal(err)
	}
	return got
}

func (b *browser) get(address string) answer { b.Helper(); return b.do(http.MethodGet, address) }

// sees fails unless the page is shown and holds the words; it returns the page.
func (b *browser) sees(address, words string) string {
	b.Helper()
	got := b.get(address)
	if got.status != http.StatusOK || !strings.Contains(got.body, words) {
		b.Fatalf("%s: %d to %q, no %q in %s", address, got.status, got.location, words, got.body)
	}
	return got.body
}

// posts fails unless the form leads on to a path that begins so; it returns the path.
func (b *browser) posts(address, leads string, pairs ...string) string {
	b.Helper()
	got := b.do(http.MethodPost, address, pairs...)
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.location, leads) {
		b.Fatalf("%s: %d to %q: %s", address, got.status, got.location, got.body)
	}
	return got.location
}

// field finds a hidden field of a page.
func field(t *testing.T, page, name string) string {
	t.Helper()
	found := regexp.MustCompile(`name="` + name + `" value="([^"]*)"`).FindStringSubmatch(page)
	if found == nil {
		t.Fatalf("no field %s in %s", name, page)
	}
	return found[1]
}

// chiefPassword is the password of the first administrator in these tests.
const chiefPassword = "রূপসা নদীর মাঝি ৭"

// enters accepts the first link that a program printed.
func (b *browser) enters(address, token string) {
	b.Helper()
	b.posts(address+"/invitations/"+token, "/", "name", "মো. করিম", "login", "chief@doict.gov.bd", "password", chiefPassword, "again", chiefPassword)
}

// signsIn signs the first administrator in once more.
func (b *browser) signsIn(address string) {
	b.Helper()
	b.posts(address+"/signin", "/", "login", "chief@doict.gov.bd", "password", chiefPassword)
}

// isKnown reports whether the node takes the browser for somebody who signed in.
func (b *browser) isKnown(address string) bool {
	b.Helper()
	got := b.get(address + "/account")
	if got.status != http.StatusOK && !strings.HasPrefix(got.location, "/signin") {
		b.Fatalf("/account: %d to %q", got.status, got.location)
	}
	return got.status == http.StatusOK
}
