package app

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"dorgora/internal/jobs"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// holiday announces a day closed in an office.
func (w *world) holiday(t *testing.T, officeID, id string, day workday.Date) {
	t.Helper()
	chart := must(w.Offices.Chart(t.Context(), officeID))(t)
	calendar := must(w.Offices.Calendar(t.Context(), officeID))(t)
	change := must(chart.Announce(office.Announcement{ID: id, Day: workday.Day{
		Date: day, Kind: workday.Local, Name: "হঠাৎ ছুটি", Source: "২", Notified: workday.DateOf(today),
	}}, calendar, today))(t)
	check(t, w.Offices.Apply(t.Context(), change))
}

// due is the promised moment of an office's case.
func (w *world) due(t *testing.T, officeID, number string) time.Time {
	t.Helper()
	return must(w.Cases.Case(t.Context(), officeID, number))(t).Due
}

func TestAHolidayMovesPromisesThroughItsJob(t *testing.T) {
	w := newWorld(t)
	check(t, w.Recount(t.Context(), "")) // what filling the world asked for
	before := map[string]time.Time{FirstOffice: w.due(t, FirstOffice, w.rupsha["number"]), "other": w.due(t, "other", w.other["number"])}
	if before[FirstOffice].IsZero() {
		t.Fatal("the case of this test has no promised moment")
	}
	w.holiday(t, "doict-khulna", "sudden", workday.Date{Year: 2026, Month: 11, Day: 25})
	// The program may end here: the job was written with the holiday.
	waiting := must(w.Jobs.List(t.Context(), jobs.Waiting, jobs.Place{}, 10))(t)
	if len(waiting) != 1 || waiting[0].Office != "doict-khulna" || waiting[0].Kind != recountKind {
		t.Fatalf("what waits: %+v", waiting)
	}
	if w.due(t, FirstOffice, w.rupsha["number"]) != before[FirstOffice] {
		t.Error("the date moved before anybody counted")
	}
	check(t, w.announced(t.Context(), "doict-khulna"))
	check(t, w.Recount(t.Context(), ""))
	for officeID, number := range map[string]string{FirstOffice: w.rupsha["number"], "other": w.other["number"]} {
		if now := w.due(t, officeID, number); !now.After(before[officeID]) {
			t.Errorf("%s: promised for %v before and %v after a closed day", officeID, before[officeID], now)
		}
	}
	revision := must(w.Cases.Case(t.Context(), FirstOffice, w.rupsha["number"]))(t).Revision
	check(t, w.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		return jobs.Enqueue(ctx, tx, jobs.Job{Office: FirstOffice, Kind: recountKind, Key: "calendar", Args: recounting{}, Asked: today})
	}))
	check(t, w.Recount(t.Context(), ""))
	if again := must(w.Cases.Case(t.Context(), FirstOffice, w.rupsha["number"]))(t).Revision; again != revision {
		t.Error("a second recount changed the case")
	}
}

func TestAnotherDistrictMovesPromises(t *testing.T) {
	w := newWorld(t)
	check(t, w.Recount(t.Context(), ""))
	chart := must(w.Offices.Chart(t.Context(), FirstOffice))(t)
	described := chart.Office()
	described.Region = "bagerhat"
	check(t, w.Offices.Apply(t.Context(), must(chart.Describe(described))(t)))
	if n := must(w.Jobs.Drain(t.Context(), recountKind, FirstOffice))(t); n != 1 {
		t.Errorf("%d recounts follow a move to another district", n)
	}
	post := must(must(w.Offices.Chart(t.Context(), FirstOffice))(t).NewPost(office.Post{ID: "p9", Title: "নতুন পদ", Role: office.Officer}))(t)
	check(t, w.Offices.Apply(t.Context(), post))
	if n := must(w.Jobs.Drain(t.Context(), recountKind, FirstOffice))(t); n != 0 {
		t.Errorf("%d recounts follow a new post", n)
	}
}

