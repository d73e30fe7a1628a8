package letterweb_test

import (
	"net/http"
	"strings"
	"testing"

	"dorgora/internal/letter/letterweb"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/office"
	"dorgora/internal/site"
	"dorgora/internal/site/sitetest"
)

func TestPagesTemplates(t *testing.T) {
	templates, err := site.Parse(letterweb.Files)
	if err != nil {
		t.Fatal(err)
	}
	err = sitetest.Check(templates, map[string]site.Shown{
		"diary": letterweb.DiaryPage{}, "entry_form": letterweb.EntryForm{}, "entry": letterweb.EntryPage{}, "outgoing_list": letterweb.OutgoingList{},
		"draft_form": letterweb.DraftForm{}, "outgoing": letterweb.OutgoingPage{}, "letter_sheet": letterweb.SheetPage{}, "folders": letterweb.FolderList{},
		"folder": letterweb.FolderPage{}, "book": letterweb.BookPage{}, "letter_settings": letterweb.SettingsPage{}, "letter_templates": letterweb.TemplatesPage{},
	})
	if err != nil {
		t.Fatal(err)
	}
}

// entry is the form of a letter in order, with some fields exchanged.
func entry(pairs ...string) []string {
	fields := map[string]string{
		"received": "২৫/১১/২০২৬", "sender": "উপজেলা নির্বাহী অফিসার", "sender_address": "রূপসা, খুলনা", "memo": "০৫.৪৪.৪৭৭৫.০০০.১৬.০০৩.২৬-৬৮২",
		"memo_date": "18/11/2026", "subject": "ডিজিটাল ল্যাবের যন্ত্রপাতির তথ্য প্রেরণ", "deadline": "৩০/১১/২০২৬", "marked": "rupsha-desk", "class": "official",
		"medium": "post", "priority": "urgent", "secrecy": "open",
	}
	return changed(fields, pairs)
}

// draft is the form of a letter of the office, with some fields exchanged or added.
func draft(file string, pairs ...string) []string {
	fields := map[string]string{"kind": "memorandum", "file": file, "subject": "ডিজিটাল ল্যাবের তথ্য প্রেরণ।", "secrecy": "open",
		"body": "উপর্যুক্ত বিষয়ে জানানো যাচ্ছে যে,\n১। ল্যাব ১২টি।\n২। কম্পিউটার ২০৪টি।", "to": "উপজেলা নির্বাহী অফিসার; রূপসা, খুলনা।",
		"copies": "প্রোগ্রামার, জেলা কার্যালয়, খুলনা\nঅফিস কপি"}
	return changed(fields, pairs)
}

func changed(fields map[string]string, pairs []string) (all []string) {
	for i := 0; i+1 < len(pairs); i += 2 {
		fields[pairs[i]] = pairs[i+1]
	}
	for name, value := range fields {
		all = append(all, name, value)
	}
	return all
}

func (h *house) folder() string {
	h.Helper()
	return strings.TrimPrefix(h.leads("/rupsha/desk/folders", "class", "১৬", "title", "ডিজিটাল ল্যাব"), "/rupsha/desk/folders/")
}

