package letterweb

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/letter"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// SettingsPage is how the office writes letters.
type SettingsPage struct {
	site.Page
	Today   string
	Current letter.Settings
	Head    string
	Forms   []site.Choice
	Signers []site.Choice
	Example string // what the next file would be called
	Past    []site.Moment
}

// Settings shows how the office writes letters: GET /{office}/desk/letters/settings.
func (p Pages) Settings(w http.ResponseWriter, r *http.Request) {
	p.showSettings(w, r, site.Form{}, nil)
}

func (p Pages) showSettings(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	here := office.From(r.Context()).ID
	page := SettingsPage{Page: p.below(r, "desk/letters", "letter.settings"), Today: p.today().String()}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	all, err := p.Desk.Store.Settings(r.Context(), here)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	page.Current = letter.InForce(all, p.usual(r), p.today())
	page.Head = strings.Join(page.Current.Head, "\n")
	for _, form := range []string{"18", "22"} {
		page.Forms = append(page.Forms, site.Choice{Value: form, Label: page.T("letter.form." + form), Chosen: letter.FormOf(form) == page.Current.Codes.Form})
	}
	if page.Signers, err = p.posts(r, page.Page, ""); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	for i, one := range page.Signers {
		page.Signers[i].Chosen = slices.Contains(page.Current.Signers[""], one.Value)
	}
	for i := len(all) - 1; i >= 0; i-- {
		page.Past = append(page.Past, site.Moment{Title: page.T("letter.settings.from", "date", day(page.Page, all[i].Since)), By: all[i].By.Name,
			When: page.DateTime(all[i].By.At), Machine: page.Machine(all[i].By.At), Text: page.Digits(all[i].Codes.Prefix())})
	}
	page.Example = page.Digits(page.Current.Codes.Prefix())
	p.Site.Show(w, r, "letter_settings", page)
}

// SaveSettings sets how the office writes letters from a day on:
// POST /{office}/desk/letters/settings.
func (p Pages) SaveSettings(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	who := access.From(r.Context())
	s := letter.Settings{Office: office.From(r.Context()).ID, Since: form.Date("since"), Head: site.Paragraphs(form.Get("head")), Web: text(form, "web"),
		Codes: letter.Codes{Form: letter.FormOf(form.Get("form")), Ministry: form.Get("ministry"), Department: form.Get("department"), Geo: form.Get("geo"),
			Subordinate: form.Get("subordinate"), Section: form.Get("section")},
		By: letter.Signature{Person: who.Person, Name: who.Name, At: p.Desk.Now().UTC().Truncate(time.Second)}}
	if signers := form.All("signers"); len(signers) > 0 {
		s.Signers = map[string][]string{"": signers}
	}
	if err = form.Err(); err == nil {
		s, err = s.Check()
	}
	if err == nil {
		err = p.Papers.SaveSettings(r.Context(), s)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/letters/settings?said=saved")
	case shown(err):
		p.showSettings(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}

// templates are those of the office; starters of which it has no own version come
// with them.
func (p Pages) templates(r *http.Request) ([]letter.Template, error) {
	own, err := p.Shelves.Templates(r.Context(), office.From(r.Context()).ID)
	byID := map[string]letter.Template{}
	for _, t := range append(letter.Starters(), own...) {
		byID[t.ID] = t
	}
	var all []letter.Template
	for _, id := range slices.Sorted(maps.Keys(byID)) {
		all = append(all, byID[id])
	}
	return all, err
}

// TemplatesPage is the list of templates with the form of one.
type TemplatesPage struct {
	site.Page
	Rows  []site.Link
	One   letter.Template
	Kinds []site.Choice
	Words []string
}

// Templates shows the templates, and the form of the one that is asked for:
// GET /{office}/desk/letters/templates.
func (p Pages) Templates(w http.ResponseWriter, r *http.Request) {
	p.showTemplates(w, r, site.Form{}, nil)
}

func (p Pages) showTemplates(w http.ResponseWriter, r *http.Request, form site.Form, wrong error) {
	page := TemplatesPage{Page: p.below(r, "desk/outgoing", "letter.templates"), Words: letter.Placeholders()}
	if wrong != nil {
		page.Page = page.Refilled(form, wrong)
	}
	all, err := p.templates(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	asked := r.URL.Query().Get("id")
	if wrong != nil {
		asked = form.Get("id")
	}
	for _, t := range all {
		link := site.Link{Text: t.Name, Href: page.Href("desk/letters/templates?id=" + t.ID), Current: t.ID == asked}
		if t.Over {
			link.Tag = page.T("letter.template.over")
		}
		if link.Current {
			page.One = t
		}
		page.Rows = append(page.Rows, link)
	}
	for _, kind := range letter.Kinds() {
		page.Kinds = append(page.Kinds, site.Choice{Value: kind.ID, Label: page.Pick(kind.Name, kind.NameEn), Chosen: kind.ID == page.One.Kind})
	}
	p.Site.Show(w, r, "letter_templates", page)
}

// SaveTemplate writes a template: POST /{office}/desk/letters/templates.
func (p Pages) SaveTemplate(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	all, err := p.templates(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	t := letter.Template{Office: office.From(r.Context()).ID, ID: form.Get("id"), Kind: form.Get("kind"), Name: form.Get("name"), Subject: form.Get("subject"),
		Body: form.Get("body"), Over: form.Has("over", "yes")}
	if !slices.ContainsFunc(all, func(one letter.Template) bool { return one.ID == t.ID }) {
		if t.ID = form.Key(); t.ID == "" { // sent twice, written once
			t.ID = p.Desk.Fresh()
		}
	}
	if t, err = t.Check(); err == nil {
		err = p.Papers.SaveTemplate(r.Context(), t)
	}
	switch {
	case err == nil:
		p.to(w, r, "desk/letters/templates?id="+t.ID+"&said=saved")
	case shown(err):
		p.showTemplates(w, r, form, err)
	default:
		p.Site.Refuse(w, r, err)
	}
}
