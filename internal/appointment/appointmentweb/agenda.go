package appointmentweb

import (
	"net/http"
	"net/url"
	"slices"

	"dorgora/internal/appointment"
	"dorgora/internal/casework"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// AgendaPage is a week of appointments.
type AgendaPage struct {
	site.Page
	Posts    []site.Choice
	Week     string
	Before   site.Link
	After    site.Link
	Settings site.Link
	Days     []AgendaDay
}

// AgendaDay is one day of the week.
type AgendaDay struct {
	Title  string
	Closed string // why the office is closed, empty when it is open
	Route  site.Link
	Items  []AgendaItem
}

// AgendaItem is one appointment in a list.
type AgendaItem struct {
	Path, Time, Title, Case, CasePath, Place, Goes, Reason string
	State                                                  site.Tag
	Struck, Stale                                          bool
}

// daysOfWeek is how many days an agenda shows: Sunday to Saturday.
const daysOfWeek = 7

// Agenda shows a week: GET /{office}/desk/appointments.
func (p Pages) Agenda(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	first := m.weekOf(r.URL.Query().Get("week"))
	lines, err := p.Diaries.Between(r.Context(), m.office.ID, first, first.AddDays(daysOfWeek-1))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "appointments", p.agendaPage(r, m, first, lines))
}

// weekOf returns the Sunday of the week in which a day lies, of this week when the
// day cannot be read.
func (m room) weekOf(text string) workday.Date {
	day, err := workday.ParseDate(text)
	if err != nil {
		day = m.Calendar.DateOf(m.Now)
	}
	return day.AddDays(-int(day.Weekday()))
}

func agendaPath(day workday.Date, post string) string {
	values := url.Values{"week": {day.String()}}
	if post != "" {
		values.Set("post", post)
	}
	return "desk/appointments?" + values.Encode()
}

func (p Pages) agendaPage(r *http.Request, m room, first workday.Date, lines []appointment.Line) AgendaPage {
	shell, post := p.shell(r, "appointment.agenda"), r.URL.Query().Get("post")
	page := AgendaPage{Page: shell, Week: first.String(), Posts: m.postChoices(shell, post, shell.T("appointment.post.all"))}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	page.Title = shell.T("appointment.week", "from", shell.ShortDate(shell.Day(first)), "to", shell.Date(shell.Day(first.AddDays(daysOfWeek-1))))
	page.Before = site.Link{Text: shell.T("appointment.week.before"), Href: shell.Href(agendaPath(first.AddDays(-daysOfWeek), post))}
	page.After = site.Link{Text: shell.T("appointment.week.after"), Href: shell.Href(agendaPath(first.AddDays(daysOfWeek), post))}
	if m.leads() {
		page.Settings = site.Link{Text: shell.T("appointment.settings"), Href: shell.Href("desk/appointments/settings")}
	}
	for i := range daysOfWeek {
		page.Days = append(page.Days, m.agendaDay(shell, first.AddDays(i), post, lines))
	}
	return page
}

// leads reports whether the reader heads the office or one above it.
func (m room) leads() bool {
	for _, seat := range m.who.Seats {
		if _, above := m.Chart.OfficeOf(seat.Office); above && seat.Role == office.Head {
			return true
		}
	}
	return m.who.Steward()
}

func (m room) agendaDay(page site.Page, date workday.Date, post string, lines []appointment.Line) AgendaDay {
	day := AgendaDay{Title: page.WeekdayDate(page.Day(date))}
	if why := m.Calendar.Why(date); !why.Open {
		day.Closed = page.Pick(why.Name, why.NameEn)
		if day.Closed == "" {
			day.Closed = page.T("appointment.weekend")
		}
	}
	for _, l := range lines {
		if l.Slot.Day == date && (post == "" || l.Post == post) {
			day.Items = append(day.Items, m.item(page, l))
		}
	}
	if len(day.Items) > 0 {
		values := url.Values{"day": {date.String()}}
		if post != "" {
			values.Set("post", post)
		}
		day.Route = site.Link{Text: page.T("appointment.route"), Href: page.Href("desk/appointments/route?" + values.Encode())}
	}
	return day
}

