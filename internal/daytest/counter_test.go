package daytest

import (
	"regexp"

	"dorgora/internal/register"
)

// visitor is somebody who comes to the counter or calls. What was said settles the
// matter at once; without it the visitor takes a number home.
type visitor struct {
	at, service, name, mobile, need, said string
	more                                  []string // answers to the kind's own questions
}

// The people of the morning of 23 November, in the order in which they come.
var walkIns = []visitor{
	{at: "09:02", service: "citizen-1", name: "আবদুল করিম", need: "প্রশিক্ষণ কবে শুরু?", said: "জানুয়ারিতে বিজ্ঞপ্তি আসবে।"},
	{at: "09:06", service: "citizen-2", name: "মিতা রানী", need: "কোন প্রিন্টার কিনব?", said: "লেজার, প্রতি পাতার খরচ দেখে।"},
	{at: "09:11", service: "citizen-5", name: "হাসান আলী", need: "ফেসবুকে অচেনা লিংক এসেছে", said: "লিংকে চাপ দেবেন না; দুই ধাপের নিরাপত্তা চালু করে দেওয়া হয়েছে।"},
	{at: "09:15", service: "citizen-6", name: "রুমা বেগম", need: "ফ্রিল্যান্সিং শিখতে চাই", said: "পরের ব্যাচের নোটিশ দেখতে বলা হয়েছে।"},
	{at: "09:20", service: "citizen-1", name: "শ্যামল দাস", need: "কার্যালয়ের ফোন নম্বর", said: "নম্বর লিখে দেওয়া হয়েছে।"},
	{at: "09:24", service: "citizen-2", name: "সালমা খাতুন", mobile: "01711223344", need: "ল্যাপটপ চালু হয় না", more: advice},
	{at: "09:31", service: "citizen-3", name: "তপন রায়", need: "ল্যাবে বসার নিয়ম", said: "সময়সূচি দেওয়া হয়েছে।"},
	{at: "09:35", service: "institutional-7", name: "নাজমুল হক", mobile: "01711223355", need: "সভাকক্ষে নেটওয়ার্ক বসানো",
		more: []string{"body", "উপজেলা ভূমি অফিস", "letter_ref", "৩১.৪৪", "work_place", "ভূমি অফিস", "receiver", "নাজির"}},
	{at: "09:44", service: "citizen-4", name: "লতিফ শেখ", need: "উদ্যোক্তার হিসাব খোলা", said: "হিসাব খুলে দেওয়া হয়েছে।"},
	{at: "09:50", service: "citizen-1", name: "জাহিদ হোসেন", need: "ল্যাব কোথায়?", said: "ঠিকানা বলা হয়েছে।"},
	{at: "09:55", service: "citizen-1", name: "মনিরা পারভীন", mobile: "01711223366", need: "২০১০ সালের তালিকা চাই", more: question},
	{at: "10:20", service: "citizen-2", name: "অমল মন্ডল", need: "মডেম চলে না", said: "চার্জার বদলাতে বলা হয়েছে।"},
	{at: "10:26", service: "citizen-1", name: "রাশেদা আক্তার", mobile: "01711223377", need: "দিঘলিয়ার প্রশিক্ষণে নাম আছে কি?", more: question},
	{at: "10:40", service: "institutional-6", name: "কামাল উদ্দিন", need: "নথিতে ঢোকা যায় না", said: "পাসওয়ার্ড নতুন করা হয়েছে।"},
	{at: "10:45", service: "citizen-5", name: "নিপা সরকার", need: "মোবাইলে প্রতারণার ফোন", said: "নম্বরটি বন্ধ করা হয়েছে।"},
	{at: "11:02", service: "citizen-2", name: "ফজলুর রহমান", mobile: "01711223388", need: "রাউটারের পাসওয়ার্ড বদলাতে হবে", more: advice},
	{at: "11:10", service: "citizen-2", name: "সুমন বিশ্বাস", need: "বাংলা ফন্ট বসানো", said: "ফন্ট বসিয়ে দেওয়া হয়েছে।"},
	{at: "11:30", service: "citizen-6", name: "আসমা খাতুন", mobile: "01711223399", need: "গ্রাফিক ডিজাইন শিখতে চাই"},
}

