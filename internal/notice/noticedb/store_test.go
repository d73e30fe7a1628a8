package noticedb_test

import (
	"context"
	"fmt"
	"testing"
	"time"

	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

func TestStorePagesAreCompleteAndInOrder(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		store, start := noticedb.Store{DB: db}, time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)
		var all []notice.Notice
		for i := range 25 { // five of one moment each, so that the cursor must tell them apart
			all = append(all, notice.Notice{
				Office: "rupsha", ID: fmt.Sprintf("n%02d", i), Subject: fmt.Sprintf("case/%d", i%2), To: notice.Applicant,
				Channel: notice.SMS, Address: "+8801712345678", Lang: "bn", Key: "k", Args: []string{"words", "ঠিক আছে; 'a'"},
				At: start.Add(time.Duration(i/5) * time.Minute), Status: notice.Waiting,
			})
		}
		err := db.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error { return noticedb.Enqueue(ctx, tx, all) })
		if err != nil {
			t.Fatal(err)
		}
		var seen []notice.Notice
		after := ""
		for {
			page, err := store.Notices(t.Context(), "rupsha", after, 7)
			if err != nil {
				t.Fatal(err)
			}
			if len(page) == 0 {
				break
			}
			seen, after = append(seen, page...), page[len(page)-1].Cursor()
		}
		if len(seen) != len(all) {
			t.Fatalf("%d notices over all pages, want %d", len(seen), len(all))
		}
		for i, one := range seen {
			if want := all[len(all)-1-i]; one.ID != want.ID || !one.At.Equal(want.At) || one.Args[1] != want.Args[1] {
				t.Errorf("place %d holds %+v, want %+v", i, one, want)
			}
		}
		of, err := store.NoticesOf(t.Context(), "rupsha", "case/1")
		if err != nil || len(of) != 12 || of[0].ID != "n01" {
			t.Errorf("notices of one case: %d, first %v, %v", len(of), of, err)
		}
		if other, err := store.Notices(t.Context(), "khulna", "", 7); err != nil || len(other) != 0 {
			t.Errorf("another office sees %d notices, %v", len(other), err)
		}
	})
}
