package sitetest_test

import (
	"strings"
	"testing"

	"dorgora/internal/site/sitetest"
)

func TestProblems(t *testing.T) {
	rows := []struct{ what, body, want string }{
		{"a sound page", `<main id="main"><h1>x</h1><label for="a">l</label><input id="a"><svg><path d=""/></svg></main>`, ""},
		{"a text without words", `<main><h1>[case.title]</h1></main>`, "the text [case.title] is missing"},
		{"an address that was not trusted", `<main><h1>x</h1><a href="#ZgotmplZ">x</a></main>`, "ZgotmplZ"},
		{"a style that the policy blocks", `<main><h1 style="x">x</h1></main>`, " style="},
		{"a placeholder without value", `<main><h1>{count} rows</h1></main>`, "a placeholder has no value"},
		{"tags in the wrong order", `<main><h1><b>x</h1></b></main>`, "</h1> closes [main h1 b]"},
		{"a tag left open", `<main><h1>x</h1>`, "ends with [main] open"},
		{"a label for nothing", `<main><h1>x</h1><label for="a">l</label></main>`, `nothing has the id "a"`},
		{"an id that stands twice", `<main id="a"><h1 id="a">x</h1></main>`, `the id "a" stands twice`},
		{"two headings", `<main><h1>x</h1><h1>y</h1></main>`, "2 h1, want one"},
	}
	for _, row := range rows {
		t.Run(row.what, func(t *testing.T) {
			got := strings.Join(sitetest.Problems(row.body), "; ")
			if row.want == "" && got != "" || !strings.Contains(got, row.want) {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}
