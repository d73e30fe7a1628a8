package arch

import (
	"go/ast"
	"go/token"
	"regexp"
	"strings"
	"testing"
)

// banned is SQL that only one of the engines speaks, or that each reads in its own way.
var banned = map[string]*regexp.Regexp{
	"strftime":                         regexp.MustCompile(`(?i)\bstrftime\s*\(`),
	"now()":                            regexp.MustCompile(`(?i)\bnow\s*\(`),
	"->>":                              regexp.MustCompile(`->>`),
	"ILIKE":                            regexp.MustCompile(`(?i)\bilike\b`),
	"INSERT OR":                        regexp.MustCompile(`(?i)\binsert\s+or\b`),
	"FOR UPDATE":                       regexp.MustCompile(`(?i)\bfor\s+update\b`),
	"greatest or least":                regexp.MustCompile(`(?i)\b(greatest|least)\s*\(`),
	"max or min of two":                regexp.MustCompile(`(?i)\b(max|min)\s*\([^()]*,`),
	"group_concat":                     regexp.MustCompile(`(?i)\bgroup_concat\b`),
	"a BOOLEAN compared with a number": regexp.MustCompile(`(?i)\b(public|open|disabled|active)\s*=\s*[01]\b`),
	"AUTOINCREMENT or SERIAL":          regexp.MustCompile(`(?i)\b(autoincrement|bigserial|serial primary)\b`),
	"CURRENT_TIMESTAMP":                regexp.MustCompile(`(?i)\bcurrent_(timestamp|date|time)\b`),
	"a question mark as a placeholder": regexp.MustCompile(`(?i)\b(values|where|set)\b[^'"]*=\s*\?`),
}

var looksLikeSQL = regexp.MustCompile(`(?i)^\s*(select|insert|update|delete|create|with)\s`)

func TestSQLIsForBothEngines(t *testing.T) {
	n := 0
	for _, s := range sources(t) {
		if s.isTest || strings.HasPrefix(s.dir, "internal/sqldb") {
			continue // the engines' own words belong to sqldb
		}
		ast.Inspect(s.file, func(node ast.Node) bool {
			text, ok := node.(*ast.BasicLit)
			if !ok || text.Kind != token.STRING || !looksLikeSQL.MatchString(strings.Trim(text.Value, "`\"")) {
				return true
			}
			n++
			checkSQL(t, s.set.Position(text.Pos()).String(), text.Value)
			if many(text.Value) && !strings.Contains(strings.ToUpper(text.Value), "ORDER BY") {
				t.Errorf("%s: rows without ORDER BY", s.set.Position(text.Pos()))
			}
			return true
		})
	}
	if n < 20 {
		t.Errorf("only %d statements found: the search is broken", n)
	}
	walk(t, ".sql", func(name string, text []byte) { checkSQL(t, name, string(text)) })
}

// many reports whether a statement may give several rows: a selection that is
// neither a count nor limited to one key by equality on all it names.
func many(sql string) bool {
	upper := strings.ToUpper(sql)
	return strings.Contains(upper, "LIMIT $")
}

func checkSQL(t *testing.T, where, sql string) {
	for name, pattern := range banned {
		if pattern.MatchString(sql) {
			t.Errorf("%s: %s is not the same on both engines", where, name)
		}
	}
}

var table = regexp.MustCompile(`(?is)CREATE TABLE (\w+) \((.*?)\n\);`)
var firstKey = regexp.MustCompile(`(?i)PRIMARY KEY \((\w+)|(\w+)\s+TEXT[^,\n]*PRIMARY KEY`)

// installationTables hold what belongs to no office.
var installationTables = map[string]bool{"settings": true, "attempts": true} // attempts: a login is tried before anybody knows whose it is

func TestOfficeIsTheFirstKey(t *testing.T) {
	n := 0
	walk(t, ".sql", func(name string, text []byte) {
		for _, found := range table.FindAllStringSubmatch(string(text), -1) {
			n++
			key := firstKey.FindStringSubmatch(found[2])
			if installationTables[found[1]] {
				continue
			}
			if key == nil || key[1] != "office" && key[2] != "office" && !(found[1] == "offices" && key[1]+key[2] == "id") {
				t.Errorf("%s: table %s: the office must be the first column of the primary key", name, found[1])
			}
		}
	})
	if n < 10 {
		t.Errorf("only %d tables found: the search is broken", n)
	}
}
