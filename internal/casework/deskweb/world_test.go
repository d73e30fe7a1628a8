package deskweb_test

import (
	"bytes"
	"context"
	"html"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site/sitetest"
	"dorgora/workday"
)

// town is the offices and services of these tests; its clock stands where a test
// puts it.
type town struct {
	t         *testing.T
	now       time.Time
	announced []workday.Day
	log       bytes.Buffer
	cases     caseworkdb.Store
	door      http.Handler
}

// monday is 23 November 2026, 10:42 in Dhaka.
var monday = time.Date(2026, 11, 23, 10, 42, 0, 0, workday.Dhaka)

var department = office.Office{ID: "khulna", Slug: "khulna", Kind: office.District, Name: "খুলনা জেলা কার্যালয়", NameEn: "Khulna district office", Phone: "+880241000000"}

var townOffices = map[string]office.Office{
	"khulna":   department,
	"rupsha":   {ID: "rupsha", Slug: "rupsha", Parent: "khulna", Name: "রূপসা কার্যালয়", NameEn: "Rupsha office", Place: "রূপসা, খুলনা", Phone: "+880255039757", Region: "khulna"},
	"dighalia": {ID: "dighalia", Slug: "dighalia", Parent: "khulna", Name: "দিঘলিয়া কার্যালয়", NameEn: "Dighalia office", Region: "khulna"},
}

func (w *town) Chart(_ context.Context, id string) (office.Chart, error) {
	own, ok := townOffices[id]
	if !ok {
		return office.Chart{}, fault.New(fault.NotFound, "record.missing")
	}
	return office.Chart{
		Offices:     []office.Office{own, department},
		Posts:       []office.Post{{Office: id, ID: "head", Title: "সহকারী প্রোগ্রামার", TitleEn: "Assistant Programmer", Role: office.Head}},
		People:      []office.Person{{Office: id, ID: "tasnim", Name: "তাসনিম আরা", NameEn: "Tasnim Ara"}},
		Assignments: []office.Assignment{{Office: id, ID: "a1", Post: "head", Person: "tasnim", Tenure: office.Substantive}},
	}, nil
}

func (w *town) Calendar(context.Context, string) (workday.Calendar, error) {
	return workday.Bangladesh("khulna").With(w.announced...), nil
}

var townServices = []catalogue.Service{
	{
		Key: "citizen-3", Version: 1, Slug: "citizen-3-lab-support", Group: charter.Citizen, Serial: "3", Name: "কম্পিউটার ল্যাবের সহায়তা",
		Short: "ল্যাবের সহায়তা", NameEn: "Lab support", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 7}, Post: "head",
		Fee: charter.Fee{Kind: charter.FeeFree},
		Papers: []charter.Paper{
			{Text: "প্রধান শিক্ষকের পত্র", Need: charter.Required, From: "নিজ প্রতিষ্ঠান"}, {Text: "যন্ত্রের ছবি", Need: charter.Optional},
		},
	},
	{
		Key: "citizen-4", Version: 1, Slug: "citizen-4-advice", Group: charter.Citizen, Serial: "4", Name: "পরামর্শ", Short: "পরামর্শ",
		Promise: workday.Promise{Kind: workday.Unmeasurable}, Post: "head",
	},
	{
		Key: "citizen-5", Version: 1, Slug: "citizen-5-safety", Group: charter.Citizen, Serial: "5", Name: "সাইবার পরামর্শ", Short: "সাইবার পরামর্শ",
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 2}, Post: "head", Kind: "secret",
	},
	{
		Key: "citizen-6", Version: 1, Slug: "citizen-6-repair", Group: charter.Citizen, Serial: "6", Name: "মেরামত", Short: "মেরামত",
		Promise: workday.Promise{Kind: workday.Immediate}, Post: "head", Kind: "repair",
	},
	{
		Key: "citizen-7", Version: 1, Slug: "citizen-7-brief", Group: charter.Citizen, Serial: "7", Name: "তাৎক্ষণিক সহায়তা", Short: "তাৎক্ষণিক সহায়তা",
		Promise: workday.Promise{Kind: workday.Immediate}, Post: "head", Kind: "brief",
	},
}

// townKinds are the kinds of the two services that are more than plain.
var townKinds = map[string]catalogue.Kind{
	"secret": {ID: "secret", Sealed: true},
	"brief": {
		ID: "brief", Form: []catalogue.Question{{ID: "place", Sort: catalogue.Choice, Choices: []string{"lab", "office"}}},
		Record: []catalogue.Question{{ID: "spec", Sort: catalogue.Line, Required: true}},
	},
	"repair": {
		ID: "repair", Declares: true, Refusals: []string{"scope"},
		Form:   []catalogue.Question{{ID: "place", Sort: catalogue.Choice, Choices: []string{"lab", "office"}}, {ID: "nid", Sort: catalogue.Identity}},
		Steps:  []catalogue.Step{{ID: "visit", Days: 2, Needed: true, Record: []catalogue.Question{{ID: "tried", Sort: catalogue.Text, Required: true}}}},
		Record: []catalogue.Question{{ID: "spec", Sort: catalogue.Line, Required: true}, {ID: "until", Sort: catalogue.Date}},
		Sheets: []catalogue.Sheet{{ID: "advice", Needs: []string{"tried"}}},
		Alarms: []catalogue.Alarm{{ID: "loss", Needs: []catalogue.Question{{ID: "gd", Sort: catalogue.Line, Required: true}}}},
	},
}

