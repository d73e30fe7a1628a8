package caseworkdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

const (
	rowColumns = rowNames + `
FROM `
	rowAndWords = rowNames + `, words
FROM `
	rowNames = `
SELECT office, number, service, service_name, kind, name, mobile, application, channel, post, status, outcome,
       received, first_reply, due, closed, rounds, stage, sealed, referred, incident, merged, pauses`
)

// Page returns one page of a list by keyset: the cursor holds the sort key of the
// last row shown, so that a page costs the same wherever it stands.
func (s Store) Page(ctx context.Context, q casework.Query) (casework.Page, error) {
	parts, after := partsOf(q.View), splitCursor(q.After)
	if q.After != "" && !slices.ContainsFunc(parts, func(p part) bool { return p.name == after.part }) {
		return casework.Page{}, fault.New(fault.Invalid, "casework.page.wrong")
	}
	found, err := s.searching(ctx, q)
	if err != nil || found.none {
		return casework.Page{}, err
	}
	var page casework.Page
	for _, p := range parts {
		if q.After != "" && after.part > p.name {
			continue // the part before was shown whole
		}
		var key []string
		if after.part == p.name {
			key = after.key
		}
		rows, err := s.rows(ctx, q, stretch{p, found, key, q.Limit + 1 - len(page.Rows)})
		if err != nil {
			return casework.Page{}, err
		}
		for _, row := range rows {
			if len(page.Rows) == q.Limit {
				page.Next = cursor(parts, page.Rows[q.Limit-1])
				return page, nil
			}
			page.Rows = append(page.Rows, row)
		}
	}
	return page, nil
}

// eachPage is how many rows Each reads at once.
const eachPage = 500

// Each calls f for every row of a list, on all its pages and in its order; an error
// of f ends the reading and is returned as it is. Limit and After do not count.
func (s Store) Each(ctx context.Context, q casework.Query, f func(casework.Row) error) error {
	q.After, q.Limit = "", eachPage
	for {
		page, err := s.Page(ctx, q)
		if err != nil {
			return err
		}
		for _, row := range page.Rows {
			if err := f(row); err != nil {
				return err
			}
		}
		if q.After = page.Next; q.After == "" {
			return nil
		}
	}
}

// stretch is what is read of one part of a list.
type stretch struct {
	part   part
	search search
	after  []string // sort key; nil: from the beginning
	limit  int
}

func (s Store) rows(ctx context.Context, q casework.Query, st stretch) ([]casework.Row, error) {
	if st.search.passing {
		return s.pass(ctx, q, st)
	}
	text, args, err := s.statement(q, st)
	if err != nil {
		return nil, err
	}
	var rows []casework.Row
	err = s.DB.Rows(ctx, text, args, func(row sqldb.Scanner) error {
		one, err := scanRow(row)
		rows = append(rows, one)
		return err
	})
	return rows, err
}

// statement writes the query of a stretch of a list.
func (s Store) statement(q casework.Query, st stretch) (text string, args []any, err error) {
	w, err := conditions(q, st)
	if err != nil {
		return "", nil, err
	}
	switch {
	case st.search.passing:
		text = rowAndWords + "cases WHERE " + w.text
	case st.search.match != "":
		// The numbers found come first on both engines, whatever they think of it.
		w.args = append(w.args, st.search.match)
		inner := strings.Replace(selectFound[s.DB.Engine()], "?", fmt.Sprintf("$%d", len(w.args)), 1)
		text = "WITH found AS MATERIALIZED (" + inner + ")" + rowColumns + "found CROSS JOIN cases WHERE number = hit AND " + w.text
	default:
		text = rowColumns + "cases WHERE " + w.text
	}
	w.args = append(w.args, st.limit)
	return text + fmt.Sprintf(" ORDER BY %s LIMIT $%d", st.part.order.by, len(w.args)), w.args, nil
}

// conditions returns the WHERE clauses of a stretch of a list, and the values.
func conditions(q casework.Query, st stretch) (*clauses, error) {
	w := &clauses{text: "office = $1", args: []any{q.Office}}
	if q.View == casework.Offered {
		w.text = "referred = $1"
	}
	w.add(st.part.where)
	w.addView(q)
	w.addNarrowing(q)
	w.addSealed(q.Marks.Sealed)
	return w, w.addAfter(st.part.order, st.after)
}

