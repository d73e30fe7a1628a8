package site_test

import (
	"bytes"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/fstest"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/internal/number"
	"dorgora/internal/site"
	"dorgora/workday"
)

// sampleTexts is what the sample pages of these tests say.
var sampleTexts = message.Set{Name: "sample", Bn: `
sample.title = সেবা {n}
sample.name = আপনার নাম
sample.name.hint = জাতীয় পরিচয়পত্রে যেমন আছে
sample.name.missing = আপনার নাম লিখুন
sample.mobile = মোবাইল নম্বর
sample.words = নিজের ভাষায় বলুন
sample.for = কার জন্য
sample.for.self = নিজের জন্য
sample.for.other = অন্যের পক্ষে
sample.for.other.hint = তাঁর মোবাইল নম্বর লাগবে
sample.box = আমি রাজি
sample.born = তারিখ
sample.file = যন্ত্রের ছবি
sample.union = ইউনিয়ন
sample.close = শেষ করুন
`, En: `
sample.title = Service {n}
sample.name = Your name
sample.name.hint = As on your identity card
sample.name.missing = Enter your name
sample.mobile = Mobile number
sample.words = In your own words
sample.for = For whom
sample.for.self = For myself
sample.for.other = For somebody else
sample.for.other.hint = Their mobile number is needed
sample.box = I agree
sample.born = Date
sample.file = Picture of the device
sample.union = Union
sample.close = Close
`}

// samplePage uses every partial of the shell.
type samplePage struct {
	site.Page
	Number   string
	Due      time.Time
	Fee      money.Paisa
	Promise  site.Promise
	Papers   []site.Paper
	Steps    []site.Step
	Progress site.Progress
	Ways     []site.Way
	Tag      site.Tag
	Moments  []site.Moment
	Answers  site.Answers
	Empty    site.Empty
	Score    site.Score
	Unions   []site.Choice
	Held     []site.HeldFile
	Calendar site.Calendar
	Counted  []site.CountedRow
}

const sampleTemplate = `{{define "main"}}<main id="main" class="two a"><div class="stack">
{{template "progress" .Progress}}
{{template "errors" .Summary}}
<h1>{{.Title}}</h1>
<p class="num">{{.Tracking .Number}}</p><p>{{.WeekdayDate .Due}} · {{.DateTime .Due}} · {{.ShortDate .Due}} · {{.Money .Fee}} · {{.Num 1234567}} · {{.Masked "+8801712345678"}} {{.Mobile "+8801712345678"}}</p>
{{template "tag" .Tag}}{{template "promise" .Promise}}{{template "papers" .Papers}}{{template "steps" .Steps}}
{{template "ways" .Ways}}{{template "timeline" .Moments}}{{template "answers" .Answers}}{{template "empty" .Empty}}
{{template "pager" (.Pager "cases?before=a" "cases?after=b")}}{{template "score" .Score}}
{{template "calendar" .Calendar}}{{template "counted" .Counted}}
<form method="post" action="{{.Href "apply"}}" enctype="multipart/form-data">{{template "key" .Key}}
{{template "field" (.Input "name" "sample.name")}}
{{template "field" (.Input "mobile" "sample.mobile").Tel.Optional}}
{{template "field" ((.Area "words" "sample.words").Max 1000)}}
{{template "field" (.Radios "for" "sample.for" "self" "other").Pair}}
{{template "field" (.Box "agree" "sample.box")}}
{{template "field" (.DateField "born" "sample.born")}}
{{template "field" ((.Select "union" "sample.union").With .Unions)}}
{{template "field" (((.Upload "file" "sample.file").Holding .Held).Takes "image/*")}}
<button class="btn">{{.T "button.next"}} {{icon "next"}}</button></form>
{{template "act" ((.Act "/cases/1/closure" "sample.close").As "quiet")}}
</div></main>{{end}}`

func sampleFiles() fstest.MapFS {
	return fstest.MapFS{"templates/sample.html": {Data: []byte(sampleTemplate)}}
}

// moreFiles are a page that never changes and one that fails half way.
func moreFiles() fstest.MapFS {
	return fstest.MapFS{
		"templates/still.html":  {Data: []byte(`{{define "main"}}<main id="main"><h1>{{.Title}}</h1></main>{{end}}`)},
		"templates/slip.html":   {Data: []byte(`{{define "body"}}<main id="main" class="sheet"><h1>{{.Title}}</h1></main>{{end}}`)},
		"templates/broken.html": {Data: []byte(`{{define "main"}}<main id="main"><h1>half a page</h1>{{icon "unheard of"}}</main>{{end}}`)},
	}
}

var noon = time.Date(2026, 11, 26, 6, 30, 0, 0, time.UTC) // 12:30 in Dhaka

// newSite builds a site with the sample page; log receives its log.
func newSite(t *testing.T, log io.Writer, change func(*site.Config)) *site.Site {
	t.Helper()
	catalogue, err := message.New(site.Texts, number.Texts, money.Texts, sampleTexts)
	if err != nil {
		t.Fatal(err)
	}
	pages, err := site.Parse(sampleFiles())
	if err != nil {
		t.Fatal(err)
	}
	more, err := site.Parse(moreFiles())
	if err != nil {
		t.Fatal(err)
	}
	config := site.Config{
		Catalogue: catalogue,
		Templates: []site.Templates{pages, more},
		Now:       func() time.Time { return noon },
		Random:    bytes.NewReader(bytes.Repeat([]byte{7, 42}, 1<<16)),
		Logger:    slog.New(slog.NewTextHandler(log, nil)),
		Furnish:   furnish,
	}
	if change != nil {
		change(&config)
	}
	built, err := site.New(config)
	if err != nil {
		t.Fatal(err)
	}
	return built
}

