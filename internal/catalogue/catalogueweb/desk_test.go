package catalogueweb_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
)

func TestDeskEmpty(t *testing.T) {
	r := newRig(t)
	shows(t, r.get("/rupsha/desk/charter"), 200, "ছাপা চার্টার আনুন", "এখনো কোনো চার্টার প্রকাশিত হয়নি")
	shows(t, r.get("/en/rupsha/desk/charter"), 200, "Import a printed charter", "No charter has been published yet")
}

func TestImport(t *testing.T) {
	r := newRig(t)
	t.Run("nothing given", func(t *testing.T) {
		shows(t, r.post("/rupsha/desk/charter/drafts", url.Values{}), 422, "একটি ফাইল দিন, অথবা লেখাটি বসান।")
	})
	t.Run("a text without services keeps what was pasted", func(t *testing.T) {
		shows(t, r.post("/rupsha/desk/charter/drafts", url.Values{"text": {"এখানে কোনো সারণি নেই"}}), 422, "সেবার কোনো সারি পাওয়া যায়নি", "এখানে কোনো সারণি নেই")
	})
	t.Run("a binary file", func(t *testing.T) {
		shows(t, r.upload(t, "x.bin", []byte(strings.Repeat("\x00\x01\x02\xff", 500))), 422)
	})
	t.Run("more than the limit", func(t *testing.T) {
		if got := r.upload(t, "big.txt", []byte(strings.Repeat("ক", 5<<20))); got.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("answers %d", got.Code)
		}
	})
	first := r.imported(t)
	t.Run("the same file opens the same draft and says so", func(t *testing.T) {
		got := r.upload(t, "again.txt", rupshaText(t))
		if got.Location != first+"?done=again" {
			t.Errorf("leads to %s", got.Location)
		}
		shows(t, r.get(got.Location), 200, "এই একই ফাইল আগেই আনা হয়েছে")
	})
	shows(t, r.get("/rupsha/desk/charter"), 200, "rupsha.txt", "২২টি সেবা")
}

func TestDraftPage(t *testing.T) {
	r := newRig(t)
	draft := r.imported(t)
	t.Run("what was found about the whole charter comes first", func(t *testing.T) {
		shows(t, r.get(draft), 200, "পুরো চার্টারের কথা", "বাধ্যতামূলক অংশ নেই", "হালনাগাদের তারিখ নেই", "সংখ্যা চাই ২২", "২২টির ০টি সারি প্রস্তুত")
	})
	t.Run("a row shows its cells marked, what was understood and its findings", func(t *testing.T) {
		shows(t, r.get(draft+"?row=3"), 200, "<mark>তাৎক্ষণিক/কার্য দিবস (প্রযোজ্য ক্ষেত্রে)</mark>", "<mark>doictrupsha@gmail.com</mark>",
			"কম্পিউটার ও ভাষা ল্যাবের সহায়তা", "সময়সীমা মাপা যায় না", "২২টি সারিতে একই কথা", "প্রতিশ্রুতির ধরন", "এখন জবাব দেবেন মো. করিম")
	})
	t.Run("the same in English", func(t *testing.T) {
		shows(t, r.get("/en"+draft+"?row=20"), 200, "The time limit cannot be measured", "A place name is misspelt", "Kind of promise")
	})
	for _, field := range []string{"time", "fee", "officer", "superior", "papers", "papers_from", "channel"} {
		t.Run("the form of "+field, func(t *testing.T) { shows(t, r.get(draft+"?row=2&field="+field), 200, `id="complete"`) })
	}
	for _, odd := range []string{"?row=0", "?row=999", "?row=x&field=y"} {
		t.Run("an odd address "+odd, func(t *testing.T) { shows(t, r.get(draft+odd), 200) })
	}
	t.Run("a draft that never was", func(t *testing.T) {
		shows(t, r.get("/rupsha/desk/charter/drafts/none"), 404, "এই খসড়াটি আর নেই")
	})
}

