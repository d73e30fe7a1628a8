package caseworkweb

import (
	"net/http"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/document"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// ApplyFormPage asks everything at once, for a slow connection: one request to
// fetch it, one to send it.
type ApplyFormPage struct {
	site.Page
	Post    string
	Promise Promised
	Papers  []site.Field
	Again   bool // shown again: files have to be chosen anew
}

// Form shows all questions on one page. The key in it makes a form that is sent
// twice one application.
func (p Pages) Form(w http.ResponseWriter, r *http.Request) {
	s, service, done := p.offered(w, r, "/form")
	if done {
		return
	}
	p.showForm(w, r, offer{s, service}, func(page site.Page) site.Page { return page })
}

// offer is a service at its office.
type offer struct {
	setting setting
	service catalogue.Service
}

// Application takes a form sent whole. Sent again with the same key it leads to the
// same receipt; a form with mistakes comes back with everything that was typed.
func (p Pages) Application(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, document.LargestSend)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	o := office.From(r.Context())
	application, wrong := typedApplication(casework.Application{Lang: string(site.LangOf(r))}, form,
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
		p.Site.Redirect(w, r, within(o, "receipts", submission.Key))
	case fault.KindOf(wrong) != fault.Invalid:
		p.Site.Refuse(w, r, wrong)
	default:
		p.formAgain(w, r, form, wrong)
	}
}

func (p Pages) formAgain(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	s, service, done := p.offered(w, r, "/form")
	if done {
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
	}
	for _, one := range slotsOf(of.service) {
		shown.Papers = append(shown.Papers, fileField(page, one))
	}
	p.Site.Show(w, r, "apply_form", shown)
}
