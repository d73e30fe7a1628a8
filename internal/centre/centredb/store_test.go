package centredb_test

import (
	"encoding/binary"
	"fmt"
	"reflect"
	"testing"
	"time"

	"dorgora/charter"
	"dorgora/internal/casework"
	"dorgora/internal/casework/caseworkdb"
	"dorgora/internal/catalogue"
	"dorgora/internal/centre"
	"dorgora/internal/centre/centredb"
	"dorgora/internal/fault"
	"dorgora/internal/number"
	"dorgora/internal/sqldb"
	"dorgora/internal/sqldb/sqldbtest"
	"dorgora/workday"
)

// now is Monday 23 November 2026, ten o'clock, as it is kept.
var now = time.Date(2026, time.November, 23, 4, 0, 0, 0, time.UTC)

var today = workday.DateOf(now)

func engines(t *testing.T, check func(t *testing.T, store centredb.Store)) {
	t.Helper()
	sqldbtest.Engines(t, func(t *testing.T, db *sqldb.DB) { check(t, centredb.Store{DB: db}) })
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestStoreCentres(t *testing.T) {
	engines(t, func(t *testing.T, store centredb.Store) {
		c, err := centre.Open("rupsha", centre.Particulars{Code: "UDC01", Name: "নৈহাটি", Union: "নৈহাটি", Phone: "01912345678"}, today)
		must(t, err)
		must(t, store.Save(t.Context(), c))
		if got, err := store.Centre(t.Context(), "rupsha", "UDC01"); err != nil || !reflect.DeepEqual(got, c) {
			t.Errorf("got %+v, %v", got, err)
		}
		t.Run("a code is given once in an office, and again in another", func(t *testing.T) {
			list := fault.List(store.Save(t.Context(), c))
			if len(list) != 1 || list[0].Field != "code" || list[0].Message != "centre.code.taken" {
				t.Errorf("got %v", list)
			}
			elsewhere := c
			elsewhere.Office = "dighalia"
			must(t, store.Save(t.Context(), elsewhere))
		})
		t.Run("of two who change it one is refused", func(t *testing.T) {
			closed := c.Close(today)
			must(t, store.Save(t.Context(), closed))
			if err := store.Save(t.Context(), closed); fault.KindOf(err) != fault.Conflict {
				t.Errorf("got %v", err)
			}
			if list, err := store.Centres(t.Context(), "rupsha"); err != nil || len(list) != 1 || !reflect.DeepEqual(list[0], closed) {
				t.Errorf("got %+v, %v", list, err)
			}
		})
		if _, err := store.Centre(t.Context(), "khulna", "UDC01"); fault.KindOf(err) != fault.NotFound {
			t.Errorf("got %v", err)
		}
	})
}

func TestStoreMembers(t *testing.T) {
	engines(t, func(t *testing.T, store centredb.Store) {
		m := centre.Member{Office: "rupsha", Code: "UDC01", Person: "mita", Name: "মিতা", Mobile: "+8801912345678", From: now}
		must(t, store.Place(t.Context(), m))
		if seats, err := store.Seats(t.Context(), "mita", now); err != nil || !reflect.DeepEqual(seats, []centre.Member{m}) {
			t.Errorf("got %+v, %v", seats, err)
		}
		if seats, err := store.Seats(t.Context(), "mita", now.Add(-time.Second)); err != nil || len(seats) != 0 {
			t.Errorf("before the beginning: %+v, %v", seats, err)
		}
		gone, err := m.End(now.Add(time.Hour))
		must(t, err)
		must(t, store.Place(t.Context(), gone))
		if seats, err := store.Seats(t.Context(), "mita", now.Add(time.Hour)); err != nil || len(seats) != 0 {
			t.Errorf("after the end: %+v, %v", seats, err)
		}
		if list, err := store.Members(t.Context(), "rupsha", "UDC01"); err != nil || !reflect.DeepEqual(list, []centre.Member{gone}) {
			t.Errorf("got %+v, %v", list, err)
		}
	})
}

// receive makes the case of a key.
func receive(t *testing.T, store centredb.Store, n uint64, kind catalogue.Kind) string {
	t.Helper()
	var raw [8]byte
	binary.BigEndian.PutUint64(raw[:], n)
	change, err := casework.Receive(casework.Receipt{
		Office: "rupsha", Number: number.Tracking(raw), Service: casework.ServiceRef{Key: "citizen-3", Version: 1, Name: "ল্যাব"}, Kind: kind,
		Promise: workday.Promise{Kind: workday.InWorkingDays, Count: 5}, Channel: charter.DigitalCentre, Post: "head",
		Application: casework.Application{For: casework.Self, Name: "রহিমা", Mobile: "+8801711000001", Need: "ল্যাব", Hear: casework.BySMS, Lang: "bn"},
	}, casework.Stamp{Now: now, Salt: fmt.Sprintf("%032d", n), Book: casework.Handbook{Calendar: workday.Bangladesh("khulna")}})
	must(t, err)
	key := fmt.Sprintf("%032d", n)
	_, err = caseworkdb.Store{DB: store.DB}.Submit(t.Context(), casework.Key{Value: key, Content: "c"}, change)
	must(t, err)
	return key
}

func TestStoreRequests(t *testing.T) {
	engines(t, func(t *testing.T, store centredb.Store) {
		note := func(key, person string, at time.Time) error {
			return store.Note(t.Context(), centre.Request{Office: "rupsha", Key: key, Code: "UDC01", Person: person, Consent: centre.Thumb, At: at})
		}
		first := fmt.Sprintf("%032d", 1)
		must(t, note(first, "mita", now))
		span := centre.Span{From: now.Add(-time.Hour), To: now.Add(time.Hour), Limit: 10}
		count := func(want int) {
			t.Helper()
			n, err := store.Handed(t.Context(), "rupsha", "UDC01", span.From, span.To)
			done, wrong := store.Done(t.Context(), "rupsha", "mita", span)
			if n != want || done != want || err != nil || wrong != nil {
				t.Errorf("counts %d and %d, want %d: %v, %v", n, done, want, err, wrong)
			}
		}
		count(0) // noted, and its case is not there yet
		receive(t, store, 1, catalogue.Kind{})
		count(1)
		must(t, note(first, "mita", now))
		count(1)
		if err := note(first, "karim", now); fault.KindOf(err) != fault.Conflict {
			t.Errorf("the key of another person: %v", err)
		}
		must(t, note(receive(t, store, 2, catalogue.Kind{Sealed: true}), "mita", now.Add(time.Minute)))
		list, err := store.Own(t.Context(), "rupsha", "mita", span)
		if err != nil || len(list) != 2 {
			t.Fatalf("got %+v, %v", list, err)
		}
		if l := list[1]; l.Name != "রহিমা" || l.Title != "ল্যাব" || l.Status != "received" || l.Due.IsZero() || l.Consent != centre.Thumb {
			t.Errorf("got %+v", l)
		}
		if l := list[0]; !l.Sealed || l.Number == "" || l.Name+l.Title+l.Status+l.Mobile != "" || !l.Due.IsZero() {
			t.Errorf("of a sealed case the list says %+v", l)
		}
		if l, err := store.One(t.Context(), "rupsha", "mita", first); err != nil || l.Number != list[1].Number {
			t.Errorf("got %+v, %v", l, err)
		}
		for person, office := range map[string]string{"karim": "rupsha", "mita": "dighalia"} {
			if _, err := store.One(t.Context(), office, person, first); fault.KindOf(err) != fault.NotFound {
				t.Errorf("%s of %s: %v", person, office, err)
			}
		}
	})
}
