package heading_test

import (
	"strings"
	"testing"

	"dorgora/charter/internal/heading"
)

// Headers shaped after those of real offices, with the meaning of each column.
var headers = []struct {
	name, header, want string
}{
	{"the ministry form", "ক্রমিক নং | সেবার নাম | সেবা প্রদান পদ্ধতি | প্রয়োজনীয় কাগজ পত্র ও প্রাপ্তি স্থান | সেবার মূল্য ও পরিশোধ পদ্ধতি | সেবা প্রদানের সময়সীমা | দায়িত্বপ্রাপ্ত কর্মকর্তা (নাম, পদবি, ফোন নম্বর ও ই-মেইল)",
		"serial name channel papers fee time officer"},
	{"the field form", "ক্রমিক | সেবার নাম | সেবা প্রদানে  সর্বোচ্চ সময় | প্রয়োজনীয় কাগজপত্র | প্রয়োজনীয় কাগজপত্র/ আবেদন ফরম প্রাপ্তিস্থান | সেবামূল্য এবং পরিশোধ  পদ্ধতি (যদি থাকে) | শাখার নামসহ দায়িত্বপ্রাপ্ত কর্মকর্তার পদবি, রুম নম্বর, জেলা/ উপজেলার কোড, অফিসিয়াল টেলিফোন ও ইমেইল | উর্ধ্বতন কর্মকর্তার পদবি, রুম নম্বর, জেলা/উপজেলার কোডসহ অফিসিয়াল টেলিফোন ও ইমেইল",
		"serial name time papers papers_from fee officer superior"},
	{"the field form with other spellings", "ক্রমিকনং | সেবার নাম | সেবা প্রদানের সর্বোচ্চ সময় | প্রয়োজনীয় কাগজপত্র | কাগজপত্র/ আবেদন  ফরম প্রাপ্তির স্থান | সেবামূল্য এবং পরিশোধ পদ্দতি  ( যদি থাকে) | শাখার নামসহ দায়িত্বপ্রাপ্ত কর্মকর্তারপদবি, রুম নম্বর | ঊর্ধ্বত ন কর্মকর্তার পদবি, রুম নম্বর",
		"serial name time papers papers_from fee officer superior"},
	{"papers, form and place in one column", "ক্রঃ নং | সেবার নাম | সেবা প্রদানে সর্বোচ্চ সময় | প্রয়োজনীয় কাগজপত্র/ আবেদন ফরম/ প্রাপ্তিস্থান | সেবামূল্য এবং পরিশোধ প্রদ্ধতি (যদি থাকে) | শাখার নামসহ দায়িত্বপ্রাপ্ত কর্মকর্তার পদবি, রুম নম্বর | উর্দ্ধতন কর্মর্তার পদবি রুম নম্বর",
		"serial name time papers fee officer superior"},
	{"a short serial with a colon", "ক্র: | সেবার নাম | প্রয়োজনীয় সর্বোচ্চ সময় (ঘন্টা/দিন/মাস) | প্রয়োজনীয় কাগজপত্র | সেবা মূল্য ও পরিশোধ পদ্ধতি ( যদি থাকে )",
		"serial name time papers fee"},
	{"a serial that is only a dash after নং", "নং- | সেবার নাম | সেবা প্রদানের সর্বোচ্চ সময় | প্রয়োজনীয় কাগজপত্র", "serial name time papers"},
	{"a municipality with nine columns", "ক্র নং | সেবার বিবরণ | সেবা পদ্ধতি | প্রয়োজনীয় কাগজপত্র | সময় | সেবার মূল্য | কক্ষ নং | দায়িত্ব প্রাপ্ত ব্যাক্তি | মন্তব্য",
		"serial name channel papers time fee place officer remark"},
	{"a registry office", "ক্রমিক নং | সেবার ধরন | সেবা প্রাপ্তিয় সময়সীমা | সেবা দানকারী কর্মকর্তার পদবী ও ঠিকানা | উর্ধ্বতন কর্তৃপক্ষ", "serial name time officer superior"},
	{"a registry office with glued words", "ক্র. নং | সেবার ধরণ | সেবা প্রাপ্তিরঃসময়সীমা | সেবা দানকারী কর্মকর্তার পদবী ও ঠিকানা | উর্দ্ধতন কর্তৃপক্ষ", "serial name time officer superior"},
	{"a union with a place", "ক্রমিক নং | সেবার নাম | সেবা প্রদানে সময়সীমা | সেবা প্রদানে পদ্ধতি | সেবা প্রদানে স্থান", "serial name time channel place"},
	{"swapped letters in সময়সীমা", "ক্র:নং | প্রদেয় সেবা | সেবা গ্রহীতা | কার্য সম্পাদনের সয়মসীমা", "serial name recipient time"},
	{"a cut header for the recipient", "ক্রমিক নং | সেবার নাম | সেবা প্রদান পদ্ধতি | সেবা গ্রহ…", "serial name channel recipient"},
	{"machine translation", "Service name | The way to provide services | Time to offer services | If the failure to provide specific services fails to take care of the authorities", "name channel time superior"},
	{"romanised", "Kraḥ naṁ | sēbāra nāma | sēbā pradānēra samaẏasīmā | sēbā pradānēra pad'dhati | sēbā pradānēra sthāna", "serial name time channel place"},
	{"a land office", "ক্রঃনং | কার্যক্রম | দায়িত্ব কর্মকর্তা / কর্মচারীর পদবী | কার্যক্রম গ্রহণের সময়সীমা | ফি/ খরচ", "serial name officer time fee"},
	{"a land office with a process", "ক্রঃ নং | সেবার নাম | সেবা প্রাপ্তির প্রক্রিয়া | প্রয়োজনীয় ফি | নির্ধারিত সময়", "serial name channel fee time"},
	{"clients", "ক্রমিক নং | সেবা সমূহ | সেবা গ্রহণ কারী ক্লায়েন্ট | সেবা প্রদানের  সময়", "serial name recipient time"},
	{"recipient glued", "ক্রমিক নং | সেবাসমূহ | সেবাগ্রহনকারী | সেবাপ্রদানের সময়সীমা (প্রাপ্তির তারিখ হতে)", "serial name recipient time"},
	{"description of what is provided", "ক্রমিক নং | সেবা প্রদানের বিবরণ | সেবা প্রদানের সময় | সেবা প্রদানের পদ্ধতি", "serial name time channel"},
	{"a union with a process", "ক্রমিক নং | সেবার খাত সমূহ | সেবা প্রদানের সময়সীমা | সেবার মূল্য | সেবা পাওয়ার প্রক্রিয়া যোগ্যতা | দায়িত্বপ্রাপ্ত ব্যক্তি", "serial name time fee channel officer"},
	{"the person in two columns", "ক্রমিক নং | সেবার নাম | সেবা প্রদানের সময় | প্রয়োজনীয় কাগজপত্র | আবেদন প্রাপ্তি স্থান | সেবা মূল্য | যার কাছে সেবা পাবেন | পদবি, ফোন নং", "serial name time papers papers_from fee officer officer"},
	{"a doubled letter in পদ্ধতি", "ক্রমিক | সেবার নাম | সেবা প্রদান পদ্ধত্তি | প্রয়োজনীয় কাগজপত্র এবং প্রাপ্তিস্থান | সেবামূল্য এবং পরিশোধ পদ্ধতি | সেবা প্রদানের সময়সীমা", "serial name channel papers fee time"},
	{"papers without a conjunction", "ক্র: নং | সেবার নাম | সেবা প্রদান পদ্ধতি | প্রয়োজনীয় কাগজপত্র প্রাপ্তির স্থান | সেবার মূল্য পরিশোধ পদ্ধতি | সেবা প্রদানের সময়সীমা", "serial name channel papers fee time"},
	{"English", "Sl. No. | Name of Service | Service Procedure | Required Documents and Where to Get Them | Fees and Payment Method | Time Limit | Responsible Officer | Superior Officer", "serial name channel papers fee time officer superior"},
	{"a column nobody knows", "ক্রমিক | সেবার নাম | সেবার কোড | সময়সীমা", "serial name - time"},
}

