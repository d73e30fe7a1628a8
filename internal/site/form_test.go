package site_test

import (
	"bytes"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/money"
	"dorgora/internal/site"
)

func posted(body, kind string) *http.Request {
	r := httptest.NewRequest("POST", "/", strings.NewReader(body))
	r.Header.Set("Content-Type", kind)
	return r
}

const urlencoded = "application/x-www-form-urlencoded"

func TestReadForm(t *testing.T) {
	t.Run("values are trimmed and in normal form", func(t *testing.T) {
		form, err := site.ReadForm(posted(url.Values{"name": {"  \u09df\u200bরুপা\r\n"}, "pin": {" a b "}}.Encode(), urlencoded), 1000)
		if err != nil {
			t.Fatal(err)
		}
		if got := form.Get("name"); got != "\u09af\u09bcরুপা" {
			t.Errorf("got %q", got)
		}
		if got := form.Secret("pin"); got != " a b " {
			t.Errorf("a secret was changed to %q", got)
		}
	})
	t.Run("a form that is too large is refused as such", func(t *testing.T) {
		_, err := site.ReadForm(posted("a="+strings.Repeat("x", 2000), urlencoded), 1000)
		if fault.KindOf(err) != fault.TooLarge {
			t.Errorf("got %v", err)
		}
	})
	t.Run("what is no form is unreadable", func(t *testing.T) {
		for _, kind := range []string{"multipart/form-data; boundary=x", "multipart/form-data"} {
			if _, err := site.ReadForm(posted("garbage", kind), 1000); fault.KindOf(err) != fault.Invalid || err == nil {
				t.Errorf("%s: got %v", kind, err)
			}
		}
		if _, err := site.ReadForm(posted("a=%zz", urlencoded), 1000); fault.KindOf(err) != fault.Invalid {
			t.Errorf("got %v", err)
		}
	})
	t.Run("the query is not part of what was posted", func(t *testing.T) {
		r := posted("a=1", urlencoded)
		r.URL.RawQuery = "b=2"
		form, err := site.ReadForm(r, 1000)
		if err != nil || form.Get("a") != "1" || form.Get("b") != "" {
			t.Errorf("got %v, %v", form.Values(), err)
		}
	})
	t.Run("broken letters do not come through", func(t *testing.T) {
		form, err := site.ReadForm(posted("a=%ff%fe", urlencoded), 1000)
		if err != nil || strings.Contains(form.Get("a"), "\xff") {
			t.Errorf("got %q, %v", form.Get("a"), err)
		}
	})
}

func TestReadFormFiles(t *testing.T) {
	t.Setenv("TMPDIR", t.TempDir())
	var body bytes.Buffer
	writer := multipart.NewWriter(&body)
	for name, content := range map[string]string{"large.jpg": strings.Repeat("x", 3<<20), "empty.jpg": ""} {
		part, err := writer.CreateFormFile("photo", name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(part, content); err != nil {
			t.Fatal(err)
		}
	}
	if err := writer.Close(); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, io.Discard, nil)
	h := s.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		form, err := site.ReadForm(r, 4<<20)
		if err != nil {
			s.Refuse(w, r, err)
			return
		}
		files := form.Files("photo")
		if len(files) != 1 || files[0].Filename != "large.jpg" || files[0].Size != 3<<20 {
			t.Errorf("got %v", files)
		}
	}))
	r := posted(body.String(), writer.FormDataContentType())
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	left, err := os.ReadDir(os.TempDir())
	if w.Code != 200 || err != nil || len(left) != 0 {
		t.Errorf("status %d, files left %v, %v", w.Code, left, err)
	}
}

