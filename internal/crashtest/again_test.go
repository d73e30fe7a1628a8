package crashtest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/bangla"
	"dorgora/internal/sqldb/sqldbtest"
)

// R4: over a line that loses answers, times out, breaks off in the middle and
// sends things twice, every application sent again with its key becomes exactly
// one, under the number that its receipt shows.
func TestSendAgain(t *testing.T) {
	binary := built(t, dorgora)
	t.Run("with the embedded database", func(t *testing.T) {
		sendAgain(t, installation{binary: binary, data: t.TempDir()})
	})
	t.Run("with PostgreSQL", func(t *testing.T) {
		sendAgain(t, installation{binary, t.TempDir(), sqldbtest.Schema(t)})
	})
}

func sendAgain(t *testing.T, i installation) {
	ctx, many := limit(t), 200
	if long() {
		many = 5000
	}
	s, _ := i.start(t, ctx)
	line := &badLine{good: direct(16), random: rand.New(rand.NewPCG(4, 4)), failed: map[string]int{}}
	c := newCrowd(line, 5)
	c.gather(ctx, 12)
	c.door.open(s.address)
	c.await(t, ctx, many)
	c.finish(t)
	c.client.Transport = direct(16)
	c.rereadSlips(ctx, 1000)
	c.finish(t)
	s.kill()
	s.calm(t)
	y := c.check(t, i)
	i.verify(t, ctx)
	t.Logf("%v; %d attempts unheard, %d sent again; the line: %v", y, c.refused, c.again, line.failed)
	for _, fate := range fates {
		if line.failed[fate] == 0 {
			t.Errorf("no request ever: %s", fate)
		}
	}
}

// badLine is a network on which half of the requests go wrong.
type badLine struct {
	good   *http.Transport
	mu     sync.Mutex
	random *rand.Rand
	failed map[string]int
}

// What the line does to a request.
var fates = []string{"answer lost", "timed out", "broke off", "sent twice"}

var errLine = errors.New("the line is bad")

// RoundTrip sends the request, or makes it go wrong.
func (l *badLine) RoundTrip(r *http.Request) (*http.Response, error) {
	l.mu.Lock()
	dice, wait, part := l.random.IntN(2*len(fates)), l.random.IntN(12), l.random.Float64()
	if r.Method != http.MethodPost {
		dice = len(fates)
	}
	if dice < len(fates) {
		l.failed[fates[dice]]++
	}
	l.mu.Unlock()
	switch dice {
	case 0:
		return nil, errors.Join(errLine, l.drop(r))
	case 1:
		hasty, cancel := context.WithTimeout(r.Context(), time.Duration(wait)*time.Millisecond)
		defer cancel()
		return nil, errors.Join(errLine, l.drop(r.WithContext(hasty)))
	case 2:
		length := int64(part * float64(r.ContentLength))
		r.Body = io.NopCloser(io.MultiReader(io.LimitReader(r.Body, length), brokenOff{}))
		return nil, errors.Join(errLine, l.drop(r))
	case 3:
		twin := r.Clone(r.Context())
		body, err := r.GetBody()
		if err != nil {
			return nil, err
		}
		twin.Body = body
		sent := make(chan error, 1)
		go func() { sent <- l.drop(twin) }()
		response, err := l.good.RoundTrip(r)
		<-sent
		return response, err
	}
	return l.good.RoundTrip(r)
}

// drop sends a request whose answer nobody hears.
func (l *badLine) drop(r *http.Request) error {
	response, err := l.good.RoundTrip(r)
	if err != nil {
		return err
	}
	_, err = io.Copy(io.Discard, response.Body)
	return errors.Join(err, response.Body.Close())
}

// brokenOff is where a connection ends.
type brokenOff struct{}

func (brokenOff) Read([]byte) (int, error) { return 0, errLine }

// A key that somebody has used leads nobody else anywhere: another application
// under it is refused, and the refusal tells nothing of the first.
func TestKeyOfAnother(t *testing.T) {
	ctx, i := limit(t), installation{binary: built(t, dorgora), data: t.TempDir()}
	s, _ := i.start(t, ctx)
	c := newCrowd(direct(1), 0)
	first := newApplication(0, 0).attached()
	c.door.open(s.address)
	if !c.insist(ctx, first, endless) {
		t.Fatal("the first application was not acknowledged")
	}
	told := c.granted[first.key]
	for name, change := range others(first) {
		t.Run(name, func(t *testing.T) {
			got, err := change.send(ctx, c.client, s.address)
			if err != nil {
				t.Fatal(err)
			}
			want := http.StatusConflict
			if change.name == "" {
				want = http.StatusUnprocessableEntity
			}
			if got.status != want || got.location != "" {
				t.Errorf("answered with %d to %q", got.status, got.location)
			}
			for _, secret := range secrets(first, told) {
				if strings.Contains(plain(got.body), plain(secret)) && !strings.Contains(change.name+change.mobile+change.need, secret) {
					t.Errorf("the answer reveals %q", secret)
				}
			}
		})
	}
	if !c.insist(ctx, first, endless) {
		t.Error("the first applicant is not acknowledged any more")
	}
	c.finish(t)
	s.kill()
	c.check(t, i)
	if cases, _ := i.verify(t, ctx); cases != 1 {
		t.Errorf("%d cases, not one", cases)
	}
}

// others are applications under the key of the first.
func others(first application) map[string]application {
	other := newApplication(1, 1)
	other.key = first.key
	all := map[string]application{"somebody else's": other}
	english := other
	english.lang = "/en"
	all["somebody else's, in English"] = english
	all["somebody else's, with a file"] = other.attached()
	guess := first
	guess.attachment = ""
	all["the same without the file"] = guess
	guess.attachment = first.attachment + "."
	all["the same with another file"] = guess
	guess = first
	guess.service = services[2]
	all["the same for another service"] = guess
	guess = first
	guess.mobile = other.mobile
	all["the same with another mobile number"] = guess
	guess = other
	guess.name = ""
	all["one with a mistake"] = guess
	return all
}

// secrets are what only the first applicant may learn.
func secrets(first application, told slip) []string {
	return []string{told.number, told.code, first.name, first.mobile, first.need, first.hash(), "receipts/" + first.key}
}

var between = regexp.MustCompile(`([0-9])[ \x{a0}\x{2009}\x{202f}-]([0-9])`)

// plain is a text with English digits and without the gaps between them.
func plain(text string) string {
	text = bangla.ASCII(text)
	for {
		closer := between.ReplaceAllString(text, "$1$2")
		if closer == text {
			return text
		}
		text = closer
	}
}

// Two applications that reach the program in the same instant are one.
func TestSendAtOnce(t *testing.T) {
	ctx, binary := limit(t), built(t, dorgora)
	sqldbtest.Addresses(t, func(t *testing.T, address string) {
		i := installation{binary: binary, data: t.TempDir()}
		if strings.HasPrefix(address, "postgres") {
			i.database = address
		}
		s, _ := i.start(t, ctx)
		c := newCrowd(direct(32), 0)
		c.door.open(s.address)
		for n := range 10 {
			a := newApplication(50, n)
			for range 8 {
				c.wg.Go(func() { c.insist(ctx, a, endless) })
			}
		}
		c.finish(t)
		s.kill()
		if y := c.check(t, i); y.acknowledged != 10 {
			t.Error(fmt.Errorf("not ten: %v", y))
		}
	})
}
