package casework

import (
	"context"
	"time"

	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Store keeps cases. A missing case is a NotFound fault.
type Store interface {
	Case(ctx context.Context, office, number string) (Case, error)
	Timeline(ctx context.Context, office, number string) ([]Act, error)
	Evidence(ctx context.Context, office, number string) ([]document.Evidence, error)
	// Before returns the case as it was before its last act, while that act may be
	// taken back; else Conflict.
	Before(ctx context.Context, office, number string) (Case, error)
	// Apply writes a change whole; Conflict when the stored case moved on meanwhile.
	Apply(ctx context.Context, change Change) error
	// Submit writes a new case once per key: a repeated key gives the number of the
	// first writing, a key with other content is a Conflict.
	Submit(ctx context.Context, key Key, change Change) (number string, err error)
}

// Past finds what came earlier.
type Past interface {
	// Acted reports whether the form of that key has acted on the case.
	Acted(ctx context.Context, office, number, key string) (bool, error)
	// Earlier returns the number of the latest case with the topic received since a
	// moment, empty when there is none.
	Earlier(ctx context.Context, office, topic string, since time.Time) (number string, err error)
}

// RuleBook keeps the figures that offices set for themselves.
type RuleBook interface {
	// RuleLines returns those of an office and of the offices above it in the order
	// in which RulesFor overlays them.
	RuleLines(ctx context.Context, office string) ([]RuleLine, error)
}

// Key makes a submission idempotent: it comes from the first rendering of the
// form, and Content is the hash of what was submitted under it.
type Key struct {
	Value   string
	Content string
}

// Drafts keeps unfinished applications on the server.
type Drafts interface {
	Draft(ctx context.Context, office, id string) (Draft, error)
	// SaveDraft writes a new draft, or replaces the one whose stored revision is
	// draft.Revision-1; a stale one is a Conflict.
	SaveDraft(ctx context.Context, draft Draft) error
	DropDrafts(ctx context.Context, before time.Time) error
}

// Lists reads many cases at once.
type Lists interface {
	Page(ctx context.Context, query Query) (Page, error)
	Tally(ctx context.Context, office string, now Marks) (Tally, error)
	Runs(ctx context.Context, office string, since time.Time) ([]Run, error)
	OpenNumbers(ctx context.Context, office string) ([]string, error)
}

// Outbox reads the notices of an office and of a case.
type Outbox interface {
	Notices(ctx context.Context, office string, after string, limit int) ([]notice.Notice, error)
	NoticesOf(ctx context.Context, office, subject string) ([]notice.Notice, error)
}

// Guard counts wrong codes of one case, so that six digits cannot be tried out.
type Guard interface {
	Misses(ctx context.Context, office, number string) (Misses, error)
	// Try changes the misses of a case to what next makes of them; no two tries on
	// one case overlap, on whatever machine they run. next may run more than once.
	Try(ctx context.Context, office, number string, next func(Misses) Misses) error
}

// Services finds the live service of an office in force at an instant.
type Services interface {
	ServiceAt(ctx context.Context, office, slug string, at time.Time) (catalogue.Service, error)
}

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, office string) (office.Chart, error)
	Calendar(ctx context.Context, office string) (workday.Calendar, error)
}

// What says what was looked at.
type What string

// What may be looked at.
const (
	LookCase     What = "case"     // name, phone and need
	LookIdentity What = "identity" // an identity number
	LookExport   What = "export"   // in a file with many others
	LookPrint    What = "print"
)

// Look is one look of somebody of the offices at personal data of a case, recorded
// and shown to the applicant.
type Look struct {
	Office string
	Number string
	Actor  Actor
	What   What
	At     time.Time
}

// OpenTask is a task that is to be done, in the list of a post.
type OpenTask struct {
	Number string // of the case
	Task
}

// GivenOrder is an instruction in the list of whoever gave it.
type GivenOrder struct {
	Office string // of the case
	Number string
	Order
}
