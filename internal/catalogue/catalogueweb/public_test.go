package catalogueweb_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"dorgora/charter"
	"dorgora/internal/catalogue"
	"dorgora/workday"
)

func TestServicePage(t *testing.T) {
	r := newRig(t)
	r.published(t)
	t.Run("a measurable promise shows its days and date", func(t *testing.T) {
		shows(t, r.get("/rupsha/services/citizen-2-ict-advice"), 200, "৭ কার্যদিবস", "বুধবার, ২ ডিসেম্বর ২০২৬",
			"আবেদন শুরু করুন", "/rupsha/services/citizen-2-ict-advice/apply", "বিনামূল্যে", "সহকারী প্রোগ্রামার", "মো. করিম",
			"জেলা কার্যালয়, খুলনা", "প্রযোজ্য হলে", "চার্টারে ছাপা সময়সীমা", "তাৎক্ষণিক/কার্য দিবস (প্রযোজ্য ক্ষেত্রে)", "tel:&#43;880255039757")
	})
	t.Run("the same in English", func(t *testing.T) {
		shows(t, r.get("/en/rupsha/services/citizen-2-ict-advice"), 200, "7 working days", "Wednesday, 2 December 2026",
			"Advice and support on ICT products", "draft translation", "/en/rupsha/services/citizen-2-ict-advice/apply", "Md Karim", "District office, Khulna")
	})
	t.Run("without a number no date is invented", func(t *testing.T) {
		got := r.get("/rupsha/services/citizen-5-cyber-security-advice")
		shows(t, got, 200, "সময়সীমা এখনো নির্ধারিত হয়নি")
		if strings.Contains(got.Body, "শেষ তারিখ") {
			t.Error("a last date stands on the page")
		}
	})
	t.Run("an old address leads to the new one", func(t *testing.T) {
		if got := r.get("/rupsha/services/citizen-2-other-words"); got.Code != http.StatusSeeOther || got.Location != "/rupsha/services/citizen-2-ict-advice" {
			t.Errorf("%d to %s", got.Code, got.Location)
		}
	})
	for _, missing := range []string{"citizen-99-none", "nothing", "..%2f", "সেবা"} {
		t.Run("no service at "+missing, func(t *testing.T) { shows(t, r.get("/rupsha/services/"+url.PathEscape(missing)), 404) })
	}
	t.Run("the data for search engines is JSON", func(t *testing.T) {
		_, rest, _ := strings.Cut(r.get("/rupsha/services/citizen-2-ict-advice").Body, `<script type="application/ld+json">`)
		text, _, _ := strings.Cut(rest, "</script>")
		var linked map[string]any
		if err := json.Unmarshal([]byte(text), &linked); err != nil || linked["@type"] != "GovernmentService" || linked["isAccessibleForFree"] != true {
			t.Errorf("%v in %s", err, text)
		}
	})
}

func TestServiceRecord(t *testing.T) {
	r := newRig(t)
	r.published(t)
	for _, one := range []struct {
		says   string
		record catalogue.Record
		want   string
	}{
		{"counts and share", catalogue.Record{Received: 50, Delivered: 48, InTime: 45, Late: 3, MedianDays: 1, Since: workday.Date{Year: 2026, Month: 10, Day: 1}}, "৪৮টি আবেদনের ৪৫টি সময়মতো, ৩টি দেরিতে"},
		{"under five no share", catalogue.Record{Received: 4, Delivered: 3, InTime: 3, Since: workday.Date{Year: 2026, Month: 10, Day: 1}}, "পাঁচটির কম হলে শতকরা হার দেখানো হয় না"},
	} {
		t.Run(one.says, func(t *testing.T) {
			r.pages.Records = func(context.Context, string) (map[string]catalogue.Record, error) {
				return map[string]catalogue.Record{"citizen-2": one.record}, nil
			}
			r.Handler = r.pages.Site.Wrap(r.routes())
			got := r.get("/rupsha/services/citizen-2-ict-advice")
			shows(t, got, 200, one.want)
			if share := strings.Contains(got.Body, "% সময়মতো"); share != (one.record.Counted() >= 5) {
				t.Errorf("share shown: %v", share)
			}
		})
	}
}

func TestDatePage(t *testing.T) {
	r := newRig(t)
	r.published(t)
	shows(t, r.get("/rupsha/services/citizen-2-ict-advice/date"), 200, "এই তারিখ কেন?", "বুধবার, ২ ডিসেম্বর ২০২৬", "৭ দিন গোনা হয়েছে, বন্ধের ২ দিন বাদ গেছে", "জেনারেল ক্লজেস অ্যাক্ট")
	shows(t, r.get("/en/rupsha/services/citizen-2-ict-advice/date"), 200, "Why this date?", "General Clauses Act")
	if got := r.get("/rupsha/services/citizen-1-department-information/date"); got.Code != http.StatusSeeOther {
		t.Errorf("a service without a time answers %d", got.Code)
	}
}

