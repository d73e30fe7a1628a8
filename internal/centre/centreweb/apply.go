package centreweb

import (
	"context"
	"net/http"
	"slices"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/centre"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/site"
)

// ApplyPage is the form by which an entrepreneur applies for somebody.
type ApplyPage struct {
	site.Page
	Service string // slug
	Before  string // what must be said before any form of that kind
	Person  []site.Field
	Own     []site.Field // what the kind of the service asks
	Consent []site.Field
	Again   site.Field // asked only when the same was handed in before
	Same    bool
	Key     string
}

// takes names the kinds of files that are taken, as for applicants.
const takes = "image/jpeg,image/png,application/pdf,.docx,.xlsx"

// Apply shows the form: GET /{office}/centre/apply?service=. Without a service it leads
// to the choice.
func (a Area) Apply(w http.ResponseWriter, r *http.Request) {
	s, err := a.shop(r)
	if err == nil {
		err = a.within(r.Context(), s)
	}
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	slug := r.URL.Query().Get("service")
	if slug == "" {
		a.Site.Redirect(w, r, caseworkweb.Within(s.Office, "centre"))
		return
	}
	a.showForm(w, r, s, filling{slug: slug})
}

// filling is a form as it is shown: empty, or again with what is wrong.
type filling struct {
	slug  string
	form  site.Form
	wrong error
	same  bool
}

func (a Area) showForm(w http.ResponseWriter, r *http.Request, s shop, f filling) {
	service, kind, err := a.service(r.Context(), s, f.slug)
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	shell := a.shell(r, "centre.area")
	shell.Title = shell.T("centre.apply", "service", shell.Pick(service.Short, service.NameEn))
	shell.Crumbs = []site.Link{{Text: shell.T("centre.area"), Href: shell.Href("centre")}, {Text: shell.Pick(service.Short, service.NameEn)}}
	if f.wrong != nil {
		shell = shell.Refilled(f.form, f.wrong)
		shell.Status = site.StatusOf(f.wrong)
	}
	page := ApplyPage{Page: shell, Service: f.slug, Same: f.same, Again: shell.Box("again", "centre.again")}
	if kind.Before {
		page.Before = page.T("kind." + kind.ID + ".before")
	}
	page.Person = []site.Field{
		page.Input("name", "centre.applicant").Max(casework.NameLimit).Fill("off"),
		page.Input("mobile", "centre.mobile").Tel().Fill("off"), page.Box("nophone", "centre.nophone"),
		page.Input("union", "centre.applicant.union").Start(s.centre.Union).Max(casework.LineLimit).Fill("off").Optional(),
		page.Area("need", "centre.need").Max(casework.NeedLimit).Fill("off"),
	}
	page.Own = catalogueweb.Ask(page.Page, kind, kind.Form)
	page.Consent = []site.Field{
		page.Upload("files", "centre.files").Takes(takes).Many().Optional(), page.Box("agreed", "centre.consent"),
		page.Radios("how", "centre.how", centre.Consents...).Pair(),
	}
	if page.Key, err = page.Page.Key(); err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	a.Site.Show(w, r, "centre-apply", page)
}

// service finds the service of a slug and its kind; NotFound when the office does not
// offer it.
func (a Area) service(ctx context.Context, s shop, slug string) (catalogue.Service, catalogue.Kind, error) {
	offer, err := a.Offers.At(ctx, s.Office.ID, s.Now)
	if err != nil {
		return catalogue.Service{}, catalogue.Kind{}, err
	}
	service, err := offer.Service(slug)
	return service, a.Desk.KindOf(casework.Case{Handling: casework.Handling{Kind: service.Kind}}), err
}

// Send hands a request in: POST /{office}/centre/apply.
func (a Area) Send(w http.ResponseWriter, r *http.Request) {
	s, err := a.shop(r)
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	form, err := site.ReadForm(r, filesRoom)
	if err != nil {
		a.Site.Refuse(w, r, err)
		return
	}
	f := filling{slug: form.Get("service"), form: form}
	f.same, f.wrong = a.send(r, s, form)
	switch kind := fault.KindOf(f.wrong); {
	case f.wrong == nil:
		a.Site.Redirect(w, r, caseworkweb.Within(s.Office, "centre", "requests", form.Key()))
	case kind == fault.Invalid || kind == fault.Unavailable || f.same:
		a.showForm(w, r, s, f)
	case kind == fault.Conflict && fault.List(f.wrong)[0].Message != "centre.closed": // the form of an earlier applicant, changed
		form.Set("form-key", "")
		f.wrong = fault.New(fault.Conflict, "centre.again.open")
		a.showForm(w, r, s, f)
	default:
		a.Site.Refuse(w, r, f.wrong)
	}
}

