package letterweb

import (
	"net/http"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/letter"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// DraftForm is the form in which a letter is written.
type DraftForm struct {
	site.Page
	Action, Leave                          string
	Revision                               int
	Wording                                letter.Wording
	To, Copies                             string // one a line
	Kinds, Folders, Secrecies, Templates   []site.Choice
	Answers, Case, Carries, Corrects, AsOf string
	Placeholders                           []string
	New                                    bool
}

// NewDraft shows the form for a new letter, begun from an entry, a notice, a letter
// to be put right or a template: GET /{office}/desk/outgoing/new.
func (p Pages) NewDraft(w http.ResponseWriter, r *http.Request) {
	draft, err := p.begin(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.showDraft(w, r, editing{Writing: draft}, site.Form{}, nil)
}

// begin is the letter with which the form begins.
func (p Pages) begin(r *http.Request) (letter.Writing, error) {
	asked, here := r.URL.Query(), office.From(r.Context())
	draft := letter.Writing{Kind: letter.Memorandum, Answers: asked.Get("entry"), Notice: asked.Get("notice"), Corrects: asked.Get("corrects")}
	now := p.Desk.Now()
	values, err := p.Figures.Figures(r.Context(), here.ID, now)
	if err != nil {
		return draft, err
	}
	draft.Wording.AsOf = now.UTC().Format("2006-01-02T15:04:05Z")
	template := asked.Get("template")
	switch {
	case draft.Answers != "":
		err = p.beginReply(r, &draft, values)
	case draft.Notice != "":
		template, err = "answer", p.beginNotice(r, &draft, values)
	case draft.Corrects != "":
		template, err = "corrigendum", p.beginCorrection(r, &draft, values)
	}
	if err != nil {
		return draft, err
	}
	all, err := p.templates(r)
	if i := slices.IndexFunc(all, func(t letter.Template) bool { return t.ID == template }); i >= 0 {
		t := all[i]
		draft.Kind, draft.Wording.Body = t.Kind, letter.Fill(t.Body, values)
		draft.Wording.Subject = letter.Fill(t.Subject, values)
	}
	if kind, found := letter.KindOf(draft.Kind); found {
		draft.Wording.Salutation, draft.Wording.Closing = kind.Salutation, kind.Closing
	}
	return draft, err
}

func (p Pages) beginReply(r *http.Request, draft *letter.Writing, values map[string]string) error {
	r.SetPathValue("entry", draft.Answers)
	l, err := p.entry(r)
	if err != nil {
		return err
	}
	draft.Case, draft.File, draft.Secrecy = l.Case, l.File, l.Secrecy
	draft.Wording.To = []letter.Correspondent{l.Sender}
	draft.Wording.Subject = l.Subject
	values["letter_subject"], values["sender"], values["memo"] = strings.TrimSuffix(l.Subject, "।"), l.Sender.Line(), bangla.Digits(l.Memo)
	if l.Memo != "" {
		draft.Wording.Reference = strings.Trim(l.Sender.Line(), "। ") + " এর স্মারক নং- " + bangla.Digits(l.Memo)
		if !l.MemoDate.Zero() {
			values["memo_date"] = bangla.Date(l.MemoDate.Time(0, 0, workday.Dhaka))
			draft.Wording.Reference += ", তারিখ: " + values["memo_date"]
		}
		draft.Wording.Reference += "।"
	}
	return nil
}

func (p Pages) beginNotice(r *http.Request, draft *letter.Writing, values map[string]string) error {
	here := office.From(r.Context()).ID
	n, err := p.Notices(r.Context(), here, draft.Notice)
	if err == nil && n.Channel != notice.Post {
		err = fault.New(fault.NotFound, "letter.missing")
	}
	if err != nil {
		return err
	}
	known, err := p.knows(r, here, caseOf(n))
	if err == nil && !known {
		err = fault.New(fault.NotFound, "letter.missing")
	}
	draft.Case = caseOf(n)
	draft.Wording.To = []letter.Correspondent{{Name: n.Address}}
	values["words"], values["letter_subject"] = n.Text(p.Say), "আবেদন নম্বর "+bangla.Digits(draft.Case)
	return err
}

// caseOf is the number of the case that a notice is about, empty when it is none.
func caseOf(n notice.Notice) string {
	number, _ := strings.CutPrefix(n.Subject, "case/")
	if number == n.Subject {
		return ""
	}
	return number
}

// knows reports whether the reader may know of a case; of no case anybody may.
func (p Pages) knows(r *http.Request, here, number string) (bool, error) {
	if number == "" {
		return true, nil
	}
	known, err := p.Cases.Known(r.Context(), here, number)
	if fault.KindOf(err) == fault.NotFound {
		return false, nil
	}
	return known, err
}

func (p Pages) beginCorrection(r *http.Request, draft *letter.Writing, values map[string]string) error {
	r.SetPathValue("outgoing", draft.Corrects)
	wrong, err := p.outgoing(r)
	if err != nil {
		return err
	}
	was := wrong.Wording()
	draft.Case, draft.File, draft.Secrecy = wrong.Case, wrong.File, wrong.Secrecy
	draft.Wording.To, draft.Wording.Copies = was.To, was.Copies
	values["letter_subject"], values["memo"] = was.Subject, bangla.Digits(wrong.Memo)
	values["memo_date"] = bangla.Date(wrong.Signed.At.In(workday.Dhaka))
	return nil
}

// EditDraft shows the form for a draft: GET /{office}/desk/outgoing/{outgoing}/change.
func (p Pages) EditDraft(w http.ResponseWriter, r *http.Request) {
	o, err := p.outgoing(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if o.State != letter.Draft { // signed meanwhile
		p.to(w, r, "desk/outgoing/"+o.ID)
		return
	}
	p.showDraft(w, r, asWriting(o), site.Form{}, nil)
}

// editing is a letter as its form shows it, at the revision that was seen.
type editing struct {
	letter.Writing
	revision int
}

func asWriting(o letter.Outgoing) editing {
	return editing{revision: o.Revision, Writing: letter.Writing{Office: o.Office, ID: o.ID, Kind: o.Kind, Secrecy: o.Secrecy, File: o.File, Wording: o.Wording(), Answers: o.Answers,
		Case: o.Case, Notice: o.Notice, Corrects: o.Corrects}}
}

func (p Pages) showDraft(w http.ResponseWriter, r *http.Request, draft editing, form site.Form, wrong error) {
	page := DraftForm{Page: p.below(r, "desk/outgoing", "letter.draft.new"), Action: "desk/outgoing", Leave: "desk/outgoing", New: draft.ID == "",
		Wording: draft.Wording, Answers: draft.Answers, Case: draft.Case, Carries: draft.Notice, Corrects: draft.Corrects, AsOf: draft.Wording.AsOf,
		Copies: strings.Join(draft.Wording.Copies, "\n"), To: addressLines(draft.Wording.To), Placeholders: letter.Placeholders()}
	if !page.New {
		page.Page = p.below(r, "desk/outgoing", "letter.draft.change")
		page.Action, page.Leave = "desk/outgoing/"+draft.ID, "desk/outgoing/"+draft.ID
		page.Revision = draft.revision
	}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	for _, kind := range letter.Kinds() {
		page.Kinds = append(page.Kinds, site.Choice{Value: kind.ID, Label: page.Pick(kind.Name, kind.NameEn), Chosen: kind.ID == draft.Kind})
	}
	secrecy := draft.Secrecy
	if secrecy == "" {
		secrecy = letter.Open
	}
	page.Secrecies = choices(page.Page, "letter.secrecy", letter.Secrecies(), secrecy)
	var err error
	if page.Folders, err = p.folderChoices(r, page.Page, draft.File); err == nil {
		err = p.offerTemplates(r, &page)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "draft_form", page)
}

func (p Pages) offerTemplates(r *http.Request, page *DraftForm) error {
	all, err := p.templates(r)
	for _, t := range all {
		if !t.Over {
			page.Templates = append(page.Templates, site.Choice{Value: t.ID, Label: t.Name, Chosen: r.URL.Query().Get("template") == t.ID})
		}
	}
	return err
}

// addressLines writes addressees one a line: name; office; address.
func addressLines(all []letter.Correspondent) string {
	var lines []string
	for _, c := range all {
		lines = append(lines, strings.Join(slices.DeleteFunc([]string{c.Name, c.Office, c.Address}, func(s string) bool { return s == "" }), "; "))
	}
	return strings.Join(lines, "\n")
}

// readAddresses reads addressees one a line: name; address, or name; office; address.
func readAddresses(lines string) []letter.Correspondent {
	var all []letter.Correspondent
	for _, line := range site.Paragraphs(lines) {
		cells := strings.SplitN(line, ";", 3)
		for i := range cells {
			cells[i] = bangla.Line(cells[i])
		}
		one := letter.Correspondent{Name: cells[0]}
		switch len(cells) {
		case 2:
			one.Address = cells[1]
		case 3:
			one.Office, one.Address = cells[1], cells[2]
		}
		all = append(all, one)
	}
	return all
}

// WriteDraft begins a letter: POST /{office}/desk/outgoing.
func (p Pages) WriteDraft(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	draft := readDraft(form)
	draft.Office, draft.ID = office.From(r.Context()).ID, form.Key()
	draft.Answers, draft.Case, draft.Notice, draft.Corrects = form.Get("entry"), digitsOnly(form.Get("case")), form.Get("carries"), form.Get("corrects")
	if draft.ID == "" {
		draft.ID = p.Desk.Fresh()
	}
	o, err := p.Desk.Write(r.Context(), draft, p.actor(r))
	draft.ID = ""
	p.finish(w, r, drafted{form, editing{Writing: draft}, o, err})
}

// RewriteDraft adds a version: POST /{office}/desk/outgoing/{outgoing}.
func (p Pages) RewriteDraft(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	var o letter.Outgoing
	if err == nil {
		o, err = p.outgoing(r)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	at := p.target(r, o.ID, form)
	o, err = p.Desk.Rewrite(r.Context(), at, readDraft(form))
	p.finish(w, r, drafted{form, asWriting(o), o, err})
}

// drafted is a form that was read and acted on.
type drafted struct {
	form   site.Form
	before editing
	after  letter.Outgoing
	err    error
}

func (p Pages) finish(w http.ResponseWriter, r *http.Request, done drafted) {
	switch {
	case done.err == nil:
		p.to(w, r, "desk/outgoing/"+done.after.ID+"?said=drafted")
	case shown(done.err):
		p.showDraft(w, r, done.before, done.form, done.err)
	default:
		p.Site.Refuse(w, r, done.err)
	}
}

func readDraft(form site.Form) letter.Writing {
	return letter.Writing{Kind: form.Get("kind"), Secrecy: letter.Secrecy(form.Get("secrecy")), File: form.Get("file"), Wording: letter.Wording{
		Subject: form.Get("subject"), Reference: form.Get("reference"), Salutation: form.Get("salutation"), Body: form.Get("body"), Closing: form.Get("closing"),
		To: readAddresses(form.Get("to")), Copies: site.Paragraphs(form.Get("copies")), Enclosures: form.Get("enclosures"), AsOf: form.Get("as_of")}}
}
