package deskweb

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// deskForm is the size of the largest form of the desk without files, in bytes.
const deskForm int64 = 64 << 10

// doer says who may do a deed.
type doer string

// The doers; the zero value is whoever answers for the case, or the head.
const (
	worker   doer = ""
	looker   doer = "looker"   // whoever may look
	superior doer = "superior" // whoever stands above who answers
)

// deed is one kind of act as its form carries it out. The fields of the form bear
// its name and a dash before their own, unless it is plain.
type deed struct {
	kind    casework.Deed
	name    string              // of the form, as in ?do=
	which   func(f file) string // tells forms of one sort apart; added to the name
	plain   bool
	by      doer
	limit   int64                  // of the form in bytes; 0: deskForm
	field   string                 // whose words the act carries
	read    func(a attempt) string // gives them when no field alone does
	prepare func(a *attempt) error
	decide  func(c casework.Case, a attempt) (casework.Change, error)
	carry   func(at casework.Target, a attempt) error // instead of decide, for what changes several cases
}

// attempt is what a decision needs beside the case.
type attempt struct {
	file
	form   site.Form
	name   string // of the form
	prefix string // before the names of its fields
	words  string
	files  []document.Evidence
	cause  string // incident
	stamp  casework.Stamp
}

// get reads a field of the deed's own form.
func (a attempt) get(field string) string { return a.form.Get(a.prefix + field) }

// day reads a date of the deed's own form; none is the zero date.
func (a attempt) day(field string) (workday.Date, error) {
	day := a.form.Date(a.prefix + field)
	if err := a.form.Err(); err != nil {
		return day, fault.InField(field, "form.date")
	}
	return day, nil
}

// answers reads the fields for questions of the kind.
func (a attempt) answers(prefix string, list []catalogue.Question) map[string]string {
	named := make([]catalogue.Question, len(list))
	for i, q := range list {
		named[i] = q
		named[i].ID = prefix + q.ID
	}
	typed, kept := catalogueweb.Answers(a.form, named), map[string]string{}
	for _, q := range list {
		kept[q.ID] = typed[prefix+q.ID]
	}
	return kept
}

// post reads the chosen post of the office.
func (a attempt) post() (string, error) {
	chosen := a.get("post")
	for _, post := range a.Chart.PostsOf(a.Office.ID) {
		if post.ID == chosen {
			return chosen, nil
		}
	}
	return "", fault.InField("post", "desk.assign.unknown")
}

// act carries out what the form of a case asks for.
func (s Staff) act(w http.ResponseWriter, r *http.Request, of deed) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	form, err := site.ReadForm(r, cmp.Or(of.limit, deskForm))
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	at := casework.Target{Office: f.Office.ID, Number: f.c.Number, Key: form.Once()}
	if acted, err := s.Desk.Acted(r.Context(), at); acted && err == nil { // the same form sent twice
		s.Site.Redirect(w, r, f.address(f.c.Number)+"?said="+string(of.kind))
		return
	}
	at.Actor, err = f.allowed(s.shell(r, ""), of.by)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	a := of.attempt(f, form)
	seen, err := strconv.Atoi(form.Get("revision"))
	if err != nil || seen < 1 {
		s.Site.Refuse(w, r, fault.New(fault.Invalid, "desk.revision.missing"))
		return
	}
	if of.prepare != nil {
		if err = of.prepare(&a); err != nil {
			s.acted(w, r, outcome{of, a, at.Actor, seen}, err)
			return
		}
	}
	at.Revision = seen
	if of.carry != nil {
		err = of.carry(at, a)
	} else {
		_, err = s.Desk.Act(r.Context(), at, func(c casework.Case, stamp casework.Stamp) (casework.Change, error) {
			a.stamp = stamp
			return of.decide(c, a)
		})
	}
	s.acted(w, r, outcome{of, a, at.Actor, seen}, a.named(err))
}

// attempt reads the words of a deed from its form.
func (of deed) attempt(f file, form site.Form) attempt {
	a := attempt{file: f, form: form, name: of.name}
	if of.which != nil {
		a.name += "-" + of.which(f)
	}
	if !of.plain {
		a.prefix = a.name + "-"
	}
	if of.field != "" {
		a.words = a.get(of.field)
	}
	if of.read != nil {
		a.words = of.read(a)
	}
	return a
}

