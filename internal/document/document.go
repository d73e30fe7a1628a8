// Package document knows papers handed in with an application: what was
// required, what came, and how a file is made safe to keep. It knows no disk.
package document

import "time"

// State says what the office did with a paper.
type State string

// The states of a paper.
const (
	Came     State = "came"
	Checked  State = "checked"
	Returned State = "returned" // not accepted, with a reason on the case
	Deleted  State = "deleted"  // kept as long as its kind of service says; its line and its hash stay
)

// Evidence is one file handed in with a case.
type Evidence struct {
	Office string
	ID     string
	Case   string
	Paper  string // the required paper that it answers, as asked
	Name   string // file name as given, for people only
	Type   string // media type by content
	Hash   string // SHA-256 of the kept bytes
	Size   int64
	State  State
	At     time.Time
}
