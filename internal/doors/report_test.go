package doors_test

import (
	"crypto/rand"
	"encoding/csv"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/office"
	"dorgora/internal/report"
	"dorgora/internal/report/reportdb"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb/sqldbtest"
)

// bureau is a program with the head and an assistant of one office at its pages.
type bureau struct {
	*testing.T
	*app.Program
	now      time.Time
	sessions map[string]string
	who      string // at the browser
	store    reportdb.Store
}

func newBureau(t *testing.T, database string) *bureau {
	t.Helper()
	b := &bureau{T: t, now: time.Date(2026, time.November, 24, 4, 0, 0, 0, time.UTC), sessions: map[string]string{}, who: "head"}
	p, err := app.Open(t.Context(), app.Config{Data: t.TempDir(), Database: database, Listen: "127.0.0.1:8080", Address: "https://seba.example"}, app.World{
		Now: func() time.Time { return b.now }, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	b.ok(err)
	t.Cleanup(func() { b.ok(p.Close()) })
	p.Keeper.Cost = access.Cost{Memory: 64, Passes: 1, Threads: 1} // passwords of this test are worth nothing
	b.Program, b.store = p, reportdb.Store{DB: p.DB}
	chart, err := p.Offices.Chart(t.Context(), app.FirstOffice)
	b.ok(err)
	change, err := chart.NewPost(office.Post{ID: "assistant", Title: "অফিস সহকারী", Role: office.Officer})
	b.ok(err)
	b.ok(p.Offices.Apply(t.Context(), change))
	b.welcome("head", chart.HeadOf(app.FirstOffice).ID)
	b.welcome("assistant", "assistant")
	return b
}

func (b *bureau) ok(err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}

// password is everybody's.
const password = "পাসওয়ার্ড নয় ১২৩"

// at sets the clock; whoever was away signs in again.
func (b *bureau) at(now time.Time) {
	b.Helper()
	b.now = now
	for name := range b.sessions {
		token, err := b.Keeper.SignIn(b.Context(), access.Entry{Login: name + "@doict.gov.bd", Password: password})
		b.ok(err)
		b.sessions[name] = token
	}
}

func (b *bureau) welcome(name, post string) {
	token, err := b.Keeper.Invite(b.Context(), access.Invitation{Office: app.FirstOffice, Chairs: []access.Chair{{Office: app.FirstOffice, Post: post}}})
	b.ok(err)
	b.sessions[name], err = b.Keeper.Accept(b.Context(), access.Welcome{Token: token, Name: name, Login: name + "@doict.gov.bd", Password: password, Again: password})
	b.ok(err)
}

// do asks for an address and returns the answer with its content.
func (b *bureau) do(method, path string, pairs ...string) (answer *http.Response, body string) {
	b.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequestWithContext(b.Context(), method, "https://seba.example"+path, strings.NewReader(form.Encode()))
	if method == http.MethodPost {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	r.AddCookie(&http.Cookie{Name: "__Host-session", Value: b.sessions[b.who]})
	recorder := httptest.NewRecorder()
	b.Handler().ServeHTTP(recorder, r)
	answer = recorder.Result()
	text, err := io.ReadAll(answer.Body)
	b.ok(err)
	return answer, string(text)
}

// shows opens a sound page that says every text, and nothing that begins with a minus.
func (b *bureau) shows(path string, texts ...string) string {
	b.Helper()
	answer, body := b.do(http.MethodGet, path)
	if answer.StatusCode != http.StatusOK {
		b.Fatalf("%s: status %d: %s", path, answer.StatusCode, body)
	}
	sitetest.Page(b, body)
	for _, text := range texts {
		if absent, found := strings.CutPrefix(text, "-"); strings.Contains(body, absent) == found {
			b.Errorf("%s: says %q: %v: %s", path, absent, found, body)
		}
	}
	return body
}

// leads posts a form and returns where it leads, without what is said there.
func (b *bureau) leads(path string, pairs ...string) string {
	b.Helper()
	answer, body := b.do(http.MethodPost, path, pairs...)
	if answer.StatusCode != http.StatusSeeOther {
		b.Fatalf("%s: status %d, want a redirect: %s", path, answer.StatusCode, body)
	}
	to, _, _ := strings.Cut(answer.Header.Get("Location"), "?")
	return to
}

var hidden = regexp.MustCompile(`name="revision" value="(\d+)"`)

// act posts a form of a demand at the revision that its page shows.
func (b *bureau) act(page, deed string, pairs ...string) string {
	b.Helper()
	found := hidden.FindStringSubmatch(b.shows(page))
	if found == nil {
		b.Fatalf("%s: nothing can be done there", page)
	}
	return b.leads(page+"/"+deed, append(pairs, "revision", found[1])...)
}

func (b *bureau) key() string { return b.Desk.Fresh() }

func (b *bureau) demand(page string) report.Demand {
	b.Helper()
	d, err := b.store.Demand(b.Context(), app.FirstOffice, page[strings.LastIndexByte(page, '/')+1:])
	b.ok(err)
	return d
}

// application is a case of the month, so that there is something to count.
func (b *bureau) application() {
	offer, err := b.Shelf.At(b.Context(), app.FirstOffice, b.now)
	b.ok(err)
	_, err = b.Desk.Submit(b.Context(), casework.Submission{
		Office: app.FirstOffice, Service: offer.Services[0].Slug, Key: b.key(), Channel: charter.Web, Unasked: true,
		Application: casework.Application{For: casework.Self, Name: "রহিমা খাতুন", Mobile: "01711000001", Need: "তথ্য চাই", Hear: casework.BySMS, Lang: "bn", Union: "নৈহাটি"},
	})
	b.ok(err)
}

const desk = "/rupsha/desk"

// demanded is a letter that asks for the figures of November.
func demanded(key, deadline string) []string {
	return []string{"form-key", key, "asker", "উপজেলা নির্বাহী অফিসারের কার্যালয়", "subject", "নভেম্বর মাসের সেবার তথ্য", "questions", "ল্যাব কয়টি\nমন্তব্য",
		"memo", "০৫.৪৪.৪৭৭৫-১২", "memo_date", "২২/১১/২০২৬", "deadline", deadline, "period", "2026-11-01/2026-11-30", "door", "letter",
		"address", "উপজেলা পরিষদ, রূপসা", "post", "assistant"}
}

func TestAReportGoesFromTheLetterToTheAnswerAndItsCorrection(t *testing.T) {
	sqldbtest.Addresses(t, func(t *testing.T, database string) {
		b := newBureau(t, database)
		b.application()
		b.application()
		b.who = "assistant"
		first := b.answered(demanded(b.key(), "২৬/১১/২০২৬"))
		d := b.demand(first)
		b.corrected(first, d)
		b.askedAgain(d)
	})
}

// answered takes a demand from its receipt to its end.
func (b *bureau) answered(form []string) (page string) {
	b.Helper()
	page = b.leads(desk+"/demands", form...)
	if again := b.leads(desk+"/demands", form...); again != page {
		b.Fatalf("sent twice it is two: %s, %s", page, again)
	}
	d := b.demand(page)
	if d.Due.String() != "2026-11-26" || d.Past || d.Diary == "" || d.Case == "" {
		b.Fatalf("received as %+v", d)
	}
	b.shows(desk+"/letters/"+d.Diary, "নভেম্বর মাসের সেবার তথ্য")
	b.shows(page, "বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬", "২টি প্রশ্নের উত্তর বাকি")
	b.now = b.now.Add(time.Minute)
	b.act(page, "questions", "period", "2026-11-01/2026-11-30", "count", "2", "question-1", "ল্যাব কয়টি", "number-1", "১২", "evidence-1", "ল্যাব খাতা",
		"question-2", "মন্তব্য", "words-2", "নেই", "pick", "received", "more", "")
	b.shows(page, "১২", "৩টি", "অফিস সহকারী", "১টি প্রশ্নের উত্তর বাকি", "প্রাপ্ত আবেদন")
	b.who = "head"
	b.act(page, "confirmation")
	b.shows(page, "অনুমোদন দিন")
	b.act(page, "approval")
	d = b.demand(page)
	if d.State != report.Approved || d.Memo == "" || d.Letter == "" {
		b.Fatalf("approved as %+v", d)
	}
	b.shows(desk+"/outgoing/"+d.Letter, "ল্যাব কয়টি: ১২", "প্রাপ্ত আবেদন: ৩টি")
	b.who = "assistant"
	b.act(page, "dispatch", "medium", "print", "date", "২৪/১১/২০২৬", "proof", "রেজি ৪৫")
	d = b.demand(page)
	c, err := b.Cases.Case(b.Context(), app.FirstOffice, d.Case)
	b.ok(err)
	if d.State != report.Sent || c.Outcome != casework.Delivered || !strings.Contains(c.Sentence, "২৪ নভেম্বর ২০২৬") || c.Record["memo_out"] != d.Memo {
		b.Errorf("sent as %+v, the case %s %q %v", d, c.Outcome, c.Sentence, c.Record)
	}
	b.annexed(page)
	return page
}

// annexed reads the annex as its receiver does.
func (b *bureau) annexed(page string) {
	b.Helper()
	_, text := b.do(http.MethodGet, page+"/annex?as=csv")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(text, "\uFEFF"))).ReadAll()
	b.ok(err)
	last := rows[len(rows)-1]
	if len(rows) != 4 || last[1] != "প্রাপ্ত আবেদন" || last[4] != "3" || last[6] != "cases.received 2026-11-01/2026-11-30" || last[7] != "2026-11-24T10:01:00+06:00" {
		b.Errorf("the annex is %q", rows)
	}
	answer, book := b.do(http.MethodGet, page+"/annex?as=xlsx")
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(book, "PK") {
		b.Errorf("the book: %d", answer.StatusCode)
	}
	b.shows(page+"/figures/3", "৩টি", "আইসিটি")
	b.shows(page+"/print", "ল্যাব কয়টি", "গণপ্রজাতন্ত্রী")
}

// corrected puts an answer right.
func (b *bureau) corrected(first string, sent report.Demand) {
	b.Helper()
	b.at(b.now.Add(24 * time.Hour))
	right := b.act(first, "correction", "form-key", b.key(), "reason", "ল্যাব ১৩টি")
	b.shows(first, "সংশোধিত হয়েছে", right)
	b.shows(right, "সংশোধনী", first)
	b.act(right, "questions", "period", "2026-11-01/2026-11-30", "count", "3", "question-1", "ল্যাব কয়টি", "number-1", "১৩", "evidence-1", "ল্যাব খাতা",
		"question-2", "মন্তব্য", "words-2", "নেই", "question-3", "প্রাপ্ত আবেদন", "figure-3", "received")
	b.shows(right, "১ বেশি")
	b.who = "head"
	b.act(right, "confirmation")
	b.act(right, "approval")
	b.act(right, "dispatch", "medium", "mail", "date", "২৫/১১/২০২৬", "proof", "uno@example.gov.bd")
	d := b.demand(right)
	if d.Memo == sent.Memo || d.Corrects != sent.ID || b.demand(first).Corrected != d.ID {
		b.Errorf("corrected as %+v", d)
	}
	b.shows(desk+"/outgoing/"+d.Letter, "সংশোধনী", "ল্যাব ১৩টি")
}

// askedAgain is asked the same and answers with the figures of then.
func (b *bureau) askedAgain(sent report.Demand) {
	b.Helper()
	b.application()
	page := b.leads(desk+"/demands", demanded(b.key(), "২০/১১/২০২৬")...)
	body := b.shows(page, "আসার আগেই তারিখ শেষ", "একই তথ্য আগে দেওয়া হয়েছে")
	earlier := regexp.MustCompile(`name="earlier" value="([0-9a-f]{32})"`).FindStringSubmatch(body)
	if earlier == nil || b.demand(earlier[1]).Corrects != sent.ID {
		b.Fatal("the corrected answer is not offered")
	}
	b.now = b.now.Add(time.Minute)
	b.act(page, "repetition", "earlier", earlier[1])
	b.shows(page, "৫টি", "২ বেশি") // one application, and the demand itself
	b.shows(desk+"/demands", "নভেম্বর মাসের সেবার তথ্য", "তারিখ পেরিয়েছে")
	b.shows(desk+"/demands?view=sent", "সংশোধনী")
	b.shows("/en"+desk+"/demands", "Past its date")
}

func TestAReturnComesOnTheListBeforeItsDay(t *testing.T) {
	sqldbtest.Addresses(t, func(t *testing.T, database string) {
		b := newBureau(t, database)
		b.leads(desk+"/returns/starters", "form-key", b.key())
		b.shows(desk+"/returns", "মাসিক সেবা প্রদান প্রতিবেদন", "মিলিয়ে দেখা বাকি", "-সময়মতো ১টি")
		page := desk + "/returns/monthly-services"
		body := b.shows(page, "প্রচলিত তালিকা থেকে এসেছে")
		form := []string{"revision", hidden.FindStringSubmatch(body)[1], "name", "মাসিক সেবা প্রতিবেদন", "asker", "জেলা কার্যালয়", "every", "month", "rule", "working",
			"day", "৫", "since", "১/১১/২০২৬", "post", "assistant", "active", "yes", "count", "0", "pick", "received", "pick", "in_time"}
		b.leads(page, form...)
		// November ends on a Monday; the fifth working day after it is Monday 7 December
		b.at(time.Date(2026, time.December, 1, 4, 0, 0, 0, time.UTC))
		b.watch()
		b.shows(desk+"/demands", "-মাসিক সেবা প্রতিবেদন")
		b.at(time.Date(2026, time.December, 2, 4, 0, 0, 0, time.UTC))
		b.watch()
		b.watch()
		b.shows(desk+"/demands", "মাসিক সেবা প্রতিবেদন: নভেম্বর ২০২৬", "৭ ডিসেম্বর ২০২৬")
		b.told("report.notice.3")
		b.at(time.Date(2026, time.December, 6, 4, 0, 0, 0, time.UTC))
		b.watch()
		b.told("report.notice.3", "report.notice.1")
		report := desk + "/demands/r-monthly-services-20261101"
		b.act(report, "figures")
		b.act(report, "approval")
		b.act(report, "dispatch", "medium", "efile", "date", "৬/১২/২০২৬", "proof", "ই-নথি ৭")
		b.at(time.Date(2027, time.January, 10, 4, 0, 0, 0, time.UTC))
		b.watch()
		b.told("report.notice.3", "report.notice.1", "report.notice.0")
		b.shows(page, "সময়মতো ১টি, বিলম্বে ০টি, পাঠানো হয়নি ১টি")
		b.shows(desk+"/demands/r-monthly-services-20261201", "পাশে গত প্রতিবেদনের সংখ্যা: নভেম্বর ২০২৬")
	})
}

// watch does what the program does each half hour.
func (b *bureau) watch() {
	b.Helper()
	for _, schedule := range b.Jobs.Schedules {
		if schedule.Name == "report.watch" {
			b.ok(schedule.Do(b.Context()))
			return
		}
	}
	b.Fatal("nothing watches the returns")
}

// told looks which reminders there are, each once.
func (b *bureau) told(keys ...string) {
	b.Helper()
	list, err := b.Notices.Notices(b.Context(), app.FirstOffice, "", 100)
	b.ok(err)
	var got []string
	for _, n := range list {
		if strings.HasPrefix(n.Key, "report.notice.") {
			got = append(got, n.Key)
		}
	}
	slices.Reverse(got)
	if !slices.Equal(got, keys) {
		b.Errorf("told %v, want %v", got, keys)
	}
}
