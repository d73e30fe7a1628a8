package e2e

import "strings"

// trader works at the digital centre of a union.
var trader = credentials{"মিতা রায়", "", "01912345678", "naihati-bazarer-pashe-31"}

// union is where the trader works, and who has come.
var union = pairs{"code", "UDC01", "name", "নৈহাটি ডিজিটাল সেন্টার", "union", "নৈহাটি"}

// trade founds a centre, lets somebody in who works there, and hands a request in.
func (s *stage) trade(head *visitor) {
	head.t.Helper()
	head.open("/rupsha/desk/centres")
	head.send("/desk/centres", union...)
	s.centre = head.path()
	head.send("/people", "person-name", trader.name, "person-mobile", trader.login)
	head.follow(`form[action$="/invitations"] button`)
	link := head.read("main .mono")
	v := arrive(head.t, visit{})
	v.goTo(link)
	v.fill("#login", trader.login)
	v.fill("#password", trader.password)
	v.fill("#again", trader.password)
	v.follow(`form[action*="/invitations/"] button`)
	v.open("/rupsha/centre/apply?service=citizen-3-lab-support")
	v.send("/centre/apply", append(pairs{
		"name", "রহিমা খাতুন", "mobile", "০১৭১১০০০০০৯", "need", "ল্যাবের ছয়টি কম্পিউটার চলে না।", "agreed", "yes", "how", "spoken",
	}, labFault...)...)
	s.handed = v.path()
	if !strings.Contains(s.handed, "/centre/requests/") {
		v.fatalf("handing in leads to %s", s.handed)
	}
}

// traderPlaces are the pages of the digital centre.
func traderPlaces(s stage) []place {
	return []place{
		{name: "centre", path: "/rupsha/centre", role: centre, shot: "centre-area"},
		{name: "application at the centre", path: "/rupsha/centre/apply?service=citizen-3-lab-support", role: centre, shot: "centre-apply"},
		{name: "application at the centre with mistakes", path: "/rupsha/centre/apply?service=citizen-3-lab-support", role: centre,
			act: func(v *visitor) { v.press(`form[action$="/centre/apply"] .btn`) }},
		{name: "handed in at the centre", path: s.handed, role: centre, shot: "centre-done"},
	}
}
