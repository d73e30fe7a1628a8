package appointmentweb

import (
	"cmp"
	"net/http"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/appointment"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/site"
)

// AppointmentPage is one appointment and what may be done with it.
type AppointmentPage struct {
	site.Page
	State   site.Tag
	Facts   []site.Fact
	Stale   bool
	Struck  bool
	Forms   []ActForm
	ActPath string // under which the forms are sent
	Key     string
	Seen    int // revision
}

// ActForm is a form of the page, folded away until it is wanted.
type ActForm struct {
	Title, Path, Button string
	Fields              []site.Field
	Open, Keyed         bool
}

// Appointment shows one: GET /{office}/desk/appointments/{appointment}.
func (p Pages) Appointment(w http.ResponseWriter, r *http.Request) {
	m, err := p.room(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showAppointment(w, r, m, attempt{})
}

// attempt is a form that could not be done as it was sent.
type attempt struct {
	act   string
	form  site.Form
	wrong error
}

func (p Pages) showAppointment(w http.ResponseWriter, r *http.Request, m room, tried attempt) {
	l, err := p.lineOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page, err := p.appointmentPage(r, m, l, tried)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "appointment", page)
}

func (p Pages) appointmentPage(r *http.Request, m room, l appointment.Line, tried attempt) (AppointmentPage, error) {
	shell := p.shell(r, "appointment.kind."+string(l.Kind))
	if tried.wrong != nil {
		shell = shell.Refilled(tried.form, tried.wrong)
		if fault.KindOf(tried.wrong) == fault.Conflict {
			shell.Status = http.StatusConflict
		}
	}
	page := AppointmentPage{
		Page: shell, State: stateTag(shell, l.State), Facts: m.facts(shell, l), Stale: m.stale(l.Appointment), Struck: !l.Live(),
		Seen: l.Revision, ActPath: "desk/appointments/" + l.ID,
	}
	page.Crumbs = append(page.Crumbs, site.Link{Text: shell.T("appointment.agenda"), Href: shell.Href(agendaPath(l.Slot.Day, ""))}, site.Link{Text: page.Title})
	page.Title += ": " + when(shell, l.Slot)
	if m.mayAct() != nil || l.Over() {
		return page, nil
	}
	forms, err := p.forms(r, m, shell, l)
	if err != nil {
		return page, err
	}
	for i := range forms {
		forms[i].Open = tried.act == forms[i].Path || tried.act == "" && i == 0
	}
	page.Forms = forms
	page.Key, err = shell.Key()
	return page, err
}

func (m room) facts(page site.Page, l appointment.Line) []site.Fact {
	facts := []site.Fact{
		{Icon: "file", Term: page.T("appointment.of.case"), Text: page.Tracking(l.Number), Note: l.Title, Href: page.Href("desk/cases/" + l.Number)},
		{Icon: "person", Term: page.T("appointment.goes"), Text: m.goes(page, l.Bearer), Note: m.postTitle(page, l.Post)},
	}
	add := func(icon, key, text string) {
		if text != "" {
			facts = append(facts, site.Fact{Icon: icon, Term: page.T(key), Text: text})
		}
	}
	add("place", "appointment.where", placeText(l.Appointment))
	if !l.Arrived.IsZero() {
		add("clock", "appointment.arrived", page.Clock(l.Arrived))
	}
	if !l.Left.IsZero() {
		add("clock", "appointment.left", page.Clock(l.Left))
	}
	add("tools", "appointment.tried", l.Tried)
	add("info", "appointment.reason", l.Reason)
	for key, id := range map[string]string{"appointment.later": l.Later, "appointment.earlier": l.Earlier} {
		if id != "" {
			facts = append(facts, site.Fact{Icon: "next", Term: page.T(key), Text: page.T("appointment.see"), Href: page.Href("desk/appointments/" + id)})
		}
	}
	return facts
}

// forms are what may be done with an appointment as it stands.
func (p Pages) forms(r *http.Request, m room, page site.Page, l appointment.Line) ([]ActForm, error) {
	clock := func(field, key string) site.Field {
		return page.Input(field, key).Start(page.Digits(m.Now.In(m.Calendar.Location()).Format("15:04"))).Max(5)
	}
	form := func(path string, fields ...site.Field) ActForm {
		return ActForm{Title: page.T("appointment.act." + path), Path: path, Button: page.T("appointment.do." + path), Fields: fields}
	}
	if l.State == appointment.Arrived {
		return []ActForm{form("departure", clock("left", "appointment.left"), page.Area("tried", "appointment.tried").Lines(4), page.Box("done", "appointment.done"))}, nil
	}
	var forms []ActForm
	if !m.Now.Before(l.Slot.Day.Time(0, 0, m.Calendar.Location())) {
		forms = append(forms, form("arrival", clock("arrived", "appointment.arrived")), form("absence", page.Input("reason", "appointment.reason.missed").Max(200)))
	}
	wish := appointment.Wish{Kind: l.Kind, Post: l.Post, Venue: venueOf(l.Appointment)}
	slots, _, err := p.slots(r, m, page, wish)
	if err != nil {
		return nil, err
	}
	if len(slots.Choices) > 0 {
		move := form("move", slots, page.Input("why", "appointment.reason.move").Max(200))
		move.Keyed = true
		forms = append(forms, move)
	}
	return append(forms, form("cancellation", page.Input("because", "appointment.reason.cancel").Max(200))), nil
}

