package caseworkweb_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/number"
	"dorgora/workday"
)

func formRequest(address string, pairs ...string) *http.Request {
	values := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		values.Add(pairs[i], pairs[i+1])
	}
	r := httptest.NewRequest(http.MethodPost, address, strings.NewReader(values.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return r
}

var tasnim = casework.Actor{Post: "head", Person: "tasnim", Name: "তাসনিম আরা"}

// officer carries out an act of the office on a case.
func (w *town) officer(number string, act func(casework.Case, casework.Stamp) (casework.Change, error)) {
	w.t.Helper()
	if _, err := w.pages.Desk.Act(w.t.Context(), casework.Target{Office: "rupsha", Number: number, Actor: tasnim}, act); err != nil {
		w.t.Fatal(err)
	}
}

// The whole way of an application, as its applicant sees it.
func TestTrackWholeWay(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	receipt := b.applied()
	tracking, code := b.numbered(receipt)
	own := "/rupsha/track/" + tracking

	t.Run("the receipt says number, code, date and why", func(t *testing.T) {
		page := b.get(receipt)
		page.shows(t, http.StatusOK, "আজ সকাল ১০:৪২-এ নথিভুক্ত", "বুধবার, ২ ডিসেম্বর", "৭ দিন গোনা হয়েছে, ২ দিন বাদ গেছে", "সাপ্তাহিক ছুটি",
			"১টি কাগজ বাকি", "প্রধান শিক্ষকের পত্র", "তাসনিম আরা", "২ ডিসেম্বর পেরোলে জানাতে পারেন: খুলনা জেলা কার্যালয়", "<svg class=\"qr\"")
		if page.header.Get("Cache-Control") != "private, no-store" {
			t.Errorf("a receipt may be kept by caches: %q", page.header.Get("Cache-Control"))
		}
		b.get("/en"+receipt).shows(t, http.StatusOK, "We have received your application", "Wednesday, 2 December", "Tasnim Ara")
		b.get(receipt+"/slip").shows(t, http.StatusOK, `class="a5"`, "আবেদনের রসিদ", "০১৭••••••৭৮", "☐ প্রধান শিক্ষকের পত্র (বাকি)", "প্রমাণ:")
	})
	t.Run("a receipt needs its key", func(t *testing.T) {
		b.get("/rupsha/receipts/"+strings.Repeat("a", 32)).shows(t, http.StatusNotFound, "এই ঠিকানায় কোনো রসিদ নেই")
		b.get(strings.Replace(receipt, "rupsha", "dighalia", 1)).shows(t, http.StatusNotFound, "এই ঠিকানায় কোনো রসিদ নেই")
	})
	t.Run("the number alone shows status and date, nothing else", func(t *testing.T) {
		b.get("/rupsha/track?number="+url.QueryEscape(number.Grouped(tracking))).leads(t, own)
		page := b.get(own)
		page.shows(t, http.StatusOK, "নতুন", "বুধবার, ২ ডিসেম্বর", "গোপন কোড")
		page.hides(t, "আমিনা", "যন্ত্র চলে না", "ল্যাবের", "নৈহাটি")
	})
	t.Run("acts without a pass lead to the code", func(t *testing.T) {
		for _, address := range []string{own + "/answer", own + "/papers", own + "/withdrawal"} {
			b.post(address, "answer", "x").leads(t, own)
		}
		b.get(own+"/withdrawal").leads(t, own)
		b.get(own+"/files/1").leads(t, own)
	})
	t.Run("the code opens the rest", func(t *testing.T) {
		b.post(own+"/entry", "code", "১২").shows(t, http.StatusUnprocessableEntity, "আরও ৪ বার")
		b.post(own+"/entry", "code", number.GroupedCode(code)).leads(t, own)
		b.get(own).shows(t, http.StatusOK, "আবেদন পেয়েছি", "ল্যাবের ছয়টি যন্ত্র চলে না", "আবেদন জমা হয়েছে, নম্বর দেওয়া হয়েছে")
		b.get("/en"+own).shows(t, http.StatusOK, "We have your application", "Lab support", "Assistant Programmer", `<span lang="bn">ল্যাবের ছয়টি যন্ত্র চলে না</span>`, `<span lang="bn">আমিনা বেগম</span>`)
		b.get(own).hides(t, `<span lang="bn">`)
	})
	t.Run("a paper promised for later is handed in", func(t *testing.T) {
		b.postFiles(own+"/papers", nil).shows(t, http.StatusUnprocessableEntity, "অন্তত একটি ফাইল বেছে নিন")
		b.postFiles(own+"/papers", []upload{{"paper-0", "পত্র.jpg", photo(t)}}).leads(t, own)
		b.get(own).shows(t, http.StatusOK, "আরও কাগজ জমা হয়েছে", "পত্র.jpg")
		b.get(receipt).hides(t, "১টি কাগজ বাকি")
	})
	t.Run("what the office asks for is shown, and the clock stands still", func(t *testing.T) {
		w.now = monday.Add(26 * time.Hour)
		w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Note("গোপন কথা", s)
		})
		w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Ask([]string{"সিরিয়াল নম্বরের ছবি", "ল্যাবের ঠিকানা"}, s)
		})
		w.now = w.now.Add(48 * time.Hour)
		page := b.reopened(own, code).get(own)
		page.shows(t, http.StatusOK, "২টি জিনিস পেলেই কাজ আবার শুরু হবে", "সিরিয়াল নম্বরের ছবি", "২৪ নভেম্বর একবারেই চাওয়া হয়েছে", "রবিবার, ৬ ডিসেম্বর", "তাসনিম আরা, সহকারী প্রোগ্রামার")
		page.hides(t, "গোপন কথা")
		w.visitor("192.0.2.7").get(own).shows(t, http.StatusOK, "আপনার অপেক্ষায়", "রবিবার, ৬ ডিসেম্বর")
	})
	t.Run("nothing is no answer, and what was typed stays", func(t *testing.T) {
		b.postFiles(own+"/answer", nil).shows(t, http.StatusUnprocessableEntity, "ফাইল দিন, অথবা লিখে জানান")
		b.postFiles(own+"/answer", []upload{{"paper-0", "x.exe", "MZ\x00"}}, "answer", "নৈহাটি বাজারের পাশে").
			shows(t, http.StatusUnprocessableEntity, "এ ধরনের ফাইল নেওয়া যায় না", "নৈহাটি বাজারের পাশে")
	})
	t.Run("the answer with a picture lets the clock go on", func(t *testing.T) {
		b.postFiles(own+"/answer", []upload{{"paper-0", "স্টিকার.jpg", photo(t)}}, "answer", "নৈহাটি বাজারের পাশে").leads(t, own)
		page := b.get(own)
		page.shows(t, http.StatusOK, "কাজ চলছে", "যা চাওয়া হয়েছিল তা এসেছে", "স্টিকার.jpg", "প্রথমে কথা ছিল ২ ডিসেম্বর", "ঘড়ি থেমে ছিল")
		b.get(receipt).shows(t, http.StatusOK, "তারিখ এর মধ্যে বদলেছে: এখন রবিবার, ৬ ডিসেম্বর")
		b.postFiles(own+"/answer", nil, "answer", "আবার").shows(t, http.StatusConflict, "এখন কিছু চাওয়া নেই")
		file := page.find(t, `href="(/rupsha/track/\d+/files/[0-9a-f]{32})"`)
		got := b.get(file)
		got.shows(t, http.StatusOK)
		if got.header.Get("X-Content-Type-Options") != "nosniff" || !strings.HasPrefix(got.header.Get("Content-Disposition"), "attachment;") {
			t.Errorf("a file may be opened in the page: %v", got.header)
		}
		w.visitor("192.0.2.8").get(file).leads(t, own)
		b.get(own+"/files/"+strings.Repeat("0", 32)).shows(t, http.StatusNotFound)
	})
	t.Run("the result is one sentence", func(t *testing.T) {
		w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "ছয়টি যন্ত্রই চালু হয়েছে।"}, s)
		})
		b.get(own).shows(t, http.StatusOK, "সেবা দেওয়া হয়েছে", "ছয়টি যন্ত্রই চালু হয়েছে।", "সময়মতো; প্রতিশ্রুত তারিখ ছিল ৬ ডিসেম্বর")
		page := w.visitor("192.0.2.7").get(own)
		page.shows(t, http.StatusOK, "নিষ্পন্ন", "বৃহস্পতিবার, ২৬ নভেম্বর")
		page.hides(t, "ছয়টি যন্ত্রই", "সেবা দেওয়া হয়েছে")
		b.post(own+"/withdrawal", "reason", "").shows(t, http.StatusConflict, "আবেদনটি আগেই নিষ্পন্ন হয়েছে")
	})
	t.Run("leaving takes the pass away", func(t *testing.T) {
		b.post(own+"/exit").leads(t, own)
		b.get(own).hides(t, "আমিনা")
	})
}

