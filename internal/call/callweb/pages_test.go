package callweb_test

import (
	"context"
	"crypto/rand"
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
	"dorgora/internal/call/calldb"
	"dorgora/internal/call/callweb"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// monday is 23 November 2026, 10:42.
var monday = time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka)

// desk is the Rupsha office at its telephone; its clock stands where a test puts it.
type desk struct {
	*testing.T
	now   time.Time
	who   access.Identity
	db    *sqldb.DB
	calls calldb.Store
	cases caseworkdb.Store
	door  http.Handler
}

func (d *desk) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices: []office.Office{{ID: "rupsha", Slug: "rupsha", Parent: "khulna"}, {ID: "khulna", Slug: "khulna"}},
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Title: "সহকারী প্রোগ্রামার", Role: office.Head},
			{Office: "rupsha", ID: "clerk", Title: "অফিস সহকারী", Superior: "head", Role: office.Officer},
		},
		People: []office.Person{{Office: "rupsha", ID: "tasnim", Name: "তাসনিম আরা"}, {Office: "rupsha", ID: "salma", Name: "সালমা খাতুন"}},
		Assignments: []office.Assignment{
			{Office: "rupsha", ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive},
			{Office: "rupsha", ID: "a2", Post: "clerk", Person: "salma", Tenure: office.Substantive},
		},
	}, nil
}

func (d *desk) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna"), nil
}

var (
	clerk = access.Identity{Person: "salma", Name: "সালমা খাতুন", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: office.Officer}}}
	above = access.Identity{Person: "dc", Name: "জেলা", Seats: []access.Seat{{Office: "khulna", Post: "head", Role: office.Head}}}
)

func newDesk(t *testing.T) *desk {
	t.Helper()
	texts, err := message.New(site.Texts, number.Texts, caseworkweb.Texts, callweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(callweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{T: t, now: monday, who: clerk, db: sqldbtest.Open(t, filepath.Join(t.TempDir(), "desk.db"), migrations.Files)}
	d.calls, d.cases = calldb.Store{DB: d.db}, caseworkdb.Store{DB: d.db}
	clock := func() time.Time { return d.now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := callweb.Pages{Site: shell, Calls: d.calls, Cases: d.cases, Say: texts, Desk: casework.Desk{
		Store: d.cases, Offices: d, Past: d.cases, Now: clock, Random: rand.Reader, Kinds: func(string) catalogue.Kind { return catalogue.Kind{} },
	}}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/calls": p.Screen, "POST /{office}/desk/calls": p.Log,
		"POST /{office}/desk/calls/backs/{back}": p.Answer, "GET /{office}/desk/calls/register": p.Register,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), d.who), office.Office{ID: r.PathValue("office"), Slug: r.PathValue("office")})
			serve(rw, r.WithContext(ctx))
		})
	}
	d.door = shell.Wrap(mux)
	return d
}

// receive takes a case in and returns its number.
func (d *desk) receive(n uint64, change func(*casework.Receipt)) string {
	d.Helper()
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], n)
	receipt := casework.Receipt{
		Office: "rupsha", Number: number.Tracking(raw), Service: casework.ServiceRef{Key: "citizen-2", Version: 1, Name: "আইসিটি পরামর্শ"},
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 5}, Channel: charter.Phone, Post: "clerk",
		Application: casework.Application{
			For: casework.Self, Name: "রহিমা খাতুন", Mobile: "+8801711000001", Union: "নৈহাটি", Need: "প্রিন্টার চলছে না", Hear: casework.ByPhone, Lang: "bn",
		},
	}
	change(&receipt)
	got, err := casework.Receive(receipt, casework.Stamp{
		Now: d.now.UTC(), Salt: fmt.Sprintf("%032d", n), Book: casework.Handbook{Calendar: workday.Bangladesh("khulna")},
	})
	if err == nil {
		_, err = d.cases.Submit(d.Context(), casework.Key{Value: fmt.Sprintf("key-%020d", n), Content: "c"}, got)
	}
	if err != nil {
		d.Fatal(err)
	}
	return got.Case.Number
}

