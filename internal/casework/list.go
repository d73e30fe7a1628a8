package casework

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// View is a list that an officer looks at.
type View string

// The views. Lists of open cases are ordered by the promised moment, cases without
// one after those with one, then by receipt; where waiting cases are among them they
// come last, since their promised moment stands still.
const (
	All        View = "all"       // open
	Overdue    View = "overdue"   // open, promised moment passed
	BecameLate View = "late"      // open, promised moment passed today
	Today      View = "today"     // open, promised for what is left of today
	Week       View = "week"      // open, promised after today and within the week
	Asked      View = "asked"     // waiting for the applicant
	Unowned    View = "unowned"   // open, of the posts in Query.Vacant: nobody answers for them
	Escalated  View = "escalated" // open and told to a superior, the latest stage first
	Referred   View = "referred"  // open, another office was asked to take them and has not answered
	Offered    View = "offered"   // of other offices that ask this one to take them, in the order of receipt
	Done       View = "done"      // closed, latest first
	Every      View = "every"     // open and closed, latest received first
)

// Query asks for one page of a list. What is kept of a saved filter is its JSON:
// the view, the search and the narrowing, never whose cases the reader may see.
type Query struct {
	Office  string          `json:"-"`
	View    View            `json:"view"`
	Marks   Marks           `json:"-"`
	Search  string          `json:"search,omitempty"` // number, name, mobile or words, in Bangla or Latin letters; empty for all
	Service string          `json:"service,omitempty"`
	Post    string          `json:"post,omitempty"` // that answers
	Channel charter.Channel `json:"channel,omitempty"`
	From    time.Time       `json:"from,omitzero"`   // received at this moment or later
	Until   time.Time       `json:"until,omitzero"`  // received before this moment
	Stage   int             `json:"stage,omitempty"` // of escalation, this or a later one
	Vacant  []string        `json:"-"`               // posts for which nobody answers, for Unowned
	After   string          `json:"-"`               // cursor of the page before, empty for the first
	Limit   int             `json:"-"`
}

// Row is one case in a list.
type Row struct {
	Office     string
	Number     string
	ServiceKey string
	Service    string // its name
	Kind       string
	Name       string
	Mobile     string
	Need       string
	Channel    charter.Channel
	Post       string
	Status     Status
	Outcome    Outcome
	Received   time.Time
	FirstReply time.Time
	Due        time.Time
	Closed     time.Time
	Rounds     int
	Stage      int // of escalation; 0: none
	Sealed     bool
	Referred   string // office that was asked to take it and has not answered
	Incident   string
	Into       string // number of the case into which it was merged
	Pauses     []workday.Pause
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

// Marks are the instants against which lists and tallies are drawn, and whose cases
// they hold.
type Marks struct {
	Now      time.Time
	DayBegin time.Time // the beginning of today
	DayEnd   time.Time // the end of today
	WeekEnd  time.Time // the end of the seventh day after today
	Posts    []string  // only these posts' cases; nil: the whole office
	Sealed   []string  // posts whose sealed cases the reader may see; no other sealed case shows or counts
}

// MarksAt returns the marks of an office at an instant. They show no sealed case;
// who may see some adds the posts.
func MarksAt(calendar workday.Calendar, now time.Time, posts []string) Marks {
	today := calendar.DateOf(now)
	return Marks{
		Now: now, Posts: posts,
		DayBegin: today.Time(0, 0, calendar.Location()),
		DayEnd:   today.AddDays(1).Time(0, 0, calendar.Location()),
		WeekEnd:  today.AddDays(8).Time(0, 0, calendar.Location()),
	}
}

// Tally counts the open cases of an office.
type Tally struct {
	Late       int
	BecameLate int // of the late, those whose promised moment passed today
	Today      int // due before the end of today and not late
	Week       int // due after today within the week
	Waiting    int
	Undated    int // no promised moment
	Escalated  int
	Referred   int
	Open       int
}

// Filter is a list that one person looks at again and again, under a name.
type Filter struct {
	Office  string
	Person  string
	ID      string
	Name    string
	Mine    bool // only the cases of the person's own posts
	Query   Query
	Created time.Time
}

// The limits of saved filters.
const (
	FilterNameLimit = 60 // letters
	FilterLimit     = 30 // of one person in one office
)

// Check returns the filter with its name trimmed, or what is wrong with the name.
func (f Filter) Check() (Filter, error) {
	f.Name = strings.TrimSpace(bangla.Line(f.Name))
	switch n := utf8.RuneCountInString(f.Name); {
	case n == 0:
		return f, fault.InField("name", "casework.filter.unnamed")
	case n > FilterNameLimit:
		return f, fault.InField("name", "casework.text.long", "n", n, "limit", FilterNameLimit)
	}
	return f, nil
}

// Filters keeps saved filters.
type Filters interface {
	// Filters returns those of one person in one office, by age.
	Filters(ctx context.Context, office, person string) ([]Filter, error)
	// SaveFilter keeps a new filter. A name that the person uses already, or one
	// filter too many, is a Conflict.
	SaveFilter(ctx context.Context, filter Filter) error
	// DropFilter deletes one; NotFound when the person has no such filter.
	DropFilter(ctx context.Context, office, person, id string) error
}

// Likeness says when two cases of one service are taken for the same.
type Likeness struct {
	Span  time.Duration // how long before it a closed case was received at most
	Share float64       // of the words of both that stand in both, at least
	Words int           // how many words must stand in both at least
	Most  int           // how many cases are shown
}

// UsualLikeness applies where nothing else is set.
var UsualLikeness = Likeness{Span: 30 * 24 * time.Hour, Share: 0.6, Words: 3, Most: 5}

// Score tells how alike two applications are: 0 when they are not taken for the
// same. The same mobile weighs most, then the same name, then common words.
func (l Likeness) Score(a, b Application) float64 {
	share := l.shared(a.Need, b.Need)
	if share == 0 && !sameMobile(a, b) && !sameName(a, b) {
		return 0
	}
	score := share
	if sameMobile(a, b) {
		score += 2
	}
	if sameName(a, b) {
		score++
	}
	return score
}

func sameMobile(a, b Application) bool { return a.Mobile != "" && a.Mobile == b.Mobile }

func sameName(a, b Application) bool { return bangla.Fold(a.Name) == bangla.Fold(b.Name) }

// shared is the share of all folded words of two texts that stand in both, or 0
// when it is too small to mean anything.
func (l Likeness) shared(a, b string) float64 {
	one, other := distinct(bangla.Words(a)), distinct(bangla.Words(b))
	both := 0
	for _, word := range one {
		if _, found := slices.BinarySearch(other, word); found {
			both++
		}
	}
	share := float64(both) / float64(max(1, len(one)+len(other)-both))
	if both < l.Words || share < l.Share {
		return 0
	}
	return share
}

func distinct(words []string) []string {
	slices.Sort(words)
	return slices.Compact(words)
}
