package gatewayweb

import (
	"encoding/hex"
	"io"
	"net/http"
	"slices"
	"strconv"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/sms"
)

// longest bounds a setting, in letters.
const longest = 2000

// FormPage is the form of one gateway, with what there is to do with it once it is
// kept.
type FormPage struct {
	site.Page
	Action, Kind, What string
	Revision           int
	Fields             []site.Field
	Words              []string     // that stand for what is sent
	Limits             []site.Field // on the use of the way, all with usual values
	Open               bool         // whether the limits are unfolded
	Kept               bool
	State              site.Tag
	Calls              []site.Answer // the addresses at which the gateway calls
	Config             string        // the line that Kannel needs
	Turn               site.Act
	Test               []site.Field // empty: nothing leaves by it
}

// New shows the form of a gateway of the kind that the query names:
// GET /{office}/desk/gateways/new.
func (p Pages) New(w http.ResponseWriter, r *http.Request) {
	kind, known := gateway.KindOf(r.URL.Query().Get("kind"))
	if !known {
		kind = gateway.Kinds()[0]
	}
	p.show(w, r, gateway.Gateway{Kind: kind.ID}, mistake{})
}

// mistake is a form that is shown again, with why.
type mistake struct {
	form site.Form
	err  error
}

// Create keeps a new gateway, which is not in use yet: POST /{office}/desk/gateways.
// The form's key is its ID, so that a form that is sent twice makes one.
func (p Pages) Create(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	g := gateway.Gateway{Office: office.From(r.Context()).ID, ID: form.Key(), Kind: form.Get("kind")}
	if _, known := gateway.KindOf(g.Kind); !known || g.ID == "" {
		p.Site.Refuse(w, r, fault.New(fault.Invalid, "gateway.kind.unknown"))
		return
	}
	if _, err := p.Store.Gateway(r.Context(), g.Office, g.ID); err == nil {
		p.to(w, r, "/"+g.ID+"?said=saved")
		return
	}
	if err = p.keep(r, g, form, true); err != nil {
		p.again(w, r, g, mistake{form, err})
		return
	}
	p.to(w, r, "/"+g.ID+"?said=saved")
}

