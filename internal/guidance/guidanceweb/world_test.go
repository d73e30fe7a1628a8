package guidanceweb_test

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
	"dorgora/internal/access/accessweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/guidance/guidanceweb"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// house is an upazila office with one officer, Karim, below a district office that
// Jalal leads; one person works in the browser.
type house struct {
	*testing.T
	db      *sqldb.DB
	offices *officedb.Store
	store   guidancedb.Store
	server  *httptest.Server
	who     access.Identity
	now     time.Time
	sent    []guidance.Reply
}

// Matter is one case, for which Karim answers.
func (h *house) Matter(ctx context.Context, in office.Office, number string) (guidance.Matter, error) {
	if number != "48210935716" {
		return guidance.Matter{}, fault.New(fault.NotFound, "record.missing")
	}
	return guidance.Matter{Number: number, Need: "আমাদের প্রিন্টার থেকে কাগজ বের হচ্ছে না", Service: "citizen-1", Sort: guidance.KnownFault, Lang: "bn", Seen: 3,
		May: access.From(ctx).Person == "karim", Filling: guidance.Filling{Name: "রহিমা খাতুন", Number: "৪৮২১ ০৯৩৫ ৭১৬", Office: in.Name}}, nil
}

// Reply notes what was sent.
func (h *house) Reply(_ context.Context, _ office.Office, reply guidance.Reply) error {
	h.sent = append(h.sent, reply)
	return nil
}

// Recipients says that every applicant can be told by SMS.
func (h *house) Recipients(_ context.Context, _ string, numbers []string) ([]guidance.Recipient, error) {
	var all []guidance.Recipient
	for _, number := range numbers {
		all = append(all, guidance.Recipient{Case: number, Channel: "sms", Address: "+8801712345678", Lang: "bn"})
	}
	return all, nil
}

// At offers two services.
func (h *house) At(_ context.Context, officeID string, _ time.Time) (*catalogue.Offer, error) {
	if officeID != "rupsha" {
		return nil, catalogue.Unpublished()
	}
	return catalogue.NewOffer(catalogue.Version{}, []catalogue.Service{
		{Key: "citizen-1", Short: "আইসিটি অধিদপ্তরের তথ্য"}, {Key: "citizen-5", Short: "সাইবার নিরাপত্তার পরামর্শ"},
	}), nil
}

// Exchange knows one case.
func (h *house) Exchange(_ context.Context, _, number string) (guidance.Exchange, error) {
	if number != "48210935716" {
		return guidance.Exchange{}, fault.New(fault.NotFound, "record.missing")
	}
	return guidance.Exchange{Case: number, Services: []string{"citizen-1"}, Names: []string{"রহিমা খাতুন"},
		Question: "আমি রহিমা, ল্যাব কখন খোলে? ফোন ০১৭১২৩৪৫৬৭৮", Reply: "রহিমা, সকাল নয়টায়।"}, nil
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, now: time.Date(2026, 11, 24, 10, 0, 0, 0, workday.Dhaka)}
	h.db = sqldbtest.Open(t, filepath.Join(t.TempDir(), "house.db"), migrations.Files)
	h.offices = officedb.New(h.db)
	h.store = guidancedb.Store{DB: h.db, Recipients: h, Now: func() time.Time { return h.now }}
	for _, o := range []office.Office{
		{ID: "khulna", Slug: "khulna", Kind: office.District, Name: "জেলা কার্যালয়, খুলনা", Region: "khulna"},
		{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Parent: "khulna", Name: "রূপসা আইসিটি কার্যালয়", Phone: "0255039757", Region: "khulna"},
	} {
		var above office.Chart
		if o.Parent != "" {
			above = h.chart(o.Parent)
		}
		change, err := above.Found(o, office.Post{ID: o.ID + "-head", Title: "প্রধান, " + o.Slug}, h.now)
		h.ok(err)
		h.ok(h.offices.Apply(t.Context(), change))
	}
	h.hire("khulna", "jalal", "জালাল উদ্দিন")
	h.hire("rupsha", "karim", "মো. করিম")
	h.enter("karim")
	h.serve()
	return h
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) chart(id string) office.Chart {
	c, err := h.offices.Chart(h.Context(), id)
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
	h.ok(h.offices.Apply(h.Context(), person.And(seat)))
}

// enter lets a person work in the browser; nobody for a stranger.
func (h *house) enter(person string) {
	h.who = access.Identity{}
	if person == "" {
		return
	}
	p, posts, err := h.offices.Sits(h.Context(), person, h.now)
	h.ok(err)
	h.who = access.Identity{Person: p.ID, Name: p.Name, Office: p.Office, Seats: access.SeatsOf(posts)}
}

