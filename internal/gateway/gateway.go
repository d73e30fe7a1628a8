// Package gateway is the ways by which messages leave an office and reach it, as
// data: which kind of gateway, its settings, the limits on its use. It does not know
// how a gateway is spoken to.
package gateway

import (
	"slices"
	"time"

	"dorgora/internal/notice"
	"dorgora/internal/office"
)

// Gateway is one way out, in, or both, of an office and of those below it that have
// none of their own.
type Gateway struct {
	Office   string
	ID       string
	Kind     string // of Kinds
	Name     string // what people call it
	Settings map[string]string
	Secrets  map[string]string // passwords and tokens; sealed where they are kept
	Active   bool
	Since    time.Time // of the settings in force
	Revision int       // grows with every change; a stale one is refused
}

// Channel is what travels by the gateway.
func (g Gateway) Channel() notice.Channel {
	kind, _ := KindOf(g.Kind)
	return kind.Channel
}

// Sends reports whether messages leave by the gateway.
func (g Gateway) Sends() bool {
	kind, _ := KindOf(g.Kind)
	return g.Active && kind.Sends
}

// Value is a setting or a secret of the gateway, the usual one when none is given.
func (g Gateway) Value(field string) string {
	if value := g.Settings[field]; value != "" {
		return value
	}
	if value := g.Secrets[field]; value != "" {
		return value
	}
	kind, _ := KindOf(g.Kind)
	for _, one := range kind.Fields {
		if one.Name == field {
			return one.Usual
		}
	}
	return ""
}

// All are the settings and secrets of the gateway together, usual ones filled in.
func (g Gateway) All() map[string]string {
	all := map[string]string{}
	kind, _ := KindOf(g.Kind)
	for _, one := range kind.Fields {
		if value := g.Value(one.Name); value != "" {
			all[one.Name] = value
		}
	}
	return all
}

// For returns the gateway by which messages of a channel leave an office: an active
// one of its own, else of the nearest office above. chain is the office and those
// above it, the nearest first.
func For(chain []office.Office, all []Gateway, channel notice.Channel) (Gateway, bool) {
	for _, o := range chain {
		i := slices.IndexFunc(all, func(g Gateway) bool { return g.Office == o.ID && g.Sends() && g.Channel() == channel })
		if i >= 0 {
			return all[i], true
		}
	}
	return Gateway{}, false
}