func (d *desk) ask(method, path string, form url.Values, status int) (body, to string) {
	d.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer := httptest.NewRecorder()
	d.door.ServeHTTP(answer, r)
	if answer.Code != status {
		d.Fatalf("%s %s answers %d, want %d: %.500s", method, path, answer.Code, status, answer.Body)
	}
	if body = answer.Body.String(); strings.Contains(body, "<html") {
		sitetest.Page(d, body)
	}
	return body, answer.Header().Get("Location")
}

// shows asks for a page and checks what stands on it; words after "!" do not.
func (d *desk) shows(path string, words ...string) string {
	d.Helper()
	body, _ := d.ask("GET", path, nil, 200)
	d.has(body, words...)
	return body
}

func (d *desk) has(body string, words ...string) {
	d.Helper()
	for _, word := range words {
		if rest, not := strings.CutPrefix(word, "!"); not == strings.Contains(body, rest) {
			d.Errorf("%q: missing or not wanted", word)
		}
	}
}

var keyOf = regexp.MustCompile(`name="form-key" value="([0-9a-f]{32})"`)

// note sends the form of a caller's page and returns where it leads.
func (d *desk) note(status int, pairs ...string) (body, to string) {
	d.Helper()
	form := url.Values{"mobile": {"+8801711000001"}, "form-key": {keyOf.FindStringSubmatch(d.shows(screen))[1]}}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	return d.ask("POST", "/rupsha/desk/calls", form, status)
}

