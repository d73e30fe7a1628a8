package officedb_test

import (
	"context"
	"strconv"
	"sync"
	"testing"
	"time"

	"dorgora/internal/fault"
	"dorgora/internal/office"
	"dorgora/internal/office/officedb"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

var now = time.Date(2026, 11, 23, 10, 0, 0, 0, workday.Dhaka) // a Monday

// engines runs check on both engines with a department, a district office and
// an upazila office, each with its head post.
func engines(t *testing.T, check func(t *testing.T, store *officedb.Store)) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		store := officedb.New(db)
		parent := office.Chart{}
		for _, o := range []office.Office{
			{ID: "doict", Slug: "doict", Kind: office.Department, Name: "অধিদপ্তর"},
			{ID: "khulna", Slug: "khulna", Kind: office.District, Name: "জেলা কার্যালয়, খুলনা", Region: "khulna"},
			{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Name: "রূপসা আইসিটি কার্যালয়", NameEn: "Rupsha ICT Office",
				Place: "উপজেলা কার্যালয়, খুলনা", Address: "রূপসা, খুলনা", Phone: "02477700000", Mail: "rupsha@doict.gov.bd", Region: "khulna"},
		} {
			change, err := parent.Found(o, office.Post{ID: o.ID + "-head", Title: "প্রধান, " + o.Name}, now)
			ok(t, err)
			ok(t, store.Apply(t.Context(), change))
			parent = chart(t, store, o.ID)
		}
		check(t, store)
	})
}