// send makes the case; same reports that the like was handed in before and is to be
// confirmed.
func (a Area) send(r *http.Request, s shop, form site.Form) (same bool, err error) {
	ctx := r.Context()
	service, kind, err := a.service(ctx, s, form.Get("service"))
	if err != nil {
		return false, err
	}
	if form.Key() == "" {
		return false, fault.New(fault.Invalid, "casework.key.missing")
	}
	said := centre.Declaration{
		Agreed: form.Has("agreed", "yes"), How: centre.Consent(form.Get("how")), Mobile: form.Get("mobile"), NoPhone: form.Has("nophone", "yes"),
		Own: []string{s.member.Mobile, s.centre.Phone},
	}
	application, wrong := a.application(s, form, kind)
	checked, err := application.Under(kind)
	for _, one := range append(fault.List(said.Check()), fault.List(err)...) {
		if !slices.ContainsFunc(wrong, func(known *fault.Fault) bool { return known.Field == one.Field }) {
			wrong = append(wrong, one)
		}
	}
	if err := wrong.Err(); err != nil {
		return false, err
	}
	_, err = a.Handed.One(ctx, s.Office.ID, s.member.Person, form.Key())
	if fault.KindOf(err) == fault.NotFound { // not handed in yet: sent again, it is the same whatever the day's limit
		if err = a.within(ctx, s); err == nil && !form.Has("again", "yes") {
			err = a.twice(ctx, s, service, checked)
			same = err != nil && fault.KindOf(err) == fault.Conflict
		}
	}
	if err != nil {
		return same, err
	}
	files := a.Uploads.Take(ctx, form, "files", s.Setting, a.Desk.Fresh)
	if err := form.Err(); err != nil {
		return false, err
	}
	note := centre.Request{Office: s.Office.ID, Key: form.Key(), Code: s.centre.Code, Person: s.member.Person, Consent: said.How, At: s.Now}
	if err := a.Handed.Note(ctx, note); err != nil {
		return false, err
	}
	_, err = a.Desk.Submit(ctx, casework.Submission{
		Office: s.Office.ID, Service: service.Slug, Key: form.Key(), Application: application, Channel: charter.DigitalCentre,
		Evidence: files, Actor: casework.Actor{Person: s.member.Person, Name: access.From(ctx).Name},
	})
	return false, err
}

// application reads the form as an application on behalf of somebody, helped by the
// centre. Whoever has no phone hears at the centre or the office, with the slip.
func (a Area) application(s shop, form site.Form, kind catalogue.Kind) (casework.Application, fault.Fields) {
	application := casework.Application{
		For: casework.Behalf, Name: form.Get("name"), Mobile: form.Get("mobile"), Union: form.Get("union"), Need: form.Get("need"),
		Helper: s.member.Name + ", " + s.centre.NameOn(s.today), HelperPhone: s.member.Mobile, Hear: casework.BySMS, Lang: string(message.Bn),
		Facts: catalogueweb.Answers(form, kind.Form),
	}
	if form.Has("nophone", "yes") {
		application.Mobile, application.Hear = "", casework.ByHand
	}
	return application, fault.List(form.Err())
}

// twice refuses with Conflict what the reader has handed in for the same person, when
// that is still open. Requests of others are not looked at: a number typed here tells
// nothing about its owner.
func (a Area) twice(ctx context.Context, s shop, service catalogue.Service, application casework.Application) error {
	lines, err := a.own(ctx, s)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(lines, func(l centre.Line) bool { return l.Same(service.Key, application.Mobile, application.Name) })
	if i < 0 {
		return nil
	}
	return fault.New(fault.Conflict, "centre.same", "number", lines[i].Number)
}
