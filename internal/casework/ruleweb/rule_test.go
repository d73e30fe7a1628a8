package ruleweb_test

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/casework/ruleweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// now is Monday 23 November 2026, ten o'clock.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

// town is the Rupsha office below Khulna, with real tables.
type town struct {
	store caseworkdb.Store
	who   access.Identity
	door  http.Handler
}

var (
	rupsha = office.Office{ID: "rupsha", Slug: "rupsha", Parent: "khulna", Name: "রূপসা কার্যালয়", NameEn: "Rupsha office"}
	khulna = office.Office{ID: "khulna", Slug: "khulna", Name: "খুলনা জেলা কার্যালয়", NameEn: "Khulna district office"}
)

func (w *town) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{Offices: []office.Office{rupsha, khulna}}, nil
}

func (w *town) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna"), nil
}

func (w *town) At(context.Context, string, time.Time) (*catalogue.Offer, error) {
	return catalogue.NewOffer(catalogue.Version{}, []catalogue.Service{{Key: "citizen-2", Short: "আইসিটি পরামর্শ", NameEn: "ICT advice"}}), nil
}

func (w *town) RuleLines(ctx context.Context, _ string) ([]casework.RuleLine, error) {
	return w.store.RuleLinesOf(ctx, []string{"rupsha", "khulna"})
}

func newTown(t *testing.T, db *sqldb.DB) *town {
	t.Helper()
	texts, err := message.New(site.Texts, catalogue.Texts, caseworkweb.Texts, ruleweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(ruleweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() time.Time { return now }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: page.Pick(rupsha.Name, rupsha.NameEn), Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &town{store: caseworkdb.Store{DB: db}, who: access.Identity{Person: "tasnim", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}}
	p := ruleweb.Pages{Site: shell, Book: w, Keep: w.store, Offices: w, Offers: w, Now: clock}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{"GET /{office}/desk/rules": p.Rules, "POST /{office}/desk/rules": p.Set} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			serve(rw, r.WithContext(office.With(access.With(r.Context(), w.who), rupsha)))
		})
	}
	w.door = shell.Wrap(mux)
	return w
}

