package daytest

import (
	"encoding/base64"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/mail/mailtest"
	"dorgora/internal/notice"
	"dorgora/internal/office"
	"dorgora/internal/sms/smstest"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

// town is the office with its doors open: a real Kannel and a real mailbox.
type town struct {
	*scene
	kannel  *smstest.Kannel
	dovecot *mailtest.Dovecot
	relay   *mailtest.Relay
	steward *reader // looks after the installation
	slug    string  // of the service that is asked for
	numbers map[charter.Channel]string
}

// wish is what is asked for through each door, and granted what is answered.
const (
	wished  = "ফ্রিল্যান্সিং প্রশিক্ষণে ভর্তি হতে চাই"
	granted = "আপনার নাম ১ ডিসেম্বরের ব্যাচে তোলা হয়েছে।"
)

// The people at the doors, by the mobile number that hears the answer.
const (
	atTheWeb, onTheKeypad, onThePhone, atTheCentre = "01712000001", "01712000002", "01712000003", "01712000007"
)

// TestTheSameRequestThroughSevenDoors sends one request through the website, SMS,
// e-mail, telephone, counter, letter and a digital centre. Each becomes a case once,
// is worked, and is answered through its own door.
func TestTheSameRequestThroughSevenDoors(t *testing.T) {
	for name, database := range map[string]func() string{
		sqldb.SQLite: func() string { return "" }, sqldb.Postgres: func() string { return sqldbtest.Schema(t) },
	} {
		t.Run(name, func(t *testing.T) {
			w := openTown(t, database())
			w.byWeb()
			w.bySMS()
			w.byMail()
			w.byPhone()
			w.atCounter()
			w.byLetter()
			w.atCentre()
			w.onceEach()
			w.work()
			w.answered()
		})
	}
}

func openTown(t *testing.T, database string) *town {
	t.Helper()
	var handler, incoming atomic.Value
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) { handler.Load().(http.Handler).ServeHTTP(rw, r) }))
	t.Cleanup(server.Close)
	mast := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		answer, err := http.Get(incoming.Load().(string) + "?" + r.URL.RawQuery)
		if err != nil || answer.Body.Close() != nil || answer.StatusCode >= 300 {
			t.Errorf("a message does not come in: %v, %v", answer, err)
		}
	}))
	t.Cleanup(mast.Close)
	w := &town{scene: newSceneAt(t, database, server.URL), numbers: map[charter.Channel]string{}}
	handler.Store(w.Handler())
	w.at("2026-11-23 09:00")
	w.come(w.najma)
	chart := ok(w.Offices.Chart(t.Context(), "doict"))(w.scene)
	w.check(w.Offices.Apply(t.Context(), ok(chart.NewPost(office.Post{ID: "steward", Title: "ব্যবস্থার তত্ত্বাবধায়ক", Role: office.Steward}))(w.scene)))
	w.steward = w.welcome("শাহানা পারভীন", "01711000019", access.Chair{Office: "doict", Post: "steward"})
	offer := ok(w.Shelf.At(t.Context(), app.FirstOffice, w.now))(w.scene)
	for _, one := range offer.Services {
		if one.Key == "citizen-6" {
			w.slug = one.Slug
		}
	}
	w.kannel = smstest.StartKannel(t, mast.URL)
	incoming.Store(w.gate("kannel", "url", w.kannel.URL, "user", w.kannel.User, "password", w.kannel.Pass, "from", "RUPSHA", "quiet_from", "23:00", "quiet_to", "06:00"))
	w.openMail()
	return w
}

// openMail sets up the ways of mail.
func (w *town) openMail() {
	w.Helper()
	w.relay, w.dovecot = mailtest.StartRelay(w.T, nil), mailtest.StartDovecot(w.T)
	for kind, settings := range map[string]map[string]string{"smtp": w.relay.Settings(), "imap": w.dovecot.Settings()} {
		fields := []string{}
		for _, name := range []string{"host", "port", "tls", "user", "password", "from"} {
			if value := settings[name]; value != "" {
				fields = append(fields, name, value)
			}
		}
		if kind == "smtp" {
			fields = append(fields, "domain", "rupsha.example")
		} else {
			fields = append(fields, "seconds", "0")
		}
		w.gate(kind, fields...)
	}
}

// gate sets up a gateway on its page, takes it into use, and gives the address at
// which it hands over what comes in.
func (w *town) gate(kind string, fields ...string) string {
	w.Helper()
	w.steward.open("/rupsha/desk/gateways/new?kind=" + kind)
	w.steward.send("gateways", append([]string{"name", kind}, fields...)...)
	w.steward.send("use")
	for code := range elements(w.steward.page, "code") {
		if text := textOf(code); strings.HasSuffix(text, "/incoming") {
			return text
		}
	}
	return ""
}

