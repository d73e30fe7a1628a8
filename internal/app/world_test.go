package app

import (
	"context"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/appointment"
	"dorgora/internal/call"
	"dorgora/internal/call/calldb"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/centre"
	"dorgora/internal/centre/centredb"
	"dorgora/internal/document"
	"dorgora/internal/gateway"
	"dorgora/internal/jobs"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/workday"

	"crypto/rand"
)

// today is a Tuesday, at ten in the morning in Dhaka.
var today = time.Date(2026, time.November, 24, 4, 0, 0, 0, time.UTC)

// world is an installation with a second upazila office, people of every role, and
// one of everything in both offices.
type world struct {
	*Program
	sessions map[string]string // role: token of a session
	passes   map[string]string // role: number of the case whose code of the slip was shown
	rupsha   things
	other    things
}

// things are the names of what there is in one office, by the name that a route
// gives to that part of its address.
type things map[string]string

// The roles of the sweep.
const (
	stranger      = "a stranger"
	applicantHere = "an applicant of this office"
	applicantElse = "an applicant of another office"
	officerHere   = "an officer of this office"
	headHere      = "the head of this office"
	officerOther  = "an officer of another office"
	headOther     = "the head of another office"
	headDistrict  = "the head of the district office"
	headTop       = "the head of the department"
	steward       = "a steward"
	nobodysPerson = "a person without a post"
	entrepreneur  = "an entrepreneur of a digital centre"
	disabled      = "somebody whose sign-in was closed"
	revoked       = "somebody whose session was revoked"
)

func newWorld(t *testing.T) *world {
	t.Helper()
	return newWorldAt(t, func() time.Time { return today })
}

