// Package office knows who answers for what: offices in their tree, posts,
// people, who holds a post when, who stands in, and upwards to whom a vacancy
// falls. Routing goes to the post, never to the person (domain fact 6: people
// change, posts stay). It does not know sign-in, cases or charters.
package office

import (
	"context"
	"time"

	"dorgora/workday"
)

// Kind is the level of an office.
type Kind string

// The levels of offices.
const (
	Department Kind = "department"
	Division   Kind = "division"
	District   Kind = "district"
	Upazila    Kind = "upazila"
	Union      Kind = "union"
	Other      Kind = "other"
)

// Office is one government office.
type Office struct {
	ID        string // stable, ours
	Slug      string // address of its pages
	Kind      Kind
	Parent    string // ID of the immediate superior office, empty at the top
	Name      string
	NameEn    string
	Place     string // "উপজেলা কার্যালয়, খুলনা"
	PlaceEn   string
	Address   string
	Phone     string // as to be dialled, ASCII
	Mail      string
	Region    string // district slug for regional holidays
	CreatedAt time.Time
}

// Role is what the holder of a post may do in the program.
type Role string

// The roles. A head may do all that an officer may; a steward looks after the
// installation itself and all of its offices.
const (
	Officer Role = "officer"
	Head    Role = "head"
	Steward Role = "steward"
)

// Post is a chair: it stays when people go.
type Post struct {
	Office   string
	ID       string
	Title    string
	TitleEn  string
	Superior string // ID of the superior post in the same office; empty: the head of the office, and above the head the parent office
	Role     Role
}

// Person is somebody who holds or may hold a post.
type Person struct {
	Office string // home office
	ID     string
	Name   string
	NameEn string
	Mobile string // +8801XXXXXXXXX, may be empty
	Mail   string
}

// Tenure says by which right a person holds a post.
type Tenure string

// The tenures.
const (
	Substantive Tenure = "substantive"
	Additional  Tenure = "additional" // অতিরিক্ত দায়িত্ব (অ. দা.)
	Acting      Tenure = "acting"     // চলতি দায়িত্ব
)

// Assignment is a person in a post from one instant up to, not including, another.
type Assignment struct {
	Office string
	ID     string
	Post   string
	Person string
	Tenure Tenure
	From   time.Time
	Until  time.Time // zero: still running
}

// Substitution is a stand-in (প্রতিকল্প) for one holder of a post during leave.
// It ends to matter the moment another holder takes the post over.
type Substitution struct {
	Office string
	ID     string
	Post   string
	Absent string // the holder who is on leave
	Person string // the stand-in
	From   time.Time
	Until  time.Time // never zero: a leave has an end
	Reason string
}

// Announcement is a day that an office, or the government through a notification
// received after the calendar was printed, declares closed or open.
type Announcement struct {
	Office    string // empty part of the key is not allowed: the topmost office announces for the country
	ID        string
	Day       workday.Day
	By        string // person
	At        time.Time
	Withdrawn time.Time // zero: in force; otherwise it was withdrawn then, and is kept to be seen
	Withdrew  string    // person who withdrew it
}

// Answerable is the one who answers at an instant, and why.
type Answerable struct {
	Office string
	Post   Post
	Person Person // zero only when nobody who is not barred holds a post up to the top
	Path   []Step // how it was found, first step the post asked about
}

// Step is one hop of the search for the answerable person.
type Step struct {
	Office string
	Post   string
	Person string // whom the reason is about, empty when vacant
	Why    Why
}

// Why tells the reason of a hop.
type Why string

// The reasons.
const (
	Holder     Why = "holder"
	Substitute Why = "substitute"
	Vacant     Why = "vacant"
	Absent     Why = "absent" // on leave, and nobody stands in who is there
	Barred     Why = "barred" // the person may not act here, as the one complained about
)

type contextKey struct{}

// With returns a context that carries the office whose address is being served.
func With(ctx context.Context, o Office) context.Context {
	return context.WithValue(ctx, contextKey{}, o)
}

// From returns the office whose address is being served, the zero Office when none.
func From(ctx context.Context) Office {
	o, _ := ctx.Value(contextKey{}).(Office)
	return o
}
