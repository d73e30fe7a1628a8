package deskweb_test

import (
	"bytes"
	"image"
	"image/png"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/document"
)

func TestCaseExtended(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{at: day(22, 11)})
	me := w.as("tasnim")
	t.Run("without a reason and with too many days both are told, and what was typed stays", func(t *testing.T) {
		me.does(n, "extension", "extend-days", "৯৯", "extend-reason", "").
			shows(t, http.StatusUnprocessableEntity, `href="#extend-days"`, `href="#extend-reason"`, `value="৯৯"`, `id="f-extend" open`)
	})
	me.does(n, "extension", "extend-days", "৩", "extend-reason", "যন্ত্রাংশ আসেনি").leads(t, on(n)+`\?said=extended`)
	page := me.sound(on(n))
	page.shows(t, 200, "সময় একবার বাড়ানো হয়েছে", "রবিবার, ৬ ডিসেম্বর", "যা যা তারিখ বদলেছে", "যন্ত্রাংশ আসেনি")
	page.hides(t, on(n, "extension"))
	t.Run("a second time is refused and what was written is kept in sight", func(t *testing.T) {
		me.does(n, "extension", "extend-days", "1", "extend-reason", "আরও সময়").shows(t, http.StatusConflict, "আপনি যা লিখেছিলেন", "আরও সময়")
	})
	t.Run("another clerk may not", func(t *testing.T) {
		m := w.came(asked{post: "officer"})
		w.as("salma").does(m, "extension", "extend-days", "1", "extend-reason", "ক").shows(t, http.StatusForbidden)
	})
}

func TestCaseReferred(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.does(n, "referrals", "refer-reason", "").shows(t, 422, `href="#refer-reason"`, `href="#refer-office"`)
	me.does(n, "referrals", "refer-within", "nowhere", "refer-reason", "ক").shows(t, 422, `href="#refer-office"`)
	me.does(n, "referrals", "refer-office", "বিটিসিএল", "refer-memo", "চ-৭", "refer-reason", "লাইনটি তাদের").leads(t, on(n)+`\?said=referred`)
	me.sound(on(n)).shows(t, 200, "অন্য দপ্তরের উত্তরের অপেক্ষায়", "বিটিসিএল-এ পাঠানো হয়েছে", "লাইনটি তাদের")
	me.sound("/rupsha/desk?who=office&view=referred").shows(t, 200, "এই") // the office's list stands
	me.does(n, "referrals/refusal", "declined-reason", "").shows(t, 422, `href="#declined-reason"`)
	me.does(n, "referrals/refusal", "declined-reason", "তারা নেবে না").leads(t, on(n)+`\?said=declined`)
	me.does(n, "referrals", "refer-office", "এটুআই", "refer-reason", "পোর্টালের কাজ").leads(t, on(n)+".*")
	me.does(n, "referrals/acceptance", "accepted-number", "৭৭", "accepted-sentence", "এটুআই কাজটি নিয়েছে").leads(t, on(n)+`\?said=closed`)
	if c := w.kept(n); c.Outcome != casework.PassedOn || c.Referral.Number != "৭৭" {
		t.Errorf("kept as %s, %+v", c.Outcome, c.Referral)
	}
	me.sound(on(n)).shows(t, 200, "অন্য দপ্তর কাজটি নিয়েছে")
}

func TestCaseOfferedToAnotherOffice(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{need: "জেলার সার্ভারের কাজ"})
	m := w.came(asked{need: "আরেকটি কাজ"})
	me := w.as("tasnim")
	for _, one := range []string{n, m} {
		me.does(one, "referrals", "refer-within", "khulna", "refer-reason", "জেলার কাজ").leads(t, on(one)+".*")
	}
	w.as("karim").get("/khulna/desk/offers").shows(t, 200, "জেলার সার্ভারের কাজ", "রূপসা কার্যালয়", "জেলার কাজ")
	t.Run("nobody else takes it", func(t *testing.T) {
		me.post("/khulna/desk/offers/"+n+"/acceptance", "o"+n+"-service", "citizen-4-advice", "o"+n+"-sentence", "নিলাম").shows(t, http.StatusForbidden)
		w.as("karim").post("/rupsha/desk/offers/"+n+"/refusal", "o"+n+"-reason", "ক").shows(t, http.StatusForbidden)
	})
	t.Run("a service and a sentence are needed", func(t *testing.T) {
		w.as("karim").post("/khulna/desk/offers/"+n+"/acceptance").shows(t, 422, `href="#o`+n+`-service"`)
		w.as("karim").post("/khulna/desk/offers/"+n+"/refusal").shows(t, 422, `href="#o`+n+`-reason"`)
	})
	to := w.as("karim").post("/khulna/desk/offers/"+n+"/acceptance", "o"+n+"-service", "citizen-4-advice", "o"+n+"-sentence", "জেলা কার্যালয় কাজটি নিয়েছে").
		leads(t, `/khulna/desk/cases/\d{11}`)
	w.as("karim").get(to).shows(t, 200, "জেলার সার্ভারের কাজ")
	if c := w.kept(n); c.Outcome != casework.PassedOn || !strings.HasSuffix(to, c.Referral.Number) {
		t.Errorf("kept as %s, %+v", c.Outcome, c.Referral)
	}
	w.as("karim").post("/khulna/desk/offers/"+m+"/refusal", "o"+m+"-reason", "এটি উপজেলার কাজ").leads(t, "/khulna/desk/offers")
	me.sound(on(m)).shows(t, 200, "অন্য দপ্তর কাজটি নেয়নি", "এটি উপজেলার কাজ", "রেজাউল করিম, প্রোগ্রামার, খুলনা জেলা কার্যালয়")
	w.as("karim").post("/khulna/desk/offers/"+m+"/refusal", "o"+m+"-reason", "আবার").shows(t, http.StatusNotFound)
}

