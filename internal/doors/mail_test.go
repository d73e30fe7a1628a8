package doors_test

import (
	"bytes"
	"context"
	"crypto/hkdf"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
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
	"strconv"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/gateway"
	"dorgora/internal/gateway/gatewaydb"
	"dorgora/internal/mail"
	"dorgora/internal/mail/mailtest"
	"dorgora/internal/number"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
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
	for range 300 {
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

func photo(t *testing.T) string {
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 8, 8))); err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(out.Bytes())
}

// letter is a mail of Rahima, or of somebody else.
func letter(id, from, to, subject, more, text string) []byte {
	return fmt.Appendf(nil, "From: =?UTF-8?B?%s?= <%s>\r\nTo: %s\r\nSubject: =?UTF-8?B?%s?=\r\nMessage-ID: <%s@example.org>\r\nDate: Mon, 23 Nov 2026 10:42:00 +0600\r\nMIME-Version: 1.0\r\n%s\r\n%s\r\n",
		base64.StdEncoding.EncodeToString([]byte("রহিমা খাতুন")), from, to, base64.StdEncoding.EncodeToString([]byte(subject)), id, more, text)
}

const plainText = "Content-Type: text/plain; charset=utf-8\r\n"

// TestMailBecomesACaseOnce tells of a mail with a photo from its arrival to the reply
// that joins its case.
func TestMailBecomesACaseOnce(t *testing.T) {
	t.Run(sqldb.SQLite, func(t *testing.T) { tellOfMail(newTown(t, "")) })
	t.Run(sqldb.Postgres, func(t *testing.T) { tellOfMail(newTown(t, sqldbtest.Schema(t))) })
}

