package postboxweb_test

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

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"
)

var monday = time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka)

// The numbers of an open case, and of one that is kept secret.
var (
	openCase   = number.Tracking([8]byte{0, 0, 0, 0, 0, 0, 0, 1})
	sealedCase = number.Tracking([8]byte{0, 0, 0, 0, 0, 0, 0, 2})
)

var (
	head  = access.Identity{Person: "tasnim", Name: "তাসনিম আরা", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}
	clerk = access.Identity{Person: "karim", Name: "মো. করিম", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: office.Officer}}}
	above = access.Identity{Person: "dc", Name: "জেলা", Seats: []access.Seat{{Office: "khulna", Post: "head", Role: office.Head}}}
)

// town is the Rupsha office with its mails; what its people decide is written down.
type town struct {
	*testing.T
	who     access.Identity
	mails   map[string]postbox.Letter
	door    http.Handler
	rulings []string
	wrong   error
}

func (w *town) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices:     []office.Office{{ID: "rupsha", Slug: "rupsha", Parent: "khulna"}, {ID: "khulna", Slug: "khulna"}},
		Posts:       []office.Post{{Office: "rupsha", ID: "head", Title: "প্রধান", Role: office.Head}, {Office: "rupsha", ID: "clerk", Title: "সহকারী", Superior: "head"}},
		People:      []office.Person{{Office: "rupsha", ID: "tasnim", Name: "তাসনিম আরা"}, {Office: "rupsha", ID: "karim", Name: "মো. করিম"}},
		Assignments: []office.Assignment{{Office: "rupsha", ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive}, {Office: "rupsha", ID: "a2", Post: "clerk", Person: "karim", Tenure: office.Substantive}},
	}, nil
}

func (w *town) Case(_ context.Context, officeID, n string) (casework.Case, error) {
	c := casework.Case{Office: "rupsha", Number: n, Post: "head", Status: casework.InProgress, Handling: casework.Handling{Sealed: n == sealedCase}}
	if officeID != "rupsha" || n != openCase && n != sealedCase {
		return casework.Case{}, fault.New(fault.NotFound, "record.missing")
	}
	return c, nil
}

func (w *town) Letter(_ context.Context, officeID, id string) (postbox.Letter, error) {
	l, known := w.mails[id]
	if !known || l.Office != officeID {
		return l, fault.New(fault.NotFound, "record.missing")
	}
	return l, nil
}

func (w *town) Letters(_ context.Context, officeID string, states []postbox.State, _ string, _ int) ([]postbox.Letter, error) {
	var list []postbox.Letter
	for _, l := range w.mails {
		for _, state := range states {
			if l.Office == officeID && l.State == state {
				list = append(list, l)
			}
		}
	}
	return list, nil
}

func (w *town) note(act string, r postbox.Ruling) error {
	if w.wrong != nil {
		return w.wrong
	}
	w.rulings = append(w.rulings, act+" "+r.ID+" "+r.Service+r.Number+r.Words+" by "+r.Actor.Post)
	return nil
}

func (w *town) Request(_ context.Context, r postbox.Ruling) (string, error) {
	if r.Service == "" {
		return "", fault.InField("service", "postbox.service.missing")
	}
	return openCase, w.note("request", r)
}
func (w *town) Join(_ context.Context, r postbox.Ruling) error     { return w.note("join", r) }
func (w *town) Decline(_ context.Context, r postbox.Ruling) error  { return w.note("decline", r) }
func (w *town) MarkSpam(_ context.Context, r postbox.Ruling) error { return w.note("spam", r) }

func (w *town) Send(rw http.ResponseWriter, _ *http.Request, e document.Evidence) error {
	_, err := io.WriteString(rw, "content of "+e.Hash)
	return err
}

