package caseworkweb

import (
	"html/template"
	"net/http"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/workday"
)

// ApplyCheckPage shows all answers before they are sent.
type ApplyCheckPage struct {
	site.Page
	Progress site.Progress
	Line     string
	Parts    []AnswerPart
	Promise  Promised
	Declared string // what sending it says
	Free     bool
	Fee      string
	Post     string
	Later    string
	Near     []NearAnswer // where the answer may stand already
}

// NearAnswer leads to an approved answer; Lang is the language of its title.
type NearAnswer struct {
	Href  template.URL
	Title string
	Lang  message.Lang
}

// AnswerPart is the answers of one page of questions.
type AnswerPart struct {
	Title   string
	Answers site.Answers
}

// ApplySavedPage shows how to go on later.
type ApplySavedPage struct {
	site.Page
	Line  string
	Whole string // the address to be kept
	Link  string
	Until time.Time
}

func (p Pages) showCheck(w http.ResponseWriter, r *http.Request, d casework.Draft) {
	s, service, err := p.asked(r, d)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := p.stepShell(r, d, service, casework.StepCheck)
	page.Title = page.T("casework.step.check.title")
	promise, err := s.promised(page, p.Desk.Kind(service.Kind).PromiseFor(service.Promise, d.Application.Facts))
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	near, err := p.near(r, page, d, service)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	own := "drafts/" + d.ID + "/"
	p.Site.Show(w, r, "apply_check", ApplyCheckPage{
		Near: near,
		Page: page, Progress: progressOf(page, casework.StepCheck), Line: stepLine(page, service, casework.StepCheck),
		Parts: p.answerParts(page, d, service), Promise: promise, Declared: page.T("casework.declared." + string(d.Application.For)),
		Free: service.Fee.Kind == charter.FeeFree, Fee: catalogue.FeeText(page, service.Fee),
		Post: own + "submission", Later: own + saved,
	})
}

// answerGuides is the sort of approved texts of kinds that a ready answer may settle.
const answerGuides = "answer"

// near leads to approved answers that fit what was typed, for a service that mostly
// answers questions.
func (p Pages) near(r *http.Request, page site.Page, d casework.Draft, service catalogue.Service) ([]NearAnswer, error) {
	if p.Known == nil || p.Desk.Kind(service.Kind).Guides != answerGuides {
		return nil, nil
	}
	found, err := p.Known.Near(r.Context(), d.Office, service.Key, d.Application.Need)
	var list []NearAnswer
	for _, one := range found {
		answer := NearAnswer{Href: page.Href(one.Path), Title: one.Title, Lang: message.Bn}
		if page.Lang == message.En && one.TitleEn != "" {
			answer.Title, answer.Lang = one.TitleEn, message.En
		}
		list = append(list, answer)
	}
	return list, err
}

// Submission sends a draft in. The draft's ID is the key, so that sending it again
// gives the same number; the answers leave the draft, for the case holds them now.
func (p Pages) Submission(w http.ResponseWriter, r *http.Request) {
	d, done := p.draft(w, r)
	if done {
		return
	}
	o := office.From(r.Context())
	if next := d.Next(); next != casework.StepCheck {
		p.Site.Redirect(w, r, Within(o, "drafts", d.ID, next))
		return
	}
	number, err := p.Desk.Submit(r.Context(), casework.Submission{
		Office: o.ID, Service: d.Service, Key: d.ID, Application: d.Application, Channel: charter.Web,
		Evidence: d.Evidence, Actor: casework.Applicant,
	})
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if err := p.empty(r, d, number); err != nil {
		p.Logger.Warn("a submitted draft keeps its answers until it expires", "error", err)
	}
	p.Site.Redirect(w, r, Within(o, "receipts", d.ID))
}

// empty takes the answers out of a submitted draft, those too that another window
// saved at the last moment.
func (p Pages) empty(r *http.Request, d casework.Draft, number string) (err error) {
	for range draftTries {
		emptied := casework.Draft{
			Office: d.Office, ID: d.ID, Service: d.Service, Number: number, Created: d.Created, Changed: p.Desk.Now().UTC(), Revision: d.Revision + 1,
		}
		if err = p.Drafts.SaveDraft(r.Context(), emptied); fault.KindOf(err) != fault.Conflict {
			return err
		}
		if d, err = p.Drafts.Draft(r.Context(), d.Office, d.ID); err != nil {
			return err
		}
	}
	return err
}

func (p Pages) showSaved(w http.ResponseWriter, r *http.Request, d casework.Draft) {
	_, service, err := p.asked(r, d)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page := p.Site.Page(r, "casework.saved.title")
	page.Private = true
	page.Back = site.Link{Text: page.T("casework.saved.back"), Href: page.Href("drafts/" + d.ID + "/" + d.Next())}
	p.Site.Show(w, r, "apply_saved", ApplySavedPage{
		Page: page, Line: service.Title(page), Link: "drafts/" + d.ID,
		Whole: p.Address + string(page.Href("drafts/"+d.ID)), Until: d.Created.Add(casework.DraftLife),
	})
}

