// Package report is reports and information for other offices (charter row ২.২ (১)):
// the day that their letter names is kept before the charter's own, the head approves,
// and the memo number of the answer ends the case.
package report

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is a report for another office.
var Kind = catalogue.Kind{
	ID:    "report",
	Texts: message.Set{Name: "kind report", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "period", Sort: catalogue.Line, Required: true},
		{ID: "deadline", Sort: catalogue.Date},
		{ID: "how_often", Sort: catalogue.Choice, Required: true, Choices: []string{"once", "monthly", "quarterly", "yearly"}},
		{ID: "answer_by", Sort: catalogue.Choice, Choices: []string{"letter", "mail", "efile"}},
		{ID: "efile", Sort: catalogue.Line, When: "answer_by=efile", Required: true},
	},
	Steps: []catalogue.Step{
		{ID: "draft", Days: 1},
		{ID: "approval", Needed: true, Record: []catalogue.Question{{ID: "approved_by", Sort: catalogue.Line, Required: true}}},
	},
	Record: []catalogue.Question{
		{ID: "memo_out", Sort: catalogue.Line, Required: true},
		{ID: "sent_on", Sort: catalogue.Date, Required: true},
		{ID: "sent_by", Sort: catalogue.Choice, Choices: []string{"mail", "print", "efile"}},
	},
	Outcomes: []string{"delivered", "advised", "referred", "refused", "unreached"},
	Refusals: []string{"not_ours", "personal", "published"},
	Sheets:   []catalogue.Sheet{{ID: "forwarding", Needs: []string{"approved_by"}}},
	Clocks:   []catalogue.Clock{{Field: "deadline", Source: "সিটিজেনস চার্টার ২.২ (১): পত্রে চাওয়া তারিখের মধ্যে"}},
}