func (h *house) serve() {
	texts, err := message.New(site.Texts, number.Texts, accessweb.Texts, guidanceweb.Texts)
	h.ok(err)
	templates, err := site.Parse(guidanceweb.Files)
	h.ok(err)
	now := func() time.Time { return h.now }
	shell, err := site.New(site.Config{Catalogue: texts, Templates: []site.Templates{templates}, Now: now, Logger: slog.New(slog.DiscardHandler),
		Furnish: func(r *http.Request, page *site.Page) {
			o := office.From(r.Context())
			page.Office, page.Phone = site.Office{Name: o.Name, Slug: o.Slug}, o.Phone
			page.SignedIn = access.From(r.Context()).Name
		}})
	h.ok(err)
	pages := guidanceweb.Pages{Site: shell, Store: h.store, Counter: h.store, Shelf: guidance.NewShelf(h.store, now, 9), Charts: h.offices,
		Offers: h, Cases: h, Desk: h, Picked: guidanceweb.NewPicks(), Now: now, Random: rand.NewChaCha8([32]byte{2}), Origin: "https://seba.example.gov.bd"}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/answers": pages.Answers, "GET /{office}/answers/asked": pages.Asked, "GET /{office}/answers/{guide}": pages.Answer,
		"GET /{office}/answers/{guide}/sheet": pages.Sheet, "POST /{office}/answers/{guide}/pick": pages.Pick,
		"GET /{office}/desk/guides": pages.List, "GET /{office}/desk/guides/new": pages.New, "POST /{office}/desk/guides": pages.Write,
		"POST /{office}/desk/guides/starters": pages.Start, "GET /{office}/desk/guides/{guide}": pages.Guide,
		"GET /{office}/desk/guides/{guide}/change": pages.Edit, "POST /{office}/desk/guides/{guide}": pages.Rewrite,
		"GET /{office}/desk/cases/{number}/guides": pages.Replies, "POST /{office}/desk/cases/{number}/guides": pages.Reply,
		"POST /{office}/desk/guides/{guide}/approval": pages.Approve, "POST /{office}/desk/guides/{guide}/withdrawal": pages.Withdraw,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			o, err := h.offices.BySlug(r.Context(), r.PathValue("office"))
			if err != nil {
				shell.Refuse(w, r, err)
				return
			}
			serve(w, r.WithContext(office.With(access.With(r.Context(), h.who), o)))
		})
	}
	h.server = httptest.NewServer(shell.Wrap(mux))
	h.Cleanup(h.server.Close)
}

type answer struct {
	status         int
	body, location string
}

func (h *house) do(method, path string, pairs ...string) answer {
	h.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	request, err := http.NewRequestWithContext(h.Context(), method, h.server.URL+path, strings.NewReader(form.Encode()))
	h.ok(err)
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	response, err := http.DefaultTransport.RoundTrip(request)
	h.ok(err)
	defer response.Body.Close()
	var body bytes.Buffer
	_, err = body.ReadFrom(response.Body)
	h.ok(err)
	return answer{response.StatusCode, body.String(), response.Header.Get("Location")}
}

// shows fetches a sound page that holds every text.
func (h *house) shows(path string, texts ...string) string {
	h.Helper()
	a := h.do(http.MethodGet, path)
	if a.status != http.StatusOK {
		h.Fatalf("%s: status %d: %s", path, a.status, a.body)
	}
	sitetest.Page(h, a.body)
	h.holds(a.body, texts...)
	return a.body
}

func (h *house) holds(body string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if !strings.Contains(body, text) {
			h.Fatalf("the page does not say %q: %s", text, body)
		}
	}
}

// lacks fails when the page holds one of the texts.
func (h *house) lacks(body string, texts ...string) {
	h.Helper()
	for _, text := range texts {
		if strings.Contains(body, text) {
			h.Errorf("the page says %q", text)
		}
	}
}

// leads posts a form and returns where it leads.
func (h *house) leads(path string, pairs ...string) string {
	h.Helper()
	a := h.do(http.MethodPost, path, pairs...)
	if a.status != http.StatusSeeOther {
		h.Fatalf("%s: status %d, want a redirect: %s", path, a.status, a.body)
	}
	return a.location
}

// refuses posts a form that is refused with the status.
func (h *house) refuses(status int, path string, pairs ...string) string {
	h.Helper()
	a := h.do(http.MethodPost, path, pairs...)
	if a.status != status {
		h.Fatalf("%s: status %d, want %d: %s", path, a.status, status, a.body)
	}
	sitetest.Page(h, a.body)
	return a.body
}

var hiddenRevision = regexp.MustCompile(`name="revision" value="(\d+)"`)

// revision is the revision of the guide as its page shows it.
func (h *house) revision(guide string) string {
	h.Helper()
	found := hiddenRevision.FindStringSubmatch(h.shows("/rupsha/desk/guides/" + guide))
	if found == nil {
		h.Fatal("no revision on the page")
	}
	return found[1]
}
