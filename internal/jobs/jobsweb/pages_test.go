package jobsweb_test

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/jobs"
	"dorgora/internal/jobs/jobsweb"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

func TestTemplates(t *testing.T) {
	templates, err := jobsweb.Templates()
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{"jobs": jobsweb.ListPage{}, "job": jobsweb.JobPage{}})
	if err != nil {
		t.Error(err)
	}
}

// house is an installation whose jobs fail, looked at by a steward.
type house struct {
	*testing.T
	db     *sqldb.DB
	runner *jobs.Runner
	now    time.Time
	pages  http.Handler
	woken  int
}

type offices struct{}

func (offices) Chain(_ context.Context, id string) ([]office.Office, error) {
	return []office.Office{{ID: id, Name: "রূপসা আইসিটি কার্যালয়", NameEn: "Rupsha ICT Office"}}, nil
}

func engines(t *testing.T, check func(h *house)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		h := &house{T: t, db: db, now: time.Date(2026, 11, 24, 4, 0, 0, 0, time.UTC)}
		clock := func() time.Time { return h.now }
		h.runner = &jobs.Runner{
			Queue: jobs.Queue{DB: db, Now: clock, Random: rand.Reader}, Node: "node", Logger: slog.New(slog.DiscardHandler),
			Kinds:     []jobs.Kind{{Name: "letter", Do: func(context.Context, jobs.Work) error { return errors.New("no paper <left>") }}},
			Schedules: []jobs.Schedule{{Name: "sweep", Next: jobs.Every(time.Hour), Do: func(context.Context) error { return nil }}},
		}
		h.serve(clock)
		check(h)
	})
}

func (h *house) ok(err error) {
	h.Helper()
	if err != nil {
		h.Fatal(err)
	}
}

func (h *house) serve(clock func() time.Time) {
	own := message.Set{Name: "test", Bn: "test.letter = চিঠি লেখা", En: "test.letter = Writing letters"}
	texts, err := message.New(site.Texts, jobsweb.Texts, own)
	h.ok(err)
	templates, err := jobsweb.Templates()
	h.ok(err)
	shell, err := site.New(site.Config{Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.DiscardHandler)})
	h.ok(err)
	pages := jobsweb.Pages{Site: shell, Queue: h.runner.Queue, Offices: offices{}, Names: map[string]string{"letter": "test.letter"},
		Wake: func() { h.woken++ }}
	routes := http.NewServeMux()
	routes.HandleFunc("GET /jobs", pages.List)
	routes.HandleFunc("GET /jobs/{job}", pages.Job)
	routes.HandleFunc("POST /jobs/{job}/retry", pages.Retry)
	routes.HandleFunc("POST /jobs/{job}/removal", pages.Discard)
	h.pages = shell.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := access.Identity{Person: "p1", Name: "জালাল উদ্দিন"}
		routes.ServeHTTP(w, r.WithContext(access.With(r.Context(), who)))
	}))
}

func (h *house) ask(key string, at time.Time) {
	h.Helper()
	h.ok(h.db.InTx(h.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		return jobs.Enqueue(ctx, tx, jobs.Job{Office: "rupsha", Kind: "letter", Key: key, Args: []int{7}, Asked: h.now, RunAt: at})
	}))
}

// exhaust lets the job of a key fail until it is dead, and returns its ID.
func (h *house) exhaust(key string) string {
	h.Helper()
	h.ask(key, h.now)
	for range 10 {
		_, _ = h.runner.Drain(h.Context(), "letter", "") // it fails: that is the point
		h.now = h.now.Add(2 * time.Hour)
	}
	dead, err := h.runner.List(h.Context(), jobs.Dead, jobs.Place{}, 1)
	h.ok(err)
	if len(dead) != 1 || dead[0].Key != key {
		h.Fatalf("dead: %+v", dead)
	}
	return dead[0].ID
}

func (h *house) do(method, path string) *httptest.ResponseRecorder {
	h.Helper()
	out := httptest.NewRecorder()
	h.pages.ServeHTTP(out, httptest.NewRequestWithContext(h.Context(), method, path, nil))
	return out
}

// shows fails unless the page is sound and holds every text.
func (h *house) shows(path string, texts ...string) string {
	h.Helper()
	answer := h.do(http.MethodGet, path)
	body := answer.Body.String()
	if answer.Code != http.StatusOK || answer.Header().Get("Cache-Control") != "private, no-store" {
		h.Fatalf("%s: %d %s", path, answer.Code, body)
	}
	sitetest.Page(h, body)
	for _, text := range texts {
		if !strings.Contains(body, text) {
			h.Errorf("%s does not say %q: %s", path, text, body)
		}
	}
	return body
}

