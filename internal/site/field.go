package site

import "strings"

// Field is one question of a form, ready to be drawn by the partial "field". Page
// methods make it (Input, Area, Radios, Boxes, DateField, Upload, Select), with
// the label from the text key, the hint from key.hint when there is such a text,
// and with the value and the mistake of the form that is shown again. The methods
// of Field return a changed copy, so that templates can chain them:
//
//	{{template "field" (.Input "mobile" "apply.mobile").Tel.Optional}}
type Field struct {
	Kind     string // input, area, radio, checkbox, date, file, select
	ID       string // where the error summary leads to
	Name     string
	Label    string
	Hint     string
	Wrong    string // the mistake in the reader's words
	Value    string
	Type     string // type attribute of an input
	Mode     string // inputmode attribute
	Auto     string // autocomplete attribute
	Tag      string // the word "optional"
	Limit    int    // maxlength, 0 none
	Rows     int
	Narrow   bool // as wide as a number
	Paired   bool // choices side by side where there is room
	Bare     bool // the label is for screen readers only
	Required bool
	Choices  []Choice
	Parts    []DatePart
	Accept   string
	Several  bool
	Held     []HeldFile
	page     Page
}

// Choice is one row of radio buttons, boxes or a list.
type Choice struct {
	Value  string
	Label  string
	Hint   string
	Chosen bool
	ID     string
}

// DatePart is the day, the month or the year of a date.
type DatePart struct{ ID, Name, Label, Value, Limit string }

// HeldFile is a file that was sent before. Remove is the value of the button named
// "remove" that takes it back, empty when it may not be. Another button, which nobody
// sees, stands before it, so that the Enter key sends the form and removes nothing.
type HeldFile struct{ Name, Note, Remove string }

func (p Page) field(kind, name, key string) Field {
	f := Field{Kind: kind, ID: name, Name: name, Label: p.T(key), Wrong: p.Fault(name), page: p}
	if p.has(key + ".hint") {
		f.Hint = p.T(key + ".hint")
	}
	return f
}

// Input is a line of text.
func (p Page) Input(name, key string) Field {
	f := p.field("input", name, key)
	f.Type, f.Value = "text", p.Value(name)
	return f
}

// Area is a text of several lines.
func (p Page) Area(name, key string) Field {
	f := p.field("area", name, key)
	f.Value, f.Rows = p.Value(name), 4
	return f
}

// Radios asks for one of values; their labels are the texts key.value, their hints
// key.value.hint.
func (p Page) Radios(name, key string, values ...string) Field {
	return p.field("radio", name, key).With(p.choices(key, values))
}

// Boxes asks for any of values, with labels as for Radios.
func (p Page) Boxes(name, key string, values ...string) Field {
	return p.field("checkbox", name, key).With(p.choices(key, values))
}

// Box is a single box to tick, whose value is "yes".
func (p Page) Box(name, key string) Field {
	f := p.field("checkbox", name, key)
	f.Bare = true
	one := Choice{Value: "yes", Label: f.Label, Hint: f.Hint}
	f.Hint = ""
	return f.With([]Choice{one})
}

// Select asks for one of many in a list that opens; choices come from With.
func (p Page) Select(name, key string) Field { return p.field("select", name, key) }

// Upload asks for a file.
func (p Page) Upload(name, key string) Field { return p.field("file", name, key) }

func (p Page) choices(key string, values []string) []Choice {
	all := make([]Choice, len(values))
	for i, value := range values {
		all[i] = Choice{Value: value, Label: p.T(key + "." + value)}
		if p.has(key + "." + value + ".hint") {
			all[i].Hint = p.T(key + "." + value + ".hint")
		}
	}
	return all
}

// DateField asks for a day in three fields: day, month, year.
func (p Page) DateField(name, key string) Field {
	f := p.field("date", name, key)
	for i, part := range []string{"day", "month", "year"} {
		one := DatePart{Name: name + "-" + part, Label: p.T("date." + part), Limit: "2"}
		one.ID, one.Value = one.Name, p.Digits(p.Value(one.Name))
		if i == 0 {
			one.ID = f.ID
		}
		if part == "year" {
			one.Limit = "4"
		}
		f.Parts = append(f.Parts, one)
	}
	return f
}

