package accessweb_test

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessdb"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/site"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// house is a running installation: a department, the district office of Khulna,
// and below it Rupsha and Dighalia.
type house struct {
	*testing.T
	keeper access.Keeper
	store  *officedb.Store
	server *httptest.Server
	mu     sync.Mutex
	now    time.Time
}

func (h *house) clock() time.Time {
	h.mu.Lock()
	defer h.mu.Unlock()
	return h.now
}

func (h *house) pass(d time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.now = h.now.Add(d)
}

// dice is a random source that the race detector may see used by many.
type dice struct {
	mu  sync.Mutex
	rnd *rand.ChaCha8
}

func (d *dice) Read(p []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.rnd.Read(p)
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, now: time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Dhaka)}
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "house.db"), migrations.Files)
	h.store = officedb.New(db)
	random := &dice{rnd: rand.NewChaCha8([32]byte{1})}
	h.keeper = access.Keeper{Store: accessdb.New(db), Seats: h.store, Charts: h.store, Limits: access.Usual,
		Cost: access.Cost{Memory: 64, Passes: 1, Threads: 1}, Now: h.clock, Random: random}
	for _, o := range []office.Office{
		{ID: "doict", Slug: "doict", Kind: office.Department, Name: "অধিদপ্তর"},
		{ID: "khulna", Slug: "khulna", Kind: office.District, Parent: "doict", Name: "জেলা কার্যালয়, খুলনা"},
		{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Parent: "khulna", Name: "রূপসা আইসিটি কার্যালয়"},
		{ID: "dighalia", Slug: "dighalia", Kind: office.Upazila, Parent: "khulna", Name: "দিঘলিয়া আইসিটি কার্যালয়"},
	} {
		var above office.Chart
		if o.Parent != "" {
			above = h.chart(o.Parent)
		}
		change, err := above.Found(o, office.Post{ID: o.ID + "-head", Title: "প্রধান, " + o.Slug}, h.now)
		h.ok(err)
		h.ok(h.store.Apply(t.Context(), change))
	}
	h.serve(random)
	return h
}

func (h *house) chart(id string) office.Chart {
	c, err := h.store.Chart(h.Context(), id)
	h.ok(err)
	return c
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) serve(random io.Reader) {
	texts, err := message.New(site.Texts, number.Texts, accessweb.Texts, officeweb.Texts)
	h.ok(err)
	pages, err := accessweb.Templates()
	h.ok(err)
	shell, err := site.New(site.Config{Catalogue: texts, Templates: []site.Templates{pages}, Now: h.clock,
		Logger: slog.New(slog.DiscardHandler), Furnish: furnish})
	h.ok(err)
	doors := accessweb.Pages{Site: shell, Keeper: h.keeper, Limiter: accessweb.NewLimiter(h.clock), Issuer: "Dorgora",
		Landing: func(_ context.Context, who access.Identity) string { return "/account" }}
	gate := accessweb.Gate{Site: shell, Keeper: h.keeper, Offices: h.store}
	mux := http.NewServeMux()
	route := func(pattern string, policy access.Policy, handler http.HandlerFunc) {
		mux.Handle(pattern, gate.Require(policy, handler))
	}
	route("GET /signin", access.Public, doors.SignIn)
	route("POST /signin", access.Public, doors.OpenSession)
	route("POST /signout", access.Public, doors.CloseSession)
	route("GET /invitations/{token}", access.Public, doors.Invitation)
	route("POST /invitations/{token}", access.Public, doors.Accept)
	route("GET /account", access.Person, doors.Account)
	route("POST /account/password", access.Person, doors.ChangePassword)
	route("GET /account/second-factor", access.Person, doors.SecondFactor)
	route("POST /account/second-factor", access.Person, doors.SetSecondFactor)
	route("POST /account/second-factor/removal", access.Person, doors.DropSecondFactor)
	route("POST /account/sessions/revocation", access.Person, doors.RevokeOthers)
	route("POST /account/sessions/{session}/revocation", access.Person, doors.Revoke)
	mux.Handle("/assets/", shell.Assets())
	desk := gate.Require(access.Staff, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = io.WriteString(w, "the desk of "+office.From(r.Context()).Slug)
	}))
	offices := http.NewServeMux()
	offices.HandleFunc("/{office}/desk", func(w http.ResponseWriter, r *http.Request) {
		o, err := h.store.BySlug(r.Context(), r.PathValue("office"))
		if err != nil {
			shell.Refuse(w, r, err)
			return
		}
		desk.ServeHTTP(w, r.WithContext(office.With(r.Context(), o)))
	})
	first := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if step, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/"); office.Reserved(step) {
			mux.ServeHTTP(w, r)
			return
		}
		offices.ServeHTTP(w, r)
	})
	h.server = httptest.NewServer(shell.Wrap(gate.Identify(first)))
	h.Cleanup(h.server.Close)
}

func furnish(r *http.Request, page *site.Page) {
	page.SignedIn = access.From(r.Context()).Name
}

// hire gives the head post of an office to a new person with a password.
func (h *house) hire(in, person, login, password string) {
	h.Helper()
	token, err := h.keeper.InviteHead(h.Context(), in, "")
	h.ok(err)
	_, err = h.keeper.Accept(h.Context(), access.Welcome{Token: token, Name: person, Login: login, Password: password, Again: password})
	h.ok(err)
}

// browser keeps cookies as browsers do and follows nothing.
type browser struct {
	*house
	cookies map[string]string
	from    string // site on which the form stands, as Sec-Fetch-Site says; empty: this one
}

func (h *house) browser() *browser { return &browser{house: h, cookies: map[string]string{}} }

// page is one answer.
type page struct {
	status   int
	body     string
	location string
	header   http.Header
}

func (b *browser) do(method, path string, form url.Values) page {
	b.Helper()
	request, err := http.NewRequestWithContext(b.Context(), method, b.server.URL+path, strings.NewReader(form.Encode()))
	b.ok(err)
	if method == http.MethodPost {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		request.Header.Set("Sec-Fetch-Site", cmp.Or(b.from, "same-origin"))
	}
	request.Header.Set("User-Agent", "Mozilla/5.0 (Android 14; Mobile) Firefox/140.0")
	for name, value := range b.cookies {
		request.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	response, err := http.DefaultTransport.RoundTrip(request)
	b.ok(err)
	defer response.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(response.Body)
	b.ok(err)
	for _, cookie := range response.Cookies() {
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		} else {
			b.cookies[cookie.Name] = cookie.Value
		}
	}
	return page{status: response.StatusCode, body: body.String(), location: response.Header.Get("Location"), header: response.Header}
}

func (b *browser) get(path string) page { b.Helper(); return b.do(http.MethodGet, path, nil) }

func (b *browser) post(path string, pairs ...string) page {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return b.do(http.MethodPost, path, form)
}

// shows fails unless the page has the status and holds every text.
func (b *browser) shows(p page, status int, texts ...string) {
	b.Helper()
	if p.status != status {
		b.Fatalf("status %d, want %d: %s", p.status, status, p.body)
	}
	for _, text := range texts {
		if !strings.Contains(p.body, text) {
			b.Fatalf("the page does not say %q: %s", text, p.body)
		}
	}
}

// leads fails unless the answer is a redirect to the path.
func (b *browser) leads(p page, path string) {
	b.Helper()
	if p.status != http.StatusSeeOther || p.location != path {
		b.Fatalf("status %d to %q, want a redirect to %q: %s", p.status, p.location, path, p.body)
	}
}
