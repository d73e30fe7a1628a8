package app

import (
	"net"
	"net/http"
	"strings"

	"dorgora/internal/access"
	"dorgora/internal/access/accessweb"
	"dorgora/internal/doors"
	"dorgora/internal/fault"
	"dorgora/internal/office"
)

// route is one address with the one policy that guards it.
type route struct {
	Pattern string
	Policy  access.Policy
	Serve   http.HandlerFunc
}

// routed are the doors' routes among the program's own.
func routed(list []doors.Route) []route {
	all := make([]route, len(list))
	for i, one := range list {
		all[i] = route(one)
	}
	return all
}

// newHandler joins the two tables of routes: the installation's own addresses, and
// those below the slug of an office.
func (p *Program) newHandler(ownRoutes, officeRoutes []route) http.Handler {
	gate := accessweb.Gate{Site: p.Site, Keeper: p.Keeper, Offices: p.Offices}
	own, offices := http.NewServeMux(), http.NewServeMux()
	for _, one := range ownRoutes {
		own.Handle(one.Pattern, p.Metrics.Count(one.Pattern, gate.Identify(gate.Require(one.Policy, one.Serve))))
	}
	for _, one := range officeRoutes {
		offices.Handle(one.Pattern, p.Metrics.Count(one.Pattern, gate.Identify(p.inOffice(gate.Require(one.Policy, one.Serve)))))
	}
	missing := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		p.Site.Refuse(w, r, fault.New(fault.NotFound, "record.missing"))
	})
	own.Handle("/", p.Metrics.Count("none", gate.Identify(missing)))
	for _, rest := range []string{"/{office}", "/{office}/"} {
		offices.Handle(rest, p.Metrics.Count("none", gate.Identify(p.inOffice(missing))))
	}
	own.Handle("GET /assets/", p.Metrics.Count("GET /assets/", p.Site.Assets()))
	whole := http.NewServeMux()
	whole.HandleFunc("GET /livez", p.live)
	whole.HandleFunc("GET /readyz", p.ready)
	whole.Handle("/", p.Site.Wrap(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
		if first == "" || office.CheckSlug(first) != nil {
			own.ServeHTTP(w, r)
			return
		}
		offices.ServeHTTP(w, r)
	})))
	if p.Config.BehindProxy {
		return visitorBehindProxy(whole)
	}
	return whole
}

// visitorBehindProxy takes the visitor's address from the last entry of
// X-Forwarded-For, the one that our own proxy wrote; those before it are the
// visitor's own words. Limits on attempts need it.
func visitorBehindProxy(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		all := r.Header.Values("X-Forwarded-For")
		if len(all) > 0 {
			list := strings.Split(all[len(all)-1], ",")
			if ip := net.ParseIP(strings.TrimSpace(list[len(list)-1])); ip != nil {
				r = r.WithContext(r.Context())
				r.RemoteAddr = net.JoinHostPort(ip.String(), "0")
			}
		}
		next.ServeHTTP(w, r)
	})
}

// inOffice puts the office of the address into the context. It stands inside the
// table of routes, where the address has been taken apart.
func (p *Program) inOffice(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		o, err := p.Offices.BySlug(r.Context(), r.PathValue("office"))
		if err != nil {
			if fault.KindOf(err) == fault.NotFound {
				err = fault.New(fault.NotFound, "app.office.unknown")
			}
			p.Site.Refuse(w, r, err)
			return
		}
		next.ServeHTTP(w, r.WithContext(office.With(r.Context(), o)))
	})
}

// live answers as long as the program runs.
func (p *Program) live(w http.ResponseWriter, _ *http.Request) {
	_, _ = w.Write([]byte("live\n"))
}

// ready answers 200 when a write reaches the disk, else 503.
func (p *Program) ready(w http.ResponseWriter, r *http.Request) {
	err := p.DB.Latched()
	if err == nil {
		err = p.DB.Ping(r.Context())
	}
	if err != nil {
		p.World.Logger.Error("not ready", "error", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	_, _ = w.Write([]byte("ready\n"))
}
