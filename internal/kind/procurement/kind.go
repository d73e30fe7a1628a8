// Package procurement is technical advice on ICT procurement (charter row ২.২ (৯)):
// sealed until the tender is published, with a declaration of interests before
// every opinion, and by the date of the tender.
package procurement

import (
	_ "embed"

	"dorgora/internal/catalogue"
	"dorgora/internal/message"
)

//go:embed bn.txt
var bn string

//go:embed en.txt
var en string

// Kind is procurement advice. A specification names no brand without a written
// justification; prices come with dated sources.
var Kind = catalogue.Kind{
	ID:    "procurement",
	Texts: message.Set{Name: "kind procurement", Bn: bn, En: en},
	Form: []catalogue.Question{
		{ID: "goods", Sort: catalogue.Text, Limit: 600, Required: true},
		{ID: "quantity", Sort: catalogue.Number, Limit: 100_000, Required: true},
		{ID: "budget", Sort: catalogue.Number, Limit: 1_000_000_000},
		{ID: "method", Sort: catalogue.Choice, Required: true, Choices: []string{"open", "limited", "quotation", "direct", "framework"}},
		{ID: "tender_date", Sort: catalogue.Date, Required: true},
	},
	Steps: []catalogue.Step{{ID: "specify", Needed: true, Record: []catalogue.Question{
		{ID: "specification", Sort: catalogue.Text, Required: true},
		{ID: "brand_lock", Sort: catalogue.Line},
		{ID: "justification", Sort: catalogue.Text, When: "brand_lock", Required: true},
		{ID: "price_sources", Sort: catalogue.Text, Required: true},
	}}},
	Record: []catalogue.Question{
		{ID: "opinion_given", Sort: catalogue.Choice, Required: true, Choices: []string{"as_asked", "changed", "against"}},
		{ID: "publish_on", Sort: catalogue.Date},
	},
	Outcomes: []string{"advised", "delivered", "refused", "unreached"},
	Refusals: []string{"too_late", "on_committee"},
	Sheets:   []catalogue.Sheet{{ID: "opinion", Needs: []string{"specification", "price_sources"}}, {ID: "committee_letter", Needs: []string{"specification"}}},
	Clocks:   []catalogue.Clock{{Field: "tender_date", Source: "সিটিজেনস চার্টার ২.২ (৯): দরপত্রের তারিখের আগে মতামত"}},
	Alarms:   []catalogue.Alarm{{ID: "leak"}},
	Sealed:   true,
	Declares: true,
	Guides:   "specification",
}
