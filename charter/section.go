package charter

import (
	"fmt"
	"regexp"
	"strings"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/charter/internal/heading"
)

// paragraph reads one line outside the cells of services.
func (p *parser) paragraph(text, where string) {
	kind, rest := heading.Title(text)
	if kind == heading.Frame {
		return
	}
	if p.date(text) && kind == heading.None {
		return
	}
	switch kind {
	case heading.Charter:
		p.charter.Title = appended(p.charter.Title, text)
	case heading.None:
		p.plain(text, where)
	case heading.Subordinate:
		p.start(kind)
		p.unread(where, text)
	default:
		p.start(kind)
		if rest != "" {
			p.state(rest, where)
		}
	}
}

// start begins a section, or a group of services.
func (p *parser) start(kind heading.Kind) {
	p.part = kind
	switch kind {
	case heading.Citizen, heading.Institutional, heading.Internal:
		p.group = Group(kind)
		p.part = heading.Services
	case heading.Subordinate:
		p.group = ""
	}
}

// officeLine is a line that names an office, which stands above the sections.
var officeLine = regexp.MustCompile(`(?i)কার্যালয়|দপ্তর|মন্ত্রণালয়|পরিষদ|পৌরসভা|অফিস|ব্যুরো|office|ministry|department|council|municipality`)

// plain keeps a line that announces nothing: in its section, in the title above
// the first section, or as unread.
func (p *parser) plain(text, where string) {
	if _, ok := p.section(); ok {
		p.state(text, where)
		return
	}
	above := p.part == heading.None && len(p.charter.Services) == 0
	if above && utf8.RuneCountInString(text) <= 100 && !leading.MatchString(text) && officeLine.MatchString(text) {
		p.charter.Title = appended(p.charter.Title, text)
		return
	}
	p.prose = append(p.prose, proseLine{group: p.group, unread: len(p.charter.Unread)})
	p.unread(where, text)
}

// section is the section that texts now belong to.
func (p *parser) section() (Section, bool) {
	switch p.part {
	case heading.Vision, heading.VisionMission:
		return Vision, true
	case heading.Mission:
		return Mission, true
	case heading.Expectations:
		return Expectations, true
	case heading.Grievance:
		return Grievance, true
	}
	return "", false
}

// filler is a line of dots or strokes left to be filled in.
var filler = regexp.MustCompile(`^[\s.…_·\-–—।]*$`)

// state adds a line to the section that is open.
func (p *parser) state(text, where string) {
	section, ok := p.section()
	if !ok || filler.MatchString(text) {
		p.unread(where, text)
		return
	}
	p.charter.Sections[section] = appended(p.charter.Sections[section], text)
}

var (
	revised = regexp.MustCompile(`(?i)হাল\s*-?\s*নাগাদ|সংশোধিত|updated|last update|revised`)
	issued  = regexp.MustCompile(`(?i)তারিখ|প্রকাশকাল|প্রকাশের|\bdate\b`)
	// day is a date in figures or with the name of its month.
	day = regexp.MustCompile(`[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}|[0-9]{1,2}\s*[./-]\s*[0-9]{1,2}\s*[./-]\s*[0-9]{2,4}|[0-9]{1,2}(?:লা|রা|ঠা|ই|শে|st|nd|rd|th)?\s+[\p{Bengali}A-Za-z]+,?\s+[0-9]{4}`)
	// ordinal is the ending of a day before its month.
	ordinal = regexp.MustCompile(`^([0-9]{1,2})(?:লা|রা|ঠা|ই|শে|st|nd|rd|th)\s`)
	gap     = regexp.MustCompile(`\s*([./-])\s*`)
)

// date takes the date of the charter from a line such as "হালনাগাদ: ০১/০৭/২০২৬".
// A date of revision is surer than a bare one. Long lines are prose.
func (p *parser) date(text string) bool {
	sure := 0
	switch {
	case utf8.RuneCountInString(text) > 120:
	case revised.MatchString(text):
		sure = 2
	case issued.MatchString(text):
		sure = 1
	}
	if sure == 0 {
		return false
	}
	printed := day.FindString(bangla.ASCII(text))
	printed = ordinal.ReplaceAllString(gap.ReplaceAllString(printed, "$1"), "$1 ")
	year, month, dayOfMonth, err := bangla.ParseDate(printed)
	if printed == "" || err != nil {
		return false
	}
	if sure > p.dated {
		p.dated = sure
		p.charter.Date = fmt.Sprintf("%04d-%02d-%02d", year, month, dayOfMonth)
	}
	return true
}

// proseLine is an unread line that may be a promise in prose.
type proseLine struct {
	group  Group
	unread int // its index in Charter.Unread
}

var (
	// lasting is the mention of a time, which a promise in prose ends with.
	lasting = regexp.MustCompile(`(?i)দিন|দিবস|ঘন্টা|ঘণ্টা|মিনিট|মাস|বছর|বৎসর|তাৎক্ষণিক|\bdays?\b|\bhours?\b|\bmonths?\b|immediate`)
	digit   = regexp.MustCompile(`[0-9০-৯]\s*$`)
)

// readProse finds promises of the shape "১। নাম – ০২ দিন" in a charter that has
// no table. Every other line stays unread.
func (p *parser) readProse() {
	if len(p.charter.Services) > 0 {
		return
	}
	read := map[int]bool{}
	for _, line := range p.prose {
		text := p.charter.Unread[line.unread].Text
		m := leading.FindStringSubmatch(text)
		if m == nil {
			continue
		}
		name, promise, ok := splitPromise(m[2])
		if !ok {
			continue
		}
		service := Service{Group: line.group, Serial: serialOf(m[1]), Name: name}
		service.Cells = map[Meaning]string{Serial: m[1], Name: name, TimeOf: promise}
		p.charter.Services = append(p.charter.Services, service)
		read[line.unread] = true
	}
	kept := p.charter.Unread[:0]
	for i, one := range p.charter.Unread {
		if !read[i] {
			kept = append(kept, one)
		}
	}
	p.charter.Unread = kept
}

// splitPromise cuts a line at its last stroke that stands before a time and is
// not inside a range such as "০১-০৭".
func splitPromise(line string) (name, promise string, ok bool) {
	for at := len(line); ; {
		at = strings.LastIndexAny(line[:at], "-–—")
		if at <= 0 {
			return "", "", false
		}
		_, size := utf8.DecodeRuneInString(line[at:])
		name, promise = strings.TrimSpace(line[:at]), strings.TrimSpace(line[at+size:])
		inRange := digit.MatchString(line[:at]) && promise != "" && digit.MatchString(promise[:min(len(promise), 3)])
		if !inRange && lasting.MatchString(promise) {
			name = strings.TrimRight(name, " -–—:ঃ")
			return name, promise, name != ""
		}
	}
}
