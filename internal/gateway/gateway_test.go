package gateway_test

import (
	"maps"
	"slices"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/gateway"
	"dorgora/internal/notice"
	"dorgora/internal/office"
)

var now = time.Date(2026, time.November, 25, 4, 0, 0, 0, time.UTC)

// kannel is a whole gateway with some settings exchanged; an empty one is taken away.
func kannel(pairs ...string) gateway.Gateway {
	g := gateway.Gateway{
		Office: "khulna", ID: "k", Kind: "kannel", Name: "জেলার এসএমএস",
		Settings: map[string]string{"url": "https://sms.example.gov.bd/sendsms", "user": "dorgora", "from": "16123"},
		Secrets:  map[string]string{"password": "geheim", "token": "t0ken"},
	}
	for i := 0; i < len(pairs); i += 2 {
		g.Settings[pairs[i]] = pairs[i+1]
	}
	return g
}

// faults lists what is wrong as "field message".
func faults(err error) []string {
	var list []string
	for _, one := range fault.List(err) {
		list = append(list, one.Field+" "+one.Message)
	}
	return list
}

func TestGatewayCheck(t *testing.T) {
	for _, one := range []struct {
		name string
		g    gateway.Gateway
		want []string
	}{
		{"a whole one is right", kannel(), nil},
		{"numbers and times in either digits", kannel("price", "২৫", "quiet_from", "২১:৩০", "budget", "500"), nil},
		{"without an address and a user", kannel("url", "", "user", " "), []string{"url gateway.field.missing", "user gateway.field.missing"}},
		{"an address without TLS", kannel("url", "http://sms.example.gov.bd/"), []string{"url gateway.field.address"}},
		{"an address without TLS on this machine", kannel("url", "http://127.0.0.1:13013/cgi-bin/sendsms"), nil},
		{"an address of another scheme", kannel("url", "file:///etc/passwd"), []string{"url gateway.field.address"}},
		{"a price that is no number", kannel("price", "পঁচিশ"), []string{"price gateway.field.number"}},
		{"a price below zero", kannel("price", "-5"), []string{"price gateway.field.number"}},
		{"an hour that no day has", kannel("quiet_to", "25:00"), []string{"quiet_to gateway.field.clock"}},
		{"an hour without minutes", kannel("quiet_to", "8"), []string{"quiet_to gateway.field.clock"}},
		{"an unknown kind", gateway.Gateway{Kind: "pigeon", Name: "x"}, []string{"kind gateway.kind.unknown"}},
		{"nothing but its kind", gateway.Gateway{Kind: "lmtp"}, []string{"name gateway.name.missing", "listen gateway.field.missing", "domain gateway.field.missing"}},
		{
			"mail without TLS to another machine", gateway.Gateway{Kind: "smtp", Name: "x", Settings: map[string]string{"host": "mail.example.gov.bd", "from": "a@example.gov.bd", "tls": "none"}},
			[]string{"tls gateway.tls.none"},
		},
		{"mail without TLS on this machine", gateway.Gateway{Kind: "smtp", Name: "x", Settings: map[string]string{"host": "localhost", "from": "a@example.gov.bd", "tls": "none"}}, nil},
		{"a way of TLS that there is not", gateway.Gateway{Kind: "smtp", Name: "x", Settings: map[string]string{"host": "h", "from": "a@b", "tls": "ssl3"}}, []string{"tls gateway.field.choice"}},
	} {
		t.Run(one.name, func(t *testing.T) {
			if _, err := one.g.Check(); !slices.Equal(faults(err), one.want) {
				t.Errorf("got %q, want %q", faults(err), one.want)
			}
		})
	}
	t.Run("what is kept is in its stored form, and nothing that the kind does not know", func(t *testing.T) {
		g, err := kannel("price", " ২৫ ", "pigeon", "x").Check()
		want := map[string]string{"url": "https://sms.example.gov.bd/sendsms", "user": "dorgora", "from": "16123", "price": "25"}
		if err != nil || !maps.Equal(g.Settings, want) {
			t.Errorf("%v, %v", g.Settings, err)
		}
	})
}

