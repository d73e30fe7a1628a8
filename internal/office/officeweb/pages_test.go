package officeweb_test

import (
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/office/officeweb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

func TestTemplates(t *testing.T) {
	pages, err := officeweb.Templates()
	if err != nil {
		t.Fatal(err)
	}
	if err := sitetest.Check(pages, map[string]site.Shown{
		"people": officeweb.PeoplePage{}, "postform": officeweb.PostFormPage{}, "post": officeweb.PostPage{},
		"personform": officeweb.PersonFormPage{}, "person": officeweb.PersonPage{}, "link": officeweb.LinkPage{},
		"particulars": officeweb.ParticularsPage{}, "offices": officeweb.OfficesPage{}, "found": officeweb.FoundPage{},
		"calendar": officeweb.CalendarPage{}, "calculator": officeweb.CalculatorPage{}, "announce": officeweb.AnnouncePage{},
		"handover": officeweb.HandoverPage{},
	}); err != nil {
		t.Error(err)
	}
}

func TestPagesPeople(t *testing.T) {
	h := newHouse(t)
	h.shows(h.get("/rupsha/people"), 200, "মো. করিম", "প্রধান, rupsha", "কার্যালয় প্রধান", "মূল পদ")
	h.leads(h.post("/rupsha/posts", "title", "অফিস সহকারী", "title_en", "Office Assistant"), "/rupsha/people?said=post")
	h.shows(h.get("/rupsha/people"), 200, "শূন্য পদ", "এখন জবাব দেন মো. করিম", "(প্রধান, rupsha, রূপসা আইসিটি কার্যালয়)")
	h.shows(h.get("/en/rupsha/people"), 200, "Vacant", "Office Assistant", `href="/en/rupsha/posts/`)
	t.Run("a title that is there keeps what was typed", func(t *testing.T) {
		h.shows(h.post("/rupsha/posts", "title", "অফিস সহকারি", "title_en", "Second"), 422, "এই নামের পদ এই কার্যালয়ে আছে", `value="অফিস সহকারি"`, `value="Second"`)
	})
	t.Run("a post can be given another title", func(t *testing.T) {
		id := h.chart("rupsha").PostsOf("rupsha")[1].ID
		h.shows(h.get("/rupsha/posts/"+id+"/change"), 200, `value="অফিস সহকারী"`)
		h.leads(h.post("/rupsha/posts/"+id, "title", "অফিস সহকারী ১"), "/rupsha/people?said=post")
		h.shows(h.get("/rupsha/people?said=post"), 200, "অফিস সহকারী ১", "পদ সংরক্ষণ করা হয়েছে")
	})
	t.Run("staff may look but not change", func(t *testing.T) {
		h.who.Seats = []access.Seat{{Office: "rupsha", Post: "x", Role: office.Officer}}
		a := h.get("/rupsha/people")
		h.shows(a, 200, "মো. করিম")
		if strings.Contains(a.body, "people/new") {
			t.Error("a clerk is offered to add people")
		}
		h.shows(h.get("/rupsha/people/new"), 404)
		h.shows(h.post("/rupsha/posts", "title", "নতুন পদ"), 404)
		h.enter("karim")
	})
	t.Run("an office without posts says what to do", func(t *testing.T) {
		h.enter("jalal")
		h.shows(h.get("/khulna/people"), 200, "জালাল উদ্দিন")
		h.enter("karim")
		h.shows(h.get("/khulna/people"), 404)
	})
}

func TestPagesAddPerson(t *testing.T) {
	h := newHouse(t)
	h.leads(h.post("/rupsha/posts", "title", "অফিস সহকারী"), "/rupsha/people")
	clerk := h.chart("rupsha").PostsOf("rupsha")[1].ID
	h.shows(h.get("/rupsha/people/new"), 200, "অফিস সহকারী", `value="২৩"`)
	t.Run("what is wrong is said beside its field, and what was typed stays", func(t *testing.T) {
		h.shows(h.post("/rupsha/people", append(day("from", "৩১", "২", "২০২৬"), "name", "", "mobile", "০১৭১২", "post", clerk)...), 422,
			`href="#name"`, `href="#mobile"`, `value="০১৭১২"`, `value="৩১"`)
	})
	path := h.leads(h.post("/rupsha/people", append(day("from", "২৩", "১১", "২০২৬"), "name", "মিনা খাতুন", "mobile", "০১৭১২ ৩৪৫ ৬৭৮", "post", clerk)...), "/rupsha/people/")
	t.Run("the link is shown once and in no address", func(t *testing.T) {
		if strings.Contains(path, "invitations") {
			t.Errorf("the link is in %q", path)
		}
		first := h.get(path)
		h.shows(first, 200, "মিনা খাতুন-এর জন্য লিংক", "https://seba.example.gov.bd/invitations/")
		token := first.body[strings.Index(first.body, "/invitations/")+len("/invitations/"):][:43]
		if _, person, err := h.keeper.Invitation(t.Context(), token); err != nil || person.Name != "মিনা খাতুন" {
			t.Errorf("the link is for %+v, %v", person, err)
		}
		second := h.get(path)
		h.shows(second, 200, "একবার দেখানো হয়ে গেছে")
		if strings.Contains(second.body, token) {
			t.Error("shown again")
		}
	})
	t.Run("she holds the post from that morning", func(t *testing.T) {
		c := h.chart("rupsha")
		if got := c.Holders("rupsha", clerk, h.now); len(got) != 1 || !got[0].From.Equal(workday.DateOf(h.now).Time(0, 0, workday.Dhaka)) {
			t.Errorf("got %+v", got)
		}
		h.shows(h.get("/rupsha/people"), 200, "মিনা খাতুন")
	})
	person := strings.TrimSuffix(path, "/link")
	h.shows(h.get(person), 200, "এখনো পাসওয়ার্ড ঠিক করেননি", "০১৭১২ ৩৪৫ ৬৭৮", "অফিস সহকারী")
	t.Run("her particulars change", func(t *testing.T) {
		h.shows(h.get(person+"/change"), 200, `value="মিনা খাতুন"`)
		h.leads(h.post(person, "name", "মিনা আক্তার খাতুন", "mobile", "01712345678"), person+"?said=saved")
		h.shows(h.get(person), 200, "মিনা আক্তার খাতুন")
	})
	t.Run("her sign-in is closed and opened", func(t *testing.T) {
		token, err := h.keeper.Invite(t.Context(), access.Invitation{Office: "rupsha", Person: person[len("/rupsha/people/"):]})
		h.ok(err)
		_, err = h.keeper.Accept(t.Context(), access.Welcome{Token: token, Login: "01712345678", Password: "কাশফুল নৌকা ভোর", Again: "কাশফুল নৌকা ভোর"})
		h.ok(err)
		h.shows(h.get(person), 200, "প্রবেশ করতে পারেন", "প্রবেশ বন্ধ করুন")
		h.leads(h.post(person+"/closure"), person+"?said=closed")
		h.shows(h.get(person), 200, "প্রবেশ আবার খুলুন")
		h.leads(h.post(person+"/opening"), person+"?said=opened")
		h.shows(h.post("/rupsha/people/karim/closure"), 409, "নিজের প্রবেশ নিজে বন্ধ করা যায় না")
	})
	t.Run("a person of another office has no page here", func(t *testing.T) {
		h.shows(h.get("/rupsha/people/jalal"), 404)
		h.shows(h.post("/rupsha/people/jalal/invitations"), 404)
		h.shows(h.post("/rupsha/people/jalal/closure"), 404)
		h.shows(h.post("/rupsha/people/jalal", "name", "x", "mobile", "01712345678"), 404)
	})
}

func TestPagesPost(t *testing.T) {
	h := newHouse(t)
	h.leads(h.post("/rupsha/posts", "title", "অফিস সহকারী"), "/rupsha/people")
	clerk := "/rupsha/posts/" + h.chart("rupsha").PostsOf("rupsha")[1].ID
	h.shows(h.get(clerk), 200, "শূন্য পদ", "পদে দায়িত্ব দিন", "জালাল উদ্দিন, জেলা কার্যালয়, খুলনা")
	assign := func(person, tenure, d, m, y string) answer {
		return h.post(clerk+"/assignments", append(day("from", d, m, y), "person", person, "tenure", tenure)...)
	}
	t.Run("nothing chosen is said", func(t *testing.T) {
		h.shows(assign("", "", "", "", ""), 422, "তালিকা থেকে একজন বেছে নিন", "দায়িত্বের ধরন বেছে নিন", "শুরুর তারিখ দিন")
	})
	t.Run("a date that does not exist is said once", func(t *testing.T) {
		a := assign("jalal", "additional", "31", "11", "2026")
		h.shows(a, 422, "তারিখটি ঠিক নেই")
		if strings.Contains(a.body, "শুরুর তারিখ দিন") {
			t.Error("also called missing")
		}
	})
	h.leads(assign("jalal", "additional", "২৩", "১১", "২০২৬"), clerk+"?said=assigned")
	h.shows(h.get(clerk+"?said=assigned"), 200, "অতিরিক্ত দায়িত্ব", "পদে দায়িত্ব দেওয়া হয়েছে")
	t.Run("a stand-in during leave", func(t *testing.T) {
		leave := slices.Concat(day("leave_from", "২৪", "১১", "২০২৬"), day("leave_until", "২৬", "১১", "২০২৬"), []string{"absent", "jalal", "reason", "নৈমিত্তিক ছুটি"})
		h.shows(h.post(clerk+"/substitutions", append(leave, "stand_in", "jalal")...), 422, "নিজের প্রতিকল্প নিজে হওয়া যায় না", `href="#stand_in"`)
		h.leads(h.post(clerk+"/substitutions", append(leave, "stand_in", "karim")...), clerk+"?said=leave")
		h.shows(h.get(clerk), 200, "২৪ নভেম্বর ২০২৬ – ২৬ নভেম্বর ২০২৬", "প্রতিকল্প: মো. করিম")
		h.now = h.now.AddDate(0, 0, 2)
		h.shows(h.get("/rupsha/people"), 200, "ছুটিতে", "এখন জবাব দেন মো. করিম")
		id := h.chart("rupsha").Substitutions[0].ID
		h.leads(h.post(clerk+"/substitutions/"+id+"/return"), clerk+"?said=returned")
		if got, err := h.chart("rupsha").Answerable("rupsha", clerk[len("/rupsha/posts/"):], h.now); err != nil || got.Person.ID != "jalal" {
			t.Errorf("%+v answers after the return, %v", got.Person, err)
		}
	})
	t.Run("the last day is the last day", func(t *testing.T) {
		id := h.chart("rupsha").Held("jalal", h.now)[1].ID
		h.shows(h.post(clerk+"/assignments/"+id+"/end"), 422, "শেষ তারিখ দিন", `href="#last"`)
		h.leads(h.post(clerk+"/assignments/"+id+"/end", day("last", "30", "11", "2026")...), clerk+"?said=ended")
		h.shows(h.get(clerk), 200, "৩০ নভেম্বর ২০২৬ পর্যন্ত")
	})
	t.Run("a held post asks before it replaces", func(t *testing.T) {
		head := "/rupsha/posts/rupsha-head"
		give := append(day("from", "1", "12", "2026"), "person", "jalal", "tenure", "substantive")
		h.shows(h.post(head+"/assignments", give...), 422, "এই পদে মো. করিম আছেন")
		h.leads(h.post(head+"/assignments", append(give, "replace", "yes")...), head+"?said=assigned")
		h.shows(h.get(head), 200, "১ ডিসেম্বর ২০২৬ থেকে শুরু", "৩০ নভেম্বর ২০২৬ পর্যন্ত")
	})
	h.shows(h.get("/rupsha/posts/nowhere"), 404)
	h.shows(h.post("/rupsha/posts/khulna-head/assignments", append(day("from", "1", "12", "2026"), "person", "karim", "tenure", "additional")...), 404)
}

func TestPagesLeaveOnTheFirstDay(t *testing.T) {
	h := newHouse(t)
	c := h.chart("rupsha")
	came, err := c.Assign(office.Assignment{Office: "rupsha", ID: "a-now", Post: "rupsha-head", Person: "karim", Tenure: office.Additional, From: h.now}, false, h.now)
	h.ok(err)
	began := c.Held("karim", h.now)[0]
	began.Until = h.now.AddDate(0, 0, -1)
	came.Assignments = append(came.Assignments, began)
	h.ok(h.store.Apply(t.Context(), came))
	h.enter("karim")
	leave := slices.Concat(day("leave_from", "২৩", "১১", "২০২৬"), day("leave_until", "২৬", "১১", "২০২৬"), []string{"absent", "karim", "stand_in", "jalal"})
	h.leads(h.post("/rupsha/posts/rupsha-head/substitutions", leave...), "/rupsha/posts/rupsha-head?said=leave")
}

func TestPagesParticulars(t *testing.T) {
	h := newHouse(t)
	h.shows(h.get("/rupsha/particulars"), 200, `value="রূপসা আইসিটি কার্যালয়"`, `<option value="khulna" selected>খুলনা`)
	h.shows(h.post("/rupsha/particulars", "name", "", "phone", "ফোন করুন", "mail", "x", "region", "atlantis"), 422,
		`href="#name"`, `href="#phone"`, `href="#mail"`, `href="#region"`, `value="ফোন করুন"`)
	h.leads(h.post("/rupsha/particulars", "name", "রূপসা উপজেলা আইসিটি কার্যালয়", "phone", "০২-৪৭৭৭১১১১১", "region", "khulna"), "/rupsha/particulars?said=saved")
	if o := h.chart("rupsha").Office(); o.Phone != "02477711111" || o.Slug != "rupsha" || o.Region != "khulna" {
		t.Errorf("stored %+v", o)
	}
}

func TestPagesCalendar(t *testing.T) {
	h := newHouse(t)
	h.shows(h.get("/rupsha/calendar"), 200, "পঞ্জিকা ২০২৬", "২৪৩টি কার্যদিবস", "সাধারণ ছুটি", `<small>ছুটি</small>`, `<small>আজ</small>`)
	h.shows(h.get("/en/rupsha/calendar?year=2025"), 200, "Calendar 2025", "242 working days", "General holiday")
	h.shows(h.get("/rupsha/calendar?year=২০২৭"), 200, "পঞ্জিকা ২০২৭", "আনুমানিক")
	h.shows(h.get("/rupsha/calendar?year=2050"), 200, "এই বছরের কোনো ছুটি এখনো জানা নেই")
	h.shows(h.get("/rupsha/calendar?year=elephant"), 200, "পঞ্জিকা ২০২৬")
	h.shows(h.get("/rupsha/calendar/new"), 200, "প্রজ্ঞাপন বা স্মারক নম্বর")
	t.Run("what is missing is said at once", func(t *testing.T) {
		h.shows(h.post("/rupsha/calendar/announcements"), 422, `href="#name"`, `href="#source"`, `href="#kind"`, `href="#date"`, `href="#notified"`)
	})
	announce := slices.Concat(day("date", "১", "১২", "২০২৬"), day("notified", "22", "11", "2026"), []string{"kind", "local", "name", "উপজেলা দিবস", "source", "স্মারক ৩১২"})
	h.leads(h.post("/rupsha/calendar/announcements", announce...), "/rupsha/calendar?year=2026&said=announced")
	h.shows(h.get("/rupsha/calendar?year=2026&said=announced"), 200, "২৪২টি কার্যদিবস", "উপজেলা দিবস", "স্মারক ৩১২, ২২ নভেম্বর ২০২৬", "তারিখ নতুন করে গোনা হয়েছে")
	h.shows(h.post("/rupsha/calendar/announcements", announce...), 422, "ওই দিন এমনিতেই বন্ধ")
	if !slices.Equal(h.announced, []string{"rupsha"}) {
		t.Errorf("counted again: %v", h.announced)
	}
	all, err := h.store.Announcements(t.Context(), "rupsha")
	h.ok(err)
	h.leads(h.post("/rupsha/calendar/announcements/"+all[0].ID+"/withdrawal"), "/rupsha/calendar?year=2026&said=withdrawn")
	h.shows(h.get("/rupsha/calendar"), 200, "২৪৩টি কার্যদিবস", "প্রত্যাহার করা হয়েছে")
	h.shows(h.post("/rupsha/calendar/announcements/"+all[0].ID+"/withdrawal"), 409)
	h.shows(h.post("/rupsha/calendar/announcements/nothing/withdrawal"), 404)
	if !slices.Equal(h.announced, []string{"rupsha", "rupsha"}) {
		t.Errorf("counted again: %v", h.announced)
	}
}

func TestPagesOffices(t *testing.T) {
	h := newHouse(t)
	h.shows(h.get("/offices"), 404)
	h.who.Seats = append(h.who.Seats, access.Seat{Office: "doict", Post: "steward", Role: office.Steward})
	h.shows(h.get("/offices"), 200, "রূপসা আইসিটি কার্যালয়", "/khulna", "প্রধানকে লিংক দিন")
	h.shows(h.get("/offices/new"), 200, "উপজেলা কার্যালয়", "রাঙ্গামাটি")
	fields := []string{"name", "দিঘলিয়া আইসিটি কার্যালয়", "kind", "upazila", "parent", "khulna", "region", "khulna", "title", "সহকারী প্রোগ্রামার"}
	t.Run("an empty address is proposed and shown before it counts", func(t *testing.T) {
		h.shows(h.post("/offices", fields...), 422, "ওয়েব ঠিকানা বানানো হয়েছে", `value="দিঘলিয়া আইসিটি কার্যালয়"`, `name="slug" type="text" value="d`)
	})
	t.Run("an address that is taken or reserved is refused", func(t *testing.T) {
		h.shows(h.post("/offices", append(fields, "slug", "rupsha")...), 422, "এই ঠিকানা আরেক কার্যালয়ের")
		h.shows(h.post("/offices", append(fields, "slug", "assets")...), 422, "এই ঠিকানা অন্য কাজে লাগে")
	})
	h.leads(h.post("/offices", append(fields, "slug", "dighalia")...), "/offices?said=founded")
	o, err := h.store.BySlug(t.Context(), "dighalia")
	h.ok(err)
	if c := h.chart(o.ID); o.Parent != "khulna" || o.Region != "khulna" || c.HeadOf(o.ID).Title != "সহকারী প্রোগ্রামার" {
		t.Errorf("founded %+v", o)
	}
	t.Run("its head gets a link, shown once", func(t *testing.T) {
		path := h.leads(h.post("/offices/"+o.ID+"/invitations"), "/offices/"+o.ID+"/link")
		h.shows(h.get(path), 200, "দিঘলিয়া আইসিটি কার্যালয়-এর জন্য লিংক", "https://seba.example.gov.bd/invitations/")
		h.shows(h.get(path), 200, "একবার দেখানো হয়ে গেছে")
		h.shows(h.post("/offices/rupsha/invitations"), 409, "কার্যালয় প্রধানের পদে একজন আছেন")
		h.shows(h.post("/offices/nowhere/invitations"), 404)
	})
}

func TestPagesOfficesOfTheCountry(t *testing.T) {
	h := newHouse(t)
	h.who.Seats = append(h.who.Seats, access.Seat{Office: "doict", Post: "steward", Role: office.Steward})
	all, err := h.store.Offices(t.Context())
	h.ok(err)
	changes, err := office.DepartmentTree(all[0], all, h.now)
	h.ok(err)
	h.ok(h.db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		for _, change := range changes {
			if err := officedb.Write(ctx, tx, change); err != nil {
				return err
			}
		}
		return nil
	}))
	t.Run("the first page shows the districts, each leads on to its offices", func(t *testing.T) {
		a := h.get("/offices")
		h.shows(a, 200, "৫৬০টি কার্যালয়; ৫৫৮টির প্রধান নেই", "বাগেরহাট জেলা আইসিটি কার্যালয়", "নিচের ৯টি কার্যালয় দেখুন", "/offices?under=doict-bagerhat")
		if strings.Contains(a.body, "দাকোপ") || len(a.body) > 120<<10 {
			t.Errorf("%d bytes, or upazilas among them", len(a.body))
		}
	})
	t.Run("a district shows its offices, where one adds below it", func(t *testing.T) {
		a := h.get("/offices?under=doict-jashore")
		h.shows(a, 200, "অভয়নগর আইসিটি কার্যালয়", "/abhaynagar", "/offices/new?parent=doict-jashore", "প্রধানকে লিংক দিন", "অধিদপ্তর</a>")
		if strings.Contains(a.body, "সাভার") {
			t.Error("offices of other districts")
		}
		h.shows(h.get("/offices?under=nowhere"), 404)
	})
	t.Run("a search goes over all of them", func(t *testing.T) {
		h.shows(h.get("/offices?q=কালিগঞ্জ"), 200, "উপজেলা কার্যালয়, কালীগঞ্জ, গাজীপুর", "/kaliganj-satkhira")
		h.shows(h.get("/offices?q=Jessore"), 200, "যশোর জেলা আইসিটি কার্যালয়", "কেশবপুর")
		h.shows(h.get("/offices?q=কলকাতা"), 200, "এই নামে কোনো কার্যালয় নেই")
		h.shows(h.get("/offices?q=আইসিটি"), 200, "আরও ৪৩৮টি আছে")
	})
	t.Run("the choice of a superior stays short", func(t *testing.T) {
		if n := strings.Count(h.get("/offices/new").body, "<option"); n > 160 {
			t.Errorf("%d choices", n)
		}
		h.shows(h.get("/offices/new?parent=doict-khulna-dakop"), 200, `<option value="doict-khulna-dakop" selected>`)
	})
}

