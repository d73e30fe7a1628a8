package app

import (
	"context"
	"crypto/hkdf"
	"crypto/sha256"
	"errors"
	"net/http"
	"path/filepath"
	"runtime/debug"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessdb"
	"dorgora/internal/appointment/appointmentdb"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/doors"
	"dorgora/internal/fault"
	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/installationdb"
	"dorgora/internal/jobs"
	"dorgora/internal/ledger"
	"dorgora/internal/ledger/ledgerdb"
	"dorgora/internal/message"
	"dorgora/internal/meter"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office/officedb"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/site"
	"dorgora/internal/sqldb"
	"dorgora/migrations"
)

// Program is an opened installation: every part, built and joined.
type Program struct {
	Config   Config
	World    World
	Practice bool

	DB       *sqldb.DB
	Blobs    *blob.Store
	Offices  *officedb.Store
	Ledger   ledgerdb.Store
	Notary   ledger.Notary
	Notices  noticedb.Store
	Cases    caseworkdb.Store
	Register registerdb.Store
	Diary    appointmentdb.Store
	Guides   guidancedb.Store
	Editions cataloguedb.Store

	Keeper   access.Keeper
	Intake   catalogue.Intake
	Press    catalogue.Press
	Shelf    *catalogue.Shelf
	Guidance *guidance.Shelf
	Desk     casework.Desk
	Site     *site.Site

	Jobs    *jobs.Runner
	Metrics *meter.Meter

	uploads *caseworkweb.Uploads
	outer   doors.Doors
	texts   message.Catalogue
	handler http.Handler
}

// Open opens the installation of config: it makes what is missing, migrates, fills
// an empty database with the first office, and builds every part.
func Open(ctx context.Context, config Config, world World) (*Program, error) {
	if err := config.prepareData(); err != nil {
		return nil, err
	}
	secret, err := config.secret()
	if err != nil {
		return nil, err
	}
	p := &Program{Config: config, World: world, Metrics: meter.New()}
	if p.DB, err = sqldb.Open(ctx, sqldb.Config{Address: config.database(), Now: world.Now, Committed: p.Metrics.Committed}); err != nil {
		return nil, err
	}
	if err := p.build(ctx, secret); err != nil {
		return nil, errors.Join(err, p.Close())
	}
	return p, nil
}

// Close releases the database and the files.
func (p *Program) Close() error {
	if p.Blobs == nil {
		return p.DB.Close()
	}
	return errors.Join(p.DB.Close(), p.Blobs.Close())
}

// Handler serves all pages.
func (p *Program) Handler() http.Handler { return p.handler }

func (p *Program) build(ctx context.Context, secret []byte) error {
	if err := p.DB.Migrate(ctx, migrations.Files); err != nil {
		return err
	}
	var err error
	if p.Blobs, err = blob.Open(filepath.Join(p.Config.Data, "files")); err != nil {
		return err
	}
	if err := p.settleClock(ctx); err != nil {
		return err
	}
	p.buildStores()
	if err := p.buildNotary(secret); err != nil {
		return err
	}
	p.buildActs(secret)
	p.Jobs = p.newJobs()
	p.Offices.Within = p.followCalendar
	p.Metrics.Watch(p.Jobs.Queue)
	if err := p.seed(ctx); err != nil {
		return err
	}
	if err := p.Register.Prepare(ctx); err != nil {
		return err
	}
	if p.texts, err = message.New(TextSets()...); err != nil {
		return err
	}
	if p.Site, err = p.newSite(); err != nil {
		return err
	}
	p.uploads = caseworkweb.NewUploads(p.Blobs)
	if p.outer, err = p.newDoors(secret); err != nil {
		return err
	}
	p.Jobs.Kinds = append(p.Jobs.Kinds, p.outer.JobKinds()...)
	p.Jobs.Schedules = append(p.Jobs.Schedules, p.outer.Schedules()...)
	parts := p.newParts()
	p.handler = p.newHandler(parts.ownRoutes(), parts.officeRoutes())
	return nil
}

// settleClock marks a new practice database, and sets the clock where that is
// allowed.
func (p *Program) settleClock(ctx context.Context) error {
	marks := installationdb.Store{DB: p.DB}
	p.Offices = officedb.New(p.DB)
	half, err := marks.Unfinished(ctx)
	if err != nil {
		return err
	}
	if half {
		return fault.New(fault.Conflict, "app.move.unfinished")
	}
	known, err := p.Offices.Offices(ctx)
	if err != nil {
		return err
	}
	if p.Practice, err = marks.Practice(ctx); err != nil {
		return err
	}
	if p.Config.Practice && !p.Practice {
		if len(known) > 0 {
			return fault.InField("practice", "app.setting.practice.real")
		}
		if err := marks.MarkPractice(ctx); err != nil {
			return err
		}
		p.Practice = true
	}
	if p.Config.TestClock == "" {
		return nil
	}
	if !p.Practice {
		return fault.InField("test-clock", "app.setting.clock.real")
	}
	start, err := time.Parse(time.RFC3339, p.Config.TestClock)
	if err != nil {
		return fault.InField("test-clock", "app.setting.clock.form", "value", p.Config.TestClock)
	}
	p.World.Now = runningFrom(start, p.World.Now)
	return nil
}

