package accessdb_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"dorgora/internal/access"
	"dorgora/internal/access/accessdb"
	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
)

var now = time.Date(2026, 11, 23, 4, 0, 0, 0, time.UTC)

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// engines runs check on both engines.
func engines(t *testing.T, check func(t *testing.T, store *accessdb.Store, offices *officedb.Store)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, accessdb.New(db), officedb.New(db)) })
}

func account(person, login string) access.Account {
	return access.Account{Office: "rupsha", Person: person, Login: login, Hash: "hash", Created: now}
}

func TestStoreAccount(t *testing.T) {
	engines(t, func(t *testing.T, store *accessdb.Store, _ *officedb.Store) {
		ctx := t.Context()
		a := account("karim", "+8801711111111")
		a.TOTP, a.TOTPStep, a.Disabled = "SECRET", 7, true
		ok(t, store.SaveAccount(ctx, a))
		t.Run("comes back by login and by person", func(t *testing.T) {
			byLogin, err := store.ByLogin(ctx, a.Login)
			ok(t, err)
			byPerson, err := store.ByPerson(ctx, "rupsha", "karim")
			ok(t, err)
			if byLogin != a || byPerson != a {
				t.Errorf("got %+v and %+v", byLogin, byPerson)
			}
		})
		t.Run("a login that another person has is a conflict", func(t *testing.T) {
			if err := store.SaveAccount(ctx, account("mina", a.Login)); fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		})
		t.Run("an unknown login is not found", func(t *testing.T) {
			if _, err := store.ByLogin(ctx, "x"); fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
		})
		t.Run("a code is good once, even for many at once", func(t *testing.T) {
			var wait sync.WaitGroup
			results := make([]error, 6)
			for i := range results {
				wait.Go(func() { results[i] = store.UseStep(context.WithoutCancel(ctx), a, 8) })
			}
			wait.Wait()
			done := 0
			for _, err := range results {
				if err == nil {
					done++
				} else if fault.KindOf(err) != fault.Conflict {
					t.Error(err)
				}
			}
			if done != 1 {
				t.Errorf("used %d times", done)
			}
		})
	})
}

func TestStoreCount(t *testing.T) {
	engines(t, func(t *testing.T, store *accessdb.Store, _ *officedb.Store) {
		ctx := t.Context()
		begin := func(a access.Attempts) (access.Attempts, error) { return a.Begin(access.Usual, now) }
		t.Run("of twenty guesses at once five are looked at", func(t *testing.T) {
			var wait sync.WaitGroup
			results := make([]error, 20)
			for i := range results {
				wait.Go(func() { results[i] = store.Count(context.WithoutCancel(ctx), "login", begin) })
			}
			wait.Wait()
			looked := 0
			for _, err := range results {
				if err == nil {
					looked++
				} else if fault.KindOf(err) != fault.TooMany {
					t.Error(err)
				}
			}
			if looked != 5 {
				t.Errorf("%d were looked at", looked)
			}
		})
		t.Run("another login is not touched", func(t *testing.T) { ok(t, store.Count(ctx, "other", begin)) })
		t.Run("after a success the count starts again", func(t *testing.T) {
			ok(t, store.Count(ctx, "login", func(a access.Attempts) (access.Attempts, error) { return a.Clear(), nil }))
			ok(t, store.Count(ctx, "login", func(a access.Attempts) (access.Attempts, error) {
				if a.Failures != 0 || !a.Locked.IsZero() {
					t.Errorf("still %+v", a)
				}
				return a.Begin(access.Usual, now)
			}))
		})
	})
}

func TestStoreSession(t *testing.T) {
	engines(t, func(t *testing.T, store *accessdb.Store, _ *officedb.Store) {
		ctx := t.Context()
		ok(t, store.SaveAccount(ctx, account("karim", "k@x.bd")))
		open := func(token string, seen time.Time) access.Session {
			s := access.Session{Office: "rupsha", Token: token, Person: "karim", Device: "Firefox, Android", Created: now, Seen: seen, Expires: now.Add(time.Hour)}
			ok(t, store.OpenSession(ctx, s))
			return s
		}
		first, second := open("t1", now), open("t2", now.Add(time.Minute))
		got, err := store.Session(ctx, "t1")
		ok(t, err)
		if got != first {
			t.Errorf("got %+v", got)
		}
		first.Seen = now.Add(2 * time.Minute)
		ok(t, store.Touch(ctx, first))
		all, err := store.SessionsOf(ctx, "rupsha", "karim")
		ok(t, err)
		if len(all) != 2 || all[0] != first || all[1] != second {
			t.Errorf("got %+v", all)
		}
		ok(t, store.EndSession(ctx, first))
		if _, err := store.Session(ctx, "t1"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("an ended session: %v", err)
		}
		open("t3", now)
		ok(t, store.EndSessions(ctx, "rupsha", "karim", "t3"))
		if all, err := store.SessionsOf(ctx, "rupsha", "karim"); err != nil || len(all) != 1 || all[0].Token != "t3" {
			t.Errorf("got %+v, %v", all, err)
		}
		ok(t, store.CloseAccount(ctx, "rupsha", "karim", true))
		if _, err := store.Session(ctx, "t3"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("the session of a disabled account: %v", err)
		}
		if err := store.SaveAccount(ctx, account("karim", "k@x.bd")); fault.KindOf(err) != fault.Conflict {
			t.Errorf("saving a closed account: %v", err)
		}
		ok(t, store.CloseAccount(ctx, "rupsha", "karim", false))
		ok(t, store.SaveAccount(ctx, account("karim", "k@x.bd")))
	})
}

