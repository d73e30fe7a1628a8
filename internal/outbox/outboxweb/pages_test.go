package outboxweb_test

import (
	"context"
	"encoding/binary"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/outbox/outboxweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

var monday = time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka)

// room is the Rupsha office, into which one person at a time comes.
type room struct {
	*testing.T
	who   access.Identity
	store noticedb.Store
	cases caseworkdb.Store
	door  http.Handler
}

// Chart implements outboxweb.Charts.
func (m *room) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices: []office.Office{{ID: "rupsha", Slug: "rupsha", Parent: "khulna", Name: "রূপসা কার্যালয়", NameEn: "Rupsha office"}, {ID: "khulna", Slug: "khulna", Name: "খুলনা কার্যালয়", NameEn: "Khulna office"}},
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Role: office.Head}, {Office: "rupsha", ID: "clerk", Superior: "head", Role: office.Officer},
			{Office: "rupsha", ID: "other", Superior: "head", Role: office.Officer},
		},
		People: []office.Person{{Office: "rupsha", ID: "tasnim"}, {Office: "rupsha", ID: "karim"}, {Office: "rupsha", ID: "najma"}},
		Assignments: []office.Assignment{
			{Office: "rupsha", ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive},
			{Office: "rupsha", ID: "a2", Post: "clerk", Person: "karim", Tenure: office.Substantive},
			{Office: "rupsha", ID: "a3", Post: "other", Person: "najma", Tenure: office.Substantive},
		},
	}, nil
}

var (
	head  = access.Identity{Person: "tasnim", Name: "তাসনিম আরা", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}
	clerk = access.Identity{Person: "karim", Name: "মো. করিম", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: office.Officer}}}
	other = access.Identity{Person: "najma", Name: "নাজমা", Seats: []access.Seat{{Office: "rupsha", Post: "other", Role: office.Officer}}}
)

func newRoom(t *testing.T) *room {
	t.Helper()
	texts, err := message.New(site.Texts, caseworkweb.Texts, outboxweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(outboxweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	m := &room{T: t, who: head}
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "room.db"), migrations.Files)
	m.store, m.cases = noticedb.Store{DB: db}, caseworkdb.Store{DB: db}
	clock := func() time.Time { return monday }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := outboxweb.Pages{Site: shell, Notices: m.store, Wordings: m.store, Cases: m.cases, Charts: m, Say: texts, Now: clock}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/outbox/trouble": p.Trouble, "GET /{office}/desk/outbox/notices/{notice}": p.Notice,
		"POST /{office}/desk/outbox/notices/{notice}/ruling": p.Rule, "GET /{office}/desk/wordings": p.List,
		"GET /{office}/desk/wordings/{wording}": p.Wording, "POST /{office}/desk/wordings/{wording}": p.Set,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), m.who), office.Office{ID: r.PathValue("office"), Slug: r.PathValue("office")})
			serve(rw, r.WithContext(ctx))
		})
	}
	m.door = shell.Wrap(mux)
	return m
}

// receive takes a case in and lets its receipt fail.
func (m *room) receive(n uint64, fate notice.Status, change func(*casework.Receipt)) (id string) {
	m.Helper()
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], n)
	receipt := casework.Receipt{
		Office: "rupsha", Number: number.Tracking(raw), Service: casework.ServiceRef{Key: "citizen-2", Version: 1, Name: "আইসিটি পরামর্শ"},
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 5}, Channel: charter.Web, Post: "clerk",
		Application: casework.Application{
			For: casework.Self, Name: "রহিমা খাতুন", Mobile: "01711000001", Union: "নৈহাটি", Need: "প্রিন্টার চলছে না", Hear: casework.BySMS, Lang: "bn",
		},
	}
	change(&receipt)
	salt := fmt.Sprintf("%032d", n)
	made, err := casework.Receive(receipt, casework.Stamp{Now: monday.UTC(), Salt: salt, Book: casework.Handbook{Calendar: workday.Bangladesh("khulna")}})
	if err == nil {
		_, err = m.cases.Submit(m.Context(), casework.Key{Value: "key-" + salt, Content: "c"}, made)
	}
	m.ok(err)
	id = salt + "-applicant"
	said, err := m.store.Notice(m.Context(), "rupsha", id)
	m.ok(err)
	d := notice.Delivery{Office: "rupsha", Notice: id, Try: 1, Keeper: "khulna", Gateway: "kannel", Address: said.Address, Words: said.Text(textsOf(m.T)), Began: monday}
	if _, err = m.store.Begin(m.Context(), said, d, monday.Add(time.Minute)); err == nil {
		d.Fate, d.Ended, d.Detail = fate, monday, "HTTP 403 no such number"
		err = m.store.End(m.Context(), d, monday)
	}
	m.ok(err)
	return id
}