// runningFrom is a clock that shows start now and runs on at the pace of now.
func runningFrom(start time.Time, now func() time.Time) func() time.Time {
	began := now()
	return func() time.Time { return start.Add(now().Sub(began)) }
}

func (p *Program) buildStores() {
	p.Ledger = ledgerdb.Store{DB: p.DB}
	p.Notices = noticedb.Store{DB: p.DB}
	p.Cases = caseworkdb.Store{DB: p.DB}
	p.Register = registerdb.Store{DB: p.DB}
	p.Diary = appointmentdb.Store{DB: p.DB}
	p.Editions = cataloguedb.New(p.DB)
	p.Shelf = catalogue.NewShelf(p.Editions, shelfSize)
	p.buildGuides()
}

// newDoors builds what lies beside the web pages. The secret of each use is derived
// from that of the installation.
func (p *Program) newDoors(secret []byte) (doors.Doors, error) {
	return doors.New(doors.House{
		DB: p.DB, Blobs: p.Blobs, Offices: p.Offices, Notices: p.Notices, Cases: p.Cases, Register: p.Register, Editions: p.Editions,
		Shelf: p.Shelf, Desk: p.Desk, Keeper: p.Keeper, Notary: p.Notary, Uploads: p.uploads, Queue: p.Jobs.Queue, Wake: p.Jobs.Wake,
		Site: p.Site, Say: p.texts, Address: p.Config.PublicAddress(), Records: p.records,
		Secret: func(use string) []byte {
			key, err := hkdf.Key(sha256.New, secret, nil, "dorgora "+use, secretSize)
			if err != nil {
				panic(err) // the length is one that SHA-256 gives
			}
			return key
		},
		Now: p.World.Now, Random: p.World.Random, Logger: p.World.Logger, Metrics: p.Metrics,
	})
}

// shelfSize is how many offices' services are kept ready in memory.
const shelfSize = 200

// buildNotary derives the key of the ledgers from the secret that lies outside the
// database.
func (p *Program) buildNotary(secret []byte) error {
	signer, err := ledger.NewSigner(secret)
	p.Notary = ledger.Notary{Store: p.Ledger, Signer: signer, Now: p.World.Now}
	return err
}

func (p *Program) buildActs(secret []byte) {
	now, random := p.World.Now, p.World.Random
	accounts := accessdb.New(p.DB)
	p.Keeper = access.Keeper{
		Store: accounts, Seats: p.Offices, Charts: p.Offices, Limits: access.Usual, Now: now, Random: random,
		Centres: doors.CentresOf(p.DB),
	}
	p.Intake = catalogue.Intake{Drafts: p.Editions, Files: p.Blobs, PDFText: PDFText(), Now: now, Random: random}
	p.Press = catalogue.Press{Drafts: p.Editions, Printer: p.Editions, Now: now, Posts: p.postsOf}
	p.Desk = casework.Desk{
		Store: p.Cases, Services: p.Shelf, Offices: p.Offices, Guard: p.Cases, Past: p.Cases,
		Codes: casework.Codes{Secret: secret}, Kinds: KindOf, Rules: p.newRuleBook(), Now: now, Random: random,
	}
}

// postsOf reads printed post names of an office's charter: the post of that name,
// or else the head of the office.
func (p *Program) postsOf(ctx context.Context, officeID string) (func(printed string) string, error) {
	chart, err := p.Offices.Chart(ctx, officeID)
	if err != nil {
		return nil, err
	}
	return func(printed string) string {
		if post, ok := chart.PostFor(printed); ok {
			return post.ID
		}
		return chart.HeadOf(officeID).ID
	}, nil
}

// FirstLink returns the sign-in link of the first administrator, empty when
// somebody leads the first office already.
func (p *Program) FirstLink(ctx context.Context) (string, error) {
	known, err := p.Offices.Offices(ctx)
	if err != nil {
		return "", err
	}
	chart, err := p.Offices.Chart(ctx, FirstOffice)
	if err != nil || len(known) == 0 {
		return "", err
	}
	steward, found := chart.StewardOf(chart.Top().ID)
	if found && len(chart.Holders(steward.Office, steward.ID, p.World.Now())) > 0 {
		return "", nil
	}
	token, err := p.Keeper.InviteFirst(ctx, FirstOffice)
	if err != nil {
		return "", err
	}
	return p.Config.PublicAddress() + "/invitations/" + token, nil
}

// Version is the version that the build recorded.
func Version() string {
	if about, ok := debug.ReadBuildInfo(); ok {
		return about.Main.Version
	}
	return "unknown"
}
