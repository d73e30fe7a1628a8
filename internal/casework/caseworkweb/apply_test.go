package caseworkweb_test

import (
	"bytes"
	"image"
	"image/jpeg"
	"net/http"
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/number"
)

const lab = "/rupsha/services/citizen-3-lab-support"

// photo is a small JPEG.
func photo(t *testing.T) string {
	t.Helper()
	var out bytes.Buffer
	if err := jpeg.Encode(&out, image.NewRGBA(image.Rect(0, 0, 40, 30)), nil); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

// begun starts an application and returns the path of its draft.
func (b *browser) begun() string {
	b.w.t.Helper()
	first := b.post(lab+"/drafts").leads(b.w.t, "/rupsha/drafts/[0-9a-f]{32}/for")
	return strings.TrimSuffix(first, "/for")
}

var self = []string{"name", "আমিনা বেগম", "mobile", "০১৭১২-৩৪৫৬৭৮", "mail", "", "union", "নৈহাটি"}

// applied sends an application through all pages and returns its receipt's path.
func (b *browser) applied() string {
	b.w.t.Helper()
	draft := b.begun()
	b.post(draft+"/for", "for", "self").leads(b.w.t, draft+"/person")
	b.post(draft+"/person", self...).leads(b.w.t, draft+"/need")
	b.post(draft+"/need", "need", "ল্যাবের ছয়টি যন্ত্র চলে না", "devices", "৬", "hear", "sms").leads(b.w.t, draft+"/papers")
	b.postFiles(draft+"/papers", nil, "later-0", "yes").leads(b.w.t, draft+"/check")
	return b.post(draft+"/submission").leads(b.w.t, "/rupsha/receipts/[0-9a-f]{32}")
}

// numbered reads number and code from a receipt.
func (b *browser) numbered(receipt string) (tracking, code string) {
	b.w.t.Helper()
	page := b.get(receipt)
	page.shows(b.w.t, http.StatusOK)
	tracking, err := number.ParseTracking(page.find(b.w.t, `ট্র্যাকিং নম্বর</p><b class="no num">([^<]+)<`))
	if err != nil {
		b.w.t.Fatal(err)
	}
	code, err = number.ParseSlipCode(page.find(b.w.t, `গোপন কোড</p><b class="no num">([^<]+)<`))
	if err != nil {
		b.w.t.Fatal(err)
	}
	return tracking, code
}

func TestApplyQuestions(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")

	t.Run("the start says what is asked, the papers, the price and the date", func(t *testing.T) {
		b.get(lab+"/apply").shows(t, http.StatusOK, "যা যা জিজ্ঞেস করা হবে", "প্রধান শিক্ষকের পত্র", "যেখানে পাবেন: নিজ প্রতিষ্ঠান", "বিনামূল্যে", "বুধবার, ২ ডিসেম্বর", "৭ কার্যদিবস")
		b.get("/en"+lab+"/apply").shows(t, http.StatusOK, "What you will be asked", "Wednesday, 2 December", `action="/en/rupsha/services/citizen-3-lab-support/drafts"`)
	})
	t.Run("a service without a time limit says so", func(t *testing.T) {
		b.get("/rupsha/services/citizen-4-advice/apply").shows(t, http.StatusOK, "সময়সীমা এখনো নির্ধারিত হয়নি")
	})
	t.Run("an old address of a service leads to the one in force", func(t *testing.T) {
		b.get("/rupsha/services/citizen-3-old-words/apply").leads(t, lab+"/apply")
	})
	t.Run("an unknown service is a clear page", func(t *testing.T) {
		b.get("/rupsha/services/citizen-99/apply").shows(t, http.StatusNotFound, "এই ঠিকানায় কোনো সেবা নেই")
	})
	t.Run("a page beyond an unanswered one leads back", func(t *testing.T) {
		draft := b.begun()
		b.get(draft+"/need").leads(t, draft+"/for")
		b.get(draft).leads(t, draft+"/for")
		b.post(draft+"/submission").leads(t, draft+"/for")
	})
	t.Run("mistakes keep everything that was typed, also after going away", func(t *testing.T) {
		draft := b.begun()
		b.get(draft+"/for").shows(t, http.StatusOK, "ধাপ ১/৫", "কার জন্য আবেদন করছেন?")
		b.post(draft+"/for").shows(t, http.StatusUnprocessableEntity, "<title>ত্রুটি:", "কার জন্য আবেদন, বেছে নিন")
		b.post(draft+"/for", "for", "self").leads(t, draft+"/person")
		page := b.post(draft+"/person", "name", "", "mobile", "০১৭১২", "union", "নৈহাটি")
		page.shows(t, http.StatusUnprocessableEntity, "নাম লিখুন", "আপনি ৫টি লিখেছেন", `value="নৈহাটি"`, `value="০১৭১২"`, `href="#mobile"`)
		b.get(draft+"/person").shows(t, http.StatusOK, `value="নৈহাটি"`, `value="০১৭১২"`)
	})
	t.Run("who applies for an institution is asked about it", func(t *testing.T) {
		draft := b.begun()
		b.post(draft+"/for", "for", "institution").leads(t, draft+"/person")
		page := b.post(draft+"/person", "body", "আলোর পথ বিদ্যালয়", "eiin", "৯৯৯", "memo", "আপ/৪১", "memo_date-day", "৩১", "memo_date-month", "২",
			"memo_date-year", "২০২৬", "name", "রফিক", "mobile", "01700000012")
		page.shows(t, http.StatusUnprocessableEntity, "ইআইআইএন ছয় অঙ্কের হয়", "তারিখটি ঠিক নেই", `value="৩১"`)
		b.post(draft+"/person", "body", "আলোর পথ বিদ্যালয়", "eiin", "৯৯৯০১২", "memo", "আপ/৪১", "memo_date-day", "২২", "memo_date-month", "১১",
			"memo_date-year", "২০২৬", "name", "রফিক", "mobile", "01700000012").leads(t, draft+"/need")
	})
	t.Run("changing for whom asks for the people again", func(t *testing.T) {
		draft := b.begun()
		b.post(draft+"/for", "for", "self").leads(t, draft+"/person")
		b.post(draft+"/person", self...).leads(t, draft+"/need")
		b.post(draft+"/for", "for", "behalf").leads(t, draft+"/person")
		b.post(draft+"/person", append([]string{"helper", "", "helper_phone", ""}, self...)...).shows(t, http.StatusUnprocessableEntity, "যিনি আবেদন করে দিচ্ছেন, তাঁর নাম লিখুন")
	})
	t.Run("saving for later shows the address, and keeps even what is wrong", func(t *testing.T) {
		draft := b.begun()
		b.post(draft+"/for", "for", "self")
		b.post(draft+"/person", "name", "আমিনা", "mobile", "০১৭", "act", "later").leads(t, draft+"/saved")
		b.get(draft+"/saved").shows(t, http.StatusOK, "https://seba.example.gov.bd"+draft, "বুধবার, ২৩ ডিসেম্বর ২০২৬")
		b.get(draft).leads(t, draft+"/person")
		b.get(draft+"/person").shows(t, http.StatusOK, `value="আমিনা"`, `value="০১৭"`)
	})
}

func TestApplyPapers(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	draft := b.begun()
	b.post(draft+"/for", "for", "self")
	b.post(draft+"/person", self...)
	b.post(draft+"/need", "need", "যন্ত্র চলে না", "hear", "phone").leads(t, draft+"/papers")

	t.Run("a required paper needs a file or a word that it comes later", func(t *testing.T) {
		b.postFiles(draft+"/papers", nil).shows(t, http.StatusUnprocessableEntity, "ফাইলটি দিন, অথবা ‘পরে দেব’ বেছে নিন")
	})
	t.Run("a file that cannot be taken is named, the good one is kept", func(t *testing.T) {
		page := b.postFiles(draft+"/papers", []upload{{"paper-1", "চালু.exe", "MZ\x00\x01"}, {"paper-0", "পত্র.jpg", photo(t)}})
		page.shows(t, http.StatusUnprocessableEntity, "এ ধরনের ফাইল নেওয়া যায় না", "পত্র.jpg", "রাখা আছে")
	})
	t.Run("a file is taken back", func(t *testing.T) {
		id := b.get(draft+"/papers").find(t, `name="remove" value="([0-9a-f]{32})"`)
		b.postFiles(draft+"/papers", nil, "remove", id).leads(t, draft+"/papers")
		b.get(draft+"/papers").hides(t, "পত্র.jpg")
	})
	t.Run("too many files for one paper", func(t *testing.T) {
		var six []upload
		for range 6 {
			six = append(six, upload{"paper-extra", "ক.txt", "লেখা"})
		}
		b.postFiles(draft+"/papers", six, "later-0", "yes").shows(t, http.StatusUnprocessableEntity, "সর্বোচ্চ ৫টি ফাইল")
	})
	t.Run("more than a request may hold is a clear page, and the draft stays", func(t *testing.T) {
		big := strings.Repeat("x", 9<<20)
		page := b.postFiles(draft+"/papers", []upload{{"paper-0", "a.txt", big}, {"paper-1", "b.txt", big}, {"paper-extra", "c.txt", big}})
		page.shows(t, http.StatusRequestEntityTooLarge, "২৫ এমবির বেশি")
		b.get(draft+"/papers").shows(t, http.StatusOK)
	})
	t.Run("the check names each paper and what comes later", func(t *testing.T) {
		b.postFiles(draft+"/papers", []upload{{"paper-1", "ছবি.jpg", photo(t)}}, "later-0", "yes").leads(t, draft+"/check")
		b.get(draft+"/check").shows(t, http.StatusOK, "ছবি.jpg", "পরে দেব", `পরিবর্তন<span class="vh">: কী দরকার, নিজের ভাষায়</span>`,
			"বুধবার, ২ ডিসেম্বর", "জমা দিলে আপনি জানাচ্ছেন", "০১৭১২ ৩৪৫ ৬৭৮")
		b.get("/en"+draft+"/check").shows(t, http.StatusOK, "Check your answers before sending", "Wednesday, 2 December")
	})
}

func TestApplySubmission(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	receipt := b.applied()
	draft := strings.Replace(receipt, "/receipts/", "/drafts/", 1)
	first, _ := b.numbered(receipt)

	t.Run("sending it again gives the same number", func(t *testing.T) {
		b.post(draft+"/submission").leads(t, receipt)
		if again, _ := b.numbered(receipt); again != first {
			t.Errorf("number %s, then %s", first, again)
		}
	})
	t.Run("the pages of a sent draft lead to the receipt", func(t *testing.T) {
		b.get(draft+"/person").leads(t, receipt)
		b.post(draft+"/person", "name", "অন্য কেউ").leads(t, receipt)
		b.get(draft+"/saved").leads(t, receipt)
	})
	t.Run("the answers have left the draft", func(t *testing.T) {
		left, err := w.cases.Draft(t.Context(), "rupsha", strings.TrimPrefix(draft, "/rupsha/drafts/"))
		if err != nil || left.Application.Name != "" || left.Number != first {
			t.Errorf("draft after sending: %+v, %v", left, err)
		}
	})
	t.Run("the case holds what was answered", func(t *testing.T) {
		c, err := w.cases.Case(t.Context(), "rupsha", first)
		if err != nil || c.Application.Mobile != "+8801712345678" || c.Application.Devices != 6 || c.Application.Lang != "bn" {
			t.Errorf("case: %+v, %v", c.Application, err)
		}
	})
	t.Run("an expired draft is a clear page", func(t *testing.T) {
		old := b.begun()
		w.now = monday.Add(casework.DraftLife + time.Minute)
		defer func() { w.now = monday }()
		b.get(old+"/for").shows(t, http.StatusNotFound, "৩০ দিন পেরিয়েছে")
		b.post(old+"/for", "for", "self").shows(t, http.StatusNotFound, "৩০ দিন পেরিয়েছে")
	})
	t.Run("an unknown draft, one of another office and a broken address are the same clear page", func(t *testing.T) {
		mine := b.begun()
		for _, address := range []string{"/rupsha/drafts/" + strings.Repeat("0", 32) + "/for", strings.Replace(mine, "rupsha", "dighalia", 1) + "/for", "/rupsha/drafts/abc/for"} {
			b.get(address).shows(t, http.StatusNotFound, "এই লেখা আর নেই")
		}
	})
}

func TestApplyForm(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	good := []string{"for", "self", "name", "আমিনা বেগম", "mobile", "01712345678", "need", "ইন্টারনেট নেই", "hear", "sms"}
	key := b.get(lab+"/form").find(t, `name="form-key" value="([0-9a-f]{32})"`)
	keyed := append([]string{"form-key", key}, good...)

	t.Run("mistakes keep what was typed and the key", func(t *testing.T) {
		page := b.post(lab+"/applications", "form-key", key, "for", "self", "name", "আমিনা", "mobile", "12", "hear", "mail")
		page.shows(t, http.StatusUnprocessableEntity, `value="`+key+`"`, `value="আমিনা"`, "কী দরকার, লিখুন", "ই-মেইলে জবাব চাইলে")
	})
	t.Run("the form becomes an application", func(t *testing.T) {
		b.post(lab+"/applications", keyed...).leads(t, "/rupsha/receipts/"+key)
	})
	number, _ := b.numbered("/rupsha/receipts/" + key)
	t.Run("sent again it is the same application", func(t *testing.T) {
		b.post(lab+"/applications", keyed...).leads(t, "/rupsha/receipts/"+key)
		if again, _ := b.numbered("/rupsha/receipts/" + key); again != number {
			t.Errorf("number %s, then %s", number, again)
		}
	})
	t.Run("the same key with another body reveals nothing", func(t *testing.T) {
		page := w.visitor("192.0.2.9").post(lab+"/applications", append(keyed, "union", "নৈহাটি")...)
		page.shows(t, http.StatusConflict, "এই ফরম দিয়ে আগেই একটি আবেদন জমা হয়েছে")
		page.hides(t, number, "আমিনা", "01712345678")
	})
	t.Run("without a key it is shown again with a fresh one", func(t *testing.T) {
		page := b.post(lab+"/applications", good...)
		page.shows(t, http.StatusUnprocessableEntity, "ফরমটি পুরোটা আসেনি", "ইন্টারনেট নেই")
		if fresh := page.find(t, `name="form-key" value="([0-9a-f]{32})"`); fresh == key {
			t.Error("the used key came again")
		}
	})
	t.Run("files come with it, and the same files again are the same application", func(t *testing.T) {
		key := b.get("/en"+lab+"/form").find(t, `name="form-key" value="([0-9a-f]{32})"`)
		for range 2 {
			b.postFiles("/en"+lab+"/applications", []upload{{"paper-0", "letter.jpg", photo(t)}}, append([]string{"form-key", key}, good...)...).
				leads(t, "/en/rupsha/receipts/"+key)
		}
		number, err := w.cases.Submitted(t.Context(), "rupsha", key)
		if err != nil {
			t.Fatal(err)
		}
		evidence, err := w.cases.Evidence(t.Context(), "rupsha", number)
		if err != nil || len(evidence) != 1 || evidence[0].Paper != "প্রধান শিক্ষকের পত্র" {
			t.Errorf("evidence %+v, %v", evidence, err)
		}
	})
	t.Run("a form from another website is refused", func(t *testing.T) {
		r := formRequest(lab+"/applications", keyed...)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		b.send(r).shows(t, http.StatusForbidden)
	})
}
