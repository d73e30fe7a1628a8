package registerdb

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"dorgora/internal/register"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// Store reads the register.
type Store struct{ DB *sqldb.DB }

// undated stands in the column due of a case without a promised moment.
const undated = "9999"

const selectOpen = `
SELECT number, service, service_name, post, sealed, received, pauses,
       coalesce((SELECT a.due FROM case_acts a WHERE a.office = cases.office AND a.number = cases.number AND a.at < $2
                 ORDER BY a.place DESC LIMIT 1), '')
FROM cases WHERE office = $1 AND status <> 'closed' AND received < $2 ORDER BY received, number`

const selectEnded = `
SELECT t.number, c.service, c.service_name, c.post, c.sealed, c.received, c.pauses,
       coalesce((SELECT a.due FROM case_acts a WHERE a.office = t.office AND a.number = t.number AND a.at < $2
                 ORDER BY a.place DESC LIMIT 1), ''),
       t.place, t.began, t.ended, t.outcome, t.late, t.dated, t.took, t.again
FROM register_turns t JOIN cases c ON c.office = t.office AND c.number = t.number
WHERE t.office = $1 AND t.ended >= $3 AND t.began < $2 ORDER BY t.ended, t.number, t.place`

const selectAgain = `
SELECT number, again FROM register_turns WHERE office = $1 AND again <> '' ORDER BY number, place`

// Turns returns every turn of an office that touches a month, with the promised
// moment as it stood when the month ended.
func (s Store) Turns(ctx context.Context, office string, month register.Month) ([]register.Turn, error) {
	reopened, err := s.reopened(ctx, office)
	if err != nil {
		return nil, err
	}
	var turns []register.Turn
	start, end := sqldb.Instant(month.Start()), sqldb.Instant(month.End())
	err = s.DB.Rows(ctx, selectEnded, []any{office, end, start}, func(row sqldb.Scanner) error {
		t, err := scanTurn(office, row, true)
		t.Pauses = awaited(t.Pauses, reopened[t.Number])
		turns = append(turns, t)
		return err
	})
	if err != nil {
		return nil, err
	}
	err = s.DB.Rows(ctx, selectOpen, []any{office, end}, func(row sqldb.Scanner) error {
		t, err := scanTurn(office, row, false)
		t.Place, t.Began = 1, t.Received
		if before := reopened[t.Number]; len(before) > 0 {
			t.Place, t.Began = len(before)+1, before[len(before)-1]
		}
		t.Pauses = awaited(t.Pauses, reopened[t.Number])
		turns = append(turns, t)
		return err
	})
	return turns, err
}

// reopened is when each case was opened again, in order.
func (s Store) reopened(ctx context.Context, office string) (map[string][]time.Time, error) {
	all := map[string][]time.Time{}
	err := s.DB.Rows(ctx, selectAgain, []any{office}, func(row sqldb.Scanner) error {
		var number, again string
		if err := row.Scan(&number, &again); err != nil {
			return err
		}
		at, err := sqldb.Moment(again)
		all[number] = append(all[number], at)
		return err
	})
	return all, err
}

// awaited are the pauses in which the office waited for the applicant: those between
// an end and the opening again count for nobody.
func awaited(pauses []workday.Pause, reopened []time.Time) []workday.Pause {
	return slices.DeleteFunc(pauses, func(p workday.Pause) bool {
		return slices.ContainsFunc(reopened, p.To.Equal)
	})
}

// scanTurn reads the columns of an open or an ended turn.
func scanTurn(office string, row sqldb.Scanner, ended bool) (register.Turn, error) {
	t := register.Turn{Office: office}
	var received, pauses, due, began, end, again string
	columns := []any{&t.Number, &t.Service, &t.Name, &t.Post, &t.Sealed, &received, &pauses, &due}
	if ended {
		columns = append(columns, &t.Place, &began, &end, &t.Outcome, &t.Late, &t.Dated, &t.Took, &again)
	}
	if err := row.Scan(columns...); err != nil {
		return t, err
	}
	if due == undated {
		due = ""
	}
	err := moments(map[*time.Time]string{&t.Received: received, &t.Due: due, &t.Began: began, &t.Ended: end, &t.Reopening: again})
	if err != nil {
		return t, err
	}
	return t, json.Unmarshal([]byte(pauses), &t.Pauses)
}