func TestStoryOfALetter(t *testing.T) {
	h := newHouse(t)
	h.enter("rina")
	h.shows("/rupsha/desk/letters/new", "ডায়েরিতে তুলুন")
	came := h.leads("/rupsha/desk/letters", entry("scan", "পত্রের লেখা")...)
	page := h.shows(came, "উপজেলা নির্বাহী অফিসার", "শেষ তারিখ ৩০ নভেম্বর ২০২৬", "scan.txt", "৪৭৭৫")
	_, path, _ := strings.Cut(page, `href="`+came+`/scans/`)
	scan, _, _ := strings.Cut(path, `"`)
	if a := h.do(http.MethodGet, came+"/scans/"+scan); a.status != http.StatusOK || a.body != "পত্রের লেখা" {
		t.Errorf("the scan came as %d %q", a.status, a.body)
	}
	h.leads(came+"/case", "service", "information", "revision", h.revision(came))
	if len(h.asked) != 1 || h.asked[0].Application.Memo == "" || h.asked[0].Channel != "letter" || len(h.asked[0].Evidence) != 1 {
		t.Fatalf("the case was asked for as %+v", h.asked)
	}
	h.shows(came, "৪৮২১ ০৯৩৫ ৭১৬")
	file := h.folder()
	h.shows("/rupsha/desk/outgoing/new?entry=2026-1&template=forwarding", "স্মারক নং- ০৫.৪৪.৪৭৭৫.০০০.১৬.০০৩.২৬-৬৮২, তারিখ: ১৮ নভেম্বর ২০২৬।", "উপজেলা নির্বাহী অফিসার; রূপসা, খুলনা")
	out := h.leads("/rupsha/desk/outgoing", draft(file, "entry", "2026-1", "case", "48210935716")...)
	h.refuses(http.StatusForbidden, out+"/approval", "revision", h.revision(out))
	h.shows(out+"/change", "খসড়া সংরক্ষণ করুন")
	h.leads(out, draft(file, "enclosures", "১ (এক) পাতা", "revision", h.revision(out))...)
	h.enter("karim")
	h.leads(out+"/approval", "revision", h.revision(out))
	h.shows(out+"/sheet", "গণপ্রজাতন্ত্রী বাংলাদেশ সরকার", "৫৬.০৪.০০০০.০০০.০০০.১৬.০০০১.২৬-১/১(২)", "১০ অগ্রহায়ণ ১৪৩৩", "২৫ নভেম্বর ২০২৬", "তাসনিম আরা", "সংযুক্তি: ১ (এক) পাতা", "<li>ল্যাব ১২টি।</li>")
	h.holds(h.refuses(http.StatusUnprocessableEntity, out+"/dispatch", "date", "25/11/2026", "medium", "post"), "রেজিস্ট্রি নম্বর")
	h.leads(out+"/dispatch", "date", "২৫/১১/২০২৬", "medium", "post", "number", "রেজি-৪৫", "postage", "২৫.৫০")
	h.shows(out, "জারি হয়েছে", "রেজি-৪৫", "৳২৫.৫০", "ডাক ২০২৬-১-এর জবাব")
	h.shows(came, "জবাব দেওয়া হয়েছে", "৫৬.০৪.০০০০.০০০.০০০.১৬.০০০১.২৬-১")
	h.shows("/rupsha/desk/letters/book", "১১", "উপজেলা নির্বাহী অফিসার, রূপসা, খুলনা")
	h.shows("/rupsha/desk/outgoing/book?year=2026", "রেজি-৪৫", "৳২৫.৫০")
	h.shows("/rupsha/desk/outgoing/new?corrects="+strings.TrimPrefix(out, "/rupsha/desk/outgoing/"), "সংশোধনী: ডিজিটাল ল্যাবের তথ্য প্রেরণ।", "২৫ নভেম্বর ২০২৬ তারিখের ৫৬.০৪")
	h.shows("/en"+out, "Dispatched", "Registration, mail or e-file number")
	h.shows("/en"+came, "Answered")
}

