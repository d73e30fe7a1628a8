// Package registerdb keeps the turns and the summed figures of the register, and
// reads what the register's pages are made of.
package registerdb

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/register"
	"dorgora/internal/sqldb"
)

// Count enters a change of a case into the register, in the transaction that writes
// the case. It compares what the register holds with what the case says after the
// change, so an end, an opening again, and the taking back of either all come to
// the right figures.
func Count(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	c := change.Case
	sums := sums{}
	isNew := did(change, casework.DeedReceived)
	if isNew {
		sums.at(c.Office, c.Service.Key, c.Received, func(t *register.Tally) { t.Received++ })
	}
	if c.Ended() || c.Reopened > 0 || did(change, casework.DeedUndone) {
		held, err := heldTurns(ctx, tx, c, isNew)
		if err != nil {
			return err
		}
		if err := settle(ctx, tx, held, settling{change: change, sums: sums}); err != nil {
			return err
		}
	}
	return sums.write(ctx, tx)
}

func did(change casework.Change, deed casework.Deed) bool {
	return slices.ContainsFunc(change.Acts, func(a casework.Act) bool { return a.Deed == deed })
}

const selectHeld = `
SELECT place, service, began, ended, outcome, late, dated, took, again
FROM register_turns WHERE office = $1 AND number = $2 ORDER BY place`

// heldTurns are the ended turns of a case that the register holds, by place.
func heldTurns(ctx context.Context, tx *sqldb.Tx, c casework.Case, isNew bool) (map[int]register.Turn, error) {
	held := map[int]register.Turn{}
	if isNew {
		return held, nil
	}
	err := tx.Rows(ctx, selectHeld, []any{c.Office, c.Number}, func(row sqldb.Scanner) error {
		t := register.Turn{Office: c.Office, Number: c.Number}
		var began, ended, again string
		if err := row.Scan(&t.Place, &t.Service, &began, &ended, &t.Outcome, &t.Late, &t.Dated, &t.Took, &again); err != nil {
			return err
		}
		err := moments(map[*time.Time]string{&t.Began: began, &t.Ended: ended, &t.Reopening: again})
		held[t.Place] = t
		return err
	})
	return held, err
}

// moments reads stored times.
func moments(columns map[*time.Time]string) error {
	for value, text := range columns {
		var err error
		if *value, err = sqldb.Moment(text); err != nil {
			return err
		}
	}
	return nil
}

const insertTurn = `
INSERT INTO register_turns (office, number, place, service, began, ended, outcome, late, dated, took, again)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`

const deleteTurn = `DELETE FROM register_turns WHERE office = $1 AND number = $2 AND place = $3`

const markAgain = `UPDATE register_turns SET again = $4 WHERE office = $1 AND number = $2 AND place = $3`

// settling is a change on its way into the register, and the sums that it alters.
type settling struct {
	change casework.Change
	sums   sums
}

// settle brings the turns of a case to what the case says.
func settle(ctx context.Context, tx *sqldb.Tx, held map[int]register.Turn, s settling) error {
	c := s.change.Case
	own, known := held[c.Reopened+1]
	before, ended := held[c.Reopened]
	switch {
	case c.Ended() && !known:
		began := c.Received
		if ended && !before.Reopening.IsZero() {
			began = before.Reopening
		}
		t := register.TurnOf(c, began)
		s.sums.end(t, 1)
		return writeTurn(ctx, tx, t)
	case c.Ended() && !own.Reopening.IsZero(): // the opening again was taken back
		s.sums.at(c.Office, own.Service, own.Reopening, func(t *register.Tally) { t.Reopened-- })
		return mark(ctx, tx, own, time.Time{})
	case !c.Ended() && known: // the end was taken back
		s.sums.end(own, -1)
		_, err := tx.Exec(ctx, deleteTurn, c.Office, c.Number, own.Place)
		return err
	case !c.Ended() && ended && before.Reopening.IsZero():
		now := s.change.Acts[len(s.change.Acts)-1].At
		s.sums.at(c.Office, before.Service, now, func(t *register.Tally) { t.Reopened++ })
		return mark(ctx, tx, before, now)
	}
	return nil
}

