package catalogueweb_test

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/blob"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// now is Monday 23 November 2026, 10:00 in Bangladesh.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

// town is the Rupsha office below its district, with Karim as its head.
type town struct{}

func (town) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices: []office.Office{
			{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Parent: "khulna", Name: "রূপসা আইসিটি কার্যালয়", NameEn: "Rupsha ICT office"},
			{ID: "khulna", Slug: "khulna", Kind: office.District, Name: "জেলা কার্যালয়, খুলনা", NameEn: "District office, Khulna"},
		},
		Posts:       []office.Post{{Office: "rupsha", ID: "ap", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head}},
		People:      []office.Person{{Office: "rupsha", ID: "karim", Name: "মো. করিম", NameEn: "Md Karim"}},
		Assignments: []office.Assignment{{Office: "rupsha", ID: "a1", Post: "ap", Person: "karim", Tenure: office.Substantive, From: now.AddDate(-1, 0, 0)}},
	}, nil
}

func (town) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna"), nil
}

// charterTexts stand for what the program says of faults of the public packages.
var charterTexts = message.Set{Name: "charter", Bn: "charter.completion.phone.length = ফোন নম্বর {phone} ঠিক নয়\ncharter.file.empty = ফাইলটি খালি\ncharter.file.binary = ফাইলটি লেখা নয়\ncharter.completion.channel.unknown = উপায় বেছে নিন\n",
	En: "charter.completion.phone.length = The phone number {phone} is not right\ncharter.file.empty = The file is empty\ncharter.file.binary = The file is no text\ncharter.completion.channel.unknown = Choose a way\n"}

// rig is the slice on a fresh SQLite database.
type rig struct {
	http.Handler
	store    cataloguedb.Store
	pages    catalogueweb.Pages
	stranger bool // nobody has signed in
}

func newRig(t *testing.T) *rig {
	t.Helper()
	store := cataloguedb.Store{DB: sqldbtest.Open(t, t.TempDir()+"/test.db", migrations.Files)}
	files, err := blob.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = files.Close() })
	clock := func() time.Time { return now }
	r := &rig{store: store}
	r.pages = catalogueweb.Pages{
		Site: newSite(t, clock), Shelf: catalogue.NewShelf(store, 10), Versions: store, Drafts: store, Offices: town{}, Now: clock,
		Intake: catalogue.Intake{Drafts: store, Files: files, Now: clock, Random: strings.NewReader(strings.Repeat("ABCDEFGH12345678", 100))},
		Press: catalogue.Press{Drafts: store, Printer: store, Now: clock, Posts: func(context.Context, string) (func(string) string, error) {
			return func(string) string { return "ap" }, nil
		}},
	}
	r.Handler = r.pages.Site.Wrap(r.routes())
	return r
}

func newSite(t *testing.T, clock func() time.Time) *site.Site {
	t.Helper()
	texts, err := message.New(site.Texts, catalogue.Texts, catalogueweb.Texts, charterTexts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(catalogueweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: page.Pick("রূপসা আইসিটি কার্যালয়", "Rupsha ICT office"), Place: page.Pick("উপজেলা কার্যালয়, খুলনা", "Upazila office, Khulna"), Slug: "rupsha"}
			page.Phone = "+880255039757"
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return shell
}

func (r *rig) routes() http.Handler {
	mux := http.NewServeMux()
	p := r.pages
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/groups/{group}":                            p.Group,
		"GET /{office}/services/{service}":                        p.Service,
		"GET /{office}/services/{service}/date":                   p.Date,
		"GET /{office}/services/{service}/versions":               p.History,
		"GET /{office}/charter":                                   p.Charter,
		"GET /{office}/charter/versions/{version}":                p.Charter,
		"GET /{office}/charter/versions/{version}/files/{format}": p.File,
		"GET /{office}/desk/charter":                              p.Desk,
		"POST /{office}/desk/charter/drafts":                      p.Import,
		"GET /{office}/desk/charter/drafts/{draft}":               p.Draft,
		"POST /{office}/desk/charter/drafts/{draft}/completions":  p.Complete,
		"GET /{office}/desk/charter/drafts/{draft}/publication":   p.Review,
		"POST /{office}/desk/charter/drafts/{draft}/publication":  p.Publish,
		"POST /{office}/desk/charter/drafts/{draft}/removal":      p.Remove,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
			ctx := office.With(req.Context(), office.Office{ID: "rupsha", Slug: "rupsha", Name: "রূপসা আইসিটি কার্যালয়"})
			if !r.stranger {
				ctx = access.With(ctx, access.Identity{Person: "karim", Name: "মো. করিম"})
			}
			serve(w, req.WithContext(ctx))
		})
	}
	return mux
}

// answer is what came back, with the body as text.
type answer struct {
	Code     int
	Body     string
	Location string
}

func (r *rig) send(req *http.Request) answer {
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	return answer{w.Code, w.Body.String(), w.Header().Get("Location")}
}

func (r *rig) get(path string) answer { return r.send(httptest.NewRequest("GET", path, nil)) }

func (r *rig) post(path string, values url.Values) answer {
	req := httptest.NewRequest("POST", path, strings.NewReader(values.Encode()))
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r.send(req)
}

// upload posts a file to the import form.
func (r *rig) upload(t *testing.T, name string, content []byte) answer {
	t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	file, err := form.CreateFormFile("file", name)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := file.Write(content); err != nil {
		t.Fatal(err)
	}
	if err := form.Close(); err != nil {
		t.Fatal(err)
	}
	req := httptest.NewRequest("POST", "/rupsha/desk/charter/drafts", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	return r.send(req)
}

func rupshaText(t *testing.T) []byte {
	t.Helper()
	text, err := os.ReadFile("../../../charter/testdata/rupsha.txt")
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// imported brings the Rupsha charter in and returns the path of its draft.
func (r *rig) imported(t *testing.T) string {
	t.Helper()
	got := r.upload(t, "rupsha.txt", rupshaText(t))
	if got.Code != http.StatusSeeOther {
		t.Fatalf("import answers %d: %s", got.Code, got.Body)
	}
	path, _, _ := strings.Cut(got.Location, "?")
	return path
}

// published imports and publishes the Rupsha charter with seven working days for
// its second service.
func (r *rig) published(t *testing.T) {
	t.Helper()
	draft := r.imported(t)
	got := r.post(draft+"/completions", url.Values{"row": {"2"}, "field": {"time"}, "revision": {"1"}, "value": {"working_day"}, "count": {"৭"}, "reason": {"মাসিক সভার সিদ্ধান্ত"}})
	if got.Code != http.StatusSeeOther {
		t.Fatalf("completion answers %d: %s", got.Code, got.Body)
	}
	if got = r.post(draft+"/publication", url.Values{"revision": {"2"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("publication answers %d: %s", got.Code, got.Body)
	}
}

// shows fails the test when a page has another status, lacks words or is unsound.
func shows(t *testing.T, got answer, status int, words ...string) {
	t.Helper()
	if got.Code != status {
		t.Fatalf("status %d, want %d: %.600s", got.Code, status, got.Body)
	}
	for _, word := range words {
		if !strings.Contains(got.Body, word) {
			t.Errorf("%q is missing", word)
		}
	}
	sitetest.Page(t, got.Body)
}
