package caseworkweb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"html"
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

	"dorgora/charter"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/kind/cyber"
	"dorgora/internal/kind/information"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// town is the offices and services of these tests; its clock stands where a test
// puts it.
type town struct {
	t         *testing.T
	now       time.Time
	announced []workday.Day
	log       bytes.Buffer
	cases     caseworkdb.Store
	pages     caseworkweb.Pages
	door      http.Handler
}

// monday is 23 November 2026, 10:42 in Dhaka.
var monday = time.Date(2026, 11, 23, 10, 42, 0, 0, workday.Dhaka)

var department = office.Office{ID: "khulna", Slug: "khulna", Kind: office.District, Name: "খুলনা জেলা কার্যালয়", NameEn: "Khulna district office", Phone: "+880241000000"}

var townOffices = map[string]office.Office{
	"rupsha":   {ID: "rupsha", Slug: "rupsha", Parent: "khulna", Name: "রূপসা কার্যালয়", NameEn: "Rupsha office", Place: "রূপসা, খুলনা", Phone: "+880255039757", Region: "khulna"},
	"dighalia": {ID: "dighalia", Slug: "dighalia", Parent: "khulna", Name: "দিঘলিয়া কার্যালয়", NameEn: "Dighalia office", Region: "khulna"},
}

func (w *town) Chart(_ context.Context, id string) (office.Chart, error) {
	own, ok := townOffices[id]
	if !ok {
		return office.Chart{}, fault.New(fault.NotFound, "record.missing")
	}
	return office.Chart{
		Offices:     []office.Office{own, department},
		Posts:       []office.Post{{Office: id, ID: "head", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head}},
		People:      []office.Person{{Office: id, ID: "tasnim", Name: "তাসনিম আরা", NameEn: "Tasnim Ara"}},
		Assignments: []office.Assignment{{Office: id, ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive}},
	}, nil
}

func (w *town) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna").With(w.announced...), nil
}

var townServices = []catalogue.Service{
	{
		Key: "citizen-3", Version: 1, Slug: "citizen-3-lab-support", Group: charter.Citizen, Serial: "3", Name: "কম্পিউটার ল্যাবের সহায়তা",
		Short: "ল্যাবের সহায়তা", NameEn: "Lab support", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 7}, Post: "head",
		Fee: charter.Fee{Kind: charter.FeeFree},
		Papers: []charter.Paper{
			{Text: "প্রধান শিক্ষকের পত্র", Need: charter.Required, From: "নিজ প্রতিষ্ঠান"}, {Text: "যন্ত্রের ছবি", Need: charter.Optional},
		},
	},
	{
		Key: "citizen-4", Version: 1, Slug: "citizen-4-advice", Group: charter.Citizen, Serial: "4", Name: "পরামর্শ", Short: "পরামর্শ",
		Promise: workday.Promise{Kind: workday.Unmeasurable}, Post: "head",
	},
	{
		Key: "citizen-1", Version: 1, Slug: "citizen-1-information", Group: charter.Citizen, Serial: "1", Name: "তথ্য", Short: "তথ্য",
		NameEn: "Information", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 2}, Post: "head", Kind: "information",
	},
	{
		Key: "citizen-5", Version: 1, Slug: "citizen-5-cyber", Group: charter.Citizen, Serial: "5", Name: "সাইবার নিরাপত্তা", Short: "সাইবার নিরাপত্তা",
		NameEn: "Cyber-security", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 2}, Post: "head", Kind: "cyber",
	},
}

// townKinds are the kinds of the town's services.
func townKinds(id string) catalogue.Kind {
	for _, kind := range []catalogue.Kind{information.Kind, cyber.Kind} {
		if kind.ID == id {
			return kind
		}
	}
	return catalogue.Kind{ID: catalogue.PlainKind}
}

func (w *town) ServiceAt(_ context.Context, _, slug string, _ time.Time) (catalogue.Service, error) {
	for _, one := range townServices {
		if one.Slug == slug || one.Key == slug || strings.HasPrefix(slug, one.Key+"-") {
			return one, nil
		}
	}
	return catalogue.Service{}, fault.New(fault.NotFound, "catalogue.service.missing")
}

func (w *town) ServiceIn(ctx context.Context, id, slug string, _ int) (catalogue.Service, error) {
	return w.ServiceAt(ctx, id, slug, w.now)
}