func TestSchedulesOfTheProgram(t *testing.T) {
	w := newWorld(t)
	must(w.Jobs.Drain(t.Context(), "", ""))(t)
	waiting := must(w.Jobs.List(t.Context(), jobs.Waiting, jobs.Place{}, 100))(t)
	if len(waiting) != len(w.Jobs.Schedules) {
		t.Errorf("%d jobs wait, there are %d schedules", len(waiting), len(w.Jobs.Schedules))
	}
	for _, e := range waiting {
		if !e.Scheduled() || e.Fault != "" || !e.Due.After(today) {
			t.Errorf("%+v", e)
		}
		if jobNames[e.Key] == "" {
			t.Errorf("the schedule %q has no name that people read", e.Key)
		}
	}
	for _, one := range w.Jobs.Kinds {
		if jobNames[one.Name] == "" {
			t.Errorf("the job %q has no name that people read", one.Name)
		}
	}
}

func TestMetrics(t *testing.T) {
	w := newWorld(t)
	for _, path := range []string{"/rupsha", "/rupsha", "/rupsha/no-such-page", "/assets/none"} {
		w.ask(t, stranger, http.MethodGet, path, nil, nil)
	}
	must(w.Jobs.Drain(t.Context(), "", ""))(t)
	read := func(change func(*http.Request)) *http.Response {
		r := w.request(t, stranger, http.MethodGet, "/metrics", nil, nil)
		r.RemoteAddr = "127.0.0.1:40000"
		change(r)
		return w.answer(t, w.Metrics.Handler(), r)
	}
	text := body(t, read(func(*http.Request) {}))
	for _, line := range []string{
		`dorgora_requests_total{route="GET /{office}",status="200"} 2`,
		`dorgora_requests_total{route="none",status="404"} 1`,
		`dorgora_requests_total{route="GET /assets/",status="404"} 1`,
		`dorgora_request_seconds_count{route="GET /{office}"} 2`,
		`dorgora_writer_queue 0`, `dorgora_latched 0`, `dorgora_jobs{status="dead"} 0`,
		`dorgora_job_attempts_total{kind="drafts",outcome="done"} 1`,
		`dorgora_commit_seconds_bucket{le="+Inf"} `, `dorgora_acts_total `, `dorgora_jobs_behind_seconds `, `process_resident_memory_bytes `,
	} {
		if !strings.Contains(text, line) {
			t.Errorf("no %q in\n%s", line, text)
		}
	}
	for name, change := range map[string]func(*http.Request){
		"another machine":                func(r *http.Request) { r.RemoteAddr = "192.0.2.7:40000" },
		"a proxy on this machine":        func(r *http.Request) { r.Header.Set("X-Forwarded-For", "127.0.0.1") },
		"a proxy with the newer header":  func(r *http.Request) { r.Header.Set("Forwarded", "for=127.0.0.1") },
		"an address that cannot be read": func(r *http.Request) { r.RemoteAddr = "@" },
	} {
		if answer := read(change); answer.StatusCode != http.StatusNotFound {
			t.Errorf("%s gets %d", name, answer.StatusCode)
		}
	}
	if answer := w.ask(t, steward, http.MethodGet, "/metrics", nil, nil); answer.StatusCode != http.StatusNotFound {
		t.Errorf("among the pages /metrics answers %d", answer.StatusCode)
	}
}

func TestConfigMetrics(t *testing.T) {
	for address, fine := range map[string]bool{
		"": true, "127.0.0.1:9464": true, "[::1]:9464": true, "0.0.0.0:9464": false, ":9464": false, "192.0.2.1:9464": false,
		"localhost:9464": false, "9464": false,
	} {
		if err := (Config{Listen: "127.0.0.1:8080", Metrics: address}).Check(); (err == nil) != fine {
			t.Errorf("%q: %v", address, err)
		}
	}
}