// With gives the field choices that are data. Those that the form chose, or that
// come marked while nothing was sent, are ticked.
func (f Field) With(choices []Choice) Field {
	sent := f.page.Form.All(f.Name)
	f.Choices = make([]Choice, len(choices))
	for i, one := range choices {
		one.ID = f.ID
		if i > 0 {
			one.ID = f.ID + "-" + one.Value
		}
		if len(sent) > 0 {
			one.Chosen = f.page.Form.Has(f.Name, one.Value)
		}
		f.Choices[i] = one
	}
	return f
}

// Start gives the field a value for as long as nothing was sent.
func (f Field) Start(value string) Field {
	if f.page.Form.values == nil {
		f.Value = value
		for i := range f.Choices {
			f.Choices[i].Chosen = f.Choices[i].Value == value
		}
	}
	return f
}

// StartDay gives a date field a day (YYYY-MM-DD) for as long as nothing was sent.
func (f Field) StartDay(day string) Field {
	parts := strings.Split(day, "-")
	if f.page.Form.values == nil && len(parts) == 3 && len(f.Parts) == 3 {
		filled := append([]DatePart(nil), f.Parts...)
		for i := range filled {
			filled[i].Value = f.page.Digits(parts[2-i])
		}
		f.Parts = filled
	}
	return f
}

// Optional marks the field as one that may stay empty.
func (f Field) Optional() Field { f.Tag = f.page.T("field.optional"); return f }

// Numeric opens the keyboard of digits and shows the value in the reader's digits.
func (f Field) Numeric() Field {
	f.Mode, f.Narrow, f.Value = "numeric", true, f.page.Digits(f.Value)
	return f
}

// Tel is a phone number, which the browser may fill in.
func (f Field) Tel() Field {
	f.Type, f.Mode, f.Auto, f.Value = "tel", "tel", "tel", f.page.Digits(f.Value)
	return f
}

// Code is a code that came by message; browsers and people may paste it.
func (f Field) Code() Field {
	f.Mode, f.Auto, f.Narrow = "numeric", "one-time-code", true
	f.Value = f.page.Digits(f.Value)
	return f
}

// Password hides what is typed and never shows it again; auto is current-password
// or new-password.
func (f Field) Password(auto string) Field {
	f.Type, f.Auto, f.Value = "password", auto, ""
	return f
}

// Mail is a mail address. The type stays text: browsers would refuse others in words
// of their own and in the browser's language.
func (f Field) Mail() Field { f.Mode, f.Auto = "email", "email"; return f }

// Fill names what the browser may fill in, as in the autocomplete attribute.
func (f Field) Fill(auto string) Field { f.Auto = auto; return f }

// Max limits the number of letters.
func (f Field) Max(letters int) Field { f.Limit = letters; return f }

// Lines sets the height of an area.
func (f Field) Lines(rows int) Field { f.Rows = rows; return f }

// Pair puts choices side by side where there is room.
func (f Field) Pair() Field { f.Paired = true; return f }

// Quiet keeps the label for screen readers only.
func (f Field) Quiet() Field { f.Bare = true; return f }

// Hinted replaces the hint.
func (f Field) Hinted(hint string) Field { f.Hint = hint; return f }

// Labelled replaces the label, for questions that are data.
func (f Field) Labelled(label string) Field { f.Label = label; return f }

// Takes names the kinds of file, as in the accept attribute.
func (f Field) Takes(accept string) Field { f.Accept = accept; return f }

// Many allows several files.
func (f Field) Many() Field { f.Several = true; return f }

// Holding shows the files that were sent before.
func (f Field) Holding(files []HeldFile) Field { f.Held = files; return f }

// Removal is the word on the button that takes a file back.
func (f Field) Removal() string { return f.page.T("button.remove") }

// Described lists the elements that explain the field, for aria-describedby.
func (f Field) Described() string {
	var all []string
	if f.Hint != "" {
		all = append(all, f.ID+"-hint")
	}
	if f.Wrong != "" {
		all = append(all, f.ID+"-wrong")
	}
	return strings.Join(all, " ")
}
