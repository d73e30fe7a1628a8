package accessweb

import (
	"fmt"
	"net/http"
	"strings"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/site"

	"rsc.io/qr"
)

// AccountPage is the page of one's own account.
type AccountPage struct {
	site.Page
	Login    string
	Minimum  int
	Factor   bool // a second factor is set
	Sessions []SessionRow
	Others   bool // there are sessions besides this one
}

// SessionRow is one signed-in browser.
type SessionRow struct {
	Token   string // hash, the session's name in addresses
	Device  string
	Since   time.Time
	Seen    time.Time
	Current bool
}

// Account shows one's own account: GET /account.
func (p Pages) Account(w http.ResponseWriter, r *http.Request) {
	page, err := p.account(r)
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "account", page)
}

func (p Pages) account(r *http.Request) (AccountPage, error) {
	who := access.From(r.Context())
	account, err := p.Keeper.Account(r.Context(), who)
	if err != nil {
		return AccountPage{}, err
	}
	sessions, err := p.Keeper.Sessions(r.Context(), who)
	if err != nil {
		return AccountPage{}, err
	}
	page := AccountPage{Page: p.page(r, "access.account.title"), Login: account.Login, Minimum: access.ShortestPassword,
		Factor: account.TOTP != "", Others: len(sessions) > 1}
	for _, s := range sessions {
		page.Sessions = append(page.Sessions, SessionRow{Token: s.Token, Device: s.Device, Since: s.Created, Seen: s.Seen,
			Current: s.Token == who.Session})
	}
	return page, nil
}

// LoginText shows the login as people write it.
func (p AccountPage) LoginText() string {
	if strings.HasPrefix(p.Login, "+880") {
		return p.Mobile(p.Login)
	}
	return p.Login
}

// Here marks the session in use.
func (p AccountPage) Here() site.Tag {
	return site.Tag{Text: p.T("access.sessions.here"), Tone: "ok", Icon: "check"}
}

// On says that the second factor is set.
func (p AccountPage) On() site.Tag {
	return site.Tag{Text: p.T("access.factor.on"), Tone: "ok", Icon: "check"}
}

// Off says that it is not.
func (p AccountPage) Off() site.Tag {
	return site.Tag{Text: p.T("access.factor.off"), Tone: "warn", Icon: "warning"}
}

// guarded reads a small form whose handling costs a password hash.
func (p Pages) guarded(w http.ResponseWriter, r *http.Request, act func(form site.Form) error) (site.Form, error, bool) {
	form, err := site.ReadForm(r, formLimit)
	if err == nil {
		err = p.Limiter.Allow(r)
	}
	if err != nil {
		p.Site.Refuse(w, r, err)
		return form, err, false
	}
	leave, err := p.Limiter.Enter(r.Context())
	if err != nil {
		p.Site.Refuse(w, r, err)
		return form, err, false
	}
	defer leave()
	err = act(form)
	if err != nil && !shown(err) {
		p.Site.Refuse(w, r, err)
		return form, err, false
	}
	return form, err, true
}

// ChangePassword sets a new password: POST /account/password.
func (p Pages) ChangePassword(w http.ResponseWriter, r *http.Request) {
	form, err, answer := p.guarded(w, r, func(site.Form) error {
		return p.Keeper.ChangePassword(r.Context(), access.From(r.Context()), secret(r, "current"), secret(r, "password"), secret(r, "again"))
	})
	if !answer {
		return
	}
	if err == nil {
		p.Site.Redirect(w, r, "/account?said=password")
		return
	}
	page, broken := p.account(r)
	if broken != nil {
		p.Site.Refuse(w, r, broken)
		return
	}
	page.Page = page.Refilled(form, err)
	p.Site.Show(w, r, "account", page)
}

// Revoke ends one session: POST /account/sessions/{session}/revocation.
func (p Pages) Revoke(w http.ResponseWriter, r *http.Request) {
	p.revoke(w, r, p.Keeper.Revoke(r.Context(), access.From(r.Context()), r.PathValue("session")))
}

// RevokeOthers ends all sessions but this one: POST /account/sessions/revocation.
func (p Pages) RevokeOthers(w http.ResponseWriter, r *http.Request) {
	p.revoke(w, r, p.Keeper.RevokeOthers(r.Context(), access.From(r.Context())))
}