func TestPagesPostFormsStayApart(t *testing.T) {
	h := newHouse(t)
	head := "/rupsha/posts/rupsha-head"
	a := h.post(head+"/substitutions", "absent", "karim", "reason", "নৈমিত্তিক")
	h.shows(a, 422, `value="নৈমিত্তিক"`, `href="#leave_until"`, `value="substantive" checked`, `name="from-day" type="text" value="২৩"`)
	h.shows(h.post(head+"/assignments", "person", "jalal"), 422, `name="leave_from-day" type="text" value="২৩"`, `href="#tenure"`)
	leave := a.body[strings.Index(a.body, `name="stand_in"`):]
	leave = leave[:strings.Index(leave, "</select>")]
	if strings.Contains(leave, `value="karim"`) || !strings.Contains(leave, `value="jalal"`) {
		t.Errorf("who may stand in for Karim: %s", leave)
	}
}

func TestPagesOnlyAStewardMakesStewards(t *testing.T) {
	h := newHouse(t)
	c := h.chart("doict")
	steward, err := c.NewPost(office.Post{ID: "steward", Title: "তত্ত্বাবধায়ক", Role: office.Steward})
	h.ok(err)
	h.ok(h.store.Apply(t.Context(), steward))
	h.hire("doict", "rahim", "আবদুর রহিম")
	h.enter("rahim")
	post := "/doict/posts/steward"
	give := append(day("from", "23", "11", "2026"), "person", "rahim", "tenure", "substantive")
	a := h.get(post)
	h.shows(a, 200, "তত্ত্বাবধায়ক")
	if strings.Contains(a.body, "/assignments") {
		t.Error("the head of the department is offered the steward's post")
	}
	h.shows(h.post(post+"/assignments", give...), 403, "কেবল একজন তত্ত্বাবধায়ক")
	h.shows(h.post(post, "title", "আমার পদ"), 403)
	h.shows(h.post("/doict/people", append(day("from", "23", "11", "2026"), "name", "নতুন", "mobile", "01712345678", "post", "steward")...), 403)
	if strings.Contains(h.get("/doict/people/new").body, `value="steward"`) {
		t.Error("a new person can become steward")
	}
	t.Run("a steward may", func(t *testing.T) {
		h.who.Seats = []access.Seat{{Office: "doict", Post: "steward", Role: office.Steward}}
		h.leads(h.post(post+"/assignments", give...), post+"?said=assigned")
	})
	t.Run("nor can the head end a steward's time through the address of another post", func(t *testing.T) {
		h.enter("rahim")
		h.who.Seats = []access.Seat{{Office: "doict", Post: "doict-head", Role: office.Head}}
		held := h.chart("doict").Holders("doict", "steward", h.now)[0]
		h.shows(h.post("/doict/posts/doict-head/assignments/"+held.ID+"/end", day("last", "24", "11", "2026")...), 404)
		h.shows(h.post(post+"/assignments/"+held.ID+"/end", day("last", "24", "11", "2026")...), 403)
	})
}