func ok(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func chart(t *testing.T, store *officedb.Store, id string) office.Chart {
	t.Helper()
	c, err := store.Chart(t.Context(), id)
	ok(t, err)
	return c
}

// hire adds a person to an office and puts the person into a post.
func hire(t *testing.T, store *officedb.Store, in, id, post string) {
	t.Helper()
	c := chart(t, store, in)
	change, err := c.NewPerson(office.Person{ID: id, Name: "নাম " + id, Mail: id + "@doict.gov.bd"})
	ok(t, err)
	seat, err := c.With(change).Assign(office.Assignment{Office: in, ID: "a-" + id, Post: post, Person: id, Tenure: office.Substantive, From: now}, false, now)
	ok(t, err)
	ok(t, store.Apply(t.Context(), change.And(seat)))
}

func TestStoreChart(t *testing.T) {
	engines(t, func(t *testing.T, store *officedb.Store) {
		hire(t, store, "rupsha", "karim", "rupsha-head")
		hire(t, store, "khulna", "jalal", "khulna-head")
		t.Run("an office is loaded with everything above it and nothing below", func(t *testing.T) {
			c := chart(t, store, "rupsha")
			if len(c.Offices) != 3 || c.Office().ID != "rupsha" || c.Top().ID != "doict" || len(c.Posts) != 3 || len(c.People) != 2 {
				t.Errorf("got %+v", c)
			}
			if o := c.Office(); o.Phone != "02477700000" || o.Place == "" || o.NameEn == "" || !o.CreatedAt.Equal(now) {
				t.Errorf("got %+v", o)
			}
			if c := chart(t, store, "khulna"); len(c.Offices) != 2 || len(c.People) != 1 {
				t.Errorf("the district sees %+v", c)
			}
		})
		t.Run("a change of the office above is seen below at once", func(t *testing.T) {
			before, err := chart(t, store, "rupsha").Answerable("rupsha", "rupsha-head", now, "karim")
			ok(t, err)
			end, err := chart(t, store, "khulna").EndAssignment("a-jalal", now.Add(time.Hour), now)
			ok(t, err)
			ok(t, store.Apply(t.Context(), end))
			after, err := chart(t, store, "rupsha").Answerable("rupsha", "rupsha-head", now.Add(2*time.Hour), "karim")
			ok(t, err)
			if before.Person.ID != "jalal" || after.Person.ID != "" {
				t.Errorf("answerable %q, then %q", before.Person.ID, after.Person.ID)
			}
		})
		t.Run("a leave comes back as it was written", func(t *testing.T) {
			c := chart(t, store, "rupsha")
			change, err := c.Substitute(office.Substitution{Office: "rupsha", ID: "s1", Post: "rupsha-head", Absent: "karim", Person: "jalal",
				From: now, Until: now.Add(48 * time.Hour), Reason: "অর্জিত ছুটি"}, now)
			ok(t, err)
			ok(t, store.Apply(t.Context(), change))
			got := chart(t, store, "rupsha").Substitutions[0]
			if !got.Until.Equal(now.Add(48*time.Hour)) || got.Absent != "karim" || got.Reason != "অর্জিত ছুটি" {
				t.Errorf("got %+v", got)
			}
		})
		t.Run("an unknown office is not found", func(t *testing.T) {
			if _, err := store.Chart(t.Context(), "nowhere"); fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
			if _, err := store.BySlug(t.Context(), "nowhere"); fault.KindOf(err) != fault.NotFound {
				t.Error(err)
			}
		})
	})
}

func TestStoreApply(t *testing.T) {
	engines(t, func(t *testing.T, store *officedb.Store) {
		t.Run("of many who decided on the same chart one is first", func(t *testing.T) {
			c := chart(t, store, "rupsha")
			var wait sync.WaitGroup
			results := make([]error, 8)
			for i := range results {
				change, err := c.NewPost(office.Post{ID: "p" + strconv.Itoa(i), Title: "পদ " + strconv.Itoa(i), Role: office.Officer})
				ok(t, err)
				wait.Go(func() { results[i] = store.Apply(context.WithoutCancel(t.Context()), change) })
			}
			wait.Wait()
			done := 0
			for _, err := range results {
				switch {
				case err == nil:
					done++
				case fault.KindOf(err) != fault.Conflict:
					t.Error(err)
				}
			}
			if posts := chart(t, store, "rupsha").PostsOf("rupsha"); done != 1 || len(posts) != 2 {
				t.Errorf("%d were first, the office has %d posts", done, len(posts))
			}
		})
		t.Run("a slug that is taken is said in its field", func(t *testing.T) {
			change, err := office.Chart{}.Found(office.Office{ID: "other", Slug: "rupsha", Kind: office.Other, Name: "অন্য"}, office.Post{ID: "h", Title: "প্রধান"}, now)
			ok(t, err)
			err = store.Apply(t.Context(), change)
			if list := fault.List(err); len(list) != 1 || list[0].Field != "slug" {
				t.Fatal(err)
			}
			if _, err := store.Chart(t.Context(), "other"); fault.KindOf(err) != fault.NotFound {
				t.Errorf("half of the office was written: %v", err)
			}
		})
		t.Run("a change cannot reach into another office", func(t *testing.T) {
			change := office.Change{Office: "rupsha", Revision: chart(t, store, "rupsha").Revision, Posts: []office.Post{{Office: "khulna", ID: "x", Title: "x", Role: office.Officer}}}
			if err := store.Apply(t.Context(), change); err == nil {
				t.Error("written")
			}
		})
		t.Run("offices are listed as a tree", func(t *testing.T) {
			all, err := store.Offices(t.Context())
			ok(t, err)
			if len(all) != 3 || all[0].ID != "doict" || all[1].ID != "khulna" || all[2].ID != "rupsha" {
				t.Errorf("got %+v", all)
			}
			o, err := store.BySlug(t.Context(), "khulna")
			ok(t, err)
			if o.ID != "khulna" || o.Region != "khulna" {
				t.Errorf("got %+v", o)
			}
			above, err := store.Chain(t.Context(), "rupsha")
			ok(t, err)
			if len(above) != 3 || above[1].ID != "khulna" {
				t.Errorf("got %+v", above)
			}
		})
	})
}

func TestStoreOfTwoProcesses(t *testing.T) {
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) {
		one, other := officedb.New(db), officedb.New(db)
		found, err := office.Chart{}.Found(office.Office{ID: "rupsha", Slug: "rupsha", Kind: office.Upazila, Name: "রূপসা"}, office.Post{ID: "ap", Title: "প্রধান"}, now)
		ok(t, err)
		ok(t, one.Apply(t.Context(), found))
		if got := chart(t, other, "rupsha"); len(got.People) != 0 {
			t.Fatalf("got %+v", got.People)
		}
		hire(t, one, "rupsha", "karim", "ap")
		if got := chart(t, other, "rupsha"); len(got.People) != 1 {
			t.Error("the other process works on an old chart")
		}
	})
}

func TestStoreCalendar(t *testing.T) {
	engines(t, func(t *testing.T, store *officedb.Store) {
		tuesday := workday.Date{Year: 2026, Month: 12, Day: 1}
		announce := func(in string) office.Announcement {
			calendar, err := store.Calendar(t.Context(), in)
			ok(t, err)
			change, err := chart(t, store, in).Announce(office.Announcement{ID: "n-" + in, By: "x", Day: workday.Day{Date: tuesday,
				Name: "বিশেষ ছুটি", NameEn: "Special holiday", Kind: workday.Local, Source: "স্মারক ১২", Notified: workday.DateOf(now)}}, calendar, now)
			ok(t, err)
			ok(t, store.Apply(t.Context(), change))
			return change.Announcements[0]
		}
		open := func(in string) bool {
			calendar, err := store.Calendar(t.Context(), in)
			ok(t, err)
			return calendar.Open(tuesday)
		}
		if !open("rupsha") {
			t.Fatal("closed before anybody announced anything")
		}
		a := announce("khulna")
		if open("rupsha") || open("khulna") || !open("doict") {
			t.Error("a district's holiday holds in the district and below, not above")
		}
		back, err := chart(t, store, "khulna").Withdraw(a, "x", now.Add(time.Hour))
		ok(t, err)
		ok(t, store.Apply(t.Context(), back))
		if !open("rupsha") {
			t.Error("closed although withdrawn")
		}
		all, err := store.Announcements(t.Context(), "rupsha")
		ok(t, err)
		if len(all) != 1 || all[0].Withdrawn.IsZero() || all[0].Day.NameEn != "Special holiday" || all[0].Day.Notified != workday.DateOf(now) {
			t.Errorf("got %+v", all)
		}
	})
}

