package outbox_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office"
	"dorgora/internal/outbox"
	"dorgora/internal/sms"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// morning is Monday, 23 November 2026, ten o'clock in Dhaka.
var morning = time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Dhaka)

// postOffice is an installation with two offices, a gateway for SMS and one for mail;
// its clock stands where a test puts it.
type postOffice struct {
	*testing.T
	engine *outbox.Engine
	store  noticedb.Store
	ways   []gateway.Gateway

	mu      sync.Mutex
	now     time.Time
	got     []outbox.Parcel // what the gateways took
	asked   int             // how often they were spoken to
	answer  func(p outbox.Parcel) error
	counted map[string]int
}

func engines(t *testing.T, check func(p *postOffice)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(newPostOffice(t, db)) })
}

func storeOf(db *sqldb.DB) noticedb.Store { return noticedb.Store{DB: db} }

func textsOf() message.Catalogue {
	texts, err := message.New(outbox.Texts, message.Set{Name: "test",
		Bn: "casework.notice.received = আবেদন {number} পেয়েছি।\ncasework.notice.recounted = আবেদন {number}: তারিখ সরেছে।",
		En: "casework.notice.received = Request {number} came.\ncasework.notice.recounted = Request {number}: the date moved.",
	})
	if err != nil {
		panic(err)
	}
	return texts
}

func newPostOffice(t *testing.T, db *sqldb.DB) *postOffice {
	t.Helper()
	p := &postOffice{T: t, store: storeOf(db), now: morning, counted: map[string]int{}}
	p.ways = []gateway.Gateway{
		{Office: "khulna", ID: "kannel", Kind: "kannel", Name: "কানেল", Active: true, Settings: map[string]string{"price": "50", "budget": "1000"}},
		{Office: "khulna", ID: "relay", Kind: "smtp", Name: "মেইল", Active: true},
	}
	p.engine = &outbox.Engine{
		Store: p.store, Gateways: p, Offices: p, Open: func(gateway.Gateway) (outbox.Carrier, error) { return p, nil }, Say: textsOf(),
		Address: "https://seba.example.gov.bd", Now: p.clock, Logger: slog.New(slog.DiscardHandler),
		Observe: func(_ notice.Channel, fate notice.Status) {
			p.mu.Lock()
			defer p.mu.Unlock()
			p.counted[string(fate)]++
		},
	}
	return p
}

func (p *postOffice) clock() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *postOffice) pass(d time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
}

// All implements outbox.Gateways.
func (p *postOffice) All(context.Context) ([]gateway.Gateway, error) { return p.ways, nil }

// Chain implements outbox.Offices.
func (p *postOffice) Chain(_ context.Context, id string) ([]office.Office, error) {
	top := office.Office{ID: "khulna", Slug: "khulna", Name: "খুলনা কার্যালয়"}
	if id == "khulna" {
		return []office.Office{top}, nil
	}
	if id == "island" {
		return []office.Office{{ID: "island", Slug: "island"}}, nil
	}
	return []office.Office{{ID: id, Slug: id, Parent: "khulna", Name: id + " কার্যালয়", NameEn: id + " office"}, top}, nil
}

// Chart implements outbox.Offices.
func (p *postOffice) Chart(context.Context, string) (office.Chart, error) {
	return office.Chart{
		Offices:     []office.Office{{ID: "khulna", Slug: "khulna"}},
		Posts:       []office.Post{{Office: "khulna", ID: "head", Role: office.Head}},
		People:      []office.Person{{Office: "khulna", ID: "p", Name: "প্রধান", Mobile: "+8801711999999"}},
		Assignments: []office.Assignment{{Office: "khulna", ID: "a", Post: "head", Person: "p", Tenure: office.Substantive}},
	}, nil
}

// Carry implements outbox.Carrier.
func (p *postOffice) Carry(_ context.Context, parcel outbox.Parcel) (string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.asked++
	if p.answer != nil {
		if err := p.answer(parcel); err != nil {
			return "", err
		}
	}
	p.got = append(p.got, parcel)
	return "ref-" + parcel.ID, nil
}

func (p *postOffice) ok(err error) {
	p.Helper()
	if err != nil {
		p.Fatal(err)
	}
}

// say enqueues a notice of the Rupsha office about a case.
func (p *postOffice) say(id, number string, change ...func(*notice.Notice)) {
	p.Helper()
	n := notice.Notice{
		Office: "rupsha", ID: id, Subject: "case/" + number, To: notice.Applicant, Channel: notice.SMS, Address: "+8801711000" + number[:3],
		Lang: "bn", Key: "casework.notice.received", Args: []string{"number", number}, At: p.clock(), Status: notice.Waiting,
	}
	for _, one := range change {
		one(&n)
	}
	p.ok(p.store.DB.InTx(p.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		return noticedb.Enqueue(ctx, tx, []notice.Notice{n})
	}))
}

func (p *postOffice) turn(channel notice.Channel) {
	p.Helper()
	p.ok(p.engine.Turn(p.Context(), channel))
}

// turns gives the gateways so many turns, five seconds apart.
func (p *postOffice) turns(n int) {
	p.Helper()
	for range n {
		p.turn(notice.SMS)
		p.pass(5 * time.Second)
	}
}

// took fails unless the gateways took the parcels of exactly these notices, in order.
func (p *postOffice) took(want ...string) {
	p.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	var got []string
	for _, one := range p.got {
		got = append(got, one.ID)
	}
	if !slices.Equal(got, want) {
		p.Errorf("gateways took %v, want %v", got, want)
	}
}

// stands fails unless the notices have these fates: "a sent, b waiting".
func (p *postOffice) stands(want string) {
	p.Helper()
	var list []string
	for pair := range strings.SplitSeq(want, ", ") {
		id, _, _ := strings.Cut(pair, " ")
		n, err := p.store.Notice(p.Context(), "rupsha", id)
		p.ok(err)
		list = append(list, id+" "+string(n.Status))
	}
	if got := strings.Join(list, ", "); got != want {
		p.Errorf("%s, want %s", got, want)
	}
}

// The three ways in which a gateway fails.
var (
	away      = fault.Wrap(fault.Unavailable, "sms.unreachable", errors.New("connection refused"))
	refused   = fault.Wrap(fault.Invalid, "sms.refused", errors.New("no such number"))
	errSilent = errors.New("timeout while waiting for the answer")
)

func (p *postOffice) failing(err error) { p.answer = func(outbox.Parcel) error { return err } }

func (p *postOffice) report(id string, state sms.State) {
	p.Helper()
	p.ok(p.engine.Reported(p.Context(), p.ways[0], sms.Report{ID: id, State: state, At: p.clock()}))
}

func numbered(n int) string { return fmt.Sprintf("%03d", n) }
