package e2e

import (
	"strings"
	"sync"
	"testing"
)

// stage is what has to exist before every page has something to show.
type stage struct {
	draft                 string // address of an application that is filled in and not yet sent
	fresh, waiting, ended filed
	dated                 filed  // with a promised day, in the second office
	datedService          string // address of its service
	counter               string // address of what the counter gave out
	charterDraft          string // address of a charter that is being checked
	person, post          string // addresses
	invitation            string // address of a link that nobody accepts
}

// filed is an application that was sent.
type filed struct {
	slip
	receipt string // address
}

var (
	stageOnce sync.Once
	theStage  stage
)

// setStage fills the Rupsha office once with one thing of every kind.
func setStage(t *testing.T) stage {
	t.Helper()
	stageOnce.Do(func() {
		secondOffice(t)
		applicant := arrive(t, visit{})
		theStage.fresh = applicant.fileShort("/rupsha/services/citizen-3-lab-support")
		theStage.waiting = applicant.fileShort("/rupsha/services/citizen-2-ict-advice")
		theStage.ended = applicant.fileShort("/rupsha/services/citizen-5-cyber-security-advice")
		theStage.draft = applicant.draft("/rupsha/services/citizen-3-lab-support")
		applicant.open("/dighalia/groups/citizen")
		theStage.datedService = ask[string](applicant, `document.querySelectorAll('main a[href*="/services/"]')[1].pathname`)
		theStage.dated = applicant.fileShort(theStage.datedService)
		officer := signIn(t, visit{})
		theStage.work(officer)
		theStage.staff(officer)
	})
	if theStage.person == "" {
		t.Fatal("the stage could not be set; see the first failure")
	}
	return theStage
}

// fileShort applies on the one page that holds all questions.
func (v *visitor) fileShort(service string) filed {
	v.t.Helper()
	v.open(service + "/form")
	v.choose(`label:has(input[name="for"][value="self"])`)
	v.fill("#name", "সালমা খাতুন")
	v.fill("#mobile", "০১৭১১২২৩৩৪৪")
	v.fill("#need", "নৈহাটি মাধ্যমিক বিদ্যালয়ের ল্যাবে ছয়টি কম্পিউটার চালু হচ্ছে না।")
	v.choose(`label:has(input[name="hear"][value="sms"])`)
	v.follow(`form[action$="/applications"] .btn`)
	receipt := v.path()
	return filed{v.receipt(), receipt}
}

// draft answers all questions and does not send them.
func (v *visitor) draft(service string) string {
	v.t.Helper()
	v.open(service + "/apply")
	v.follow(`form[action$="/drafts"] button`)
	walks[1].questions(v)
	return strings.TrimSuffix(v.path(), "/check")
}

// work brings the applications to where they have to be.
func (s *stage) work(v *visitor) {
	v.t.Helper()
	v.open("/rupsha/desk/cases/" + ascii(s.waiting.number))
	v.fill("#missing", "রাউটারের পেছনের লেখার ছবি")
	v.follow(`form[action$="/requests"] button`)
	v.open("/rupsha/desk/cases/" + ascii(s.ended.number))
	v.choose(`label:has(input[name="outcome"][value="refused"])`)
	v.fill("#sentence", "হারানো অ্যাকাউন্ট ফেরত দেওয়ার এখতিয়ার এই কার্যালয়ের নেই; থানায় সাধারণ ডায়েরি করুন।")
	v.follow(`form[action$="/closure"] button`)
	v.open("/rupsha/desk/counter")
	v.pick("#service", ask[string](v, `document.querySelector('#service optgroup option').value`))
	v.fill("#name", "আবদুল করিম")
	v.fill("#need", "ইন্টারনেট সংযোগের বিষয়ে জানতে চান।")
	v.follow(`button[value="number"]`)
	s.counter = v.path()
	v.open("/rupsha/desk/charter")
	v.attach("#file", testFile(v.t, "dighalia-bijoy.txt"))
	v.follow(`form[action$="/desk/charter/drafts"] button`)
	s.charterDraft, _, _ = strings.Cut(v.path(), "?")
}

// staff adds somebody, a link and a holiday of the office.
func (s *stage) staff(v *visitor) {
	v.t.Helper()
	v.open("/rupsha/people/new")
	v.fill("#name", "তানভীর আহমেদ")
	v.fill("#name_en", "Tanvir Ahmed")
	v.fill("#mobile", "01819556677")
	v.follow(`form[action$="/people"] .btn`)
	s.invitation = strings.TrimPrefix(v.read("main .mono"), the.address)
	v.open("/rupsha/calendar/new")
	v.fill(`[name="date-day"]`, "৩")
	v.fill(`[name="date-month"]`, "১২")
	v.fill(`[name="date-year"]`, "২০২৬")
	v.fill("#name", "উপজেলা পরিষদের উপনির্বাচন")
	v.fill("#name_en", "By-election of the upazila council")
	v.fill("#source", "উনিঅ/রূপসা/২০২৬/১১২")
	v.follow(`form[action$="/announcements"] .btn`)
	v.open("/rupsha/people")
	s.post = ask[string](v, `document.querySelector('main a[href*="/posts/"]:not([href$="/new"])').pathname`)
	s.person = ask[string](v, `document.querySelector('main a[href*="/people/"]:not([href$="/new"])').pathname`)
}
