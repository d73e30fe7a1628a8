package bangla_test

import (
	"testing"

	"dorgora/bangla"
)

func TestSoundsLikeFindsBanglaByLatinQueries(t *testing.T) {
	for _, row := range []struct{ query, word string }{
		{"prosikkhon", "প্রশিক্ষণ"}, {"proshikkhon", "প্রশিক্ষণ"}, {"prashikshan", "প্রশিক্ষণ"},
		{"rupsa", "রূপসা"}, {"rupsha", "রুপসা"}, {"Khulna", "খুলনা"}, {"seba", "সেবা"}, {"sheba", "সেবা"}, {"seva", "সেবা"},
		{"lab poridorshon", "ল্যাব পরিদর্শন ও প্রয়োজনীয় পরামর্শ"}, {"poridarshan", "পরিদর্শন"},
		{"cyber nirapotta", "সাইবার নিরাপত্তা"}, {"saibar", "সাইবার"}, {"nothi", "নথি"}, {"enothi", "ই-নথি"}, {"e-nothi", "ই-নথি"},
		{"portal", "পোর্টাল"}, {"abedon", "আবেদন"}, {"abedonpotro", "আবেদনপত্র"}, {"onudan", "অনুদান"}, {"anudan", "অনুদান"},
		{"nagorik", "নাগরিক"}, {"upojela", "উপজেলা"}, {"upazila", "উপজেলা"}, {"zila", "জেলা"}, {"odhidoptor", "অধিদপ্তর"},
		{"karjaloy", "কার্যালয়"}, {"karyalay", "কার্যালয়"}, {"kormokorta", "কর্মকর্তা"}, {"karmachari", "কর্মচারী"},
		{"protishthan", "প্রতিষ্ঠান"}, {"protisthan", "প্রতিষ্ঠানের"}, {"shikkha", "শিক্ষা"}, {"siksha", "শিক্ষা"},
		{"ovijog", "অভিযোগ"}, {"abhijog", "অভিযোগ"}, {"apil", "আপিল"}, {"appeal", "আপিল"}, {"tottho", "তথ্য"}, {"tothyo", "তথ্য"},
		{"bastobayon", "বাস্তবায়ন"}, {"unnoyon", "উন্নয়ন"}, {"bekar jubok", "বেকার যুবক-যুবতীদের"}, {"komputer", "কম্পিউটার"}, {"computer", "কম্পিউটার"},
		{"digital", "ডিজিটাল"}, {"center", "সেন্টার"}, {"union", "ইউনিয়ন"}, {"telephone", "টেলিফোন"}, {"email", "ইমেইল"}, {"email", "ই-মেইল"},
		{"website", "ওয়েবসাইট"}, {"workshop", "ওয়ার্কশপ"}, {"oarkshop", "ওয়ার্কশপ"}, {"vision", "ভিশন"}, {"mission", "মিশন"}, {"service", "সার্ভিস"},
		{"office", "অফিস"}, {"citizen charter", "সিটিজেনস চার্টার"}, {"program", "প্রোগ্রাম"}, {"programmer", "প্রোগ্রামার"},
		{"bebohar", "ব্যবহার"}, {"byabohar", "ব্যবহার"}, {"bekti", "ব্যক্তি"}, {"mullo", "মূল্য"}, {"binamulle", "বিনামূল্যে"},
		{"briddhi", "বৃদ্ধি"}, {"nishpotti", "নিষ্পত্তি"}, {"biggopti", "বিজ্ঞপ্তি"}, {"bigyan", "বিজ্ঞান"}, {"gyan", "জ্ঞান"}, {"dokkhota", "দক্ষতা"},
		{"udbhabon", "উদ্ভাবন"}, {"udbodhon", "উদ্বোধন"}, {"uddokta", "উদ্যোক্তা"}, {"udyokta", "উদ্যোক্তা"}, {"urdhoton", "ঊর্ধ্বতন"},
		{"ovvontorin", "অভ্যন্তরীণ"}, {"songothon", "সংগঠন"}, {"bangla", "বাংলা"}, {"bangladesh", "বাংলাদেশ"}, {"tangail", "টাঙ্গাইল"},
		{"dayitto", "দায়িত্বপ্রাপ্ত"}, {"somoysima", "সময়সীমা"}, {"bishoye", "বিষয়ে"}, {"krishi", "কৃষি"}, {"jonmo nibondhon", "জন্ম নিবন্ধন"},
		{"mrittu", "মৃত্যু"}, {"bhumi", "ভূমি"}, {"bari", "বাড়ি"}, {"company", "কোম্পানি"}, {"tracking", "ট্র্যাকিং"}, {"mobile", "মোবাইল"},
		{"app", "অ্যাপ"}, {"rab", "র\u200D\u09CD\u09AFাব"}, {"সেবা", "সেবার"}, {"budget", "বাজেট"}, {"bagerhat", "বাগেরহাট"}, {"chandpur", "চাঁদপুর"}, {"narayanganj", "নারায়ণগঞ্জ"},
		{"thakurgaon", "ঠাকুরগাঁও"}, {"raipur", "রায়পুর"}, {"nawabganj", "নবাবগঞ্জ"}, {"porikkha", "পরীক্ষা"},
	} {
		t.Run(row.query+" finds "+row.word, func(t *testing.T) {
			if !bangla.SoundsLike(row.query, row.word) {
				t.Errorf("keys %q of the query, %q of the text", bangla.Phonetic(row.query), bangla.Sounds(row.word))
			}
		})
	}
}

func TestSoundsLikeKeepsOtherWordsApart(t *testing.T) {
	for _, row := range []struct{ query, word string }{
		{"seba", "সভা"}, {"seba", "সব"}, {"nothi", "নীতি"}, {"rupsa", "বুপসা"}, {"khulna", "যশোর"}, {"abedon", "আবেগ"},
		{"onudan", "অনুমোদন"}, {"prosikkhon", "পরিদর্শন"}, {"lab", "লাভজনক"}, {"office", "আদেশ"}, {"portal", "পরামর্শ"},
		{"mullo", "মেলা"}, {"krishi", "কর্মশালা"}, {"jela", "জাল"}, {"bhata", "বেতন"}, {"", "সেবা"}, {"seba onudan", "সেবা"},
	} {
		t.Run(row.query+" does not find "+row.word, func(t *testing.T) {
			if bangla.SoundsLike(row.query, row.word) {
				t.Errorf("keys %q of the query, %q of the text", bangla.Phonetic(row.query), bangla.Sounds(row.word))
			}
		})
	}
}
