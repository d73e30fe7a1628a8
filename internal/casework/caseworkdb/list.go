package caseworkdb

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"dorgora/bangla"
	"dorgora/internal/casework"
	"dorgora/internal/fault"
	"dorgora/internal/sqldb"
)

const rowColumns = `
SELECT number, service_name, name, mobile, application, channel, post, status, outcome, received, due, closed, rounds, pauses
FROM cases WHERE office = $1`

// Page returns one page of a list by keyset: the cursor holds the sort key of the
// last row shown, so that a page costs the same wherever it stands.
func (s Store) Page(ctx context.Context, q casework.Query) (casework.Page, error) {
	var page casework.Page
	parts, after := partsOf(q.View), splitCursor(q.After)
	if q.After != "" && !slices.ContainsFunc(parts, func(p part) bool { return p.name == after.part }) {
		return page, fault.New(fault.Invalid, "casework.page.wrong")
	}
	for _, p := range parts {
		if q.After != "" && after.part > p.name {
			continue // the part before was shown whole
		}
		key := ""
		if after.part == p.name {
			key = after.key
		}
		rows, err := s.rows(ctx, q, p, rowsAsked{key, q.Limit + 1 - len(page.Rows)})
		if err != nil {
			return casework.Page{}, err
		}
		page.Rows = append(page.Rows, rows...)
		if len(page.Rows) > q.Limit {
			page.Rows = page.Rows[:q.Limit]
			page.Next = cursor(q.View, page.Rows[q.Limit-1])
			break
		}
	}
	return page, nil
}

// part is a stretch of a list with one condition; parts follow one another.
type part struct {
	name  string
	where string
}

// partsOf returns the parts of a list. Waiting cases come last. Each part names the
// condition of the partial index along which it is read.
func partsOf(view casework.View) []part {
	switch view {
	case casework.Done:
		return []part{{"c", "status = 'closed'"}}
	case casework.All:
		return []part{{"a", "status <> 'closed' AND status <> 'waiting'"}, {"b", "status <> 'closed' AND status = 'waiting'"}}
	case casework.Asked:
		return []part{{"b", "status <> 'closed' AND status = 'waiting'"}}
	}
	return []part{{"a", "status <> 'closed' AND status <> 'waiting'"}}
}

type rowsAsked struct {
	after string
	limit int
}

func (s Store) rows(ctx context.Context, q casework.Query, p part, asked rowsAsked) ([]casework.Row, error) {
	w, err := conditions(q, p, asked.after)
	if err != nil {
		return nil, err
	}
	order := "due, received, number"
	if q.View == casework.Done {
		order = "closed DESC, number DESC"
	}
	w.args = append(w.args, asked.limit)
	var rows []casework.Row
	err = s.DB.Rows(ctx, rowColumns+w.text+fmt.Sprintf(" ORDER BY %s LIMIT $%d", order, len(w.args)), w.args,
		func(row sqldb.Scanner) error {
			one, err := scanRow(row)
			rows = append(rows, one)
			return err
		})
	return rows, err
}

// conditions returns the WHERE clauses of a query after the office, and the values.
func conditions(q casework.Query, p part, after string) (*clauses, error) {
	w := &clauses{args: []any{q.Office}}
	w.add(p.where)
	switch q.View {
	case casework.Overdue:
		w.add("due < ?", sqldb.Instant(q.Marks.Now))
	case casework.Today:
		w.add("due >= ? AND due < ?", sqldb.Instant(q.Marks.Now), sqldb.Instant(q.Marks.DayEnd))
	case casework.Week:
		w.add("due >= ? AND due < ?", sqldb.Instant(q.Marks.DayEnd), sqldb.Instant(q.Marks.WeekEnd))
	}
	if q.Marks.Posts != nil {
		w.addPosts(q.Marks.Posts)
	}
	words := strings.Fields(bangla.Fold(q.Search))
	for _, word := range words[:min(len(words), mostWords)] {
		w.add("words LIKE ? ESCAPE '!'", "%"+likeText(word)+"%")
	}
	if after == "" {
		return w, nil
	}
	return w, w.after(q.View, after)
}

// mostWords bounds how many words a search looks for: each reads all cases once
// more, and SQLite takes no condition of a thousand parts.
const mostWords = 12

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
	values := make([]any, len(posts))
	for i, post := range posts {
		values[i] = post
	}
	w.add("post IN (?"+strings.Repeat(", ?", len(posts)-1)+")", values...)
}

func (w *clauses) after(view casework.View, after string) error {
	key := strings.Split(after, "|")
	switch {
	case view == casework.Done && len(key) == 2:
		w.add("(closed, number) < (?, ?)", key[0], key[1])
	case view != casework.Done && len(key) == 3:
		w.add("(due, received, number) > (?, ?, ?)", key[0], key[1], key[2])
	default:
		return fault.New(fault.Invalid, "casework.page.wrong")
	}
	return nil
}

// place is a cursor cut into the part of the list and the sort key within it.
type place struct{ part, key string }

func splitCursor(text string) place {
	name, key, _ := strings.Cut(text, "|")
	return place{name, key}
}

