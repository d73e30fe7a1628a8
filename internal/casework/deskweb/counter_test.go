package deskweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/sqldb"
)

const desk = "/rupsha/desk/counter"

// visit sends the counter's form under the key of a fresh page.
func (b *browser) visit(pairs ...string) answer {
	b.w.t.Helper()
	key := b.get(desk).find(b.w.t, `name="form-key" value="([0-9a-f]{32})"`)
	return b.post(desk, append([]string{"form-key", key}, pairs...)...)
}

// numberOn reads the number from the page after a visit.
func (b *browser) numberOn(t *testing.T, address string) string {
	t.Helper()
	return b.get(address).find(t, `href="/rupsha/desk/cases/(\d{11})"`)
}

func TestCounterGivesANumber(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	me.sound(desk).shows(t, 200, `id="q" name="q" type="search" accesskey="1" value="" placeholder="সেবা খুঁজুন" autofocus`, "সব সেবা")
	done := me.visit("service", "citizen-3-lab-support", "name", "করিম শেখ", "mobile", "০১৮১২৩৪৫৬৭৮", "need", "ল্যাব চলে না", "channel", "phone", "act", "number").
		leads(t, desk+"/[0-9a-f]{32}")
	page := me.sound(done)
	page.shows(t, 200, "/rupsha/desk/calls?case=", "আবেদন নেওয়া হয়েছে", "বুধবার, ২ ডিসেম্বর", "আরেকটি", "রসিদ ছাপুন", "/rupsha/receipts/")
	n := me.numberOn(t, done)
	c := w.kept(n)
	if c.Channel != charter.Phone || c.Application.Mobile != "+8801812345678" || c.Status != casework.Received || c.Post != "head" {
		t.Errorf("kept as %+v", c)
	}
	code := strings.ReplaceAll(page.find(t, `গোপন কোড</p><b class="no num">([^<]+)<`), " ", "")
	if _, err := w.staff.Desk.Enter(t.Context(), "rupsha", n, code); err != nil {
		t.Errorf("the code shown does not open the case: %v", err)
	}
	if act := w.last(n); act.Actor.Post != "clerk" || act.Actor.Person != "salma" {
		t.Errorf("taken in by %+v", act.Actor)
	}
	w.as("tasnim").get(on(n)).shows(t, 200, "সালমা খাতুন, অফিস সহকারী")
}

func TestCounterSettlesAtOnce(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	done := me.visit("service", "citizen-4-advice", "name", "মতিন", "sentence", "কোন প্রিন্টার ভালো বলা হয়েছে", "act", "now").leads(t, desk+"/[0-9a-f]{32}")
	me.sound(done).shows(t, 200, "নিষ্পন্ন বলে লেখা হয়েছে", "কোন প্রিন্টার ভালো বলা হয়েছে")
	n := me.numberOn(t, done)
	c := w.kept(n)
	if c.Status != casework.Closed || c.Outcome != casework.Delivered || c.Application.Need != "পরামর্শ" || c.Application.Hear != casework.ByHand || c.Revision != 2 {
		t.Errorf("kept as %+v", c)
	}
	notices, err := w.staff.Outbox.NoticesOf(t.Context(), "rupsha", c.Subject())
	if err != nil || len(notices) != 0 {
		t.Errorf("who left no number gets no message, found %v, %v", notices, err)
	}
	runs, err := w.cases.Runs(t.Context(), "rupsha", monday.AddDate(0, 0, -1))
	if err != nil || len(runs) != 1 || !runs[0].Served() {
		t.Errorf("it does not count as delivered: %+v, %v", runs, err)
	}
	done = me.visit("service", "citizen-4-advice", "name", "মতিন", "mobile", "01712345678", "sentence", "বলা হয়েছে", "act", "now").leads(t, desk+"/[0-9a-f]{32}")
	notices, err = w.staff.Outbox.NoticesOf(t.Context(), "rupsha", "case/"+me.numberOn(t, done))
	if err != nil || len(notices) != 1 || notices[0].Key != "casework.notice.closed.delivered" {
		t.Errorf("one message tells the end, found %+v, %v", notices, err)
	}
}

func TestCounterFormOfALetter(t *testing.T) {
	w := newBureau(t)
	me := w.as("tasnim")
	done := me.visit("service", "citizen-3-lab-support", "name", "শাহানা", "need", "ল্যাব পরিদর্শন", "channel", "letter", "body", "চাঁদপুর বিদ্যালয়", "memo", "চাবি/২০২৬/৭", "act", "number").
		leads(t, desk+"/[0-9a-f]{32}")
	n := me.numberOn(t, done)
	if a := w.kept(n).Application; a.For != casework.Institution || a.Body != "চাঁদপুর বিদ্যালয়" || a.Memo != "চাবি/২০২৬/৭" {
		t.Errorf("kept as %+v", a)
	}
	me.sound(on(n)).shows(t, 200, "চাঁদপুর বিদ্যালয়", "চাবি/২০২৬/৭")
}

