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
	"sync"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/blob"
	"dorgora/internal/call/callweb"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/cataloguedb"
	"dorgora/internal/centre/centreweb"
	"dorgora/internal/dialogue"
	"dorgora/internal/dialogue/dialoguedb"
	"dorgora/internal/dialogue/dialogueweb"
	"dorgora/internal/gateway/gatewayweb"
	"dorgora/internal/jobs"
	"dorgora/internal/ledger"
	"dorgora/internal/letter/letterweb"
	"dorgora/internal/mail"
	"dorgora/internal/message"
	"dorgora/internal/meter"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office/officedb"
	"dorgora/internal/outbox"
	"dorgora/internal/outbox/outboxweb"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxdb"
	"dorgora/internal/postbox/postboxweb"
	"dorgora/internal/register/registerdb"
	"dorgora/internal/report/reportweb"
	"dorgora/internal/sheet"
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
	Metrics  *meter.Meter
}

// Doors are the parts, built.
type Doors struct {
	house    House
	call     callweb.Pages
	centres  centreweb.Registry
	area     centreweb.Area
	dialogue dialogueDoor
	mail     mailDoor
	outbox   outboxDoor
	gateway  gatewayDoor
	letter   letterweb.Pages
	report   reportweb.Pages
	sheet    sheet.Pages
}

// New builds every door.
func New(house House) (Doors, error) {
	d := Doors{house: house, outbox: newOutbox(house)}
	d.call = newCall(house)
	d.centres, d.area = newCentre(house)
	d.dialogue = newDialogue(house)
	d.mail = newMail(house, d.bounced)
	d.outbox.answered(d.mail)
	d.gateway = newGateway(house, d.dialogue, d.outbox)
	d.letter = newLetter(house)
	d.outbox.engine.Enclose = d.enclosed
	d.report = newReport(house, d.letter.Desk)
	d.sheet = newSheet(house)
	return d, nil
}

// OfficeRoutes are the addresses below the slug of an office.
func (d Doors) OfficeRoutes() []Route {
	return slices.Concat(
		d.callRoutes(),
		d.centreRoutes(),
		d.dialogueRoutes(),
		d.mailRoutes(),
		d.outboxRoutes(),
		d.gatewayRoutes(),
		d.letterRoutes(),
		d.reportRoutes(),
		d.sheetRoutes(),
	)
}

// JobKinds lists what the doors do by jobs.
func (d Doors) JobKinds() []jobs.Kind {
	return []jobs.Kind{
		d.dialogue.jobs(),
		d.mail.jobs(),
	}
}

// Schedules lists what the doors do from time to time.
func (d Doors) Schedules() []jobs.Schedule {
	return slices.Concat(
		d.mail.schedules(),
		d.outbox.schedules(),
		d.gateway.schedules(),
		d.letterSchedules(),
		d.reportSchedules(),
	)
}

// JobNames are the text keys of what those jobs and schedules are called.
func JobNames() map[string]string {
	return map[string]string{
		dialoguedb.JobKind: "dialogue.job",
		postboxdb.Job:      "jobs.name.mail", "mail.poll": "jobs.name.mail.poll", "mail.forget": "jobs.name.mail.forget",
		letterReminder: "letter.job.remind",
		reportReminder: "report.job.watch",
		"gateway.poll": "gateway.job.poll",
		"outbox.sms":   "outbox.job.sms", "outbox.mail": "outbox.job.mail",
	}
}

// Run keeps open what listens and asks by itself until the context ends.
func (d Doors) Run(ctx context.Context) {
	var parts sync.WaitGroup
	parts.Go(func() { d.mail.listen(ctx) })
	parts.Wait()
}

// TextSets lists the texts of every door.
func TextSets() []message.Set {
	return []message.Set{
		callweb.Texts,
		centreweb.Texts,
		dialogue.Texts, dialogueweb.Texts,
		mail.Texts, postbox.Texts, postboxweb.Texts,
		outbox.Texts, outboxweb.Texts,
		gatewayweb.Texts,
		letterweb.Texts,
		reportweb.Texts,
		sheet.Texts,
	}
}

// Templates lists the templates of every door.
func Templates() []func() (site.Templates, error) {
	return []func() (site.Templates, error){
		func() (site.Templates, error) { return site.Parse(callweb.Files) },
		func() (site.Templates, error) { return site.Parse(centreweb.Files) },
		func() (site.Templates, error) { return site.Parse(dialogueweb.Files) },
		func() (site.Templates, error) { return site.Parse(postboxweb.Files) },
		func() (site.Templates, error) { return site.Parse(outboxweb.Files) },
		func() (site.Templates, error) { return site.Parse(gatewayweb.Files) },
		func() (site.Templates, error) { return site.Parse(letterweb.Files) },
		func() (site.Templates, error) { return site.Parse(reportweb.Files) },
		func() (site.Templates, error) { return site.Parse(sheet.Files) },
	}
}