func newTown(t *testing.T) *town {
	t.Helper()
	texts, err := message.New(site.Texts, document.Texts, number.Texts, postbox.Texts, postboxweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(postboxweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	w := &town{T: t, who: clerk, mails: map[string]postbox.Letter{}}
	for _, l := range []postbox.Letter{
		{ID: "new", Subject: "প্রিন্টার <b>নষ্ট</b>", Text: "জনাব,\n<script>alert(1)</script>", State: postbox.ToSort, Why: "postbox.why.service", Name: "রহিমা",
			Files: []postbox.Kept{{Name: "ছবি.jpg", Type: "image/jpeg", Hash: "h1"}, {Name: "a.exe", Reason: "document.type.unknown"}}},
		{ID: "doubt", Subject: "Re: " + openCase, State: postbox.Quarantine, Sort: postbox.Stranger, Number: openCase, Why: "postbox.why.stranger"},
		{ID: "secret", Subject: "গোপন বিষয়", State: postbox.Quarantine, Number: sealedCase},
		{ID: "done", Subject: "শেষ", State: postbox.Taken, Number: openCase, By: "karim", ByName: "মো. করিম", Settled: monday, Revision: 3},
		{ID: "machine", State: postbox.Filed, Sort: postbox.Automatic},
	} {
		l.Office, l.From, l.To, l.At = "rupsha", "rahima@example.org", "rupsha@seba.example", monday
		if l.Revision == 0 {
			l.Revision = 2
		}
		w.mails[l.ID] = l
	}
	clock := func() time.Time { return monday }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Logger: slog.New(slog.DiscardHandler),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	offer := catalogue.NewOffer(catalogue.Version{}, []catalogue.Service{{Slug: "citizen-2-advice", Key: "citizen-2", Serial: "2", Short: "আইসিটি পরামর্শ", Group: charter.Citizen}})
	p := postboxweb.Pages{
		Site: shell, Mails: w, Clerk: w, Cases: w, Charts: w, Sender: w, Now: clock,
		Offer: func(context.Context, string) (*catalogue.Offer, error) { return offer, nil },
	}
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/mail": p.List, "GET /{office}/desk/mail/{mail}": p.Letter, "GET /{office}/desk/mail/{mail}/files/{attachment}": p.File,
		"POST /{office}/desk/mail/{mail}/request": p.Request, "POST /{office}/desk/mail/{mail}/joining": p.Join,
		"POST /{office}/desk/mail/{mail}/refusal": p.Decline, "POST /{office}/desk/mail/{mail}/spam": p.Spam,
	} {
		mux.HandleFunc(pattern, func(rw http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), w.who), office.Office{ID: r.PathValue("office"), Slug: r.PathValue("office")})
			serve(rw, r.WithContext(ctx))
		})
	}
	w.door = shell.Wrap(mux)
	return w
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

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(postboxweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(templates, map[string]site.Shown{"mailbox": postboxweb.ListPage{}, "letter-mail": postboxweb.LetterPage{}}); err != nil {
		t.Fatal(err)
	}
}

func TestPagesShowMails(t *testing.T) {
	w := newTown(t)
	w.get("/rupsha/desk/mail", "প্রিন্টার &lt;b&gt;নষ্ট", "রহিমা · rahima@example.org", "কোন সেবা, বোঝা যায়নি", "২টি ফাইল")
	w.get("/en/rupsha/desk/mail?box=filed", "(no subject)", "Kept")
	w.get("/rupsha/desk/mail?box=done", "আবেদনে যুক্ত")
	t.Run("what a mail says is text, and files are offered", func(t *testing.T) {
		body := w.get("/rupsha/desk/mail/new", "&lt;script&gt;alert(1)", "ছবি.jpg", "/rupsha/desk/mail/new/files/h1", "a.exe", "২ · আইসিটি পরামর্শ", "এই কার্যালয়ের নয়")
		if strings.Contains(body, "<script>alert") || strings.Contains(body, "files/\"") {
			t.Error("it is shown raw")
		}
		if body, _ := w.ask("GET", "/rupsha/desk/mail/new/files/h1", nil, 200); body != "content of h1" {
			t.Error(body)
		}
		for _, path := range []string{"/files/h2", "/files/1", "/files/x"} {
			w.ask("GET", "/rupsha/desk/mail/new"+path, nil, 404)
		}
	})
	t.Run("a mail of a sealed case is there only for who may know", func(t *testing.T) {
		if body := w.get("/rupsha/desk/mail?box=quarantine", "আবেদনকারীর ঠিকানা থেকে আসেনি"); strings.Contains(body, "গোপন বিষয়") {
			t.Error("it is listed")
		}
		w.ask("GET", "/rupsha/desk/mail/secret", nil, 404)
		w.ask("POST", "/rupsha/desk/mail/secret/spam", url.Values{}, 404)
		w.who = head
		w.get("/rupsha/desk/mail?box=quarantine", "গোপন বিষয়")
		w.get("/rupsha/desk/mail/secret", "গোপন বিষয়")
		w.who = clerk
	})
	t.Run("another office's mail is not there", func(t *testing.T) { w.ask("GET", "/dighalia/desk/mail/new", nil, 404) })
	t.Run("those above look on", func(t *testing.T) {
		w.who = above
		if body := w.get("/rupsha/desk/mail/new"); strings.Contains(body, "<button class=\"btn\">আবেদন হিসেবে নিন") {
			t.Error("the form is shown")
		}
		w.ask("POST", "/rupsha/desk/mail/new/spam", url.Values{}, 403)
		w.who = clerk
	})
}

