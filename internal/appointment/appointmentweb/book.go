package appointmentweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/appointment"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/site"
	"dorgora/workday"
)

// formRoom bounds the forms of these pages, in bytes.
const formRoom = 1 << 16

// CasePage is the appointments of a case, with the form that makes another.
type CasePage struct {
	site.Page
	Number   string
	Path     string // of the case
	About    string
	Items    []AgendaItem
	Choosing []site.Field // what decides which slots are free
	Slots    site.Field
	Details  []site.Field
	Hidden   []Pair
	None     string // why no slot can be offered
	May      bool
	Key      string
}

// Pair is a hidden field.
type Pair struct{ Name, Value string }

// OfCase shows the appointments of a case: GET /{office}/desk/cases/{number}/appointments.
func (p Pages) OfCase(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showCase(w, r, m, site.NewForm(r.URL.Query()), nil)
}

func (p Pages) showCase(w http.ResponseWriter, r *http.Request, m room, form site.Form, wrong error) {
	c, err := p.caseOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page, err := p.casePage(r, m, c, bookingForm{form, wrong})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "case-appointments", page)
}

// bookingForm is what was asked for or typed, and what is wrong with it.
type bookingForm struct {
	form  site.Form
	wrong error
}

func (p Pages) casePage(r *http.Request, m room, c casework.Case, b bookingForm) (CasePage, error) {
	shell := p.shell(r, "appointment.case", "number", "")
	if b.wrong != nil {
		shell = shell.Refilled(b.form, b.wrong)
		if fault.KindOf(b.wrong) == fault.Conflict {
			shell.Status = http.StatusConflict
		}
	}
	page := CasePage{Page: shell, Number: shell.Tracking(c.Number), Path: "desk/cases/" + c.Number, About: c.Service.Name, May: !c.Ended() && m.mayAct() == nil}
	page.Title = shell.T("appointment.case", "number", page.Number)
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Number, Href: shell.Href(page.Path)}, site.Link{Text: shell.T("appointment.agenda")})
	list, err := p.Diaries.OfCase(r.Context(), m.office.ID, c.Number)
	if err != nil {
		return page, err
	}
	for _, a := range list {
		item := m.item(shell, appointment.Line{Appointment: a})
		item.Time, item.Title, item.Case = when(shell, a.Slot), shell.T("appointment.kind."+string(a.Kind)), ""
		page.Items = append(page.Items, item)
	}
	if !page.May {
		return page, nil
	}
	wish := p.wishOf(m, c, b.form)
	page.Choosing, page.Hidden = m.choosing(shell, wish), hidden(wish)
	if page.Slots, page.None, err = p.slots(r, m, shell, wish); err != nil {
		return page, err
	}
	page.Details = []site.Field{
		shell.Input("union", "appointment.union").Start(c.Application.Union).Optional().Max(200),
		shell.Input("place", "appointment.place").Optional().Max(200),
	}
	page.Key, err = shell.Key()
	return page, err
}

// wishOf is what is asked for; what nobody has chosen yet follows from the case.
func (p Pages) wishOf(m room, c casework.Case, form site.Form) appointment.Wish {
	w := appointment.Wish{Kind: appointment.Kind(form.Get("kind")), Post: form.Get("post"), Venue: form.Get("venue")}
	if !w.Kind.Known() {
		w.Kind = appointment.Kind(p.Kinds(c).Visits)
	}
	if !w.Kind.Known() {
		w.Kind = appointment.Visit
	}
	if _, known := m.Chart.Post(m.office.ID, w.Post); !known {
		w.Post = cmp.Or(c.Post, m.Chart.HeadOf(m.office.ID).ID)
	}
	if w.Kind == appointment.Seat && w.Venue == "" && len(m.Settings.Venues) > 0 {
		w.Venue = m.Settings.Venues[0].Name
	}
	return w
}

