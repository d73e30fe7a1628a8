package deskweb

import (
	"net/http"
	"slices"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/fault"
	"dorgora/internal/site"
)

// IncidentsPage lists causes of several cases.
type IncidentsPage struct {
	site.Page
	Rows []site.Link
	None site.Empty
}

// Incidents shows them, the latest first: GET /{office}/desk/incidents.
func (s Staff) Incidents(w http.ResponseWriter, r *http.Request) {
	m, err := s.room(r)
	var list []casework.Incident
	if err == nil {
		list, err = s.Ties.Incidents(r.Context(), m.Office.ID, 100)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := IncidentsPage{Page: s.shell(r, "desk.incidents.title")}
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Title}}
	for _, one := range list {
		tag, tone := page.T("desk.incident.lasts"), "warn"
		if !one.Ended.IsZero() {
			tag, tone = page.ShortDate(one.Ended), ""
		}
		page.Rows = append(page.Rows, site.Link{Text: one.Title + " · " + page.DateTime(one.Began), Href: page.Href("desk/incidents/" + one.ID), Tag: tag, Tone: tone, Icon: "flag"})
	}
	page.None = site.Empty{Icon: "flag", Title: page.T("desk.incidents.none"), Text: page.T("desk.incidents.none.text")}
	s.Site.Show(w, r, "incidents", page)
}

// IncidentPage is one cause, with every case by its own clock.
type IncidentPage struct {
	site.Page
	Incident casework.Incident
	Base     string
	State    site.Tag
	Rows     []WorkRow
	Acts     bool // the reader works in the office
}

// Incident shows one: GET /{office}/desk/incidents/{incident}.
func (s Staff) Incident(w http.ResponseWriter, r *http.Request) {
	s.showIncident(w, r, func(page site.Page) site.Page { return page })
}

func (s Staff) showIncident(w http.ResponseWriter, r *http.Request, fill func(site.Page) site.Page) {
	m, one, cases, err := s.incident(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	page := IncidentPage{Page: fill(s.shell(r, "")), Incident: one, Base: "desk/incidents/" + one.ID}
	page.Title, page.Path = one.Title, caseworkweb.Within(m.Office, "desk", "incidents", one.ID)
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.T("desk.incidents.title"), Href: page.Href("desk/incidents")}, {Text: one.Title}}
	page.State = site.Tag{Text: page.T("desk.incident.since", "time", page.DateTime(one.Began)), Tone: "warn", Icon: "clock"}
	if !one.Ended.IsZero() {
		page.State = site.Tag{Text: page.T("desk.incident.until", "from", page.DateTime(one.Began), "to", page.DateTime(one.Ended)), Icon: "check"}
	}
	for _, c := range cases {
		row := m.workRow(page.Page, rowOf(c))
		row.Subject, row.Name = subject(c.Application.Need), c.Application.Name
		page.Rows = append(page.Rows, row)
	}
	_, page.Acts = m.writer("")
	s.Site.Show(w, r, "incident", page)
}

// incident reads a cause and the cases of it that the reader may see.
func (s Staff) incident(r *http.Request) (m room, one casework.Incident, cases []casework.Case, err error) {
	if m, err = s.room(r); err != nil {
		return m, one, nil, err
	}
	if one, err = s.Ties.Incident(r.Context(), m.Office.ID, r.PathValue("incident")); err != nil {
		return m, one, nil, err
	}
	numbers, err := s.Ties.Grouped(r.Context(), m.Office.ID, one.ID)
	if err != nil {
		return m, one, nil, err
	}
	for _, n := range numbers {
		c, err := s.Desk.Store.Case(r.Context(), m.Office.ID, n)
		if err != nil {
			return m, one, nil, err
		}
		if m.known(c) {
			cases = append(cases, c)
		}
	}
	return m, one, cases, nil
}