func TestPagesRefuse(t *testing.T) {
	h := newHouse(t)
	for _, one := range []struct {
		name, field, value, says string
	}{
		{"no subject", "subject", "", "বিষয় লিখুন"},
		{"a receipt tomorrow", "received", "২৬/১১/২০২৬", "পাওয়ার তারিখ আজ বা আগের"},
		{"a day that is none", "deadline", "৩১/১১/২০২৬", "তারিখ"},
		{"a post of nobody", "marked", "nowhere", "পদবি বেছে নিন"},
	} {
		t.Run(one.name, func(t *testing.T) {
			h.T = t
			h.holds(h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/letters", entry(one.field, one.value)...), one.says, "উপজেলা নির্বাহী অফিসার")
		})
	}
	h.T = t
	came := h.leads("/rupsha/desk/letters", entry("deadline", "2026-11-20")...)
	if came != "/rupsha/desk/letters/2026-1" {
		t.Errorf("what was refused left a gap: %s", came)
	}
	h.shows(came, "পাওয়ার আগেই সময় শেষ", "সময়সীমার কথা জানানো হয়েছে")
	h.holds(h.refuses(http.StatusUnprocessableEntity, came+"/case", "number", sealed), "এই নম্বরের আবেদন এ কার্যালয়ে নেই")
	h.refuses(http.StatusConflict, came+"/decision", "decision", "presented", "revision", "1")
	h.holds(h.refuses(http.StatusUnprocessableEntity, came+"/decision", "decision", "filed"), "নথি বেছে নিন")
	h.leads(came+"/void", "reason", "দুবার তোলা")
	h.shows("/rupsha/desk/letters/book", "বাতিল: দুবার তোলা")
	h.holds(h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/outgoing", draft("", "body", "প্রাপ্ত {open}টি")...), "নথি বেছে নিন", "পূরণ হয়নি: open", "প্রাপ্ত {open}টি")
	if a := h.do(http.MethodGet, "/rupsha/desk/letters/2026-9"); a.status != http.StatusNotFound {
		t.Errorf("an entry that is none: %d", a.status)
	}
}

func TestSecretLettersAreForFew(t *testing.T) {
	h := newHouse(t)
	came := h.leads("/rupsha/desk/letters", entry("secrecy", "secret", "subject", "তদন্ত প্রতিবেদন", "marked", "rupsha-head")...)
	h.shows(came, "তদন্ত প্রতিবেদন", "অতি গোপনীয়")
	h.enter("rina")
	if a := h.do(http.MethodGet, came); a.status != http.StatusNotFound {
		t.Errorf("a secret letter is shown to whoever it is not for: %d", a.status)
	}
	for _, path := range []string{"/rupsha/desk/letters", "/rupsha/desk/letters/book", "/rupsha/desk/letters?words=তদন্ত"} {
		if body := h.shows(path); strings.Contains(strings.ReplaceAll(body, `value="তদন্ত"`, ""), "তদন্ত") {
			t.Errorf("%s tells of a secret letter", path)
		}
	}
	if a := h.do(http.MethodPost, came+"/void", "reason", "x"); a.status != http.StatusNotFound {
		t.Errorf("a secret letter is changed by whoever may not read it: %d", a.status)
	}
	h.shows("/rupsha/desk/letters", "গোপনীয় পত্র", "১/২০২৬")
}

func TestLettersToWrite(t *testing.T) {
	h := newHouse(t)
	n, file := h.posted("48210935716"), h.folder()
	h.posted(sealed)
	list := h.shows("/rupsha/desk/outgoing", "যাঁদের পত্র লিখতে হবে", "রহিমা খাতুন, নৈহাটি, রূপসা")
	if strings.Contains(list, "n"+sealed) {
		t.Error("a notice of a sealed case is listed for whoever may not know of it")
	}
	h.shows("/rupsha/desk/outgoing/new?notice="+n, "রহিমা খাতুন, নৈহাটি, রূপসা", "আবেদন নম্বর ৪৮২১০৯৩৫৭১৬ প্রসঙ্গে", "জবাবের শেষ তারিখ ২৬ নভেম্বর")
	if a := h.do(http.MethodGet, "/rupsha/desk/outgoing/new?notice=n"+sealed); a.status != http.StatusNotFound {
		t.Errorf("the words for a sealed case are shown: %d", a.status)
	}
	out := h.leads("/rupsha/desk/outgoing", draft(file, "carries", n, "case", "48210935716")...)
	if strings.Contains(h.shows("/rupsha/desk/outgoing"), "যাঁদের পত্র লিখতে হবে") {
		t.Error("a notice for which a letter was begun stays on the list")
	}
	h.leads(out+"/approval", "revision", h.revision(out))
	h.leads(out+"/dispatch", "date", "25/11/2026", "medium", "hand", "by", "রহিমা খাতুন")
	var status string
	h.ok(h.db.Row(t.Context(), `SELECT status FROM notices WHERE office = $1 AND id = $2`, []any{"rupsha", n}, &status))
	if status != "sent" {
		t.Errorf("the notice that the letter carried is %s", status)
	}
}

func TestSettingsAndTemplates(t *testing.T) {
	h := newHouse(t)
	h.shows("/rupsha/desk/folders", "স্মারক কোড বসানো হয়নি")
	h.holds(h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/letters/settings", "since", "1/11/2026", "form", "18", "geo", "৪৭", "head", "অধিদপ্তর"), "৪টি সংখ্যা")
	h.leads("/rupsha/desk/letters/settings", "since", "1/11/2026", "form", "18", "ministry", "৫৬", "department", "04", "geo", "৪৭৭৫", "head", "অধিদপ্তর\nরূপসা", "signers", "rupsha-desk")
	h.shows("/rupsha/desk/letters/settings", "৫৬.০৪.৪৭৭৫.০০০.##.###.##", "৪৭৭৫")
	file := h.folder()
	h.shows("/rupsha/desk/folders/"+file, "৫৬.০৪.৪৭৭৫.০০০.১৬.০০১.২৬", "ডিজিটাল ল্যাব")
	out := h.leads("/rupsha/desk/outgoing", draft(file)...)
	h.refuses(http.StatusForbidden, out+"/approval", "revision", h.revision(out))
	h.enter("rina")
	h.leads(out+"/approval", "revision", h.revision(out))
	h.shows(out+"/sheet", "৫৬.০৪.৪৭৭৫.০০০.১৬.০০১.২৬-১", "রিনা খাতুন", "অফিস সহকারী")
	h.leads("/rupsha/desk/folders/"+file+"/closing", "revision", "1")
	h.holds(h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/outgoing", draft(file)...), "নথিটি বন্ধ")
	h.shows("/rupsha/desk/outgoing/new?template=monthly", "নভেম্বর ২০২৬ মাসে প্রাপ্ত আবেদন ১২টি")
	h.holds(h.refuses(http.StatusUnprocessableEntity, "/rupsha/desk/letters/templates", "name", "নতুন", "kind", "notice", "subject", "ক", "body", "{nothing}"), "nothing")
	saved := h.do(http.MethodPost, "/rupsha/desk/letters/templates", "id", "monthly", "name", "মাসিক (নতুন)", "kind", "official", "subject", "{month}", "body", "খোলা {open}টি")
	h.holds(h.do(http.MethodGet, saved.location).body, "মাসিক (নতুন)", "খোলা {open}টি")
	h.shows("/rupsha/desk/outgoing/new?template=monthly", "খোলা ৩টি", "জনাব,")
}

func TestLettersLeaveByMail(t *testing.T) {
	h := newHouse(t)
	came := h.leads("/rupsha/desk/letters", entry("sender_mail", "uno@rupsha.gov.bd")...)
	file := h.folder()
	out := h.leads("/rupsha/desk/outgoing", draft(file, "entry", "2026-1")...)
	h.leads(out+"/approval", "revision", h.revision(out))
	h.shows(out, `value="uno@rupsha.gov.bd"`)
	for _, wrong := range []string{"", "uno", "uno@rupsha", "a@b.bd, c@d.bd"} {
		h.holds(h.refuses(http.StatusUnprocessableEntity, out+"/mail", "mail", wrong), "সঠিক ই-মেইল ঠিকানা")
	}
	h.leads(out+"/mail", "mail", "uno@rupsha.gov.bd", "revision", h.revision(out))
	h.shows(out, "জারি হয়েছে", "uno@rupsha.gov.bd")
	h.shows(came, "জবাব দেওয়া হয়েছে")
	id := strings.TrimPrefix(out, "/rupsha/desk/outgoing/")
	waiting, err := noticedb.Store{DB: h.db}.NoticesOf(t.Context(), "rupsha", "outgoing/"+id)
	h.ok(err)
	if len(waiting) != 1 || waiting[0].Channel != notice.Mail || waiting[0].Address != "uno@rupsha.gov.bd" {
		t.Fatalf("in the outbox is %+v", waiting)
	}
	content, ours, err := h.pages.Enclosed(office.With(t.Context(), h.chart().Office()), waiting[0])
	if err != nil || !ours || !strings.HasPrefix(string(content), "%PDF-") {
		t.Errorf("enclosed is %.20q, %v, %v", content, ours, err)
	}
	if _, ours, err := h.pages.Enclosed(t.Context(), notice.Notice{Subject: "case/1"}); ours || err != nil {
		t.Errorf("a notice about a case carries a letter: %v", err)
	}
	secret := h.leads("/rupsha/desk/outgoing", draft(file, "secrecy", "confidential")...)
	h.leads(secret+"/approval", "revision", h.revision(secret))
	h.refuses(http.StatusConflict, secret+"/mail", "mail", "uno@rupsha.gov.bd")
}
