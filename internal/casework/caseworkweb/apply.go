package caseworkweb

import (
	"net/http"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// ApplyStartPage says what will be asked, before anything is.
type ApplyStartPage struct {
	site.Page
	Kicker  string
	Lead    string
	Promise Promised
	Asked   []site.Step
	Papers  []site.Paper
	Fee     string
	Free    bool
	Drafts  string // where the button posts to
	Short   string // the same on one page
}

// Apply shows what applying for a service takes.
func (p Pages) Apply(w http.ResponseWriter, r *http.Request) {
	s, service, done := p.offered(w, r, "/apply")
	if done || p.unread(w, r, offer{s, service}) {
		return
	}
	page := p.Site.Page(r, "")
	page.Title = page.T("casework.apply.title", "service", service.Title(page))
	page.Crumbs = serviceCrumbs(page, service, page.T("casework.apply.crumb"))
	promise, err := s.promised(page, service.Promise)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	start := ApplyStartPage{
		Page: page, Kicker: catalogue.GroupText(page, service.Group), Lead: service.Lead(page), Promise: promise,
		Papers: paperList(page, service), Fee: catalogue.FeeText(page, service.Fee), Free: service.Fee.Kind == charter.FeeFree,
		Drafts: "services/" + service.Slug + "/drafts", Short: "services/" + service.Slug + "/form",
	}
	for _, step := range casework.Steps {
		start.Asked = append(start.Asked, site.Step{Title: page.T("casework.step." + step), Text: page.T("casework.step." + step + ".about")})
	}
	p.Site.Show(w, r, "apply_start", start)
}

// BeginDraft begins an application that is kept on the server, and leads to its
// first question.
func (p Pages) BeginDraft(w http.ResponseWriter, r *http.Request) {
	s, service, done := p.offered(w, r, "/apply")
	if done {
		return
	}
	if err := p.Pace.take(paceDrafts, p.visitor(r), 1, s.Now); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	now := s.Now.UTC().Truncate(time.Second)
	d := casework.Draft{
		Office: s.Office.ID, ID: p.Desk.Fresh(), Service: service.Slug, Created: now, Changed: now, Revision: 1,
		Application: casework.Application{Hear: casework.BySMS, Lang: string(site.LangOf(r))},
	}
	if err := p.Drafts.SaveDraft(r.Context(), d); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, Within(s.Office, "drafts", d.ID, d.Next()))
}

// offered loads the service of the address; done is true when the request is
// answered. Readers of an old address are led to the one in force.
func (p Pages) offered(w http.ResponseWriter, r *http.Request, tail string) (s Setting, service catalogue.Service, done bool) {
	s, err := p.setting(r)
	if err == nil {
		service, err = p.Services.ServiceAt(r.Context(), s.Office.ID, r.PathValue("service"), s.Now)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return s, service, true
	}
	if service.Slug != r.PathValue("service") && r.Method == http.MethodGet {
		p.Site.Redirect(w, r, Within(s.Office, "services", service.Slug)+tail)
		return s, service, true
	}
	return s, service, false
}

// draft loads the draft of the address; done is true when the request is answered.
// The pages of a submitted draft lead to its receipt.
func (p Pages) draft(w http.ResponseWriter, r *http.Request) (d casework.Draft, done bool) {
	o := office.From(r.Context())
	id, err := Secret(r.PathValue("draft"), "casework.draft.expired")
	if err != nil {
		p.Site.Refuse(w, r, err)
		return d, true
	}
	_, err = p.Numbers.Submitted(r.Context(), o.ID, id)
	if err == nil {
		p.Site.Redirect(w, r, Within(o, "receipts", id))
		return d, true
	}
	if fault.KindOf(err) == fault.NotFound {
		if d, err = p.Drafts.Draft(r.Context(), o.ID, id); err == nil {
			err = d.Open(p.Desk.Now())
		}
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return d, true
	}
	return d, false
}

func serviceCrumbs(page site.Page, service catalogue.Service, here string) []site.Link {
	return []site.Link{
		{Text: page.T("nav.home"), Href: page.Href("")},
		{Text: service.Title(page), Href: page.Href("services/" + service.Slug)},
		{Text: here},
	}
}