// choosing are the fields on which the free slots depend.
func (m room) choosing(page site.Page, w appointment.Wish) []site.Field {
	var kinds, venues []site.Choice
	for _, kind := range appointment.Kinds {
		if kind != appointment.Seat || len(m.Settings.Venues) > 0 {
			kinds = append(kinds, site.Choice{Value: string(kind), Label: page.T("appointment.kind." + string(kind)), Chosen: kind == w.Kind})
		}
	}
	fields := []site.Field{
		page.Select("kind", "appointment.kind").With(kinds), page.Select("post", "appointment.post").With(m.postChoices(page, w.Post, "")),
	}
	if len(m.Settings.Venues) == 0 {
		return fields
	}
	venues = append(venues, site.Choice{Label: page.T("appointment.venue.none"), Chosen: w.Venue == ""})
	for _, venue := range m.Settings.Venues {
		venues = append(venues, site.Choice{Value: venue.Name, Label: page.T("appointment.venue.seats", "name", venue.Name, "seats", venue.Seats), Chosen: venue.Name == w.Venue})
	}
	return append(fields, page.Select("venue", "appointment.venue").With(venues))
}

func hidden(w appointment.Wish) []Pair {
	return []Pair{{"kind", string(w.Kind)}, {"post", w.Post}, {"venue", w.Venue}}
}

// slots asks for one of the free slots; none tells why there is none.
func (p Pages) slots(r *http.Request, m room, page site.Page, w appointment.Wish) (field site.Field, none string, err error) {
	taken, err := p.Diaries.Taken(r.Context(), m.Calendar.DateOf(m.Now), m.Bearers(w))
	if err != nil {
		return field, "", err
	}
	var choices []site.Choice
	for _, s := range m.Free(w, taken) {
		choices = append(choices, site.Choice{Value: slotName(s), Label: when(page, s), Chosen: len(choices) == 0})
	}
	if len(choices) == 0 {
		return field, page.T("appointment.none", "days", m.Settings.Ahead), nil
	}
	return page.Select("slot", "appointment.slot").With(choices), "", nil
}

// slotName writes a slot for a form: 2026-11-24.am.1.
func slotName(s appointment.Slot) string {
	return s.Day.String() + "." + string(s.Half) + "." + strconv.Itoa(s.Number)
}

// slotOf reads what slotName wrote.
func slotOf(text string) (appointment.Slot, error) {
	wrong := fault.InField("slot", "appointment.slot.missing")
	parts := strings.Split(text, ".")
	if len(parts) != 3 || !slices.Contains(appointment.Halves, appointment.Half(parts[1])) {
		return appointment.Slot{}, wrong
	}
	day, err := workday.ParseDate(parts[0])
	number, bad := strconv.Atoi(parts[2])
	if err != nil || bad != nil {
		return appointment.Slot{}, wrong
	}
	return appointment.Slot{Day: day, Half: appointment.Half(parts[1]), Number: number}, nil
}

// Book makes an appointment: POST /{office}/desk/cases/{number}/appointments.
func (p Pages) Book(w http.ResponseWriter, r *http.Request) {
	m, form, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	c, err := p.caseOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if err := p.book(r, m, c, form); err != nil {
		if kind := fault.KindOf(err); kind != fault.Invalid && kind != fault.Conflict {
			p.Site.Refuse(w, r, err)
			return
		}
		p.showCase(w, r, m, form, err)
		return
	}
	p.Site.Redirect(w, r, m.path("desk", "cases", c.Number, "appointments"))
}

// enter reads the form of somebody who may act.
func (p Pages) enter(r *http.Request) (room, site.Form, error) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		return room{}, form, err
	}
	m, err := p.room(r)
	if err == nil {
		err = m.mayAct()
	}
	return m, form, err
}