func TestCaseTasksAndThirdParties(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.does(n, "tasks", "task-task", "", "task-post", "nobody").shows(t, 422, `href="#task-post"`)
	me.does(n, "tasks", "task-task", "রাউটার দেখা", "task-post", "officer", "task-due", "৩১/২/২০২৭").shows(t, 422, `href="#task-due"`, `value="রাউটার দেখা"`)
	me.does(n, "tasks", "task-task", "রাউটার দেখা", "task-post", "officer", "task-due-day", "৩০", "task-due-month", "১১", "task-due-year", "২০২৬").leads(t, on(n)+`\?said=task`)
	task := w.kept(n).Tasks[0]
	me.sound(on(n)).shows(t, 200, "কাজের ধাপ", "রাউটার দেখা", "৩০ নভেম্বর-এর মধ্যে", "নেটওয়ার্ক কর্মকর্তা", `id="f-do-1"`)
	me.does(n, "tasks/handover", "hand-task", task.ID, "hand-post", "nobody").shows(t, 422, `href="#hand-post"`)
	me.does(n, "tasks/handover", "hand-task", task.ID, "hand-post", "clerk").leads(t, on(n)+`\?said=task`)
	if got := w.kept(n).Tasks[0]; got.Post != "clerk" || !got.Due.Zero() {
		t.Errorf("the task is %+v", got)
	}
	me.does(n, "tasks/"+task.ID+"/completion", "do-1-words", strings.Repeat("ক", 1001)).shows(t, 422, `href="#do-1-words"`, `id="f-do-1" open`)
	me.does(n, "tasks/"+task.ID+"/completion", "do-1-words", "বদলানো হয়েছে").leads(t, on(n)+`\?said=done`)
	me.sound(on(n)).shows(t, 200, "বদলানো হয়েছে")
	me.does(n, "tasks/none/completion", "do-0-words", "ক").shows(t, http.StatusNotFound)

	me.does(n, "third-parties", "call-third", "").shows(t, 422, `href="#call-third"`)
	me.does(n, "third-parties", "call-third", "সরবরাহকারী", "call-ref", "T-9").leads(t, on(n)+`\?said=called`)
	third := w.kept(n).Outside[0].ID
	me.sound(on(n)).shows(t, 200, "সরবরাহকারী কাজ করেছে")
	me.does(n, "third-parties/"+third+"/arrival", "came-1-came", "").shows(t, 422, `href="#came-1-came"`)
	me.does(n, "third-parties/"+third+"/arrival", "came-1-came", "নতুন যন্ত্র দিয়েছে").leads(t, on(n)+`\?said=came`)
}

func TestCaseUnreached(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.get(on(n)).hides(t, `value="unreached"`)
	me.does(n, "attempts", "try-channel", "drum").shows(t, 422, `href="#try-channel"`)
	for range 3 {
		me.does(n, "attempts", "try-channel", "phone", "try-try", "কেউ ধরেননি").leads(t, on(n)+`\?said=tried`)
		w.now = w.now.Add(20 * time.Minute)
	}
	t.Run("three on one day are not enough", func(t *testing.T) {
		me.does(n, "closure", "outcome", "unreached", "sentence", "তিনবার চেষ্টা হয়েছে").shows(t, 422, `href="#outcome"`)
	})
	w.now = w.now.AddDate(0, 0, 1)
	me.does(n, "attempts", "try-channel", "visit").leads(t, on(n)+".*")
	me.sound(on(n)).shows(t, 200, `value="unreached"`, "৩ বারের ৪ বার")
	me.does(n, "closure", "outcome", "unreached", "sentence", "চারবার চেষ্টা হয়েছে").leads(t, on(n)+`\?said=closed`)
	me.sound("/en"+on(n)).shows(t, 200, "Could not be reached")
}

