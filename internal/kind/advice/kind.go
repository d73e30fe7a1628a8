// Package advice is field advice and support on ICT products and services (charter
// row ২.১ (২)): a device and its fault, help by telephone first or a visit, and a
// numbered note that names a specification and no brand.
package advice

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is field advice and support. A fault of the same device within 30 days is
// known again; lost data is reported to the superior the same day.
var Kind = catalogue.Kind{
	ID:    "advice",
	Texts: message.Set{Name: "kind advice", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "device", Sort: catalogue.Choice, Required: true, Choices: []string{"computer", "printer", "phone", "network", "software", "purchase", "other"}},
		{ID: "fault", Sort: catalogue.Line},
		{ID: "serial", Sort: catalogue.Line, Limit: 60},
		{ID: "place", Sort: catalogue.Line, Required: true},
		{ID: "help", Sort: catalogue.Choice, Required: true, Choices: []string{"telephone", "visit", "walk_in"}},
		{ID: "consent", Sort: catalogue.Tick},
	},
	Steps: []catalogue.Step{
		{ID: "remote", Days: 1, Record: []catalogue.Question{{ID: "tried", Sort: catalogue.Text, Required: true}}},
		{ID: "visit", Record: []catalogue.Question{
			{ID: "arrived", Sort: catalogue.Line, Limit: 20, Required: true},
			{ID: "left", Sort: catalogue.Line, Limit: 20, Required: true},
			{ID: "agreed", Sort: catalogue.Tick, Required: true},
			{ID: "tried", Sort: catalogue.Text, Required: true},
		}},
	},
	Record: []catalogue.Question{
		{ID: "specification", Sort: catalogue.Text, Required: true},
		{ID: "parts", Sort: catalogue.Line},
		{ID: "paid_by", Sort: catalogue.Choice, Required: true, Choices: []string{"nobody", "applicant", "office"}},
		{ID: "brand", Sort: catalogue.Line},
		{ID: "brand_reason", Sort: catalogue.Text, When: "brand", Required: true},
		{ID: "no_interest", Sort: catalogue.Tick, Required: true},
	},
	Outcomes: []string{"delivered", "advised", "referred", "refused", "unreached"},
	Refusals: []string{"not_ict", "private_repair"},
	Sheets:   []catalogue.Sheet{{ID: "note", Needs: []string{"specification"}}},
	Alarms: []catalogue.Alarm{{ID: "data_lost", Needs: []catalogue.Question{
		{ID: "lost", Sort: catalogue.Text, Required: true},
		{ID: "copy_kept", Sort: catalogue.Choice, Required: true, Choices: []string{"whole", "part", "none"}},
	}}},
	Repeat: catalogue.Repeat{Field: "serial", Days: 30},
	Guides: "specification",
	Visits: "visit",
}