// reopened shows the code again, as after the pass ran out.
func (b *browser) reopened(own, code string) *browser {
	b.w.t.Helper()
	b.post(own+"/entry", "code", code).leads(b.w.t, own)
	return b
}

func TestTrackNumbers(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	tracking, code := b.numbered(b.applied())
	own := "/rupsha/track/" + tracking
	other := number.Tracking([8]byte{9, 9, 9, 9, 9, 9, 9, 9})

	t.Run("a wrong check digit and a wrong length are told apart, the number stays", func(t *testing.T) {
		wrong := tracking[:10] + string('0'+(tracking[10]-'0'+1)%10)
		b.get("/rupsha/track?number="+wrong).shows(t, http.StatusUnprocessableEntity, "কোনো একটি অঙ্ক মিলছে না", `href="#number"`)
		b.get("/rupsha/track/123").shows(t, http.StatusUnprocessableEntity, "ট্র্যাকিং নম্বরে ১১টি অঙ্ক থাকে", `value="১২৩"`)
		b.get("/rupsha/track").shows(t, http.StatusOK, "রসিদের ট্র্যাকিং নম্বরটি লিখুন")
		b.get("/en/rupsha/track").shows(t, http.StatusOK, "Enter the tracking number")
	})
	t.Run("an unknown number is said to be unknown", func(t *testing.T) {
		b.get("/rupsha/track/"+other).shows(t, http.StatusNotFound, "এই নম্বরের কোনো আবেদন নেই")
	})
	t.Run("another office's number leads there, in the same language", func(t *testing.T) {
		b.get("/en/dighalia/track/"+tracking).leads(t, "/en/rupsha/track/"+tracking)
	})
	t.Run("a pass opens its own case only", func(t *testing.T) {
		second, _ := b.numbered(b.applied())
		thief := w.visitor("192.0.2.2").reopened(own, code)
		page := thief.get("/rupsha/track/" + second)
		page.hides(t, "আমিনা")
		thief.postFiles("/rupsha/track/"+second+"/papers", nil).leads(t, "/rupsha/track/"+second)
		forged := w.visitor("192.0.2.3")
		forged.cookies["case-pass"] = strings.Replace(thief.cookies["case-pass"], tracking, second, 1)
		forged.get("/rupsha/track/"+second).hides(t, "আমিনা")
	})
	t.Run("a pass runs out", func(t *testing.T) {
		friend := w.visitor("192.0.2.4").reopened(own, code)
		w.now = monday.Add(casework.PassLife + time.Second)
		defer func() { w.now = monday }()
		friend.get(own).hides(t, "আমিনা")
	})
	t.Run("five wrong codes lock the case for ten minutes, the right one too", func(t *testing.T) {
		thief := w.visitor("192.0.2.5")
		for i := range 4 {
			thief.post(own+"/entry", "code", wrongCode(code)).shows(t, http.StatusUnprocessableEntity, fmt.Sprintf("আরও %c বার", []rune("৪৩২১")[i]))
		}
		thief.post(own+"/entry", "code", wrongCode(code)).shows(t, http.StatusTooManyRequests, "দশ মিনিট পরে")
		w.visitor("192.0.2.6").post(own+"/entry", "code", code).shows(t, http.StatusTooManyRequests, "দশ মিনিট পরে")
		w.now = monday.Add(11 * time.Minute)
		defer func() { w.now = monday }()
		w.visitor("192.0.2.6").reopened(own, code).get(own).shows(t, http.StatusOK, "আমিনা")
	})
}