func furnish(_ *http.Request, p *site.Page) {
	p.Office = site.Office{Name: p.Pick("রূপসা আইসিটি কার্যালয়", "Rupsha ICT office"), Place: p.Pick("উপজেলা কার্যালয়, খুলনা", "Upazila office, Khulna"), Slug: "rupsha"}
	p.Phone = "+880255039757"
	p.Menu = []site.Link{
		{Text: p.T("nav.home"), Href: p.Href("services")},
		{Text: p.T("nav.desk"), Href: p.Href("status")},
	}
}

// sample fills every part of the sample page.
func sample(p site.Page) samplePage {
	p.Crumbs = []site.Link{{Text: p.T("nav.home"), Href: p.Href("")}, {Text: p.Title}}
	p.Updated = noon
	day := workday.Date{Year: 2026, Month: time.November, Day: 26}
	return samplePage{
		Page: p, Number: number.Tracking([8]byte{1, 2, 3, 4, 5, 6, 7, 8}), Due: p.Day(day), Fee: 12345650,
		Promise: site.Promise{Caption: "c", Big: "b", Before: "d", Date: p.WeekdayDate(noon), Note: "n",
			Acts:  []site.Link{{Text: p.T("button.apply"), Href: p.Href("apply"), Icon: "next"}, {Text: p.T("button.print"), Href: p.Tel(p.Phone), Icon: "phone"}},
			Facts: []site.Fact{{Icon: "taka", Term: "t", Text: "x"}, {Icon: "person", Term: "t", Text: "y", Href: "/p", Note: "n"}}},
		Papers:   []site.Paper{{Icon: "file", Name: "<b>paper</b>", Tag: p.T("field.optional"), Note: "n", Link: site.Link{Text: "form", Href: "/f"}}},
		Steps:    []site.Step{{Title: "one", Text: "first"}, {Title: "two"}},
		Progress: site.Progress{Label: p.T("step.label"), Names: []string{"a", "b", "c"}, Now: 1},
		Ways:     []site.Way{{Icon: "phone", Name: "n", Text: "t", Href: "tel:+88"}, {Icon: "building", Name: "n", Text: "t", Note: "o"}},
		Tag:      site.Tag{Text: "late", Tone: "late", Icon: "warning"},
		Moments:  []site.Moment{{Title: "m", Text: "t", When: p.DateTime(noon), Machine: p.Machine(noon), By: "b", Tone: "in0"}},
		Answers:  site.Answers{Wide: true, Rows: []site.Answer{{Term: "t", Text: "v", Note: "n", Change: site.Link{Text: p.T("button.change"), Href: "/c"}}, {Term: "u", Tag: site.Tag{Text: "w"}}}},
		Empty:    site.Empty{Icon: "inbox", Title: "nothing", Text: "why", Link: site.Link{Text: "go", Href: "/"}},
		Score:    site.Score{Done: 45, All: 48, Text: "45 of 48"},
		Unions:   []site.Choice{{Value: "a", Label: "A"}, {Value: "b", Label: "B", Chosen: true}},
		Held:     []site.HeldFile{{Name: "screen.jpg", Note: "214 KB", Remove: "h1"}},
		Calendar: p.CountedCalendar(rupshaDays(day)),
		Counted:  p.CountedRows(rupshaDays(day)),
	}
}

func rupshaDays(from workday.Date) []workday.Counted {
	return workday.Bangladesh("khulna").Explain(from, 3)
}

// wrongForm is a form with three mistakes.
func wrongForm() (site.Form, error) {
	form := site.NewForm(map[string][]string{
		"mobile": {"01712"}, "for": {"other"}, "born-day": {"৩১"}, "born-month": {"2"}, "born-year": {"2026"},
		"form-key": {"00112233445566778899aabbccddeeff"},
	})
	form.Required("name", "sample.name.missing", 100)
	_, err := number.ParseMobile(form.Get("mobile"))
	form.Note("mobile", err)
	form.Date("born")
	return form, form.Err()
}

// routes are three pages: good, with mistakes, and refused.
func routes(s *site.Site) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /rupsha/services/{n}", func(w http.ResponseWriter, r *http.Request) {
		s.Show(w, r, "sample", sample(s.Page(r, "sample.title", "n", 2)))
	})
	mux.HandleFunc("POST /rupsha/apply", func(w http.ResponseWriter, r *http.Request) {
		form, err := wrongForm()
		s.Show(w, r, "sample", sample(s.Page(r, "sample.title", "n", 2).Refilled(form, err)))
	})
	mux.HandleFunc("GET /missing", func(w http.ResponseWriter, r *http.Request) {
		s.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
	})
	mux.HandleFunc("GET /panic", func(http.ResponseWriter, *http.Request) { panic("secret cause") })
	return s.Wrap(mux)
}

func ask(h http.Handler, method, target string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, target, nil)
	for i := 0; i+1 < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func clock() time.Time { return noon }

var quiet = slog.New(slog.DiscardHandler)

// handler hands the furnished page of every request to take.
func handler(take func(site.Page), s *site.Site) http.Handler {
	return http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { take(s.Page(r, "nav.home")) })
}
