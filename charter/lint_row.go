package charter

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/charter/internal/contact"
	"dorgora/charter/internal/place"
)

// placeCells are the cells in which an office says where it is.
var placeCells = []Meaning{OfficerOf, SuperiorOf, PapersOf, PapersFrom, Place}

func (l *linter) row(i int) {
	s := &l.charter.Services[i]
	l.serial(i)
	if blank(s.Name) {
		l.report("NAME-MISSING", spot{s, Name}, s.Name)
	} else if first := l.firstName[l.fold(s.Name)]; first != i {
		other := l.charter.Services[first]
		l.report("SERVICE-DUPLICATED", spot{s, Name}, strings.TrimSpace(string(other.Group)+" "+other.Serial))
	}
	l.time(s)
	l.channel(s)
	l.papers(s)
	l.fee(s)
	l.officer(s)
	l.places(s)
	l.formerNames(s)
}

func (l *linter) serial(i int) {
	if i == 0 || l.charter.Services[i].Group != l.charter.Services[i-1].Group {
		return
	}
	before, err1 := strconv.Atoi(l.charter.Services[i-1].Serial)
	now, err2 := strconv.Atoi(l.charter.Services[i].Serial)
	if err1 != nil || err2 != nil || now == before+1 || now == 1 {
		return
	}
	found := l.report("SERIAL-GAP", spot{&l.charter.Services[i], Serial}, strconv.Itoa(before)+" → "+strconv.Itoa(now))
	found.Bn = strings.Replace(found.Bn, found.Text, bangla.Digits(found.Text), 1)
}

func (l *linter) time(s *Service) {
	raw := s.Cells[TimeOf]
	switch {
	case !s.Time.Measurable():
		l.report("TIME-UNMEASURABLE", spot{s, TimeOf}, raw)
	case s.Time.Kind == Trigger && s.Time.Max == 0:
		l.report("TIME-CONDITION", spot{s, TimeOf}, raw)
	case s.Time.Unit == Day && !s.Time.UnitCertain:
		l.report("TIME-UNIT-UNCERTAIN", spot{s, TimeOf}, raw)
	}
}

// channel asks for a door a person can use. A form without a column of
// channels (the field form has none) is not blamed row by row.
func (l *linter) channel(s *Service) {
	raw, printed := s.Cells[ChannelsOf]
	if !printed && !l.column(ChannelsOf) {
		return
	}
	for _, channel := range s.Channels {
		if channel != OnDemand && channel != Directive && channel != Plan {
			return
		}
	}
	l.report("CHANNEL-VAGUE", spot{s, ChannelsOf}, raw)
}

func (l *linter) column(meaning Meaning) bool {
	return slices.ContainsFunc(l.charter.Columns, func(c Column) bool { return c.Meaning == meaning })
}

func (l *linter) fee(s *Service) {
	raw, printed := s.Cells[FeeOf]
	switch s.Fee.Kind {
	case FeeByPolicy:
		l.report("FEE-BY-POLICY", spot{s, FeeOf}, raw)
	case FeeUnknown, FeeEmpty, "":
		if printed || l.column(FeeOf) {
			l.report("FEE-UNKNOWN", spot{s, FeeOf}, raw)
		}
	}
}

func (l *linter) officer(s *Service) {
	raw := s.Cells[OfficerOf]
	if s.Officer.Name == "" {
		l.report("OFFICER-NAME-MISSING", spot{s, OfficerOf}, raw)
	}
	if usual, ok := l.contacts[l.officerKey(s.Officer)]; ok && contactKey(s.Officer) != "" && contactKey(s.Officer) != usual {
		l.report("OFFICER-INCONSISTENT", spot{s, OfficerOf}, contactKey(s.Officer)+" / "+usual)
	}
	both := func(of func(Officer) []string, bad func(string) bool) (found []string, cell Meaning) {
		for _, one := range []Meaning{OfficerOf, SuperiorOf} {
			list := of(s.Officer)
			if one == SuperiorOf {
				list = of(s.Superior)
			}
			for _, value := range list {
				if bad(value) {
					found = append(found, value)
					if cell == "" {
						cell = one
					}
				}
			}
		}
		return found, cell
	}
	if bad, cell := both(func(o Officer) []string { return o.Mails }, func(m string) bool { return !contact.Government(m) }); len(bad) > 0 {
		l.report("MAIL-NOT-GOVERNMENT", spot{s, cell}, strings.Join(bad, ", "))
	}
	if bad, cell := both(func(o Officer) []string { return o.Phones }, func(p string) bool { return contact.Check(p) != contact.Fine }); len(bad) > 0 {
		l.report("PHONE-LENGTH", spot{s, cell}, strings.Join(bad, ", "))
	}
}

func (l *linter) officerKey(o Officer) string {
	if o.Post == "" && o.Name == "" {
		return ""
	}
	return l.fold(o.Post) + "|" + l.fold(o.Name)
}

func contactKey(o Officer) string {
	return strings.Join(append(slices.Clone(o.Phones), o.Mails...), " ")
}

