package letter

import (
	"context"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Store keeps letters and files. What is missing is NotFound "letter.missing".
type Store interface {
	Letter(ctx context.Context, office, id string) (Letter, error)
	Outgoing(ctx context.Context, office, id string) (Outgoing, error)
	File(ctx context.Context, office, id string) (File, error)
	Settings(ctx context.Context, office string) ([]Settings, error)
	// Apply writes a change whole and returns it with its numbers; Conflict
	// "letter.stale" when something moved on meanwhile. A new entry whose key, or a new
	// draft or file whose ID, is there already, comes back as it was written first.
	Apply(ctx context.Context, change Change) (Change, error)
}

// Shelves list what a store keeps.
type Shelves interface {
	Letters(ctx context.Context, q Query) ([]Letter, error)
	Drafts(ctx context.Context, q Query) ([]Outgoing, error)
	Files(ctx context.Context, office string) ([]File, error)
	Templates(ctx context.Context, office string) ([]Template, error)
	History(ctx context.Context, office, subject string) ([]Act, error)
	OfCase(ctx context.Context, office, number string) ([]Letter, []Outgoing, error)
}

// Papers keeps what an office writes with.
type Papers interface {
	SaveSettings(ctx context.Context, s Settings) error
	SaveTemplate(ctx context.Context, t Template) error
	// ToWrite lists the notices that wait for a letter, the earliest first.
	ToWrite(ctx context.Context, office string, now time.Time, limit int) ([]notice.Notice, error)
	// Pending lists the entries of all offices with a deadline up to a day that are not
	// dealt with.
	Pending(ctx context.Context, until workday.Date) ([]Letter, error)
	// Count says how many letters an office received and sent from one day up to, not
	// including, another.
	Count(ctx context.Context, office string, from, until workday.Date) (received, sent int, err error)
}

// View is a choice among the letters of an office.
type View string

// The views of the diary and of the letters of the office.
const (
	ViewOpen  View = "open"  // not dealt with
	ViewDue   View = "due"   // not dealt with, and with a deadline; the first deadline first
	ViewAll   View = "all"   // the book, the latest first
	ViewBook  View = "book"  // the book, the first first
	ViewDraft View = "draft" // drafts
	ViewReady View = "ready" // signed, to be sent
)

// Query asks for a page of letters.
type Query struct {
	Office string
	View   View
	Year   int    // of the book; 0: every year
	Words  string // searched in subject, correspondents and numbers
	File   string // ID
	From   workday.Date
	Until  workday.Date // not included
	Skip   int
	Limit  int
}

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, office string) (office.Chart, error)
	Calendar(ctx context.Context, office string) (workday.Calendar, error)
}

// Cases makes and finds cases.
type Cases interface {
	Submit(ctx context.Context, s casework.Submission) (number string, err error)
}

// Figures gives the live figures of an office in words, by placeholder.
type Figures interface {
	Figures(ctx context.Context, office string, now time.Time) (map[string]string, error)
}
