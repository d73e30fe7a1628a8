package daytest

import (
	"maps"
	"slices"
	"testing"

	"dorgora/internal/app"
	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/register"
	"dorgora/internal/upkeep"
)

// TestADayOfTheOffice is the whole story: 20 who walk in, 10 who call, 5 visits, a
// leave from noon, a holiday announced late, a broken promise, a mistake taken back,
// a duplicate, an incident, more time, and a question for the office next door.
func TestADayOfTheOffice(t *testing.T) {
	engines(t, func(s *scene) {
		broken := s.thursday()
		visits := s.sunday()
		open := s.morning()
		s.visitsOfTheMorning(visits)
		s.beforeNoon(open)
		s.leave()
		s.visitsOfTheAfternoon(visits)
		s.receive(s.rafiq, "in_person", lateWalkIns)
		s.holiday(visits, open)
		s.outage(open)
		s.escalation(broken)
		s.evening(open)
	})
}

// thursday: a centre applies from a phone and is promised two working days.
func (s *scene) thursday() (number string) {
	s.Helper()
	s.at("2026-11-19 10:00")
	offer := ok(s.Shelf.At(s.Context(), app.FirstOffice, s.now))(s)
	i := slices.IndexFunc(offer.Services, func(one catalogue.Service) bool { return one.Key == "citizen-4" })
	s.citizen.open("/rupsha/services/" + offer.Services[i].Slug + "/form")
	s.citizen.send("applications", append([]string{
		"for", "self", "name", "শ্রীফলতলা ডিজিটাল সেন্টার", "mobile", "01755000001", "need", "পোর্টালে ঢোকা যায় না", "hear", "sms",
	}, centre("রূপসা-০১", "শ্রীফলতলা")...)...)
	number = ok(s.Cases.OpenNumbers(s.Context(), app.FirstOffice))(s)[0]
	s.enter("citizen-4", register.Received)
	if got := s.due(number); got != "2026-11-23 17:00" {
		s.Fatalf("promised for %s", got)
	}
	return number
}

// sunday: five who cannot come are promised a visit on Monday, two in each half of
// the day by the head and one by her assistant; and the head is reminded of what
// falls due on Monday.
func (s *scene) sunday() (visits []string) {
	s.Helper()
	s.at("2026-11-22 09:00")
	s.come(s.najma)
	people := []visitor{
		{at: "10:00", name: "হালিমা খাতুন", mobile: "01766000001"}, {at: "10:10", name: "বাবলু শেখ", mobile: "01766000002"},
		{at: "10:20", name: "চন্দনা রায়", mobile: "01766000003"}, {at: "10:30", name: "দুলাল মিয়া", mobile: "01766000004"},
		{at: "10:40", name: "এমদাদুল হক", mobile: "01766000005"},
	}
	slots := [][2]string{
		{"head", "2026-11-23.am.1"}, {"head", "2026-11-23.am.2"}, {"desk", "2026-11-23.am.1"}, {"head", "2026-11-23.pm.1"}, {"head", "2026-11-23.pm.2"},
	}
	for i, v := range people {
		v.service, v.need, v.more = "citizen-2", "কম্পিউটার চালু হয় না", advice
		number := s.takes(s.najma, "phone", v)
		if slots[i][0] == "desk" {
			s.act(s.najma, number, "assignment", "post", "desk", "reason", "আপনি যাবেন")
		}
		s.najma.open("/rupsha/desk/cases/" + number + "/appointments?kind=visit&post=" + slots[i][0])
		s.najma.send("appointments", "slot", slots[i][1], "union", "নৈহাটি", "place", "বাজারের পাশে")
		s.hears(number, "appointment.notice.booked", v.mobile)
		visits = append(visits, number)
	}
	return visits
}

// receive is a stretch of the counter; it returns the numbers of those whose matter
// was not settled at once, by name and channel.
func (s *scene) receive(clerk *reader, channel string, list []visitor) map[string]string {
	s.Helper()
	open := map[string]string{}
	for _, v := range list {
		if number := s.takes(clerk, channel, v); v.said == "" {
			open[v.name+", "+channel] = number
		}
	}
	return open
}

func (s *scene) morning() map[string]string {
	s.Helper()
	s.at("2026-11-23 09:00")
	s.come(s.najma, s.rafiq, s.superior, s.farhana)
	open := s.receive(s.najma, "in_person", walkIns)
	maps.Copy(open, s.receive(s.najma, "phone", calls))
	return open
}

