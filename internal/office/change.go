package office

import (
	"net/mail"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/number"
)

// Change is what a decision about an office writes, all of it or nothing. Rows
// that exist already are replaced.
type Change struct {
	Office        string // whose chart the decision was taken on
	Revision      int64  // of that chart
	Offices       []Office
	Posts         []Post
	People        []Person
	Assignments   []Assignment
	Substitutions []Substitution
	Announcements []Announcement
	Handovers     []Handover
}

// change starts a change of the chart's own office.
func (c Chart) change() Change { return Change{Office: c.Office().ID, Revision: c.Revision} }

// With returns the chart as it is after the change, so that one decision can
// build on another before anything is stored.
func (c Chart) With(change Change) Chart {
	c.Posts = replace(c.Posts, change.Posts, func(a, b Post) bool { return a.Office == b.Office && a.ID == b.ID })
	c.People = replace(c.People, change.People, func(a, b Person) bool { return a.ID == b.ID })
	c.Assignments = replace(c.Assignments, change.Assignments, func(a, b Assignment) bool { return a.ID == b.ID })
	c.Substitutions = replace(c.Substitutions, change.Substitutions, func(a, b Substitution) bool { return a.ID == b.ID })
	if len(c.Offices) == 0 {
		c.Offices = change.Offices
		return c
	}
	c.Offices = replace(c.Offices, keep(change.Offices, func(o Office) bool {
		_, held := c.OfficeOf(o.ID)
		return held
	}), func(a, b Office) bool { return a.ID == b.ID })
	return c
}

// And joins two changes of one office; the second was decided on the chart With
// the first.
func (c Change) And(next Change) Change {
	c.Offices = append(c.Offices, next.Offices...)
	c.Posts = append(c.Posts, next.Posts...)
	c.People = append(c.People, next.People...)
	c.Assignments = append(c.Assignments, next.Assignments...)
	c.Substitutions = append(c.Substitutions, next.Substitutions...)
	c.Announcements = append(c.Announcements, next.Announcements...)
	c.Handovers = append(c.Handovers, next.Handovers...)
	return c
}

func replace[T any](list, with []T, same func(a, b T) bool) []T {
	result := append([]T(nil), list...)
	for _, one := range with {
		found := false
		for i := range result {
			if same(result[i], one) {
				result[i], found = one, true
			}
		}
		if !found {
			result = append(result, one)
		}
	}
	return result
}

// The longest texts of an office, in letters.
const (
	longestName    = 120
	longestAddress = 300
)

// required refuses a text without any letter or digit, or an endless one, in a form
// field.
func required(field, text string) *fault.Fault {
	if !strings.ContainsFunc(text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }) {
		return fault.InField(field, "office."+field+".missing")
	}
	return within(field, text, longestName)
}

func within(field, text string, most int) *fault.Fault {
	if utf8.RuneCountInString(text) > most {
		return fault.InField(field, "office.text.long", "most", most)
	}
	return nil
}

// collect keeps the faults that are there.
func collect(faults ...*fault.Fault) fault.Fields {
	return keep(faults, func(f *fault.Fault) bool { return f != nil })
}

// NewPost adds a post to the office, or changes one that has the same ID. The
// title must be the office's only one, an office has one head, the stewards sit
// in the topmost office, and the superior is another post of the office.
func (c Chart) NewPost(p Post) (Change, error) {
	p.Office, p.Title, p.TitleEn = c.Office().ID, bangla.Line(p.Title), bangla.Line(p.TitleEn)
	faults := collect(required("title", p.Title), within("title_en", p.TitleEn, longestName))
	if other, taken := c.PostFor(p.Title); taken && other.ID != p.ID {
		faults = append(faults, fault.InField("title", "office.title.taken"))
	}
	if f := c.checkRole(p); f != nil {
		faults = append(faults, f)
	}
	if f := c.checkSuperior(p); f != nil {
		faults = append(faults, f)
	}
	if err := faults.Err(); err != nil {
		return Change{}, err
	}
	change := c.change()
	change.Posts = []Post{p}
	return change, nil
}

func (c Chart) checkRole(p Post) *fault.Fault {
	switch head := c.HeadOf(p.Office); {
	case rankOf(p.Role) < 0:
		return fault.InField("role", "office.role.unknown")
	case p.Role == Head && head.ID != "" && head.ID != p.ID:
		return fault.InField("role", "office.head.exists", "title", head.Title)
	case p.Role == Steward && c.Top().ID != p.Office:
		return fault.InField("role", "office.steward.elsewhere")
	case p.Role != Head && head.ID == p.ID && p.ID != "":
		return fault.InField("role", "office.head.needed")
	}
	return nil
}

// checkSuperior refuses a superior outside the office and one that stands below.
func (c Chart) checkSuperior(p Post) *fault.Fault {
	seen := map[string]bool{p.ID: true}
	for id := p.Superior; id != ""; {
		superior, ok := c.Post(p.Office, id)
		if !ok {
			return fault.InField("superior", "office.superior.unknown")
		}
		if seen[id] {
			return fault.InField("superior", "office.superior.cycle")
		}
		seen[id], id = true, superior.Superior
	}
	return nil
}

// NewPerson adds a person to the office, or changes one that has the same ID. A
// mobile number or a mail address is needed: it becomes the sign-in.
func (c Chart) NewPerson(p Person) (Change, error) {
	p.Office, p.Name, p.NameEn = c.Office().ID, bangla.Line(p.Name), bangla.Line(p.NameEn)
	faults := collect(required("name", p.Name), within("name_en", p.NameEn, longestName))
	var f *fault.Fault
	if p.Mobile, p.Mail, f = Reach(p.Mobile, p.Mail); f != nil {
		faults = append(faults, f)
	}
	for _, other := range c.PeopleOf(p.Office) {
		if other.ID == p.ID {
			continue
		}
		if p.Mobile != "" && other.Mobile == p.Mobile {
			faults = append(faults, fault.InField("mobile", "office.mobile.taken", "name", other.Name))
		}
		if p.Mail != "" && other.Mail == p.Mail {
			faults = append(faults, fault.InField("mail", "office.mail.taken", "name", other.Name))
		}
	}
	if err := faults.Err(); err != nil {
		return Change{}, err
	}
	change := c.change()
	change.People = []Person{p}
	return change, nil
}

// Reach brings a mobile number and a mail address into stored form. One of them
// is required.
func Reach(mobile, address string) (storedMobile, storedMail string, wrong *fault.Fault) {
	mobile, address = bangla.Line(mobile), strings.ToLower(bangla.Line(address))
	if mobile == "" && address == "" {
		return "", "", fault.InField("mobile", "office.reach.missing")
	}
	if mobile != "" {
		stored, err := number.ParseMobile(mobile)
		if list := fault.List(err); len(list) > 0 {
			return mobile, address, list[0]
		}
		mobile = stored
	}
	return mobile, address, CheckMail(address)
}

// CheckMail refuses what is not a mail address; an empty one passes.
func CheckMail(address string) *fault.Fault {
	if address == "" {
		return nil
	}
	parsed, err := mail.ParseAddress(address)
	if err != nil || parsed.Address != address || !strings.Contains(address[strings.IndexByte(address, '@'):], ".") {
		return fault.InField("mail", "office.mail.wrong")
	}
	return nil
}

// startOf is midnight at the beginning of the instant's day in Bangladesh.
func startOf(at time.Time) time.Time {
	local := at.In(dhaka)
	return time.Date(local.Year(), local.Month(), local.Day(), 0, 0, 0, 0, dhaka)
}