// rows collects answers, each with the link that changes it.
type rows struct {
	page site.Page
	path string // of the page of questions
	all  []site.Answer
}

func (a *rows) add(key, text, note string) {
	if text == "" {
		return
	}
	term := a.page.T(key)
	a.all = append(a.all, site.Answer{Term: term, Text: text, Note: note, Change: a.change(term), Tongue: a.page.TongueOf(text)})
}

func (a *rows) change(term string) site.Link {
	return site.Link{Text: a.page.T("button.change"), Note: term, Href: a.page.Href(a.path)}
}

// answerParts lists all answers of a draft.
func (p Pages) answerParts(page site.Page, d casework.Draft, service catalogue.Service) []AnswerPart {
	own := func(step string) *rows { return &rows{page: page, path: "drafts/" + d.ID + "/" + step} }
	who, person, need, papers := own(casework.StepFor), own(casework.StepPerson), own(casework.StepNeed), own(casework.StepPapers)
	who.add("casework.for", page.T("casework.for."+string(d.Application.For)), "")
	personRows(person, d.Application)
	need.add("casework.need", d.Application.Need, "")
	kind := p.Desk.Kind(service.Kind)
	for _, told := range catalogueweb.Told(page, kind, kind.Form, d.Application.Facts) {
		told.Change = need.change(told.Term)
		need.all = append(need.all, told)
	}
	if d.Application.Devices > 0 {
		need.add("casework.devices", page.Num(d.Application.Devices), "")
	}
	need.add("casework.hear", page.T("casework.hear."+string(d.Application.Hear)), "")
	paperRows(papers, d, service)
	var parts []AnswerPart
	for i, one := range []*rows{who, person, need, papers} {
		title := page.T("casework.part", "n", i+1, "title", page.T("casework.step."+casework.Steps[i]))
		parts = append(parts, AnswerPart{Title: title, Answers: site.Answers{Wide: true, Rows: one.all}})
	}
	return parts
}

func personRows(a *rows, app casework.Application) {
	a.add("casework.body", app.Body, "")
	if app.EIIN != "" {
		a.add("casework.eiin", a.page.Digits(app.EIIN), "")
	}
	a.add("casework.memo", strings.Trim(a.page.Digits(app.Memo)+" · "+memoDay(a.page, app.MemoDate), " ·"), "")
	a.add("casework.name", app.Name, "")
	a.add("casework.mobile", a.page.Mobile(app.Mobile), "")
	a.add("casework.mail", app.Mail, "")
	a.add("casework.union", app.Union, "")
	a.add("casework.helper", app.Helper, "")
	if app.HelperPhone != "" {
		a.add("casework.helper_phone", a.page.Mobile(app.HelperPhone), "")
	}
}

// memoDay is the date of a letter in words, empty when none is given.
func memoDay(page site.Page, iso string) string {
	day, err := workday.ParseDate(iso)
	if err != nil {
		return ""
	}
	return page.Date(page.Day(day))
}

// paperRows lists each paper with its files, or that it comes later.
func paperRows(a *rows, d casework.Draft, service catalogue.Service) {
	for _, one := range slotsOf(service) {
		term := a.page.Digits(one.Paper)
		if one.Paper == "" {
			term = a.page.T("casework.paper.extra")
		}
		var names []string
		for _, file := range filesOf(d.Evidence, one.Paper) {
			names = append(names, file.Name)
		}
		row := site.Answer{Term: term, Text: strings.Join(names, "; "), Change: a.change(term)}
		switch {
		case len(names) == 0 && one.Need == charter.Required:
			row.Tag, row.Note = site.Tag{Text: a.page.T("casework.later")}, a.page.T("casework.later.note")
		case len(names) == 0:
			row.Text = a.page.T("casework.none")
		}
		a.all = append(a.all, row)
	}
}

// soFar shows beside a question what was answered before it.
func soFar(page site.Page, d casework.Draft, step string) site.Answers {
	if step == casework.StepFor {
		return site.Answers{}
	}
	a := rows{page: page, path: "drafts/" + d.ID + "/" + casework.StepFor}
	a.add("casework.for", page.T("casework.for."+string(d.Application.For)), "")
	if step != casework.StepPerson {
		a.path = "drafts/" + d.ID + "/" + casework.StepPerson
		a.add("casework.name", d.Application.Name, page.Mobile(d.Application.Mobile))
		a.add("casework.body", d.Application.Body, "")
	}
	if step == casework.StepPapers {
		a.path = "drafts/" + d.ID + "/" + casework.StepNeed
		a.add("casework.need", shortened(d.Application.Need), "")
	}
	return site.Answers{Rows: a.all}
}

// shortened is the beginning of a long text.
func shortened(text string) string {
	const letters = 80
	whole := []rune(bangla.Line(text))
	if len(whole) <= letters {
		return string(whole)
	}
	cut := string(whole[:letters])
	if i := strings.LastIndex(cut, " "); i > 0 {
		cut = cut[:i]
	}
	return cut + " …"
}