func TestCounterMistakes(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	t.Run("everything missing is told at once", func(t *testing.T) {
		got := me.visit("act", "number")
		got.shows(t, http.StatusUnprocessableEntity, `href="#service"`, `href="#name"`, `href="#need"`)
		got.hides(t, `href="#mobile"`, `href="#sentence"`)
	})
	t.Run("settled at once needs service, name and sentence alone", func(t *testing.T) {
		got := me.visit("service", "citizen-4-advice", "act", "now")
		got.shows(t, http.StatusUnprocessableEntity, `href="#name"`, `href="#sentence"`)
		got.hides(t, `href="#need"`, `href="#mobile"`)
	})
	t.Run("what was typed stays", func(t *testing.T) {
		got := me.visit("service", "citizen-4-advice", "name", "মতিন <i>", "mobile", "০১৭১", "need", "কিছু", "channel", "phone", "memo", "৭", "act", "number")
		got.shows(t, http.StatusUnprocessableEntity, `value="মতিন <i>"`, `value="citizen-4-advice" selected`, `value="phone" checked`, "<details class=\"gap\" open>", "মোবাইল")
	})
	t.Run("a service that is not offered is missing", func(t *testing.T) {
		me.visit("service", "citizen-99-none", "name", "ক", "need", "খ", "act", "number").shows(t, http.StatusUnprocessableEntity, `href="#service"`)
	})
	t.Run("a form without its key is shown again", func(t *testing.T) {
		me.post(desk, "service", "citizen-4-advice", "name", "ক", "need", "খ", "act", "number").shows(t, http.StatusUnprocessableEntity, "ফরমটি পুরোটা আসেনি")
	})
	t.Run("an unknown receipt is not found", func(t *testing.T) {
		me.get(desk+"/"+strings.Repeat("0", 32)).shows(t, http.StatusNotFound)
		me.get(desk+"/none").shows(t, http.StatusNotFound)
	})
}

func TestCounterActsOnce(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	key := me.get(desk).find(t, `name="form-key" value="([0-9a-f]{32})"`)
	form := []string{"form-key", key, "service", "citizen-4-advice", "name", "মতিন", "need", "ল্যাপটপ", "act", "number"}
	for range 3 {
		me.post(desk, form...).leads(t, desk+"/"+key)
	}
	numbers, err := w.cases.Numbers(t.Context(), "rupsha")
	if err != nil || len(numbers) != 1 {
		t.Fatalf("%d cases, %v", len(numbers), err)
	}
	t.Run("the form of the visitor before, changed, becomes a new one when confirmed", func(t *testing.T) {
		form[5] = "পরের জন"
		got := me.post(desk, form...)
		got.shows(t, http.StatusConflict, "আগের জনের ফরমটি", "পরের জন")
		fresh := got.find(t, `name="form-key" value="([0-9a-f]{32})"`)
		if fresh == key {
			t.Fatal("the key is the old one")
		}
		form[1] = fresh
		me.post(desk, form...).leads(t, desk+"/"+fresh)
	})
}

func TestCounterFindsServices(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	me.sound(desk+"?q=ল্যাব").shows(t, 200, "খুঁজে পাওয়া", `value="citizen-3-lab-support" selected`, `id="name" name="name" type="text" accesskey="3" maxlength="120" value="" autofocus`)
	me.sound(desk+"?q=lab").shows(t, 200, `value="citizen-3-lab-support" selected`)
	me.sound(desk+"?q=পাসপোর্ট").shows(t, 200, "“পাসপোর্ট” দিয়ে কোনো সেবা পাওয়া যায়নি")
	for range 2 {
		w.came(asked{service: "citizen-4-advice"})
	}
	w.came(asked{})
	often := me.sound(desk).text
	if a, b := strings.Index(often, `value="citizen-4-advice"`), strings.Index(often, `value="citizen-3-lab-support"`); a < 0 || a > b {
		t.Error("what is asked for most does not stand first")
	}
}

func TestCounterIsForTheOffice(t *testing.T) {
	w := newBureau(t)
	w.as("karim").get(desk).shows(t, http.StatusForbidden, "শুধু এই কার্যালয়ের")
	w.as("karim").post(desk, "name", "ক").shows(t, http.StatusForbidden)
}

