// Package sitetest is for the tests of every part that has pages: whether templates
// fit their structs and whether a page that was shown is sound.
package sitetest

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"dorgora/internal/site"

	"github.com/jba/templatecheck"
	"golang.org/x/net/html"
)

// Check holds every page against the struct it is shown with: a field or method
// that does not exist, a wrong argument, a page without a struct and a struct
// without a page are errors.
func Check(templates site.Templates, structs map[string]site.Shown) error {
	var wrong []error
	for _, name := range templates.Names() {
		value, known := structs[name]
		if !known {
			wrong = append(wrong, fmt.Errorf("page %s has no struct to be checked with", name))
			continue
		}
		if err := templatecheck.CheckHTML(templates.Layout(name), value); err != nil {
			wrong = append(wrong, fmt.Errorf("page %s: %w", name, err))
		}
	}
	for _, name := range slices.Sorted(maps.Keys(structs)) {
		if templates.Layout(name) == nil {
			wrong = append(wrong, fmt.Errorf("struct for %s: there is no such page", name))
		}
	}
	return errors.Join(wrong...)
}

// bracketed is what a key without a text looks like in a page.
var bracketed = regexp.MustCompile(`\[[a-z_]+(\.[a-z_]+)+\]`)

// forbidden is what no page may hold: an address that the template engine did not
// trust, what the content policy blocks, a placeholder without its value, a
// misprint of fmt.
var forbidden = []string{"ZgotmplZ", " style=", "<script>", " onclick=", "%!"}

var placeholder = regexp.MustCompile(`>[^<]*\{[a-z]+\}`)

// Page fails the test when a page is not sound: a text is missing, tags are not
// closed in order, an id stands twice or is referred to and missing, there is not
// one h1 and one main part.
func Page(t testing.TB, body string) {
	t.Helper()
	for _, problem := range Problems(body) {
		t.Error(problem)
	}
}

// Problems returns what Page complains of.
func Problems(body string) []string {
	var problems []string
	for _, missing := range bracketed.FindAllString(body, -1) {
		problems = append(problems, "the text "+missing+" is missing")
	}
	for _, never := range forbidden {
		if strings.Contains(body, never) {
			problems = append(problems, fmt.Sprintf("%q stands in the page", never))
		}
	}
	if found := placeholder.FindString(body); found != "" {
		problems = append(problems, "a placeholder has no value: "+found)
	}
	walked := walk(body)
	problems = append(problems, walked.problems...)
	for _, tag := range []string{"h1", "main"} {
		if n := walked.count[tag]; n != 1 {
			problems = append(problems, fmt.Sprintf("%d %s, want one", n, tag))
		}
	}
	for _, id := range walked.refers {
		if !slices.Contains(walked.ids, id) {
			problems = append(problems, fmt.Sprintf("nothing has the id %q", id))
		}
	}
	seen := map[string]bool{}
	for _, id := range walked.ids {
		if seen[id] {
			problems = append(problems, fmt.Sprintf("the id %q stands twice", id))
		}
		seen[id] = true
	}
	return problems
}

// walked is what a walk over the tags found.
type walked struct {
	ids, refers, problems []string
	count                 map[string]int
	open                  []string
}

// void is the tags that are never closed.
var void = []string{"meta", "link", "br", "input", "img", "hr", "wbr", "col"}

func walk(body string) walked {
	w := walked{count: map[string]int{}}
	for z := html.NewTokenizer(strings.NewReader(body)); ; {
		switch z.Next() {
		case html.ErrorToken:
			if !errors.Is(z.Err(), io.EOF) || len(w.open) > 0 {
				w.problems = append(w.problems, fmt.Sprintf("the page ends with %v open", w.open))
			}
			return w
		case html.StartTagToken:
			w.start(z.Token())
		case html.SelfClosingTagToken:
			w.note(z.Token())
		case html.EndTagToken:
			w.end(z.Token().Data)
		}
	}
}

func (w *walked) start(token html.Token) {
	w.note(token)
	if !slices.Contains(void, token.Data) {
		w.open = append(w.open, token.Data)
	}
}

func (w *walked) end(name string) {
	last := len(w.open) - 1
	if last < 0 || w.open[last] != name {
		w.problems = append(w.problems, fmt.Sprintf("</%s> closes %v", name, w.open))
	}
	w.open = w.open[:max(last, 0)]
}

func (w *walked) note(token html.Token) {
	w.count[token.Data]++
	for _, a := range token.Attr {
		switch {
		case a.Key == "id":
			w.ids = append(w.ids, a.Val)
		case a.Key == "for", a.Key == "aria-describedby", a.Key == "aria-labelledby":
			w.refers = append(w.refers, strings.Fields(a.Val)...)
		case a.Key == "href" && len(a.Val) > 1 && a.Val[0] == '#':
			w.refers = append(w.refers, a.Val[1:])
		}
	}
}
