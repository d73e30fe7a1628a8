// Package stage sets the scene for measurements: an installation full of invented
// cases, and the real program that serves it in a process of its own.
package stage

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/migrations"
)

// Plan says what to set up.
type Plan struct {
	Folder   string         // of the installation; made when it is missing
	Database string         // postgres:// address of an empty database; empty: SQLite in Folder
	Corpus   corpus.Corpus  // Services is set by what the first office offers
	Progress func(done int) // called now and then with the number of cases written; may be nil
}

// Stage is an installation that has been set up.
type Stage struct {
	Folder   string        `json:"-"`
	Database string        `json:"-"`
	Corpus   corpus.Corpus `json:"corpus"`
	Offices  []string      `json:"offices"`  // slugs, by their place in the corpus
	Services []string      `json:"services"` // slugs, by their place in the charter
	Cookie   string        `json:"cookie"`   // of the head of the first office, signed in
	Schema   string        `json:"schema"`   // last migration
	Filled   time.Duration `json:"filled"`   // how long writing the cases took
}

// note is the file in which a stage is remembered, so that it is used again.
const note = "stage.json"

// Set sets up an installation, or takes the one that is in the folder when it was
// set up by the same plan under the same schema.
func Set(ctx context.Context, plan Plan) (*Stage, error) {
	schema, err := lastMigration()
	if err != nil {
		return nil, err
	}
	if kept, err := remembered(plan, schema); kept != nil || err != nil {
		return kept, err
	}
	at := time.Date(2023, time.November, 1, 4, 0, 0, 0, time.UTC) // before the first case
	world := app.World{
		Now: func() time.Time { return at }, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
	}
	program, err := app.Open(ctx, app.Config{Data: plan.Folder, Database: plan.Database, Listen: "127.0.0.1:0", Practice: true}, world)
	if err != nil {
		return nil, err
	}
	s := &Stage{Folder: plan.Folder, Database: plan.Database, Corpus: plan.Corpus, Schema: schema}
	err = s.build(ctx, program, plan)
	if err == nil {
		at = corpus.End
		s.Cookie, err = signIn(ctx, program.Keeper)
	}
	if err := errors.Join(err, program.Close()); err != nil {
		return nil, err
	}
	return s, s.remember()
}

func (s *Stage) build(ctx context.Context, program *app.Program, plan Plan) error {
	houses, err := found(ctx, program, plan.Corpus.Offices)
	if err != nil {
		return fmt.Errorf("offices: %w", err)
	}
	for _, h := range houses {
		s.Offices = append(s.Offices, h.slug)
	}
	for _, one := range houses[0].offer.Services {
		s.Services = append(s.Services, one.Slug)
	}
	s.Corpus.Services = len(s.Services)
	began := time.Now()
	if err := fill(ctx, program, filling{s.Corpus, houses, plan.Progress}); err != nil {
		return fmt.Errorf("cases: %w", err)
	}
	s.Filled = time.Since(began)
	return nil
}

// signIn makes a person head of the first office and returns the cookie.
func signIn(ctx context.Context, keeper access.Keeper) (string, error) {
	invitation, err := keeper.InviteFirst(ctx, app.FirstOffice)
	if err != nil {
		return "", err
	}
	password := rand.Text()
	token, err := keeper.Accept(ctx, access.Welcome{
		Token: invitation, Name: "কল্পিত কর্মকর্তা", Login: "01700000000", Password: password, Again: password, Device: "bench",
	})
	return accessweb.SessionCookie + "=" + token, err
}

func lastMigration() (string, error) {
	names, err := fs.Glob(migrations.Files, "*.sql")
	if err != nil || len(names) == 0 {
		return "", errors.Join(errors.New("there are no migrations"), err)
	}
	return slices.Max(names), nil
}

// remembered returns the stage that is in the folder, nil when there is none. A
// database server's stage is not remembered.
func remembered(plan Plan, schema string) (*Stage, error) {
	text, err := os.ReadFile(filepath.Join(plan.Folder, note))
	if errors.Is(err, fs.ErrNotExist) || plan.Database != "" {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	kept := &Stage{Folder: plan.Folder}
	if err := json.Unmarshal(text, kept); err != nil {
		return nil, err
	}
	plan.Corpus.Services = kept.Corpus.Services
	if kept.Corpus != plan.Corpus || kept.Schema != schema {
		return nil, fmt.Errorf("the folder %s holds %d cases of %d offices under %s; choose another folder",
			plan.Folder, kept.Corpus.Cases, kept.Corpus.Offices, kept.Schema)
	}
	return kept, nil
}

func (s *Stage) remember() error {
	text, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.Folder, note), text, 0o600)
}