const kindTexts = `
kind.brief.place = কোথায়
kind.brief.place.lab = ল্যাবে
kind.brief.place.office = অফিসে
kind.brief.spec = যন্ত্রের বিবরণ
kind.repair.place = কোথায়
kind.repair.place.lab = ল্যাবে
kind.repair.place.office = অফিসে
kind.repair.nid = পরিচয়পত্র
kind.repair.step.visit = গিয়ে দেখা
kind.repair.tried = কী কী চেষ্টা হয়েছে
kind.repair.spec = যন্ত্রের বিবরণ
kind.repair.until = ওয়ারেন্টি
kind.repair.sheet.advice = পরামর্শপত্র
kind.repair.sheet.advice.body = {name}: {tried}; {place}; {gd}. {sentence}
kind.repair.alarm.loss = তথ্য হারিয়েছে
kind.repair.gd = জিডি নম্বর
kind.repair.refusal.scope = এটি এ কার্যালয়ের কাজ নয়।
`

func (w *town) ServiceAt(_ context.Context, _, slug string, _ time.Time) (catalogue.Service, error) {
	for _, one := range townServices {
		if one.Slug == slug || one.Key == slug || strings.HasPrefix(slug, one.Key+"-") {
			return one, nil
		}
	}
	return catalogue.Service{}, fault.New(fault.NotFound, "catalogue.service.missing")
}

func (w *town) ServiceIn(ctx context.Context, id, slug string, _ int) (catalogue.Service, error) {
	return w.ServiceAt(ctx, id, slug, w.now)
}

// browser is one visitor: it keeps cookies and comes from one address.
type browser struct {
	w       *town
	address string
	cookies map[string]string
}

func (w *town) visitor(address string) *browser {
	return &browser{w: w, address: address, cookies: map[string]string{}}
}

// answer is a page as the visitor sees it.
type answer struct {
	status   int
	text     string
	location string
	header   http.Header
}

func (b *browser) send(r *http.Request) answer {
	b.w.t.Helper()
	r.RemoteAddr = b.address + ":40000"
	for name, value := range b.cookies {
		r.AddCookie(&http.Cookie{Name: name, Value: value})
	}
	out := httptest.NewRecorder()
	b.w.door.ServeHTTP(out, r)
	for _, cookie := range out.Result().Cookies() {
		b.cookies[cookie.Name] = cookie.Value
		if cookie.MaxAge < 0 {
			delete(b.cookies, cookie.Name)
		}
	}
	got := answer{status: out.Code, text: html.UnescapeString(out.Body.String()), location: out.Header().Get("Location"), header: out.Header()}
	if strings.HasPrefix(got.header.Get("Content-Type"), "text/html") && got.location == "" {
		for _, problem := range sitetest.Problems(out.Body.String()) {
			b.w.t.Errorf("%s %s: %s", r.Method, r.URL.Path, problem)
		}
	}
	return got
}

func (b *browser) get(address string) answer {
	b.w.t.Helper()
	return b.send(httptest.NewRequest(http.MethodGet, address, nil))
}

func (b *browser) post(address string, pairs ...string) answer {
	b.w.t.Helper()
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return b.send(r)
}

// upload is one file of a form.
type upload struct{ field, name, content string }

func (b *browser) postFiles(address string, files []upload, pairs ...string) answer {
	b.w.t.Helper()
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := form.WriteField(pairs[i], pairs[i+1]); err != nil {
			b.w.t.Fatal(err)
		}
	}
	for _, file := range files {
		part, err := form.CreateFormFile(file.field, file.name)
		if err != nil {
			b.w.t.Fatal(err)
		}
		if _, err := io.WriteString(part, file.content); err != nil {
			b.w.t.Fatal(err)
		}
	}
	if err := form.Close(); err != nil {
		b.w.t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodPost, address, &body)
	r.Header.Set("Content-Type", form.FormDataContentType())
	return b.send(r)
}

// leads checks a redirect and returns where it leads.
func (a answer) leads(t *testing.T, to string) string {
	t.Helper()
	if a.status != http.StatusSeeOther || !regexp.MustCompile("^"+to+"$").MatchString(a.location) {
		t.Fatalf("answer %d to %q, want a redirect to %q; page: %.600s", a.status, a.location, to, body(a.text))
	}
	return a.location
}

// shows checks a page's status and words.
func (a answer) shows(t *testing.T, status int, words ...string) {
	t.Helper()
	if a.status != status {
		t.Fatalf("status %d to %q, want %d: %.800s", a.status, a.location, status, body(a.text))
	}
	for _, one := range words {
		if !strings.Contains(a.text, one) {
			t.Errorf("the page lacks %q: %.3000s", one, body(a.text))
		}
	}
}

// hides checks that a page does not say something.
func (a answer) hides(t *testing.T, words ...string) {
	t.Helper()
	for _, one := range words {
		if strings.Contains(a.text, one) {
			t.Errorf("the page shows %q", one)
		}
	}
}

func body(page string) string {
	if i := strings.Index(page, "<main"); i >= 0 {
		page = page[i:]
	}
	return page
}

// find returns the first group of a pattern in the page.
func (a answer) find(t *testing.T, pattern string) string {
	t.Helper()
	found := regexp.MustCompile(pattern).FindStringSubmatch(a.text)
	if found == nil {
		t.Fatalf("the page has nothing like %q: %.2000s", pattern, body(a.text))
	}
	return found[1]
}
