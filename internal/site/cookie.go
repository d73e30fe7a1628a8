package site

import (
	"net/http"
	"time"
)

// hostPrefix makes browsers refuse a cookie that is not Secure, that names a
// domain or that is not for the whole site.
const hostPrefix = "__Host-"

// cookieName adds the prefix when visitors come over TLS. Browsers refuse a
// __Host- cookie over plain HTTP, so an installation on a loopback address without
// TLS uses the plain name; everything else about the cookie stays the same, and a
// cookie of one kind is never read as the other.
func (s *Site) cookieName(name string) string {
	if s.config.Secure {
		return hostPrefix + name
	}
	return name
}

// SetCookie gives the reader's browser a cookie that scripts cannot read and that
// other sites cannot make it send: for the browser's session when age is 0.
func (s *Site) SetCookie(w http.ResponseWriter, name, value string, age time.Duration) {
	http.SetCookie(w, &http.Cookie{
		Name:     s.cookieName(name),
		Value:    value,
		Path:     "/",
		MaxAge:   int(age / time.Second),
		Secure:   s.config.Secure,
		HttpOnly: true,
		SameSite: http.SameSiteLaxMode,
	})
}

// Cookie returns the value of a cookie that SetCookie gave.
func (s *Site) Cookie(r *http.Request, name string) (string, bool) {
	cookie, err := r.Cookie(s.cookieName(name))
	if err != nil {
		return "", false
	}
	return cookie.Value, true
}

// DropCookie takes a cookie away.
func (s *Site) DropCookie(w http.ResponseWriter, name string) {
	s.SetCookie(w, name, "", -time.Second)
}