// allowed is as whom the reader does a deed of the case, or why not.
func (f file) allowed(page site.Page, by doer) (casework.Actor, error) {
	actor, may := f.actor(f.c.Post)
	switch by {
	case looker:
		actor, _ = f.writer(f.c.Post)
		may = actor.Person != ""
	case superior:
		if actor, may = f.overseer(); !may {
			return actor, fault.New(fault.Denied, "desk.order.denied")
		}
	}
	if !may {
		return actor, f.denied(page, f.c.Post)
	}
	return actor, nil
}

// named names the fields of a fault as the form does. Those of the kind's record
// stand in the form of the end.
func (a attempt) named(err error) error {
	list := fault.List(err)
	if len(list) == 0 || fault.KindOf(err) != fault.Invalid {
		return err
	}
	var named fault.Fields
	for _, one := range list {
		copied := *one
		recorded := slices.ContainsFunc(a.kind.Record, func(q catalogue.Question) bool { return q.ID == one.Field })
		switch {
		case one.Field == "":
		case recorded && a.prefix == "" || strings.HasPrefix(a.name, "sheet-"):
			copied.Field = "record-" + one.Field
		default:
			copied.Field = a.prefix + one.Field
		}
		named = append(named, &copied)
	}
	return named
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
	done := caseworkweb.Within(office.From(r.Context()), "desk", "cases", number) + "?said=" + string(o.kind)
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
	page := s.casePage(r, f, o.attempt.name, func(page site.Page) site.Page {
		page = page.Refilled(o.form, err)
		page.Path, page.Status = caseworkweb.Within(f.Office, "desk", "cases", f.c.Number), site.StatusOf(err)
		return page
	})
	page.Faults = page.placed(page.Faults)
	if kind == fault.Conflict {
		page.Moved = f.moments(page.Page, f.acts[min(o.seen, len(f.acts)):])
		if !page.shown(o.attempt.name) && strings.TrimSpace(o.words) != "" {
			page.Kept = compact(o.words)
		}
	}
	s.Site.Show(w, r, "case_page", page)
}

// placed are faults that lead to fields which the page has.
func (p CasePage) placed(list []*fault.Fault) []*fault.Fault {
	var kept []*fault.Fault
	for _, one := range list {
		copied := *one
		if !slices.ContainsFunc(p.Groups, func(g FoldGroup) bool {
			return slices.ContainsFunc(g.Folds, func(f Fold) bool {
				return slices.ContainsFunc(f.Fields, func(field site.Field) bool { return field.Name == one.Field })
			})
		}) {
			copied.Field = ""
		}
		kept = append(kept, &copied)
	}
	return kept
}

// happened reports whether the act that was tried is the very next one after what
// its reader saw: then the form came twice.
func (f file) happened(o outcome) bool {
	if o.seen >= len(f.acts) {
		return false
	}
	next := f.acts[o.seen]
	if o.kind == casework.DeedClosed && string(f.c.Outcome) != o.get("outcome") || // the same words for another end
		o.kind == casework.DeedAssigned && len(f.acts) == o.seen+1 && f.c.Post != o.get("post") {
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

// said is what the page of a case may be asked to say after an act.
var said = []casework.Deed{
	casework.DeedTaken, casework.DeedReplied, casework.DeedAsked, casework.DeedResumed, casework.DeedNoted, casework.DeedAssigned,
	casework.DeedClosed, casework.DeedAttached, casework.DeedJudged, casework.DeedExtended, casework.DeedReferred, casework.DeedDeclined, casework.DeedCalled,
	casework.DeedCame, casework.DeedTried, casework.DeedTask, casework.DeedDone, casework.DeedOrdered, casework.DeedObeyed,
	casework.DeedDeclared, casework.DeedRecused, casework.DeedIssued, casework.DeedAlarmed, casework.DeedMerged, casework.DeedGrouped,
	casework.DeedReopened, casework.DeedUndone,
}

// sayable reports whether the page of a case has words for what was done.
func sayable(deed string) bool { return slices.Contains(said, casework.Deed(deed)) }
