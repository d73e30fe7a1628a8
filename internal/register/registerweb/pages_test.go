package registerweb_test

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/register"
	"dorgora/internal/register/registerweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"

	"github.com/xuri/excelize/v2"
)

// now is Monday 23 November 2026, ten o'clock.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

func at(month time.Month, day, hour int) time.Time {
	return time.Date(2026, month, day, hour, 0, 0, 0, workday.Dhaka)
}

// town is the Rupsha office with its turns and two services.
type town struct {
	turns  []register.Turn
	past   []register.Past
	draft  *catalogue.Draft
	closed bool // nothing is published
	who    access.Identity
	door   http.Handler
}

func (w *town) Turns(_ context.Context, officeID string, _ register.Month) ([]register.Turn, error) {
	if officeID != "rupsha" {
		return nil, nil
	}
	return w.turns, nil
}

func (w *town) Past(context.Context, register.PastQuery) ([]register.Past, error) { return w.past, nil }

func (w *town) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices: []office.Office{{ID: "rupsha", Slug: "rupsha", Parent: "khulna"}, {ID: "khulna", Slug: "khulna"}},
		Posts: []office.Post{
			{Office: "rupsha", ID: "head", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head},
			{Office: "rupsha", ID: "clerk", Title: "অফিস সহকারী", TitleEn: "Office assistant", Role: office.Officer},
		},
		People:      []office.Person{{Office: "rupsha", ID: "tasnim", Name: "তাসনিম আরা"}},
		Assignments: []office.Assignment{{Office: "rupsha", ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive}},
	}, nil
}

func (w *town) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna"), nil
}

func (w *town) At(context.Context, string, time.Time) (*catalogue.Offer, error) {
	if w.closed {
		return nil, catalogue.Unpublished()
	}
	return catalogue.NewOffer(catalogue.Version{}, []catalogue.Service{
		{Key: "citizen-2", Short: "আইসিটি পরামর্শ", NameEn: "ICT advice", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 5}, Row: charter.Service{Group: charter.Citizen, Serial: "2"}},
		{Key: "citizen-3", Short: "ল্যাব সহায়তা", NameEn: "Lab support", Promise: workday.Promise{Kind: workday.Unmeasurable}, Row: charter.Service{Group: charter.Citizen, Serial: "3"}},
	}), nil
}

func (w *town) Draft(_ context.Context, _, id string) (catalogue.Draft, error) {
	if w.draft == nil || w.draft.ID != id {
		return catalogue.Draft{}, fault.New(fault.NotFound, "catalogue.draft.missing")
	}
	return *w.draft, nil
}

func (w *town) Open(context.Context, string) ([]catalogue.DraftLine, error) {
	if w.draft == nil {
		return nil, nil
	}
	return []catalogue.DraftLine{{ID: w.draft.ID}}, nil
}

func newTown(t *testing.T) *town {
	t.Helper()
	texts, err := message.New(site.Texts, catalogue.Texts, registerweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(registerweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: page.Pick("রূপসা কার্যালয়", "Rupsha office"), Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &town{who: access.Identity{Person: "tasnim", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}}
	p := registerweb.Pages{Site: shell, Turns: w, Offices: w, Offers: w, Drafts: w, Now: clock}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/register": p.Register, "GET /{office}/desk/register/cases": p.Cases,
		"GET /{office}/desk/register/file": p.File, "GET /{office}/desk/rehearsal": p.Rehearsal,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), w.who), office.Office{ID: r.PathValue("office"), Slug: "rupsha"})
			serve(rw, r.WithContext(ctx))
		})
	}
	w.door = shell.Wrap(mux)
	return w
}

// get asks for a page and checks that it is sound.
func (w *town) get(t *testing.T, path string, status int) string {
	t.Helper()
	answer := httptest.NewRecorder()
	w.door.ServeHTTP(answer, httptest.NewRequest("GET", path, nil))
	if answer.Code != status {
		t.Fatalf("%s answers %d, want %d: %.300s", path, answer.Code, status, answer.Body)
	}
	body := answer.Body.String()
	if strings.Contains(body, "<html") {
		sitetest.Page(t, body)
	}
	return body
}

// has fails for every word or piece of markup that a page lacks.
func has(t *testing.T, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("%q is missing", word)
		}
	}
}

func turn(n int, service string, began, ended time.Time, outcome casework.Outcome) register.Turn {
	return register.Turn{
		Office: "rupsha", Number: fmt.Sprintf("4821093%04d", n), Place: 1, Service: service, Name: "সেবা", Post: "head", Received: began, Began: began,
		Ended: ended, Outcome: outcome, Dated: true, Due: began.Add(72 * time.Hour), Took: 2,
	}
}

