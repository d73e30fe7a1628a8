package outbox_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/notice"
	"dorgora/internal/outbox"
	"dorgora/internal/sms"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
)

// The settings of a child process of these tests, which delivers until it is killed.
const (
	addressVariable = "DORGORA_TEST_OUTBOX"
	gatewayVariable = "DORGORA_TEST_GATEWAY"
	kindVariable    = "DORGORA_TEST_GATEWAY_KIND"
	epochVariable   = "DORGORA_TEST_EPOCH"
)

func TestMain(m *testing.M) {
	if address := os.Getenv(addressVariable); address != "" {
		if err := deliver(address); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	os.Exit(m.Run())
}

// hurried is a clock that all processes of a test share; it runs sixty times as fast
// as that of the machine, so that leases and pauses end soon.
func hurried(epoch time.Time) func() time.Time {
	return func() time.Time { return morning.Add(60 * time.Since(epoch)) }
}

// deliver gives the gateways one turn after the other.
func deliver(address string) error {
	epoch, err := time.Parse(time.RFC3339Nano, os.Getenv(epochVariable))
	if err != nil {
		return err
	}
	db, err := sqldb.Open(context.Background(), sqldb.Config{Address: address})
	if err != nil {
		return err
	}
	engine := engineOver(db, hurried(epoch))
	engine.Open = func(gateway.Gateway) (outbox.Carrier, error) {
		return line{os.Getenv(gatewayVariable), &http.Client{Timeout: 300 * time.Millisecond}}, nil
	}
	fmt.Println("at work")
	ctx, stop := context.WithCancel(context.Background())
	go func() {
		_, _ = bufio.NewReader(os.Stdin).ReadString('\n') // the parent has gone
		stop()
	}()
	for ctx.Err() == nil {
		if err := engine.Turn(ctx, notice.SMS); err != nil && ctx.Err() == nil {
			fmt.Fprintln(os.Stderr, err)
		}
		time.Sleep(10 * time.Millisecond)
	}
	return db.Close()
}

// engineOver is an engine with the one gateway of these tests.
func engineOver(db *sqldb.DB, now func() time.Time) *outbox.Engine {
	p := &postOffice{ways: []gateway.Gateway{{
		Office: "khulna", ID: "g", Kind: "http", Active: true, Settings: map[string]string{"repeats": os.Getenv(kindVariable), "per_number": "0"},
	}}}
	return &outbox.Engine{
		Store: storeOf(db), Gateways: p, Offices: p, Say: textsOf(), Now: now, Logger: slog.New(slog.DiscardHandler),
	}
}

// line is the way to the gateway of the parent.
type line struct {
	address string
	client  *http.Client
}

// Carry implements outbox.Carrier.
func (l line) Carry(ctx context.Context, p outbox.Parcel) (string, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, l.address+"?id="+url.QueryEscape(p.ID), nil)
	if err != nil {
		return "", err
	}
	answer, err := l.client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	if answer.StatusCode == http.StatusServiceUnavailable {
		return "", fault.Wrap(fault.Unavailable, "sms.unreachable", errors.New(answer.Status))
	}
	return p.ID, nil
}

// counter is a gateway that counts what it did with each message. Now and then it does
// not take one, takes one and does not answer, or takes its time.
type counter struct {
	mu      sync.Mutex
	random  *rand.Rand
	repeats bool // it knows a repeated message by its ID
	effects map[string]int
	calls   int
}

func (c *counter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	c.mu.Lock()
	whim, id := c.random.IntN(20), r.URL.Query().Get("id")
	c.calls++
	if whim == 0 {
		c.mu.Unlock()
		w.WriteHeader(http.StatusServiceUnavailable)
		return
	}
	if !c.repeats || c.effects[id] == 0 {
		c.effects[id]++
	}
	c.mu.Unlock()
	switch whim {
	case 1:
		time.Sleep(400 * time.Millisecond) // longer than anybody waits
	default:
		time.Sleep(time.Duration(whim) * time.Millisecond)
	}
}

// R8: whoever delivers is killed again and again, and the gateway is as gateways are.
// No message has its effect twice, whatever happens; none is lost; what was told as
// sent was sent.
func TestDeliveryThroughKills(t *testing.T) {
	kills, both := 20, false
	if os.Getenv("DORGORA_LONG") == "1" {
		kills, both = 500, true
	}
	lite := func(t *testing.T) string { return t.TempDir() + "/outbox.db" }
	for _, one := range []struct {
		name    string
		address func(t *testing.T) string
		repeats string
		always  bool
	}{
		{"on SQLite, a gateway that forgets", lite, "no", true},
		{"on PostgreSQL, a gateway that knows repeated messages", sqldbtest.Schema, "yes", true},
		{"on SQLite, a gateway that knows repeated messages", lite, "yes", false},
		{"on PostgreSQL, a gateway that forgets", sqldbtest.Schema, "no", false},
	} {
		if one.always || both {
			t.Run(one.name, func(t *testing.T) { killDeliverers(t, one.address(t), one.repeats, kills) })
		}
	}
}

