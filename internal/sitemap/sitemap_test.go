package sitemap_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sitemap"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// now is Monday 23 November 2026, 10:00 in Bangladesh.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

// offices is the directory of the tests.
type offices []office.Office

func (o offices) Offices(context.Context) ([]office.Office, error) { return o, nil }
func (offices) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna"), nil
}

var known = offices{
	{ID: "doict", Slug: "doict", Name: "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর"},
	{ID: "rupsha", Slug: "rupsha", Name: "রূপসা আইসিটি কার্যালয়", NameEn: "Rupsha ICT office", Place: "উপজেলা কার্যালয়, খুলনা", Address: "উপজেলা পরিষদ ভবন, কক্ষ ২০৪", Phone: "+880255039757", Mail: "rupsha@example.gov.bd"},
	{ID: "dumuria", Slug: "dumuria", Name: "ডুমুরিয়া আইসিটি কার্যালয়", NameEn: "Dumuria ICT office", Place: "উপজেলা কার্যালয়, খুলনা"},
}

type rig struct {
	http.Handler
	store cataloguedb.Store
	pages sitemap.Pages
}

func newRig(t *testing.T) *rig {
	t.Helper()
	store := cataloguedb.Store{DB: sqldbtest.Open(t, t.TempDir()+"/test.db", migrations.Files)}
	texts, err := message.New(site.Texts, catalogue.Texts, sitemap.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(sitemap.Files)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(r *http.Request, page *site.Page) {
			o := office.From(r.Context())
			page.Office = site.Office{Name: page.Pick(o.Name, o.NameEn), Slug: o.Slug}
			page.Phone = o.Phone
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	r := &rig{store: store}
	r.pages = sitemap.Pages{Site: shell, Shelf: catalogue.NewShelf(store, 4), Charters: store, Offices: known, Now: clock}
	r.route()
	return r
}

// route builds the routes anew, after the pages were changed.
func (r *rig) route() {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /{$}", r.pages.Front)
	for pattern, serve := range map[string]http.HandlerFunc{"GET /{office}": r.pages.Home, "GET /{office}/search": r.pages.Search} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, req *http.Request) {
			for _, one := range known {
				if one.Slug == req.PathValue("office") {
					req = req.WithContext(office.With(req.Context(), one))
				}
			}
			serve(w, req)
		})
	}
	r.Handler = r.pages.Site.Wrap(mux)
}

// publish publishes the Rupsha charter for an office.
func (r *rig) publish(t *testing.T, officeID string) {
	t.Helper()
	text, err := os.ReadFile("../../charter/testdata/rupsha.txt")
	if err != nil {
		t.Fatal(err)
	}
	read, err := charter.Read(charter.Source{Name: "rupsha.txt", Bytes: text})
	if err != nil {
		t.Fatal(err)
	}
	draft := catalogue.Draft{Office: officeID, ID: "d", Charter: read, Created: now, Revision: 1}
	if err := r.store.Add(t.Context(), draft); err != nil {
		t.Fatal(err)
	}
	press := catalogue.Press{Drafts: r.store, Printer: r.store, Now: func() time.Time { return now.AddDate(0, 0, -1) }}
	if _, err := press.Publish(t.Context(), catalogue.Order{Office: officeID, Draft: "d"}); err != nil {
		t.Fatal(err)
	}
}

func (r *rig) shows(t *testing.T, path string, status int, words ...string) string {
	t.Helper()
	w := httptest.NewRecorder()
	r.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	body := w.Body.String()
	if w.Code != status {
		t.Fatalf("%s: status %d, want %d: %.500s", path, w.Code, status, body)
	}
	if status == http.StatusSeeOther {
		return w.Header().Get("Location")
	}
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("%s: %q is missing", path, word)
		}
	}
	sitetest.Page(t, body)
	return body
}

