package appointmentweb_test

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
	"dorgora/internal/appointment"
	"dorgora/internal/appointment/appointmentdb"
	"dorgora/internal/appointment/appointmentweb"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// monday is 23 November 2026, 10:42.
var monday = time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka)

// town is the Rupsha office; its clock stands where a test puts it.
type town struct {
	*testing.T
	now    time.Time
	who    access.Identity
	store  appointmentdb.Store
	cases  caseworkdb.Store
	door   http.Handler
	number string
	fresh  int
	away   []office.Substitution
}

func (w *town) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices: []office.Office{{ID: "rupsha", Slug: "rupsha", Parent: "khulna"}, {ID: "khulna", Slug: "khulna"}},
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head},
			{Office: "rupsha", ID: "clerk", Title: "অফিস সহকারী", TitleEn: "Office assistant", Superior: "head", Role: office.Officer},
		},
		People: []office.Person{{Office: "rupsha", ID: "tasnim", Name: "তাসনিম আরা", NameEn: "Tasnim Ara"}, {Office: "rupsha", ID: "karim", Name: "মো. করিম", NameEn: "Md Karim"}},
		Assignments: []office.Assignment{
			{Office: "rupsha", ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive},
			{Office: "rupsha", ID: "a2", Post: "clerk", Person: "karim", Tenure: office.Substantive},
		},
		Substitutions: w.away,
	}, nil
}

func (w *town) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna"), nil
}

// head and clerk are who comes in.
var (
	head  = access.Identity{Person: "tasnim", Name: "তাসনিম আরা", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}
	clerk = access.Identity{Person: "karim", Name: "মো. করিম", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: office.Officer}}}
	above = access.Identity{Person: "dc", Name: "জেলা", Seats: []access.Seat{{Office: "khulna", Post: "head", Role: office.Head}}}
)

func newTown(t *testing.T) *town {
	t.Helper()
	texts, err := message.New(site.Texts, appointmentweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(appointmentweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := &town{T: t, now: monday, who: head}
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "town.db"), migrations.Files)
	w.store, w.cases = appointmentdb.Store{DB: db}, caseworkdb.Store{DB: db}
	clock := func() time.Time { return w.now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	p := appointmentweb.Pages{
		Site: shell, Bookings: w.store, Diaries: w.store, Rooms: w.store, Offices: w, Cases: w.cases, Now: clock,
		Kinds: func(casework.Case) catalogue.Kind { return catalogue.Kind{Visits: "visit"} },
		Fresh: func() string { w.fresh++; return fmt.Sprintf("%032x", w.fresh) },
	}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/appointments": p.Agenda, "GET /{office}/desk/appointments/route": p.Route,
		"GET /{office}/desk/appointments/settings": p.Settings, "POST /{office}/desk/appointments/settings": p.SetSettings,
		"GET /{office}/desk/appointments/{appointment}": p.Appointment, "POST /{office}/desk/appointments/{appointment}/arrival": p.Arrive,
		"POST /{office}/desk/appointments/{appointment}/departure": p.Depart, "POST /{office}/desk/appointments/{appointment}/absence": p.Miss,
		"POST /{office}/desk/appointments/{appointment}/cancellation": p.Cancel, "POST /{office}/desk/appointments/{appointment}/move": p.Move,
		"GET /{office}/desk/cases/{number}/appointments": p.OfCase, "POST /{office}/desk/cases/{number}/appointments": p.Book,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), w.who), office.Office{ID: r.PathValue("office"), Slug: r.PathValue("office")})
			serve(rw, r.WithContext(ctx))
		})
	}
	w.door = shell.Wrap(mux)
	w.number = w.receive(1, catalogue.Kind{})
	return w
}

// receive takes a case in.
func (w *town) receive(n uint64, kind catalogue.Kind) string {
	w.Helper()
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], n)
	change, err := casework.Receive(casework.Receipt{
		Office: "rupsha", Number: number.Tracking(raw), Service: casework.ServiceRef{Key: "citizen-2", Version: 1, Name: "আইসিটি পরামর্শ"},
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 5}, Channel: charter.Web, Post: "clerk", Kind: kind,
		Application: casework.Application{For: casework.Self, Name: "রহিমা খাতুন", Mobile: "01711000001", Union: "নৈহাটি", Need: "প্রিন্টার চলছে না", Hear: casework.BySMS, Lang: "bn"},
	}, casework.Stamp{Now: w.now.UTC(), Salt: fmt.Sprintf("%032d", n), Book: casework.Handbook{Calendar: workday.Bangladesh("khulna")}})
	if err == nil {
		_, err = w.cases.Submit(w.Context(), casework.Key{Value: fmt.Sprintf("key-%020d", n), Content: "c"}, change)
	}
	if err != nil {
		w.Fatal(err)
	}
	return change.Case.Number
}