func TestHeaderColumns(t *testing.T) {
	for _, row := range headers {
		t.Run(row.name, func(t *testing.T) {
			texts := strings.Split(row.header, " | ")
			if !heading.Header(texts) {
				t.Error("is not taken for a header")
			}
			columns := heading.Columns(texts)
			for i := range columns {
				if columns[i] == "" {
					columns[i] = "-"
				}
			}
			if got := strings.Join(columns, " "); got != row.want {
				t.Errorf("got  %s\nwant %s", got, row.want)
			}
		})
	}
}

func TestHeaderRefuses(t *testing.T) {
	rows := map[string]string{
		"a row of data":                     "১ | আইসিটি অধিদপ্তর সংক্রান্ত তথ্য প্রদান | টেলিফোন/ই-মেইল | প্রযোজ্য ক্ষেত্রে আবেদনপত্র | বিনামূল্যে | ০৭ দিন | সহকারী প্রোগ্রামার",
		"data without a serial":             "ভূমি উন্নয়ন কর আদায় | সরাসরি | আবেদন ফরম, জাতীয় পরিচয়পত্র | বিনামূল্যে | ৭ কার্যদিবস সময়ের মধ্যে | সহকারী কমিশনার কর্মকর্তা",
		"the number row":                    "(১) | (২) | (৩) | (৪) | (৫) | (৬) | (৭)",
		"a row of ditto marks":              "২ | ঐ | ঐ | ঐ | ঐ",
		"the table of section 4":            "ক্রমিক | কখন যোগাযোগ করবেন | কার সঙ্গে যোগাযোগ করবেন | যোগাযোগের ঠিকানা",
		"a price list, which is no charter": "ক্রমিক | পণ্যের পরিমাণ | একক | মজুদ",
	}
	for name, row := range rows {
		t.Run(name, func(t *testing.T) {
			if heading.Header(strings.Split(row, " | ")) {
				t.Errorf("%q is taken for a header", row)
			}
		})
	}
}

