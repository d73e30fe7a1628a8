package e2e

import (
	"strings"
	"testing"
)

// walk is one application from the first search to the last sentence.
type walk struct {
	title string
	visit
	asks     string // typed into the search on the home page
	who      string // applies for: self, behalf, institution
	sentence string // the officer's last words
}

var walks = []walk{
	{"in Bangla with scripts, for oneself", visit{lang: bn, width: phone}, "ল্যাবের কম্পিউটার নষ্ট", "self",
		"ল্যাবের ছয়টি কম্পিউটার সারানো হয়েছে, লাইসেন্স নবায়ন করা হয়েছে।"},
	{"in Bangla without scripts, on behalf of somebody", visit{lang: bn, noScripts: true}, "ল্যাবের কম্পিউটার নস্ট", "behalf",
		"দুটি কম্পিউটারে নতুন হার্ডডিস্ক বসানো হয়েছে।"},
	{"in English with scripts, for an institution", visit{lang: en}, "computer lab", "institution",
		"Six computers were repaired and their licences renewed."},
	{"in English without scripts, for oneself", visit{lang: en, width: phone, noScripts: true}, "lab support", "self",
		"The projector works again; its cable was replaced."},
}

// What the pages say in the two languages.
var (
	deliveredText = words{"সেবা দেওয়া হয়েছে", "Service delivered"}
	waitingText   = words{"আপনার অপেক্ষায়", "Waiting for you"}
	closedText    = words{"নিষ্পন্ন", "Closed"}
)

func TestWalk(t *testing.T) {
	for _, w := range walks {
		t.Run(w.title, func(t *testing.T) {
			applicant := arrive(t, w.visit)
			slip := w.apply(applicant)
			applicant.find("/rupsha", slip)
			officer := signIn(t, visit{lang: w.lang, noScripts: w.noScripts})
			missing := w.asksBack(officer, slip)
			w.answers(applicant, missing)
			w.closes(officer, slip)
			applicant.open("/rupsha/track/" + ascii(slip.number))
			applicant.sees(w.sentence)
			if state := applicant.read("main .tag"); state != closedText.in(w.lang) {
				applicant.fatalf("the closed case says %q", state)
			}
		})
	}
}

// slip is what an applicant takes home, as printed.
type slip struct{ number, code string }

// ascii turns Bangla digits into ASCII digits without spaces.
func ascii(digits string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '০' && r <= '৯':
			return r - '০' + '0'
		case r == ' ' || r == '\u00a0' || r == '\u202f':
			return -1
		}
		return r
	}, digits)
}

// apply searches the service on the home page, applies and reads the receipt.
func (w walk) apply(v *visitor) slip {
	v.t.Helper()
	v.open("/rupsha")
	v.fill("#q", w.asks)
	v.follow(`form[role="search"] button`)
	v.follow(`main ol a[href$="/services/citizen-3-lab-support"]`)
	v.follow(`main a[href$="/apply"]`)
	v.follow(`form[action$="/drafts"] button`)
	w.questions(v)
	v.sees("সালমা খাতুন")
	v.follow(`form[action$="/submission"] button`)
	return v.receipt()
}

// labFault answers what the kind of lab support asks.
var labFault = pairs{"lab_eiin", "১১৭৪৫৬", "lab_name", "নৈহাটি মাধ্যমিক বিদ্যালয়ের ল্যাব", "asked_for", "fault", "broken", "6"}

// questions answers the pages of questions.
func (w walk) questions(v *visitor) {
	v.t.Helper()
	v.choose(`label:has(input[name="for"][value="` + w.who + `"])`)
	v.follow(`button[value="next"]`)
	if w.who == "institution" {
		v.fill("#body", "নৈহাটি মাধ্যমিক বিদ্যালয়")
		v.fill("#eiin", "১১৭৪৫৬")
		v.fill("#memo", "নৈমাবি/২০২৬/৪৫")
		v.fill(`[name="memo_date-day"]`, "২২")
		v.fill(`[name="memo_date-month"]`, "১১")
		v.fill(`[name="memo_date-year"]`, "২০২৬")
	}
	v.fill("#name", "সালমা খাতুন")
	v.fill("#mobile", "০১৭১১ ২২৩ ৩৪৪")
	if w.who == "behalf" {
		v.fill("#helper", "রবিউল ইসলাম")
		v.fill("#helper_phone", "01811223344")
	}
	v.follow(`button[value="next"]`)
	v.fill("#need", "ল্যাবের ছয়টি কম্পিউটার চালু হচ্ছে না, লাইসেন্সের মেয়াদও শেষ।")
	v.fillIn("/need", labFault...)
	v.follow(`button[value="next"]`)
	v.attach("#paper-0", photo(v.t))
	for _, later := range ask[[]string](v, `[...document.querySelectorAll('input[name^="later-"]')].map(box => box.name)`) {
		if later != "later-0" {
			v.choose(`label:has(input[name="` + later + `"])`)
		}
	}
	v.follow(`button[value="next"]`)
	if !strings.HasSuffix(v.path(), "/check") {
		v.fatalf("after the papers comes %s and not the check", v.path())
	}
}