// paperList names the papers of a service with where to get them.
func paperList(page site.Page, service catalogue.Service) []site.Paper {
	var list []site.Paper
	for _, one := range service.Papers {
		paper := site.Paper{Icon: "paper", Name: page.Digits(one.Text)}
		if one.Need != charter.Required && one.Need != "" {
			paper.Tag = page.T("catalogue.need." + string(one.Need))
		}
		if one.From != "" {
			paper.Note = page.T("casework.paper.from", "place", page.Digits(one.From))
		}
		list = append(list, paper)
	}
	return list
}

// ApplyFormPage asks everything at once, for a slow connection: one request to
// fetch it, one to send it.
type ApplyFormPage struct {
	site.Page
	Post    string
	Promise Promised
	Papers  []site.Field
	Again   bool // shown again: files have to be chosen anew
	KindAsked
}

// Form shows all questions on one page. The key in it makes a form that is sent
// twice one application.
func (p Pages) Form(w http.ResponseWriter, r *http.Request) {
	s, service, done := p.offered(w, r, "/form")
	if done || p.unread(w, r, offer{s, service}) {
		return
	}
	p.showForm(w, r, offer{s, service}, func(page site.Page) site.Page { return page })
}

// offer is a service at its office.
type offer struct {
	setting Setting
	service catalogue.Service
}

// Application takes a form sent whole. Sent again with the same key it leads to the
// same receipt; a form with mistakes comes back with everything that was typed.
func (p Pages) Application(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, document.LargestSend)
	if err == nil {
		err = p.pacedFiles(r)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	service, err := p.Services.ServiceAt(r.Context(), o.ID, r.PathValue("service"), p.Desk.Now())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	application, wrong := p.typedApplication(casework.Application{Lang: string(site.LangOf(r))}, form, p.Desk.Kind(service.Kind),
		casework.StepFor, casework.StepPerson, casework.StepNeed)
	submission := casework.Submission{
		Office: o.ID, Service: r.PathValue("service"), Key: form.Key(), Application: application,
		Channel: charter.Web, Actor: casework.Applicant,
	}
	if wrong == nil {
		submission.Evidence, wrong = p.sentPapers(r, form)
	}
	if wrong == nil {
		_, wrong = p.Desk.Submit(r.Context(), submission)
	}
	switch {
	case wrong == nil:
		p.Site.Redirect(w, r, Within(o, "receipts", submission.Key))
	case fault.KindOf(wrong) != fault.Invalid:
		p.Site.Refuse(w, r, wrong)
	default:
		p.formAgain(w, r, form, wrong)
	}
}

func (p Pages) formAgain(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	s, service, done := p.offered(w, r, "/form")
	if done || p.unread(w, r, offer{s, service}) {
		return
	}
	p.showForm(w, r, offer{s, service}, func(page site.Page) site.Page { return page.Refilled(form, wrong) })
}

// sentPapers takes the files of a form; a form without files costs no look at the
// service.
func (p Pages) sentPapers(r *http.Request, form site.Form) ([]document.Evidence, error) {
	if r.MultipartForm == nil || len(r.MultipartForm.File) == 0 {
		return nil, nil
	}
	o, now := office.From(r.Context()), p.Desk.Now()
	service, err := p.Services.ServiceAt(r.Context(), o.ID, r.PathValue("service"), now)
	if err != nil {
		return nil, err
	}
	var all []document.Evidence
	for _, one := range slotsOf(service) {
		all = append(all, p.Uploads.take(r.Context(), form, one, handing{o.ID, now, p.Desk.Fresh}, 0)...)
	}
	return all, form.Err()
}

func (p Pages) showForm(w http.ResponseWriter, r *http.Request, of offer, fill func(site.Page) site.Page) {
	page := p.Site.Page(r, "")
	page.Title = page.T("casework.apply.title", "service", of.service.Title(page))
	page.Crumbs = serviceCrumbs(page, of.service, page.T("casework.form.crumb"))
	page.Private = true // the key in it belongs to one application
	page = fill(page)
	promise, err := of.setting.promised(page, of.service.Promise)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	shown := ApplyFormPage{
		Page: page, Post: "services/" + of.service.Slug + "/applications", Promise: promise, Again: len(page.Faults) > 0,
		KindAsked: p.asks(page, of.service),
	}
	for _, one := range slotsOf(of.service) {
		shown.Papers = append(shown.Papers, fileField(page, one))
	}
	p.Site.Show(w, r, "apply_form", shown)
}
