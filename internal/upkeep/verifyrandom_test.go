package upkeep_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

// grounds is a table on which corruptions are planted at random: how its rows are
// named, which columns a corruption may reach, and how a row is copied.
type grounds struct {
	table, key string
	only       string // which rows; empty: all
	texts      string // columns to which a letter is added
	times      string // columns that are back-dated
	numbers    string // columns that grow by one
	flags      string
	copied     string // all columns, with the key that a copy gets in the place of its own
	into       string
}

const (
	actColumns    = "place, deed, post, person, actor, at, public, words, due, salt, text_key, files, digest"
	noticeColumns = "subject, audience, channel, address, lang, key, args, at, leaves, status"
	entryColumns  = "thread, subject, act, actor, at, commitment"
)

// everywhere is what verify answers for. The words by which a case is found, the
// names of files as people gave them, and how far a notice has travelled are not:
// they may change, or nothing is promised about them.
var everywhere = []grounds{
	{table: "cases", key: "office, number", texts: "service, service_name, application, name, mobile, channel, post, outcome, sentence, promise_kind, promise_date, pauses, missing, kind, topic, wake, referred, merged, incident, handling",
		times: "received, first_reply, closed, due", numbers: "service_version, promise_count, rounds, revision, stage, took", flags: "sealed",
		into: "office, number, " + caseColumns, copied: "office, '99999999%03d', " + caseColumns},
	{table: "case_acts", key: "office, number, place", texts: "deed, post, person, actor, words, salt, text_key, digest", times: "at, due", flags: "public",
		into: "office, number, " + actColumns, copied: "office, number, 9%03d, " + strings.TrimPrefix(actColumns, "place, ")},
	{table: "case_evidence", key: "office, id", texts: "hash, id, number", numbers: "size",
		into: "office, id, number, paper, name, type, hash, size, state, at", copied: "office, 'made-up-%03d', number, paper, name, type, hash, size, state, at"},
	{table: "ledger_entries", key: "office, place", texts: "subject, act, actor, commitment", times: "at", numbers: "thread",
		into: "office, place, " + entryColumns, copied: "office, 9%03d, " + entryColumns},
	{table: "ledger_hashes", key: "office, place", texts: "hash", into: "office, place, hash", copied: "office, 9%03d, hash"},
	{table: "ledger_heads", key: "office", texts: "root, frontier", numbers: "size", into: "office, size, root, frontier", copied: "office || '%03d', size, root, frontier"},
	{table: "notices", key: "office, id", only: "audience = 'applicant'", texts: "id, subject, address, lang, key", times: "at",
		into: "office, id, " + noticeColumns, copied: "office, id || '-%03d', " + noticeColumns},
}

// planting makes random corruptions, the same ones for the same seed.
type planting struct {
	*rand.Rand
	in installation
}

func (p planting) pick(columns string) string {
	list := strings.Split(columns, ", ")
	return list[p.IntN(len(list))]
}

// one plants a corruption somewhere and returns the statement.
func (p planting) one(t *testing.T, n int) string {
	t.Helper()
	for {
		g := everywhere[p.IntN(len(everywhere))]
		where := ""
		if g.only != "" {
			where = " WHERE " + g.only
		}
		rows := p.in.number(t, "SELECT COUNT(*) FROM "+g.table+where)
		if rows == 0 {
			continue
		}
		row := fmt.Sprintf("WHERE (%s) = (SELECT %s FROM %s%s ORDER BY %s LIMIT 1 OFFSET %d)", g.key, g.key, g.table, where, g.key, p.IntN(rows))
		if statement := p.statement(t, g, row, n); statement != "" {
			return statement
		}
	}
}

// statement is one corruption of a row; empty when it would change nothing.
func (p planting) statement(t *testing.T, g grounds, row string, n int) string {
	t.Helper()
	column, value := "", ""
	switch dice := p.IntN(10); {
	case dice == 0:
		return "DELETE FROM " + g.table + " " + row
	case dice == 1:
		return fmt.Sprintf("INSERT INTO %s (%s) SELECT %s FROM %s %s", g.table, g.into, fmt.Sprintf(g.copied, n), g.table, row)
	case dice < 4 && g.times != "":
		column, value = p.pick(g.times), "'2026-01-04T04:00:00Z'"
	case dice < 6 && g.numbers != "":
		column = p.pick(g.numbers)
		value = column + " + 1"
	case dice < 7 && g.flags != "":
		column = p.pick(g.flags)
		value = "NOT " + column
	case g.texts != "":
		column = p.pick(g.texts)
		value = column + " || 'x'"
	default:
		return ""
	}
	if p.in.number(t, fmt.Sprintf("SELECT COUNT(*) FROM %s %s AND %s <> %s", g.table, row, column, value)) == 0 {
		return ""
	}
	return fmt.Sprintf("UPDATE %s SET %s = %s %s", g.table, column, value, row)
}

// number reads one count from the database.
func (in installation) number(t *testing.T, query string) int {
	t.Helper()
	var n int
	if err := in.DB.Row(t.Context(), query, nil, &n); err != nil {
		t.Fatalf("%v\n%s", err, query)
	}
	return n
}

func TestVerifyFindsRandomCorruptions(t *testing.T) {
	const all, seed = 100, 20261124
	engines(t, 12, func(t *testing.T, in installation) {
		in.submit(t)
		in.run(t, keeping()...)
		p := planting{rand.New(rand.NewPCG(seed, 1)), in}
		found := 0
		for n := range all {
			statement := p.one(t, n)
			in.run(t, statement)
			if len(in.verify(t)) > 0 {
				found++
			} else {
				t.Errorf("%d went unnoticed: %s", n, statement)
			}
			in.run(t, mending([]string{statement})...)
		}
		t.Logf("%s: %d of %d random corruptions found", in.DB.Engine(), found, all)
		if left := in.verify(t); len(left) > 0 {
			t.Fatalf("the tables were not put back: %v", left)
		}
	})
}
