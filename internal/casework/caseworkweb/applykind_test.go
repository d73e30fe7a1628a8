package caseworkweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkweb"
	"dorgora/internal/catalogue"
)

const (
	info   = "/rupsha/services/citizen-1-information"
	cyber5 = "/rupsha/services/citizen-5-cyber"
)

// draftOf begins an application for a service and answers its first two pages.
func (b *browser) draftOf(service string, person ...string) string {
	b.w.t.Helper()
	draft := strings.TrimSuffix(b.post(service+"/drafts").leads(b.w.t, "/rupsha/drafts/[0-9a-f]{32}/for"), "/for")
	b.post(draft+"/for", "for", "self").leads(b.w.t, draft+"/person")
	b.post(draft+"/person", person...).leads(b.w.t, draft+"/need")
	return draft
}

func TestApplyForAKind(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	draft := b.draftOf(info, self...)
	t.Run("its questions stand on the page of the need, with their hints", func(t *testing.T) {
		page := b.get(draft + "/need")
		page.shows(t, http.StatusOK, "কোন বিষয়ে জানতে চান", "তথ্য অধিকার আইনে", "২০ কার্যদিবসে উত্তর দেওয়ার আইন")
		page.hides(t, `name="devices"`)
	})
	t.Run("a question left out is named, and what was answered stays", func(t *testing.T) {
		page := b.post(draft+"/need", "need", "প্রশিক্ষণের ব্যয় জানতে চাই", "law", "rti", "hear", "sms")
		page.shows(t, http.StatusUnprocessableEntity, `href="#topic"`, "এই ঘরটি পূরণ করুন", "প্রশিক্ষণের ব্যয় জানতে চাই")
		b.get(draft+"/need").shows(t, http.StatusOK, "প্রশিক্ষণের ব্যয় জানতে চাই")
		if again := b.get(draft + "/need"); !strings.Contains(again.text, `value="rti" checked`) {
			t.Error("the answer that was right is lost")
		}
	})
	b.post(draft+"/need", "need", "প্রশিক্ষণের ব্যয় জানতে চাই", "topic", "training", "law", "rti", "form_of", "copy", "hear", "sms").leads(t, draft+"/papers")
	b.postFiles(draft+"/papers", nil).leads(t, draft+"/check")
	t.Run("the check tells the answers, and the promise of the law", func(t *testing.T) {
		b.get(draft+"/check").shows(t, http.StatusOK, "কোন বিষয়ে জানতে চান", "কাগজের অনুলিপি", "মঙ্গলবার, ২২ ডিসেম্বর")
	})
	receipt := b.post(draft+"/submission").leads(t, "/rupsha/receipts/[0-9a-f]{32}")
	b.get(receipt).shows(t, http.StatusOK, "মঙ্গলবার, ২২ ডিসেম্বর")
	tracking, code := b.numbered(receipt)
	c, err := w.cases.Case(t.Context(), "rupsha", tracking)
	if err != nil || c.Kind != "information" || c.Application.Facts["law"] != "rti" || c.Application.Asked["topic"] != "কোন বিষয়ে জানতে চান" {
		t.Fatalf("kept as %q %v %v, %v", c.Kind, c.Application.Facts, c.Application.Asked, err)
	}
	b.reopened("/rupsha/track/"+tracking, code).get("/rupsha/track/"+tracking).shows(t, http.StatusOK, "কাগজের অনুলিপি")
	t.Run("in English too", func(t *testing.T) {
		b.get("/en/rupsha/track/"+tracking).shows(t, http.StatusOK, "A copy of the paper")
	})
}

func TestApplyBefore(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	t.Run("whom to call comes before any form, in both languages", func(t *testing.T) {
		for _, form := range []string{"/apply", "/form"} {
			b.get(cyber5+form).leads(t, cyber5+"/before")
		}
		b.get(cyber5+"/before").shows(t, http.StatusOK, "এখনই কি কেউ আপনাকে ভয় দেখাচ্ছে", `href="tel:999"`, `href="tel:1098"`, "৯৯৯")
		b.get("/en"+cyber5+"/before").shows(t, http.StatusOK, "right now", `href="tel:109"`)
		b.get(cyber5+"/apply?read=yes").shows(t, http.StatusOK, "আবেদন")
	})
	t.Run("other services have no such page", func(t *testing.T) {
		b.get(info+"/before").shows(t, http.StatusNotFound)
	})
	t.Run("no name is needed, and a password is struck out", func(t *testing.T) {
		draft := b.draftOf(cyber5, "name", "", "anonymous", "yes", "mobile", "01712345678")
		b.post(draft+"/need", "need", "আইডি বেদখল, পাসওয়ার্ড: Ab#12345", "threat", "account", "contact", "only_me", "minor", "no", "hear", "sms").
			leads(t, draft+"/papers")
		b.postFiles(draft+"/papers", nil).leads(t, draft+"/check")
		tracking, _ := b.numbered(b.post(draft+"/submission").leads(t, "/rupsha/receipts/[0-9a-f]{32}"))
		c, err := w.cases.Case(t.Context(), "rupsha", tracking)
		if err != nil || !c.Sealed || c.Application.Name != casework.Nameless || strings.Contains(c.Application.Need, "Ab#12345") {
			t.Errorf("sealed %v, name %q, need %q, %v", c.Sealed, c.Application.Name, c.Application.Need, err)
		}
		page := w.visitor("192.0.2.9").get("/rupsha/track/" + tracking)
		page.shows(t, http.StatusOK, "নতুন")
		page.hides(t, "সাইবার")
	})
}

