package caseworkweb

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// ApplyStepPage is one page of questions.
type ApplyStepPage struct {
	site.Page
	For      casework.For
	Progress site.Progress
	Line     string // ধাপ ২/৫ · name of the service
	Post     string
	Promise  Promised
	SoFar    site.Answers
	Papers   []PaperField
	KindAsked
}

// saved is the page that shows how to go on later.
const saved = "saved"

// fieldsOf names the fields of each page of questions.
var fieldsOf = map[string][]string{
	casework.StepFor: {"for"},
	casework.StepPerson: {"name", "anonymous", "mobile", "mail", "union", "helper", "helper_phone", "body", "eiin", "memo",
		"memo_date-day", "memo_date-month", "memo_date-year"},
	casework.StepNeed: {"need", "devices", "hear", "address"},
}

// Continue leads to the first page of questions not yet answered.
func (p Pages) Continue(w http.ResponseWriter, r *http.Request) {
	if d, done := p.draft(w, r); !done {
		p.Site.Redirect(w, r, Within(office.From(r.Context()), "drafts", d.ID, d.Next()))
	}
}

// Question shows one page of questions, the check of all answers, or how to go on
// later. A page that lies beyond an unanswered one leads back to that.
func (p Pages) Question(w http.ResponseWriter, r *http.Request) {
	step := r.PathValue("step")
	if step != saved && !slices.Contains(casework.Steps, step) {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	d, done := p.draft(w, r)
	if done {
		return
	}
	next := d.Next()
	switch {
	case step == saved:
		p.showSaved(w, r, d)
	case slices.Index(casework.Steps, step) > slices.Index(casework.Steps, next):
		p.Site.Redirect(w, r, Within(office.From(r.Context()), "drafts", d.ID, next))
	case step == casework.StepCheck:
		p.showCheck(w, r, d)
	default:
		p.showStep(w, r, d, nil)
	}
}

// smallForm bounds a page of questions without files, in bytes.
const smallForm = 256 << 10

// Answers takes the answers of one page of questions. Whatever was typed is saved,
// right or wrong; what is wrong is shown with the question.
func (p Pages) Answers(w http.ResponseWriter, r *http.Request) {
	step, limit := r.PathValue("step"), int64(smallForm)
	if step == casework.StepCheck || !slices.Contains(casework.Steps, step) {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	if _, done := p.draft(w, r); done { // before a stranger's files are read
		return
	}
	if step == casework.StepPapers {
		limit = document.LargestSend
	}
	for try := 1; ; try++ {
		form, err := site.ReadForm(r, limit)
		if err == nil && try == 1 {
			err = p.pacedFiles(r)
		}
		if err != nil {
			p.Site.Refuse(w, r, err)
			return
		}
		d, done := p.draft(w, r) // as it is now: sending files may have taken minutes
		if done {
			return
		}
		wrong := p.answerStep(r, &d, form)
		d.Changed, d.Revision = p.Desk.Now().UTC(), d.Revision+1
		switch err := p.Drafts.SaveDraft(r.Context(), d); {
		case err == nil:
			p.goOn(w, r, d, answered{step: step, form: form, wrong: wrong})
			return
		case fault.KindOf(err) != fault.Conflict || try == draftTries:
			p.Site.Refuse(w, r, err)
			return
		}
	}
}

// draftTries is how often answers are put into a draft anew because another window
// changed it between reading and writing.
const draftTries = 5

func (p Pages) answerStep(r *http.Request, d *casework.Draft, form site.Form) error {
	step := r.PathValue("step")
	if step == casework.StepPapers {
		return p.takePapers(r, d, form)
	}
	_, service, err := p.asked(r, *d)
	if err != nil {
		return err
	}
	return p.answer(d, step, p.Desk.Kind(service.Kind), form)
}

// answered is one page of questions as it was sent, and what is wrong with it.
type answered struct {
	step  string
	form  site.Form
	wrong error
}

func (p Pages) goOn(w http.ResponseWriter, r *http.Request, d casework.Draft, a answered) {
	own := func(step string) string { return Within(office.From(r.Context()), "drafts", d.ID, step) }
	switch {
	case a.wrong != nil && fault.KindOf(a.wrong) != fault.Invalid:
		p.Site.Refuse(w, r, a.wrong)
	case a.form.Get("act") == "later":
		p.Site.Redirect(w, r, own(saved))
	case a.form.Get("remove") != "":
		p.Site.Redirect(w, r, own(casework.StepPapers))
	case a.wrong != nil:
		p.showStep(w, r, d, func(page site.Page) site.Page { return page.Refilled(a.form, a.wrong) })
	default:
		p.Site.Redirect(w, r, own(d.Next()))
	}
}

// answer puts the answers of one page into the draft when all of them are right;
// else it keeps them as typed.
func (p Pages) answer(d *casework.Draft, step string, kind catalogue.Kind, form site.Form) error {
	fields := fieldsIn(step, kind)
	checked, err := p.typedApplication(d.Application, form, kind, step)
	if err != nil {
		d.Reopen(step)
		if d.Typed == nil {
			d.Typed = map[string]string{}
		}
		for _, field := range fields {
			d.Typed[field] = clipped(form.Get(field))
		}
		return err
	}
	if step == casework.StepFor && checked.For != d.Application.For {
		d.Reopen(casework.StepPerson) // other people are asked for there
	}
	d.Application = checked
	for _, field := range fields {
		delete(d.Typed, field)
	}
	d.Finish(step)
	for _, other := range casework.Steps {
		if _, err := checked.Check(other); err != nil { // who will hear by SMS needs a number after all
			d.Reopen(other)
		}
	}
	return nil
}

// fieldsIn names the fields of a page of questions, those of the kind included.
func fieldsIn(step string, kind catalogue.Kind) []string {
	if step != casework.StepNeed {
		return fieldsOf[step]
	}
	return slices.Concat(fieldsOf[step], catalogueweb.FieldNames(kind.Form))
}

// mostTyped bounds in letters what a draft keeps of a wrong answer: enough to
// shorten the longest one that is taken, and no store of anything else.
const mostTyped = 4 * casework.NeedLimit

func clipped(text string) string {
	if letters := []rune(text); len(letters) > mostTyped {
		return string(letters[:mostTyped])
	}
	return text
}

// typedApplication reads pages of questions from a form into an application and
// checks them.
func (p Pages) typedApplication(a casework.Application, form site.Form, kind catalogue.Kind, steps ...string) (casework.Application, error) {
	var ofKind error
	for _, step := range steps {
		switch step {
		case casework.StepFor:
			a.For = casework.For(form.Get("for"))
		case casework.StepPerson:
			a.Name, a.Mobile, a.Mail, a.Union = bangla.Line(form.Get("name")), form.Get("mobile"), form.Get("mail"), bangla.Line(form.Get("union"))
			a.Helper, a.HelperPhone = bangla.Line(form.Get("helper")), form.Get("helper_phone")
			a.Body, a.EIIN, a.Memo = bangla.Line(form.Get("body")), form.Get("eiin"), bangla.Line(form.Get("memo"))
			if a.Anonymous = kind.Anonymous && form.Get("anonymous") == "yes"; a.Anonymous && a.Name == "" {
				a.Name = casework.Nameless
			}
			a.MemoDate = ""
			if a.For == casework.Institution {
				a.MemoDate = form.Date("memo_date").String()
			}
		case casework.StepNeed:
			a.Need, a.Hear, a.Address = form.Get("need"), casework.Answer(form.Get("hear")), bangla.Line(form.Get("address"))
			a.Devices = form.Whole("devices", 0, mostDevices)
			ofKind = readKind(&a, form, kind, p.Say)
		}
	}
	checked, err := a.Check(steps...)
	wrong := slices.Concat(fault.List(err), fault.List(form.Err()), fault.List(ofKind))
	return checked, fault.Fields(wrong).Err()
}

// mostDevices is a bound against slips of the finger.
const mostDevices = 10_000

// typedForm is a page of questions as it was last filled in.
func typedForm(d casework.Draft, step string, kind catalogue.Kind) site.Form {
	values := url.Values{}
	for _, known := range []map[string]string{filled(d.Application), catalogueweb.FieldValues(kind.Form, d.Application.Facts)} {
		for field, value := range known {
			if value != "" {
				values.Set(field, value)
			}
		}
	}
	for _, field := range fieldsIn(step, kind) {
		if value, typed := d.Typed[field]; typed {
			values.Set(field, value)
		}
	}
	return site.NewForm(values)
}

func filled(a casework.Application) map[string]string {
	values := map[string]string{
		"for": string(a.For), "name": a.Name, "mail": a.Mail, "union": a.Union, "helper": a.Helper,
		"body": a.Body, "eiin": a.EIIN, "memo": a.Memo, "need": a.Need, "hear": string(a.Hear), "address": a.Address,
		"mobile": number.GroupedMobile(a.Mobile), "helper_phone": number.GroupedMobile(a.HelperPhone),
	}
	if a.Anonymous {
		values["anonymous"] = "yes"
		values["name"] = strings.TrimPrefix(a.Name, casework.Nameless)
	}
	if a.Devices > 0 {
		values["devices"] = strconv.Itoa(a.Devices)
	}
	if part := strings.Split(a.MemoDate, "-"); len(part) == 3 {
		values["memo_date-year"], values["memo_date-month"], values["memo_date-day"] = part[0], part[1], part[2]
	}
	return values
}

// showStep shows a page of questions; fill puts in what was typed and what is wrong.
func (p Pages) showStep(w http.ResponseWriter, r *http.Request, d casework.Draft, fill func(site.Page) site.Page) {
	step := r.PathValue("step")
	s, service, err := p.asked(r, d)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	kind := p.Desk.Kind(service.Kind)
	page := p.stepShell(r, d, service, step)
	if fill == nil {
		page.Form = typedForm(d, step, kind)
	} else {
		page = fill(page)
	}
	page.Title = page.T(stepTitle(step, d.Application.For))
	promise, err := s.promised(page, kind.PromiseFor(service.Promise, d.Application.Facts))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	shown := ApplyStepPage{
		Page: page, For: d.Application.For, Progress: progressOf(page, step), Line: stepLine(page, service, step),
		Post: "drafts/" + d.ID + "/" + step, Promise: promise, SoFar: soFar(page, d, step), KindAsked: p.asks(page, service),
	}
	if step == casework.StepPapers {
		shown.Papers = draftPapers(page, d, service)
	}
	p.Site.Show(w, r, "apply_"+step, shown)
}

// asked loads the office and the service of a draft.
func (p Pages) asked(r *http.Request, d casework.Draft) (Setting, catalogue.Service, error) {
	s, err := p.setting(r)
	if err != nil {
		return s, catalogue.Service{}, err
	}
	service, err := p.Services.ServiceAt(r.Context(), d.Office, d.Service, s.Now)
	return s, service, err
}

// stepShell is the page of a draft: nobody else's, with the way back.
func (p Pages) stepShell(r *http.Request, d casework.Draft, service catalogue.Service, step string) site.Page {
	page := p.Site.Page(r, "casework.step."+step)
	page.Private = true
	page.Back = site.Link{Text: service.Title(page), Href: page.Href("services/" + service.Slug + "/apply")}
	if i := slices.Index(casework.Steps, step); i > 0 {
		before := casework.Steps[i-1]
		page.Back = site.Link{Text: page.T("casework.step." + before), Href: page.Href("drafts/" + d.ID + "/" + before)}
	}
	return page
}

func stepTitle(step string, who casework.For) string {
	if step == casework.StepPerson && who != "" {
		return "casework.step.person.title." + string(who)
	}
	return "casework.step." + step + ".title"
}

func progressOf(page site.Page, step string) site.Progress {
	progress := site.Progress{Label: page.T("step.label"), Now: slices.Index(casework.Steps, step)}
	for _, one := range casework.Steps {
		progress.Names = append(progress.Names, page.T("casework.step."+one))
	}
	return progress
}

func stepLine(page site.Page, service catalogue.Service, step string) string {
	return page.T("step.of", "n", slices.Index(casework.Steps, step)+1, "count", len(casework.Steps)) + " · " + service.Title(page)
}
