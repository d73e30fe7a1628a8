package catalogueweb_test

import (
	"fmt"
	"net/url"
	"os"
	"strings"
	"testing"

	"dorgora/bangla/bijoytest"
	"dorgora/internal/catalogue"
	"dorgora/internal/catalogue/catalogueweb"
	"dorgora/internal/message"
	"dorgora/internal/site"
)

func TestEveryFindingHasATitle(t *testing.T) {
	table, err := os.ReadFile("../../../charter/findings.tsv")
	if err != nil {
		t.Fatal(err)
	}
	texts, err := message.New(site.Texts, catalogue.Texts, catalogueweb.Texts)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(table)), "\n")[1:] {
		code, _, _ := strings.Cut(line, "\t")
		if !texts.Has("catalogue.finding." + code) {
			t.Errorf("%s has no title", code)
		}
	}
}

// field is the eight-column form of a field office with so many rows.
func field(rows int, name string) string {
	var table strings.Builder
	table.WriteString("ক্রমিক\tসেবার নাম\tসেবা প্রদানে সর্বোচ্চ সময়\tপ্রয়োজনীয় কাগজপত্র\tপ্রাপ্তিস্থান\tসেবামূল্য এবং পরিশোধ পদ্ধতি\tদায়িত্বপ্রাপ্ত কর্মকর্তার পদবি, টেলিফোন ও ইমেইল\tঊর্ধ্বতন কর্মকর্তার পদবি, টেলিফোন ও ইমেইল\n")
	for i := range rows {
		fmt.Fprintf(&table, "%d\t%s %d\t৭ কার্যদিবস\tআবেদনপত্র\tএই কার্যালয়\tবিনামূল্যে\tউপজেলা কৃষি অফিসার, ফোন ০১৭১২৩৪৫৬৭৮\tউপপরিচালক, খুলনা\n", i+1, name, i+1)
	}
	return table.String()
}

func TestLongCharter(t *testing.T) {
	r := newRig(t)
	got := r.post("/rupsha/desk/charter/drafts", url.Values{"text": {field(150, strings.Repeat("দীর্ঘ নামের কৃষি সেবা ", 25))}})
	draft, _, _ := strings.Cut(got.Location, "?")
	shows(t, r.get(draft+"?row=150"), 200, "১৫০টি সারি", "উপপরিচালক")
	if got = r.post(draft+"/publication", url.Values{"revision": {"1"}}); got.Code != 303 {
		t.Fatalf("publication answers %d: %.500s", got.Code, got.Body)
	}
	shows(t, r.get("/rupsha/groups/service"), 200, "অন্যান্য সেবা")
	shows(t, r.get("/rupsha/charter"), 200, "ঊর্ধ্বতন কর্মকর্তার পদবি")
	if got := r.get("/rupsha/services/service-150"); got.Code != 303 {
		t.Errorf("a bare key answers %d", got.Code)
	} else {
		shows(t, r.get(got.Location), 200, "উপপরিচালক, খুলনা", "৭ কার্যদিবস")
	}
}

func TestBijoyCharter(t *testing.T) {
	r := newRig(t)
	got := r.upload(t, "bijoy.txt", []byte(bijoytest.Write(field(3, "জন্ম নিবন্ধন সনদ প্রদান"))))
	shows(t, r.get(got.Location), 200, "বিজয় থেকে ইউনিকোড", "ফাইলে যেমন ছিল", "জন্ম নিবন্ধন সনদ প্রদান ১", "লেখা পুরোনো কোডে ছিল")
}