// usualContacts gives for each officer the contact that at least two rows and
// more than half of that officer's rows print.
func (l *linter) usualContacts(services []Service) map[string]string {
	counts := map[string]map[string]int{}
	total := map[string]int{}
	for _, s := range services {
		who, how := l.officerKey(s.Officer), contactKey(s.Officer)
		if who == "" || how == "" {
			continue
		}
		if counts[who] == nil {
			counts[who] = map[string]int{}
		}
		counts[who][how]++
		total[who]++
	}
	usual := map[string]string{}
	for who, ways := range counts {
		for how, n := range ways {
			if n >= 2 && 2*n > total[who] {
				usual[who] = how
			}
		}
	}
	return usual
}

// places judges the names of places: misspellings row by row, each variant
// spelling once for the whole charter.
func (l *linter) places(s *Service) {
	misspelt := false
	for _, cell := range placeCells {
		for _, mention := range l.mentions(s.Cells[cell]) {
			found := l.judge(mention)
			switch {
			case found.how == place.Misspelt && !misspelt:
				misspelt = true
				l.report("PLACE-MISSPELT", spot{s, cell}, mention.Name, "{near}", found.near)
			case found.how == place.Variant && !l.variants[mention.Name]:
				l.variants[mention.Name] = true
				l.report("PLACE-VARIANT", spot{s, cell}, mention.Name, "{near}", found.near)
			}
		}
	}
}

// formerNames reports names no longer in use, in any cell of the row.
func (l *linter) formerNames(s *Service) {
	var cell Meaning
	var bn, en []string
	told := map[string]bool{}
	for _, one := range []Meaning{Name, ChannelsOf, PapersOf, PapersFrom, FeeOf, OfficerOf, SuperiorOf, Remark} {
		for _, name := range l.former(s.Cells[one]) {
			if told[name.Old] || name.From != "" && l.opt.On != "" && l.opt.On < name.From {
				continue
			}
			told[name.Old] = true
			if cell == "" {
				cell = one
			}
			doubtBn, doubtEn := "", ""
			if !name.Certain {
				doubtBn, doubtEn = " (নিশ্চিত হওয়া প্রয়োজন)", " (to be confirmed)"
			}
			bn = append(bn, "“"+name.Old+"” → “"+name.New+"”"+doubtBn)
			en = append(en, "“"+name.OldEn+"” → “"+name.NewEn+"”"+doubtEn)
		}
	}
	if len(bn) > 0 {
		found := l.report("NAME-SUPERSEDED", spot{s, cell}, strings.Join(bn, "; "))
		found.En = strings.Replace(found.En, found.Text, strings.Join(en, "; "), 1)
	}
}

// homeOffice is the office that the charter belongs to, as far as it says so.
type homeOffice struct {
	level string // উপজেলা, জেলা …
	place string // listed spelling of its upazila or district
}

var officeLevel = regexp.MustCompile(`(?i)(উপজেলা|জেলা|বিভাগীয়|আঞ্চলিক|প্রধান|ইউনিয়ন|upazila|district|divisional|regional|head)(?:\s+[^\s,]+){0,3}?\s*(?:কার্যালয়|কার্য্যালয়|অফিস|দপ্তর|পরিষদ|office)`)
var bareLevel = regexp.MustCompile(`(?:^|[\s,/])(উপজেলা|জেলা|বিভাগ|ইউনিয়ন)(?:$|[\s,/।])`)

func officesIn(text string) []string {
	var levels []string
	for _, pattern := range []*regexp.Regexp{officeLevel, bareLevel} {
		for _, m := range pattern.FindAllStringSubmatch(text, -1) {
			levels = append(levels, strings.ToLower(m[1]))
		}
	}
	return levels
}

func (l *linter) homeOf(c Charter, office string) homeOffice {
	if office != "" {
		return l.homeIn(office)
	}
	counts := map[homeOffice]int{}
	best := homeOffice{}
	for _, s := range c.Services {
		if home := l.homeIn(s.Cells[OfficerOf]); home.level != "" {
			counts[home]++
			if counts[home] > counts[best] {
				best = home
			}
		}
	}
	return best
}

func (l *linter) homeIn(text string) homeOffice {
	line := oneLine(text)
	levels := officeLevel.FindStringSubmatch(line)
	if levels == nil {
		return homeOffice{}
	}
	home := homeOffice{level: strings.ToLower(levels[1])}
	for _, mention := range l.mentions(line) {
		if listed, how := place.Judge(mention.Name, mention.District, nil); how != place.Unknown {
			home.place = listed
			break
		}
	}
	return home
}

// papers reports papers that are to be had only at an office of another level,
// or of the same level in another upazila or district.
func (l *linter) papers(s *Service) {
	if l.home.level == "" {
		return
	}
	for _, paper := range s.Papers {
		levels := officesIn(paper.From)
		if len(levels) == 0 {
			continue
		}
		elsewhere := !slices.Contains(levels, l.home.level)
		if other := l.homeIn(paper.From); !elsewhere && other.place != "" && l.home.place != "" {
			elsewhere = other.level == l.home.level && other.place != l.home.place
		}
		if elsewhere {
			cell := PapersOf
			if !blank(s.Cells[PapersFrom]) {
				cell = PapersFrom
			}
			l.report("PAPERS-ELSEWHERE", spot{s, cell}, paper.From)
			return
		}
	}
}
