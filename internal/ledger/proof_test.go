package ledger_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"time"

	"golang.org/x/mod/sumdb/note"
	"pgregory.net/rapid"

	"dorgora/internal/fault"
	"dorgora/internal/ledger"
)

var (
	secret = []byte("a secret of thirty-two bytes, ok")
	noon   = time.Date(2026, 12, 1, 6, 0, 0, 0, time.UTC)
)

func signer(t interface{ Fatal(...any) }, secret []byte) ledger.Signer {
	s, err := ledger.NewSigner(secret)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// signed is the checkpoint of a log.
func signed(t interface{ Fatal(...any) }, edge ledger.Frontier) (ledger.Checkpoint, string) {
	c := ledger.Checkpoint{Office: "rupsha", Size: edge.Size, Root: edge.Root(), At: noon}
	text, err := signer(t, secret).Sign(c)
	if err != nil {
		t.Fatal(err)
	}
	return c, text
}

func refused(t *testing.T, err error, want string) {
	t.Helper()
	for _, one := range fault.List(err) {
		if one.Message == want {
			return
		}
	}
	t.Errorf("error %v, want %s", err, want)
}

func TestCheckpointIsSigned(t *testing.T) {
	edge, _ := logOf(t, entries(9))
	c, text := signed(t, edge)
	key := signer(t, secret).Key()
	t.Run("the four lines are as documented", func(t *testing.T) {
		want := "dorgora ledger rupsha\n9\n" + edge.Root().String() + "\n2026-12-01T06:00:00Z\n\n— dorgora-ledger "
		if !strings.HasPrefix(text, want) {
			t.Errorf("%q", text)
		}
	})
	t.Run("it opens with the public key", func(t *testing.T) {
		if opened, err := ledger.OpenCheckpoint(text, key+"\n"); err != nil || opened != c {
			t.Errorf("%+v, %v", opened, err)
		}
	})
	t.Run("any program that knows notes opens it", func(t *testing.T) {
		verifier, err := note.NewVerifier(key)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := note.Open([]byte(text), note.VerifierList(verifier)); err != nil {
			t.Error(err)
		}
	})
	t.Run("the same secret gives the same key, another secret another one", func(t *testing.T) {
		if other := signer(t, []byte("another secret")); signer(t, secret).Key() != key || other.Key() == key {
			t.Error("nodes that share the secret must sign alike")
		}
	})
	t.Run("nothing of the secret is in the key", func(t *testing.T) {
		if !regexp.MustCompile(`^dorgora-ledger\+[0-9a-f]{8}\+[A-Za-z0-9+/]{44}$`).MatchString(key) {
			t.Errorf("%q", key)
		}
	})
	other := signer(t, []byte("another secret")).Key()
	for name, one := range map[string]struct{ text, key, want string }{
		"the size is raised":          {strings.Replace(text, "\n9\n", "\n8\n", 1), key, "ledger.checkpoint.key"},
		"the office is exchanged":     {strings.Replace(text, "rupsha", "dighalia", 1), key, "ledger.checkpoint.key"},
		"the moment is moved":         {strings.Replace(text, "2026", "2025", 1), key, "ledger.checkpoint.key"},
		"somebody else signed":        {text, other, "ledger.checkpoint.key"},
		"the signature is cut off":    {text[:strings.Index(text, "—")], key, "ledger.checkpoint.key"},
		"a line is added":             {strings.Replace(text, "\n9\n", "\n9\nx\n", 1), key, "ledger.checkpoint.form"},
		"the size is written oddly":   {strings.Replace(text, "\n9\n", "\n09\n", 1), key, "ledger.checkpoint.form"},
		"it is another kind of note":  {strings.Replace(text, "dorgora ledger", "some log", 1), key, "ledger.checkpoint.form"},
		"it is empty":                 {"", key, "ledger.checkpoint.form"},
		"the key is none":             {text, "dorgora-ledger+x", "ledger.key.form"},
		"the root is no hash at all":  {strings.Replace(text, edge.Root().String(), "AAAA", 1), key, "ledger.checkpoint.form"},
		"the first line names nobody": {strings.Replace(text, "dorgora ledger rupsha", "dorgora ledger", 1), key, "ledger.checkpoint.form"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ledger.OpenCheckpoint(one.text, one.key)
			refused(t, err, one.want)
		})
	}
}

