package deskweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"

	"dorgora/internal/blob"
	"dorgora/internal/casework"
	"dorgora/internal/document"
)

// on is the path of a case.
func on(number string, steps ...string) string {
	return strings.Join(append([]string{"/rupsha/desk/cases/" + number}, steps...), "/")
}

// seen is the revision that the page of a case carries in its forms.
func (b *browser) seen(number string) string {
	b.w.t.Helper()
	return b.get(on(number)).find(b.w.t, `name="revision" value="(\d+)"`)
}

// does sends a form of a case as it stands now.
func (b *browser) does(number, act string, pairs ...string) answer {
	b.w.t.Helper()
	return b.post(on(number, act), append([]string{"revision", b.seen(number)}, pairs...)...)
}

// kept is a case as it is stored.
func (w *bureau) kept(number string) casework.Case {
	w.t.Helper()
	c, err := w.cases.Case(w.t.Context(), "rupsha", number)
	if err != nil {
		w.t.Fatal(err)
	}
	return c
}

// last is the last act of a case.
func (w *bureau) last(number string) casework.Act {
	w.t.Helper()
	acts, err := w.cases.Timeline(w.t.Context(), "rupsha", number)
	if err != nil {
		w.t.Fatal(err)
	}
	return acts[len(acts)-1]
}

func TestCaseWorkedToItsEnd(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{at: day(22, 11)})
	me := w.as("tasnim")
	first := me.sound(on(n))
	first.shows(t, 200, "কাজ শুরু করুন", "মঙ্গলবার, ১ ডিসেম্বর", "০১৭১২ ৩৪৫ ৬৭৮", "প্রধান শিক্ষকের পত্র", "আবশ্যক", "তাসনিম আরা, সহকারী প্রোগ্রামার", "খুলনা জেলা কার্যালয়")
	t.Run("work begins", func(t *testing.T) {
		me.does(n, "start").leads(t, on(n)+`\?said=taken`)
		if got := w.kept(n); got.Status != casework.InProgress {
			t.Errorf("status %s", got.Status)
		}
	})
	t.Run("an answer without words keeps the page and says where", func(t *testing.T) {
		me.does(n, "replies", "reply", "  ").shows(t, http.StatusUnprocessableEntity,
			`href="#reply"`, "আবেদনকারীকে কী জানাবেন", `<a class="lang" href="/en`+on(n)+`"`)
	})
	t.Run("an answer reaches the applicant's timeline and the outbox", func(t *testing.T) {
		me.does(n, "replies", "reply", "কাল আসব।").leads(t, on(n)+`\?said=replied`)
		act := w.last(n)
		if act.Deed != casework.DeedReplied || act.Actor != (casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}) || !act.Public {
			t.Errorf("the act is %+v", act)
		}
		me.sound("/rupsha/desk/outbox").shows(t, 200, "কাল আসব।", "০১৭••••••৭৮", "পাঠানো হয়নি", "এসএমএস")
		me.sound(on(n)).shows(t, 200, "উত্তর দেওয়া হয়েছে", "আবেদনকারীকে পাঠানোর বার্তা")
	})
	t.Run("what is missing is asked for in one message, ticked and typed", func(t *testing.T) {
		me.does(n, "requests").shows(t, 422, `href="#missing"`)
		me.does(n, "requests", "paper", "1", "missing", "সিরিয়াল নম্বর\n\n ঘরের চাবি ").leads(t, on(n)+`\?said=asked`)
		if got := strings.Join(w.kept(n).Missing, "|"); got != "প্রধান শিক্ষকের পত্র|সিরিয়াল নম্বর|ঘরের চাবি" {
			t.Errorf("asked for %s", got)
		}
		me.sound(on(n)).shows(t, 200, "আজ তথ্য এলে শেষ তারিখ", "আবেদনকারীর অপেক্ষায়", "চাওয়া হয়েছে")
		me.does(n, "requests", "missing", "আরও").shows(t, http.StatusConflict, "আগেই চাওয়া হয়েছে", "আপনি যা লিখেছিলেন", "আরও")
	})
	t.Run("the clock goes on", func(t *testing.T) {
		me.does(n, "resumption", "resume", "কাগজ হাতে দিয়েছেন").leads(t, on(n)+`\?said=resumed`)
		if got := w.kept(n); got.Status != casework.InProgress || len(got.Missing) != 0 {
			t.Errorf("status %s, missing %v", got.Status, got.Missing)
		}
	})
	t.Run("a second round is flagged", func(t *testing.T) {
		me.does(n, "requests", "missing", "আরেকটি ছবি").leads(t, on(n)+`\?said=asked`)
		me.sound(on(n)).shows(t, 200, "দ্বিতীয়বার চাওয়া")
		me.get("/rupsha/desk?view=waiting").shows(t, 200, "দ্বিতীয়বার চাওয়া")
	})
	t.Run("a refusal needs a reason and names the way of appeal", func(t *testing.T) {
		me.does(n, "closure").shows(t, 422, `href="#outcome"`)
		me.does(n, "closure", "outcome", "refused").shows(t, 422, `href="#sentence"`)
		me.does(n, "closure", "outcome", "refused", "sentence", "যন্ত্রটি এ কার্যালয়ের আওতায় নয়").leads(t, on(n)+`\?said=closed`)
		me.sound(on(n)).shows(t, 200, "প্রত্যাখ্যাত", "যন্ত্রটি এ কার্যালয়ের আওতায় নয়", "খুলনা জেলা কার্যালয়-এ আপিল")
		me.sound("/rupsha/desk?view=done").shows(t, 200, "প্রত্যাখ্যাত")
	})
	t.Run("a closed case takes a note and nothing else", func(t *testing.T) {
		page := me.get(on(n))
		page.hides(t, on(n, "closure"), on(n, "replies"))
		me.does(n, "replies", "reply", "আর কিছু").shows(t, http.StatusConflict, "আগেই নিষ্পন্ন হয়েছে", "আপনি যা লিখেছিলেন")
		me.does(n, "notes", "note", "ফাইলে রাখা হলো").leads(t, on(n)+`\?said=noted`)
	})
	me.sound(on(n, "print")).shows(t, 200, "ছাপার সময়", "ফাইলে রাখা হলো")
	me.sound("/en"+on(n)).shows(t, 200, "Refused", "Lab support", "Tasnim Ara, Assistant Programmer", "may appeal to Khulna district office", "office only")
}

