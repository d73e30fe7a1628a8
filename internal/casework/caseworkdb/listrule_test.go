package caseworkdb_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"dorgora/bangla"
	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/sqldb"
)

// set writes columns of a stored case as the acts that lead there would.
func set(t *testing.T, store caseworkdb.Store, number, columns string) {
	t.Helper()
	err := store.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE cases SET "+columns+" WHERE number = $1", number)
		if err == nil && n != 1 {
			return fmt.Errorf("%d rows", n)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// motley stores a crowd of many services, doors, stages and seals, and returns it.
func motley(t *testing.T, store caseworkdb.Store, n int) []casework.Row {
	t.Helper()
	crowd(t, store, n)
	for i := range n {
		columns := fmt.Sprintf("service = 'citizen-%d', channel = '%s'", i%4, []charter.Channel{charter.Web, charter.Phone, charter.InPerson}[i%3])
		if i%5 == 1 {
			columns += ", stage = " + fmt.Sprint(1+i%3)
		}
		if i%7 == 2 {
			columns += ", sealed = TRUE"
		}
		if i%11 == 4 {
			columns += ", referred = 'dighalia'"
		}
		set(t, store, tracking(i), columns)
	}
	all := casework.Query{Office: "rupsha", View: casework.Every, Limit: n + 1}
	all.Marks.Sealed = []string{"head", "officer", "clerk"}
	rows := walk(t, store, all)
	if len(rows) != n {
		t.Fatalf("%d of %d cases are listed", len(rows), n)
	}
	return rows
}

// belongs says by hand what a list holds.
func belongs(r casework.Row, q casework.Query) bool {
	open, waiting := r.Status != casework.Closed, r.Status == casework.Waiting
	within := func(from, until time.Time) bool {
		return open && !waiting && !r.Due.IsZero() && !r.Due.Before(from) && r.Due.Before(until)
	}
	m := q.Marks
	inView := map[casework.View]bool{
		casework.All: open, casework.Overdue: within(time.Time{}, m.Now), casework.BecameLate: within(m.DayBegin, m.Now),
		casework.Today: within(m.Now, m.DayEnd), casework.Week: within(m.DayEnd, m.WeekEnd), casework.Asked: waiting,
		casework.Unowned: open && slices.Contains(q.Vacant, r.Post), casework.Escalated: open && r.Stage > 0,
		casework.Referred: open && r.Referred != "", casework.Done: !open, casework.Every: true,
	}[q.View]
	words := strings.Fields(bangla.Fold(r.Name))
	return inView && (m.Posts == nil || slices.Contains(m.Posts, r.Post)) && (!r.Sealed || slices.Contains(m.Sealed, r.Post)) &&
		(q.Service == "" || q.Service == r.ServiceKey) && (q.Post == "" || q.Post == r.Post) &&
		(q.Channel == "" || q.Channel == r.Channel) && !r.Received.Before(q.From) && (q.Until.IsZero() || r.Received.Before(q.Until)) &&
		r.Stage >= q.Stage && (q.Search == "" || slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, bangla.Fold(q.Search)) }) || q.Search == "রশীদা" && words[len(words)-1] == "রাসিদা")
}

// sooner is the order of a list.
func sooner(view casework.View) func(a, b casework.Row) int {
	due := func(r casework.Row) string {
		if r.Due.IsZero() {
			return "9999"
		}
		return r.Due.UTC().Format(time.RFC3339)
	}
	byDue := func(a, b casework.Row) int {
		return cmp.Or(cmp.Compare(due(a), due(b)), a.Received.Compare(b.Received), cmp.Compare(a.Number, b.Number))
	}
	switch view {
	case casework.Done:
		return func(a, b casework.Row) int {
			return cmp.Or(b.Closed.Compare(a.Closed), cmp.Compare(b.Number, a.Number))
		}
	case casework.Every:
		return func(a, b casework.Row) int {
			return cmp.Or(b.Received.Compare(a.Received), cmp.Compare(b.Number, a.Number))
		}
	case casework.Escalated:
		return func(a, b casework.Row) int { return cmp.Or(cmp.Compare(b.Stage, a.Stage), byDue(a, b)) }
	case casework.Referred:
		return byDue
	}
	waits := func(r casework.Row) int {
		if r.Status == casework.Waiting {
			return 1
		}
		return 0
	}
	return func(a, b casework.Row) int { return cmp.Or(cmp.Compare(waits(a), waits(b)), byDue(a, b)) }
}

var listViews = []casework.View{
	casework.All, casework.Overdue, casework.BecameLate, casework.Today, casework.Week, casework.Asked, casework.Unowned,
	casework.Escalated, casework.Referred, casework.Done, casework.Every,
}

