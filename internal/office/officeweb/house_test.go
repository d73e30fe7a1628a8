package officeweb_test

import (
	"bytes"
	"context"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessdb"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/site"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// house is an installation with a department, a district and an upazila office,
// in which one person works in the browser.
type house struct {
	*testing.T
	db        *sqldb.DB
	store     *officedb.Store
	keeper    access.Keeper
	server    *httptest.Server
	who       access.Identity // who works in the browser
	cookies   map[string]string
	announced []string // offices whose dates were counted again
	now       time.Time
	remains   map[string][]officeweb.Remainder // what is open, by post
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, cookies: map[string]string{}, now: time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Dhaka)}
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "house.db"), migrations.Files)
	h.db, h.store = db, officedb.New(db)
	random := rand.NewChaCha8([32]byte{2})
	h.keeper = access.Keeper{Store: accessdb.New(db), Seats: h.store, Charts: h.store, Limits: access.Usual,
		Cost: access.Cost{Memory: 64, Passes: 1, Threads: 1}, Now: func() time.Time { return h.now }, Random: random}
	for _, o := range []office.Office{
		{ID: "doict", Slug: "doict", Kind: office.Department, Name: "অধিদপ্তর", NameEn: "Department"},
		{ID: "khulna", Slug: "khulna", Kind: office.District, Parent: "doict", Name: "জেলা কার্যালয়, খুলনা", NameEn: "District Office, Khulna", Region: "khulna"},
		{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Parent: "khulna", Name: "রূপসা আইসিটি কার্যালয়", NameEn: "Rupsha ICT Office",
			Place: "উপজেলা কার্যালয়, খুলনা", Phone: "02477700000", Region: "khulna"},
	} {
		var above office.Chart
		if o.Parent != "" {
			above = h.chart(o.Parent)
		}
		change, err := above.Found(o, office.Post{ID: o.ID + "-head", Title: "প্রধান, " + o.Slug, TitleEn: "Head, " + o.Slug}, h.now)
		h.ok(err)
		h.ok(h.store.Apply(t.Context(), change))
	}
	h.hire("khulna", "jalal", "জালাল উদ্দিন")
	h.hire("rupsha", "karim", "মো. করিম")
	h.enter("karim")
	h.serve(random)
	return h
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) chart(id string) office.Chart {
	c, err := h.store.Chart(h.Context(), id)
	h.ok(err)
	return c
}

func (h *house) hire(in, id, name string) {
	c := h.chart(in)
	person, err := c.NewPerson(office.Person{ID: id, Name: name, Mail: id + "@doict.gov.bd"})
	h.ok(err)
	seat, err := c.With(person).Assign(office.Assignment{Office: in, ID: "a-" + id, Post: in + "-head", Person: id,
		Tenure: office.Substantive, From: h.now.AddDate(0, -6, 0)}, false, h.now)
	h.ok(err)
	h.ok(h.store.Apply(h.Context(), person.And(seat)))
}

// enter lets a person work in the browser.
func (h *house) enter(person string) {
	p, posts, err := h.store.Sits(h.Context(), person, h.now)
	h.ok(err)
	h.who = access.Identity{Person: p.ID, Name: p.Name, Office: p.Office, Seats: access.SeatsOf(posts)}
}

func (h *house) serve(random *rand.ChaCha8) {
	texts, err := message.New(site.Texts, catalogue.Texts, number.Texts, accessweb.Texts, officeweb.Texts)
	h.ok(err)
	templates, err := officeweb.Templates()
	h.ok(err)
	shell, err := site.New(site.Config{Catalogue: texts, Templates: []site.Templates{templates}, Now: h.keeper.Now,
		Logger: slog.New(slog.DiscardHandler), Furnish: furnish})
	h.ok(err)
	pages := officeweb.Pages{Site: shell, Store: h.store, Doors: h.keeper, Now: h.keeper.Now, Random: random, Origin: "https://seba.example.gov.bd",
		Remains:   func(_ context.Context, _, post string) ([]officeweb.Remainder, error) { return h.remains[post], nil },
		Announced: func(_ context.Context, id string) error { h.announced = append(h.announced, id); return nil }}
	own, offices := http.NewServeMux(), http.NewServeMux()
	gate := accessweb.Gate{Site: shell, Keeper: h.keeper, Offices: h.store}
	for _, r := range routes(pages) {
		served := gate.Require(r.policy, r.serve)
		if strings.Contains(r.pattern, "/{office}") {
			offices.Handle(r.pattern, h.inOffice(shell, served))
		} else {
			own.Handle(r.pattern, served)
		}
	}
	own.Handle("/assets/", shell.Assets())
	h.server = httptest.NewServer(shell.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r = r.WithContext(access.With(r.Context(), h.who))
		if step, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); office.Reserved(step) {
			own.ServeHTTP(w, r)
			return
		}
		offices.ServeHTTP(w, r)
	})))
	h.Cleanup(h.server.Close)
}

type route struct {
	pattern string
	policy  access.Policy
	serve   http.HandlerFunc
}

