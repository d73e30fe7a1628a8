package caseworkdb

import (
	"strconv"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/sqldb"
)

// part is a stretch of a list with one condition and one order; parts follow one
// another. Its condition names the partial index along which it is read.
type part struct {
	name  string // begins the cursors that lead into it; in the order of the parts
	where string
	order order
}

// order is how the rows of a part follow one another.
type order struct {
	by    string
	after string // the condition of the rows after a key; each ? takes the next value
	key   func(casework.Row) []string
	// values are the key as the condition takes it, when that is another.
	values func(key []string) []any
}

var byDue = order{
	by: "due, received, number", after: "(due, received, number) > (?, ?, ?)",
	key: func(r casework.Row) []string { return []string{dueColumn(r.Due), sqldb.Instant(r.Received), r.Number} },
}

var byStage = order{
	by: "stage DESC, due, received, number", after: "stage <= ? AND (stage < ? OR (due, received, number) > (?, ?, ?))",
	key: func(r casework.Row) []string { return append([]string{strconv.Itoa(r.Stage)}, byDue.key(r)...) },
	values: func(key []string) []any {
		stage, err := strconv.Atoi(key[0])
		if err != nil {
			return nil
		}
		return []any{stage, stage, key[1], key[2], key[3]}
	},
}

var byReceipt = order{
	by: "received, number", after: "(received, number) > (?, ?)",
	key: func(r casework.Row) []string { return []string{sqldb.Instant(r.Received), r.Number} },
}

var latestFirst = order{by: "received DESC, number DESC", after: "(received, number) < (?, ?)", key: byReceipt.key}

var lastEndedFirst = order{
	by: "closed DESC, number DESC", after: "(closed, number) < (?, ?)",
	key: func(r casework.Row) []string { return []string{sqldb.Instant(r.Closed), r.Number} },
}

// partsOf returns the parts of a list. Waiting cases come last.
func partsOf(view casework.View) []part {
	running := part{"a", "status <> 'closed' AND status <> 'waiting'", byDue}
	waiting := part{"b", "status <> 'closed' AND status = 'waiting'", byDue}
	switch view {
	case casework.All, casework.Unowned:
		return []part{running, waiting}
	case casework.Asked:
		return []part{waiting}
	case casework.Done:
		return []part{{"c", "status = 'closed'", lastEndedFirst}}
	case casework.Every:
		return []part{{"d", "1 = 1", latestFirst}}
	case casework.Escalated:
		return []part{{"e", "status <> 'closed' AND stage > 0", byStage}}
	case casework.Referred:
		return []part{{"f", "status <> 'closed' AND referred <> ''", byDue}}
	case casework.Offered:
		return []part{{"g", "status <> 'closed' AND referred <> ''", byReceipt}}
	}
	return []part{running}
}

// place is a cursor cut into the part of the list and the sort key within it.
type place struct {
	part string
	key  []string
}

func splitCursor(text string) place {
	all := strings.Split(text, "|")
	return place{all[0], all[1:]}
}

// cursor leads on after a row. Of the parts of a list only the last may hold
// waiting cases.
func cursor(parts []part, r casework.Row) string {
	p := parts[0]
	if r.Status == casework.Waiting {
		p = parts[len(parts)-1]
	}
	return p.name + "|" + strings.Join(p.order.key(r), "|")
}
