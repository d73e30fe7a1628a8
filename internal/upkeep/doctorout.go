package upkeep

import (
	"context"

	"dorgora/internal/office"
	"dorgora/internal/sqldb"
)

const (
	countWaiting = `
SELECT COUNT(*) FROM notices WHERE office = $1 AND status = 'waiting' AND at < $2`
	countDead = `
SELECT COUNT(*) FROM notices WHERE office = $1 AND NOT settled AND status IN ('failed', 'expired')`
	countUncertain = `
SELECT COUNT(*) FROM notices WHERE office = $1 AND NOT settled AND status = 'uncertain'`
	countTried = `
SELECT COUNT(*), COUNT(*) FILTER (WHERE d.fate IN ('sent', 'delivered'))
FROM deliveries d JOIN gateways g ON g.office = d.keeper AND g.id = d.gateway
WHERE d.keeper = $1 AND g.active AND d.began >= $2`
)

// silentAfter is how many attempts in vain within a day make a gateway silent.
const silentAfter = 5

// outbox looks at what should have left an office: what waits for long, what did not
// arrive and nobody decided about, and whether the office's gateways answer.
func (d *doctor) outbox(ctx context.Context, o office.Office) error {
	name, yesterday := Name{o.Name, o.NameEn}, sqldb.Instant(d.World.Now().Add(-outboxAge))
	for _, one := range []struct {
		query, symptom string
		args           []any
	}{
		{countWaiting, "upkeep.outbox.waiting", []any{o.ID, yesterday}},
		{countDead, "upkeep.outbox.dead", []any{o.ID}},
		{countUncertain, "upkeep.outbox.uncertain", []any{o.ID}},
	} {
		var n int
		if err := d.DB.Row(ctx, one.query, one.args, &n); err != nil {
			return err
		}
		if n > 0 {
			d.note(Watch, one.symptom, "office", name, "n", n)
		}
	}
	var tried, taken int
	if err := d.DB.Row(ctx, countTried, []any{o.ID, yesterday}, &tried, &taken); err != nil {
		return err
	}
	if tried >= silentAfter && taken == 0 {
		d.note(Mend, "upkeep.gateway.silent", "office", name, "n", tried)
	}
	return nil
}
