package crashtest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"time"
)

// door is where applicants find the program; while it is shut they wait.
type door struct {
	mu      sync.Mutex
	address string
	opened  chan struct{}
}

func (d *door) open(address string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.address = address
	close(d.opened)
}

func (d *door) shut() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.opened = make(chan struct{})
}

func (d *door) await(ctx context.Context) (address string, err error) {
	d.mu.Lock()
	opened := d.opened
	d.mu.Unlock()
	select {
	case <-opened:
	case <-ctx.Done():
		return "", ctx.Err()
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.address, nil
}

// crowd are people who apply at the same time. Whoever is not acknowledged sends
// the same form again, whatever happens to the program meanwhile; a few give up.
// One in ten who were acknowledged sends it once more.
type crowd struct {
	client  *http.Client
	door    *door
	attach  int // one application in so many carries a file; 0 for none
	stopped atomic.Bool
	wg      sync.WaitGroup

	mu      sync.Mutex
	sent    map[string]application // by key
	granted map[string]slip        // by key, what was acknowledged; the slip may be unread
	refused int                    // attempts that nobody acknowledged
	again   int                    // forms sent again after they were acknowledged
	odd     []string               // answers that nobody should get
}

// endless is the patience of most people.
const endless = math.MaxInt

// breath is how long people wait before they send again.
const breath = 5 * time.Millisecond

func newCrowd(transport http.RoundTripper, attach int) *crowd {
	stay := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &crowd{
		client: &http.Client{Transport: transport, Timeout: 30 * time.Second, CheckRedirect: stay},
		door:   &door{opened: make(chan struct{})}, attach: attach,
		sent: map[string]application{}, granted: map[string]slip{},
	}
}

// direct is a transport that keeps a connection for each client.
func direct(clients int) *http.Transport { return &http.Transport{MaxIdleConnsPerHost: clients} }

// gather lets so many clients apply until finish.
func (c *crowd) gather(ctx context.Context, clients int) {
	for client := range clients {
		c.wg.Go(func() { c.applyOften(ctx, client) })
	}
}

// finish waits until all have what they came for. The door must be open.
func (c *crowd) finish(t *testing.T) {
	t.Helper()
	c.stopped.Store(true)
	c.wg.Wait()
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, one := range c.odd[:min(len(c.odd), 5)] {
		t.Error(one)
	}
}

// strangest is the first odd answer.
func (c *crowd) strangest() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.odd) == 0 {
		return "none"
	}
	return c.odd[0]
}

func (c *crowd) applyOften(ctx context.Context, client int) {
	random := rand.New(rand.NewPCG(2026, uint64(client)))
	var own []application
	for n := 0; !c.stopped.Load() && ctx.Err() == nil; n++ {
		a := newApplication(client, n)
		if c.attach > 0 && n%c.attach == 0 {
			a = a.attached()
		}
		patience := endless
		if random.IntN(20) == 0 {
			patience = 1
		}
		if !c.insist(ctx, a, patience) {
			continue
		}
		own = append(own, a)
		if random.IntN(10) == 0 {
			c.insist(ctx, own[random.IntN(len(own))], endless)
			c.mu.Lock()
			c.again++
			c.mu.Unlock()
		}
	}
}

// insist sends the application until it is acknowledged, and reads the receipt.
func (c *crowd) insist(ctx context.Context, a application, patience int) bool {
	c.mu.Lock()
	c.sent[a.key] = a
	c.mu.Unlock()
	for range patience {
		address, err := c.door.await(ctx)
		if err != nil {
			return false
		}
		if c.try(ctx, address, a) {
			return c.collect(ctx, a)
		}
		time.Sleep(breath)
	}
	return false
}

// try sends the application once. No answer and "not confirmed" are what a crash
// may cost; every other answer but the receipt is wrong.
func (c *crowd) try(ctx context.Context, address string, a application) bool {
	got, err := a.send(ctx, c.client, address)
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case err == nil && got.acknowledged():
		if got.status != http.StatusSeeOther || got.location != a.receiptPath() {
			c.odd = append(c.odd, fmt.Sprintf("%s was answered with %d to %q", a.name, got.status, got.location))
		}
		if _, known := c.granted[a.key]; !known {
			c.granted[a.key] = slip{}
		}
		return true
	case err == nil && got.status != http.StatusServiceUnavailable:
		c.odd = append(c.odd, fmt.Sprintf("%s was answered with %d: %s", a.name, got.status, got.body))
	}
	c.refused++
	return false
}

// collect reads the receipt of an acknowledged application, however often that has
// to be tried. A receipt that says something new is wrong.
func (c *crowd) collect(ctx context.Context, a application) bool {
	for {
		address, err := c.door.await(ctx)
		if err != nil {
			return false
		}
		r, err := http.NewRequestWithContext(ctx, http.MethodGet, address+a.receiptPath(), nil)
		if err != nil {
			return false
		}
		got, err := exchange(c.client, r)
		if err == nil && got.status != http.StatusServiceUnavailable {
			return c.keep(a, got)
		}
		time.Sleep(breath)
	}
}

func (c *crowd) keep(a application, got answer) bool {
	now, err := readSlip(got.body)
	c.mu.Lock()
	defer c.mu.Unlock()
	before := c.granted[a.key]
	switch {
	case got.status != http.StatusOK || err != nil:
		c.odd = append(c.odd, fmt.Sprintf("the receipt of %s is answered with %d (%v): %s", a.name, got.status, err, got.body))
		return false
	case before != slip{} && before != now:
		c.odd = append(c.odd, fmt.Sprintf("the receipt of %s said %v and says %v", a.name, before, now))
	}
	c.granted[a.key] = now
	return true
}

// await returns when so many more are acknowledged.
func (c *crowd) await(t *testing.T, ctx context.Context, more int) {
	t.Helper()
	begun, target := time.Now(), c.count()+more
	for c.count() < target {
		if ctx.Err() != nil || time.Since(begun) > time.Minute {
			t.Fatalf("after %v only %d of %d more are acknowledged; odd: %v", time.Since(begun), c.count()+more-target, more, c.strangest())
		}
		time.Sleep(time.Millisecond)
	}
}

func (c *crowd) count() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return len(c.granted)
}

// rereadSlips reads up to most receipts once more.
func (c *crowd) rereadSlips(ctx context.Context, most int) {
	c.mu.Lock()
	var all []application
	for key := range c.granted {
		if len(all) < most {
			all = append(all, c.sent[key])
		}
	}
	c.mu.Unlock()
	turn := make(chan struct{}, 16)
	for _, a := range all {
		turn <- struct{}{}
		c.wg.Go(func() { c.collect(ctx, a); <-turn })
	}
	c.wg.Wait()
}
