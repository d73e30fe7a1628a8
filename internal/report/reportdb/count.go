package reportdb

import (
	"cmp"
	"context"
	"encoding/json"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/fault"
	"dorgora/internal/register"
	"dorgora/internal/report"
	"dorgora/internal/sqldb"
	"dorgora/workday"
)

// row is one case, or one turn of a case, that a figure counts.
type row struct {
	number, service, name, channel, union string
	sealed                                bool
	at                                    time.Time
	due                                   string // the promised moment as it stood then
	waiting                               bool   // for the applicant, at the moment up to which is counted
	turn                                  register.Turn
}

// The cases that a figure is counted from: what came in, what was open at a moment,
// what ended and what was opened again. A service is a key, or empty for all.
const (
	caseColumns = `c.number, c.service, c.service_name, c.channel, c.application, c.sealed, c.pauses`

	receivedCases = `
SELECT ` + caseColumns + `, '', c.received, '', FALSE, FALSE, 0 FROM cases c
WHERE c.office = $1 AND c.received >= $2 AND c.received < $3 AND (CAST($4 AS TEXT) = '' OR c.service = $4)
ORDER BY c.received, c.number`

	openCases = `
SELECT ` + caseColumns + `,
       coalesce((SELECT a.due FROM case_acts a WHERE a.office = c.office AND a.number = c.number AND a.at < $2
                 ORDER BY a.place DESC LIMIT 1), ''),
       c.received, '', FALSE, FALSE, 0 FROM cases c
WHERE c.office = $1 AND c.received < $2 AND (CAST($3 AS TEXT) = '' OR c.service = $3) AND NOT EXISTS (
  SELECT 1 FROM register_turns t
  WHERE t.office = c.office AND t.number = c.number AND t.ended < $2 AND (t.again = '' OR t.again >= $2))
ORDER BY c.received, c.number`

	endedTurns = `
SELECT ` + caseColumns + `, '', t.ended, t.outcome, t.late, t.dated, t.took
FROM register_turns t JOIN cases c ON c.office = t.office AND c.number = t.number
WHERE t.office = $1 AND t.ended >= $2 AND t.ended < $3 AND (CAST($4 AS TEXT) = '' OR c.service = $4)
ORDER BY t.ended, t.number, t.place`

	reopenedTurns = `
SELECT ` + caseColumns + `, '', t.again, t.outcome, t.late, t.dated, t.took
FROM register_turns t JOIN cases c ON c.office = t.office AND c.number = t.number
WHERE t.office = $1 AND t.again <> '' AND t.again >= $2 AND t.again < $3 AND (CAST($4 AS TEXT) = '' OR c.service = $4)
ORDER BY t.again, t.number, t.place`
)

// rows reads what the figure is counted from.
func (s Store) rows(ctx context.Context, q report.Query) ([]row, error) {
	until := q.Until()
	start, end := sqldb.Instant(q.Period.Start()), sqldb.Instant(until)
	_, figure, _ := strings.Cut(q.Name, ".")
	switch figure {
	case "received":
		return s.read(ctx, until, receivedCases, q.Office, start, end, q.Service)
	case "open", "overdue":
		list, err := s.read(ctx, until, openCases, q.Office, end, q.Service)
		if figure == "overdue" {
			list = slices.DeleteFunc(list, func(r row) bool { return r.due == "" || r.due >= end || r.waiting })
		}
		return list, err
	case "reopened":
		return s.read(ctx, until, reopenedTurns, q.Office, start, end, q.Service)
	}
	keep, known := ended(figure)
	if !known {
		return nil, fault.New(fault.NotFound, "report.figure.unknown")
	}
	list, err := s.read(ctx, until, endedTurns, q.Office, start, end, q.Service)
	return slices.DeleteFunc(list, func(r row) bool { return !keep(r.turn) }), err
}

