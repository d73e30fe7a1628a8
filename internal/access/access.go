// Package access knows who somebody is and which doors are open to them:
// accounts, sessions, one-time invitations and the policy of every route. It
// knows nothing of HTTP, cookies or SQL.
package access

import (
	"context"
	"time"

	"dorgora/internal/office"
)

// Policy says who may pass a door. Every route carries exactly one.
type Policy string

// The policies.
const (
	Public  Policy = "public"  // anybody
	Staff   Policy = "staff"   // holders of a post in the office of the address, or in an office above it
	Heads   Policy = "heads"   // the head of that office or of one above it
	Steward Policy = "steward" // those who look after the installation
	Person  Policy = "person"  // anybody who has signed in
)

// Seat is a post that an identity holds now, by assignment or substitution.
type Seat struct {
	Office string
	Post   string
	Role   office.Role
}

// Identity is somebody who has signed in. The zero value is a stranger.
type Identity struct {
	Person  string
	Name    string
	Office  string // home office
	Session string // hash of the session's token
	Seats   []Seat
}

// Known reports whether somebody has signed in.
func (i Identity) Known() bool { return i.Person != "" }

// Account is the sign-in of a person.
type Account struct {
	Office   string
	Person   string
	Login    string // mobile in +880 form or lower-case mail address
	Hash     string // argon2id in PHC form
	TOTP     string // base32 secret, empty when no second factor is set
	Disabled bool
	Failures int
	Locked   time.Time // no attempt before this moment
	Created  time.Time
}

// Session is one signed-in browser. Only the hash of its token is kept.
type Session struct {
	Office  string
	Token   string // SHA-256 of the cookie's value, hex
	Person  string
	Created time.Time
	Seen    time.Time
	Expires time.Time
}

// Invitation is a one-time link by which a person sets a password. Only the hash
// of its token is kept.
type Invitation struct {
	Office  string
	Token   string
	Person  string // empty for the first administrator, who enters a name
	Post    string // post to be assigned on acceptance, may be empty
	Expires time.Time
	Used    time.Time
}

type contextKey struct{}

// With returns a context that carries the identity.
func With(ctx context.Context, who Identity) context.Context {
	return context.WithValue(ctx, contextKey{}, who)
}

// From returns the identity that the context carries, a stranger when none.
func From(ctx context.Context) Identity {
	who, _ := ctx.Value(contextKey{}).(Identity)
	return who
}
