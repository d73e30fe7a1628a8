package accessweb_test

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"

	"github.com/pquerna/otp/totp"
)

const (
	mobile   = "01711111111"
	password = "কাশফুল নৌকা ভোর"
	wrong    = "মোবাইল, ই-মেইল বা পাসওয়ার্ড মিলছে না"
)

func TestTemplates(t *testing.T) {
	pages, err := accessweb.Templates()
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(pages, map[string]site.Shown{
		"signin": accessweb.SignInPage{}, "invitation": accessweb.InvitationPage{},
		"account": accessweb.AccountPage{}, "secondfactor": accessweb.FactorPage{},
	}); err != nil {
		t.Error(err)
	}
}

func TestPagesSignIn(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	t.Run("in any digits, and on to the page asked for", func(t *testing.T) {
		b := h.browser()
		b.leads(b.get("/rupsha/desk"), "/signin?to=%2Frupsha%2Fdesk")
		b.shows(b.get("/signin?to=%2Frupsha%2Fdesk"), 200, `name="to" value="/rupsha/desk"`, "কর্মকর্তার প্রবেশ")
		b.leads(b.post("/signin", "login", "০১৭১১-১১১ ১১১", "password", password, "to", "/rupsha/desk"), "/rupsha/desk")
		b.shows(b.get("/rupsha/desk"), 200, "the desk of rupsha")
	})
	t.Run("a wrong password keeps the login as it was typed, and no password", func(t *testing.T) {
		b := h.browser()
		p := b.post("/signin", "login", "০১৭১১-১১১ ১১১", "password", "মনে নেই কিছু")
		b.shows(p, 422, wrong, `value="০১৭১১-১১১ ১১১"`)
		if strings.Contains(p.body, "মনে নেই কিছু") || b.cookies["session"] != "" {
			t.Error("the password is shown again, or a session was opened")
		}
	})
	t.Run("an unknown login gets the same answer", func(t *testing.T) {
		b := h.browser()
		known := b.post("/signin", "login", mobile, "password", "ভুল পাসওয়ার্ড")
		unknown := b.post("/signin", "login", "01799999999", "password", "ভুল পাসওয়ার্ড")
		if known.status != unknown.status || strings.ReplaceAll(known.body, mobile, "01799999999") != unknown.body {
			t.Error("the answers differ")
		}
	})
	t.Run("in English below /en", func(t *testing.T) {
		b := h.browser()
		b.shows(b.get("/en/signin"), 200, "Officers&#39; sign-in", `action="/en/signin"`)
		b.leads(b.post("/en/signin", "login", mobile, "password", password, "to", "/rupsha/desk"), "/en/rupsha/desk")
	})
	t.Run("nothing typed is said field by field", func(t *testing.T) {
		b := h.browser()
		b.shows(b.post("/signin"), 422, "মোবাইল নম্বর বা ই-মেইল লিখুন", `href="#login"`)
		b.shows(b.post("/signin", "login", mobile), 422, "পাসওয়ার্ড লিখুন", `href="#password"`)
	})
	t.Run("nobody is led to another site", func(t *testing.T) {
		for _, to := range []string{"https://evil.example/", "//evil.example/", `/\evil.example/`, "/\t/evil.example", "javascript:alert(1)", "evil", "/signout", "/%2F%2Fevil.example", "/..//evil.example"} {
			b := h.browser()
			p := b.post("/signin", "login", mobile, "password", password, "to", to)
			target, err := url.Parse(p.location)
			if p.status != 303 || err != nil || target.Host != "" || strings.HasPrefix(p.location, "//") || strings.Contains(p.location, `\`) || strings.HasPrefix(p.location, "/signout") {
				t.Errorf("%q leads to %q", to, p.location)
			}
			h.pass(time.Minute) // the address may try again
		}
	})
	t.Run("the page is kept by no cache", func(t *testing.T) {
		if got := h.browser().get("/signin").header.Get("Cache-Control"); !strings.Contains(got, "no-store") {
			t.Errorf("Cache-Control %q", got)
		}
	})
}

func TestPagesSignInLock(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	b := h.browser()
	for range 5 {
		b.shows(b.post("/signin", "login", mobile, "password", "ভুল পাসওয়ার্ড"), 422, wrong)
	}
	b.shows(b.post("/signin", "login", mobile, "password", password), 429, "১৫ মিনিট পরে", `value="`+mobile+`"`)
	for range 5 {
		b.shows(b.post("/signin", "login", "01799999999", "password", "ভুল পাসওয়ার্ড"), 422, wrong)
	}
	b.shows(b.post("/signin", "login", "01799999999", "password", "ভুল পাসওয়ার্ড"), 429, "১৫ মিনিট পরে")
	h.pass(15 * time.Minute)
	b.leads(b.post("/signin", "login", mobile, "password", password), "/account")
	t.Run("an address that tries many logins has to wait", func(t *testing.T) {
		h.pass(time.Hour)
		stopped := 0
		for i := range 25 {
			p := b.post("/signin", "login", "018000000"+string(rune('0'+i/10))+string(rune('0'+i%10)), "password", "ভুল পাসওয়ার্ড")
			if p.status == 429 {
				stopped++
			}
		}
		if stopped != 5 {
			t.Errorf("%d of 25 were stopped, want 5", stopped)
		}
	})
}

func TestPagesSession(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	signIn := func(b *browser) { b.leads(b.post("/signin", "login", mobile, "password", password), "/account") }
	t.Run("a planted session is not taken over", func(t *testing.T) {
		b := h.browser()
		b.cookies["session"] = "planted"
		signIn(b)
		if b.cookies["session"] == "planted" || len(b.cookies["session"]) != 43 {
			t.Errorf("session %q", b.cookies["session"])
		}
	})
	t.Run("signing in again ends the session before", func(t *testing.T) {
		b, old := h.browser(), h.browser()
		signIn(b)
		old.cookies["session"] = b.cookies["session"]
		signIn(b)
		old.leads(old.get("/account"), "/signin?to=%2Faccount")
	})
	t.Run("a revoked session is out at once", func(t *testing.T) {
		here, there := h.browser(), h.browser()
		signIn(here)
		signIn(there)
		there.shows(there.get("/rupsha/desk"), 200)
		p := here.get("/account")
		here.shows(p, 200, "Firefox, Android", "এই যন্ত্র")
		token := access.TokenHash(there.cookies["session"])
		here.leads(here.post("/account/sessions/"+token+"/revocation"), "/account?said=revoked")
		there.leads(there.get("/rupsha/desk"), "/signin?to=%2Frupsha%2Fdesk")
		here.shows(here.get("/account?said=revoked"), 200, "প্রবেশ বন্ধ করা হয়েছে।")
	})
	t.Run("all others at once", func(t *testing.T) {
		here, there := h.browser(), h.browser()
		signIn(here)
		signIn(there)
		here.leads(here.post("/account/sessions/revocation"), "/account?said=revoked")
		there.leads(there.get("/account"), "/signin?to=%2Faccount")
		here.shows(here.get("/account"), 200)
	})
	t.Run("that of somebody else cannot be revoked", func(t *testing.T) {
		h.pass(10 * time.Minute)
		h.hire("dighalia", "মিনা", "01722222222", password)
		other, here := h.browser(), h.browser()
		other.leads(other.post("/signin", "login", "01722222222", "password", password), "/account")
		signIn(here)
		here.shows(here.post("/account/sessions/"+access.TokenHash(other.cookies["session"])+"/revocation"), 404)
		other.shows(other.get("/account"), 200)
	})
	t.Run("signing out ends it on the server too", func(t *testing.T) {
		b, copied := h.browser(), h.browser()
		signIn(b)
		copied.cookies["session"] = b.cookies["session"]
		b.leads(b.post("/signout"), "/signin?said=signedout")
		if b.cookies["session"] != "" {
			t.Error("the cookie is still there")
		}
		copied.leads(copied.get("/account"), "/signin?to=%2Faccount")
	})
	t.Run("a night unused is too long, a working day is not", func(t *testing.T) {
		b := h.browser()
		signIn(b)
		h.pass(11 * time.Hour)
		b.shows(b.get("/account"), 200)
		h.pass(11 * time.Hour)
		b.shows(b.get("/account"), 200)
		h.pass(12 * time.Hour)
		b.leads(b.get("/account"), "/signin?to=%2Faccount")
	})
	t.Run("a disabled account is out at once and cannot come back", func(t *testing.T) {
		b := h.browser()
		signIn(b)
		account, err := h.keeper.Store.ByLogin(t.Context(), "+8801711111111")
		h.ok(err)
		h.ok(h.keeper.Disable(t.Context(), account.Office, account.Person, true))
		b.leads(b.get("/account"), "/signin?to=%2Faccount")
		b.shows(b.post("/signin", "login", mobile, "password", password), 422, wrong)
		h.ok(h.keeper.Disable(t.Context(), account.Office, account.Person, false))
		signIn(b)
	})
	t.Run("a form from another site is refused", func(t *testing.T) {
		b := h.browser()
		signIn(b)
		b.from = "cross-site"
		b.shows(b.post("/signout"), 403)
		b.from = ""
		b.shows(b.get("/account"), 200)
	})
}

func TestGateRequire(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	h.hire("khulna", "জালাল", "jalal@doict.gov.bd", password)
	rupsha, khulna := h.browser(), h.browser()
	rupsha.leads(rupsha.post("/signin", "login", mobile, "password", password), "/account")
	khulna.leads(khulna.post("/signin", "login", "Jalal@DoICT.gov.bd", "password", password), "/account")
	t.Run("the head of Rupsha sees Rupsha", func(t *testing.T) { rupsha.shows(rupsha.get("/rupsha/desk"), 200) })
	t.Run("and nothing of another office, as if it were not there", func(t *testing.T) {
		other, none := rupsha.get("/dighalia/desk"), rupsha.get("/nowhere/desk")
		if other.status != 404 || none.status != 404 {
			t.Errorf("%d and %d", other.status, none.status)
		}
		rupsha.shows(rupsha.get("/khulna/desk"), 404)
	})
	t.Run("a district person sees the offices below, not those above", func(t *testing.T) {
		khulna.shows(khulna.get("/rupsha/desk"), 200)
		khulna.shows(khulna.get("/dighalia/desk"), 200)
		khulna.shows(khulna.get("/doict/desk"), 404)
	})
	t.Run("a transfer counts at once", func(t *testing.T) {
		c := h.chart("rupsha")
		end, err := c.EndAssignment(c.Assignments[len(c.Assignments)-1].ID, h.clock().Add(time.Minute), h.clock())
		if c.Assignments[len(c.Assignments)-1].Office != "rupsha" {
			t.Fatal("wrong assignment")
		}
		h.ok(err)
		h.ok(h.store.Apply(t.Context(), end))
		h.pass(2 * time.Minute)
		rupsha.shows(rupsha.get("/rupsha/desk"), 404)
		rupsha.shows(rupsha.get("/account"), 200)
	})
	t.Run("a form posted after the session ended leads back to its page", func(t *testing.T) {
		b := h.browser()
		p := b.post("/rupsha/desk")
		b.leads(p, "/signin?to=%2F")
	})
}

func TestPagesInvitation(t *testing.T) {
	h := newHouse(t)
	token, err := h.keeper.InviteFirst(t.Context(), "rupsha")
	h.ok(err)
	b := h.browser()
	link := "/invitations/" + token
	b.shows(b.get(link), 200, "পাসওয়ার্ড ঠিক করুন", `name="name"`)
	t.Run("the link says for which office and posts it is", func(t *testing.T) {
		c := h.chart("rupsha")
		b.shows(b.get(link), 200, "<b>"+c.Office().Name+"</b>", c.HeadOf("rupsha").Title, "ব্যবস্থার তত্ত্বাবধায়ক, "+c.Top().Name)
	})
	t.Run("everything that is wrong is said at once, and what was typed stays", func(t *testing.T) {
		b.shows(b.post(link, "login", "0171", "password", "ছোট"), 422, "নাম লিখুন", "এটি মোবাইল নম্বর বা ই-মেইল নয়", "অন্তত ১০টি অক্ষর", `value="0171"`)
		b.shows(b.post(link, "name", "মো. করিম", "login", mobile, "password", password, "again", "অন্য কিছু লিখলাম"), 422, "দুই ঘরের পাসওয়ার্ড এক নয়", `value="মো. করিম"`)
	})
	b.leads(b.post(link, "name", "মো. করিম", "login", mobile, "password", password, "again", password), "/account")
	t.Run("the first administrator leads the office and the installation", func(t *testing.T) {
		who, err := h.keeper.Identify(t.Context(), b.cookies["session"])
		h.ok(err)
		if !who.Steward() || !who.Holds("rupsha", "rupsha-head") || who.Name != "মো. করিম" || who.Office != "rupsha" {
			t.Errorf("got %+v", who)
		}
		b.shows(b.get("/dighalia/desk"), 200)
	})
	t.Run("the link works once", func(t *testing.T) {
		b.shows(b.get(link), 404, "লিংকটি আগেই ব্যবহার হয়েছে")
		b.shows(b.post(link, "name", "চোর", "login", "01733333333", "password", password, "again", password), 404)
	})
	t.Run("an old or unknown link is refused in words", func(t *testing.T) {
		fresh, err := h.keeper.InviteHead(t.Context(), "dighalia", "")
		h.ok(err)
		h.pass(8 * 24 * time.Hour)
		b.shows(b.get("/invitations/"+fresh), 404, "মেয়াদ শেষ")
		b.shows(b.get("/invitations/abc"), 404, "লিংকটি চেনা যাচ্ছে না")
	})
	t.Run("a login that somebody has is refused", func(t *testing.T) {
		fresh, err := h.keeper.InviteHead(t.Context(), "dighalia", "")
		h.ok(err)
		b.shows(h.browser().post("/invitations/"+fresh, "name", "মিনা", "login", mobile, "password", password, "again", password), 422, "আরেকজন প্রবেশ করেন")
	})
	t.Run("a forgotten password is set anew, and all sessions end", func(t *testing.T) {
		account, err := h.keeper.Store.ByLogin(t.Context(), "+8801711111111")
		h.ok(err)
		old := h.browser()
		old.leads(old.post("/signin", "login", mobile, "password", password), "/account")
		fresh, err := h.keeper.Invite(t.Context(), access.Invitation{Office: account.Office, Person: account.Person})
		h.ok(err)
		b := h.browser()
		b.shows(b.get("/invitations/"+fresh), 200, "নতুন পাসওয়ার্ড ঠিক করুন", `value="০১৭১১ ১১১ ১১১"`)
		b.leads(b.post("/invitations/"+fresh, "login", mobile, "password", "শিউলি ফুলের সকাল", "again", "শিউলি ফুলের সকাল"), "/account")
		old.leads(old.get("/account"), "/signin?to=%2Faccount")
		b.shows(b.post("/signin", "login", mobile, "password", password), 422, wrong)
	})
}

var secretField = regexp.MustCompile(`name="secret" value="([A-Z2-7]+)"`)

func TestPagesSecondFactor(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	b := h.browser()
	b.leads(b.post("/signin", "login", mobile, "password", password), "/account")
	p := b.get("/account/second-factor")
	b.shows(p, 200, `class="qr"`, "<path d=\"M")
	found := secretField.FindStringSubmatch(html.UnescapeString(p.body))
	if found == nil {
		t.Fatal("no secret on the page")
	}
	secret := found[1]
	code := func() string {
		text, err := totp.GenerateCode(secret, h.clock())
		h.ok(err)
		return text
	}
	b.shows(b.post("/account/second-factor", "secret", secret, "code", "000000", "current", password), 422, "সংকেতটি মিলছে না", secret)
	b.shows(b.post("/account/second-factor", "secret", secret, "code", code(), "current", "ভুল পাসওয়ার্ড"), 422, "এখনকার পাসওয়ার্ড মিলছে না")
	b.shows(b.post("/account/second-factor", "secret", "short", "code", code(), "current", password), 422, "নতুন কোড আবার স্ক্যান")
	b.leads(b.post("/account/second-factor", "secret", secret, "code", code(), "current", password), "/account?said=factor.on")
	b.shows(b.get("/account?said=factor.on"), 200, "চালু আছে", "দ্বিতীয় ধাপ চালু হয়েছে")
	h.pass(time.Minute)
	t.Run("signing in asks for the code, which is no failure", func(t *testing.T) {
		b := h.browser()
		for range 6 {
			b.shows(b.post("/signin", "login", mobile, "password", password), 422, `name="code"`, "৬ অঙ্কের যাচাই সংকেত")
		}
		b.shows(b.post("/signin", "login", mobile, "password", password, "code", "123456"), 422, "সংকেতটি মিলছে না", `name="code"`)
		used := code()
		b.leads(b.post("/signin", "login", mobile, "password", password, "code", used), "/account")
		b.shows(b.post("/signin", "login", mobile, "password", password, "code", used), 422, "একবার ব্যবহার হয়ে গেছে")
	})
	t.Run("without the password nobody learns that a code is needed", func(t *testing.T) {
		b := h.browser()
		if p := b.post("/signin", "login", mobile, "password", "ভুল পাসওয়ার্ড"); strings.Contains(p.body, `name="code"`) {
			t.Error("the code is asked for")
		}
	})
	t.Run("it is taken off with the password only", func(t *testing.T) {
		h.pass(10 * time.Minute)
		b.shows(b.post("/account/second-factor/removal", "current", "ভুল পাসওয়ার্ড"), 422, "এখনকার পাসওয়ার্ড মিলছে না")
		b.leads(b.post("/account/second-factor/removal", "current", password), "/account?said=factor.off")
	})
}

func TestPagesChangePassword(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	here, there := h.browser(), h.browser()
	for _, b := range []*browser{here, there} {
		b.leads(b.post("/signin", "login", mobile, "password", password), "/account")
	}
	next := "শিউলি ফুলের সকাল"
	here.shows(here.post("/account/password", "current", "ভুল পাসওয়ার্ড", "password", next, "again", next), 422, "এখনকার পাসওয়ার্ড মিলছে না", `href="#current"`)
	here.shows(here.post("/account/password", "current", password, "password", "01711111111", "again", "01711111111"), 422, "পাসওয়ার্ড করা যায় না")
	here.leads(here.post("/account/password", "current", password, "password", next, "again", next), "/account?said=password")
	here.shows(here.get("/account"), 200)
	there.leads(there.get("/account"), "/signin?to=%2Faccount")
	there.shows(there.post("/signin", "login", mobile, "password", password), 422, wrong)
	there.leads(there.post("/signin", "login", mobile, "password", next), "/account")
}

// TestPagesWords looks for texts that are missing, in both languages.
func TestPagesWords(t *testing.T) {
	h := newHouse(t)
	h.hire("rupsha", "মো. করিম", mobile, password)
	b := h.browser()
	b.leads(b.post("/signin", "login", mobile, "password", password), "/account")
	fresh, err := h.keeper.InviteHead(t.Context(), "dighalia", "")
	h.ok(err)
	missing := regexp.MustCompile(`\[[a-z]+\.[a-z.]+\]`)
	for _, path := range []string{"/account", "/account/second-factor", "/invitations/" + fresh} {
		for _, lang := range []string{"", "/en"} {
			p := b.get(lang + path)
			b.shows(p, 200)
			if key := missing.FindString(p.body); key != "" {
				t.Errorf("%s%s has no text for %s", lang, path, key)
			}
		}
	}
}
