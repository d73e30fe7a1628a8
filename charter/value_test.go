package charter

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func TestFeeRead(t *testing.T) {
	for _, row := range []struct {
		cell    string
		kind    FeeKind
		paisa   int64
		payment string
	}{
		{"বিনামূল্যে", FeeFree, 0, ""},
		{"বিনামূল্য", FeeFree, 0, ""},
		{"বিনা মূল্যে", FeeFree, 0, ""},
		{"ফ্রি", FeeFree, 0, ""},
		{"শূন্য", FeeFree, 0, ""},
		{"Free", FeeFree, 0, ""},
		{"০/- টাকা", FeeFree, 0, ""},
		{"20/-", FeeAmount, 2000, ""},
		{"২০/=", FeeAmount, 2000, ""},
		{"২৫০/ টাকা", FeeAmount, 25000, ""},
		{"20 tk", FeeAmount, 2000, ""},
		{"৳ ৫০", FeeAmount, 5000, ""},
		{"১০০ টাকা", FeeAmount, 10000, ""},
		{"১,২৫০ টাকা", FeeAmount, 125000, ""},
		{"২৪৫.০০", FeeAmount, 24500, ""},
		{"৫/=(পাঁচ) টাকা", FeeAmount, 500, ""},
		{"৫.০০ (পাঁচ) টাকা (ডিসি আর এর মাধ্যমে)", FeeAmount, 500, "ডিসি আর এর মাধ্যমে"},
		{"১০০ টাকা, ট্রেজারি চালানের মাধ্যমে", FeeAmount, 10000, "ট্রেজারি চালানের মাধ্যমে"},
		{"২০০/- (বিকাশ/নগদ)", FeeAmount, 20000, "বিকাশ, নগদ"},
		{"জন্ম বা মৃত্যুর তারিখ হতে দুই বৎসর পর … প্রতি বৎসরের জন্য ৫.০০ টাকা হারে / ১০.০০ টাকা হারে", FeeFormula, 0, ""},
		{"ক) কোর্ট ফি ৫.০০ খ) নোটিশ জারী ফি ২.০০ টাকা (অনাধিক চার জনের জন্য)। … ঙ) সর্বমোট = ২৫০.০০ টাকা।", FeeFormula, 0, ""},
		{"৪(চার) এর অনধিক প্রতিজনের জন্য আরো ০.৫০/=টাকা", FeeFormula, 0, ""},
		{"২৫০/=(দুই শত পঞ্চাশ টাকা)+চার জনের অধিক হলে নোটিশ জারী ফি প্রতিজনের জন্য ০.৫০ টাকা হারে", FeeFormula, 0, ""},
		{"১০০-২০০ টাকা", FeeFormula, 0, ""},
		{"বিদ্যমান সরকারী নীতিমালা অনুযায়ী", FeeByPolicy, 0, ""},
		{"নীতিমালা অনুযায়ী", FeeByPolicy, 0, ""},
		{"নির্ধারিত ফি", FeeByPolicy, 0, ""},
		{"সরকার নির্ধারিত মূল্যে", FeeByPolicy, 0, ""},
		{"বিনামূল্যে/ক্ষেত্রবিশেষ তথ্য অধিকার আইন, ২০০৯ অনুযায়ী নির্ধারিত ফি", FeeByPolicy, 0, ""},
		{"বিনা মূল্যে নির্ধারিত ফিঃ প্রদান সাপেক্ষে", FeeByPolicy, 0, ""},
		{"ফ্রি/ সরকার নির্ধারিত মুল্যে (অফিস সময়ের পর)", FeeByPolicy, 0, ""},
		{"প্রযোজ্য নহে", FeeEmpty, 0, ""},
		{"-", FeeEmpty, 0, ""},
		{"", FeeEmpty, 0, ""},
		{"আলোচনা সাপেক্ষে", FeeUnknown, 0, ""},
	} {
		t.Run(row.cell, func(t *testing.T) {
			got := readFee(row.cell)
			if got.Kind != row.kind || got.Amount != row.paisa || got.Payment != row.payment {
				t.Errorf("got %s %d %q, want %s %d %q", got.Kind, got.Amount, got.Payment, row.kind, row.paisa, row.payment)
			}
		})
	}
}

