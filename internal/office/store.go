package office

import (
	"context"
	"time"

	"dorgora/workday"
)

// Store keeps offices, their charts and their calendars. Every error is a fault:
// NotFound for an office that does not exist, Conflict for a chart that somebody
// else changed meanwhile.
type Store interface {
	Charts
	Directory
	Days
}

// Charts keeps who answers for what.
type Charts interface {
	// Chart loads one office with everything above it.
	Chart(ctx context.Context, officeID string) (Chart, error)
	// Apply writes a change in one transaction, or nothing of it.
	Apply(ctx context.Context, change Change) error
}

// Directory lists the offices of the installation.
type Directory interface {
	// Offices returns all offices, parents before children.
	Offices(ctx context.Context) ([]Office, error)
	// BySlug returns the office that an address names.
	BySlug(ctx context.Context, slug string) (Office, error)
	// Chain returns an office and those above it, nearest first.
	Chain(ctx context.Context, officeID string) ([]Office, error)
	// Heads returns who leads each office at the instant, by the office's ID;
	// offices that nobody leads are left out.
	Heads(ctx context.Context, at time.Time) (map[string]Person, error)
	// Handovers returns what was taken over in an office, by assignment.
	Handovers(ctx context.Context, officeID string) (map[string]Handover, error)
}

// Days keeps the announced holidays and working days.
type Days interface {
	// Announcements returns what an office and those above it announced, by date.
	Announcements(ctx context.Context, officeID string) ([]Announcement, error)
	// Calendar returns the calendar that holds in the office now.
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}