func TestCaseTakenBack(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.does(n, "closure", "outcome", "delivered", "sentence", "ভুল আবেদনে লেখা").leads(t, on(n)+".*")
	w.now = w.now.Add(20 * time.Second)
	me.sound(on(n)).shows(t, 200, "ফিরিয়ে নিন", "আরও ৪০ সেকেন্ড")
	t.Run("by nobody else", func(t *testing.T) {
		w.as("rahim").get(on(n)).hides(t, "ফিরিয়ে নিন")
		w.as("rahim").post(on(n, "undoing")).shows(t, http.StatusConflict)
	})
	me.post(on(n, "undoing")).leads(t, on(n)+`\?own=1&said=undone`)
	if c := w.kept(n); c.Ended() {
		t.Error("it is still closed")
	}
	me.sound(on(n)).shows(t, 200, "আগের কাজটি ফিরিয়ে নেওয়া হয়েছে")
	t.Run("not after a minute", func(t *testing.T) {
		me.does(n, "replies", "reply", "কাল আসব").leads(t, on(n)+".*")
		w.now = w.now.Add(61 * time.Second)
		me.get(on(n)).hides(t, "সেকেন্ড ফিরিয়ে")
		me.post(on(n, "undoing")).shows(t, http.StatusConflict)
	})
}

func TestCaseReopened(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.does(n, "closure", "outcome", "delivered", "sentence", "হয়ে গেছে").leads(t, on(n)+".*")
	w.now = w.now.AddDate(0, 0, 1)
	me.does(n, "reopening", "reopen-reason", " ").shows(t, 422, `href="#reopen-reason"`)
	me.does(n, "reopening", "reopen-reason", "আবার বন্ধ হয়েছে").leads(t, on(n)+`\?said=reopened`)
	me.sound(on(n)).shows(t, 200, "আবার খোলা", "প্রথম ঘড়িই চলছে")
	me.does(n, "closure", "outcome", "delivered", "sentence", "এবার হলো").leads(t, on(n)+".*")
	w.now = w.now.AddDate(0, 1, 0)
	me.sound(on(n)).hides(t, on(n, "reopening"))
	me.does(n, "reopening", "reopen-reason", "অনেক পরে").shows(t, http.StatusConflict, "অনেক পরে")
}

func TestCaseInstructed(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{post: "officer"})
	t.Run("the superior instructs without taking the case over", func(t *testing.T) {
		w.as("karim").sound(on(n)).shows(t, 200, "নির্দেশ দিন")
		w.as("karim").does(n, "instructions", "order-order", "").shows(t, 422, `href="#order-order"`)
		w.as("karim").does(n, "instructions", "order-order", "আজই যান", "order-due-day", "২৪", "order-due-month", "১১", "order-due-year", "২০২৬").leads(t, on(n)+`\?said=ordered`)
		if c := w.kept(n); c.Post != "officer" || c.Orders[0].By.Post != "khulna/head" {
			t.Errorf("kept as %+v", c.Orders)
		}
	})
	t.Run("who answers for it and who stands beside do not", func(t *testing.T) {
		for _, who := range []string{"rahim", "salma"} {
			w.as(who).get(on(n)).hides(t, on(n, "instructions")+`"`)
			w.as(who).does(n, "instructions", "order-order", "ক").shows(t, http.StatusForbidden)
		}
	})
	order := w.kept(n).Orders[0].ID
	rahim := w.as("rahim")
	rahim.sound(on(n)).shows(t, 200, "আজই যান", "জবাব বাকি", `id="f-answer-1"`, "রেজাউল করিম")
	rahim.does(n, "instructions/"+order+"/answer", "answer-1-answer", "").shows(t, 422, `href="#answer-1-answer"`)
	w.as("karim").get("/khulna/desk/below").shows(t, 200, "আজই যান", "২৪ নভেম্বর-এর মধ্যে")
	rahim.does(n, "instructions/"+order+"/answer", "answer-1-answer", "গিয়ে ঠিক করেছি").leads(t, on(n)+`\?said=obeyed`)
	rahim.does(n, "instructions/"+order+"/answer", "answer-1-answer", "আবার").shows(t, http.StatusConflict, "আবার")
	w.as("karim").sound("/khulna/desk/below").shows(t, 200, "গিয়ে ঠিক করেছি", "জবাব এসেছে")
	w.as("karim").sound("/en/khulna/desk/below").shows(t, 200, "Answered")
}