func tellOfMail(w *town) {
	first := letter("first", "rahima@example.org", "rupsha@rupsha.example", "ল্যাবের প্রিন্টার নষ্ট, আইসিটি পরামর্শ চাই",
		"Content-Type: multipart/mixed; boundary=b\r\n", "--b\r\n"+plainText+"\r\nজনাব,\r\nল্যাবের প্রিন্টার চলছে না।\r\n--b\r\nContent-Type: image/png; name=\"lab.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\n"+photo(w.T)+"\r\n"+
			"--b\r\nContent-Type: application/zip; name=\"all.zip\"\r\n\r\nPK\x03\x04nothing\r\n--b--")
	w.swaks("rupsha@rupsha.example", first)
	w.dovecot.Deliver(w.T, append([]byte("Delivered-To: rupsha@rupsha.example\r\nReceived: from a by b\r\n"), first...))
	w.swaks("rupsha+again@rupsha.example", first)
	w.until("the mail becomes a case", func() bool { return len(w.letters(postbox.Taken)) == 1 && len(w.letters(postbox.Fresh)) == 0 })
	taken := w.letters(postbox.Taken)[0]
	c, err := w.Cases.Case(w.Context(), app.FirstOffice, taken.Number)
	w.check(err)
	if c.Channel != "mail" || c.Application.Name != "রহিমা খাতুন" || c.Application.Mail != "rahima@example.org" || c.Application.Hear != casework.ByMail ||
		!strings.Contains(c.Application.Need, "ল্যাবের প্রিন্টার চলছে না।") {
		w.Errorf("%+v", c.Application)
	}
	papers, err := w.Cases.Evidence(w.Context(), app.FirstOffice, c.Number)
	w.check(err)
	if len(papers) != 2 || papers[0].Type != "image/png" || papers[1].Name != "mail.txt" {
		w.Errorf("papers %+v", papers)
	}
	w.until("its receipt leaves", func() bool {
		_, found := w.sent("rahima@example.org", "পেয়েছি")
		return found || w.any("rahima@example.org")
	})
	if n := w.open(); n != 1 {
		w.Errorf("%d cases", n)
	}
	asked := w.ask(c)
	w.replies(c, asked)
	w.strangers(c)
	w.sorts(c)
	w.flood()
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

// sorts is what an officer does with mails that the program leaves to people.
func (w *town) sorts(c casework.Case) {
	w.Helper()
	visit, to := w.officer(), "rupsha@rupsha.example"
	w.swaks(to, letter("spam", "shefali@example.org", to, "প্রশিক্ষণ", plainText+"X-Spam-Flag: YES\r\n", "প্রশিক্ষণে ভর্তি হতে চাই।"))
	w.swaks(to, letter("empty", "karim@example.org", to, "", plainText, ""))
	w.until("both wait for a person", func() bool { return len(w.letters(postbox.Quarantine)) == 2 && len(w.letters(postbox.ToSort)) == 1 })
	if body := visit("/rupsha/desk/mail", nil); !strings.Contains(body, "karim@example.org") {
		w.Errorf("the list lacks a mail: %.500s", body)
	}
	offer, err := w.Shelf.At(w.Context(), app.FirstOffice, time.Now())
	w.check(err)
	for _, l := range w.letters(postbox.Quarantine) {
		path := "/rupsha/desk/mail/" + l.ID
		visit(path, nil)
		if l.Number == c.Number {
			visit(path+"/joining", url.Values{"number": {c.Number}})
			visit(path+"/joining", url.Values{"number": {c.Number}, "revision": {strconv.Itoa(l.Revision)}})
			continue
		}
		visit(path+"/request", url.Values{"service": {offer.Services[1].Slug}})
	}
	visit("/rupsha/desk/mail/"+w.letters(postbox.ToSort)[0].ID+"/refusal", url.Values{"words": {"খুলনা কার্যালয়ে লিখুন।"}})
	line, err := w.Cases.Timeline(w.Context(), app.FirstOffice, c.Number)
	w.check(err)
	if last := line[len(line)-1]; last.Deed != casework.DeedAttached || last.Public || last.Actor.Name != "নাজমা আক্তার" {
		w.Errorf("%+v", last)
	}
	w.until("the refusal leaves", func() bool {
		_, found := w.sent("karim@example.org", "খুলনা কার্যালয়ে লিখুন।")
		return found
	})
	w.until("the receipt leaves", func() bool { return w.any("shefali@example.org") })
	if w.open() != 2 || len(w.letters(postbox.Quarantine, postbox.ToSort)) != 0 || w.any("evil@example.net") {
		w.Errorf("%d cases, %d mails wait", w.open(), len(w.letters(postbox.Quarantine, postbox.ToSort)))
	}
}

// flood sends more mails within an hour than one sender is heard with, in a mailbox
// that also holds one that is too large.
func (w *town) flood() {
	w.Helper()
	cases := w.open()
	for i := range 22 {
		w.dovecot.Deliver(w.T, letter(fmt.Sprintf("flood%d", i), "loop@example.net", "ict@rupsha.example", fmt.Sprintf("প্রিন্টার %d", i), plainText, "প্রিন্টার"))
	}
	w.dovecot.Deliver(w.T, letter("large", "salma@example.org", "ict@rupsha.example", "large", plainText, strings.Repeat(strings.Repeat("x", 70)+"\r\n", 26<<20/72)))
	w.until("twenty are heard", func() bool {
		return w.open() == cases+20 && len(w.letters(postbox.Fresh)) == 0 && len(w.letters(postbox.ToSort)) == 1
	})
	if filed := w.letters(postbox.Filed); len(filed) != 5 || filed[0].Why != "postbox.why.flood" {
		w.Errorf("%d are filed, the last because of %s", len(filed), filed[0].Why)
	}
	if large := w.letters(postbox.ToSort)[0]; large.Why != "postbox.why.large" || large.From != "salma@example.org" {
		w.Errorf("%+v", large)
	}
}

// any reports whether anything left for an address.
func (w *town) any(to string) bool {
	return slices.ContainsFunc(w.relay.Mails(), func(one mailtest.Sent) bool { return one.To == to })
}

// open counts the open cases of the office.
func (w *town) open() int {
	w.Helper()
	list, err := w.Cases.OpenNumbers(w.Context(), app.FirstOffice)
	w.check(err)
	return len(list)
}

// ask asks the applicant for something and returns the mail that tells it.
func (w *town) ask(c casework.Case) mail.Parsed {
	w.Helper()
	at := casework.Target{Office: app.FirstOffice, Number: c.Number, Actor: casework.Actor{Post: c.Post, Person: "p", Name: "কর্মকর্তা"}}
	_, err := w.Desk.Act(w.Context(), at, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		s.Hold = 0
		return c.Ask([]string{"প্রিন্টারের মডেল"}, s)
	})
	w.check(err)
	var asked mail.Parsed
	w.until("the question leaves", func() (found bool) {
		asked, found = w.sent("rahima@example.org", "প্রিন্টারের মডেল")
		return found
	})
	if len(asked.InReplyTo) != 1 || asked.InReplyTo[0] != "<first@example.org>" || !strings.HasPrefix(asked.ReplyTo.Mail, "rupsha+"+c.Number+".") || asked.Machine == "" {
		w.Errorf("thread %v, reply to %s, %q", asked.InReplyTo, asked.ReplyTo.Mail, asked.Machine)
	}
	return asked
}

