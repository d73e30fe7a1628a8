package crashtest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"dorgora/internal/sqldb"
)

// record is an application as the database holds it.
type record struct {
	number, name, content string
	files                 []string // hashes
}

// records is what a database holds, by key.
type records struct {
	byKey map[string]record
	cases int
}

// recorded reads the database of a program that has ended.
func recorded(t *testing.T, address string) records {
	t.Helper()
	db, err := sqldb.Open(t.Context(), sqldb.Config{Address: address})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	held := records{byKey: map[string]record{}}
	files := map[string][]string{}
	err = db.Rows(t.Context(), `SELECT number, hash FROM case_evidence ORDER BY number, hash`, nil, func(row sqldb.Scanner) error {
		var number, hash string
		err := row.Scan(&number, &hash)
		files[number] = append(files[number], hash)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	const all = `
SELECT s.key, s.number, c.name, c.application FROM submissions s
JOIN cases c ON c.office = s.office AND c.number = s.number ORDER BY s.key`
	err = db.Rows(t.Context(), all, nil, func(row sqldb.Scanner) error {
		var key string
		var r record
		err := row.Scan(&key, &r.number, &r.name, &r.content)
		r.files = files[r.number]
		held.byKey[key] = r
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := db.Row(t.Context(), `SELECT COUNT(*) FROM cases`, nil, &held.cases); err != nil {
		t.Fatal(err)
	}
	return held
}

// tally says what became of the applications, each with the first example.
type tally struct {
	acknowledged           int
	lost, doubled, changed int
	strange                int // on record, and not as anybody sent it
	example                string
}

func (y *tally) note(count *int, format string, args ...any) {
	if *count++; y.example == "" {
		y.example = fmt.Sprintf(format, args...)
	}
}

func (y tally) String() string {
	return fmt.Sprintf("%d acknowledged, %d lost, %d doubled, %d changed, %d strange %s",
		y.acknowledged, y.lost, y.doubled, y.changed, y.strange, y.example)
}

// compare holds what is on record against what the applicants were told.
func (c *crowd) compare(held records) tally {
	c.mu.Lock()
	defer c.mu.Unlock()
	y := tally{acknowledged: len(c.granted)}
	for key, told := range c.granted {
		r, there := held.byKey[key]
		switch {
		case !there:
			y.note(&y.lost, "lost: %s", c.sent[key].name)
		case told.number != "" && told.number != r.number:
			y.note(&y.changed, "%s was told %s and is on record as %s", r.name, told.number, r.number)
		}
	}
	names := map[string]string{}
	for key, r := range held.byKey {
		if other, there := names[r.name]; there {
			y.note(&y.doubled, "%s is on record as %s and %s", r.name, other, r.number)
		}
		names[r.name] = r.number
		if a, known := c.sent[key]; !known || !a.is(r) {
			y.note(&y.strange, "on record as nobody sent it: %+v", r)
		}
	}
	if held.cases != len(held.byKey) {
		y.note(&y.doubled, "%d cases of %d submissions", held.cases, len(held.byKey))
	}
	return y
}

// is reports whether the record holds the application, whole.
func (a application) is(r record) bool {
	var files []string
	if a.attachment != "" {
		files = []string{a.hash()}
	}
	return r.name == a.name && strings.Contains(r.content, a.need) && strings.Contains(r.content, a.mobile) && slices.Equal(r.files, files)
}

// check fails the test when anything was lost, doubled or changed.
func (c *crowd) check(t *testing.T, i installation) tally {
	t.Helper()
	y := c.compare(recorded(t, i.file()))
	if y.lost+y.doubled+y.changed+y.strange > 0 {
		t.Errorf("%v", y)
	}
	return y
}

// count counts the rows of a table of a program that has ended.
func count(t *testing.T, i installation, table string) (rows int) {
	t.Helper()
	db, err := sqldb.Open(t.Context(), sqldb.Config{Address: i.file()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if err := db.Row(t.Context(), "SELECT COUNT(*) FROM "+table, nil, &rows); err != nil {
		t.Fatal(err)
	}
	return rows
}
