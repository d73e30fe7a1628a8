package caseworkdb

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/sqldb"
)

// Raised returns open cases of several offices whose promised time has passed and
// of which a superior was told, the latest stage first. Sealed ones are left out.
func (s Store) Raised(ctx context.Context, offices []string, limit int) ([]casework.Row, error) {
	if len(offices) == 0 {
		return nil, nil
	}
	w := &clauses{text: "status <> 'closed' AND stage > 0"} // in words of the partial index
	w.add("stage >= ?", int(casework.Breached))
	w.add("NOT sealed")
	w.add("office IN (?"+strings.Repeat(", ?", len(offices)-1)+")", anyOf(offices)...)
	var rows []casework.Row
	w.args = append(w.args, limit)
	query := rowColumns + "cases WHERE " + w.text + " ORDER BY stage DESC, due, office, number LIMIT $" + strconv.Itoa(len(w.args))
	err := s.DB.Rows(ctx, query, w.args, func(row sqldb.Scanner) error {
		one, err := scanRow(row)
		rows = append(rows, one)
		return err
	})
	return rows, err
}

const putOrder = `
INSERT INTO case_orders (office, number, instruction, giver, given, answered, content) VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (office, number, instruction) DO UPDATE SET answered = excluded.answered, content = excluded.content`

// writeOrders keeps the list of instructions in step with the case, when the change
// gives or answers one.
func writeOrders(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	if !slices.ContainsFunc(change.Acts, func(a casework.Act) bool {
		return a.Deed == casework.DeedOrdered || a.Deed == casework.DeedObeyed
	}) {
		return nil
	}
	for _, order := range change.Case.Orders {
		content, err := json.Marshal(order)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, putOrder, change.Case.Office, change.Case.Number, order.ID, order.By.Person, sqldb.Instant(order.At),
			sqldb.Instant(order.Answered), string(content))
		if err != nil {
			return err
		}
	}
	return nil
}

const selectGiven = `
SELECT office, number, content FROM case_orders WHERE giver = $1 ORDER BY given DESC, office, number, instruction LIMIT $2`

// Given returns the instructions that a person gave, the latest first.
func (s Store) Given(ctx context.Context, person string, limit int) ([]casework.GivenOrder, error) {
	var list []casework.GivenOrder
	err := s.DB.Rows(ctx, selectGiven, []any{person, limit}, func(row sqldb.Scanner) error {
		var one casework.GivenOrder
		var content string
		if err := row.Scan(&one.Office, &one.Number, &content); err != nil {
			return err
		}
		err := json.Unmarshal([]byte(content), &one.Order)
		list = append(list, one)
		return err
	})
	return list, err
}
