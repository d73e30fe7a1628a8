package call

import (
	"context"
	"time"
)

// Change is everything that one call alters. It is written whole or not at all.
type Change struct {
	Call  Call
	Opens *Back // a call-back that was promised
	Ends  *Back // the call-back that the call answers, as it stands afterwards
}

// Store keeps calls and call-backs.
type Store interface {
	// Log writes a call once by its ID; written again it changes nothing. Conflict
	// when the call-back has ended meanwhile.
	Log(ctx context.Context, change Change) error
	// Of lists the calls with a mobile, the latest first.
	Of(ctx context.Context, office, mobile string, limit int) ([]Call, error)
	// Between lists the calls from one moment to before another, in order of time.
	Between(ctx context.Context, office string, from, to time.Time) ([]Call, error)
	// Backs lists who is to be called, those promised first before the others. What
	// an officer may still take back is not among them.
	Backs(ctx context.Context, office string, calendar Calendar, now time.Time) ([]Back, error)
	// Back returns one, open or not; NotFound when there is none.
	Back(ctx context.Context, office, id string, calendar Calendar) (Back, error)
}
