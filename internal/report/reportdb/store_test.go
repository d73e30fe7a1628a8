package reportdb_test

import (
	"errors"
	"fmt"
	"reflect"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/report"
	"dorgora/internal/report/reportdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var _ interface {
	report.Store
	report.Lists
	report.Source
	report.Lister
} = reportdb.Store{}

// noon is a Tuesday.
var noon = time.Date(2026, time.November, 24, 6, 0, 0, 0, time.UTC)

func on(month time.Month, day int) workday.Date {
	return workday.Date{Year: 2026, Month: month, Day: day}
}

// demand is one with everything in it.
func demand(id string, due workday.Date) report.Demand {
	october := report.PeriodAt(report.Month, on(time.October, 5))
	return report.Demand{
		Office: "rupsha", ID: id, Subject: "অক্টোবরের সেবা", Diary: "2026-4", Case: "4821093571" + id[len(id)-1:], Post: "head", Received: noon, Due: due, Deadline: due,
		Asker:  report.Asker{Office: "ইউএনও কার্যালয়", Memo: "০৫.৪৪", MemoDate: on(time.November, 20)},
		Period: october, State: report.Open, Revision: 1, AsOf: noon,
		Lines: []report.Line{
			{Question: "প্রাপ্ত", Figure: "received", By: report.ByService, Value: &report.Value{
				Count: report.Count{Number: 3, Cells: []report.Cell{{Key: "citizen-1", Name: "তথ্য", Number: 3}}}, Query: "cases.received", By: report.ByService, Period: october, AsOf: noon}},
			{Question: "ল্যাব", Manual: &report.Manual{Number: 12, Evidence: "খাতা ৩", By: report.Signature{Person: "karim", At: noon}}},
		},
	}
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func engines(t *testing.T, run func(t *testing.T, store reportdb.Store)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { run(t, reportdb.Store{DB: db}) })
}

func isKind(t *testing.T, err error, kind fault.Kind, key string) {
	t.Helper()
	var one *fault.Fault
	if !errors.As(err, &one) || one.Kind != kind || one.Message != key {
		t.Errorf("got %v, want %s %s", err, kind, key)
	}
}

func TestStoreKeepsADemandAsItIs(t *testing.T) {
	engines(t, func(t *testing.T, store reportdb.Store) {
		want := demand("d1", on(time.November, 26))
		check(t, store.Apply(t.Context(), report.Change{Demands: []report.Demand{want}}))
		got, err := store.Demand(t.Context(), "rupsha", "d1")
		check(t, err)
		if !reflect.DeepEqual(got, want) {
			t.Errorf("came back as\n%+v\nnot\n%+v", got, want)
		}
		t.Run("written again it stays what it was", func(t *testing.T) {
			other := want
			other.Subject = "অন্য"
			check(t, store.Apply(t.Context(), report.Change{Demands: []report.Demand{other}}))
			if got, err := store.Demand(t.Context(), "rupsha", "d1"); err != nil || got.Subject != want.Subject {
				t.Errorf("%q, %v", got.Subject, err)
			}
		})
		t.Run("somebody who was overtaken is refused, and nothing of the act is kept", func(t *testing.T) {
			next := want
			next.Revision = 2
			check(t, store.Apply(t.Context(), report.Change{Demands: []report.Demand{next}}))
			said := notice.Notice{Office: "rupsha", ID: "n", Subject: "report/d1", Channel: notice.SMS, Address: "+8801712345678", Lang: "bn", Key: "report.notice.3", At: noon, Leaves: noon, Status: notice.Waiting}
			isKind(t, store.Apply(t.Context(), report.Change{Demands: []report.Demand{next}, Notices: []notice.Notice{said}}), fault.Conflict, "report.stale")
			if list, err := (noticedb.Store{DB: store.DB}).Notices(t.Context(), "rupsha", "", 9); err != nil || len(list) > 0 {
				t.Errorf("%v, %v", list, err)
			}
		})
		t.Run("another office has none", func(t *testing.T) {
			_, err := store.Demand(t.Context(), "dighalia", "d1")
			isKind(t, err, fault.NotFound, "report.missing")
		})
	})
}

