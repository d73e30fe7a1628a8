package e2e

import (
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
)

// noPages are addresses that show no page of their own, and what they give instead.
var noPages = map[string]string{
	"/{office}/charter/versions/{version}/files/{format}": "a file",
	"/{office}/charter/poster.pdf":                        "a file",
	"/{office}/charter/board.pdf":                         "a file",
	"/{office}/receipts/{key}/slip.pdf":                   "a file",
	"/{office}/receipts/{key}/letter.pdf":                 "a file",
	"/{office}/desk/register/pdf":                         "a file",
	"/{office}/ledger/checkpoint":                         "a text for programs",
	"/{office}/ledger/export":                             "a text for programs",
	"/{office}/ledger/growth":                             "a text for programs",
	"/{office}/track/{number}/proof":                      "a file",
	"/{office}/track/{number}/files/{file}":               "a file",
	"/{office}/desk/cases/{number}/files/{id}":            "a file",
	"/{office}/desk/export/{format}":                      "a file",
	"/{office}/desk/register/file":                        "a file",
	"/{office}/gateways/{gateway}/{secret}/incoming":      "an address for machines",
	"/{office}/gateways/{gateway}/{secret}/report":        "an address for machines",
	"/{office}/desk/mail/{mail}/files/{attachment}":       "a file",
	"/{office}/desk/demands/{demand}/annex":               "a file",
	"/{office}/desk/letters/book.pdf":                     "a file",
	"/{office}/desk/letters/{entry}/scans/{scan}":         "a file",
	"/{office}/desk/outgoing/book.pdf":                    "a file",
	"/{office}/desk/outgoing/{outgoing}/letter.pdf":       "a file",
	"/{office}/desk/outgoing/{outgoing}/scans/{scan}":     "a file",
	"/{office}/drafts/{draft}":                            "leads to the question that comes next",
}

// TestEveryPageIsLookedAt holds the list of places against the program's own list of
// addresses, which its tests keep in testdata/pages.txt.
func TestEveryPageIsLookedAt(t *testing.T) {
	list, err := os.ReadFile("testdata/pages.txt")
	if err != nil {
		t.Fatal(err)
	}
	own, offices := http.NewServeMux(), http.NewServeMux()
	unseen := map[string]bool{}
	for pattern := range strings.Lines(string(list)) {
		pattern = strings.TrimSpace(pattern)
		mux := own
		if strings.HasPrefix(pattern, "/{office}") {
			mux = offices
		}
		mux.HandleFunc("GET "+pattern, func(http.ResponseWriter, *http.Request) {})
		unseen[pattern] = noPages[pattern] == ""
	}
	for _, at := range places(setStage(t)) {
		address, err := url.Parse(at.path)
		if err != nil {
			t.Fatal(err)
		}
		request := &http.Request{Method: http.MethodGet, URL: address}
		_, pattern := own.Handler(request)
		if pattern == "" {
			_, pattern = offices.Handler(request)
		}
		unseen[strings.TrimPrefix(pattern, "GET ")] = false
	}
	for pattern, yes := range unseen {
		if yes {
			t.Errorf("no place shows %s", pattern)
		}
	}
}
