package letterweb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/letter/letterdb"
	"dorgora/internal/letter/letterweb"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
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

// house is the office of Rupsha with its head Karim and an officer, Rina, in whose
// browser one person works.
type house struct {
	*testing.T
	db      *sqldb.DB
	offices *officedb.Store
	store   letterdb.Store
	server  *httptest.Server
	who     access.Identity
	now     time.Time
	asked   []casework.Submission
	pages   letterweb.Pages
}

const sealed = "48210935724"

// Known knows two cases, of which one is sealed.
func (h *house) Known(_ context.Context, _, number string) (bool, error) {
	if number != "48210935716" && number != sealed {
		return false, fault.New(fault.NotFound, "record.missing")
	}
	return number != sealed, nil
}

// Submit notes what was submitted.
func (h *house) Submit(_ context.Context, s casework.Submission) (string, error) {
	if _, err := s.Application.Check(); err != nil {
		return "", err
	}
	h.asked = append(h.asked, s)
	return "48210935716", nil
}

// Figures gives some.
func (h *house) Figures(context.Context, string, time.Time) (map[string]string, error) {
	return map[string]string{"month": "নভেম্বর ২০২৬", "as_of": "২৫ নভেম্বর ২০২৬", "received_this_month": "১২", "served_this_month": "৯", "in_time": "৮",
		"late": "১", "open": "৩", "overdue": "০", "letters_received": "৪", "letters_sent": "২"}, nil
}

// At offers one service.
func (h *house) At(context.Context, string, time.Time) (*catalogue.Offer, error) {
	return catalogue.NewOffer(catalogue.Version{}, []catalogue.Service{{Key: "citizen-1", Slug: "information", Short: "আইসিটি অধিদপ্তরের তথ্য"}}), nil
}

func newHouse(t *testing.T) *house {
	h := &house{T: t, now: time.Date(2026, 11, 25, 10, 0, 0, 0, workday.Dhaka)}
	h.db = sqldbtest.Open(t, filepath.Join(t.TempDir(), "house.db"), migrations.Files)
	h.offices, h.store = officedb.New(h.db), letterdb.Store{DB: h.db}
	change, err := office.Chart{}.Found(office.Office{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Name: "রূপসা আইসিটি কার্যালয়",
		Place: "উপজেলা কার্যালয়, রূপসা, খুলনা", Phone: "+880255039757", Mail: "doictrupsha@gmail.com", Region: "khulna"},
		office.Post{ID: "rupsha-head", Title: "সহকারী প্রোগ্রামার"}, h.now.AddDate(-1, 0, 0))
	h.ok(err)
	h.ok(h.offices.Apply(t.Context(), change))
	chart := h.chart()
	desk, err := chart.NewPost(office.Post{Office: "rupsha", ID: "rupsha-desk", Title: "অফিস সহকারী", Role: office.Officer})
	h.ok(err)
	h.ok(h.offices.Apply(t.Context(), desk))
	h.hire("karim", "তাসনিম আরা", "rupsha-head")
	h.hire("rina", "রিনা খাতুন", "rupsha-desk")
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

func (h *house) chart() office.Chart {
	c, err := h.offices.Chart(h.Context(), "rupsha")
	h.ok(err)
	return c
}

func (h *house) hire(id, name, post string) {
	c := h.chart()
	person, err := c.NewPerson(office.Person{ID: id, Name: name, Mail: id + "@doict.gov.bd"})
	h.ok(err)
	seat, err := c.With(person).Assign(office.Assignment{Office: "rupsha", ID: "a-" + id, Post: post, Person: id,
		Tenure: office.Substantive, From: h.now.AddDate(0, -6, 0)}, false, h.now)
	h.ok(err)
	h.ok(h.offices.Apply(h.Context(), person.And(seat)))
}

// enter lets a person work in the browser.
func (h *house) enter(person string) {
	p, posts, err := h.offices.Sits(h.Context(), person, h.now)
	h.ok(err)
	h.who = access.Identity{Person: p.ID, Name: p.Name, Office: p.Office, Seats: access.SeatsOf(posts)}
}

func (h *house) serve() {
	texts, err := message.New(site.Texts, number.Texts, accessweb.Texts, document.Texts, caseworkweb.Texts, letterweb.Texts)
	h.ok(err)
	templates, err := site.Parse(letterweb.Files)
	h.ok(err)
	now := func() time.Time { return h.now }
	shell, err := site.New(site.Config{Catalogue: texts, Templates: []site.Templates{templates}, Now: now, Logger: slog.New(slog.DiscardHandler),
		Furnish: func(r *http.Request, page *site.Page) {
			o := office.From(r.Context())
			page.Office, page.SignedIn = site.Office{Name: o.Name, Slug: o.Slug}, access.From(r.Context()).Name
		}})
	h.ok(err)
	files, err := blob.Open(filepath.Join(h.TempDir(), "files"))
	h.ok(err)
	h.Cleanup(func() { _ = files.Close() })
	desk := letter.Desk{Store: h.store, Papers: h.store, Offices: h.offices, Cases: h, Now: now, Random: rand.Reader}
	pages := letterweb.Pages{Site: shell, Desk: desk, Shelves: h.store, Papers: h.store, Figures: h, Offers: h, Cases: h, Uploads: caseworkweb.NewUploads(files),
		Notices: noticedb.Store{DB: h.db}.Notice, Say: texts}
	h.pages = pages
	mux := http.NewServeMux()
	for pattern, serve := range routes(pages) {
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

func routes(p letterweb.Pages) map[string]http.HandlerFunc {
	at := map[string]http.HandlerFunc{
		"GET letters": p.Diary, "POST letters": p.Enter, "GET letters/new": p.New, "GET letters/book": p.DiaryBook, "GET letters/book.pdf": p.DiaryPDF, "GET outgoing/book.pdf": p.DispatchPDF, "GET outgoing/{outgoing}/letter.pdf": p.LetterPDF, "GET letters/settings": p.Settings,
		"POST letters/settings": p.SaveSettings, "GET letters/templates": p.Templates, "POST letters/templates": p.SaveTemplate,
		"GET letters/{entry}": p.Letter, "GET letters/{entry}/scans/{scan}": p.Scan, "POST letters/{entry}/mark": p.Mark,
		"POST letters/{entry}/decision": p.Decide, "POST letters/{entry}/case": p.Tie, "POST letters/{entry}/void": p.Annul,
		"GET outgoing": p.Outgoing, "POST outgoing": p.WriteDraft, "GET outgoing/new": p.NewDraft, "GET outgoing/book": p.DispatchBook,
		"GET outgoing/{outgoing}": p.Show, "POST outgoing/{outgoing}": p.RewriteDraft, "GET outgoing/{outgoing}/change": p.EditDraft,
		"GET outgoing/{outgoing}/sheet": p.Print, "GET outgoing/{outgoing}/scans/{scan}": p.ProofScan, "POST outgoing/{outgoing}/approval": p.Approve,
		"POST outgoing/{outgoing}/dispatch": p.Dispatch, "POST outgoing/{outgoing}/mail": p.Post, "POST outgoing/{outgoing}/cancellation": p.Cancel,
		"GET folders": p.Folders, "POST folders": p.OpenFolder, "GET folders/{folder}": p.Folder, "POST folders/{folder}/closing": p.CloseFolder,
	}
	all := map[string]http.HandlerFunc{}
	for pattern, serve := range at {
		method, path, _ := strings.Cut(pattern, " ")
		all[method+" /{office}/desk/"+path] = serve
	}
	return all
}

type answer struct {
	status         int
	body, location string
}

// do sends a form with its fields, and with a scan when there is a field of that name.
func (h *house) do(method, path string, pairs ...string) answer {
	h.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == "scan" {
			part, err := form.CreateFormFile("scan", "scan.txt")
			h.ok(err)
			_, err = io.WriteString(part, pairs[i+1])
			h.ok(err)
			continue
		}
		h.ok(form.WriteField(pairs[i], pairs[i+1]))
	}
	h.ok(form.Close())
	request, err := http.NewRequestWithContext(h.Context(), method, h.server.URL+path, &body)
	h.ok(err)
	request.Header.Set("Content-Type", form.FormDataContentType())
	response, err := http.DefaultTransport.RoundTrip(request)
	h.ok(err)
	defer response.Body.Close()
	content, err := io.ReadAll(response.Body)
	h.ok(err)
	return answer{response.StatusCode, string(content), response.Header.Get("Location")}
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
			h.Errorf("the page does not say %q: %s", text, body)
		}
	}
}