// ask sends a request and checks the answer and, when it is a page, its soundness.
func (w *town) ask(method, path string, form url.Values, status int) (body, to string) {
	w.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	answer := httptest.NewRecorder()
	w.door.ServeHTTP(answer, r)
	if answer.Code != status {
		w.Fatalf("%s %s answers %d, want %d: %.500s", method, path, answer.Code, status, answer.Body)
	}
	if body = answer.Body.String(); strings.Contains(body, "<html") {
		sitetest.Page(w, body)
	}
	return body, answer.Header().Get("Location")
}

func (w *town) get(path string, words ...string) string {
	w.Helper()
	body, _ := w.ask("GET", path, nil, 200)
	w.has(body, words...)
	return body
}

func (w *town) has(body string, words ...string) {
	w.Helper()
	for _, word := range words {
		if !strings.Contains(body, word) {
			w.Errorf("%q is missing", word)
		}
	}
}

// book makes an appointment of the case and returns its ID.
func (w *town) book(slot string) string {
	w.Helper()
	key := fmt.Sprintf("%032x", 1000+w.fresh)
	w.fresh++
	w.ask("POST", "/rupsha/desk/cases/"+w.number+"/appointments", url.Values{
		"form-key": {key}, "kind": {"visit"}, "post": {"clerk"}, "slot": {slot}, "union": {"নৈহাটি"}, "place": {"বাজারের পাশে"},
	}, 303)
	return key
}

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(appointmentweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"appointments": appointmentweb.AgendaPage{}, "appointment": appointmentweb.AppointmentPage{}, "case-appointments": appointmentweb.CasePage{},
		"appointment-route": appointmentweb.RoutePage{}, "appointment-settings": appointmentweb.SettingsPage{},
	})
	if err != nil {
		t.Fatal(err)
	}
}

var offered = regexp.MustCompile(`<option value="(2026-[^"]+)"`)

func TestPagesBook(t *testing.T) {
	w := newTown(t)
	page := "/rupsha/desk/cases/" + w.number + "/appointments"
	body := w.get(page, "এখনো কোনো সাক্ষাৎ ঠিক হয়নি", `value="নৈহাটি"`, "সোমবার, ২৩ নভেম্বর ২০২৬, দুপুর ১:০০")
	first := offered.FindStringSubmatch(body)
	if first == nil || first[1] != "2026-11-23.am.2" {
		t.Fatalf("the first free time is %v", first)
	}
	id := w.book("2026-11-24.am.1")
	t.Run("it stands on the case, in the agenda, and is told to the applicant", func(t *testing.T) {
		w.get(page, "মঙ্গলবার, ২৪ নভেম্বর ২০২৬, সকাল ৯:০০", "মো. করিম", "বাজারের পাশে")
		w.get("/rupsha/desk/appointments?week=2026-11-24", "রহিমা খাতুন", "সকাল ৯:০০", "সাপ্তাহিক ছুটি")
		told, err := noticedb.Store{DB: w.store.DB}.NoticesOf(t.Context(), "rupsha", "case/"+w.number)
		if err != nil || told[len(told)-1].Key != "appointment.notice.booked" {
			t.Errorf("told %+v, %v", told, err)
		}
	})
	t.Run("the form sent twice books once", func(t *testing.T) {
		w.ask("POST", page, url.Values{"form-key": {id}, "kind": {"visit"}, "post": {"clerk"}, "slot": {"2026-11-24.am.1"}}, 303)
		if list, err := w.store.OfCase(t.Context(), "rupsha", w.number); err != nil || len(list) != 1 {
			t.Errorf("%d appointments, %v", len(list), err)
		}
	})
	t.Run("a time that somebody took is named, and what was typed stays", func(t *testing.T) {
		body, _ := w.ask("POST", page, url.Values{"kind": {"visit"}, "post": {"clerk"}, "slot": {"2026-11-24.am.1"}, "place": {"মাঠের ধারে"}}, 409)
		w.has(body, "সময়টি এর মধ্যে অন্য কেউ নিয়েছেন", "মাঠের ধারে")
	})
	t.Run("wrong times are mistakes, not crashes", func(t *testing.T) {
		for _, slot := range []string{"", "x", "2026-11-27.am.1", "2026-11-24.noon.1", "2026-11-24.am.99", "2020-01-01.am.1"} {
			w.ask("POST", page, url.Values{"kind": {"visit"}, "post": {"clerk"}, "slot": {slot}}, 422)
		}
	})
	t.Run("those above look on and do not book", func(t *testing.T) {
		w.who = above
		if body := w.get(page); strings.Contains(body, "<button class=\"btn\">সাক্ষাৎ ঠিক করুন") {
			t.Error("the form is shown")
		}
		w.ask("POST", page, url.Values{"kind": {"visit"}, "post": {"clerk"}, "slot": {"2026-11-25.am.1"}}, 403)
		w.who = head
	})
	t.Run("another office's case is not there", func(t *testing.T) {
		w.ask("GET", "/dighalia/desk/cases/"+w.number+"/appointments", nil, 404)
		w.ask("GET", "/dighalia/desk/appointments/"+id, nil, 404)
	})
}