func TestCaseNotesAreForTheOffice(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	w.as("tasnim").does(n, "notes", "note", "একই জায়গায় আগেও হয়েছে").leads(t, on(n)+`\?said=noted`)
	if act := w.last(n); act.Public {
		t.Error("the applicant would see the note")
	}
	w.as("tasnim").sound(on(n)).shows(t, 200, `<li class="int"><b>অভ্যন্তরীণ নোট (শুধু কার্যালয়)</b>`)
}

func TestCaseAssigned(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.get(on(n)).shows(t, 200, "নেটওয়ার্ক কর্মকর্তা · আব্দুর রহিম")
	for what, row := range map[string][]string{
		"the same post":         {"post", "head", "reason", "ভুলে"},
		"a post that is nobody": {"post", "president", "reason", "ভুলে"},
		"no post":               {"post", "", "reason", "ভুলে"},
		"no reason":             {"post", "officer", "reason", ""},
	} {
		t.Run(what+" is refused on the page", func(t *testing.T) {
			me.does(n, "assignment", row...).shows(t, http.StatusUnprocessableEntity, "একটি সমস্যা আছে")
		})
	}
	me.does(n, "assignment", "post", "officer", "reason", "নেটওয়ার্কের কাজ").leads(t, on(n)+`\?said=assigned`)
	w.as("rahim").sound("/rupsha/desk").shows(t, 200, "শাহানা পারভীন")
	me.get(on(n)).shows(t, 200, "অন্য পদে দেওয়া হয়েছে (শুধু কার্যালয়)", "আব্দুর রহিম, নেটওয়ার্ক কর্মকর্তা")
}