func TestListWhenThereIsNothing(t *testing.T) {
	engines(t, func(h *house) {
		for path, texts := range map[string][]string{
			"/jobs":                   {"কোনো কাজ আটকে নেই", "স্বয়ংক্রিয় কাজ"},
			"/en/jobs":                {"No job is stuck", "Automatic jobs"},
			"/en/jobs?status=running": {"No job runs at this moment"},
			"/jobs?status=running":    {"এখন কোনো কাজ চলছে না"},
			"/en/jobs?status=waiting": {"No job waits"},
			"/jobs?status=nonsense":   {"কোনো কাজ আটকে নেই"},
		} {
			h.shows(path, texts...)
		}
	})
}

func TestAStuckJobIsSetGoingAgain(t *testing.T) {
	engines(t, func(h *house) {
		id := h.exhaust("a")
		h.shows("/jobs", "চিঠি লেখা", "আটকে গেছে", "রূপসা আইসিটি কার্যালয়", "no paper &lt;left&gt;", "১০ বার চেষ্টার পর")
		h.shows("/en/jobs", "Writing letters", "Rupsha ICT Office", "after 10 tries")
		h.shows("/jobs/"+id, "আবার চালান", "বাদ দিন", "letter a", "[7]")
		h.shows("/en/jobs/"+id, "Set going again", "Discard", "Failures")
		answer := h.do(http.MethodPost, "/en/jobs/"+id+"/retry")
		if to := answer.Header().Get("Location"); answer.Code != http.StatusSeeOther || to != "/en/jobs?status=dead&said=retried" {
			h.Fatalf("%d to %q", answer.Code, to)
		}
		if h.woken != 1 {
			h.Error("nobody was told to begin")
		}
		h.shows("/en/jobs?status=dead&said=retried", "The job will begin again", "Set going again: Writing letters", "জালাল উদ্দিন")
		h.shows("/jobs?status=waiting", "চিঠি লেখা", "এ শুরু হবে")
		h.shows("/jobs/"+id, "আপনার কিছু করার নেই")
		if again := h.do(http.MethodPost, "/jobs/"+id+"/retry"); again.Code != http.StatusConflict {
			h.Errorf("a second press is answered with %d", again.Code)
		}
	})
}

func TestAStuckJobIsDiscarded(t *testing.T) {
	engines(t, func(h *house) {
		id := h.exhaust("a")
		h.do(http.MethodPost, "/jobs/"+id+"/removal")
		h.shows("/jobs?status=dead&said=discarded", "কাজটি বাদ দেওয়া হয়েছে", "কোনো কাজ আটকে নেই", "বাদ দেওয়া হয়েছে: চিঠি লেখা", "জালাল উদ্দিন")
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			path := "/jobs/" + id
			if method == http.MethodPost {
				path += "/removal"
			}
			if answer := h.do(method, path); answer.Code != http.StatusNotFound {
				h.Errorf("%s of a job that is gone is answered with %d", method, answer.Code)
			}
		}
	})
}

func TestListTurnsPages(t *testing.T) {
	engines(t, func(h *house) {
		for n := range 60 {
			h.ask(fmt.Sprint(n), h.now.Add(time.Duration(n/4)*time.Hour))
		}
		seen, path := map[string]bool{}, "/en/jobs?status=waiting"
		link, after := regexp.MustCompile(`href="/en/jobs/(\w+)"`), regexp.MustCompile(`rel="next" href="([^"]+)"`)
		for pages := 1; ; pages++ {
			body := h.shows(path)
			for _, found := range link.FindAllStringSubmatch(body, -1) {
				seen[found[1]] = true
			}
			next := after.FindStringSubmatch(body)
			if next == nil {
				if pages != 3 || len(seen) != 60 {
					h.Errorf("%d pages show %d jobs", pages, len(seen))
				}
				break
			}
			path = strings.ReplaceAll(next[1], "&amp;", "&")
		}
		h.shows("/en/jobs?status=waiting&after=nonsense", "Begins on")
	})
}

func TestSchedulesAreNamedByThemselves(t *testing.T) {
	engines(t, func(h *house) {
		_, err := h.runner.Drain(h.Context(), "", "")
		h.ok(err)
		h.shows("/en/jobs?status=waiting", "sweep", "The whole installation")
	})
}
