package appointment

import (
	"context"

	"dorgora/internal/notice"
	"dorgora/workday"
)

// Change is everything that one act on an appointment alters. It is written whole or
// not at all.
type Change struct {
	Appointment Appointment
	Notices     []notice.Notice
}

// Bookings writes appointments.
type Bookings interface {
	// Book writes a new appointment when it clashes with nothing; a clash is a
	// Conflict. Of two who book the same slot at once one is refused.
	Book(ctx context.Context, change Change) error
	// Move writes the struck appointment and the one that takes its place, or none.
	Move(ctx context.Context, struck Appointment, change Change) error
	// Change writes what became of an appointment; Conflict when it moved on.
	Change(ctx context.Context, change Change) error
}

// Diaries reads appointments.
type Diaries interface {
	Appointment(ctx context.Context, officeID, id string) (Line, error)
	// Between lists the appointments of an office from one day to another, both
	// included, in order of time; those that are off too.
	Between(ctx context.Context, officeID string, from, to workday.Date) ([]Line, error)
	// OfCase lists the appointments of a case, in order of booking.
	OfCase(ctx context.Context, officeID, number string) ([]Appointment, error)
	// Taken lists what takes any of the bearers up from a day on, in all offices.
	Taken(ctx context.Context, from workday.Date, bearers []string) ([]Appointment, error)
}

// Rooms keeps the settings of offices.
type Rooms interface {
	// Settings returns an office's settings, the usual ones when it has made none.
	Settings(ctx context.Context, officeID string) (Settings, error)
	SetSettings(ctx context.Context, officeID string, settings Settings) error
}
