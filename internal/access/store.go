package access

import (
	"context"
	"time"

	"dorgora/internal/office"
)

// Store keeps accounts, sessions and invitations.
type Store interface {
	Accounts
	Sessions
	Invitations
}

// Accounts keeps sign-ins. A missing one is NotFound.
type Accounts interface {
	ByLogin(ctx context.Context, login string) (Account, error)
	ByPerson(ctx context.Context, officeID, person string) (Account, error)
	// SaveAccount replaces a person's account, save for whether it is closed. A login
	// that another person has, and an account that is closed, are Conflict.
	SaveAccount(ctx context.Context, a Account) error
	// CloseAccount closes a person's account or opens it again.
	CloseAccount(ctx context.Context, officeID, person string, closed bool) error
	// UseStep marks the time step of a second factor's code as used; one that was
	// used already is Conflict.
	UseStep(ctx context.Context, a Account, step int64) error
	// Count changes the attempts of a login; no two changes of one login overlap.
	Count(ctx context.Context, login string, next func(Attempts) (Attempts, error)) error
}

// Sessions keeps signed-in browsers.
type Sessions interface {
	OpenSession(ctx context.Context, s Session) error
	// Session returns a session by the hash of its token; that of a disabled
	// account is NotFound.
	Session(ctx context.Context, token string) (Session, error)
	Touch(ctx context.Context, s Session) error
	EndSession(ctx context.Context, s Session) error
	// EndSessions ends all sessions of a person except the one given.
	EndSessions(ctx context.Context, officeID, person, except string) error
	SessionsOf(ctx context.Context, officeID, person string) ([]Session, error)
}

// Invitations keeps one-time links.
type Invitations interface {
	// AddInvitation stores a link; earlier ones of the same person become void.
	AddInvitation(ctx context.Context, i Invitation) error
	Invitation(ctx context.Context, token string) (Invitation, error)
	// Accept writes an acceptance in one transaction; a link that was used
	// meanwhile and an account that is closed are Conflict.
	Accept(ctx context.Context, a Acceptance) error
}

// Acceptance is all that is written when somebody accepts an invitation.
type Acceptance struct {
	Invitation Invitation // with Used set
	Account    Account
	Changes    []office.Change // person and assignments, one change an office
}

// Seats tells what somebody may act for.
type Seats interface {
	// Sits returns a person and the posts that the person may act for at the instant.
	Sits(ctx context.Context, person string, at time.Time) (office.Person, []office.Post, error)
}
