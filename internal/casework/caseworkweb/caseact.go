package caseworkweb

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// sayings are what the page of a case may be asked to say after an act.
var sayings = []string{"taken", "replied", "asked", "resumed", "noted", "assigned", "closed"}

// deskForm is the size of the largest form of the desk, in bytes.
const deskForm = 64 << 10

// deed is one kind of act as its form carries it out.
type deed struct {
	kind   casework.Deed
	anyone bool // whoever may look may do it
	read   func(f file, form site.Form) string
	decide func(c casework.Case, a attempt) (casework.Change, error)
}

// attempt is what a decision needs beside the case.
type attempt struct {
	form     site.Form
	words    string
	calendar workday.Calendar
	stamp    casework.Stamp
	posts    []string // of the office
}

// typedIn reads the words of one field.
func typedIn(field string) func(file, site.Form) string {
	return func(_ file, form site.Form) string { return form.Get(field) }
}

// Take notes that work has begun: POST /{office}/desk/cases/{number}/start.
func (s Staff) Take(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedTaken,
		read: func(file, site.Form) string { return "" },
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Take(a.stamp)
		},
	})
}

// Reply sends words to the applicant: POST …/replies.
func (s Staff) Reply(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedReplied, read: typedIn("reply"),
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Reply(a.words, a.stamp)
		},
	})
}

// Ask asks for everything that is missing, and stops the clock: POST …/requests.
func (s Staff) Ask(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedAsked,
		read: func(f file, form site.Form) string { return strings.Join(asked(f.service.Papers, form), "\n") },
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Ask(strings.Split(a.words, "\n"), a.stamp)
		},
	})
}

// Resume starts the clock again because what was missing came another way: POST
// …/resumption.
func (s Staff) Resume(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedResumed, read: typedIn("resume"),
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Resume(a.words, a.calendar, a.stamp)
		},
	})
}

// Note writes what only the office sees: POST …/notes.
func (s Staff) Note(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedNoted, anyone: true, read: typedIn("note"),
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Note(a.words, a.stamp)
		},
	})
}

// Assign gives the case to another post of the office: POST …/assignment.
func (s Staff) Assign(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedAssigned, read: typedIn("reason"),
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			post := a.form.Get("post")
			if !slices.Contains(a.posts, post) {
				return casework.Change{}, fault.InField("post", "desk.assign.unknown")
			}
			return c.Assign(post, a.words, a.stamp)
		},
	})
}

// Close ends the case: POST …/closure.
func (s Staff) Close(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedClosed, read: typedIn("sentence"),
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Close(casework.Outcome(a.form.Get("outcome")), a.words, a.stamp)
		},
	})
}

// act carries out what the form of a case asks for.
func (s Staff) act(w http.ResponseWriter, r *http.Request, of deed) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	actor, may := f.actor(f.c.Post)
	if of.anyone {
		actor, _ = f.writer(f.c.Post)
		may = actor.Person != ""
	}
	if !may {
		s.Site.Refuse(w, r, f.denied(s.shell(r, ""), f.c.Post))
		return
	}
	form, err := site.ReadForm(r, deskForm)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	a := attempt{form: form, words: of.read(f, form), calendar: f.calendar}
	for _, post := range f.chart.PostsOf(f.office.ID) {
		a.posts = append(a.posts, post.ID)
	}
	seen, err := strconv.Atoi(form.Get("revision"))
	if err != nil || seen < 1 {
		s.Site.Refuse(w, r, fault.New(fault.Invalid, "desk.revision.missing"))
		return
	}
	_, err = s.Desk.Act(r.Context(), casework.Target{Office: f.office.ID, Number: f.c.Number, Revision: seen, Actor: actor},
		func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
			a.stamp = stamp
			return of.decide(c, a)
		})
	s.acted(w, r, outcome{of, a, actor, seen}, err)
}

// outcome is an act that was tried.
type outcome struct {
	deed
	attempt
	actor casework.Actor
	seen  int
}

