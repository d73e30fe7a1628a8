package deskweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dorgora/internal/casework"
)

// twice sends one form of a case twice and wants one act and the same page after
// both.
func (b *browser) twice(number, act string, pairs ...string) {
	b.w.t.Helper()
	before, err := b.w.cases.Timeline(b.w.t.Context(), "rupsha", number)
	if err != nil {
		b.w.t.Fatal(err)
	}
	key := fmt.Sprintf("%032x", len(before)+1)
	sent := append([]string{"form-key", key[:21] + number, "revision", b.seen(number)}, pairs...)
	for range 2 {
		b.post(on(number, act), sent...).leads(b.w.t, on(number)+`\?(own=1&)?said=.*`)
	}
	after, err := b.w.cases.Timeline(b.w.t.Context(), "rupsha", number)
	if err != nil || len(after) != len(before)+1 {
		b.w.t.Errorf("%s sent twice: %d acts, %v", act, len(after)-len(before), err)
	}
}

func TestCaseFormsSentTwiceActOnce(t *testing.T) {
	w := newBureau(t)
	n, m := w.came(asked{at: day(22, 11)}), w.came(asked{need: "অন্য কাজ"})
	me := w.as("tasnim")
	me.twice(n, "start")
	me.twice(n, "replies", "reply", "দেখছি")
	me.twice(n, "notes", "note", "ভেতরের কথা")
	me.twice(n, "requests", "missing", "ঠিকানা")
	me.twice(n, "resumption", "resume", "হাতে এসেছে")
	me.twice(n, "extension", "extend-days", "2", "extend-reason", "যন্ত্রাংশ আসেনি")
	me.twice(n, "tasks", "task-task", "রাউটার দেখা", "task-post", "officer")
	me.twice(n, "third-parties", "call-third", "সরবরাহকারী")
	me.twice(n, "attempts", "try-channel", "phone", "try-try", "কেউ ধরেননি")
	me.twice(n, "incident", "group-incident", "new", "group-title", "লাইন কাটা")
	if list, err := w.cases.Incidents(t.Context(), "rupsha", 9); err != nil || len(list) != 1 {
		t.Errorf("%d incidents of one form, %v", len(list), err)
	}
	me.twice(n, "referrals", "refer-office", "বিটিসিএল", "refer-reason", "লাইনটি তাদের")
	me.twice(n, "referrals/refusal", "declined-reason", "নেবে না")
	me.twice(n, "closure", "outcome", "delivered", "sentence", "চালু হয়েছে")
	me.twice(n, "undoing")
	me.twice(n, "assignment", "post", "officer", "reason", "লাইনের কাজ")
	me.twice(m, "merger", "merge-into", n)
	t.Run("other words under the same key are no repetition", func(t *testing.T) {
		o := w.came(asked{need: "তৃতীয় কাজ"})
		key, seen := strings.Repeat("a", 32), me.seen(o)
		me.post(on(o, "replies"), "form-key", key, "revision", seen, "reply", "প্রথম").leads(t, on(o)+".*")
		me.post(on(o, "replies"), "form-key", key, "revision", seen, "reply", "দ্বিতীয়").shows(t, http.StatusConflict, "দ্বিতীয়")
	})
	t.Run("a case is taken over once", func(t *testing.T) {
		o := w.came(asked{need: "জেলার কাজ"})
		me.does(o, "referrals", "refer-within", "khulna", "refer-reason", "জেলার কাজ").leads(t, on(o)+".*")
		karim := w.as("karim")
		form := []string{"form-key", strings.Repeat("b", 32), "office", "rupsha", "o" + o + "-service", "citizen-4-advice", "o" + o + "-sentence", "নিলাম"}
		karim.post("/khulna/desk/offers/"+o+"/acceptance", form...).leads(t, `/khulna/desk/cases/\d{11}`)
		karim.post("/khulna/desk/offers/"+o+"/acceptance", form...).leads(t, `/khulna/desk/offers`)
		if c := w.kept(o); c.Outcome != casework.PassedOn {
			t.Errorf("kept as %s", c.Outcome)
		}
	})
}