func somePosts(t *rapid.T, what string) []string {
	return rapid.SampledFrom([][]string{nil, {}, {"head"}, {"officer", "clerk"}, {"nobody"}}).Draw(t, what)
}

func anyQuery(t *rapid.T) casework.Query {
	q := casework.Query{
		Office: "rupsha", View: rapid.SampledFrom(listViews).Draw(t, "view"),
		Search:  rapid.SampledFrom([]string{"", "", "সাহানা", "রহ", "রায়", "রশীদা", "নাই"}).Draw(t, "search"),
		Service: rapid.SampledFrom([]string{"", "", "citizen-1"}).Draw(t, "service"),
		Post:    rapid.SampledFrom([]string{"", "", "officer"}).Draw(t, "post"),
		Channel: rapid.SampledFrom([]charter.Channel{"", "", charter.Phone}).Draw(t, "channel"),
		Stage:   rapid.SampledFrom([]int{0, 0, 2}).Draw(t, "stage"),
		Vacant:  somePosts(t, "vacant"), Limit: rapid.IntRange(6, 40).Draw(t, "limit"),
	}
	if rapid.Bool().Draw(t, "dated") {
		q.From, q.Until = hour(16, 0), hour(19, 10)
	}
	q.Marks = casework.MarksAt(calendar, hour(19, rapid.IntRange(9, 18).Draw(t, "hour")), somePosts(t, "posts"))
	q.Marks.Sealed = somePosts(t, "sealed")
	return q
}

func TestStorePagesThroughAnyFilter(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		all := motley(t, store, 240)
		rapid.Check(t, func(r *rapid.T) {
			q := anyQuery(r)
			var want []casework.Row
			for _, row := range all {
				if belongs(row, q) {
					want = append(want, row)
				}
			}
			slices.SortFunc(want, sooner(q.View))
			if got := numbersOf(walk(t, store, q)); !slices.Equal(got, numbersOf(want)) {
				r.Fatalf("%+v: pages show %v, the list is %v", q, got, numbersOf(want))
			}
			var streamed []casework.Row
			if err := store.Each(t.Context(), q, func(row casework.Row) error { streamed = append(streamed, row); return nil }); err != nil {
				r.Fatal(err)
			}
			if !slices.Equal(numbersOf(streamed), numbersOf(want)) {
				r.Fatalf("%+v: the export has %d rows, the list %d", q, len(streamed), len(want))
			}
		})
		for _, view := range listViews {
			tried := slices.ContainsFunc(all, func(r casework.Row) bool {
				morning := casework.Query{View: view, Marks: casework.MarksAt(calendar, hour(19, 12), nil), Vacant: []string{"clerk"}}
				evening := morning
				evening.Marks = casework.MarksAt(calendar, hour(19, 18), nil)
				return belongs(r, morning) || belongs(r, evening)
			})
			if !tried {
				t.Errorf("the crowd does not try the list %s", view)
			}
		}
	})
}

func TestStoreOffersReferredCases(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		for i := range 5 {
			r := receipt(i)
			r.Application.Name = crowdNames[i]
			submit(t, store, r, stamp(i, hour(15+i, 10)))
		}
		set(t, store, tracking(4), "referred = 'dighalia'")
		set(t, store, tracking(1), "referred = 'dighalia'")
		set(t, store, tracking(2), "referred = 'dighalia', sealed = TRUE")
		set(t, store, tracking(3), "referred = 'terokhada'")
		q := casework.Query{Office: "dighalia", View: casework.Offered, Marks: casework.MarksAt(calendar, now, []string{"head"}), Limit: 1}
		rows := walk(t, store, q)
		if got := numbersOf(rows); !slices.Equal(got, []string{tracking(1), tracking(4)}) || rows[0].Office != "rupsha" {
			t.Errorf("offered are %v", got)
		}
		if q.Search = "বিশ্বজিত"; !slices.Equal(numbersOf(walk(t, store, q)), []string{tracking(4)}) {
			t.Error("the search finds another case")
		}
	})
}

func TestStoreHolders(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		crowd(t, store, 9)
		c, err := store.Case(t.Context(), "rupsha", tracking(0))
		if err != nil {
			t.Fatal(err)
		}
		set(t, store, c.Number, "post = 'abolished'")
		got, err := store.Holders(t.Context(), "rupsha")
		if err != nil || !slices.Equal(got, []string{"abolished", "clerk", "head", "officer"}) {
			t.Errorf("open cases lie with %v, %v", got, err)
		}
	})
}
