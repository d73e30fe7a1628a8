package office

import (
	"slices"
	"strings"
	"time"
	"unicode"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// reserved are the first steps of the installation's own addresses; no office
// may be called so.
var reserved = []string{
	"en", "signin", "signout", "invitations", "account", "offices", "assets", "jobs",
	"livez", "readyz", "metrics", "track", "api", "search", "charter", "help",
	"privacy", "accessibility", "scoreboard", "verify", "robots.txt", "favicon.ico",
}

// Reserved reports whether the first step of an address is the installation's
// own, so that no office answers there.
func Reserved(step string) bool { return slices.Contains(reserved, step) }

// The shortest and longest slug, in characters.
const (
	shortestSlug = 3
	longestSlug  = 40
)

// CheckSlug refuses a slug that is not 3 to 40 small Latin letters, digits and
// single inner hyphens beginning with a letter, or that is an address of the
// installation itself.
func CheckSlug(slug string) *fault.Fault {
	plain := slug != "" && slug[0] >= 'a' && slug[0] <= 'z' && !strings.HasSuffix(slug, "-") && !strings.Contains(slug, "--")
	for _, r := range slug {
		plain = plain && (r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-')
	}
	switch {
	case slug == "":
		return fault.InField("slug", "office.slug.missing")
	case len(slug) < shortestSlug || len(slug) > longestSlug:
		return fault.InField("slug", "office.slug.length", "least", shortestSlug, "most", longestSlug)
	case !plain:
		return fault.InField("slug", "office.slug.wrong")
	case Reserved(slug):
		return fault.InField("slug", "office.slug.reserved")
	}
	return nil
}

// ProposeSlug makes a slug from the name of an office that no office of the list
// has yet. Of a name that is too long the words that many offices share go first,
// then those in the middle: what tells the office from others, its place, stands
// at the beginning or at the end.
func ProposeSlug(name string, taken []Office) string {
	slug := shorten(name, longestSlug-3)
	if CheckSlug(slug) != nil {
		slug = strings.Trim("office-"+slug, "-")
	}
	free := func(s string) bool {
		return CheckSlug(s) == nil && !slices.ContainsFunc(taken, func(o Office) bool { return o.Slug == s })
	}
	for _, ending := range []string{"", "-2", "-3", "-4", "-5", "-6", "-7", "-8", "-9"} {
		if free(slug + ending) {
			return slug + ending
		}
	}
	return ""
}

// shared are words of the names of many offices, as slugs.
var shared = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq("গণপ্রজাতন্ত্রী বাংলাদেশ সরকার সরকারি উপজেলা জেলা বিভাগীয় কার্যালয় অফিস দপ্তর অধিদপ্তর মন্ত্রণালয় বিভাগ" +
		" তথ্য ও যোগাযোগ প্রযুক্তি আইসিটি office of the and department ministry division district upazila information communication technology ict") {
		words[bangla.Slug(word)] = true
	}
	return words
}()

// shorten makes a slug of at most so many letters from a name by leaving out whole
// words, and by cutting only when a single word is longer.
func shorten(name string, most int) string {
	var words []string
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }) {
		if word = bangla.Slug(word); word != "" {
			words = append(words, word)
		}
	}
	for length(words) > most {
		i := slices.IndexFunc(words, func(word string) bool { return shared[word] })
		if i < 0 || len(words) == 1 {
			break
		}
		words = slices.Delete(words, i, i+1)
	}
	for length(words) > most && len(words) > 1 {
		middle := len(words) / 2
		words = slices.Delete(words, middle, middle+1)
	}
	slug := strings.Join(words, "-")
	return strings.Trim(slug[:min(len(slug), most)], "-")
}

// length is how long the words are as a slug.
func length(words []string) int { return len(strings.Join(words, "-")) }

// kinds are the levels from the top down.
var kinds = []Kind{Department, Division, District, Upazila, Union, Other}

// Kinds returns the levels of offices from the top down.
func Kinds() []Kind { return slices.Clone(kinds) }

