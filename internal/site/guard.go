package site

import (
	"context"
	"crypto/rand"
	"fmt"
	"maps"
	"net/http"
	"runtime/debug"
	"strings"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/message"
)

// visit is what one request carries along.
type visit struct {
	id      string
	lang    message.Lang
	pattern string
	closers []func()
}

type visitKey struct{}

// visitOf returns the visit of a context, an empty Bangla one outside of Wrap.
func visitOf(ctx context.Context) *visit {
	if v, ok := ctx.Value(visitKey{}).(*visit); ok {
		return v
	}
	return &visit{lang: message.Bn}
}

// LangOf returns the language that the address of r asks for: English below /en,
// else Bangla.
func LangOf(r *http.Request) message.Lang { return visitOf(r.Context()).lang }

// Wrap puts around the routes what every request needs: a log line without
// personal data, headers that tie the browser's hands, a limit on size, no posts
// from other sites, the language, and a plain page when something panics.
func (s *Site) Wrap(routes http.Handler) http.Handler {
	return s.logged(s.secured(s.Language(s.recovered(s.sameOrigin(routes)))))
}

// Language takes /en off the path and notes the language, so that routes know
// nothing of languages. /bn leads to the same address without it.
func (s *Site) Language(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if rest, bangla := withoutPrefix(r.URL.Path, "/bn"); bangla && safeMethod(r.Method) {
			target := *r.URL
			target.Path, target.RawPath = rest, ""
			http.Redirect(w, r, target.RequestURI(), http.StatusMovedPermanently)
			return
		}
		v := visitOf(r.Context())
		rest, english := withoutPrefix(r.URL.Path, englishPrefix)
		if !english {
			v.lang = message.Bn
			next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
			return
		}
		v.lang = message.En
		in := r.WithContext(context.WithValue(r.Context(), visitKey{}, v))
		address := *r.URL
		address.Path = rest
		address.RawPath, _ = withoutPrefix(r.URL.RawPath, englishPrefix)
		in.URL = &address
		next.ServeHTTP(w, in)
	})
}

// withoutPrefix takes a first step off a path. Two slashes would make the rest an
// address of another site, so they are one.
func withoutPrefix(path, prefix string) (string, bool) {
	rest, found := strings.CutPrefix(path, prefix)
	if !found || rest != "" && rest[0] != '/' {
		return path, false
	}
	return "/" + strings.TrimLeft(rest, `/\`), true
}

func safeMethod(method string) bool {
	return method == http.MethodGet || method == http.MethodHead
}

// policy lets a page load nothing but our own style sheets, fonts, pictures and
// scripts, and post nowhere but here.
const policy = "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; " +
	"script-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// always is the headers of every answer, their names in canonical form.
var always = http.Header{
	"Content-Security-Policy":    {policy},
	"X-Content-Type-Options":     {"nosniff"},
	"X-Frame-Options":            {"DENY"},
	"Referrer-Policy":            {"same-origin"},
	"Cross-Origin-Opener-Policy": {"same-origin"},
	"Permissions-Policy":         {"camera=(self), geolocation=(self), microphone=()"},
}

func (s *Site) secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		maps.Copy(w.Header(), always)
		if s.config.Secure {
			w.Header().Set("Strict-Transport-Security", "max-age=31536000")
		}
		if r.Body != nil {
			r.Body = http.MaxBytesReader(w, r.Body, s.config.MaxBody)
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Site) sameOrigin(next http.Handler) http.Handler {
	guard := http.NewCrossOriginProtection()
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.Refuse(w, r, fault.New(fault.Denied, "form.elsewhere"))
	}))
	return guard.Handler(next)
}

func (s *Site) recovered(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		v := visitOf(r.Context())
		defer func() {
			v.pattern = r.Pattern
			for _, release := range v.closers {
				release()
			}
			cause := recover()
			if cause == nil {
				return
			}
			if cause == http.ErrAbortHandler {
				panic(cause)
			}
			s.config.Logger.Error("panic", "visit", v.id, "route", r.Pattern, "stack", string(debug.Stack()))
			s.broken(w, r, fmt.Errorf("panic: %v", cause))
		}()
		next.ServeHTTP(w, r)
	})
}

// watched notes what was answered.
type watched struct {
	http.ResponseWriter
	status int
	bytes  int
}

func (w *watched) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

func (w *watched) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.bytes += n
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *watched) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// logged writes one line a request: the route, never the path (it holds tracking
// numbers), no address of the visitor, no query, no form.
func (s *Site) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := s.config.Now()
		v := &visit{id: rand.Text()[:10], lang: message.Bn}
		out := &watched{ResponseWriter: w}
		next.ServeHTTP(out, r.WithContext(context.WithValue(r.Context(), visitKey{}, v)))
		s.config.Logger.Info("request", "visit", v.id, "method", r.Method, "route", v.pattern,
			"lang", string(v.lang), "status", out.status, "bytes", out.bytes,
			"ms", s.config.Now().Sub(began).Round(time.Microsecond).Seconds()*1000)
	})
}