func killDeliverers(t *testing.T, address, repeats string, kills int) {
	db := sqldbtest.Open(t, address, migrations.Files)
	gate := &counter{random: rand.New(rand.NewPCG(8, uint64(kills))), repeats: repeats == "yes", effects: map[string]int{}}
	server := httptest.NewServer(gate)
	defer server.Close()
	epoch := time.Now()
	p := newPostOffice(t, db)
	crew := &deliverers{t, []string{
		addressVariable + "=" + address, gatewayVariable + "=" + server.URL, kindVariable + "=" + repeats, epochVariable + "=" + epoch.Format(time.RFC3339Nano),
	}, make([]*exec.Cmd, 2)}
	for place := range crew.members {
		crew.hire(place)
	}
	defer crew.end()
	asked := 0
	for n := range kills {
		for range 6 {
			p.now = hurried(epoch)()
			p.say(fmt.Sprintf("n%05d", asked), fmt.Sprintf("%08d", asked), func(n *notice.Notice) { n.Address = fmt.Sprintf("+880%010d", asked) })
			asked++
		}
		time.Sleep(time.Duration(20+gate.pick(60)) * time.Millisecond)
		crew.kill(n % 2)
		crew.hire(n % 2)
	}
	p.settle(asked, 60*time.Second)
	p.now = hurried(epoch)()
	uncertain := gate.holds(p, asked)
	t.Logf("%d messages, %d kills, %d calls; %d were uncertain", asked, kills, gate.calls, uncertain)
	if repeats == "yes" && uncertain > 0 {
		t.Errorf("%d messages are uncertain at a gateway that may be asked again", uncertain)
	}
}

func (c *counter) pick(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.random.IntN(n)
}

// settle waits until no notice waits.
func (p *postOffice) settle(asked int, most time.Duration) {
	p.Helper()
	for deadline := time.Now().Add(most); ; time.Sleep(20 * time.Millisecond) {
		var left int
		p.ok(p.store.DB.Row(p.Context(), `SELECT COUNT(*) FROM notices WHERE status IN ('waiting', 'sending')`, nil, &left))
		if left == 0 {
			return
		}
		if time.Now().After(deadline) {
			p.Fatalf("%d of %d messages still wait", left, asked)
		}
	}
}

// holds compares the fates of the notices with what the gateway did, tells its reports
// for those that were uncertain, and returns how many were.
func (c *counter) holds(p *postOffice, asked int) (uncertain int) {
	p.Helper()
	c.mu.Lock()
	defer c.mu.Unlock()
	p.ways = []gateway.Gateway{{Office: "khulna", ID: "g", Kind: "http", Active: true}}
	for n := range asked {
		id := fmt.Sprintf("n%05d", n)
		said, err := p.store.Notice(p.Context(), "rupsha", id)
		p.ok(err)
		switch effects := c.effects[id]; {
		case effects > 1:
			p.Errorf("%s had its effect %d times", id, effects)
		case said.Status == notice.Sent && effects != 1:
			p.Errorf("%s is told as sent and was not", id)
		case said.Status == notice.Uncertain:
			uncertain++
			if effects == 1 {
				p.report(id, sms.Delivered)
				p.stands(id + " delivered")
			}
		case said.Status != notice.Sent:
			p.Errorf("%s is %s", id, said.Status)
		}
	}
	return uncertain
}

// deliverers are child processes that work on one database.
type deliverers struct {
	*testing.T
	environment []string
	members     []*exec.Cmd
}

func (d *deliverers) hire(place int) {
	d.Helper()
	child := exec.Command(os.Args[0])
	child.Env, child.Stderr = append(os.Environ(), d.environment...), os.Stderr
	if _, err := child.StdinPipe(); err != nil { // it ends with this process at the latest
		d.Fatal(err)
	}
	out, err := child.StdoutPipe()
	if err != nil {
		d.Fatal(err)
	}
	if err := child.Start(); err != nil {
		d.Fatal(err)
	}
	if said, err := bufio.NewReader(out).ReadString('\n'); err != nil || strings.TrimSpace(said) != "at work" {
		d.Fatalf("%q, %v", said, err)
	}
	d.members[place] = child
}

// kill ends a process as kill -9 does.
func (d *deliverers) kill(place int) {
	_ = d.members[place].Process.Kill()
	_ = d.members[place].Wait()
}

func (d *deliverers) end() {
	for place := range d.members {
		d.kill(place)
	}
}
