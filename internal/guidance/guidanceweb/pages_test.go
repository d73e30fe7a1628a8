package guidanceweb_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"dorgora/internal/guidance"
	"dorgora/internal/guidance/guidancedb"
	"dorgora/internal/guidance/guidanceweb"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
	"dorgora/internal/sqldb"
)

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(guidanceweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"guides": guidanceweb.ListPage{}, "guide": guidanceweb.GuidePage{}, "guide_form": guidanceweb.FormPage{},
		"answers": guidanceweb.AnswersPage{}, "answer": guidanceweb.AnswerPage{}, "answer_sheet": guidanceweb.AnswerPage{}, "guide_reply": guidanceweb.ReplyPage{}, "asked": guidanceweb.AskedPage{},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// form is a guide in order, with some fields exchanged.
func form(pairs ...string) []string {
	fields := map[string]string{
		"sort": "answer", "title": "ল্যাব কখন খোলে?", "body": "সকাল নয়টায়।", "topic": "কম্পিউটার ল্যাব", "source": "চার্টার",
		"source_date": "২৩/১১/২০২৬", "review": "23/05/2027", "public": "yes", "services": "citizen-1",
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	var all []string
	for name, value := range fields {
		all = append(all, name, value)
	}
	return all
}

// write writes a guide and returns its ID.
func (h *house) write(pairs ...string) string {
	h.Helper()
	to := h.leads("/rupsha/desk/guides", form(pairs...)...)
	id, _, _ := strings.Cut(strings.TrimPrefix(to, "/rupsha/desk/guides/"), "?")
	return id
}

// approve has Jalal approve the open draft.
func (h *house) approve(id string) {
	h.Helper()
	h.enter("jalal")
	h.leads("/rupsha/desk/guides/"+id+"/approval", "revision", h.revision(id))
	h.enter("karim")
}

func TestTwoPeoplePublishAnAnswer(t *testing.T) {
	h := newHouse(t)
	h.shows("/rupsha/desk/guides", "এখনো কোনো লেখা চালু নেই", "প্রস্তুত লেখাগুলো নিয়ে আসুন")
	h.shows("/rupsha/answers", "এখনো কোনো উত্তর প্রকাশ করা হয়নি")
	h.shows("/rupsha/desk/guides/new?sort=answer", "আইসিটি অধিদপ্তরের তথ্য", "&#123;name&#125;")
	id := h.write()
	h.shows("/rupsha/desk/guides?state=draft", "ল্যাব কখন খোলে?", "খসড়া")

	body := h.shows("/rupsha/desk/guides/"+id, "আপনি লিখেছেন, তাই অনুমোদন দেবেন: জালাল উদ্দিন", "আইসিটি অধিদপ্তরের তথ্য")
	h.lacks(body, "/approval")
	if a := h.do(http.MethodPost, "/rupsha/desk/guides/"+id+"/approval", "revision", "1"); a.status != http.StatusForbidden {
		t.Errorf("the writer approves: %d", a.status)
	}
	if a := h.do(http.MethodGet, "/rupsha/answers/"+id); a.status != http.StatusNotFound {
		t.Errorf("a draft is public: %d", a.status)
	}
	h.approve(id)

	h.enter("")
	for _, lang := range []string{"", "/en"} {
		h.shows(lang+"/rupsha/answers", "ল্যাব কখন খোলে?", "কম্পিউটার ল্যাব")
		h.shows(lang+"/rupsha/answers/"+id, "সকাল নয়টায়।", "চার্টার", `lang="bn"`)
		h.shows(lang+"/rupsha/answers/"+id+"/sheet", "সকাল নয়টায়।")
	}
	h.shows("/rupsha/answers?q=lab", "ল্যাব কখন খোলে?")
	h.shows("/rupsha/answers?q=গরুর+খামার", "নিয়ে এখানে কোনো উত্তর নেই", "০২৫৫০৩৯৭৫৭")
}

func TestAFormThatIsSentTwiceWritesOnce(t *testing.T) {
	h := newHouse(t)
	key := []string{"form-key", strings.Repeat("ab", 16)}
	if first, second := h.write(key...), h.write(key...); first != second {
		t.Errorf("%s and %s", first, second)
	}
}

func TestWhatIsWrongStandsOnTheForm(t *testing.T) {
	h := newHouse(t)
	body := h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/guides", form("title", "", "review", "31/02/2027", "topic", "")...)
	h.holds(body, "শিরোনাম লিখুন", "তারিখটি ঠিক নেই", "বিষয় লিখুন", "সকাল নয়টায়।")
	a := h.do(http.MethodPost, "/rupsha/desk/guides", form("sort", "template", "body", "প্রিয় {nid}")...)
	h.holds(a.body, "“nid” বন্ধনীতে থাকতে পারে না")
	body = h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/guides", form("sort", "specification", "body", "ডেল ল্যাপটপ", "prices", "ক দোকান")...)
	h.holds(body, "ব্র্যান্ডের নাম আছে: Dell", "প্রতি লাইনে একটি দাম লিখুন")
	template := h.write("sort", "template", "body", "{name}, আবেদন {number} পেয়েছি।")
	h.shows("/rupsha/desk/guides/"+template, "<mark>&#123;name&#125;</mark>, আবেদন <mark>&#123;number&#125;</mark> পেয়েছি।")
	id := h.write("sort", "specification", "body", "১৬ জিবি মেমোরি", "prices", "ক দোকান; ৪৫,০০০ টাকা; ২৩/১১/২০২৬")
	h.shows("/rupsha/desk/guides/"+id, "ক দোকান", "৪৫,০০০ টাকা", "২৩ নভেম্বর ২০২৬")
	h.shows("/rupsha/desk/guides/"+id+"/change", "ক দোকান; ৪৫,০০০ টাকা; 2026-11-23")
}

func TestACorrectionReachesTheRecipientsAndShowsWhom(t *testing.T) {
	h := newHouse(t)
	id := h.write()
	h.approve(id)
	use := guidance.Use{Office: "rupsha", Guide: id, Version: 1, Case: "48210935716", By: guidance.Signature{Person: "karim", Name: "মো. করিম", At: h.now}}
	h.ok(h.db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return guidancedb.Record(ctx, tx, use) }))
	use.Case, use.Sealed = "48210935724", true
	h.ok(h.db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return guidancedb.Record(ctx, tx, use) }))
	h.lacks(h.shows("/rupsha/desk/guides/"+id, "৪৮২১ ০৯৩৫ ৭১৬", "গোপন আবেদন"), "৭২৪", "48210935724")

	h.leads("/rupsha/desk/guides/"+id, form("body", "সকাল দশটায়।", "revision", "2")...)
	h.shows("/rupsha/answers/"+id, "সকাল নয়টায়।") // until the second person has read it
	h.approve(id)
	h.shows("/rupsha/answers/"+id, "সকাল দশটায়।")
	sent, err := noticedb.Store{DB: h.db}.Notices(t.Context(), "rupsha", "", 9)
	h.ok(err)
	if len(sent) != 2 || sent[0].Key != "guidance.notice.corrected.link" || sent[0].Args[3] != "https://seba.example.gov.bd/rupsha/answers/"+id {
		t.Errorf("%+v", sent)
	}

	h.holds(h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/guides/"+id+"/withdrawal", "revision", "4", "version", "2"), "কারণ লিখুন")
	h.leads("/rupsha/desk/guides/"+id+"/withdrawal", "revision", "4", "version", "2", "reason", "সময় বদলেছে")
	h.shows("/rupsha/desk/guides?state=withdrawn", "ল্যাব কখন খোলে?")
	h.shows("/rupsha/desk/guides/"+id, "প্রত্যাহারের কারণ: সময় বদলেছে", "সংস্করণ ১-এর জায়গায় নতুনটি এসেছে")
	if a := h.do(http.MethodGet, "/rupsha/answers/"+id); a.status != http.StatusNotFound {
		t.Errorf("a withdrawn answer is public: %d", a.status)
	}
	if a := h.do(http.MethodPost, "/rupsha/desk/guides/"+id+"/withdrawal", "revision", "4", "version", "2", "reason", "আবার"); a.status != http.StatusConflict {
		t.Errorf("a stale page acts: %d", a.status)
	}
}

