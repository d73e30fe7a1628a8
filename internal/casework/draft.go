package casework

import (
	"slices"
	"time"

	"dorgora/internal/document"
	"dorgora/internal/fault"
)

// DraftLife is how long an unfinished application is kept.
const DraftLife = 30 * 24 * time.Hour

// Draft is an unfinished application. Its ID is a secret of 128 bits that only
// the applicant's address holds; it becomes the key of the submission.
type Draft struct {
	Office      string
	ID          string
	Service     string // slug
	Application Application
	Typed       map[string]string // what was typed and not yet accepted, by field
	Evidence    []document.Evidence
	Done        []string // pages answered
	Number      string   // of the case, once submitted
	Created     time.Time
	Changed     time.Time
	Revision    int // grows with every saving; a stale one is refused
}

// Open reports whether the draft may still be changed.
func (d Draft) Open(now time.Time) error {
	if d.Number != "" {
		return fault.New(fault.Conflict, "casework.draft.submitted")
	}
	if now.Sub(d.Created) > DraftLife {
		return fault.New(fault.NotFound, "casework.draft.expired")
	}
	return nil
}

// Next is the first page of questions not yet answered.
func (d Draft) Next() string {
	for _, step := range Steps {
		if step != StepCheck && !slices.Contains(d.Done, step) {
			return step
		}
	}
	return StepCheck
}

// Finish marks a page of questions as answered.
func (d *Draft) Finish(step string) {
	if !slices.Contains(d.Done, step) {
		d.Done = append(d.Done, step)
	}
}

// Reopen marks a page of questions as not answered.
func (d *Draft) Reopen(step string) {
	d.Done = slices.DeleteFunc(slices.Clone(d.Done), func(done string) bool { return done == step })
}
