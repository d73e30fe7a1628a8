package deskweb_test

import (
	"net/http"
	"strings"
	"testing"

	"dorgora/internal/casework"
)

func TestCaseOfAKindWithSteps(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{service: "citizen-6-repair", facts: map[string]string{"place": "lab", "nid": "১২৩৪৫৬৭৮৯০"}})
	me := w.as("tasnim")
	t.Run("answers show in words, the identity number covered until it is looked at", func(t *testing.T) {
		page := me.sound(on(n))
		page.shows(t, 200, "কোথায়", "ল্যাবে", "গিয়ে দেখা", "পরিচয়পত্রের নম্বর ঢাকা আছে")
		page.hides(t, "১২৩৪৫৬৭৮৯০", "1234567890")
		me.post(on(n, "looks"), "what", "identity").leads(t, on(n)+".*")
		me.sound(on(n)).shows(t, 200, "১২৩৪৫৬৭৮৯০")
		w.as("salma").sound(on(n)).hides(t, "১২৩৪৫৬৭৮৯০")
	})
	t.Run("a needed step stands in the way of the end", func(t *testing.T) {
		me.does(n, "interest").leads(t, on(n)+`\?said=declared`)
		me.does(n, "closure", "outcome", "delivered", "sentence", "হলো", "record-spec", "৮ জিবি").shows(t, 422, `href="#outcome"`, `value="৮ জিবি"`)
	})
	t.Run("a paper needs what it says", func(t *testing.T) {
		me.does(n, "sheets?sheet=advice", "sheet-advice-text", "ধীরে চালান").shows(t, 422)
	})
	t.Run("a step is done with what is to be recorded", func(t *testing.T) {
		me.does(n, "tasks/visit/completion", "do-1-words", "গেছি").shows(t, 422, `href="#do-1-tried"`, "গেছি</textarea>")
		me.does(n, "tasks/visit/completion", "do-1-tried", "তার বদল", "do-1-words", "গেছি").leads(t, on(n)+`\?said=done`)
		me.sound(on(n)).shows(t, 200, "তার বদল", "কাজ হয়েছে: গিয়ে দেখা")
	})
	t.Run("the paper is numbered and printable, a later one supersedes it", func(t *testing.T) {
		for range 2 {
			me.does(n, "sheets?sheet=advice", "sheet-advice-text", "ধীরে চালান").leads(t, on(n)+`\?said=issued`)
		}
		me.sound(on(n)).shows(t, 200, "দেওয়া কাগজ", "পরামর্শপত্র")
		first := me.sound(on(n, "sheets/"+n+"-1"))
		first.shows(t, 200, "শাহানা পারভীন: তার বদল; ল্যাবে; ……. ধীরে চালান", "একই কাগজ আবার দেওয়া হয়েছে")
		me.sound(on(n, "sheets/"+n+"-2")).hides(t, "একই কাগজ আবার")
		me.get(on(n, "sheets/"+n+"-3")).shows(t, http.StatusNotFound)
	})
	t.Run("a serious matter reaches the superior", func(t *testing.T) {
		me.does(n, "alarms?alarm=loss", "alarm-loss-alarm", "সব ফাইল গেছে").shows(t, 422, `href="#alarm-loss-gd"`)
		me.does(n, "alarms?alarm=loss", "alarm-loss-alarm", "সব ফাইল গেছে", "alarm-loss-gd", "৭৭").leads(t, on(n)+`\?said=alarmed`)
		me.sound(on(n)).shows(t, 200, "তথ্য হারিয়েছে (শুধু কার্যালয়)", "৭৭")
		me.does(n, "alarms?alarm=none", "alarm-none-alarm", "ক").shows(t, 422)
	})
	t.Run("the end needs the record of the kind", func(t *testing.T) {
		me.does(n, "closure", "outcome", "delivered", "sentence", "হলো").shows(t, 422, `href="#record-spec"`)
		me.does(n, "closure", "outcome", "delivered", "sentence", "হলো", "record-spec", "৮ জিবি", "record-until-day", "১", "record-until-month", "২", "record-until-year", "২০২৭").
			leads(t, on(n)+`\?said=closed`)
		if got := w.kept(n).Record; got["spec"] != "৮ জিবি" || got["until"] != "2027-02-01" || got["tried"] != "তার বদল" {
			t.Errorf("recorded %v", got)
		}
	})
}

func TestCaseRefusedForAUsualReason(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{service: "citizen-6-repair"})
	w.as("tasnim").does(n, "closure", "outcome", "refused", "refusal", "scope", "sentence", "জেলায় যান।").leads(t, on(n)+".*")
	if got := w.kept(n).Sentence; got != "এটি এ কার্যালয়ের কাজ নয়। জেলায় যান।" {
		t.Errorf("told %q", got)
	}
}

