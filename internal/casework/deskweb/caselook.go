package deskweb

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/site"
)

// looked records that the reader saw personal data of a case.
func (s Staff) looked(r *http.Request, f file, what casework.What) error {
	actor, _ := f.writer(f.c.Post)
	if actor.Person == "" {
		return nil // a stranger does not come here
	}
	return s.Looks.Looked(r.Context(), casework.Look{
		Office: f.Office.ID, Number: f.c.Number, Actor: actor, What: what, At: f.Now.UTC().Truncate(time.Second),
	})
}

// uncovering decides what of the personal data the page shows: everything to whoever
// works on the case, to others after they asked to see it today. Identity numbers
// are covered for all until then.
func (s Staff) uncovering(r *http.Request, f *file) (err error) {
	if f.looks, err = s.Looks.Looks(r.Context(), f.Office.ID, f.c.Number); err != nil {
		return err
	}
	_, works := f.actor(f.c.Post)
	if f.open = works || f.sawToday(casework.LookCase); works && !f.sawToday(casework.LookCase) {
		if err = s.looked(r, *f, casework.LookCase); err != nil {
			return err
		}
	}
	if !f.sawToday(casework.LookIdentity) {
		return nil
	}
	f.identity = map[string]string{}
	for _, q := range f.kind.Form {
		if sealed := f.c.Application.Facts[q.ID]; q.Sort == catalogue.Identity && casework.Sealed(sealed) {
			if f.identity[q.ID], err = s.Desk.Codes.Unseal(sealed); err != nil {
				return err
			}
		}
	}
	return nil
}

// sawToday reports whether the reader looked at something of the case today.
func (f file) sawToday(what casework.What) bool {
	today := f.Calendar.DateOf(f.Now)
	return slices.ContainsFunc(f.looks, func(l casework.Look) bool {
		return l.Actor.Person == f.who.Person && l.What == what && f.Calendar.DateOf(l.At) == today
	})
}

// Look uncovers personal data of a case for today and records it: POST
// /{office}/desk/cases/{number}/looks.
func (s Staff) Look(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	var form site.Form
	if err == nil {
		form, err = site.ReadForm(r, deskForm)
	}
	what := casework.What(form.Get("what"))
	if err == nil && what != casework.LookCase && what != casework.LookIdentity {
		err = fault.New(fault.Invalid, "record.missing")
	}
	if err == nil {
		err = s.looked(r, f, what)
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Redirect(w, r, f.address(f.c.Number)+"?own=1#person")
}

// person puts what is known of the applicant into the page, covered where the
// reader has not asked to see it.
func (f file) person(page *CasePage) {
	a := f.c.Application
	page.Call, page.Hidden = a.Mobile, !f.open
	if !f.open {
		page.Call = ""
		if a.Mobile != "" {
			page.Masked = page.Page.Masked(a.Mobile)
		}
		if a.Mail != "" {
			a.Mail = page.T("desk.covered")
		}
		if a.HelperPhone != "" {
			a.HelperPhone = ""
		}
	}
	page.Applicant = applicant(page.Page, a)
	for _, q := range f.kind.Form {
		_, known := f.identity[q.ID]
		page.Identity = page.Identity || q.Sort == catalogue.Identity && a.Facts[q.ID] != "" && !known
	}
	for _, look := range slices.Backward(f.looks) {
		page.Seen = append(page.Seen, site.Moment{
			Title: page.T("desk.look." + string(look.What)), When: page.DateTime(look.At), Machine: page.Machine(look.At), By: f.by(page.Page, look.Actor),
		})
	}
}

// langOf is the language in which the applicant is answered.
func langOf(c casework.Case) message.Lang {
	if message.Lang(c.Application.Lang) == message.En {
		return message.En
	}
	return message.Bn
}

// Issue gives a numbered paper out: POST …/sheets?sheet=….
func (s Staff) Issue(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("sheet")
	s.act(w, r, deed{
		kind: casework.DeedIssued, name: "sheet", which: func(file) string { return id }, field: "text",
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			sheet, known := a.kind.Sheet(id)
			if !known {
				return casework.Change{}, fault.New(fault.NotFound, "record.missing")
			}
			key, lang := "kind."+a.kind.ID+".sheet."+id, langOf(c)
			return c.Issue(casework.Paper{
				Sheet: sheet, Kind: a.kind, Title: s.Say.Text(lang, key), Text: s.filled(r, a, c, key+".body"),
			}, a.stamp)
		},
	})
}

