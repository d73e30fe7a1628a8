package e2e

import (
	"strings"
	"testing"
)

// story is one service of a kind of its own: what the applicant answers, what the
// officer does step by step, and the paper that comes out.
type story struct {
	title   string
	service string
	who     pairs // who applies
	need    string
	answers pairs   // to the kind's questions
	before  bool    // help comes before the form
	declare bool    // the officer declares to have no interest first
	steps   []pairs // of the kind, in their order; nil: none is done
	paper   string  // the sheet that is given out; empty: none
	late    bool    // the paper needs what is recorded at the end
	ends    string  // outcome
	words   words   // what the applicant is told
	record  pairs   // at the end
	sealed  bool
}

// Those who apply.
var (
	herself = pairs{"for", "self", "name", "সালমা খাতুন", "mobile", "01711223344", "hear", "sms"}
	school  = pairs{"for", "institution", "name", "আব্দুল করিম", "mobile", "01711223345", "hear", "sms", "body", "রূপসা উচ্চ বিদ্যালয়"}
	bureau  = pairs{"for", "institution", "name", "নাজমুল হক", "mobile", "01711223346", "hear", "sms", "body", "উপজেলা ভূমি অফিস"}
	unnamed = pairs{"for", "self", "anonymous", "yes", "mobile", "01711223347", "hear", "sms"}
)