func TestPagesAct(t *testing.T) {
	w := newTown(t)
	id := w.book("2026-11-24.am.1")
	page := "/rupsha/desk/appointments/" + id
	w.get("/en"+page, "Visit: Tuesday, 24 November 2026, 9:00 am", "Planned", "Another time", "Cancel")
	t.Run("moved, the old line stays struck out and leads on", func(t *testing.T) {
		next := fmt.Sprintf("%032x", 77)
		w.ask("POST", page+"/move", url.Values{"form-key": {next}, "slot": {"2026-11-25.pm.2"}, "why": {"রাস্তা ডুবে গেছে"}}, 303)
		w.get(page, "<s>সরেজমিন সাক্ষাৎ", "সময় বদলেছে", "রাস্তা ডুবে গেছে", "/rupsha/desk/appointments/"+next)
		page = "/rupsha/desk/appointments/" + next
	})
	t.Run("a move without a reason is asked for one", func(t *testing.T) {
		body, _ := w.ask("POST", page+"/move", url.Values{"slot": {"2026-11-26.am.1"}}, 422)
		w.has(body, "কারণ লিখুন")
	})
	w.now = time.Date(2026, time.November, 25, 18, 0, 0, 0, workday.Dhaka)
	t.Run("arrival and departure are written down in either digits", func(t *testing.T) {
		body, _ := w.ask("POST", page+"/arrival", url.Values{"arrived": {"সকালে"}}, 422)
		w.has(body, "ঘণ্টা ও মিনিট লিখুন")
		w.ask("POST", page+"/arrival", url.Values{"arrived": {"১৫:১০"}, "revision": {"1"}}, 303)
		w.ask("POST", page+"/departure", url.Values{"left": {"16.40"}, "tried": {"ড্রাইভার বদলানো হয়েছে"}, "done": {"yes"}}, 303)
		w.get(page, "হয়েছে", "বিকাল ৩:১০", "বিকাল ৪:৪০", "ড্রাইভার বদলানো হয়েছে")
	})
	t.Run("what is over cannot be cancelled", func(t *testing.T) {
		body, _ := w.ask("POST", page+"/cancellation", url.Values{"because": {"আর নয়"}}, 409)
		w.has(body, "আর কিছু করার নেই")
	})
	t.Run("an old copy of the page changes nothing", func(t *testing.T) {
		w.now = monday
		other := "/rupsha/desk/appointments/" + w.book("2026-11-26.am.1")
		body, _ := w.ask("POST", other+"/cancellation", url.Values{"because": {"আর নয়"}, "revision": {"9"}}, 409)
		w.has(body, "আপনি দেখার পর সাক্ষাৎটি বদলেছে")
		w.ask("POST", other+"/cancellation", url.Values{"because": {"আর নয়"}, "revision": {"1"}}, 303)
		w.get(other, "বাতিল", "আর নয়")
	})
	t.Run("missed only after its time", func(t *testing.T) {
		other := "/rupsha/desk/appointments/" + w.book("2026-11-26.am.2")
		w.ask("POST", other+"/absence", url.Values{"reason": {"কেউ ছিলেন না"}}, 409)
		w.now = time.Date(2026, time.November, 26, 12, 0, 0, 0, workday.Dhaka)
		w.ask("POST", other+"/absence", url.Values{"reason": {"কেউ ছিলেন না"}}, 303)
		w.get(other, "দেখা হয়নি", "কেউ ছিলেন না")
	})
}

