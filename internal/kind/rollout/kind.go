// Package rollout is help for an office that starts an online system (charter row
// ২.২ (৮)): seven stages, each with an owner and a date, and use counted 30 and 90
// days after.
package rollout

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is a rollout in stages. When fewer than half of the users are active after 90
// days, the stage of care is laid out again before the case ends.
var Kind = catalogue.Kind{
	ID:    "rollout",
	Texts: message.Set{Name: "kind rollout", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "e_system", Sort: catalogue.Line, Required: true},
		{ID: "users_planned", Sort: catalogue.Number, Limit: 10_000, Required: true},
		{ID: "go_live_wish", Sort: catalogue.Date},
		{ID: "focal", Sort: catalogue.Line, Required: true},
	},
	Steps: []catalogue.Step{
		{ID: "readiness", Days: 5, Needed: true, Record: []catalogue.Question{
			{ID: "ready_score", Sort: catalogue.Number, Limit: 100, Required: true},
			{ID: "blockers", Sort: catalogue.Text},
		}},
		{ID: "data", Days: 10, Needed: true, Record: []catalogue.Question{{ID: "tx_before", Sort: catalogue.Number, Limit: 1_000_000, Required: true}}},
		{ID: "accounts", Days: 15, Needed: true, Record: []catalogue.Question{
			{ID: "users_made", Sort: catalogue.Number, Limit: 10_000, Required: true},
			{ID: "to_close", Sort: catalogue.Text},
		}},
		{ID: "training", Days: 20, Needed: true, Record: []catalogue.Question{{ID: "trained", Sort: catalogue.Number, Limit: 10_000, Required: true}}},
		{ID: "pilot", Days: 25, Needed: true},
		{ID: "go_live", Days: 30, Needed: true, Record: []catalogue.Question{{ID: "live_on", Sort: catalogue.Date, Required: true}}},
		{ID: "care", Days: 52, Needed: true, Record: []catalogue.Question{
			{ID: "active_30", Sort: catalogue.Number, Limit: 10_000, Required: true},
			{ID: "weekly_line", Sort: catalogue.Text},
		}},
	},
	Record: []catalogue.Question{
		{ID: "active_90", Sort: catalogue.Number, Limit: 10_000, Required: true},
		{ID: "tx_after", Sort: catalogue.Number, Limit: 1_000_000, Required: true},
		{ID: "export_checked", Sort: catalogue.Tick, Required: true},
	},
	Outcomes: []string{"delivered", "advised", "refused", "unreached"},
	Refusals: []string{"not_ready", "no_system"},
	Sheets: []catalogue.Sheet{
		{ID: "go_live_letter", Needs: []string{"live_on"}},
		{ID: "adoption", Needs: []string{"users_made", "active_30"}},
	},
}