// book decides and writes. The form's key names the appointment, so that a form sent
// twice books once.
func (p Pages) book(r *http.Request, m room, c casework.Case, form site.Form) error {
	if c.Ended() {
		return fault.New(fault.Conflict, "appointment.case.ended")
	}
	slot, err := slotOf(form.Get("slot"))
	if err != nil {
		return err
	}
	id := cmp.Or(form.Key(), p.Fresh())
	if _, err := p.Diaries.Appointment(r.Context(), m.office.ID, id); err == nil {
		return nil // sent again
	}
	a, err := m.Plan(appointment.Booking{
		Wish: appointment.Wish{Kind: appointment.Kind(form.Get("kind")), Post: form.Get("post"), Venue: form.Get("venue")},
		Slot: slot, ID: id, Number: c.Number, Union: form.Get("union"), Place: form.Get("place"), By: m.who.Person,
	})
	if err != nil {
		return err
	}
	notices := a.Notices(receiver(c), "appointment.notice.booked", id, m.Now)
	return p.Bookings.Book(r.Context(), appointment.Change{Appointment: a, Notices: notices})
}

// SettingsPage is how the office plans its appointments.
type SettingsPage struct {
	site.Page
	Fields []site.Field
}

// Settings shows how the office plans: GET /{office}/desk/appointments/settings.
func (p Pages) Settings(w http.ResponseWriter, r *http.Request) {
	p.showSettings(w, r, site.Form{}, nil)
}

func (p Pages) showSettings(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := SettingsPage{Page: p.shell(r, "appointment.settings")}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.T("appointment.agenda"), Href: page.Href("desk/appointments")}, site.Link{Text: page.Title})
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	var venues []string
	for _, venue := range m.Settings.Venues {
		venues = append(venues, venue.Name+" = "+page.Digits(strconv.Itoa(venue.Seats)))
	}
	page.Fields = []site.Field{
		page.Input("visit", "appointment.settings.visit").Start(strconv.Itoa(m.Settings.Visits)).Numeric().Max(2),
		page.Input("ahead", "appointment.settings.ahead").Start(strconv.Itoa(m.Settings.Ahead)).Numeric().Max(3),
		page.Area("unions", "appointment.settings.order").Start(strings.Join(m.Settings.Unions, "\n")).Lines(8).Optional(),
		page.Area("venues", "appointment.settings.rooms").Start(strings.Join(venues, "\n")).Lines(4).Optional(),
	}
	p.Site.Show(w, r, "appointment-settings", page)
}

// SetSettings keeps how the office plans: POST /{office}/desk/appointments/settings.
func (p Pages) SetSettings(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formRoom)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	settings, err := settingsOf(form)
	if err == nil {
		err = p.Rooms.SetSettings(r.Context(), m.office.ID, settings)
	}
	switch {
	case err != nil && fault.KindOf(err) == fault.Invalid:
		p.showSettings(w, r, form, err)
	case err != nil:
		p.Site.Refuse(w, r, err)
	default:
		p.Site.Redirect(w, r, m.path("desk", "appointments"))
	}
}

// settingsOf reads the settings as typed: a union a line, a room and its seats a
// line, in either digits.
func settingsOf(form site.Form) (appointment.Settings, error) {
	s := appointment.Settings{Visits: whole(form.Get("visit")), Ahead: whole(form.Get("ahead")), Unions: strings.Split(form.Get("unions"), "\n")}
	for line := range strings.SplitSeq(form.Get("venues"), "\n") {
		if line = strings.TrimSpace(line); line == "" {
			continue
		}
		name, seats, _ := strings.Cut(line, "=")
		s.Venues = append(s.Venues, appointment.Venue{Name: strings.TrimSpace(name), Seats: whole(seats)})
	}
	return s.Check()
}

// whole reads a number in either digits; anything else is 0, which the settings
// refuse.
func whole(text string) int {
	n, err := strconv.Atoi(strings.TrimSpace(bangla.ASCII(text)))
	if err != nil {
		return 0
	}
	return n
}
