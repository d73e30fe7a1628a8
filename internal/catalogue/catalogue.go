// Package catalogue turns a published charter into live services: for each row
// a promise, a fee, papers, channels and the post that answers. Versions are
// immutable; a change takes effect for what is received after its moment.
// It knows nothing of cases, pages or SQL.
package catalogue

import (
	"time"

	"dorgora/charter"
	"dorgora/workday"
)

// Origin says whether a value was printed in the charter or completed beside it.
type Origin string

// The origins.
const (
	Printed   Origin = "printed"
	Completed Origin = "completed"
)

// Service is one live row of an office's charter version.
type Service struct {
	Office    string
	Key       string // stable over versions: "citizen-2"
	Version   int
	Slug      string // part of the address: "citizen-2-ict-advice"
	Group     charter.Group
	Serial    string          // ASCII digits
	Name      string          // as printed
	Short     string          // plain short name, falls back to Name
	NameEn    string          // draft translation, may be empty
	Summary   string          // one plain sentence, may be empty
	SummaryEn string          // draft translation of it
	Row       charter.Service // printed row, untouched
	Time      charter.Time    // the time in force, printed or completed
	Promise   workday.Promise // what the clock runs on
	Promised  Origin          // where the time comes from
	Fee       charter.Fee
	Papers    []charter.Paper
	Channels  []charter.Channel
	Officer   charter.Officer // as printed or completed; who sits there now is known to office
	Superior  charter.Officer
	Post      string   // ID of the answerable post
	Kind      string   // kind of service, "plain" when none is chosen
	Synonyms  []string // other words under which people look for it
	Filled    []string // fields that were completed beside the printed text
}

// Version is one published edition of an office's charter.
type Version struct {
	Office      string
	Number      int
	Charter     charter.Charter
	Completions []charter.Completion
	Source      Source
	Effective   time.Time // promises bind what is received from this moment on
	Published   time.Time
	By          string   // person
	Keys        []string // key of each row of Charter.Services, in its order
	Retired     []string // keys of earlier versions that no row carries any more; never given again
}

// Source is the file that a charter was read from; its bytes are kept.
type Source struct {
	Name string
	Hash string // SHA-256 of the file in the blob store
}

// Draft is an imported charter that is being checked and completed.
type Draft struct {
	Office      string
	ID          string
	Charter     charter.Charter
	Completions []charter.Completion
	Source      Source
	By          string
	Created     time.Time
	Converted   []Conversion // samples of text that came in a Bijoy encoding
	Revision    int          // grows with every change; a stale one is refused
}

// Conversion is a stretch of text before and after it was turned from a Bijoy
// encoding into Unicode, for a person to check.
type Conversion struct{ Before, After string }
