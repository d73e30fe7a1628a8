package daytest

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// address is where the installation of the day stands.
const address = "https://seba.example.gov.bd"

// straight carries requests to a handler without a network.
type straight struct{ handler http.Handler }

func (s straight) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "192.0.2.7:4711"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	recorder := httptest.NewRecorder()
	s.handler.ServeHTTP(recorder, in)
	answer := recorder.Result()
	answer.Request = r
	return answer, nil
}

// reader is somebody at a browser without scripts: a page is seen, its forms are
// filled in as they stand there, and nothing else can be done.
type reader struct {
	t      *testing.T
	origin string // of the installation
	client *http.Client
	login  string // empty: nobody of an office
	status int
	at     *url.URL
	page   *html.Node
}

func newReader(t *testing.T, origin string, handler http.Handler) *reader {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return &reader{t: t, origin: origin, client: &http.Client{Jar: jar, Transport: straight{handler}}}
}

// look opens an address, whatever it answers.
func (r *reader) look(path string) {
	r.t.Helper()
	answer, err := r.client.Get(r.origin + path)
	r.take(answer, err)
}

// open opens an address, which must be there.
func (r *reader) open(path string) {
	r.t.Helper()
	if r.look(path); r.status != http.StatusOK {
		r.t.Fatalf("%s answers %d: %s", path, r.status, r.text())
	}
}

func (r *reader) take(answer *http.Response, err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
	defer answer.Body.Close()
	r.status, r.at = answer.StatusCode, answer.Request.URL
	if r.page, err = html.Parse(io.LimitReader(answer.Body, 1<<22)); err != nil {
		r.t.Fatal(err)
	}
}

// send fills in the form whose address ends with action and sends it; fields are
// names and values, each of which the form must offer. What it does not name stays
// as it is on the page.
func (r *reader) send(action string, fields ...string) {
	r.t.Helper()
	if r.try(action, fields...); r.status >= 400 {
		r.t.Fatalf("%s of %s answers %d: %s", action, r.at, r.status, r.wrongs())
	}
}

// try is send for what may be refused.
func (r *reader) try(action string, fields ...string) {
	r.t.Helper()
	form := r.form(action)
	values := filled(form)
	for i := 0; i < len(fields); i += 2 {
		if !offers(form, fields[i], fields[i+1]) {
			r.t.Fatalf("the form %s of %s has no %s = %q", action, r.at, fields[i], fields[i+1])
		}
		values.Set(fields[i], fields[i+1])
	}
	target, err := r.at.Parse(attribute(form, "action"))
	if err != nil {
		r.t.Fatal(err)
	}
	answer, err := r.client.PostForm(target.String(), values)
	r.take(answer, err)
}

// form finds a form by the end of its address.
func (r *reader) form(action string) *html.Node {
	r.t.Helper()
	for form := range elements(r.page, "form") {
		path, _, _ := strings.Cut(attribute(form, "action"), "?")
		if attribute(form, "method") == "post" && (strings.HasSuffix(path, "/"+action) || strings.HasSuffix(attribute(form, "action"), action)) {
			return form
		}
	}
	r.t.Fatalf("%s has no form %s: %s", r.at, action, r.text())
	return nil
}

// option is the value of the choice of a list whose words contain words.
func (r *reader) option(list, words string) string {
	r.t.Helper()
	for one := range elements(r.page, "select") {
		if attribute(one, "name") != list {
			continue
		}
		for choice := range elements(one, "option") {
			if strings.Contains(textOf(choice), words) || strings.HasPrefix(attribute(choice, "value"), words) {
				return attribute(choice, "value")
			}
		}
	}
	r.t.Fatalf("%s offers no %s %q", r.at, list, words)
	return ""
}

// shows fails the test unless the page says each of the words.
func (r *reader) shows(words ...string) {
	r.t.Helper()
	page := r.text()
	for _, one := range words {
		if !strings.Contains(page, one) {
			r.t.Errorf("%s does not say %q: %s", r.at, one, page)
		}
	}
}

// text is what the main part of the page says.
func (r *reader) text() string {
	for main := range elements(r.page, "main") {
		return textOf(main)
	}
	return textOf(r.page)
}

// wrongs is what the page says is wrong.
func (r *reader) wrongs() string {
	var list []string
	for node := range r.page.Descendants() {
		if class := attribute(node, "class"); class == "err" || class == "errors" {
			list = append(list, textOf(node))
		}
	}
	if len(list) == 0 {
		return r.text()
	}
	return strings.Join(list, "; ")
}

// filled is what a form sends when nobody touches it.
func filled(form *html.Node) url.Values {
	values := url.Values{}
	for node := range form.Descendants() {
		name := attribute(node, "name")
		if name == "" || node.Type != html.ElementNode {
			continue
		}
		switch node.Data {
		case "textarea":
			values.Set(name, textOf(node))
		case "select":
			for i, choice := range slices.Collect(elements(node, "option")) {
				if i == 0 || marked(choice, "selected") {
					values.Set(name, attribute(choice, "value"))
				}
			}
		case "input":
			kind := attribute(node, "type")
			if ticked := kind == "radio" || kind == "checkbox"; !ticked && kind != "file" || ticked && marked(node, "checked") {
				values.Set(name, attribute(node, "value"))
			}
		}
	}
	return values
}

// offers reports whether a form takes a value under a name.
func offers(form *html.Node, name, value string) bool {
	for node := range form.Descendants() {
		if attribute(node, "name") != name || node.Type != html.ElementNode {
			continue
		}
		kind := attribute(node, "type")
		switch {
		case node.Data == "select":
			for choice := range elements(node, "option") {
				if attribute(choice, "value") == value {
					return true
				}
			}
		case node.Data == "button" || kind == "radio" || kind == "checkbox":
			if attribute(node, "value") == value {
				return true
			}
		default:
			return kind != "hidden"
		}
	}
	return false
}

// elements are the elements of a name below a node.
func elements(within *html.Node, name string) func(func(*html.Node) bool) {
	return func(yield func(*html.Node) bool) {
		for node := range within.Descendants() {
			if node.Type == html.ElementNode && node.Data == name && !yield(node) {
				return
			}
		}
	}
}

func attribute(node *html.Node, name string) string {
	for _, one := range node.Attr {
		if one.Key == name {
			return one.Val
		}
	}
	return ""
}

func marked(node *html.Node, name string) bool {
	return slices.ContainsFunc(node.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func textOf(node *html.Node) string {
	var all strings.Builder
	for one := range node.Descendants() {
		if one.Type == html.TextNode {
			all.WriteString(one.Data + " ")
		}
	}
	return strings.Join(strings.Fields(all.String()), " ")
}