// ended says which of the ended turns a figure counts.
func ended(figure string) (keep func(register.Turn) bool, known bool) {
	switch figure {
	case "served", "median_days", "p90_days":
		return register.Turn.Served, true
	}
	end := register.Figure(figure)
	keep = func(t register.Turn) bool { return t.End() == end }
	return keep, slices.Contains([]register.Figure{register.InTime, register.Late, register.Undated, register.Refused, register.Withdrawn, register.Otherwise}, end)
}

func (s Store) read(ctx context.Context, until time.Time, query string, args ...any) ([]row, error) {
	var list []row
	err := s.DB.Rows(ctx, query, args, func(scan sqldb.Scanner) error {
		var r row
		var application, pauses, at string
		err := scan.Scan(&r.number, &r.service, &r.name, &r.channel, &application, &r.sealed, &pauses, &r.due, &at,
			&r.turn.Outcome, &r.turn.Late, &r.turn.Dated, &r.turn.Took)
		if err != nil {
			return err
		}
		if r.at, err = sqldb.Moment(at); err != nil {
			return err
		}
		r.turn.Ended = r.at
		list = append(list, r)
		return list[len(list)-1].open(application, pauses, until)
	})
	return list, err
}

// open reads what is kept in the row as JSON.
func (r *row) open(application, pauses string, until time.Time) error {
	var asked struct {
		Union string `json:"union"`
	}
	if err := json.Unmarshal([]byte(application), &asked); err != nil {
		return err
	}
	clock := workday.Clock{Received: r.at}
	if err := json.Unmarshal([]byte(pauses), &clock.Pauses); err != nil {
		return err
	}
	r.union, r.waiting = asked.Union, clock.PausedAt(until)
	return nil
}

// Count implements report.Source.
func (s Store) Count(ctx context.Context, q report.Query) (report.Count, error) {
	list, err := s.rows(ctx, q)
	if err != nil {
		return report.Count{}, err
	}
	count := number(q, list)
	if q.By == report.Whole {
		return count, nil
	}
	parts := map[string][]row{}
	for _, r := range list {
		key := r.part(q.By)
		parts[key] = append(parts[key], r)
	}
	for key, part := range parts {
		cell := report.Cell{Key: key, Number: number(q, part).Number}
		switch q.By {
		case report.ByService:
			cell.Name = part[len(part)-1].name
		case report.ByUnion:
			cell.Name = part[0].union
		}
		count.Cells = append(count.Cells, cell)
	}
	slices.SortFunc(count.Cells, func(a, b report.Cell) int { return cmp.Or(cmp.Compare(b.Number, a.Number), cmp.Compare(a.Key, b.Key)) })
	return count, nil
}

// part is the key under which the row falls when a figure is taken apart.
func (r row) part(by report.Split) string {
	switch by {
	case report.ByService:
		return r.service
	case report.ByChannel:
		return r.channel
	}
	return bangla.Fold(r.union)
}

// number is the figure over a list: its length, or days over the cases in it.
func number(q report.Query, list []row) report.Count {
	days := func(pick func(register.Spread) int) report.Count {
		var took []int
		for _, r := range list {
			took = append(took, r.turn.Took)
		}
		return report.Count{Number: pick(register.SpreadOf(took)), Cases: len(took), None: len(took) == 0}
	}
	switch q.Name {
	case "turns.median_days":
		return days(func(s register.Spread) int { return s.Median })
	case "turns.p90_days":
		return days(func(s register.Spread) int { return s.P90 })
	}
	return report.Count{Number: len(list)}
}

// List implements report.Lister.
func (s Store) List(ctx context.Context, q report.Query, most int) ([]report.Behind, error) {
	list, err := s.rows(ctx, q)
	var behind []report.Behind
	for _, r := range list[:min(most, len(list))] {
		behind = append(behind, report.Behind{Number: r.number, Service: r.name, At: r.at, Sealed: r.sealed})
	}
	return behind, err
}
