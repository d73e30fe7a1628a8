package bench

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"

	"dorgora/internal/bench/crowd"
	"dorgora/internal/bench/limit"
	"dorgora/internal/bench/stage"
)

// applicants are people who apply to the offices of a stage, each time for
// something new. The first office is spared, so that its lists stay as they are.
type applicants struct {
	at      *stage.Stage
	service string
	next    atomic.Int64
	run     string // tells the applications of this run from those of earlier ones
}

// newApplicants finds a service that asks for nothing but the common questions.
func newApplicants(ctx context.Context, at *stage.Stage, address string) (*applicants, error) {
	a := &applicants{at: at, run: runMark()}
	var refused error
	for _, service := range at.Services {
		a.service = service
		if refused = a.visiting(crowd.NewVisitor(address))(ctx); refused == nil {
			return a, nil
		}
	}
	return nil, fmt.Errorf("no service takes an application with the common questions alone: %w", refused)
}

// runMark is 64 random bits in hex.
func runMark() string {
	var raw [8]byte
	_, _ = rand.Read(raw[:]) // never fails
	return hex.EncodeToString(raw[:])
}

// acts are so many clients of the programs at the addresses, by turns.
func (a *applicants) acts(count int, addresses ...string) []crowd.Act {
	acts := make([]crowd.Act, count)
	for i := range acts {
		acts[i] = a.visiting(crowd.NewVisitor(addresses[i%len(addresses)]))
	}
	return acts
}

// visiting sends one application after another, as a form is posted.
func (a *applicants) visiting(visitor *crowd.Visitor) crowd.Act {
	return func(ctx context.Context) error {
		n := a.next.Add(1)
		who := a.at.Corpus.Case(a.at.Corpus.Cases + int(n))
		office := a.at.Offices[0]
		if others := int64(len(a.at.Offices) - 1); others > 0 {
			office = a.at.Offices[1+n%others]
		}
		answer, err := visitor.Post(ctx, "/"+office+"/services/"+a.service+"/applications", url.Values{
			"form-key": {fmt.Sprintf("%s%016x", a.run, n)}, "for": {"self"}, "name": {who.Name},
			"mobile": {fmt.Sprintf("018%08d", n%100_000_000)}, "need": {who.Need}, "hear": {"sms"},
		})
		if err == nil && (answer.Status != http.StatusSeeOther || !strings.Contains(answer.Location, "/receipts/")) {
			err = fmt.Errorf("an application is answered with %d to %q", answer.Status, answer.Location)
		}
		return err
	}
}

// apply is bar 1: durable applications per second against raw grouped commits (W).
func (b *bench) apply(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	row, bound := Row{Bar: "1", Name: "applications, 32 clients / W", Unit: "/s"}, atLeast(0.20)
	var rates pair
	err = b.serving(ctx, at, func(program *stage.Program) error {
		people, err := newApplicants(ctx, at, program.Address)
		if err != nil {
			return err
		}
		rates, err = b.byTurns(ctx, b.rate(people.acts(clients, program.Address)), b.rawGrouped)
		return err
	})
	return []Row{compared(row, rates, bound)}, err
}

// rate measures how many acts a second the clients do.
func (b *bench) rate(acts []crowd.Act) gauge {
	return func(ctx context.Context) (float64, error) {
		sample, err := b.drive(ctx, acts)
		return sample.Rate(), err
	}
}

// rawGrouped is limit W on a fresh file.
func (b *bench) rawGrouped(ctx context.Context) (float64, error) {
	var sample crowd.Sample
	err := b.raw(ctx, func(lite *limit.Lite) (err error) {
		writing, stop := context.WithCancel(ctx)
		defer stop()
		sample, err = b.drive(ctx, lite.Grouped(writing, clients))
		return err
	})
	return sample.Rate(), err
}

// raw runs work on a raw SQLite file, and removes it.
func (b *bench) raw(ctx context.Context, work func(*limit.Lite) error) error {
	folder, err := os.MkdirTemp(b.Folder, "raw-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(folder)
	lite, err := limit.OpenLite(ctx, filepath.Join(folder, "raw.db"))
	if err != nil {
		return err
	}
	err = work(lite)
	if closed := lite.Close(); err == nil {
		err = closed
	}
	return err
}

// client is bar 2: how long one client waits, against a raw commit (W1).
func (b *bench) client(ctx context.Context) ([]Row, error) {
	at, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	var usual, slow pair
	err = b.serving(ctx, at, func(program *stage.Program) error {
		people, err := newApplicants(ctx, at, program.Address)
		if err != nil {
			return err
		}
		one := people.acts(1, program.Address)
		waits := func(ctx context.Context) (crowd.Sample, error) { return b.drive(ctx, one) }
		usual, slow, err = b.waits(ctx, waits, b.rawSingle)
		return err
	})
	return []Row{
		compared(Row{Bar: "2", Name: "one applicant, p50 / raw commit p50", Unit: "ms"}, usual, atMost(4)),
		compared(Row{Bar: "2", Name: "one applicant, p99 / raw commit p99", Unit: "ms"}, slow, atMost(5)),
	}, err
}

// rawSingle is limit W1 on a fresh file.
func (b *bench) rawSingle(ctx context.Context) (sample crowd.Sample, err error) {
	err = b.raw(ctx, func(lite *limit.Lite) (err error) {
		sample, err = b.drive(ctx, []crowd.Act{lite.Single()})
		return err
	})
	return sample, err
}

// waits measures two samples by turns and compares their medians and their slowest
// hundredths.
func (b *bench) waits(ctx context.Context, value, limit func(context.Context) (crowd.Sample, error)) (usual, slow pair, err error) {
	var late [2][]float64
	middle := func(i int, take func(context.Context) (crowd.Sample, error)) gauge {
		return func(ctx context.Context) (float64, error) {
			sample, err := take(ctx)
			late[i] = append(late[i], sample.Quantile(0.99))
			return sample.Quantile(0.5), err
		}
	}
	if usual, err = b.byTurns(ctx, middle(0, value), middle(1, limit)); err != nil {
		return usual, slow, err
	}
	return usual, pairOf(late[0], late[1]), nil
}
