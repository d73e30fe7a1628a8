package registerdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/register"
	"dorgora/internal/sqldb"
)

const selectClosed = `
SELECT c.office, c.number, c.service, c.received, c.due, c.pauses, c.closed, c.outcome, c.took
FROM cases c
WHERE c.status = 'closed'
  AND NOT EXISTS (SELECT 1 FROM register_turns t WHERE t.office = c.office AND t.number = c.number AND t.again = '')
ORDER BY c.office, c.number`

// unentered are the ended turns that the register lacks, as after cases were loaded
// in bulk. Only cases that were never opened again can be told from their rows.
func (s Store) unentered(ctx context.Context) ([]register.Turn, error) {
	var turns []register.Turn
	err := s.DB.Rows(ctx, selectClosed, nil, func(row sqldb.Scanner) error {
		c := casework.Case{Status: casework.Closed}
		var received, due, pauses, closed string
		if err := row.Scan(&c.Office, &c.Number, &c.Service.Key, &received, &due, &pauses, &closed, &c.Outcome, &c.Took); err != nil {
			return err
		}
		if due == undated {
			due = ""
		}
		if err := moments(map[*time.Time]string{&c.Received: received, &c.Due: due, &c.Closed: closed}); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(pauses), &c.Pauses); err != nil {
			return err
		}
		turns = append(turns, register.TurnOf(c, c.Received))
		return nil
	})
	return turns, err
}

const selectReceived = `SELECT office, service, received FROM cases %s ORDER BY office, number`

const selectEnds = `
SELECT office, service, ended, outcome, late, dated, took, again FROM register_turns %s ORDER BY office, number, place`

// of narrows a statement to one office, or to none when it is empty.
func of(statement, office string) (query string, args []any) {
	if office == "" {
		return fmt.Sprintf(statement, ""), nil
	}
	return fmt.Sprintf(statement, "WHERE office = $1"), []any{office}
}

// recount sums up every case and every turn anew, of one office or of all.
func (s Store) recount(ctx context.Context, only string) (sums, error) {
	fresh := sums{}
	query, args := of(selectReceived, only)
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var office, service, received string
		if err := row.Scan(&office, &service, &received); err != nil {
			return err
		}
		at, err := sqldb.Moment(received)
		fresh.at(office, service, at, func(t *register.Tally) { t.Received++ })
		return err
	})
	if err != nil {
		return nil, err
	}
	query, args = of(selectEnds, only)
	err = s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var t register.Turn
		var ended, again string
		if err := row.Scan(&t.Office, &t.Service, &ended, &t.Outcome, &t.Late, &t.Dated, &t.Took, &again); err != nil {
			return err
		}
		if err := moments(map[*time.Time]string{&t.Ended: ended, &t.Reopening: again}); err != nil {
			return err
		}
		fresh.end(t, 1)
		if !t.Reopening.IsZero() {
			fresh.at(t.Office, t.Service, t.Reopening, func(t *register.Tally) { t.Reopened++ })
		}
		return nil
	})
	return fresh, err
}

const (
	dropFigures = `DELETE FROM register_figures`
	dropDays    = `DELETE FROM register_days`
)

// batch is how many rows are written by one statement.
const batch = 100

