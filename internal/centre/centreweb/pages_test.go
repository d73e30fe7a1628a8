package centreweb_test

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/access"
	"dorgora/internal/casework"
	"dorgora/internal/centre/centreweb"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
)

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(centreweb.Files)
	must(t, err)
	must(t, sitetest.Check(templates, map[string]site.Shown{
		"centres": centreweb.ListPage{}, "centre": centreweb.CentrePage{}, "centre-area": centreweb.AreaPage{},
		"centre-apply": centreweb.ApplyPage{}, "centre-done": centreweb.DonePage{},
	}))
}

var naihati = url.Values{"code": {"udc০১"}, "name": {"নৈহাটি ডিজিটাল সেন্টার"}, "union": {"নৈহাটি"}, "daily": {"৩"}}

// found lets the head found the centre and take Mita in, who then works.
func (u *union) found() {
	u.Helper()
	u.who = head
	u.post("/rupsha/desk/centres", naihati, 303)
	u.post("/rupsha/desk/centres/UDC01/people", url.Values{"person-name": {"মিতা রায়"}, "person-mobile": {"০১৯১২৩৪৫৬৭৮"}}, 303)
	u.enter("UDC01")
}

// enter lets the first entrepreneur of a centre work in the browser.
func (u *union) enter(code string) {
	u.Helper()
	members, err := u.store.Members(u.Context(), "rupsha", code)
	must(u, err)
	u.who = access.Identity{Person: members[0].Person, Name: members[0].Name, Centres: []access.Centre{{Office: "rupsha", Code: code}}}
}

func TestRegistry(t *testing.T) {
	u := newUnion(t)
	u.who = head
	u.get("/rupsha/desk/centres", 200, "এখনো কোনো সেন্টার নেই", "নতুন সেন্টার")
	u.post("/rupsha/desk/centres", url.Values{"code": {"!"}, "name": {"নাম"}, "daily": {"০"}}, 422, "কোডে ২ থেকে ১২টি", `value="নাম"`, "ইউনিয়ন বা পৌরসভার নাম লিখুন")
	u.found()
	u.who = head
	u.post("/rupsha/desk/centres", naihati, 303) // sent again
	u.post("/rupsha/desk/centres", with(naihati, "union", "আইচগাতী"), 422, "এই কোড আগেই দেওয়া হয়েছে")
	u.get("/rupsha/desk/centres", 200, "UDC01", "নৈহাটি ডিজিটাল সেন্টার", "০ আবেদন")
	page := "/rupsha/desk/centres/UDC01"
	u.get(page, 200, "মিতা রায়", "০১৯১২ ৩৪৫ ৬৭৮", "/invitations", "২৩ নভেম্বর ২০২৬ থেকে")
	t.Run("the same person works there once", func(t *testing.T) {
		u.post(page+"/people", url.Values{"person-name": {"মিতা রায়"}, "person-mobile": {"01912345678"}}, 303)
		if members, err := u.store.Members(t.Context(), "rupsha", "UDC01"); err != nil || len(members) != 1 {
			t.Errorf("got %+v, %v", members, err)
		}
		u.post(page+"/people", url.Values{"person-name": {"মিতা"}, "person-mobile": {"01912345678"}}, 422, "এখনই এখানে কাজ করেন")
		u.post(page+"/people", url.Values{"person-name": {""}, "person-mobile": {"01912345679"}}, 422, `id="person-name"`)
	})
	t.Run("one person may work at two centres", func(t *testing.T) {
		u.post("/rupsha/desk/centres", with(naihati, "code", "UDC02"), 303)
		u.post("/rupsha/desk/centres/UDC02/people", url.Values{"person-name": {"মিতা"}, "person-mobile": {"01912345678"}}, 303)
		first, err := u.store.Members(t.Context(), "rupsha", "UDC01")
		must(t, err)
		if seats, err := u.store.Seats(t.Context(), first[0].Person, u.now); err != nil || len(seats) != 2 {
			t.Errorf("got %+v, %v", seats, err)
		}
	})
	t.Run("another name holds from its day", func(t *testing.T) {
		u.now = u.now.AddDate(0, 0, 1)
		u.post(page, with(naihati, "name", "স্মার্ট সেন্টার", "revision", "1"), 303)
		u.post(page, with(naihati, "name", "আরেক নাম", "revision", "1"), 409)
		u.get(page, 200, "স্মার্ট সেন্টার", "২৪ নভেম্বর ২০২৬ থেকে", "নৈহাটি ডিজিটাল সেন্টার")
	})
	t.Run("who has left comes in no more, and the staff look on", func(t *testing.T) {
		u.enter("UDC01")
		person := u.who.Person
		u.who = head
		u.post(page+"/people/nobody/end", url.Values{}, 404)
		u.post(page+"/people/"+person+"/end", url.Values{}, 303)
		u.post(page+"/people/"+person+"/end", url.Values{}, 409)
		u.who = access.Identity{Person: "salma", Seats: []access.Seat{{Office: "rupsha", Post: "clerk", Role: "officer"}}}
		u.get(page, 200, "২৪ নভেম্বর ২০২৬ পর্যন্ত", "!উদ্যোক্তা যোগ করুন")
		u.get("/rupsha/desk/centres", 200, "!নতুন সেন্টার")
	})
	u.get("/rupsha/desk/centres/UDC99", 404)
}