func TestPagesAct(t *testing.T) {
	w := newTown(t)
	t.Run("what was decided is carried out", func(t *testing.T) {
		for _, one := range []struct {
			act  string
			form url.Values
			to   string
			want string
		}{
			{"request", url.Values{"service": {"citizen-2-advice"}, "revision": {"2"}}, "/rupsha/desk/cases/" + openCase, "request new citizen-2-advice by clerk"},
			{"joining", url.Values{"number": {message.Digits(message.Bn, number.Grouped(openCase))}}, "/rupsha/desk/cases/" + openCase, "join new " + openCase + " by clerk"},
			{"refusal", url.Values{"words": {"খুলনা কার্যালয়ে লিখুন"}}, "/rupsha/desk/mail", "decline new খুলনা কার্যালয়ে লিখুন by clerk"},
			{"spam", url.Values{}, "/rupsha/desk/mail", "spam new  by clerk"},
		} {
			_, to := w.ask("POST", "/rupsha/desk/mail/new/"+one.act, one.form, 303)
			if got := w.rulings[len(w.rulings)-1]; to != one.to || got != one.want {
				t.Errorf("%s: %q, leads to %s", one.act, got, to)
			}
		}
	})
	done := len(w.rulings)
	t.Run("mistakes name the field and lose nothing", func(t *testing.T) {
		body, _ := w.ask("POST", "/rupsha/desk/mail/new/request", url.Values{}, 422)
		w.has(body, "সেবা বেছে নিন", `href="#service"`)
		body, _ = w.ask("POST", "/rupsha/desk/mail/new/joining", url.Values{}, 422)
		w.has(body, "আবেদনের নম্বর লিখুন")
		body, _ = w.ask("POST", "/rupsha/desk/mail/new/joining", url.Values{"number": {"12345"}}, 422)
		w.has(body, "আবেদনটি পাওয়া যায়নি", "১২৩৪৫")
		w.ask("POST", "/rupsha/desk/mail/new/joining", url.Values{"number": {sealedCase}}, 422)
		w.wrong = fault.InField("words", "postbox.words.missing")
		body, _ = w.ask("POST", "/rupsha/desk/mail/new/refusal", url.Values{"words": {""}}, 422)
		w.has(body, "কেন এই কার্যালয়ের নয়, লিখুন")
		w.wrong = nil
	})
	t.Run("a stale page changes nothing, the same form again leads on", func(t *testing.T) {
		w.wrong = fault.New(fault.Conflict, "postbox.settled")
		body, _ := w.ask("POST", "/rupsha/desk/mail/new/spam", url.Values{"revision": {"1"}}, 409)
		w.has(body, "ব্যবস্থা নেওয়া হয়ে গেছে")
		_, to := w.ask("POST", "/rupsha/desk/mail/done/request", url.Values{"service": {"citizen-2-advice"}, "revision": {"2"}}, 303)
		if to != "/rupsha/desk/mail/done" {
			t.Error(to)
		}
		w.wrong = nil
	})
	if len(w.rulings) != done {
		t.Errorf("%v", w.rulings[done:])
	}
}