const selectScore = `
SELECT service, received, reopened, in_time, late, undated, refused, withdrawn, otherwise, overran
FROM register_figures WHERE office = $1 AND span = $2 ORDER BY service`

const selectDays = `
SELECT service, days, cases FROM register_days WHERE office = $1 AND span = $2 ORDER BY service, days`

// Score returns what an office promised and delivered over a span, by service.
func (s Store) Score(ctx context.Context, office string, span register.Span) (map[string]register.Score, error) {
	scores := map[string]register.Score{}
	err := s.DB.Rows(ctx, selectScore, []any{office, string(span)}, func(row sqldb.Scanner) error {
		service, tally, err := scanTally(row)
		scores[service] = register.Score{Tally: tally}
		return err
	})
	if err != nil {
		return nil, err
	}
	days := map[string]register.Days{}
	err = s.DB.Rows(ctx, selectDays, []any{office, string(span)}, func(row sqldb.Scanner) error {
		var service string
		var took, cases int
		if err := row.Scan(&service, &took, &cases); err != nil {
			return err
		}
		if days[service] == nil {
			days[service] = register.Days{}
		}
		days[service][took] += cases
		return nil
	})
	for service, counts := range days {
		score := scores[service]
		score.Days = counts.Spread()
		scores[service] = score
	}
	return scores, err
}

func scanTally(row sqldb.Scanner) (service string, t register.Tally, err error) {
	columns := []any{&service}
	for _, figure := range counted {
		columns = append(columns, t.Counter(figure))
	}
	err = row.Scan(columns...)
	return service, t, err
}

const selectNation = `
SELECT service, sum(received), sum(reopened), sum(in_time), sum(late), sum(undated), sum(refused), sum(withdrawn),
       sum(otherwise), sum(overran)
FROM register_figures WHERE span = $1 AND span > 'F' GROUP BY service ORDER BY service`

// Nation returns what all offices together promised and delivered in a financial
// year, by service.
func (s Store) Nation(ctx context.Context, year register.Span) (map[string]register.Tally, error) {
	tallies := map[string]register.Tally{}
	err := s.DB.Rows(ctx, selectNation, []any{string(year)}, func(row sqldb.Scanner) error {
		service, tally, err := scanTally(row)
		tallies[service] = tally
		return err
	})
	return tallies, err
}

const selectOverdue = `
SELECT service, count(*) FROM cases
WHERE status <> 'closed' AND status <> 'waiting' AND due < $1 GROUP BY service ORDER BY service`

const selectOverdueOf = `
SELECT service, count(*) FROM cases
WHERE office = $2 AND status <> 'closed' AND status <> 'waiting' AND due < $1 GROUP BY service ORDER BY service`

// Overdue counts the open cases whose promised moment has passed, by service; of
// all offices when office is empty.
func (s Store) Overdue(ctx context.Context, office string, now time.Time) (map[string]int, error) {
	counts := map[string]int{}
	query, args := selectOverdue, []any{sqldb.Instant(now)}
	if office != "" {
		query, args = selectOverdueOf, append(args, office)
	}
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var service string
		var n int
		err := row.Scan(&service, &n)
		counts[service] = n
		return err
	})
	return counts, err
}

const selectPast = `
SELECT c.received, c.closed, c.pauses, c.took,
       coalesce((SELECT a.at FROM case_acts a WHERE a.office = c.office AND a.number = c.number AND a.deed = 'taken'
                 ORDER BY a.place LIMIT 1), c.first_reply)
FROM cases c
WHERE c.office = $1 AND c.service = $2 AND c.status = 'closed' AND c.closed >= $3 AND c.outcome IN ('delivered', 'advised')
ORDER BY c.received, c.number`

// Past returns the cases of a service that were served since a moment, in order of
// receipt.
func (s Store) Past(ctx context.Context, q register.PastQuery) ([]register.Past, error) {
	var list []register.Past
	err := s.DB.Rows(ctx, selectPast, []any{q.Office, q.Service, sqldb.Instant(q.Since)}, func(row sqldb.Scanner) error {
		var p register.Past
		var received, closed, pauses, taken string
		if err := row.Scan(&received, &closed, &pauses, &p.Took, &taken); err != nil {
			return err
		}
		if err := moments(map[*time.Time]string{&p.Received: received, &p.Ended: closed, &p.Taken: taken}); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(pauses), &p.Pauses)
		list = append(list, p)
		return err
	})
	return list, err
}