// Group puts a case into an incident, a new one too, or takes it out: POST
// /{office}/desk/cases/{number}/incident.
func (s Staff) Group(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedGrouped, name: "group",
		read: func(a attempt) string {
			if i := slices.IndexFunc(a.causes, func(c casework.Incident) bool { return c.ID == a.get("incident") }); i >= 0 {
				return a.causes[i].Title
			}
			return a.get("title")
		},
		prepare: func(a *attempt) error {
			switch chosen := a.get("incident"); chosen {
			case "none":
				return nil
			case "new":
				fresh, err := casework.Incident{
					Office: a.Office.ID, ID: s.Desk.Fresh(), Title: a.words, Service: a.c.Service.Key, Began: a.c.Received, Person: a.who.Person,
				}.Check()
				if err != nil {
					return a.named(err)
				}
				a.cause = fresh.ID
				return s.Ties.SaveIncident(r.Context(), fresh)
			default:
				if !slices.ContainsFunc(a.causes, func(c casework.Incident) bool { return c.ID == chosen }) {
					return a.named(fault.InField("incident", "form.choice"))
				}
				a.cause = chosen
				return nil
			}
		},
		decide: func(c casework.Case, a attempt) (casework.Change, error) { return c.Group(a.cause, a.words, a.stamp) },
	})
}

// Broadcast says the same to everybody whose case belongs to an incident and is
// open: POST /{office}/desk/incidents/{incident}/broadcast.
func (s Staff) Broadcast(w http.ResponseWriter, r *http.Request) {
	m, one, cases, err := s.incident(r)
	var form site.Form
	if err == nil {
		form, err = site.ReadForm(r, deskForm)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	words := form.Get("words")
	if words == "" {
		s.showIncident(w, r, func(page site.Page) site.Page {
			page = page.Refilled(form, fault.InField("words", "casework.reply.missing"))
			page.Status = http.StatusUnprocessableEntity
			return page
		})
		return
	}
	result := s.bulkPage(r, "desk.broadcast.done", site.Link{Text: one.Title, Href: ""})
	result.Back = site.Link{Text: one.Title, Href: result.Href("desk/incidents/" + one.ID)}
	for _, c := range cases {
		if c.Ended() {
			continue
		}
		done, err := s.told(r, m, c, words)
		result.add(m, c, done, err)
	}
	s.Site.Show(w, r, "bulk_done", result)
}

// soon is within which time the same words to the same case are one broadcast sent
// twice.
const soon = 15 * time.Minute

// told replies to one case of an incident, unless it was told the same just now.
func (s Staff) told(r *http.Request, m room, c casework.Case, words string) (done string, err error) {
	acts, err := s.Desk.Store.Timeline(r.Context(), m.Office.ID, c.Number)
	if err != nil {
		return "", err
	}
	if n := len(acts); n > 0 && acts[n-1].Deed == casework.DeedReplied && acts[n-1].Text == words && m.Now.Sub(acts[n-1].At) < soon {
		return "desk.broadcast.again", nil
	}
	actor, may := m.actor(c.Post)
	if !may {
		return "", m.denied(s.shell(r, ""), c.Post)
	}
	return "desk.broadcast.said", s.Desk.Broadcast(r.Context(), m.Office.ID, []string{c.Number}, words, actor)[c.Number]
}

// EndIncident notes that a cause is over: POST
// /{office}/desk/incidents/{incident}/end.
func (s Staff) EndIncident(w http.ResponseWriter, r *http.Request) {
	m, one, _, err := s.incident(r)
	if _, inside := m.writer(""); err == nil && !inside {
		err = fault.New(fault.Denied, "desk.counter.denied")
	}
	if err == nil && one.Ended.IsZero() {
		one.Ended = m.Now.UTC().Truncate(time.Second)
		err = s.Ties.SaveIncident(r.Context(), one)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Redirect(w, r, caseworkweb.Within(m.Office, "desk", "incidents", one.ID))
}