func TestProofOfEveryEntry(t *testing.T) {
	key := signer(t, secret).Key()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 120).Draw(t, "entries")
		at := rapid.IntRange(0, n-1).Draw(t, "place")
		list := entries(n)
		edge, hashes := logOf(t, list)
		c, text := signed(t, edge)
		p, err := ledger.Prove(list[at], text, hashes)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ledger.ParseProof(p.Text())
		if err != nil {
			t.Fatal(err)
		}
		if got, err := again.Check(key); err != nil || got != c || again.Text() != p.Text() {
			t.Fatalf("%d of %d: %v", at, n, err)
		}
		again.Entry.Act = "closed"
		if _, err := again.Check(key); err == nil {
			t.Fatal("another act passes under the proof")
		}
	})
}

func TestProofOpensWhatWasCommitted(t *testing.T) {
	list := entries(9)
	edge, hashes := logOf(t, list)
	_, text := signed(t, edge)
	p, err := ledger.Prove(list[4], text, hashes)
	if err != nil {
		t.Fatal(err)
	}
	key := signer(t, secret).Key()
	p.Opening = ledger.Opening{Salt: "salt", Content: "4"}
	t.Run("salt and content travel in the text", func(t *testing.T) {
		again, err := ledger.ParseProof(p.Text())
		if err != nil || again.Opening != p.Opening {
			t.Fatalf("%+v, %v", again.Opening, err)
		}
		if _, err := again.Check(key); err != nil {
			t.Error(err)
		}
	})
	t.Run("other content does not pass", func(t *testing.T) {
		p := p
		p.Opening.Content = "5"
		_, err := p.Check(key)
		refused(t, err, "ledger.proof.opening")
	})
	t.Run("a path with a hash less does not pass", func(t *testing.T) {
		p := p
		p.Path = p.Path[1:]
		_, err := p.Check(key)
		refused(t, err, "ledger.proof.wrong")
	})
	t.Run("the short form fits on a slip", func(t *testing.T) {
		if mark := p.Mark(); !regexp.MustCompile(`^4/9 [0-9a-f]{16}$`).MatchString(mark) {
			t.Errorf("%q", mark)
		}
	})
	for _, odd := range []string{"", "dorgora ledger proof 1\n\n", strings.Replace(p.Text(), "proof 1", "proof 2", 1), strings.Replace(p.Text(), "content ", "content !", 1), strings.Replace(p.Text(), "\t", " ", 1)} {
		if _, err := ledger.ParseProof(odd); err == nil {
			t.Errorf("%q was read", odd)
		}
	}
}

func TestGrowthBetweenAnyTwoSizes(t *testing.T) {
	key := signer(t, secret).Key()
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 120).Draw(t, "entries")
		from := rapid.IntRange(1, n).Draw(t, "older size")
		edge, hashes := logOf(t, entries(n))
		young, _ := logOf(t, entries(from))
		older, _ := signed(t, young)
		_, text := signed(t, edge)
		g, err := ledger.ProveGrowth(int64(from), text, hashes)
		if err != nil {
			t.Fatal(err)
		}
		again, err := ledger.ParseGrowth(g.Text())
		if err != nil || again.Text() != g.Text() {
			t.Fatal(err)
		}
		if _, err := again.Check(older, key); err != nil {
			t.Fatalf("from %d to %d: %v", from, n, err)
		}
		forked := entries(from)
		forked[from-1].Act = "closed"
		other, _ := logOf(t, forked)
		fork, _ := signed(t, other)
		if _, err := again.Check(fork, key); err == nil {
			t.Fatal("a fork passes for growth")
		}
	})
	edge, hashes := logOf(t, entries(9))
	_, text := signed(t, edge)
	for _, from := range []int64{0, -1, 10} {
		_, err := ledger.ProveGrowth(from, text, hashes)
		refused(t, err, "ledger.growth.range")
	}
}

