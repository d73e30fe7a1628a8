package centre

import (
	"context"
	"time"

	"dorgora/internal/fault"
	"dorgora/workday"
)

// Request is one request that was handed in at a centre. It is noted under the key of
// its form before the case is made, and counts once the case is there.
type Request struct {
	Office  string
	Key     string // of the form and of the submission
	Code    string // of the centre
	Person  string // who handed it in
	Consent Consent
	At      time.Time
}

// Line is a request with what the entrepreneur's list says of its case: never replies,
// never files. Of a sealed case it says no more than its number.
type Line struct {
	Request
	Number   string
	Service  string // key
	Title    string // name of the service at receipt
	Name     string // of the applicant
	Mobile   string
	Status   string // as of a case
	Received time.Time
	Due      time.Time // zero: none promised
	Sealed   bool
}

// Same reports whether another request for the service, made for somebody of that
// mobile or, when there is none, of that name, is still open.
func (l Line) Same(service, mobile, name string) bool {
	if l.Sealed || l.Status == "closed" || l.Service != service {
		return false
	}
	return mobile != "" && l.Mobile == mobile || mobile == "" && l.Mobile == "" && l.Name == name
}

// Within refuses a further request on a day on which the centre handed in so many
// already, with TooMany, and any at a centre that is closed, with Conflict.
func (c Centre) Within(handed int, today workday.Date) error {
	switch {
	case !c.OpenOn(today):
		return fault.New(fault.Conflict, "centre.closed")
	case handed >= c.Daily:
		return fault.New(fault.TooMany, "centre.daily.full", "daily", c.Daily)
	}
	return nil
}

// Registry keeps the centres of offices and who works there.
type Registry interface {
	// Centres lists those of an office by code.
	Centres(ctx context.Context, office string) ([]Centre, error)
	// Centre returns one; NotFound when there is none.
	Centre(ctx context.Context, office, code string) (Centre, error)
	// Save writes a new centre, or replaces the one whose stored revision is one less;
	// Conflict otherwise.
	Save(ctx context.Context, centre Centre) error
	// Members lists who works or worked at a centre, the latest first.
	Members(ctx context.Context, office, code string) ([]Member, error)
	// Place writes a member.
	Place(ctx context.Context, member Member) error
}

// Desk keeps what centres hand in.
type Desk interface {
	// Seats returns where a person works at an instant.
	Seats(ctx context.Context, person string, at time.Time) ([]Member, error)
	// Note writes a request before its case is made, once by its key; Conflict when
	// somebody else noted that key.
	Note(ctx context.Context, request Request) error
	// Handed counts the requests of a centre from one moment to before another.
	Handed(ctx context.Context, office, code string, from, to time.Time) (int, error)
	// Done counts what a person handed in within a span.
	Done(ctx context.Context, office, person string, span Span) (int, error)
	// Own lists what a person handed in from one moment to before another, the latest
	// first.
	Own(ctx context.Context, office, person string, span Span) ([]Line, error)
	// One returns what a person handed in under a key; NotFound when there is none.
	One(ctx context.Context, office, person, key string) (Line, error)
}

// Span is a stretch of time and how much of it is wanted.
type Span struct {
	From, To time.Time
	Limit    int
}