// acted answers an act: on to the case, or the case again with what was typed.
func (s Staff) acted(w http.ResponseWriter, r *http.Request, o outcome, err error) {
	number, kind := r.PathValue("number"), fault.KindOf(err)
	done := within(office.From(r.Context()), "desk", "cases", number) + "?said=" + string(o.kind)
	if err == nil {
		s.Site.Redirect(w, r, done)
		return
	}
	if kind != fault.Invalid && kind != fault.Conflict && kind != fault.Unavailable {
		s.Site.Refuse(w, r, err)
		return
	}
	f, wrong := s.file(r)
	if wrong != nil {
		s.Site.Refuse(w, r, wrong)
		return
	}
	if kind != fault.Invalid && f.happened(o) {
		s.Site.Redirect(w, r, done) // the same form sent twice, or written although nobody could confirm it
		return
	}
	page := s.casePage(r, f, func(page site.Page) site.Page {
		page = page.Refilled(o.form, err)
		page.Path, page.Status = within(f.office, "desk", "cases", f.c.Number), site.StatusOf(err)
		return page
	})
	if kind == fault.Conflict {
		page.Moved = f.moments(page.Page, f.acts[min(o.seen, len(f.acts)):])
		page.Kept = kept(page, o)
	}
	s.Site.Show(w, r, "case_page", page)
}

// happened reports whether the act that was tried is the very next one after what
// its reader saw: then the form came twice.
func (f file) happened(o outcome) bool {
	if o.seen >= len(f.acts) {
		return false
	}
	next := f.acts[o.seen]
	if o.kind == casework.DeedClosed && string(f.c.Outcome) != o.form.Get("outcome") || // the same words for another end
		o.kind == casework.DeedAssigned && len(f.acts) == o.seen+1 && f.c.Post != o.form.Get("post") {
		return false
	}
	return next.Deed == o.kind && next.Actor == o.actor && next.Text == strings.Join(compact(o.words), "\n")
}

// compact drops the empty lines that an act drops too.
func compact(words string) []string {
	if !strings.Contains(words, "\n") {
		return []string{words}
	}
	var lines []string
	for line := range strings.Lines(words) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// kept is what was typed into a form that the case as it now stands does not show.
func kept(page CasePage, o outcome) []string {
	shown := page.Acts && !page.Case.Ended() || o.kind == casework.DeedNoted
	waiting := page.Case.Status == casework.Waiting
	if o.kind == casework.DeedResumed && !waiting || o.kind == casework.DeedAsked && waiting {
		shown = false
	}
	if shown || strings.TrimSpace(o.words) == "" {
		return nil
	}
	return compact(o.words)
}

// Attachment sends a file of a case, always to be saved and never to be opened
// within these pages: GET …/files/{id}.
func (s Staff) Attachment(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	i := slices.IndexFunc(f.evidence, func(e document.Evidence) bool { return e.ID == r.PathValue("id") })
	if i < 0 {
		s.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	if err := s.Uploads.Send(w, r, f.evidence[i]); err != nil {
		s.Site.Refuse(w, r, err)
	}
}

// peek reads the first case of the list.
func (s Staff) peek(r *http.Request, m room, page site.Page, number string) (Peek, error) {
	c, err := s.Desk.Store.Case(r.Context(), m.office.ID, number)
	if err != nil {
		return Peek{}, err
	}
	acts, err := s.Desk.Store.Timeline(r.Context(), m.office.ID, number)
	if err != nil {
		return Peek{}, err
	}
	const lastActs = 4
	peek := Peek{
		Path: "desk/cases/" + number, Number: page.Tracking(number), Subject: subject(c.Application.Need), Service: c.Service.Name,
		Words: c.Application.Need, Waiting: c.Status == casework.Waiting,
	}
	if !c.Due.IsZero() {
		peek.Promised = page.T("desk.promised", "date", page.WeekdayDate(c.Due))
	}
	peek.Pill, _ = m.pill(page, rowOf(c))
	_, may := m.actor(c.Post)
	peek.May = may && !c.Ended()
	peek.Moments = m.moments(page, slices.Clone(acts[max(0, len(acts)-lastActs):]))
	return peek, nil
}

// rowOf is a case as a list shows it.
func rowOf(c casework.Case) casework.Row {
	return casework.Row{
		Number: c.Number, Service: c.Service.Name, Channel: c.Channel, Post: c.Post, Status: c.Status, Outcome: c.Outcome,
		Received: c.Received, Due: c.Due, Closed: c.Closed, Rounds: c.Rounds, Pauses: c.Pauses,
	}
}