func TestCaseClimbsToTheSuperiorsPage(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{at: day(10, 11), need: "অনেক দিনের কাজ"}) // due 19 November
	w.came(asked{at: day(22, 11), need: "নতুন কাজ"})
	if _, err := w.staff.Desk.Watch(t.Context(), w.cases); err != nil {
		t.Fatal(err)
	}
	w.as("karim").sound("/khulna/desk/below").shows(t, 200, "অনেক দিনের কাজ", "/rupsha/desk/cases/"+n, "রূপসা কার্যালয়")
	w.as("karim").get("/khulna/desk/below").hides(t, "নতুন কাজ")
	w.as("tasnim").sound("/rupsha/desk?who=office&view=escalated").shows(t, 200, "অনেক দিনের কাজ", "ঊর্ধ্বতনকে জানানো হয়েছে")
	w.as("tasnim").sound(on(n)).shows(t, 200, "ঘড়ি (নিজে থেকে)")
	w.as("tasnim").sound("/rupsha/desk/below").shows(t, 200, "অনেক দিনের কাজ")
}

func TestCaseMergedAndGrouped(t *testing.T) {
	w := newBureau(t)
	first := w.came(asked{})
	second := w.came(asked{})
	me := w.as("tasnim")
	me.sound(on(second)).shows(t, 200, "মিল আছে")
	for what, into := range map[string]string{"no number": "abc", "itself": second, "an unknown one": "48210935716"} {
		t.Run(what+" is refused", func(t *testing.T) {
			me.does(second, "merger", "merge-into", into).shows(t, 422, `href="#merge-into"`)
		})
	}
	me.does(second, "merger", "merge-into", first).leads(t, on(second)+`\?said=merged`)
	me.get(on(second)).leads(t, on(first)+`\?from=`+second)
	me.sound(on(first)+"?from="+second).shows(t, 200, "নম্বরের আবেদনটি এর সঙ্গে যুক্ত")
	me.sound(on(second)+"?own=1").shows(t, 200, "মূল আবেদন")
	me.does(first, "closure", "outcome", "delivered", "sentence", "দুটিই হয়েছে").leads(t, on(first)+".*")
	if c := w.kept(second); !c.Ended() || c.Sentence != "দুটিই হয়েছে" {
		t.Errorf("the duplicate is %s, %q", c.Status, c.Sentence)
	}

	a, b := w.came(asked{name: "প্রথম কেন্দ্র", need: "ইন্টারনেট নেই"}), w.came(asked{name: "দ্বিতীয় কেন্দ্র", need: "লাইন বন্ধ"})
	me.does(a, "incident", "group-incident", "new").shows(t, 422, `href="#group-title"`)
	me.does(a, "incident", "group-incident", "new", "group-title", "ঘাটভোগে লাইন কাটা").leads(t, on(a)+`\?said=grouped`)
	id := w.kept(a).Incident
	me.does(b, "incident", "group-incident", id).leads(t, on(b)+".*")
	address := "/rupsha/desk/incidents/" + id
	me.sound(address).shows(t, 200, "ঘাটভোগে লাইন কাটা", "প্রথম কেন্দ্র", "দ্বিতীয় কেন্দ্র", "২টি আবেদন")
	me.sound("/rupsha/desk/incidents").shows(t, 200, "ঘাটভোগে লাইন কাটা")
	me.post(address+"/broadcast").shows(t, 422, `href="#words"`)
	me.post(address+"/broadcast", "words", "বিকেলে ঠিক হবে").shows(t, 200, "২টি হয়েছে")
	me.post(address+"/broadcast", "words", "বিকেলে ঠিক হবে").shows(t, 200, "একটু আগেই জানানো হয়েছে")
	if acts, _ := w.cases.Timeline(t.Context(), "rupsha", b); len(acts) != 3 {
		t.Errorf("%d acts after one broadcast sent twice", len(acts))
	}
	me.does(b, "incident", "group-incident", "none").leads(t, on(b)+".*")
	me.post(address+"/end").leads(t, address)
	me.sound("/en"+address).shows(t, 200, "1 request,")
	w.as("tasnim").get("/dighalia/desk/incidents/"+id).shows(t, http.StatusNotFound)
}

