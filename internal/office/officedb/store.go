// Package officedb keeps offices, posts, people, assignments, stand-ins and
// announced days in the database.
package officedb

import (
	"context"
	"maps"
	"slices"
	"sync"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// Store implements office.Store. Charts and calendars that were loaded once are
// kept in memory and used again while the revisions of the office and of those
// above it stay the same; several processes on one database stay right.
type Store struct {
	// Within, when it is set, is called in the transaction of each change, so that
	// what follows from the change is kept with it or not at all.
	Within func(ctx context.Context, tx *sqldb.Tx, change office.Change) error

	db     *sqldb.DB
	charts *sqldb.Memory[string, loaded]
	slugs  *sqldb.Memory[string, office.Office]
	mu     sync.Mutex
	known  map[string]loaded
}

// loaded is what is kept of one office. revisions are those of the office and
// of the ones above it when it was read.
type loaded struct {
	revisions map[string]int64
	chart     office.Chart
	announced []office.Announcement
	calendar  workday.Calendar
}

// mostKept bounds the offices kept in memory; when it is reached the memory is
// emptied and fills again.
const mostKept = 2000

// New returns the store on a migrated database.
func New(db *sqldb.DB) *Store {
	return &Store{
		db: db, known: map[string]loaded{}, slugs: sqldb.NewMemory[string, office.Office](db, mostKept, "offices"),
		charts: sqldb.NewMemory[string, loaded](db, mostKept,
			"offices", "posts", "people", "assignments", "substitutions", "announcements"),
	}
}

var _ office.Store = (*Store)(nil)

// moment reads a stored time. The schema holds none but ours, so what cannot be
// read is the zero time, which no rule takes for a running one.
func moment(text string) time.Time {
	t, _ := sqldb.Moment(text)
	return t
}

// up are the office $1 and those above it, with their distance. The depth ends a
// circle of parents, which the program never writes.
const up = `
WITH RECURSIVE up (office, depth) AS (
  SELECT office, 0 FROM offices WHERE office = $1
  UNION ALL
  SELECT o.parent, up.depth + 1 FROM up JOIN offices o ON o.office = up.office
  WHERE o.parent <> '' AND up.depth < 12
)`

const chainRevisions = up + `
SELECT o.office, o.revision FROM offices o JOIN up ON up.office = o.office ORDER BY o.office`

// of returns the office from memory, or reads it.
func (s *Store) of(ctx context.Context, id string) (loaded, error) {
	return s.charts.Get(id, func() (loaded, error) { return s.revised(ctx, id) })
}

// revised returns the office as it was read before, when no revision has changed
// since. The revisions are read before the rows: a change in between makes the
// chart stale, never falsely fresh.
func (s *Store) revised(ctx context.Context, id string) (loaded, error) {
	revisions := map[string]int64{}
	err := s.db.Rows(ctx, chainRevisions, []any{id}, func(row sqldb.Scanner) error {
		var office string
		var revision int64
		err := row.Scan(&office, &revision)
		revisions[office] = revision
		return err
	})
	if err != nil {
		return loaded{}, err
	}
	if len(revisions) == 0 {
		return loaded{}, fault.New(fault.NotFound, "office.unknown")
	}
	s.mu.Lock()
	kept, ok := s.known[id]
	s.mu.Unlock()
	if ok && maps.Equal(kept.revisions, revisions) {
		return kept, nil
	}
	return s.read(ctx, id, revisions)
}

func (s *Store) read(ctx context.Context, id string, revisions map[string]int64) (loaded, error) {
	fresh := loaded{revisions: revisions}
	var err error
	if fresh.chart, err = readChart(ctx, s.db, id); err != nil {
		return loaded{}, err
	}
	fresh.chart.Revision = revisions[id]
	if fresh.announced, err = readAnnouncements(ctx, s.db, id); err != nil {
		return loaded{}, err
	}
	fresh.calendar = office.CalendarOf(fresh.chart.Office(), fresh.announced)
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.known) >= mostKept {
		clear(s.known)
	}
	s.known[id] = fresh
	return fresh, nil
}

// Chart implements office.Charts. The lists are the caller's to read, not to change.
func (s *Store) Chart(ctx context.Context, id string) (office.Chart, error) {
	kept, err := s.of(ctx, id)
	return kept.chart, err
}

// Chain implements office.Directory.
func (s *Store) Chain(ctx context.Context, id string) ([]office.Office, error) {
	kept, err := s.of(ctx, id)
	return slices.Clone(kept.chart.Offices), err
}

// Announcements implements office.Days.
func (s *Store) Announcements(ctx context.Context, id string) ([]office.Announcement, error) {
	kept, err := s.of(ctx, id)
	return slices.Clone(kept.announced), err
}

// Calendar implements office.Days.
func (s *Store) Calendar(ctx context.Context, id string) (workday.Calendar, error) {
	kept, err := s.of(ctx, id)
	return kept.calendar, err
}
