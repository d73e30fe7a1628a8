// Package centre is support for union digital centres (charter row ২.১ (৪)). The
// applicant is the centre, not the entrepreneur: its code leads to its history.
package centre

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is support for a centre. Several centres with one cause are grouped in an
// incident; each keeps its own clock.
var Kind = catalogue.Kind{
	ID:    "centre",
	Texts: message.Set{Name: "kind centre", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "udc_code", Sort: catalogue.Line, Limit: 20, Required: true},
		{ID: "udc_union", Sort: catalogue.Line, Required: true},
		{ID: "problem", Sort: catalogue.Choice, Required: true, Choices: []string{"internet", "power", "device", "portal", "account", "training", "other"}},
		{ID: "stopped", Sort: catalogue.Tick},
		{ID: "stopped_since", Sort: catalogue.Line, Limit: 60, When: "stopped", Required: true},
	},
	Steps: []catalogue.Step{{ID: "cause", Days: 1, Needed: true, Record: []catalogue.Question{
		{ID: "cause_of", Sort: catalogue.Choice, Required: true, Choices: []string{"device", "provider", "national", "power", "use"}},
	}}},
	Record: []catalogue.Question{
		{ID: "down_at", Sort: catalogue.Line, Limit: 40},
		{ID: "up_at", Sort: catalogue.Line, Limit: 40, When: "down_at", Required: true},
		{ID: "services_hit", Sort: catalogue.Line},
		{ID: "turned_away", Sort: catalogue.Number, Limit: 10_000},
		{ID: "solution", Sort: catalogue.Text, Required: true},
	},
	Outcomes: []string{"delivered", "advised", "referred", "refused", "unreached"},
	Refusals: []string{"not_a_centre", "private_business"},
	Sheets:   []catalogue.Sheet{{ID: "referral", Needs: []string{"cause_of"}}},
	Repeat:   catalogue.Repeat{Field: "udc_code", Days: 30},
	Guides:   "fault",
	Visits:   "visit",
}
