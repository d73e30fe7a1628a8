// Package labsupport is support for computer and language labs (charter row ২.১
// (৩)): the lab is named by the number of its school, an item of it by its tag, and
// what the office records is downtime and the seats that can be used.
package labsupport

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

var states = []string{"working", "faulty", "in_repair", "lost", "written_off"}

// Kind is lab support. A theft is reported with the number of the general diary
// (GD) of the police on the same day. The lab's own record comes with the registry;
// until then a case names it by EIIN and name.
var Kind = catalogue.Kind{
	ID:    "labsupport",
	Texts: message.Set{Name: "kind labsupport", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "lab_eiin", Sort: catalogue.Number, Limit: 999_999, Required: true},
		{ID: "lab_name", Sort: catalogue.Line, Required: true},
		{ID: "asked_for", Sort: catalogue.Choice, Required: true, Choices: []string{"fault", "seats", "advice", "stolen"}},
		{ID: "tags", Sort: catalogue.Text, Limit: 400},
		{ID: "broken", Sort: catalogue.Number, Limit: 200},
		{ID: "seat_day", Sort: catalogue.Date, When: "asked_for=seats", Required: true},
	},
	Steps: []catalogue.Step{
		{ID: "decide", Days: 1, Needed: true, Record: []catalogue.Question{
			{ID: "by_way", Sort: catalogue.Choice, Required: true, Choices: []string{"remote", "visit", "vendor", "headquarters"}},
			{ID: "warranty", Sort: catalogue.Choice, Choices: []string{"runs", "over", "unknown"}},
		}},
		{ID: "work", Record: []catalogue.Question{
			{ID: "item_state", Sort: catalogue.Choice, Required: true, Choices: states},
			{ID: "down_from", Sort: catalogue.Date, Required: true},
			{ID: "up_again", Sort: catalogue.Date},
			{ID: "seats_usable", Sort: catalogue.Number, Limit: 500, Required: true},
			{ID: "seats_all", Sort: catalogue.Number, Limit: 500, Required: true},
		}},
	},
	Record: []catalogue.Question{
		{ID: "work_done", Sort: catalogue.Text, Required: true},
		{ID: "teacher", Sort: catalogue.Line},
		{ID: "teacher_signed", Sort: catalogue.Line, Limit: 40, When: "teacher", Required: true},
		{ID: "lab_closed", Sort: catalogue.Tick},
	},
	Outcomes: []string{"delivered", "advised", "referred", "refused", "unreached"},
	Refusals: []string{"not_ours", "privately_owned"},
	Sheets:   []catalogue.Sheet{{ID: "job_card", Needs: []string{"item_state", "teacher"}}},
	Alarms: []catalogue.Alarm{{ID: "theft", Needs: []catalogue.Question{
		{ID: "diary", Sort: catalogue.Line, Required: true},
		{ID: "police", Sort: catalogue.Line, Required: true},
		{ID: "items_gone", Sort: catalogue.Text, Required: true},
	}}},
	Repeat: catalogue.Repeat{Field: "lab_eiin", Days: 30},
	Guides: "fault",
	Visits: "visit",
}