// ask asks for a page, or sends the form when there is one, and checks what comes.
func (w *town) ask(t *testing.T, path string, form url.Values, status int) string {
	t.Helper()
	r := httptest.NewRequest("GET", path, nil)
	if form != nil {
		r = httptest.NewRequest("POST", path, strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	answer := httptest.NewRecorder()
	w.door.ServeHTTP(answer, r)
	if answer.Code != status {
		t.Fatalf("%s answers %d, want %d: %.600s", path, answer.Code, status, answer.Body)
	}
	if strings.Contains(answer.Body.String(), "<html") {
		sitetest.Page(t, answer.Body.String())
	}
	return answer.Body.String() + answer.Header().Get("Location")
}

func has(t *testing.T, body string, words ...string) {
	t.Helper()
	for _, word := range words {
		if !strings.Contains(body, word) {
			t.Errorf("%q is missing", word)
		}
	}
}

func figure(name, service, value, day string) url.Values {
	return url.Values{"name": {name}, "service": {service}, "value": {value}, "source": {"সমন্বয় সভা"}, "effective": {day}}
}

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(ruleweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(templates, map[string]site.Shown{"rules": ruleweb.RulesPage{}}); err != nil {
		t.Fatal(err)
	}
}

func engines(t *testing.T, test func(t *testing.T, w *town)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { test(t, newTown(t, db)) })
}

func TestPagesRules(t *testing.T) {
	engines(t, func(t *testing.T, w *town) {
		t.Run("without any of its own the usual figures are in force", func(t *testing.T) {
			has(t, w.ask(t, "/rupsha/desk/rules", nil, 200), "আগাম স্মরণ", "১ কার্যদিবস", "সাধারণ মান", "এখনো কোনো কার্যালয় নিজের মান ঠিক করেনি", "কার্যালয়ের নিজের মান ঠিক করুন")
			has(t, w.ask(t, "/en/rupsha/desk/rules", nil, 200), "Early reminder", "60 seconds", `<span lang="bn">`)
		})
		t.Run("what the office above set holds below, and says from where", func(t *testing.T) {
			line := casework.RuleLine{Office: "khulna", Name: "wait", Value: 20, Source: "জেলা আদেশ", Effective: workday.Date{Year: 2026, Month: 11, Day: 1}, Person: "karim"}
			if err := w.store.SetRule(t.Context(), line); err != nil {
				t.Fatal(err)
			}
			has(t, w.ask(t, "/rupsha/desk/rules", nil, 200), "২০ কার্যদিবস", "খুলনা জেলা কার্যালয়", "জেলা আদেশ")
		})
		t.Run("a head sets a figure for one service, which holds for that service alone", func(t *testing.T) {
			has(t, w.ask(t, "/rupsha/desk/rules", figure("wait", "citizen-2", "৫", "২৩/১১/২০২৬"), 303), "/rupsha/desk/rules?said=set&service=citizen-2")
			body := w.ask(t, "/rupsha/desk/rules?service=citizen-2&said=set", nil, 200)
			has(t, body, "নতুন মান রাখা হয়েছে", "৫ কার্যদিবস", "এই কার্যালয় · আইসিটি পরামর্শ", "সমন্বয় সভা")
			lines, err := w.RuleLines(t.Context(), "rupsha")
			if err != nil {
				t.Fatal(err)
			}
			today := workday.Date{Year: 2026, Month: 11, Day: 23}
			if one, all := casework.RuleFor(lines, "wait", "citizen-2", today), casework.RuleFor(lines, "wait", "citizen-3", today); one.Value != 5 || one.Person != "tasnim" || all.Value != 20 {
				t.Errorf("for the service %+v, for another %+v", one, all)
			}
		})
		t.Run("a figure of a coming day waits for its day", func(t *testing.T) {
			w.ask(t, "/rupsha/desk/rules", figure("tries", "", "4", "2026-12-01"), 303)
			has(t, w.ask(t, "/rupsha/desk/rules", nil, 200), "৩ বার", "৪ বার", "১ ডিসেম্বর ২০২৬ (আসছে)")
		})
	})
}

func TestPagesSet(t *testing.T) {
	engines(t, func(t *testing.T, w *town) {
		for name, row := range map[string]struct {
			form url.Values
			word string
		}{
			"a figure out of bounds is refused with its bounds":   {figure("tries", "", "11", "23/11/2026"), "১ থেকে ১০ পর্যন্ত একটি সংখ্যা দিন"},
			"no figure at all is refused":                         {figure("tries", "", "", "23/11/2026"), "১ থেকে ১০ পর্যন্ত একটি সংখ্যা দিন"},
			"a day that has passed is refused":                    {figure("tries", "", "4", "22/11/2026"), "আজকের আগের তারিখ দেওয়া যায় না"},
			"a figure that nobody knows is refused":               {figure("colour", "", "4", "23/11/2026"), "এমন কোনো মান নেই"},
			"a service that the office does not offer is refused": {figure("tries", "citizen-99", "4", "23/11/2026"), "একটি সমস্যা আছে"},
			"without an order or decision it is refused":          {url.Values{"name": {"tries"}, "value": {"4"}, "effective": {"23/11/2026"}}, "কোন আদেশ বা সিদ্ধান্তে, তা লিখুন"},
		} {
			t.Run(name, func(t *testing.T) {
				has(t, w.ask(t, "/rupsha/desk/rules", row.form, 422), row.word)
			})
		}
		t.Run("nothing was kept of these", func(t *testing.T) {
			if lines, err := w.store.RulesOf(t.Context(), "rupsha"); err != nil || len(lines) != 0 {
				t.Errorf("%v %v", lines, err)
			}
		})
		t.Run("an officer who leads nothing reads, and gets no form", func(t *testing.T) {
			w.who = access.Identity{Person: "rafi", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: office.Officer}}}
			body := w.ask(t, "/rupsha/desk/rules", nil, 200)
			has(t, body, "মান বদলাতে পারেন কার্যালয়ের প্রধান")
			if strings.Contains(body, "<form class=\"card") {
				t.Error("there is a form")
			}
		})
	})
}