func cursor(view casework.View, r casework.Row) string {
	switch {
	case view == casework.Done:
		return "c|" + sqldb.Instant(r.Closed) + "|" + r.Number
	case r.Status == casework.Waiting:
		return "b|" + dueColumn(r.Due) + "|" + sqldb.Instant(r.Received) + "|" + r.Number
	}
	return "a|" + dueColumn(r.Due) + "|" + sqldb.Instant(r.Received) + "|" + r.Number
}

// likeText keeps the signs of LIKE from acting inside a searched word.
func likeText(word string) string {
	return strings.NewReplacer("!", "!!", "%", "!%", "_", "!_").Replace(word)
}

func scanRow(row sqldb.Scanner) (casework.Row, error) {
	var r casework.Row
	var application, received, due, closed, pauses string
	if err := row.Scan(&r.Number, &r.Service, &r.Name, &r.Mobile, &application, &r.Channel, &r.Post, &r.Status,
		&r.Outcome, &received, &due, &closed, &r.Rounds, &pauses); err != nil {
		return r, err
	}
	for value, text := range map[*time.Time]string{&r.Received: received, &r.Due: due, &r.Closed: closed} {
		var err error
		if *value, err = moment(text); err != nil {
			return r, err
		}
	}
	if err := json.Unmarshal([]byte(pauses), &r.Pauses); err != nil {
		return r, err
	}
	var err error
	r.Need, err = needOf(application)
	return r, err
}

const selectTally = `
SELECT count(*),
       count(*) FILTER (WHERE status = 'waiting'),
       count(*) FILTER (WHERE due = '9999' AND status <> 'waiting'),
       count(*) FILTER (WHERE status <> 'waiting' AND due < $2),
       count(*) FILTER (WHERE status <> 'waiting' AND due >= $2 AND due < $3),
       count(*) FILTER (WHERE status <> 'waiting' AND due >= $3 AND due < $4)
FROM cases WHERE office = $1 AND status <> 'closed'`

// Tally counts the open cases of an office, or of some of its posts.
func (s Store) Tally(ctx context.Context, office string, m casework.Marks) (casework.Tally, error) {
	w := clauses{text: selectTally, args: []any{office, sqldb.Instant(m.Now), sqldb.Instant(m.DayEnd), sqldb.Instant(m.WeekEnd)}}
	if m.Posts != nil {
		w.addPosts(m.Posts)
	}
	var t casework.Tally
	err := s.DB.Row(ctx, w.text, w.args, &t.Open, &t.Waiting, &t.Undated, &t.Late, &t.Today, &t.Week)
	return t, err
}

const selectOpen = `SELECT number FROM cases WHERE office = $1 AND status <> 'closed' ORDER BY number`

// OpenNumbers returns the numbers of all open cases of an office.
func (s Store) OpenNumbers(ctx context.Context, office string) ([]string, error) {
	return s.numbers(ctx, selectOpen, office)
}

func (s Store) numbers(ctx context.Context, query, office string) ([]string, error) {
	var list []string
	err := s.DB.Rows(ctx, query, []any{office}, func(row sqldb.Scanner) error {
		var number string
		err := row.Scan(&number)
		list = append(list, number)
		return err
	})
	return list, err
}

const selectRuns = `
SELECT service, received, due, closed, outcome, pauses
FROM cases WHERE office = $1 AND received >= $2 ORDER BY received, number`

// Runs returns what became of every case received since a moment.
func (s Store) Runs(ctx context.Context, office string, since time.Time) ([]casework.Run, error) {
	var list []casework.Run
	err := s.DB.Rows(ctx, selectRuns, []any{office, sqldb.Instant(since)}, func(row sqldb.Scanner) error {
		var r casework.Run
		var received, due, closed, pauses string
		if err := row.Scan(&r.Service, &received, &due, &closed, &r.Outcome, &pauses); err != nil {
			return err
		}
		for value, text := range map[*time.Time]string{&r.Received: received, &r.Due: due, &r.Closed: closed} {
			var err error
			if *value, err = moment(text); err != nil {
				return err
			}
		}
		list = append(list, r)
		return json.Unmarshal([]byte(pauses), &list[len(list)-1].Pauses)
	})
	return list, err
}

const selectPopular = `
SELECT service FROM cases WHERE office = $1 AND received >= $2
GROUP BY service ORDER BY count(*) DESC, service LIMIT $3`

// Popular returns the keys of the services asked for most often since a moment.
func (s Store) Popular(ctx context.Context, office string, since time.Time, limit int) ([]string, error) {
	var list []string
	err := s.DB.Rows(ctx, selectPopular, []any{office, sqldb.Instant(since), limit}, func(row sqldb.Scanner) error {
		var key string
		err := row.Scan(&key)
		list = append(list, key)
		return err
	})
	return list, err
}

const selectNumbers = `SELECT number FROM cases WHERE office = $1 ORDER BY number`

// Numbers returns the numbers of all cases of an office.
func (s Store) Numbers(ctx context.Context, office string) ([]string, error) {
	return s.numbers(ctx, selectNumbers, office)
}

const selectLatest = `SELECT at FROM case_acts ORDER BY at DESC LIMIT 1`

// Latest returns the moment of the last act of all offices, zero when there is none.
func (s Store) Latest(ctx context.Context) (time.Time, error) {
	var at string
	err := s.DB.Row(ctx, selectLatest, nil, &at)
	if fault.KindOf(err) == fault.NotFound {
		return time.Time{}, nil
	}
	if err != nil {
		return time.Time{}, err
	}
	return moment(at)
}
