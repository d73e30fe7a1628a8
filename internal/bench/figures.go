package bench

import (
	"context"

	"dorgora/internal/app"
	"dorgora/internal/bench/corpus"
	"dorgora/internal/register"
	"dorgora/internal/register/registerdb"
)

// figures is bar 13: promised against delivered, of one office and of all offices by
// service, as the pages of the register read them.
func (b *bench) figures(ctx context.Context) ([]Row, error) {
	large, err := b.largeStage(ctx)
	if err != nil {
		return nil, err
	}
	var office, nation float64
	err = opened(ctx, large, func(program *app.Program) error {
		store := registerdb.Store{DB: program.DB}
		year := register.MonthOf(corpus.End).FinancialYear()
		office, err = b.repeated(ctx, func(ctx context.Context) error {
			_, err := store.Score(ctx, app.FirstOffice, year)
			return err
		})
		if err != nil {
			return err
		}
		nation, err = b.repeated(ctx, func(ctx context.Context) error {
			if _, err := store.Nation(ctx, year); err != nil {
				return err
			}
			_, err := store.Overdue(ctx, "", corpus.End)
			return err
		})
		return err
	})
	return []Row{
		absolute(Row{Bar: "13", Name: "figures of one office by service, p50", Unit: "ms"}, office, atMost(2)),
		absolute(Row{Bar: "13", Name: "figures of all offices by service, p50", Unit: "ms"}, nation, atMost(100)),
	}, err
}