func TestStoreListsByDate(t *testing.T) {
	engines(t, func(t *testing.T, store reportdb.Store) {
		var change report.Change
		for i, due := range []workday.Date{on(time.December, 3), on(time.November, 26), {}, on(time.November, 26), on(time.November, 30)} {
			change.Demands = append(change.Demands, demand(fmt.Sprintf("d%d", i), due))
		}
		sent := demand("d9", on(time.November, 1))
		sent.State, sent.Sending.By.At = report.Sent, noon
		check(t, store.Apply(t.Context(), report.Change{Demands: append(change.Demands, sent)}))
		got, after := "", ""
		for {
			page, err := store.Demands(t.Context(), report.Listing{Office: "rupsha", View: report.ViewPending, After: after, Limit: 2})
			check(t, err)
			if len(page) == 0 {
				break
			}
			for _, d := range page {
				got += d.ID + " "
			}
			after = page[len(page)-1].Cursor()
		}
		if got != "d1 d3 d4 d0 d2 " {
			t.Errorf("in the order %s; the earliest date comes first and what has none last", got)
		}
		for view, want := range map[report.View]int{report.ViewSent: 1, report.ViewAll: 6} {
			if page, err := store.Demands(t.Context(), report.Listing{Office: "rupsha", View: view, Limit: 9}); err != nil || len(page) != want {
				t.Errorf("%s lists %d, %v", view, len(page), err)
			}
		}
		if watched, err := store.Watched(t.Context()); err != nil || !reflect.DeepEqual(watched, []string{"rupsha"}) {
			t.Errorf("watched %v, %v", watched, err)
		}
		if answered, err := store.Answered(t.Context(), "rupsha", 9); err != nil || len(answered) != 1 || answered[0].ID != "d9" {
			t.Errorf("answered %v, %v", answered, err)
		}
	})
}

func TestStoreKeepsReturns(t *testing.T) {
	engines(t, func(t *testing.T, store reportdb.Store) {
		all := report.Starters("rupsha", "head", on(time.November, 1))
		check(t, store.Apply(t.Context(), report.Change{Returns: all}))
		check(t, store.Apply(t.Context(), report.Change{Returns: all}))
		kept, err := store.Returns(t.Context(), "rupsha")
		check(t, err)
		if len(kept) != len(all) {
			t.Fatalf("%d returns of %d", len(kept), len(all))
		}
		if watched, err := store.Watched(t.Context()); err != nil || len(watched) > 0 {
			t.Errorf("what is not active is watched: %v, %v", watched, err)
		}
		one := kept[0]
		one.Active, one.Revision = true, 2
		check(t, store.Apply(t.Context(), report.Change{Returns: []report.Return{one}}))
		isKind(t, store.Apply(t.Context(), report.Change{Returns: []report.Return{one}}), fault.Conflict, "report.stale")
		got, err := store.Return(t.Context(), "rupsha", one.ID)
		check(t, err)
		if !reflect.DeepEqual(got, one) {
			t.Errorf("came back as\n%+v\nnot\n%+v", got, one)
		}
		if watched, err := store.Watched(t.Context()); err != nil || len(watched) != 1 {
			t.Errorf("watched %v, %v", watched, err)
		}
		due := demand("r1", on(time.December, 7))
		due.Return, due.Period = one.ID, report.PeriodAt(report.Month, on(time.November, 1))
		older := demand("r0", on(time.November, 7))
		older.Return = one.ID
		check(t, store.Apply(t.Context(), report.Change{Demands: []report.Demand{older, due}}))
		if list, err := store.OfReturn(t.Context(), "rupsha", one.ID, 9); err != nil || len(list) != 2 || list[0].ID != "r1" {
			t.Errorf("of the return %v, %v", list, err)
		}
	})
}