func TestStoreSits(t *testing.T) {
	engines(t, func(t *testing.T, store *officedb.Store) {
		hire(t, store, "rupsha", "karim", "rupsha-head")
		hire(t, store, "khulna", "jalal", "khulna-head")
		hire(t, store, "doict", "rahim", "doict-head")
		stand := func(in, absent, person string) {
			change, err := chart(t, store, in).With(office.Change{People: []office.Person{{ID: person}}}).Substitute(office.Substitution{
				Office: in, ID: "s-" + absent, Post: in + "-head", Absent: absent, Person: person, From: now, Until: now.Add(48 * time.Hour)}, now)
			ok(t, err)
			ok(t, store.Apply(t.Context(), change))
		}
		stand("rupsha", "karim", "jalal")
		stand("khulna", "jalal", "rahim")
		seats := func(person string, at time.Time) int {
			p, posts, err := store.Sits(t.Context(), person, at)
			ok(t, err)
			if p.ID != person {
				t.Errorf("asked for %s, got %+v", person, p)
			}
			return len(posts)
		}
		if got := seats("rahim", now.Add(time.Hour)); got != 3 {
			t.Errorf("the end of the chain sits in %d posts, want 3", got)
		}
		if got := seats("rahim", now.Add(72*time.Hour)); got != 1 {
			t.Errorf("after the leaves rahim sits in %d posts, want 1", got)
		}
		if got := seats("karim", now.Add(time.Hour)); got != 1 {
			t.Errorf("karim sits in %d posts, want 1", got)
		}
		if _, _, err := store.Sits(t.Context(), "nobody", now); fault.KindOf(err) != fault.NotFound {
			t.Error(err)
		}
	})
}

func TestStoreHeads(t *testing.T) {
	engines(t, func(t *testing.T, store *officedb.Store) {
		hire(t, store, "rupsha", "karim", "rupsha-head")
		hire(t, store, "khulna", "jalal", "khulna-head")
		c := chart(t, store, "rupsha")
		extra, err := c.Assign(office.Assignment{Office: "rupsha", ID: "a-extra", Post: "rupsha-head", Person: "jalal", Tenure: office.Additional, From: now}, false, now)
		ok(t, err)
		ok(t, store.Apply(t.Context(), extra))
		heads, err := store.Heads(t.Context(), now.Add(time.Hour))
		ok(t, err)
		if len(heads) != 2 || heads["rupsha"].ID != "karim" || heads["khulna"].Name != "নাম jalal" {
			t.Errorf("got %+v", heads)
		}
		end, err := chart(t, store, "rupsha").EndAssignment("a-karim", now.Add(2*time.Hour), now)
		ok(t, err)
		ok(t, store.Apply(t.Context(), end))
		if heads, err = store.Heads(t.Context(), now.Add(2*time.Hour)); err != nil || heads["rupsha"].ID != "jalal" {
			t.Errorf("after the transfer %+v, %v", heads, err)
		}
		if heads, err = store.Heads(t.Context(), now.Add(-time.Hour)); err != nil || len(heads) != 0 {
			t.Errorf("before anybody came %+v, %v", heads, err)
		}
	})
}

func TestStoreHandovers(t *testing.T) {
	engines(t, func(t *testing.T, store *officedb.Store) {
		hire(t, store, "rupsha", "karim", "rupsha-head")
		hire(t, store, "khulna", "jalal", "khulna-head")
		end, err := chart(t, store, "rupsha").EndAssignment("a-karim", now.Add(time.Hour), now)
		ok(t, err)
		ok(t, store.Apply(t.Context(), end))
		later := now.Add(2 * time.Hour)
		take := func() error {
			change, err := chart(t, store, "rupsha").TakeOver(office.Handover{Assignment: "a-karim", Successor: "jalal", Open: 3}, later)
			ok(t, err)
			return store.Apply(t.Context(), change)
		}
		ok(t, take())
		if err := take(); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taken over twice: %v", err)
		}
		taken, err := store.Handovers(t.Context(), "rupsha")
		ok(t, err)
		if h := taken["a-karim"]; len(taken) != 1 || h.Successor != "jalal" || h.Open != 3 || !h.At.Equal(later) {
			t.Errorf("got %+v", taken)
		}
		if taken, err = store.Handovers(t.Context(), "khulna"); err != nil || len(taken) != 0 {
			t.Errorf("in another office %+v, %v", taken, err)
		}
	})
}