var stories = []story{
	{title: "information", service: "citizen-1-department-information", who: herself, need: "উদ্যোক্তা প্রশিক্ষণ কবে শুরু হবে?",
		answers: pairs{"topic", "training", "law", "plain"},
		paper:   "answer", late: true, ends: "advised", words: words{"ভর্তির বিজ্ঞপ্তি জানুয়ারিতে আসবে।", "The notice comes in January."},
		record: pairs{"source", "পরিপত্র ১২", "source_date", "2026-11-01", "minutes", "26"}},
	{title: "advice", service: "citizen-2-ict-advice", who: herself, need: "প্রিন্টার চলছে না", answers: pairs{
		"device", "printer", "serial", "HP-2231", "place", "নৈহাটি বাজার", "help", "telephone", "consent", "yes"},
		steps: []pairs{{"tried", "চালক নতুন করে বসানো"}, {"arrived", "১১:১০", "left", "১২:৩০", "agreed", "yes", "tried", "রোলার বদলানো"}},
		paper: "note", late: true, ends: "delivered", words: words{"প্রিন্টার চালু হয়েছে।", "The printer works again."},
		record: pairs{"specification", "বছরে একবার রোলার পরিষ্কার", "paid_by", "applicant", "no_interest", "yes"}},
	{title: "lab support", service: "citizen-3-lab-support", who: school, need: "চারটি কম্পিউটার চালু হয় না", answers: pairs{
		"lab_eiin", "117234", "lab_name", "ডিজিটাল ল্যাব", "asked_for", "fault", "broken", "4"},
		steps: []pairs{{"by_way", "visit", "warranty", "over"},
			{"item_state", "working", "down_from", "2026-11-20", "up_again", "2026-11-23", "seats_usable", "19", "seats_all", "20"}},
		paper: "job_card", late: true, ends: "delivered", words: words{"চারটি কম্পিউটার চালু।", "Four computers work again."},
		record: pairs{"work_done", "পাওয়ার সাপ্লাই বদল", "teacher", "আব্দুল করিম", "teacher_signed", "বেলা ১২টা"}},
	{title: "union digital centre", service: "citizen-4-udc-support", who: herself, need: "ইন্টারনেট নেই", answers: pairs{
		"udc_code", "রূপসা-০২", "udc_union", "নৈহাটি", "problem", "internet", "stopped", "yes", "stopped_since", "সকাল ৯টা"},
		steps: []pairs{{"cause_of", "device"}},
		paper: "referral", ends: "delivered", words: words{"সংযোগ চালু হয়েছে।", "The line is up again."},
		record: pairs{"down_at", "৯টা", "up_at", "১২টা", "turned_away", "7", "solution", "রাউটার বদল"}},
	{title: "cyber-security advice", service: "citizen-5-cyber-security-advice", who: unnamed, need: "ছবি দিয়ে টাকা চাইছে", answers: pairs{
		"threat", "blackmail", "contact", "message", "minor", "no"}, before: true, sealed: true,
		steps: []pairs{{"way", "as_asked"}},
		paper: "card_given", late: true, ends: "advised", words: words{"টাকা দেবেন না, প্রমাণ রাখুন।", "Do not pay, and keep the proof."},
		record: pairs{"kind_of_case", "blackmail", "age_band", "to_29", "sex", "woman", "card", "ব্ল্যাকমেইল ২", "police_consent", "no_crime"}},
	{title: "resource person", service: "institutional-4-resource-person", who: bureau, need: "ডি-নথি প্রশিক্ষণে প্রশিক্ষক চাই", answers: pairs{
		"subject", "ডি-নথি", "audience", "২৫ জন কর্মচারী", "session_day", "2026-11-30", "session_hours", "বেলা ১১টা", "venue", "সভাকক্ষ"},
		steps: []pairs{{"reply_is", "yes"}, {"order_by", "জেলা আইসিটি অফিসার", "order_memo", "৫৬.০৪"}},
		paper: "acceptance", ends: "delivered", words: words{"প্রশিক্ষণ হয়েছে।", "The session was held."},
		record: pairs{"held", "held", "sessions", "1", "session_time", "2", "participants", "25"}},
	{title: "troubleshooting", service: "institutional-6-troubleshooting", who: bureau, need: "ডি-নথিতে ঢোকা যায় না", answers: pairs{
		"system", "enothi", "urgency", "stopped", "users_stopped", "12", "account_of", "ভূমি অফিস"},
		paper: "resolution", late: true, ends: "delivered", words: words{"এখন ঢোকা যাচ্ছে।", "You can enter again."},
		record: pairs{"first_contact", "yes", "root_cause", "account", "cure", "পাসওয়ার্ড নতুন করা"}},
	{title: "technical support", service: "institutional-7-technical-support", who: bureau, need: "সভাকক্ষে নেটওয়ার্ক বসানো", answers: pairs{
		"letter_ref", "৩১.৪৪", "work_place", "ভূমি অফিস", "receiver", "নাজির"},
		steps: []pairs{{"scope_in", "চারটি পয়েন্ট", "scope_out", "বৈদ্যুতিক কাজ", "scope_agreed", "নাজমুল হক"},
			{"hours_worked", "5", "materials", "তার ৪০ মিটার"}},
		paper: "completion", ends: "delivered", words: words{"চারটি পয়েন্ট চালু।", "Four points are live."},
		record: pairs{"signed_by", "নাজমুল হক", "signed_at", "বেলা ৩টা", "done_work", "চারটি পয়েন্ট"}},
	{title: "start of an online system", service: "institutional-8-online-systems", who: bureau, need: "অনলাইনে ছুটির আবেদন চালু করতে চাই", answers: pairs{
		"e_system", "ছুটি ব্যবস্থাপনা", "users_planned", "40", "focal", "সালমা খাতুন"},
		steps: []pairs{{"ready_score", "70"}, {"tx_before", "12"}, {"users_made", "40"}, {"trained", "38"}, {}, {"live_on", "2026-11-23"}, {"active_30", "31"}},
		paper: "go_live_letter", ends: "delivered", words: words{"পদ্ধতিটি চালু হয়েছে।", "The system is in use."},
		record: pairs{"active_90", "31", "tx_after", "64", "export_checked", "yes"}},
	{title: "procurement advice", service: "institutional-9-procurement-advice", who: bureau, need: "কম্পিউটার কেনার বিনির্দেশ চাই", answers: pairs{
		"goods", "কম্পিউটার", "quantity", "10", "method", "open", "tender_date", "2026-12-10"}, sealed: true, declare: true,
		steps: []pairs{{"specification", "৮ কোর, ১৬ জিবি", "price_sources", "তিনটি দর, নভেম্বর"}},
		paper: "opinion", ends: "advised", words: words{"মতামত দেওয়া হলো।", "The opinion was given."},
		record: pairs{"opinion_given", "as_asked"}},
	{title: "a plain service", service: "citizen-6-outsourcing-training", who: herself, need: "ফ্রিল্যান্সিং শিখতে চাই",
		ends: "advised", words: words{"পরের ব্যাচের নোটিশ দেখুন।", "See the notice of the next batch."}},
}

