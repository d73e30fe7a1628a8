// Package letter keeps the correspondence of an office: the diary of what is
// received, files, letters from their draft to the proof that they arrived, memo
// numbers and the registers. It decides who may sign and see, and when a letter is
// late. It knows no page and no table; cases are named by their numbers.
package letter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Class says from whom mail comes.
type Class string

// The classes.
const (
	Official Class = "official" // দাপ্তরিক ডাক
	Citizen  Class = "citizen"  // নাগরিক ডাক
)

// Medium is the way a letter travels.
type Medium string

// The media.
const (
	ByPost    Medium = "post"
	ByHand    Medium = "hand"
	ByMail    Medium = "mail"
	ByFile    Medium = "efile" // ই-নথি
	ByCourier Medium = "courier"
)

// Media lists them in the order in which pages show them.
func Media() []Medium { return []Medium{ByPost, ByHand, ByMail, ByFile, ByCourier} }

// Priority says how soon a letter must be looked at.
type Priority string

// The priorities.
const (
	Ordinary  Priority = "ordinary"  // স্বাভাবিক
	Urgent    Priority = "urgent"    // জরুরি
	Immediate Priority = "immediate" // অবিলম্বে
	Highest   Priority = "highest"   // সর্বোচ্চ অগ্রাধিকার
)

// Priorities lists them, the least first.
func Priorities() []Priority { return []Priority{Ordinary, Urgent, Immediate, Highest} }

// Secrecy says who may read.
type Secrecy string

// The grades of secrecy. From Confidential on only the head and the post that the
// letter is marked to read it.
const (
	Open         Secrecy = "open"         // সাধারণ
	Restricted   Secrecy = "restricted"   // সীমিত
	Confidential Secrecy = "confidential" // গোপনীয়
	Secret       Secrecy = "secret"       // অতি গোপনীয়
)

// Secrecies lists them, the least first.
func Secrecies() []Secrecy { return []Secrecy{Open, Restricted, Confidential, Secret} }

// Closed reports whether only some may read.
func (s Secrecy) Closed() bool { return s == Confidential || s == Secret }

// Decision is what became of a letter received.
type Decision string

// The decisions; empty while none was taken.
const (
	Filed     Decision = "filed"     // নথিজাত
	Presented Decision = "presented" // নথিতে উপস্থাপন; it stays open until answered or filed
	Answered  Decision = "answered"  // জবাব দেওয়া হয়েছে
)

// Signature says who did something, for which post, and when.
type Signature struct {
	Post   string    `json:"post"`
	Person string    `json:"person"`
	Name   string    `json:"name"`
	At     time.Time `json:"at"`
}

// Known reports whether somebody signed.
func (s Signature) Known() bool { return !s.At.IsZero() }

// Correspondent is whoever writes or is written to.
type Correspondent struct {
	Name    string `json:"name"`              // person, or the post: উপজেলা নির্বাহী অফিসার
	Office  string `json:"office,omitempty"`  // may be empty
	Address string `json:"address,omitempty"` // place: রূপসা, খুলনা।
	Mail    string `json:"mail,omitempty"`
}

// Line is the correspondent in one line.
func (c Correspondent) Line() string {
	return strings.Join(slices.DeleteFunc([]string{c.Name, c.Office, c.Address}, func(s string) bool { return s == "" }), ", ")
}

// Scan is a picture or document that came with a letter, or that proves something.
type Scan struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Type string `json:"type"`
	Hash string `json:"hash"`
	Size int64  `json:"size"`
}

// Content is what the diary notes of a letter received (ডাক ডায়েরি).
type Content struct {
	Received workday.Date  `json:"received"`
	Sender   Correspondent `json:"sender"`
	Memo     string        `json:"memo,omitempty"` // the sender's number, as written there
	MemoDate workday.Date  `json:"memo_date"`
	Subject  string        `json:"subject"`
	Class    Class         `json:"class"`
	Medium   Medium        `json:"medium"`
	Priority Priority      `json:"priority"`
	Secrecy  Secrecy       `json:"secrecy"`
	Marked   string        `json:"marked"`   // post that deals with it
	Deadline workday.Date  `json:"deadline"` // last day that the letter sets; zero: none
	Remark   string        `json:"remark,omitempty"`
	Scans    []Scan        `json:"scans,omitempty"`
}