// shelf is a store of one ledger in memory.
type shelf struct {
	list []ledger.Entry
	t    *testing.T
}

func (s shelf) Head(context.Context, string) (ledger.Head, error) {
	edge, _ := logOf(s.t, s.list)
	if edge.Size == 0 {
		return ledger.Head{Office: "rupsha"}, nil
	}
	return ledger.Head{Office: "rupsha", Size: edge.Size, Root: edge.Root().String()}, nil
}

func (s shelf) Last(_ context.Context, _, subject string) (ledger.Entry, error) {
	for i := len(s.list) - 1; i >= 0; i-- {
		if s.list[i].Subject == subject {
			return s.list[i], nil
		}
	}
	return ledger.Entry{}, fault.New(fault.NotFound, "record.missing")
}

func (s shelf) Page(_ context.Context, _ string, from int64, limit int) ([]ledger.Entry, error) {
	from = min(from, int64(len(s.list)))
	return s.list[from:min(int(from)+limit, len(s.list))], nil
}

func (s shelf) Hashes(context.Context, string) ledger.Hashes {
	_, hashes := logOf(s.t, s.list)
	return hashes
}

func notary(t *testing.T, list []ledger.Entry) ledger.Notary {
	return ledger.Notary{Store: shelf{list, t}, Signer: signer(t, secret), Now: func() time.Time { return noon }}
}

func TestNotaryHoldsAgainstAKeptCheckpoint(t *testing.T) {
	kept, _, err := notary(t, entries(9)).Checkpoint(t.Context(), "rupsha")
	if err != nil {
		t.Fatal(err)
	}
	changed := entries(12)
	changed[2].Actor = "post/other"
	short := entries(9)
	for name, one := range map[string]struct {
		now  []ledger.Entry
		want string // empty: it holds
	}{
		"nothing has happened since":      {entries(9), ""},
		"entries came after it":           {entries(1200), ""},
		"the database was put back":       {short[:5], "ledger.rolled.back"},
		"the database was emptied":        {nil, "ledger.rolled.back"},
		"an older entry was written anew": {changed, "ledger.forked"},
		"an entry was taken out of it":    {append(entries(3), entries(12)[4:]...), "ledger.forked"},
		"it was put back, then went on":   {append(short[:5:5], later(5)...), "ledger.forked"},
	} {
		t.Run(name, func(t *testing.T) {
			err := notary(t, one.now).Hold(t.Context(), kept)
			if one.want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			refused(t, err, one.want)
		})
	}
}

// later are entries from place 5 on that tell another story.
func later(n int) []ledger.Entry {
	list := entries(5 + n)[5:]
	for i := range list {
		list[i].Act = "replied"
	}
	return list
}

func TestNotaryProves(t *testing.T) {
	n := notary(t, entries(30))
	p, err := n.ProofOf(t.Context(), "rupsha", "case/1")
	if err != nil {
		t.Fatal(err)
	}
	if c, err := p.Check(n.Signer.Key()); err != nil || c.Size != 30 || p.Entry.Place != 28 {
		t.Errorf("entry %d of %d, %v", p.Entry.Place, c.Size, err)
	}
	g, err := n.Growth(t.Context(), "rupsha", 9)
	if err != nil {
		t.Fatal(err)
	}
	older, _, _ := notary(t, entries(9)).Checkpoint(t.Context(), "rupsha")
	if _, err := g.Check(older, n.Signer.Key()); err != nil {
		t.Error(err)
	}
	t.Run("of a subject without entries there is none", func(t *testing.T) {
		if _, err := n.ProofOf(t.Context(), "rupsha", "case/9"); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
	t.Run("an empty ledger has a checkpoint too", func(t *testing.T) {
		c, text, err := notary(t, nil).Checkpoint(t.Context(), "rupsha")
		if err != nil || c.Size != 0 {
			t.Fatal(err)
		}
		if _, err := ledger.OpenCheckpoint(text, n.Signer.Key()); err != nil {
			t.Error(err)
		}
	})
}