// Rebuild enters what the register lacks and sums all figures up anew, in one
// transaction: after cases were loaded in bulk. Nobody may be at work meanwhile.
func (s Store) Rebuild(ctx context.Context) error {
	missing, err := s.unentered(ctx)
	if err != nil {
		return err
	}
	err = s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, t := range missing {
			if err := writeTurn(ctx, tx, t); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	fresh, err := s.recount(ctx, "")
	if err != nil {
		return err
	}
	return s.DB.InTx(ctx, func(ctx context.Context, tx *sqldb.Tx) error {
		for _, statement := range []string{dropFigures, dropDays} {
			if _, err := tx.Exec(ctx, statement); err != nil {
				return err
			}
		}
		for keys := range slices.Chunk(fresh.keys(), batch) {
			part := sums{}
			for _, k := range keys {
				part[k] = fresh[k]
			}
			if err := part.write(ctx, tx); err != nil {
				return err
			}
		}
		return nil
	})
}

const (
	anyCase   = `SELECT count(*) FROM (SELECT 1 FROM cases LIMIT 1) found`
	anyFigure = `SELECT count(*) FROM (SELECT 1 FROM register_figures LIMIT 1) found`
)

// Prepare builds the register of a database that has cases and no register yet.
func (s Store) Prepare(ctx context.Context) error {
	var cases, figures int
	if err := s.DB.Row(ctx, anyCase, nil, &cases); err != nil {
		return err
	}
	if err := s.DB.Row(ctx, anyFigure, nil, &figures); err != nil {
		return err
	}
	if cases == 0 || figures > 0 {
		return nil
	}
	return s.Rebuild(ctx)
}

const (
	allFigures = `
SELECT office, span, service, received, reopened, in_time, late, undated, refused, withdrawn, otherwise, overran
FROM register_figures %s ORDER BY office, span, service`
	allDays = `SELECT office, span, service, days, cases FROM register_days %s ORDER BY office, span, service, days`
)

// stored reads the summed figures as they are kept.
func (s Store) stored(ctx context.Context, only string) (sums, error) {
	kept := sums{}
	query, args := of(allFigures, only)
	err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var k key
		var t register.Tally
		columns := []any{&k.office, &k.span, &k.service}
		for _, figure := range counted {
			columns = append(columns, t.Counter(figure))
		}
		err := row.Scan(columns...)
		kept.row(k).Tally = t
		return err
	})
	if err != nil {
		return nil, err
	}
	query, args = of(allDays, only)
	err = s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
		var k key
		var took, cases int
		err := row.Scan(&k.office, &k.span, &k.service, &took, &cases)
		kept.row(k).days[took] += cases
		return err
	})
	return kept, err
}

// Drift recounts the register of an office, of all when office is empty, and names
// what is not as it is kept, in order. An office that is at work meanwhile may show a
// drift that is none: what is found twice is one.
func (s Store) Drift(ctx context.Context, office string) ([]register.Drift, error) {
	found, err := s.strayTurns(ctx, office)
	if err != nil {
		return nil, err
	}
	kept, err := s.stored(ctx, office)
	if err != nil {
		return nil, err
	}
	fresh, err := s.recount(ctx, office)
	if err != nil {
		return nil, err
	}
	for _, k := range kept.keys() { // so that both have every row
		fresh.row(k)
	}
	for _, k := range fresh.keys() {
		have, want := kept.row(k), fresh[k]
		if have.Tally != want.Tally || !have.days.Same(want.days) {
			found = append(found, register.Drift{Office: k.office, Span: register.Span(k.span), Service: k.service})
		}
	}
	return found, nil
}

const selectUnentered = `
SELECT office, number FROM (
  SELECT c.office, c.number FROM cases c
  WHERE c.status = 'closed'
    AND NOT EXISTS (SELECT 1 FROM register_turns t
                    WHERE t.office = c.office AND t.number = c.number AND t.again = '' AND t.service = c.service
                      AND t.ended = c.closed AND t.outcome = c.outcome AND t.took = c.took)) found
%s ORDER BY office, number`

const selectStray = `
SELECT office, number FROM (
  SELECT t.office, t.number FROM register_turns t
  WHERE t.again = ''
    AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.office = t.office AND c.number = t.number AND c.status = 'closed')) found
%s ORDER BY office, number`

// strayTurns are the cases whose end and whose turn in the register differ.
func (s Store) strayTurns(ctx context.Context, only string) ([]register.Drift, error) {
	var found []register.Drift
	for _, statement := range []string{selectUnentered, selectStray} {
		query, args := of(statement, only)
		err := s.DB.Rows(ctx, query, args, func(row sqldb.Scanner) error {
			var d register.Drift
			err := row.Scan(&d.Office, &d.Number)
			found = append(found, d)
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