// Arrival is a letter on its way into the diary.
type Arrival struct {
	Office  string
	Key     string // 16 to 64 letters: the same letter under the same key is entered once
	Content Content
}

// Letter is an entry of the diary. It never disappears: a wrong one is void, with a
// reason.
type Letter struct {
	Content
	Office   string    `json:"office"`
	Year     int       `json:"year"`   // calendar year of the entry
	Serial   int       `json:"serial"` // 1, 2, 3 … without gaps within office and year
	Key      string    `json:"key"`
	Entered  Signature `json:"entered"`
	Decision Decision  `json:"decision,omitempty"`
	File     string    `json:"file,omitempty"`    // ID of the file
	Case     string    `json:"case,omitempty"`    // number of the case that it became or belongs to
	Replies  []string  `json:"replies,omitempty"` // IDs of letters that answer it
	Disposed Signature `json:"disposed"`
	Void     string    `json:"void,omitempty"` // reason
	Warned   Warning   `json:"warned,omitempty"`
	Revision int       `json:"revision"`
}

// Warning is the last thing that was said about the deadline.
type Warning string

// The warnings in their order.
const (
	Unwarned  Warning = ""
	ThreeDays Warning = "three" // working days before
	OneDay    Warning = "one"
	Passed    Warning = "passed"
)

// ID names the entry in addresses: 2026-41.
func (l Letter) ID() string { return fmt.Sprintf("%d-%d", l.Year, l.Serial) }

// ParseID reads an ID; ok is false for anything else.
func ParseID(id string) (year, serial int, ok bool) {
	before, after, found := strings.Cut(id, "-")
	year, err := strconv.Atoi(before)
	serial, wrong := strconv.Atoi(after)
	return year, serial, found && err == nil && wrong == nil && year > 0 && serial > 0
}

// Subject of the ledger: what the entry is called there.
func (l Letter) ledgerName() string { return "letter/" + l.ID() }

// Pending reports whether something is still to be done about it.
func (l Letter) Pending() bool { return l.Void == "" && !l.Disposed.Known() }

// LateAtReceipt reports whether the deadline had passed when the letter came.
func (l Letter) LateAtReceipt() bool {
	return !l.Deadline.Zero() && l.Deadline.Before(l.Received)
}

// Late reports whether the deadline has passed undealt with; of a letter that was
// disposed of, whether that was after the deadline.
func (l Letter) Late(today workday.Date) bool {
	if l.Deadline.Zero() || l.Void != "" {
		return false
	}
	if l.Disposed.Known() {
		today = workday.DateOf(l.Disposed.At.In(workday.Dhaka))
	}
	return today.After(l.Deadline)
}

// Readable reports whether somebody of the office's staff may read the letter.
func (l Letter) Readable(who access.Identity) bool {
	return !l.Secrecy.Closed() || heads(who, l.Office) || who.Holds(l.Office, l.Marked) || who.Known() && who.Person == l.Entered.Person
}

// heads reports whether somebody leads the office.
func heads(who access.Identity, officeID string) bool {
	return slices.ContainsFunc(who.Seats, func(s access.Seat) bool { return s.Office == officeID && s.Role == office.Head })
}

// Stamp is who acts and when, with fresh randomness.
type Stamp struct {
	Actor casework.Actor
	Now   time.Time
	Salt  string // 32 hexadecimal digits
	Today workday.Date
}

func (s Stamp) sign() Signature {
	return Signature{Post: s.Actor.Post, Person: s.Actor.Person, Name: s.Actor.Name, At: s.Now}
}