func TestTitleKinds(t *testing.T) {
	rows := []struct {
		line string
		kind heading.Kind
		rest string
	}{
		{"১. ভিশন ও মিশন", heading.VisionMission, ""},
		{". ভিশন ও মিশন", heading.VisionMission, ""},
		{"ভিশন:", heading.Vision, ""},
		{"১.১ রূপকল্প (Vision):", heading.Vision, ""},
		{"১.২)মিশন:", heading.Mission, ""},
		{"১.২ অভিলক্ষ্য (Mission)", heading.Mission, ""},
		{"ভিশন: দোরগোড়ায় সেবা।", heading.Vision, "দোরগোড়ায় সেবা।"},
		{"Mission – serve every citizen", heading.Mission, "serve every citizen"},
		{"২. প্রতিশ্রুত সেবাসমূহঃ", heading.Services, ""},
		{"২. প্রতিশ্রুতিসেবা সমূহ", heading.Services, ""},
		{"২.১) নাগরিক সেবা:", heading.Citizen, ""},
		{"২.১) নাগরিকসেবা:-", heading.Citizen, ""},
		{".১) নাগরিক সেবা", heading.Citizen, ""},
		{"২.২) দাপ্তরিক সেবা", heading.Institutional, ""},
		{"২.২) প্রাতিষ্ঠানিক সেবা:", heading.Institutional, ""},
		{"২৩) অভ্যন্তরীণ সেবা:", heading.Internal, ""},
		{"অভ্যন্তরীন সেবাসমূহ", heading.Internal, ""},
		{"2.1 Citizen Services", heading.Citizen, ""},
		{"৩. আপনার কাছে আমাদের প্রত্যাশা", heading.Expectations, ""},
		{"৪) অভিযোগ প্রতিকার ব্যবস্থাপনা (GRS)", heading.Grievance, ""},
		{"সিটিজেনস চার্টার", heading.Charter, ""},
		{"সেবা প্রদান প্রতিশ্রুতি (Citizen’s Charter)", heading.Charter, ""},
		{"পরিকল্পনা ও বাস্তবায়নে: মন্ত্রিপরিষদ বিভাগ, এটুআই", heading.Frame, ""},
		{"৩। অভিযোগ নিষ্পত্তি – ৩০ দিন", heading.None, ""},
		{"৫। অভিযোগ নিষ্পত্তি – আবেদন প্রাপ্তির সাত দিনের মধ্যে", heading.None, ""},
		{"নাগরিক সেবা সহজ করা আমাদের লক্ষ্য।", heading.None, ""},
		{"জনগণের দোরগোড়ায় সেবা পৌঁছে দেওয়া", heading.None, ""},
		{"", heading.None, ""},
	}
	for _, row := range rows {
		t.Run(row.line, func(t *testing.T) {
			kind, rest := heading.Title(row.line)
			if kind != row.kind || rest != row.rest {
				t.Errorf("got %q, %q; want %q, %q", kind, rest, row.kind, row.rest)
			}
		})
	}
}
