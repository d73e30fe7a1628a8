package caseworkdb_test

import (
	"crypto/rand"
	"reflect"
	"sync"
	"testing"
	"time"

	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/catalogue"
	"dorgora/internal/fault"
	"dorgora/internal/notice"
	"dorgora/internal/notice/noticedb"
	"dorgora/workday"
)

// deskAt is a desk over a store whose clock stands at a moment.
func deskAt(store caseworkdb.Store, at time.Time) casework.Desk {
	return casework.Desk{
		Store: store, Past: store, Offices: almanac{calendar}, Now: func() time.Time { return at }, Random: rand.Reader,
	}
}

var repair = catalogue.Kind{
	ID: "repair", Sealed: true,
	Steps: []catalogue.Step{{ID: "look", Days: 1, Needed: true}, {ID: "mend"}},
}

func TestStoreKeepsTheWholeHandling(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		r := receipt(1)
		r.Kind, r.Topic, r.Follows = repair, "hp-2231", tracking(9)
		c := submit(t, store, r, stamp(1, now))
		acts := []func(casework.Case, casework.Stamp) (casework.Change, error){
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Do(casework.Doing{Task: "look", Kind: repair}, s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Extend(2, "যন্ত্রাংশ", s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Call(casework.Outside{Name: "সরবরাহকারী", Ref: "T-1", By: workday.Date{Year: 2026, Month: 11, Day: 29}}, s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Reach("phone", "ধরেননি", s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Instruct("আজই দেখুন", workday.Date{}, s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) { return c.Declare(s) },
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Issue(casework.Paper{Sheet: catalogue.Sheet{ID: "note"}, Title: "পত্র", Text: "কাজ শেষ"}, s)
			},
			func(c casework.Case, s casework.Stamp) (casework.Change, error) {
				return c.Refer(casework.Referral{Office: "khulna", Name: "খুলনা"}, "কেবল জেলা পারে", s)
			},
		}
		for i, act := range acts {
			at := now.Add(time.Duration(i+1) * time.Minute)
			var err error
			if c, err = deskAt(store, at).Act(t.Context(), casework.Target{Office: "rupsha", Number: c.Number, Actor: actor}, act); err != nil {
				t.Fatalf("act %d: %v", i, err)
			}
			got, err := store.Case(t.Context(), "rupsha", c.Number)
			if err != nil || got.Digest() != c.Digest() {
				t.Fatalf("act %d: stored %+v\nwant %+v\n%v", i, got.Handling, c.Handling, err)
			}
		}
		t.Run("the last act commits to the case as it stands", func(t *testing.T) {
			timeline, err := store.Timeline(t.Context(), "rupsha", c.Number)
			if err != nil || timeline[len(timeline)-1].Digest != c.Digest() {
				t.Errorf("digest %s, want %s, %v", timeline[len(timeline)-1].Digest, c.Digest(), err)
			}
		})
		t.Run("open tasks stand in the list of their post, the finished do not", func(t *testing.T) {
			tasks, err := store.Tasks(t.Context(), "rupsha", "head", 10)
			if err != nil || len(tasks) != 1 || tasks[0].ID != "mend" || tasks[0].Number != c.Number {
				t.Errorf("tasks %+v, %v", tasks, err)
			}
		})
		t.Run("the other office sees what waits for its answer", func(t *testing.T) {
			waiting, err := store.ReferredTo(t.Context(), "khulna")
			if err != nil || !reflect.DeepEqual(waiting, []casework.Target{{Office: "rupsha", Number: c.Number}}) {
				t.Errorf("waiting %+v, %v", waiting, err)
			}
		})
		t.Run("the same thing is known again", func(t *testing.T) {
			if got, err := store.Earlier(t.Context(), "rupsha", "hp-2231", now.Add(-time.Hour)); err != nil || got != c.Number {
				t.Errorf("earlier %q, %v", got, err)
			}
			if got, err := store.Earlier(t.Context(), "rupsha", "hp-2231", now.Add(time.Hour)); err != nil || got != "" {
				t.Errorf("too early %q, %v", got, err)
			}
		})
	})
}

func TestDeskUndo(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		at := casework.Target{Office: "rupsha", Number: c.Number, Actor: actor}
		closing := func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Close(casework.End{Outcome: casework.Delivered, Sentence: "চালু"}, s)
		}
		closed, err := deskAt(store, now.Add(time.Minute)).Act(t.Context(), at, closing)
		if err != nil {
			t.Fatal(err)
		}
		other := at
		other.Actor = casework.Actor{Post: "head", Person: "rashed"}
		if _, err := deskAt(store, now.Add(90*time.Second)).Undo(t.Context(), other); fault.KindOf(err) != fault.Conflict {
			t.Errorf("somebody else took it back: %v", err)
		}
		undone, err := deskAt(store, now.Add(2*time.Minute)).Undo(t.Context(), at)
		if err != nil || undone.Status != casework.Received || undone.Revision != closed.Revision+1 {
			t.Fatalf("%s, revision %d, %v", undone.Status, undone.Revision, err)
		}
		list, err := noticedb.Store{DB: store.DB}.NoticesOf(t.Context(), "rupsha", c.Subject())
		if err != nil || len(list) != 2 || list[1].Status != notice.Unsaid || list[1].Leaves.Sub(list[1].At) != time.Minute {
			t.Errorf("notices %+v, %v", list, err)
		}
		if _, err := deskAt(store, now.Add(2*time.Minute)).Undo(t.Context(), at); fault.KindOf(err) != fault.Conflict {
			t.Errorf("taking back twice: %v", err)
		}
		if _, err := deskAt(store, now.Add(3*time.Minute)).Act(t.Context(), at, closing); err != nil {
			t.Fatal(err)
		}
		if _, err := deskAt(store, now.Add(4*time.Minute+time.Second)).Undo(t.Context(), at); fault.KindOf(err) != fault.Conflict {
			t.Errorf("a second after the minute: %v", err)
		}
	})
}

