// Package technical is technical support to government and semi-government offices
// (charter row ২.২ (৭)): a scope that both sides agree on before work, hours and
// materials, and a named officer who signs for it.
package technical

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is technical support. What goes beyond the scope needs a change note; work
// done in an emergency is put in order within one working day.
var Kind = catalogue.Kind{
	ID:    "technical",
	Texts: message.Set{Name: "kind technical", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "letter_ref", Sort: catalogue.Line, Required: true},
		{ID: "work_place", Sort: catalogue.Line, Required: true},
		{ID: "work_day", Sort: catalogue.Date},
		{ID: "emergency", Sort: catalogue.Tick},
		{ID: "receiver", Sort: catalogue.Line, Required: true},
	},
	Steps: []catalogue.Step{
		{ID: "scope", Days: 1, Needed: true, Record: []catalogue.Question{
			{ID: "scope_in", Sort: catalogue.Text, Required: true},
			{ID: "scope_out", Sort: catalogue.Text, Required: true},
			{ID: "scope_agreed", Sort: catalogue.Line, Required: true},
		}},
		{ID: "job", Needed: true, Record: []catalogue.Question{
			{ID: "hours_worked", Sort: catalogue.Number, Limit: 1000, Required: true},
			{ID: "materials", Sort: catalogue.Text},
			{ID: "assets", Sort: catalogue.Text},
			{ID: "scope_change", Sort: catalogue.Text},
		}},
	},
	Record: []catalogue.Question{
		{ID: "signed_by", Sort: catalogue.Line, Required: true},
		{ID: "signed_at", Sort: catalogue.Line, Limit: 40, Required: true},
		{ID: "done_work", Sort: catalogue.Text, Required: true},
	},
	Outcomes: []string{"delivered", "referred", "refused", "unreached"},
	Refusals: []string{"outside_scope", "no_letter"},
	Sheets: []catalogue.Sheet{
		{ID: "change_note", Needs: []string{"scope_change"}},
		{ID: "completion", Needs: []string{"hours_worked"}},
	},
	Alarms: []catalogue.Alarm{{ID: "damage", Needs: []catalogue.Question{
		{ID: "damaged", Sort: catalogue.Text, Required: true},
		{ID: "claimed_by", Sort: catalogue.Line, Required: true},
	}}},
	Visits: "visit",
}
