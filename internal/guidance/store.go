package guidance

import "context"

// Store keeps guides. A guide that does not exist is NotFound "guidance.missing".
type Store interface {
	Library
	// Guide gives a guide with its history.
	Guide(ctx context.Context, office, id string) (Guide, error)
	// Apply writes a change and tells those who must hear of it, in one transaction;
	// Conflict "guidance.stale" when the stored guide moved on meanwhile.
	Apply(ctx context.Context, change Change, letter Letter) error
	// Lines lists versions for the desk, those that changed last first.
	Lines(ctx context.Context, query Query) ([]Version, error)
	// Uses lists who received a guide, in whatever version, the latest first.
	Uses(ctx context.Context, office, guide string, most int) ([]Use, error)
}

// Query asks for the versions of an office in one state.
type Query struct {
	Office string
	State  State
	Sort   Sort   // empty: every sort
	After  string // Cursor of the last line of the page before, empty for the first
	Limit  int
}

// Letter is what a notice about a guide needs from outside.
type Letter struct {
	Phone string // of the office, in ASCII digits
	Link  string // public address of the guide, empty when it has none
}

// Counter counts what people ask about.
type Counter interface {
	// Pick counts that a visitor found the answer in a public guide.
	Pick(ctx context.Context, office, guide string) error
	// Asked lists the topics of a month (YYYY-MM) with their counts.
	Asked(ctx context.Context, office, month string) ([]Asked, error)
	// Months lists the months that have counts, the latest first, at most so many.
	Months(ctx context.Context, office string, most int) ([]string, error)
}