func TestCaseMayBeWorkedBy(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{post: "officer"})
	empty := w.came(asked{post: "technician"})
	reply := func(who, number string) answer { return w.as(who).does(number, "replies", "reply", "দেখছি") }
	t.Run("the officer as the officer", func(t *testing.T) {
		reply("rahim", n).leads(t, on(n)+".*")
		if got := w.last(n).Actor; got.Post != "officer" || got.Person != "rahim" {
			t.Errorf("acted as %+v", got)
		}
	})
	t.Run("the head as the head", func(t *testing.T) {
		reply("tasnim", n).leads(t, on(n)+".*")
		if got := w.last(n).Actor; got.Post != "head" {
			t.Errorf("acted as %+v", got)
		}
	})
	t.Run("the clerk of another post may read and note, not act", func(t *testing.T) {
		w.as("salma").sound(on(n)).hides(t, on(n, "replies"))
		reply("salma", n).shows(t, http.StatusForbidden, "আব্দুর রহিম, নেটওয়ার্ক কর্মকর্তা")
		w.as("salma").does(n, "notes", "note", "ফোন এসেছিল").leads(t, on(n)+".*")
		if got := w.last(n).Actor; got.Post != "clerk" {
			t.Errorf("noted as %+v", got)
		}
	})
	t.Run("the district's head may read and note, not act", func(t *testing.T) {
		w.as("karim").sound(on(n)).shows(t, 200, "দেখতে ও নোট লিখতে পারেন")
		for act, pairs := range map[string][]string{
			"start": nil, "replies": {"reply", "ক"}, "requests": {"missing", "ক"}, "resumption": {"resume", "ক"},
			"assignment": {"post", "clerk", "reason", "ক"}, "closure": {"outcome", "delivered", "sentence", "ক"},
		} {
			w.as("karim").does(n, act, pairs...).shows(t, http.StatusForbidden, "অথবা কার্যালয়ের প্রধান")
		}
		w.as("karim").does(n, "notes", "note", "দেরি কেন?").leads(t, on(n)+".*")
		if got := w.last(n).Actor; got.Post != "khulna/head" || got.Person != "karim" {
			t.Errorf("noted as %+v", got)
		}
		w.as("tasnim").get(on(n)).shows(t, 200, "রেজাউল করিম, প্রোগ্রামার, খুলনা জেলা কার্যালয়")
	})
	t.Run("the stand-in as the absent officer, while he is away", func(t *testing.T) {
		w.leave = true
		defer func() { w.leave = false }()
		w.as("salma").get(on(n)).shows(t, 200, "সালমা খাতুন, নেটওয়ার্ক কর্মকর্তা")
		reply("salma", n).leads(t, on(n)+".*")
		if got := w.last(n).Actor; got.Post != "officer" || got.Person != "salma" {
			t.Errorf("acted as %+v", got)
		}
	})
	t.Run("the case of an empty chair falls to the superior post", func(t *testing.T) {
		w.as("rahim").get("/rupsha/desk").shows(t, 200, on(empty))
		reply("rahim", empty).leads(t, on(empty)+".*")
		if got := w.last(empty).Actor; got.Post != "officer" {
			t.Errorf("acted as %+v", got)
		}
	})
}

func TestCaseChangedMeanwhile(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	old := me.seen(n)
	w.as("karim").does(n, "notes", "note", "জেলা থেকে দেখা হয়েছে").leads(t, on(n)+".*")
	t.Run("what was typed stays and what happened is shown", func(t *testing.T) {
		got := me.post(on(n, "replies"), "revision", old, "reply", "অনেক কষ্টে লেখা উত্তর")
		got.shows(t, http.StatusConflict, "আপনি দেখার পর যা হয়েছে", "জেলা থেকে দেখা হয়েছে", "অনেক কষ্টে লেখা উত্তর</textarea>")
		now := got.find(t, `name="revision" value="(\d+)"`)
		me.post(on(n, "replies"), "revision", now, "reply", "অনেক কষ্টে লেখা উত্তর").leads(t, on(n)+".*")
	})
	t.Run("the same form sent twice acts once", func(t *testing.T) {
		at := me.seen(n)
		for range 3 {
			me.post(on(n, "replies"), "revision", at, "reply", "একবারই যাবে").leads(t, on(n)+".*")
		}
		if got := w.kept(n).Revision; fmt.Sprint(got) != next(at) {
			t.Errorf("revision %d after one act on %s", got, at)
		}
	})
	t.Run("the same list sent twice asks once", func(t *testing.T) {
		at := me.seen(n)
		for range 2 {
			me.post(on(n, "requests"), "revision", at, "paper", "1", "missing", " ছবি \r\n\r\nপত্র").leads(t, on(n)+".*")
		}
		if got := w.kept(n).Rounds; got != 1 {
			t.Errorf("%d rounds", got)
		}
	})
	t.Run("a form without its revision is not carried out", func(t *testing.T) {
		for _, wrong := range []string{"", "0", "-1", "x"} {
			me.post(on(n, "closure"), "revision", wrong, "outcome", "delivered", "sentence", "হলো").shows(t, http.StatusUnprocessableEntity, "ফরমটি পুরোটা আসেনি")
		}
		me.post(on(n, "closure"), "revision", "999", "outcome", "delivered", "sentence", "হলো").shows(t, http.StatusConflict)
	})
	t.Run("of two who close at once one wins and both sentences are kept in sight", func(t *testing.T) {
		at := me.seen(n)
		answers := make([]answer, 2)
		var all sync.WaitGroup
		for i, sentence := range []string{"প্রথম বাক্য", "দ্বিতীয় বাক্য"} {
			all.Go(func() {
				answers[i] = w.as("tasnim").post(on(n, "closure"), "revision", at, "outcome", "delivered", "sentence", sentence)
			})
		}
		all.Wait()
		if a, b := answers[0].status, answers[1].status; a+b != http.StatusSeeOther+http.StatusConflict {
			t.Errorf("answers %d and %d", a, b)
		}
		for i, sentence := range []string{"প্রথম বাক্য", "দ্বিতীয় বাক্য"} {
			if answers[i].status == http.StatusConflict {
				answers[i].shows(t, http.StatusConflict, sentence)
			}
		}
	})
}