// act opens a case and sends one of its forms.
func (s *scene) act(who *reader, number, action string, fields ...string) {
	s.Helper()
	who.open("/rupsha/desk/cases/" + number)
	who.send(action, fields...)
}

// closes ends a case as delivered.
func (s *scene) closes(who *reader, number, sentence string, record ...string) {
	s.Helper()
	s.act(who, number, "closure", append([]string{"outcome", "delivered", "sentence", sentence}, record...)...)
	c := s.kept(number)
	if c.Outcome != casework.Delivered {
		s.Fatalf("%s is %s", number, c.Outcome)
	}
	s.served(c.Service.Key)
}

// note is what must be recorded of advice that was given.
var note = []string{"record-specification", "বছরে একবার পরিষ্কার করুন", "record-paid_by", "nobody", "record-no_interest", "yes"}

// visited writes down a visit from arrival to departure and ends its case.
func (s *scene) visited(who *reader, number, arrived, left string) {
	s.Helper()
	who.open("/rupsha/desk/cases/" + number + "/appointments")
	link := who.link("/desk/appointments/")
	who.open(link)
	who.send("arrival", "arrived", arrived)
	who.open(link)
	who.send("departure", "left", left, "tried", "পাওয়ার সাপ্লাই বদলানো হয়েছে", "done", "yes")
	s.act(who, number, "tasks/visit/completion", "do-2-arrived", arrived, "do-2-left", left, "do-2-agreed", "yes", "do-2-tried", "পাওয়ার সাপ্লাই")
	s.closes(who, number, "কম্পিউটার চালু হয়েছে।", note...)
}

func (s *scene) visitsOfTheMorning(visits []string) {
	s.Helper()
	s.at("11:52")
	s.visited(s.najma, visits[0], "০৯:৩০", "১০:১০")
	s.visited(s.najma, visits[1], "১১:১৫", "১১:৩০")
	s.visited(s.rafiq, visits[2], "১০:০০", "১১:৩০")
}

// beforeNoon the head answers what came in: one refusal, one question for next door,
// one mistake taken back, two that are one, and one that takes longer.
func (s *scene) beforeNoon(open map[string]string) {
	s.Helper()
	s.at("11:54")
	s.act(s.najma, open["মনিরা পারভীন, in_person"], "closure", "outcome", "refused", "sentence", "তালিকাটি এই কার্যালয়ে রাখা হয় না।")
	s.enter("citizen-1", register.Refused)
	s.act(s.najma, open["রাশেদা আক্তার, in_person"], "referrals", "refer-within", "doict-dighalia", "refer-reason", "প্রশিক্ষণটি দিঘলিয়ার")

	s.at("11:56")
	mistaken := open["ফজলুর রহমান, in_person"]
	s.act(s.najma, mistaken, "closure", append([]string{"outcome", "delivered", "sentence", "ভুল আবেদনে লেখা।"}, note...)...)
	s.now = s.now.Add(20e9)
	s.act(s.najma, mistaken, "undoing")
	s.hears(mistaken, "casework.notice.closed.delivered")
	if c := s.kept(mistaken); c.Ended() {
		s.Error("the mistake stands")
	}
	s.closes(s.najma, mistaken, "পাসওয়ার্ড বদলানো হয়েছে।", note...)

	s.at("11:58")
	first, again := open["সালমা খাতুন, in_person"], open["সালমা খাতুন, phone"]
	s.najma.open("/rupsha/desk/cases/" + again)
	s.najma.shows("মিল আছে")
	s.najma.send("merger", "merge-into", first)
	s.act(s.najma, open["নাজমুল হক, in_person"], "extension", "extend-days", "৩", "extend-reason", "তার আসেনি")
	if got := s.due(open["নাজমুল হক, in_person"]); got != "2026-12-03 17:00" {
		s.Errorf("with three days more it is promised for %s", got)
	}
	s.hears(open["নাজমুল হক, in_person"], "casework.notice.extended", "01711223355")
}

// leave: from noon the head is away, and her assistant answers in her place.
func (s *scene) leave() {
	s.Helper()
	s.at("12:00")
	s.najma.open("/rupsha/posts/head")
	s.najma.send("substitutions", "absent", s.najma.option("absent", "নাজমা আক্তার"), "stand_in", s.najma.option("stand_in", "রফিকুল ইসলাম"),
		"leave_until-day", "২৪", "leave_until-month", "১১", "leave_until-year", "২০২৬", "reason", "নৈমিত্তিক ছুটি")
	chart := ok(s.Offices.Chart(s.Context(), app.FirstOffice))(s)
	who := ok(chart.Answerable(app.FirstOffice, "head", s.now))(s)
	if who.Person.Name != "রফিকুল ইসলাম" {
		s.Fatalf("%s answers", who.Person.Name)
	}
	s.rafiq.open("/rupsha/desk")
	s.rafiq.shows("সভাকক্ষে নেটওয়ার্ক বসানো")
}