// TestStories plays each service through: an applicant on a phone, every second one
// in English, and the officer at a desk, who signs in once.
func TestStories(t *testing.T) {
	officer, colleague := signIn(t, visit{}), arrive(t, visit{})
	colleague.signIn(secondOfficer(t))
	for i, s := range stories {
		t.Run(s.title, func(t *testing.T) {
			how := visit{lang: bn, width: phone, noScripts: i%3 == 2}
			if i%2 == 1 {
				how.lang = en
			}
			officer.at(t, how.lang)
			colleague.at(t, how.lang)
			applicant := arrive(t, how)
			slip := s.apply(applicant)
			if s.sealed {
				s.stays(colleague, slip)
			}
			s.work(officer, slip)
			s.hears(applicant, slip)
		})
	}
}

// at lets a visitor take part in another test.
func (v *visitor) at(t *testing.T, l lang) {
	v.t, v.shot, v.lang = t, false, l
	v.name = plainName.Replace(t.Name())
}

// apply fills in the one page that holds all questions.
func (s story) apply(v *visitor) slip {
	v.t.Helper()
	form := "/rupsha/services/" + s.service + "/form"
	v.open("/rupsha/services/" + s.service)
	if s.before {
		v.follow(`main a[href$="/apply"]`)
		if !strings.HasSuffix(v.path(), "/before") || !v.has(`main a[href="tel:999"]`) {
			v.fatalf("before the form comes %s", v.path())
		}
		form += "?read=yes"
	}
	v.open(form)
	v.send("/applications", append(append(append(pairs{}, s.who...), "need", s.need), s.answers...)...)
	slip := v.receipt()
	v.open("/rupsha/track/" + ascii(slip.number))
	v.fill("#code", slip.code)
	v.follow(`form[action$="/entry"] button`)
	v.sees(s.need)
	return slip
}

// stays makes sure that a sealed case is not there for others of the office.
func (s story) stays(v *visitor, mine slip) {
	v.t.Helper()
	if status := v.open("/rupsha/desk/cases/" + ascii(mine.number)); status != 404 {
		v.fatalf("a sealed case answers a colleague with %d", status)
	}
}

// work does what the kind asks for, by the forms of the page of the case.
func (s story) work(v *visitor, mine slip) {
	v.t.Helper()
	v.onCase(mine.number, "/replies", "reply", s.need+" — "+words{"দেখছি।", "We are looking into it."}.in(v.lang))
	if s.declare {
		v.onCase(mine.number, "/interest")
	}
	for i, step := range s.steps {
		task := string(rune('1' + i))
		v.open("/rupsha/desk/cases/" + ascii(mine.number))
		v.send(v.actionOf("f-do-"+task), step.under("do-"+task+"-")...)
	}
	if s.paper != "" && !s.late {
		v.onCase(mine.number, "/sheets?sheet="+s.paper)
	}
	v.onCase(mine.number, "/closure", append(pairs{"outcome", s.ends, "sentence", s.words.in(v.lang)}, s.record.under("record-")...)...)
	v.sees(s.words.in(v.lang))
	if s.paper != "" && s.late {
		v.onCase(mine.number, "/sheets?sheet="+s.paper)
	}
	if s.paper != "" && !v.has(`main a[href*="/sheets/"]`) {
		v.fatalf("the paper %s is not on the page", s.paper)
	}
}

// actionOf is the end of the address of the form in a folded part of the page.
func (v *visitor) actionOf(fold string) string {
	v.t.Helper()
	action := ask[string](v, `document.querySelector('#`+fold+` form')?.getAttribute('action') ?? ''`)
	_, end, found := strings.Cut(action, "/tasks/")
	if !found {
		v.fatalf("no form for the step %s: %q", fold, action)
	}
	return "/tasks/" + end
}

// hears reads what became of it, and the paper, and says that it is solved.
func (s story) hears(v *visitor, mine slip) {
	v.t.Helper()
	v.open("/rupsha/track/" + ascii(mine.number))
	v.sees(s.words.in(v.lang))
	v.sees(words{"দেখছি।", "We are looking into it."}.in(v.lang))
	if state := v.read("main .tag"); state != closedText.in(v.lang) {
		v.fatalf("the closed case says %q", state)
	}
	if s.paper != "" {
		v.follow(`main a[href*="/papers/"]`)
		v.sees(v.read("main h1"))
		v.checkFits(phone)
		v.open("/rupsha/track/" + ascii(mine.number))
	}
	v.checkFits(phone)
	v.choose(`label:has(input[name="solved"][value="yes"])`)
	v.follow(`form[action$="/rating"] button`)
	if v.has(`form[action$="/rating"]`) {
		v.fatalf("the answer was given and is still asked for")
	}
}