// request is what Mita types for Rahima.
var request = url.Values{
	"service": {"citizen-3-lab"}, "name": {"রহিমা খাতুন"}, "mobile": {"০১৭১১০০০০০১"}, "union": {"নৈহাটি"}, "need": {"ল্যাব চলে না"}, "agreed": {"yes"}, "how": {"thumb"},
}

// fresh is the request under the key of a fresh form.
func (u *union) fresh(form url.Values) url.Values {
	u.Helper()
	body := u.get("/rupsha/centre/apply?service="+form.Get("service"), 200, `autocomplete="off"`, "নৈহাটি")
	return with(form, "form-key", keyOf.FindStringSubmatch(body)[1])
}

func (u *union) caseOf(to string) casework.Case {
	u.Helper()
	key := to[strings.LastIndex(to, "/")+1:]
	n, err := u.cases.Submitted(u.Context(), "rupsha", key)
	must(u, err)
	c, err := u.cases.Case(u.Context(), "rupsha", n)
	must(u, err)
	return c
}

func TestAreaStory(t *testing.T) {
	u := newUnion(t)
	u.found()
	u.get("/rupsha/centre/apply?service=nothing", 404)
	u.get("/rupsha/centre", 200, "নৈহাটি ডিজিটাল সেন্টার, নৈহাটি", "সব সেবা", "!সাম্প্রতিক সেবা", "এখনো কোনো আবেদন জমা দেননি")
	form := u.fresh(request)
	to := u.postFile("/rupsha/centre/apply", form, "ছবি.txt.pdf", "%PDF-1.4\n%%EOF")
	c := u.caseOf(to)
	a := c.Application
	if c.Channel != charter.DigitalCentre || a.For != casework.Behalf || a.Mobile != "+8801711000001" || a.Helper != "মিতা রায়, নৈহাটি ডিজিটাল সেন্টার" || a.HelperPhone != "+8801912345678" {
		t.Errorf("kept as %+v", c)
	}
	if again := u.postFile("/rupsha/centre/apply", form, "ছবি.txt.pdf", "%PDF-1.4\n%%EOF"); again != to {
		t.Errorf("sent again it leads to %s", again)
	}
	u.get(to, 200, "আবেদন জমা হয়েছে", "পরের জনের আবেদন", "/receipts/", "বুধবার, ২ ডিসেম্বর ২০২৬", "পড়ে শোনান")
	u.get("/rupsha/centre", 200, "সাম্প্রতিক সেবা", "রহিমা খাতুন", "১ আবেদন", "২ ডিসেম্বর ২০২৬-এর মধ্যে", "!ল্যাব চলে না")
	t.Run("notices go to the applicant's own number only", func(t *testing.T) {
		told, err := noticedb.Store{DB: u.db}.NoticesOf(t.Context(), "rupsha", c.Subject())
		must(t, err)
		for _, n := range told {
			if n.To == notice.Applicant && n.Address != "+8801711000001" {
				t.Errorf("told %+v", n)
			}
		}
		if len(told) == 0 {
			t.Error("nobody is told")
		}
	})
	t.Run("another entrepreneur sees nothing of it", func(t *testing.T) {
		mita := u.who
		u.who = head
		u.post("/rupsha/desk/centres/UDC01/people", url.Values{"person-name": {"করিম"}, "person-mobile": {"01912345670"}}, 303)
		u.enter("UDC01")
		if u.who.Person == mita.Person {
			members, err := u.store.Members(t.Context(), "rupsha", "UDC01")
			must(t, err)
			u.who.Person = members[1].Person
		}
		u.get("/rupsha/centre", 200, "!রহিমা খাতুন")
		u.get(to, 404)
		u.who = mita
	})
	t.Run("who has left does not come in", func(t *testing.T) {
		mita := u.who
		u.who = access.Identity{Person: "tasnim", Seats: head.Seats}
		for _, path := range []string{"/rupsha/centre", "/rupsha/centre/apply?service=citizen-3-lab"} {
			u.get(path, 404)
		}
		u.who = mita
	})
}