func texts(t *testing.T) message.Catalogue {
	t.Helper()
	all, err := message.New(site.Texts, number.Texts, money.Texts, catalogue.Texts, catalogueweb.Texts, document.Texts, caseworkweb.Texts, information.Kind.Texts, cyber.Kind.Texts)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func newTown(t *testing.T) *town {
	t.Helper()
	w := &town{t: t, now: monday}
	w.cases = caseworkdb.Store{DB: sqldbtest.Open(t, filepath.Join(t.TempDir(), "town.db"), migrations.Files)}
	files, err := blob.Open(filepath.Join(t.TempDir(), "files"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	clock, logger := func() time.Time { return w.now }, slog.New(slog.NewTextHandler(&w.log, nil))
	templates, err := site.Parse(caseworkweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	shell, err := site.New(site.Config{
		Catalogue: texts(t), Templates: []site.Templates{templates}, Now: clock, Logger: logger,
		Furnish: func(r *http.Request, page *site.Page) {
			o := office.From(r.Context())
			page.Office = site.Office{Name: page.Pick(o.Name, o.NameEn), Place: o.Place, Slug: o.Slug}
			page.Phone = o.Phone
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w.pages = caseworkweb.Pages{
		Site: shell,
		Desk: casework.Desk{
			Store: w.cases, Services: w, Offices: w, Guard: w.cases, Past: w.cases, Codes: casework.Codes{Secret: []byte("a secret of these tests")},
			Kinds: townKinds, Now: clock, Random: rand.Reader,
		},
		Drafts: w.cases, Services: w, Numbers: w.cases, Uploads: caseworkweb.NewUploads(files),
		Records: w.cases, Witness: notary(t, w), Say: texts(t),
		Watch: caseworkweb.NewWatch(logger), Address: "https://seba.example.gov.bd", Logger: logger,
	}
	w.door = shell.Wrap(w.routes())
	return w
}

// notary signs the ledgers of the town.
func notary(t *testing.T, w *town) ledger.Notary {
	t.Helper()
	signer, err := ledger.NewSigner([]byte("a secret of these tests, of 32 b"))
	if err != nil {
		t.Fatal(err)
	}
	return ledger.Notary{Store: ledgerdb.Store{DB: w.cases.DB}, Signer: signer, Now: func() time.Time { return w.now }}
}

func (w *town) routes() http.Handler {
	mux, p := http.NewServeMux(), w.pages
	for pattern, page := range map[string]http.HandlerFunc{
		"GET /{office}/services/{service}/before":        p.Before,
		"GET /{office}/track/{number}/papers/{paper}":    p.Paper,
		"POST /{office}/track/{number}/rating":           p.Rate,
		"GET /{office}/services/{service}/apply":         p.Apply,
		"POST /{office}/services/{service}/drafts":       p.BeginDraft,
		"GET /{office}/drafts/{draft}":                   p.Continue,
		"GET /{office}/drafts/{draft}/{step}":            p.Question,
		"POST /{office}/drafts/{draft}/{step}":           p.Answers,
		"POST /{office}/drafts/{draft}/submission":       p.Submission,
		"GET /{office}/services/{service}/form":          p.Form,
		"POST /{office}/services/{service}/applications": p.Application,
		"GET /{office}/receipts/{key}":                   p.Receipt,
		"GET /{office}/receipts/{key}/slip":              p.Slip,
		"GET /{office}/track":                            p.Track,
		"GET /{office}/track/{number}":                   p.Case,
		"POST /{office}/track/{number}/entry":            p.Entry,
		"POST /{office}/track/{number}/exit":             p.Exit,
		"POST /{office}/track/{number}/answer":           p.Answer,
		"POST /{office}/track/{number}/papers":           p.HandIn,
		"GET /{office}/track/{number}/withdrawal":        p.Withdrawal,
		"POST /{office}/track/{number}/withdrawal":       p.Withdraw,
		"GET /{office}/track/{number}/files/{file}":      p.File,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			page(rw, r.WithContext(office.With(r.Context(), townOffices[r.PathValue("office")])))
		})
	}
	return mux
}

// browser is one visitor: it keeps cookies and comes from one address.
type browser struct {
	w       *town
	address string
	cookies map[string]string
}

func (w *town) visitor(address string) *browser {
	return &browser{w: w, address: address, cookies: map[string]string{}}
}

// answer is a page as the visitor sees it.
type answer struct {
	status   int
	text     string
	location string
	header   http.Header
}

func (b *browser) send(r *http.Request) answer {
	b.w.t.Helper()
	r.RemoteAddr = b.address + ":40000"
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	out := httptest.NewRecorder()
	b.w.door.ServeHTTP(out, r)
	for _, cookie := range out.Result().Cookies() {
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	got := answer{status: out.Code, text: html.UnescapeString(out.Body.String()), location: out.Header().Get("Location"), header: out.Header()}
	if strings.HasPrefix(got.header.Get("Content-Type"), "text/html") && got.location == "" {
		for _, problem := range sitetest.Problems(out.Body.String()) {
			b.w.t.Errorf("%s %s: %s", r.Method, r.URL.Path, problem)
		}
	}
	return got
}

func (b *browser) get(address string) answer {
	b.w.t.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, address, nil))
}

func (b *browser) post(address string, pairs ...string) answer {
	b.w.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

// upload is one file of a form.
type upload struct{ field, name, content string }

func (b *browser) postFiles(address string, files []upload, pairs ...string) answer {
	b.w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := form.WriteField(pairs[i], pairs[i+1]); err != nil {
			b.w.t.Fatal(err)
		}
	}
	for _, file := range files {
		part, err := form.CreateFormFile(file.field, file.name)
		if err != nil {
			b.w.t.Fatal(err)
		}
		if _, err := io.WriteString(part, file.content); err != nil {
			b.w.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		b.w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.send(r)
}

// leads checks a redirect and returns where it leads.
func (a answer) leads(t *testing.T, to string) string {
	t.Helper()
	if a.status != http.StatusSeeOther || !regexp.MustCompile("^"+to+"$").MatchString(a.location) {
		t.Fatalf("answer %d to %q, want a redirect to %q; page: %.600s", a.status, a.location, to, body(a.text))
	}
	return a.location
}

// shows checks a page's status and words.
func (a answer) shows(t *testing.T, status int, words ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d to %q, want %d: %.800s", a.status, a.location, status, body(a.text))
	}
	for _, one := range words {
		if !strings.Contains(a.text, one) {
			t.Errorf("the page lacks %q: %.3000s", one, body(a.text))
		}
	}
}

// hides checks that a page does not say something.
func (a answer) hides(t *testing.T, words ...string) {
	t.Helper()
	for _, one := range words {
		if strings.Contains(a.text, one) {
			t.Errorf("the page shows %q", one)
		}
	}
}

func body(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		page = page[i:]
	}
	return page
}

// find returns the first group of a pattern in the page.
func (a answer) find(t *testing.T, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(a.text)
	if found == nil {
		t.Fatalf("the page has nothing like %q: %.2000s", pattern, body(a.text))
	}
	return found[1]
}