func TestFormReads(t *testing.T) {
	form := site.NewForm(url.Values{
		"name": {"রুপা   খাতুন\nদ্বিতীয়"}, "long": {"অআই"}, "count": {"১,২০০"}, "many": {"৭২"}, "word": {"কত"},
		"day": {"২৩/১১/২০২৬"}, "born-day": {"৫"}, "born-month": {"৩"}, "born-year": {"১৯৮০"}, "bad-day": {"৩০"}, "bad-month": {"2"}, "bad-year": {"2026"},
		"for": {"self"}, "other": {"king"}, "box": {"a", "b"}, "form-key": {"not a key"},
	})
	if got := form.Line("name", 50); got != bangla.Line("রুপা খাতুন দ্বিতীয়") || strings.ContainsAny(got, "\n") {
		t.Errorf("line: %q", got)
	}
	if got := form.Whole("count", 0, 5000); got != 1200 {
		t.Errorf("whole: %d", got)
	}
	if got := form.Whole("absent", 3, 9); got != 3 {
		t.Errorf("an empty number: %d", got)
	}
	if got := form.Date("day").String(); got != "2026-11-23" {
		t.Errorf("a date in one field: %s", got)
	}
	if got := form.Date("born").String(); got != "1980-03-05" {
		t.Errorf("a date in three fields: %s", got)
	}
	if !form.Date("absent").Zero() || form.Choice("for", "self", "other") != "self" || form.Choice("absent", "x") != "" {
		t.Error("empty fields or a good choice went wrong")
	}
	if !form.Has("box", "b") || form.Has("box", "c") || form.Key() != "" {
		t.Error("boxes or the key went wrong")
	}
	if form.Err() != nil {
		t.Fatalf("good fields were noted: %v", form.Err())
	}
	form.Text("long", 2)
	form.Whole("many", 1, 17)
	form.Whole("word", 1, 17)
	form.Date("bad")
	form.Choice("other", "self")
	form.Required("absent", "form.choice", 10)
	_, err := money.Parse("")
	form.Note("fee", err)
	var got []string
	for _, one := range fault.List(form.Err()) {
		got = append(got, one.Field+" "+one.Message)
	}
	want := "long form.long, many form.number, word form.number, bad form.date, other form.choice, absent form.choice, fee money.missing"
	if joined := strings.Join(got, ", "); joined != want {
		t.Errorf("got  %s\nwant %s", joined, want)
	}
}

func TestFormNote(t *testing.T) {
	form := site.NewForm(nil)
	if !form.Note("a", nil) || form.Err() != nil {
		t.Error("no error was noted as one")
	}
	if form.Note("a", errors.New("disk")) || fault.KindOf(form.Err()) != fault.Internal {
		t.Errorf("an error that is not the reader's became %v", form.Err())
	}
	if (site.Form{}).Err() != nil || (site.Form{}).Get("x") != "" || (site.Form{}).Key() != "" {
		t.Error("the zero form is not empty")
	}
}

func TestFieldStarts(t *testing.T) {
	s := newSite(t, io.Discard, nil)
	p := s.Page(httptest.NewRequest("GET", "/", nil), "sample.title", "n", 1)
	if got := p.Input("count", "sample.name").Start("7").Numeric(); got.Value != "৭" || got.Mode != "numeric" {
		t.Errorf("got %q", got.Value)
	}
	if got := p.Radios("for", "sample.for", "self", "other").Start("other"); !got.Choices[1].Chosen || got.Choices[0].Chosen {
		t.Errorf("got %v", got.Choices)
	}
	if got := p.DateField("born", "sample.born").StartDay("2026-11-23"); got.Parts[0].Value != "২৩" || got.Parts[2].Value != "২০২৬" {
		t.Errorf("got %v", got.Parts)
	}
	sent := p.Refilled(site.NewForm(url.Values{"count": {""}}), nil)
	if got := sent.Input("count", "sample.name").Start("7"); got.Value != "" {
		t.Errorf("what the reader emptied came back as %q", got.Value)
	}
	if got := p.Input("pin", "sample.name").Password("current-password"); got.Value != "" || got.Type != "password" {
		t.Errorf("got %v", got)
	}
}
