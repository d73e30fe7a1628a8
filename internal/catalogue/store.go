package catalogue

import (
	"context"
	"io"
	"time"
)

// Versions reads what offices have published. All versions are kept for ever.
type Versions interface {
	// InForce gives the number of the version that binds what is received at the
	// instant; fault.NotFound when the office has none by then.
	InForce(ctx context.Context, office string, at time.Time) (int, error)
	// Version gives one version; fault.NotFound when there is no such number.
	Version(ctx context.Context, office string, number int) (Version, error)
	// Services gives the rows of one version in printed order.
	Services(ctx context.Context, office string, number int) ([]Service, error)
	// History lists the versions of an office, the newest first.
	History(ctx context.Context, office string) ([]Edge, error)
	// Offices lists the IDs of the offices that have a version in force at the instant.
	Offices(ctx context.Context, at time.Time) ([]string, error)
}

// Edge is a version without its charter: when it came into force and from what.
type Edge struct {
	Number    int
	Services  int
	Source    Source
	Effective time.Time
	Published time.Time
	By        string
}

// Drafts keeps charters that are being checked.
type Drafts interface {
	// Draft gives one draft; fault.NotFound when it is published, removed or never was.
	Draft(ctx context.Context, office, id string) (Draft, error)
	// Open lists the drafts of an office, the newest first.
	Open(ctx context.Context, office string) ([]DraftLine, error)
	// Add keeps a new draft.
	Add(ctx context.Context, draft Draft) error
	// Save replaces a draft whose stored revision is draft.Revision-1; a stale one
	// is fault.Conflict "catalogue.draft.stale".
	Save(ctx context.Context, draft Draft) error
	// Remove forgets a draft of that revision; its file stays in the blob store.
	Remove(ctx context.Context, office, id string, revision int) error
	// Seen tells where the same file was used before.
	Seen(ctx context.Context, office, hash string) (Seen, error)
}

// DraftLine is a draft without its charter.
type DraftLine struct {
	ID       string
	Source   Source
	Services int
	Filled   int // completions
	By       string
	Created  time.Time
	Revision int
}

// Seen tells where the bytes of a file were used before; the zero value: nowhere.
type Seen struct {
	Draft   string // an open draft made from it
	Version int    // the newest version published from it
}

// Known reports whether the file was used before.
func (s Seen) Known() bool { return s.Draft != "" || s.Version > 0 }

// Printer writes editions.
type Printer interface {
	// Publish runs decide with the version published last (nil when none) and stores
	// the edition it gives, together with the end of the draft, in one transaction.
	// Two who publish at once queue. decide may run more than once. A draft that is
	// gone or has another revision is fault.Conflict "catalogue.draft.stale".
	Publish(ctx context.Context, draft Draft, decide func(previous *Version) (Edition, error)) (Edition, error)
}

// Files keeps the bytes of imported charters by their SHA-256.
type Files interface {
	Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
}