// picture is a small picture.
func picture(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := png.Encode(&out, image.NewRGBA(image.Rect(0, 0, 40, 30))); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func TestCaseOfficesOwnFiles(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{})
	me := w.as("tasnim")
	me.postFiles(on(n, "attachments"), nil, "revision", me.seen(n)).shows(t, 422, `href="#attach-files"`)
	me.postFiles(on(n, "attachments"), []upload{{"attach-files", "x.bin", "\x00\x01\x02"}}, "revision", me.seen(n)).shows(t, 422, `href="#attach-files"`)
	me.postFiles(on(n, "attachments"), []upload{{"attach-files", "জবকার্ড.png", picture(t)}}, "revision", me.seen(n), "attach-words", "কাজের ছবি").leads(t, on(n)+`\?said=attached`)
	me.sound(on(n)).shows(t, 200, "জবকার্ড.png", "কাজের ছবি", "কার্যালয়ের ফাইল যুক্ত হয়েছে (শুধু কার্যালয়)")
}

func TestCasePapersThatCame(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{evidence: []document.Evidence{
		{Office: "rupsha", ID: "p1", Paper: "আবেদনপত্র", Name: "চিঠি.pdf", Type: "application/pdf", Hash: "h1", Size: 10, State: document.Came, At: w.now},
		{Office: "rupsha", ID: "p2", Name: "ছবি.jpg", Type: "image/jpeg", Hash: "h2", Size: 10, State: document.Came, At: w.now},
	}})
	me := w.as("tasnim")
	me.sound(on(n)).shows(t, 200, "আসা কাগজ যাচাই বা ফেরত")
	t.Run("a return needs its reason, and a choice is needed", func(t *testing.T) {
		me.post(on(n, "papers"), "revision", me.seen(n), "judge-file", "p2", "judge-state", "returned").shows(t, 422, `href="#judge-words"`, "কেন ফেরত দিচ্ছেন লিখুন")
		me.post(on(n, "papers"), "revision", me.seen(n), "judge-file", "p2").shows(t, 422, `href="#judge-state"`)
		me.post(on(n, "papers"), "revision", me.seen(n), "judge-file", "p9", "judge-state", "checked").shows(t, 422, `href="#judge-file"`)
	})
	me.post(on(n, "papers"), "revision", me.seen(n), "judge-file", "p1", "judge-state", "checked").leads(t, on(n)+`\?said=judged`)
	me.post(on(n, "papers"), "revision", me.seen(n), "judge-file", "p2", "judge-state", "returned", "judge-words", "ছবি ঝাপসা").leads(t, on(n)+`\?said=judged`)
	me.sound(on(n)).shows(t, 200, "কাগজ যাচাই হয়েছে", "কাগজ ফেরত দেওয়া হয়েছে", "ছবি ঝাপসা")
	me.get(on(n)).hides(t, "আসা কাগজ যাচাই বা ফেরত")
	me.sound("/en"+on(n)).shows(t, 200, "The paper was returned")
}

func TestCaseLooks(t *testing.T) {
	w := newBureau(t)
	n := w.came(asked{post: "officer"})
	t.Run("who works on it sees the phone, and the look is written down", func(t *testing.T) {
		w.as("rahim").sound(on(n)).shows(t, 200, "০১৭১২ ৩৪৫ ৬৭৮")
		w.as("rahim").sound(on(n)).shows(t, 200, "ব্যক্তিগত তথ্য কে দেখেছেন", "আব্দুর রহিম")
	})
	t.Run("others see it covered until they ask, and that is written down", func(t *testing.T) {
		w.as("karim").sound(on(n)).hides(t, "০১৭১২ ৩৪৫ ৬৭৮")
		if looks, _ := w.cases.Looks(t.Context(), "rupsha", n); len(looks) != 1 {
			t.Errorf("%d looks before it was uncovered", len(looks))
		}
		w.as("karim").post(on(n, "looks"), "what", "case").leads(t, on(n)+`\?own=1#person`)
		w.as("karim").sound(on(n)).shows(t, 200, "০১৭১২ ৩৪৫ ৬৭৮")
		looks, _ := w.cases.Looks(t.Context(), "rupsha", n)
		if len(looks) != 2 || !slices.ContainsFunc(looks, func(l casework.Look) bool { return l.Actor.Person == "karim" && l.Actor.Post == "khulna/head" }) {
			t.Errorf("the looks are %+v", looks)
		}
		w.now = w.now.AddDate(0, 0, 1)
		w.as("karim").get(on(n)).hides(t, "০১৭১২ ৩৪৫ ৬৭৮")
	})
	w.as("karim").post(on(n, "looks"), "what", "everything").shows(t, http.StatusUnprocessableEntity)
}
