package e2e

import (
	"fmt"
	"path"
	"slices"
	"testing"
)

// role is who looks at a page.
type role int

const (
	passer    role = iota // anybody
	applicant             // who has shown the code of the case
	officer               // the head of the office
	centre                // who works at a digital centre
)

// place is a page of the program and how one comes to see it.
type place struct {
	name string
	path string
	role role
	mine slip           // the case, when role is applicant
	act  func(*visitor) // what is done there before the page is looked at
	shot string         // name of its picture; empty: none is kept
	// latin: it shows what people or machines write in Latin letters: English texts to be
	// changed, settings of gateways, codes of centres, romanised messages.
	latin bool
}

// places lists every page of the program.
func places(s stage) []place {
	return slices.Concat(openPlaces(s), applyPlaces(s), officerPlaces(s), reportPlaces(s), traderPlaces(s))
}

// openPlaces are the pages for everybody that ask nothing.
func openPlaces(s stage) []place {
	service := "/rupsha/services/citizen-3-lab-support"
	list := []place{
		{name: "front", path: "/", shot: "front"},
		{name: "home", path: "/rupsha", shot: "home"},
		{name: "search", path: "/rupsha/search?q=কম্পিউটার", shot: "search"},
		{name: "search without a question", path: "/rupsha/search"},
		{name: "search without a hit", path: "/rupsha/search?q=পাসপোর্ট", shot: "search-none"},
		{name: "citizen services", path: "/rupsha/groups/citizen", shot: "group"},
		{name: "institutional services", path: "/rupsha/groups/institutional"},
		{name: "internal services", path: "/rupsha/groups/internal"},
		{name: "service", path: service, shot: "service"},
		{name: "service with a promise", path: s.datedService, shot: "service-dated"},
		{name: "date", path: s.datedService + "/date", shot: "date"},
		{name: "versions of a service", path: service + "/versions"},
		{name: "charter", path: "/rupsha/charter", shot: "charter"},
		{name: "poster", path: "/rupsha/charter/poster", shot: "poster"},
		{name: "first version of the charter", path: "/rupsha/charter/versions/1"},
		{name: "calendar", path: "/rupsha/calendar", shot: "calendar-public"},
		{name: "calendar of an estimated year", path: "/rupsha/calendar?year=2027"},
		{name: "calculator", path: "/rupsha/calculator", shot: "calculator"},
		{name: "calculator with an answer", path: "/rupsha/calculator?received-day=23&received-month=11&received-year=2026&count=5&kind=working_day"},
		{name: "ledger", path: "/rupsha/ledger", shot: "ledger"},
		{name: "help before a form", path: "/rupsha/services/citizen-5-cyber-security-advice/before", shot: "apply-before"},
		{name: "answers", path: "/rupsha/answers", shot: "answers"},
		{name: "answers looked for", path: "/rupsha/answers?q=প্রশিক্ষণ"},
		{name: "most asked", path: "/rupsha/answers/asked"},
		{name: "answer", path: "/rupsha/answers/" + path.Base(s.guide), shot: "answer"},
		{name: "answer on paper", path: "/rupsha/answers/" + path.Base(s.guide) + "/sheet"},
		{name: "privacy", path: "/privacy"},
		{name: "accessibility", path: "/accessibility"},
		{name: "track", path: "/rupsha/track", shot: "track"},
		{name: "track a wrong number", path: "/rupsha/track?number=12345"},
		{name: "status by number alone", path: "/rupsha/track/" + ascii(s.fresh.number), shot: "track-status"},
		{name: "status with a wrong code", path: "/rupsha/track/" + ascii(s.fresh.number), act: func(v *visitor) {
			v.fill("#code", "০০০০০১")
			v.press(`form[action$="/entry"] button`)
		}},
		{name: "nothing there", path: "/rupsha/nothing-there"},
		{name: "no such office", path: "/no-such-office"},
		{name: "sign-in", path: "/signin", shot: "sign-in"},
		{name: "sign-in refused", path: "/signin", act: func(v *visitor) {
			v.fill("#login", "01700000000")
			v.fill("#password", "not the password")
			v.press(`form[action$="/signin"] button`)
		}},
		{name: "invitation", path: s.invitation, shot: "invitation"},
	}
	for i, other := range otherServices {
		list = append(list, place{name: fmt.Sprintf("service %d", i+2), path: "/rupsha/services/" + other})
	}
	return list
}

