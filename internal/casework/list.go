package casework

import (
	"time"

	"dorgora/charter"
	"dorgora/workday"
)

// View is a list that an officer looks at.
type View string

// The views. Every list but Done is ordered by the promised moment, cases without
// one after those with one, then by receipt; All ends with the cases that wait for
// the applicant, since their promised moment stands still.
const (
	All     View = "all"     // open
	Overdue View = "overdue" // open, promised moment passed
	Today   View = "today"   // open, promised for what is left of today
	Week    View = "week"    // open, promised after today and within the week
	Asked   View = "asked"   // waiting for the applicant
	Done    View = "done"    // closed, latest first
)

// Query asks for one page of a list.
type Query struct {
	Office string
	View   View
	Marks  Marks
	Search string // number, name, mobile or words; empty for all
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
	Pauses   []workday.Pause
}

// Late reports whether the row's promised moment has passed.
func (r Row) Late(now time.Time) bool {
	return Case{Status: r.Status, Due: r.Due, Closed: r.Closed, Pauses: r.Pauses}.Late(now)
}

// Page is one page of a list; Next is empty on the last.
type Page struct {
	Rows []Row
	Next string
}

// Marks are the instants against which lists and tallies are drawn, and the posts
// whose cases they hold.
type Marks struct {
	Now     time.Time
	DayEnd  time.Time // the end of today
	WeekEnd time.Time // the end of the seventh day after today
	Posts   []string  // only these posts' cases; nil: the whole office
}

// MarksAt returns the marks of an office at an instant.
func MarksAt(calendar workday.Calendar, now time.Time, posts []string) Marks {
	tomorrow := calendar.DateOf(now).AddDays(1)
	return Marks{
		Now: now, Posts: posts,
		DayEnd:  tomorrow.Time(0, 0, calendar.Location()),
		WeekEnd: tomorrow.AddDays(7).Time(0, 0, calendar.Location()),
	}
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