func TestAnAnswerOfACaseLosesThePerson(t *testing.T) {
	h := newHouse(t)
	body := h.shows("/rupsha/desk/guides/new?case=৪৮২১০৯৩৫৭১৬", "আমি [নাম], ল্যাব কখন খোলে?", "পরিচয় সরানো হয়েছে", `value="48210935716"`)
	h.lacks(body, "রহিমা", "০১৭১২")
	if a := h.do(http.MethodGet, "/rupsha/desk/guides/new?case=48210935717"); a.status != http.StatusNotFound {
		t.Errorf("a case that is not there: %d", a.status)
	}
	id := h.write("case", "48210935716")
	h.shows("/rupsha/desk/guides/"+id, "যে আবেদন থেকে")
}

func TestTheStarterSetIsReadBeforeItIsGivenOut(t *testing.T) {
	h := newHouse(t)
	for range 2 { // the second time nothing is new
		if to := h.leads("/rupsha/desk/guides/starters"); to != "/rupsha/desk/guides?state=draft&said=started" {
			t.Error(to)
		}
	}
	h.shows("/rupsha/desk/guides?state=draft&said=started", "প্রস্তুত লেখাগুলো খসড়া হিসেবে এসেছে", "পরের সারিগুলো")
	h.shows("/rupsha/answers", "এখনো কোনো উত্তর প্রকাশ করা হয়নি")
	const card = "starter-card-blackmail"
	h.leads("/rupsha/desk/guides/"+card+"/approval", "revision", h.revision(card))
	h.enter("")
	h.shows("/rupsha/answers/"+card, "১০৯৮", `href="tel:999"`, "এখনই সাহায্য")
	h.shows("/en/rupsha/answers/"+card, "you are not alone", "The English translation is a draft", "Child helpline")
	h.shows("/rupsha/answers/"+card+"/sheet", "১০৯৮", "চাইল্ড হেল্পলাইন")
}