func textsOf(t *testing.T) message.Catalogue {
	t.Helper()
	texts, err := message.New(site.Texts, caseworkweb.Texts, outboxweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	return texts
}

func (m *room) ok(err error) {
	m.Helper()
	if err != nil {
		m.Fatal(err)
	}
}

// ask sends a request and checks the answer and, when it is a page, its soundness.
func (m *room) ask(method, path string, form url.Values, status int) (body, to string) {
	m.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer := httptest.NewRecorder()
	m.door.ServeHTTP(answer, r)
	if answer.Code != status {
		m.Fatalf("%s %s answers %d, want %d: %.900s", method, path, answer.Code, status, answer.Body)
	}
	if body = answer.Body.String(); strings.Contains(body, "<html") {
		sitetest.Page(m, body)
	}
	return body, answer.Header().Get("Location")
}

func (m *room) sees(path string, words ...string) string {
	m.Helper()
	body, _ := m.ask("GET", path, nil, 200)
	for _, word := range words {
		if !strings.Contains(body, word) {
			m.Errorf("%s: %q is missing", path, word)
		}
	}
	return body
}

var formKey = regexp.MustCompile(`name="form-key" value="([0-9a-f]{32})"`)

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(outboxweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"outbox-trouble": outboxweb.TroublePage{}, "outbox-notice": outboxweb.NoticePage{},
		"outbox-wordings": outboxweb.WordingsPage{}, "outbox-wording": outboxweb.WordingPage{},
	})
	if err != nil {
		t.Error(err)
	}
}

func TestTrouble(t *testing.T) {
	m := newRoom(t)
	m.sees("/rupsha/desk/outbox/trouble", "সব বার্তা ঠিকমতো গেছে")
	failed := m.receive(1, notice.Failed, func(r *casework.Receipt) { r.Application.Address = "নৈহাটি, রূপসা" })
	m.receive(2, notice.Sent, func(*casework.Receipt) {})
	body := m.sees("/rupsha/desk/outbox/trouble", "পৌঁছায়নি", failed)
	if strings.Count(body, `class="req"`) != 1 {
		t.Error("what was sent stands in the list too")
	}
	page := "/rupsha/desk/outbox/notices/" + failed
	body = m.sees(page, "HTTP 403 no such number", "আবার পাঠান", "ফোন করে জানান", "চিঠি লিখুন", "এভাবেই রাখুন")
	m.sees("/en"+page, "Did not arrive", "Send again")
	form := url.Values{"form-key": {formKey.FindStringSubmatch(body)[1]}, "what": {"call"}}
	for range 2 { // sent twice it acts once
		if _, to := m.ask("POST", page+"/ruling", form, 303); to != "/rupsha/desk/outbox/trouble?said=another" {
			t.Errorf("it leads to %s", to)
		}
	}
	m.sees(page, "বার্তাটি অন্য পথে যাবে।", "তাসনিম আরা", "এই বার্তার জন্য কিছু করার নেই")
	calls, err := m.store.Waiting(t.Context(), "rupsha", notice.Call, monday, 10)
	m.ok(err)
	if len(calls) != 1 || calls[0].Address != "+8801711000001" {
		t.Errorf("to be called: %+v", calls)
	}
	form.Set("form-key", strings.Repeat("1", 32))
	m.ask("POST", page+"/ruling", form, 409)
	m.sees("/rupsha/desk/outbox/trouble", "সব বার্তা ঠিকমতো গেছে")
	m.ask("GET", "/dighalia/desk/outbox/notices/"+failed, nil, 404)
}