func wrongCode(code string) string {
	if code == "000000" {
		return "111111"
	}
	return "000000"
}

func TestTrackMissesAreLimited(t *testing.T) {
	w := newTown(t)
	own, code := w.visitor("192.0.2.1").numbered(w.visitor("192.0.2.1").applied())
	unknown := func(i int) string {
		return "/rupsha/track/" + number.Tracking([8]byte{7, 7, 7, 7, 7, 7, byte(i >> 8), byte(i)})
	}
	t.Run("ten misses close the door to one address, not to others nor to a pass", func(t *testing.T) {
		neighbour := w.visitor("198.51.100.1")
		neighbour.reopened("/rupsha/track/"+own, code)
		prober := w.visitor("198.51.100.1")
		for i := range 10 {
			prober.get(unknown(i)).shows(t, http.StatusNotFound)
		}
		prober.get("/rupsha/track/"+own).shows(t, http.StatusTooManyRequests, "অনেকবার ভুল নম্বর")
		neighbour.get("/rupsha/track/"+own).shows(t, http.StatusOK, "আমিনা")
		w.visitor("198.51.100.2").get("/rupsha/track/"+own).shows(t, http.StatusOK)
		w.now = monday.Add(2 * time.Minute)
		prober.get("/rupsha/track/"+own).shows(t, http.StatusOK)
		w.now = monday
	})
	t.Run("one network of IPv6 is one visitor", func(t *testing.T) {
		for i := range 10 {
			w.visitor(fmt.Sprintf("[2001:db8::%d]", i)).get(unknown(i)).shows(t, http.StatusNotFound)
		}
		w.visitor("[2001:db8::ffff]").get(unknown(1)).shows(t, http.StatusTooManyRequests)
	})
	t.Run("many misses over all addresses are warned of once, without addresses", func(t *testing.T) {
		for i := range 200 {
			w.visitor(fmt.Sprintf("203.0.113.%d", i)).get(unknown(i))
		}
		if n := strings.Count(w.log.String(), "many wrong tracking numbers"); n != 1 {
			t.Errorf("%d warnings", n)
		}
		if strings.Contains(w.log.String(), "203.0.113") {
			t.Error("the log names a visitor")
		}
	})
}

