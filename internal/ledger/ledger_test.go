package ledger_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"

	"dorgora/internal/ledger"
)

// entries are n acts on three cases, in order.
func entries(n int) []ledger.Entry {
	var list []ledger.Entry
	for i := range n {
		list = append(list, ledger.Entry{
			Office: "rupsha", Place: int64(i), Thread: int64(min(i, i%3)), Subject: fmt.Sprintf("case/%d", i%3), Act: "noted",
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
		"an entry changed":        func(e []ledger.Entry) []ledger.Entry { e[3].Act = "closed"; return e },
		"an entry backdated":      func(e []ledger.Entry) []ledger.Entry { e[8].At = e[8].At.Add(-time.Hour); return e },
		"an entry in other hands": func(e []ledger.Entry) []ledger.Entry { e[4].Actor = "post/head"; return e },
		"an entry given away":     func(e []ledger.Entry) []ledger.Entry { e[5].Thread = 1; return e },
		"the last dropped":        func(e []ledger.Entry) []ledger.Entry { return e[:8] },
		"content replaced":        func(e []ledger.Entry) []ledger.Entry { e[0].Commitment = ledger.Commit("salt", "other"); return e },
		"another office": func(e []ledger.Entry) []ledger.Entry {
			for i := range e {
				e[i].Office = "dighalia"
			}
			return e
		},
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

func TestLeafIsReadInOneWayOnly(t *testing.T) {
	for name, odd := range map[string]func(*ledger.Entry){
		"a line break in the act":    func(e *ledger.Entry) { e.Act = "closed\npost/head" },
		"a tab in the actor":         func(e *ledger.Entry) { e.Actor = "post\thead" },
		"an act without a name":      func(e *ledger.Entry) { e.Act = "" },
		"a thread that begins later": func(e *ledger.Entry) { e.Thread = 7 },
	} {
		t.Run(name, func(t *testing.T) {
			e := entries(1)
			odd(&e[0])
			if _, err := ledger.Root(e); err == nil {
				t.Error("it was appended")
			}
		})
	}
	t.Run("the number of the case is not in it", func(t *testing.T) {
		e := entries(1)[0]
		e.Subject = "case/48210935716"
		if strings.Contains(string(e.Leaf())+e.Line(), "48210935716") {
			t.Error("whoever reads the export could open the page of the case")
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

// stored is a log held in memory.
type stored []tlog.Hash

func (s stored) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	result := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		result[i] = s[index]
	}
	return result, nil
}

// logOf writes entries into a log.
func logOf(t interface{ Fatal(...any) }, list []ledger.Entry) (ledger.Frontier, stored) {
	var edge ledger.Frontier
	var hashes stored
	for _, e := range list {
		added, err := edge.Add(e)
		if err != nil {
			t.Fatal(err)
		}
		hashes = append(hashes, added...)
	}
	return edge, hashes
}

func TestFrontierAgreesWithTheLog(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 200).Draw(t, "entries")
		edge, hashes := logOf(t, entries(n))
		root, err := tlog.TreeHash(int64(n), hashes)
		if err != nil || root != edge.Root() {
			t.Fatalf("%d entries: root %v, the log's own %v, %v", n, edge.Root(), root, err)
		}
		if int64(len(hashes)) != tlog.StoredHashCount(int64(n)) {
			t.Fatalf("%d entries: %d hashes stored, want %d", n, len(hashes), tlog.StoredHashCount(int64(n)))
		}
		again, err := ledger.ParseFrontier(int64(n), edge.String())
		if err != nil || again.Root() != edge.Root() || again.String() != edge.String() {
			t.Fatalf("read back: %v, %v", again, err)
		}
		if n > 0 {
			if _, err := ledger.ParseFrontier(int64(n), strings.TrimSuffix(edge.String(), "=")); err == nil {
				t.Fatal("a broken hash was read")
			}
			if _, err := ledger.ParseFrontier(int64(2*n+1), edge.String()); err == nil {
				t.Fatal("the edge of another size was read")
			}
		}
	})
}

func TestLineTellsTheWholeLeaf(t *testing.T) {
	for _, e := range entries(5) {
		again, err := ledger.ParseLine("rupsha", e.Line())
		if err != nil || string(again.Leaf()) != string(e.Leaf()) {
			t.Errorf("%q: %v", e.Line(), err)
		}
	}
	for _, odd := range []string{
		"", "1\t0\tnoted\tapplicant\t2026-12-01T04:01:00Z", "1\t0\tnoted\tapplicant\tyesterday\tab", "01\t0\tnoted\tapplicant\t2026-12-01T04:01:00Z\tab",
		"1\t2\tnoted\tapplicant\t2026-12-01T04:01:00Z\tab", "1\t0\tnoted\tapplicant\t2026-12-01T10:01:00+06:00\tab", "-1\t-1\tnoted\tapplicant\t2026-12-01T04:01:00Z\tab",
	} {
		if _, err := ledger.ParseLine("rupsha", odd); err == nil {
			t.Errorf("%q was read", odd)
		}
	}
}