func TestTroubleLeftAsItIs(t *testing.T) {
	m := newRoom(t)
	id := m.receive(1, notice.Uncertain, func(*casework.Receipt) {})
	body := m.sees("/rupsha/desk/outbox/notices/"+id, "দুবার পৌঁছাতে পারে")
	key := formKey.FindStringSubmatch(body)[1]
	m.ask("POST", "/rupsha/desk/outbox/notices/"+id+"/ruling", url.Values{"form-key": {key}, "what": {"left"}}, 303)
	m.sees("/rupsha/desk/outbox/trouble?said=left", "সব বার্তা ঠিকমতো গেছে", "বার্তাটি এভাবেই রাখা হলো")
}

func TestTroubleOfSealedCases(t *testing.T) {
	m := newRoom(t)
	id := m.receive(1, notice.Failed, func(r *casework.Receipt) { r.Kind.Sealed = true })
	for who, status := range map[*access.Identity]int{&head: 200, &clerk: 200, &other: 404} {
		m.who = *who
		m.ask("GET", "/rupsha/desk/outbox/notices/"+id, nil, status)
		body, _ := m.ask("GET", "/rupsha/desk/outbox/trouble", nil, 200)
		if strings.Contains(body, id) != (status == 200) {
			t.Errorf("%s sees it in the list: %v", who.Name, strings.Contains(body, id))
		}
	}
}

func TestWordings(t *testing.T) {
	m := newRoom(t)
	key := "casework.notice.received"
	m.ok(m.store.SetWording(t.Context(), notice.Wording{Office: "khulna", Key: key, From: monday.AddDate(0, 0, -1), Bn: "খুলনা: {number}, {due}।", En: "Khulna: {number}, {due}.", Name: "জেলা", Set: monday}))
	m.sees("/rupsha/desk/wordings", "খুলনা: ৪৮২১০৯৩৫৭১৬, ৩০ সেপ্টেম্বর ২০২৭।", "সফটওয়্যারের ভাষ্য")
	page := "/rupsha/desk/wordings/" + key
	m.sees(page, "খুলনা কার্যালয়", "«due»", "সেবার শেষ তারিখ", "এসএমএসে ধরে")
	typed := url.Values{"bn": {"আবেদন «number» রূপসায় এসেছে, তারিখ {due}।"}, "en": {"Request {number} is in Rupsha, by {due}."}}
	m.sees(page+"?"+typed.Encode(), "আবেদন ৪৮২১০৯৩৫৭১৬ রূপসায় এসেছে, তারিখ ৩০ সেপ্টেম্বর ২০২৭।", "১টি এসএমএস")

	form := url.Values{"form-key": {strings.Repeat("2", 32)}, "bn": {"আবেদন «number» এসেছে।"}, "en": typed["en"]}
	body, _ := m.ask("POST", page, form, 422)
	if !strings.Contains(body, "«due» বার্তায় রাখুন") || !strings.Contains(body, "আবেদন «number» এসেছে।") {
		t.Error("the mistake is not named, or what was typed is lost")
	}
	form.Set("bn", typed.Get("bn"))
	m.ask("POST", page, form, 303)
	m.sees(page+"?said=set", "এই কার্যালয়ের ভাষ্য", "নতুন ভাষ্য রাখা হলো", "রূপসায় এসেছে")
	m.ask("POST", page, url.Values{"form-key": {strings.Repeat("3", 32)}, "back": {"1"}}, 303)
	m.sees(page+"?said=back", "খুলনা: «number», «due»।")
	m.ask("POST", "/rupsha/desk/wordings/nothing.notice.here", form, 404)
	m.ask("GET", "/rupsha/desk/wordings/site.button", nil, 404)
	m.who = clerk
	if body := m.sees(page, "প্রধান এই ভাষ্য বদলাতে পারেন"); strings.Contains(body, "<textarea") {
		t.Error("a clerk is offered the form")
	}
}

// Every notice of the program, at its longest, fits into what a message may take.
func TestNoticesFit(t *testing.T) {
	texts, n := textsOf(t), 0
	for _, key := range texts.Keys() {
		if !strings.HasPrefix(key, "casework.notice.") {
			continue
		}
		n++
		w := notice.Wording{Key: key, From: monday, Bn: texts.Text(message.Bn, key), En: texts.Text(message.En, key)}
		if _, err := w.Check(texts, monday); err != nil {
			t.Errorf("%s: %v", key, err)
		}
	}
	if n < 20 {
		t.Errorf("only %d notices were looked at", n)
	}
}
