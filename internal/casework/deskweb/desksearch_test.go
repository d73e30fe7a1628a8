package deskweb_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"dorgora/internal/number"
)

func TestDeskListsEmpty(t *testing.T) {
	w := newBureau(t)
	for view, words := range map[string]string{
		"": "কোনো কাজ বাকি নেই", "?view=late": "কোনো কাজে দেরি হয়নি", "?view=today": "আজ আর কোনো", "?view=week": "আগামী সাত দিনে",
		"?view=waiting": "অপেক্ষায় নেই", "?view=done": "এখনো কোনো কাজ নিষ্পন্ন হয়নি", "?who=office": "এখন কার্যালয়ে কোনো কাজ বাকি নেই",
		"?q=নাই": "“নাই” এই তালিকায় নেই", "?view=nonsense": "কোনো কাজ বাকি নেই",
	} {
		t.Run("the empty list "+view+" says what to do", func(t *testing.T) {
			w.as("tasnim").sound("/rupsha/desk"+view).shows(t, 200, words)
		})
	}
	w.as("tasnim").get("/rupsha/desk?after=z|1|2").shows(t, http.StatusUnprocessableEntity)
	w.as("tasnim").sound("/rupsha/desk/outbox").shows(t, 200, "এখনো কোনো বার্তা নেই", "না থাকলে এখানে অপেক্ষায় থাকে")
}

func TestDeskSearch(t *testing.T) {
	w := newBureau(t)
	one := w.came(asked{name: "শাহানা পারভীন", need: "সরকারী ই-মেইল খুলতে পারছি না"})
	w.came(asked{name: "মতিউর রহমান", need: "ইন্টারনেট ধীর"})
	me := w.as("tasnim")
	t.Run("a whole number, in Bangla digits and groups, opens the case", func(t *testing.T) {
		typed := number.Grouped(one)
		for i, d := range []rune("০১২৩৪৫৬৭৮৯") {
			typed = strings.ReplaceAll(typed, fmt.Sprint(i), string(d))
		}
		me.get("/rupsha/desk?q="+strings.ReplaceAll(typed, " ", "+")).leads(t, "/rupsha/desk/cases/"+one)
	})
	for what, words := range map[string]string{
		"a part of the number": one[3:9], "a mobile in Bangla digits": "০১৭১২-৩৪৫৬৭৮", "a mobile with the country code": "%2B8801712345678",
		"a spelling slip in the name": "সাহানা+পারভিন", "another spelling of a word": "সরকারি", "two words out of order": "পারভীন+শাহানা",
	} {
		t.Run("found by "+what, func(t *testing.T) {
			me.get("/rupsha/desk?q="+words).shows(t, 200, "শাহানা পারভীন")
		})
	}
	t.Run("signs of the pattern language find nothing by themselves", func(t *testing.T) {
		me.get("/rupsha/desk?q=%25").hides(t, "শাহানা<") // a sign alone is no word: all are listed
		me.get("/rupsha/desk?q=x%25_").shows(t, 200, "এই তালিকায় নেই", "নিষ্পন্ন কাজে খুঁজুন")
	})
}

func TestDeskPagesThroughMany(t *testing.T) {
	w := newBureau(t)
	for i := range 60 {
		w.came(asked{name: fmt.Sprintf("আবেদনকারী %03d", i)})
	}
	seen, address := map[string]bool{}, "/rupsha/desk"
	for pages := 0; address != ""; pages++ {
		got := w.as("tasnim").get(address)
		for _, part := range strings.Split(got.text, `<h3><a href="`)[1:] {
			path, _, _ := strings.Cut(part, `"`)
			if seen[path] {
				t.Errorf("%s stands on two pages", path)
			}
			seen[path] = true
		}
		_, rest, more := strings.Cut(got.text, `rel="next" href="`)
		address, _, _ = strings.Cut(rest, `"`)
		if !more || pages > 5 {
			break
		}
	}
	if len(seen) != 60 {
		t.Errorf("%d of 60 were shown", len(seen))
	}
}

func TestDeskSearchOfManyWords(t *testing.T) {
	w := newBureau(t)
	w.came(asked{name: "শাহানা পারভীন"})
	w.as("tasnim").get("/rupsha/desk?q="+strings.Repeat("শাহানা+", 2000)).shows(t, http.StatusOK, "শাহানা পারভীন")
}