func TestOutboxPages(t *testing.T) {
	w := newBureau(t)
	for range 27 {
		w.came(asked{})
	}
	me := w.as("tasnim")
	first := me.sound("/rupsha/desk/outbox")
	second := first.find(t, `rel="next" href="([^"]+)"`)
	if a, b := strings.Count(first.text, `<li class="req">`), strings.Count(me.sound(second).text, `<li class="req">`); a != 25 || b != 2 {
		t.Errorf("%d and %d notices on two pages", a, b)
	}
	me.sound("/en/rupsha/desk/outbox").shows(t, 200, "until then they wait here", "আবেদন")
}

func TestUndeliveredNoticesShowOnTheirCase(t *testing.T) {
	w := newBureau(t)
	number := w.came(asked{})
	me := w.as("tasnim")
	if page := me.sound("/rupsha/desk/cases/" + number); strings.Contains(page.text, "একটি বার্তা পৌঁছায়নি বা জানা যায়নি") {
		t.Error("a message that waits is told as one that did not arrive")
	}
	err := w.cases.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE notices SET status = 'uncertain' WHERE subject = $1`, "case/"+number)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	me.sound("/rupsha/desk/cases/"+number).shows(t, 200, "একটি বার্তা পৌঁছায়নি বা জানা যায়নি", "/rupsha/desk/outbox/notices/")
	me.sound("/en/rupsha/desk/outbox").shows(t, 200, "Nobody knows whether it arrived", "See what can be done")
}

func TestCounterByKeyboardAlone(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	t.Run("Enter closes what was done, with three fields", func(t *testing.T) {
		done := me.visit("act", "enter", "service", "citizen-4-advice", "name", "মতিন", "sentence", "বলা হয়েছে").leads(t, desk+"/[0-9a-f]{32}")
		page := me.sound(done)
		page.shows(t, 200, "নিষ্পন্ন বলে লেখা হয়েছে", "autofocus")
		if c := w.kept(me.numberOn(t, done)); c.Outcome != casework.Delivered {
			t.Errorf("it ended as %q", c.Outcome)
		}
	})
	t.Run("without what was done Enter gives a number", func(t *testing.T) {
		done := me.visit("act", "enter", "service", "citizen-4-advice", "name", "মতিন", "need", "ল্যাপটপ").leads(t, desk+"/[0-9a-f]{32}")
		if c := w.kept(me.numberOn(t, done)); c.Ended() {
			t.Error("it is closed")
		}
	})
	t.Run("the fields follow one another in the order in which they are filled in", func(t *testing.T) {
		inOrder(t, me.sound(desk).text, `accesskey="1"`, `accesskey="2"`, `accesskey="3"`, `accesskey="4"`, `accesskey="5"`, `accesskey="6"`)
	})
	t.Run("the questions of a kind hold nobody up", func(t *testing.T) {
		me.sound(desk+"?q=তাৎক্ষণিক").shows(t, 200, "এই সেবার নিজস্ব প্রশ্ন", "যন্ত্রের বিবরণ")
		me.visit("act", "enter", "service", "citizen-7-brief", "name", "মতিন", "sentence", "তার বদলে দেওয়া হয়েছে").leads(t, desk+"/[0-9a-f]{32}")
		done := me.visit("act", "now", "service", "citizen-7-brief", "name", "মতিন", "sentence", "হলো", "place", "lab", "record-spec", "৮ জিবি").leads(t, desk+"/[0-9a-f]{32}")
		if c := w.kept(me.numberOn(t, done)); c.Record["spec"] != "৮ জিবি" || c.Application.Facts["place"] != "lab" {
			t.Errorf("recorded %v, %v", c.Record, c.Application.Facts)
		}
		me.visit("act", "now", "service", "citizen-7-brief", "name", "মতিন", "sentence", "হলো", "place", "moon").shows(t, http.StatusUnprocessableEntity, `href="#place"`)
	})
}

func TestCounterKnowsTheCaller(t *testing.T) {
	w := newBureau(t)
	me := w.as("salma")
	done := me.visit("service", "citizen-3-lab-support", "name", "করিম শেখ", "mobile", "০১৮১২৩৪৫৬৭৮", "union", "নৈহাটি", "need", "ল্যাব চলে না", "channel", "phone", "act", "number").
		leads(t, desk+"/[0-9a-f]{32}")
	a := w.kept(me.numberOn(t, done)).Application
	if a.Union != "নৈহাটি" || a.Hear != casework.ByPhone {
		t.Errorf("kept as %+v", a)
	}
	me.sound(desk+"?mobile=01812345678&channel=phone").shows(t, 200, `value="করিম শেখ"`, `value="নৈহাটি"`, "০১৮১২ ৩৪৫ ৬৭৮", `value="phone" checked`)
	me.sound(desk+"?mobile=01812345678&name=মিতা").shows(t, 200, `value="মিতা"`, `value="in_person" checked`)
	me.sound(desk+"?mobile=12").shows(t, 200, `value="in_person" checked`)
}