func writeTurn(ctx context.Context, tx *sqldb.Tx, t register.Turn) error {
	_, err := tx.Exec(ctx, insertTurn, t.Office, t.Number, t.Place, t.Service, sqldb.Instant(t.Began), sqldb.Instant(t.Ended),
		string(t.Outcome), t.Late, t.Dated, t.Took, sqldb.Instant(t.Reopening))
	return err
}

func mark(ctx context.Context, tx *sqldb.Tx, t register.Turn, again time.Time) error {
	_, err := tx.Exec(ctx, markAgain, t.Office, t.Number, t.Place, sqldb.Instant(again))
	return err
}

// key is one row of the summed figures.
type key struct{ office, span, service string }

// sum is what is to be added to a row, with the days of those served.
type sum struct {
	register.Tally
	days register.Days
}

// sums are the rows to be added to.
type sums map[key]*sum

func (s sums) row(k key) *sum {
	if s[k] == nil {
		s[k] = &sum{days: register.Days{}}
	}
	return s[k]
}

// at changes the figures of the spans in which an instant falls.
func (s sums) at(office, service string, at time.Time, change func(*register.Tally)) {
	for _, span := range register.SpansAt(at) {
		change(&s.row(key{office, string(span), service}).Tally)
	}
}

// end adds an ended turn so many times.
func (s sums) end(t register.Turn, times int) {
	s.at(t.Office, t.Service, t.Ended, func(tally *register.Tally) { tally.Enter(t, times) })
	if !t.Served() {
		return
	}
	for _, span := range register.SpansAt(t.Ended) {
		s.row(key{t.Office, string(span), t.Service}).days[t.Took] += times
	}
}

// counted are the columns of the summed figures, in the order of the table.
var counted = []register.Figure{
	register.Received, register.Reopened, register.InTime, register.Late, register.Undated, register.Refused,
	register.Withdrawn, register.Otherwise, register.Overran,
}

const addFigures = `
INSERT INTO register_figures (office, span, service, received, reopened, in_time, late, undated, refused, withdrawn, otherwise, overran)
VALUES %s
ON CONFLICT (office, span, service) DO UPDATE SET
  received = register_figures.received + excluded.received, reopened = register_figures.reopened + excluded.reopened,
  in_time = register_figures.in_time + excluded.in_time, late = register_figures.late + excluded.late,
  undated = register_figures.undated + excluded.undated, refused = register_figures.refused + excluded.refused,
  withdrawn = register_figures.withdrawn + excluded.withdrawn, otherwise = register_figures.otherwise + excluded.otherwise,
  overran = register_figures.overran + excluded.overran`

const addDays = `
INSERT INTO register_days (office, span, service, days, cases)
VALUES %s
ON CONFLICT (office, span, service, days) DO UPDATE SET cases = register_days.cases + excluded.cases`

// write adds the sums, each table in one statement and always in the same order, so
// that two who write at once queue and do not block one another.
func (s sums) write(ctx context.Context, tx *sqldb.Tx) error {
	var figures, days [][]any
	for _, k := range s.keys() {
		row := []any{k.office, k.span, k.service}
		for _, figure := range counted {
			row = append(row, *s[k].Counter(figure))
		}
		figures = append(figures, row)
		for _, took := range s[k].order() {
			days = append(days, []any{k.office, k.span, k.service, took, s[k].days[took]})
		}
	}
	if err := add(ctx, tx, addFigures, figures); err != nil {
		return err
	}
	return add(ctx, tx, addDays, days)
}

func (s sums) keys() []key {
	keys := make([]key, 0, len(s))
	for k := range s {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b key) int {
		return strings.Compare(a.office+"\x00"+a.span+"\x00"+a.service, b.office+"\x00"+b.span+"\x00"+b.service)
	})
	return keys
}

func (s *sum) order() []int {
	var list []int
	for took, n := range s.days {
		if n != 0 {
			list = append(list, took)
		}
	}
	slices.Sort(list)
	return list
}

// add runs an insertion of several rows.
func add(ctx context.Context, tx *sqldb.Tx, statement string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	var values []string
	var args []any
	for _, row := range rows {
		var places []string
		for _, value := range row {
			args = append(args, value)
			places = append(places, fmt.Sprintf("$%d", len(args)))
		}
		values = append(values, "("+strings.Join(places, ", ")+")")
	}
	_, err := tx.Exec(ctx, fmt.Sprintf(statement, strings.Join(values, ", ")), args...)
	return err
}
