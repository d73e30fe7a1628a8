package gateway

import (
	"crypto/subtle"
	"maps"
	"net/url"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/notice"
)

// Changed is the gateway with the name and settings that were sent. A secret that was
// sent empty stays as it is.
func (g Gateway) Changed(sent Gateway, now time.Time) (Gateway, error) {
	secrets := map[string]string{}
	maps.Copy(secrets, g.Secrets)
	for name, value := range sent.Secrets {
		if value != "" {
			secrets[name] = value
		}
	}
	g.Name, g.Settings, g.Secrets, g.Since, g.Revision = sent.Name, sent.Settings, secrets, now, g.Revision+1
	return g.Check()
}

// Turned is the gateway in use, or out of use. Of those by which one channel leaves
// an office only one is in use; own are the gateways of the office.
func (g Gateway) Turned(on bool, own []Gateway, now time.Time) (Gateway, error) {
	kind, _ := KindOf(g.Kind)
	for _, other := range own {
		if on && kind.Sends && other.ID != g.ID && other.Sends() && other.Channel() == g.Channel() {
			return g, fault.New(fault.Conflict, "gateway.other.active", "name", other.Name)
		}
	}
	g.Active, g.Since, g.Revision = on, now, g.Revision+1
	return g, nil
}

// Machine names the setting by which the gateway reaches into the machine on which
// the program runs, its folders or what listens on it alone; empty when there is none.
// Such settings are for those who look after the installation.
func (g Gateway) Machine() string {
	switch {
	case g.Kind == "gammu":
		return "folder"
	case g.Kind == "lmtp":
		return "listen"
	case loopback(g.Settings["host"]):
		return "host"
	}
	if u, err := url.Parse(g.Settings["url"]); err == nil && loopback(u.Hostname()) {
		return "url"
	}
	return ""
}

// Calls reports whether the gateway hands over what comes in by calling an address.
func (g Gateway) Calls() bool { return g.Kind == "kannel" || g.Kind == "http" }

// Knows reports whether a token is that of the gateway. It takes as long for a wrong
// one as for the right one.
func (g Gateway) Knows(token string) bool {
	own := g.Secrets["token"]
	return own != "" && subtle.ConstantTimeCompare([]byte(own), []byte(token)) == 1
}

// Test is a notice to the own address of whoever set the gateway up, which leaves as
// any other does.
func (g Gateway) Test(id, address string, now time.Time) notice.Notice {
	return notice.Notice{
		Office: g.Office, ID: id, Subject: "gateway/" + g.ID, To: notice.Officer, Channel: g.Channel(), Address: address, Lang: "bn",
		Key: "gateway.notice.test", Args: []string{"name", g.Name}, At: now, Leaves: now, Status: notice.Waiting,
	}
}

// Called is the gateway with the address to which it reports, which some kinds are
// told with each message; at is its AddressOf.
func (g Gateway) Called(at string) Gateway {
	if g.Kind == "kannel" {
		g.Settings = maps.Clone(g.Settings)
		g.Settings["report"] = at + "/report"
	}
	return g
}

// AddressOf is where a gateway calls, without the last step that says what it tells:
// below the address of the installation and the slug of the gateway's office. The
// token in it is the gateway's password.
func AddressOf(origin, slug string, g Gateway) string {
	return origin + "/" + slug + "/gateways/" + g.ID + "/" + g.Secrets["token"]
}