func (w *clauses) addView(q casework.Query) {
	switch q.View {
	case casework.Overdue:
		w.add("due < ?", sqldb.Instant(q.Marks.Now))
	case casework.BecameLate:
		w.add("due >= ? AND due < ?", sqldb.Instant(q.Marks.DayBegin), sqldb.Instant(q.Marks.Now))
	case casework.Today:
		w.add("due >= ? AND due < ?", sqldb.Instant(q.Marks.Now), sqldb.Instant(q.Marks.DayEnd))
	case casework.Week:
		w.add("due >= ? AND due < ?", sqldb.Instant(q.Marks.DayEnd), sqldb.Instant(q.Marks.WeekEnd))
	case casework.Unowned:
		w.addPosts(q.Vacant)
	}
	if q.Marks.Posts != nil && q.View != casework.Offered { // whose posts are another office's
		w.addPosts(q.Marks.Posts)
	}
}

func (w *clauses) addNarrowing(q casework.Query) {
	for column, value := range map[string]string{"service": q.Service, "post": q.Post, "channel": string(q.Channel)} {
		if value != "" {
			w.add(column+" = ?", value)
		}
	}
	if !q.From.IsZero() {
		w.add("received >= ?", sqldb.Instant(q.From))
	}
	if !q.Until.IsZero() {
		w.add("received < ?", sqldb.Instant(q.Until))
	}
	if q.Stage > 0 {
		w.add("stage >= ?", q.Stage)
	}
}

type clauses struct {
	text string
	args []any
}

// add appends a clause; each ? takes the next value.
func (w *clauses) add(clause string, values ...any) {
	for _, value := range values {
		w.args = append(w.args, value)
		clause = strings.Replace(clause, "?", fmt.Sprintf("$%d", len(w.args)), 1)
	}
	w.text += " AND " + clause
}

func (w *clauses) addPosts(posts []string) {
	if len(posts) == 0 {
		w.add("1 = 0")
		return
	}
	w.add(amongPosts(posts), anyOf(posts)...)
}

// addSealed leaves out sealed cases but those of the given posts.
func (w *clauses) addSealed(posts []string) {
	if len(posts) == 0 {
		w.add("NOT sealed")
		return
	}
	w.add("(NOT sealed OR "+amongPosts(posts)+")", anyOf(posts)...)
}

func amongPosts(posts []string) string {
	return "post IN (?" + strings.Repeat(", ?", len(posts)-1) + ")"
}

func anyOf(texts []string) []any {
	values := make([]any, len(texts))
	for i, text := range texts {
		values[i] = text
	}
	return values
}

func (w *clauses) addAfter(o order, key []string) error {
	if key == nil {
		return nil
	}
	var values []any
	if len(key) == len(o.key(casework.Row{})) {
		values = anyOf(key)
		if o.values != nil {
			values = o.values(key)
		}
	}
	if values == nil {
		return fault.New(fault.Invalid, "casework.page.wrong")
	}
	w.add(o.after, values...)
	return nil
}

func scanRow(row sqldb.Scanner) (casework.Row, error) {
	r, _, err := scanCase(row)
	return r, err
}

// scanCase reads rowColumns, with the application from which a row shows a part.
func scanCase(row sqldb.Scanner) (casework.Row, casework.Application, error) {
	var r rowRecord
	if err := r.scan(row); err != nil {
		return r.row, casework.Application{}, err
	}
	return r.decode()
}

// rowRecord is a row of a list as its columns hold it.
type rowRecord struct {
	row                                                    casework.Row
	application, received, firstReply, due, closed, pauses string
}

// scan reads rowColumns, and what stands after them into more.
func (r *rowRecord) scan(row sqldb.Scanner, more ...any) error {
	fields := []any{&r.row.Office, &r.row.Number, &r.row.ServiceKey, &r.row.Service, &r.row.Kind, &r.row.Name, &r.row.Mobile,
		&r.application, &r.row.Channel, &r.row.Post, &r.row.Status, &r.row.Outcome, &r.received, &r.firstReply, &r.due, &r.closed,
		&r.row.Rounds, &r.row.Stage, &r.row.Sealed, &r.row.Referred, &r.row.Incident, &r.row.Into, &r.pauses}
	return row.Scan(append(fields, more...)...)
}

func (r rowRecord) decode() (row casework.Row, a casework.Application, err error) {
	row = r.row
	for value, text := range map[*time.Time]string{&row.Received: r.received, &row.FirstReply: r.firstReply, &row.Due: r.due, &row.Closed: r.closed} {
		if *value, err = moment(text); err != nil {
			return row, a, err
		}
	}
	if err := json.Unmarshal([]byte(r.pauses), &row.Pauses); err != nil {
		return row, a, err
	}
	err = json.Unmarshal([]byte(r.application), &a)
	row.Need = a.Need
	return row, a, err
}