// visitsOfTheAfternoon are the stand-in's: one finds the house, the other finds
// nobody and is planned again.
func (s *scene) visitsOfTheAfternoon(visits []string) {
	s.Helper()
	s.at("14:20")
	s.visited(s.rafiq, visits[3], "১৩:২০", "১৪:০০")
}

// holiday: at a quarter past three the day after tomorrow is declared closed, and
// every open promise that counts it moves by a day, with a word to the applicant.
func (s *scene) holiday(visits []string, open map[string]string) {
	s.Helper()
	s.at("15:40")
	missed := visits[4]
	s.rafiq.open("/rupsha/desk/cases/" + missed + "/appointments")
	s.rafiq.open(s.rafiq.link("/desk/appointments/"))
	s.rafiq.send("absence", "reason", "বাড়িতে কেউ ছিলেন না")
	s.rafiq.open("/rupsha/desk/cases/" + missed + "/appointments?kind=visit&post=desk")
	s.rafiq.send("appointments", "slot", "2026-11-24.am.1")
	s.hears(missed, "appointment.notice.booked", "01766000005", "01766000005")

	s.at("15:45")
	technical := open["নাজমুল হক, in_person"]
	if got := s.due(missed); got != "2026-11-25 17:00" {
		s.Errorf("before the holiday the visit's case is promised for %s", got)
	}
	s.rafiq.open("/rupsha/calendar/new")
	s.rafiq.send("calendar/announcements", "date-day", "২৫", "date-month", "১১", "date-year", "২০২৬", "name", "উপজেলা পরিষদের উপনির্বাচন", "source", "উনিঅ/১১২")
	for number, want := range map[string]string{missed: "2026-11-26 17:00", technical: "2026-12-06 17:00"} {
		if got := s.due(number); got != want {
			s.Errorf("with the holiday %s is promised for %s and not %s", number, got, want)
		}
		s.hears(number, "casework.notice.recounted", s.kept(number).Application.Mobile[3:])
		s.rafiq.open("/rupsha/desk/cases/" + number)
		s.rafiq.shows("যা যা তারিখ বদলেছে", "উপনির্বাচন")
	}
}

// outage: three centres have one cause. It is told to all three at once, and each is
// closed by its own clock.
func (s *scene) outage(open map[string]string) {
	s.Helper()
	s.at("16:00")
	numbers := []string{open["নৈহাটি ডিজিটাল সেন্টার, phone"], open["ঘাটভোগ ডিজিটাল সেন্টার, phone"], open["আইচগাতী ডিজিটাল সেন্টার, phone"]}
	s.act(s.rafiq, numbers[0], "incident", "group-incident", "new", "group-title", "মূল লাইন কাটা")
	for _, number := range numbers[1:] {
		s.rafiq.open("/rupsha/desk/cases/" + number)
		s.rafiq.send("incident", "group-incident", s.rafiq.option("group-incident", "মূল লাইন কাটা"))
	}
	incident := "/rupsha/desk/incidents/" + s.kept(numbers[0]).Incident
	s.rafiq.open(incident)
	s.rafiq.shows("৩টি আবেদন")
	s.rafiq.send("broadcast", "words", "মূল লাইন কাটা পড়েছে; বিকেল সাড়ে চারটায় ঠিক হবে।")
	for i, number := range numbers {
		s.hears(number, "casework.notice.replied", []string{"01711224401", "01711224402", "01711224403"}[i])
	}
	s.at("16:40")
	for _, number := range numbers {
		s.act(s.rafiq, number, "tasks/cause/completion", "do-1-cause_of", "provider")
		s.closes(s.rafiq, number, "সংযোগ ফিরেছে।", "record-solution", "মূল লাইন জোড়া দেওয়া")
	}
	s.rafiq.open(incident)
	s.rafiq.send("end")
}