// Arrive notes an arrival: POST /{office}/desk/appointments/{appointment}/arrival.
func (p Pages) Arrive(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "arrival", func(m room, l appointment.Line, form site.Form) (appointment.Change, error) {
		at, err := m.timeOf(l, form, "arrived")
		if err != nil {
			return appointment.Change{}, err
		}
		next, err := l.Appointment.Arrive(at, m.Now)
		return appointment.Change{Appointment: next}, err
	})
}

// Depart notes when the officer went and what was tried:
// POST /{office}/desk/appointments/{appointment}/departure.
func (p Pages) Depart(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "departure", func(m room, l appointment.Line, form site.Form) (appointment.Change, error) {
		at, err := m.timeOf(l, form, "left")
		if err != nil {
			return appointment.Change{}, err
		}
		next, err := l.Appointment.Leave(at, form.Get("tried"), form.Has("done", "yes"), m.Now)
		return appointment.Change{Appointment: next}, err
	})
}

// Miss notes that somebody was not there:
// POST /{office}/desk/appointments/{appointment}/absence.
func (p Pages) Miss(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "absence", func(m room, l appointment.Line, form site.Form) (appointment.Change, error) {
		next, err := l.Appointment.Miss(form.Get("reason"), m.Now)
		return appointment.Change{Appointment: next}, err
	})
}

// Cancel takes an appointment back and tells the applicant:
// POST /{office}/desk/appointments/{appointment}/cancellation.
func (p Pages) Cancel(w http.ResponseWriter, r *http.Request) {
	p.act(w, r, "cancellation", func(m room, l appointment.Line, form site.Form) (appointment.Change, error) {
		next, err := l.Appointment.Cancel(form.Get("because"))
		if err != nil {
			return appointment.Change{}, inField(err, "because")
		}
		c, err := p.Cases.Case(r.Context(), m.office.ID, l.Number)
		if err != nil {
			return appointment.Change{}, err
		}
		return appointment.Change{Appointment: next, Notices: next.Notices(receiver(c), "appointment.notice.cancelled", p.Fresh(), m.Now)}, nil
	})
}

// inField names the field of a form in faults that name the pure one.
func inField(err error, field string) error {
	var renamed fault.Fields
	for _, one := range fault.List(err) {
		copied := *one
		if copied.Field != "" {
			copied.Field = field
		}
		if copied.Kind != fault.Invalid {
			return err
		}
		renamed = append(renamed, &copied)
	}
	return renamed.Err()
}

// act does one thing with the appointment of the address.
func (p Pages) act(w http.ResponseWriter, r *http.Request, act string, decide func(room, appointment.Line, site.Form) (appointment.Change, error)) {
	m, form, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	l, err := p.lineOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	change, err := decide(m, l, form)
	if seen := form.Whole("revision", 0, 1<<30); err == nil && seen != 0 && seen != l.Revision {
		err = fault.New(fault.Conflict, "appointment.changed")
	}
	if err == nil {
		err = p.Bookings.Change(r.Context(), change)
	}
	p.answer(w, r, m, attempt{act, form, err})
}

// answer leads back to the appointment, or shows the form again.
func (p Pages) answer(w http.ResponseWriter, r *http.Request, m room, tried attempt) {
	switch kind := fault.KindOf(tried.wrong); {
	case tried.wrong == nil:
		p.Site.Redirect(w, r, m.path("desk", "appointments", r.PathValue("appointment")))
	case kind == fault.Invalid || kind == fault.Conflict:
		p.showAppointment(w, r, m, tried)
	default:
		p.Site.Refuse(w, r, tried.wrong)
	}
}

// Move gives an appointment another time; the old line stays, struck out:
// POST /{office}/desk/appointments/{appointment}/move.
func (p Pages) Move(w http.ResponseWriter, r *http.Request) {
	m, form, err := p.enter(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	l, err := p.lineOf(r, m)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	c, err := p.Cases.Case(r.Context(), m.office.ID, l.Number)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.answer(w, r, m, attempt{"move", form, p.move(r, m, l, moving{c, form})})
}

// moving is a case whose appointment is moved, and the form that says whereto.
type moving struct {
	c    casework.Case
	form site.Form
}

func (p Pages) move(r *http.Request, m room, l appointment.Line, to moving) error {
	slot, err := slotOf(to.form.Get("slot"))
	if err != nil {
		return err
	}
	id := cmp.Or(to.form.Key(), p.Fresh())
	next, err := m.Plan(appointment.Booking{
		Wish: appointment.Wish{Kind: l.Kind, Post: l.Post, Venue: venueOf(l.Appointment)}, Slot: slot, ID: id, Number: l.Number,
		Union: l.Union, Place: l.Place, By: m.who.Person, Earlier: l.ID,
	})
	if err != nil {
		return err
	}
	struck, err := l.Appointment.Move(next, to.form.Get("why"))
	if err != nil {
		return inField(err, "why")
	}
	notices := next.Notices(receiver(to.c), "appointment.notice.moved", id, m.Now)
	return p.Bookings.Move(r.Context(), struck, appointment.Change{Appointment: next, Notices: notices})
}

// timeOf reads a time of day as people write it, in either digits: ৯:১০, 14.30.
func (m room) timeOf(l appointment.Line, form site.Form, field string) (time.Time, error) {
	text := strings.NewReplacer(".", ":", " ", "").Replace(bangla.ASCII(form.Get(field)))
	clock, err := time.Parse("15:04", text)
	if err != nil {
		return time.Time{}, fault.InField(field, "appointment.clock.wrong")
	}
	return l.Slot.Day.Time(clock.Hour(), clock.Minute(), m.Calendar.Location()), nil
}