func TestPagesHandover(t *testing.T) {
	h := newHouse(t)
	h.remains = map[string][]officeweb.Remainder{"rupsha-head": {
		{Title: "office.handover.cases", Count: 30, Path: "desk", Items: []officeweb.RemainderItem{
			{Number: "48210935716", Text: "পরামর্শ", Path: "desk/cases/48210935716", Due: h.now.AddDate(0, 0, 2)}, {Text: "তথ্য", Path: "desk"}, {Text: "office.handover.link", Keyed: true, Path: "desk"}}},
		{Title: "office.handover.tasks"},
	}}
	c := h.chart("rupsha")
	clerk, err := c.NewPost(office.Post{ID: "clerk", Title: "অফিস সহকারী", Role: office.Officer})
	h.ok(err)
	h.ok(h.store.Apply(t.Context(), clerk))
	const page = "/rupsha/people/karim/handover"
	t.Run("while somebody holds the post, the list can be read and not taken over", func(t *testing.T) {
		a := h.get(page)
		h.shows(a, 200, "দায়িত্ব হস্তান্তর: মো. করিম", "(৩০)", "৪৮২১ ০৯৩৫ ৭১৬", "হস্তান্তর তালিকা</a>", `href="/rupsha/desk/cases/48210935716"`, "২৫ নভেম্বর ২০২৬", "সময় নির্ধারিত নেই", "এখনো কেউ বুঝে নেননি")
		if strings.Contains(a.body, "বুঝে নিলাম") || strings.Contains(a.body, "বাকি কাজ") {
			t.Error("it can be taken over, or an empty part is shown")
		}
		h.shows(h.post(page, "assignment", "a-karim"), 409, "নিজের দায়িত্ব")
		h.shows(h.get("/en"+page), 200, "Handover: মো. করিম", "Open applications")
	})
	end, err := h.chart("rupsha").EndAssignment("a-karim", h.now.Add(time.Hour), h.now)
	h.ok(err)
	h.ok(h.store.Apply(t.Context(), end))
	h.now = h.now.Add(2 * time.Hour)
	h.enter("jalal")
	t.Run("the post page leads to the list of who left", func(t *testing.T) {
		h.shows(h.get("/rupsha/posts/rupsha-head"), 200, `href="/rupsha/people/karim/handover"`)
		h.shows(h.get("/rupsha/people/karim"), 200, `href="/rupsha/people/karim/handover"`)
	})
	t.Run("whoever answers now takes over, once", func(t *testing.T) {
		h.shows(h.get(page), 200, "বুঝে নিলাম", "এখন জবাব দেন জালাল উদ্দিন")
		h.leads(h.post(page, "assignment", "a-karim"), page+"?said=taken")
		a := h.get(page + "?said=taken")
		h.shows(a, 200, "জালাল উদ্দিন বুঝে নিয়েছেন", "তখন বাকি ছিল ৩০টি", "লিখে রাখা হয়েছে")
		if strings.Contains(a.body, "বুঝে নিলাম") {
			t.Error("offered again")
		}
		h.shows(h.post(page, "assignment", "a-karim"), 409, "আগেই বুঝে নেওয়া হয়েছে")
		h.shows(h.post(page, "assignment", "a-jalal"), 404)
	})
	t.Run("who never held a post here has no list", func(t *testing.T) {
		h.shows(h.get("/rupsha/people/jalal/handover"), 404)
		h.shows(h.get("/rupsha/people/nobody/handover"), 404)
	})
}

