// Package accessweb is the doors of the program in the browser: signing in and
// out, invitations, one's own account, and the gate that every route stands
// behind. It decides nothing about passwords, locks or rights; access does.
package accessweb

import (
	"context"
	"embed"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/message"
	"dorgora/internal/site"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Texts is what these pages and the rules of access say.
var Texts = message.Set{Name: "accessweb", Bn: bn, En: en}

//go:embed templates/*.html
var files embed.FS

// Templates returns the pages, to be given to site.New.
func Templates() (site.Templates, error) { return site.Parse(files) }

// SessionCookie is the name of the cookie that holds a session's token.
const SessionCookie = "session"

// formLimit is the size of the largest form here, in bytes.
const formLimit = 64 << 10

// Pages are the handlers.
type Pages struct {
	Site    *site.Site
	Keeper  access.Keeper
	Limiter *Limiter
	// Issuer is the name of the installation in authenticator programs, ASCII.
	Issuer string
	// Landing is the page that somebody who has just signed in comes to when no
	// other was asked for; it begins with /.
	Landing func(ctx context.Context, who access.Identity) string
}

// page is a page of this slice; nothing of it is kept by caches.
func (p Pages) page(r *http.Request, title string) site.Page {
	page := p.Site.Page(r, title)
	page.Private = true
	if said := r.URL.Query().Get("said"); slices.Contains(sayings, said) {
		page.Notice = page.T("access.said." + said)
	}
	return page
}

// sayings are what a page may be asked to say after something was done.
var sayings = []string{"password", "factor.on", "factor.off", "revoked", "signedout"}

// safePath returns the path that somebody wanted before signing in, when it is
// one of this installation, else the empty text. Browsers take \ for / and skip
// control characters, so neither may occur.
func safePath(to string) string {
	if len(to) < 2 || to[0] != '/' || to[1] == '/' || strings.ContainsFunc(to, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) {
		return ""
	}
	address, err := url.Parse(to)
	if err != nil || address.Scheme != "" || address.Host != "" || address.User != nil || strings.HasPrefix(address.Path, "//") {
		return ""
	}
	for _, own := range []string{"/signin", "/signout", "/invitations"} {
		if address.Path == own || strings.HasPrefix(address.Path, own+"/") {
			return ""
		}
	}
	return to
}

// SignInPage is the page that asks for login, password and, once the password
// was right, the code of the second factor.
type SignInPage struct {
	site.Page
	To      string
	AskCode bool
}

// SignIn shows the sign-in form. Who has signed in already goes on.
func (p Pages) SignIn(w http.ResponseWriter, r *http.Request) {
	to := safePath(r.URL.Query().Get("to"))
	if who := access.From(r.Context()); who.Known() {
		p.goOn(w, r, who, to)
		return
	}
	p.Site.Show(w, r, "signin", SignInPage{Page: p.page(r, "access.signin.title"), To: to})
}

// goOn leads somebody who has signed in to the page asked for.
func (p Pages) goOn(w http.ResponseWriter, r *http.Request, who access.Identity, to string) {
	if to == "" && p.Landing != nil {
		to = p.Landing(r.Context(), who)
	}
	if to == "" {
		to = "/"
	}
	p.Site.Redirect(w, r, to)
}

// OpenSession signs in: POST /signin.
func (p Pages) OpenSession(w http.ResponseWriter, r *http.Request) {
	form, err := site.ReadForm(r, formLimit)
	if err == nil {
		err = p.Limiter.Allow(r)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	earlier, _ := p.Site.Cookie(r, SessionCookie)
	entry := access.Entry{
		Login: form.Get("login"), Password: secret(r, "password"), Code: form.Get("code"),
		Device: device(r.UserAgent()), Earlier: earlier,
	}
	leave, err := p.Limiter.Enter(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	token, err := p.Keeper.SignIn(r.Context(), entry)
	leave()
	if err != nil {
		p.refuseSignIn(w, r, form, err)
		return
	}
	p.Site.SetCookie(w, SessionCookie, token, p.Keeper.Limits.Absolute)
	who, err := p.Keeper.Identify(r.Context(), token)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.goOn(w, r, who, safePath(form.Get("to")))
}

// refuseSignIn shows the form again with the login as it was typed.
func (p Pages) refuseSignIn(w http.ResponseWriter, r *http.Request, form site.Form, err error) {
	if !shown(err) {
		p.Site.Refuse(w, r, err)
		return
	}
	page := SignInPage{Page: p.page(r, "access.signin.title").Refilled(form, err), To: safePath(form.Get("to"))}
	page.Status = site.StatusOf(err)
	page.AskCode = page.Fault("code") != ""
	p.Site.Show(w, r, "signin", page)
}

// CloseSession signs out: POST /signout.
func (p Pages) CloseSession(w http.ResponseWriter, r *http.Request) {
	token, _ := p.Site.Cookie(r, SessionCookie)
	p.Site.DropCookie(w, SessionCookie)
	if err := p.Keeper.SignOut(r.Context(), token); err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, "/signin?said=signedout")
}

// secret returns a password as it was typed: trimming or normalising it as other
// fields are would make two passwords one. ReadForm has been called before.
func secret(r *http.Request, name string) string { return r.PostForm.Get(name) }
