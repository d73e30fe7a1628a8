package guidance

import (
	"slices"
	"strings"

	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
)

// Placeholders lists the names that a reply template may hold in braces. Nothing
// else is ever put in, and nothing is reckoned: a template has no logic.
func Placeholders() []string {
	return []string{"name", "number", "service", "due", "officer", "office", "phone"}
}

// CheckPlaceholders refuses a template with a placeholder that nobody fills, or
// with a brace that is not one of a pair.
func CheckPlaceholders(template string) *fault.Fault {
	for rest := template; ; {
		before, after, found := strings.Cut(rest, "{")
		if strings.Contains(before, "}") {
			return fault.New(fault.Invalid, "guidance.placeholder.brace")
		}
		if !found {
			return nil
		}
		name, tail, closed := strings.Cut(after, "}")
		if !closed || strings.Contains(name, "{") {
			return fault.New(fault.Invalid, "guidance.placeholder.brace")
		}
		if !slices.Contains(Placeholders(), name) {
			return fault.New(fault.Invalid, "guidance.placeholder.unknown", "word", name, "known", strings.Join(Placeholders(), ", "))
		}
		rest = tail
	}
}

// Filling is what a template is filled with, each value in the words in which it
// is shown to the applicant: digits and dates of the reply's language.
type Filling struct {
	Name    string // applicant
	Number  string // tracking number
	Service string
	Due     string
	Officer string
	Office  string
	Phone   string
}

// Fill puts the values into a template, once: a value that looks like a
// placeholder stays as it is. Placeholders without a value stay in the text and
// are named in open, so that the officer sees what is still to be written.
func (f Filling) Fill(template string) (text string, open []string) {
	values := map[string]string{
		"name": f.Name, "number": f.Number, "service": f.Service, "due": f.Due,
		"officer": f.Officer, "office": f.Office, "phone": f.Phone,
	}
	var out strings.Builder
	for rest := template; ; {
		before, after, found := strings.Cut(rest, "{")
		out.WriteString(before)
		name, tail, closed := strings.Cut(after, "}")
		if !found || !closed {
			out.WriteString(rest[len(before):])
			return out.String(), open
		}
		value, known := values[name]
		if !known || value == "" {
			value = "{" + name + "}"
			if known && !slices.Contains(open, name) {
				open = append(open, name)
			}
		}
		out.WriteString(value)
		rest = tail
	}
}

// Pieces cuts a line of a template into its words and its placeholders, which are
// marked and stand without their braces.
func Pieces(line string) []catalogue.Piece {
	var pieces []catalogue.Piece
	add := func(text string, placeholder bool) {
		if text != "" {
			pieces = append(pieces, catalogue.Piece{Text: text, Found: placeholder})
		}
	}
	for rest := line; rest != ""; {
		before, after, found := strings.Cut(rest, "{")
		name, tail, closed := strings.Cut(after, "}")
		if !found || !closed {
			add(rest, false)
			break
		}
		add(before, false)
		add(name, true)
		rest = tail
	}
	return pieces
}