// turn lets what came in be dealt with and what waits leave.
func (w *town) turn() {
	w.Helper()
	for _, one := range w.Jobs.Schedules {
		if slices.Contains([]string{"mail.poll", "gateway.poll"}, one.Name) {
			w.check(one.Do(w.Context()))
		}
	}
	for _, kind := range w.Jobs.Kinds {
		ok(w.Jobs.Drain(w.Context(), kind.Name, ""))(w.scene)
	}
	for _, one := range w.Jobs.Schedules {
		if strings.HasPrefix(one.Name, "outbox.") {
			w.check(one.Do(w.Context()))
		}
	}
}

// until turns until something is so, or fails.
func (w *town) until(what string, so func() bool) {
	w.Helper()
	for range 100 {
		w.turn()
		if so() {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	w.Fatalf("not so: %s; telephones heard %q", what, w.kannel.Heard())
}

// fresh notes the case that has come by a door since the last.
func (w *town) fresh(door charter.Channel) {
	w.Helper()
	known := map[string]bool{}
	for _, number := range w.numbers {
		known[number] = true
	}
	for _, number := range ok(w.Cases.OpenNumbers(w.Context(), app.FirstOffice))(w.scene) {
		if c := w.kept(number); !known[number] {
			if c.Channel != door || c.Service.Key != "citizen-6" {
				w.Fatalf("%s came by %s for %s and not by %s", number, c.Channel, c.Service.Key, door)
			}
			w.numbers[door] = number
		}
	}
	if w.numbers[door] == "" {
		w.Fatalf("nothing came by %s", door)
	}
}

func (w *town) byWeb() {
	w.Helper()
	w.citizen.open("/rupsha/services/" + w.slug + "/form")
	w.citizen.send("applications", "for", "self", "name", "আমিনা বেগম", "mobile", atTheWeb, "need", wished, "hear", "sms")
	w.fresh(charter.Web)
}

// texts sends a message from the keypad and waits for the answer.
func (w *town) texts(text string) string {
	w.Helper()
	before := len(w.heardBy(onTheKeypad))
	w.kannel.Texts(w.T, onTheKeypad, "16123", text)
	w.until("an answer to "+text, func() bool { return len(w.heardBy(onTheKeypad)) > before })
	heard := w.heardBy(onTheKeypad)
	return heard[len(heard)-1]
}

// heardBy are the messages that a telephone got.
func (w *town) heardBy(mobile string) []string {
	var list []string
	for _, one := range w.kannel.Heard() {
		if text, found := strings.CutPrefix(one, "+88"+mobile+": "); found {
			list = append(list, text)
		}
	}
	return list
}

func (w *town) bySMS() {
	w.Helper()
	for _, text := range []string{"abedon proshikkhon", "1", "কুলসুম বিবি", "নৈহাটি", wished, "hae"} {
		w.Logf("%s → %s", text, w.texts(text))
	}
	w.fresh(charter.SMS)
}

func (w *town) byMail() {
	w.Helper()
	subject := base64.StdEncoding.EncodeToString([]byte("প্রশিক্ষণে ভর্তি"))
	body := base64.StdEncoding.EncodeToString([]byte(wished))
	raw := fmt.Sprintf("From: Rahima <rahima@example.org>\r\nTo: rupsha+%s@rupsha.example\r\nSubject: =?UTF-8?B?%s?=\r\nMessage-ID: <wish@example.org>\r\n"+
		"Date: Mon, 23 Nov 2026 09:30:00 +0600\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n%s\r\n", w.slug, subject, body)
	w.dovecot.Deliver(w.T, []byte(raw))
	w.dovecot.Deliver(w.T, []byte("Received: from elsewhere\r\n"+raw)) // by another way once more
	w.until("an acknowledgement by mail", func() bool { return len(w.relay.Mails()) > 0 })
	w.fresh(charter.Mail)
}

func (w *town) byPhone() {
	w.Helper()
	w.najma.open("/rupsha/desk/calls?number=" + onThePhone)
	w.takes(w.najma, "phone", visitor{at: "09:40", service: "citizen-6", name: "জয়নাল আবেদীন", mobile: onThePhone, need: wished})
	w.fresh(charter.Phone)
}

func (w *town) atCounter() {
	w.Helper()
	w.takes(w.najma, "in_person", visitor{at: "09:45", service: "citizen-6", name: "হরিপদ মন্ডল", need: wished})
	w.fresh(charter.InPerson)
}

func (w *town) byLetter() {
	w.Helper()
	w.najma.open("/rupsha/desk/letters/new")
	w.najma.send("letters", "sender", "প্রধান শিক্ষক", "sender_office", "নৈহাটি উচ্চ বিদ্যালয়", "sender_address", "নৈহাটি, রূপসা, খুলনা",
		"memo", "নৈউবি/২০২৬/১১", "subject", wished, "class", "citizen")
	w.najma.send("case", "service", w.slug)
	w.fresh(charter.Letter)
}

func (w *town) atCentre() {
	w.Helper()
	w.najma.open("/rupsha/desk/centres")
	w.najma.send("centres", "code", "NAIHATI-1", "name", "নৈহাটি ডিজিটাল সেন্টার", "union", "নৈহাটি", "daily", "40")
	w.najma.send("people", "person-name", "শিউলি আক্তার", "person-mobile", "01712000099")
	w.najma.send("invitations")
	page := w.najma.text()
	i := strings.Index(page, "/invitations/")
	if i < 0 {
		w.Fatalf("no link for the entrepreneur: %s", page)
	}
	token, _, _ := strings.Cut(page[i+len("/invitations/"):], " ")
	keeper := newReader(w.T, w.origin, w.Handler())
	keeper.open("/invitations/" + token)
	keeper.send("invitations/"+token, "login", "01712000099", "password", password, "again", password)
	keeper.open("/rupsha/centre/apply?service=" + w.slug)
	keeper.send("apply", "name", "আকলিমা খাতুন", "mobile", atTheCentre, "union", "নৈহাটি", "need", wished, "agreed", "yes", "how", "spoken")
	w.fresh(charter.DigitalCentre)
	keeper.open("/rupsha/centre")
	keeper.shows("আকলিমা খাতুন")
	if keeper.look("/rupsha/desk"); keeper.status != http.StatusNotFound {
		w.Errorf("the desk answers the entrepreneur with %d", keeper.status)
	}
}

// onceEach makes sure that seven requests are seven cases, whatever came twice.
func (w *town) onceEach() {
	w.Helper()
	w.turn()
	if all := ok(w.Cases.OpenNumbers(w.Context(), app.FirstOffice))(w.scene); len(all) != 7 || len(w.numbers) != 7 {
		w.Fatalf("%d cases by %v", len(all), w.numbers)
	}
}

func (w *town) work() {
	w.Helper()
	w.at("11:00")
	for door, number := range w.numbers {
		w.act(w.najma, number, "closure", "outcome", "delivered", "sentence", granted)
		if c := w.kept(number); c.Outcome != casework.Delivered || c.Channel != door {
			w.Fatalf("%s is %s", number, c.Outcome)
		}
	}
	w.at("11:05") // what was said can no longer be taken back
}

// answered makes sure that each heard through its own door.
func (w *town) answered() {
	w.Helper()
	said := func(list []string) bool {
		return slices.ContainsFunc(list, func(text string) bool { return strings.Contains(text, granted) })
	}
	for _, mobile := range []string{atTheWeb, onTheKeypad, atTheCentre} {
		w.until("the answer at "+mobile, func() bool { return said(w.heardBy(mobile)) })
	}
	w.until("the answer by mail", func() bool {
		return slices.ContainsFunc(w.relay.Mails(), func(m mailtest.Sent) bool {
			return strings.Contains(m.To, "rahima@example.org") && strings.Contains(string(m.Raw), "In-Reply-To: <wish@example.org>")
		})
	})
	if said(w.heardBy(onThePhone)) {
		w.Error("who is to be called got a message instead")
	}
	w.najma.open("/rupsha/desk/calls")
	w.najma.shows("জয়নাল আবেদীন", granted)
	w.citizen.open("/rupsha/track/" + w.numbers[charter.InPerson])
	w.citizen.send("entry", "code", w.Desk.Codes.Code(w.numbers[charter.InPerson]))
	w.citizen.shows(granted)
	for _, one := range ok(w.Notices.NoticesOf(w.Context(), app.FirstOffice, "case/"+w.numbers[charter.SMS]))(w.scene) {
		if one.Status != notice.Delivered {
			w.Errorf("%s is %s and not delivered", one.Key, one.Status)
		}
	}
	w.writes()
}

// writes answers the letter by a letter.
func (w *town) writes() {
	w.Helper()
	w.najma.open("/rupsha/desk/folders")
	w.najma.send("folders", "class", "০৫", "title", "প্রশিক্ষণ")
	folder := w.najma.at.Path[strings.LastIndex(w.najma.at.Path, "/")+1:]
	w.najma.open("/rupsha/desk/outgoing")
	for one := range elements(w.najma.page, "a") {
		if to := attribute(one, "href"); strings.Contains(to, "/desk/outgoing/new?notice=") && strings.Contains(textOf(one.Parent.Parent), granted) {
			w.najma.open(to)
			break
		}
	}
	w.najma.shows(granted)
	w.najma.send("outgoing", "file", folder)
	w.najma.send("approval")
	w.najma.send("dispatch", "medium", "post", "number", "রেজি ৪৪১")
	w.najma.shows("রেজি ৪৪১")
	w.najma.open("/rupsha/desk/cases/" + w.numbers[charter.Letter])
	w.najma.shows("ডাক ডায়েরি ১/২০২৬", "পত্র ৫৬.০৪")
}
