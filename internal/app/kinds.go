package app

import (
	"context"

	"dorgora/internal/casework"
	"dorgora/internal/catalogue"
	"dorgora/internal/kind/advice"
	"dorgora/internal/kind/centre"
	"dorgora/internal/kind/cyber"
	"dorgora/internal/kind/information"
	"dorgora/internal/kind/labsupport"
	"dorgora/internal/kind/procurement"
	"dorgora/internal/kind/report"
	"dorgora/internal/kind/rollout"
	"dorgora/internal/kind/speaker"
	"dorgora/internal/kind/technical"
	"dorgora/internal/kind/trouble"
	"dorgora/internal/sqldb"
)

// Kinds lists every kind of service that the program knows, the plain one apart.
func Kinds() []catalogue.Kind {
	return []catalogue.Kind{
		information.Kind, advice.Kind, labsupport.Kind, centre.Kind, cyber.Kind,
		speaker.Kind, trouble.Kind, technical.Kind, rollout.Kind, procurement.Kind, report.Kind,
	}
}

// KindOf is the kind of that ID; the plain one for an ID that is not known.
func KindOf(id string) catalogue.Kind {
	for _, kind := range Kinds() {
		if kind.ID == id {
			return kind
		}
	}
	return catalogue.Kind{ID: catalogue.PlainKind}
}

// ruleBook reads the figures that an office and those above it have set.
// Every act asks for them, and they hardly ever change.
type ruleBook struct {
	program *Program
	lines   *sqldb.Memory[string, []casework.RuleLine]
}

func (p *Program) newRuleBook() ruleBook {
	return ruleBook{p, sqldb.NewMemory[string, []casework.RuleLine](p.DB, shelfSize, "rules", "offices")}
}

// RuleLines implements casework.RuleBook.
func (b ruleBook) RuleLines(ctx context.Context, officeID string) ([]casework.RuleLine, error) {
	return b.lines.Get(officeID, func() ([]casework.RuleLine, error) {
		chain, err := b.program.Offices.Chain(ctx, officeID)
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(chain))
		for i, o := range chain {
			ids[i] = o.ID
		}
		return b.program.Cases.RuleLinesOf(ctx, ids)
	})
}
