package e2e

import "strings"

// asked enters a demand for a report, and brings the usual returns in.
func (s *stage) asked(v *visitor) {
	v.t.Helper()
	v.open("/rupsha/desk/demands/new")
	v.send("/desk/demands", "asker", "উপজেলা নির্বাহী অফিসারের কার্যালয়, রূপসা", "subject", "নভেম্বর মাসের সেবা ও ল্যাবের তথ্য", "questions", "মোট ল্যাব\nউল্লেখযোগ্য কাজ",
		"memo", "০৫.৪৪.৪৭৭৫.০০০.১৬.০০৩.২৬-৬৮২", "address", "উপজেলা পরিষদ, রূপসা, খুলনা")
	s.demand, _, _ = strings.Cut(v.path(), "?")
	v.send("/questions", "number-1", "১২", "evidence-1", "ল্যাব রেজিস্টার, পাতা ৪", "words-2", "দুটি ল্যাব মেরামত হয়েছে", "pick", "received")
	v.open("/rupsha/desk/returns")
	v.follow(`form[action$="/desk/returns/starters"] button`)
}

// reportPlaces are the pages of reports for other offices.
func reportPlaces(s stage) []place {
	desk := "/rupsha/desk"
	return []place{
		{name: "demands", path: desk + "/demands", role: officer, shot: "demands"},
		{name: "new demand", path: desk + "/demands/new", role: officer, shot: "demand-new"},
		{name: "new demand with mistakes", path: desk + "/demands/new", role: officer, act: func(v *visitor) { v.press(`form[action$="/desk/demands"] .btn`) }},
		{name: "demand", path: s.demand, role: officer, shot: "demand"},
		{name: "list behind a figure", path: s.demand + "/figures/3", role: officer},
		{name: "demand in print", path: s.demand + "/print", role: officer, shot: "demand-print"},
		{name: "returns", path: desk + "/returns", role: officer, shot: "returns"},
		{name: "new return", path: desk + "/returns/new", role: officer, shot: "return-new"},
		{name: "return", path: desk + "/returns/monthly-services", role: officer, shot: "return"},
	}
}
