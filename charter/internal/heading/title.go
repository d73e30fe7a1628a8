package heading

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Kind is what a line announces.
type Kind string

// The kinds of lines that are no prose.
const (
	None          Kind = ""
	Charter       Kind = "title"
	Vision        Kind = "vision"
	Mission       Kind = "mission"
	VisionMission Kind = "vision_mission"
	Services      Kind = "services"
	Citizen       Kind = "citizen"
	Institutional Kind = "institutional"
	Internal      Kind = "internal"
	Expectations  Kind = "expectations"
	Grievance     Kind = "grievance"
	Subordinate   Kind = "subordinate" // charters of offices below
	Frame         Kind = "frame"       // what the portal prints around every page
)

// maxTitle is the most letters of a title.
const maxTitle = 80

// number is the numbering before a title, of which digits may have been lost:
// "২.১)", "২৩)", ".১)", "(ক)", "ক.", "##".
var number = regexp.MustCompile(`^[\s#*•>]*(?:[.।]*\s*\(?[0-9০-৯]+(?:\s*[.।]\s*[0-9০-৯]+)*\s*[.।):ঃ\-–]*|[.।]+|\(?[ক-ঙa-zA-Z]\)|[ক-ঙ][.।])?[\s*]*`)

// label is a short name with what it announces on the same line.
var label = regexp.MustCompile(`^([^:ঃ–—]{2,60}?)\s*(?:[:ঃ–—]+-?|\s-)\s*(\S.*)$`)

var brackets = regexp.MustCompile(`\([^()]*\)`)

// titles are lines that say the phrase and nothing else.
var titles = []struct {
	kind    Kind
	phrases []phrase
}{
	{VisionMission, compile("", 0, "ভিশন ও মিশন|ভিশন এবং মিশন|ভিশন মিশন|রূপকল্প ও অভিলক্ষ্য|রূপকল্প এবং অভিলক্ষ্য|vision and mission|vision mission")},
	{Vision, compile("", 0, "ভিশন|রূপকল্প|vision|our vision")},
	{Mission, compile("", 0, "মিশন|অভিলক্ষ্য|mission|our mission")},
	{Services, compile("", 0, "প্রতিশ্রুত সেবাসমূহ|প্রতিশ্রুতি সেবাসমূহ|প্রতিশ্রুত সেবা|সেবাসমূহ|সেবার তালিকা|সেবা প্রদান প্রতিশ্রুতিসমূহ|প্রদেয় সেবাসমূহ|প্রদত্ত সেবাসমূহ|promised services|services|list of services|our services")},
	{Citizen, compile("", 0, "নাগরিক")},
	{Institutional, compile("", 0, "প্রাতিষ্ঠানিক|দাপ্তরিক")},
	{Internal, compile("", 0, "অভ্যন্তরীণ")},
}

// marks are phrases that make a short line a title wherever they stand in it.
var marks = []struct {
	kind    Kind
	phrases []phrase
}{
	{Frame, compile("", 0, "পরিকল্পনা ও বাস্তবায়নে|কারিগরি সহায়তায়|সাইটটি শেষ হালনাগাদ|maximum characters exceeded")},
	{Subordinate, compile("", 0, "আওতাধীন দপ্তর|আওতাধীন অধিদপ্তর|আওতাধীন অফিস|অধীনস্থ দপ্তর|subordinate offices")},
	{Expectations, compile("", 0, "আমাদের প্রত্যাশা|নিকট প্রত্যাশা|কাছে প্রত্যাশা|our expectation|expectations from")},
	{Grievance, compile("", 0, "অভিযোগ প্রতিকার|অভিযোগ ব্যবস্থাপনা|অভিযোগ নিষ্পত্তি|grievance|complaint redress|complaint management")},
	{Citizen, compile("", 0, "নাগরিক সেবা|নাগরিক পর্যায়ে|citizen service|services for citizen|services to citizen|civic service")},
	{Institutional, compile("", 0, "প্রাতিষ্ঠানিক সেবা|দাপ্তরিক সেবা|institutional service|official service|organizational service|organisational service")},
	{Internal, compile("", 0, "অভ্যন্তরীণ সেবা|internal service")},
	{Charter, compile("", 0, "সিটিজেন চার্টার|সিটিজেনস চার্টার|সিটিজেন্স চার্টার|নাগরিক সনদ|সেবা প্রদান প্রতিশ্রুতি|citizen charter|citizens charter|citizen's charter")},
}

// Title says what a line announces, and what it says itself: "ভিশন: সুশাসন"
// announces the vision and states it.
func Title(line string) (kind Kind, rest string) {
	if len(line) > 8_000 {
		return None, ""
	}
	core := strings.Trim(number.ReplaceAllString(line, ""), "*_ ")
	if m := label.FindStringSubmatch(core); m != nil {
		switch kind := exact(m[1]); kind {
		case Vision, Mission:
			return kind, m[2]
		}
	}
	if utf8.RuneCountInString(core) > maxTitle {
		return None, ""
	}
	if kind := exact(core); kind != None {
		return kind, ""
	}
	f := formOf(brackets.ReplaceAllString(core, " "))
	for _, mark := range marks {
		if f.hasAny(mark.phrases) && (mark.kind == Frame || mark.kind == Charter || titled(core)) {
			return mark.kind, ""
		}
	}
	return None, ""
}

// promised is a stroke with words after it, as in "অভিযোগ নিষ্পত্তি – সাত দিন".
var promised = regexp.MustCompile(`(?:[–—]|\s-)\s*\pL`)

// titled reports whether a line with the words of a title can be one: it holds
// no number, such as a duration, is no promise, and does not end as a sentence.
func titled(core string) bool {
	return !promised.MatchString(core) && !strings.ContainsAny(core, "0123456789০১২৩৪৫৬৭৮৯") && !strings.HasSuffix(core, "।") && !strings.Contains(core, "। ")
}

// exact gives the kind of a line that says a title and nothing else.
func exact(core string) Kind {
	key := formOf(brackets.ReplaceAllString(core, " ")).squeezed
	n := utf8.RuneCountInString(key)
	for _, title := range titles {
		for _, p := range title.phrases {
			if key == p.key {
				return title.kind
			}
			wanted := utf8.RuneCountInString(p.key)
			if p.edits > 0 && n-wanted <= 1 && wanted-n <= 1 && within(key, p.key, 1) {
				return title.kind
			}
		}
	}
	return None
}