func TestPastItsReviewAnAnswerIsOfferedToNobody(t *testing.T) {
	h := newHouse(t)
	id := h.write()
	h.approve(id)
	h.shows("/rupsha/desk/guides?state=review", "এখন কোনো লেখা দেখার সময় হয়নি")
	h.now = h.now.AddDate(0, 7, 0)
	h.shows("/rupsha/desk/guides", "পর্যালোচনার সময় পেরিয়েছে")
	h.shows("/rupsha/desk/guides?state=review", "ল্যাব কখন খোলে?")
	h.lacks(h.shows("/rupsha/answers?q=ল্যাব"), "ল্যাব কখন খোলে?")
	h.shows("/rupsha/answers/"+id, "পর্যালোচনার সময় পেরিয়েছে", "কার্যালয়ে জেনে নিন") // whoever holds the address is warned
}

func TestPicksAreCountedOncePerReaderAndHiddenWhileFew(t *testing.T) {
	h := newHouse(t)
	id := h.write()
	h.approve(id)
	h.enter("")
	h.shows("/rupsha/answers/asked", "এই মাসে এখনো কোনো হিসাব নেই")
	for range 3 {
		if to := h.leads("/rupsha/answers/" + id + "/pick"); to != "/rupsha/answers/"+id+"?said=picked" {
			t.Error(to)
		}
	}
	asked, err := h.store.Asked(t.Context(), "rupsha", "2026-11")
	h.ok(err)
	if len(asked) != 1 || asked[0].Count != 1 {
		t.Errorf("%+v", asked)
	}
	h.shows("/rupsha/answers/asked?month=2026-11", "কম্পিউটার ল্যাব", "৫-এর কম", "নভেম্বর ২০২৬")
	for range 4 {
		h.ok(h.store.Pick(t.Context(), "rupsha", id))
	}
	h.lacks(h.shows("/en/rupsha/answers/asked", "November 2026"), "fewer than")
	if a := h.do(http.MethodPost, "/rupsha/answers/nothing/pick"); a.status != http.StatusNotFound {
		t.Errorf("a pick of nothing: %d", a.status)
	}
}

func TestAReplyIsTakenFromAGuide(t *testing.T) {
	h := newHouse(t)
	h.shows("/rupsha/desk/cases/48210935716/guides", "মেলে এমন কিছু পাওয়া যায়নি", "কাগজ বের হচ্ছে না")
	h.leads("/rupsha/desk/guides/starters")
	for _, id := range []string{"starter-fault-printer", "starter-template-done"} {
		h.leads("/rupsha/desk/guides/"+id+"/approval", "revision", "1")
	}
	h.shows("/rupsha/desk/cases/48210935716/guides", "প্রিন্টার ছাপছে না")
	h.shows("/rupsha/desk/cases/48210935716/guides?guide=starter-fault-printer", "<textarea", "বিদ্যুৎ, তার ও কাগজ দেখুন")
	h.shows("/rupsha/desk/cases/48210935716/guides?sort=template", "সেবা দেওয়া হয়েছে")
	a := h.do(http.MethodGet, "/rupsha/desk/cases/48210935716/guides?guide=starter-template-done") // holds open placeholders
	h.holds(a.body, "রহিমা খাতুন, “{service}” সেবার আবেদন ৪৮২১ ০৯৩৫ ৭১৬-এর কাজ শেষ", "এগুলো নিজে লিখুন:", "&#123;service&#125;")

	form := []string{"guide", "starter-template-done", "version", "1", "seen", "3", "words", "আবেদন {service} শেষ"}
	a = h.do(http.MethodPost, "/rupsha/desk/cases/48210935716/guides", form...)
	if h.holds(a.body, "{service} ঘরটি এখনো ভরা হয়নি"); a.status != http.StatusUnprocessableEntity {
		t.Errorf("%d", a.status)
	}
	form[len(form)-1] = ""
	h.holds(h.do(http.MethodPost, "/rupsha/desk/cases/48210935716/guides", form...).body, "উত্তর লিখুন")
	form[len(form)-1] = "কাজ শেষ।"
	if to := h.leads("/rupsha/desk/cases/48210935716/guides", form...); to != "/rupsha/desk/cases/48210935716" {
		t.Error(to)
	}
	if want := (guidance.Reply{Number: "48210935716", Guide: "starter-template-done", Version: 1, Seen: 3, Words: "কাজ শেষ।"}); len(h.sent) != 1 || h.sent[0] != want {
		t.Errorf("%+v", h.sent)
	}
	form[3] = "2"
	if a := h.do(http.MethodPost, "/rupsha/desk/cases/48210935716/guides", form...); a.status != http.StatusConflict {
		t.Errorf("a version that is not in force: %d", a.status)
	}
	h.enter("jalal")
	h.lacks(h.shows("/rupsha/desk/cases/48210935716/guides?guide=starter-fault-printer", "দায়িত্বপ্রাপ্ত কর্মকর্তা দেবেন"), "<textarea")
}