// busy fills the town with a month of work.
func busy(w *town) {
	for i := range 60 {
		w.turns = append(w.turns, turn(i, "citizen-2", at(time.November, 1+i%20, 9), at(time.November, 3+i%20, 12), casework.Delivered))
	}
	w.turns[3].Late = true
	w.turns[4].Outcome = casework.Refused
	w.turns[5].Dated = false
	w.turns[6].Outcome = casework.PassedOn
	w.turns = append(w.turns, turn(90, "citizen-3", at(time.October, 20, 9), time.Time{}, ""), turn(91, "citizen-9", at(time.November, 20, 9), time.Time{}, ""))
	w.turns[61].Sealed = true
}

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(registerweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"register": registerweb.RegisterPage{}, "register-cases": registerweb.CasesPage{}, "rehearsal": registerweb.RehearsalPage{},
	})
	if err != nil {
		t.Fatal(err)
	}
}

var figureLink = regexp.MustCompile(`<a href="(/[^"]*register/cases\?[^"]*)">([০-৯0-9,]+)<span`)

func TestPagesRegister(t *testing.T) {
	w := newTown(t)
	busy(w)
	t.Run("a month reads as a clerk would write it", func(t *testing.T) {
		has(t, w.get(t, "/rupsha/desk/register?month=2026-11", 200), "মাসিক নিবন্ধন: নভেম্বর ২০২৬", "আইসিটি পরামর্শ", "ল্যাব সহায়তা", "৫৭টির ৫৬টি (৯৮%)")
	})
	for _, lang := range []string{"", "/en"} {
		t.Run("every figure opens a list of just so many"+lang, func(t *testing.T) {
			found := figureLink.FindAllStringSubmatch(w.get(t, lang+"/rupsha/desk/register?month=2026-11", 200), -1)
			if len(found) < 20 {
				t.Fatalf("only %d figures lead to lists", len(found))
			}
			for _, one := range found {
				if got := w.listed(t, html.UnescapeString(one[1])); fmt.Sprint(got) != ascii(one[2]) {
					t.Errorf("%s counts %s and lists %d", one[1], one[2], got)
				}
			}
		})
	}
	t.Run("an unreadable or coming month is the running one", func(t *testing.T) {
		for _, month := range []string{"", "নভেম্বর", "2027-01"} {
			has(t, w.get(t, "/rupsha/desk/register?month="+month, 200), "নভেম্বর ২০২৬", "মাসটি এখনো শেষ হয়নি")
		}
	})
	t.Run("a month written in Bangla digits is read", func(t *testing.T) {
		has(t, w.get(t, "/rupsha/desk/register?month=২০২৬-১০", 200), "মাসিক নিবন্ধন: অক্টোবর ২০২৬")
	})
	t.Run("one service alone", func(t *testing.T) {
		body := w.get(t, "/en/rupsha/desk/register?month=2026-11&service=citizen-3", 200)
		if has(t, body, "Lab support"); strings.Contains(body, `<th scope="row">ICT advice`) {
			t.Error("another service stands in the table")
		}
	})
	t.Run("an office without work says so", func(t *testing.T) {
		has(t, w.get(t, "/dighalia/desk/register", 200), "এই মাসে কোনো কাজ ছিল না")
	})
	t.Run("an office that has published nothing still has its register", func(t *testing.T) {
		w := newTown(t)
		busy(w)
		w.closed = true
		has(t, w.get(t, "/rupsha/desk/register", 200), "সেবা")
	})
}

// listed counts the rows behind a link, page by page.
func (w *town) listed(t *testing.T, path string) int {
	t.Helper()
	n := 0
	for path != "" {
		body := w.get(t, path, 200)
		n += strings.Count(body, `<th scope="row">`)
		next := regexp.MustCompile(`rel="next" href="([^"]+)"`).FindStringSubmatch(body)
		path = ""
		if next != nil {
			path = html.UnescapeString(next[1])
		}
	}
	return n
}

func ascii(text string) string {
	return strings.NewReplacer("০", "0", "১", "1", "২", "2", "৩", "3", "৪", "4", "৫", "5", "৬", "6", "৭", "7", "৮", "8", "৯", "9", ",", "").Replace(text)
}

func TestPagesCases(t *testing.T) {
	w := newTown(t)
	busy(w)
	t.Run("a late one says so, with both dates", func(t *testing.T) {
		has(t, w.get(t, "/en/rupsha/desk/register/cases?month=2026-11&figure=late", 200), "Late: November 2026", "Service given, late", "4 November 2026", "7 November 2026", "Assistant Programmer")
	})
	t.Run("a sealed case keeps its number from those who do not handle it", func(t *testing.T) {
		path := "/rupsha/desk/register/cases?month=2026-11&figure=pending"
		if body := w.get(t, path, 200); !strings.Contains(body, "desk/cases/48210930091") {
			t.Error("the head does not see the sealed case")
		}
		w.who = access.Identity{Person: "karim", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: office.Officer}}}
		body := w.get(t, path, 200)
		if has(t, body, "গোপন রাখা আবেদন"); strings.Contains(body, "48210930091") || strings.Contains(ascii(body), "4821 0930 091") {
			t.Error("the number of a sealed case is shown")
		}
	})
	t.Run("an unknown figure is no page", func(t *testing.T) {
		w.get(t, "/rupsha/desk/register/cases?figure=secret", 404)
	})
	t.Run("a wrong place in the list is its end or its beginning, never an error", func(t *testing.T) {
		w.get(t, "/rupsha/desk/register/cases?month=2026-11&figure=handled&after=zzz", 200)
	})
}