func TestDeskWatchOnManyMachines(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		const cases = 12
		for i := range cases {
			r := receipt(i + 1)
			change := received(t, r, stamp(i+1, now))
			change.Case = change.Case.Wind(casework.Handbook{Calendar: calendar, Rules: casework.RulesFor(nil, "", calendar.DateOf(now))})
			if _, err := store.Submit(t.Context(), casework.Key{Value: tracking(i), Content: "c"}, change.Seal()); err != nil {
				t.Fatal(err)
			}
		}
		breach := time.Date(2026, 11, 26, 17, 0, 0, 0, workday.Dhaka)
		var all sync.WaitGroup
		moved := make([]int, 3)
		for i := range moved {
			all.Go(func() {
				var err error
				if moved[i], err = deskAt(store, breach).Watch(t.Context(), store); err != nil {
					t.Error(err)
				}
			})
		}
		all.Wait()
		if sum := moved[0] + moved[1] + moved[2]; sum != cases {
			t.Errorf("three machines moved %v, together %d of %d", moved, sum, cases)
		}
		numbers, err := store.Numbers(t.Context(), "rupsha")
		if err != nil {
			t.Fatal(err)
		}
		for _, number := range numbers {
			acts, err := store.Timeline(t.Context(), "rupsha", number)
			if err != nil || len(acts) != 2 || acts[1].Deed != casework.DeedBreached {
				t.Errorf("case %s: %d acts, %v", number, len(acts), err)
			}
		}
		if again, err := deskAt(store, breach.Add(time.Hour)).Watch(t.Context(), store); err != nil || again != 0 {
			t.Errorf("an hour later %d moved again, %v", again, err)
		}
	})
}

func TestStoreRulesOverlay(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		day := func(d int) workday.Date { return workday.Date{Year: 2026, Month: 11, Day: d} }
		for _, line := range []casework.RuleLine{
			{Office: "khulna", Name: "warn", Value: 2, Source: "জেলা আদেশ ১", Effective: day(1)},
			{Office: "rupsha", Name: "warn", Value: 3, Source: "আদেশ ২", Effective: day(10)},
			{Office: "rupsha", Service: "citizen-2", Name: "warn", Value: 0, Source: "আদেশ ৩", Effective: day(20)},
		} {
			if err := line.Check(); err != nil {
				t.Fatal(err)
			}
			if err := store.SetRule(t.Context(), line); err != nil {
				t.Fatal(err)
			}
		}
		lines, err := store.RuleLinesOf(t.Context(), []string{"rupsha", "khulna"})
		if err != nil {
			t.Fatal(err)
		}
		rows := []struct {
			what, service string
			day, warn     int
		}{
			{"the district's rule holds below it", "citizen-1", 5, 2},
			{"the office's own goes before it", "citizen-1", 15, 3},
			{"one for the service before that", "citizen-2", 25, 0},
			{"not before its day", "citizen-2", 15, 3},
		}
		for _, row := range rows {
			t.Run(row.what, func(t *testing.T) {
				if got := casework.RulesFor(lines, row.service, day(row.day)).Warn; got != row.warn {
					t.Errorf("warn %d, want %d", got, row.warn)
				}
			})
		}
	})
}

func TestStoreLooks(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		c := submit(t, store, receipt(1), stamp(1, now))
		look := casework.Look{Office: "rupsha", Number: c.Number, Actor: actor, What: casework.LookCase, At: now.UTC().Truncate(time.Second)}
		later, tomorrow := look, look
		later.At, tomorrow.At = look.At.Add(time.Hour), look.At.Add(24*time.Hour)
		if err := store.Looked(t.Context(), look, later, tomorrow); err != nil {
			t.Fatal(err)
		}
		got, err := store.Looks(t.Context(), "rupsha", c.Number)
		if err != nil || len(got) != 2 || !got[0].At.Equal(look.At) || !got[1].At.Equal(tomorrow.At) || got[0].Actor != actor {
			t.Errorf("looks %+v, %v; one for each day, the first of the day", got, err)
		}
	})
}

func TestStoreIncidents(t *testing.T) {
	engines(t, func(t *testing.T, store caseworkdb.Store) {
		incident := casework.Incident{Office: "rupsha", ID: "i1", Title: "ইন্টারনেট বন্ধ", Service: "citizen-4", Began: now.UTC(), Person: "tasnim"}
		if err := store.SaveIncident(t.Context(), incident); err != nil {
			t.Fatal(err)
		}
		c := submit(t, store, receipt(1), stamp(1, now))
		at := casework.Target{Office: "rupsha", Number: c.Number, Actor: actor}
		if _, err := deskAt(store, now).Act(t.Context(), at, func(c casework.Case, s casework.Stamp) (casework.Change, error) {
			return c.Group(incident.ID, incident.Title, s)
		}); err != nil {
			t.Fatal(err)
		}
		if got, err := store.Grouped(t.Context(), "rupsha", "i1"); err != nil || len(got) != 1 || got[0] != c.Number {
			t.Errorf("grouped %v, %v", got, err)
		}
		incident.Ended = now.UTC().Add(time.Hour)
		if err := store.SaveIncident(t.Context(), incident); err != nil {
			t.Fatal(err)
		}
		got, err := store.Incident(t.Context(), "rupsha", "i1")
		if err != nil || got != incident {
			t.Errorf("incident %+v, %v", got, err)
		}
		if _, err := store.Incident(t.Context(), "dighalia", "i1"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("another office reads it: %v", err)
		}
	})
}
