package gatewayweb_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/gateway"
	"dorgora/internal/gateway/gatewaydb"
	"dorgora/internal/gateway/gatewayweb"
	"dorgora/internal/message"
	"dorgora/internal/notice"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sms"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// room is the Rupsha office setting up its ways; its clock stands.
type room struct {
	*testing.T
	who      access.Identity
	store    gatewaydb.Store
	door     http.Handler
	said     []notice.Notice
	incoming []sms.Incoming
	reports  []sms.Report
	broken   error // what those who are told answer
}

func (d *room) Chain(context.Context, string) ([]office.Office, error) {
	return []office.Office{{ID: "rupsha", Slug: "rupsha", Name: "রূপসা"}, {ID: "khulna", Slug: "khulna", Name: "খুলনা জেলা"}}, nil
}

var (
	head    = access.Identity{Person: "tasnim", Name: "তাসনিম আরা", Seats: []access.Seat{{Office: "rupsha", Post: "head", Role: office.Head}}}
	steward = access.Identity{Person: "root", Name: "তত্ত্বাবধায়ক", Seats: []access.Seat{{Office: "doict", Post: "s", Role: office.Steward}}}
)

func newRoom(t *testing.T) *room {
	t.Helper()
	texts, err := message.New(site.Texts, number.Texts, gatewayweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	templates, err := site.Parse(gatewayweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	d := &room{T: t, who: head}
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "room.db"), migrations.Files)
	d.store = gatewaydb.Store{DB: db, Key: bytes.Repeat([]byte{7}, 32), Random: rand.Reader}
	clock := func() time.Time { return time.Date(2026, time.November, 23, 10, 42, 0, 0, workday.Dhaka) }
	shell, err := site.New(site.Config{
		Catalogue: texts, Templates: []site.Templates{templates}, Now: clock, Random: rand.Reader, Logger: slog.New(slog.NewTextHandler(io.Discard, nil)),
		Furnish: func(_ *http.Request, page *site.Page) {
			page.Office = site.Office{Name: "রূপসা কার্যালয়", Slug: "rupsha"}
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	d.door = shell.Wrap(d.routes(gatewayweb.Pages{
		Site: shell, Store: d.store, Offices: d, Origin: "https://seba.example.gov.bd", Now: clock, Random: rand.Reader, Floods: gatewayweb.NewFloods(),
		Say: func(_ context.Context, n notice.Notice) error { d.said = append(d.said, n); return nil },
		Incoming: func(_ context.Context, _ gateway.Gateway, in sms.Incoming) error {
			d.incoming = append(d.incoming, in)
			return d.broken
		},
		Reported: func(_ context.Context, _ gateway.Gateway, r sms.Report) error {
			d.reports = append(d.reports, r)
			return d.broken
		},
	}))
	return d
}

func (d *room) routes(p gatewayweb.Pages) http.Handler {
	mux := http.NewServeMux()
	for pattern, serve := range map[string]http.HandlerFunc{
		"GET /{office}/desk/gateways": p.List, "POST /{office}/desk/gateways": p.Create, "GET /{office}/desk/gateways/new": p.New,
		"GET /{office}/desk/gateways/{gateway}": p.Gateway, "POST /{office}/desk/gateways/{gateway}": p.Change,
		"POST /{office}/desk/gateways/{gateway}/use": p.Use, "POST /{office}/desk/gateways/{gateway}/test": p.Test,
		"/{office}/gateways/{gateway}/{secret}/incoming": p.Come, "/{office}/gateways/{gateway}/{secret}/report": p.Report,
	} {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) {
			ctx := office.With(access.With(r.Context(), d.who), office.Office{ID: r.PathValue("office"), Slug: r.PathValue("office")})
			serve(w, r.WithContext(ctx))
		})
	}
	return mux
}

// send asks for an address; content is that of a body, of the kind.
func (d *room) send(method, path, kind, content string) *httptest.ResponseRecorder {
	d.Helper()
	r := httptest.NewRequest(method, path, strings.NewReader(content))
	if kind != "" {
		r.Header.Set("Content-Type", kind)
	}
	answer := httptest.NewRecorder()
	d.door.ServeHTTP(answer, r)
	return answer
}

// ask sends a form, of pairs of names and values, or opens a page without any.
func (d *room) ask(status int, path string, pairs ...string) (body, to string) {
	d.Helper()
	form := url.Values{}
	for i := 0; i < len(pairs); i += 2 {
		form.Set(pairs[i], pairs[i+1])
	}
	method, kind := http.MethodGet, ""
	if len(pairs) > 0 {
		method, kind = http.MethodPost, "application/x-www-form-urlencoded"
	}
	answer := d.send(method, path, kind, form.Encode())
	body = answer.Body.String()
	if answer.Code != status {
		d.Fatalf("%s answers %d, want %d: %.800s", path, answer.Code, status, body)
	}
	if strings.Contains(body, "<html") {
		sitetest.Page(d, body)
	}
	return body, answer.Header().Get("Location")
}

// has checks what stands on a page; words after "!" do not.
func (d *room) has(body string, words ...string) {
	d.Helper()
	for _, word := range words {
		if rest, not := strings.CutPrefix(word, "!"); not == strings.Contains(body, rest) {
			d.Errorf("%q: missing or not wanted", word)
		}
	}
}

const list = "/rupsha/desk/gateways"

var formKey = strings.Repeat("a", 32)

// kannel is the form of a new gateway with some values exchanged.
func kannel(pairs ...string) []string {
	return append([]string{
		"form-key", formKey, "kind", "kannel", "name", "জেলার এসএমএস", "url", "https://sms.example.gov.bd/sendsms",
		"user", "dorgora", "password", "geheim 4711 ", "from", "16123", "price", "২৫",
	}, pairs...)
}

// made sets up a gateway, takes it into use and returns the path of its address.
func (d *room) made() string {
	d.Helper()
	d.ask(303, list, kannel()...)
	d.ask(303, list+"/"+formKey+"/use", "turn", "on", "form-key", formKey)
	g, err := d.store.Gateway(d.Context(), "rupsha", formKey)
	if err != nil {
		d.Fatal(err)
	}
	return "/rupsha/gateways/" + g.ID + "/" + g.Secrets["token"]
}

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(gatewayweb.Files)
	if err == nil {
		err = sitetest.Check(templates, map[string]site.Shown{"gateways": gatewayweb.ListPage{}, "gateway": gatewayweb.FormPage{}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestEveryKindHasItsWords(t *testing.T) {
	d := newRoom(t)
	for _, kind := range gateway.Kinds() {
		for _, lang := range []string{"", "/en"} {
			body, _ := d.ask(200, lang+list+"/new?kind="+kind.ID)
			d.has(body, "![gateway", `name="name"`, `value="`+kind.ID+`"`)
		}
	}
}

func TestPagesCreate(t *testing.T) {
	d := newRoom(t)
	body, _ := d.ask(200, list)
	d.has(body, "কোনো পথ ঠিক করা নেই", "এখানে কিছু ঠিক করা নেই")
	t.Run("mistakes are named and what was typed stays, but no password", func(t *testing.T) {
		body, _ := d.ask(422, list, kannel("url", "http://sms.example.gov.bd", "name", "", "quiet_from", "রাত")...)
		d.has(body, `href="#url"`, `href="#name"`, "https:// দিয়ে শুরু", "রাত", `value="dorgora"`, "!geheim", "<details class=\"raw gap\" open")
	})
	t.Run("sent twice it is one, and not in use", func(t *testing.T) {
		for range 2 {
			if _, to := d.ask(303, list, kannel()...); to != list+"/"+formKey+"?said=saved" {
				t.Errorf("leads to %s", to)
			}
		}
		own, err := d.store.Gateways(t.Context(), "rupsha")
		if err != nil || len(own) != 1 || own[0].Active || own[0].Settings["price"] != "25" || own[0].Secrets["password"] != "geheim 4711" || len(own[0].Secrets["token"]) != 32 {
			t.Errorf("%+v, %v", own, err)
		}
		body, _ := d.ask(200, list)
		d.has(body, "জেলার এসএমএস", "বন্ধ", "কোনো পথ ঠিক করা নেই")
	})
	t.Run("a kind that there is not is refused", func(t *testing.T) {
		d.ask(422, list, kannel("kind", "pigeon")...)
	})
}

func TestPagesMachine(t *testing.T) {
	d := newRoom(t)
	form := kannel("url", "http://127.0.0.1:13013/cgi-bin/sendsms")
	body, _ := d.ask(422, list, form...)
	d.has(body, "যাঁরা পুরো ব্যবস্থাটি দেখেন", `href="#url"`)
	d.who = steward
	d.ask(303, list, form...)
	d.who = head
	d.ask(403, list+"/"+formKey+"/use", "turn", "on", "form-key", formKey)
	d.who = steward
	d.ask(303, list+"/"+formKey+"/use", "turn", "on", "form-key", formKey)
	d.who = head
	d.ask(303, list+"/"+formKey+"/use", "turn", "off", "form-key", formKey)
}

var revision = regexp.MustCompile(`name="revision" value="(\d+)"`)

func TestPagesChange(t *testing.T) {
	d := newRoom(t)
	at := d.made()
	path := list + "/" + formKey
	body, _ := d.ask(200, path)
	d.has(body, "চালু", "একটি রাখা আছে", "!geheim", at+"/incoming?from=%p", `value="২৫"`)
	now := revision.FindStringSubmatch(body)[1]
	d.ask(303, path, kannel("name", "নতুন নাম", "password", "", "revision", now)...)
	g, err := d.store.Gateway(t.Context(), "rupsha", formKey)
	if err != nil || g.Name != "নতুন নাম" || g.Secrets["password"] != "geheim 4711" || !g.Active || !strings.HasSuffix(at, g.Secrets["token"]) {
		t.Errorf("%+v, %v", g, err)
	}
	t.Run("what somebody else changed meanwhile is not overwritten", func(t *testing.T) {
		d.ask(409, path, kannel("revision", now)...)
	})
	t.Run("a new address ends the old one", func(t *testing.T) {
		body, _ := d.ask(200, path)
		d.ask(303, path, kannel("renew", "yes", "revision", revision.FindStringSubmatch(body)[1])...)
		d.ask(404, at+"/incoming")
	})
	t.Run("another office's is not there", func(t *testing.T) {
		d.ask(404, "/dighalia/desk/gateways/"+formKey)
		d.ask(404, "/dighalia/desk/gateways/"+formKey+"/use", "turn", "off")
	})
}

func TestPagesUse(t *testing.T) {
	d := newRoom(t)
	d.made()
	body, _ := d.ask(200, list)
	d.has(body, "<dd>জেলার এসএমএস</dd>")
	other := strings.Repeat("b", 32)
	d.ask(303, list, kannel("form-key", other, "name", "আরেকটি")...)
	body, _ = d.ask(409, list+"/"+other+"/use", "turn", "on", "form-key", other)
	d.has(body, "“জেলার এসএমএস” চালু আছে")
	for range 2 {
		d.ask(303, list+"/"+formKey+"/use", "turn", "off", "form-key", formKey)
	}
	d.ask(303, list+"/"+other+"/use", "turn", "on", "form-key", other)
}

func TestPagesTest(t *testing.T) {
	d := newRoom(t)
	d.made()
	path := list + "/" + formKey + "/test"
	d.ask(303, path, "to", "০১৭১২-৩৪৫৬৭৮", "form-key", formKey)
	if len(d.said) != 1 || d.said[0].Address != "+8801712345678" || d.said[0].Channel != notice.SMS || d.said[0].Office != "rupsha" || d.said[0].Key != "gateway.notice.test" {
		t.Errorf("%+v", d.said)
	}
	body, _ := d.ask(422, path, "to", "১২৩", "form-key", formKey)
	d.has(body, "এগারো অঙ্কের", `href="#to"`, "জেলার এসএমএস")
	d.ask(303, list+"/"+formKey+"/use", "turn", "off", "form-key", formKey)
	d.ask(409, path, "to", "01712345678", "form-key", formKey)
}
