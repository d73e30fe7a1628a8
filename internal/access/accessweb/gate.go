package accessweb

import (
	"context"
	"net/http"
	"net/url"

	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/site"
)

// Chains tells which offices stand above one.
type Chains interface {
	// Chain returns an office and those above it, nearest first.
	Chain(ctx context.Context, officeID string) ([]office.Office, error)
}

// Gate stands before every route.
type Gate struct {
	Site    *site.Site
	Keeper  access.Keeper
	Offices Chains
}

// Identify puts who comes with the session cookie into the context, a stranger
// when the cookie is worth nothing (any more).
func (g Gate) Identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token, _ := g.Site.Cookie(r, SessionCookie)
		if token == "" {
			next.ServeHTTP(w, r)
			return
		}
		who, err := g.Keeper.Identify(r.Context(), token)
		if err != nil {
			g.Site.Refuse(w, r, err)
			return
		}
		if !who.Known() {
			g.Site.DropCookie(w, SessionCookie)
		}
		next.ServeHTTP(w, r.WithContext(access.With(r.Context(), who)))
	})
}

// Require lets through whom the policy allows. Identify, and the office of the
// address when it has one, must be in the context before. A stranger is led to
// the sign-in page and back; somebody who has signed in but may not pass gets
// the answer for a page that does not exist, so that other offices' things give
// nothing away.
func (g Gate) Require(policy access.Policy, next http.Handler) http.Handler {
	if policy == access.Public {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		who := access.From(r.Context())
		if !who.Known() {
			g.Site.Redirect(w, r, "/signin?to="+url.QueryEscape(wanted(r)))
			return
		}
		var chain []office.Office
		if o := office.From(r.Context()); o.ID != "" {
			var err error
			if chain, err = g.Offices.Chain(r.Context(), o.ID); err != nil {
				g.Site.Refuse(w, r, err)
				return
			}
		}
		if !policy.Allows(who, chain) {
			g.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
			return
		}
		next.ServeHTTP(w, r)
	})
}

// wanted is where to go after signing in: the page itself, or the page on which
// the form stood that was posted.
func wanted(r *http.Request) string {
	if r.Method == http.MethodGet || r.Method == http.MethodHead {
		return r.URL.RequestURI()
	}
	from, err := url.Parse(r.Referer())
	if err != nil || from.Host != r.Host {
		return "/"
	}
	path := from.Path
	if rest, english := trimLanguage(path); english {
		path = rest
	}
	return path
}

// trimLanguage takes the step of the English pages off a path.
func trimLanguage(path string) (string, bool) {
	const english = "/en"
	if path == english {
		return "/", true
	}
	if len(path) > len(english) && path[:len(english)+1] == english+"/" {
		return path[len(english):], true
	}
	return path, false
}
