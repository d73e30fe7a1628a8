package gatewayweb

import (
	"net/http"
	"strings"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// acts gives the page of a gateway that is kept what there is to do with it.
func (p Pages) acts(r *http.Request, g gateway.Gateway, page *FormPage) (err error) {
	if !page.Kept {
		return nil
	}
	page.State = stateTag(page.Page, g)
	turn := "on"
	if g.Active {
		turn = "off"
	}
	if page.Turn, err = page.Act("desk/gateways/"+g.ID+"/use", "gateway.turn."+turn); err != nil {
		return err
	}
	page.Turn = page.Turn.As("btn alt").Sending("turn", turn)
	if g.Calls() {
		at := gateway.AddressOf(p.Origin, office.From(r.Context()).Slug, g)
		page.Calls = []site.Answer{
			{Term: page.T("gateway.calls.incoming"), Text: at + "/incoming", Tongue: "en"},
			{Term: page.T("gateway.calls.report"), Text: at + "/report", Tongue: "en"},
		}
		if g.Kind == "kannel" {
			page.Config = `get-url = "` + at + `/incoming?from=%p&to=%P&text=%b&id=%I&charset=%C&coding=%c"`
			page.Calls = page.Calls[:1]
		}
	}
	if g.Sends() {
		to := page.Input("to", "gateway.test.to."+string(g.Channel())).Max(100)
		if g.Channel() == notice.SMS {
			to = to.Tel()
		}
		page.Test = []site.Field{to}
	}
	return nil
}

// Use takes a gateway into use or out of use:
// POST /{office}/desk/gateways/{gateway}/use.
func (p Pages) Use(w http.ResponseWriter, r *http.Request) {
	g, form, err := p.read(r)
	on := form.Get("turn") == "on"
	if err == nil && on != g.Active { // pressed twice it is as once
		err = p.turn(r, g, on)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	said := map[bool]string{true: "on", false: "off"}[on]
	p.to(w, r, "/"+g.ID+"?said="+said)
}

func (p Pages) turn(r *http.Request, g gateway.Gateway, on bool) error {
	if err := permitted(r, g); err != nil && on {
		return fault.New(fault.Denied, "gateway.machine")
	}
	own, err := p.Store.Gateways(r.Context(), g.Office)
	if err != nil {
		return err
	}
	next, err := g.Turned(on, own, p.now())
	if err != nil {
		return err
	}
	return p.Store.Save(r.Context(), next)
}

// Test sends a message to an address of the reader's choice, by the way that all
// messages of the office take: POST /{office}/desk/gateways/{gateway}/test.
func (p Pages) Test(w http.ResponseWriter, r *http.Request) {
	g, form, err := p.read(r)
	if err == nil && !g.Sends() {
		err = fault.New(fault.Conflict, "gateway.test.off")
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	to, err := testAddress(g, form)
	if err == nil {
		err = p.Say(r.Context(), g.Test(form.Once(), to, p.now()))
	}
	if err != nil {
		p.again(w, r, g, mistake{form, err})
		return
	}
	p.to(w, r, "/"+g.ID+"?said=tested")
}

// testAddress reads where the test goes.
func testAddress(g gateway.Gateway, form site.Form) (string, error) {
	if form.Once() == "" {
		return "", fault.New(fault.Invalid, "gateway.kind.unknown")
	}
	to := form.Line("to", 100)
	if g.Channel() == notice.Mail {
		if at := strings.LastIndexByte(to, '@'); at < 1 || at == len(to)-1 || strings.ContainsAny(to, " <>,;") {
			return "", fault.InField("to", "gateway.test.mail")
		}
		return to, nil
	}
	mobile, err := number.ParseMobile(to)
	if err != nil {
		return "", fault.InField("to", "gateway.test.mobile")
	}
	return mobile, nil
}
