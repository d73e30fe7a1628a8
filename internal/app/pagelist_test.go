package app

import (
	"net/http"
	"os"
	"slices"
	"strings"
	"testing"
)

// pageList names every address that is opened with GET; the browser tests, which
// know the program only from outside, look at each of them.
const pageList = "../../e2e/testdata/pages.txt"

// TestTheListOfPagesIsWhole keeps the list that the browser tests go by.
func TestTheListOfPagesIsWhole(t *testing.T) {
	text := must(os.ReadFile(pageList))(t)
	listed := strings.Split(strings.TrimSpace(string(text)), "\n")
	var routes []string
	for _, one := range (parts{}).routes() {
		if method, path, _ := strings.Cut(one.Pattern, " "); method == http.MethodGet {
			routes = append(routes, path)
			if !slices.Contains(listed, path) {
				t.Errorf("%s lacks the line %s; give the browser tests a place that shows it", pageList, path)
			}
		}
	}
	for _, path := range listed {
		if !slices.Contains(routes, path) {
			t.Errorf("%s lists %s, which is no route", pageList, path)
		}
	}
}