func (p Pages) revoke(w http.ResponseWriter, r *http.Request, err error) {
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Redirect(w, r, "/account?said=revoked")
}

// FactorPage is the page on which a second factor is set or taken off.
type FactorPage struct {
	site.Page
	Set    bool
	Secret string
	Code   QR
}

// QR is a QR code as an SVG path on a square of Size modules, with the quiet
// zone of four modules that readers need (ISO/IEC 18004).
type QR struct {
	Size int
	Path string
}

// SecondFactor shows the code to be scanned, or the way to take it off:
// GET /account/second-factor.
func (p Pages) SecondFactor(w http.ResponseWriter, r *http.Request) {
	page, err := p.factor(r, "")
	if err != nil {
		p.Site.Refuse(w, r, err)
		return
	}
	p.Site.Show(w, r, "secondfactor", page)
}

// factor makes the page with the given secret, or with a fresh one when it is none.
func (p Pages) factor(r *http.Request, secret string) (FactorPage, error) {
	account, err := p.Keeper.Account(r.Context(), access.From(r.Context()))
	if err == nil && !access.IsTOTP(secret) {
		secret, err = access.NewTOTP(p.Keeper.Random)
	}
	if err != nil {
		return FactorPage{}, err
	}
	page := FactorPage{Page: p.page(r, "access.factor.title"), Set: account.TOTP != "", Secret: secret}
	page.Crumbs = []site.Link{{Text: page.T("access.account.title"), Href: page.Href("/account")}, {Text: page.Title}}
	if page.Set {
		return page, nil
	}
	page.Code, err = drawn(access.TOTPAddress(secret, p.Issuer, account.Login))
	return page, err
}

// drawn turns a text into a QR code.
func drawn(text string) (QR, error) {
	code, err := qr.Encode(text, qr.M)
	if err != nil {
		return QR{}, err
	}
	const quiet = 4
	var path strings.Builder
	for y := range code.Size {
		for x := 0; x < code.Size; {
			run := 0
			for x+run < code.Size && code.Black(x+run, y) {
				run++
			}
			if run > 0 {
				fmt.Fprintf(&path, "M%d %dh%dv1h-%dz", x+quiet, y+quiet, run, run)
			}
			x += run + 1
		}
	}
	return QR{Size: code.Size + 2*quiet, Path: path.String()}, nil
}

// Spaced shows the secret in groups of four, to be typed by hand.
func (p FactorPage) Spaced() string {
	var groups []string
	for i := 0; i < len(p.Secret); i += 4 {
		groups = append(groups, p.Secret[i:min(i+4, len(p.Secret))])
	}
	return strings.Join(groups, " ")
}

// SetSecondFactor turns the second factor on: POST /account/second-factor.
func (p Pages) SetSecondFactor(w http.ResponseWriter, r *http.Request) {
	form, err, answer := p.guarded(w, r, func(form site.Form) error {
		return p.Keeper.SetSecondFactor(r.Context(), access.From(r.Context()), form.Get("secret"), form.Get("code"), secret(r, "current"))
	})
	if answer {
		p.answerFactor(w, r, form, err, "factor.on")
	}
}

// DropSecondFactor turns it off: POST /account/second-factor/removal.
func (p Pages) DropSecondFactor(w http.ResponseWriter, r *http.Request) {
	form, err, answer := p.guarded(w, r, func(site.Form) error {
		return p.Keeper.DropSecondFactor(r.Context(), access.From(r.Context()), secret(r, "current"))
	})
	if answer {
		p.answerFactor(w, r, form, err, "factor.off")
	}
}

func (p Pages) answerFactor(w http.ResponseWriter, r *http.Request, form site.Form, err error, said string) {
	if err == nil {
		p.Site.Redirect(w, r, "/account?said="+said)
		return
	}
	page, broken := p.factor(r, form.Get("secret"))
	if broken != nil {
		p.Site.Refuse(w, r, broken)
		return
	}
	page.Page = page.Refilled(form, err)
	p.Site.Show(w, r, "secondfactor", page)
}
