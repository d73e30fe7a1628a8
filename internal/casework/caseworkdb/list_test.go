package caseworkdb_test

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/fault"
	"dorgora/workday"
)

// hour is one o'clock and so on of a day of November 2026.
func hour(day, hour int) time.Time { return time.Date(2026, 11, day, hour, 0, 0, 0, workday.Dhaka) }

// crowd stores n cases of three posts: most due at the same moments, some without a
// date, some waiting, some closed.
func crowd(t *testing.T, store caseworkdb.Store, n int) {
	t.Helper()
	posts := []string{"head", "officer", "clerk"}
	var all sync.WaitGroup
	for worker := range crowdWorkers {
		all.Go(func() {
			for i := worker; i < n; i += crowdWorkers {
				r := receipt(i)
				r.Post, r.Application.Name = posts[i%3], crowdNames[i%len(crowdNames)]
				if err := join(t, store, r, i); err != nil {
					t.Error(err)
				}
			}
		})
	}
	all.Wait()
}

var crowdNames = []string{"শাহানা পারভীন", "মতিউর রহমান", "রহিমা খাতুন", "ঊর্মি রায়", "বিশ্বজিৎ শীল", "মোছাঃ রাশিদা", "আয়েশা সিদ্দিকা"}

// crowdWorkers is how many submit at once, so that SQLite commits them in groups.
const crowdWorkers = 20

// join stores the i-th case of a crowd.
func join(t *testing.T, store caseworkdb.Store, r casework.Receipt, i int) error {
	if i%10 == 7 {
		r.Promise = workday.Promise{Kind: workday.Unmeasurable}
	}
	at := hour(15+i%6, 10) // due from 18 to 25 November
	change, err := casework.Receive(r, stamp(i*10, at))
	if err != nil {
		return err
	}
	if _, err := store.Submit(t.Context(), casework.Key{Value: r.Number, Content: "c"}, change); err != nil {
		return err
	}
	switch c := change.Case; i % 9 {
	case 3:
		change, err = c.Ask([]string{"ছবি"}, stamp(i*10+1, at.Add(time.Hour)))
	case 6:
		change, err = c.Close(casework.End{Outcome: casework.Advised, Sentence: "বলা হয়েছে"}, stamp(i*10+1, hour(22, 10+i%3)))
	default:
		return nil
	}
	if err != nil {
		return err
	}
	return store.Apply(t.Context(), change)
}

// walk reads a list to its end, page by page.
func walk(t *testing.T, store caseworkdb.Store, q casework.Query) []casework.Row {
	t.Helper()
	var rows []casework.Row
	for {
		page, err := store.Page(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Rows) > q.Limit {
			t.Fatalf("a page of %d rows", len(page.Rows))
		}
		rows = append(rows, page.Rows...)
		if page.Next == "" {
			return rows
		}
		q.After = page.Next
	}
}

func numbersOf(rows []casework.Row) []string {
	var list []string
	for _, row := range rows {
		list = append(list, row.Number)
	}
	return list
}

func TestStorePages(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		const size = 300
		crowd(t, store, size)
		marks := casework.MarksAt(calendar, now, nil)
		open := map[string]bool{}
		for _, view := range []casework.View{casework.All, casework.Done} {
			rows := walk(t, store, casework.Query{Office: "rupsha", View: view, Marks: marks, Limit: 25})
			for _, row := range rows {
				if open[row.Number] {
					t.Errorf("%s stands twice", row.Number)
				}
				open[row.Number] = true
			}
		}
		if len(open) != size {
			t.Errorf("open and closed together are %d of %d", len(open), size)
		}
		t.Run("a list is the same in pages of any length", func(t *testing.T) {
			for _, view := range []casework.View{casework.All, casework.Overdue, casework.Today, casework.Week, casework.Asked, casework.Done} {
				q := casework.Query{Office: "rupsha", View: view, Marks: marks, Limit: size}
				whole := numbersOf(walk(t, store, q))
				for _, q.Limit = range []int{7, 25, 64} {
					if got := numbersOf(walk(t, store, q)); !slices.Equal(got, whole) {
						t.Errorf("%s in pages of %d: %d rows in another order or number than %d", view, q.Limit, len(got), len(whole))
					}
				}
			}
		})
		t.Run("open cases come by promised moment, undated after them, waiting last", func(t *testing.T) {
			rows := walk(t, store, casework.Query{Office: "rupsha", View: casework.All, Marks: marks, Limit: 25})
			rank := func(r casework.Row) string {
				due := "9999"
				if !r.Due.IsZero() {
					due = r.Due.UTC().Format(time.RFC3339)
				}
				return fmt.Sprint(r.Status == casework.Waiting) + due + r.Received.UTC().Format(time.RFC3339) + r.Number
			}
			if !slices.IsSortedFunc(rows, func(a, b casework.Row) int { return strings.Compare(rank(a), rank(b)) }) {
				t.Error("the order is another one")
			}
		})
		t.Run("what happens while somebody turns pages loses and doubles nothing else", func(t *testing.T) {
			q := casework.Query{Office: "rupsha", View: casework.All, Marks: marks, Limit: 20}
			before := numbersOf(walk(t, store, q))
			page, err := store.Page(t.Context(), q)
			if err != nil {
				t.Fatal(err)
			}
			c, err := store.Case(t.Context(), "rupsha", page.Rows[3].Number)
			if err != nil {
				t.Fatal(err)
			}
			change, err := c.Close(casework.End{Outcome: casework.Delivered, Sentence: "হয়েছে"}, stamp(99_999, now))
			if err == nil {
				err = store.Apply(t.Context(), change)
			}
			if err != nil {
				t.Fatal(err)
			}
			q.After = page.Next
			if got := append(numbersOf(page.Rows), numbersOf(walk(t, store, q))...); !slices.Equal(got, before) {
				t.Errorf("%d rows instead of %d", len(got), len(before))
			}
		})
		t.Run("a cursor of another list is refused", func(t *testing.T) {
			for view, after := range map[casework.View]string{casework.All: "c|2026|1", casework.Done: "a|1|2|3", casework.Asked: "a|1|2|3", casework.Overdue: "a|1"} {
				_, err := store.Page(t.Context(), casework.Query{Office: "rupsha", View: view, Marks: marks, After: after, Limit: 5})
				refused(t, err, fault.Invalid, "casework.page.wrong")
			}
		})
	})
}