// otherServices are one of each kind beside the one that is looked at closely.
var otherServices = []string{"citizen-6-outsourcing-training", "institutional-3-office-training", "internal-3-office-inspection"}

// applyPlaces are the pages of an application and of its case.
func applyPlaces(s stage) []place {
	service := "/rupsha/services/citizen-3-lab-support"
	return []place{
		{name: "start of an application", path: service + "/apply", shot: "apply"},
		{name: "application on one page", path: service + "/form", shot: "apply-form"},
		{name: "application on one page with mistakes", path: service + "/form", act: func(v *visitor) { v.press(`form[action$="/applications"] .btn`) }},
		{name: "question for whom", path: s.draft + "/for", shot: "apply-for"},
		{name: "question who", path: s.draft + "/person", shot: "apply-person"},
		{name: "question who with mistakes", path: service + "/apply", shot: "apply-mistakes", act: whoMistaken},
		{name: "question what", path: s.draft + "/need", shot: "apply-need"},
		{name: "question what with mistakes", path: service + "/apply", act: func(v *visitor) {
			whoMistaken(v)
			v.fill("#name", "সালমা খাতুন")
			v.fill("#mobile", "০১৭১১২২৩৩৪৪")
			v.follow(`button[value="next"]`)
			v.press(`button[value="next"]`)
		}},
		{name: "papers", path: s.draft + "/papers", shot: "apply-papers"},
		{name: "kept for later", path: s.draft + "/saved", shot: "apply-saved"},
		{name: "check", path: s.draft + "/check", shot: "check"},
		{name: "expired draft", path: "/rupsha/drafts/00000000000000000000000000000000/check"},
		{name: "receipt without a day", path: s.fresh.receipt, shot: "receipt-undated"},
		{name: "receipt", path: s.dated.receipt, shot: "receipt"},
		{name: "slip", path: s.dated.receipt + "/slip", shot: "slip"},
		{name: "case with a day", path: "/dighalia/track/" + ascii(s.dated.number), role: applicant, mine: s.dated.slip, shot: "case-dated"},
		{name: "case", path: "/rupsha/track/" + ascii(s.fresh.number), role: applicant, mine: s.fresh.slip, shot: "case-fresh"},
		{name: "case that waits", path: "/rupsha/track/" + ascii(s.waiting.number), role: applicant, mine: s.waiting.slip, shot: "tracked-case"},
		{name: "answer with nothing", path: "/rupsha/track/" + ascii(s.waiting.number), role: applicant, mine: s.waiting.slip,
			act: func(v *visitor) { v.press(`form[action$="/answer"] button`) }},
		{name: "case that ended", path: "/rupsha/track/" + ascii(s.ended.number), role: applicant, mine: s.ended.slip, shot: "case-refused"},
		{name: "case that was served", path: "/rupsha/track/" + ascii(s.served.number), role: applicant, mine: s.served.slip, shot: "case-served"},
		{name: "case that was served rated with nothing", path: "/rupsha/track/" + ascii(s.served.number), role: applicant, mine: s.served.slip,
			act: func(v *visitor) { v.press(`form[action$="/rating"] button`) }},
		{name: "paper of a case", path: "/rupsha/track/" + ascii(s.served.number) + "/papers/" + s.paper, role: applicant, mine: s.served.slip, shot: "paper"},
		{name: "withdrawal", path: "/rupsha/track/" + ascii(s.fresh.number) + "/withdrawal", role: applicant, mine: s.fresh.slip},
	}
}

// whoMistaken begins an application and answers the question who with mistakes.
func whoMistaken(v *visitor) {
	v.follow(`form[action$="/drafts"] button`)
	v.choose(`label:has(input[name="for"][value="self"])`)
	v.follow(`button[value="next"]`)
	v.fill("#mobile", "০১৭১১")
	v.press(`button[value="next"]`)
}