func TestPagesLeaveInACircleOverTwoOffices(t *testing.T) {
	h := newHouse(t)
	leave := slices.Concat(day("leave_from", "২৪", "১১", "২০২৬"), day("leave_until", "২৬", "১১", "২০২৬"))
	h.leads(h.post("/rupsha/posts/rupsha-head/substitutions", append(leave, "absent", "karim", "stand_in", "jalal")...), "/rupsha/posts/")
	charge, err := h.chart("khulna").With(office.Change{People: []office.Person{{Office: "rupsha", ID: "karim"}}}).Assign(office.Assignment{
		Office: "khulna", ID: "a-charge", Post: "khulna-head", Person: "karim", Tenure: office.Additional, From: h.now}, false, h.now)
	h.ok(err)
	h.ok(h.store.Apply(t.Context(), charge))
	h.enter("jalal")
	h.shows(h.post("/khulna/posts/khulna-head/substitutions", append(leave, "absent", "jalal", "stand_in", "karim")...), 422, `href="#stand_in"`)
	later := slices.Concat(day("leave_from", "২৯", "১১", "২০২৬"), day("leave_until", "৩০", "১১", "২০২৬"))
	h.leads(h.post("/khulna/posts/khulna-head/substitutions", append(later, "absent", "jalal", "stand_in", "karim")...), "/khulna/posts/")
}
