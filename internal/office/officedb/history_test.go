package officedb_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

// TestStoreOfAHistory lets two offices, one above the other, decide at random on
// what the store tells them. What another process reads, and what the first one
// keeps in memory, is what was decided; and all name the same answerable person.
func TestStoreOfAHistory(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		one, other := officedb.New(db), officedb.New(db)
		for seed := range uint64(4) {
			t.Run(fmt.Sprint("seed ", seed), func(t *testing.T) { live(t, one, other, seed) })
		}
	})
}

func live(t *testing.T, one, other *officedb.Store, seed uint64) {
	dice := rand.New(rand.NewPCG(seed, 9))
	name := func(kind string) string { return fmt.Sprintf("%s-%d", kind, seed) }
	upper, lower := name("khulna"), name("rupsha")
	above := office.Chart{}
	for _, id := range []string{upper, lower} {
		change, err := above.Found(office.Office{ID: id, Slug: id, Kind: office.Other, Name: id}, office.Post{ID: "head", Title: "প্রধান"}, now)
		ok(t, err)
		ok(t, one.Apply(t.Context(), change))
		for _, person := range []string{"a", "b"} {
			who, err := chart(t, one, id).NewPerson(office.Person{ID: id + person, Name: person, Mail: person + "@" + id + ".gov.bd"})
			ok(t, err)
			ok(t, one.Apply(t.Context(), who))
		}
		above = chart(t, one, id)
	}
	memory, kept := chart(t, one, lower), 0
	for n := range 24 {
		moment := now.Add(time.Duration(n) * 20 * time.Hour)
		change, err := decide(chart(t, one, []string{upper, lower}[dice.IntN(2)]), dice, fmt.Sprintf("%d-%d", seed, n), moment)
		if err != nil {
			continue
		}
		ok(t, one.Apply(t.Context(), change))
		memory, kept = memory.With(change), kept+1
		for _, store := range []*officedb.Store{one, other} {
			same(t, memory, chart(t, store, lower), moment)
		}
	}
	if kept < 5 {
		t.Errorf("only %d decisions were allowed", kept)
	}
}

// decide takes one decision at random, which may be refused.
func decide(c office.Chart, dice *rand.Rand, id string, at time.Time) (office.Change, error) {
	in, person := c.Office().ID, c.People[dice.IntN(len(c.People))].ID
	from := at.Add(time.Duration(dice.IntN(48)) * time.Hour)
	held := c.Holders(in, "head", at)
	switch act := dice.IntN(4); {
	case act == 0 || len(held) == 0:
		tenure := []office.Tenure{office.Substantive, office.Additional}[dice.IntN(2)]
		return c.Assign(office.Assignment{Office: in, ID: id, Post: "head", Person: person, Tenure: tenure, From: from}, true, at)
	case act == 1:
		return c.EndAssignment(held[0].ID, from.Add(time.Hour), at)
	}
	return c.Substitute(office.Substitution{Office: in, ID: id, Post: "head", Absent: held[0].Person, Person: person, From: from,
		Until: from.Add(time.Duration(1+dice.IntN(90)) * time.Hour), Reason: "ছুটি"}, at)
}

// same compares what was decided with what was read, and who answers by both.
func same(t *testing.T, want, got office.Chart, at time.Time) {
	t.Helper()
	if a, b := rows(want), rows(got); !slices.Equal(a, b) {
		t.Fatalf("stored\n%v\ndecided\n%v", b, a)
	}
	for _, post := range want.Posts {
		for day := range 5 {
			instant := at.AddDate(0, 0, day)
			a, err := want.Answerable(post.Office, post.ID, instant)
			ok(t, err)
			b, err := got.Answerable(post.Office, post.ID, instant)
			ok(t, err)
			if a.Person != b.Person {
				t.Fatalf("on %v %q answers for %s, by the store %q", instant, a.Person.ID, post.Office, b.Person.ID)
			}
		}
	}
}

// rows says what a chart holds of assignments and leaves, in a fixed order.
func rows(c office.Chart) []string {
	var all []string
	for _, a := range c.Assignments {
		all = append(all, fmt.Sprint("a ", a.Office, a.ID, a.Person, a.Tenure, a.From.UTC(), a.Until.UTC()))
	}
	for _, s := range c.Substitutions {
		all = append(all, fmt.Sprint("s ", s.Office, s.ID, s.Absent, s.Person, s.From.UTC(), s.Until.UTC()))
	}
	slices.SortFunc(all, cmp.Compare[string])
	return all
}
