package ledger_test

import (
	"fmt"
	"testing"
	"time"

	"dorgora/internal/ledger"
)

func entries(n int) []ledger.Entry {
	var list []ledger.Entry
	for i := range n {
		list = append(list, ledger.Entry{
			Office: "rupsha", Place: int64(i), Subject: fmt.Sprintf("case/%d", i), Act: "received",
			Actor: "applicant", At: time.Date(2026, 12, 1, 4, i, 0, 0, time.UTC),
			Commitment: ledger.Commit("salt", fmt.Sprint(i)),
		})
	}
	return list
}

func TestRootNoticesEveryTampering(t *testing.T) {
	honest, err := ledger.Root(entries(9))
	if err != nil {
		t.Fatal(err)
	}
	again, _ := ledger.Root(entries(9))
	if again != honest || honest == "" {
		t.Fatalf("the root of the same entries differs: %q, %q", honest, again)
	}
	for name, tamper := range map[string]func([]ledger.Entry) []ledger.Entry{
		"an entry changed":   func(e []ledger.Entry) []ledger.Entry { e[3].Act = "closed"; return e },
		"an entry backdated": func(e []ledger.Entry) []ledger.Entry { e[8].At = e[8].At.Add(-time.Hour); return e },
		"the last dropped":   func(e []ledger.Entry) []ledger.Entry { return e[:8] },
		"content replaced":   func(e []ledger.Entry) []ledger.Entry { e[0].Commitment = ledger.Commit("salt", "other"); return e },
	} {
		t.Run(name, func(t *testing.T) {
			root, err := ledger.Root(tamper(entries(9)))
			if err != nil {
				t.Fatal(err)
			}
			if root == honest {
				t.Error("the root did not change")
			}
		})
	}
	t.Run("one dropped from the middle", func(t *testing.T) {
		list := entries(9)
		if _, err := ledger.Root(append(list[:4:4], list[5:]...)); err == nil {
			t.Error("a gap in the places went unnoticed")
		}
	})
}

func TestCommitHidesAndBinds(t *testing.T) {
	if ledger.Commit("a", "রহিমা") == ledger.Commit("b", "রহিমা") {
		t.Error("two salts give one commitment: contents could be guessed")
	}
	if ledger.Commit("a", "রহিমা") == ledger.Commit("a", "করিম") {
		t.Error("two contents give one commitment")
	}
}
