// Package cyber is cyber-security advice (charter row ২.১ (৫)): sealed between who
// handles it and the superior, without a name if so wished, and behind a page that
// says whom to call when it happens now.
package cyber

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// retain is for how many days after the end what was handed in is kept: a figure
// of the program until the office orders another.
const retain = 90

// Kind is cyber-security advice.
var Kind = catalogue.Kind{
	ID:    "cyber",
	Texts: message.Set{Name: "kind cyber", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "threat", Sort: catalogue.Choice, Required: true, Choices: []string{"blackmail", "account", "money", "abuse", "child", "question", "other"}},
		{ID: "contact", Sort: catalogue.Choice, Required: true, Choices: []string{"message", "call", "only_me", "no_contact"}},
		{ID: "contact_hours", Sort: catalogue.Line, Limit: 60},
		{ID: "minor", Sort: catalogue.Choice, Required: true, Choices: []string{"no", "self", "other_child"}},
		{ID: "household", Sort: catalogue.Tick, When: "minor=self"},
	},
	Steps: []catalogue.Step{{ID: "safe", Days: 1, Needed: true, Record: []catalogue.Question{
		{ID: "way", Sort: catalogue.Choice, Required: true, Choices: []string{"as_asked", "came_here", "not_possible"}},
	}}},
	Record: []catalogue.Question{
		{ID: "kind_of_case", Sort: catalogue.Choice, Required: true, Choices: []string{"blackmail", "account", "money", "abuse", "child", "question", "other"}},
		{ID: "age_band", Sort: catalogue.Choice, Required: true, Choices: []string{"under_18", "to_29", "to_44", "over_44", "not_said"}},
		{ID: "sex", Sort: catalogue.Choice, Required: true, Choices: []string{"woman", "man", "other", "not_said"}},
		{ID: "card", Sort: catalogue.Line, Required: true},
		{ID: "police_consent", Sort: catalogue.Choice, Required: true, Choices: []string{"no_crime", "agreed", "declined"}},
		{ID: "police_ref", Sort: catalogue.Line, When: "police_consent=agreed", Required: true},
	},
	Outcomes:  []string{"advised", "delivered", "referred", "refused", "unreached"},
	Refusals:  []string{"not_cyber"},
	Sheets:    []catalogue.Sheet{{ID: "card_given", Needs: []string{"card"}}},
	Alarms:    []catalogue.Alarm{{ID: "danger"}},
	Before:    true,
	Calls:     []string{"999", "109", "1098"}, // emergency service; violence against women and children; child helpline
	Anonymous: true,
	Sealed:    true,
	Redacts:   true,
	Guides:    "card",
	Retain:    retain,
}
