package letterweb_test

import (
	"os"
	"testing"
	"time"
)

func TestLook(t *testing.T) {
	h := newHouse(t)
	h.leads("/rupsha/desk/letters", entry("sender_mail", "uno@rupsha.gov.bd")...)
	h.leads("/rupsha/desk/letters", entry("deadline", "2026-11-20", "priority", "highest", "subject", "ইউনিয়ন ডিজিটাল সেন্টারের মাসিক প্রতিবেদন প্রেরণ প্রসঙ্গে")...)
	h.leads("/rupsha/desk/letters", entry("secrecy", "secret")...)
	h.posted("48210935716")
	file := h.folder()
	h.leads("/rupsha/desk/letters/settings", "since", "1/11/2026", "form", "18", "ministry", "৫৬", "department", "04", "geo", "৪৭৭৫", "head", "তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর\nউপজেলা কার্যালয়, রূপসা, খুলনা", "web", "doict.rupsha.khulna.gov.bd")
	out := h.leads("/rupsha/desk/outgoing", draft(file, "entry", "2026-1", "enclosures", "১ (এক) পাতা", "reference", "উপজেলা নির্বাহী অফিসারের কার্যালয়, রূপসার স্মারক নং- ০৫.৪৪.৪৭৭৫.০০০.১৬.০০৩.২৬-৬৮২, তারিখ: ১৮ নভেম্বর ২০২৬।", "closing", "আপনার বিশ্বস্ত")...)
	h.leads(out+"/approval", "revision", h.revision(out))
	_ = os.WriteFile("/tmp/look_url", []byte(h.server.URL+" "+out+" "+file), 0o600)
	for i := 0; i < 300; i++ {
		if _, err := os.Stat("/tmp/look_stop"); err == nil {
			return
		}
		time.Sleep(time.Second)
	}
}
