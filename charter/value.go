package charter

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"dorgora/charter/internal/contact"
)

// longestValue is the part of a cell, in bytes, that is read for meaning. A
// longer cell is kept whole as raw text; no promise takes four pages.
const longestValue = 16 << 10

// readValues turns the raw cells of s into values. above is the row before it,
// which may be nil; cells listed in s.Inherits take the value of that row. The
// cells are in normal form (bangla.Normal), as Scan gives them.
func (s *Service) readValues(above *Service) {
	if s.repeats(above, ChannelsOf) {
		s.Channels = slices.Clone(above.Channels)
	} else {
		s.Channels = readChannels(s.Cells[ChannelsOf])
	}
	if s.repeats(above, PapersOf, PapersFrom) {
		s.Papers = slices.Clone(above.Papers)
	} else {
		s.Papers = readPapers(s.Cells[PapersOf], s.Cells[PapersFrom])
	}
	if s.repeats(above, TimeOf) {
		s.Time = above.Time
	} else {
		s.Time = readTime(s.Cells[TimeOf])
	}
	if s.repeats(above, OfficerOf, SuperiorOf) {
		s.Officer, s.Superior = above.Officer, above.Superior
	} else {
		s.Officer, s.Superior = readOfficer(s.Cells[OfficerOf]), readOfficer(s.Cells[SuperiorOf])
	}
	s.Fee = readFee(s.Cells[FeeOf])
	if len(s.Inherits) == 0 {
		return
	}
	if above == nil {
		above = &Service{}
		above.readValues(nil)
	}
	s.inherit(above)
}

// repeats reports whether the row above prints the same cells, as most charters
// do for time and officer; its values then need no second reading.
func (s *Service) repeats(above *Service, cells ...Meaning) bool {
	if above == nil {
		return false
	}
	for _, cell := range cells {
		if above.Cells[cell] != s.Cells[cell] || slices.Contains(above.Inherits, cell) {
			return false
		}
	}
	return true
}

// inherit copies the values under ditto marks from the row above, which has
// inherited its own before.
func (s *Service) inherit(above *Service) {
	from := func(papers []Paper) string {
		if len(papers) == 0 {
			return ""
		}
		return papers[0].From
	}
	if slices.Contains(s.Inherits, PapersFrom) {
		place := from(above.Papers)
		for i := range s.Papers {
			s.Papers[i].From = place
		}
	}
	for _, meaning := range s.Inherits {
		switch meaning {
		case ChannelsOf:
			s.Channels = slices.Clone(above.Channels)
		case PapersOf:
			s.Papers = slices.Clone(above.Papers)
			if own := s.Cells[PapersFrom]; !blank(own) && !slices.Contains(s.Inherits, PapersFrom) {
				for i := range s.Papers {
					s.Papers[i].From = oneLine(own)
				}
			}
		case FeeOf:
			s.Fee = above.Fee
		case TimeOf:
			s.Time = above.Time
		case OfficerOf:
			s.Officer = above.Officer
		case SuperiorOf:
			s.Superior = above.Superior
		}
	}
}

var nothing = regexp.MustCompile(`(?i)^(?:[-–—_.…*।\s]*|প্রযোজ্য\s?(?:নহে|নয়|না)|না\s?ই|নেই|n\s?/\s?a|not applicable|none)[।.\s]*$`)

// blank reports whether a cell says nothing: empty, dashes or "প্রযোজ্য নহে".
func blank(cell string) bool {
	if len(cell) > 200 {
		return false
	}
	return nothing.MatchString(oneLine(cell))
}

// oneLine joins the lines of a cell in normal form.
func oneLine(cell string) string { return strings.Join(strings.Fields(cell), " ") }

func clip(cell string) string {
	if len(cell) <= longestValue {
		return cell
	}
	cut := longestValue
	for cut > 0 && !utf8.RuneStart(cell[cut]) {
		cut--
	}
	return cell[:cut]
}

type door struct {
	channel Channel
	words   *regexp.Regexp
}

