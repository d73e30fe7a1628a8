package postboxdb_test

import (
	"context"
	"fmt"
	"reflect"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/jobs"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/internal/postbox"
	"dorgora/internal/postbox/postboxdb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var now = time.Date(2026, time.November, 23, 4, 42, 0, 0, time.UTC)

func engines(t *testing.T, check func(t *testing.T, store postboxdb.Store)) {
	t.Helper()
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, postboxdb.Store{DB: db}) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func letter(id string, minutes int) postbox.Letter {
	return postbox.Letter{
		Office: "rupsha", ID: id, Raw: "hash-" + id, Door: "lmtp", MessageID: "<" + id + "@x>", From: "rahima@example.org", Name: "রহিমা",
		To: "rupsha@seba.example", Subject: "প্রিন্টার", Text: "চলছে না", At: now.Add(time.Duration(minutes) * time.Minute), State: postbox.Fresh, Revision: 1,
	}
}

func TestStoreKeepsOnce(t *testing.T) {
	engines(t, func(t *testing.T, store postboxdb.Store) {
		var all sync.WaitGroup
		faults := make(chan error, 10)
		for range 10 { // by IMAP and LMTP at once
			all.Go(func() { faults <- store.Keep(t.Context(), letter("a", 0)) })
		}
		all.Wait()
		for range 10 {
			must(t, <-faults)
		}
		got, err := store.Letter(t.Context(), "rupsha", "a")
		if want := letter("a", 0); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%+v, %v", got, err)
		}
		runs := 0
		runner := jobs.Runner{Queue: jobs.Queue{DB: store.DB, Now: func() time.Time { return now.Add(time.Hour) }}, Kinds: []jobs.Kind{
			{Name: postboxdb.Job, Do: func(_ context.Context, w jobs.Work) error {
				runs++
				if w.Office != "rupsha" || w.Key != "a" {
					t.Errorf("job %+v", w)
				}
				return nil
			}},
		}}
		if n, err := runner.Drain(t.Context(), postboxdb.Job, "rupsha"); err != nil || n != 1 || runs != 1 {
			t.Errorf("%d jobs, %d runs, %v", n, runs, err)
		}
		if _, err := store.Letter(t.Context(), "dighalia", "a"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another office reads it: %v", err)
		}
		zero := letter("b", 0)
		zero.Text, zero.Subject = "a\x00b", "\xff"
		must(t, store.Keep(t.Context(), zero))
		if got, err := store.Letter(t.Context(), "rupsha", "b"); err != nil || got.Text != "ab" {
			t.Errorf("%q, %v", got.Text, err)
		}
	})
}

func TestStoreSettles(t *testing.T) {
	engines(t, func(t *testing.T, store postboxdb.Store) {
		must(t, store.Keep(t.Context(), letter("a", 0)))
		next := letter("a", 0)
		next.Sort, next.State, next.Number, next.Service, next.Why = postbox.Request, postbox.Taken, "48210935716", "citizen-2", "postbox.why.own"
		next.Files = []postbox.Kept{{Name: "ছবি.jpg", Type: "image/jpeg", Hash: "h", Size: 7}, {Name: "a.exe", Reason: "document.type.unknown"}}
		next.By, next.ByName, next.Settled, next.Revision = "tasnim", "তাসনিম", now.Add(time.Hour), 2
		told := notice.Notice{Office: "rupsha", ID: "n1", Subject: "mail/a", To: notice.Applicant, Channel: notice.Mail, Address: "rahima@example.org", Lang: "bn", Key: "k", At: now, Leaves: now, Status: notice.Waiting}
		must(t, store.Settle(t.Context(), next, told))
		if got, err := store.Letter(t.Context(), "rupsha", "a"); err != nil || !reflect.DeepEqual(got, next) {
			t.Errorf("%+v, %v", got, err)
		}
		if err := store.Settle(t.Context(), next, told); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a stale one is written: %v", err)
		}
		if list, err := (noticedb.Store{DB: store.DB}).NoticesOf(t.Context(), "rupsha", "mail/a"); err != nil || len(list) != 1 {
			t.Errorf("%d notices, %v", len(list), err)
		}
		if got, err := store.Last(t.Context(), "rupsha", "48210935716", "RAHIMA@example.org"); err != nil || got.MessageID != "<a@x>" {
			t.Errorf("%+v, %v", got, err)
		}
		if _, err := store.Last(t.Context(), "rupsha", "48210935716", "karim@example.org"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("%v", err)
		}
		held, err := store.Held(t.Context())
		if err != nil || !held["hash-a"] || !held["h"] {
			t.Errorf("%v, %v", held, err)
		}
		must(t, store.Forget(t.Context(), now.Add(time.Minute)))
		if got, _ := store.Letter(t.Context(), "rupsha", "a"); got.Text == "" {
			t.Error("a mail is forgotten before its time")
		}
		must(t, store.Forget(t.Context(), now.Add(2*time.Hour)))
		got, err := store.Letter(t.Context(), "rupsha", "a")
		if err != nil || got.Text != "" || got.Raw != "" || got.Number != "48210935716" || len(got.Files) != 0 {
			t.Errorf("%+v, %v", got, err)
		}
	})
}

func TestStoreLists(t *testing.T) {
	engines(t, func(t *testing.T, store postboxdb.Store) {
		for i := range 9 {
			l := letter(fmt.Sprintf("m%d", i), i/3) // three of one moment, so that the cursor must tell them apart
			l.State = []postbox.State{postbox.ToSort, postbox.Quarantine, postbox.Filed}[i%3]
			must(t, store.Keep(t.Context(), l))
		}
		var seen []string
		after := ""
		for {
			page, err := store.Letters(t.Context(), "rupsha", []postbox.State{postbox.ToSort, postbox.Filed}, after, 4)
			must(t, err)
			if len(page) == 0 {
				break
			}
			for _, l := range page {
				seen = append(seen, l.ID)
			}
			after = page[len(page)-1].Cursor()
		}
		if want := []string{"m8", "m6", "m5", "m3", "m2", "m0"}; !reflect.DeepEqual(seen, want) {
			t.Errorf("%v, want %v", seen, want)
		}
		for _, one := range []struct {
			id    string
			since time.Time
			want  int
		}{{"m0", now, 8}, {"new", now, 9}, {"m8", now.Add(time.Minute), 5}, {"m0", now.Add(time.Minute), 6}, {"m8", now.Add(time.Hour), 0}} {
			if n, err := store.Besides(t.Context(), letter(one.id, 0), one.since); err != nil || n != one.want {
				t.Errorf("besides %s since %v: %d, want %d, %v", one.id, one.since, n, one.want, err)
			}
		}
	})
}

func TestStoreMarks(t *testing.T) {
	engines(t, func(t *testing.T, store postboxdb.Store) {
		if m, err := store.Mark(t.Context(), "rupsha", "g"); err != nil || m != (postboxdb.Mark{}) {
			t.Errorf("%+v, %v", m, err)
		}
		for _, want := range []postboxdb.Mark{{Validity: 4294967295, UID: 7}, {Validity: 2, UID: 4294967295}} {
			must(t, store.SetMark(t.Context(), "rupsha", "g", want))
			if m, err := store.Mark(t.Context(), "rupsha", "g"); err != nil || m != want {
				t.Errorf("%+v, %v", m, err)
			}
		}
	})
}
