package doors_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"image"
	"image/png"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/mail"
	"dorgora/internal/mail/mailtest"
	"dorgora/internal/number"
	"dorgora/internal/postbox"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

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
}

// TestMailFlood sends more mails than one sender is heard with.
func TestMailFlood(t *testing.T) { newTown(t, "").flood() }

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
	if w.open() != 2 || len(w.letters(postbox.Quarantine, postbox.ToSort)) != 0 || w.any("evil@example.net") {
		w.Errorf("%d cases, %d mails wait", w.open(), len(w.letters(postbox.Quarantine, postbox.ToSort)))
	}
}

// flood sends more mails within an hour than one sender is heard with, in a mailbox
// that also holds one that is too large.
func (w *town) flood() {
	w.Helper()
	for i := range 22 {
		w.dovecot.Deliver(w.T, letter(fmt.Sprintf("flood%d", i), "loop@example.net", "ict@rupsha.example", fmt.Sprintf("প্রিন্টার %d", i), plainText, "প্রিন্টার"))
	}
	w.dovecot.Deliver(w.T, letter("large", "salma@example.org", "ict@rupsha.example", "large", plainText, strings.Repeat(strings.Repeat("x", 70)+"\r\n", 26<<20/72)))
	w.until("twenty are heard", func() bool {
		return w.open() == 20 && len(w.letters(postbox.Fresh)) == 0 && len(w.letters(postbox.ToSort)) == 1
	})
	if filed := w.letters(postbox.Filed); len(filed) != 2 || filed[0].Why != "postbox.why.flood" {
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