// doors are the words by which a charter names a channel.
var doors = []door{
	{Web, regexp.MustCompile(`ওয়েব\s?-?\s?(?:সাইট|পোর্টাল|পেইজ|পেজ)|ওয়েব|অন\s?-?লাইন|পোর্টাল|মোবাইল\s?(?:অ্যাপ|এ্যাপ|এপ)|website|web site|web|online|portal`)},
	{Phone, regexp.MustCompile(`(?:টেলি)?\s?ফোন|মোবাইল(?:$|[^\sঅএব]|\s(?:ফোন|নম্বর|ও|বা|এ))|হট\s?লাইন|কল\s?সেন্টার|tele\s?phone|phone|mobile|hotline`)},
	{Mail, regexp.MustCompile(`ই\s?-?\s?মেইল|ইমেল|ই-মেল|e\s?-?\s?mail`)},
	{SMS, regexp.MustCompile(`এস\.?\s?এম\.?\s?এস|ক্ষুদে\s?বার্তা|ক্ষুদেবার্তা|\bsms\b`)},
	{InPerson, regexp.MustCompile(`সরাসরি|স্বশরীরে|সশরীরে|ব্যক্তিগত\s?(?:উপস্থিতি|ভাবে)|উপস্থিত|সামনাসামনি|সাক্ষাৎ|মৌখিক|in person|directly|direct|personally|face to face|visit`)},
	{Letter, regexp.MustCompile(`(?:^|[\s/,;(])(?:পত্র(?:ের|যোগে)?|চিঠি(?:পত্র)?(?:র)?)(?:$|[\s/,;)।])|ডাক(?:যোগে|ে|\s?যোগে)|ডাক(?:$|[\s/,)])|লিখিতভাবে|by post|\bletter`)},
	{EFile, regexp.MustCompile(`[ইডঈ]\s?-?\s?নথি|e\s?-?\s?nothi|d\s?-?\s?nothi|e-?file`)},
	{Requisition, regexp.MustCompile(`অধিযাচন|অধিযাচণ|চাহিদা\s?পত্র|requisition`)},
	{OnDemand, regexp.MustCompile(`চাহিদা(?:র)?\s?(?:মোতাবেক|অনুযায়ী|অনুসারে|ভিত্তিতে|মাফিক)|চাহিদার ভিত্তিতে|on demand|as required`)},
	{Directive, regexp.MustCompile(`নির্দেশ(?:না|ে)?\s?(?:র)?\s?(?:মোতাবেক|অনুযায়ী|অনুসারে|ক্রমে|$)|নির্দেশে|instruction|directive`)},
	{Plan, regexp.MustCompile(`কর্ম\s?-?\s?পরিকল্পনা|ক্যালেন্ডার অনুযায়ী|work plan|action plan|annual plan`)},
	{Application, regexp.MustCompile(`আবেদন|দরখাস্ত|application|apply`)},
	{DigitalCentre, regexp.MustCompile(`ডিজিটাল\s?সেন্টার|ইউডিসি|ইউ\.ডি\.সি|তথ্য ও সেবা কেন্দ্র|digital cent(?:er|re)|\budc\b`)},
}

// readChannels lists the ways to ask that a cell names, in the order of the
// cell, each once, whatever separates them.
func readChannels(raw string) []Channel {
	channels := []Channel{}
	if blank(raw) {
		return channels
	}
	text := strings.ToLower(oneLine(clip(raw)))
	at := map[Channel]int{}
	for _, door := range doors {
		if found := door.words.FindStringIndex(text); found != nil {
			at[door.channel] = found[0]
			channels = append(channels, door.channel)
		}
	}
	sort.SliceStable(channels, func(i, j int) bool { return at[channels[i]] < at[channels[j]] })
	return channels
}

// readOfficer finds the parts of an officer's cell; a name it is not sure of
// stays empty.
func readOfficer(raw string) Officer {
	officer := Officer{Phones: []string{}, Mails: []string{}}
	if blank(raw) {
		return officer
	}
	card := contact.Read(clip(raw))
	officer.Post, officer.Name, officer.Room = card.Post, card.Name, card.Room
	officer.Phones = append(officer.Phones, card.Phones...)
	officer.Mails = append(officer.Mails, card.Mails...)
	return officer
}
