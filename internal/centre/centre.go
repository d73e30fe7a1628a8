// Package centre knows the digital centres of an office's unions: what they are
// called, who works there, and which requests they handed in on behalf of people. It
// knows nothing of pages, SQL or sign-in, and of cases only what a list says.
package centre

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/office"
	"dorgora/workday"
)

// Centre is a digital centre (ইউনিয়ন ডিজিটাল সেন্টার) in the registry of an office.
type Centre struct {
	Office   string
	Code     string // unique in the office: "UDC01"
	Union    string
	Names    []Name       // by date, the first from the beginning
	Phone    string       // as to be dialled, ASCII; may be empty
	Daily    int          // requests that it may hand in on one day
	Closed   workday.Date // from this day it hands nothing in; zero: open
	Revision int          // grows with every change; a stale one is refused
}

// Name is what a centre is called from a day on.
type Name struct {
	From workday.Date `json:"from"`
	Name string       `json:"name"`
}

// UsualDaily is how many requests a day a new centre may hand in.
const UsualDaily = 50

// The limits of what may be typed.
const (
	mostDaily = 1000
	nameLimit = 120 // letters
)

// codes are what a centre may be called by in a message: short, and without letters
// that need a shift of the keyboard.
var codes = regexp.MustCompile(`^[A-Z0-9][A-Z0-9-]{1,11}$`)

// ParseCode reads the code of a centre in either digits and either case. The fault
// is in the field code.
func ParseCode(text string) (string, error) {
	code := strings.ToUpper(strings.ReplaceAll(bangla.ASCII(bangla.Line(text)), " ", ""))
	if !codes.MatchString(code) {
		return "", fault.InField("code", "centre.code.wrong")
	}
	return code, nil
}

// Particulars is what is typed about a centre.
type Particulars struct {
	Code  string // of a new centre
	Name  string
	Union string
	Phone string
	Daily int // 0: the usual
}

// Open founds a centre on a day, or says everything that is wrong, in the fields code,
// name, union, phone and daily.
func Open(officeID string, p Particulars, today workday.Date) (Centre, error) {
	code, err := ParseCode(p.Code)
	wrong := fault.Fields(fault.List(err))
	c := Centre{Office: officeID, Code: code}
	c, err = c.Describe(p, today)
	return c, append(wrong, fault.List(err)...).Err()
}

// Describe changes a centre. Another name holds from the day on; the earlier ones stay.
func (c Centre) Describe(p Particulars, today workday.Date) (Centre, error) {
	var wrong fault.Fields
	line := func(field, text, missing string) string {
		text = bangla.Line(text)
		if n := utf8.RuneCountInString(text); text == "" || n > nameLimit {
			wrong = append(wrong, fault.InField(field, missing, "limit", nameLimit))
		}
		return text
	}
	name := line("name", p.Name, "centre.name.missing")
	c.Union = line("union", p.Union, "centre.union.missing")
	phone, bad := office.Phone(p.Phone)
	if c.Phone = phone; bad != nil {
		wrong = append(wrong, bad)
	}
	if c.Daily = cmp.Or(p.Daily, UsualDaily); c.Daily < 1 || c.Daily > mostDaily {
		wrong = append(wrong, fault.InField("daily", "centre.daily.wrong", "high", mostDaily))
	}
	if err := wrong.Err(); err != nil {
		return c, err
	}
	if c.NameOn(today) != name {
		names := slices.DeleteFunc(slices.Clone(c.Names), func(one Name) bool { return one.From == today })
		c.Names = append(names, Name{From: today, Name: name})
	}
	c.Revision++
	return c, nil
}

// Close ends a centre from a day on; the zero day opens it again.
func (c Centre) Close(from workday.Date) Centre {
	c.Closed = from
	c.Revision++
	return c
}

// OpenOn reports whether the centre hands requests in on a day.
func (c Centre) OpenOn(day workday.Date) bool { return c.Closed.Zero() || day.Before(c.Closed) }

// NameOn is what the centre was called on a day; before its first name, by that.
func (c Centre) NameOn(day workday.Date) string {
	name := ""
	for i, one := range c.Names {
		if i == 0 || !day.Before(one.From) {
			name = one.Name
		}
	}
	return name
}

// Member is a person who works at a centre, the entrepreneur (উদ্যোক্তা).
type Member struct {
	Office string
	Code   string // of the centre
	Person string
	Name   string
	Mobile string // +8801XXXXXXXXX
	From   time.Time
	Until  time.Time // zero: still there
}

// Works reports whether the person works at the centre at an instant.
func (m Member) Works(at time.Time) bool {
	return !at.Before(m.From) && (m.Until.IsZero() || at.Before(m.Until))
}

// End lets the person work there no longer. Who has left already is a Conflict.
func (m Member) End(now time.Time) (Member, error) {
	if !m.Works(now) {
		return m, fault.New(fault.Conflict, "centre.member.left")
	}
	m.Until = now
	return m, nil
}

// Consent says how somebody agreed that a request is made on their behalf.
type Consent string

// The ways to agree. What was signed stays on paper at the centre.
const (
	Spoken Consent = "spoken"
	Signed Consent = "signed"
	Thumb  Consent = "thumb" // টিপসই
)

// Consents lists the ways in the order in which they are offered.
var Consents = []string{string(Spoken), string(Signed), string(Thumb)}

// Declaration is what the entrepreneur declares of an applicant.
type Declaration struct {
	Agreed  bool
	How     Consent
	Mobile  string   // of the applicant, as typed
	NoPhone bool     // the applicant has none and hears at the centre
	Own     []string // numbers of the entrepreneur and the centre
}

// Check refuses a request without consent, and one with the helper's number in place
// of the applicant's: replies go to applicants, never to those who helped. The faults
// are in the fields agreed, how and mobile.
func (d Declaration) Check() error {
	var wrong fault.Fields
	if !d.Agreed {
		wrong = append(wrong, fault.InField("agreed", "centre.consent.missing"))
	}
	if !slices.Contains(Consents, string(d.How)) {
		wrong = append(wrong, fault.InField("how", "centre.how.missing"))
	}
	mobile, err := number.ParseMobile(d.Mobile)
	switch typed := strings.TrimSpace(d.Mobile) != ""; {
	case d.NoPhone && typed:
		wrong = append(wrong, fault.InField("mobile", "centre.mobile.both"))
	case d.NoPhone:
	case err != nil:
		wrong = append(wrong, fault.List(err)...)
	case slices.ContainsFunc(d.Own, func(own string) bool { return sameNumber(own, mobile) }):
		wrong = append(wrong, fault.InField("mobile", "centre.mobile.own"))
	}
	return wrong.Err()
}

// sameNumber compares a number as it is kept with a mobile in stored form.
func sameNumber(kept, mobile string) bool {
	parsed, err := number.ParseMobile(kept)
	return err == nil && parsed == mobile
}