func TestGatewayChanged(t *testing.T) {
	first, err := gateway.Gateway{Office: "khulna", ID: "k", Kind: "kannel"}.Changed(kannel(), now)
	if err != nil || first.Revision != 1 || first.Active {
		t.Fatalf("%+v, %v", first, err)
	}
	sent := kannel("user", "other")
	sent.Secrets = map[string]string{"password": ""}
	second, err := first.Changed(sent, now.Add(time.Hour))
	if err != nil || second.Revision != 2 || second.Settings["user"] != "other" {
		t.Fatalf("%+v, %v", second, err)
	}
	if second.Secrets["password"] != "geheim" || second.Secrets["token"] != "t0ken" {
		t.Errorf("a secret that was sent empty is %v", second.Secrets)
	}
	sent.Secrets = map[string]string{"password": "neu"}
	if third, err := second.Changed(sent, now); err != nil || third.Secrets["password"] != "neu" || second.Secrets["password"] != "geheim" {
		t.Errorf("%v from %v, %v", third.Secrets, second.Secrets, err)
	}
}

func TestGatewayTurned(t *testing.T) {
	active := kannel()
	active.ID, active.Active = "first", true
	box := gateway.Gateway{Office: "khulna", ID: "box", Kind: "imap", Active: true}
	own := []gateway.Gateway{active, box}
	if _, err := kannel().Turned(true, own, now); fault.KindOf(err) != fault.Conflict {
		t.Errorf("two ways for SMS: %v", err)
	}
	if g, err := kannel().Turned(true, own[1:], now); err != nil || !g.Active || g.Revision != 1 {
		t.Errorf("%+v, %v", g, err)
	}
	if g, err := active.Turned(false, own, now); err != nil || g.Active {
		t.Errorf("%+v, %v", g, err)
	}
	if g, err := (gateway.Gateway{ID: "other", Kind: "imap"}).Turned(true, own, now); err != nil || !g.Active {
		t.Errorf("a second mailbox: %+v, %v", g, err)
	}
}

func TestFor(t *testing.T) {
	chain := []office.Office{{ID: "rupsha"}, {ID: "khulna"}, {ID: "doict"}}
	named := func(office, id, kind string, active bool) gateway.Gateway {
		return gateway.Gateway{Office: office, ID: id, Kind: kind, Active: active}
	}
	all := []gateway.Gateway{
		named("doict", "d", "http", true), named("khulna", "k", "kannel", true), named("rupsha", "off", "gammu", false),
		named("rupsha", "box", "imap", true), named("elsewhere", "e", "smtp", true),
	}
	for _, one := range []struct {
		name    string
		chain   []office.Office
		channel notice.Channel
		want    string
	}{
		{"the nearest office above, when the own way is out of use", chain, notice.SMS, "k"},
		{"above that office, the next", chain[2:], notice.SMS, "d"},
		{"a mailbox sends no mail, and another office's way is not ours", chain, notice.Mail, ""},
		{"nobody sends letters", chain, notice.Post, ""},
	} {
		t.Run(one.name, func(t *testing.T) {
			if g, found := gateway.For(one.chain, all, one.channel); g.ID != one.want || found != (one.want != "") {
				t.Errorf("got %q, %v", g.ID, found)
			}
		})
	}
}

func TestGatewayMachine(t *testing.T) {
	for want, g := range map[string]gateway.Gateway{
		"":       kannel(),
		"url":    kannel("url", "http://localhost:13013/"),
		"folder": {Kind: "gammu"},
		"listen": {Kind: "lmtp"},
		"host":   {Kind: "smtp", Settings: map[string]string{"host": "::1"}},
	} {
		if got := g.Machine(); got != want {
			t.Errorf("%s %v: %q, want %q", g.Kind, g.Settings, got, want)
		}
	}
}

func TestGatewayKnows(t *testing.T) {
	if g := kannel(); !g.Knows("t0ken") || g.Knows("") || g.Knows("t0ke") || g.Knows("t0kenn") {
		t.Error("a wrong token is taken, or the right one is not")
	}
	if (gateway.Gateway{}).Knows("") {
		t.Error("without a token anybody may call")
	}
}

func TestGatewayCalled(t *testing.T) {
	g := kannel()
	at := gateway.AddressOf("https://seba.example.gov.bd", "khulna", g)
	if want := "https://seba.example.gov.bd/khulna/gateways/k/t0ken"; at != want {
		t.Errorf("address %q, want %q", at, want)
	}
	called := g.Called(at)
	if spoken := called.All(); spoken["report"] != at+"/report" || spoken["password"] != "geheim" || spoken["quiet_from"] != "21:00" || g.Settings["report"] != "" {
		t.Errorf("%v", spoken)
	}
	if kept, err := called.Check(); err != nil || kept.Settings["report"] != "" {
		t.Errorf("the address is kept: %v, %v", kept.Settings, err)
	}
}