// Change keeps new settings: POST /{office}/desk/gateways/{gateway}.
func (p Pages) Change(w http.ResponseWriter, r *http.Request) {
	g, form, err := p.read(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	if err = p.keep(r, g, form, form.Has("renew", "yes")); err != nil {
		p.again(w, r, g, mistake{form, err})
		return
	}
	p.to(w, r, "/"+g.ID+"?said=saved")
}

// read loads the gateway of the address and the form about it.
func (p Pages) read(r *http.Request) (gateway.Gateway, site.Form, error) {
	g, err := p.own(r)
	if err != nil {
		return g, site.Form{}, err
	}
	form, err := site.ReadForm(r, formLimit)
	return g, form, err
}

// keep writes what the form says of the gateway; renew gives it a new token.
func (p Pages) keep(r *http.Request, g gateway.Gateway, form site.Form, renew bool) error {
	if g.Revision > 0 && strconv.Itoa(g.Revision) != form.Get("revision") {
		return fault.New(fault.Conflict, "gateway.changed.meanwhile")
	}
	sent := gateway.Gateway{Name: form.Get("name"), Settings: map[string]string{}, Secrets: map[string]string{}}
	kind, _ := gateway.KindOf(g.Kind)
	for _, field := range kind.Fields {
		switch {
		case field.Sort == gateway.Token && renew:
			raw := make([]byte, 16)
			if _, err := io.ReadFull(p.Random, raw); err != nil {
				return err
			}
			sent.Secrets[field.Name] = hex.EncodeToString(raw)
		case field.Sort == gateway.Secret:
			sent.Secrets[field.Name] = form.Secret(field.Name)
		case field.Sort != gateway.Token && field.Sort != gateway.Made:
			sent.Settings[field.Name] = form.Text(field.Name, longest)
		}
	}
	next, err := g.Changed(sent, p.now())
	wrong := append(fault.Fields(fault.List(form.Err())), fault.List(err)...)
	if len(wrong) == 0 {
		wrong = append(wrong, fault.List(permitted(r, next))...)
	}
	if len(wrong) > 0 {
		return wrong
	}
	return p.Store.Save(r.Context(), next)
}

// again shows a form with its mistakes; anything else that went wrong is refused.
func (p Pages) again(w http.ResponseWriter, r *http.Request, g gateway.Gateway, m mistake) {
	if fault.KindOf(m.err) != fault.Invalid {
		p.Site.Refuse(w, r, m.err)
		return
	}
	p.show(w, r, g, m)
}

// Gateway shows one with its form: GET /{office}/desk/gateways/{gateway}.
func (p Pages) Gateway(w http.ResponseWriter, r *http.Request) {
	g, err := p.own(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.show(w, r, g, mistake{})
}

func (p Pages) show(w http.ResponseWriter, r *http.Request, g gateway.Gateway, m mistake) {
	page := FormPage{Page: p.page(r, "gateway.kind."+g.Kind), Action: "desk/gateways"}
	if page.Kept = g.Revision > 0; page.Kept {
		page.Page, page.Action = p.page(r, "gateway.of", "name", g.Name), "desk/gateways/"+g.ID
	}
	page.Crumbs = append(page.Crumbs, site.Link{Text: page.Title})
	if m.err != nil {
		page.Page = page.Refilled(m.form, m.err)
	}
	page.Kind, page.Revision, page.What = g.Kind, g.Revision, page.T("gateway.kind."+g.Kind+".what")
	page.fill(g)
	if err := p.acts(r, g, &page); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "gateway", page)
}

// bounds are the settings that limit the use of a way.
var bounds = []string{"price", "budget", "alarm", "quiet_from", "quiet_to", "per_number", "stop_words"}

// fill gives the page the fields of the gateway's kind.
func (page *FormPage) fill(g gateway.Gateway) {
	kind, _ := gateway.KindOf(g.Kind)
	page.Fields = []site.Field{page.Input("name", "gateway.name").Start(g.Name).Max(100)}
	for _, one := range kind.Fields {
		if one.Sort == gateway.Token || one.Sort == gateway.Made {
			continue
		}
		field := page.ask(kind, one, g)
		if slices.Contains(bounds, one.Name) {
			page.Limits, page.Open = append(page.Limits, field), page.Open || field.Wrong != ""
			continue
		}
		page.Fields = append(page.Fields, field)
	}
	if kind.ID == "http" {
		page.Words = sms.Words()
	}
	if page.Kept && g.Calls() {
		page.Fields = append(page.Fields, page.Box("renew", "gateway.renew"))
	}
}

// ask is the question about one setting. Some settings mean something else in another
// kind and have words of their own there.
func (page *FormPage) ask(kind gateway.Kind, one gateway.Field, g gateway.Gateway) site.Field {
	key := "gateway.field." + one.Name
	if own := key + "." + kind.ID; page.T(own) != "["+own+"]" {
		key = own
	}
	value := g.Value(one.Name)
	var field site.Field
	switch one.Sort {
	case gateway.Secret:
		field = page.Input(one.Name, key).Password("new-password")
		if value != "" {
			field = field.Hinted(page.T("gateway.secret.kept"))
		}
	case gateway.Text:
		field = page.Area(one.Name, key).Start(value)
	case gateway.Choice:
		field = page.Radios(one.Name, key, one.Choices...).Pair().Start(value)
	case gateway.Whole:
		field = page.Input(one.Name, key).Start(value).Numeric().Max(9)
	case gateway.Clock:
		field = page.Input(one.Name, key).Start(page.Digits(value)).Max(5)
	default:
		field = page.Input(one.Name, key).Start(value).Fill("off")
	}
	if !one.Required && one.Usual == "" {
		field = field.Optional()
	}
	return field
}