// leads posts a form and returns where it leads, without what it says there.
func (h *house) leads(path string, pairs ...string) string {
	h.Helper()
	a := h.do(http.MethodPost, path, pairs...)
	if a.status != http.StatusSeeOther {
		h.Fatalf("%s: status %d, want a redirect: %s", path, a.status, a.body)
	}
	to, _, _ := strings.Cut(a.location, "?")
	return to
}

// refuses posts a form that is refused with the status.
func (h *house) refuses(status int, path string, pairs ...string) string {
	h.Helper()
	a := h.do(http.MethodPost, path, pairs...)
	if a.status != status {
		h.Fatalf("%s: status %d, want %d: %s", path, a.status, status, a.body)
	}
	if !strings.Contains(a.body, "{") { // places of a template that somebody typed look like a text without its value
		sitetest.Page(h, a.body)
	}
	return a.body
}

var hiddenRevision = regexp.MustCompile(`name="revision" value="(\d+)"`)

// revision is that which the page shows.
func (h *house) revision(path string) string {
	h.Helper()
	found := hiddenRevision.FindStringSubmatch(h.shows(path))
	if found == nil {
		h.Fatal("no revision on the page")
	}
	return found[1]
}

// posted puts a notice into the outbox that waits for a letter.
func (h *house) posted(number string) string {
	n := notice.Notice{Office: "rupsha", ID: "n" + number, Subject: "case/" + number, To: notice.Applicant, Channel: notice.Post,
		Address: "রহিমা খাতুন, নৈহাটি, রূপসা", Lang: "bn", Key: "letter.notice.one", Args: []string{"number", number, "due", "2026-11-26T06:00:00Z"},
		At: h.now, Leaves: h.now, Status: notice.Waiting}
	h.ok(h.db.InTx(h.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return noticedb.Enqueue(ctx, tx, []notice.Notice{n}) }))
	return n.ID
}