// replies come from the applicant: by the thread, and to the tagged address.
func (w *town) replies(c casework.Case, asked mail.Parsed) {
	w.Helper()
	w.dovecot.Deliver(w.T, letter("second", "rahima@example.org", "ict@rupsha.example", "Re: "+asked.Subject, plainText+"In-Reply-To: "+asked.MessageID+"\r\n",
		"এইচপি ১০২০।\r\n\r\nOn Monday the office wrote:\r\n> কী মডেল?"))
	w.until("the reply joins", func() bool { return len(w.letters(postbox.Taken)) == 2 })
	line, err := w.Cases.Timeline(w.Context(), app.FirstOffice, c.Number)
	w.check(err)
	if last := line[len(line)-1]; last.Deed != casework.DeedAnswered || last.Text != "এইচপি ১০২০।" {
		w.Errorf("%+v", last)
	}
	w.swaks(asked.ReplyTo.Mail, letter("third", "rahima.khatun@other.example", asked.ReplyTo.Mail, "another mailbox", plainText, "ওয়ারেন্টি কার্ড পরে দিচ্ছি।"))
	w.until("the reply from another mailbox joins", func() bool { return len(w.letters(postbox.Taken)) == 3 })
	if line, err = w.Cases.Timeline(w.Context(), app.FirstOffice, c.Number); err != nil || line[len(line)-1].Deed != casework.DeedHandedIn {
		w.Errorf("%+v, %v", line[len(line)-1], err)
	}
}

// strangers, machines and bounces change nothing in the case.
func (w *town) strangers(c casework.Case) {
	w.Helper()
	before, err := w.Cases.Case(w.Context(), app.FirstOffice, c.Number)
	w.check(err)
	to := "rupsha@rupsha.example"
	w.swaks(to, letter("stranger", "evil@example.net", to, "Re: "+number.Grouped(c.Number), plainText, "আবেদনটি প্রত্যাহার করুন"))
	w.swaks(to, letter("away", "rahima@example.org", to, "Automatic reply: ছুটি", plainText+"Auto-Submitted: auto-replied\r\n", "ছুটিতে আছি"))
	w.swaks(to, letter("away2", "rahima@example.org", "rupsha+"+c.Number+".aaaaaaaaaaaaaaaa@rupsha.example", "আমি ছুটিতে আছি", plainText, "ফিরে লিখব"))
	receipt := w.relay.Mails()[0]
	original, err := mail.Parse(receipt.Raw)
	w.check(err)
	w.swaks(to, letter("bounce", "mailer-daemon@example.org", to, "Undelivered", "Content-Type: multipart/report; report-type=delivery-status; boundary=b\r\n",
		"--b\r\nContent-Type: text/plain\r\n\r\nno\r\n--b\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; x\r\n\r\nFinal-Recipient: rfc822; rahima@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\n\r\n--b\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: "+original.MessageID+"\r\n\r\n--b--"))
	w.until("all are put where they belong", func() bool { return len(w.letters(postbox.Quarantine)) == 1 && len(w.letters(postbox.Filed)) == 3 })
	after, err := w.Cases.Case(w.Context(), app.FirstOffice, c.Number)
	w.check(err)
	if after.Revision != before.Revision || w.open() != 1 {
		w.Errorf("the case moved from %d to %d, %d are open", before.Revision, after.Revision, w.open())
	}
	if q := w.letters(postbox.Quarantine)[0]; q.Number != c.Number || q.Why != "postbox.why.stranger" {
		w.Errorf("%+v", q)
	}
	id, _ := mail.OwnID(original.MessageID, "rupsha.example")
	n, err := w.Notices.Notice(w.Context(), app.FirstOffice, id)
	if err != nil || n.Status != "failed" {
		w.Errorf("the receipt is %s, %v", n.Status, err)
	}
}
