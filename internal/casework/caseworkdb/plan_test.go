package caseworkdb

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/migrations"
	"dorgora/workday"
)

// planned returns how SQLite reads a statement.
func planned(t *testing.T, db *sqldb.DB, text string, args ...any) string {
	t.Helper()
	var steps []string
	err := db.Rows(t.Context(), "EXPLAIN QUERY PLAN "+text, args, func(row sqldb.Scanner) error {
		var id, parent, unused int
		var step string
		err := row.Scan(&id, &parent, &unused, &step)
		steps = append(steps, step)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(steps, "; ")
}

// TestPlans holds the reason why a list costs the same in any database: each is read
// along an index in its own order, and ends after a page.
func TestPlans(t *testing.T) {
	db := sqldbtest.Open(t, filepath.Join(t.TempDir(), "plans.db"), migrations.Files)
	store := Store{DB: db}
	marks := casework.MarksAt(workday.Bangladesh("khulna"), time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Dhaka), nil)
	for _, row := range []struct {
		view  casework.View
		posts []string
		index string
	}{
		{casework.All, nil, "cases_open"}, {casework.Overdue, nil, "cases_open"}, {casework.BecameLate, nil, "cases_open"},
		{casework.Today, nil, "cases_open"}, {casework.Week, nil, "cases_open"}, {casework.Asked, nil, "cases_open"},
		{casework.Escalated, nil, "cases_escalated"}, {casework.Referred, nil, "cases_away"}, {casework.Done, nil, "cases_done"},
		{casework.Every, nil, "cases_received"}, {casework.Offered, nil, "cases_referred"}, {casework.All, []string{"head"}, "cases_post"},
	} {
		for _, after := range []bool{false, true} {
			t.Run(fmt.Sprintf("the list %s of the posts %v is read along %s, also after a page: %v", row.view, row.posts, row.index, after), func(t *testing.T) {
				q := casework.Query{Office: "rupsha", View: row.view, Marks: marks, Limit: 25}
				q.Marks.Posts = row.posts
				for _, p := range partsOf(row.view) {
					st := stretch{part: p, limit: 26}
					if after {
						st.after = p.order.key(casework.Row{Number: "1", Stage: 1})
					}
					text, args, err := store.statement(q, st)
					if err != nil {
						t.Fatal(err)
					}
					if got := planned(t, db, text, args...); !strings.Contains(got, row.index+" ") || strings.Contains(got, "TEMP B-TREE FOR ORDER BY") {
						t.Errorf("it is read so: %s", got)
					}
				}
			})
		}
	}
	t.Run("a search of few cases begins with the index of words", func(t *testing.T) {
		q := casework.Query{Office: "rupsha", View: casework.All, Marks: marks, Search: "শাহানা", Limit: 25}
		found := search{words: spelt(q.Search), match: store.match(q.Office, spelt(q.Search))}
		text, args, err := store.statement(q, stretch{part: partsOf(q.View)[0], search: found, limit: 26})
		if err != nil {
			t.Fatal(err)
		}
		got := planned(t, db, text, args...)
		if !strings.Contains(got, "SCAN case_search VIRTUAL TABLE") || !strings.Contains(got, "SEARCH cases USING INDEX") || strings.Contains(got, "SCAN cases") {
			t.Errorf("it is read so: %s", got)
		}
	})
	for what, one := range map[string]struct {
		text  string
		args  []any
		index string
	}{
		"the tally reads nothing but the index":               {selectTally + " AND NOT sealed", []any{"rupsha", "", "", "", ""}, "USING COVERING INDEX cases_"},
		"also that of some posts":                             {selectTally + " AND post IN ('a', 'b') AND NOT sealed", []any{"rupsha", "", "", "", ""}, "USING COVERING INDEX cases_"},
		"what became of cases is read by receipt":             {selectRuns, []any{"rupsha", ""}, "USING INDEX cases_received "},
		"what is asked for most reads nothing but the index":  {selectPopular, []any{"rupsha", "", 5}, "USING COVERING INDEX cases_service "},
		"the last act is the end of an index":                 {selectLatest, nil, "USING COVERING INDEX case_acts_at "},
		"posts with open cases are read from the index":       {selectHolders, []any{"rupsha"}, "USING COVERING INDEX cases_post "},
		"recent cases of a service are read along its index":  {selectRecent, []any{"rupsha", "citizen-2", "", "", false, "", 9}, "USING INDEX cases_service "},
		"older open ones along the open cases of the service": {selectOlderOpen, []any{"rupsha", "citizen-2", "", "", false, "", 9}, "USING INDEX cases_running "},
	} {
		t.Run(what, func(t *testing.T) {
			got := planned(t, db, one.text, one.args...)
			if !strings.Contains(got+" ", one.index) || strings.Contains(got, "TEMP B-TREE FOR ORDER BY") && one.text != selectPopular {
				t.Errorf("it is read so: %s", got)
			}
		})
	}
}
