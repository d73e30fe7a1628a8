package site

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"dorgora/workday"
)

// The structs below are what the shell's partials draw. Their texts are in the
// reader's language already.

// Tag is a word in a pill: an icon, a word and a colour together tell a state. The
// partial is "tag"; Tone is ok, warn, late, info or empty.
type Tag struct{ Text, Tone, Icon string }

// Promise is the card with the big date. The partial is "promise".
type Promise struct {
	Caption string // আমাদের প্রতিশ্রুতি
	Big     string // ৩ কার্যদিবস
	Before  string // আজ আবেদন করলে শেষ তারিখ
	Date    string // বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬
	Note    string
	Acts    []Link // the first is the main one
	Facts   []Fact
}

// Fact is one row of an icon, a small term and what it is. The partial "facts"
// draws a list of them.
type Fact struct {
	Icon, Term, Text, Note string
	Href                   template.URL
}

// Paper is one row of the checklist of papers. The partial is "papers".
type Paper struct {
	Icon string
	Name string
	Tag  string // ঐচ্ছিক, প্রযোজ্য হলে
	Note string
	Link Link // a form to fetch

	Tongue string // of Name; see Page.TongueOf
}

// Step is one step of how a service is given. The partial is "steps".
type Step struct{ Title, Text string }

// Progress is the row of steps above a question; Now counts from 0. The partial is
// "progress".
type Progress struct {
	Label string
	Names []string
	Now   int
}

// Stage is one step of a Progress.
type Stage struct {
	Name          string
	Done, Current bool
}

// Stages returns the steps with their states.
func (p Progress) Stages() []Stage {
	all := make([]Stage, len(p.Names))
	for i, name := range p.Names {
		all[i] = Stage{Name: name, Done: i < p.Now, Current: i == p.Now}
	}
	return all
}

// Way is another way to ask: phone, mail, at the office. The partial is "ways".
type Way struct {
	Icon, Name, Text, Note string
	Href                   template.URL
}

// Moment is one entry of a timeline, newest first. Tone is empty, in0 (a person of
// the office), sys (the program by itself) or int (seen by the office only). The
// partial is "timeline".
type Moment struct {
	Title   string
	Text    string
	When    string
	Machine string // RFC 3339
	By      string
	Tone    string
	Tongue  string // of Text; see Page.TongueOf
}

// Answer is one row of a list of names and values; Change leads to the question
// and its Note names it for screen readers. The partial is "answers".
type Answer struct {
	Term   string
	Text   string
	Note   string
	Tag    Tag
	Change Link
	Tongue string // of Text; see Page.TongueOf
}

// Answers is such a list; Wide puts the names beside the values.
type Answers struct {
	Rows []Answer
	Wide bool
}

// Empty is what stands where a list would be: why, and what to do. The partial is
// "empty".
type Empty struct {
	Icon, Title, Text string
	Link              Link
}

// Pager leads to the rows before and after. The partial is "pager"; nothing is
// counted, so an office with a million cases turns pages as fast as a new one.
type Pager struct {
	Label, Before, After  string
	BeforeHref, AfterHref template.URL
}

// Pager returns links to the pages at these addresses, empty ones left out.
func (p Page) Pager(before, after string) Pager {
	pager := Pager{Label: p.T("pager.label"), Before: p.T("pager.before"), After: p.T("pager.after")}
	if before != "" {
		pager.BeforeHref = p.Href(before)
	}
	if after != "" {
		pager.AfterHref = p.Href(after)
	}
	return pager
}

// Act is a form of one button, for what changes something. The partial is "act".
type Act struct {
	Href  template.URL
	Label string
	Icon  string
	Class string // btn, btn alt, btn s, quiet
	Note  string // for screen readers, after the label
	Key   string
	Name  string // a further hidden field, when Name is set
	Value string
}

// Act returns a button that posts to path; its words are the text of key. It always
// has a fresh key: the key of a form shown again belongs to that form.
func (p Page) Act(path, key string) (Act, error) {
	act := Act{Href: p.Href(path), Label: p.T(key), Class: "btn"}
	if p.site == nil {
		return act, nil
	}
	var err error
	act.Key, err = p.site.freshKey()
	return act, err
}

// As gives the button another look: "btn alt", "btn s", "quiet".
func (a Act) As(class string) Act { a.Class = class; return a }

// On names for screen readers what the button acts on.
func (a Act) On(note string) Act { a.Note = note; return a }

// Sending adds a hidden field.
func (a Act) Sending(name, value string) Act { a.Name, a.Value = name, value; return a }

// Iconic puts an icon before the words.
func (a Act) Iconic(icon string) Act { a.Icon = icon; return a }

// Score is so many of all, drawn as a bar beside the counts. The partial is
// "score".
type Score struct {
	Done, All int
	Text      string // the same in words
}

// Width returns the length of the done part on a scale of 200.
func (s Score) Width() int {
	if s.All <= 0 {
		return 0
	}
	return min(200, max(0, s.Done*200/s.All))
}

// Rest returns the length of the other part.
func (s Score) Rest() int {
	if s.All <= 0 {
		return 0
	}
	return 200 - s.Width()
}

// OfficeHours says on which days of the ordinary week and at which hours the office
// is open as things stand on a day.
func (p Page) OfficeHours(calendar workday.Calendar, day workday.Date) string {
	hours := calendar.HoursOn(day).Intervals
	var open []time.Weekday
	for weekday := time.Sunday; weekday <= time.Saturday; weekday++ {
		if !slices.Contains(calendar.Weekend(), weekday) {
			open = append(open, weekday)
		}
	}
	if len(hours) == 0 || len(open) == 0 {
		return ""
	}
	name := func(d time.Weekday) string { return p.T("hours.weekday." + strconv.Itoa(int(d))) }
	return p.T("hours.week", "from", name(open[0]), "to", name(open[len(open)-1]),
		"opens", p.Clock(day.Time(0, hours[0].Start, workday.Dhaka)),
		"closes", p.Clock(day.Time(0, hours[len(hours)-1].End, workday.Dhaka)))
}

// Paragraphs cuts a text into its lines, as pages show them; empty ones are left out.
func Paragraphs(text string) []string {
	var list []string
	for line := range strings.Lines(text) {
		if line = strings.TrimSpace(line); line != "" {
			list = append(list, line)
		}
	}
	return list
}