func routes(p officeweb.Pages) []route {
	return []route{
		{"GET /{office}/people", access.Staff, p.People},
		{"GET /{office}/people/new", access.Heads, p.NewPerson},
		{"POST /{office}/people", access.Heads, p.AddPerson},
		{"GET /{office}/people/{person}", access.Staff, p.Person},
		{"GET /{office}/people/{person}/change", access.Heads, p.EditPerson},
		{"POST /{office}/people/{person}", access.Heads, p.ChangePerson},
		{"POST /{office}/people/{person}/invitations", access.Heads, p.Invite},
		{"GET /{office}/people/{person}/link", access.Heads, p.Link},
		{"POST /{office}/people/{person}/closure", access.Heads, p.CloseSignIn},
		{"POST /{office}/people/{person}/opening", access.Heads, p.OpenSignIn},
		{"GET /{office}/people/{person}/handover", access.Staff, p.Handover},
		{"POST /{office}/people/{person}/handover", access.Staff, p.TakeOver},
		{"GET /{office}/posts/new", access.Heads, p.NewPost},
		{"POST /{office}/posts", access.Heads, p.AddPost},
		{"GET /{office}/posts/{post}", access.Staff, p.Post},
		{"GET /{office}/posts/{post}/change", access.Heads, p.EditPost},
		{"POST /{office}/posts/{post}", access.Heads, p.ChangePost},
		{"POST /{office}/posts/{post}/assignments", access.Heads, p.Assign},
		{"POST /{office}/posts/{post}/assignments/{assignment}/end", access.Heads, p.EndAssignment},
		{"POST /{office}/posts/{post}/substitutions", access.Heads, p.Leave},
		{"POST /{office}/posts/{post}/substitutions/{substitution}/return", access.Heads, p.Return},
		{"GET /{office}/particulars", access.Heads, p.Particulars},
		{"POST /{office}/particulars", access.Heads, p.Describe},
		{"GET /{office}/calendar", access.Public, p.Calendar},
		{"GET /{office}/calculator", access.Public, p.Calculator},
		{"GET /{office}/calendar/new", access.Heads, p.NewDay},
		{"POST /{office}/calendar/announcements", access.Heads, p.Announce},
		{"POST /{office}/calendar/announcements/{announcement}/withdrawal", access.Heads, p.Withdraw},
		{"GET /offices", access.Steward, p.Offices},
		{"GET /offices/new", access.Steward, p.NewOffice},
		{"POST /offices", access.Steward, p.Found},
		{"POST /offices/{id}/invitations", access.Steward, p.InviteHead},
		{"GET /offices/{id}/link", access.Steward, p.HeadLink},
	}
}

func (h *house) inOffice(shell *site.Site, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o, err := h.store.BySlug(r.Context(), r.PathValue("office"))
		if err != nil {
			shell.Refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(office.With(r.Context(), o)))
	})
}

func furnish(r *http.Request, page *site.Page) {
	o := office.From(r.Context())
	page.Office = site.Office{Name: page.Pick(o.Name, o.NameEn), Place: page.Pick(o.Place, o.PlaceEn), Slug: o.Slug}
	page.Phone = o.Phone
	page.SignedIn = access.From(r.Context()).Name
	if o.ID != "" {
		page.Menu = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("people")}, {Text: page.T("nav.home"), Href: page.Href("calendar")}}
	}
}

type answer struct {
	status         int
	body, location string
}

func (h *house) do(method, path string, pairs ...string) answer {
	h.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	request, err := http.NewRequestWithContext(h.Context(), method, h.server.URL+path, strings.NewReader(form.Encode()))
	h.ok(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name, value := range h.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	h.ok(err)
	defer response.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(response.Body)
	h.ok(err)
	for _, cookie := range response.Cookies() {
		h.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(h.cookies, cookie.Name)
		}
	}
	return answer{response.StatusCode, body.String(), response.Header.Get("Location")}
}

func (h *house) get(path string) answer { h.Helper(); return h.do(http.MethodGet, path) }

func (h *house) post(path string, pairs ...string) answer {
	h.Helper()
	return h.do(http.MethodPost, path, pairs...)
}

var missingText = regexp.MustCompile(`\[[a-z]+\.[a-z._]+\]`)

// shows fails unless the page has the status, holds every text and lacks none of
// the interface's words.
func (h *house) shows(a answer, status int, texts ...string) {
	h.Helper()
	if a.status != status {
		h.Fatalf("status %d, want %d: %s", a.status, status, a.body)
	}
	for _, text := range texts {
		if !strings.Contains(a.body, text) {
			h.Fatalf("the page does not say %q: %s", text, a.body)
		}
	}
	if key := missingText.FindString(a.body); key != "" {
		h.Fatalf("no text for %s", key)
	}
}

// leads fails unless the answer is a redirect to a path that begins so, and
// returns the path.
func (h *house) leads(a answer, path string) string {
	h.Helper()
	if a.status != http.StatusSeeOther || !strings.HasPrefix(a.location, path) {
		h.Fatalf("status %d to %q, want a redirect to %q: %s", a.status, a.location, path, a.body)
	}
	return a.location
}

// day is a date as the three fields of a form send it.
func day(name, d, m, y string) []string {
	return []string{name + "-day", d, name + "-month", m, name + "-year", y}
}