// officerPlaces are the pages behind the sign-in.
func officerPlaces(s stage) []place {
	desk := "/rupsha/desk"
	list := []place{
		{name: "account", path: "/account", shot: "account"},
		{name: "second factor", path: "/account/second-factor"},
		{name: "offices", path: "/offices", shot: "offices"},
		{name: "new office", path: "/offices/new"},
		{name: "my work", path: desk, shot: "my-work"},
		{name: "work of the office", path: desk + "?who=office"},
		{name: "my work without a hit", path: desk + "?q=পাসপোর্ট"},
		{name: "counter", path: desk + "/counter", shot: "counter"},
		{name: "counter with mistakes", path: desk + "/counter", act: func(v *visitor) { v.press(`button[value="number"]`) }},
		{name: "given out at the counter", path: s.counter, shot: "counter-done"},
		{name: "outbox", path: desk + "/outbox", shot: "outbox"},
		{name: "mails", path: desk + "/mail", shot: "mails"},
		{name: "mails that are done", path: desk + "/mail?box=done"},
		{name: "mail that is not there", path: desk + "/mail/none"},
		{name: "messages that did not arrive", path: desk + "/outbox/trouble", shot: "trouble"},
		{name: "a message", path: s.notice, shot: "notice"},
		{name: "wordings", latin: true, path: desk + "/wordings", shot: "wordings"},
		{name: "wording", latin: true, path: desk + "/wordings/casework.notice.received", shot: "wording"},
		{name: "wording with mistakes", latin: true, path: desk + "/wordings/casework.notice.received", act: func(v *visitor) {
			v.fill("#bn", "আবেদন পেয়েছি।")
			v.press(`#form .btn`)
		}},
		{name: "case of the desk", path: desk + "/cases/" + ascii(s.fresh.number), shot: "case"},
		{name: "case of the desk closed without words", path: desk + "/cases/" + ascii(s.fresh.number),
			act: func(v *visitor) {
				v.fillIn("/closure")
				v.press("form[data-chosen] .btn")
			}},
		{name: "case of the desk that waits", path: desk + "/cases/" + ascii(s.waiting.number), shot: "case-waiting"},
		{name: "case of the desk that ended", path: desk + "/cases/" + ascii(s.ended.number)},
		{name: "case of the desk on paper", path: desk + "/cases/" + ascii(s.fresh.number) + "/print", shot: "case-print"},
		{name: "charter desk", path: desk + "/charter", shot: "charter-import"},
		{name: "charter import of nothing", path: desk + "/charter", act: func(v *visitor) { v.press(`form[action$="/desk/charter/drafts"] button`) }},
		{name: "charter draft", path: s.charterDraft, shot: "charter-draft"},
		{name: "charter draft second row", path: s.charterDraft + "?row=2"},
		{name: "charter draft completed with mistakes", path: s.charterDraft, act: func(v *visitor) { v.press(`#complete button`) }},
		{name: "publication", path: s.charterDraft + "/publication", shot: "publish-review"},
		{name: "people", path: "/rupsha/people", shot: "people"},
		{name: "new person", path: "/rupsha/people/new"},
		{name: "new person with mistakes", path: "/rupsha/people/new", act: func(v *visitor) { v.press(`form[action$="/people"] .btn`) }},
		{name: "person", path: s.person, shot: "person"},
		{name: "change of a person", path: s.person + "/change"},
		{name: "post", path: s.post, shot: "post"},
		{name: "change of a post", path: s.post + "/change"},
		{name: "new post", path: "/rupsha/posts/new"},
		{name: "particulars", path: "/rupsha/particulars"},
		{name: "calendar of the desk", path: "/rupsha/calendar", shot: "calendar"},
		{name: "new day", path: "/rupsha/calendar/new"},
		{name: "new day with mistakes", path: "/rupsha/calendar/new", act: func(v *visitor) { v.press(`form[action$="/announcements"] .btn`) }},
	}
	list = append(append(append(list, handlingPlaces(s)...), letterPlaces(s)...), stewardPlaces(s)...)
	for i := range list {
		list[i].role = officer
	}
	return list
}