func TestGroupPage(t *testing.T) {
	r := newRig(t)
	r.published(t)
	for group, words := range map[string][]string{
		"citizen": {"নাগরিক সেবা", "সাইবার নিরাপত্তা পরামর্শ"}, "institutional": {"প্রাতিষ্ঠানিক সেবা", "ক্রমিক ১১"}, "internal": {"অভ্যন্তরীণ সেবা"},
	} {
		shows(t, r.get("/rupsha/groups/"+group), 200, words...)
	}
	shows(t, r.get("/en/rupsha/groups/citizen"), 200, "Services for citizens", "Cyber-security advice")
	shows(t, r.get("/rupsha/groups/service"), 404)
	shows(t, r.get("/rupsha/groups/none"), 404)
}

func TestCharterPage(t *testing.T) {
	r := newRig(t)
	t.Run("an office without a charter", func(t *testing.T) {
		shows(t, r.get("/rupsha/charter"), 404, "চার্টার এখনো প্রকাশিত হয়নি")
	})
	r.published(t)
	shows(t, r.get("/rupsha/charter"), 200, "জনগণের দোরগোড়ায়", "কার্যালয়ের লক্ষ্য: ৭ কার্যদিবস", "সংস্করণ ১", "doictrupsha@gmail.com")
	shows(t, r.get("/en/rupsha/charter/versions/1"), 200, "Citizen&#39;s Charter", "Version 1")
	for _, none := range []string{"0", "2", "01", "x", "-1"} {
		shows(t, r.get("/rupsha/charter/versions/"+none), 404)
	}
	for _, format := range []string{"text", "markdown", "html", "json"} {
		got := r.get("/rupsha/charter/versions/1/files/" + format)
		if got.Code != 200 || !strings.Contains(got.Body, "সাইবার নিরাপত্তা") {
			t.Errorf("%s answers %d", format, got.Code)
		}
	}
	again, err := charter.Read(charter.Source{Name: "again.txt", Bytes: []byte(r.get("/rupsha/charter/versions/1/files/text").Body)})
	if err != nil || len(again.Services) != 22 {
		t.Errorf("the printed charter reads back as %d services, %v", len(again.Services), err)
	}
	var added charter.Completed
	if err := json.Unmarshal([]byte(r.get("/rupsha/charter/versions/1/files/completed").Body), &added); err != nil {
		t.Fatal(err)
	}
	if len(added.Rows) != 22 || len(added.Completions) == 0 || added.Completions[0].Reason == "" || added.Completions[0].Author == "" {
		t.Errorf("the office's additions: %d rows, %+v", len(added.Rows), added.Completions)
	}
	shows(t, r.get("/rupsha/charter/versions/1/files/exe"), 404)
}

func TestHistoryPage(t *testing.T) {
	r := newRig(t)
	r.published(t)
	text := strings.Replace(string(rupshaText(t)), "দাপ্তরিক ওয়েব সাইট/টেলিফোন/ ই-মেইল/ সরাসরি/ চাহিদা মোতাবেক", "টেলিফোন", 1)
	got := r.post("/rupsha/desk/charter/drafts", url.Values{"text": {text}})
	draft, _, _ := strings.Cut(got.Location, "?")
	if got = r.post(draft+"/publication", url.Values{"revision": {"1"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("publication answers %d: %s", got.Code, got.Body)
	}
	shows(t, r.get("/rupsha/services/citizen-2-ict-advice/versions"), 200, "সংস্করণ ২", "সংস্করণ ১", "টেলিফোন", "আগে ৭ কার্যদিবস, এখন সময়সীমা এখনো নির্ধারিত হয়নি", "এখন কার্যকর")
	shows(t, r.get("/en/rupsha/services/citizen-2-ict-advice/versions"), 200, "Version 2", "before 7 working days")
	shows(t, r.get("/rupsha/charter"), 200, "সংস্করণ ২", "সব সংস্করণ")
	shows(t, r.get("/rupsha/charter/versions/1"), 200, "এই সংস্করণ এখন কার্যকর নয়")
}

func TestServicePageKept(t *testing.T) {
	r := newRig(t)
	r.published(t)
	r.stranger = true
	const path = "/rupsha/services/citizen-5-cyber-security-advice"
	first := r.get(path)
	shows(t, first, 200, "সময়সীমা এখনো নির্ধারিত হয়নি")
	if again := r.get(path); again.Body != first.Body {
		t.Error("the same page looks different to the next visitor")
	}
	r.stranger = false
	draft, _, _ := strings.Cut(r.post("/rupsha/desk/charter/drafts", url.Values{"text": {string(rupshaText(t)) + "\n"}}).Location, "?")
	r.post(draft+"/completions", url.Values{"row": {"5"}, "field": {"time"}, "revision": {"1"}, "value": {"working_day"}, "count": {"২"}, "reason": {"সভা"}})
	if got := r.post(draft+"/publication", url.Values{"revision": {"2"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("publication answers %d", got.Code)
	}
	r.stranger = true
	shows(t, r.get(path), 200, "২ কার্যদিবস")
	shows(t, r.get("/en"+path), 200, "2 working days")
}
