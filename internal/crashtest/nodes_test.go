package crashtest

import (
	"context"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/sqldb/sqldbtest"
)

// balancer passes requests on to nodes, one after the other in turn.
type balancer struct {
	mu    sync.Mutex
	nodes []*url.URL
	turn  int
}

func (b *balancer) next() *url.URL {
	b.mu.Lock()
	defer b.mu.Unlock()
	if len(b.nodes) == 0 {
		return nil
	}
	b.turn++
	return b.nodes[b.turn%len(b.nodes)]
}

func (b *balancer) add(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	node, _ := url.Parse(address)
	b.nodes = append(b.nodes, node)
}

func (b *balancer) remove(address string) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.nodes = slices.DeleteFunc(b.nodes, func(node *url.URL) bool { return node.String() == address })
}

// serve answers for all nodes; a node that dies on the way is 503, as balancers say.
func (b *balancer) serve(t *testing.T) (address string) {
	unanswered := func(w http.ResponseWriter, _ *http.Request, _ error) { w.WriteHeader(http.StatusServiceUnavailable) }
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			if node := b.next(); node != nil {
				r.SetURL(node)
				r.Out.Host = r.In.Host
			}
		},
		ErrorHandler: unanswered, Transport: &http.Transport{MaxIdleConnsPerHost: 32},
	}
	server := httptest.NewServer(proxy)
	t.Cleanup(server.Close)
	return server.URL
}

// twoNodes are two programs on one database, with one folder of files and one secret.
func twoNodes(t *testing.T, ctx context.Context, i installation) (one, other *server) {
	t.Helper()
	one, _ = i.start(t, ctx) // the first start makes the secret that both share
	other, _ = i.start(t, ctx)
	return one, other
}

func TestTwoNodesAreOneOffice(t *testing.T) {
	ctx := limit(t)
	one, other := twoNodes(t, ctx, installation{built(t, dorgora), t.TempDir(), sqldbtest.Schema(t)})
	chief := newBrowser(t, ctx)
	chief.enters(one.address, <-other.invited) // the link of the later start counts
	t.Run("whoever signs in on one is known on the other", func(t *testing.T) {
		if !chief.isKnown(other.address) {
			t.Error("the session of one node is unknown on the other")
		}
	})
	t.Run("a session that is revoked on one is over on both", func(t *testing.T) {
		thief := newBrowser(t, ctx)
		thief.signsIn(other.address)
		if !thief.isKnown(one.address) {
			t.Fatal("the second session does not hold")
		}
		chief.posts(one.address+"/account/sessions/revocation", "/account")
		if thief.isKnown(one.address) || thief.isKnown(other.address) || !chief.isKnown(other.address) {
			t.Error("the wrong sessions are over")
		}
	})
	t.Run("what is begun on one is carried on and submitted on the other", func(t *testing.T) { submitAcross(t, ctx, one, other) })
	t.Run("a charter that is published on one is served by the other at once", func(t *testing.T) {
		publishAcross(t, chief, one, other)
	})
	t.Run("a holiday that is announced on one moves promises on the other", func(t *testing.T) {
		for _, node := range []*server{one, other} { // so that each has the year in memory
			newBrowser(t, ctx).sees(node.address+"/rupsha/calendar?year=2027", "২০২৭")
		}
		chief.posts(one.address+"/rupsha/calendar/announcements", "/rupsha/calendar", "date-day", "12", "date-month", "1", "date-year", "2027",
			"kind", "local", "name", "হঠাৎ ছুটি", "source", "স্মারক ৯", "notified-day", "20", "notified-month", "11", "notified-year", "2026")
		newBrowser(t, ctx).sees(other.address+"/rupsha/calendar?year=2027", "হঠাৎ ছুটি")
	})
	t.Run("somebody who is hired on one is seen on the other", func(t *testing.T) {
		chief.sees(other.address+"/rupsha/people", "মো. করিম")
		chief.posts(one.address+"/rupsha/people", "/rupsha/people", "name", "নাজমা বেগম", "mobile", "01712000009")
		chief.sees(other.address+"/rupsha/people", "নাজমা বেগম")
	})
	for _, node := range []*server{one, other} {
		node.stop(t)
		node.calm(t)
	}
}

func submitAcross(t *testing.T, ctx context.Context, one, other *server) {
	citizen, service := newBrowser(t, ctx), "/rupsha/services/"+services[1]
	draft := strings.TrimSuffix(citizen.posts(one.address+service+"/drafts", "/rupsha/drafts/"), "/for")
	next := citizen.posts(other.address+draft+"/for", draft, "for", "self")
	nodes := []*server{one, other}
	for n := 0; strings.HasPrefix(next, draft) && n < 8; n++ {
		citizen.sees(nodes[n%2].address+next, "<form")
		if strings.HasSuffix(next, "/check") {
			next = citizen.posts(nodes[1-n%2].address+draft+"/submission", "/rupsha/receipts/")
			break
		}
		next = citizen.posts(nodes[1-n%2].address+next, draft, "name", "রহিমা খাতুন", "mobile", "01711000001",
			"need", "কম্পিউটার চলে না, পরামর্শ চাই", "hear", "sms", "device", "computer", "place", "নৈহাটি ইউনিয়ন", "help", "telephone")
	}
	for _, node := range nodes {
		if _, err := readSlip(citizen.sees(node.address+next, "<main")); err != nil {
			t.Errorf("%s: %v", next, err)
		}
	}
}