// handlingPlaces are the pages of the desk beside lists and cases.
func handlingPlaces(s stage) []place {
	desk, fresh := "/rupsha/desk", "/rupsha/desk/cases/"+ascii(s.fresh.number)
	return []place{
		{name: "work that waits", path: desk + "?who=office&view=waiting"},
		{name: "work below", path: desk + "/below", shot: "below"},
		{name: "work below of the district", path: "/doict-khulna/desk/below"},
		{name: "offers", path: desk + "/offers", shot: "offers"},
		{name: "incidents", path: desk + "/incidents"},
		{name: "incident", path: s.incident, shot: "incident"},
		{name: "incident with an empty broadcast", path: s.incident, act: func(v *visitor) { v.press(`form[action$="/broadcast"] button`) }},
		{name: "paper of the desk", path: desk + "/cases/" + ascii(s.served.number) + "/sheets/" + s.paper, shot: "sheet"},
		{name: "replies", path: fresh + "/guides", shot: "replies"},
		{name: "centres", latin: true, path: desk + "/centres", shot: "centres"},
		{name: "one centre", latin: true, path: s.centre, shot: "centre"},
		{name: "telephone", path: desk + "/calls", shot: "calls"},
		{name: "a caller", path: desk + "/calls?number=01712345678", shot: "caller"},
		{name: "register of calls", path: desk + "/calls/register", shot: "calls-register"},
		{name: "messages", latin: true, path: desk + "/messages", shot: "messages"},
		{name: "messages that need a person", path: desk + "/messages?view=needs"},
		{name: "talk with one phone", path: s.talk, shot: "talk"},
		{name: "gateways", path: desk + "/gateways", shot: "gateways"},
		{name: "new gateway", latin: true, path: desk + "/gateways/new?kind=http", shot: "gateway-new"},
		{name: "gateway", latin: true, path: s.gateway, shot: "gateway"},
		{name: "appointments of a case", path: fresh + "/appointments", shot: "case-appointments"},
		{name: "appointments", path: desk + "/appointments", shot: "appointments"},
		{name: "route", path: desk + "/appointments/route?day=2026-11-24", shot: "route"},
		{name: "settings of appointments", path: desk + "/appointments/settings"},
		{name: "appointment", path: s.visit, shot: "appointment"},
		{name: "register", path: desk + "/register", shot: "register"},
		{name: "cases of the register", path: desk + "/register/cases?figure=handled", shot: "register-cases"},
		{name: "rehearsal", path: desk + "/rehearsal", shot: "rehearsal"},
		{name: "rules", path: desk + "/rules", shot: "rules"},
		{name: "guides", path: desk + "/guides", shot: "guides"},
		{name: "new guide", path: desk + "/guides/new", shot: "guide-new"},
		{name: "guide", path: s.guide, shot: "guide"},
		{name: "change of a guide", path: s.guide + "/change"},
	}
}

// stewardPlaces are the pages of a steward, and of those who lead.
func stewardPlaces(s stage) []place {
	return []place{
		{name: "jobs", path: "/jobs", shot: "jobs"},
		{name: "job", path: s.job},
		{name: "link of a head", path: "/offices/doict-khulna/link"},
		{name: "link of a person", path: s.person + "/link"},
		{name: "handover", path: s.person + "/handover", shot: "handover"},
	}
}

// inBoth goes through all places in both languages, side by side, and calls look
// at each.
func inBoth(t *testing.T, look func(v *visitor, at place)) {
	t.Helper()
	all := places(setStage(t))
	t.Run("places", func(t *testing.T) {
		for _, l := range []lang{bn, en} {
			t.Run(string(l), func(t *testing.T) {
				t.Parallel()
				tour(t, l, all, look)
			})
		}
	})
}

// tour goes through places in one language.
func tour(t *testing.T, l lang, all []place, look func(v *visitor, at place)) {
	visitors := map[role]*visitor{passer: arrive(t, visit{lang: l}), applicant: arrive(t, visit{lang: l}), officer: signIn(t, visit{lang: l}), centre: arrive(t, visit{lang: l})}
	visitors[centre].signIn(trader)
	for _, at := range all {
		t.Run(at.name, func(t *testing.T) {
			v := visitors[at.role]
			v.t, v.shot = t, false
			v.name = fmt.Sprintf("page-%s-%s", l, plainName.Replace(at.name))
			v.do(resize(desktop))
			v.comeTo(at)
			look(v, at)
		})
	}
}

// comeTo opens a place as its role does.
func (v *visitor) comeTo(at place) {
	v.t.Helper()
	v.open(at.path)
	if at.role == applicant && v.has(`form[action$="/entry"]`) {
		v.fill("#code", at.mine.code)
		v.follow(`form[action$="/entry"] button`)
		v.open(at.path)
	}
	if at.act != nil {
		at.act(v)
	}
}