// next is the number after a written one.
func next(n string) string {
	var i int
	_, _ = fmt.Sscan(n, &i)
	return fmt.Sprint(i + 1)
}

func TestCaseWhenTheDiskConfirmsNothing(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	w.down = true
	got := me.does(n, "closure", "outcome", "delivered", "sentence", "চালু হয়েছে")
	got.shows(t, http.StatusServiceUnavailable, "নিশ্চিত হওয়া যায়নি", "চালু হয়েছে</textarea>", `value="delivered" checked`)
	key := me.get(desk).find(t, `name="form-key" value="([0-9a-f]{32})"`)
	form := []string{"form-key", key, "service", "citizen-4-advice", "name", "মতিন", "need", "ল্যাপটপ", "act", "number"}
	me.post(desk, form...).shows(t, http.StatusServiceUnavailable, "নিশ্চিত হওয়া যায়নি", `value="মতিন"`, key)
	w.down = false
	me.does(n, "closure", "outcome", "delivered", "sentence", "চালু হয়েছে").leads(t, on(n)+".*")
	me.post(desk, form...).leads(t, desk+"/"+key)
}

func TestCaseLongTexts(t *testing.T) {
	w := newBureau(t)
	long := strings.TrimSpace(strings.Repeat("বিদ্যুৎ <b>যায়</b> ", 45))
	n := w.came(asked{need: long, name: strings.Repeat("ক", 120)})
	me := w.as("tasnim")
	me.sound("/rupsha/desk").shows(t, 200, " …")
	me.sound(on(n)).hides(t, "</p><b>যায়") // never as markup
	tooLong := strings.Repeat("খ", 1001)
	got := me.does(n, "replies", "reply", tooLong)
	got.shows(t, http.StatusUnprocessableEntity, tooLong, "১,০০১")
	me.does(n, "replies", "reply", strings.Repeat("গ", 1000)).leads(t, on(n)+".*")
	me.sound("/rupsha/desk/outbox").shows(t, 200, "১৬টি এসএমএস")
	me.post(on(n, "replies"), "revision", "1", "reply", strings.Repeat("ঘ", 100_000)).shows(t, http.StatusRequestEntityTooLarge)
}

func TestCaseFiles(t *testing.T) {
	w := newBureau(t)
	hash, size, err := w.files.Put(t.Context(), strings.NewReader("<script>alert(1)</script>"), 1000)
	if err != nil {
		t.Fatal(err)
	}
	n := w.came(asked{evidence: []document.Evidence{{
		Office: "rupsha", ID: "e1", Paper: "প্রধান শিক্ষকের পত্র", Name: "পত্র.txt", Type: "text/plain; charset=utf-8", Hash: string(hash), Size: size,
		State: document.Came, At: monday,
	}}})
	other := w.came(asked{})
	me := w.as("tasnim")
	me.sound(on(n)).shows(t, 200, "পত্র.txt", on(n, "files/e1"))
	got := me.get(on(n, "files/e1"))
	got.shows(t, 200, "alert(1)")
	for name, want := range map[string]string{"Content-Disposition": "attachment", "X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox", "Cache-Control": "no-store"} {
		if !strings.Contains(got.header.Get(name), want) {
			t.Errorf("%s is %q", name, got.header.Get(name))
		}
	}
	me.get(on(other, "files/e1")).shows(t, http.StatusNotFound)
	me.get(on(n, "files/none")).shows(t, http.StatusNotFound)
	if err := w.files.Check(blob.Hash(hash)); err != nil {
		t.Error(err)
	}
}

func TestCaseOfNobody(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	for what, address := range map[string]string{
		"a wrong check digit": on("12345678901"), "no number": on("abc"), "another office's case": "/dighalia/desk/cases/" + n,
	} {
		t.Run(what+" is not found", func(t *testing.T) {
			w.as("tasnim").get(address).shows(t, http.StatusNotFound)
			w.as("tasnim").post(address+"/replies", "revision", "1", "reply", "ক").shows(t, http.StatusNotFound)
		})
	}
}

func TestCaseClosedInTwoWindows(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	seen := me.seen(n)
	same := "আপনার আবেদন দেখা হয়েছে"
	me.post(on(n, "closure"), "revision", seen, "outcome", "refused", "sentence", same).leads(t, on(n)+".*")
	me.post(on(n, "closure"), "revision", seen, "outcome", "refused", "sentence", same).leads(t, on(n)+".*")
	me.post(on(n, "closure"), "revision", seen, "outcome", "delivered", "sentence", same).shows(t, http.StatusConflict)
}