func TestChannelsRead(t *testing.T) {
	for _, row := range []struct{ cell, want string }{
		{"দাপ্তরিক ওয়েব সাইট/টেলিফোন/ ই-মেইল /সরাসরি / চাহিদা মোতাবেক", "web phone mail in_person on_demand"},
		{"উর্ধ্বতন কর্তৃপক্ষের নির্দেশনা মোতাবেক/ অধিদপ্তরের বার্ষিক কর্মপরিকল্পনা অনুযায়ী", "directive plan"},
		{"অধিযাচন এর মাধ্যমে, সরাসরি যোগাযোগের মাধ্যমে", "requisition in_person"},
		{"ব্যক্তিগত উপস্থিতির মাধ্যমে যোগাযোগ/ টেলিফোনে যোগাযোগ", "in_person phone"},
		{"ব্যক্তিগত উপস্থিতির মাধ্যমে যোগাযোগ/ অনলাইনে যোগাযোগ", "in_person web"},
		{"দাপ্তরিক ওয়েব সাইট/ ই-নথি", "web efile"},
		{"তথ্য পত্র মারফত/ ই-মেইল/ ই-নথির মাধ্যমে প্রেরণ করা হয়।", "letter mail efile"},
		{"আবেদনরে মাধ্যমে", "application"},
		{"আবেদনপত্র ও কাগজপত্রের মাধ্যমে", "application"},
		{"সরাসরি প্রতিষ্ঠানে উপস্থিত হয়ে ব্যাংকের মাধ্যমে উপবৃত্তি বিতরণ", "in_person"},
		{"ই-নথির ইউজার আইডি ও পাসওর্য়াড দিয়ে আবেদন করতে হবে।", "efile application"},
		{"কাঙ্খিত মাধ্যমে (ডাকযোগে বা ই-মেইলে) তথ্য প্রদান করা হয়", "letter mail"},
		{"তবলছড়ি ইউনিয়ন ডিজিটাল সেন্টার অথবা যে কোন লোকাল কম্পিউটার দোকান হতে আবেদন করা যাবে।", "digital_centre application"},
		{"এসএমএস, মোবাইল ও ডাক", "sms phone letter"},
		{"ইমেইল; ফোন", "mail phone"},
		{"Online / by post / in person", "web letter in_person"},
		{"-", ""},
		{"প্রচলিত নিয়মে", ""},
	} {
		t.Run(row.cell, func(t *testing.T) {
			var codes []string
			for _, channel := range readChannels(row.cell) {
				codes = append(codes, string(channel))
			}
			if got := strings.Join(codes, " "); got != row.want {
				t.Errorf("got %q, want %q", got, row.want)
			}
		})
	}
}

