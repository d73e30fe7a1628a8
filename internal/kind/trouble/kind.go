// Package trouble is troubleshooting of e-filing, web portals and other ICT in
// government offices (charter row ২.২ (৬)): known errors first, third parties with
// clocks of their own, and secrets struck out of what is typed.
package trouble

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is troubleshooting. When work has stopped, the head of the office is told at
// once.
var Kind = catalogue.Kind{
	ID:    "trouble",
	Texts: message.Set{Name: "kind trouble", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "system", Sort: catalogue.Choice, Required: true, Choices: []string{"enothi", "portal", "mail", "network", "computer", "other"}},
		{ID: "urgency", Sort: catalogue.Choice, Required: true, Choices: []string{"stopped", "slowed", "question"}},
		{ID: "users_stopped", Sort: catalogue.Number, Limit: 10_000},
		{ID: "message_shown", Sort: catalogue.Line},
		{ID: "account_of", Sort: catalogue.Line, Limit: 80},
	},
	Record: []catalogue.Question{
		{ID: "first_contact", Sort: catalogue.Choice, Required: true, Choices: []string{"yes", "no"}},
		{ID: "root_cause", Sort: catalogue.Choice, Required: true, Choices: []string{"use", "account", "device", "connection", "system", "unknown"}},
		{ID: "cure", Sort: catalogue.Text, Required: true},
		{ID: "known_error", Sort: catalogue.Line},
		{ID: "third_ticket", Sort: catalogue.Line},
	},
	Outcomes: []string{"delivered", "advised", "referred", "refused", "unreached"},
	Refusals: []string{"not_an_office", "other_system"},
	Sheets:   []catalogue.Sheet{{ID: "resolution", Needs: []string{"cure"}}},
	Alarms: []catalogue.Alarm{{ID: "work_stopped", Needs: []catalogue.Question{
		{ID: "stopped_at", Sort: catalogue.Line, Limit: 40, Required: true},
	}}, {ID: "made_worse"}},
	Repeat:  catalogue.Repeat{Field: "account_of", Days: 30},
	Redacts: true,
	Guides:  "fault",
}
