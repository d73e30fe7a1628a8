package caseworkweb

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/site"
)

// ApplyBeforePage says whom to turn to when it happens now, before any form.
type ApplyBeforePage struct {
	site.Page
	Kicker string
	Lines  []string
	Calls  []site.Link
	Go     string // where those who want to go on
}

// KindAsked is what a kind of service asks beside the common questions.
type KindAsked struct {
	Fields    []site.Field
	Devices   bool // the common question for a number of devices is asked
	Anonymous bool // the applicant may give no name
	Struck    bool // a password or a one-time code was struck out
}

// asks draws the questions of a service's kind.
func (p Pages) asks(page site.Page, service catalogue.Service) KindAsked {
	kind := p.Desk.Kind(service.Kind)
	return KindAsked{
		Fields: catalogueweb.Ask(page, kind, kind.Form), Devices: kind.ID == catalogue.PlainKind, Anonymous: kind.Anonymous,
	}
}

// readKind reads the answers to a kind's questions into an application, with the
// questions in the words in which they were asked, and checks them.
func readKind(a *casework.Application, form site.Form, kind catalogue.Kind, say message.Catalogue) error {
	typed := catalogueweb.Answers(form, kind.Form)
	checked, err := catalogue.CheckAnswers(kind.Form, typed)
	a.Facts, a.Asked = checked, nil
	for _, question := range kind.Form {
		if checked[question.ID] == "" {
			continue
		}
		if a.Asked == nil {
			a.Asked = map[string]string{}
		}
		a.Asked[question.ID] = say.Text(message.Lang(a.Lang), kind.FieldKey(question.ID))
	}
	return err
}

// Before shows what to do at once when it happens now: GET
// /{office}/services/{service}/before.
func (p Pages) Before(w http.ResponseWriter, r *http.Request) {
	_, service, done := p.offered(w, r, "/before")
	if done {
		return
	}
	kind := p.Desk.Kind(service.Kind)
	if !kind.Before {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
		return
	}
	key := "kind." + kind.ID + ".before"
	page := p.Site.Page(r, key+".title")
	page.Crumbs = serviceCrumbs(page, service, page.T("casework.apply.crumb"))
	shown := ApplyBeforePage{
		Page: page, Kicker: service.Title(page), Lines: strings.Split(page.T(key), "\n"),
		Go: "services/" + service.Slug + "/apply?read=yes",
	}
	for _, one := range kind.Calls {
		shown.Calls = append(shown.Calls, site.Link{Text: page.Digits(one), Href: page.Tel(one)})
	}
	p.Site.Show(w, r, "apply_before", shown)
}

// sortedKeys are the keys of a map in order.
func sortedKeys(m map[string]string) []string { return slices.Sorted(maps.Keys(m)) }

// unread leads a reader to what must be read before the form; done is true when
// the request is answered.
func (p Pages) unread(w http.ResponseWriter, r *http.Request, of offer) (done bool) {
	if !p.Desk.Kind(of.service.Kind).Before || r.URL.Query().Get("read") != "" {
		return false
	}
	p.Site.Redirect(w, r, Within(of.setting.Office, "services", of.service.Slug, "before"))
	return true
}
