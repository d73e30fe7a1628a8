// Package speaker is a resource person for another office's training (charter row
// ২.২ (৪)): yes, no or another day within two working days, an order of the head
// before it is accepted, and a record of what was held.
package speaker

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is a resource person. A training that the host cancels ends as advised with
// held = host_cancelled and counts as that, not as refused.
var Kind = catalogue.Kind{
	ID:    "speaker",
	Texts: message.Set{Name: "kind speaker", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "subject", Sort: catalogue.Line, Required: true},
		{ID: "audience", Sort: catalogue.Line, Required: true},
		{ID: "session_day", Sort: catalogue.Date, Required: true},
		{ID: "session_hours", Sort: catalogue.Line, Limit: 40, Required: true},
		{ID: "venue", Sort: catalogue.Line, Required: true},
		{ID: "honorarium", Sort: catalogue.Number, Limit: 1_000_000},
	},
	Steps: []catalogue.Step{
		{ID: "answer", Days: 2, Needed: true, Record: []catalogue.Question{
			{ID: "reply_is", Sort: catalogue.Choice, Required: true, Choices: []string{"yes", "no", "other_day"}},
			{ID: "other_day_is", Sort: catalogue.Date, When: "reply_is=other_day", Required: true},
			{ID: "substitute", Sort: catalogue.Line},
		}},
		{ID: "order", Needed: true, Record: []catalogue.Question{
			{ID: "order_by", Sort: catalogue.Line, Required: true},
			{ID: "order_memo", Sort: catalogue.Line},
		}},
	},
	Record: []catalogue.Question{
		{ID: "held", Sort: catalogue.Choice, Required: true, Choices: []string{"held", "host_cancelled", "other_spoke"}},
		{ID: "sessions", Sort: catalogue.Number, Limit: 100, When: "held=held", Required: true},
		{ID: "session_time", Sort: catalogue.Number, Limit: 200, When: "held=held", Required: true},
		{ID: "participants", Sort: catalogue.Number, Limit: 10_000, When: "held=held", Required: true},
		{ID: "slides", Sort: catalogue.Line},
		{ID: "travel", Sort: catalogue.Number, Limit: 100_000, When: "held=held"},
		{ID: "rating", Sort: catalogue.Number, Limit: 5},
	},
	Outcomes: []string{"delivered", "advised", "refused", "unreached"},
	Refusals: []string{"busy", "not_our_subject", "no_order"},
	Sheets: []catalogue.Sheet{
		{ID: "acceptance", Needs: []string{"order_by"}},
		{ID: "plan", Needs: []string{"order_by"}},
	},
	Reply:  2,
	Visits: "session",
}
