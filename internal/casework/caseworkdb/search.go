package caseworkdb

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/casework"
	"dorgora/internal/sqldb"
)

// A search narrows a list in one of two ways. Words that few cases of the office
// have are read from the index of words, and the cases found are put in order.
// Words that many have would make that long: the list is read in its own order
// instead, and cases without the words are passed over, which ends soon because
// many have them.

// fewFound is up to how many cases are read by the index of words. Of 2,000 cases
// of one office among 1,000,000, reading 200 so takes 0.8 ms and 400 take 6.5 ms
// on SQLite, 1 and 2 ms on PostgreSQL (2 cores).
const fewFound = 200

// selectFound reads the numbers of the cases that have all words from the engine's
// own index; see migration 0010.
var selectFound = map[string]string{
	sqldb.SQLite: `SELECT printf('%011d', rowid) AS hit FROM case_search WHERE case_search MATCH ?`,
	sqldb.Postgres: `SELECT number AS hit FROM cases
WHERE array_to_tsvector(string_to_array(office || '|' || replace(btrim(words), ' ', ' ' || office || '|'), ' ')) @@ ?::text::tsquery`,
}

// search is how the words of a query narrow a list.
type search struct {
	words []wanted
	match string // for the index
	// passing says that the list is read in its own order, past what has not the words.
	passing bool
	none    bool // nothing has the words
}

// searching decides how a query is read. When no case of the office has words
// spelt like those of the search, they are looked for by sound.
func (s Store) searching(ctx context.Context, q casework.Query) (search, error) {
	words := spelt(q.Search)
	if len(words) == 0 {
		return search{}, nil
	}
	if q.View == casework.Offered { // few cases, and of many offices
		return search{words: words, passing: true}, nil
	}
	for _, words := range [][]wanted{words, sounding(q.Search)} {
		if len(words) == 0 {
			continue
		}
		found := search{words: words, match: s.match(q.Office, words)}
		n, err := s.found(ctx, found.match)
		switch {
		case err != nil:
			return search{}, err
		case n > fewFound:
			found.passing = true
			return found, nil
		case n > 0:
			return found, nil
		}
	}
	return search{none: true}, nil
}

// found counts the cases that the index holds, up to one more than few.
func (s Store) found(ctx context.Context, match string) (n int, err error) {
	inner := strings.Replace(selectFound[s.DB.Engine()], "?", "$1", 1)
	err = s.DB.Row(ctx, fmt.Sprintf("SELECT count(*) FROM (%s LIMIT %d) AS f", inner, fewFound+1), []any{match}, &n)
	return n, err
}

// match writes the words of a search as the engine's index wants to be asked.
func (s Store) match(office string, words []wanted) string {
	and, or, quoted, begins := " AND ", " OR ", `"`, "*"
	if s.DB.Engine() == sqldb.Postgres {
		and, or, quoted, begins = " & ", " | ", "'", ":*"
	}
	all := make([]string, 0, len(words))
	for _, one := range words {
		keys := make([]string, 0, len(one))
		for _, key := range one {
			text := quoted + strings.ReplaceAll(office+"|"+key.text, quoted, quoted+quoted) + quoted
			if !key.whole {
				text += begins
			}
			keys = append(keys, text)
		}
		all = append(all, "("+strings.Join(keys, or)+")")
	}
	return strings.Join(all, and)
}

// has reports whether the words of a case are what is looked for.
func (s search) has(words string) bool {
	for _, one := range s.words {
		if !slices.ContainsFunc(one, func(k key) bool {
			if k.whole {
				return strings.Contains(words, " "+k.text+" ")
			}
			return strings.Contains(words, " "+k.text)
		}) {
			return false
		}
	}
	return true
}

// passBatch is how many rows of a list are looked at in one reading at most; the
// first looks at twice as many as are wanted.
const passBatch = 800

// pass reads a stretch of a list in its own order and keeps the cases that have the
// words.
func (s Store) pass(ctx context.Context, q casework.Query, st stretch) ([]casework.Row, error) {
	var rows []casework.Row
	wanted := st.limit
	for st.limit = min(2*wanted, passBatch); ; st.limit = min(2*st.limit, passBatch) {
		text, args, err := s.statement(q, st)
		if err != nil {
			return nil, err
		}
		read, last := 0, rowRecord{}
		err = s.DB.Rows(ctx, text, args, func(row sqldb.Scanner) error {
			var one rowRecord
			var words string
			if err := one.scan(row, &words); err != nil {
				return err
			}
			read, last = read+1, one
			if len(rows) == wanted || !st.search.has(words) {
				return nil
			}
			kept, _, err := one.decode()
			rows = append(rows, kept)
			return err
		})
		if err != nil || len(rows) == wanted || read < st.limit {
			return rows, err
		}
		end, _, err := last.decode()
		if err != nil {
			return nil, err
		}
		st.after = st.part.order.key(end)
	}
}

const widenWords = `UPDATE cases SET words = words || $3 WHERE office = $1 AND number = $2`

// widen makes a case found by the words of its acts, too.
func widen(ctx context.Context, tx *sqldb.Tx, change casework.Change) error {
	var texts []string
	for _, act := range change.Acts {
		if act.Text != "" {
			texts = append(texts, act.Text)
		}
	}
	if len(texts) == 0 {
		return nil
	}
	list := wordList{seen: map[string]bool{}}
	list.spell(texts...)
	list.hear(texts...)
	words := strings.TrimPrefix(list.String(), " ") // the words before end with a space
	_, err := tx.Exec(ctx, widenWords, change.Case.Office, change.Case.Number, words)
	return err
}