func TestStoreAccept(t *testing.T) {
	engines(t, func(t *testing.T, store *accessdb.Store, offices *officedb.Store) {
		ctx := t.Context()
		invite := func(token, person string) access.Invitation {
			i := access.Invitation{Office: "rupsha", Token: token, Person: person, Chairs: []access.Chair{{Office: "rupsha", Post: "ap"}}, By: "x",
				Created: now, Expires: now.Add(time.Hour)}
			ok(t, store.AddInvitation(ctx, i))
			return i
		}
		t.Run("a link comes back as it was written", func(t *testing.T) {
			want := invite("i1", "karim")
			got, err := store.Invitation(ctx, "i1")
			ok(t, err)
			if got.Person != want.Person || len(got.Chairs) != 1 || got.Chairs[0] != want.Chairs[0] || !got.Expires.Equal(want.Expires) || !got.Used.IsZero() {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("a newer link makes the older void", func(t *testing.T) {
			invite("i2", "karim")
			old, err := store.Invitation(ctx, "i1")
			ok(t, err)
			if old.Used.IsZero() {
				t.Error("still good")
			}
		})
		t.Run("a newer link for whoever comes makes the older void", func(t *testing.T) {
			invite("n1", "")
			invite("n2", "")
			old, err := store.Invitation(ctx, "n1")
			ok(t, err)
			if old.Used.IsZero() {
				t.Error("still good")
			}
		})
		accept := func(token string, changes ...office.Change) error {
			i, err := store.Invitation(ctx, token)
			ok(t, err)
			i.Used, i.Person = now.Add(time.Minute), "karim"
			return store.Accept(ctx, access.Acceptance{Invitation: i, Account: account("karim", "k@x.bd"), Changes: changes})
		}
		found, err := office.Chart{}.Found(office.Office{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Name: "রূপসা"}, office.Post{ID: "ap", Title: "প্রধান"}, now)
		ok(t, err)
		ok(t, offices.Apply(ctx, found))
		chart, err := offices.Chart(ctx, "rupsha")
		ok(t, err)
		person, err := chart.NewPerson(office.Person{ID: "karim", Name: "মো. করিম", Mail: "k@x.bd"})
		ok(t, err)
		t.Run("when a part fails nothing is written", func(t *testing.T) {
			stale := person
			stale.Revision = 7
			if err := accept("i2", person, stale); fault.KindOf(err) != fault.Conflict {
				t.Fatalf("accepted: %v", err)
			}
			if now, err := offices.Chart(ctx, "rupsha"); err != nil || len(now.People) != 0 {
				t.Errorf("the person was written: %+v, %v", now.People, err)
			}
			if _, err := store.ByLogin(ctx, "k@x.bd"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("the account was written: %v", err)
			}
			if i, _ := store.Invitation(ctx, "i2"); !i.Used.IsZero() {
				t.Error("the link was used up")
			}
		})
		t.Run("accepting writes the account, the offices and ends old sessions", func(t *testing.T) {
			ok(t, store.OpenSession(ctx, access.Session{Office: "rupsha", Token: "old", Person: "karim", Created: now, Seen: now, Expires: now.Add(time.Hour)}))
			ok(t, accept("i2", person))
			if _, err := store.ByLogin(ctx, "k@x.bd"); err != nil {
				t.Error(err)
			}
			if now, err := offices.Chart(ctx, "rupsha"); err != nil || len(now.People) != 1 {
				t.Errorf("people: %+v, %v", now.People, err)
			}
			if all, _ := store.SessionsOf(ctx, "rupsha", "karim"); len(all) != 0 {
				t.Errorf("sessions left: %+v", all)
			}
		})
		t.Run("a link is good once", func(t *testing.T) {
			if err := accept("i2"); fault.KindOf(err) != fault.Conflict {
				t.Error(err)
			}
		})
		t.Run("an unknown link is not found", func(t *testing.T) {
			if _, err := store.Invitation(ctx, "zzz"); fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
		})
	})
}
