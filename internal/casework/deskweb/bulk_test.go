package deskweb_test

import (
	"net/http"
	"strings"
	"testing"
)

func TestDeskBulk(t *testing.T) {
	w := newBureau(t)
	a, b, done := w.came(asked{name: "প্রথম জন"}), w.came(asked{name: "দ্বিতীয় জন", post: "officer"}), w.came(asked{name: "শেষ জন"})
	me := w.as("tasnim")
	me.does(done, "closure", "outcome", "delivered", "sentence", "হলো").leads(t, on(done)+".*")
	me.sound("/rupsha/desk?who=office").shows(t, 200, `name="number" value="`+a+`" form="bulk"`, "বাছাই করাগুলো অন্যকে দিন")
	t.Run("given over, each with its own answer", func(t *testing.T) {
		got := me.post("/rupsha/desk/bulk", "act", "assign", "post", "officer", "reason", "নেটওয়ার্কের কাজ", "number", a, "number", b, "number", done, "number", "junk", "number", a)
		got.shows(t, 200, "১টি হয়েছে", "৩টি হয়নি", "আগেই নিষ্পন্ন")
		if w.kept(a).Post != "officer" {
			t.Error("it was not given over")
		}
	})
	t.Run("what was not chosen is asked for", func(t *testing.T) {
		me.post("/rupsha/desk/bulk", "act", "assign", "post", "officer", "reason", "ক").shows(t, http.StatusUnprocessableEntity, "অন্তত একটি")
		me.post("/rupsha/desk/bulk", "act", "assign", "reason", "ক", "number", a).shows(t, http.StatusUnprocessableEntity)
		me.post("/rupsha/desk/bulk", "act", "assign", "post", "clerk", "number", a).shows(t, http.StatusUnprocessableEntity)
		me.post("/rupsha/desk/bulk", "act", "burn", "number", a).shows(t, http.StatusUnprocessableEntity)
		many := []string{"act", "print"}
		for range 201 {
			many = append(many, "number", w.staff.Desk.Fresh())
		}
		me.post("/rupsha/desk/bulk", many...).shows(t, http.StatusUnprocessableEntity, "২০০")
	})
	t.Run("a clerk gives away only what is hers", func(t *testing.T) {
		w.as("salma").post("/rupsha/desk/bulk", "act", "assign", "post", "clerk", "reason", "ক", "number", a).shows(t, 200, "১টি হয়নি", "আব্দুর রহিম")
	})
	t.Run("printed on pages of their own", func(t *testing.T) {
		got := me.post("/rupsha/desk/bulk", "act", "print", "number", a, "number", b)
		got.shows(t, 200, "প্রথম জন", "দ্বিতীয় জন", "leaf")
		if looks, _ := w.cases.Looks(t.Context(), "rupsha", b); len(looks) == 0 {
			t.Error("the look was not written down")
		}
	})
}

func TestDeskListsKept(t *testing.T) {
	w := newBureau(t)
	w.came(asked{name: "ল্যাবের জন", at: day(20, 11)})
	w.came(asked{name: "পরামর্শের জন", service: "citizen-4-advice"})
	me := w.as("tasnim")
	t.Run("narrowed by service, post, channel and days", func(t *testing.T) {
		for address, hidden := range map[string]string{
			"service=citizen-3": "পরামর্শের জন", "service=citizen-4": "ল্যাবের জন", "until=২২/১১/২০২৬": "পরামর্শের জন", "from=2026-11-21": "ল্যাবের জন",
			"channel=phone": "ল্যাবের জন", "post=officer": "ল্যাবের জন",
		} {
			me.sound("/rupsha/desk?"+address).hides(t, ">"+hidden)
		}
		me.sound("/rupsha/desk?service=citizen-3").shows(t, 200, "ল্যাবের জন", `<option value="citizen-3" selected>`, "আবার পুরো তালিকা")
	})
	t.Run("kept under a name, by one person alone", func(t *testing.T) {
		me.post("/rupsha/desk/filters?service=citizen-4&who=office&from=2026-11-01", "name", "পরামর্শ সব").leads(t, `/rupsha/desk\?.*service=citizen-4.*`)
		me.post("/rupsha/desk/filters", "name", "").shows(t, http.StatusUnprocessableEntity)
		me.post("/rupsha/desk/filters", "name", "পরামর্শ সব").shows(t, http.StatusConflict)
		page := me.sound("/rupsha/desk")
		link := page.find(t, `href="(/rupsha/desk[^"]+)">[^>]*(?:<[^>]*>)*পরামর্শ সব`)
		me.sound(link).shows(t, 200, "পরামর্শের জন", `name="from" type="text" value="১/১১/২০২৬"`)
		w.as("rahim").sound("/rupsha/desk").hides(t, "পরামর্শ সব")
		drop := page.find(t, `action="(/rupsha/desk/filters/[^"]+/removal)"`)
		w.as("rahim").post(drop).shows(t, http.StatusNotFound)
		me.post(drop).leads(t, "/rupsha/desk")
		me.sound("/rupsha/desk").hides(t, "পরামর্শ সব")
	})
}

func TestDeskExport(t *testing.T) {
	w := newBureau(t)
	for range 30 {
		w.came(asked{})
	}
	w.came(asked{name: "=1+1", need: "@SUM(A1)", service: "citizen-4-advice"})
	me := w.as("tasnim")
	t.Run("CSV holds exactly the list, on all its pages", func(t *testing.T) {
		got := me.get("/rupsha/desk/export/csv?who=office&service=citizen-3")
		got.shows(t, 200, "ট্র্যাকিং নম্বর", "2026-11-23 10:42:00", "০১৭••••••৭৮")
		if lines := strings.Count(got.text, "\r\n"); lines != 31 {
			t.Errorf("%d lines", lines)
		}
		got.hides(t, "01712345678")
		if got.header.Get("Content-Disposition") != `attachment; filename="rupsha-2026-11-23.csv"` {
			t.Errorf("disposition %s", got.header.Get("Content-Disposition"))
		}
	})
	t.Run("nothing is taken for a formula", func(t *testing.T) {
		got := me.get("/rupsha/desk/export/csv?who=office&service=citizen-4")
		got.hides(t, ",=1+1", ",@SUM")
	})
	if got := me.get("/rupsha/desk/export/xlsx"); got.status != 200 || !strings.HasPrefix(got.text, "PK") {
		t.Errorf("XLSX is %d, %.10q", got.status, got.text)
	}
	me.get("/rupsha/desk/export/pdf").shows(t, http.StatusNotFound)
	me.get("/en/rupsha/desk/export/csv").shows(t, 200, "Tracking number")
}
