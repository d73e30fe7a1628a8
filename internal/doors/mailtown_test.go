package doors_test

import (
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"io"
	"log/slog"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/gateway"
	"dorgora/internal/gateway/gatewaydb"
	"dorgora/internal/mail"
	"dorgora/internal/mail/mailtest"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxdb"
)

// town is a program whose mail leaves by a relay and comes in by a mailbox of Dovecot
// and by LMTP.
type town struct {
	*testing.T
	*app.Program
	relay   *mailtest.Relay
	dovecot *mailtest.Dovecot
	lmtp    string
	data    string
	mails   postboxdb.Store
}

func newTown(t *testing.T, database string) *town {
	t.Helper()
	data := t.TempDir()
	p, err := app.Open(t.Context(), app.Config{Data: data, Database: database, Listen: "127.0.0.1:8080", Address: "https://seba.example"}, app.World{
		Now: time.Now, Random: rand.Reader, Logger: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &town{T: t, Program: p, relay: mailtest.StartRelay(t, nil), dovecot: mailtest.StartDovecot(t), lmtp: "127.0.0.1:" + mailtest.FreePort(t), data: data}
	w.mails = postboxdb.Store{DB: p.DB}
	out := w.relay.Settings()
	out["domain"] = "rupsha.example"
	in := w.dovecot.Settings()
	in["seconds"] = "0"
	w.gate("out", "smtp", out)
	w.gate("box", "imap", in)
	w.gate("in", "lmtp", map[string]string{"listen": w.lmtp, "domain": "rupsha.example"})
	ctx, end := context.WithCancel(context.Background())
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		p.RunJobs(ctx)
	}()
	t.Cleanup(func() {
		end()
		<-ended
		if err := p.Close(); err != nil {
			t.Error(err)
		}
	})
	return w
}

// gate gives the office a gateway.
func (w *town) gate(id, kind string, settings map[string]string) {
	w.Helper()
	secrets := map[string]string{"password": settings["password"]}
	g, err := gateway.Gateway{Office: app.FirstOffice, ID: id, Kind: kind, Name: id, Settings: settings, Secrets: secrets, Active: true, Since: time.Now(), Revision: 1}.Check()
	if err == nil {
		err = w.gateways().Save(w.Context(), g)
	}
	w.check(err)
}

// gateways opens the store with the program's own key.
func (w *town) gateways() gatewaydb.Store {
	w.Helper()
	secret, err := os.ReadFile(filepath.Join(w.data, "secret.key"))
	w.check(err)
	key, err := hkdf.Key(sha256.New, secret, nil, "dorgora gateway", len(secret))
	w.check(err)
	return gatewaydb.Store{DB: w.DB, Key: key, Random: rand.Reader}
}

func (w *town) check(err error) {
	w.Helper()
	if err != nil {
		w.Fatal(err)
	}
}

// until waits for something that the program does by itself; polling and sending are
// not waited for but done.
func (w *town) until(what string, done func() bool) {
	w.Helper()
	for range 120 {
		if done() {
			return
		}
		for _, one := range w.Jobs.Schedules {
			if one.Name == "mail.poll" || one.Name == "outbox.mail" {
				w.check(one.Do(w.Context()))
			}
		}
		time.Sleep(50 * time.Millisecond)
	}
	for _, state := range []postbox.State{postbox.Fresh, postbox.ToSort, postbox.Quarantine, postbox.Taken, postbox.Filed} {
		for _, l := range w.letters(state) {
			w.Logf("%s %s %q %s %s", state, l.From, l.Subject, l.Why, l.Number)
		}
	}
	w.Fatalf("it does not come to pass that %s", what)
}

// swaks gives a mail to the listener as a mail server does.
func (w *town) swaks(to string, raw []byte) {
	w.Helper()
	file := filepath.Join(w.TempDir(), "mail.eml")
	w.check(os.WriteFile(file, raw, 0o600))
	w.until("somebody listens", func() bool {
		return exec.Command("swaks", "--server", w.lmtp, "--protocol", "LMTP", "--quit-after", "LHLO").Run() == nil
	})
	said, err := exec.Command("swaks", "--server", w.lmtp, "--protocol", "LMTP", "--from", "rahima@example.org", "--to", to, "--data", "@"+file).CombinedOutput()
	if err != nil {
		w.Fatalf("%v: %s", err, said)
	}
}

// letters are the mails of the office in a state.
func (w *town) letters(states ...postbox.State) []postbox.Letter {
	w.Helper()
	list, err := w.mails.Letters(w.Context(), app.FirstOffice, states, "", 50)
	w.check(err)
	return list
}

// sent is the latest mail that left for an address and holds words.
func (w *town) sent(to, words string) (mail.Parsed, bool) {
	for _, one := range slices.Backward(w.relay.Mails()) {
		p, err := mail.Parse(one.Raw)
		w.check(err)
		if one.To == to && strings.Contains(p.Text, words) {
			return p, true
		}
	}
	return mail.Parsed{}, false
}

// straight carries requests to the program without a network.
type straight struct{ handler http.Handler }

func (s straight) RoundTrip(r *http.Request) (*http.Response, error) {
	in := r.Clone(r.Context())
	in.RequestURI, in.Host, in.RemoteAddr = r.URL.RequestURI(), r.URL.Host, "192.0.2.7:4711"
	if in.Body == nil {
		in.Body = http.NoBody
	}
	answer := httptest.NewRecorder()
	s.handler.ServeHTTP(answer, in)
	result := answer.Result()
	result.Request = r
	return result, nil
}

// officer is a browser of somebody who has come in as the head of the office.
func (w *town) officer() func(path string, form url.Values) string {
	w.Helper()
	w.Keeper.Cost = access.Cost{Memory: 64, Passes: 1, Threads: 1} // the password of this test is worth nothing
	chart, err := w.Offices.Chart(w.Context(), app.FirstOffice)
	w.check(err)
	chair := access.Chair{Office: app.FirstOffice, Post: chart.HeadOf(app.FirstOffice).ID}
	token, err := w.Keeper.Invite(w.Context(), access.Invitation{Office: app.FirstOffice, Chairs: []access.Chair{chair}})
	w.check(err)
	jar, err := cookiejar.New(nil)
	w.check(err)
	browser := &http.Client{Jar: jar, Transport: straight{w.Handler()}}
	visit := func(path string, form url.Values) string {
		w.Helper()
		answer, err := browser.Get("https://seba.example" + path)
		if form != nil {
			answer, err = browser.PostForm("https://seba.example"+path, form)
		}
		w.check(err)
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		w.check(err)
		if answer.StatusCode != http.StatusOK {
			w.Fatalf("%s answers %d: %.600s", path, answer.StatusCode, body)
		}
		return string(body)
	}
	password := "নদীর পাড়ে বটগাছ ১৯"
	visit("/invitations/"+token, url.Values{"name": {"নাজমা আক্তার"}, "login": {"01711000011"}, "password": {password}, "again": {password}})
	return visit
}
