// Package access knows who somebody is and which doors are open to them:
// accounts, sessions, one-time invitations and the policy of every route. It
// knows nothing of HTTP, cookies or SQL.
package access

import (
	"context"
	"slices"
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

	// Entrepreneur: those who work at a digital centre of that office, and nobody
	// else. They hold no post: no other door of an office opens to them.
	Entrepreneur Policy = "entrepreneur"
)

// Allows reports whether somebody passes a door under the address of an office.
// chain is that office and those above it; it is empty for addresses of the
// installation. A steward passes wherever a post opens a door. An unknown policy lets
// nobody in.
func (p Policy) Allows(who Identity, chain []office.Office) bool {
	within := func(s Seat) bool {
		return slices.ContainsFunc(chain, func(o office.Office) bool { return o.ID == s.Office })
	}
	switch p {
	case Public:
		return true
	case Person:
		return who.Known()
	case Steward:
		return who.Steward()
	case Staff:
		return who.Steward() || slices.ContainsFunc(who.Seats, within)
	case Heads:
		return who.Steward() || slices.ContainsFunc(who.Seats, func(s Seat) bool { return s.Role == office.Head && within(s) })
	case Entrepreneur:
		return len(chain) > 0 && who.Known() && who.WorksFor(chain[0].ID)
	}
	return false
}

// Seat is a post that an identity may act for now, by assignment or substitution.
type Seat struct {
	Office string
	Post   string
	Role   office.Role
}

// Identity is somebody who has signed in. The zero value is a stranger.
type Identity struct {
	Person  string
	Name    string
	NameEn  string
	Office  string // home office
	Session string // hash of the session's token
	Seats   []Seat
	Centres []Centre
}

// Centre is a digital centre at which an identity works now.
type Centre struct {
	Office string
	Code   string
}

// WorksFor reports whether the identity works at a digital centre of the office.
func (i Identity) WorksFor(officeID string) bool {
	return slices.ContainsFunc(i.Centres, func(c Centre) bool { return c.Office == officeID })
}

// Known reports whether somebody has signed in.
func (i Identity) Known() bool { return i.Person != "" }

// Steward reports whether the identity looks after the installation.
func (i Identity) Steward() bool {
	return i.Known() && slices.ContainsFunc(i.Seats, func(s Seat) bool { return s.Role == office.Steward })
}

// SitsIn reports whether the identity may act for a post of the office itself.
func (i Identity) SitsIn(officeID string) bool {
	return slices.ContainsFunc(i.Seats, func(s Seat) bool { return s.Office == officeID })
}

// Holds reports whether the identity may act for the post.
func (i Identity) Holds(officeID, post string) bool {
	return slices.ContainsFunc(i.Seats, func(s Seat) bool { return s.Office == officeID && s.Post == post })
}

// SeatsOf turns the posts that a person sits in now into seats.
func SeatsOf(posts []office.Post) []Seat {
	seats := make([]Seat, 0, len(posts))
	for _, p := range posts {
		seats = append(seats, Seat{Office: p.Office, Post: p.ID, Role: p.Role})
	}
	return seats
}

// Account is the sign-in of a person.
type Account struct {
	Office   string
	Person   string
	Login    string // mobile in +880 form or lower-case mail address
	Hash     string // argon2id in PHC form
	TOTP     string // base32 secret, empty when no second factor is set
	TOTPStep int64  // last time step whose code was used; a code is good once
	Disabled bool
	Created  time.Time
}

// Session is one signed-in browser. Only the hash of its token is kept.
type Session struct {
	Office  string
	Token   string // SHA-256 of the cookie's value, hex
	Person  string
	Device  string // what the browser says it is, in few words
	Created time.Time
	Seen    time.Time
	Expires time.Time // absolute end
}

// Invitation is a one-time link by which a person sets a password. Only the hash
// of its token is kept.
type Invitation struct {
	Office  string
	Token   string  // SHA-256 of the link's token, hex
	Person  string  // empty for the first administrator, who enters a name
	Chairs  []Chair // posts to be assigned on acceptance, may be none
	By      string  // person who invited, empty for the installation itself
	Created time.Time
	Expires time.Time
	Used    time.Time
}

// Chair names a post to be given with an invitation.
type Chair struct {
	Office string `json:"office"`
	Post   string `json:"post"`
}

// Attempts counts the failed sign-ins of one login, whether it has an account or
// not, so that a stranger cannot tell the two apart.
type Attempts struct {
	Login    string // SHA-256 of the login, hex
	Failures int
	Locked   time.Time // no attempt is looked at before this moment
	Last     time.Time
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
