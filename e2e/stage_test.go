package e2e

import (
	"net/http"
	"net/url"
	"path"
	"regexp"
	"strings"
	"sync"
	"testing"
)

// stage is what has to exist before every page has something to show.
type stage struct {
	draft                 string // address of an application that is filled in and not yet sent
	fresh, waiting, ended filed
	dated                 filed   // with a promised day, in the second office
	datedService          string  // address of its service
	counter               string  // address of what the counter gave out
	charterDraft          string  // address of a charter that is being checked
	person, post          string  // addresses
	invitation            string  // address of a link that nobody accepts
	served                filed   // delivered, with a paper
	paper                 string  // its number
	visit                 string  // address of an appointment
	incident, guide, job  string  // addresses
	gateway               string  // address of a way by which messages could leave
	talk                  string  // address of the messages of one telephone
	notice                string  // address of a message
	demand                string  // address of a report that is asked for
	letters               letters // addresses of correspondence
	centre, handed        string  // addresses: a digital centre, and what was handed in there
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
		theStage.ended = applicant.fileShort("/rupsha/services/citizen-1-department-information")
		theStage.served = applicant.fileShort("/rupsha/services/citizen-4-udc-support")
		theStage.draft = applicant.draft("/rupsha/services/citizen-3-lab-support")
		applicant.open("/dighalia/groups/citizen")
		theStage.datedService = ask[string](applicant, `document.querySelectorAll('main a[href*="/services/"]')[1].pathname`)
		theStage.dated = applicant.fileShort(theStage.datedService)
		officer := signIn(t, visit{})
		theStage.work(officer)
		theStage.handle(officer)
		theStage.connect(officer)
		theStage.correspond(officer)
		theStage.staff(officer)
		theStage.trade(officer)
		theStage.asked(officer)
	})
	if theStage.person == "" {
		t.Fatal("the stage could not be set; see the first failure")
	}
	return theStage
}

// kindAnswers are what the kind of a service asks beside the common questions.
var kindAnswers = map[string]pairs{
	"citizen-1-department-information": {"topic", "other", "law", "plain"},
	"citizen-2-ict-advice":             {"device", "network", "place", "নৈহাটি বাজার", "help", "visit"},
	"citizen-3-lab-support":            labFault,
	"citizen-4-udc-support":            {"udc_code", "রূপসা-০২", "udc_union", "নৈহাটি", "problem", "internet"},
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
	v.fillIn("/applications", kindAnswers[path.Base(service)]...)
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
	v.onCase(s.waiting.number, "/requests", "missing", "রাউটারের পেছনের লেখার ছবি")
	v.onCase(s.ended.number, "/closure", "outcome", "refused", "sentence", "তালিকাটি এই কার্যালয়ে রাখা হয় না; জেলা কার্যালয়ে চাইতে পারেন।")
	v.open("/rupsha/desk/counter")
	v.pick("#service", "citizen-6-outsourcing-training")
	v.fill("#name", "আবদুল করিম")
	v.fill("#need", "ইন্টারনেট সংযোগের বিষয়ে জানতে চান।")
	v.follow(`button[value="number"]`)
	s.counter = v.path()
	v.open("/rupsha/desk/charter")
	v.attach("#file", testFile(v.t, "dighalia-bijoy.txt"))
	v.follow(`form[action$="/desk/charter/drafts"] button`)
	s.charterDraft, _, _ = strings.Cut(v.path(), "?")
}

// handle gives cases what comes with handling: a paper, an incident, a visit, an
// instruction, an approved answer for everybody, a job.
func (s *stage) handle(v *visitor) {
	v.t.Helper()
	v.open("/rupsha/desk/cases/" + ascii(s.served.number))
	v.send(v.actionOf("f-do-1"), "do-1-cause_of", "device")
	v.onCase(s.served.number, "/sheets?sheet=referral")
	s.paper = path.Base(v.link(`main a[href*="/sheets/"]`))
	v.onCase(s.served.number, "/closure", "outcome", "delivered", "sentence", "সংযোগ চালু হয়েছে।", "record-solution", "রাউটার বদল")
	v.onCase(s.fresh.number, "/incident", "group-incident", "new", "group-title", "নৈহাটি ফিডারে বিদ্যুৎ নেই")
	s.incident = v.link(`main a[href*="/incidents/"]`)
	v.onCase(s.fresh.number, "/tasks", "task-task", "চাবি নেওয়া")
	v.onCase(s.fresh.number, "/third-parties", "call-third", "সরবরাহকারী")
	v.open("/rupsha/desk/cases/" + ascii(s.fresh.number) + "/appointments")
	v.send("/appointments", "union", "নৈহাটি", "place", "বাজারের পাশে")
	s.visit = v.link(`main a[href*="/desk/appointments/"]`)
	v.open("/rupsha/desk/guides")
	v.follow(`form[action$="/desk/guides/starters"] button`)
	v.open("/rupsha/desk/guides?state=draft&sort=answer")
	s.guide = v.link(`main h2 a[href*="/desk/guides/"]`)
	v.open(s.guide)
	v.follow(`form[action$="/approval"] button`)
}

// connect sets up a way for SMS that is not taken into use.
func (s *stage) connect(v *visitor) {
	v.t.Helper()
	v.open("/rupsha/desk/gateways/new?kind=kannel")
	v.send("/desk/gateways", "name", "জেলার এসএমএস", "url", "https://sms.example.gov.bd/cgi-bin/sendsms", "user", "rupsha", "password", "geheim-4711", "from", "16123")
	s.gateway, _, _ = strings.Cut(v.path(), "?")
	v.follow(`form[action$="/use"] button`)
	s.writes(v)
	v.open(s.gateway)
	v.follow(`form[action$="/use"] button`)
	v.open("/rupsha/desk/outbox")
	s.notice = v.link(`main a[href*="/desk/outbox/notices/"]`)
}

// writes has an operator write to the office by the gateway that the browser looks at.
func (s *stage) writes(v *visitor) {
	v.t.Helper()
	incoming := regexp.MustCompile(`https?://\S+/incoming`).FindString(v.read("main"))
	_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(incoming, "https://"), "http://"), "/")
	query := url.Values{"from": {"16216"}, "to": {"16123"}, "text": {"রিচার্জে বোনাস"}, "id": {"operator-1"}}
	answer, err := http.Get(the.address + "/" + path + "?" + query.Encode())
	if err != nil {
		v.t.Fatal(err)
	}
	_ = answer.Body.Close()
	v.open("/rupsha/desk/messages")
	s.talk = v.link(`main a[href*="/desk/messages/"]`)
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
	v.open("/jobs?view=done")
	s.job = v.link(`main a[href*="/jobs/"]`)
	v.open("/rupsha/people")
	s.post = ask[string](v, `document.querySelector('main a[href*="/posts/"]:not([href$="/new"])').pathname`)
	s.person = ask[string](v, `document.querySelector('main a[href*="/people/"]:not([href$="/new"])').pathname`)
}