func TestTrackWithdrawal(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	tracking, code := b.numbered(b.applied())
	own := "/rupsha/track/" + tracking
	b.reopened(own, code)
	b.get(own+"/withdrawal").shows(t, http.StatusOK, "আবেদন প্রত্যাহার করবেন?", "না, কাজ চলুক")
	b.post(own+"/withdrawal", "reason", strings.Repeat("ক", 1001)).shows(t, http.StatusUnprocessableEntity, "১,০০১ অক্ষর লিখেছেন")
	b.post(own+"/withdrawal", "reason", "আর লাগবে না").leads(t, own)
	b.get(own).shows(t, http.StatusOK, "আবেদন প্রত্যাহার করা হয়েছে")
	b.get("/en"+own+"/withdrawal").shows(t, http.StatusOK, "Withdraw the application?")
}

func TestTrackRefusedAndUndated(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	key := b.get("/rupsha/services/citizen-4-advice/form").find(t, `name="form-key" value="([0-9a-f]{32})"`)
	b.post("/rupsha/services/citizen-4-advice/applications", "form-key", key, "for", "self", "name", "আমিনা", "mobile", "01712345678",
		"need", "পরামর্শ চাই", "hear", "phone").leads(t, "/rupsha/receipts/"+key)
	b.get("/rupsha/receipts/"+key).shows(t, http.StatusOK, "সময়সীমা এখনো নির্ধারিত হয়নি", "তবু প্রাপ্তির দিন থেকে কত দিন লাগে, তার হিসাব রাখা হয়।")
	tracking, code := b.numbered("/rupsha/receipts/" + key)
	own := "/rupsha/track/" + tracking
	w.now = monday.Add(7 * 24 * time.Hour)
	b.get(own).shows(t, http.StatusOK, "সময়সীমা এখনো নির্ধারিত হয়নি", "কার্যালয়ের হাতে ৫ কার্যদিবস গেছে")
	w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
		return c.Close(casework.End{Outcome: casework.Refused, Sentence: "বিষয়টি এ কার্যালয়ের নয়।"}, s)
	})
	b.reopened(own, code).get(own).shows(t, http.StatusOK, "আবেদনটি প্রত্যাখ্যাত হয়েছে", "বিষয়টি এ কার্যালয়ের নয়।", "আপিল করতে পারেন: খুলনা জেলা কার্যালয়")
}

func TestTrackManyTriesAtOnceAreFive(t *testing.T) {
	w := newTown(t)
	tracking, code := w.visitor("192.0.2.1").numbered(w.visitor("192.0.2.1").applied())
	answers := make(chan int)
	const tries = 24
	for i := range tries {
		go func() {
			r := formRequest("/rupsha/track/"+tracking+"/entry", "code", wrongCode(code))
			r.RemoteAddr = fmt.Sprintf("203.0.113.%d:40000", i)
			out := httptest.NewRecorder()
			w.door.ServeHTTP(out, r)
			answers <- out.Code
		}()
	}
	count := map[int]int{}
	for range tries {
		count[<-answers]++
	}
	if count[http.StatusUnprocessableEntity] != 4 || count[http.StatusTooManyRequests] != tries-4 {
		t.Errorf("answers %v: four wrong codes may be tried before the lock", count)
	}
}

