// Package doors joins the ways in and out of an office beside its web pages: SMS,
// e-mail, telephone, letters, reports asked for by other offices, digital centres,
// and what is printed. Each file builds one door from what the program has, and
// lists its addresses, its jobs and its texts. It decides nothing.
package doors

import (
	"context"
	"io"
	"log/slog"
	"net/http"
	"slices"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/jobs"
	"dorgora/internal/ledger"
	"dorgora/internal/message"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office/officedb"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/site"
	"dorgora/internal/sqldb"
)

// Route is one address with the one policy that guards it.
type Route struct {
	Pattern string
	Policy  access.Policy
	Serve   http.HandlerFunc
}

// House is what the doors need of the rest of the program.
type House struct {
	DB       *sqldb.DB
	Blobs    *blob.Store
	Offices  *officedb.Store
	Notices  noticedb.Store
	Cases    caseworkdb.Store
	Register registerdb.Store
	Editions cataloguedb.Store
	Shelf    *catalogue.Shelf
	Desk     casework.Desk
	Keeper   access.Keeper
	Notary   ledger.Notary
	Uploads  *caseworkweb.Uploads
	Queue    jobs.Queue
	Wake     func() // lets a job that was just written begin at once
	Site     *site.Site
	Say      message.Catalogue
	Address  string                  // of the program, without a slash at the end
	Secret   func(use string) []byte // 32 bytes for one use, from the secret outside the database
	Records  func(ctx context.Context, officeID string) (map[string]catalogue.Record, error)
	Now      func() time.Time
	Random   io.Reader
	Logger   *slog.Logger
}

// Doors are the parts, built.
type Doors struct {
	house House
}

// New builds every door.
func New(house House) (Doors, error) {
	d := Doors{house: house}
	return d, nil
}

// OwnRoutes are the addresses of the installation itself.
func (d Doors) OwnRoutes() []Route { return nil }

// OfficeRoutes are the addresses below the slug of an office.
func (d Doors) OfficeRoutes() []Route {
	return slices.Concat[[]Route]()
}

// JobKinds lists what the doors do by jobs.
func (d Doors) JobKinds() []jobs.Kind { return nil }

// Schedules lists what the doors do from time to time.
func (d Doors) Schedules() []jobs.Schedule { return nil }

// JobNames are the text keys of what those jobs and schedules are called.
func JobNames() map[string]string { return map[string]string{} }

// Run keeps open what listens and asks by itself until the context ends.
func (d Doors) Run(ctx context.Context) { <-ctx.Done() }

// TextSets lists the texts of every door.
func TextSets() []message.Set { return nil }

// Templates lists the templates of every door.
func Templates() []func() (site.Templates, error) { return nil }
