package centreweb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/centre/centredb"
	"dorgora/internal/centre/centreweb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// union is the Rupsha office with its centres; its clock stands where a test puts it.
type union struct {
	*testing.T
	now     time.Time
	who     access.Identity
	db      *sqldb.DB
	offices *officedb.Store
	store   centredb.Store
	cases   caseworkdb.Store
	door    http.Handler
}

var services = []catalogue.Service{
	{Key: "citizen-3", Version: 1, Slug: "citizen-3-lab", Short: "ল্যাবের সহায়তা", NameEn: "Lab support", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 7}},
	{Key: "citizen-4", Version: 1, Slug: "citizen-4-repair", Short: "মেরামত", Promise: workday.Promise{Kind: workday.Unmeasurable}, Kind: "repair"},
}

func kind(id string) catalogue.Kind {
	if id == "repair" {
		return catalogue.Kind{ID: id, Form: []catalogue.Question{{ID: "place", Sort: catalogue.Line, Required: true}}}
	}
	return catalogue.Kind{}
}

func (u *union) At(context.Context, string, time.Time) (*catalogue.Offer, error) {
	return catalogue.NewOffer(catalogue.Version{Office: "rupsha", Number: 1}, services), nil
}

func (u *union) ServiceAt(_ context.Context, _, slug string, _ time.Time) (catalogue.Service, error) {
	for _, one := range services {
		if one.Slug == slug {
			one.Post = "head"
			return one, nil
		}
	}
	return catalogue.Service{}, fault.New(fault.NotFound, "record.missing")
}

func newUnion(t *testing.T) *union {
	t.Helper()
	texts, err := message.New(site.Texts, number.Texts, document.Texts, catalogue.Texts, caseworkweb.Texts, officeweb.Texts, centreweb.Texts,
		message.Set{Name: "kinds", Bn: "kind.repair.place = কোথায়", En: "kind.repair.place = Where"})
	must(t, err)
	templates, err := site.Parse(centreweb.Files)
	must(t, err)
	u := &union{T: t, now: time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka), db: sqldbtest.Open(t, filepath.Join(t.TempDir(), "union.db"), migrations.Files)}
	u.offices, u.store, u.cases = officedb.New(u.db), centredb.Store{DB: u.db}, caseworkdb.Store{DB: u.db}
	founded, err := office.Chart{}.Found(office.Office{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Name: "রূপসা"}, office.Post{ID: "head", Title: "সহকারী প্রোগ্রামার"}, u.now)
	must(t, err)
	must(t, u.offices.Apply(t.Context(), founded))
	files, err := blob.Open(t.TempDir())
	must(t, err)
	t.Cleanup(func() { _ = files.Close() })
	clock := func() time.Time { return u.now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	must(t, err)
	desk := casework.Desk{Store: u.cases, Services: u, Offices: u.offices, Past: u.cases, Kinds: kind, Now: clock, Random: rand.Reader}
	u.serve(shell, centreweb.Registry{Site: shell, Centres: u.store, Handed: u.store, Offices: u.offices, Desk: desk, Random: rand.Reader},
		centreweb.Area{Site: shell, Centres: u.store, Handed: u.store, Offers: u, Uploads: caseworkweb.NewUploads(files), Desk: desk})
	return u
}

func (u *union) serve(shell *site.Site, p centreweb.Registry, a centreweb.Area) {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/centres": p.List, "POST /{office}/desk/centres": p.Found, "GET /{office}/desk/centres/{centre}": p.One,
		"POST /{office}/desk/centres/{centre}": p.Describe, "POST /{office}/desk/centres/{centre}/people": p.Join,
		"POST /{office}/desk/centres/{centre}/people/{person}/end": p.Leave,
		"GET /{office}/centre": a.Area, "GET /{office}/centre/apply": a.Apply, "POST /{office}/centre/apply": a.Send,
		"GET /{office}/centre/requests/{key}": a.Done,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), u.who), office.Office{ID: "rupsha", Slug: "rupsha"})
			serve(rw, r.WithContext(ctx))
		})
	}
	u.door = shell.Wrap(mux)
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

var head = access.Identity{Person: "tasnim", Name: "তাসনিম আরা", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}

// ask sends a request and checks the answer and, when it is a page, its soundness.
func (u *union) ask(r *http.Request, status int, words ...string) (body, to string) {
	u.Helper()
	answer := httptest.NewRecorder()
	u.door.ServeHTTP(answer, r)
	if answer.Code != status {
		u.Fatalf("%s %s answers %d, want %d: %.900s", r.Method, r.URL, answer.Code, status, answer.Body)
	}
	if body = answer.Body.String(); strings.Contains(body, "<html") {
		sitetest.Page(u, body)
	}
	for _, word := range words {
		if rest, not := strings.CutPrefix(word, "!"); not == strings.Contains(body, rest) {
			u.Errorf("%s %s: %q is missing or not wanted", r.Method, r.URL, word)
		}
	}
	return body, answer.Header().Get("Location")
}

func (u *union) get(path string, status int, words ...string) string {
	u.Helper()
	body, _ := u.ask(httptest.NewRequest("GET", path, nil), status, words...)
	return body
}

func (u *union) post(path string, form url.Values, status int, words ...string) string {
	u.Helper()
	r := httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	_, to := u.ask(r, status, words...)
	return to
}

// postFile sends a form with one file.
func (u *union) postFile(path string, form url.Values, name, content string) string {
	u.Helper()
	var body bytes.Buffer
	parts := multipart.NewWriter(&body)
	for field := range form {
		must(u, parts.WriteField(field, form.Get(field)))
	}
	file, err := parts.CreateFormFile("files", name)
	must(u, err)
	_, err = io.WriteString(file, content)
	must(u, err)
	must(u, parts.Close())
	r := httptest.NewRequest("POST", path, &body)
	r.Header.Set("Content-Type", parts.FormDataContentType())
	_, to := u.ask(r, 303)
	return to
}

// with is a form with other values; an empty one is left out.
func with(form url.Values, pairs ...string) url.Values {
	changed := url.Values{}
	for name, values := range form {
		changed[name] = values
	}
	for i := 0; i < len(pairs); i += 2 {
		changed.Set(pairs[i], pairs[i+1])
		if pairs[i+1] == "" {
			changed.Del(pairs[i])
		}
	}
	return changed
}

var keyOf = regexp.MustCompile(`name="form-key" value="([0-9a-f]{32})"`)