func TestTrackHandling(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	tracking, code := b.numbered(b.applied())
	own := "/rupsha/track/" + tracking
	b.reopened(own, code)
	act := func(decide func(casework.Case, casework.Stamp) (casework.Change, error)) {
		t.Helper()
		w.now = w.now.Add(2 * time.Minute)
		w.officer(tracking, decide)
	}
	t.Run("more time, with its reason and both dates", func(t *testing.T) {
		act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Extend(2, "যন্ত্রাংশ আসেনি", s)
		})
		b.get(own).shows(t, http.StatusOK, "যন্ত্রাংশ আসেনি", "২ কার্যদিবস বাড়ানো হয়েছে", "সময় একবার বাড়ানো হয়েছে")
		b.get("/en"+own).shows(t, http.StatusOK, "Time was extended once")
	})
	t.Run("who is waited for, since when", func(t *testing.T) {
		act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Call(casework.Outside{Name: "সরবরাহকারী"}, s)
		})
		b.get(own).shows(t, http.StatusOK, "সরবরাহকারী-এর অপেক্ষা, ২৩ নভেম্বর থেকে ০ কার্যদিবস")
	})
	t.Run("a paper is given out and superseded", func(t *testing.T) {
		for range 2 {
			act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Issue(casework.Paper{Sheet: catalogue.Sheet{ID: "note"}, Title: "পরামর্শপত্র", Text: "প্রথম লাইন\nদ্বিতীয় লাইন"}, s)
			})
		}
		b.get(own).shows(t, http.StatusOK, "পরে নতুনটি দেওয়া হয়েছে", own+"/papers/"+tracking+"-1")
		b.get(own+"/papers/"+tracking+"-1").shows(t, http.StatusOK, "এটি আর কার্যকর নয়", "দ্বিতীয় লাইন")
		b.get(own+"/papers/"+tracking+"-9").shows(t, http.StatusNotFound)
		w.visitor("192.0.2.8").get(own+"/papers/"+tracking+"-1").leads(t, own)
	})
	t.Run("who looked is shown", func(t *testing.T) {
		if err := w.cases.Looked(t.Context(), casework.Look{Office: "rupsha", Number: tracking, Actor: casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}, What: casework.LookCase, At: w.now}); err != nil {
			t.Fatal(err)
		}
		b.get(own).shows(t, http.StatusOK, "আবেদনটি খুলেছেন", "তাসনিম আরা")
	})
	t.Run("what was taken back was never said", func(t *testing.T) {
		act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Reply("ভুল জবাব", s)
		})
		at := casework.Target{Office: "rupsha", Number: tracking, Actor: casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}}
		if _, err := w.pages.Desk.Undo(t.Context(), at); err != nil {
			t.Fatal(err)
		}
		b.get(own).hides(t, "ভুল জবাব")
	})
	t.Run("solved? is asked at the end, and no opens it once", func(t *testing.T) {
		b.get(own).hides(t, "সমাধান হয়েছে?")
		act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে।"}, s)
		})
		b.get(own).shows(t, http.StatusOK, "সমাধান হয়েছে?", "আবার খুলবে")
		b.post(own+"/rating", "words", "এখনো চলে না").shows(t, http.StatusUnprocessableEntity, `href="#solved"`, "এখনো চলে না")
		b.post(own+"/rating", "solved", "no", "words", "এখনো চলে না").leads(t, own)
		b.get(own).shows(t, http.StatusOK, "কাজ চলছে", "আবার খোলা হয়েছে, একই ঘড়ি চলছে", "এখনো চলে না")
		act(func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "এবার হয়েছে।"}, s)
		})
		b.get(own).shows(t, http.StatusOK, "আপনার উত্তর হিসাবে থাকবে")
		b.post(own+"/rating", "solved", "no").leads(t, own)
		b.get(own).shows(t, http.StatusOK, "আপনি বলেছেন: না, হয়নি।", "খুলনা জেলা কার্যালয়")
		b.post(own+"/rating", "solved", "yes").shows(t, http.StatusConflict)
	})
}