func TestComplete(t *testing.T) {
	r := newRig(t)
	draft := r.imported(t)
	good := func(change url.Values) url.Values {
		values := url.Values{"row": {"2"}, "field": {"time"}, "revision": {"1"}, "value": {"working_day"}, "count": {"৭"}, "reason": {"সভার সিদ্ধান্ত"}}
		for name, value := range change {
			values[name] = value
		}
		return values
	}
	for _, one := range []struct {
		says   string
		change url.Values
		words  []string
	}{
		{"a number is asked for", url.Values{"count": {""}}, []string{"কত, সংখ্যায় লিখুন", "সভার সিদ্ধান্ত"}},
		{"a reason is asked for", url.Values{"reason": {""}}, []string{"কেন এই মান দিলেন", "৭"}},
		{"a kind is asked for", url.Values{"value": {""}}, []string{"প্রতিশ্রুতির ধরন বেছে নিন"}},
		{"letters are no number", url.Values{"count": {"সাত"}}, []string{"সাত"}},
		{"a short phone number", url.Values{"field": {"officer"}, "value": {"প্রোগ্রামার"}, "phone": {"০১"}}, []string{"ঠিক নয়", "প্রোগ্রামার"}},
	} {
		t.Run(one.says, func(t *testing.T) { shows(t, r.post(draft+"/completions", good(one.change)), 422, one.words...) })
	}
	t.Run("somebody else was first: what was typed stays", func(t *testing.T) {
		shows(t, r.post(draft+"/completions", good(url.Values{"revision": {"9"}})), 409, "অন্য কেউ বদলেছেন", "সভার সিদ্ধান্ত", `name="revision" value="1"`)
	})
	t.Run("a kept promise shows its date and leaves the print alone", func(t *testing.T) {
		got := r.post(draft+"/completions", good(nil))
		if got.Code != http.StatusSeeOther {
			t.Fatalf("answers %d", got.Code)
		}
		shows(t, r.get(got.Location), 200, "ছাপা লেখা বদলায়নি", "৭ কার্যদিবস", "বুধবার, ২ ডিসেম্বর ২০২৬", "সংখ্যা চাই ২১", "পূরণ করা হয়েছে", "তাৎক্ষণিক/কার্য দিবস (প্রযোজ্য ক্ষেত্রে)")
	})
	t.Run("one value for all rows that read the same", func(t *testing.T) {
		got := r.post(draft+"/completions", good(url.Values{"revision": {"2"}, "count": {"5"}, "same": {"yes"}}))
		if got.Code != http.StatusSeeOther {
			t.Fatalf("answers %d: %s", got.Code, got.Body)
		}
		shows(t, r.get(draft), 200, "সংখ্যা চাই ২")
	})
	revision := 3
	for _, one := range []url.Values{
		{"field": {"fee"}, "value": {"amount"}, "amount": {"৫০"}},
		{"field": {"officer"}, "value": {"উপজেলা আইসিটি অফিসার"}, "name": {"মো. করিম"}, "phone": {"০১৭১২৩৪৫৬৭৮"}, "mail": {"ap@rupsha.gov.bd"}},
		{"field": {"papers"}, "value": {"আবেদনপত্র\nছবি (যদি থাকে)"}},
		{"field": {"papers_from"}, "value": {"এই কার্যালয়েই বা অনলাইনে"}},
		{"field": {"channel"}, "value": {"web", "phone"}},
		{"field": {"superior"}, "value": {"জেলা আইসিটি অফিসার"}},
	} {
		t.Run("completing "+one.Get("field"), func(t *testing.T) {
			one.Set("revision", string(rune('0'+revision)))
			got := r.post(draft+"/completions", good(one))
			if got.Code != http.StatusSeeOther {
				t.Fatalf("answers %d: %s", got.Code, got.Body)
			}
			revision++
		})
	}
	shows(t, r.get(draft+"?row=2"), 200, "৳৫০", "উপজেলা আইসিটি অফিসার", "ছবি", "এই কার্যালয়েই বা অনলাইনে", "জেলা আইসিটি অফিসার")
}

func TestPublish(t *testing.T) {
	r := newRig(t)
	draft := r.imported(t)
	shows(t, r.get(draft+"/publication"), 200, "প্রথম চার্টার", "২২টি সেবা প্রকাশ করুন", "২২টি সেবায় সময়সীমা নেই", `value="২০২৬"`)
	shows(t, r.get("/en"+draft+"/publication"), 200, "first charter", "Publish 22 services")
	t.Run("a stale revision", func(t *testing.T) {
		shows(t, r.post(draft+"/publication", url.Values{"revision": {"7"}}), 409, "অন্য কেউ বদলেছেন")
	})
	t.Run("a day that does not exist keeps what was typed", func(t *testing.T) {
		shows(t, r.post(draft+"/publication", url.Values{"revision": {"1"}, "effective-day": {"৩১"}, "effective-month": {"২"}, "effective-year": {"২০২৭"}}), 422, `value="৩১"`)
	})
	if got := r.post(draft+"/publication", url.Values{"revision": {"1"}, "effective-day": {"23"}, "effective-month": {"11"}, "effective-year": {"2026"}}); got.Location != "/rupsha/desk/charter?done=published" {
		t.Fatalf("answers %d to %s: %s", got.Code, got.Location, got.Body)
	}
	shows(t, r.get("/rupsha/desk/charter?done=published"), 200, "এখন কার্যকর", "মো. করিম")
	shows(t, r.get(draft), 404)
	t.Run("the next one says what changes and may take effect later", func(t *testing.T) {
		second := r.post("/rupsha/desk/charter/drafts", url.Values{"text": {strings.Replace(string(rupshaText(t)), "নীতিমালা অনুযায়ী", "৫০ টাকা", 1)}})
		path, _, _ := strings.Cut(second.Location, "?")
		shows(t, r.get(path+"/publication"), 200, "যা যা বদলাবে", "৫০ টাকা")
		shows(t, r.post(path+"/publication", url.Values{"revision": {"1"}, "effective": {"২২/১১/২০২৬"}}), 422, "আজকের আগে হতে পারে না")
		got := r.post(path+"/publication", url.Values{"revision": {"1"}, "effective": {"০১/১২/২০২৬"}})
		if got.Location != "/rupsha/desk/charter?done=planned" {
			t.Fatalf("answers %d to %s", got.Code, got.Location)
		}
		shows(t, r.get(got.Location), 200, "পরে কার্যকর হবে", "১ ডিসেম্বর ২০২৬")
		shows(t, r.get("/rupsha/charter"), 200, "সংস্করণ ১")
	})
}

func TestRemove(t *testing.T) {
	r := newRig(t)
	draft := r.imported(t)
	shows(t, r.post(draft+"/removal", url.Values{"revision": {"5"}}), 409)
	if got := r.post(draft+"/removal", url.Values{"revision": {"1"}}); got.Code != http.StatusSeeOther {
		t.Fatalf("answers %d", got.Code)
	}
	shows(t, r.get(draft), 404)
}