// receipt reads number and code, prints the slip and makes sure that it says the
// same.
func (v *visitor) receipt() slip {
	v.t.Helper()
	if !strings.Contains(v.path(), "/receipts/") {
		v.fatalf("submitting leads to %s and not to a receipt", v.path())
	}
	mine := slip{number: v.read(".nums > div:nth-of-type(1) .no"), code: v.read(".nums > div:nth-of-type(2) .no")}
	if len(ascii(mine.number)) != 11 || len(ascii(mine.code)) != 6 {
		v.fatalf("the receipt shows number %q and code %q", mine.number, mine.code)
	}
	receipt := v.address()
	v.goTo(receipt) // safe when reloaded
	if again := v.read(".nums .no"); again != mine.number {
		v.fatalf("the reloaded receipt shows %q, first it was %q", again, mine.number)
	}
	v.follow(`a[href$="/slip"]`)
	v.sees(mine.number)
	v.sees(mine.code)
	return mine
}

// find looks a case up from the home page with number and code, as somebody who
// holds only the slip.
func (v *visitor) find(home string, mine slip) {
	v.t.Helper()
	v.open(home)
	v.fill("#number", mine.number)
	v.follow(`form:has(#number) button`)
	if page := v.read("main"); strings.Contains(page, "সালমা খাতুন") {
		v.fatalf("a number alone shows the name of the applicant")
	}
	v.fill("#code", mine.code)
	v.follow(`form[action$="/entry"] button`)
	v.sees("সালমা খাতুন")
}

// asksBack opens the case from the officer's list and asks for what is missing.
func (w walk) asksBack(v *visitor, mine slip) (missing string) {
	v.t.Helper()
	v.open("/rupsha/desk")
	if !v.has(`li.req h3 a[href$="/desk/cases/` + ascii(mine.number) + `"]`) {
		v.fatalf("the new case %s is not in the officer's list", mine.number)
	}
	v.fill("#q", mine.number)
	v.follow(`form[role="search"] button`)
	if want := "/rupsha/desk/cases/" + ascii(mine.number); v.path() != want {
		v.fatalf("the number typed into the list's search leads to %s", v.path())
	}
	v.follow(`form[action$="/start"] button`)
	missing = words{"কম্পিউটারের গায়ের লাইসেন্স স্টিকারের ছবি", "A photo of the licence sticker on the computer"}.in(w.lang)
	v.send("/requests", "missing", missing)
	return missing
}

// answers sends the photo that the office asked for.
func (w walk) answers(v *visitor, missing string) {
	v.t.Helper()
	v.goTo(v.address())
	v.sees(missing)
	if state := v.read("main .tag"); state != waitingText.in(w.lang) {
		v.fatalf("the case that waits for the applicant says %q", state)
	}
	v.attach("#paper-0", photo(v.t))
	v.fill("#answer", "স্টিকারটি প্রথম কম্পিউটারের।")
	v.follow(`form[action$="/answer"] button`)
	if v.has(`form[action$="/answer"]`) {
		v.fatalf("the answer was sent and is still asked for")
	}
}

// closes looks at the photo, decides how the lab is helped, and closes the case as
// delivered.
func (w walk) closes(v *visitor, mine slip) {
	v.t.Helper()
	v.open("/rupsha/desk/cases/" + ascii(mine.number))
	if !v.has(`main a[href*="/files/"]`) {
		v.fatalf("the officer sees no link to the photo that came")
	}
	v.send(v.actionOf("f-do-1"), "do-1-by_way", "remote")
	v.open("/rupsha/desk/cases/" + ascii(mine.number) + "?do=close")
	v.choose(`label:has(input[name="outcome"][value="delivered"])`)
	v.fill("#sentence", w.sentence)
	v.fill("#record-work_done", "হার্ডডিস্ক বদল")
	v.follow(`form[action$="/closure"] button`)
	v.sees(deliveredText.in(w.lang))
}
