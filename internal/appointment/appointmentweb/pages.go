// Package appointmentweb shows who goes where in a week, books and moves
// appointments of cases, prints a day's route, and keeps what came of each.
package appointmentweb

import (
	"context"
	"embed"
	"net/http"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/appointment"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what the pages and the notices about appointments say.
var Texts = message.Set{Name: "appointmentweb", Bn: bn, En: en}

// Files holds the templates, for site.Parse.
//
//go:embed templates/*.html
var Files embed.FS

// Offices tells who answers and on which days an office works.
type Offices interface {
	Chart(ctx context.Context, officeID string) (office.Chart, error)
	Calendar(ctx context.Context, officeID string) (workday.Calendar, error)
}

// Cases reads the cases that appointments are for, and notes who looked at them.
type Cases interface {
	Case(ctx context.Context, officeID, number string) (casework.Case, error)
	Looked(ctx context.Context, looks ...casework.Look) error
}

// Pages answers those who work in an office, and those above it who may look on.
type Pages struct {
	Site     *site.Site
	Bookings appointment.Bookings
	Diaries  appointment.Diaries
	Rooms    appointment.Rooms
	Offices  Offices
	Cases    Cases
	Kinds    func(c casework.Case) catalogue.Kind // of a case's service
	Fresh    func() string                        // 128 random bits in hex
	Now      func() time.Time
}

// room is the office of a request, who has come in, and the diary of the office.
type room struct {
	appointment.Diary
	office office.Office
	who    access.Identity
}

func (p Pages) room(r *http.Request) (room, error) {
	o := office.From(r.Context())
	m := room{office: o, who: access.From(r.Context())}
	m.Diary = appointment.Diary{Office: o.ID, Now: p.Now().UTC().Truncate(time.Second)}
	var err error
	if m.Chart, err = p.Offices.Chart(r.Context(), o.ID); err != nil {
		return m, err
	}
	if m.Calendar, err = p.Offices.Calendar(r.Context(), o.ID); err != nil {
		return m, err
	}
	m.Settings, err = p.Rooms.Settings(r.Context(), o.ID)
	return m, err
}

// mayAct refuses those who look on from above.
func (m room) mayAct() error {
	if m.who.SitsIn(m.office.ID) {
		return nil
	}
	return fault.New(fault.Denied, "appointment.denied")
}

// mayKnow reports whether the reader may know of a case of that post.
func (m room) mayKnow(sealed bool, post string) bool {
	c := casework.Case{Office: m.office.ID, Post: post, Handling: casework.Handling{Sealed: sealed}}
	return c.KnownTo(m.who, m.Chart, m.Now)
}

// caseOf loads the case of an address; a sealed one is not there for those who may
// not know of it.
func (p Pages) caseOf(r *http.Request, m room) (casework.Case, error) {
	c, err := p.Cases.Case(r.Context(), m.office.ID, r.PathValue("number"))
	if err == nil && !c.KnownTo(m.who, m.Chart, m.Now) {
		return casework.Case{}, fault.New(fault.NotFound, "record.missing")
	}
	return c, err
}

// lineOf loads the appointment of an address.
func (p Pages) lineOf(r *http.Request, m room) (appointment.Line, error) {
	l, err := p.Diaries.Appointment(r.Context(), m.office.ID, r.PathValue("appointment"))
	if err == nil && !m.mayKnow(l.Sealed, l.Post) {
		return l, fault.New(fault.NotFound, "record.missing")
	}
	return l, err
}

// shell is the shell of an officer's page of appointments.
func (p Pages) shell(r *http.Request, title string, args ...any) site.Page {
	page := p.Site.Page(r, title, args...)
	page.Desk, page.Private = true, true
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}}
	return page
}

func (m room) path(steps ...string) string {
	return "/" + m.office.Slug + "/" + strings.Join(steps, "/")
}

// postTitle is the title of a post of the office.
func (m room) postTitle(page site.Page, post string) string {
	found, _ := m.Chart.Post(m.office.ID, post)
	return page.Pick(found.Title, found.TitleEn)
}

// goes names who or what an appointment takes up: a person, or a room.
func (m room) goes(page site.Page, bearer string) string {
	parts := strings.SplitN(bearer, "/", 3)
	if len(parts) < 3 {
		return ""
	}
	if parts[0] == "venue" {
		return parts[2]
	}
	person, known := m.Chart.Person(parts[2])
	if !known {
		return page.T("appointment.person.gone")
	}
	return page.Pick(person.Name, person.NameEn)
}

// stale reports whether somebody else answers for the post of a planned appointment
// now than when it was booked: after a transfer or with a leave.
func (m room) stale(a appointment.Appointment) bool {
	if a.Kind == appointment.Seat || a.State != appointment.Planned {
		return false
	}
	bearer, err := m.Bearer(appointment.Wish{Kind: a.Kind, Post: a.Post}, a.Slot.From)
	return err != nil || bearer != a.Bearer
}

// venueOf is the name of the room that an appointment takes up, empty when none.
func venueOf(a appointment.Appointment) string {
	for _, bearer := range []string{a.Venue, a.Bearer} {
		if parts := strings.SplitN(bearer, "/", 3); len(parts) == 3 && parts[0] == "venue" {
			return parts[2]
		}
	}
	return ""
}

// when says the slot in words: বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬, সকাল ৯:০০.
func when(page site.Page, s appointment.Slot) string {
	return page.WeekdayDate(s.From) + ", " + page.Clock(s.From)
}

// tones are the colours of the states.
var tones = map[appointment.State]site.Tag{
	appointment.Planned: {Tone: "info", Icon: "calendar"}, appointment.Arrived: {Tone: "warn", Icon: "place"},
	appointment.Left: {Icon: "back"}, appointment.Done: {Tone: "ok", Icon: "check"}, appointment.Missed: {Tone: "late", Icon: "warning"},
	appointment.Cancelled: {Icon: "close"}, appointment.Moved: {Icon: "next"},
}

func stateTag(page site.Page, state appointment.State) site.Tag {
	tag := tones[state]
	tag.Text = page.T("appointment.state." + string(state))
	return tag
}

// receiver is whom notices about a case's appointments go to.
func receiver(c casework.Case) appointment.Receiver {
	a := c.Application
	return appointment.Receiver{Mobile: a.Mobile, Mail: a.Mail, ByMail: a.Hear == casework.ByMail, Lang: a.Lang}
}
