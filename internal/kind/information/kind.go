// Package information is information on the department (charter row ২.১ (১)):
// an answer with its source and date, from approved answers where there is one. A
// request that falls under the Right to Information Act 2009 runs by the clock of
// that Act.
package information

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
	"dorgora/workday"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is information given. The time limits of the Act are those of section 9:
// 20 working days, 30 when another unit or authority has a part in it, 24 hours
// where life, death, arrest or release is concerned.
var Kind = catalogue.Kind{
	ID:    "information",
	Texts: message.Set{Name: "kind information", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "topic", Sort: catalogue.Choice, Required: true, Choices: []string{"services", "training", "labs", "jobs", "offices", "rules", "other"}},
		{ID: "law", Sort: catalogue.Choice, Required: true, Choices: []string{"plain", "rti", "rti_shared", "rti_life"}},
		{ID: "form_of", Sort: catalogue.Choice, When: "law", Choices: []string{"words", "copy", "inspection"}},
	},
	Record: []catalogue.Question{
		{ID: "source", Sort: catalogue.Line, Required: true},
		{ID: "source_date", Sort: catalogue.Date, Required: true},
		{ID: "minutes", Sort: catalogue.Number, Limit: 10_000},
	},
	Outcomes: []string{"delivered", "advised", "referred", "refused", "unreached"},
	Refusals: []string{"exempt", "not_held", "published"},
	Sheets:   []catalogue.Sheet{{ID: "answer", Needs: []string{"source"}}},
	Clocks: []catalogue.Clock{
		{Field: "law", Value: "rti", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 20}, Source: "তথ্য অধিকার আইন, ২০০৯, ধারা ৯(১)"},
		{Field: "law", Value: "rti_shared", Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 30}, Source: "তথ্য অধিকার আইন, ২০০৯, ধারা ৯(২)"},
		{Field: "law", Value: "rti_life", Promise: workday.Promise{Kind: workday.InClockHours, Count: 24}, Source: "তথ্য অধিকার আইন, ২০০৯, ধারা ৯(৪)"},
	},
	Guides: "answer",
}
