package upkeep_test

import (
	"context"
	"log/slog"
	"slices"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/internal/upkeep"
	"dorgora/workday"
)

// today is the last day of the practice time of these tests.
var today = time.Date(2026, time.November, 24, 2, 0, 0, 0, time.UTC)

// installation is a practice installation with invented cases in it.
type installation struct {
	*app.Program
	clock *upkeep.Simulated
}

// practised opens an installation on the database at address, empty: SQLite in the
// data folder, and tells so many days of practice.
func practised(t *testing.T, data, address string, days int) installation {
	t.Helper()
	clock := upkeep.NewSimulated(today.AddDate(0, 0, -days))
	p := opened(t, app.Config{Data: data, Database: address, Practice: true}, clock)
	year := upkeep.Practice{Program: p, Clock: clock, Days: days}
	cases, err := year.Fill(t.Context(), app.FirstOffice, func() {})
	if err != nil {
		t.Fatal(err)
	}
	if cases < days/4 {
		t.Fatalf("only %d cases in %d days", cases, days)
	}
	return installation{p, clock}
}

func opened(t *testing.T, config app.Config, clock *upkeep.Simulated) *app.Program {
	t.Helper()
	config.Listen = "127.0.0.1:0"
	p, err := app.Open(t.Context(), config, app.World{
		Now: clock.Now, Random: upkeep.PracticeRandom(), Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return p
}

// engines runs check with a practice installation on each engine.
func engines(t *testing.T, days int, check func(t *testing.T, in installation)) {
	t.Run(sqldb.SQLite, func(t *testing.T) { check(t, practised(t, t.TempDir(), "", days)) })
	t.Run(sqldb.Postgres, func(t *testing.T) { check(t, practised(t, t.TempDir(), sqldbtest.Schema(t), days)) })
}

// run writes to the database behind the program's back.
func (in installation) run(t *testing.T, statements ...string) {
	t.Helper()
	err := in.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, one := range statements {
			if _, err := tx.Exec(ctx, one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, statements)
	}
}

// text reads one value from the database.
func (in installation) text(t *testing.T, query string) string {
	t.Helper()
	var value string
	if err := in.DB.Row(t.Context(), query, nil, &value); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return value
}

func (in installation) verify(t *testing.T) []upkeep.Problem {
	t.Helper()
	var found []upkeep.Problem
	_, err := upkeep.Verify(t.Context(), in.Program, func(one upkeep.Problem) { found = append(found, one) }, func() {})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func texts(t *testing.T) message.Catalogue {
	t.Helper()
	all, err := message.New(append(app.TextSets(), upkeep.Texts)...)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// submit receives one more application with a measured promise, which stays open.
func (in installation) submit(t *testing.T) string {
	t.Helper()
	offer, err := in.Shelf.At(t.Context(), app.FirstOffice, in.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	i := slices.IndexFunc(offer.Services, func(s catalogue.Service) bool { return s.Promise.Kind == workday.InWorkingDays })
	facts := map[string]string{}
	for _, q := range in.Desk.Kinds(offer.Services[i].Kind).Form {
		switch {
		case !q.Required:
		case len(q.Choices) > 0:
			facts[q.ID] = q.Choices[0]
		default:
			facts[q.ID] = "কল্পিত"
		}
	}
	number, err := in.Desk.Submit(t.Context(), casework.Submission{
		Office: app.FirstOffice, Service: offer.Services[i].Slug, Key: in.Desk.Fresh(), Channel: charter.Web,
		Application: casework.Application{
			For: casework.Self, Name: "রহিমা (কল্পিত)", Mobile: "01700000001", Need: "ল্যাবটি দেখে দিন।",
			Hear: casework.BySMS, Lang: "bn", Facts: facts,
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return number
}
