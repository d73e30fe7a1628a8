package letter

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/access"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Codes are the parts of its memo numbers that an office is given. They are data
// with the day from which they hold.
type Codes struct {
	Form        Form   `json:"form"`
	Ministry    string `json:"ministry"`
	Department  string `json:"department"`
	Geo         string `json:"geo"`
	Subordinate string `json:"subordinate"` // Form22 only
	Section     string `json:"section"`
}

// number is that of a file of these codes.
func (c Codes) number(class string, serial, year int) (string, error) {
	m := MemoNo{Form: c.Form, Groups: c.Form.Layout()}
	for i, group := range m.Groups {
		value := map[Part]string{Ministry: c.Ministry, Department: c.Department, Geo: c.Geo, Subordinate: c.Subordinate, Section: c.Section,
			Subject: class, FileSerial: fmt.Sprintf("%0*d", group.Width, serial), FileYear: fmt.Sprintf("%02d", year%100)}[group.Part]
		if len(value) != group.Width {
			return "", fault.New(fault.Conflict, "letter.file.full", "serial", serial)
		}
		m.Groups[i].Digits = value
	}
	return m.String(), nil
}

// Settings are how an office writes letters, from a day on.
type Settings struct {
	Office  string              `json:"office"`
	Since   workday.Date        `json:"since"`
	Codes   Codes               `json:"codes"`
	Head    []string            `json:"head"`    // lines of the letterhead below গণপ্রজাতন্ত্রী বাংলাদেশ সরকার
	Web     string              `json:"web"`     // address printed below them
	Signers map[string][]string `json:"signers"` // posts that may sign, by the ID of the kind; "" for all others
	By      Signature           `json:"by"`
}

// Usual are the settings of an office that has set none. The codes of ministry and
// department are those of letters of the department (56.04); what nobody has said is
// zeros, as the Instructions ask for groups that are not used.
func Usual(o office.Office) Settings {
	return Settings{Office: o.ID, Codes: Codes{Form22, "56", "04", "0000", "000", "000"},
		Head: []string{"তথ্য ও যোগাযোগ প্রযুক্তি অধিদপ্তর", o.Place}}
}

// InForce returns the settings that hold on a day: of those with Since on or before
// it the latest.
func InForce(list []Settings, usual Settings, day workday.Date) Settings {
	found := usual
	for _, one := range list {
		if !one.Since.After(day) && (found.Since.Zero() || !one.Since.Before(found.Since)) {
			found = one
		}
	}
	return found
}

// Check returns the settings in their stored form, or everything wrong with them.
func (s Settings) Check() (Settings, error) {
	var wrong fault.Fields
	if s.Since.Zero() {
		wrong = append(wrong, fault.InField("since", "letter.settings.since.missing"))
	}
	if s.Codes.Form.Layout() == nil {
		wrong = append(wrong, fault.InField("form", "letter.settings.form"))
	}
	if s.Codes.Form == Form18 {
		s.Codes.Subordinate = ""
	}
	for _, group := range s.Codes.Form.Layout() {
		code := s.Codes.of(group.Part)
		if code == nil {
			continue
		}
		*code = bangla.ASCII(strings.TrimSpace(*code))
		if *code == "" {
			*code = strings.Repeat("0", group.Width)
		}
		if !digits(*code) || len(*code) != group.Width {
			wrong = append(wrong, fault.InField(string(group.Part), "letter.settings.code", "width", group.Width))
		}
	}
	s.Head = slices.DeleteFunc(slices.Clone(s.Head), func(line string) bool { return line == "" })
	if len(s.Head) == 0 || len(s.Head) > 4 {
		wrong = append(wrong, fault.InField("head", "letter.settings.head.wrong"))
	}
	return s, wrong.Err()
}

func (c *Codes) of(part Part) *string {
	return map[Part]*string{Ministry: &c.Ministry, Department: &c.Department, Geo: &c.Geo, Subordinate: &c.Subordinate, Section: &c.Section}[part]
}

// MaySign reports whether somebody may sign a letter of the kind: who acts for a post
// that the settings name for it, else who leads the office. Whoever looks after the
// installation may not for that reason.
func (s Settings) MaySign(kind string, who access.Identity) bool {
	_, may := s.signingPost(kind, who)
	return may
}

// signingPost is the post for which somebody signs.
func (s Settings) signingPost(kind string, who access.Identity) (post string, may bool) {
	named := s.Signers[kind]
	if len(named) == 0 {
		named = s.Signers[""]
	}
	for _, seat := range who.Seats {
		if seat.Office == s.Office && (slices.Contains(named, seat.Post) || len(named) == 0 && seat.Role == office.Head) {
			return seat.Post, true
		}
	}
	return "", false
}

// FormOf reads "18" or "22"; anything else is 0.
func FormOf(text string) Form {
	n, _ := strconv.Atoi(text)
	if Form(n).Layout() == nil {
		return 0
	}
	return Form(n)
}

// Prefix is the beginning of the numbers that files of these codes get, with signs
// for what differs from file to file.
func (c Codes) Prefix() string {
	m := MemoNo{Groups: c.Form.Layout()}
	for i, group := range m.Groups {
		m.Groups[i].Digits = strings.Repeat("#", group.Width)
		if code := c.of(group.Part); code != nil {
			m.Groups[i].Digits = *code
		}
	}
	return m.String()
}