func TestPagesFile(t *testing.T) {
	w := newTown(t)
	busy(w)
	w.turns[61].Name = "=HYPERLINK(1)"
	w.turns[61].Service = "other"
	text := strings.TrimPrefix(w.get(t, "/rupsha/desk/register/file?month=2026-11&as=csv", 200), "\uFEFF")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 5 || rows[1][0] != "আইসিটি পরামর্শ" || rows[1][5] != "56" || rows[3][0] != "'=HYPERLINK(1)" || rows[4][0] != "মোট" {
		t.Errorf("rows %q", rows)
	}
	book, err := excelize.OpenReader(strings.NewReader(w.get(t, "/rupsha/desk/register/file?month=2026-11&as=xlsx", 200)))
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = book.Close() }()
	same, err := book.GetRows(book.GetSheetList()[0])
	if err != nil {
		t.Fatal(err)
	}
	for r := range rows {
		for c := range same[r] {
			if same[r][c] != rows[r][c] {
				t.Errorf("row %d, column %d: %q in the book, %q in the text", r, c, same[r][c], rows[r][c])
			}
		}
	}
	w.get(t, "/rupsha/desk/register/file?as=exe", 404)
}

func TestPagesRehearsal(t *testing.T) {
	w := newTown(t)
	t.Run("with too few cases there is no figure", func(t *testing.T) {
		w.past = []register.Past{{Received: at(time.November, 1, 9), Ended: at(time.November, 2, 9)}}
		body := w.get(t, "/rupsha/desk/rehearsal?service=citizen-2", 200)
		if has(t, body, "মাত্র ১টি কাজ শেষ হয়েছে"); strings.Contains(body, "<svg class=\"ch hist\"") {
			t.Error("a drawing is shown")
		}
	})
	w.past = nil
	for i := range 40 {
		w.past = append(w.past, register.Past{Received: at(time.November, 1+i%5, 9), Ended: at(time.November, 3+i%5+i%9, 12)})
	}
	t.Run("the answer stands in words, as a drawing and as a table", func(t *testing.T) {
		body := w.get(t, "/en/rupsha/desk/rehearsal?service=citizen-2&days=4", 200)
		has(t, body, "Promised now: 5 working days", "Of 40 requests served", "<rect class=\"f2\"", "Propose", `href="/en/rupsha/desk/charter"`)
		if strings.Contains(body, "Replayed") {
			t.Error("a replay is shown though nothing was changed")
		}
	})
	t.Run("another number of officers and worked Saturdays are replayed", func(t *testing.T) {
		has(t, w.get(t, "/en/rupsha/desk/rehearsal?service=citizen-2&days=৪&officers=2&saturdays=yes&closed=1", 200), "Replayed with the change", "With 2 at work instead of 1", "checked")
	})
	t.Run("with an open draft the proposal leads to the row", func(t *testing.T) {
		w.draft = &catalogue.Draft{ID: "d1", Charter: charter.Charter{Services: []charter.Service{{Group: charter.Citizen, Serial: "1"}, {Group: charter.Citizen, Serial: "2"}}}}
		has(t, w.get(t, "/rupsha/desk/rehearsal?service=citizen-2", 200), "/rupsha/desk/charter/drafts/d1?row=2&amp;field=time")
	})
	t.Run("wrong numbers are named and kept", func(t *testing.T) {
		answer := httptest.NewRecorder()
		w.door.ServeHTTP(answer, httptest.NewRequest("GET", "/en/rupsha/desk/rehearsal?service=citizen-2&days=900&share=0&officers=xx", nil))
		sitetest.Page(t, answer.Body.String())
		if answer.Code != http.StatusUnprocessableEntity {
			t.Errorf("answers %d", answer.Code)
		}
		has(t, answer.Body.String(), "There is a problem", `value="900"`, `value="xx"`)
	})
	t.Run("without a choice it asks for one", func(t *testing.T) {
		has(t, w.get(t, "/rupsha/desk/rehearsal", 200), "একটি সেবা ও সময়সীমা বেছে নিয়ে")
	})
	t.Run("an office without a charter is led there", func(t *testing.T) {
		w.closed = true
		has(t, w.get(t, "/rupsha/desk/rehearsal", 200), "চার্টার এখনো প্রকাশিত হয়নি")
	})
}
