package report

import (
	"context"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Change is what one act alters; a Store writes it whole or not at all. A demand or
// return of revision 1 is new: one that is there already is left as it is. Any other
// follows the stored one, or the write is a Conflict "report.stale".
type Change struct {
	Demands []Demand
	Returns []Return
	Notices []notice.Notice
}

// View is a choice among the demands of an office.
type View string

// The views.
const (
	ViewPending View = "pending" // not sent, the first date first
	ViewSent    View = "sent"    // the latest first
	ViewAll     View = "all"     // void ones too
)

// Listing asks for a page of demands.
type Listing struct {
	Office string
	View   View
	After  string // Cursor of the last one of the page before
	Limit  int
}

// Store keeps demands and returns. What is not there is NotFound "report.missing".
type Store interface {
	Demand(ctx context.Context, office, id string) (Demand, error)
	Return(ctx context.Context, office, id string) (Return, error)
	Apply(ctx context.Context, change Change) error
}

// Lists reads many at once.
type Lists interface {
	Demands(ctx context.Context, listing Listing) ([]Demand, error)
	// OfReturn lists the demands of a return, the latest period first.
	OfReturn(ctx context.Context, office, id string, most int) ([]Demand, error)
	// Answered lists what was sent last, at most so many.
	Answered(ctx context.Context, office string, most int) ([]Demand, error)
	// Untied lists the numbers of the open cases of the kind that no demand has, the
	// first first: they came by the web page.
	Untied(ctx context.Context, office string) ([]string, error)
	Returns(ctx context.Context, office string) ([]Return, error)
	// Watched names the offices that have active returns or pending demands.
	Watched(ctx context.Context) ([]string, error)
}

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, office string) (office.Chart, error)
	Calendar(ctx context.Context, office string) (workday.Calendar, error)
}

// Cases makes, reads and ends the cases of demands.
type Cases interface {
	Submit(ctx context.Context, s casework.Submission) (number string, err error)
	Act(ctx context.Context, at casework.Target, decide func(casework.Case, casework.Stamp) (casework.Change, error)) (casework.Case, error)
	KindOf(c casework.Case) catalogue.Kind
	Case(ctx context.Context, office, number string) (casework.Case, error)
}

// Letters keeps the diary and the letters of an office.
type Letters interface {
	// Receive enters the letter that asks into the diary, once per key, and returns its
	// diary number.
	Receive(ctx context.Context, key string, d Demand, actor casework.Actor) (diary string, err error)
	// Tie joins the entry of the diary to the case of the demand.
	Tie(ctx context.Context, d Demand, actor casework.Actor) error
	// Draft begins the letter that answers, once per demand, and returns its ID.
	Draft(ctx context.Context, d Demand, words Wording, actor casework.Actor) (id string, err error)
	// Approve signs it and returns its memo number. Denied when the person may approve
	// the report but not sign letters.
	Approve(ctx context.Context, at office.Office, id string, who access.Identity) (memo string, err error)
	// Number is its memo number, empty while it is not signed.
	Number(ctx context.Context, office, id string) (memo string, err error)
	// Dispatch notes that it left.
	Dispatch(ctx context.Context, d Demand, sending Sending, actor casework.Actor) error
}

// Wording is what the letter that answers says.
type Wording struct {
	Subject, Reference, Body, Enclosures string
	AsOf                                 time.Time
	Corrects                             string // ID of the letter that it puts right
}
