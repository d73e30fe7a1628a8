package caseworkdb

import (
	"cmp"
	"context"
	"slices"

	"dorgora/internal/casework"
	"dorgora/internal/sqldb"
)

// mostCompared bounds how many cases of one service are compared with a new one.
const mostCompared = 200

// Recent cases are read along the index of an office's services, older open ones
// along that of its open cases.
const (
	selectRecent = rowColumns + `cases
WHERE office = $1 AND service = $2 AND received >= $3 AND number <> $4 AND merged = '' AND (NOT sealed OR $5 AND post = $6)
ORDER BY received DESC, number DESC LIMIT $7`
	selectOlderOpen = rowColumns + `cases
WHERE office = $1 AND service = $2 AND received < $3 AND number <> $4 AND merged = '' AND (NOT sealed OR $5 AND post = $6)
  AND status <> 'closed'
ORDER BY received DESC, number DESC LIMIT $7`
)

// Similar returns the cases that may be the same as a case, the likest first: open
// or recent ones of the same service, with the same mobile, the same name or much
// the same words. Of sealed cases it shows those of the same post to a sealed one.
func (s Store) Similar(ctx context.Context, office string, c casework.Case) ([]casework.Row, error) {
	like := casework.UsualLikeness
	type scored struct {
		row   casework.Row
		score float64
	}
	var found []scored
	since := sqldb.Instant(c.Received.Add(-like.Span))
	args := []any{office, c.Service.Key, since, c.Number, c.Sealed, c.Post, mostCompared}
	for _, query := range []string{selectRecent, selectOlderOpen} {
		err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
			one, application, err := scanCase(row)
			if err == nil {
				if score := like.Score(c.Application, application); score > 0 {
					found = append(found, scored{one, score})
				}
			}
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	var rows []casework.Row
	for _, one := range found[:min(len(found), like.Most)] {
		rows = append(rows, one.row)
	}
	return rows, nil
}
