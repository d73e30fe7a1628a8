package casework

import (
	"time"

	"dorgora/charter"
)

// View is a list that an officer looks at.
type View string

// The views. Every list but Done is ordered by the promised moment, cases without
// one after those with one, then by receipt.
const (
	Mine    View = "mine"    // open cases of the posts given
	All     View = "all"     // open cases of the office
	Overdue View = "overdue" // open, promised moment passed
	Asked   View = "asked"   // waiting for the applicant
	Done    View = "done"    // closed, latest first
)

// Query asks for one page of a list.
type Query struct {
	Office string
	View   View
	Posts  []string // for Mine
	Search string   // number, name, mobile or words; empty for all
	Now    time.Time
	After  string // cursor of the page before, empty for the first
	Limit  int
}

// Row is one case in a list.
type Row struct {
	Number   string
	Service  string
	Name     string
	Mobile   string
	Need     string
	Channel  charter.Channel
	Post     string
	Status   Status
	Outcome  Outcome
	Received time.Time
	Due      time.Time
	Closed   time.Time
	Rounds   int
}

// Late reports whether the row's promised moment has passed.
func (r Row) Late(now time.Time) bool {
	return Case{Status: r.Status, Due: r.Due, Closed: r.Closed}.Late(now)
}

// Page is one page of a list; Next is empty on the last.
type Page struct {
	Rows []Row
	Next string
}

// Marks are the instants against which a tally counts.
type Marks struct {
	Now     time.Time
	DayEnd  time.Time // the end of today
	WeekEnd time.Time // the end of the seventh day from today
	Posts   []string  // count only these posts' cases; empty for the whole office
}

// Tally counts the open cases of an office.
type Tally struct {
	Late    int
	Today   int // due before the end of today and not late
	Week    int // due after today within the week
	Waiting int
	Undated int // no promised moment
	Open    int
}