// Found decides on a new office below the chart's own one (an empty chart: at
// the top) together with its head post, so that somebody can be asked to lead
// it. Whether the slug is free over all offices is for the store to say.
func (c Chart) Found(o Office, head Post, now time.Time) (Change, error) {
	o.Parent, o.CreatedAt = c.Office().ID, now
	o, faults := o.tidy()
	head.Office, head.Role, head.Superior = o.ID, Head, ""
	head.Title, head.TitleEn = bangla.Line(head.Title), bangla.Line(head.TitleEn)
	faults = append(faults, collect(required("title", head.Title), within("title_en", head.TitleEn, longestName))...)
	if err := faults.Err(); err != nil {
		return Change{}, err
	}
	return Change{Office: o.ID, Offices: []Office{o}, Posts: []Post{head}}, nil
}

// Describe changes the particulars of the office: names, place, address, phone,
// mail, region. Its slug, kind, parent and age stay.
func (c Chart) Describe(o Office) (Change, error) {
	old := c.Office()
	o.ID, o.Slug, o.Kind, o.Parent, o.CreatedAt = old.ID, old.Slug, old.Kind, old.Parent, old.CreatedAt
	o, faults := o.tidy()
	if err := faults.Err(); err != nil {
		return Change{}, err
	}
	change := c.change()
	change.Offices = []Office{o}
	return change, nil
}

// tidy brings the particulars into stored form and says what is wrong with them.
func (o Office) tidy() (Office, fault.Fields) {
	for _, text := range []*string{&o.Name, &o.NameEn, &o.Place, &o.PlaceEn, &o.Address, &o.Region} {
		*text = bangla.Line(*text)
	}
	o.Mail = strings.ToLower(bangla.Line(o.Mail))
	faults := collect(required("name", o.Name), within("name_en", o.NameEn, longestName), CheckSlug(o.Slug))
	if !slices.Contains(kinds, o.Kind) {
		faults = append(faults, fault.InField("kind", "office.kind.unknown"))
	}
	faults = append(faults, collect(within("place", o.Place, longestName), within("place_en", o.PlaceEn, longestName),
		within("address", o.Address, longestAddress))...)
	if !knownRegion(o.Region) {
		faults = append(faults, fault.InField("region", "office.region.unknown"))
	}
	phone, wrong := Phone(o.Phone)
	if o.Phone = phone; wrong != nil {
		faults = append(faults, wrong)
	}
	if wrong := CheckMail(o.Mail); wrong != nil {
		faults = append(faults, wrong)
	}
	return o, faults
}

// Phone brings a phone number of an office into ASCII digits with an optional
// leading plus. Land lines vary in length and old area codes are still in use,
// so only what cannot be dialled is refused (3 to 15 digits, ITU-T E.164).
func Phone(text string) (string, *fault.Fault) {
	text = bangla.ASCII(bangla.Line(text))
	dial := strings.NewReplacer(" ", "", "-", "", "(", "", ")", "").Replace(text)
	digits := strings.TrimPrefix(dial, "+")
	if text == "" {
		return "", nil
	}
	for _, r := range digits {
		if r < '0' || r > '9' {
			return text, fault.InField("phone", "office.phone.wrong")
		}
	}
	if len(digits) < 3 || len(digits) > 15 {
		return text, fault.InField("phone", "office.phone.wrong")
	}
	return dial, nil
}

// Tree orders offices so that each is followed by those below it; an office
// whose parent is not in the list stands at the top.
func Tree(all []Office) []Office {
	held := map[string]bool{}
	below := map[string][]Office{}
	for _, o := range all {
		held[o.ID] = true
	}
	for _, o := range all {
		parent := o.Parent
		if !held[parent] {
			parent = ""
		}
		below[parent] = append(below[parent], o)
	}
	var ordered []Office
	var add func(id string)
	add = func(id string) {
		children := below[id]
		delete(below, id) // a circle of parents ends here
		for _, o := range children {
			ordered = append(ordered, o)
			add(o.ID)
		}
	}
	add("")
	return ordered
}