// newWorldAt is a world with a clock of its own; it is filled today.
func newWorldAt(t *testing.T, now func() time.Time) *world {
	t.Helper()
	p, err := Open(t.Context(), Config{Data: t.TempDir(), Listen: "127.0.0.1:8080", Address: "https://seba.example.gov.bd"}, World{
		Now: now, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	p.Keeper.Cost = access.Cost{Memory: 64, Passes: 1, Threads: 1} // passwords of this test are worth nothing
	w := &world{Program: p, sessions: map[string]string{stranger: "", applicantHere: "", applicantElse: ""}}
	w.foundOther(t)
	w.hire(t)
	w.rupsha = w.fill(t, FirstOffice, "rupsha")
	w.other = w.fill(t, "other", "dighalia")
	w.passes = map[string]string{applicantHere: w.rupsha["number"], applicantElse: w.other["number"]}
	return w
}

func must[T any](value T, err error) func(t *testing.T) T {
	return func(t *testing.T) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return value
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func (w *world) foundOther(t *testing.T) {
	above := must(w.Offices.Chart(t.Context(), "doict-khulna"))(t)
	change := must(above.Found(office.Office{
		ID: "other", Slug: "dighalia", Kind: office.Upazila, Name: "দিঘলিয়া আইসিটি কার্যালয়", Region: "khulna",
	}, office.Post{ID: "head", Title: "উপজেলা আইসিটি অফিসার"}, today))(t)
	check(t, w.Offices.Apply(t.Context(), change))
	imported := must(w.Intake.Import(t.Context(), catalogue.File{Office: "other", Name: "charter.txt", Bytes: rupshaCharter}))(t)
	must(w.Press.Publish(t.Context(), catalogue.Order{Office: "other", Draft: imported.Draft.ID}))(t)
}

// hire gives every role a person with an account and a session.
func (w *world) hire(t *testing.T) {
	desk := func(officeID, more string) access.Chair {
		id := officeID + "-desk" + more
		chart := must(w.Offices.Chart(t.Context(), officeID))(t)
		change := must(chart.NewPost(office.Post{ID: id, Title: "অফিস সহকারী " + more, Role: office.Officer}))(t)
		check(t, w.Offices.Apply(t.Context(), change))
		return access.Chair{Office: officeID, Post: id}
	}
	head := func(officeID string) access.Chair {
		return access.Chair{Office: officeID, Post: must(w.Offices.Chart(t.Context(), officeID))(t).HeadOf(officeID).ID}
	}
	chart := must(w.Offices.Chart(t.Context(), "doict"))(t)
	change := must(chart.NewPost(office.Post{ID: "steward", Title: "ব্যবস্থার তত্ত্বাবধায়ক", Role: office.Steward}))(t)
	check(t, w.Offices.Apply(t.Context(), change))
	w.welcome(t, headHere, FirstOffice, head(FirstOffice))
	w.welcome(t, officerHere, FirstOffice, desk(FirstOffice, ""))
	w.welcome(t, headOther, "other", head("other"))
	w.welcome(t, officerOther, "other", desk("other", ""))
	w.welcome(t, headDistrict, "doict-khulna", head("doict-khulna"))
	w.welcome(t, headTop, "doict", head("doict"))
	w.welcome(t, steward, "doict", access.Chair{Office: "doict", Post: "steward"})
	w.welcome(t, nobodysPerson, FirstOffice)
	w.welcome(t, entrepreneur, FirstOffice)
	w.welcome(t, disabled, FirstOffice, desk(FirstOffice, "2"))
	w.welcome(t, revoked, FirstOffice, desk(FirstOffice, "3"))
	closed := must(w.Keeper.Identify(t.Context(), w.sessions[disabled]))(t)
	check(t, w.Keeper.Disable(t.Context(), closed.Office, closed.Person, true))
	gone := must(w.Keeper.Identify(t.Context(), w.sessions[revoked]))(t)
	check(t, w.Keeper.Revoke(t.Context(), gone, gone.Session))
}

// password is everybody's in this world.
const password = "পাসওয়ার্ড নয় ১২৩"

func (w *world) welcome(t *testing.T, role, officeID string, chairs ...access.Chair) {
	t.Helper()
	token := must(w.Keeper.Invite(t.Context(), access.Invitation{Office: officeID, Chairs: chairs}))(t)
	w.sessions[role] = must(w.Keeper.Accept(t.Context(), access.Welcome{
		Token: token, Name: role, Login: strings.ReplaceAll(role, " ", "-") + "@doict.gov.bd", Password: password, Again: password,
	}))(t)
}

// paper is a file handed in.
func (w *world) paper(t *testing.T, officeID, id, name string) document.Evidence {
	hash, size, err := w.Blobs.Put(t.Context(), strings.NewReader("কাগজ "+id), 1<<10)
	check(t, err)
	return document.Evidence{
		Office: officeID, ID: id, Paper: "আবেদনপত্র", Name: name, Type: "text/plain", Hash: hash, Size: size,
		State: document.Came, At: today,
	}
}

// fill puts one of everything into an office and returns the names.
func (w *world) fill(t *testing.T, officeID, slug string) things {
	t.Helper()
	offer := must(w.Shelf.At(t.Context(), officeID, today))(t)
	names := things{
		"office": slug, "service": offer.Services[0].Slug, "group": "citizen", "version": "1", "format": "json", "step": "for",
		"key": w.Desk.Fresh(), "file": w.Desk.Fresh(), "draft": w.Desk.Fresh(), "post": officeID + "-desk",
	}
	names["id"] = names["file"]
	names["number"] = must(w.Desk.Submit(t.Context(), casework.Submission{
		Office: officeID, Service: names["service"], Key: names["key"], Channel: charter.Web, Application: applicantOf(officeID),
		Evidence: []document.Evidence{w.paper(t, officeID, names["file"], "কাগজ.txt")},
	}))(t)
	check(t, w.Cases.SaveDraft(t.Context(), casework.Draft{
		Office: officeID, ID: names["draft"], Service: names["service"], Created: today, Changed: today,
	}))
	imported := must(w.Intake.Import(t.Context(), catalogue.File{Office: officeID, Name: "next.txt", Bytes: append([]byte("\n"), rupshaCharter...)}))(t)
	names["charter draft"] = imported.Draft.ID
	w.fillPeople(t, officeID, names)
	w.fillHandling(t, officeID, names)
	names["job"] = w.jobOf(t, officeID)
	names["guide"] = w.guideOf(t, officeID)
	names["mail"], names["attachment"] = w.mailOf(t, officeID)
	names["centre"] = w.centreOf(t, officeID, names["key"])
	names["gateway"], names["secret"] = w.gatewayOf(t, officeID)
	names["conversation"] = w.conversationOf(t, officeID)
	names["back"] = w.backOf(t, officeID, names["number"])
	names["appointment"] = w.appointmentOf(t, officeID, names["number"])
	said := must(w.Notices.NoticesOf(t.Context(), officeID, "case/"+names["number"]))(t)
	names["notice"], names["wording"] = said[0].ID, "casework.notice.received"
	w.lettersOf(t, officeID, names)
	w.reportsOf(t, officeID, names)
	return names
}

// centreOf is a digital centre, at which the entrepreneur works when it is one of the
// first office, and where the case of the key was handed in.
func (w *world) centreOf(t *testing.T, officeID, key string) string {
	t.Helper()
	store := centredb.Store{DB: w.DB}
	c := must(centre.Open(officeID, centre.Particulars{Code: "UDC-" + officeID[:2], Name: "ডিজিটাল সেন্টার", Union: "নৈহাটি"}, workday.DateOf(today)))(t)
	check(t, store.Save(t.Context(), c))
	person := "nobody"
	if officeID == FirstOffice {
		person = must(w.Keeper.Identify(t.Context(), w.sessions[entrepreneur]))(t).Person
	}
	check(t, store.Place(t.Context(), centre.Member{
		Office: officeID, Code: c.Code, Person: person, Name: "উদ্যোক্তা", Mobile: "+8801912345678", From: today.AddDate(0, 0, -1),
	}))
	check(t, store.Note(t.Context(), centre.Request{Office: officeID, Key: key, Code: c.Code, Person: person, Consent: centre.Spoken, At: today}))
	return c.Code
}

// gatewayOf is a way for SMS whose server may call, and the token in its address.
func (w *world) gatewayOf(t *testing.T, officeID string) (id, token string) {
	t.Helper()
	g := must(gateway.Gateway{Office: officeID, ID: officeID + "-kannel", Kind: "kannel", Active: true}.Changed(gateway.Gateway{
		Name: "জেলার এসএমএস", Settings: map[string]string{"url": "https://sms.example.gov.bd/cgi-bin/sendsms", "user": "dorgora", "from": "16123"},
		Secrets: map[string]string{"password": "geheim-4711", "token": officeID + "-token"},
	}, today))(t)
	check(t, w.outer.Gateways().Save(t.Context(), g))
	return g.ID, g.Secrets["token"]
}

// backOf is a promised call about a case.
func (w *world) backOf(t *testing.T, officeID, number string) string {
	t.Helper()
	calendar := must(w.Offices.Calendar(t.Context(), officeID))(t)
	back := must(call.Plan(call.Ask{Office: officeID, Key: officeID + "-back", Mobile: "01712345678", Number: number}, calendar, today))(t)
	check(t, w.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return calldb.Enqueue(ctx, tx, back) }))
	return back.ID
}

// appointmentOf is a visit of the office's head for a case.
func (w *world) appointmentOf(t *testing.T, officeID, number string) string {
	chart := must(w.Offices.Chart(t.Context(), officeID))(t)
	diary := appointment.Diary{
		Office: officeID, Chart: chart, Calendar: must(w.Offices.Calendar(t.Context(), officeID))(t), Settings: appointment.Usual(), Now: today,
	}
	wish := appointment.Wish{Kind: appointment.Visit, Post: chart.HeadOf(officeID).ID}
	visit := must(diary.Plan(appointment.Booking{Wish: wish, Slot: diary.Open(wish)[0], ID: w.Desk.Fresh(), Number: number}))(t)
	check(t, w.Diary.Book(t.Context(), appointment.Change{Appointment: visit}))
	return visit.ID
}

// jobOf is a job of the office: the recount that its holiday asked for.
func (w *world) jobOf(t *testing.T, officeID string) string {
	waiting := must(w.Jobs.List(t.Context(), jobs.Waiting, jobs.Place{}, 100))(t)
	i := slices.IndexFunc(waiting, func(e jobs.Entry) bool { return e.Office == officeID })
	if i < 0 {
		t.Fatalf("the holiday of %s asked for no recount", officeID)
	}
	return waiting[i].ID
}

func (w *world) fillPeople(t *testing.T, officeID string, names things) {
	chart := must(w.Offices.Chart(t.Context(), officeID))(t)
	held := chart.Holders(officeID, names["post"], today)
	names["assignment"], names["person"] = held[0].ID, held[0].Person
	names["announcement"], names["substitution"] = officeID+"-holiday", officeID+"-leave"
	head := chart.Holders(officeID, chart.HeadOf(officeID).ID, today)[0]
	leave := must(chart.Substitute(office.Substitution{
		Office: officeID, ID: names["substitution"], Post: names["post"], Absent: held[0].Person, Person: head.Person,
		From: today.AddDate(0, 0, 7), Until: today.AddDate(0, 0, 9), Reason: "ছুটি",
	}, today))(t)
	check(t, w.Offices.Apply(t.Context(), leave))
	chart = must(w.Offices.Chart(t.Context(), officeID))(t)
	calendar := must(w.Offices.Calendar(t.Context(), officeID))(t)
	holiday := must(chart.Announce(office.Announcement{ID: names["announcement"], Day: workday.Day{
		Date: workday.Date{Year: 2026, Month: 12, Day: 1}, Kind: workday.Local, Name: "স্থানীয় ছুটি", Source: "১", Notified: workday.DateOf(today),
	}}, calendar, today))(t)
	check(t, w.Offices.Apply(t.Context(), holiday))
}

// rahima is an application that is in order.
var rahima = casework.Application{
	For: casework.Self, Name: "রহিমা খাতুন", Mobile: "01711000001", Need: "ল্যাবটি দেখে দিন।", Hear: casework.BySMS, Lang: "bn",
	Facts: asked,
}

// asked answers the questions of the first service, information: by the Right to
// Information Act, so that the case has a promised moment.
var asked = map[string]string{"topic": "labs", "law": "rti", "form_of": "words"}

// elsewhere is the name of the applicant of the other office.
const elsewhere = "শেফালী বেগম"

// applicantOf is the application that the office has.
func applicantOf(officeID string) casework.Application {
	application := rahima
	if officeID != FirstOffice {
		application.Name, application.Mobile = elsewhere, "01711000009"
	}
	return application
}

// queries are what some pages must be asked, by the last part of their address.
var queries = map[string]string{"growth": "?from=1"}

// address fills the parts of a pattern with what there is.
func (n things) address(pattern string) (method, path string) {
	method, path, _ = strings.Cut(pattern, " ")
	path = strings.TrimSuffix(path, "{$}")
	for name, value := range n {
		if name == "draft" && strings.Contains(path, "/desk/charter/") {
			value = n["charter draft"]
		}
		if name == "service" && strings.HasSuffix(path, "/before") {
			value = n["warned service"]
		}
		if name == "format" && strings.Contains(path, "/desk/export/") {
			value = "csv"
		}
		path = strings.ReplaceAll(path, "{"+name+"}", url.PathEscape(value))
	}
	return method, path + queries[path[strings.LastIndexByte(path, '/')+1:]]
}

// with returns the things with some exchanged.
func (n things) with(more things) things {
	all := maps.Clone(n)
	maps.Copy(all, more)
	return all
}

// ask sends a request as a role; change prepares it, and may be nil.
func (w *world) ask(t *testing.T, role, method, path string, form url.Values, change func(*http.Request)) *http.Response {
	t.Helper()
	return w.answer(t, w.Handler(), w.request(t, role, method, path, form, change))
}

func (w *world) request(t *testing.T, role, method, path string, form url.Values, change func(*http.Request)) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), method, "https://seba.example.gov.bd"+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if token := w.sessions[role]; token != "" {
		r.AddCookie(&http.Cookie{Name: "__Host-session", Value: token})
	}
	if number := w.passes[role]; number != "" {
		w.showPass(number)(r)
	}
	if change != nil {
		change(r)
	}
	return r
}

func (w *world) answer(t *testing.T, handler http.Handler, r *http.Request) *http.Response {
	t.Helper()
	recorder := httptest.NewRecorder()
	handler.ServeHTTP(recorder, r)
	return recorder.Result()
}

func body(t *testing.T, answer *http.Response) string {
	t.Helper()
	defer answer.Body.Close()
	return string(must(io.ReadAll(answer.Body))(t))
}