// Two come in the afternoon, to the stand-in.
var lateWalkIns = []visitor{
	{at: "14:30", service: "citizen-1", name: "গোলাম মোস্তফা", need: "মেলার তারিখ", said: "তারিখ বলা হয়েছে।"},
	{at: "15:10", service: "citizen-2", name: "রেবা সাহা", need: "স্ক্যানার কেনা", said: "নমুনা দেখানো হয়েছে।"},
}

// Three centres lose their line in the same hour; somebody calls who was here before.
var calls = []visitor{
	{at: "11:32", service: "citizen-1", name: "ইউসুফ আলী", need: "অফিস কখন খোলে?", said: "সকাল নয়টায়।"},
	{at: "11:34", service: "citizen-4", name: "নৈহাটি ডিজিটাল সেন্টার", mobile: "01711224401", need: "ইন্টারনেট নেই", more: centre("রূপসা-০২", "নৈহাটি")},
	{at: "11:36", service: "citizen-4", name: "ঘাটভোগ ডিজিটাল সেন্টার", mobile: "01711224402", need: "লাইন বন্ধ", more: centre("রূপসা-০৩", "ঘাটভোগ")},
	{at: "11:38", service: "citizen-4", name: "আইচগাতী ডিজিটাল সেন্টার", mobile: "01711224403", need: "সংযোগ নেই", more: centre("রূপসা-০৪", "আইচগাতী")},
	{at: "11:40", service: "citizen-2", name: "সালমা খাতুন", mobile: "01711223344", need: "ল্যাপটপ চালু হয় না", more: advice},
	{at: "11:42", service: "citizen-2", name: "বিমল পাল", need: "ভাইরাসের বার্তা", said: "বার্তাটি ভুয়া, জানানো হয়েছে।"},
	{at: "11:44", service: "citizen-5", name: "শিরিন সুলতানা", need: "ওটিপি চেয়েছে", said: "কাউকে ওটিপি দেবেন না।"},
	{at: "11:46", service: "citizen-3", name: "আনোয়ার হোসেন", need: "প্রজেক্টরের রিমোট", said: "ব্যাটারি বদলাতে বলা হয়েছে।"},
	{at: "11:48", service: "institutional-6", name: "মাহবুব আলম", need: "পোর্টালে ছবি ওঠে না", said: "ছবির মাপ কমাতে বলা হয়েছে।"},
	{at: "11:50", service: "citizen-1", name: "পারভীন আক্তার", need: "ফরম কোথায়?", said: "ঠিকানা বলা হয়েছে।"},
}

// Answers to the questions that a kind of service must have.
var (
	advice   = []string{"device", "computer", "place", "নৈহাটি বাজার", "help", "visit"}
	question = []string{"topic", "other", "law", "plain"}
)

func centre(code, union string) []string {
	return []string{"udc_code", code, "udc_union", union, "problem", "internet"}
}

// caseLink is the address of a case.
var caseLink = regexp.MustCompile(`/desk/cases/(\d{11})$`)

// takes enters who comes, as the page of the counter asks, and returns the number.
func (s *scene) takes(clerk *reader, channel string, v visitor) (number string) {
	s.Helper()
	s.at(v.at)
	clerk.open("/rupsha/desk/counter")
	slug := clerk.option("service", v.service+"-")
	if len(v.more) > 0 { // the questions of the service stand there once it is chosen
		clerk.open("/rupsha/desk/counter?service=" + slug)
	}
	fields := []string{"service", slug, "name", v.name, "mobile", v.mobile, "need", v.need, "channel", channel}
	if v.said != "" {
		clerk.send("desk/counter", append(fields, "sentence", v.said, "act", "now")...)
	} else {
		clerk.send("desk/counter", append(append(fields, v.more...), "act", "number")...)
	}
	for link := range elements(clerk.page, "a") {
		if found := caseLink.FindStringSubmatch(attribute(link, "href")); found != nil {
			number = found[1]
		}
	}
	if number == "" {
		s.Fatalf("the counter gave %s no number: %s", v.name, clerk.text())
	}
	s.enter(v.service, register.Received)
	if v.said != "" {
		s.served(v.service)
	}
	return number
}
