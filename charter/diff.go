package charter

import (
	"maps"
	"slices"
	"strings"

	"dorgora/bangla"
)

// Change says what kind of difference there is between two versions.
type Change string

// The kinds of change.
const (
	ServiceAdded   Change = "service_added"
	ServiceRemoved Change = "service_removed"
	ServiceRenamed Change = "service_renamed"
	ServiceMoved   Change = "service_moved" // to another group or serial
	CellChanged    Change = "cell_changed"
	SectionChanged Change = "section_changed"
	DateChanged    Change = "date_changed"
)

// Difference is one thing that changed from one version of a charter to the
// next. Group and Serial are those of the new version, of the old one for a
// removed service. Before and After are the printed texts, empty where there
// was or is none.
type Difference struct {
	Change  Change  `json:"change"`
	Group   Group   `json:"group"`
	Serial  string  `json:"serial"`
	Name    string  `json:"name"`    // of the service, in the new version where it has one
	Cell    Meaning `json:"cell"`    // for a changed cell with a known meaning
	Header  string  `json:"header"`  // for a changed cell whose column is not understood
	Section Section `json:"section"` // for a changed section
	Before  string  `json:"before"`
	After   string  `json:"after"`
}

// Diff lists what changed between two versions of a charter: sections and date
// first, then the services of the new version in order, then those removed.
// Services are matched by group and name, then by name alone, then by likeness
// of names, never by their serial alone. White space does not count.
func Diff(old, now Charter) []Difference {
	found := []Difference{}
	for _, one := range sections {
		before, after := old.Sections[one.section], now.Sections[one.section]
		if !sameText(before, after) {
			found = append(found, Difference{Change: SectionChanged, Section: one.section, Before: before, After: after})
		}
	}
	if old.Date != now.Date {
		found = append(found, Difference{Change: DateChanged, Before: old.Date, After: now.Date})
	}
	partner := Match(old.Services, now.Services, describes)
	kept := map[int]bool{}
	for i := range now.Services {
		s := &now.Services[i]
		if partner[i] < 0 {
			found = append(found, Difference{Change: ServiceAdded, Group: s.Group, Serial: s.Serial, Name: s.Name, After: s.Name})
			continue
		}
		kept[partner[i]] = true
		found = append(found, compare(&old.Services[partner[i]], s)...)
	}
	for i, s := range old.Services {
		if !kept[i] {
			found = append(found, Difference{Change: ServiceRemoved, Group: s.Group, Serial: s.Serial, Name: s.Name, Before: s.Name})
		}
	}
	return found
}

func compare(old, now *Service) []Difference {
	var found []Difference
	base := Difference{Group: now.Group, Serial: now.Serial, Name: now.Name}
	add := func(change Change, before, after string) *Difference {
		one := base
		one.Change, one.Before, one.After = change, before, after
		found = append(found, one)
		return &found[len(found)-1]
	}
	if !sameText(old.Name, now.Name) {
		add(ServiceRenamed, old.Name, now.Name)
	}
	if old.Group != now.Group || old.Serial != now.Serial {
		add(ServiceMoved, strings.TrimSpace(string(old.Group)+" "+old.Serial), strings.TrimSpace(string(now.Group)+" "+now.Serial))
	}
	for _, meaning := range meanings {
		if meaning == Serial || meaning == Name {
			continue
		}
		if before, after := old.Cells[meaning], now.Cells[meaning]; !sameText(before, after) {
			add(CellChanged, before, after).Cell = meaning
		}
	}
	extra := maps.Clone(old.Extra)
	if extra == nil {
		extra = map[string]string{}
	}
	maps.Copy(extra, now.Extra)
	for _, header := range slices.Sorted(maps.Keys(extra)) {
		if before, after := old.Extra[header], now.Extra[header]; !sameText(before, after) {
			add(CellChanged, before, after).Header = header
		}
	}
	return found
}

func sameText(a, b string) bool { return a == b || bangla.Line(a) == bangla.Line(b) }

var cellNames = map[Meaning][2]string{
	ChannelsOf: {"সেবা প্রদান পদ্ধতি", "how it is given"}, PapersOf: {"প্রয়োজনীয় কাগজপত্র", "required papers"},
	PapersFrom: {"কাগজপত্রের প্রাপ্তিস্থান", "where to get the papers"}, FeeOf: {"সেবার মূল্য", "fee"}, TimeOf: {"সময়সীমা", "time limit"},
	OfficerOf: {"দায়িত্বপ্রাপ্ত কর্মকর্তা", "responsible officer"}, SuperiorOf: {"ঊর্ধ্বতন কর্মকর্তা", "senior officer"},
	Recipient: {"সেবা গ্রহীতা", "recipient"}, Place: {"সেবা প্রদানের স্থান", "place"}, Remark: {"মন্তব্য", "remark"},
}

// Text says the difference in words; lang is "bn" or "en", anything else is "bn".
func (d Difference) Text(lang string) string {
	bn := lang != "en"
	choose := func(bangla, english string) string {
		if bn {
			return bangla
		}
		return english
	}
	quote := func(text string) string {
		if blank(text) {
			return choose("(ফাঁকা)", "(empty)")
		}
		return "“" + bangla.Line(text) + "”"
	}
	service := choose("“"+d.Name+"” সেবা", "service “"+d.Name+"”")
	from := choose(" আগে: "+quote(d.Before)+"; এখন: "+quote(d.After)+"।", ": before "+quote(d.Before)+", now "+quote(d.After)+".")
	switch d.Change {
	case ServiceAdded:
		return choose(service+"টি যোগ করা হয়েছে।", "New "+service+".")
	case ServiceRemoved:
		return choose(service+"টি বাদ দেওয়া হয়েছে।", "Removed "+service+".")
	case ServiceRenamed:
		return choose("সেবার নাম বদলেছে।", "A service was renamed") + from
	case ServiceMoved:
		return choose(service+"টির স্থান বদলেছে। আগে: "+placeOf(d.Before, 0)+"; এখন: "+placeOf(d.After, 0)+"।",
			"Moved "+service+" from "+placeOf(d.Before, 1)+" to "+placeOf(d.After, 1)+".")
	case SectionChanged:
		for _, one := range sections {
			if one.section == d.Section {
				return choose("“"+one.bn+"” অংশ বদলেছে।", "Section “"+one.en+"” changed") + from
			}
		}
	case DateChanged:
		return choose("হালনাগাদের তারিখ বদলেছে।", "The date of update changed") + from
	}
	cell := choose("“"+d.Header+"”", "“"+d.Header+"”")
	if names, ok := cellNames[d.Cell]; ok {
		cell = choose(names[0], names[1])
	}
	return choose(service+": "+cell+" বদলেছে।", "In "+service+", "+cell+" changed") + from
}

// placeOf says a group and serial ("citizen 3") in words.
func placeOf(text string, lang int) string {
	names := map[Group][2]string{Citizen: {"নাগরিক সেবা", "citizen services"}, Institutional: {"প্রাতিষ্ঠানিক সেবা", "institutional services"}, Internal: {"অভ্যন্তরীণ সেবা", "internal services"}}
	group, serial, _ := strings.Cut(text, " ")
	if name, ok := names[Group(group)]; ok {
		group = name[lang]
	}
	if lang == 0 {
		serial = bangla.Digits(serial)
	}
	return strings.TrimSpace(group + " " + serial)
}