func TestFront(t *testing.T) {
	r := newRig(t)
	t.Run("an installation without any charter", func(t *testing.T) {
		r.shows(t, "/", 200, "এখনো কোনো কার্যালয়ের চার্টার প্রকাশিত হয়নি", "/signin")
		r.shows(t, "/en", 200, "No office has published its charter yet")
	})
	r.publish(t, "rupsha")
	t.Run("the only office opens", func(t *testing.T) {
		if to := r.shows(t, "/", http.StatusSeeOther); to != "/rupsha" {
			t.Errorf("leads to %s", to)
		}
		if to := r.shows(t, "/en", http.StatusSeeOther); to != "/en/rupsha" {
			t.Errorf("leads to %s", to)
		}
	})
	r.publish(t, "dumuria")
	t.Run("several offices are listed, those without a charter are not", func(t *testing.T) {
		body := r.shows(t, "/", 200, "রূপসা আইসিটি কার্যালয়", "ডুমুরিয়া আইসিটি কার্যালয়")
		if strings.Contains(body, "অধিদপ্তর") {
			t.Error("an office without a charter is listed")
		}
	})
	t.Run("another spelling finds the office", func(t *testing.T) {
		if body := r.shows(t, "/?q=রুপসা", 200, "রূপসা আইসিটি কার্যালয়"); strings.Contains(body, "ডুমুরিয়া") {
			t.Error("the other office is listed too")
		}
		r.shows(t, "/en?q=dumuria", 200, "Dumuria ICT office")
	})
	t.Run("nothing of that name", func(t *testing.T) {
		r.shows(t, "/?q=কক্সবাজার", 200, "এই নামে কোনো কার্যালয় পাওয়া যায়নি")
	})
}

func TestHome(t *testing.T) {
	r := newRig(t)
	t.Run("an office without a charter can still be called", func(t *testing.T) {
		r.shows(t, "/rupsha", 200, "এই কার্যালয়ের চার্টার এখনো প্রকাশিত হয়নি", "tel:&#43;880255039757")
		r.shows(t, "/en/rupsha", 200, "This office has not published its charter yet")
	})
	r.publish(t, "rupsha")
	t.Run("search, status, groups, contact, next holiday", func(t *testing.T) {
		body := r.shows(t, "/rupsha", 200, "কী সেবা দরকার?", `action="/rupsha/search"`, `action="/rupsha/track"`, "সব ৬টি দেখুন", "সব ১১টি দেখুন", "সব ৫টি দেখুন",
			"উপজেলা পরিষদ ভবন", "রবি–বৃহস্পতি", "আজ খোলা", "বিজয় দিবস")
		if strings.Contains(body, "আমরা কথা রাখছি") {
			t.Error("a record stands there without figures")
		}
		r.shows(t, "/en/rupsha", 200, "Which service do you need?", "See all 11", "Open today until", "Victory Day")
	})
	t.Run("the record of the quarter, the services used most first", func(t *testing.T) {
		r := newRig(t)
		r.publish(t, "rupsha")
		r.pages.Records = func(context.Context, string) (map[string]catalogue.Record, error) {
			since := workday.Date{Year: 2026, Month: 10, Day: 1}
			return map[string]catalogue.Record{
				"citizen-5":       {Received: 70, Delivered: 62, InTime: 61, Late: 1, Since: since},
				"institutional-6": {Received: 60, Delivered: 55, InTime: 52, Late: 3, Since: since},
			}, nil
		}
		r.route()
		r.shows(t, "/rupsha", 200, "১১৭টির ১১৩টি", "সময়মতো (৯৬%)", "৬২টির ৬১টি", "১ অক্টোবর ২০২৬")
		r.shows(t, "/en/rupsha", 200, "113 of 117", "(96%)")
	})
}

func TestSearch(t *testing.T) {
	r := newRig(t)
	r.shows(t, "/rupsha/search?q=ল্যাব", 404, "চার্টার এখনো প্রকাশিত হয়নি")
	r.publish(t, "rupsha")
	r.shows(t, "/rupsha/search?q=ফেসবুক+হ্যাক", 200, "সাইবার নিরাপত্তা পরামর্শ", "<mark>ফেসবুক</mark>", "/rupsha/services/citizen-5-cyber-security-advice")
	r.shows(t, "/rupsha/search?q=prosikkhon", 200, "<mark>প্রশিক্ষণ</mark>")
	r.shows(t, "/en/rupsha/search?q=cyber+security", 200, "<mark>Cyber</mark>-<mark>security</mark> advice")
	r.shows(t, "/rupsha/search?q=পাসপোর্ট", 200, "কিছু পাওয়া যায়নি", "tel:", "mailto:rupsha@example.gov.bd", "/rupsha/groups/institutional")
	r.shows(t, "/en/rupsha/search?q=passport", 200, "Nothing found", "Write to us")
	r.shows(t, "/rupsha/search", 200, "কী সেবা দরকার, লিখুন।")
	t.Run("a query of many letters and marks", func(t *testing.T) {
		r.shows(t, "/rupsha/search?q="+strings.Repeat("ক", 3000), 200)
		r.shows(t, "/rupsha/search?q=%3Cscript%3E%22%27%26%00%ff", 200)
	})
}