func TestStoreTallyIsARecount(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		motley(t, store, 120)
		var most casework.Tally
		for i, posts := range [][]string{nil, nil, {}, {"head"}, {"officer", "clerk"}, {"nobody"}} {
			marks := casework.MarksAt(calendar, hour(23, 10+i%2*8), posts)
			marks.Sealed = posts
			got, err := store.Tally(t.Context(), "rupsha", marks)
			if err != nil {
				t.Fatal(err)
			}
			count := func(view casework.View) int {
				return len(walk(t, store, casework.Query{Office: "rupsha", View: view, Marks: marks, Limit: 50}))
			}
			want := casework.Tally{
				Late: count(casework.Overdue), BecameLate: count(casework.BecameLate), Today: count(casework.Today), Week: count(casework.Week),
				Waiting: count(casework.Asked), Escalated: count(casework.Escalated), Referred: count(casework.Referred), Open: count(casework.All),
			}
			for _, row := range walk(t, store, casework.Query{Office: "rupsha", View: casework.All, Marks: marks, Limit: 50}) {
				if row.Due.IsZero() && row.Status != casework.Waiting {
					want.Undated++
				}
				if row.Late(now) != (row.Status != casework.Waiting && !row.Due.IsZero() && row.Due.Before(now)) {
					t.Errorf("%s is told late by one and not by the other", row.Number)
				}
			}
			if got != want {
				t.Errorf("posts %q: tally %+v, recount %+v", posts, got, want)
			}
			most = casework.Tally{
				Late: max(most.Late, got.Late), BecameLate: max(most.BecameLate, got.BecameLate), Today: max(most.Today, got.Today),
				Week: max(most.Week, got.Week), Waiting: max(most.Waiting, got.Waiting), Undated: max(most.Undated, got.Undated),
				Escalated: max(most.Escalated, got.Escalated), Referred: max(most.Referred, got.Referred), Open: max(most.Open, got.Open),
			}
		}
		for count := range reflect.ValueOf(most).Fields() {
			if reflect.ValueOf(most).FieldByName(count.Name).IsZero() {
				t.Errorf("the crowd does not try the count %s", count.Name)
			}
		}
		if got, err := store.Tally(t.Context(), "dighalia", casework.MarksAt(calendar, now, nil)); err != nil || got != (casework.Tally{}) {
			t.Errorf("another office counts %+v, %v", got, err)
		}
	})
}

func TestStorePopular(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		for i, key := range []string{"citizen-1", "citizen-2", "citizen-2", "citizen-3", "citizen-3", "citizen-3"} {
			r := receipt(i)
			r.Service.Key = key
			submit(t, store, r, stamp(i, now.AddDate(0, 0, -20*(i/5)))) // the last one is old
		}
		got, err := store.Popular(t.Context(), "rupsha", now.AddDate(0, 0, -7), 2)
		if err != nil || !slices.Equal(got, []string{"citizen-2", "citizen-3"}) {
			t.Errorf("popular are %v, %v", got, err)
		}
	})
}
