package letter

import (
	_ "embed"
	"slices"
	"strings"

	"dorgora/bangla"
	"dorgora/internal/fault"
)

// Template is a letter to begin from, with places for figures.
type Template struct {
	Office  string `json:"office"`
	ID      string `json:"id"`
	Kind    string `json:"kind"`
	Name    string `json:"name"`
	Subject string `json:"subject"`
	Body    string `json:"body"`
	Over    bool   `json:"over"` // not offered any more
}

// Placeholders lists what may stand in braces in a template. Values come from the
// office's live figures when a letter is begun, all of one moment.
func Placeholders() []string {
	return []string{"office", "date", "bangla_date", "as_of", "month", "received_this_month", "served_this_month", "in_time", "late", "open",
		"overdue", "letters_received", "letters_sent", "sender", "memo", "memo_date", "letter_subject", "case", "words"}
}

// Unfilled names the placeholders that stand in a text.
func Unfilled(text string) []string {
	var open []string
	for _, piece := range strings.Split(text, "{")[1:] {
		if name, _, closed := strings.Cut(piece, "}"); closed && slices.Contains(Placeholders(), name) {
			open = append(open, name)
		}
	}
	return open
}

// Fill puts the values into a text, once; a value that looks like a placeholder stays
// as it is, and placeholders without a value stay in the text.
func Fill(text string, values map[string]string) string {
	var pairs []string
	for _, name := range Placeholders() {
		if value := values[name]; value != "" {
			pairs = append(pairs, "{"+name+"}", value)
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}

// Check returns the template in its stored form, or everything wrong with it.
func (t Template) Check() (Template, error) {
	t.Name, t.Subject, t.Body = bangla.Line(t.Name), bangla.Line(t.Subject), strings.TrimSpace(bangla.Normal(t.Body))
	var wrong fault.Fields
	if _, found := KindOf(t.Kind); !found {
		wrong = append(wrong, fault.InField("kind", "letter.kind.missing"))
	}
	wrong = append(wrong, line("name", t.Name, nameLimit, "letter.template.name")...)
	wrong = append(wrong, line("subject", t.Subject, titleLimit, "letter.subject.missing")...)
	wrong = append(wrong, line("body", t.Body, bodyLimit, "letter.body.missing")...)
	for _, piece := range strings.Split(t.Body, "{")[1:] {
		if name, _, closed := strings.Cut(piece, "}"); !closed || !slices.Contains(Placeholders(), name) {
			wrong = append(wrong, fault.InField("body", "letter.placeholder.unknown", "word", name, "known", strings.Join(Placeholders(), ", ")))
			break
		}
	}
	return t, wrong.Err()
}

//go:embed starters.txt
var starterText string

// Starters are the templates that come with the program, for every office to change:
// blocks that begin with "## id kind", then name, subject and the body.
func Starters() []Template {
	var all []Template
	for _, block := range strings.Split(starterText, "## ")[1:] {
		lines := strings.SplitN(strings.TrimSpace(block), "\n", 4)
		id, kind, _ := strings.Cut(lines[0], " ")
		all = append(all, Template{ID: id, Kind: kind, Name: lines[1], Subject: lines[2], Body: lines[3]})
	}
	return all
}