func TestPapersRead(t *testing.T) {
	for _, row := range []struct{ cell, from, want string }{
		{"প্রযোজ্য ক্ষেত্রে আবেদনপত্র/ সরাসরি, জেলা কার্যালয়, খুলনা", "", "আবেদনপত্র (if_applicable) @জেলা কার্যালয়, খুলনা"},
		{"প্রযোজ্য ক্ষেত্রে আবেদনপত্র জেলা কার্যালয়, খুলনা", "", "আবেদনপত্র (if_applicable) @জেলা কার্যালয়, খুলনা"},
		{"দাপ্তরিক ওয়েবসাইট/ নোটিশ জেলা কার্যালয়, খুলনা", "", "নোটিশ (required) @দাপ্তরিক ওয়েবসাইট, জেলা কার্যালয়, খুলনা"},
		{"দাপ্তরিক ওয়েবসাইট জেলা কার্যালয়, খুলনা", "", "দাপ্তরিক ওয়েবসাইট (required) @জেলা কার্যালয়, খুলনা"},
		{"প্রাপ্ত পত্র অনুযায়ী", "", "প্রাপ্ত পত্র অনুযায়ী (if_applicable) @"},
		{"অফিস আদেশ/ চাহিদা অনুযায়ী", "", "অফিস আদেশ (required) @ | চাহিদা অনুযায়ী (if_applicable) @"},
		{"নির্দেশনা মোতাবেক", "", "নির্দেশনা মোতাবেক (if_applicable) @"},
		{"১। অনুদান গ্রহীতার জাতীয় পরিচয়পত্রের সত্যায়িত ফটোকপি-১ কপি ।", "", "অনুদান গ্রহীতার জাতীয় পরিচয়পত্রের সত্যায়িত ফটোকপি-১ কপি (required) @"},
		{"১. নির্ধারিত আবেদন পত্র। ২. ভূমিহীন সনদপত্র। ৩. জাতীয় পরিচয়পত্র।", "ইউপি কার্যালয়",
			"নির্ধারিত আবেদন পত্র (required) @ইউপি কার্যালয় | ভূমিহীন সনদপত্র (required) @ইউপি কার্যালয় | জাতীয় পরিচয়পত্র (required) @ইউপি কার্যালয়"},
		{"১. আবেদন ফরম ২. ছবি", "১. ইউএনও অফিস ২. নিজ", "আবেদন ফরম (required) @ইউএনও অফিস | ছবি (required) @নিজ"},
		{"ক) নির্ধারিত ফরমে আবেদন করতে হবে। খ) পাসপোর্ট সাইজের ছবি ০১ কপি। গ) ওয়ারিশ সনদ", "",
			"নির্ধারিত ফরমে আবেদন করতে হবে (required) @ | পাসপোর্ট সাইজের ছবি ০১ কপি (required) @ | ওয়ারিশ সনদ (required) @"},
		{"(i) application form (ii) photograph", "", "application form (required) @ | photograph (required) @"},
		{"আবেদন ফরম\nছবি ২ কপি", "", "আবেদন ফরম (required) @ | ছবি ২ কপি (required) @"},
		{"মৌখিক আবেদন/ লিখিত, উপজেলা, জেলা।", "", "মৌখিক আবেদন (required) @উপজেলা, জেলা | লিখিত (required) @উপজেলা, জেলা"},
		{"ভোটার আইডি কার্ড/ জন্ম নিবন্ধন", "", "ভোটার আইডি কার্ড (required) @ | জন্ম নিবন্ধন (required) @"},
		{"জিপিএফ এর আবেদন ফরম, বিল রেজিস্টার ও অন্যান্য আনুষাঙ্গিক কাগজপত্র", "", "জিপিএফ এর আবেদন ফরম (required) @ | বিল রেজিস্টার ও অন্যান্য আনুষাঙ্গিক কাগজপত্র (required) @"},
		{"২. জাতীয় পরিচয়পত্র (যদি থাকে)", "", "জাতীয় পরিচয়পত্র (optional) @"},
		{"তথ্য অধিকার আইন, ২০০৯-এ উল্লিখিত নির্ধারিত ফরম", "", "তথ্য অধিকার আইন, ২০০৯-এ উল্লিখিত নির্ধারিত ফরম (required) @"},
		{"ইউপি’র স্থায়ী বাসিন্দা সংশ্লিষ্ট ওয়ার্ড সদস্যের সুপারিশ", "", "ইউপি’র স্থায়ী বাসিন্দা সংশ্লিষ্ট ওয়ার্ড সদস্যের সুপারিশ (required) @"},
		{"-", "", ""},
		{"প্রযোজ্য নহে", "", ""},
	} {
		t.Run(row.cell, func(t *testing.T) {
			var list []string
			for _, p := range readPapers(row.cell, row.from) {
				list = append(list, fmt.Sprintf("%s (%s) @%s", p.Text, p.Need, p.From))
			}
			if got := strings.Join(list, " | "); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

func TestOfficerRead(t *testing.T) {
	for _, row := range []struct{ cell, post, name, room, phones, mails string }{
		{"সহকারী প্রোগ্রামার উপজেলা কার্যালয়, রুপসা, খুলনা। ফোন- +৮৮০-২৫৫০৩৯৭৫৭ doictrupsha@gmail.com", "সহকারী প্রোগ্রামার", "", "", "+880255039757", "doictrupsha@gmail.com"},
		{"ভেটেরিনারি সার্জন রুম নম্বর-০২, উপজেলা কোড-৮৫৭৩ ০১৭১৬০০০০০০", "ভেটেরিনারি সার্জন", "", "02", "01716000000", ""},
		{"উপপরিচালক,বিভাগীয় প্রাণিসম্পদ দপ্তর, বরিশাল। ফোন-0431-63728 dddlsbarisal@gmail.com", "উপপরিচালক", "", "", "043163728", "dddlsbarisal@gmail.com"},
		{"রমেশ চন্দ্র দাস উপপরিচালক ফোন- ০৩৫১-৬২৩২৪", "উপপরিচালক", "রমেশ চন্দ্র দাস", "", "035162324", ""},
		{"সাব-রেজিস্ট্রার সংশ্লিষ্ট উপজেলা/থানা", "সাব-রেজিস্ট্রার", "", "", "", ""},
		{"করিম মিয়া, নিম্নমান সহকারী", "নিম্নমান সহকারী", "করিম মিয়া", "", "", ""},
		{"ইউপি প্রশাসনিক কর্মকর্তা, মোবাইল: 01828000000", "ইউপি প্রশাসনিক কর্মকর্তা", "", "", "01828000000", ""},
		{"সহকারী কমিশনার (ভূমি) ও সংশিষ্ট অফিস সহকারী", "সহকারী কমিশনার (ভূমি) ও সংশিষ্ট অফিস সহকারী", "", "", "", ""},
		{"Chief Executive Officer", "Chief Executive Officer", "", "", "", ""},
		{"মোঃ আব্দুল করিম\nউপজেলা আইসিটি অফিসার\nকক্ষ নং: ৩০২\nফোন: ০২৩৩৩৩০০০০০, ০১৭১১-০০০০০০\nict.rupsha@doict.gov.bd", "উপজেলা আইসিটি অফিসার", "মোঃ আব্দুল করিম", "302", "02333300000 01711000000", "ict.rupsha@doict.gov.bd"},
		{"সহকারী প্রোগ্রামার মোছাঃ রোকেয়া খাতুন, ০১৭১১০০০০০০ ০১৮১১০০০০০০", "সহকারী প্রোগ্রামার", "মোছাঃ রোকেয়া খাতুন", "", "01711000000 01811000000", ""},
		{"-", "", "", "", "", ""},
	} {
		t.Run(row.cell, func(t *testing.T) {
			got := readOfficer(row.cell)
			if got.Post != row.post || got.Name != row.name || got.Room != row.room ||
				strings.Join(got.Phones, " ") != row.phones || strings.Join(got.Mails, " ") != row.mails {
				t.Errorf("got %+v", got)
			}
		})
	}
}

func TestServiceInherits(t *testing.T) {
	above := Service{Cells: map[Meaning]string{TimeOf: "৩ কার্যদিবস", FeeOf: "২০/=", OfficerOf: "সহকারী প্রোগ্রামার", PapersFrom: "জেলা কার্যালয়", PapersOf: "ফরম"}}
	above.readValues(nil)
	marked := Service{Cells: map[Meaning]string{TimeOf: "-ঐ-", FeeOf: "ঐ", OfficerOf: "ঐ", PapersOf: "ছবি", PapersFrom: "ঐ"},
		Inherits: []Meaning{FeeOf, TimeOf, OfficerOf, PapersFrom}}
	marked.readValues(&above)
	t.Run("a ditto mark takes the value above and keeps its raw cell", func(t *testing.T) {
		if short(marked.Time) != "within 3 working_day" || marked.Fee.Amount != 2000 || marked.Officer.Post != "সহকারী প্রোগ্রামার" || marked.Cells[TimeOf] != "-ঐ-" {
			t.Errorf("got %+v", marked)
		}
		if want := []Paper{{"ছবি", Required, "জেলা কার্যালয়"}}; !slices.Equal(marked.Papers, want) {
			t.Errorf("papers %+v", marked.Papers)
		}
	})
	t.Run("a ditto mark under a ditto mark takes the same value", func(t *testing.T) {
		third := Service{Cells: map[Meaning]string{TimeOf: "ঐ"}, Inherits: []Meaning{TimeOf}}
		third.readValues(&marked)
		if short(third.Time) != "within 3 working_day" {
			t.Errorf("got %s", short(third.Time))
		}
	})
	t.Run("a ditto mark in the first row is empty", func(t *testing.T) {
		first := Service{Cells: map[Meaning]string{TimeOf: "ঐ"}, Inherits: []Meaning{TimeOf}}
		first.readValues(nil)
		if first.Time.Kind != TimeEmpty {
			t.Errorf("got %s", short(first.Time))
		}
	})
}

func FuzzValues(f *testing.F) {
	for _, seed := range []string{"১. ক ২. খ", "২৫০/=(দুই শত)+০.৫০", "রুম-২ +৮৮০-১৭১১ ০০০০০০", "a@b.cd/ক)খ)", "প্রযোজ্য ক্ষেত্রে"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, cell string) {
		s := Service{Cells: map[Meaning]string{ChannelsOf: cell, PapersOf: cell, FeeOf: cell, TimeOf: cell, OfficerOf: cell}}
		s.readValues(nil)
		if s.Channels == nil || s.Papers == nil || s.Officer.Phones == nil || s.Officer.Mails == nil || s.Fee.Kind == "" || s.Fee.Amount < 0 {
			t.Errorf("%q read as %+v", cell, s)
		}
		for _, p := range s.Papers {
			if p.Text == "" || p.Need == "" {
				t.Errorf("%q gives paper %+v", cell, p)
			}
		}
	})
}
