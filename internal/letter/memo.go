package letter

import (
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// Part names a group of a memo number.
type Part string

// The parts of memo numbers.
const (
	Ministry    Part = "ministry"
	Department  Part = "department"
	Geo         Part = "geo" // BBS code: district and upazila
	Subordinate Part = "subordinate"
	Section     Part = "section"
	Subject     Part = "subject" // class of subjects
	FileSerial  Part = "serial"
	FileYear    Part = "year" // in which the file was opened, two digits
)

// Form is a layout of memo numbers: its digits without the letter's own serial.
type Form int

// The forms in use. Secretariat Instructions 2014: seven groups of 2.2.4.3.2.3.2
// digits. Secretariat Instructions 2024: eight groups of 2.2.4.3.3.2.4.2, with a
// group for the subordinate office; groups that are not used are zeros.
const (
	Form18 Form = 18
	Form22 Form = 22
)

// Group is one part of a memo number with its digits.
type Group struct {
	Part   Part
	Width  int    // digits that the form asks for
	Digits string // ASCII
}

// Layout returns the groups of a form, without digits; nil for an unknown form.
func (f Form) Layout() []Group {
	switch f {
	case Form18:
		return []Group{{Ministry, 2, ""}, {Department, 2, ""}, {Geo, 4, ""}, {Section, 3, ""}, {Subject, 2, ""}, {FileSerial, 3, ""}, {FileYear, 2, ""}}
	case Form22:
		return []Group{{Ministry, 2, ""}, {Department, 2, ""}, {Geo, 4, ""}, {Subordinate, 3, ""}, {Section, 3, ""}, {Subject, 2, ""}, {FileSerial, 4, ""}, {FileYear, 2, ""}}
	}
	return nil
}

// MemoNo is a memo number (স্মারক নম্বর).
type MemoNo struct {
	Form   Form
	Groups []Group
	Issue  string // serial of the letter within its file, ASCII; empty for the number of a file
	Copy   string // "/1(3)": the copies that were sent; may be empty
}

var memoSpaces = strings.NewReplacer(" ", "", "\u00a0", "", "–", "-", "—", "-", "−", "-", "।", ".", "·", ".", "/১", "/1")

// ParseMemo reads a memo number in either form and either digit set, with or without
// the dots between its groups, with or without the letter's serial after a hyphen.
// Faults, in the field "memo": letter.memo.letters when something else than digits
// stands in it, letter.memo.groups when the groups fit neither form (args groups,
// given), letter.memo.width when one group has not its digits (args part, width,
// given).
func ParseMemo(text string) (MemoNo, error) {
	text = memoSpaces.Replace(bangla.ASCII(bangla.Line(text)))
	text = strings.TrimPrefix(strings.TrimPrefix(text, "নং"), "-")
	number, tail, _ := strings.Cut(text, "-")
	number = strings.Trim(number, ".")
	issue, copied, hasCopy := strings.Cut(tail, "/")
	if number == "" || !digits(strings.ReplaceAll(number, ".", "")) || issue != "" && !digits(issue) {
		return MemoNo{}, fault.InField("memo", "letter.memo.letters")
	}
	memo := MemoNo{Issue: issue}
	if hasCopy {
		memo.Copy = "/" + copied
	}
	groups := strings.Split(number, ".")
	if len(groups) == 1 {
		groups = cut(number)
	}
	for _, form := range []Form{Form18, Form22} {
		if layout := form.Layout(); len(layout) == len(groups) {
			memo.Form, memo.Groups = form, layout
		}
	}
	if memo.Form == 0 {
		return MemoNo{}, fault.InField("memo", "letter.memo.groups", "groups", len(groups), "given", len(strings.Join(groups, "")))
	}
	for i, group := range groups {
		memo.Groups[i].Digits = group
		if want := memo.Groups[i].Width; len(group) != want {
			return MemoNo{}, fault.InField("memo", "letter.memo.width", "part", string(memo.Groups[i].Part), "width", want, "given", len(group))
		}
	}
	return memo, nil
}

// cut divides digits without dots by the form that has so many.
func cut(number string) []string {
	var groups []string
	for _, group := range Form(len(number)).Layout() {
		groups, number = append(groups, number[:group.Width]), number[group.Width:]
	}
	return groups
}

func digits(text string) bool { return text != "" && strings.Trim(text, "0123456789") == "" }

// Part returns the digits of a part, empty when the form has no such part.
func (m MemoNo) Part(part Part) string {
	if i := slices.IndexFunc(m.Groups, func(g Group) bool { return g.Part == part }); i >= 0 {
		return m.Groups[i].Digits
	}
	return ""
}

// File is the number without the letter's serial: that of the file.
func (m MemoNo) File() string {
	var groups []string
	for _, group := range m.Groups {
		groups = append(groups, group.Digits)
	}
	return strings.Join(groups, ".")
}

// String is the number in ASCII as it is printed: 56.04.4775.000.06.001.26-217.
func (m MemoNo) String() string {
	text := m.File()
	if m.Issue != "" {
		text += "-" + m.Issue
	}
	return text + m.Copy
}

// Bangla is the number in Bangla digits.
func (m MemoNo) Bangla() string { return bangla.Digits(m.String()) }
