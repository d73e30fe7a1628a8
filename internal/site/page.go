package site

import (
	"html/template"
	"strings"
	"time"
	"unicode"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/message"
	"dorgora/internal/money"
	"dorgora/internal/number"
	"dorgora/workday"
)

// Page is what every page has. A page struct embeds it by value, so that its
// template reaches the words of the reader's language as methods of dot: the
// language is data of the page and cannot leak to another visitor.
type Page struct {
	Lang     message.Lang
	Path     string // without the language: /rupsha/services
	Title    string // in the reader's language; the office is added by the layout
	Now      time.Time
	Updated  time.Time // when the content last changed; the footer shows it
	Status   int       // 0: 200, or 422 when there are Faults
	Office   Office
	Menu     []Link
	Crumbs   []Link       // the way here; the page itself last
	Back     Link         // of a question page, instead of Crumbs
	Notice   string       // something that was just done, in the reader's language
	Phone    string       // help, in the same place on every page: +880255039757
	SignedIn string       // the person's name
	Account  template.URL // the person's own page
	Faults   []*fault.Fault
	Form     Form
	NoFonts  bool // the reader saves data: no web font
	Demo     bool
	Private  bool   // shows something that only this reader may see: not kept by any cache
	Desk     bool   // an officer's page: wide, with the desk's style sheet
	Sheet    string // a printed sheet: a3, a4 or a5
	site     *Site
	query    string
}

// Office is what the header says about the office that a page belongs to.
type Office struct {
	Name  string
	Place string // the line below the name
	Slug  string // first step of the office's paths; empty on pages of the installation
}

// Shown is a struct that embeds Page.
type Shown interface{ shell() Page }

func (p Page) shell() Page { return p }

// T returns the text of key in the reader's language.
func (p Page) T(key string, args ...any) string {
	if p.site == nil {
		return "[" + key + "]"
	}
	return p.site.config.Catalogue.Text(p.Lang, key, args...)
}

// has reports whether there is a text for key.
func (p Page) has(key string) bool {
	return p.site != nil && p.site.config.Catalogue.Has(key)
}

// Pick returns the Bangla or the English of two texts that are data, not message
// keys (a holiday's name), and the other one when the reader's is missing.
func (p Page) Pick(bn, en string) string {
	if p.Lang == message.En && en != "" || bn == "" {
		return en
	}
	return bn
}

// Num prints a whole number, grouped: ১২,৩৪৫.
func (p Page) Num(n int) string { return message.Number(p.Lang, int64(n)) }

// Digits shows the digits of an identifier or of a text in the reader's digits.
func (p Page) Digits(s string) string { return message.Digits(p.Lang, s) }

// Tracking shows a tracking number in groups: ৪৮২১ ০৯৩৫ ৭১৬.
func (p Page) Tracking(n string) string { return p.Digits(number.Grouped(n)) }

// Mobile shows a stored mobile number in full: ০১৭১২ ৩৪৫ ৬৭৮.
func (p Page) Mobile(n string) string { return p.Digits(number.GroupedMobile(n)) }

// PhoneNumber shows a phone number of an office: +৮৮০-২৫৫০৩৯৭৫৭.
func (p Page) PhoneNumber(n string) string { return p.Digits(number.GroupedPhone(n)) }

// Masked shows a stored mobile number so that only its owner knows it.
func (p Page) Masked(n string) string { return p.Digits(number.MaskedMobile(n)) }

// Money prints an amount: ৳১,২৩,৪৫৬.৫০.
func (p Page) Money(amount money.Paisa) string { return amount.Text(p.Lang) }

// Date prints ২৬ নভেম্বর ২০২৬ or 26 November 2026, in the office's time zone.
func (p Page) Date(t time.Time) string {
	t = t.In(workday.Dhaka)
	if p.Lang == message.En {
		return t.Format("2 January 2006")
	}
	return bangla.Date(t)
}

// ShortDate prints ২৬ নভেম্বর or 26 November.
func (p Page) ShortDate(t time.Time) string {
	t = t.In(workday.Dhaka)
	if p.Lang == message.En {
		return t.Format("2 January")
	}
	return bangla.ShortDate(t)
}

// WeekdayDate prints বৃহস্পতিবার, ২৬ নভেম্বর ২০২৬ or Thursday, 26 November 2026.
func (p Page) WeekdayDate(t time.Time) string {
	t = t.In(workday.Dhaka)
	if p.Lang == message.En {
		return t.Format("Monday, 2 January 2006")
	}
	return bangla.WeekdayDate(t)
}

// DateTime prints the date and the time of day: ২৬ নভেম্বর ২০২৬, বিকাল ৪:৩০.
func (p Page) DateTime(t time.Time) string {
	return p.Date(t) + ", " + p.Clock(t)
}

// Clock prints the time of day: বিকাল ৪:৩০ or 4:30 pm.
func (p Page) Clock(t time.Time) string {
	t = t.In(workday.Dhaka)
	if p.Lang == message.En {
		return t.Format("3:04 pm")
	}
	return bangla.Clock(t)
}

// Day returns a calendar day as a time, for Date and its sisters: {{.Date (.Day .Due)}}.
func (p Page) Day(d workday.Date) time.Time { return d.Time(0, 0, workday.Dhaka) }

// BanglaDate prints a day of the Bangladesh calendar, ৮ অগ্রহায়ণ ১৪৩৩, and nothing in
// English or before the calendar's reform of October 2019.
func (p Page) BanglaDate(t time.Time) string {
	if p.Lang == message.En {
		return ""
	}
	day, err := bangla.CalendarOf(t.In(workday.Dhaka))
	if err != nil {
		return ""
	}
	return day.String()
}

// Machine prints a time for the datetime attribute of HTML.
func (p Page) Machine(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// Fault returns the words about a mistake in the field, empty when it has none.
func (p Page) Fault(field string) string {
	for _, one := range p.Faults {
		if one.Field == field {
			return p.T(one.Message, one.Args...)
		}
	}
	return ""
}

// Value returns what the reader typed into the field.
func (p Page) Value(field string) string { return p.Form.Get(field) }

// Refilled returns the page with what the reader typed and what is wrong with it.
// The form keeps its key: the same application sent again is the same one.
func (p Page) Refilled(form Form, err error) Page {
	p.Form, p.Faults = form, fault.List(err)
	return p
}

// Key returns the key of a form, which makes a form that is sent twice act once:
// the key that came with the form shown again, else a fresh one. Every call
// without a form gives another key.
func (p Page) Key() (string, error) {
	if key := p.Form.Key(); key != "" || p.site == nil {
		return key, nil
	}
	return p.site.freshKey()
}

// TongueOf is the lang attribute that a text needs which is data: "bn" for Bangla on
// an English page, else empty.
func (p Page) TongueOf(text string) string {
	if p.Lang == message.En && strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Bengali, r) }) {
		return string(message.Bn)
	}
	return ""
}