// escalation: at five the promise to the centre of Thursday breaks. Who answers, the
// superior and the applicant hear it in that minute; the superior instructs, and is
// answered.
func (s *scene) escalation(broken string) {
	s.Helper()
	s.hears(broken, "casework.notice.warned", "01711000011") // on Sunday, when the head was here
	s.at("16:59")
	s.hears(broken, "casework.notice.breached")
	s.at("17:00")
	s.hears(broken, "casework.notice.breached", "01711000012", "01711000013")
	s.hears(broken, "casework.notice.late", "01755000001")
	s.at("17:01")
	s.hears(broken, "casework.notice.late", "01755000001")

	s.superior.open("/doict-khulna/desk/below")
	s.superior.shows("পোর্টালে ঢোকা যায় না", "রূপসা আইসিটি কার্যালয়")
	s.act(s.superior, broken, "instructions", "order-order", "আজই ফোন করে ঢুকিয়ে দিন", "order-due-day", "২৩", "order-due-month", "১১", "order-due-year", "২০২৬")
	s.at("17:20")
	s.act(s.rafiq, broken, "tasks/cause/completion", "do-1-cause_of", "use")
	s.rafiq.open("/rupsha/desk/cases/" + broken)
	s.rafiq.shows("আজই ফোন করে ঢুকিয়ে দিন")
	s.rafiq.send(ok(s.answer(broken))(s), "answer-1-answer", "ফোনে ঢুকিয়ে দেওয়া হয়েছে")
	s.superior.open("/doict-khulna/desk/below")
	s.superior.shows("ফোনে ঢুকিয়ে দেওয়া হয়েছে", "জবাব এসেছে")
	s.act(s.rafiq, broken, "closure", "outcome", "delivered", "sentence", "এখন পোর্টালে ঢোকা যাচ্ছে।", "record-solution", "পাসওয়ার্ড নতুন করা")
	s.enter("citizen-4", register.Late)
}

// answer is the address of the form that answers the first instruction of a case.
func (s *scene) answer(number string) (string, error) {
	c, err := s.Cases.Case(s.Context(), app.FirstOffice, number)
	if err != nil || len(c.Orders) == 0 {
		return "", err
	}
	return "instructions/" + c.Orders[0].ID + "/answer", nil
}

// evening: next door takes the question over, an applicant takes hers back, the
// duplicate ends with its first; then the register says what the day did, and
// nothing disagrees with anything.
func (s *scene) evening(open map[string]string) {
	s.Helper()
	s.at("17:25")
	referred := open["রাশেদা আক্তার, in_person"]
	s.farhana.open("/dighalia/desk/offers")
	s.farhana.shows("দিঘলিয়ার প্রশিক্ষণে নাম আছে কি?", "প্রশিক্ষণটি দিঘলিয়ার")
	s.farhana.send("offers/"+referred+"/acceptance", "o"+referred+"-service", s.farhana.option("o"+referred+"-service", "citizen-1-"),
		"o"+referred+"-sentence", "দিঘলিয়া কার্যালয় বিষয়টি নিয়েছে।")
	if c := s.kept(referred); c.Outcome != casework.PassedOn || c.Referral.Number == "" {
		s.Errorf("the question for next door is %s", c.Outcome)
	}
	s.enter("citizen-1", register.Otherwise)

	withdrawn := open["আসমা খাতুন, in_person"]
	s.citizen.open("/rupsha/track/" + withdrawn)
	s.citizen.send("entry", "code", s.Desk.Codes.Code(withdrawn))
	s.citizen.open("/rupsha/track/" + withdrawn + "/withdrawal")
	s.citizen.send("withdrawal")
	s.enter("citizen-6", register.Withdrawn)

	s.at("17:28")
	first, again := open["সালমা খাতুন, in_person"], open["সালমা খাতুন, phone"]
	s.closes(s.rafiq, first, "ব্যাটারি বদলে চালু হয়েছে।", note...)
	s.served(s.kept(again).Service.Key)
	if c := s.kept(again); !c.Ended() || c.Into != first {
		s.Errorf("the duplicate is %s", c.Status)
	}
	s.at("17:30")
	if n := s.balanced()[""]; n[register.Received] != 36 || n[register.Pending] != 2 {
		s.Errorf("the day has %d cases, %d of them open", n[register.Received], n[register.Pending])
	}
	s.agrees(s.rafiq)
	_, err := upkeep.Verify(s.Context(), s.Program, func(one upkeep.Problem) {
		s.Errorf("verify: %s %s: %s %v", one.Office, one.Subject, one.Message, one.Args)
	}, func() {})
	s.check(err)
}