func TestAreaMistakes(t *testing.T) {
	u := newUnion(t)
	u.found()
	form := u.fresh(request)
	t.Run("everything is named at once and stays typed", func(t *testing.T) {
		u.post("/rupsha/centre/apply", with(form, "agreed", "", "how", "", "mobile", "০১৯১২৩৪৫৬৭৮", "need", ""), 422,
			"সম্মতি নিয়ে টিক দিন", "কীভাবে সম্মতি দিয়েছেন", "এটি আপনার বা সেন্টারের নম্বর", `value="রহিমা খাতুন"`)
	})
	t.Run("the questions of the service must be answered", func(t *testing.T) {
		repair := with(u.fresh(with(request, "service", "citizen-4-repair")), "name", "রহিম")
		u.post("/rupsha/centre/apply", repair, 422, "কোথায়")
		if c := u.caseOf(u.post("/rupsha/centre/apply", with(repair, "place", "বাজার"), 303)); c.Application.Facts["place"] != "বাজার" {
			t.Errorf("kept as %+v", c.Application)
		}
	})
	t.Run("who has no phone hears with the slip", func(t *testing.T) {
		c := u.caseOf(u.post("/rupsha/centre/apply", with(form, "mobile", "", "nophone", "yes"), 303))
		if c.Application.Mobile != "" || c.Application.Hear != casework.ByHand {
			t.Errorf("kept as %+v", c.Application)
		}
	})
	t.Run("the form of an earlier applicant takes no other one in", func(t *testing.T) {
		u.post("/rupsha/centre/apply", with(form, "name", "অন্য জন"), 409, "আগের একজনের আবেদন", "অন্য জন")
	})
	t.Run("the same again is asked back, and the day has its limit", func(t *testing.T) {
		again := u.fresh(with(request, "mobile", "", "nophone", "yes"))
		u.post("/rupsha/centre/apply", again, 409, "এটি আলাদা আবেদন", "সেটি এখনো শেষ হয়নি")
		u.post("/rupsha/centre/apply", with(again, "again", "yes"), 303)
		u.get("/rupsha/centre/apply?service=citizen-3-lab", 429)
		u.post("/rupsha/centre/apply", with(again, "form-key", strings.Repeat("f", 32), "name", "নতুন"), 429)
		u.get("/rupsha/centre", 200, "আজকের ৩টি আবেদনের সীমা পূর্ণ হয়েছে", "!কোন সেবার জন্য আবেদন")
		u.post("/rupsha/centre/apply", with(again, "again", "yes"), 303) // sent again it is the same
		u.now = u.now.Add(24 * time.Hour)
		u.get("/rupsha/centre/apply?service=citizen-3-lab", 200)
	})
	t.Run("a closed centre hands nothing in", func(t *testing.T) {
		mita := u.who
		u.who = head
		u.post("/rupsha/desk/centres/UDC01", url.Values{"revision": {"1"}, "close": {"yes"}}, 303)
		u.get("/rupsha/desk/centres/UDC01", 200, "সেন্টার আবার চালু করুন")
		u.who = mita
		u.get("/rupsha/centre", 200, "এই সেন্টার এখন বন্ধ")
		u.post("/rupsha/centre/apply", with(request, "form-key", strings.Repeat("e", 32)), 409)
	})
}
