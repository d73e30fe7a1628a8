package main

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/tlog"

	book "dorgora/internal/ledger"
)

// published is what an office has put on its pages, in files.
type published struct {
	dir, key string
	signer   book.Signer
	entries  []book.Entry
	stored   []tlog.Hash
}

// ReadHashes implements tlog.HashReader.
func (p *published) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var list []tlog.Hash
	for _, index := range indexes {
		list = append(list, p.stored[index])
	}
	return list, nil
}

func publish(t *testing.T, n int) *published {
	t.Helper()
	signer, err := book.NewSigner([]byte("a secret of these tests"))
	if err != nil {
		t.Fatal(err)
	}
	p := &published{dir: t.TempDir(), key: signer.Key(), signer: signer}
	var edge book.Frontier
	for i := range n {
		e := book.Entry{
			Office: "doict-rupsha", Place: int64(i), Thread: int64(min(i, i%3)), Act: "noted", Actor: "post/head",
			At: time.Date(2026, 12, 1, 4, i%60, 0, 0, time.UTC), Commitment: book.Commit("salt", fmt.Sprint(i)),
		}
		added, err := edge.Add(e)
		if err != nil {
			t.Fatal(err)
		}
		p.entries, p.stored = append(p.entries, e), append(p.stored, added...)
	}
	return p
}

