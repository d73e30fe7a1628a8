package upkeep

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"dorgora/internal/sqldb"
)

// table is one table of a database as its engine describes it.
type table struct {
	name    string
	columns []column
	key     []string // columns of the primary key, in its order
}

// column is one column of a table.
type column struct {
	name string
	flag bool // true or false
}

// The tables that hold what the program wrote, with their columns: without the
// list of migrations, and on SQLite without the tables of the search index, which
// each engine keeps by itself.
const (
	liteTables = `
SELECT t.name, c.name, c.type, c.pk FROM pragma_table_list AS t, pragma_table_info(t.name) AS c
WHERE t.schema = 'main' AND t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> 'goose_db_version'
ORDER BY t.name, c.cid`
	postgresTables = `
SELECT c.table_name, c.column_name, c.data_type, COALESCE(k.ordinal_position, 0)
FROM information_schema.columns c
JOIN information_schema.tables t ON t.table_schema = c.table_schema AND t.table_name = c.table_name AND t.table_type = 'BASE TABLE'
LEFT JOIN information_schema.table_constraints p
  ON p.table_schema = c.table_schema AND p.table_name = c.table_name AND p.constraint_type = 'PRIMARY KEY'
LEFT JOIN information_schema.key_column_usage k
  ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name AND k.column_name = c.column_name
WHERE c.table_schema = current_schema() AND c.table_name <> 'goose_db_version'
ORDER BY c.table_name, c.ordinal_position`
)

// tablesOf describes the tables of a migrated database, in the order of their names.
func tablesOf(ctx context.Context, db *sqldb.DB) ([]table, error) {
	query := liteTables
	if db.Engine() == sqldb.Postgres {
		query = postgresTables
	}
	var list []table
	places := map[string]int{} // of the column in the key, by table and column
	err := db.Rows(ctx, query, nil, func(row sqldb.Scanner) error {
		var name, kind string
		var c column
		var place int
		if err := row.Scan(&name, &c.name, &kind, &place); err != nil {
			return err
		}
		c.flag = strings.EqualFold(kind, "boolean")
		if n := len(list); n == 0 || list[n-1].name != name {
			list = append(list, table{name: name})
		}
		last := &list[len(list)-1]
		last.columns = append(last.columns, c)
		if place > 0 {
			places[name+"."+c.name] = place
			last.key = append(last.key, c.name)
		}
		return nil
	})
	for _, t := range list {
		slices.SortFunc(t.key, func(a, b string) int { return places[t.name+"."+a] - places[t.name+"."+b] })
		if len(t.key) == 0 {
			return nil, fmt.Errorf("table %s has no primary key", t.name)
		}
	}
	slices.SortFunc(list, func(a, b table) int { return strings.Compare(a.name, b.name) }) // each engine sorts names its own way
	return list, err
}

// sameTables reports what differs between the tables of two databases, empty when
// nothing does.
func sameTables(a, b []table) string {
	describe := func(list []table) []string {
		var words []string
		for _, t := range list {
			for _, c := range t.columns {
				words = append(words, t.name+"."+c.name)
			}
		}
		slices.Sort(words)
		return words
	}
	one, other := describe(a), describe(b)
	for _, word := range one {
		if !slices.Contains(other, word) {
			return word
		}
	}
	for _, word := range other {
		if !slices.Contains(one, word) {
			return word
		}
	}
	return ""
}

// names are the names of columns with a comma between.
func (t table) names() string {
	words := make([]string, len(t.columns))
	for i, c := range t.columns {
		words[i] = c.name
	}
	return strings.Join(words, ", ")
}

// page is the text that reads up to limit rows in the order of the key, those after
// a row when the key of one is bound.
func (t table) page(after bool, limit int) string {
	key, where := strings.Join(t.key, ", "), ""
	if after {
		where = fmt.Sprintf("WHERE (%s) > (%s) ", key, marks(1, len(t.key)))
	}
	return fmt.Sprintf("SELECT %s FROM %s %sORDER BY %s LIMIT %d", t.names(), t.name, where, key, limit)
}

// insert is the text that writes n rows.
func (t table) insert(n int) string {
	rows := make([]string, n)
	for i := range rows {
		rows[i] = "(" + marks(1+i*len(t.columns), len(t.columns)) + ")"
	}
	return fmt.Sprintf("INSERT INTO %s (%s) VALUES %s", t.name, t.names(), strings.Join(rows, ", "))
}

// marks are n placeholders from a number on.
func marks(from, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("$%d", from+i)
	}
	return strings.Join(words, ", ")
}

// keyOf picks the values of the key from a row.
func (t table) keyOf(row []any) []any {
	key := make([]any, len(t.key))
	for i, name := range t.key {
		key[i] = row[slices.IndexFunc(t.columns, func(c column) bool { return c.name == name })]
	}
	return key
}

// scan reads one row into plain values that both engines take.
func (t table) scan(from sqldb.Scanner) ([]any, error) {
	row, into := make([]any, len(t.columns)), make([]any, len(t.columns))
	for i := range row {
		into[i] = &row[i]
	}
	if err := from.Scan(into...); err != nil {
		return nil, err
	}
	for i, c := range t.columns {
		switch value := row[i].(type) {
		case []byte:
			row[i] = string(value)
		case int64:
			if c.flag {
				row[i] = value != 0
			}
		}
	}
	return row, nil
}
