package calldb_test

import (
	"context"
	"testing"
	"time"

	"dorgora/internal/call"
	"dorgora/internal/call/calldb"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// now is Monday 23 November 2026, ten o'clock.
var now = time.Date(2026, time.November, 23, 10, 0, 0, 0, workday.Dhaka)

var calendar = workday.Bangladesh("khulna")

const karim = "+8801712345678"

func engines(t *testing.T, check func(t *testing.T, store calldb.Store)) {
	t.Helper()
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, calldb.Store{DB: db}) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// spoken is a call of that result, at minutes after now.
func spoken(id string, minutes int, result call.Result) call.Call {
	return call.Call{
		Office: "rupsha", ID: id, Mobile: karim, Direction: call.In, Result: result, Minutes: 2, Words: "কথা",
		At: now.Add(time.Duration(minutes) * time.Minute), Person: "salma", Name: "সালমা",
	}
}

func TestStoreLog(t *testing.T) {
	engines(t, func(t *testing.T, store calldb.Store) {
		for _, one := range []call.Call{spoken("a", 0, call.Told), spoken("b", 5, call.Took), spoken("a", 9, call.Busy)} {
			must(t, store.Log(t.Context(), call.Change{Call: one}))
		}
		list, err := store.Of(t.Context(), "rupsha", karim, 10)
		if err != nil || len(list) != 2 || list[0].ID != "b" || list[1].Result != call.Told || list[1].Minutes != 2 || list[1].Name != "সালমা" {
			t.Errorf("got %+v, %v", list, err)
		}
		between, err := store.Between(t.Context(), "rupsha", now, now.Add(5*time.Minute))
		if err != nil || len(between) != 1 || between[0].ID != "a" {
			t.Errorf("got %+v, %v", between, err)
		}
		if other, err := store.Of(t.Context(), "dighalia", karim, 10); err != nil || len(other) != 0 {
			t.Errorf("another office sees %v, %v", other, err)
		}
	})
}

func TestStoreBacks(t *testing.T) {
	engines(t, func(t *testing.T, store calldb.Store) {
		promised := spoken("a", 0, call.Promised)
		back, err := call.Plan(call.Ask{Office: "rupsha", Key: "a", Mobile: karim, Name: "করিম", Why: "ল্যাব"}, calendar, now)
		must(t, err)
		for range 2 {
			must(t, store.Log(t.Context(), call.Change{Call: promised, Opens: &back}))
		}
		told := notice.Notice{
			Office: "rupsha", ID: "n1", Subject: "case/48210935716", To: notice.Applicant, Channel: notice.Call, Address: karim, Lang: "bn",
			Key: "casework.notice.replied", At: now, Leaves: now.Add(time.Minute), Status: notice.Waiting,
		}
		bySMS := told
		bySMS.ID, bySMS.Channel = "n2", notice.SMS
		must(t, store.DB.InTx(t.Context(), func(ctx context.Context, tx *sqldb.Tx) error {
			return noticedb.Enqueue(ctx, tx, []notice.Notice{told, bySMS})
		}))
		if list, err := store.Backs(t.Context(), "rupsha", calendar, now); err != nil || len(list) != 1 {
			t.Errorf("what may still be taken back is not told: %+v, %v", list, err)
		}
		later := now.Add(time.Hour)
		list, err := store.Backs(t.Context(), "rupsha", calendar, later)
		if err != nil || len(list) != 2 || list[0].ID != "a" || list[1].ID != "n1" || list[0].Name != "করিম" || list[1].Notice == nil {
			t.Fatalf("got %+v, %v", list, err)
		}
		answer := func(id string, result call.Result, of string) error {
			b, err := store.Back(t.Context(), "rupsha", of, calendar)
			must(t, err)
			ended, err := b.End(result)
			if err != nil {
				return err
			}
			c := spoken(id, 60, result)
			c.Back, c.Direction = of, call.Out
			return store.Log(t.Context(), call.Change{Call: c, Ends: &ended})
		}
		t.Run("three tries in vain end a notice as failed", func(t *testing.T) {
			for _, id := range []string{"t1", "t2", "t3"} {
				must(t, answer(id, call.NoAnswer, "n1"))
			}
			if n, err := (noticedb.Store{DB: store.DB}).Notice(t.Context(), "rupsha", "n1"); err != nil || n.Status != notice.Failed {
				t.Errorf("got %+v, %v", n, err)
			}
			if b, err := store.Back(t.Context(), "rupsha", "n1", calendar); err != nil || b.State != call.Unreached || b.Tries != 3 {
				t.Errorf("got %+v, %v", b, err)
			}
		})
		t.Run("once spoken to it is done, and not twice", func(t *testing.T) {
			must(t, answer("d1", call.Busy, "a"))
			list, err := store.Backs(t.Context(), "rupsha", calendar, later)
			if err != nil || len(list) != 1 || list[0].Tries != 1 || !list[0].Wanted.After(later) {
				t.Errorf("got %+v, %v", list, err)
			}
			must(t, answer("d2", call.Answered, "a"))
			if err := answer("d3", call.Answered, "a"); fault.KindOf(err) != fault.Conflict {
				t.Errorf("got %v", err)
			}
			if list, err := store.Backs(t.Context(), "rupsha", calendar, later); err != nil || len(list) != 0 {
				t.Errorf("got %+v, %v", list, err)
			}
		})
		t.Run("neither of another office nor a text message is a call-back", func(t *testing.T) {
			for office, id := range map[string]string{"dighalia": "a", "rupsha": "n2"} {
				if _, err := store.Back(t.Context(), office, id, calendar); fault.KindOf(err) != fault.NotFound {
					t.Errorf("%s of %s: %v", id, office, err)
				}
			}
		})
	})
}