// empty finds the places of a paper for which nothing is known.
var empty = regexp.MustCompile(`\{[a-z0-9_]+\}`)

// filled is the text of a paper with what is known of the case.
func (s Staff) filled(r *http.Request, a attempt, c casework.Case, key string) string {
	lang := langOf(c)
	page := s.Site.Page(r, "")
	page.Lang = lang
	sentence := a.words
	if sentence == "" {
		sentence = c.Sentence
	}
	args := []any{
		"number", page.Tracking(c.Number), "date", page.Date(a.Now), "name", c.Application.Name, "service", c.Service.Name,
		"office", page.Pick(a.Office.Name, a.Office.NameEn), "officer", a.by(page, a.stamp.Actor), "sentence", sentence,
	}
	questions := slices.Concat(a.kind.Form, a.kind.Record)
	for _, step := range a.kind.Steps {
		questions = append(questions, step.Record...)
	}
	for _, known := range []map[string]string{c.Application.Facts, c.Record} {
		for _, q := range questions {
			if rows := a.answerRows(page, []catalogue.Question{q}, known).Rows; len(rows) > 0 {
				args = append(args, q.ID, rows[0].Text)
			}
		}
	}
	return strings.TrimSpace(empty.ReplaceAllString(s.Say.Text(lang, key, args...), "……"))
}

// SheetPage is a numbered paper to be printed.
type SheetPage struct {
	site.Page
	Issue      casework.Issue
	Lines      []string
	By         string
	Superseded bool
}

// Sheet shows a numbered paper: GET …/sheets/{sheet}.
func (s Staff) Sheet(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	i := slices.IndexFunc(f.c.Issued, func(one casework.Issue) bool { return one.Number == r.PathValue("sheet") })
	if i < 0 {
		s.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	one := f.c.Issued[i]
	page := SheetPage{Page: s.shell(r, ""), Issue: one, Lines: strings.Split(one.Text, "\n"), Superseded: f.c.Superseded(one.Number)}
	page.Title, page.Sheet = one.Title, "a4"
	page.By = f.by(page.Page, one.By)
	page.Crumbs = []site.Link{{Text: page.T("nav.desk"), Href: page.Href("desk")}, {Text: page.Tracking(f.c.Number), Href: page.Href("desk/cases/" + f.c.Number)}, {Text: one.Title}}
	s.Site.Show(w, r, "case_sheet", page)
}

// attachmentForm is the size of the largest form with files of the office's own.
const attachmentForm = 40 << 20

// Attach adds files of the office's own: POST …/attachments.
func (s Staff) Attach(w http.ResponseWriter, r *http.Request) {
	s.act(w, r, deed{
		kind: casework.DeedAttached, name: "attach", field: "words", limit: attachmentForm,
		prepare: func(a *attempt) error {
			a.files = s.Uploads.Take(r.Context(), a.form, a.prefix+"files", a.Setting, s.Desk.Fresh)
			for i := range a.files {
				a.files[i].Case = a.c.Number
			}
			return a.form.Err()
		},
		decide: func(c casework.Case, a attempt) (casework.Change, error) {
			return c.Attach(a.words, a.files, a.form.Has(a.prefix+"public", "yes"), a.stamp)
		},
	})
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
	if !f.open { // a file is personal data too
		if err := s.looked(r, f, casework.LookCase); err != nil {
			s.Site.Refuse(w, r, err)
			return
		}
	}
	if err := s.Uploads.Send(w, r, f.evidence[i]); err != nil {
		s.Site.Refuse(w, r, err)
	}
}

// Undo takes the last act back: POST …/undoing. Only who did it may; sent twice, it is
// taken back once.
func (s Staff) Undo(w http.ResponseWriter, r *http.Request) {
	f, err := s.file(r)
	mine := err == nil && len(f.acts) > 0 && f.acts[len(f.acts)-1].Actor.Person == f.who.Person
	if err == nil && !mine {
		err = fault.New(fault.Conflict, "casework.undo.over")
	}
	if err == nil && f.acts[len(f.acts)-1].Deed != casework.DeedUndone {
		last := f.acts[len(f.acts)-1]
		_, err = s.Desk.Undo(r.Context(), casework.Target{Office: f.Office.ID, Number: f.c.Number, Revision: last.Place, Actor: last.Actor})
	}
	if err != nil {
		s.Site.Refuse(w, r, err)
		return
	}
	s.Site.Redirect(w, r, f.address(f.c.Number)+"?own=1&said="+string(casework.DeedUndone))
}