func TestPagesAgenda(t *testing.T) {
	w := newTown(t)
	w.book("2026-11-24.am.1")
	t.Run("a leave that comes later is shown on the line", func(t *testing.T) {
		w.away = []office.Substitution{{Office: "rupsha", ID: "s", Post: "clerk", Absent: "karim", Person: "tasnim", From: monday, Until: monday.AddDate(0, 0, 3)}}
		w.get("/rupsha/desk/appointments", "দায়িত্ব বদলেছে")
		w.away = nil
	})
	t.Run("one officer's week", func(t *testing.T) {
		if body := w.get("/rupsha/desk/appointments?post=head"); strings.Contains(body, "রহিমা") {
			t.Error("another officer's visit is shown")
		}
	})
	t.Run("the route sheet shows phone numbers and notes the look", func(t *testing.T) {
		w.get("/rupsha/desk/appointments/route?day=2026-11-24", "রহিমা খাতুন", "০১৭১১", "প্রিন্টার চলছে না", "নৈহাটি, বাজারের পাশে")
		looks, err := w.cases.Looks(t.Context(), "rupsha", w.number)
		if err != nil || len(looks) != 1 || looks[0].What != casework.LookPrint {
			t.Errorf("looks %+v, %v", looks, err)
		}
		w.get("/rupsha/desk/appointments/route?day=2026-11-26", "এই দিনে কোথাও যেতে হবে না")
	})
	t.Run("of a sealed case only the head and who handles it know", func(t *testing.T) {
		w.number = w.receive(2, catalogue.Kind{ID: "cyber", Sealed: true})
		a := appointment.Appointment{
			Office: "rupsha", ID: "sealed", Number: w.number, Kind: appointment.Visit, Post: "head", Bearer: "person/rupsha/tasnim",
			Slot:  appointment.Slot{Day: workday.Date{Year: 2026, Month: time.November, Day: 24}, Half: appointment.Morning, Number: 1, From: time.Date(2026, 11, 24, 9, 0, 0, 0, workday.Dhaka)},
			State: appointment.Planned, Booked: w.now, Revision: 1,
		}
		if err := w.store.Book(t.Context(), appointment.Change{Appointment: a}); err != nil {
			t.Fatal(err)
		}
		w.get("/rupsha/desk/appointments/sealed")
		w.who = clerk
		w.get("/rupsha/desk/appointments", "গোপন রাখা আবেদনের জন্য নেওয়া")
		w.ask("GET", "/rupsha/desk/appointments/sealed", nil, 404)
		if body := w.get("/rupsha/desk/appointments/route?day=2026-11-24"); strings.Count(body, "রহিমা") != 1 {
			t.Error("the route shows the sealed case")
		}
		w.who = head
	})
}

func TestPagesSettings(t *testing.T) {
	w := newTown(t)
	page := "/rupsha/desk/appointments/settings"
	w.get(page, `value="২"`, `value="২০"`)
	w.ask("POST", page, url.Values{"visit": {"৩"}, "ahead": {"10"}, "unions": {"আইচগাতী\nনৈহাটি"}, "venues": {"ভাষা ল্যাব = ১২\n\n"}}, 303)
	got, err := w.store.Settings(t.Context(), "rupsha")
	if err != nil || got.Visits != 3 || got.Ahead != 10 || len(got.Unions) != 2 || got.Venues[0] != (appointment.Venue{Name: "ভাষা ল্যাব", Seats: 12}) {
		t.Errorf("kept %+v, %v", got, err)
	}
	w.get(page, "ভাষা ল্যাব = ১২")
	body, _ := w.ask("POST", page, url.Values{"visit": {"40"}, "ahead": {"10"}, "venues": {"ল্যাব"}}, 422)
	w.has(body, "১ থেকে ১০-এর মধ্যে", "১ নম্বর সারি ঠিক নেই")
	t.Run("seats of a room are offered once it is there", func(t *testing.T) {
		w.get("/rupsha/desk/cases/"+w.number+"/appointments?kind=seat&post=clerk&venue="+url.QueryEscape("ভাষা ল্যাব"), "ভাষা ল্যাব (১২ আসন)", "2026-11-24.am.1")
	})
}