// item shows an appointment in a list; of a sealed case it shows only that the time
// is taken.
func (m room) item(page site.Page, l appointment.Line) AgendaItem {
	item := AgendaItem{
		Time: page.Clock(l.Slot.From), State: stateTag(page, l.State), Goes: m.goes(page, l.Bearer), Struck: !l.Live(), Stale: m.stale(l.Appointment),
	}
	if !m.mayKnow(l.Sealed, l.Post) {
		item.Title = page.T("appointment.sealed")
		return item
	}
	item.Path = "desk/appointments/" + l.ID
	item.Title = page.T("appointment.kind."+string(l.Kind)) + ": " + l.Name
	item.Case, item.CasePath = page.Tracking(l.Number), "desk/cases/"+l.Number
	item.Place, item.Reason = placeText(l.Appointment), l.Reason
	return item
}

// placeText is where one goes: the room, the union, the address.
func placeText(a appointment.Appointment) string {
	text := ""
	for _, part := range []string{venueOf(a), a.Union, a.Place} {
		if part == "" {
			continue
		}
		if text != "" {
			text += ", "
		}
		text += part
	}
	return text
}

// postChoices are the posts of the office, with all of them first when all is a text.
func (m room) postChoices(page site.Page, chosen, all string) []site.Choice {
	var choices []site.Choice
	if all != "" {
		choices = append(choices, site.Choice{Label: all, Chosen: chosen == ""})
	}
	for _, post := range m.Chart.PostsOf(m.office.ID) {
		if post.Role != office.Steward {
			choices = append(choices, site.Choice{Value: post.ID, Label: page.Pick(post.Title, post.TitleEn), Chosen: post.ID == chosen})
		}
	}
	return choices
}

// RoutePage is a day's route to be printed and taken along.
type RoutePage struct {
	site.Page
	Lead  string
	Stops []Stop
}

// Stop is one appointment of a route.
type Stop struct {
	Time, Title, Number, Name, Mobile, Need, Place, Goes string
}

// Route prints a day's appointments in the order of the unions:
// GET /{office}/desk/appointments/route. It shows phone numbers, so it is noted as a
// look at each case.
func (p Pages) Route(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	day, err := workday.ParseDate(r.URL.Query().Get("day"))
	if err != nil {
		day = m.Calendar.DateOf(m.Now)
	}
	lines, err := p.Diaries.Between(r.Context(), m.office.ID, day, day)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	post := r.URL.Query().Get("post")
	lines = slices.DeleteFunc(lines, func(l appointment.Line) bool {
		return !l.Live() || post != "" && l.Post != post || !m.mayKnow(l.Sealed, l.Post)
	})
	if err := p.Cases.Looked(r.Context(), m.looks(lines)...); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "appointment-route", p.routePage(r, m, day, lines))
}

// looks notes that the reader saw the phone numbers of cases.
func (m room) looks(lines []appointment.Line) []casework.Look {
	var looks []casework.Look
	for _, l := range lines {
		looks = append(looks, casework.Look{
			Office: m.office.ID, Number: l.Number, What: casework.LookPrint, At: m.Now,
			Actor: casework.Actor{Post: m.seat(), Person: m.who.Person, Name: m.who.Name},
		})
	}
	return looks
}

// seat is the post as which the reader looks on.
func (m room) seat() string {
	for _, seat := range m.who.Seats {
		if seat.Office == m.office.ID {
			return seat.Post
		}
	}
	for _, seat := range m.who.Seats {
		return seat.Office + "/" + seat.Post
	}
	return ""
}

func (p Pages) routePage(r *http.Request, m room, day workday.Date, lines []appointment.Line) RoutePage {
	shell := p.shell(r, "appointment.route")
	page := RoutePage{Page: shell}
	page.Crumbs = append(page.Crumbs, site.Link{Text: shell.T("appointment.agenda"), Href: shell.Href(agendaPath(day, ""))}, site.Link{Text: page.Title})
	page.Title = shell.T("appointment.route.of", "day", shell.WeekdayDate(shell.Day(day)))
	if post := r.URL.Query().Get("post"); post != "" {
		page.Lead = m.postTitle(shell, post)
	}
	for _, l := range m.Settings.Route(lines) {
		page.Stops = append(page.Stops, Stop{
			Time: shell.Clock(l.Slot.From), Title: shell.T("appointment.kind." + string(l.Kind)), Number: shell.Tracking(l.Number),
			Name: l.Name, Mobile: shell.Mobile(l.Mobile), Need: l.Need, Place: placeText(l.Appointment), Goes: m.goes(shell, l.Bearer),
		})
	}
	return page
}
