package postbox

import (
	"context"
	"io"
	"time"

	"dorgora/internal/notice"
)

// Store keeps mails. A missing one is a NotFound fault.
type Store interface {
	// Keep writes a new mail and asks for it to be looked at, once per ID; a repeated
	// one changes nothing.
	Keep(ctx context.Context, l Letter) error
	Letter(ctx context.Context, office, id string) (Letter, error)
	// Settle writes the next revision of a mail, with what its sender is told; a stale
	// one is a Conflict.
	Settle(ctx context.Context, l Letter, told ...notice.Notice) error
	// Letters returns a page of the mails in any of the states, latest first, from
	// after the cursor on.
	Letters(ctx context.Context, office string, states []State, after string, limit int) ([]Letter, error)
	// Besides counts the other mails of a mail's sender that are there and came since a
	// moment.
	Besides(ctx context.Context, l Letter, since time.Time) (int, error)
	// Last returns the latest mail of an address that is part of a case.
	Last(ctx context.Context, office, number, from string) (Letter, error)
}

// Files keeps contents under their hash.
type Files interface {
	Put(ctx context.Context, r io.Reader, limit int64) (hash string, size int64, err error)
	Get(hash string) (io.ReadSeekCloser, error)
}