func TestReceiptAfterALateHoliday(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	receipt := b.applied()
	tracking, _ := b.numbered(receipt)
	announced := workday.Day{
		Date: workday.Date{Year: 2026, Month: time.December, Day: 1}, Name: "স্থানীয় ছুটি", NameEn: "Local holiday", Kind: workday.Local,
		Source: "প্রজ্ঞাপন ১৭৩", Notified: workday.Date{Year: 2026, Month: time.November, Day: 25},
	}
	w.now = monday.Add(49 * time.Hour)
	w.announced = append(w.announced, announced)
	recounting := casework.Recounting{Office: "rupsha", Numbers: []string{tracking}, Reason: "১ ডিসেম্বর ছুটি", Actor: tasnim}
	if moved, err := w.pages.Desk.Recount(t.Context(), recounting); err != nil || moved != 1 {
		t.Fatalf("moved %d, %v", moved, err)
	}
	page := b.get(receipt)
	page.shows(t, http.StatusOK, "বুধবার, ২ ডিসেম্বর", "তারিখ এর মধ্যে বদলেছে: এখন বৃহস্পতিবার, ৩ ডিসেম্বর", "৭ দিন গোনা হয়েছে, ২ দিন বাদ গেছে")
	page.hides(t, "স্থানীয় ছুটি")
	_, code := b.numbered(receipt)
	b.reopened("/rupsha/track/"+tracking, code).get("/rupsha/track/"+tracking).
		shows(t, http.StatusOK, "বৃহস্পতিবার, ৩ ডিসেম্বর", "স্থানীয় ছুটি", "প্রজ্ঞাপন ১৭৩", "পঞ্জিকা বদলেছে", "১ ডিসেম্বর ছুটি")
}

func TestTrackFormSentTwiceActsOnce(t *testing.T) {
	w := newTown(t)
	b := w.visitor("192.0.2.1")
	tracking, code := b.numbered(b.applied())
	own := "/rupsha/track/" + tracking
	b.reopened(own, code)
	acts := func() int {
		t.Helper()
		list, err := w.cases.Timeline(t.Context(), "rupsha", tracking)
		if err != nil {
			t.Fatal(err)
		}
		return len(list)
	}
	key := func(page string) string {
		t.Helper()
		return b.get(page).find(t, `name="form-key" value="([0-9a-f]{32})"`)
	}
	twice := func(send func() answer) {
		t.Helper()
		before := acts()
		send().leads(t, own)
		send().leads(t, own)
		if n := acts() - before; n != 1 {
			t.Errorf("%d acts, want one", n)
		}
	}
	t.Run("papers", func(t *testing.T) {
		k := key(own)
		twice(func() answer {
			return b.postFiles(own+"/papers", []upload{{"paper-0", "পত্র.jpg", photo(t)}}, "form-key", k)
		})
	})
	t.Run("an answer", func(t *testing.T) {
		w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Ask([]string{"ঠিকানা"}, s)
		})
		k := key(own)
		twice(func() answer { return b.postFiles(own+"/answer", nil, "answer", "নৈহাটি", "form-key", k) })
	})
	t.Run("a withdrawal", func(t *testing.T) {
		k := key(own + "/withdrawal")
		twice(func() answer {
			return b.post(own+"/withdrawal", "reason", "আর লাগবে না", "form-key", k)
		})
	})
	t.Run("a rating, which opens the case again only once", func(t *testing.T) {
		tracking, code = b.numbered(b.applied())
		own = "/rupsha/track/" + tracking
		w.officer(tracking, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "চালু হয়েছে।"}, s)
		})
		k := b.reopened(own, code).get(own).find(t, `/rating"><input type="hidden" name="form-key" value="([0-9a-f]{32})"`)
		before := acts()
		for range 2 {
			b.post(own+"/rating", "solved", "no", "words", "এখনো বন্ধ", "form-key", k).leads(t, own)
		}
		if list, err := w.cases.Timeline(t.Context(), "rupsha", tracking); err != nil || len(list)-before > 2 {
			t.Errorf("%d acts, %v", len(list)-before, err)
		}
		b.get(own).shows(t, http.StatusOK, "কাজ")
	})
	t.Run("a key of another case is refused", func(t *testing.T) {
		k := key(own)
		b.postFiles(own+"/papers", []upload{{"paper-0", "পত্র.jpg", photo(t)}}, "form-key", k).leads(t, own)
		other, secret := b.numbered(b.applied())
		b.reopened("/rupsha/track/"+other, secret)
		b.postFiles("/rupsha/track/"+other+"/papers", []upload{{"paper-0", "পত্র.jpg", photo(t)}}, "form-key", k).
			shows(t, http.StatusConflict, "এই ফরম দিয়ে আগেই একটি কাজ করা হয়েছে")
	})
}