const screen = "/rupsha/desk/calls?number=01711000001"

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(callweb.Files)
	if err == nil {
		err = sitetest.Check(templates, map[string]site.Shown{"calls": callweb.ScreenPage{}, "calls-register": callweb.RegisterPage{}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestScreenOfACaller(t *testing.T) {
	d := newDesk(t)
	d.shows("/rupsha/desk/calls", "মোবাইল নম্বর লিখুন", "autofocus", "এখন কাউকে ফোন করতে হবে না")
	d.shows(screen, "এই নম্বরের কোনো আবেদন এখানে নেই", "desk/counter?channel=phone&amp;mobile=%2B8801711000001")
	own := d.receive(1, func(*casework.Receipt) {})
	d.receive(2, func(r *casework.Receipt) {
		r.Application.For, r.Application.Name, r.Application.Mobile = casework.Behalf, "করিম শেখ", "+8801811000002"
		r.Application.Helper, r.Application.HelperPhone = "রহিমা খাতুন", "+8801711000001"
	})
	d.receive(3, func(r *casework.Receipt) {
		r.Application.Need, r.Post, r.Kind = "গোপন কথা", "head", catalogue.Kind{Sealed: true}
	})
	body := d.shows("/rupsha/desk/calls?number=%E0%A7%A6%E0%A7%A7%E0%A7%AD%E0%A7%A7%E0%A7%A7%E0%A7%A6%E0%A7%A6%E0%A7%A6%E0%A7%A6%E0%A7%A6%E0%A7%A7",
		"রহিমা খাতুন", "নৈহাটি", "অন্যের জন্য করেছেন", "করিম শেখ", "চলমান আবেদন", "সালমা খাতুন, অফিস সহকারী", "!গোপন কথা")
	d.has(body, "/rupsha/desk/cases/"+own, "name=%E0%A6%B0")
	d.shows(screen+"&result=took&case="+own, `value="took" checked`, `<option value="`+own+`" selected`)
	answer, _ := d.ask("GET", "/rupsha/desk/calls?number=123", nil, 422)
	d.has(answer, `value="১২৩"`, `href="#number"`)
	d.who = above
	d.shows(screen, "করিম শেখ", "!লিখে রাখুন", "!নতুন আবেদন নিন")
	d.ask("POST", "/rupsha/desk/calls", url.Values{"mobile": {"01711000001"}}, 403)
}

func TestPagesLog(t *testing.T) {
	d := newDesk(t)
	n := d.receive(1, func(*casework.Receipt) {})
	t.Run("a call stands in the log and in the register, however often it is sent", func(t *testing.T) {
		form := url.Values{"mobile": {"+8801711000001"}, "form-key": {strings.Repeat("a", 32)}, "direction": {"in"}, "result": {"told"}, "minutes": {"৩"}, "case": {n}, "words": {"অবস্থা বলা হলো"}}
		for range 2 {
			d.ask("POST", "/rupsha/desk/calls", form, 303)
		}
		if body := d.shows(screen, "আবেদনের অবস্থা জানানো হয়েছে", "৩ মিনিট", "অবস্থা বলা হলো"); strings.Count(body, "<p>অবস্থা বলা হলো") != 1 {
			t.Error("noted twice")
		}
		d.shows("/rupsha/desk/calls/register", "সোমবার, ২৩ নভেম্বর ২০২৬", "অবস্থা বলা হলো", "ফল অনুযায়ী মোট")
		d.shows("/rupsha/desk/calls/register?month=2026-11", "ফোনের নিবন্ধন: নভেম্বর ২০২৬", "অবস্থা বলা হলো")
		d.shows("/rupsha/desk/calls/register?day=২২/১১/২০২৬", "এই সময়ে কোনো ফোন লেখা হয়নি")
	})
	t.Run("mistakes are named and what was typed stays", func(t *testing.T) {
		body, _ := d.note(422, "direction", "in", "minutes", "অনেক", "words", "কী যেন")
		d.has(body, "কী হলো, বেছে নিন", `value="কী যেন"`, "অনেক")
	})
	t.Run("no call is promised for a time that has passed", func(t *testing.T) {
		body, _ := d.note(422, "direction", "in", "result", "promised", "soon", "today", "clock", "9:15")
		d.has(body, "এই সময় পেরিয়ে গেছে")
	})
}

var backPath = regexp.MustCompile(`action="(/rupsha/desk/calls/backs/[^"]+)"`)

func TestPagesCallBack(t *testing.T) {
	d := newDesk(t)
	n := d.receive(1, func(*casework.Receipt) {})
	d.note(303, "direction", "in", "result", "promised", "soon", "today", "clock", "১৪:৩০", "words", "দাম জেনে বলব", "case", n)
	path := backPath.FindStringSubmatch(d.shows("/rupsha/desk/calls", "দাম জেনে বলব", "রহিমা খাতুন", "দুপুর ২:৩০-এর আগে নয়"))[1]
	press := func(key, result string, status int) {
		d.Helper()
		d.ask("POST", path, url.Values{"form-key": {strings.Repeat(key, 32)}, "result": {result}}, status)
	}
	d.now = monday.Add(7 * time.Hour)
	d.shows("/rupsha/desk/calls", "সময় পেরিয়েছে")
	for range 2 { // pressed twice counts once
		press("b", "no_answer", 303)
	}
	d.shows("/rupsha/desk/calls", "১ বার চেষ্টা, মোট ৩")
	if c, err := d.cases.Case(t.Context(), "rupsha", n); err != nil || len(c.Tries) != 1 || c.Tries[0].Channel != "phone" {
		t.Errorf("the case has the tries %+v, %v", c.Tries, err)
	}
	press("c", "answered", 303)
	d.shows("/rupsha/desk/calls", "এখন কাউকে ফোন করতে হবে না")
	press("d", "answered", 409)
	d.ask("POST", "/rupsha/desk/calls/backs/nothing", url.Values{"result": {"answered"}, "form-key": {strings.Repeat("e", 32)}}, 404)
}

func TestPagesNoticeByTelephone(t *testing.T) {
	d := newDesk(t)
	n := d.receive(1, func(*casework.Receipt) {})
	told := notice.Notice{
		Office: "rupsha", ID: "n1", Subject: "case/" + n, To: notice.Applicant, Channel: notice.Call, Address: "+8801711000001", Lang: "bn",
		Key: "casework.notice.replied", Args: []string{"number", n, "words", "চালু করে দেখুন"}, At: d.now, Leaves: d.now, Status: notice.Waiting,
	}
	err := d.db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return noticedb.Enqueue(ctx, tx, []notice.Notice{told}) })
	if err != nil {
		t.Fatal(err)
	}
	path := backPath.FindStringSubmatch(d.shows("/rupsha/desk/calls", "চালু করে দেখুন", "রহিমা খাতুন"))[1]
	d.ask("POST", path, url.Values{"form-key": {strings.Repeat("b", 32)}, "result": {"answered"}}, 303)
	if got, err := (noticedb.Store{DB: d.db}).Notice(t.Context(), "rupsha", "n1"); err != nil || got.Status != notice.Sent {
		t.Errorf("got %+v, %v", got, err)
	}
}