// file writes a file and returns its name.
func (p *published) file(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// signed is the checkpoint of the first size entries.
func (p *published) signed(t *testing.T, size int) string {
	t.Helper()
	root, err := tlog.TreeHash(int64(size), p)
	if err != nil {
		t.Fatal(err)
	}
	text, err := p.signer.Sign(book.Checkpoint{Office: "doict-rupsha", Size: int64(size), Root: root, At: time.Date(2026, 12, 2, 4, 0, 0, 0, time.UTC)})
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// export is the page of the entries, as the office publishes it.
func export(entries []book.Entry) string {
	text := book.ExportMark + "\ndoict-rupsha\n"
	for _, e := range entries {
		text += e.Line() + "\n"
	}
	return text
}

func (p *published) proof(t *testing.T, place, size int) book.Proof {
	t.Helper()
	proof, err := book.Prove(p.entries[place], p.signed(t, size), p)
	if err != nil {
		t.Fatal(err)
	}
	proof.Opening = book.Opening{Salt: "salt", Content: fmt.Sprint(place)}
	return proof
}

// expect runs the check and looks for the exit code and the words.
func expect(t *testing.T, code int, words string, args ...string) {
	t.Helper()
	var out bytes.Buffer
	if got := run(args, &out); got != code || !strings.Contains(out.String(), words) {
		t.Errorf("exit code %d, want %d, and %q in: %s", got, code, words, out.String())
	}
}

func TestWhatWasPublishedHonestly(t *testing.T) {
	p := publish(t, 40)
	now, older := p.file(t, "now", p.signed(t, 40)), p.file(t, "older", p.signed(t, 13))
	whole := p.file(t, "export", export(p.entries))
	proof := p.file(t, "proof", p.proof(t, 5, 30).Text())
	t.Run("the export under its checkpoint", func(t *testing.T) {
		expect(t, 0, "OK · ঠিক আছে", "-key", p.key, "-checkpoint", now, whole)
	})
	t.Run("the key may stand in a file", func(t *testing.T) {
		expect(t, 0, "OK", "-key", p.file(t, "key", p.key+"\n"), "-checkpoint", now, whole)
	})
	t.Run("everything that can be checked", func(t *testing.T) {
		expect(t, 0, "OK", "-key", p.key, "-checkpoint", now, "-older", older, "-proof", proof, "-mark", p.proof(t, 5, 30).Mark(), whole)
	})
	t.Run("an export in two pages", func(t *testing.T) {
		one := p.file(t, "one", export(p.entries[:25])+"next 25\n")
		expect(t, 0, "40 entries", "-key", p.key, "-checkpoint", now, one, p.file(t, "two", export(p.entries[25:])))
	})
	t.Run("entries that came after the checkpoint", func(t *testing.T) {
		expect(t, 0, "OK", "-key", p.key, "-checkpoint", older, whole)
	})
	t.Run("a proof alone", func(t *testing.T) {
		expect(t, 0, "words: 5", "-key", p.key, "-proof", proof)
	})
	t.Run("a ledger of nothing", func(t *testing.T) {
		expect(t, 0, "OK", "-key", p.key, "-checkpoint", p.file(t, "none", p.signed(t, 0)), p.file(t, "nothing", export(nil)))
	})
}

func TestWhatWasTamperedWith(t *testing.T) {
	p := publish(t, 40)
	now, older := p.file(t, "now", p.signed(t, 40)), p.file(t, "older", p.signed(t, 13))
	changed := func(change func([]book.Entry) []book.Entry) string { return export(change(slices.Clone(p.entries))) }
	for name, one := range map[string]struct{ export, words string }{
		"an act is changed":       {changed(func(e []book.Entry) []book.Entry { e[7].Act = "closed"; return e }), "another root than the checkpoint"},
		"a moment is moved":       {changed(func(e []book.Entry) []book.Entry { e[39].At = e[39].At.Add(-time.Hour); return e }), "another root"},
		"a post is exchanged":     {changed(func(e []book.Entry) []book.Entry { e[0].Actor = "post/other"; return e }), "another root"},
		"an entry changes hands":  {changed(func(e []book.Entry) []book.Entry { e[9].Thread = 1; return e }), "another root"},
		"an entry is dropped":     {changed(func(e []book.Entry) []book.Entry { return slices.Delete(e, 7, 8) }), "entry 7 should follow, entry 8 does"},
		"dropped and renumbered":  {changed(func(e []book.Entry) []book.Entry { return renumbered(slices.Delete(e, 7, 8)) }), "39 entries, the checkpoint covers 40"},
		"an entry is inserted":    {changed(func(e []book.Entry) []book.Entry { return slices.Insert(e, 7, e[6]) }), "entry 7 should follow, entry 6 does"},
		"inserted and renumbered": {changed(func(e []book.Entry) []book.Entry { return renumbered(slices.Insert(e, 7, e[6])) }), "another root"},
		"two change places":       {changed(func(e []book.Entry) []book.Entry { e[7], e[8] = e[8], e[7]; return e }), "entry 7 should follow"},
		"changed places, too":     {changed(func(e []book.Entry) []book.Entry { e[7], e[8] = e[8], e[7]; return renumbered(e) }), "another root"},
		"the end is cut off":      {changed(func(e []book.Entry) []book.Entry { return e[:38] }), "the last ones are missing"},
		"another office's export": {strings.Replace(export(p.entries), "doict-rupsha", "doict-dumuria", 1), "is no export of the ledger of doict-rupsha"},
		"a field is missing":      {strings.Replace(export(p.entries), "\tnoted", "", 1), "5 fields, not 6"},
		"it is cut in a line":     {export(p.entries)[:500], "another root"},
		"it is no export":         {"x", "is no export"},
	} {
		t.Run(name, func(t *testing.T) {
			words := one.words
			if name == "it is cut in a line" {
				words = "WRONG"
			}
			expect(t, 1, words, "-key", p.key, "-checkpoint", now, p.file(t, "export", one.export))
		})
	}
	whole := p.file(t, "whole", export(p.entries))
	t.Run("the checkpoint is forged", func(t *testing.T) {
		forged := strings.Replace(p.signed(t, 40), "\n40\n", "\n39\n", 1)
		expect(t, 1, "did not sign", "-key", p.key, "-checkpoint", p.file(t, "forged", forged), whole)
	})
	t.Run("somebody else signed the checkpoint", func(t *testing.T) {
		other, err := book.NewSigner([]byte("another secret"))
		if err != nil {
			t.Fatal(err)
		}
		expect(t, 1, "did not sign", "-key", other.Key(), "-checkpoint", now, whole)
	})
	t.Run("the ledger was written anew and signed again", func(t *testing.T) {
		fork := publish(t, 20)
		last := export(fork.entries) // the same beginning, so the older checkpoint holds
		expect(t, 0, "OK", "-key", p.key, "-checkpoint", p.file(t, "fork", fork.signed(t, 20)), "-older", older, p.file(t, "last", last))
		expect(t, 1, "the older checkpoint covers 40", "-key", p.key, "-checkpoint", p.file(t, "fork", fork.signed(t, 20)), "-older", now, p.file(t, "last", last))
	})
	t.Run("a slip whose entry was exchanged", func(t *testing.T) {
		mark := strings.Replace(p.proof(t, 5, 30).Mark(), "5/", "6/", 1)
		expect(t, 1, "entry 6 is not the one on the slip", "-key", p.key, "-checkpoint", now, "-mark", mark, whole)
		expect(t, 1, "when there were 90 entries", "-key", p.key, "-checkpoint", now, "-mark", "5/90 0123456789abcdef", whole)
		expect(t, 1, "cannot be read", "-key", p.key, "-checkpoint", now, "-mark", "five", whole)
	})
}

// renumbered gives entries their places in order again.
func renumbered(entries []book.Entry) []book.Entry {
	for i := range entries {
		entries[i].Place, entries[i].Thread = int64(i), min(entries[i].Thread, int64(i))
	}
	return entries
}

func TestProofsThatLie(t *testing.T) {
	p := publish(t, 40)
	honest := p.proof(t, 5, 30)
	for name, one := range map[string]struct {
		change func(*book.Proof)
		words  string
	}{
		"of another act":          {func(x *book.Proof) { x.Entry.Act = "closed" }, "is not in the ledger"},
		"of another place":        {func(x *book.Proof) { x.Entry.Place = 6 }, "is not in the ledger"},
		"with a shorter path":     {func(x *book.Proof) { x.Path = x.Path[1:] }, "is not in the ledger"},
		"with other words":        {func(x *book.Proof) { x.Opening.Content = "6" }, "the words of the proof are not those"},
		"with another checkpoint": {func(x *book.Proof) { x.Signed = p.signed(t, 31) }, "is not in the ledger"},
		"with a forged signature": {func(x *book.Proof) { x.Signed = strings.Replace(x.Signed, "\n30\n", "\n31\n", 1) }, "did not sign"},
	} {
		t.Run(name, func(t *testing.T) {
			proof := honest
			one.change(&proof)
			expect(t, 1, one.words, "-key", p.key, "-proof", p.file(t, "proof", proof.Text()))
		})
	}
	t.Run("of an entry that the export tells otherwise", func(t *testing.T) {
		fork := publish(t, 40)
		fork.entries[5].Act = "closed"
		again := publishAgain(t, fork.entries)
		expect(t, 1, "is not entry 5 of the export", "-key", p.key, "-checkpoint", p.file(t, "now", again.signed(t, 40)),
			"-proof", p.file(t, "proof", honest.Text()), p.file(t, "export", export(again.entries)))
	})
	for _, odd := range []string{"", "x\n\ny", "dorgora ledger proof 1\nx\n\n" + p.signed(t, 30)} {
		expect(t, 1, "WRONG", "-key", p.key, "-proof", p.file(t, "proof", odd))
	}
}

// publishAgain publishes other entries under the same key.
func publishAgain(t *testing.T, entries []book.Entry) *published {
	t.Helper()
	p := publish(t, 0)
	var edge book.Frontier
	for _, e := range entries {
		added, err := edge.Add(e)
		if err != nil {
			t.Fatal(err)
		}
		p.entries, p.stored = append(p.entries, e), append(p.stored, added...)
	}
	return p
}

func TestWrongUse(t *testing.T) {
	p := publish(t, 3)
	for _, args := range [][]string{nil, {"-key", p.key}, {"-checkpoint", "x"}, {"-key", p.key, "export"}, {"-key", p.key, "-checkpoint", "x", "-older", "y"}, {"-what"}} {
		expect(t, 2, "", args...)
	}
	expect(t, 1, "cannot be read", "-key", "nonsense", "-checkpoint", "x")
	expect(t, 1, "no such file", "-key", p.key, "-checkpoint", "no-such-file")
}

func TestTheVerifierStaysSmall(t *testing.T) {
	text, err := os.ReadFile("main.go")
	if err != nil {
		t.Fatal(err)
	}
	if lines := bytes.Count(text, []byte("\n")); lines > 300 {
		t.Errorf("%d lines: nobody will read it before trusting it", lines)
	}
	if bytes.Contains(text, []byte(`"dorgora/`)) {
		t.Error("it leans on the program that it checks")
	}
}