func TestCaseOfSomebodyWithAnInterest(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{service: "citizen-6-repair", post: "officer"})
	rahim := w.as("rahim")
	rahim.sound(on(n)).shows(t, 200, "স্বার্থ নেই বলে ঘোষণা করুন")
	rahim.does(n, "recusal", "recuse-reason", "").shows(t, 422, `href="#recuse-reason"`)
	rahim.does(n, "recusal", "recuse-reason", "দোকানটি আমার ভাইয়ের").leads(t, on(n)+".*")
	t.Run("acts no more, whoever stands above does", func(t *testing.T) {
		rahim.does(n, "replies", "reply", "আমি বলি").shows(t, http.StatusForbidden)
		w.as("tasnim").does(n, "replies", "reply", "আমি দেখছি").leads(t, on(n)+".*")
	})
}

func TestCaseSealed(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{service: "citizen-5-safety", name: "গোপন জন", need: "কেউ হুমকি দিচ্ছে"})
	file := w.came(asked{service: "citizen-5-safety", name: "গোপন দ্বিতীয়", post: "officer"})
	t.Run("who handles it and who stands directly above see it", func(t *testing.T) {
		w.as("tasnim").sound(on(n)).shows(t, 200, "গোপনীয়", "কেউ হুমকি দিচ্ছে")
		w.as("karim").sound(on(n)).shows(t, 200)
		w.as("rahim").sound(on(file)).shows(t, 200)
		w.as("tasnim").sound(on(file)).shows(t, 200)
		w.as("tasnim").sound("/rupsha/desk?who=office").shows(t, 200, "গোপন জন", "গোপন দ্বিতীয়")
		w.as("rahim").sound("/rupsha/desk").shows(t, 200, "গোপন দ্বিতীয়")
	})
	t.Run("for all others it is not there, nowhere", func(t *testing.T) {
		for who, one := range map[string]string{"salma": n, "rahim": n, "karim": file} {
			for _, address := range []string{on(one), on(one, "print"), on(one, "files/x"), on(one, "sheets/"+one+"-1")} {
				w.as(who).get(address).shows(t, http.StatusNotFound)
			}
			w.as(who).post(on(one, "notes"), "revision", "1", "note", "ক").shows(t, http.StatusNotFound)
			w.as(who).post(on(one, "looks"), "what", "case").shows(t, http.StatusNotFound)
			w.as(who).post(on(one, "undoing")).shows(t, http.StatusNotFound)
			for _, list := range []string{"", "&q=গোপন", "&view=every", "&q=" + one[2:9], "&q=" + one} {
				w.as(who).get("/rupsha/desk?who=office"+list).hides(t, ">"+map[bool]string{true: "গোপন জন", false: "গোপন দ্বিতীয়"}[one == n], on(one))
			}
			if got := w.as(who).get("/rupsha/desk/export/csv?who=office&view=every"); strings.Contains(got.text, one) {
				t.Errorf("%s exports %s", who, one)
			}
			w.as(who).get("/rupsha/desk/outbox").hides(t, "/rupsha/desk/cases/"+one)
			printed := w.as(who).post("/rupsha/desk/bulk", "act", "print", "number", one)
			printed.shows(t, 200, "কোনো আবেদন পাওয়া যায়নি")
			w.as(who).post("/rupsha/desk/bulk", "act", "assign", "number", one, "post", "clerk", "reason", "ক").shows(t, 200, "হয়নি")
		}
	})
	t.Run("the clerk who took one in hands over number and code, and sees no more", func(t *testing.T) {
		done := w.as("salma").visit("service", "citizen-5-safety", "name", "ক", "mobile", "01712345678", "need", "খ", "act", "number").leads(t, desk+"/[0-9a-f]{32}")
		n := w.as("salma").numberOn(t, done)
		w.as("salma").get(on(n)).shows(t, http.StatusNotFound)
		w.as("rahim").get(done).shows(t, http.StatusNotFound)
	})
	t.Run("as it climbs, who was told sees it", func(t *testing.T) {
		w.now = w.now.AddDate(0, 0, 9)
		if _, err := w.staff.Desk.Watch(t.Context(), w.cases); err != nil {
			t.Fatal(err)
		}
		if c := w.kept(file); c.Stage <= casework.Breached {
			t.Fatalf("stage %d", c.Stage)
		}
		w.as("karim").get(on(file)).shows(t, 200)
		w.as("salma").get(on(file)).shows(t, http.StatusNotFound)
	})
}