func publishAcross(t *testing.T, chief *browser, one, other *server) {
	reader := newBrowser(t, chief.ctx)
	version := func(node *server) string {
		shown := field(t, chief.sees(node.address+"/rupsha/desk/charter", "<main"), "version")
		return shown
	}
	for _, node := range []*server{one, other} { // so that each keeps the pages in memory
		reader.sees(node.address+"/rupsha", "<main")
		reader.sees(node.address+"/rupsha/charter", "<main")
	}
	before := version(other)
	for n := range 3 {
		from, to := one, other
		if n%2 == 1 {
			from, to = other, one
		}
		now := version(from)
		draft, _, _ := strings.Cut(chief.posts(from.address+"/rupsha/desk/charter/revisions", "/rupsha/desk/charter/drafts/", "version", now), "?")
		review := chief.sees(to.address+draft+"/publication", "<form")
		chief.posts(to.address+draft+"/publication", "/rupsha/desk/charter", "revision", field(t, review, "revision"))
		if here, there := version(from), version(to); here != there || here == now {
			t.Fatalf("after publishing on one node version %s stands there and %s on the other; before it was %s", there, here, now)
		}
	}
	if before == version(one) {
		t.Error("nothing was published")
	}
}

// R1 for two nodes: one after the other is killed and started again while sixteen
// people apply through a balancer.
func TestTwoNodesThroughKills(t *testing.T) {
	kills := 5
	if long() {
		kills = 100
	}
	ctx, random := limit(t), rand.New(rand.NewPCG(3, uint64(kills)))
	i := installation{built(t, dorgora), t.TempDir(), sqldbtest.Schema(t)}
	nodes := make([]*server, 2)
	nodes[0], nodes[1] = twoNodes(t, ctx, i)
	b := &balancer{}
	for _, node := range nodes {
		b.add(node.address)
	}
	c := newCrowd(direct(16), 10)
	c.door.open(b.serve(t))
	c.gather(ctx, 16)
	for n := range kills {
		c.await(t, ctx, 1+random.IntN(25))
		dying := nodes[n%2]
		dying.kill() // a balancer learns of it a moment later
		time.Sleep(time.Duration(random.IntN(20)) * time.Millisecond)
		b.remove(dying.address)
		dying.calm(t)
		nodes[n%2], _ = i.start(t, ctx)
		b.add(nodes[n%2].address)
	}
	c.finish(t)
	c.rereadSlips(ctx, 200)
	c.finish(t)
	for _, node := range nodes {
		node.stop(t)
		node.calm(t)
	}
	y := c.check(t, i)
	cases, files := i.verify(t, ctx)
	t.Logf("%d kills: %v; %d attempts unanswered, %d sent again; verified %d cases, %d files", kills, y, c.refused, c.again, cases, files)
}

// R6: PostgreSQL is killed again and again while sixteen people apply; the program
// goes on by itself.
func TestPostgresKilled(t *testing.T) {
	kills := 3
	if long() {
		kills = 20
	}
	ctx, random := limit(t), rand.New(rand.NewPCG(6, uint64(kills)))
	postgres := sqldbtest.NewBreakable(t)
	i := installation{built(t, dorgora), t.TempDir(), postgres.Address}
	s, _ := i.start(t, ctx)
	c := newCrowd(direct(16), 10)
	c.door.open(s.address)
	c.gather(ctx, 16)
	var slowest time.Duration
	for range kills {
		c.await(t, ctx, 1+random.IntN(15))
		postgres.Kill()
		time.Sleep(time.Duration(random.IntN(800)) * time.Millisecond)
		postgres.Start(t)
		back := time.Now()
		c.await(t, ctx, 1)
		slowest = max(slowest, time.Since(back))
	}
	c.finish(t)
	c.rereadSlips(ctx, 200)
	c.finish(t)
	s.stop(t)
	s.calm(t)
	if slowest > 5*time.Second {
		t.Errorf("it took %v until somebody was acknowledged again", slowest)
	}
	y := c.check(t, i)
	cases, files := i.verify(t, ctx)
	t.Logf("%d kills: %v; %d attempts unanswered, %d sent again; verified %d cases, %d files; acknowledged again after at most %v",
		kills, y, c.refused, c.again, cases, files, slowest)
}