// shelf is the approved answers of these tests; asked is what was asked of it.
type shelf struct{ asked []string }

func (s *shelf) Near(_ context.Context, officeID, service, words string) ([]caseworkweb.KnownAnswer, error) {
	s.asked = append(s.asked, officeID+"/"+service+"/"+words)
	return []caseworkweb.KnownAnswer{{Path: "answers/a1", Title: "প্রশিক্ষণের খরচ কত?", TitleEn: "What does training cost?"}, {Path: "answers/a2", Title: "প্রশিক্ষণ কবে?"}}, nil
}

func TestApplySuggestsAnswers(t *testing.T) {
	w := newTown(t)
	known := &shelf{}
	w.pages.Known = known
	w.door = w.pages.Site.Wrap(w.routes())
	b := w.visitor("192.0.2.1")
	t.Run("before a question is sent, the answers that fit are shown", func(t *testing.T) {
		draft := b.draftOf(info, self...)
		b.post(draft+"/need", "need", "প্রশিক্ষণের ব্যয়", "topic", "training", "law", "plain", "form_of", "copy", "hear", "sms")
		b.postFiles(draft+"/papers", nil).leads(t, draft+"/check")
		b.get(draft+"/check").shows(t, http.StatusOK, "হয়তো উত্তর এখানেই আছে", `href="/rupsha/answers/a1" lang="bn"`, "প্রশিক্ষণ কবে?")
		b.get("/en"+draft+"/check").shows(t, http.StatusOK, "The answer may already be here", `href="/en/rupsha/answers/a1" lang="en">What does training cost?`, `href="/en/rupsha/answers/a2" lang="bn"`)
		if len(known.asked) != 2 || known.asked[0] != "rupsha/citizen-1/প্রশিক্ষণের ব্যয়" {
			t.Errorf("asked %v", known.asked)
		}
	})
	t.Run("for a service that answers nothing they are not", func(t *testing.T) {
		draft := b.begun()
		b.post(draft+"/for", "for", "self")
		b.post(draft+"/person", self...)
		b.post(draft+"/need", "need", "যন্ত্র চলে না", "hear", "sms")
		b.postFiles(draft+"/papers", nil, "later-0", "yes").leads(t, draft+"/check")
		b.get(draft+"/check").hides(t, "হয়তো উত্তর এখানেই আছে")
	})
}

func TestApplyIsPaced(t *testing.T) {
	w := newTown(t)
	w.pages.Pace = caseworkweb.NewPace()
	w.door = w.pages.Site.Wrap(w.routes())
	centre := w.visitor("192.0.2.9")
	t.Run("a digital centre begins sixty applications an hour from one address", func(t *testing.T) {
		for range 60 {
			centre.begun()
		}
	})
	t.Run("the next is told when, and where else to go", func(t *testing.T) {
		centre.post(lab+"/drafts").shows(t, http.StatusTooManyRequests, "এক ঘণ্টায় ৬০টির বেশি আবেদন", "কার্যালয়ে ফোন করুন", "সরাসরি আসুন")
		centre.post("/en"+lab+"/drafts").shows(t, http.StatusTooManyRequests, "More than 60 applications")
	})
	t.Run("another address is not held back, nor is the machine itself", func(t *testing.T) {
		w.visitor("192.0.2.10").begun()
		for range 61 {
			w.visitor("127.0.0.1").begun()
		}
	})
	t.Run("after a minute one more is let in", func(t *testing.T) {
		w.now = monday.Add(time.Minute)
		centre.begun()
		centre.post(lab+"/drafts").shows(t, http.StatusTooManyRequests)
	})
	t.Run("files are counted, on whichever form they come", func(t *testing.T) {
		b := w.visitor("192.0.2.11")
		draft := b.begun()
		b.post(draft+"/for", "for", "self")
		b.post(draft+"/person", self...)
		b.post(draft+"/need", "need", "যন্ত্র চলে না", "hear", "sms")
		many := make([]upload, 250)
		for i := range many {
			many[i] = upload{"paper-extra", "a.txt", "x"}
		}
		b.postFiles(draft+"/papers", many).shows(t, http.StatusUnprocessableEntity)
		b.postFiles(draft+"/papers", many).shows(t, http.StatusTooManyRequests, "এক ঘণ্টায় ৩০০টির বেশি ফাইল", "কাগজ পরে দেওয়া যায়")
		b.postFiles(draft+"/papers", nil, "later-0", "yes").leads(t, draft+"/check")
	})
}
